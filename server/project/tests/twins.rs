//! The readable twins that an editor opens: where they lie, who may change them, and that they are forgotten.

use std::fs;
use std::path::PathBuf;

use analysis::Origin;
use project::{Cache, Site, Workspace};
use tempfile::TempDir;

const PAGE: &str = "<html><head><title>A cable</title></head><body><article><p>The mooring of the Harbour Convention was signed in \
                    Tarn, and nobody may know of it before the year is over.</p></article></body></html>";

fn workspace(name: &str, cache: Option<&str>) -> (TempDir, Site, Workspace) {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, content: &str| {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, content).expect("written");
    };
    write(&format!("s/{name}"), PAGE);
    write(
        "policy-ls.toml",
        "format = 1\nsources = [\"s\"]\ncache = \"kept\"\n",
    );
    if let Some(words) = cache {
        write("kept", words);
    }
    let site = Site::find(Some(directory.path()), &[]);
    let workspace = Workspace::load(&site).unwrap_or_else(|error| panic!("{error}"));
    (directory, site, workspace)
}

fn open(workspace: &Workspace, name: &str) -> PathBuf {
    let origin = Origin::Rendition(format!("s/{name}"));
    let draft = workspace.root.join("draft.md");
    workspace.open(&origin, &draft).expect("it can be opened")
}

#[test]
fn a_twin_lies_in_the_cache_of_its_workspace_and_is_forgotten() {
    let (_directory, site, workspace) = workspace("cable-one.html", None);
    let twin = open(&workspace, "cable-one.html");
    assert!(twin.starts_with(workspace.root.join("kept")), "{twin:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&twin).expect("there").permissions().mode();
        assert_eq!(mode & 0o377, 0, "nobody else reads it, nobody changes it");
    }
    let cache = Workspace::cache(&site).expect("a cache");
    cache
        .forget(&site.root, "s/cable-one.html")
        .expect("forgotten");
    assert!(!twin.exists());
    let twin = open(&workspace, "cable-one.html");
    assert!(twin.exists());
    cache.clear().expect("cleared");
    assert!(!twin.exists());
    // Whoever marks it as confidential has it taken away with the next reading.
    let twin = open(&workspace, "cable-one.html");
    let record = workspace.root.join("s/cable-one.source.toml");
    fs::write(record, "format = 1\nconfidential = true\n").expect("written");
    Workspace::load(&site).unwrap_or_else(|error| panic!("{error}"));
    assert!(!twin.exists());
}

#[test]
fn where_nothing_can_be_kept_a_twin_is_written_all_the_same_and_forgotten() {
    let (_directory, site, workspace) = workspace("cable-two.html", Some("a file, no directory"));
    let twin = open(&workspace, "cable-two.html");
    let words = fs::read_to_string(&twin).expect("it is there");
    assert!(words.contains("mooring"), "{words}");
    assert!(!twin.starts_with(&workspace.root), "{twin:?}");
    Cache::Off
        .forget(&site.root, "s/cable-two.html")
        .expect("forgotten");
    assert!(!twin.exists());
}
