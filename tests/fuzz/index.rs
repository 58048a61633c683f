//! Files of the word index that nobody wrote, or wrote otherwise.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use library::Quotable;
use passage::{Budget, Index, Key, Lexicon, Query, Segment, Shelf};
use project::{Store, Trust, Wanted};

const TEXTS: [&str; 3] = [
    "The coastal State shall not hamper transit passage, and shall give publicity to any danger of which it knows.",
    "The lamps along the quay shall be lit at dusk. The coastal State shall not hamper anybody.",
    "",
];
const QUOTATIONS: [&str; 3] = [
    "shall not hamper transit passage",
    "shall hamper transit passage, and give no publicity to any danger",
    "The coastal State … be lit at dusk",
];

static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| Arc::new(Lexicon::english()));
static SHELF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let segments = TEXTS.map(|text| Segment::build(text, &[]));
    let keyed: Vec<(Key, &Segment)> = segments.iter().map(|it| ([7; 32], it)).collect();
    Shelf::build(keyed).bytes().to_vec()
});

/// The bytes as a file, and as changes to a sound one whose checksums nobody looks at: whatever the tables say, every answer
/// comes in time and lies in some document.
pub fn read(bytes: &[u8]) {
    ask(bytes.to_vec());
    let mut shelf = SHELF.clone();
    // Behind the header, whose checksum cannot be guessed.
    let body = shelf.len() - TABLES.min(shelf.len());
    for change in bytes.chunks_exact(3) {
        let at = u16::from_le_bytes([change[0], change[1]]) as usize % (shelf.len() - body);
        shelf[body + at] = change[2];
    }
    ask(shelf);
}

/// No more than the tables of [`SHELF`] take.
const TABLES: usize = 2_000;

fn ask(bytes: Vec<u8>) {
    let Ok(shelf) = Shelf::open(Bytes::from(bytes)) else {
        return;
    };
    let _ = (0..shelf.blocks()).all(|block| shelf.is_sound(block));
    let documents = (0..shelf.len()).map(|number| (0, number)).collect();
    let index = Index::over(vec![Arc::new(shelf)], documents, LEXICON.clone());
    for words in QUOTATIONS {
        let query = Query::parse(words, &LEXICON);
        for found in index.locate(&query, &Budget::default()).matches {
            assert!(found.document < index.len());
        }
    }
    for document in 0..index.len() {
        let _ = index.page(document).to_segment();
    }
}

/// A cache directory whose files are overwritten with the bytes: the first says which, the next how. The index is made anew, and
/// answers as before.
pub fn kept(bytes: &[u8]) {
    let Some((&which, bytes)) = bytes.split_first() else {
        return;
    };
    let directory = tempfile::tempdir_in(memory()).expect("a directory");
    let store = Store::at(directory.path());
    let sound = answers(&store);
    let mut files: Vec<PathBuf> = fs::read_dir(directory.path().join("words"))
        .expect("it was written")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let file = &files[which as usize % files.len()];
    let mut content = fs::read(file).expect("it was written");
    match bytes {
        [0, ..] => content = bytes.to_vec(),
        [_, cut, rest @ ..] => {
            let at = content.len() * *cut as usize / 255;
            content.truncate(at);
            content.extend(rest);
        }
        _ => {}
    }
    fs::write(file, content).expect("written");
    assert_eq!(answers(&store), sound);
    assert_eq!(answers(&store), sound);
}

/// Where files cost little.
fn memory() -> &'static Path {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory } else { Path::new("/tmp") }
}

fn answers(store: &Store) -> Vec<String> {
    let documents: Vec<Quotable<'_>> = TEXTS
        .iter()
        .enumerate()
        .map(|(number, text)| {
            // A key for each text: what is kept under it is always the same.
            let key = [number as u8; 32];
            Quotable::new(key, text.len(), || Segment::build(text, &[]))
        })
        .collect();
    let wanted = Wanted {
        documents: &documents,
        withheld: &[],
        passing: &|| false,
        trust: &Trust::default(),
    };
    let (mut notes, mut whose) = (Vec::new(), Vec::new());
    let index = store.index(Path::new("/fuzz"), &wanted, LEXICON.clone(), &mut notes, &mut whose);
    let ask = |words: &&str| {
        let query = Query::parse(words, &LEXICON);
        format!("{:?}", index.locate(&query, &Budget::default()))
    };
    QUOTATIONS.iter().map(ask).collect()
}
