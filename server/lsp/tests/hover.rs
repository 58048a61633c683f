//! `textDocument/hover` and `textDocument/definition` on the real thing: what is said of a name, a quotation and a date,
//! where they come from, and every column right in every encoding.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, place_of, pulling, words_at};
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
