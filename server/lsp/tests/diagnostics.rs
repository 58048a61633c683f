//! Diagnostics of whole workspaces, pulled and pushed; roots, folders and settings that come and go.

mod harness;

use std::sync::Arc;

use harness::fake::{Fake, parts};
use harness::real::{CHARTER, ENCODINGS, Folder, pulling};
use harness::{Change, Client, pull};
use lsp::Parts;
use serde_json::{Value, json};

const WRONG: &str = "# A\n\nThe Charter of the River Commission was signed on 12 May 1999.\n";
const RIGHT: &str = "# B\n\nThe Charter of the River Commission was signed on 12 May 1998.\n";

fn report<'a>(reports: &'a Value, uri: &str) -> &'a Value {
    let items = reports["items"].as_array().unwrap();
    let found = items.iter().find(|it| it["uri"] == uri);
    found.unwrap_or_else(|| panic!("no report of {uri}: {reports:#}"))
}

#[tokio::test]
async fn all_drafts_are_reported_open_or_not() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let (a, b) = (
            folder.write("a.md", RIGHT),
            folder.write("deep/b.md", WRONG),
        );
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&a, 7, WRONG).await;
        let params = json!({"previousResultIds": []});
        let reports = client.ask("workspace/diagnostic", params).await;
        // Sources get none.
        assert_eq!(reports["items"].as_array().unwrap().len(), 2);
        let open = report(&reports, &a);
        assert_eq!(
            (&open["kind"], &open["version"]),
            (&json!("full"), &json!(7))
        );
        assert_eq!(open["items"].as_array().unwrap().len(), 1);
        let closed = report(&reports, &b);
        assert_eq!(closed["version"], Value::Null);
        assert_eq!(closed["items"][0]["code"], "date-conflict");
        // What the client has is not sent again; what changed is.
        let ids: Vec<_> = [open, closed]
            .iter()
            .map(|it| json!({"uri": it["uri"], "value": it["resultId"]}))
            .collect();
        folder.write("deep/b.md", &format!("{RIGHT}\n"));
        let params = json!({"previousResultIds": ids});
        let reports = client.ask("workspace/diagnostic", params).await;
        assert_eq!(report(&reports, &a)["kind"], "unchanged");
        assert_eq!(report(&reports, &b)["kind"], "full");
        assert_eq!(report(&reports, &b)["items"], json!([]));
        client.finish().await;
    }
}

#[tokio::test]
async fn a_source_brings_the_reports_of_the_drafts_that_rest_on_it() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let (a, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let mut able = pulling(encoding);
        able["textDocument"]["diagnostic"] = json!({"relatedDocumentSupport": true});
        let mut client = folder.client(able).await;
        client.open(&a, 1, WRONG).await;
        client.open(&source, 1, CHARTER).await;
        let params = json!({"textDocument": {"uri": source}});
        let full = client.ask("textDocument/diagnostic", params).await;
        assert_eq!(full["items"], json!([]));
        assert_eq!(
            full["relatedDocuments"][&a]["items"][0]["code"],
            "date-conflict"
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn findings_lead_to_the_page_of_their_rule() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["textDocument"]["publishDiagnostics"] = json!({"codeDescriptionSupport": true});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, WRONG).await;
        let params = json!({"textDocument": {"uri": uri}});
        let full = client.ask("textDocument/diagnostic", params).await;
        let page = full["items"][0]["codeDescription"]["href"]
            .as_str()
            .unwrap();
        assert!(page.ends_with("/docs/rules.md#date-conflict"), "{page}");
        assert!(full["items"][0]["data"].is_string());
        client.finish().await;
    }
}

#[tokio::test]
async fn what_may_be_taken_away_is_tagged_where_tags_are_shown() {
    let text = "<!-- policy-ls: ignore date-impossible reason=\"so\" -->\nNothing is wrong here.\n";
    for (support, tags) in [
        (json!({"valueSet": [1, 2]}), json!([1])),
        (json!({"valueSet": [2]}), Value::Null),
        (Value::Null, Value::Null),
    ] {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling("utf-16");
        able["textDocument"]["publishDiagnostics"] = json!({"tagSupport": support});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, text).await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"][0]["code"], "suppression-unused", "{found:#}");
        assert_eq!(found["items"][0]["tags"], tags, "{support}");
        // What is wrong is not unnecessary.
        client.change(&uri, 2, &[Change::Whole(WRONG)]).await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"][0]["code"], "date-conflict");
        assert_eq!(found["items"][0].get("tags"), None);
        client.finish().await;
    }
}

#[tokio::test]
async fn unopened_drafts_are_pushed_and_follow_the_disk_again_when_closed() {
    let folder = Folder::new();
    let (a, b) = (folder.write("a.md", RIGHT), folder.write("b.md", WRONG));
    let mut client = folder.client(json!({})).await;
    let found = client.published(&b, None).await;
    assert_eq!(found[0]["code"], "date-conflict");
    client.open(&a, 1, WRONG).await;
    assert_eq!(client.published(&a, Some(1)).await.len(), 1);
    // Not saved: what lies on disk holds again.
    client.close(&a).await;
    assert_eq!(client.published(&a, None).await.len(), 0);
    client.open(&b, 1, RIGHT).await;
    assert_eq!(client.published(&b, Some(1)).await.len(), 0);
    client.close(&b).await;
    while client.published(&b, None).await.is_empty() {}
    client.finish().await;
}

#[tokio::test]
async fn several_roots_each_with_its_own_library() {
    for encoding in ENCODINGS {
        let (one, two) = (Folder::new(), Folder::new());
        two.write("sources/charter.md", &CHARTER.replace("1998", "1999"));
        two.write("records/river.toml", "format = 1\n");
        let (a, b) = (one.uri("a.md"), two.uri("b.md"));
        let mut client = one.client(pulling(encoding)).await;
        client.open(&a, 1, WRONG).await;
        client.open(&b, 1, WRONG).await;
        let count = async |client: &mut harness::Client, uri: &str| {
            let params = json!({"textDocument": {"uri": uri}});
            let full = client.ask("textDocument/diagnostic", params).await;
            full["items"].as_array().unwrap().len()
        };
        assert_eq!(
            (count(&mut client, &a).await, count(&mut client, &b).await),
            (1, 0)
        );
        // Only the first root is open; the second joins, then the first goes.
        let params = json!({"previousResultIds": []});
        two.write("c.md", RIGHT);
        let folder =
            |folder: &Folder| json!({"uri": folder.uri("").trim_end_matches('/'), "name": "river"});
        let event = json!({"event": {"added": [folder(&two)], "removed": []}});
        client
            .notify("workspace/didChangeWorkspaceFolders", event)
            .await;
        let reports = client.ask("workspace/diagnostic", params.clone()).await;
        report(&reports, &two.uri("c.md"));
        let event = json!({"event": {"added": [], "removed": [folder(&one)]}});
        client
            .notify("workspace/didChangeWorkspaceFolders", event)
            .await;
        one.write("d.md", WRONG);
        let view = client.ask("policy-ls/library", json!({})).await;
        assert_eq!(view["root"], json!(two.uri("").trim_end_matches('/')));
        client.finish().await;
    }
}

#[tokio::test]
async fn a_configuration_below_has_drafts_and_a_library_of_its_own() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write(
            "old/policy-ls.toml",
            "format = 1\nsources = [\"sources\"]\nbuiltin = false\n",
        );
        folder.write("old/sources/charter.md", &CHARTER.replace("1998", "1999"));
        let (a, b) = (folder.write("a.md", WRONG), folder.write("old/b.md", WRONG));
        let mut client = folder.client(pulling(encoding)).await;
        let params = json!({"previousResultIds": []});
        let reports = client.ask("workspace/diagnostic", params).await;
        // Each draft once, and what is a source there is no draft here.
        assert_eq!(reports["items"].as_array().unwrap().len(), 2, "{reports:#}");
        assert_eq!(report(&reports, &a)["items"].as_array().unwrap().len(), 1);
        assert_eq!(report(&reports, &b)["items"], json!([]));
        client.finish().await;
    }
    // The same where findings are pushed: what both say is wrong is told once for each.
    let folder = Folder::new();
    folder.write(
        "old/policy-ls.toml",
        "format = 1\nsources = [\"sources\"]\nbuiltin = false\n",
    );
    folder.write("old/sources/charter.md", &CHARTER.replace("1998", "1999"));
    let (a, b) = (folder.write("a.md", WRONG), folder.write("old/b.md", RIGHT));
    let mut client = folder.client(json!({})).await;
    let (first, second) = (
        client.published(&a, None).await,
        client.published(&b, None).await,
    );
    assert!(first[0]["message"].as_str().unwrap().contains("1998"));
    assert!(second[0]["message"].as_str().unwrap().contains("1999"));
    client.finish().await;
}

#[tokio::test]
async fn a_draft_is_judged_alike_whether_it_is_open_or_not() {
    // No folder is open: what bounds the search for a configuration is the draft's own directory.
    let folder = Folder::new();
    let (a, b) = (folder.write("a.md", WRONG), folder.write("old/b.md", WRONG));
    let mut client = Client::start(Parts::default(), pulling("utf-16")).await;
    client.open(&a, 1, WRONG).await;
    let found = pull(&mut client, &a, None).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let params = json!({"previousResultIds": []});
    let reports = client.ask("workspace/diagnostic", params).await;
    let reported = reports["items"].as_array().unwrap().iter();
    let reported: Vec<_> = reported.map(|it| &it["uri"]).collect();
    assert_eq!(reported, [&json!(a)]);
    client.open(&b, 1, WRONG).await;
    let found = pull(&mut client, &b, None).await;
    assert_eq!(found["items"], json!([]));
    client.finish().await;
}

#[tokio::test]
async fn findings_go_with_their_folder_and_with_their_configuration() {
    let (one, two) = (Folder::new(), Folder::new());
    let (a, b) = (one.write("a.md", WRONG), two.write("b.md", WRONG));
    let mut client = one.client(json!({})).await;
    assert_eq!(client.published(&a, None).await.len(), 1);
    let folder =
        |folder: &Folder| json!({"uri": folder.uri("").trim_end_matches('/'), "name": "river"});
    let method = "workspace/didChangeWorkspaceFolders";
    let event = json!({"event": {"added": [folder(&two)], "removed": []}});
    client.notify(method, event).await;
    // Nothing there is open, and yet it is read.
    assert_eq!(client.published(&b, None).await.len(), 1);
    let event = json!({"event": {"added": [], "removed": [folder(&one)]}});
    client.notify(method, event).await;
    while !client.published(&a, None).await.is_empty() {}
    let settings = two.path("policy-ls.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let excluding = text.replace("builtin", "drafts = [\"briefs/**\"]\nbuiltin");
    std::fs::write(&settings, excluding).unwrap();
    let event = json!({"changes": [{"uri": two.uri("policy-ls.toml"), "type": 2}]});
    client
        .notify("workspace/didChangeWatchedFiles", event)
        .await;
    while !client.published(&b, None).await.is_empty() {}
    client.finish().await;
}

#[tokio::test]
async fn a_client_that_asks_is_told_of_the_sentence_being_typed_after_a_pause() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, RIGHT).await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"], json!([]));
        let (line, column) = harness::real::place_of(RIGHT, "1998", encoding);
        let change = [Change::At((line, column + 3), (line, column + 4), "9")];
        client.change(&uri, 2, &change).await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"], json!([]));
        let told = client.hear("workspace/diagnostic/refresh").await;
        client.reply(&told, Value::Null).await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"][0]["code"], "date-conflict");
        // It stays while the sentence is typed on.
        client
            .change(
                &uri,
                3,
                &[Change::At((line, column), (line, column), "in ")],
            )
            .await;
        let found = pull(&mut client, &uri, None).await;
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        client.finish().await;
    }
}

#[tokio::test]
async fn a_buffer_that_was_never_saved_is_checked_too() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let mut client = folder.client(pulling(encoding)).await;
        let uri = "untitled:Untitled-1";
        client.open(uri, 1, WRONG).await;
        let params = json!({"textDocument": {"uri": uri}});
        let full = client.ask("textDocument/diagnostic", params.clone()).await;
        assert_eq!(full["items"].as_array().unwrap().len(), 1, "{full:#}");
        client.change(uri, 2, &[Change::Whole(RIGHT)]).await;
        let full = client.ask("textDocument/diagnostic", params).await;
        assert_eq!(full["items"], json!([]));
        client.finish().await;
    }
}

#[tokio::test]
async fn a_changed_setting_is_taken_up() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["textDocument"]["inlayHint"] = json!({});
        let mut client = folder.client(able).await;
        client
            .open(
                &uri,
                1,
                "It \"shall keep the river open to all who live by it\".\n",
            )
            .await;
        let mut params = json!({"textDocument": {"uri": uri}});
        params["range"] = harness::range((0, 0), (9, 0));
        let hints = client.ask("textDocument/inlayHint", params.clone()).await;
        assert_eq!(hints.as_array().unwrap().len(), 1);
        let settings = json!({"settings": {"policy-ls": {"inlayHints": false}}});
        client
            .notify("workspace/didChangeConfiguration", settings)
            .await;
        assert_eq!(
            client.ask("textDocument/inlayHint", params).await,
            Value::Null
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn reading_is_shown_as_progress_where_it_can_be() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let mut able = pulling(encoding);
        able["window"] = json!({"workDoneProgress": true});
        let mut client = folder.client(able).await;
        let create = client.hear("window/workDoneProgress/create").await;
        client.reply(&create, Value::Null).await;
        let token = &create["params"]["token"];
        for kind in ["begin", "report", "end"] {
            let told = client.hear("$/progress").await;
            assert_eq!(&told["params"]["token"], token);
            let value = &told["params"]["value"];
            assert_eq!(value["kind"], kind);
            if kind == "report" {
                assert_eq!(value["message"], "sources: 1 of 1");
                assert_eq!(value["percentage"], 100);
            }
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn reading_is_stopped_when_somebody_does_not_wait_and_goes_on_when_asked() {
    for encoding in ENCODINGS {
        let fake = Fake::new();
        *fake.endless.lock().unwrap() = true;
        let mut able = pulling(encoding);
        able["window"] = json!({"workDoneProgress": true});
        able["experimental"] = json!({"policyLsStatus": true});
        let mut client = Client::start(parts(&fake), able).await;
        client.open("file:///w/a.md", 1, "BAD").await;
        let create = client.hear("window/workDoneProgress/create").await;
        client.reply(&create, Value::Null).await;
        let begun = client.hear("$/progress").await;
        assert_eq!(begun["params"]["value"]["cancellable"], true);
        // What is not going on is passed over.
        for token in [json!("other"), begun["params"]["token"].clone()] {
            let params = json!({"token": token});
            client
                .notify("window/workDoneProgress/cancel", params)
                .await;
        }
        let end = client.hear("$/progress").await;
        let word = end["params"]["value"]["message"].as_str().unwrap();
        assert!(word.contains("stopped") && word.contains("policy-ls.server.reindex"));
        // What was read by then is there.
        let found = pull(&mut client, "file:///w/a.md", None).await;
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
        *fake.endless.lock().unwrap() = false;
        let params = json!({"command": "policy-ls.server.reindex"});
        client.ask("workspace/executeCommand", params).await;
        pull(&mut client, "file:///w/a.md", None).await;
        fake.until(|fake| *fake.loads.lock().unwrap() == 2).await;
        let mut states = Vec::new();
        while states.len() < 4 {
            let told = client.hear("policy-ls/status").await;
            let told = &told["params"];
            states.push((told["state"].clone(), told.get("message").is_some()));
        }
        let ready = |stopped: bool| [(json!("indexing"), false), (json!("ready"), stopped)];
        assert_eq!(states, [ready(true), ready(false)].concat());
        client.let_talk();
        client.finish().await;
    }
}

#[tokio::test]
async fn nobody_reads_on_for_a_question_about_all_drafts_that_was_taken_back() {
    for method in [
        "workspace/diagnostic",
        "workspace/symbol",
        "workspace/willRenameFiles",
    ] {
        let folder = Folder::new();
        folder.write("a.md", "WAIT one\n");
        folder.write("b.md", "WAIT two\n");
        let fake = Fake::new();
        let mut client = Client::connect(Parts {
            world: Arc::new(lsp::world::Disk::default()),
            ..parts(&fake)
        });
        let root = json!({"uri": folder.uri("").trim_end_matches('/'), "name": "river"});
        let params = json!({
            "processId": null, "rootUri": null, "workspaceFolders": [root],
            "capabilities": pulling("utf-16"),
        });
        client.ask("initialize", params).await;
        client.notify("initialized", json!({})).await;
        // The workspace is read before anybody asks for all that lies in it.
        client.ask("policy-ls/library", json!({})).await;
        let params = json!({"previousResultIds": [], "query": "one", "files": []});
        let id = client.request(method, params).await;
        fake.until(|fake| !fake.begun.lock().unwrap().is_empty())
            .await;
        client.notify("$/cancelRequest", json!({"id": id})).await;
        assert_eq!(client.answer(&id).await["error"]["code"], -32800);
        fake.until(|fake| {
            let begun = fake.begun.lock().unwrap().len();
            begun == fake.cancelled.lock().unwrap().len()
        })
        .await;
        client.finish().await;
    }
}
