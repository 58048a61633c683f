//! Workspaces on a real disk: what a source's own record adds, and what is told when it does not fit.

use std::fs;
use std::path::Path;

use analysis::Cancel;
use project::{Role, Site, Unsaved, Workspace};
use tempfile::TempDir;

fn workspace(files: &[(&str, &str)]) -> (TempDir, Workspace) {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, content) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, content).expect("written");
    }
    let site = Site::find(Some(directory.path()), &[]);
    let workspace = Workspace::load(&site).unwrap_or_else(|error| panic!("{error}"));
    (directory, workspace)
}

#[test]
fn a_sidecar_speaks_for_its_source() {
    let (_directory, workspace) = workspace(&[
        ("policy-ls.toml", "format = 1\nsources = [\"s\"]\n"),
        ("s/speech.txt", "In 2001 they met.\n"),
        (
            "s/speech.source.toml",
            "format = 1\ntitle = \"A speech\"\nspeaker = \"A. Speaker\"\n",
        ),
        ("s/bare.md", "# Bare\n\nIn 2002 they met.\n"),
    ]);
    assert_eq!(workspace.problems, []);
    let sources = &workspace.library.sources;
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(paths, ["s/bare.md", "s/speech.txt"]);
    assert_eq!(sources[1].title, "A speech");
    assert_eq!(sources[1].speaker.as_deref(), Some("A. Speaker"));
    assert!(
        sources[0]
            .sha256
            .as_ref()
            .is_some_and(|digest| digest.len() == 64)
    );
}

#[test]
fn a_source_that_is_not_the_one_described_is_told() {
    let (_directory, workspace) = workspace(&[
        ("policy-ls.toml", "format = 1\nsources = [\"speech.txt\"]\n"),
        ("speech.txt", "In 2001 they met.\n"),
        ("speech.source.toml", "format = 1\nsha256 = \"00\"\n"),
    ]);
    let messages: Vec<String> = workspace.problems.iter().map(ToString::to_string).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].contains("the SHA-256 differs"), "{messages:?}");
    assert_eq!(
        workspace.library.sources.len(),
        1,
        "it is used all the same"
    );
}

#[test]
fn a_file_is_a_source_a_draft_or_neither() {
    let (directory, workspace) = workspace(&[
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"s\"]\ndrafts = [\"d/**/*.md\", \"s\"]\n",
        ),
        ("s/a.md", "In 2001 they met.\n"),
    ]);
    let role = |name: &str| workspace.roles.of(&directory.path().join(name));
    assert_eq!(role("s/a.md"), Role::Source, "sources win");
    assert_eq!(role("s/not-yet-there.md"), Role::Source);
    assert_eq!(role("d/deep/b.md"), Role::Draft);
    assert_eq!(role("other.md"), Role::Neither);
    assert_eq!(role("d/table.csv"), Role::Neither);
}

#[test]
fn a_byte_order_mark_counts_three_bytes() {
    let (directory, _) = workspace(&[("a.md", "\u{FEFF}In 2001\n")]);
    let text = project::read_text(&directory.path().join("a.md")).expect("it is UTF-8");
    assert_eq!(text.find("2001"), Some(6));
}

#[test]
fn the_same_builtin_library_is_shared() {
    let load = |path: &str| Workspace::for_path(Some(Path::new(path)), &[]).expect("no error");
    let (one, other) = (load("/nowhere/a.md"), load("/elsewhere/b.md"));
    assert!(std::sync::Arc::ptr_eq(&one.library, &other.library));
    assert!(
        one.info
            .to_string()
            .starts_with("built-in library: China-Russia relations ")
    );
}

/// Stops the reading as soon as the first source is asked for.
struct Impatient(Cancel);

impl Unsaved for Impatient {
    fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        if path.extension().is_some_and(|it| it == "md") {
            self.0.cancel();
        }
        None
    }
}

#[test]
fn reading_that_is_stopped_keeps_what_was_read() {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: String, text: &str| fs::write(directory.path().join(name), text);
    write("policy-ls.toml".into(), "format = 1\nsources = [\".\"]\n").expect("written");
    for number in 0..200 {
        write(format!("{number}.md"), "In 2001 they met.\n").expect("written");
    }
    let site = Site::find(Some(directory.path()), &[]);
    let cancel = Cancel::new();
    let unsaved = Impatient(cancel.clone());
    let workspace = Workspace::load_for(&site, &unsaved, &cancel).expect("it is a workspace");
    assert!(workspace.stopped);
    let read = workspace.library.sources.len();
    assert!((1..200).contains(&read), "{read} sources");
    assert!(
        workspace.problems[0]
            .message
            .contains("reading was stopped")
    );
    // And from the start again, to the end.
    let workspace = Workspace::load(&site).expect("it is a workspace");
    assert_eq!(
        (workspace.stopped, workspace.library.sources.len()),
        (false, 200)
    );
}

/// Stops the reading once all files are read, before what they say is.
struct ImpatientLater(Cancel);

impl Unsaved for ImpatientLater {
    fn bytes(&self, _: &Path) -> Option<Vec<u8>> {
        None
    }

    fn read(&self, done: usize, all: usize) {
        if done == all {
            self.0.cancel();
        }
    }
}

#[test]
fn what_may_be_quoted_is_known_though_nobody_waited_for_what_is_told() {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text);
    // A cache of its own: in one that others use stands what a text of the same words tells.
    let configuration = "format = 1\nsources = [\".\"]\ncache = \".kept\"\n";
    write("policy-ls.toml", configuration).expect("written");
    let text = "The Treaty of Xanadu was signed on 3 May 2001.\n";
    write("a.md", text).expect("written");
    write("b.md", text).expect("written");
    let site = Site::find(Some(directory.path()), &[]);
    let cancel = Cancel::new();
    let unsaved = ImpatientLater(cancel.clone());
    let workspace = Workspace::load_for(&site, &unsaved, &cancel).expect("it is a workspace");
    let library = &workspace.library;
    assert!(workspace.stopped);
    assert_eq!((library.sources.len(), library.events.len()), (2, 0));
    let whole = Workspace::load(&site).expect("it is a workspace");
    assert_eq!(whole.library.events.len(), 1);
}

#[test]
fn a_library_rests_on_what_it_is_made_of() {
    let (directory, workspace) = workspace(&[
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"s\"]\nrecords = [\"r/*.toml\"]\nbaseline = \"known.toml\"\n",
        ),
        ("s/a.md", "In 2001 they met.\n"),
        ("r/a.toml", "format = 1\n"),
        ("known.toml", "format = 1\n"),
    ]);
    let rests = |name: &str| workspace.rests_on(&directory.path().join(name));
    for name in [
        "policy-ls.toml",
        "known.toml",
        "s/a.md",
        "s/new.html",
        "s/a.source.toml",
        "s/x.bib",
        "r/new.toml",
    ] {
        assert!(rests(name), "{name}");
    }
    for name in [
        "a.md",
        "Cargo.toml",
        "r/deep/a.toml",
        "a.source.toml",
        "s/a.toml",
    ] {
        assert!(!rests(name), "{name}");
    }
}
