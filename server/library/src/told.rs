//! What one source tells by itself, read with the names that all of them have: facts, dated sentences, quotations, defining
//! sentences. The joins over all sources take it up in the sources' order.

use std::cell::RefCell;
use std::sync::Arc;

use prose::locale::Locale;
use prose::name::EntityId;
use prose::reading::{Memo, Reader};

use crate::chronology::Fact;
use crate::definition::Definitions;
use crate::locate::Locator;
use crate::memory::{Key, Read, Wanted, Whose, content, proses};
use crate::retold::Gathered;
use crate::said::Said;
use crate::{Entity, Library, Memory, Source, SourceId, fact, said};

/// What one source tells. Its place among the sources and its rank are those of the library that it was read for.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Told {
    facts: Vec<Fact>,
    pub gathered: Gathered,
    definitions: Definitions,
    pub said: Arc<Vec<Said>>,
}

impl Told {
    /// Its facts, for the source of this number.
    pub fn facts(&self, number: SourceId, source: &Source) -> impl Iterator<Item = Fact> {
        self.facts.iter().map(move |fact| {
            let mut fact = fact.clone();
            fact.witness.rank = source.rank;
            if let Some(place) = &mut fact.witness.provenance {
                place.source = number;
            }
            fact
        })
    }

    /// Adds its defining sentences, for the source of this number.
    pub fn define(&self, number: SourceId, all: &mut Definitions) {
        all.absorb(number, &self.definitions);
    }

    /// The same with other numbers of entities.
    pub fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self {
        let facts = self.facts.iter().map(|fact| {
            let mut fact = fact.clone();
            fact.renumber(number);
            fact
        });
        Self {
            facts: facts.collect(),
            gathered: self.gathered.clone(),
            definitions: self.definitions.renumbered(number),
            said: Arc::clone(&self.said),
        }
    }
}

/// Reads sources.
pub(crate) struct Teller<'a> {
    reader: Reader,
    library: &'a Library,
    entities: &'a [Entity],
    locator: &'a Locator<'a>,
    locale: &'a Locale,
    memory: &'a Memory,
    /// Of the names, and of what is told of all entities.
    digest: u64,
}

impl<'a> Teller<'a> {
    /// One that reads for this library, which has its names and its word index; `entities` are joined with what their
    /// records point at.
    pub fn new(
        reader: Reader,
        library: &'a Library,
        entities: &'a [Entity],
        locator: &'a Locator<'a>,
        memory: &'a Memory,
    ) -> Self {
        let mut teller = Self {
            reader,
            library,
            entities,
            locator,
            locale: &library.locale,
            memory,
            digest: 0,
        };
        let mut told = library.names.digest().to_le_bytes().to_vec();
        for entity in entities {
            teller.told_of(entity.number, &mut told);
            told.push(0);
        }
        let mut digest = [0; 8];
        digest.copy_from_slice(&blake3::hash(&told).as_bytes()[..8]);
        teller.digest = u64::from_le_bytes(digest);
        teller
    }

    /// What one source tells, from memory as far as it goes; `None` once `stopped` says so.
    pub fn tell(
        &self,
        number: SourceId,
        source: &Source,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Arc<Read<Told>>> {
        let names = &self.library.names;
        let memo = RefCell::new(None);
        let trace = || {
            let told = |id, out: &mut Vec<u8>| self.told_of(id, out);
            match memo.borrow_mut().as_mut() {
                Some(memo) => self.reader.trace(memo, told),
                None => names.trace(proses(&source.document()), told),
            }
        };
        let wanted = Wanted {
            key: self.key(source),
            whose: Whose::of(source),
            withheld: source.record.withheld,
            names: self.digest,
            trace: &trace,
        };
        self.memory.or(&wanted, || {
            let mut read = Memo::default();
            let told = self.read(number, source, &mut read, stopped);
            memo.replace(Some(read));
            told
        })
    }

    /// All that decides what a source tells, but for the names.
    fn key(&self, source: &Source) -> Key {
        let date = source.date.as_ref().map(|date| &date.edtf);
        let known = self.locator.original_of(source);
        let (settings, language) = (&self.reader.settings, &self.locale.tag);
        let said = format!("{date:?} {known:?} {settings:?} {language:?}");
        let mut hasher = blake3::Hasher::new();
        hasher.update(&content(source));
        hasher.update(said.as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// What of an entity decides which sentence defines it.
    fn told_of(&self, id: EntityId, out: &mut Vec<u8>) {
        let Some(entity) = self.entities.get(id.0 as usize) else {
            return;
        };
        out.push(u8::from(entity.extracted));
        out.extend(entity.name.as_bytes());
    }

    fn read(
        &self,
        number: SourceId,
        source: &Source,
        memo: &mut Memo,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Told> {
        let Self {
            library,
            entities,
            locator,
            locale,
            ..
        } = *self;
        let mut reader = self.reader.clone();
        reader.document_date.clone_from(&source.date);
        let document = &source.document();
        let reading = reader.read(document, memo, stopped)?;
        Some(Told {
            facts: fact::of_source(number, source, document, &reading, &locale.events, locator),
            gathered: Gathered::of_source(number, source, document, &reading, locator, library),
            definitions: Definitions::of_source(
                number, source, document, &reading, entities, locator, locale,
            ),
            said: Arc::new(said::of_source(document, &reading, &locale.quotations)),
        })
    }
}
