//! What one source tells by itself, read with the names that all of them have: facts, dated sentences, quotations, defining
//! sentences. The joins over all sources take it up in the sources' order.

use std::sync::Arc;

use prose::locale::Locale;
use prose::name::EntityId;
use prose::reading::{Memo, Reader};

use crate::chronology::Fact;
use crate::definition::Definitions;
use crate::locate::Locator;
use crate::memory::{Key, Read, content, proses};
use crate::retold::Gathered;
use crate::said::Said;
use crate::{Entity, Library, Memory, Source, SourceId, fact, said};

/// What one source tells. Its place among the sources and its rank are those of the library that it was read for.
#[derive(Debug, Default)]
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
    pub reader: Reader,
    /// With its names and its word index.
    pub library: &'a Library,
    /// As they are joined: with what their records point at.
    pub entities: &'a [Entity],
    pub locator: &'a Locator<'a>,
    pub locale: &'a Locale,
    pub memory: &'a Memory,
}

impl Teller<'_> {
    /// What one source tells, from memory as far as it goes; `None` once `stopped` says so.
    pub fn tell(
        &self,
        number: SourceId,
        source: &Source,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Arc<Read<Told>>> {
        let names = &self.library.names;
        let trace = || names.trace(proses(&source.document), |id, out| self.told_of(id, out));
        let read = || self.read(number, source, stopped);
        self.memory.or(self.key(source), names, trace, read)
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

    fn read(&self, number: SourceId, source: &Source, stopped: &dyn Fn() -> bool) -> Option<Told> {
        let Self {
            library,
            entities,
            locator,
            locale,
            ..
        } = *self;
        let mut reader = self.reader.clone();
        reader.document_date.clone_from(&source.date);
        let reading = reader.read(&source.document, &mut Memo::default(), stopped)?;
        Some(Told {
            facts: fact::of_source(number, source, &reading, &locale.events, locator),
            gathered: Gathered::of_source(number, source, &reading, locator, library),
            definitions: Definitions::of_source(
                number, source, &reading, entities, locator, locale,
            ),
            said: Arc::new(said::of_source(source, &reading, &locale.quotations)),
        })
    }
}
