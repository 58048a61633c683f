//! Sessions recorded from real editors, played again: every request is answered, and none with an error that the editor
//! did not bring about itself. `ROOT` in a recording stands for a folder with the seed drafts.

mod harness;

use std::path::Path;
use std::time::Duration;

use harness::{Client, at};
use lsp::{End, Parts};
use serde_json::{Value, json};

fn recordings() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
    let files = std::fs::read_dir(folder).expect("the recordings");
    let mut files: Vec<_> = files.map(|it| it.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[tokio::test]
async fn recorded_sessions_are_answered() {
    for recording in recordings() {
        let root = tempfile::tempdir().expect("a directory");
        let root = root.path().canonicalize().expect("it exists");
        std::fs::create_dir_all(root.join(".git")).expect("made");
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/drafts");
        for file in std::fs::read_dir(seeds).expect("the seed drafts") {
            let file = file.expect("a draft");
            std::fs::copy(file.path(), root.join(file.file_name())).expect("copied");
        }
        let text = std::fs::read_to_string(&recording).expect("a recording");
        let text = text.replace("ROOT", &root.display().to_string());
        let mut client = Client::connect(Parts {
            hold: Duration::ZERO,
            ..Parts::default()
        });
        let mut asked = Vec::new();
        let mut cancelled = Vec::new();
        for line in text.lines() {
            let message: Value = serde_json::from_str(line).expect("a message");
            let method = message["method"]
                .as_str()
                .expect("only what the editor asks is kept");
            if method == "$/cancelRequest" {
                cancelled.push(message["params"]["id"].clone());
            }
            if matches!(method, "shutdown" | "exit") {
                continue;
            }
            client.send_body(&message.to_string()).await;
            if let Some(id) = message.get("id") {
                asked.push((id.clone(), method.to_owned()));
            }
        }
        assert!(asked.len() > 5, "{}", recording.display());
        for (id, method) in asked {
            let answer = client.answer(&id).await;
            let error = answer.get("error");
            let excused = error.is_none() || cancelled.contains(&id);
            assert!(excused, "{}: {method}: {answer}", recording.display());
        }
        client.let_talk();
        let uri = format!("file://{}/none.md", root.display());
        assert_eq!(
            client.ask("textDocument/hover", at(&uri, 0, 0)).await,
            json!(null)
        );
        assert_eq!(client.finish().await, End::Orderly);
    }
}
