//! Making a library: sources and records in, one immutable value out.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use passage::Index;
use prose::date::DateValue;
use prose::locale::Locale;
use prose::name::Names;
use prose::reading::Reader;
use prose::temporal::DateSettings;
use text::Document;

use crate::aside::Asides;
use crate::citation::Citations;
use crate::fact::{self, Joins};
use crate::glossary::{Named, Namer};
use crate::join::Joining;
use crate::locate::Locator;
use crate::quotable::{self, Quotable};
use crate::recall::{Recall, Wordings};
use crate::records::{RecordError, Records};
use crate::told::{Teller, Told};
use crate::{
    Entity, EntityDate, Library, Memory, Office, Problem, Quotation, Source, SourceId,
    SourceRecord, Witness,
};

/// Gathers sources and records.
#[derive(Default)]
pub struct Builder {
    pub(crate) name: String,
    pub(crate) revision: u64,
    pub(crate) sources: Vec<Source>,
    pub(crate) known: Vec<SourceRecord>,
    dates: DateSettings,
    pub(crate) records: Vec<(String, Records)>,
    without_events: bool,
    veiled: bool,
    watch: Option<Watch>,
    each: Option<Each>,
    memory: Option<Arc<Memory>>,
    asides: Option<Asides>,
}

/// So many sources are read before they are joined.
const TOGETHER: usize = 64;

/// Is told how many sources of how many are joined.
pub type Watch = Box<dyn Fn(usize, usize) + Send + Sync>;

/// Does a piece of work for each number below another, in any order, side by side if it likes.
pub type Each = Box<dyn Fn(usize, &Work<'_>) + Send + Sync>;

/// A piece of work for a number.
pub type Work<'a> = dyn Fn(usize) + Sync + 'a;

impl Builder {
    /// An empty library of this name and revision.
    pub fn new(name: &str, revision: u64) -> Self {
        Self {
            name: name.to_owned(),
            revision,
            ..Self::default()
        }
    }

    /// Adds one source; `path` from the workspace's root.
    pub fn add_source(
        &mut self,
        path: &str,
        record: SourceRecord,
        document: Arc<Document>,
    ) -> SourceId {
        self.add(Source::new(path, record, document))
    }

    /// Adds one source that is made already.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.sources.push(source);
        SourceId(self.sources.len() as u32 - 1)
    }

    /// How many sources there are so far.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// How the dates of the sources are read where no text says it.
    pub fn read_dates(&mut self, settings: DateSettings) {
        self.dates = settings;
    }

    /// Adds what is known of a source that is not on this machine, so that a retelling can name it.
    pub fn add_known(&mut self, record: SourceRecord) {
        self.known.push(record);
    }

    /// Adds one records file.
    ///
    /// # Errors
    /// If it is not a records file of this format; nothing is added then.
    pub fn add_records(&mut self, file: &str, toml: &str) -> Result<(), RecordError> {
        self.records
            .push((file.to_owned(), Records::parse(file, toml)?));
        Ok(())
    }

    /// Tells `watch` how many sources of how many are joined.
    pub fn watch(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    /// Reads sources by `each`: it may lend threads. The library is the same with any.
    pub fn read_by(&mut self, each: Each) {
        self.each = Some(each);
    }

    /// Puts down what need not be held: for libraries that are large.
    pub fn pack(&mut self, asides: Asides) {
        self.asides = Some(asides);
    }

    /// Makes the library for others than the editor: of sources that are withheld nothing can be shown.
    pub fn veil(&mut self) {
        self.veiled = true;
    }

    /// Reads only what `memory` does not know from libraries before. The library is the same without.
    pub fn remember(&mut self, memory: Arc<Memory>) {
        self.memory = Some(memory);
    }

    /// Leaves the dates and events of the records out of the chronology, to see what the sources say by themselves.
    pub fn without_curated_events(&mut self) {
        self.without_events = true;
    }

    /// Joins everything.
    pub fn build(self, locale: Arc<Locale>) -> Library {
        self.build_with(locale, quotable::index)
    }

    /// Joins everything; the word index over what may be quoted is made by `index` (a document's number is its
    /// position).
    pub fn build_with(
        self,
        locale: Arc<Locale>,
        index: impl FnOnce(&[Quotable<'_>]) -> Index,
    ) -> Library {
        self.build_until(locale, index, &|| false)
    }

    /// As [`Builder::build_with`]; once `stopped` says so, the sources that are not read yet tell nothing. What they may
    /// be quoted with is known all the same.
    pub fn build_until(
        self,
        locale: Arc<Locale>,
        index: impl FnOnce(&[Quotable<'_>]) -> Index,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Library {
        let memory = self.memory.unwrap_or_default();
        memory.begin();
        let each = self.each;
        let each = |count: usize, work: &Work<'_>| match &each {
            Some(each) => each(count, work),
            None => (0..count).for_each(work),
        };
        let mut library = Library {
            locale: locale.clone(),
            name: self.name,
            revision: self.revision,
            sources: self.sources,
            groups: locale.events.groups(),
            ..Library::default()
        };
        for (file, records) in &self.records {
            library.add_entities(file, records);
        }
        let namer = Namer::new(&library, &locale);
        let mut named = Named::new(&library.sources);
        let name = |at: usize| namer.name(&library.sources[at], &memory, stopped);
        in_parts(&each, library.sources.len(), name, |at, of_source| {
            if let Some(of_source) = of_source {
                named.take(&library.sources[at], &of_source.what);
            }
        });
        library.add_extracted(named, &namer);
        let names = library.entities.iter().flat_map(Entity::names).collect();
        library.names = Arc::new(Names::with(names, &locale.names));
        let joins = Joins::new(&library);
        let mut problems = Vec::new();
        let mut joined = Joining::new(&locale, self.asides.as_ref());
        let locator = Locator::new(&library.sources, &library.names, &self.known);
        let mut entities = library.entities.made().clone();
        for entity in &mut entities {
            link(entity, &joins, &locator, &locale);
        }
        for (file, records) in self.records.iter().filter(|_| !self.without_events) {
            for record in &records.event {
                match fact::of_record(record, &joins, &locator, &locale.events, &entities) {
                    Ok((fact, others)) => joined.chronology.add_disputed(fact, others),
                    Err(message) => problems.push(Problem {
                        file: file.clone(),
                        message,
                    }),
                }
            }
        }
        // After the events: a date of an entity's life is mostly that of an event which says more.
        if !self.without_events {
            let dated = entities.iter().flat_map(fact::of_dates);
            for (fact, others) in dated {
                joined.chronology.add_disputed(fact, others);
            }
        }
        let quotable = all(&each, library.sources.len(), |at| {
            quotable::of(&library.sources[at], &locator, &locale)
        });
        library.passages = index(&quotable);
        drop(quotable);
        let mut reader = Reader::new(locale.clone(), library.names.clone());
        reader.settings = self.dates;
        reader.open = true;
        let teller = Teller::new(reader, &library, &entities, &locator, &memory);
        let (done, count) = (AtomicUsize::new(0), library.sources.len());
        let silent = Told::default();
        let tell = |at: usize| {
            let source = &library.sources[at];
            let told = (!locator.is_replaced(source))
                .then(|| teller.tell(SourceId(at as u32), source, stopped))
                .flatten();
            if let Some(watch) = &self.watch {
                watch(done.fetch_add(1, Ordering::Relaxed) + 1, count);
            }
            told
        };
        in_parts(&each, count, tell, |at, told| {
            let told = told.as_ref().map_or(&silent, |it| &it.what);
            joined.take(SourceId(at as u32), &library.sources[at], told);
        });
        memory.end();
        library.citations = Citations::new(&library.sources);
        let quotations = self
            .records
            .iter()
            .flat_map(|(_, records)| &records.quotation);
        library.quotations = quotations
            .map(|record| quotation(record, &joins, &locator))
            .collect();
        let sources = std::mem::take(&mut library.sources);
        let veil = |witness: &mut Witness| {
            if self.veiled {
                witness.veil(&sources);
            }
        };
        let asides = self.asides.as_ref();
        let settled = joined.settle(&mut library, &mut entities, asides, &veil);
        library.sources = sources;
        library.problems.extend(problems);
        library.covered = settled.covered;
        let wordings = Wordings::new(self.records.iter().map(|(_, records)| records));
        library.recall = Recall::new(&settled.recorded, &entities, &wordings, &locale);
        library.lookup = settled.lookup;
        library.entities = entities.into();
        library.events = settled.events;
        if self.veiled {
            library.veil();
        }
        library
    }
}

/// What `work` makes of each number is given to `take` in order, while the next ones are worked at; no more than a few are
/// waiting for it.
fn in_parts<T: Send + Sync>(
    each: &dyn Fn(usize, &Work<'_>),
    count: usize,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(usize, T) + Send,
) {
    let take = Mutex::new(take);
    let take = |part: Option<(usize, Vec<T>)>| {
        let Some((start, part)) = part else { return };
        let mut take = take.lock().unwrap_or_else(PoisonError::into_inner);
        (start..).zip(part).for_each(|(at, made)| take(at, made));
    };
    let mut before = None;
    for start in (0..count).step_by(TOGETHER) {
        let waiting = Mutex::new(before.take());
        let made = all(each, 1 + TOGETHER.min(count - start), |at| {
            match at.checked_sub(1) {
                Some(at) => Some(work(start + at)),
                None => {
                    let waiting = waiting.lock().map_or(None, |mut it| it.take());
                    take(waiting);
                    None
                }
            }
        });
        before = Some((start, made.into_iter().flatten().collect()));
    }
    take(before);
}

/// What `work` makes of each number, in order.
fn all<T: Send + Sync>(
    each: &dyn Fn(usize, &Work<'_>),
    count: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let made: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    each(count, &|at| {
        let _ = made[at].set(work(at));
    });
    made.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// Fills in what an entity's record points at.
fn link(entity: &mut Entity, joins: &Joins, locator: &Locator, locale: &Locale) {
    let record = entity.record.clone();
    let own = [entity.number];
    let of = record.source.as_deref();
    let date = |edtf: &String| DateValue::parse_edtf(edtf);
    entity.parties = record
        .parties
        .iter()
        .chain(&record.members)
        .filter_map(|name| joins.find(name))
        .collect();
    entity.passages = locator.locate(of, &record.at, &own, &record.name);
    entity.dates = record
        .date
        .iter()
        .filter_map(|given| {
            Some(EntityDate {
                kind: locale.events.id(&given.kind),
                kind_id: given.kind.clone(),
                value: date(&given.value)?,
                disputed: given
                    .disputed
                    .as_ref()
                    .is_some_and(|dispute| dispute.is_disputed()),
                provenance: locator.locate(
                    of,
                    &given.at,
                    &own,
                    &format!("{} {}", given.kind, given.value),
                ),
            })
        })
        .collect();
    entity.offices = record
        .office
        .iter()
        .map(|office| Office {
            title: office.title.clone(),
            from: office.from.as_ref().and_then(date),
            to: office.to.as_ref().and_then(date),
            provenance: locator.locate(of, &office.at, &own, &office.title),
        })
        .collect();
}

fn quotation(
    record: &crate::records::QuotationRecord,
    joins: &Joins,
    locator: &Locator,
) -> Quotation {
    Quotation {
        speaker: record.speaker.as_ref().and_then(|name| joins.find(name)),
        document: record.document.as_ref().and_then(|name| joins.find(name)),
        provenance: locator
            .locate(record.source.as_deref(), &record.at, &[], &record.words)
            .into_iter()
            .next(),
        record: record.clone(),
    }
}
