//! What was read of sources, kept for the next start: names, facts, dated sentences, quotations, one entry a source and part.
//!
//! ```text
//! facts/NAME.facts      immutable; NAME is a hash of its content: HEAD, a checksum, how many entries, the entries (fixed
//!                       length: see [`Entry`]), then what was read of each, with a checksum of its own
//! facts/WORKSPACE.list  which of these hold that workspace's sources, the newest last
//! ```
//!
//! An entry's key says all that decides what is read, so it is right or it is not used. What is damaged is passed over, and
//! read anew.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use library::{Behind, Fresh, Matter, Memory, Source, Whose};

use super::{Store, WORTH, file, manifest, map, name_of, sweep};

/// A hash of the sources of all that decides what is read of a source; made by the build.
const READER: &str = env!("POLICY_LS_READER");
/// What a file begins with; the reader's version follows.
const HEAD: &[u8] = b"policy-ls facts 1\n";
/// Bytes of a checksum, and of an entry.
const SUM: usize = 16;
const ENTRY: usize = 96;
/// A file takes up the ones before it that are no larger than so many times its own.
const GROWTH: usize = 2;

/// Where in the files one entry stands.
#[derive(Clone, Copy)]
struct Place {
    file: usize,
    entry: usize,
}

/// What was read of a workspace's sources before.
pub(crate) struct Facts {
    files: Vec<(String, File)>,
    places: HashMap<(u8, [u8; 32]), Place>,
    /// Whether something was found to be damaged.
    damaged: AtomicBool,
}

/// One file, mapped.
struct File {
    bytes: Bytes,
    count: usize,
}

/// One entry, as it stands in a file: part (1), nothing (3), length (4), place (8), key (32), checksum (16), whose it is
/// (16), of which content (16).
struct Entry<'a> {
    part: u8,
    key: [u8; 32],
    whose: Whose,
    sum: &'a [u8],
    start: usize,
    length: usize,
}

impl File {
    /// `None` if it is none of ours, or damaged.
    fn open(bytes: Bytes) -> Option<Self> {
        let rest = bytes.strip_prefix(HEAD)?.strip_prefix(READER.as_bytes())?;
        let (sum, rest) = rest.split_at_checked(SUM)?;
        let count = u32::from_le_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let table = rest.get(..4 + count.checked_mul(ENTRY)?)?;
        let sound = blake3::hash(table).as_bytes()[..SUM] == *sum;
        sound.then_some(Self { bytes, count })
    }

    fn entry(&self, number: usize) -> Option<Entry<'_>> {
        let at = HEAD.len() + READER.len() + SUM + 4 + number * ENTRY;
        let entry = self.bytes.get(at..at + ENTRY)?;
        let number = |at: usize| Some(u64::from_le_bytes(entry[at..at + 8].try_into().ok()?));
        Some(Entry {
            part: entry[0],
            length: (number(0)? >> 32) as usize,
            start: usize::try_from(number(8)?).ok()?,
            key: entry[16..48].try_into().ok()?,
            sum: &entry[48..64],
            whose: Whose {
                path: entry[64..80].try_into().ok()?,
                content: entry[80..96].try_into().ok()?,
            },
        })
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.count).filter_map(|number| self.entry(number))
    }

    /// What was read, if it is sound.
    fn read(&self, entry: &Entry<'_>) -> Option<&[u8]> {
        let end = entry.start.checked_add(entry.length)?;
        let read = self.bytes.get(entry.start..end)?;
        (checksum(&entry.key, read) == entry.sum).then_some(read)
    }
}

impl Behind for Facts {
    fn get(&self, matter: Matter, key: &[u8; 32], take: &mut dyn FnMut(&[u8]) -> bool) {
        let Some(place) = self.places.get(&(matter as u8, *key)) else {
            return;
        };
        let file = &self.files[place.file].1;
        let entry = file.entry(place.entry);
        let read = entry.and_then(|entry| file.read(&entry));
        if !read.is_some_and(take) {
            self.damaged.store(true, Ordering::Relaxed);
        }
    }
}

impl Store {
    /// What was read of this workspace's sources before. What cannot be used goes to `notes`.
    pub(crate) fn facts(&self, workspace: &Path, notes: &mut Vec<String>) -> Facts {
        let mut facts = Facts {
            files: Vec::new(),
            places: HashMap::new(),
            damaged: AtomicBool::default(),
        };
        let list = self.facts_list(workspace);
        if manifest::is_damaged(&list) {
            notes.push(format!(
                "{}: a damaged list of what was read; sources are read anew",
                list.display()
            ));
        }
        for name in manifest::read(&list) {
            let path = self.facts_path(&name);
            let file = match map::map(&path).map(File::open) {
                Ok(Some(file)) => file,
                // Another version's are left to whoever still uses them.
                Ok(None) if is_of_another(&path) => continue,
                Ok(None) => {
                    notes.push(format!(
                        "{}: damaged; its sources are read anew",
                        path.display()
                    ));
                    continue;
                }
                Err(_) => continue,
            };
            for (number, entry) in file.entries().enumerate() {
                let place = Place {
                    file: facts.files.len(),
                    entry: number,
                };
                // The newest stands.
                facts.places.insert((entry.part, entry.key), place);
            }
            facts.files.push((name, file));
        }
        facts
    }

    /// Keeps what a library's sources were read to say, as far as that took long; of those that are withheld, nothing. What
    /// hinders it goes to `notes`.
    pub(crate) fn remember(
        &self,
        workspace: &Path,
        memory: &Memory,
        before: &Facts,
        sources: &[Source],
        notes: &mut Vec<String>,
    ) {
        let secret = sources.iter().filter(|source| source.record.withheld);
        let secret = secret.map(Whose::of).flat_map(|it| [it.path, it.content]);
        let secret: HashSet<[u8; 16]> = secret.collect();
        let bytes: usize = sources.iter().map(|it| it.document.text.len()).sum();
        if bytes < WORTH && before.files.is_empty() {
            return;
        }
        let (fresh, used) = (memory.fresh(), memory.used());
        let kept = self.keep_facts(workspace, &fresh, before, &used, &secret);
        if let Err(error) = kept
            && notes.is_empty()
        {
            notes.push(self.useless(&error));
        }
        if before.is_damaged() {
            let at = self.facts_directory();
            notes.push(format!(
                "{}: damaged in part; that is read anew",
                at.display()
            ));
        }
    }

    /// Keeps what was read anew, with what was read before and is still of use. Of those whose names or contents are
    /// `withheld` nothing stays.
    fn keep_facts(
        &self,
        workspace: &Path,
        fresh: &[Fresh],
        before: &Facts,
        used: &HashSet<[u8; 32]>,
        withheld: &HashSet<[u8; 16]>,
    ) -> io::Result<()> {
        let secret = |entry: &Entry<'_>| {
            let Whose { path, content } = &entry.whose;
            withheld.contains(path) || withheld.contains(content)
        };
        let tainted = |file: &File| file.entries().any(|entry| secret(&entry));
        let mut taken = vec![false; before.files.len()];
        let mut bytes: usize = fresh.iter().map(|it| it.bytes.len() + ENTRY).sum();
        for (at, (_, file)) in before.files.iter().enumerate().rev() {
            let live = file.entries().filter(|it| used.contains(&it.key)).count();
            let small = bytes > 0 && file.bytes.len() <= GROWTH * bytes;
            taken[at] = tainted(file) || small || 2 * live < file.count;
            bytes += if taken[at] { file.bytes.len() } else { 0 };
        }
        if fresh.is_empty() && !taken.contains(&true) {
            // Used just now; whoever looks for room takes others first.
            let list = self.facts_list(workspace);
            let touched = fs::File::options().append(true).open(list);
            let _ = touched.and_then(|file| file.set_modified(SystemTime::now()));
            return Ok(());
        }
        let mut page = Page::default();
        let renewed: HashSet<(u8, [u8; 32])> =
            fresh.iter().map(|it| (it.matter as u8, it.key)).collect();
        for (at, (_, file)) in before.files.iter().enumerate().filter(|(at, _)| taken[*at]) {
            for (number, entry) in file.entries().enumerate() {
                let place = before.places.get(&(entry.part, entry.key));
                let newest = place.is_some_and(|it| it.file == at && it.entry == number);
                let known = renewed.contains(&(entry.part, entry.key));
                let wanted = newest && !known && used.contains(&entry.key) && !secret(&entry);
                if let Some(read) = file.read(&entry).filter(|_| wanted) {
                    page.add(entry.part, &entry.key, &entry.whose, read);
                }
            }
        }
        for it in fresh {
            page.add(it.matter as u8, &it.key, &it.whose, &it.bytes);
        }
        let kept = before
            .files
            .iter()
            .zip(&taken)
            .filter(|(_, taken)| !**taken);
        let mut names: Vec<String> = kept.map(|((name, _), _)| name.clone()).collect();
        let page = page.bytes();
        names.push(blake3::hash(&page).to_hex()[..32].to_owned());
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.facts_directory())?;
        let _lock = file::lock(&self.directory)?;
        let path = self.facts_path(names.last().map_or("", String::as_str));
        // What is damaged is written over.
        if !fs::read(&path).is_ok_and(|there| there == page) {
            file::write(&path, &page, &self.steps)?;
        }
        let list = self.facts_list(workspace);
        file::write(&list, manifest::text(&names).as_bytes(), &self.steps)?;
        sweep::sweep(
            &self.facts_directory(),
            "facts",
            self.limit,
            &list,
            &self.steps,
        )
    }

    pub(super) fn facts_directory(&self) -> PathBuf {
        self.directory.join("facts")
    }

    pub(super) fn facts_list(&self, workspace: &Path) -> PathBuf {
        let name = name_of(workspace);
        self.facts_directory().join(format!("{name}.list"))
    }

    pub(super) fn facts_path(&self, name: &str) -> PathBuf {
        self.facts_directory().join(format!("{name}.facts"))
    }
}

/// A file in the making.
#[derive(Default)]
struct Page {
    table: Vec<u8>,
    read: Vec<u8>,
    /// Where in `table` each place stands that is counted from where `read` begins.
    places: Vec<usize>,
}

impl Page {
    fn add(&mut self, part: u8, key: &[u8; 32], whose: &Whose, read: &[u8]) {
        self.table.extend([part, 0, 0, 0]);
        self.table.extend((read.len() as u32).to_le_bytes());
        self.places.push(self.table.len());
        self.table.extend((self.read.len() as u64).to_le_bytes());
        self.table.extend(key);
        self.table.extend(checksum(key, read));
        self.table.extend(whose.path);
        self.table.extend(whose.content);
        self.read.extend(read);
    }

    fn bytes(mut self) -> Vec<u8> {
        let begin = HEAD.len() + READER.len() + SUM + 4 + self.table.len();
        for at in &self.places {
            let mut place = [0; 8];
            place.copy_from_slice(&self.table[*at..*at + 8]);
            let place = u64::from_le_bytes(place) + begin as u64;
            self.table[*at..*at + 8].copy_from_slice(&place.to_le_bytes());
        }
        let mut table = (self.places.len() as u32).to_le_bytes().to_vec();
        table.append(&mut self.table);
        let sum = blake3::hash(&table);
        let head = [HEAD, READER.as_bytes(), &sum.as_bytes()[..SUM]].concat();
        [head, table, self.read].concat()
    }
}

fn checksum(key: &[u8; 32], read: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum.copy_from_slice(&blake3::keyed_hash(key, read).as_bytes()[..SUM]);
    sum
}

/// Whether a file begins like one of ours, but is another version's.
fn is_of_another(path: &Path) -> bool {
    let mut start = Vec::new();
    let file = fs::File::open(path).map(|file| file.take((HEAD.len() + READER.len()) as u64));
    let read = file.and_then(|mut file| file.read_to_end(&mut start));
    let rest = start.strip_prefix(HEAD).filter(|_| read.is_ok());
    rest.is_some_and(|rest| rest != READER.as_bytes())
}

impl Facts {
    /// Whether something that was asked for could not be used.
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
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
}
