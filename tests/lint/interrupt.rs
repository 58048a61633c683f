//! Ctrl-C: whatever was being done, a file is there as it was or as it will be, never half of it, and nothing lies beside it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::Workspace;

/// Runs until a line on standard error says so, then interrupts; until the end if it never does.
fn interrupted(workspace: &Workspace, arguments: &[&str], line: &str) {
    let mut command = workspace.command(arguments);
    let command = command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let told = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    for told in told.map_while(Result::ok) {
        if told.contains(line) {
            let id = child.id().to_string();
            let _ = Command::new("kill").args(["-INT", &id]).status();
        }
    }
    child.wait().expect("it ends");
}

#[test]
fn no_half_written_file_is_left() {
    let workspace = Workspace::new([]);
    let bad = "They met on 31 June 2001, and \"so\" on.\n".repeat(20);
    let rules = "format = 1\n[rules]\nquotation-straight = \"warning\"\n";
    workspace.write("policy-ls.toml", rules);
    let whole = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    for line in [
        "drafts found",
        "drafts read",
        "drafts checked",
        "findings kept",
        "results written",
    ] {
        for number in 0..60 {
            workspace.write(&format!("drafts/{number}.md"), &bad);
        }
        workspace.write("out.json", "{\"old\": true}");
        let arguments = [
            "check",
            "drafts",
            "--fix",
            "--verbose",
            "--output",
            "json=out.json",
            "--output",
            "html=out.html",
        ];
        interrupted(&workspace, &arguments, line);
        let out = fs::read_to_string(workspace.path().join("out.json")).expect("it is there");
        assert!(whole(&out), "{line}: {out}");
        if let Ok(page) = fs::read_to_string(workspace.path().join("out.html")) {
            assert!(page.trim_end().ends_with("</html>"), "{line}");
            fs::remove_file(workspace.path().join("out.html")).expect("removed");
        }
        for folder in ["", "drafts"] {
            for entry in fs::read_dir(workspace.path().join(folder)).expect("it is there") {
                let path = entry.expect("an entry").path();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                assert!(!name.ends_with(".tmp"), "{line}: {name}");
                if folder == "drafts" {
                    let text = fs::read_to_string(&path).expect("it is text");
                    let mended = bad.replace("\"so\"", "\u{201c}so\u{201d}");
                    assert!(text == bad || text == mended, "{line}: {name}: {text}");
                }
            }
        }
    }
}
