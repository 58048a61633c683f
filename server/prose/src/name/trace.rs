//! What the reading of a text takes from the known names: which of them stand where in it, and what is known of those.
//! If a text takes the same from two sets of names, it is read alike with both, but for the numbers of the entities.

use super::{EntityId, Names, Sighting};

/// What a text takes from the known names.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Trace {
    /// A hash of it, in which entities are counted in their order.
    pub digest: [u8; 32],
    /// The entities that it may mention, in their order.
    pub entities: Vec<EntityId>,
}

impl Names {
    /// What the blocks of a text take from these names. `told` adds what else of an entity the reader will look at.
    pub fn trace<'p>(
        &self,
        blocks: impl Iterator<Item = &'p str>,
        told: impl Fn(EntityId, &mut Vec<u8>),
    ) -> Trace {
        let sighted = blocks.map(|prose| {
            let mut sightings = self.sight(prose);
            self.settle(prose, &mut sightings);
            sightings
        });
        self.trace_of(sighted, told)
    }

    /// The same of what was sighted in the blocks already, and settled.
    pub(crate) fn trace_of(
        &self,
        blocks: impl Iterator<Item = Vec<Sighting>>,
        told: impl Fn(EntityId, &mut Vec<u8>),
    ) -> Trace {
        let mut found = Vec::new();
        for (number, sightings) in (0_u64..).zip(blocks) {
            found.extend(sightings.into_iter().map(|sighting| (number, sighting)));
        }
        let candidates = found.iter().flat_map(|(_, it)| &it.mention.candidates);
        let mut entities: Vec<EntityId> = candidates.copied().collect();
        entities.sort_unstable();
        entities.dedup();
        let mut bytes = Vec::with_capacity(40 * found.len());
        for (number, sighting) in &found {
            let mention = &sighting.mention;
            let places = [
                *number,
                mention.span.start as u64,
                mention.span.end as u64,
                mention.candidates.len() as u64,
            ];
            bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
            for entity in &mention.candidates {
                let rank = entities.partition_point(|other| other < entity);
                bytes.extend((rank as u64).to_le_bytes());
            }
            let kinds = [mention.kind as u8, mention.via as u8];
            bytes.extend(kinds);
            bytes.push(u8::from(sighting.doubtful));
        }
        for entity in &entities {
            bytes.push(u8::from(self.is_ambiguous(*entity)));
            for head in self.heads_of(*entity) {
                bytes.extend(head.as_bytes());
                bytes.push(0);
            }
            told(*entity, &mut bytes);
            bytes.push(0);
        }
        Trace {
            digest: *blake3::hash(&bytes).as_bytes(),
            entities,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{EntityKind, Name};

    fn names(all: &[(&str, u32)]) -> Names {
        let name = |(text, entity): &(&str, u32)| Name {
            text: (*text).to_owned(),
            entity: EntityId(*entity),
            kind: EntityKind::Agreement,
            exact_case: false,
            ambiguous: false,
        };
        Names::new(all.iter().map(name).collect())
    }

    fn trace(names: &Names) -> Trace {
        let text = "The Herring Accord and the Salt Treaty. The Accord held.";
        names.trace([text].into_iter(), |_, _| {})
    }

    #[test]
    fn names_that_a_text_does_not_have_change_nothing_but_numbers() {
        let one = trace(&names(&[("Herring Accord", 0), ("Salt Treaty", 1)]));
        let all = [("Bog Pact", 0), ("Herring Accord", 4), ("Salt Treaty", 7)];
        let other = trace(&names(&all));
        assert_eq!(one.digest, other.digest);
        assert_eq!(one.entities, [EntityId(0), EntityId(1)]);
        assert_eq!(other.entities, [EntityId(4), EntityId(7)]);
    }

    #[test]
    fn what_is_known_of_the_names_that_it_has_counts() {
        let one = trace(&names(&[("Herring Accord", 0), ("Salt Treaty", 1)]));
        for other in [
            // Their order, another name of one, a name that stands in another, one entity for both.
            &[("Herring Accord", 1), ("Salt Treaty", 0)][..],
            &[("Herring Accord", 0), ("Salt Treaty", 1), ("Salt Pact", 1)],
            &[("Herring Accord", 0), ("Salt Treaty", 1), ("Accord", 2)],
            &[("Herring Accord", 0), ("Salt Treaty", 0)],
        ] {
            assert_ne!(one.digest, trace(&names(other)).digest, "{other:?}");
        }
    }
}
