//! Making a library of the sources and records that were found: opened as it was kept, or joined anew and kept.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use library::{Builder, Each, Library, Packed, Quotable};
use passage::{Index, Lexicon};
use prose::locale::Locale;
use rayon::prelude::*;

use super::gather::record_problem;
use super::{Loaded, Loader, Made};
use crate::cache::Cache;
use crate::config::Checked;
use crate::sources::Text;
use crate::store::{Kept, Store, Trust, Wanted, in_memory, is_worth_keeping};
use crate::workspace::{Audience, Lazy};
use crate::{FileProblem, LibraryInfo, builtin};

/// A hash of the sources of all that decides what is found, the built-in library included; made by the build.
const JUDGE: &str = env!("POLICY_LS_JUDGE");
/// Text below this, in bytes, is joined in less time than files take.
const JOINED: usize = 256 << 10;
/// From so much text on, what was joined is not held, but looked up in what is kept.
const LARGE: usize = 32 << 20;

/// A library in the making.
struct Making {
    /// Where things are kept, if anywhere.
    store: Option<Store>,
    /// What the library that is kept must be made of.
    key: [u8; 32],
    /// Which of our own files are known to be sound.
    trust: Trust,
    /// Numbers of the sources of which nothing may be kept.
    withheld: Vec<usize>,
    /// Bytes of all sources' text.
    bytes: usize,
    /// How many there are.
    sources: usize,
    /// What is to be told of the cache.
    notes: Vec<String>,
    /// The same of the word index, and which words were kept.
    index_notes: Vec<String>,
    kept: Vec<Kept>,
}

impl Making {
    fn is_large(&self) -> bool {
        self.bytes >= LARGE
    }

    /// What was told of the word index comes first.
    fn tell_of_index(&mut self) {
        self.notes.splice(0..0, self.index_notes.drain(..));
    }
}

impl Loader<'_> {
    /// Makes the library, or opens it where it was kept.
    pub(super) fn make(
        &mut self,
        config: &Checked,
        cache: &Cache,
        info: &LibraryInfo,
        digest: &blake3::Hash,
        sources: Vec<Loaded>,
        records: &[Text],
    ) -> Made {
        let mut builder = self.builder(config, info);
        let mut making = Making {
            store: store_at(cache),
            key: joined_key(digest, info, config),
            trust: self.seen.trust(),
            withheld: withheld(builder.len(), &sources),
            sources: sources.len(),
            bytes: sources.iter().map(|it| it.card.bytes).sum(),
            notes: Vec::new(),
            index_notes: Vec::new(),
            kept: Vec::new(),
        };
        self.add(&mut builder, sources, records, cache);
        if making.is_large() {
            let store = making.store.as_ref();
            builder.pack(store.map_or_else(library::held, Store::asides));
        }
        let library = match self.kept(&mut making) {
            Some(kept) => self.opened(builder, &kept, &mut making),
            None => Err(Box::new(builder)),
        };
        let library = library.unwrap_or_else(|builder| self.joined(*builder, &mut making));
        self.see(cache, &making.trust);
        self.tell_of(&library);
        let paths = library.sources.iter().map(|source| source.path.clone());
        let kept = paths.zip(making.kept).collect();
        let library = Arc::new(library);
        Made {
            library: Lazy::new(Box::new(move || library)),
            kept,
            notes: making.notes,
            stopped: self.is_stopped(),
        }
    }

    /// A builder that reads as the configuration says, and has what comes with the program.
    fn builder(&self, config: &Checked, info: &LibraryInfo) -> Builder {
        let mut builder = Builder::new(&info.to_string(), 0);
        if config.builtin {
            builtin::add_to(&mut builder);
        }
        if self.audience == Audience::Everybody {
            builder.veil();
        }
        builder.read_dates(config.settings.dates);
        builder.read_by(side_by_side());
        builder.remember(Arc::clone(&self.memory.read));
        if let Some(tell) = self.progress.clone() {
            builder.watch(Box::new(move |done, all| tell(all + done, 2 * all)));
        }
        builder
    }

    /// Gives the builder the sources and the records.
    fn add(
        &mut self,
        builder: &mut Builder,
        sources: Vec<Loaded>,
        records: &[Text],
        cache: &Cache,
    ) {
        for source in sources {
            let Loaded { name, record, .. } = &source;
            builder.add(match &source.held {
                Some(document) => library::Source::new(name, record.clone(), Arc::clone(document)),
                None => {
                    let document = self.lying_on_disk(&source, cache);
                    let card = Arc::clone(&source.card);
                    library::Source::known(name, record.clone(), card, document)
                }
            });
        }
        for record in records {
            if let Err(error) = builder.add_records(&record.name, &record.text) {
                self.problems.push(record_problem(&record.path, &error));
            }
        }
    }

    /// The library as it was kept. With withheld sources there is none, and there may be none.
    fn kept(&self, making: &mut Making) -> Option<Packed> {
        let (store, root) = (making.store.as_ref()?, self.search.root);
        if !making.withheld.is_empty() {
            store.drop_library(root);
            return None;
        }
        store.library(root, &making.key, &making.trust, &mut making.notes)
    }

    /// Opens the library that was kept.
    fn opened(
        &self,
        builder: Builder,
        kept: &Packed,
        making: &mut Making,
    ) -> Result<Library, Box<Builder>> {
        let locale = Locale::shared_english();
        let library = builder.open(kept, &locale, |documents| self.index(documents, making))?;
        making.tell_of_index();
        if let Some(tell) = &self.progress {
            tell(2 * making.sources, 2 * making.sources);
        }
        Ok(library)
    }

    /// Reads what was not read before, joins everything, and keeps it.
    fn joined(&self, builder: Builder, making: &mut Making) -> Library {
        let (read, root) = (&self.memory.read, self.search.root);
        let store = making.store.clone();
        let facts = store.as_ref().map(|store| {
            let facts = Arc::new(store.facts(root, &mut making.notes));
            read.rest_on(Some(facts.clone()));
            read.be_lean(making.is_large() && making.withheld.is_empty() && !self.is_passing());
            (store, facts)
        });
        let locale = Locale::shared_english();
        let index = |documents: &[Quotable<'_>]| self.index(documents, making);
        let mut library = builder.build_until(locale, index, &|| self.is_stopped());
        read.be_lean(false);
        read.rest_on(None);
        making.tell_of_index();
        if let Some((store, facts)) = facts
            && !self.is_stopped()
            && !self.is_passing()
        {
            // One note is enough where the cache cannot be used.
            store.remember(root, read, &facts, &library.sources, &mut making.notes);
            if making.withheld.is_empty() && making.bytes >= JOINED {
                self.keep(store, &mut library, making);
            }
        }
        library
    }

    /// Keeps a library; a large one rests on what was kept from then on.
    fn keep(&self, store: &Store, library: &mut Library, making: &mut Making) {
        let (root, key) = (self.search.root, &making.key);
        if let Err(error) = store.keep_library(root, key, library, &making.trust) {
            if making.notes.is_empty() {
                making.notes.push(store.useless(&error));
            }
            return;
        }
        if making.is_large()
            && let Some(kept) = store.library(root, key, &making.trust, &mut making.notes)
        {
            library.rest_on(&kept);
            self.memory.read.forget();
        }
    }

    /// The word index, kept where that may be and is worth it.
    fn index(&self, documents: &[Quotable<'_>], making: &mut Making) -> Index {
        let lexicon = Arc::new(Lexicon::english());
        // What is kept is a whole library's; what was kept of a source before it was withheld has to go.
        let keeps = !making.withheld.is_empty() || is_worth_keeping(documents);
        let Some(store) = making
            .store
            .as_ref()
            .filter(|_| keeps && !self.is_stopped())
        else {
            return in_memory(documents, lexicon);
        };
        let wanted = Wanted {
            documents,
            withheld: &making.withheld,
            passing: &|| self.is_passing(),
            trust: &making.trust,
        };
        let (notes, kept) = (&mut making.index_notes, &mut making.kept);
        store.index(self.search.root, &wanted, lexicon, notes, kept)
    }

    /// Gathers what could not be read, and whether somebody did not wait for all.
    fn tell_of(&mut self, library: &Library) {
        if self.is_stopped() {
            let path = self.search.config.to_owned();
            let message = "reading was stopped: not all that the sources say is known".to_owned();
            self.problem(&path, message, false);
        }
        for problem in &library.problems {
            self.problems.push(FileProblem {
                path: self.search.root.join(&problem.file),
                line: None,
                message: problem.message.clone(),
                named: true,
            });
        }
    }

    fn is_stopped(&self) -> bool {
        self.search.files.cancel.is_cancelled()
    }

    /// Whether these are texts that nobody saved, or that changed while they were read.
    fn is_passing(&self) -> bool {
        let differs = self.search.files.differs.load(Ordering::Relaxed);
        differs || self.changed.load(Ordering::Relaxed)
    }
}

/// Where things are kept, if anywhere.
pub(super) fn store_at(cache: &Cache) -> Option<Store> {
    match cache {
        Cache::At(directory) => Some(Store::at(directory)),
        Cache::Off => None,
    }
}

/// The numbers of those that are withheld, where so many sources come before them.
fn withheld(before: usize, sources: &[Loaded]) -> Vec<usize> {
    let all = (before..).zip(sources);
    let withheld = all.filter(|(_, source)| source.record.withheld);
    withheld.map(|(number, _)| number).collect()
}

/// All that decides what is joined.
fn joined_key(digest: &blake3::Hash, info: &LibraryInfo, config: &Checked) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(JUDGE.as_bytes());
    hasher.update(digest.as_bytes());
    hasher.update(format!("{info} {:?}", config.settings.dates).as_bytes());
    *hasher.finalize().as_bytes()
}

/// Sources are read by all threads of the pool.
fn side_by_side() -> Each {
    Box::new(|count, work| (0..count).into_par_iter().for_each(work))
}
