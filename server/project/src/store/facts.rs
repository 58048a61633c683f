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
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use library::{Behind, Fresh, Matter, Memory, Source, Whose};

use super::spool::{Spool, Spooled};
use super::{Store, WORTH, file, manifest, map, name_of, sweep};

/// A hash of the sources of all that decides what is read of a source; made by the build.
pub(super) const READER: &str = env!("POLICY_LS_READER");
/// What a file begins with; the reader's version follows.
const HEAD: &[u8] = b"policy-ls facts 1\n";
/// Bytes of a checksum, and of an entry.
pub(super) const SUM: usize = 16;
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
    /// What is read anew, as far as it is put down at once.
    spool: Mutex<Spool>,
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

    fn put(&self, fresh: Fresh) -> Result<(), Fresh> {
        let mut spool = self.spool.lock().unwrap_or_else(PoisonError::into_inner);
        match spool.put(&fresh) {
            Ok(()) => Ok(()),
            // It stays where it is.
            Err(_) => Err(fresh),
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
            spool: Mutex::new(Spool::below(&self.facts_directory())),
        };
        let list = self.facts_list(workspace);
        if manifest::is_damaged(&list) {
            notes.push(format!(
                "{}: a damaged list of what was read; sources are read anew",
                list.display()
            ));
        }
        for name in manifest::read_own_or_others(&list) {
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
        let bytes: usize = sources.iter().map(|it| it.card.bytes).sum();
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
        let mut spool = before.spool.lock().unwrap_or_else(PoisonError::into_inner);
        let spool = std::mem::take(&mut *spool);
        let mut bytes: usize = fresh.iter().map(|it| it.bytes.len() + ENTRY).sum();
        bytes += spool.bytes();
        for (at, (_, file)) in before.files.iter().enumerate().rev() {
            let live = file.entries().filter(|it| used.contains(&it.key)).count();
            let small = bytes > 0 && file.bytes.len() <= GROWTH * bytes;
            taken[at] = tainted(file) || small || 2 * live < file.count;
            bytes += if taken[at] { file.bytes.len() } else { 0 };
        }
        let list = self.facts_list(workspace);
        let same = fresh.is_empty() && spool.bytes() == 0 && !taken.contains(&true);
        if same && list.exists() {
            // Used just now; whoever looks for room takes others first.
            let touched = fs::File::options().append(true).open(list);
            let _ = touched.and_then(|file| file.set_modified(SystemTime::now()));
            return Ok(());
        }
        if same {
            let names: Vec<String> = before.files.iter().map(|it| it.0.clone()).collect();
            let _lock = file::lock(&self.directory)?;
            return file::write(&list, manifest::text(&names).as_bytes(), &self.steps);
        }
        let mut page = Page::default();
        let mut renewed: HashSet<(u8, [u8; 32])> =
            fresh.iter().map(|it| (it.matter as u8, it.key)).collect();
        for it in &spool.entries {
            // The same words under two names are the same.
            if renewed.insert((it.part, it.key)) {
                page.spooled(it);
            }
        }
        for (at, (_, file)) in before.files.iter().enumerate().filter(|(at, _)| taken[*at]) {
            for (number, entry) in file.entries().enumerate() {
                let place = before.places.get(&(entry.part, entry.key));
                let newest = place.is_some_and(|it| it.file == at && it.entry == number);
                let known = renewed.contains(&(entry.part, entry.key));
                let wanted = newest && !known && used.contains(&entry.key) && !secret(&entry);
                if let Some(read) = wanted.then(|| file.read(&entry)).flatten() {
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
        let head = page.head(spool.length);
        // It has the checksums of all that follows.
        names.push(blake3::hash(&head).to_hex()[..32].to_owned());
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.facts_directory())?;
        let _lock = file::lock(&self.directory)?;
        let path = self.facts_path(names.last().map_or("", String::as_str));
        // What is damaged is written over.
        let there = map::map(&path).ok().and_then(File::open);
        let sound = |file: &File| file.entries().all(|entry| file.read(&entry).is_some());
        if !there.is_some_and(|there| sound(&there)) {
            file::write_by(&path, &self.steps, |out| {
                out.write_all(&head)?;
                spool.copy(out)?;
                self.steps.next()?;
                page.read.iter().try_for_each(|read| out.write_all(read))
            })?;
        }
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

/// A file in the making: what was put down at once, then the rest.
#[derive(Default)]
struct Page<'a> {
    /// The entries of both; their places are counted from where each begins.
    spooled: Vec<u8>,
    table: Vec<u8>,
    read: Vec<&'a [u8]>,
    length: u64,
}

impl<'a> Page<'a> {
    fn add(&mut self, part: u8, key: &[u8; 32], whose: &Whose, read: &'a [u8]) {
        let sum = checksum(key, read);
        line(
            &mut self.table,
            part,
            read.len(),
            self.length,
            key,
            &sum,
            whose,
        );
        self.length += read.len() as u64;
        self.read.push(read);
    }

    fn spooled(&mut self, it: &Spooled) {
        let Spooled { part, key, sum, .. } = it;
        line(
            &mut self.spooled,
            *part,
            it.length,
            it.start,
            key,
            sum,
            &it.whose,
        );
    }

    /// All that stands before what was read, of which so many bytes were put down at once.
    fn head(&mut self, spool: u64) -> Vec<u8> {
        let count = (self.spooled.len() + self.table.len()) / ENTRY;
        let begin = (HEAD.len() + READER.len() + SUM + 4 + count * ENTRY) as u64;
        for (table, begin) in [(&mut self.spooled, begin), (&mut self.table, begin + spool)] {
            for entry in table.chunks_exact_mut(ENTRY) {
                let mut place = [0; 8];
                place.copy_from_slice(&entry[8..16]);
                let place = u64::from_le_bytes(place) + begin;
                entry[8..16].copy_from_slice(&place.to_le_bytes());
            }
        }
        let count = (count as u32).to_le_bytes();
        let table = [&count[..], &self.spooled, &self.table].concat();
        let sum = blake3::hash(&table);
        [HEAD, READER.as_bytes(), &sum.as_bytes()[..SUM], &table].concat()
    }
}

/// Adds an entry to a table.
fn line(
    table: &mut Vec<u8>,
    part: u8,
    length: usize,
    start: u64,
    key: &[u8; 32],
    sum: &[u8; SUM],
    whose: &Whose,
) {
    table.extend([part, 0, 0, 0]);
    table.extend((length as u32).to_le_bytes());
    table.extend(start.to_le_bytes());
    table.extend(key);
    table.extend(sum);
    table.extend(whose.path);
    table.extend(whose.content);
}

pub(super) fn checksum(key: &[u8; 32], read: &[u8]) -> [u8; SUM] {
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
mod tests;
