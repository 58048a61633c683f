//! Opening a library that was kept: its sources and records are given, all else is in the bytes.

use std::sync::Arc;

use bytes::Bytes;
use passage::Index;
use prose::locale::Locale;
use prose::name::{Name, Names};

use super::pairs::PAIR;
use super::{
    ENTITIES, EVENTS, HEAD, KEY, LINE, LOOKUP, List, NAMES, PARTS, POSTINGS, Packed, Pairs, Part,
    SAID, SMALL, SUM, Small, TELLINGS,
};
use crate::citation::Citations;
use crate::locate::Locator;
use crate::quotable::{self, Quotable};
use crate::retold::Tellings;
use crate::{Builder, Library, Quotation};

impl Packed {
    /// The library in `bytes`, if it was made of what `key` says.
    pub fn open(bytes: Bytes, key: &[u8; KEY]) -> Option<Self> {
        let rest = bytes.strip_prefix(HEAD)?;
        if !rest.starts_with(key) {
            return None;
        }
        let end = bytes.len().checked_sub(SUM)?;
        let table = end.checked_sub(PARTS * LINE)?;
        let mut parts = [Part::default(); PARTS];
        for (at, part) in parts.iter_mut().enumerate() {
            let number = |column: usize| {
                let start = table + at * LINE + 8 * column;
                let number = bytes.get(start..start + 8)?;
                usize::try_from(u64::from_le_bytes(number.try_into().ok()?)).ok()
            };
            *part = Part {
                start: number(0)?,
                length: number(1)?,
                count: number(2)?,
            };
            if part.start.checked_add(part.length)? > table {
                return None;
            }
        }
        Some(Self { bytes, parts })
    }

    /// Whether all of it is as it was written.
    pub fn is_sound(&self) -> bool {
        let (all, sum) = self.bytes.split_at(self.bytes.len() - SUM);
        blake3::hash(all).as_bytes() == sum
    }

    fn part(&self, number: usize) -> Bytes {
        let Part { start, length, .. } = self.parts[number];
        self.bytes.slice(start..start + length)
    }

    fn pairs(&self, number: usize) -> Option<Pairs> {
        let bytes = self.part(number);
        (bytes.len() == self.parts[number].count.checked_mul(PAIR)?).then_some(Pairs::There(bytes))
    }
}

impl Library {
    /// Lets go of what was joined, for it is in `kept`, where it was written to.
    pub fn rest_on(&mut self, kept: &Packed) {
        let mut recorded = std::mem::take(self.entities.made());
        recorded.retain(|entity| !entity.extracted);
        let part = |number: usize| (kept.part(number), kept.parts[number].count);
        let (entities, count) = part(ENTITIES);
        let entities = List::kept(recorded, entities, count);
        let (events, count) = part(EVENTS);
        let events = List::kept(Vec::new(), events, count);
        let (said, count) = part(SAID);
        let said = List::kept(Vec::new(), said, count);
        let (tellings, count) = part(TELLINGS);
        let tellings = List::kept(Vec::new(), tellings, count);
        // It was opened: all of them are there.
        self.entities = entities.unwrap_or_default();
        self.events = events.unwrap_or_default();
        self.said = said.unwrap_or_default();
        self.tellings.tellings = tellings.unwrap_or_default();
        self.lookup = kept.pairs(LOOKUP).unwrap_or_default();
        self.tellings.postings = kept.pairs(POSTINGS).unwrap_or_default();
    }
}

impl Builder {
    /// The library that was kept, with the sources and records that were added here. The builder comes back where that
    /// cannot be.
    ///
    /// # Errors
    /// If the bytes do not make a library.
    pub fn open(
        self,
        kept: &Packed,
        locale: &Arc<Locale>,
        index: impl FnOnce(&[Quotable<'_>]) -> Index,
    ) -> Result<Library, Box<Self>> {
        match self.opened(kept, locale) {
            None => Err(Box::new(self)),
            Some(mut library) => {
                library.sources = self.sources;
                let names = Names::default();
                let locator = Locator::new(&library.sources, &names, &self.known);
                let sources = library.sources.iter();
                let quotable = sources.map(|source| quotable::of(source, &locator, locale));
                let quotable: Vec<Quotable<'_>> = quotable.collect();
                library.passages = index(&quotable);
                drop(quotable);
                library.citations = Citations::new(&library.sources);
                Ok(library)
            }
        }
    }

    /// All but what rests on the sources.
    fn opened(&self, kept: &Packed, locale: &Arc<Locale>) -> Option<Library> {
        let count = |part: usize| kept.parts[part].count;
        let list = |part: usize| (kept.part(part), count(part));
        let small: Small = postcard::from_bytes(&kept.part(SMALL)).ok()?;
        let mut library = Library {
            locale: Arc::clone(locale),
            name: self.name.clone(),
            revision: self.revision,
            groups: locale.events.groups(),
            ..Library::default()
        };
        for (file, records) in &self.records {
            library.add_entities(file, records);
        }
        let mut recorded = std::mem::take(library.entities.made());
        if recorded.len() != small.linked.len() {
            return None;
        }
        for (entity, linked) in recorded.iter_mut().zip(small.linked) {
            linked.link(entity);
        }
        let (bytes, found) = list(ENTITIES);
        library.entities = List::kept(recorded, bytes, found)?;
        library.slugs.extend(small.slugs);
        let (bytes, events) = list(EVENTS);
        library.events = List::kept(Vec::new(), bytes, events)?;
        let (bytes, said) = list(SAID);
        library.said = List::kept(Vec::new(), bytes, said)?;
        let (bytes, tellings) = list(TELLINGS);
        library.tellings = Tellings {
            tellings: List::kept(Vec::new(), bytes, tellings)?,
            first: small.first,
            postings: kept.pairs(POSTINGS)?,
        };
        library.lookup = kept.pairs(LOOKUP)?;
        if said != self.sources.len() || tellings != said || library.tellings.first.len() != said {
            return None;
        }
        let names: Vec<Name> = postcard::from_bytes(&kept.part(NAMES)).ok()?;
        library.names = Arc::new(Names::with(names, &locale.names));
        let records = self.records.iter();
        let records = records.flat_map(|(_, records)| &records.quotation);
        let quotations = records.zip(small.quoted);
        library.quotations = quotations
            .map(|(record, (speaker, document, provenance))| Quotation {
                record: record.clone(),
                speaker,
                document,
                provenance,
            })
            .collect();
        library.persons = small.persons.into_iter().collect();
        library.problems = small.problems;
        library.covered = small.covered;
        library.recall = small.recall;
        Some(library)
    }
}
