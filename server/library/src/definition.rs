//! The best defining sentence of each thing that the sources name and no record gives: what hover shows of it. It reads no
//! text anew; it weighs the sentences that were read.

use std::collections::BTreeMap;

use prose::locale::Locale;
use prose::name::{EntityId, Mention, Via, key};
use prose::reading::{Reading, Resolved};
use prose::statement::{Modality, Role};
use text::{Block, BlockKind, Document, Span};

use crate::locate::Locator;
use crate::{Entity, Provenance, Source, SourceId};

/// "X is a …".
const SAYS_WHAT: u8 = 8;
/// It begins there: it is signed, founded, launched.
const TELLS_ITS_BEGINNING: u8 = 4;
/// Something else happens to it.
const TELLS_OF_IT: u8 = 2;
/// The sentence begins with it.
const LEADS: u8 = 2;
/// It stands there by its own name, not by a short form.
const IN_FULL: u8 = 2;

/// The best sentence so far, by entity.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Definitions(BTreeMap<EntityId, (u8, Provenance)>);

impl Definitions {
    /// Weighs the sentences of one source. Of equally good ones the first stands.
    pub fn of_source(
        number: SourceId,
        source: &Source,
        document: &Document,
        reading: &Reading,
        entities: &[Entity],
        locator: &Locator<'_>,
        locale: &Locale,
    ) -> Self {
        let mut best = Self::default();
        for (block, resolved) in document.blocks.iter().zip(reading.blocks.iter()) {
            if !matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Quote(_)
            ) {
                continue;
            }
            for mention in &resolved.mentions {
                let Some(entity) = mention
                    .candidates
                    .first()
                    .and_then(|id| entities.get(id.0 as usize))
                    .filter(|entity| entity.extracted && mention.via == Via::Name)
                else {
                    continue;
                };
                let sentences = &resolved.sentences;
                let before = sentences.partition_point(|it| it.end < mention.span.end);
                let covering = sentences.get(before);
                let Some(sentence) = covering.filter(|it| it.covers(mention.span)) else {
                    continue;
                };
                let weight = weigh(block, resolved, *sentence, mention, entity, locale);
                if weight > best.weight(entity.number) {
                    let place = block.map.hull(*sentence);
                    let passage = locator.passage(number, source, document, place);
                    best.0.insert(entity.number, (weight, passage));
                }
            }
        }
        best
    }

    fn weight(&self, entity: EntityId) -> u8 {
        self.0.get(&entity).map_or(0, |(weight, _)| *weight)
    }

    /// Takes up the best sentences of the source of this number, which stands behind those before.
    pub fn absorb(&mut self, source: SourceId, other: &Self) {
        for (entity, (weight, passage)) in &other.0 {
            if *weight > self.weight(*entity) {
                let passage = Provenance {
                    source,
                    ..passage.clone()
                };
                self.0.insert(*entity, (*weight, passage));
            }
        }
    }

    /// The same with other numbers of entities.
    pub fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self {
        let entries = self.0.iter();
        Self(
            entries
                .map(|(id, best)| (number(*id), best.clone()))
                .collect(),
        )
    }

    /// Gives each entity its passage.
    pub fn settle(self, entities: &mut [Entity]) {
        for (id, (_, passage)) in self.0 {
            entities[id.0 as usize].passages.push(passage);
        }
    }
}

/// How much a sentence says about what it names; more than nothing.
fn weigh(
    block: &Block,
    resolved: &Resolved,
    sentence: Span,
    mention: &Mention,
    entity: &Entity,
    locale: &Locale,
) -> u8 {
    let mut weight = 1;
    let words = mention.span.of(&block.prose);
    if key(words) == key(&entity.name) {
        weight += IN_FULL;
    }
    let before = Span::new(sentence.start, mention.span.start).of(&block.prose);
    if before.split_whitespace().count() <= 1 {
        weight += LEADS;
    }
    let after = Span::new(mention.span.end, sentence.end).of(&block.prose);
    if says_what(after, locale) {
        weight += SAYS_WHAT;
    }
    let told = resolved.statements.iter().filter(|statement| {
        statement.modality == Modality::Asserted && sentence.covers(statement.cue)
    });
    let mut told = told.filter_map(|statement| {
        let mut involved = statement.participants.iter();
        let object = involved
            .any(|it| it.role == Role::Object && it.candidates.first() == Some(&entity.number));
        object.then(|| locale.events.kind(statement.kind))
    });
    weight
        + match told.next() {
            None => 0,
            Some(kind) if kind.begins => TELLS_ITS_BEGINNING,
            Some(_) => TELLS_OF_IT,
        }
}

/// Whether what follows a name says what it is: "is a", perhaps behind a bracket.
fn says_what(after: &str, locale: &Locale) -> bool {
    let after = after.trim_start();
    let bare = after
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'));
    let after = bare.map_or(after, |(_, rest)| rest);
    let mut words = after.split_whitespace();
    let listed = |word: Option<&str>, list: &[String]| {
        word.is_some_and(|word| list.iter().any(|other| *other == word.to_lowercase()))
    };
    listed(words.next(), &locale.names.is_a) && listed(words.next(), &locale.names.articles)
}
