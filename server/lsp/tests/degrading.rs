//! What clients announce and what they do not: each feature gives what they can take, and no more.

mod harness;

use harness::at;
use harness::real::{CHARTER, ENCODINGS, Folder, place_at, pulling, words_at};
use serde_json::{Value, json};

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

#[tokio::test]
async fn a_completion_inserts_or_replaces_where_both_can_be_had() {
    let text = "😀 They read the Charter of the Rixyz again.\n";
    let before = "😀 They read the Charter of the Ri";
    for encoding in ENCODINGS {
        for both in [true, false] {
            let folder = Folder::new();
            let uri = folder.uri("a.md");
            let mut able = pulling(encoding);
            able["textDocument"]["completion"] =
                json!({"completionItem": {"insertReplaceSupport": both}});
            let mut client = folder.client(able).await;
            client.open(&uri, 1, text).await;
            let (line, column) = place_at(text, before.len(), encoding);
            let list = client
                .ask("textDocument/completion", at(&uri, line, column))
                .await;
            let edit = &list["items"][0]["textEdit"];
            if both {
                let inserts = words_at(text, &edit["insert"], encoding);
                assert_eq!(inserts, "Charter of the Ri");
                let replaces = words_at(text, &edit["replace"], encoding);
                assert_eq!(replaces, "Charter of the Rixyz");
            } else {
                assert!(edit.get("insert").is_none(), "{edit}");
                assert!(words_at(text, &edit["range"], encoding).starts_with("Charter of the Ri"));
            }
            client.finish().await;
        }
    }
}

#[tokio::test]
async fn a_rename_is_prepared_where_it_can_be() {
    for prepares in [true, false] {
        let folder = Folder::new();
        let mut able = pulling("utf-16");
        able["textDocument"]["rename"] = json!({"prepareSupport": prepares});
        let (client, can) = folder.client_with(able, Value::Null).await;
        let expected = match prepares {
            true => json!({"prepareProvider": true}),
            false => json!(true),
        };
        assert_eq!(can["renameProvider"], expected);
        client.finish().await;
    }
}

#[tokio::test]
async fn a_link_says_what_it_is_where_that_is_shown() {
    for tooltips in [true, false] {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling("utf-16");
        able["textDocument"]["documentLink"] = json!({"tooltipSupport": tooltips});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, "It says so [@charter].\n").await;
        let links = client.ask("textDocument/documentLink", about(&uri)).await;
        let expected = if tooltips {
            json!("charter")
        } else {
            Value::Null
        };
        assert_eq!(links[0]["tooltip"], expected);
        client.finish().await;
    }
}

#[tokio::test]
async fn a_lens_does_something_where_the_client_has_the_command() {
    let draft = "It \"shall keep the river open to all who live by it\".\n";
    for has in [true, false] {
        let folder = Folder::new();
        let (uri, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let mut able = pulling("utf-16");
        if has {
            able["experimental"] = json!({
                "policyLsCommands": ["policy-ls.showClaims", "policy-ls.showReferences"],
            });
        }
        let mut client = folder.client(able).await;
        client.open(&uri, 1, draft).await;
        client.open(&source, 1, CHARTER).await;
        for (uri, name) in [
            (&uri, "policy-ls.showClaims"),
            (&source, "policy-ls.showReferences"),
        ] {
            let lenses = client.ask("textDocument/codeLens", about(uri)).await;
            let expected = if has { name } else { "" };
            assert_eq!(lenses[0]["command"]["command"], expected, "{lenses:#}");
        }
        client.finish().await;
    }
}
