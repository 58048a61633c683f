//! What was read of sources and kept: a library that is opened again says what one says that is read anew, whatever
//! happened in between.

#[path = "../../../tests/benches/library/writer.rs"]
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use analysis::Cancel;
use project::{Saved, Site, Workspace};
use writer::Writer;

const CONFIGURATION: &str = "sources = [\"sources\"]\nbuiltin = false\n";

fn open(root: &Path) -> Workspace {
    let site = Site::find(Some(&root.join("draft.md")), &[]);
    Workspace::load_for(&site, &Saved, &Cancel::new()).expect("it is sound")
}

/// What a library says, and what there is to tell of the cache.
fn says(workspace: &Workspace) -> [String; 4] {
    let library = &*workspace.library;
    let sources = library.sources.iter();
    let titles: Vec<_> = sources.map(|it| (&it.path, &it.title, it.rank)).collect();
    [
        format!("{titles:?} {:#?}", library.entities),
        format!("{:#?}", library.events),
        format!("{:#?}", library.said),
        format!("{:?}", library.names.names()),
    ]
}

/// What the library at `root` says; nobody remembers it afterwards.
fn told(root: &Path) -> [String; 4] {
    says(&open(root))
}

/// The same, by one that finds nothing kept.
fn anew(root: &Path) -> [String; 4] {
    let kept = root.join(".kept");
    let aside = root.join(".aside");
    let _ = fs::rename(&kept, &aside);
    let told = told(root);
    let _ = fs::remove_dir_all(&kept);
    let _ = fs::rename(&aside, &kept);
    told
}

#[track_caller]
fn same(one: [String; 4], other: [String; 4]) {
    for (one, other) in one.iter().zip(&other) {
        let mut lines = one.lines().zip(other.lines());
        let first = lines.find(|(one, other)| one != other);
        assert!(one == other, "{first:?}");
    }
}

#[test]
fn what_is_opened_again_says_what_is_read_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    fs::create_dir_all(root.join("sources")).expect("made");
    let configuration = format!("cache = \".kept\"\n{CONFIGURATION}");
    fs::write(root.join("policy-ls.toml"), configuration).expect("written");
    let mut writer = Writer::new(7);
    let path = |number: usize| root.join(format!("sources/s{number}.md"));
    let write = |number: usize, text: &str| fs::write(path(number), text).expect("written");
    for number in 0..6 {
        write(number, &writer.source(60_000));
    }
    let facts = || fs::read_dir(root.join(".kept/facts")).map_or(0, Iterator::count);
    let fresh = anew(root);
    assert_eq!(facts(), 0);
    same(told(root), fresh.clone());
    assert_eq!(facts(), 2, "a file and a list");
    same(told(root), fresh);
    // One changes, one goes, one comes before all others, one says of itself that it is primary.
    write(3, &writer.source(50_000));
    same(told(root), anew(root));
    fs::remove_file(path(1)).expect("removed");
    let early = root.join("sources/a.md");
    fs::write(early, writer.source(3_000)).expect("written");
    let sidecar = "format = 1\nrank = \"primary\"\ndate = \"1999-02-03\"\n";
    fs::write(root.join("sources/s4.source.toml"), sidecar).expect("written");
    same(told(root), anew(root));
    // A name that all of them have now is a record's.
    let workspace = open(root);
    let names = workspace.library.entities.iter();
    let name = names.map(|entity| entity.name.clone()).next().expect("one");
    drop(workspace);
    let record = format!("format = 1\n[[agreement]]\nid = \"it\"\nname = {name:?}\n");
    fs::write(root.join("records.toml"), record).expect("written");
    let with = format!("cache = \".kept\"\nrecords = [\"records.toml\"]\n{CONFIGURATION}");
    fs::write(root.join("policy-ls.toml"), &with).expect("written");
    same(told(root), anew(root));
}

#[test]
fn what_was_damaged_is_told_once_and_read_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    fs::create_dir_all(root.join("sources")).expect("made");
    let configuration = format!("cache = \".kept\"\n{CONFIGURATION}");
    fs::write(root.join("policy-ls.toml"), configuration).expect("written");
    let text = Writer::new(8).source(300_000);
    fs::write(root.join("sources/s.md"), text).expect("written");
    let first = told(root);
    let files = fs::read_dir(root.join(".kept/facts")).expect("it is there");
    let mut files = files.map(|entry| entry.expect("an entry").path());
    let file = files.find(|path| path.extension().is_some_and(|it| it == "facts"));
    let file = file.expect("something is kept");
    let whole = fs::read(&file).expect("it reads");
    for at in [0, 40, whole.len() / 2, whole.len() - 1] {
        let mut wrong = whole.clone();
        wrong[at] ^= 1;
        fs::write(file.with_extension("tmp"), wrong).expect("written");
        fs::rename(file.with_extension("tmp"), &file).expect("renamed");
        // What was joined of them needs no facts.
        fs::remove_dir_all(root.join(".kept/libraries")).expect("removed");
        let mended = open(root);
        assert_eq!(mended.notes.len(), 1, "{:?}", mended.notes);
        assert!(mended.notes[0].contains("read anew"), "{:?}", mended.notes);
        same(says(&mended), first.clone());
        drop(mended);
        let again = open(root);
        assert!(again.notes.is_empty(), "{:?}", again.notes);
        same(says(&again), first.clone());
    }
    // Nor does anybody answer from a library that is not what was written.
    let libraries = root.join(".kept/libraries");
    let mut files = fs::read_dir(&libraries).expect("it is there");
    let file = files.next().expect("one").expect("an entry").path();
    let whole = fs::read(&file).expect("it reads");
    for at in [60, whole.len() / 2, whole.len() - 1] {
        let mut wrong = whole.clone();
        wrong[at] ^= 1;
        fs::write(file.with_extension("tmp"), wrong).expect("written");
        fs::rename(file.with_extension("tmp"), &file).expect("renamed");
        let mended = open(root);
        assert_eq!(mended.notes.len(), 1, "{:?}", mended.notes);
        same(says(&mended), first.clone());
        assert!(open(root).notes.is_empty());
    }
}

#[test]
fn a_library_that_was_moved_is_read_and_joined_no_more() {
    let directory = tempfile::tempdir().expect("a directory");
    let [one, other] = ["one", "other"].map(|name| directory.path().join(name));
    fs::create_dir_all(one.join("sources")).expect("made");
    let configuration = format!("cache = \".kept\"\n{CONFIGURATION}");
    fs::write(one.join("policy-ls.toml"), configuration).expect("written");
    let mut writer = Writer::new(9);
    for number in 0..6 {
        let path = one.join(format!("sources/s{number}.md"));
        fs::write(path, writer.source(60_000)).expect("written");
    }
    let first = told(&one);
    fs::rename(&one, &other).expect("moved");
    let kept = |part: &str, ending: &str| -> BTreeMap<String, SystemTime> {
        let files = fs::read_dir(other.join(".kept").join(part)).expect("it is there");
        let named = files.filter_map(|file| {
            let file = file.ok()?;
            let time = file.metadata().ok()?.modified().ok()?;
            Some((file.file_name().into_string().ok()?, time))
        });
        named.filter(|(name, _)| name.ends_with(ending)).collect()
    };
    let all = || (kept("facts", ".facts"), kept("words", ".shelf"));
    let (before, libraries) = (all(), kept("libraries", ".library"));
    same(told(&other), first.clone());
    assert_eq!(all(), before, "nothing was read anew");
    // The same file under two names.
    let both: Vec<SystemTime> = kept("libraries", ".library").into_values().collect();
    let joined: Vec<SystemTime> = libraries.into_values().collect();
    assert_eq!(both, joined.repeat(2), "nothing was joined anew");
    // It goes on from there: what was joined is another one, what was read is used on.
    fs::remove_file(other.join("sources/s1.md")).expect("removed");
    let fewer = told(&other);
    assert_ne!(fewer[0], first[0]);
    let now = kept("facts", ".facts");
    assert!(before.0.keys().all(|name| now.contains_key(name)));
    same(fewer, anew(&other));
}
