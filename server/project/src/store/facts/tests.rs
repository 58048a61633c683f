//! What was read of sources, kept and damaged and withheld: what comes back is right, or does not come back.

use super::*;

const ROOT: &str = "/w";

fn fresh(key: u8, bytes: &[u8]) -> Fresh {
    Fresh {
        matter: Matter::Facts,
        key: [key; 32],
        whose: Whose::new(&format!("{key}.md"), &[key; 32]),
        bytes: bytes.to_vec(),
    }
}

fn get(facts: &Facts, key: u8) -> Option<Vec<u8>> {
    let mut found = None;
    facts.get(Matter::Facts, &[key; 32], &mut |bytes| {
        found = Some(bytes.to_vec());
        true
    });
    found
}

/// Keeps these, with all that was there before, but for the withheld.
fn keep(store: &Store, fresh: &[Fresh], withheld: &[Whose]) -> Facts {
    let root = Path::new(ROOT);
    let before = store.facts(root, &mut Vec::new());
    let used: HashSet<[u8; 32]> = (0..=255).map(|key| [key; 32]).collect();
    let withheld = withheld.iter().flat_map(|it| [it.path, it.content]);
    store
        .keep_facts(root, fresh, &before, &used, &withheld.collect())
        .expect("kept");
    let mut notes = Vec::new();
    let facts = store.facts(root, &mut notes);
    assert!(notes.is_empty(), "{notes:?}");
    facts
}

#[test]
fn what_was_read_comes_back_the_newest_first_in_few_files() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(directory.path());
    for round in 0..40_u8 {
        let text = [round; 100];
        let facts = keep(&store, &[fresh(round % 20, &text)], &[]);
        assert_eq!(get(&facts, round % 20).as_deref(), Some(&text[..]));
        assert!(facts.files.len() < 7, "{}", facts.files.len());
    }
    let facts = keep(&store, &[], &[]);
    for key in 0..20 {
        assert_eq!(get(&facts, key), Some(vec![key + 20; 100]));
    }
    assert_eq!(get(&facts, 20), None);
    assert!(!facts.is_damaged());
    let files = fs::read_dir(store.facts_directory()).expect("it is there");
    assert_eq!(files.count(), facts.files.len() + 1, "and the list");
}

#[test]
fn any_byte_may_be_wrong_and_any_part_be_missing() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(directory.path());
    let facts = keep(&store, &[fresh(1, b"one"), fresh(2, b"two")], &[]);
    let path = store.facts_path(&facts.files[0].0);
    let whole = fs::read(&path).expect("it is there");
    for at in 0..whole.len() {
        let mut wrong = whole.clone();
        wrong[at] ^= 1;
        for bytes in [wrong, whole[..at].to_vec()] {
            // A file aside, renamed: what is mapped is never changed.
            fs::write(path.with_extension("tmp"), bytes).expect("written");
            fs::rename(path.with_extension("tmp"), &path).expect("renamed");
            let facts = store.facts(Path::new(ROOT), &mut Vec::new());
            let found = [get(&facts, 1), get(&facts, 2)];
            for (found, right) in found.iter().zip([b"one", b"two"]) {
                assert!(found.as_ref().is_none_or(|found| found == right));
            }
            assert!(found.contains(&None), "something was wrong");
        }
    }
    // What cannot be used is written anew.
    let facts = keep(&store, &[fresh(1, b"one"), fresh(2, b"two")], &[]);
    assert_eq!(get(&facts, 1).as_deref(), Some(&b"one"[..]));
}

#[test]
fn of_what_is_withheld_nothing_stays() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(directory.path());
    let all = [
        fresh(1, b"secret"),
        fresh(2, b"two"),
        fresh(3, b"other secret"),
    ];
    keep(&store, &all, &[]);
    // By its path, whatever it said then, and by its content, whatever it was called.
    let now = Whose::new("1.md", &[9; 32]);
    let renamed = Whose::new("9.md", &[3; 32]);
    let facts = keep(&store, &[], &[now, renamed]);
    assert_eq!(get(&facts, 2).as_deref(), Some(&b"two"[..]));
    assert!(get(&facts, 1).is_none() && get(&facts, 3).is_none());
    for entry in fs::read_dir(store.facts_directory()).expect("it is there") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("it reads");
        assert!(!bytes.windows(6).any(|it| it == b"secret"));
    }
}

#[test]
fn two_workspaces_keep_each_its_own_and_one_is_forgotten_alone() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(directory.path());
    keep(&store, &[fresh(1, b"one")], &[]);
    let other = Path::new("/other");
    let before = store.facts(other, &mut Vec::new());
    let used = HashSet::from([[2; 32]]);
    let two = [fresh(2, b"two")];
    store
        .keep_facts(other, &two, &before, &used, &HashSet::new())
        .expect("kept");
    assert!(store.contents().facts > 0);
    store.forget(Path::new(ROOT), "1.md").expect("forgotten");
    let facts = |root: &str| store.facts(Path::new(root), &mut Vec::new());
    assert_eq!(get(&facts(ROOT), 1), None);
    assert_eq!(get(&facts("/other"), 2).as_deref(), Some(&b"two"[..]));
    store.clear().expect("cleared");
    assert_eq!(store.contents().facts, 0);
}

#[test]
fn what_was_put_down_at_once_is_kept_with_the_rest() {
    let directory = tempfile::tempdir().expect("a directory");
    let (store, root) = (Store::at(directory.path()), Path::new(ROOT));
    keep(&store, &[fresh(4, b"four")], &[]);
    let before = store.facts(root, &mut Vec::new());
    for it in [fresh(1, b"one"), fresh(2, b"two"), fresh(1, b"one")] {
        before.put(it).expect("put down");
    }
    let used: HashSet<[u8; 32]> = (0..=255).map(|key| [key; 32]).collect();
    let three = [fresh(3, b"three")];
    let kept = store.keep_facts(root, &three, &before, &used, &HashSet::new());
    kept.expect("kept");
    let facts = store.facts(root, &mut Vec::new());
    let found = [1, 2, 3, 4].map(|key| get(&facts, key).unwrap_or_default());
    assert_eq!(found, [&b"one"[..], b"two", b"three", b"four"]);
    let left = fs::read_dir(store.facts_directory()).expect("it is there");
    let left = left.map(|entry| entry.expect("an entry").path());
    assert!(
        !left
            .into_iter()
            .any(|path| path.extension().is_some_and(|it| it == "spool"))
    );
}
