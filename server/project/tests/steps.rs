//! Whatever happens to sources, and to what was kept of them: a library says what one says that is made where nothing was
//! ever kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use analysis::{Analysis, Cancel, Memo};
use project::{Site, Workspace};
use proptest::prelude::*;

/// Names that are explained in one source and used in another, and what is told twice.
const SENTENCES: &[&str] = &[
    "The Northern Fisheries Commission (NFC) was founded in March 1954.",
    "The NFC was dissolved in 1988.",
    "Norland signed the Convention on the Protection of Herring on 12 June 1961.",
    "The Convention entered into force in 1963.",
    "The Herring Convention is a treaty on nets and hooks.",
    "President Gro Moen visited Norland on 3 May 1971.",
    "“We have the fish and the salt of all seas”, said Minister Gro Moen on 4 May 1971.",
    "The Salt Treaty of Varn was signed on 2 May 1950.",
    "The Varn Treaty was signed in 1951.",
    "The Treaty of Varn expired in 1990, and fishermen of all coasts went home with their nets.",
    "Two years later the treaty was extended.",
    "# Herring",
    "Plain words say nothing of names or dates.",
];
const RECORDS: &str = "format = 1\n[[agreement]]\nid = \"herring\"\nname = \"Herring Accord\"\n\
    aliases = [\"Convention on the Protection of Herring\"]\n[[event]]\nid = \"signed\"\nkind = \"signed\"\n\
    object = \"herring\"\ndate = \"1980-05-01\"\nsource = \"s0\"\nat = [1]\n";
const SECRET: &str = "format = 1\nconfidential = true\n";

#[derive(Clone, Debug)]
enum Step {
    /// Writes a source; whether it was written long ago by its time.
    Put(usize, Vec<usize>, bool),
    Remove(usize),
    Rename(usize, usize),
    Records(bool),
    Secret(usize, bool),
    /// Keeps the library that was made last, or lets it go.
    Hold(bool),
    /// Removes what was kept.
    Forget,
    /// Changes a byte of a file that was kept.
    Damage(usize, usize),
}

/// Two workspaces of the same files: one keeps what it reads, the other never has anything.
struct Twins {
    _directory: tempfile::TempDir,
    roots: [PathBuf; 2],
    clock: AtomicU64,
}

impl Twins {
    fn new() -> Self {
        // So much that it is worth keeping, and nothing that takes long to read.
        Self::with(4_800)
    }

    /// With so many rows of words that say nothing.
    fn with(rows: usize) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let roots = ["kept", "fresh"].map(|name| directory.path().join(name));
        let twins = Self {
            roots,
            _directory: directory,
            clock: AtomicU64::new(0),
        };
        twins.each(|root| fs::create_dir_all(root.join("sources")).expect("made"));
        let filler = "plain words of no use to anybody at all, row after row. ".repeat(rows);
        twins.write("sources/filler.txt", &filler, true);
        twins.configure(false);
        twins
    }

    fn each(&self, what: impl Fn(&Path)) {
        self.roots.iter().for_each(|root| what(root));
    }

    fn write(&self, name: &str, text: &str, old: bool) {
        // Never the same time twice, as on a disk.
        let time = self.clock.fetch_add(1, Ordering::Relaxed);
        let time = SystemTime::now() - Duration::from_secs(10_000 - time);
        self.each(|root| {
            let path = root.join(name);
            fs::write(&path, text).expect("written");
            if old {
                let file = fs::File::options().write(true).open(path);
                file.and_then(|it| it.set_modified(time)).expect("set");
            }
        });
    }

    fn configure(&self, records: bool) {
        let records = if records { "\"records.toml\"" } else { "" };
        let text = format!(
            "sources = [\"sources\"]\nbuiltin = false\ncache = \".cache\"\nrecords = [{records}]\n"
        );
        self.write("records.toml", RECORDS, true);
        self.write("policy-ls.toml", &text, true);
    }

    fn step(&self, step: &Step) {
        let source = |number: &usize| format!("sources/s{number}.md");
        match step {
            Step::Put(number, sentences, old) => {
                let text: Vec<&str> = sentences.iter().map(|at| SENTENCES[*at]).collect();
                self.write(&source(number), &text.join("\n\n"), *old);
            }
            Step::Remove(number) => {
                self.each(|root| drop(fs::remove_file(root.join(source(number)))));
            }
            Step::Rename(from, to) => self.each(|root| {
                let _ = fs::rename(root.join(source(from)), root.join(source(to)));
            }),
            Step::Records(records) => self.configure(*records),
            Step::Secret(number, true) => {
                self.write(&format!("sources/s{number}.source.toml"), SECRET, true);
            }
            Step::Secret(number, false) => self.each(|root| {
                let sidecar = root.join(format!("sources/s{number}.source.toml"));
                drop(fs::remove_file(sidecar));
            }),
            Step::Hold(_) => {}
            Step::Forget => drop(fs::remove_dir_all(self.roots[0].join(".cache"))),
            Step::Damage(file, byte) => {
                let mut files = Vec::new();
                gather(&self.roots[0].join(".cache"), &mut files);
                files.sort();
                let Some(path) = files.get(file % files.len().max(1)) else {
                    return;
                };
                let mut bytes = fs::read(path).expect("it reads");
                let at = byte % bytes.len().max(1);
                bytes.iter_mut().skip(at).take(1).for_each(|it| *it ^= 1);
                // Aside and renamed: what is mapped is never changed.
                fs::write(path.with_extension("tmp"), bytes).expect("written");
                fs::rename(path.with_extension("tmp"), path).expect("renamed");
            }
        }
    }

    fn fresh(&self) -> Workspace {
        let _ = fs::remove_dir_all(self.roots[1].join(".cache"));
        open(&self.roots[1])
    }
}

fn gather(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => gather(&path, files),
            path => files.push(path),
        }
    }
}

fn open(root: &Path) -> Workspace {
    let site = Site::find(Some(&root.join("draft.md")), &[]);
    Workspace::load(&site).expect("it is sound")
}

/// All that a workspace says of itself and of a draft that has every sentence.
fn says(workspace: &Workspace) -> Vec<String> {
    let library = &*workspace.library;
    let draft = SENTENCES
        .join("\n\n")
        .replace("1961", "1962")
        .replace("salt", "fat");
    let analysis = Analysis::new(
        "draft.md",
        draft.as_str().into(),
        library_of(workspace),
        workspace.settings.clone(),
        &mut Memo::default(),
        &Cancel::new(),
    );
    let analysis = analysis.expect("nobody stops it");
    let documents = library.sources.iter().map(|it| {
        let document = it.document();
        format!(
            "{} {:?} {:?} {:?}",
            it.path,
            it.title,
            it.shown(),
            document.blocks
        )
    });
    let mut persons: Vec<&String> = library.persons.iter().collect();
    persons.sort();
    vec![
        documents.collect::<Vec<_>>().join("\n"),
        format!("{:#?}", library.entities),
        format!("{:#?}", library.events),
        format!("{:#?} {persons:?}", library.said),
        format!("{:#?}", library.names.names()),
        format!("{:#?}", library.quotations),
        serde_json::to_string(&analysis.inspect()).expect("it can be written"),
        format!("{:#?}", analysis.diagnostics()),
    ]
}

fn library_of(workspace: &Workspace) -> std::sync::Arc<library::Library> {
    workspace.library.clone()
}

/// Whether words of a source that is withheld stand in what is kept.
fn is_kept(root: &Path, words: &str) -> bool {
    let mut files = Vec::new();
    gather(&root.join(".cache"), &mut files);
    let kept = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(words.len()).any(|it| it == words.as_bytes())
    };
    files.iter().any(kept)
}

fn step() -> impl Strategy<Value = Step> {
    let sentences = prop::collection::vec(0..SENTENCES.len(), 0..6);
    let number = || 0..4_usize;
    prop_oneof![
        8 => (number(), sentences, prop::bool::weighted(0.8)).prop_map(|(n, it, old)| Step::Put(n, it, old)),
        1 => number().prop_map(Step::Remove),
        1 => (number(), number()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => any::<bool>().prop_map(Step::Records),
        1 => (number(), any::<bool>()).prop_map(|(n, secret)| Step::Secret(n, secret)),
        2 => any::<bool>().prop_map(Step::Hold),
        1 => Just(Step::Forget),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(file, byte)| Step::Damage(file, byte)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_was_kept_changes_nothing(steps in prop::collection::vec(step(), 1..12)) {
        let (twins, mut held) = (Twins::new(), None);
        let mut hold = false;
        for step in &steps {
            twins.step(step);
            if let Step::Hold(wanted) = step {
                hold = *wanted;
            }
            let known = open(&twins.roots[0]);
            for (one, other) in says(&known).iter().zip(says(&twins.fresh())) {
                prop_assert_eq!(one, &other);
            }
            prop_assert!(!known.has_changed());
            held = hold.then_some(known);
        }
        drop(held);
    }
}

#[test]
fn nothing_of_a_source_stays_that_is_withheld_from_now_on() {
    let twins = Twins::new();
    let title =
        "---\ntitle: Minutes of the Varn Cabinet\n---\n\nThe Varn Cabinet met on 3 May 1971.";
    twins.write("sources/s1.md", title, true);
    twins.write("sources/s2.md", SENTENCES[0], true);
    let root = &twins.roots[0];
    drop(open(root));
    assert!(is_kept(root, "Varn Cabinet"));
    twins.step(&Step::Secret(1, true));
    drop(open(root));
    assert!(!is_kept(root, "Varn Cabinet"));
    assert!(is_kept(root, "Northern Fisheries"), "the others stay");
    // It says so itself.
    twins.step(&Step::Secret(1, false));
    drop(open(root));
    assert!(is_kept(root, "Varn Cabinet"));
    let own = title.replacen("---\n", "---\nconfidential: yes\n", 1);
    twins.write("sources/s1.md", &own, true);
    drop(open(root));
    assert!(!is_kept(root, "Varn Cabinet"));
}

#[test]
fn a_source_that_changed_behind_our_back_is_noticed_and_shows_nothing_wrong() {
    let twins = Twins::new();
    twins.write("sources/s1.md", SENTENCES[6], true);
    let root = &twins.roots[0];
    drop(open(root));
    let workspace = open(root);
    let other = "Nobody said anything, and nobody was there to hear it.";
    twins.write("sources/s1.md", other, true);
    let mut sources = workspace.library.sources.iter();
    let source = sources
        .find(|it| it.path.ends_with("s1.md"))
        .expect("it is there");
    assert!(!workspace.has_changed());
    assert_eq!(source.text().trim(), "");
    assert_eq!(source.text().len(), SENTENCES[6].len());
    assert!(workspace.has_changed());
    let library = open(root).library.clone();
    let mut sources = library.sources.iter();
    assert!(sources.any(|it| &*it.text() == other));
}

#[test]
fn a_source_that_looks_as_before_is_not_read_and_one_written_just_now_is() {
    let twins = Twins::new();
    let root = &twins.roots[0];
    let path = root.join("sources/s1.md");
    twins.write("sources/s1.md", SENTENCES[0], true);
    drop(open(root));
    // As if a clock had stood still: the same size, the same times.
    let before = fs::metadata(&path)
        .and_then(|it| it.modified())
        .expect("it is there");
    let other = SENTENCES[0].replace("1954", "1955");
    fs::write(&path, &other).expect("written");
    let file = fs::File::options().write(true).open(&path);
    file.and_then(|it| it.set_modified(before)).expect("set");
    let says = |year: &str| format!("{:?}", open(root).library.events).contains(year);
    // The system's own time of change tells.
    assert!(says("1955") || cfg!(not(unix)));
    // Written just now, twice: no time is believed.
    fs::write(&path, SENTENCES[0]).expect("written");
    assert!(says("1954"));
    fs::write(&path, &other).expect("written");
    assert!(says("1955"));
}

#[test]
fn a_large_library_rests_on_what_was_kept_and_says_the_same() {
    let twins = Twins::with(600_000);
    let all: Vec<usize> = (0..SENTENCES.len()).collect();
    twins.step(&Step::Put(0, all, true));
    twins.step(&Step::Put(1, vec![0, 2, 7, 10], true));
    twins.configure(true);
    let fresh = says(&twins.fresh());
    let root = &twins.roots[0];
    let workspace = open(root);
    for _ in 0..2 {
        for (one, other) in says(&workspace).iter().zip(&fresh) {
            assert!(one == other);
        }
    }
    drop(workspace);
    let again = open(root);
    for (one, other) in says(&again).iter().zip(&fresh) {
        assert!(one == other);
    }
}
