//! Making a library: sources and records in, one immutable value out.

use std::sync::Arc;

use prose::locale::Locale;
use prose::name::{EntityId, Names};
use text::Document;

use crate::records::{RecordError, Records};
use crate::{Entity, Library, Source, SourceId, SourceRecord};

/// Gathers sources and records.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    name: String,
    revision: u64,
    sources: Vec<Source>,
    records: Vec<(String, Records)>,
}

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
        self.sources.push(Source::new(path, record, document));
        SourceId(self.sources.len() as u32 - 1)
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

    /// Joins everything.
    pub fn build(self, _locale: Arc<Locale>) -> Library {
        let mut library = Library {
            name: self.name,
            revision: self.revision,
            sources: self.sources,
            ..Library::default()
        };
        for (_, records) in &self.records {
            for (kind, record) in records.entities() {
                let number = EntityId(library.entities.len() as u32);
                for slug in record.formerly.iter().chain([&record.id]) {
                    library.slugs.insert(slug.clone(), number);
                }
                library.entities.push(Entity {
                    number,
                    id: record.id.clone(),
                    kind,
                    name: record.name.clone(),
                    dates: Vec::new(),
                    offices: Vec::new(),
                    parties: Vec::new(),
                    passages: Vec::new(),
                    record: record.clone(),
                });
            }
        }
        library.names = Arc::new(Names::new(
            library.entities.iter().flat_map(Entity::names).collect(),
        ));
        library
    }
}
