//! "Add to records": what the sources name gets a record, in the records file or in a new one.

mod harness;

use harness::real::{ENCODINGS, Folder, place_of, pulling};
use harness::{Client, at};
use serde_json::{Value, json};

const SOURCE: &str = "The Harbour Convention (HC) was signed by Norland on 14 May 1991.\n";
const DRAFT: &str = "😀 The HC was signed in 1991. The River Commission was not there.\n";

fn able(operations: bool, encoding: &str) -> Value {
    let mut able = pulling(encoding);
    able["textDocument"]["codeAction"] =
        json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}});
    if operations {
        able["workspace"]["workspaceEdit"] =
            json!({"documentChanges": true, "resourceOperations": ["create"]});
    }
    able
}

async fn offered(client: &mut Client, uri: &str, words: &str, encoding: &str) -> Option<Value> {
    let place = place_of(DRAFT, words, encoding);
    let mut params = at(uri, place.0, place.1);
    params["range"] = harness::range(place, place);
    params["context"] = json!({"diagnostics": [], "only": ["quickfix"]});
    let actions = client.ask("textDocument/codeAction", params).await;
    let added = |it: &&Value| it["title"].as_str().unwrap().starts_with("Add to records");
    actions.as_array()?.iter().find(added).cloned()
}

#[tokio::test]
async fn a_record_is_added_to_the_file_that_is_there() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("sources/minutes.txt", SOURCE);
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(false, encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let action = offered(&mut client, &uri, "HC", encoding)
            .await
            .expect("offered");
        assert_eq!(action["title"], "Add to records: Harbour Convention");
        let edit = &action["edit"]["changes"][folder.uri("records/river.toml")][0];
        let lines = harness::real::RECORDS.matches('\n').count();
        assert_eq!(
            edit["range"]["start"],
            json!({"line": lines, "character": 0})
        );
        let text = edit["newText"].as_str().expect("text");
        for part in [
            "# sources/minutes.txt, paragraph 1: The Harbour Convention (HC) was signed",
            "[[agreement]]\nid = \"harbour-convention\"\nname = \"Harbour Convention\"\n",
            "acronyms = [\"HC\"]",
            "source = \"minutes\"\nat = [1]\n",
        ] {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
        library::records::Records::parse("a", &format!("{}{text}", harness::real::RECORDS))
            .expect("a records file");
        // What has a record is not offered.
        assert_eq!(
            offered(&mut client, &uri, "River Commission", encoding).await,
            None
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn a_records_file_is_made_where_the_client_can() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("sources/minutes.txt", SOURCE);
        folder.write("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n");
        std::fs::remove_dir_all(folder.path("records")).expect("removed");
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(true, encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let action = offered(&mut client, &uri, "HC", encoding)
            .await
            .expect("offered");
        let changes = &action["edit"]["documentChanges"];
        assert_eq!(changes[0]["kind"], "create");
        assert_eq!(changes[0]["uri"], folder.uri("records/added.toml"));
        let text = changes[1]["edits"][0]["newText"].as_str().expect("text");
        library::records::Records::parse("a", text).expect("a records file");
        assert_eq!(
            changes[2]["textDocument"]["uri"],
            folder.uri("policy-ls.toml")
        );
        assert_eq!(
            changes[2]["edits"][0]["newText"],
            "records = [\"records\"]\n"
        );
        client.finish().await;
        // Who cannot make files is offered nothing.
        let mut client = folder.client(able(false, encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        assert_eq!(offered(&mut client, &uri, "HC", encoding).await, None);
        client.finish().await;
    }
}
