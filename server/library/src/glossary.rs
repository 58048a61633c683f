//! The glossary: entities of the records, and those that the sources name without a record.

use std::collections::BTreeSet;
use std::sync::Arc;

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, Extracted, Finder, Merger, Names, is_acronym, key};
use prose::temporal::{DateSettings, recognise};
use text::{BlockKind, Document, Span};

use crate::memory::{Read, Wanted, Whose, content, proses};
use crate::records::{EntityRecord, Records};
use crate::{Entity, Library, Memory, Problem, Source};

/// Finds what a source names, the names of records left out.
pub(crate) struct Namer<'a> {
    /// Those of the records.
    names: Names,
    finder: Finder<'a>,
    locale: &'a Locale,
}

impl<'a> Namer<'a> {
    pub fn new(library: &Library, locale: &'a Locale) -> Self {
        let names = library.entities.iter().flat_map(Entity::names).collect();
        Self {
            names: Names::with(names, &locale.names),
            finder: Finder::new(locale),
            locale,
        }
    }

    /// What one source names, from memory as far as it goes; `None` once `stopped` says so.
    pub fn name(
        &self,
        source: &Source,
        memory: &Memory,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Arc<Read<Merger>>> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&content(source));
        hasher.update(self.locale.tag.as_bytes());
        let trace = || {
            let document = source.document();
            self.names.trace(proses(&document), |_, _| {})
        };
        let wanted = Wanted {
            key: *hasher.finalize().as_bytes(),
            whose: Whose::of(source),
            withheld: source.record.withheld,
            names: self.names.digest(),
            trace: &trace,
        };
        memory.or(&wanted, || {
            (!stopped()).then(|| self.read(&source.document()))
        })
    }

    fn read(&self, document: &Document) -> Merger {
        let mut merger = Merger::default();
        for block in &document.blocks {
            if matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter) {
                continue;
            }
            let dates = recognise(&block.prose, self.locale, &DateSettings::default());
            let mut skip: Vec<Span> = dates.iter().map(|raw| raw.span).collect();
            let own =
                |kind: EntityKind| matches!(kind, EntityKind::Agreement | EntityKind::Organisation);
            let sightings = self.names.sight(&block.prose);
            let recorded = sightings.iter().map(|sighting| &sighting.mention);
            skip.extend(
                recorded
                    .filter(|mention| own(mention.kind))
                    .map(|mention| mention.span),
            );
            skip.sort_by_key(|span| span.start);
            for candidate in self.finder.find(&block.prose, &skip) {
                let words = candidate.span.of(&block.prose);
                merger.add(words, &candidate, &self.locale.names);
            }
        }
        merger
    }
}

/// What the sources name, taken up one source after the other.
pub(crate) struct Named {
    all: Merger,
    /// What may be told of names, where some sources are withheld: those that the others have.
    open: Merger,
    /// Whether some are.
    withheld: bool,
}

impl Named {
    pub fn new(sources: &[Source]) -> Self {
        Self {
            all: Merger::default(),
            open: Merger::default(),
            withheld: sources.iter().any(|source| source.record.withheld),
        }
    }

    /// Takes up what one source names, which stands behind those before.
    pub fn take(&mut self, source: &Source, named: &Merger) {
        self.all.absorb(named);
        if self.withheld && !source.record.withheld {
            self.open.absorb(named);
        }
    }
}

impl Library {
    /// Takes up the entities of one records file.
    pub(crate) fn add_entities(&mut self, file: &str, records: &Records) {
        for (kind, record) in records.entities() {
            if self.slugs.contains_key(&record.id) {
                let message = format!(
                    "the id `{}` is given twice; ids are never used again",
                    record.id
                );
                self.problems.push(Problem {
                    file: file.to_owned(),
                    message,
                });
                continue;
            }
            self.add_entity(kind, record, false);
        }
    }

    /// Takes up what the sources name and no record gives.
    pub(crate) fn add_extracted(&mut self, named: Named, namer: &Namer<'_>) {
        let locale = namer.locale;
        let Named {
            all: merger,
            open,
            withheld,
        } = named;
        let entries: Vec<&[String]> = locale.gazetteer.entries().map(|(_, names)| names).collect();
        if withheld {
            let told = open.merge(&locale.names).into_iter();
            let told = told.flat_map(|it| {
                let others = it.aliases.into_iter().chain(it.acronyms);
                others.chain([it.name])
            });
            // Everybody's names are no secret.
            let listed = entries.iter().flat_map(|names| names.iter().cloned());
            self.open_names = told.chain(listed).map(|name| key(&name)).collect();
        }
        let known = namer.names.names().iter();
        let known: BTreeSet<String> = known.map(|name| key(&name.text)).collect();
        for name in merger.merge(&locale.names) {
            let entry = name.entry.and_then(|entry| entries.get(entry as usize));
            let entry = entry.copied().unwrap_or_default();
            let record = self.extracted_record(name.kind, &name, entry, withheld);
            let recorded = |text: &String| known.contains(&key(text));
            let mut all = std::iter::once(&record.name)
                .chain(&record.aliases)
                .chain(&record.acronyms);
            if !all.any(recorded) {
                self.add_entity(name.kind, &record, true);
            }
        }
    }

    fn extracted_record(
        &self,
        kind: EntityKind,
        name: &Extracted,
        entry: &[String],
        withheld: bool,
    ) -> EntityRecord {
        let mut aliases = name.aliases.clone();
        let mut acronyms = name.acronyms.clone();
        let shown = entry
            .first()
            .filter(|shown| !is_acronym(shown))
            .unwrap_or(&name.name);
        for other in entry
            .iter()
            .chain([&name.name])
            .filter(|other| *other != shown)
        {
            let list = if is_acronym(other) {
                &mut acronyms
            } else {
                &mut aliases
            };
            if !list.contains(other) {
                list.push(other.clone());
            }
        }
        aliases.retain(|alias| alias != shown);
        EntityRecord {
            id: self.slug(kind, shown, withheld),
            name: shown.clone(),
            aliases,
            acronyms,
            ..EntityRecord::default()
        }
    }

    /// An id that no other entity has; `withheld` says whether some source is.
    fn slug(&self, kind: EntityKind, name: &str, withheld: bool) -> String {
        let mut slug = String::new();
        for letter in key(name).chars() {
            if letter.is_alphanumeric() {
                slug.push(letter);
            } else if !slug.ends_with('-') && letter != '\'' && letter != '.' {
                slug.push('-');
            }
        }
        let slug = slug.trim_matches('-');
        // An id is told everywhere; a name that only withheld sources have is not.
        let secret = withheld && !self.open_names.contains(&key(name));
        let slug = if secret { "entity" } else { slug };
        if !secret && !slug.is_empty() && !self.slugs.contains_key(slug) {
            return slug.to_owned();
        }
        let digest = blake3::hash(format!("{kind:?} {name}").as_bytes()).to_hex();
        format!("{slug}-{}", &digest[..8])
    }

    fn add_entity(&mut self, kind: EntityKind, record: &EntityRecord, extracted: bool) {
        let number = EntityId(self.entities.len() as u32);
        for slug in record.formerly.iter().chain([&record.id]) {
            self.slugs.insert(slug.clone(), number);
        }
        let entity = Entity::new(number, kind, record);
        self.entities.made().push(Entity {
            extracted,
            ..entity
        });
    }
}
