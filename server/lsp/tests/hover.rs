//! `textDocument/hover` and `textDocument/definition` on the real thing: what is said of a name, a quotation and a date,
//! where they come from, and every column right in every encoding.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, RECORDS, place_of, pulling, words_at};
use harness::{Client, at};
use serde_json::{Value, json};

const DRAFT: &str = "\
# River

😀 RVC met again. 😀 It \"shall keep the river open to all who live by it\".

😀 The Charter of the River Commission was signed on 12 May 1998.
";

async fn hover(client: &mut Client, uri: &str, place: (u32, u32)) -> Value {
    let params = at(uri, place.0, place.1);
    client.ask("textDocument/hover", params).await
}

#[tokio::test]
async fn a_name_a_quotation_and_a_date_in_plain_words() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        for (words, under, said) in [
            ("RVC", "RVC", &["River Commission", "3 June 1999"][..]),
            (
                "river open",
                "\"shall keep the river open to all who live by it\"",
                &["The parties shall keep the river open"],
            ),
            ("12 May", "12 May 1998", &["1998-05-12"]),
        ] {
            let told = hover(&mut client, &uri, place_of(DRAFT, words, encoding)).await;
            assert_eq!(told["contents"]["kind"], "plaintext");
            let text = told["contents"]["value"].as_str().unwrap();
            for part in said {
                assert!(text.contains(part), "{encoding}: {words}: {text}");
            }
            assert!(!text.contains("**") && !text.contains("]("), "{text}");
            let found = words_at(DRAFT, &told["range"], encoding);
            assert!(under.contains(found), "{encoding}: {found}");
        }
        let nothing = hover(&mut client, &uri, place_of(DRAFT, "again", encoding)).await;
        assert_eq!(nothing, Value::Null);
        client.finish().await;
    }
}

#[tokio::test]
async fn markdown_has_links_that_lead_to_the_line() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["textDocument"]["hover"] = json!({"contentFormat": ["markdown", "plaintext"]});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, DRAFT).await;
        let told = hover(&mut client, &uri, place_of(DRAFT, "12 May", encoding)).await;
        assert_eq!(told["contents"]["kind"], "markdown");
        let text = told["contents"]["value"].as_str().unwrap();
        let link = format!("({}#L3)", folder.uri("sources/charter.md"));
        assert!(text.contains(&link), "{text}");
        client.finish().await;
    }
}

#[tokio::test]
async fn a_jump_has_its_origin_and_lands_on_the_words() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let charter = CHARTER.replace("The parties", "😀😀 The parties");
        let source = folder.write("sources/charter.md", &charter);
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["textDocument"]["definition"] = json!({"linkSupport": true});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "river open", encoding);
        let links = client
            .ask("textDocument/definition", at(&uri, place.0, place.1))
            .await;
        let link = &links[0];
        assert_eq!(link["targetUri"], source);
        let origin = words_at(DRAFT, &link["originSelectionRange"], encoding);
        assert!(origin.contains("shall keep the river open"), "{origin}");
        let words = words_at(&charter, &link["targetSelectionRange"], encoding);
        assert_eq!(words, "shall keep the river open to all who live by it");
        let around = words_at(&charter, &link["targetRange"], encoding);
        assert!(
            around.contains(words) && around.contains("toll"),
            "{around}"
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn several_witnesses_are_several_places() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let second = folder.write(
        "sources/diary.md",
        "# Diary\n\nThe Charter of the River Commission was signed on 12 May 1998, in the rain.\n",
    );
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "12 May", encoding);
        let places = client
            .ask("textDocument/definition", at(&uri, place.0, place.1))
            .await;
        let places: Vec<_> = places
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["uri"])
            .collect();
        let first = folder.uri("sources/charter.md");
        assert!(places.contains(&&json!(first)), "{places:?}");
        assert!(places.contains(&&json!(second)), "{places:?}");
        client.finish().await;
    }
}

const CITING: &str = "\
# River

😀 It \"shall keep the river open to all who live by it\" [@charter; @diary], and so on.[^1] More of it stands [in the
text](sources/charter.md) and in a note.[^2]

[^1]: The Charter of the River Commission, paragraph 2.
[^2]: Of no source that is known.
";

#[tokio::test]
async fn a_citation_leads_to_its_source_and_to_the_words_quoted_before_it() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let charter = folder.uri("sources/charter.md");
        folder.write(
            "sources/charter.source.toml",
            "format = 1\ntitle = \"The Charter of the River Commission\"\nauthor = \"A Clerk\"\ndate = \"1998-05-12\"\nurl = \"https://example.org/charter\"\n",
        );
        let diary = folder.write("sources/diary.md", "# Diary\n\nRain all day.\n");
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, CITING).await;
        let quoted = "shall keep the river open to all who live by it";
        for (under, by, file, words) in [
            ("@charter", 2, Some(&charter), quoted),
            ("@diary", 2, Some(&diary), ""),
            ("[^1] More", 2, Some(&charter), quoted),
            ("](sources", 4, Some(&charter), quoted),
            ("[^2]\n", 1, None, "[^2]:"),
            ("[^1]: The", 1, Some(&charter), ""),
        ] {
            let (line, column) = place_of(CITING, under, encoding);
            let params = at(&uri, line, column + by);
            let places = client.ask("textDocument/definition", params.clone()).await;
            let places = places.as_array().unwrap_or_else(|| panic!("{under}"));
            assert_eq!(places.len(), 1, "{under}: {places:#?}");
            assert_eq!(places[0]["uri"], json!(file.unwrap_or(&uri)), "{under}");
            let text = match file {
                Some(file) if *file == charter => CHARTER,
                Some(_) => "# Diary\n\nRain all day.\n",
                None => CITING,
            };
            let found = words_at(text, &places[0]["range"], encoding);
            assert_eq!(found, words, "{under}");
        }
        // Behind the citation the sentence goes on.
        let (line, column) = place_of(CITING, ", and so on", encoding);
        let params = at(&uri, line, column + 4);
        let none = client.ask("textDocument/definition", params).await;
        assert_eq!(none, Value::Null);
        let (line, column) = place_of(CITING, "@charter", encoding);
        let told = hover(&mut client, &uri, (line, column + 2)).await;
        let text = told["contents"]["value"].as_str().unwrap();
        for part in [
            "The Charter of the River Commission — source",
            "A Clerk",
            "12 May 1998",
            "https://example.org/charter",
            quoted,
        ] {
            assert!(text.contains(part), "{text}");
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn a_date_of_which_nothing_is_claimed_tells_what_happened_then() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let event = "\n[[event]]\nid = \"flood\"\nkind = \"met\"\nagents = [\"river-commission\"]\n\
                     date = \"1999-06-07\"\nsummary = \"The River Commission met in the rain.\"\n";
        folder.write("records/river.toml", &format!("{RECORDS}{event}"));
        let draft = "😀 Our letter of 7 June 1999 came late, as did that of June 1999; that of June 1998 never came.\n";
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, draft).await;
        for (under, told) in [("7 June", true), ("June 1999;", true), ("June 1998", false)] {
            let told_of = hover(&mut client, &uri, place_of(draft, under, encoding)).await;
            let text = told_of["contents"]["value"].as_str().unwrap();
            assert_eq!(text.contains("met in the rain"), told, "{under}: {text}");
        }
        client.finish().await;
    }
}
