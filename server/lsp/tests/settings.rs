//! What the user sets in the editor, sent or asked for; and what the editor shows, asked for anew when it changed.

mod harness;

use harness::real::{CHARTER, Folder, pulling};
use harness::{Change, Client};
use serde_json::{Value, json};

const DRAFT: &str = "# A\n\nIt \"shall keep the river open to all who live by it\".\n";

async fn hints(client: &mut Client, uri: &str) -> usize {
    let range = harness::range((0, 0), (9, 0));
    let params = json!({"textDocument": {"uri": uri}, "range": range});
    let hints = client.ask("textDocument/inlayHint", params).await;
    hints.as_array().map_or(0, Vec::len)
}

/// A client that shows all that can be shown, and wants to be asked for settings.
fn able() -> Value {
    let mut able = pulling("utf-16");
    able["workspace"] = json!({
        "configuration": true,
        "didChangeConfiguration": {"dynamicRegistration": true},
        "inlayHint": {"refreshSupport": true},
        "codeLens": {"refreshSupport": true},
        "semanticTokens": {"refreshSupport": true},
        "diagnostics": {"refreshSupport": true},
    });
    able
}

async fn answer(client: &mut Client, method: &str, result: Value) {
    let request = client.hear(method).await;
    client.reply(&request, result).await;
}

#[tokio::test]
async fn who_wants_to_be_asked_for_settings_is_asked() {
    let folder = Folder::new();
    let uri = folder.uri("a.md");
    let mut client = folder.client(able()).await;
    let asked = client.hear("workspace/configuration").await;
    assert_eq!(asked["params"]["items"], json!([{"section": "policy-ls"}]));
    let registered = client.hear("client/registerCapability").await;
    let registration = &registered["params"]["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeConfiguration");
    client.reply(&registered, Value::Null).await;
    client.open(&uri, 1, DRAFT).await;
    assert_eq!(hints(&mut client, &uri).await, 1);
    client.reply(&asked, json!([{"inlayHints": false}])).await;
    answer(&mut client, "workspace/inlayHint/refresh", Value::Null).await;
    assert_eq!(hints(&mut client, &uri).await, 0);
    // Told that there is something new, and not what.
    let nothing = json!({"settings": null});
    client
        .notify("workspace/didChangeConfiguration", nothing)
        .await;
    let told = json!([{"inlayHints": true, "codeLens": false}]);
    answer(&mut client, "workspace/configuration", told).await;
    answer(&mut client, "workspace/inlayHint/refresh", Value::Null).await;
    answer(&mut client, "workspace/codeLens/refresh", Value::Null).await;
    assert_eq!(hints(&mut client, &uri).await, 1);
    client.finish().await;
}

#[tokio::test]
async fn what_is_shown_is_asked_for_anew_when_a_source_changed() {
    let folder = Folder::new();
    let (uri, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
    let on = json!({"semanticTokens": true});
    let (mut client, _) = folder.client_with(able(), on.clone()).await;
    answer(&mut client, "workspace/configuration", json!([on])).await;
    answer(&mut client, "client/registerCapability", Value::Null).await;
    client.open(&uri, 1, DRAFT).await;
    client.open(&source, 1, CHARTER).await;
    assert_eq!(hints(&mut client, &uri).await, 1);
    let other = CHARTER.replace("open to all", "closed to all");
    client.change(&source, 2, &[Change::Whole(&other)]).await;
    for what in ["diagnostic", "codeLens", "inlayHint", "semanticTokens"] {
        answer(
            &mut client,
            &format!("workspace/{what}/refresh"),
            Value::Null,
        )
        .await;
    }
    client.finish().await;
}

#[tokio::test]
async fn who_asks_for_nothing_and_knows_nothing_is_left_alone() {
    let folder = Folder::new();
    let uri = folder.uri("a.md");
    let mut client = folder.client(pulling("utf-16")).await;
    client.open(&uri, 1, DRAFT).await;
    for settings in [json!(null), json!({"policy-ls": {"inlayHints": false}})] {
        client
            .notify(
                "workspace/didChangeConfiguration",
                json!({"settings": settings}),
            )
            .await;
    }
    assert_eq!(hints(&mut client, &uri).await, 0);
    client.finish().await;
}
