//! The store under everything that may happen to it: the answers are those of an index made in memory, always.

use std::sync::atomic::{AtomicUsize, Ordering};

use passage::{Budget, Query};
use tempfile::TempDir;

use super::placed::TIER;
use super::*;

type Damage = fn(Vec<u8>) -> Vec<u8>;

const WORKSPACE: &str = "/drafts/one";

/// Texts that share words but differ from each other.
fn texts(count: usize) -> Vec<String> {
    let text = |n: usize| {
        let lines =
            (0..40).map(|line| format!("Party {n} shall mend lamp {} of quay {line}.\n", n * line));
        lines.collect()
    };
    (0..count).map(text).collect()
}

fn index(store: &Store, workspace: &str, texts: &[String]) -> (Index, Vec<String>) {
    let documents: Vec<Quotable<'_>> = texts
        .iter()
        .map(|text| {
            let key = *blake3::hash(text.as_bytes()).as_bytes();
            Quotable::new(key, text.len(), || Segment::build(text, &[]))
        })
        .collect();
    let mut notes = Vec::new();
    let lexicon = Arc::new(Lexicon::english());
    let wanted = Wanted {
        documents: &documents,
        withheld: &[],
        passing: &|| false,
        trust: &Trust::default(),
    };
    let index = store.index(
        Path::new(workspace),
        &wanted,
        lexicon,
        &mut notes,
        &mut Vec::new(),
    );
    (index, notes)
}

/// Asserts that `index` answers as one made in memory.
fn answers(index: &Index, texts: &[String]) {
    let segments = texts.iter().map(|text| Arc::new(Segment::build(text, &[])));
    let fresh = Index::new(segments.collect(), Arc::new(Lexicon::english()));
    assert_eq!(index.len(), texts.len());
    for words in [
        "shall mend lamp 6 of quay 3",
        "Party 2 shall mend lamp 9 of quay",
        "shall mend no lamp of quay 7",
    ] {
        let query = Query::parse(words, fresh.lexicon());
        let budget = Budget::default();
        assert_eq!(
            index.locate(&query, &budget),
            fresh.locate(&query, &budget),
            "{words}"
        );
    }
}

fn store() -> (TempDir, Store) {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(&directory.path().join("cache"));
    (directory, store)
}

fn files(store: &Store, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(store.words()).expect("it is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == ending))
        .collect();
    paths.sort();
    paths
}

#[test]
fn what_was_kept_is_used_again() {
    let (_directory, store) = store();
    let texts = texts(5);
    let (first, notes) = index(&store, WORKSPACE, &texts);
    assert!(notes.is_empty(), "{notes:?}");
    answers(&first, &texts);
    let kept = files(&store, "shelf");
    assert_eq!(kept.len(), 1);
    let written = kept[0].metadata().unwrap().modified().unwrap();
    let (second, notes) = index(&store, WORKSPACE, &texts);
    assert!(notes.is_empty(), "{notes:?}");
    answers(&second, &texts);
    assert_eq!(
        kept[0].metadata().unwrap().modified().unwrap(),
        written,
        "nothing was written"
    );
    assert!(store.directory.join("CACHEDIR.TAG").exists());
    // In use and removed: whoever has it goes on with it.
    store.clear().expect("cleared");
    assert_eq!(store.contents(), Contents::default());
    answers(&second, &texts);
}

#[test]
fn a_changed_source_costs_a_shelf_and_shelves_are_put_together() {
    let (_directory, store) = store();
    let mut texts = texts(6);
    texts.push(texts[0].clone());
    for round in 0..12 {
        texts[round % 7].push_str("\nAnother lamp 6 of quay 3 was lit.");
        if round == 9 {
            texts.remove(2);
            texts.push("A new source: nobody shall mend lamp 7.".to_owned());
        }
        let (index, notes) = index(&store, WORKSPACE, &texts);
        assert!(notes.is_empty(), "{notes:?}");
        answers(&index, &texts);
        assert!(files(&store, "shelf").len() <= 2 * TIER, "round {round}");
    }
}

#[test]
fn shelves_are_put_together_while_others_go_on() {
    let (_directory, store) = store();
    let mut texts = texts(4);
    index(&store, WORKSPACE, &texts);
    texts[1].push_str("\nAnother lamp 6 of quay 3 was lit.");
    index(&store, WORKSPACE, &texts);
    let list = files(&store, "list").remove(0);
    let names = manifest::read(&list);
    assert_eq!(names.len(), 2);
    let shelves = names.iter().map(|name| {
        let shelf = open(&store.shelf_path(name), &Trust::default());
        (name.clone(), Arc::new(shelf.unwrap().unwrap()))
    });
    let placed = Placed {
        shelves: shelves.collect(),
        documents: vec![Some((0, 0)), Some((1, 0)), Some((0, 2)), Some((0, 3))],
    };
    // A source changes before it is done.
    texts[2].push_str("\nYet another lamp 8 of quay 4 was lit.");
    index(&store, WORKSPACE, &texts);
    let both = HashSet::from([0, 1]);
    store
        .tidy(placed.clone(), &both, &list)
        .expect("put together");
    let after = manifest::read(&list);
    assert_eq!(after.len(), 2, "the two as one, and the new one");
    assert!(!store.merging().exists());
    let (index, notes) = index(&store, WORKSPACE, &texts);
    assert!(notes.is_empty(), "{notes:?}");
    answers(&index, &texts);
    assert_eq!(manifest::read(&list), after, "nothing was read anew");
    // Too late: the list does not name them any more.
    store.tidy(placed, &both, &list).expect("nothing to do");
    assert_eq!(manifest::read(&list), after);
    assert_eq!(files(&store, "shelf").len(), 2);
}

#[test]
fn stopped_anywhere_it_leaves_the_old_or_the_new() {
    let old = texts(4);
    let mut new = old.clone();
    new[1].push_str("Party 2 shall mend lamp 9 of quay 9, and quay 10.");
    for left in 0.. {
        let (_directory, store) = store();
        index(&store, WORKSPACE, &old);
        let before = files(&store, "list");
        let dying = Store {
            steps: Steps {
                left: Some(Arc::new(AtomicUsize::new(left))),
            },
            ..store.clone()
        };
        let (_, stopped) = index(&dying, WORKSPACE, &new);
        assert_eq!(files(&store, "list"), before);
        // The next process knows nothing of it, and reads either.
        for texts in [&old, &new, &new] {
            let (index, notes) = index(&store, WORKSPACE, texts);
            assert!(notes.is_empty(), "stopped after {left}: {notes:?}");
            answers(&index, texts);
        }
        assert!(
            files(&store, "tmp").is_empty(),
            "what was left aside is swept"
        );
        if stopped.is_empty() {
            assert!(left > 8, "there were steps to stop at");
            break;
        }
    }
}

#[test]
fn a_damaged_shelf_is_noticed_and_built_anew() {
    let texts = texts(3);
    let damages: [(&str, Damage); 6] = [
        ("damaged", |bytes| bytes[..bytes.len() / 2].to_vec()),
        ("damaged", |mut bytes| {
            let middle = bytes.len() * 2 / 3;
            bytes[middle] ^= 4;
            bytes
        }),
        ("damaged", |mut bytes| {
            bytes[40] ^= 1;
            bytes
        }),
        ("not a word index", |_| Vec::new()),
        ("not a word index", |_| b"%PDF-1.4 and more".to_vec()),
        ("of version 9", |mut bytes| {
            bytes[8] = 9;
            bytes
        }),
    ];
    for (what, damage) in damages {
        let (_directory, store) = store();
        drop(index(&store, WORKSPACE, &texts));
        let shelf = &files(&store, "shelf")[0];
        let bytes = damage(fs::read(shelf).expect("it can be read"));
        fs::write(shelf, bytes).expect("written");
        let (mended, notes) = index(&store, WORKSPACE, &texts);
        assert!(
            notes.len() == 1 && notes[0].contains(what),
            "{what}: {notes:?}"
        );
        answers(&mended, &texts);
        let (again, notes) = index(&store, WORKSPACE, &texts);
        assert!(notes.is_empty(), "{notes:?}");
        answers(&again, &texts);
    }
}

#[test]
fn a_list_that_is_no_list_is_written_anew() {
    let (_directory, store) = store();
    let texts = texts(2);
    index(&store, WORKSPACE, &texts);
    let list = &files(&store, "list")[0];
    let whole = fs::read(list).expect("it is there");
    let mut damages: Vec<Vec<u8>> = vec![b"../../elsewhere\n".to_vec(), vec![0xff; 9]];
    damages.extend((0..whole.len()).step_by(7).map(|at| whole[..at].to_vec()));
    damages.extend((0..whole.len()).step_by(7).map(|at| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    }));
    for damage in damages {
        fs::write(list, &damage).expect("written");
        let (mended, notes) = index(&store, WORKSPACE, &texts);
        let told = notes.len() == 1 && notes[0].contains("damaged list");
        assert!(told, "{notes:?} of {}", String::from_utf8_lossy(&damage));
        answers(&mended, &texts);
        let (again, notes) = index(&store, WORKSPACE, &texts);
        assert!(notes.is_empty(), "{notes:?}");
        answers(&again, &texts);
    }
}

#[test]
fn many_at_once_do_not_disturb_each_other() {
    let (_directory, store) = store();
    let all = texts(8);
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (store, all, done) = (&store, &all, &done);
            scope.spawn(move || {
                for round in 0..6 {
                    let texts = &all[(thread + round) % 4..];
                    let (index, notes) = index(store, WORKSPACE, texts);
                    assert!(notes.is_empty(), "{notes:?}");
                    answers(&index, texts);
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(done.into_inner(), 24);
}

#[test]
fn what_was_not_used_for_long_makes_room() {
    let (_directory, mut store) = store();
    let (one, two) = (texts(3), texts(9)[4..].to_vec());
    index(&store, "/one", &one);
    let first = files(&store, "list");
    let long_ago = File::options()
        .append(true)
        .open(&first[0])
        .expect("it is there");
    long_ago.set_modified(SystemTime::UNIX_EPOCH).expect("set");
    store.limit = 1;
    index(&store, "/two", &two);
    assert_eq!(
        (files(&store, "list").len(), files(&store, "shelf").len()),
        (1, 1)
    );
    assert_ne!(files(&store, "list"), first);
    let (index, notes) = index(&store, "/one", &one);
    assert!(notes.is_empty(), "{notes:?}");
    answers(&index, &one);
}

#[test]
fn without_a_directory_it_works_all_the_same() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("file");
    fs::write(&file, "in the way").expect("written");
    let store = Store::at(&file.join("cache"));
    let texts = texts(3);
    let (index, notes) = index(&store, WORKSPACE, &texts);
    assert!(
        notes.len() == 1 && notes[0].contains("--no-cache"),
        "{notes:?}"
    );
    answers(&index, &texts);
}
