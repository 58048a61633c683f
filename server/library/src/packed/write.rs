//! Writing a library: part after part, so that no second one stands in memory.

use std::io::{self, Write};

use serde::Serialize;

use super::{HEAD, KEY, Keep, Linked, List, Pairs, Small};
use crate::{Entity, Library};

/// Counts what goes through it, and its checksum.
struct Out<'a> {
    to: &'a mut dyn Write,
    at: u64,
    hasher: blake3::Hasher,
    /// Begin, length and count of each part.
    parts: Vec<[u64; 3]>,
}

impl Out<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.at += bytes.len() as u64;
        self.to.write_all(bytes)
    }

    /// One part of so many elements.
    fn part(
        &mut self,
        count: usize,
        write: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = self.at;
        write(self)?;
        self.parts.push([start, self.at - start, count as u64]);
        Ok(())
    }

    fn whole<T: Serialize>(&mut self, what: &T) -> io::Result<()> {
        let bytes = postcard::to_stdvec(what).map_err(io::Error::other)?;
        self.part(1, |out| out.put(&bytes))
    }

    /// The elements from number `first` on, then where each begins, counted from the first one.
    fn list<T: Keep>(&mut self, list: &List<T>, first: usize) -> io::Result<()> {
        let count = list.len() - first;
        self.part(count, |out| {
            if let Some(laid) = list.as_laid() {
                return laid.copy(out);
            }
            let (start, mut places) = (out.at, Vec::with_capacity(count + 1));
            for at in first..list.len() {
                places.push(out.at - start);
                let bytes = list.bytes(at);
                out.put(&bytes.ok_or_else(|| io::Error::other("it cannot be written"))?)?;
            }
            places.push(out.at - start);
            for places in places.chunks(4096) {
                let bytes: Vec<u8> = places.iter().flat_map(|it| it.to_le_bytes()).collect();
                out.put(&bytes)?;
            }
            Ok(())
        })
    }

    fn pairs(&mut self, pairs: &Pairs) -> io::Result<()> {
        self.part(pairs.len(), |out| {
            if let Pairs::Laid(laid, _) = pairs {
                return laid.copy(out);
            }
            let mut bytes = Vec::new();
            for start in (0..pairs.len()).step_by(4096) {
                bytes.clear();
                for at in start..pairs.len().min(start + 4096) {
                    let (key, number) = pairs.get(at);
                    bytes.extend(key.to_le_bytes());
                    bytes.extend(number.to_le_bytes());
                }
                out.put(&bytes)?;
            }
            Ok(())
        })
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Library {
    /// Writes all that was joined; `key` says of what: whoever opens it again has the same. Nothing is to be kept of a
    /// library that has withheld sources.
    ///
    /// # Errors
    /// What `to` says; and if a source is withheld.
    pub fn keep(&self, key: &[u8; KEY], to: &mut dyn Write) -> io::Result<()> {
        if self.sources.iter().any(|source| source.record.withheld) {
            return Err(io::Error::other("some sources are withheld"));
        }
        let mut out = Out {
            to,
            at: 0,
            hasher: blake3::Hasher::new(),
            parts: Vec::new(),
        };
        out.put(HEAD)?;
        out.put(key)?;
        let recorded = self.entities.iter().take_while(|it| !it.extracted).count();
        out.whole(&self.small(recorded))?;
        // As they were given to the matcher.
        let names = self.entities.iter().flat_map(Entity::names);
        out.whole(&names.collect::<Vec<_>>())?;
        out.list(&self.entities, recorded)?;
        out.list(&self.events, 0)?;
        out.list(&self.said, 0)?;
        out.list(&self.tellings.tellings, 0)?;
        out.pairs(&self.lookup)?;
        out.pairs(&self.tellings.postings)?;
        for part in std::mem::take(&mut out.parts) {
            let line: Vec<u8> = part.iter().flat_map(|it| it.to_le_bytes()).collect();
            out.put(&line)?;
        }
        let sum = *out.hasher.finalize().as_bytes();
        out.to.write_all(&sum)
    }

    fn small(&self, recorded: usize) -> Small {
        let mut persons: Vec<String> = self.persons.iter().cloned().collect();
        persons.sort();
        let slugs = self.slugs.iter();
        let slugs = slugs.filter(|(_, id)| id.0 as usize >= recorded);
        let quoted = self.quotations.iter();
        Small {
            linked: self
                .entities
                .iter()
                .take(recorded)
                .map(Linked::of)
                .collect(),
            quoted: quoted
                .map(|it| (it.speaker, it.document, it.provenance.clone()))
                .collect(),
            persons,
            problems: self.problems.clone(),
            covered: self.covered,
            recall: self.recall.clone(),
            slugs: slugs.map(|(slug, id)| (slug.clone(), *id)).collect(),
            first: self.tellings.first.clone(),
        }
    }
}
