//! `--fix`: what is safe is mended, the rest of the file stays byte for byte, and no quoted word or date is touched.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::Workspace;

const IDLE: &str = "<!-- policy-ls: ignore date-impossible -->";

#[test]
fn safe_fixes_keep_the_byte_order_mark_and_the_line_endings() {
    let workspace = Workspace::new([]);
    let draft = format!("\u{FEFF}# Brief\r\n\r\n{IDLE}\r\nNothing – “at all”.\r\n");
    workspace.write("a.md", &draft);
    workspace
        .run(&["check", "a.md", "--fix"])
        .expect(0, &["1 edits were made in 1 drafts"]);
    let after = fs::read_to_string(workspace.path().join("a.md")).expect("it is there");
    assert_eq!(after, "\u{FEFF}# Brief\r\n\r\nNothing – “at all”.\r\n");
    // Once more changes nothing.
    workspace.run(&["check", "a.md", "--fix"]).expect(0, &[]);
    assert_eq!(
        fs::read_to_string(workspace.path().join("a.md")).expect("it is there"),
        after
    );
}

#[test]
fn a_diff_changes_nothing() {
    let workspace = Workspace::new([]);
    let draft = format!("One.\n\n{IDLE}\nNothing.\n");
    workspace.write("a.md", &draft);
    let run = workspace.run(&["check", "a.md", "--diff"]);
    run.expect(
        1,
        &[
            "--- a/a.md",
            "+++ b/a.md",
            &format!("-{IDLE}"),
            "would be made",
        ],
    );
    assert_eq!(
        fs::read_to_string(workspace.path().join("a.md")).expect("it is there"),
        draft
    );
}

#[test]
fn dates_are_mended_one_at_a_time() {
    let workspace = Workspace::new([]);
    let draft = "The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.\n";
    workspace.write("a.md", draft);
    workspace
        .run(&["check", "a.md", "--fix", "--unsafe-fixes"])
        .expect(1, &["date-conflict"]);
    let read = || fs::read_to_string(workspace.path().join("a.md")).expect("it is there");
    assert_eq!(read(), draft);
    let run = workspace.run(&["check", "a.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let print = report["drafts"][0]["diagnostics"][0]["fingerprint"]
        .as_str()
        .expect("a fingerprint");
    workspace
        .run(&["check", "a.md", "--fix-only", print])
        .expect(0, &["1 edits were made"]);
    assert_eq!(read(), draft.replace("2002", "2001"));
}

#[test]
fn standard_input_comes_back_mended() {
    let workspace = Workspace::new([]);
    for (text, mended) in [
        (format!("{IDLE}\nNothing.\n"), "Nothing.\n"),
        ("As it was.\r\n".into(), "As it was.\r\n"),
    ] {
        let mut command = workspace.command(&["check", "--stdin-filename", "a.md", "--fix"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(text.as_bytes())
            .expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stdout), mended);
    }
}

#[cfg(unix)]
#[test]
fn a_draft_that_cannot_be_written_is_told_and_the_others_are_mended() {
    let workspace = Workspace::new([]);
    let draft = format!("{IDLE}\nNothing.\n");
    workspace.write("a.md", &draft);
    workspace.write("latin.md", b"caf\xE9\n");
    workspace
        .run(&["check", ".", "--fix"])
        .expect(0, &["latin.md: problem", "1 edits were made"]);
    assert_eq!(
        fs::read(workspace.path().join("latin.md")).expect("it is there"),
        b"caf\xE9\n"
    );
}

#[test]
fn a_fix_that_is_not_there_is_told() {
    let workspace = Workspace::new([("a.md", "They met on 31 June 2001.\n")]);
    workspace
        .run(&["check", "a.md", "--fix-only", "0123456789abcdef"])
        .expect(
            2,
            &["there is no finding `0123456789abcdef`", "--format json"],
        );
    let run = workspace.run(&["check", "a.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let print = report["drafts"][0]["diagnostics"][0]["fingerprint"].clone();
    let print = print.as_str().expect("it has one");
    workspace
        .run(&["check", "a.md", "--fix-only", print])
        .expect(2, &["has no fix"]);
    let near = format!(
        "{}{}",
        &print[..15],
        if print.ends_with('0') { '1' } else { '0' }
    );
    workspace
        .run(&["check", "a.md", "--fix-only", &near])
        .expect(2, &[&format!("did you mean `{print}`?")]);
}

#[test]
fn a_diff_says_what_could_not_be_read() {
    let workspace = Workspace::new([]);
    workspace.write("l1.md", b"caf\xE9\n");
    workspace
        .run(&["check", "l1.md", "--diff"])
        .expect(2, &["l1.md", "is not UTF-8"]);
}

#[cfg(unix)]
#[test]
fn one_file_by_two_names_is_one_draft() {
    let workspace = Workspace::new([("i/h.md", "They met on 31 June 2001.\n")]);
    std::os::unix::fs::symlink("i/h.md", workspace.path().join("link.md")).expect("linked");
    let run = workspace.run(&[
        "check",
        "i/h.md",
        "i/../i/h.md",
        "link.md",
        "--format",
        "concise",
    ]);
    run.expect(1, &[]);
    assert_eq!(run.out.matches("31 June").count(), 1, "{}", run.out);
}
