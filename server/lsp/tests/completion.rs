//! Completion: names, dates, passages, citations, rules; in every encoding, and never a flood.

mod harness;

use harness::real::{ENCODINGS, Folder, place_at, pulling, words_at};
use harness::{Client, at};
use serde_json::{Value, json};

/// The list at the end of `before`, with the text around it.
async fn complete(
    client: &mut Client,
    uri: &str,
    before: &str,
    after: &str,
    encoding: &str,
) -> Value {
    let text = format!("{before}{after}");
    client.open(uri, 1, &text).await;
    let (line, column) = place_at(&text, before.len(), encoding);
    client
        .ask("textDocument/completion", at(uri, line, column))
        .await
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| it["label"].as_str().unwrap())
        .collect()
}

/// `text` with the item's edit made.
fn applied(text: &str, item: &Value, encoding: &str) -> String {
    let edit = &item["textEdit"];
    let range = edit.get("range").unwrap_or(&edit["insert"]);
    let old = words_at(text, range, encoding);
    let at = old.as_ptr() as usize - text.as_ptr() as usize;
    let new = edit["newText"].as_str().unwrap();
    format!("{}{new}{}", &text[..at], &text[at + old.len()..])
}

#[tokio::test]
async fn a_name_that_was_begun() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        let before = "# A\n\n😀 They read the Charter of the Ri";
        let list = complete(&mut client, &uri, before, " again.\n", encoding).await;
        assert_eq!(labels(&list), ["Charter of the River Commission"]);
        let text = applied(&format!("{before} again.\n"), &list["items"][0], encoding);
        assert_eq!(
            text,
            "# A\n\n😀 They read the Charter of the River Commission again.\n"
        );
        // A nickname is offered with the official name first.
        let list = complete(&mut client, &uri, "😀 The River Ch", "", encoding).await;
        assert_eq!(
            labels(&list),
            ["Charter of the River Commission", "River Charter"]
        );
        assert_eq!(list["items"][0]["filterText"], "River Charter");
        client.finish().await;
    }
}

#[tokio::test]
async fn what_an_item_means_is_told_when_it_is_looked_at() {
    for encoding in ENCODINGS {
        for (markdown, kind) in [(true, "markdown"), (false, "plaintext")] {
            let folder = Folder::new();
            let uri = folder.uri("a.md");
            let mut able = pulling(encoding);
            if markdown {
                able["textDocument"]["completion"] =
                    json!({"completionItem": {"documentationFormat": ["markdown"]}});
            }
            let mut client = folder.client(able).await;
            let list = complete(&mut client, &uri, "The River Ch", "", encoding).await;
            let item = list["items"][0].clone();
            assert!(item.get("documentation").is_none());
            let resolved = client.ask("completionItem/resolve", item).await;
            assert_eq!(resolved["documentation"]["kind"], kind);
            let words = resolved["documentation"]["value"].as_str().unwrap();
            assert!(words.contains("The founding document."), "{words}");
            assert!(!words.contains("{{"), "{words}");
            client.finish().await;
        }
    }
}

#[tokio::test]
async fn the_date_of_the_event_that_the_sentence_speaks_of() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        let before = "😀 The Charter of the River Commission was signed in ";
        let list = complete(&mut client, &uri, before, "", encoding).await;
        assert_eq!(labels(&list), ["12 May 1998", "May 1998", "1998"]);
        assert_eq!(
            applied(before, &list["items"][1], encoding),
            format!("{before}May 1998")
        );
        let begun = "😀 The Charter of the River Commission was signed in 19";
        let list = complete(&mut client, &uri, begun, " at last.", encoding).await;
        assert_eq!(labels(&list), ["1998"]);
        let whole = applied(&format!("{begun} at last."), &list["items"][0], encoding);
        assert!(whole.ends_with("signed in 1998 at last."), "{whole}");
        client.finish().await;
    }
}

#[tokio::test]
async fn how_the_sources_go_on_after_an_opening_mark() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        for mark in ["\u{201c}", "\""] {
            let before = format!("😀 They {mark}shall keep the ri");
            let list = complete(&mut client, &uri, &before, " and so on.", encoding).await;
            let whole =
                "shall keep the river open to all who live by it, and shall ask no toll of them";
            assert_eq!(list["items"][0]["textEdit"]["newText"], whole, "{mark}");
            assert_eq!(list["items"][0]["detail"], "charter, paragraph 2");
            let text = applied(&format!("{before} and so on."), &list["items"][0], encoding);
            assert_eq!(text, format!("😀 They {mark}{whole} and so on."));
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn citations_notes_and_rules() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        let list = complete(&mut client, &uri, "It says so [@cha", "].", encoding).await;
        assert_eq!(labels(&list), ["charter"]);
        let after = "].\n\nAnd before[^first].\n\n[^first]: A note.\n";
        let list = complete(&mut client, &uri, "It says so[^", after, encoding).await;
        assert_eq!(labels(&list), ["first"]);
        let list = complete(&mut client, &uri, "<!-- policy-ls: ig", " -->\n", encoding).await;
        assert!(labels(&list).contains(&"ignore-file"));
        let list = complete(
            &mut client,
            &uri,
            "<!-- policy-ls: ignore date-c",
            " -->\n",
            encoding,
        )
        .await;
        assert_eq!(labels(&list), ["date-conflict"]);
        let page = client
            .ask("completionItem/resolve", list["items"][0].clone())
            .await;
        assert!(page["documentation"]["value"].is_string(), "{page}");
        client.finish().await;
    }
}

#[tokio::test]
async fn nothing_where_nothing_helps() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        for before in [
            "",
            "Plain words ",
            "plain wo",
            "Th",
            "He asked \"wha",
            "<!-- a comment about the River Ch",
            "```\nThe River Ch",
            "The Charter of the River Commission was signed ",
            "The Charter of the River Commission was not seen in ",
        ] {
            let list = complete(&mut client, &uri, before, "", encoding).await;
            let items = list["items"].as_array().map_or(0, Vec::len);
            assert_eq!(items, 0, "{before:?}: {list}");
        }
        let list = complete(
            &mut client,
            &uri,
            "---\ntitle: The River Ch",
            "\n---\n",
            encoding,
        )
        .await;
        assert_eq!(labels(&list), Vec::<&str>::new());
        // A source is nobody's draft.
        let source = folder.uri("sources/charter.md");
        let list = complete(&mut client, &source, "The River Ch", "", encoding).await;
        assert_eq!(list, Value::Null);
        client.finish().await;
    }
}

#[tokio::test]
async fn never_a_flood() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let mut records = "format = 1\n".to_owned();
        for number in 0..300 {
            records += &format!(
                "[[organisation]]\nid = \"river-{number}\"\nname = \"Rivers Board {number}\"\n"
            );
        }
        folder.write("records/many.toml", &records);
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        let list = complete(&mut client, &uri, "The Rivers", "", encoding).await;
        assert_eq!(
            list["items"].as_array().unwrap().len(),
            analysis::completion::MOST
        );
        assert_eq!(list["isIncomplete"], true);
        client.finish().await;
    }
}
