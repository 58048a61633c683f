//! The joins over all sources: what each tells is taken up in the sources' order and let go of, so that many sources take no
//! more memory than what is joined of them.

use std::collections::HashSet;
use std::sync::Arc;

use prose::locale::Locale;

use crate::aside::Asides;
use crate::chronology::{Chronology, Settled};
use crate::definition::Definitions;
use crate::packed::Maker;
use crate::retold::{Gathering, Tellings};
use crate::said::{self, Said};
use crate::told::Told;
use crate::{Entity, Library, Source, SourceId, Witness};

/// What was taken up so far.
pub(crate) struct Joining<'a> {
    pub chronology: Chronology<'a>,
    definitions: Definitions,
    said: Maker<Arc<Vec<Said>>>,
    tellings: Gathering,
    persons: HashSet<String>,
    locale: &'a Locale,
}

impl<'a> Joining<'a> {
    /// None yet. With `asides`, what is not compared with anything is put down there.
    pub fn new(locale: &'a Locale, asides: Option<&Asides>) -> Self {
        Self {
            chronology: Chronology::new(&locale.events, asides),
            definitions: Definitions::default(),
            said: Maker::new(asides),
            tellings: Gathering::new(asides),
            persons: HashSet::new(),
            locale,
        }
    }

    /// Takes up what the source of this number tells, which stands behind those before.
    pub fn take(&mut self, number: SourceId, source: &Source, told: &Told) {
        for fact in told.facts(number, source) {
            self.chronology.add(fact);
        }
        told.define(number, &mut self.definitions);
        let quoted = said::persons(source, &told.said, &self.locale.quotations);
        self.persons.extend(quoted);
        self.tellings.take(&told.gathered);
        self.said.put(Arc::clone(&told.said));
    }

    /// Gives it all to the library but the chronology, which comes back; `veil` is drawn over witnesses that nobody may see.
    pub fn settle(
        self,
        library: &mut Library,
        entities: &mut [Entity],
        asides: Option<&Asides>,
        veil: &dyn Fn(&mut Witness),
    ) -> Settled {
        self.definitions.settle(entities);
        library.persons = self.persons;
        library.said = self.said.list();
        library.tellings = Tellings::from(self.tellings);
        self.chronology.settle(asides, veil)
    }
}
