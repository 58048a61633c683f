//! What others than the editor may see of a library: of sources that are withheld, no words, no dates and no names.
//!
//! Judging goes on with the whole text; what is veiled is only what can be shown. Every place that shows a passage shows
//! [`Source::shown`], so that a place that forgets to look shows letters that say nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use prose::name::{EntityKind, key};

use crate::{Entity, Library, Source, Witness};

/// What stands where words are withheld.
pub const WITHHELD: &str = "verified, passage withheld";

impl Library {
    /// Draws the veil over sources and entities. Nothing happens where no source is withheld.
    pub(crate) fn veil(&mut self) {
        if !self.sources.iter().any(|it| it.record.withheld) {
            return;
        }
        for source in self.sources.iter_mut().filter(|it| it.record.withheld) {
            source.veil = Some(veiled(&source.text()));
        }
        let open = std::mem::take(&mut self.open_names);
        for entity in self.entities.made().iter_mut().filter(|it| it.extracted) {
            entity.veil(&open);
        }
        self.open_names = open;
    }
}

impl Witness {
    /// Draws the veil over what one of `sources` says that is withheld.
    pub(crate) fn veil(&mut self, sources: &[Source]) {
        let place = self.provenance.as_ref();
        let source = place.and_then(|place| sources.get(place.source.0 as usize));
        if !self.curated && source.is_some_and(|it| it.record.withheld) {
            self.text = WITHHELD.to_owned();
            self.veiled = true;
        }
    }
}

impl Entity {
    /// Leaves only the names that stand in sources that are open to all.
    fn veil(&mut self, open: &BTreeSet<String>) {
        let is_open = |name: &String| open.contains(&key(name));
        self.record.aliases.retain(is_open);
        self.record.acronyms.retain(is_open);
        self.record.ambiguous.retain(is_open);
        if !is_open(&self.name) {
            let mut known = self.record.aliases.iter().chain(&self.record.acronyms);
            self.name = match known.next() {
                Some(name) => name.clone(),
                None => nameless(self.kind).to_owned(),
            };
            self.record.name.clone_from(&self.name);
        }
    }
}

fn nameless(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Agreement => "an agreement (name withheld)",
        EntityKind::Organisation => "an organisation (name withheld)",
        EntityKind::Person => "a person (name withheld)",
        EntityKind::Place => "a place (name withheld)",
    }
}

/// A text of the same length in bytes and lines with every letter and digit the same.
fn veiled(text: &str) -> Arc<str> {
    let mut veiled = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            veiled.extend(std::iter::repeat_n('x', c.len_utf8()));
        } else {
            veiled.push(c);
        }
    }
    veiled.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_veil_keeps_places_and_nothing_else() {
        let text = "Él said: “No” in 1950.\n";
        let veiled = veiled(text);
        assert_eq!(&*veiled, "xxx xxxx: “xx” xx xxxx.\n");
        assert_eq!(veiled.len(), text.len());
    }
}
