//! The linter and the language server find the same: same codes, same places, same fingerprints, over all drafts.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::Workspace;

type Found = Vec<(String, String, String)>;

#[test]
fn command_line_and_editor_agree_over_all_drafts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "seeds/drafts",
        "tests/data/other",
        "tests/data/fields",
        "tests/data/held-out/fields",
    ];
    let mut drafts: Vec<_> = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect(folder))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    drafts.sort();
    let mut server = Server::start(root);
    let mut findings = 0;
    for draft in &drafts {
        let (checked, served) = (linted(root, draft), server.findings(draft));
        assert_eq!(checked, served, "{}", draft.display());
        findings += checked.len();
    }
    assert!(
        drafts.len() > 5 && findings > 15,
        "there is something to compare"
    );
}

/// A workspace with everything that decides what is found: sources, records, overrides, a baseline, comments.
#[test]
fn they_agree_where_settings_baselines_and_comments_decide() {
    let workspace = Workspace::new([
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"s\"]\nrecords = [\"r\"]\nbaseline = \"known.toml\"\n\
             [rules]\nquotation-straight = \"hint\"\n\
             [[overrides]]\npaths = [\"old\"]\nrules = { date-impossible = \"information\" }\n",
        ),
        (
            "s/treaty.md",
            "The Treaty of Xanadu was signed on 3 May 2001. \"We shall meet again in spring,\" they said.\n",
        ),
        (
            "r/r.toml",
            "format = 1\n[[agreement]]\nid = \"x\"\nname = \"Treaty of Xanadu\"\n",
        ),
        ("known.toml", "format = 1\n"),
        (
            "a.md",
            "# A 😀\n\nThe Treaty of Xanadu was signed on 3 May 2003. They met on 31 June 2001.\n",
        ),
        (
            "old/b.md",
            "They met on 31 June 2001. They said \"we shall meet again in autumn\" then.\n",
        ),
        (
            "c.md",
            "<!-- policy-ls: ignore date-impossible reason=\"so\" -->\nThey met on 31 June 2001.\n\n\
             They met on 30 February 2002.\r\n",
        ),
        ("d.txt", "The Treaty of Xanadu was signed on 3 May 2003.\n"),
    ]);
    let known = workspace.run(&["baseline", "create", "a.md", "--force"]);
    assert!(known.code < 2, "{}{}", known.out, known.err);
    let root = workspace.path().canonicalize().expect("it exists");
    let mut server = Server::start(&root);
    let mut findings = 0;
    for name in ["a.md", "old/b.md", "c.md", "d.txt"] {
        let draft = root.join(name);
        let (checked, served) = (linted(&root, &draft), server.findings(&draft));
        assert_eq!(checked, served, "{name}");
        findings += checked.len();
    }
    assert!(findings > 4, "{findings} findings");
}

fn sorted(mut found: Found) -> Found {
    found.sort();
    found
}

fn linted(root: &Path, draft: &Path) -> Found {
    let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args(["check", "--format", "json"])
        .arg(draft)
        .current_dir(root)
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let found = report["drafts"][0]["diagnostics"]
        .as_array()
        .expect("an array")
        .iter();
    sorted(
        found
            .map(|it| {
                (
                    word(&it["code"]),
                    it["range"].to_string(),
                    word(&it["fingerprint"]),
                )
            })
            .collect(),
    )
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The server over its standard streams, as an editor runs it.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
            .arg("serve")
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let (input, output) = (
            child.stdin.take().expect("a pipe"),
            child.stdout.take().expect("a pipe"),
        );
        let mut server = Self {
            child,
            input,
            output: BufReader::new(output),
        };
        // As the linter looks for a configuration in the directory that it is called in: the editor's folder.
        let folder = json!({ "uri": format!("file://{}", root.display()), "name": "root" });
        let params = json!({
            "capabilities": { "textDocument": { "publishDiagnostics": {} } },
            "workspaceFolders": [folder],
        });
        server.send(json!({ "id": 1, "method": "initialize", "params": params }));
        while server.receive()["id"] != 1 {}
        server.send(json!({ "method": "initialized", "params": {} }));
        server
    }

    fn findings(&mut self, draft: &Path) -> Found {
        let text = fs::read_to_string(draft).expect("it is text");
        let uri = format!("file://{}", draft.display());
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.send(
            json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        );
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
            {
                let found = message["params"]["diagnostics"]
                    .as_array()
                    .expect("an array")
                    .iter();
                return sorted(
                    found
                        .map(|it| {
                            (
                                word(&it["code"]),
                                it["range"].to_string(),
                                word(&it["data"]),
                            )
                        })
                        .collect(),
                );
            }
        }
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("written");
        self.input.flush().expect("written");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).expect("a header") > 0,
                "the server ended"
            );
            match line.trim().strip_prefix("Content-Length: ") {
                Some(number) => length = number.parse().expect("a number"),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("it is JSON")
    }
}
