//! What the next commit holds is checked as the commit has it, and what git does not know is told.

use std::fs;

use super::Workspace;
use super::choosing::git;

const BAD: &str = "They met on 31 June 2001.\n";
const SOURCE: &str = "The Treaty of Xanadu was signed on 3 May 2001.\n";

fn repository<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Workspace {
    let workspace = Workspace::new(files);
    workspace.write(".gitignore", ".cache\n");
    git(&workspace, &["init"]);
    git(&workspace, &["add", "."]);
    git(&workspace, &["commit", "-m", "one"]);
    workspace
}

#[test]
fn a_draft_that_is_named_and_not_there_is_told() {
    let workspace = repository([("a.md", BAD)]);
    for how in [&["--since", "HEAD"][..], &["--staged"]] {
        let arguments = [&["check", "nosuch.md"], how].concat();
        workspace
            .run(&arguments)
            .expect(2, &["nosuch.md", "there is no such file"]);
    }
}

#[test]
fn sources_and_settings_are_those_of_the_commit() {
    let draft = SOURCE.replace("2001", "2002");
    let config = "sources = [\"sources\"]\n";
    let workspace = repository([
        ("a.md", draft.as_str()),
        ("sources/s.md", draft.as_str()),
        ("policy-ls.toml", config),
    ]);
    workspace.run(&["check", "--staged"]).expect(0, &[]);
    // Changed in the index, and put back on the disk.
    workspace.write("sources/s.md", SOURCE);
    git(&workspace, &["add", "."]);
    workspace.write("sources/s.md", &draft);
    workspace
        .run(&["check", "--staged"])
        .expect(1, &["a.md:1:36", "date-conflict"]);
    workspace.run(&["check", "a.md"]).expect(0, &[]);
    // So with a setting.
    let off = format!("{config}[rules]\ndate-conflict = \"off\"\n");
    workspace.write("policy-ls.toml", off);
    git(&workspace, &["add", "policy-ls.toml"]);
    workspace.write("policy-ls.toml", config);
    workspace.run(&["check", "--staged"]).expect(0, &[]);
}

#[test]
fn a_source_that_the_commit_does_not_hold_proves_nothing() {
    let workspace = repository([
        ("a.md", SOURCE),
        (
            "sources/other.md",
            "The Pact of Yarn was signed on 4 June 1990.\n",
        ),
        ("policy-ls.toml", "sources = [\"sources\"]\n"),
    ]);
    workspace.write("a.md", SOURCE.replace("2001", "2003"));
    git(&workspace, &["add", "a.md"]);
    workspace.write("sources/new.md", SOURCE);
    workspace
        .run(&["check", "a.md"])
        .expect(1, &["date-conflict"]);
    workspace.run(&["check", "--staged"]).expect(0, &[]);
    git(&workspace, &["add", "sources"]);
    workspace
        .run(&["check", "--staged"])
        .expect(1, &["date-conflict"]);
}

#[test]
fn a_draft_that_is_gone_from_the_disk_is_still_in_the_commit() {
    let workspace = repository([("a.md", "Nothing.\n")]);
    workspace.write("deep/b.md", BAD);
    git(&workspace, &["add", "."]);
    fs::remove_dir_all(workspace.path().join("deep")).expect("it was there");
    for path in [".", "deep", "deep/b.md", "deep/*.md"] {
        workspace
            .run(&["check", path, "--staged", "--format", "concise"])
            .expect(1, &["deep/b.md:1:13"]);
    }
}

#[test]
fn a_draft_that_the_commit_does_not_hold_is_left_alone() {
    let workspace = repository([
        ("a.md", SOURCE),
        ("b.md", BAD),
        ("sources/s.md", SOURCE),
        ("policy-ls.toml", "sources = [\"sources\"]\n"),
    ]);
    git(&workspace, &["rm", "--cached", "b.md"]);
    workspace.write("new.md", BAD);
    workspace.write("sources/s.md", SOURCE.replace("2001", "2002"));
    git(&workspace, &["add", "sources"]);
    let run = workspace.run(&["check", "--staged", "--format", "concise"]);
    run.expect(1, &["a.md:1:36"]);
    assert!(
        !run.out.contains("b.md") && !run.out.contains("new.md"),
        "{}",
        run.out
    );
    // Who names it is told.
    workspace
        .run(&["check", "new.md", "--staged"])
        .expect(0, &["new.md", "the next commit does not hold it"]);
}
