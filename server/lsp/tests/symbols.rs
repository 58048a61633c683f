//! Outline, workspace symbols, highlights and references, in every encoding.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, RECORDS, place_of, pulling, words_at};
use harness::{Client, at};
use serde_json::{Value, json};

const DRAFT: &str = "\
# River 😀

😀 The River Commission was founded on 3 June 1999. It met often.

## Law

The River Charter was signed on 12 May 1998, and RVC came later. \"Shall keep the river open to all who live by it\", it says.
";

const OTHER: &str = "# Other notes\n\nThe River Commission was founded on 3 June 1999.\n\n> shall ask no toll of them\n";

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

fn tree(encoding: &str) -> Value {
    let mut able = pulling(encoding);
    able["textDocument"]["documentSymbol"] = json!({"hierarchicalDocumentSymbolSupport": true});
    able
}

/// The words at each of these locations in the texts of that name, by file name.
fn found_at(locations: &Value, texts: &[(&str, &str)], encoding: &str) -> Vec<String> {
    let each = locations.as_array().unwrap().iter().map(|it| {
        let name = it["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        let text = texts.iter().find(|(other, _)| *other == name).unwrap().1;
        format!("{name}: {}", words_at(text, &it["range"], encoding))
    });
    each.collect()
}

async fn references(client: &mut Client, uri: &str, place: (u32, u32), declaration: bool) -> Value {
    let mut params = at(uri, place.0, place.1);
    params["context"] = json!({"includeDeclaration": declaration});
    client.ask("textDocument/references", params).await
}

#[tokio::test]
async fn the_outline_has_claims_and_quotations_below_headings() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(tree(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let outline = client.ask("textDocument/documentSymbol", about(&uri)).await;
        assert_eq!(outline.as_array().unwrap().len(), 1);
        let top = &outline[0];
        assert_eq!(top["name"], "River 😀");
        assert_eq!(words_at(DRAFT, &top["range"], encoding), DRAFT);
        assert_eq!(
            words_at(DRAFT, &top["selectionRange"], encoding).trim(),
            "# River 😀"
        );
        assert_eq!(top["children"][0]["detail"], "3 June 1999, supported");
        let law = top["children"].as_array().unwrap().last().unwrap();
        assert_eq!(law["name"], "Law");
        let below: Vec<_> = law["children"].as_array().unwrap().iter().collect();
        assert_eq!(below[0]["detail"], "12 May 1998, supported");
        assert!(below.iter().any(|it| it["detail"] == "edited"), "{below:?}");
        client.finish().await;
    }
}

#[tokio::test]
async fn the_outline_is_a_list_where_no_tree_is_taken() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let list = client.ask("textDocument/documentSymbol", about(&uri)).await;
        let law = list
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["name"] == "Law")
            .unwrap();
        assert_eq!(law["containerName"], "River 😀");
        assert_eq!(law["location"]["uri"], json!(uri));
        client.finish().await;
    }
}

#[tokio::test]
async fn highlights_are_all_mentions_and_all_dates() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        for (under, expected) in [
            ("River Commission", vec!["River Commission", "RVC"]),
            ("RVC", vec!["River Commission", "RVC"]),
            ("12 May 1998", vec!["12 May 1998"]),
        ] {
            let (line, column) = place_of(DRAFT, under, encoding);
            let params = at(&uri, line, column + 1);
            let all = client.ask("textDocument/documentHighlight", params).await;
            let words: Vec<_> = all
                .as_array()
                .unwrap()
                .iter()
                .map(|it| words_at(DRAFT, &it["range"], encoding))
                .collect();
            assert_eq!(
                words.iter().filter(|it| expected.contains(it)).count(),
                expected.len()
            );
            assert!(
                words
                    .iter()
                    .all(|it| expected.contains(it) || *it == "It" || *it == "it"),
                "{words:?}"
            );
        }
        let (line, column) = place_of(DRAFT, "often", encoding);
        let none = client
            .ask("textDocument/documentHighlight", at(&uri, line, column))
            .await;
        assert_eq!(none, Value::Null);
        client.finish().await;
    }
}

#[tokio::test]
async fn references_of_an_entity_in_drafts_and_sources() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        folder.write("b.md", OTHER);
        folder.write("c.md", "Nothing of the kind.\n");
        let texts = [("a.md", DRAFT), ("b.md", OTHER), ("charter.md", CHARTER)];
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "RVC", encoding);
        let all = references(&mut client, &uri, place, true).await;
        let words = found_at(&all, &texts, encoding);
        for expected in [
            "a.md: River Commission",
            "a.md: RVC",
            "b.md: River Commission",
            "charter.md: River Commission",
        ] {
            assert!(
                words.iter().any(|it| it == expected),
                "{expected}: {words:?}"
            );
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn references_of_an_event_are_all_claims() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        folder.write("b.md", OTHER);
        let texts = [("a.md", DRAFT), ("b.md", OTHER), ("charter.md", CHARTER)];
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "3 June", encoding);
        let claims = references(&mut client, &uri, place, false).await;
        let words = found_at(&claims, &texts, encoding);
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(words.iter().all(|it| it.contains("founded on 3 June 1999")));
        // Who counts the declaration gets the passages that prove it, too.
        let all = references(&mut client, &uri, place, true).await;
        let words = found_at(&all, &texts, encoding);
        assert!(
            words.iter().any(|it| it.starts_with("charter.md: ")),
            "{words:?}"
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn references_of_a_source_passage_are_the_drafts_that_quote_it() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("b.md", OTHER);
        let source = folder.uri("sources/charter.md");
        let uri = folder.uri("a.md");
        let texts = [("a.md", DRAFT), ("b.md", OTHER)];
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&source, 1, CHARTER).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(CHARTER, "open to all", encoding);
        let quoting = references(&mut client, &source, place, false).await;
        let words = found_at(&quoting, &texts, encoding);
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(words[0].starts_with("a.md: \"Shall keep"), "{words:?}");
        assert!(words[1].contains("shall ask no toll of them"), "{words:?}");
        client.finish().await;
    }
}

#[tokio::test]
async fn symbols_of_the_whole_workspace() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("b.md", OTHER);
        let event = "\n[[event]]\nid = \"opening\"\nkind = \"opened\"\nagents = [\"river-commission\"]\n\
                     date = \"1999-06-07\"\nsummary = \"The RVC opened the northern lock.\"\nsource = \"charter\"\nat = [3]\n";
        folder.write("records/river.toml", &format!("{RECORDS}{event}"));
        let texts = [("a.md", DRAFT), ("b.md", OTHER), ("charter.md", CHARTER)];
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        client.hover(&uri, 0, 0).await;
        let founded = "The River Commission (RVC) was founded on 3 June 1999.";
        for (query, name, file, words) in [
            ("commission", "River Commission", "sources/charter.md", None),
            ("RVC", "River Commission", "sources/charter.md", None),
            (
                "northern lock",
                "The RVC opened the northern lock.",
                "sources/charter.md",
                Some(founded),
            ),
            ("charter", "charter", "sources/charter.md", None),
            ("OTHER not", "Other notes", "b.md", Some("# Other notes")),
            ("law", "Law", "a.md", Some("## Law")),
        ] {
            let found = client
                .ask("workspace/symbol", json!({"query": query}))
                .await;
            let hit = found
                .as_array()
                .unwrap()
                .iter()
                .find(|it| it["name"] == name);
            let hit = hit.unwrap_or_else(|| panic!("{query}: {found:#}"));
            assert_eq!(hit["location"]["uri"], json!(folder.uri(file)));
            if let Some(words) = words {
                let there = found_at(&json!([hit["location"]]), &texts, encoding);
                assert!(there[0].contains(words), "{query}: {there:?}");
            }
        }
        let none = client
            .ask("workspace/symbol", json!({"query": "no such thing"}))
            .await;
        assert_eq!(none, json!([]));
        client.finish().await;
    }
}
