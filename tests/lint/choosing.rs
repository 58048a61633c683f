//! Which drafts are checked, by which rules.

use std::io::Write;
use std::process::{Command, Stdio};

use super::Workspace;

const BAD: &str = "They met on 31 June 2001.\n";

#[test]
fn globs_and_ignore_files() {
    let workspace = Workspace::new([
        ("a/one.md", BAD),
        ("a/b/two.md", BAD),
        ("three.md", BAD),
        ("a/note.txt", BAD),
    ]);
    let paths = |arguments: &[&str]| {
        let mut all = vec!["check"];
        all.extend(arguments);
        all.extend(["--format", "concise"]);
        let run = workspace.run(&all);
        let lines = run
            .out
            .lines()
            .map(|line| line.split(':').next().unwrap_or_default().to_owned());
        lines.collect::<Vec<_>>()
    };
    assert_eq!(paths(&["a/**/*.md"]), ["a/b/two.md", "a/one.md"]);
    assert_eq!(paths(&["./a/*.md", "three.md"]), ["a/one.md", "three.md"]);
    workspace.write(".policy-ls-ignore", "b/\nthree.md\n");
    assert_eq!(paths(&["."]), ["a/note.txt", "a/one.md"]);
    // Who names a draft wants it checked.
    assert_eq!(paths(&["three.md"]), ["three.md"]);
    workspace
        .run(&["check", "no/*.md"])
        .expect(2, &["there is no draft of such a name"]);
}

#[test]
fn rules_and_severities() {
    let workspace = Workspace::new([("a.md", BAD)]);
    workspace
        .run(&["check", ".", "--ignore", "date-*"])
        .expect(0, &[]);
    workspace
        .run(&["check", ".", "--select", "quotation-*"])
        .expect(0, &[]);
    workspace
        .run(&["check", ".", "--select", "date-impossible"])
        .expect(1, &["31 June"]);
    workspace
        .run(&["check", ".", "--ignore", "date-imposible"])
        .expect(2, &["did you mean `date-impossible`?"]);
    let config = "[rules]\ndate-impossible = \"information\"\n";
    workspace.write("policy-ls.toml", config);
    workspace
        .run(&["check", "."])
        .expect(0, &["information[date-impossible]"]);
    workspace
        .run(&["check", ".", "--deny", "date-impossible"])
        .expect(1, &["error[date-impossible]"]);
    workspace
        .run(&["check", ".", "--deny", "information"])
        .expect(1, &["information[date-impossible]"]);
    let run = workspace.run(&["check", ".", "--severity", "warning"]);
    assert!(!run.expect(0, &[]).out.contains("date-impossible"));
}

#[test]
fn overrides_hold_for_some_drafts() {
    let workspace = Workspace::new([("old/a.md", BAD), ("new/a.md", BAD)]);
    workspace.write(
        "policy-ls.toml",
        "[[overrides]]\npaths = [\"old/**\"]\nrules = { date-impossible = \"off\" }\n",
    );
    let run = workspace.run(&["check", ".", "--format", "concise"]);
    run.expect(1, &["new/a.md"]);
    assert!(!run.out.contains("old/a.md"));
    workspace.write(
        "policy-ls.toml",
        "[[overrides]]\npaths = [\"old\"]\nrules = { date-imposible = \"off\" }\n",
    );
    workspace
        .run(&["check", "."])
        .expect(2, &["policy-ls.toml:3: there is no rule `date-imposible`"]);
}

#[test]
fn standard_input_stands_at_a_path() {
    let workspace = Workspace::new([(
        "policy-ls.toml",
        "[[overrides]]\npaths = [\"old\"]\nrules = { date-impossible = \"off\" }\n",
    )]);
    for (path, code) in [("new/a.md", 1), ("old/a.md", 0)] {
        let mut command =
            workspace.command(&["check", "--stdin-filename", path, "--format", "concise"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(BAD.as_bytes())
            .expect("written");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{path}");
    }
}

fn git(workspace: &Workspace, arguments: &[&str]) {
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(workspace.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("git is there");
    assert!(status.success(), "git {arguments:?}");
}

#[test]
fn what_git_says_has_changed() {
    let workspace = Workspace::new([
        ("a b.md", BAD),
        ("é.md", "Nothing.\n"),
        ("sources/s.md", "In 2001 they met.\n"),
    ]);
    workspace.write("policy-ls.toml", "sources = [\"sources\"]\n");
    git(&workspace, &["init"]);
    git(&workspace, &["add", "."]);
    git(&workspace, &["commit", "-m", "one"]);
    let found = |arguments: &[&str], drafts: &[&str]| {
        let mut all = vec!["check", "--format", "json"];
        all.extend(arguments);
        let run = workspace.run(&all);
        let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
        let names = report["drafts"].as_array().expect("an array").iter();
        let names: Vec<&str> = names.filter_map(|it| it["path"].as_str()).collect();
        assert_eq!(names, drafts, "{arguments:?}");
        run.code
    };
    assert_eq!(found(&["--since", "HEAD"], &[]), 0);
    workspace.write("é.md", BAD);
    workspace.write("new.md", BAD);
    assert_eq!(found(&["--since", "HEAD"], &["new.md", "é.md"]), 1);
    // What the next commit holds is checked, not what lies in the directory.
    git(&workspace, &["add", "é.md"]);
    workspace.write("é.md", "Nothing.\n");
    assert_eq!(found(&["--staged"], &["é.md"]), 1);
    // A changed source may concern every draft.
    workspace.write("sources/s.md", "In 2002 they met.\n");
    assert_eq!(
        found(&["--since", "HEAD"], &["a b.md", "new.md", "é.md"]),
        1
    );
    workspace
        .run(&["check", "--since", "no-such"])
        .expect(2, &["git diff"]);
    workspace
        .run(&["check", "--since=--output=x"])
        .expect(2, &["is no revision"]);
}
