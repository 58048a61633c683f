//! What an editor shows beside the text: inlay hints, code lenses, folds, selections, links, semantic tokens; and renaming.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, place_of, pulling, words_at};
use harness::{Change, at};
use serde_json::{Value, json};

const DRAFT: &str = "\
---
title: River
---

# River 😀

😀 The Charter of the River Commission was signed on 12 May 1998. The River Commission was founded the following year.

It \"shall keep the river open to all who live by it\" [@charter], and it is told [elsewhere](b.md#top) and at
https://example.org/river.

## Names

The River Commission is large. One wrote of \"a River Commission that shall ask no toll of them\" once.
";

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

#[tokio::test]
async fn relative_dates_and_sources_of_quotations_as_hints() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let mut params = about(&uri);
        params["range"] = harness::range((0, 0), (99, 0));
        let hints = client.ask("textDocument/inlayHint", params.clone()).await;
        let date = &hints[0];
        assert_eq!(date["label"], "= 1999", "{hints:#}");
        let end = place_of(DRAFT, " year.", encoding);
        assert_eq!(
            date["position"],
            json!({"line": end.0, "character": end.1 + 5})
        );
        let quotation = &hints[1]["label"][0];
        assert_eq!(
            quotation["location"]["uri"],
            json!(folder.uri("sources/charter.md"))
        );
        let words = words_at(CHARTER, &quotation["location"]["range"], encoding);
        assert_eq!(words, "shall keep the river open to all who live by it");
        // Only what is shown is asked for.
        params["range"] = harness::range((0, 0), (5, 0));
        assert_eq!(
            client.ask("textDocument/inlayHint", params).await,
            json!([])
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn counts_above_a_draft_and_above_the_paragraphs_of_a_source() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write(
            "b.md",
            "# B\n\n> shall keep the river open to all who live by it\n",
        );
        let (uri, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        client.open(&source, 1, CHARTER).await;
        let lenses = client.ask("textDocument/codeLens", about(&uri)).await;
        let title = lenses[0]["command"]["title"].as_str().unwrap();
        assert!(title.starts_with("2 dated claims: 2 supported"), "{title}");
        let lenses = client.ask("textDocument/codeLens", about(&source)).await;
        let lens = &lenses[0];
        assert_eq!(lens["command"]["title"], "quoted in 2 drafts");
        assert_eq!(lens["range"]["start"]["line"], 4);
        assert_eq!(lens["command"]["arguments"][2].as_array().unwrap().len(), 3);
        client.finish().await;
    }
}

/// Records of one event that is told in other words than its own, and a draft that dates it wrongly, twice.
const RECALLED: (&str, &str) = (
    r#"
format = 1

[[organisation]]
id = "river-commission"
name = "River Commission"

[[event]]
id = "opening-of-the-lock"
kind = "opened"
agents = ["river-commission"]
date = "1999-06-03"
summary = "The River Commission opened the northern lock at Harbour Town."
wordings = ["the northern lock at Harbour Town was opened to barges"]
"#,
    "\
# Lock

😀 The northern lock at Harbour Town was opened to barges by the River Commission in June 1997.

It was a year of much rain. The River Commission had opened the northern lock at Harbour Town to barges in 1997.
",
);

#[tokio::test]
async fn a_date_that_is_recalled_counts_and_is_coloured_like_any_other() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let (records, draft) = RECALLED;
        folder.write("records/river.toml", records);
        let uri = folder.uri("a.md");
        let options = json!({"semanticTokens": true});
        let (mut client, _) = folder.client_with(pulling(encoding), options).await;
        client.open(&uri, 1, draft).await;
        let lenses = client.ask("textDocument/codeLens", about(&uri)).await;
        let title = lenses[0]["command"]["title"].as_str().unwrap();
        assert_eq!(title, "2 dated claims: 2 contradicted");
        // The date under the cursor is among those of its event.
        let (line, column) = place_of(draft, "June 1997", encoding);
        let params = at(&uri, line, column + 1);
        let all = client.ask("textDocument/documentHighlight", params).await;
        let words = all.as_array().unwrap().iter();
        let words: Vec<_> = words
            .map(|it| words_at(draft, &it["range"], encoding))
            .collect();
        assert_eq!(words, ["June 1997", "1997"]);
        let tokens = client
            .ask("textDocument/semanticTokens/full", about(&uri))
            .await;
        let tokens = decoded(draft, &tokens["data"], encoding);
        for date in ["June 1997", "1997"] {
            assert!(tokens.contains(&(date.into(), 1, 2)), "{tokens:?}");
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn folds_and_growing_selections() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let folds = client.ask("textDocument/foldingRange", about(&uri)).await;
        let lines: Vec<_> = folds
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                (
                    it["startLine"].as_u64().unwrap(),
                    it["endLine"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(lines, [(0, 2), (4, 13), (11, 13)]);
        let (line, column) = place_of(DRAFT, "Charter of", encoding);
        let mut params = about(&uri);
        params["positions"] = json!([{"line": line, "character": column + 2}]);
        let chains = client.ask("textDocument/selectionRange", params).await;
        let mut words = Vec::new();
        let mut at = &chains[0];
        while at.is_object() {
            words.push(words_at(DRAFT, &at["range"], encoding));
            at = &at["parent"];
        }
        assert_eq!(words[0], "Charter");
        assert_eq!(words[1], "Charter of the River Commission");
        assert!(words[2].ends_with("12 May 1998."), "{words:?}");
        assert_eq!(words.last(), Some(&DRAFT));
        assert!(
            words
                .windows(2)
                .all(|it| it[1].contains(it[0]) && it[1].len() > it[0].len())
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn links_lead_to_sources_files_and_addresses() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let links = client.ask("textDocument/documentLink", about(&uri)).await;
        let links = links.as_array().unwrap();
        assert_eq!(links.len(), 3, "{links:?}");
        assert_eq!(words_at(DRAFT, &links[0]["range"], encoding), "[@charter]");
        assert!(links[0].get("target").is_none());
        let resolved = client.ask("documentLink/resolve", links[0].clone()).await;
        assert_eq!(
            resolved["target"],
            format!("{}#L5", folder.uri("sources/charter.md"))
        );
        assert_eq!(links[1]["target"], format!("{}#top", folder.uri("b.md")));
        assert_eq!(links[2]["target"], "https://example.org/river");
        client.finish().await;
    }
    for encoding in ENCODINGS {
        // With an address, a citation leads to the very words.
        let folder = Folder::new();
        folder.write(
            "sources/charter.source.toml",
            "format = 1\nurl = \"https://example.org/c\"\n",
        );
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let links = client.ask("textDocument/documentLink", about(&uri)).await;
        let target = links[0]["target"].as_str().unwrap();
        assert_eq!(
            target,
            "https://example.org/c#:~:text=shall%20keep%20the%20river%20open,all%20who%20live%20by%20it"
        );
        client.finish().await;
    }
}

/// Tokens as words with type and marks.
fn decoded(text: &str, data: &Value, encoding: &str) -> Vec<(String, u64, u64)> {
    let numbers: Vec<u64> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_u64().unwrap())
        .collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks(5).map(|token| {
        line += token[0];
        column = if token[0] == 0 {
            column + token[1]
        } else {
            token[1]
        };
        let place = |column: u64| json!({"line": line, "character": column});
        let range = json!({"start": place(column), "end": place(column + token[2])});
        (
            words_at(text, &range, encoding).to_owned(),
            token[3],
            token[4],
        )
    });
    tokens.collect()
}

#[tokio::test]
async fn tokens_by_verdict_full_delta_and_range() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let on = json!({"semanticTokens": true});
        let (mut client, able) = folder.client_with(pulling(encoding), on).await;
        assert!(able["semanticTokensProvider"].is_object());
        client.open(&uri, 1, DRAFT).await;
        let full = client
            .ask("textDocument/semanticTokens/full", about(&uri))
            .await;
        let tokens = decoded(DRAFT, &full["data"], encoding);
        assert!(tokens.contains(&("12 May 1998".into(), 1, 1)), "{tokens:?}");
        assert!(tokens.contains(&("River Commission".into(), 0, 0)));
        let quoted = "\"shall keep the river open to all who live by it\"";
        assert!(tokens.contains(&(quoted.into(), 2, 1)), "{tokens:?}");
        let mut params = about(&uri);
        params["range"] = harness::range((11, 0), (14, 0));
        let part = client
            .ask("textDocument/semanticTokens/range", params)
            .await;
        let some = decoded(DRAFT, &part["data"], encoding);
        assert!(!some.is_empty() && some.len() < tokens.len());
        assert!(some.iter().all(|it| tokens.contains(it)));
        // What a delta makes of the old is the new.
        let at = place_of(DRAFT, "12 May", encoding);
        client
            .change(&uri, 2, &[Change::At(at, (at.0, at.1 + 2), "13")])
            .await;
        let mut params = about(&uri);
        params["previousResultId"] = full["resultId"].clone();
        let delta = client
            .ask("textDocument/semanticTokens/full/delta", params)
            .await;
        let mut data = full["data"].as_array().unwrap().clone();
        for edit in delta["edits"].as_array().unwrap() {
            let start = edit["start"].as_u64().unwrap() as usize;
            let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
            data.splice(start..end, edit["data"].as_array().unwrap().iter().cloned());
        }
        let fresh = client
            .ask("textDocument/semanticTokens/full", about(&uri))
            .await;
        assert_eq!(json!(data), fresh["data"]);
        let now = decoded(&DRAFT.replace("12 May", "13 May"), &fresh["data"], encoding);
        assert!(now.contains(&("13 May 1998".into(), 1, 2)), "{now:?}");
        client.finish().await;
    }
}

#[tokio::test]
async fn tokens_are_off_unless_they_are_turned_on() {
    let folder = Folder::new();
    let (client, able) = folder.client_with(pulling("utf-8"), Value::Null).await;
    assert!(able.get("semanticTokensProvider").is_none());
    client.finish().await;
}

#[tokio::test]
async fn a_wording_is_renamed_in_all_drafts_and_in_no_quotation() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let other = "RVC met. The *River Commission* met too.\n";
        let b = folder.write("b.md", other);
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 3, DRAFT).await;
        let (line, column) = place_of(DRAFT, "River Commission was founded", encoding);
        let place = at(&uri, line, column + 1);
        let prepared = client
            .ask("textDocument/prepareRename", place.clone())
            .await;
        assert_eq!(prepared["placeholder"], "River Commission");
        assert_eq!(
            words_at(DRAFT, &prepared["range"], encoding),
            "River Commission"
        );
        let mut params = place;
        params["newName"] = json!("Commission of the River");
        let edit = client.ask("textDocument/rename", params.clone()).await;
        let changes = edit["changes"].as_object().unwrap();
        let words = |uri: &str, text: &'static str| -> Vec<&'static str> {
            let edits = changes[uri].as_array().unwrap();
            edits
                .iter()
                .map(|it| words_at(text, &it["range"], encoding))
                .collect()
        };
        // Not the one in the charter's name, nor the one in the quotation, nor the acronym.
        assert_eq!(words(&uri, DRAFT), ["River Commission", "River Commission"]);
        assert_eq!(
            words(&b, "RVC met. The *River Commission* met too.\n"),
            ["River Commission"]
        );
        params["newName"] = json!(" ");
        assert_eq!(client.fail("textDocument/rename", params).await, -32602);
        let nothing = place_of(DRAFT, "elsewhere", encoding);
        let none = client
            .ask("textDocument/prepareRename", at(&uri, nothing.0, nothing.1))
            .await;
        assert_eq!(none, Value::Null);
        client.finish().await;
    }
}

#[tokio::test]
async fn rename_carries_versions_where_they_are_taken() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let b = folder.write("b.md", "The River Commission met.\n");
        let mut able = pulling(encoding);
        able["workspace"] = json!({"workspaceEdit": {"documentChanges": true}});
        let mut client = folder.client(able).await;
        client.open(&uri, 3, DRAFT).await;
        let (line, column) = place_of(DRAFT, "River Commission is large", encoding);
        let mut params = at(&uri, line, column);
        params["newName"] = json!("Commission");
        let edit = client.ask("textDocument/rename", params).await;
        let changes = edit["documentChanges"].as_array().unwrap();
        let versions: Vec<_> = changes.iter().map(|it| &it["textDocument"]).collect();
        assert_eq!(
            versions,
            [
                &json!({"uri": uri, "version": 3}),
                &json!({"uri": b, "version": null})
            ]
        );
        client.finish().await;
    }
}
