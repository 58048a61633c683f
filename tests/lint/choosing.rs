//! Which drafts are checked, by which rules.

use std::fs;
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
    assert_eq!(paths(&[]), paths(&["."]));
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
fn only_what_may_be_a_draft_is_taken_from_standard_input() {
    let workspace = Workspace::new([
        ("policy-ls.toml", "sources = [\"s\"]\n"),
        ("s/a.md", "In 2001 they met.\n"),
    ]);
    for (arguments, code, out) in [
        (&["--stdin-filename", "zz.docx"][..], 2, ""),
        (&["--stdin-filename", "LICENSE", "--fix"], 2, ""),
        // A source is not checked, and comes back as it was.
        (&["--stdin-filename", "s/a.md", "--fix"], 0, BAD),
    ] {
        let mut command = workspace.command(&[&["check"], arguments].concat());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut pipe = child.stdin.take().expect("a pipe");
        // Nobody may be left to read it.
        let _ = pipe.write_all(BAD.as_bytes());
        drop(pipe);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        if arguments.contains(&"--fix") {
            assert_eq!(
                String::from_utf8_lossy(&output.stdout),
                out,
                "{arguments:?}"
            );
        }
    }
}

#[test]
fn named_files_may_be_left_out_as_in_their_directory() {
    let workspace = Workspace::new([
        (
            "policy-ls.toml",
            "sources = [\"s\"]\ndrafts = [\"briefs\"]\n",
        ),
        ("s/a.md", "In 2001 they met.\n"),
        ("briefs/a.md", BAD),
        ("briefs/old/b.md", BAD),
        ("notes.md", BAD),
        ("LICENSE", BAD),
        (".policy-ls-ignore", "old/\n"),
    ]);
    let run = workspace.run(&[
        "check",
        "--force-exclude",
        "--format",
        "concise",
        "--strict",
        "s/a.md",
        "briefs/a.md",
        "briefs/old/b.md",
        "notes.md",
        "LICENSE",
    ]);
    assert_eq!(
        run.expect(1, &["briefs/a.md:1:13"])
            .out
            .matches("31 June")
            .count(),
        1
    );
    workspace
        .run(&["check", "--force-exclude", "briefs/nosuch.md"])
        .expect(2, &["there is no such file"]);
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

pub fn git(workspace: &Workspace, arguments: &[&str]) {
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
    // A changed source concerns no draft that says nothing of it.
    workspace.write("sources/s.md", "In 2002 they met.\n");
    assert_eq!(found(&["--since", "HEAD"], &["new.md"]), 1);
    workspace
        .run(&["check", "--since", "no-such"])
        .expect(2, &["git diff"]);
    workspace
        .run(&["check", "--since=--output=x"])
        .expect(2, &["is no revision"]);
}

#[test]
fn drafts_that_a_changed_source_affects_and_only_these() {
    let source = "The Treaty of Xanadu was signed on 3 May 2001.\n";
    let workspace = Workspace::new([
        (
            "of-it.md",
            "The Treaty of Xanadu was signed on 3 May 2001.\n",
        ),
        (
            "wrong.md",
            "The Treaty of Xanadu was signed on 3 May 2003.\n",
        ),
        ("other.md", BAD),
        ("deep/quiet.md", "Nothing.\n"),
        ("sources/treaty.md", source),
        (
            "sources/other.md",
            "The Pact of Yarn was signed on 4 June 1990.\n",
        ),
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"sources\"]\nrecords = [\"records\"]\n",
        ),
        ("records/empty.toml", "format = 1\n"),
    ]);
    git(&workspace, &["init"]);
    git(&workspace, &["add", "."]);
    git(&workspace, &["commit", "-m", "one"]);
    let chosen = |how: &[&str]| {
        let mut all = vec!["check", "--format", "json"];
        all.extend(how);
        let run = workspace.run(&all);
        let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
        let names = report["drafts"].as_array().expect("an array").iter();
        let names = names.map(|it| it["path"].as_str().unwrap_or_default().to_owned());
        names.collect::<Vec<_>>()
    };
    let since = || chosen(&["--since", "HEAD"]);
    assert_eq!(since(), [""; 0]);
    // Words that no draft rests on.
    workspace.write(
        "sources/other.md",
        "The Pact of Yarn was signed on 5 June 1990.\n",
    );
    workspace.write("sources/treaty.md", format!("{source}\nMore of it.\n"));
    assert_eq!(since(), [""; 0]);
    // Words that one is judged by, and another rests on: both are judged otherwise.
    workspace.write("sources/treaty.md", source.replace("2001", "2002"));
    assert_eq!(since(), ["of-it.md", "wrong.md"]);
    git(&workspace, &["add", "sources"]);
    assert_eq!(chosen(&["--staged"]), ["of-it.md", "wrong.md"]);
    // A source that went, or was moved.
    workspace.write("sources/treaty.md", source);
    git(&workspace, &["add", "sources"]);
    fs::rename(
        workspace.path().join("sources/treaty.md"),
        workspace.path().join("treaty-aside"),
    )
    .expect("renamed");
    assert_eq!(since(), ["wrong.md"]);
    fs::rename(
        workspace.path().join("treaty-aside"),
        workspace.path().join("sources/treaty.md"),
    )
    .expect("renamed");
    assert_eq!(since(), [""; 0]);
    // A source that came; a record; a setting. Who sides with one of two that differ is told nothing, then as now.
    workspace.write("sources/new.md", source.replace("2001", "2000"));
    assert_eq!(since(), ["wrong.md"]);
    fs::remove_file(workspace.path().join("sources/new.md")).expect("removed");
    workspace.write(
        "records/empty.toml",
        "format = 1\n[[agreement]]\nid = \"x\"\nname = \"Treaty of Xanadu\"\n[[agreement.date]]\n\
         kind = \"signed\"\nvalue = \"2003-05-03\"\n",
    );
    assert_eq!(since(), ["wrong.md"]);
    workspace.write("records/empty.toml", "format = 1\n");
    let settings = "format = 1\nsources = [\"sources\"]\nrecords = [\"records\"]\n";
    let off = format!("{settings}[rules]\ndate-impossible = \"off\"\n");
    workspace.write("policy-ls.toml", off);
    assert_eq!(since(), ["other.md"]);
    // A configuration of its own for some drafts.
    workspace.write("policy-ls.toml", settings);
    workspace.write("deep/policy-ls.toml", "format = 1\n");
    assert_eq!(since(), ["deep/quiet.md"]);
}
