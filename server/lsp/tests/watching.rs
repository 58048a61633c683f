//! Files that change on disk are noticed where the client watches none for us, and only there.

mod harness;

use harness::Client;
use harness::real::{CHARTER, ENCODINGS, Folder, pulling};
use serde_json::json;

const DRAFT: &str = "# A\n\nThe Charter of the River Commission was signed on 12 May 1998.\n";

/// A folder whose source alone says when the charter was signed.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("records/river.toml", "format = 1\n");
    folder
}

/// Waits until that many findings stand in the draft.
async fn until(client: &mut Client, uri: &str, version: Option<i64>, count: usize) {
    while client.published(uri, version).await.len() != count {}
}

#[tokio::test]
async fn sources_records_and_settings_are_watched() {
    let folder = folder();
    let uri = folder.uri("a.md");
    let mut client = folder.client(json!({})).await;
    client.open(&uri, 1, DRAFT).await;
    until(&mut client, &uri, Some(1), 0).await;
    folder.write("sources/charter.md", &CHARTER.replace("1998", "1999"));
    until(&mut client, &uri, Some(1), 1).await;
    std::fs::remove_file(folder.path("sources/charter.md")).unwrap();
    until(&mut client, &uri, Some(1), 0).await;
    // A directory that was not there before, by rename, as some tools write.
    folder.write("aside.md", &CHARTER.replace("1998", "1997"));
    std::fs::create_dir(folder.path("sources/new")).unwrap();
    std::fs::rename(folder.path("aside.md"), folder.path("sources/new/c.md")).unwrap();
    until(&mut client, &uri, Some(1), 1).await;
    let settings = std::fs::read_to_string(folder.path("policy-ls.toml")).unwrap();
    let off = format!("{settings}[rules]\ndate-conflict = \"off\"\n");
    folder.write("policy-ls.toml", &off);
    until(&mut client, &uri, Some(1), 0).await;
    client.let_talk();
    client.finish().await;
}

#[tokio::test]
async fn drafts_that_are_not_open_are_watched() {
    let folder = folder();
    let uri = folder.write("deep/a.md", &DRAFT.replace("1998", "1999"));
    let mut client = folder.client(json!({})).await;
    until(&mut client, &uri, None, 1).await;
    folder.write("deep/a.md", DRAFT);
    until(&mut client, &uri, None, 0).await;
    client.finish().await;
}

#[tokio::test]
async fn a_client_that_watches_is_asked_to_and_pulls_anew_when_it_tells() {
    for encoding in ENCODINGS {
        let folder = folder();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["workspace"] = json!({
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
        });
        let mut client = folder.client(able).await;
        let asked = client.hear("client/registerCapability").await;
        let registration = &asked["params"]["registrations"][0];
        assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
        client.reply(&asked, json!(null)).await;
        client.open(&uri, 1, DRAFT).await;
        let before = harness::pull(&mut client, &uri, None).await;
        assert_eq!(before["items"], json!([]));
        // Nothing but the client's word counts.
        let source = folder.write("sources/charter.md", &CHARTER.replace("1998", "1999"));
        let changed = json!({"changes": [{"uri": source, "type": 2}]});
        client
            .notify("workspace/didChangeWatchedFiles", changed)
            .await;
        let refresh = client.hear("workspace/diagnostic/refresh").await;
        client.reply(&refresh, json!(null)).await;
        let after = harness::pull(&mut client, &uri, None).await;
        assert_eq!(after["items"].as_array().unwrap().len(), 1);
        client.finish().await;
    }
}
