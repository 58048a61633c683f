//! The glossary: entities of the records, and those that the sources name without a record.

use std::collections::BTreeSet;

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, Names, extract, key, merge};
use prose::temporal::{DateSettings, recognise};
use text::{BlockKind, Span};

use crate::records::{EntityRecord, Records};
use crate::{Entity, Library, Problem};

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

    /// Takes up the agreements and organisations that the sources name and no record gives.
    pub(crate) fn add_extracted(&mut self, locale: &Locale) {
        let names = Names::with(
            self.entities.iter().flat_map(Entity::names).collect(),
            &locale.names,
        );
        let known: BTreeSet<String> = names.names().iter().map(|name| key(&name.text)).collect();
        let mut seen: Vec<(String, EntityKind, Option<String>)> = Vec::new();
        for block in self
            .sources
            .iter()
            .flat_map(|source| &source.document.blocks)
        {
            if matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter) {
                continue;
            }
            let dates = recognise(&block.prose, locale, &DateSettings::default());
            let mentions = names.sight(&block.prose);
            let mut skip: Vec<Span> = dates.iter().map(|raw| raw.span).collect();
            skip.extend(mentions.iter().map(|sighting| sighting.mention.span));
            for candidate in extract(&block.prose, &skip, &locale.names) {
                seen.push((
                    candidate.span.of(&block.prose).to_owned(),
                    candidate.kind,
                    candidate.short,
                ));
            }
        }
        let seen = seen
            .iter()
            .map(|(words, kind, short)| (words.as_str(), *kind, short.as_deref()));
        for name in merge(seen, &locale.names) {
            let folded = key(&name.name);
            if known.contains(&folded) {
                continue;
            }
            let kind = if name.kind == EntityKind::Agreement {
                "agreement"
            } else {
                "organisation"
            };
            let digest = blake3::hash(folded.as_bytes()).to_hex();
            let record = EntityRecord {
                id: format!("{kind}-{}", &digest[..12]),
                name: name.name,
                acronyms: name
                    .acronyms
                    .into_iter()
                    .filter(|acronym| !known.contains(&key(acronym)))
                    .collect(),
                ..EntityRecord::default()
            };
            self.add_entity(name.kind, &record, true);
        }
    }

    fn add_entity(&mut self, kind: EntityKind, record: &EntityRecord, extracted: bool) {
        let number = EntityId(self.entities.len() as u32);
        for slug in record.formerly.iter().chain([&record.id]) {
            self.slugs.insert(slug.clone(), number);
        }
        let entity = Entity::new(number, kind, record);
        self.entities.push(Entity {
            extracted,
            ..entity
        });
    }
}
