//! Checking curated locators against the text they point into: does the paragraph name the entity, and does it, or what
//! stands before it, give the date?

use std::collections::BTreeMap;
use std::sync::Arc;

use prose::date::{DateValue, Granularity, Interval};
use prose::locale::Locale;
use prose::name::{EntityId, Names, key};
use prose::reading::{Memo, Reader, Resolved};
use text::{Block, BlockKind, Document, Map, Span};

use super::Records;
use crate::Entity;

/// A date may stand in the paragraph itself or in one of so many before it.
const CONTEXT: usize = 3;

/// What a located paragraph lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The text has no such paragraph.
    Paragraph,
    /// No name of the entity stands in it.
    Name,
    /// No date that agrees with the value stands in it or leads to it.
    Date,
    /// The quoted words do not stand in it.
    Words,
}

/// One locator that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatorFault {
    /// Id of the record.
    pub id: String,
    /// What of it: "date signed", "event", "office President".
    pub part: String,
    /// The paragraph that it names.
    pub paragraph: u32,
    /// What is missing there.
    pub missing: Missing,
    /// What was looked for.
    pub wanted: String,
}

/// Checks every locator of `records` against the original text: its paragraphs are its lines that are not blank.
pub fn verify(records: &[Records], original: &str) -> Vec<LocatorFault> {
    let (entities, slugs) = entities(records);
    let names = Arc::new(Names::new(
        entities.iter().flat_map(Entity::names).collect(),
    ));
    let mut check = Check {
        names: entities.iter().map(folded_names).collect(),
        paragraphs: paragraphs(original, names),
        faults: Vec::new(),
    };
    for entity in &entities {
        let record = &entity.record;
        let wanted = [entity.number];
        check.part(
            &record.id,
            "entity",
            &record.at,
            &wanted,
            &record.name,
            None,
        );
        for date in &record.date {
            let part = format!("date {}", date.kind);
            check.part(
                &record.id,
                &part,
                &date.at,
                &wanted,
                &record.name,
                Some(&date.value),
            );
        }
        for office in &record.office {
            let part = format!("office {}", office.title);
            check.part(&record.id, &part, &office.at, &wanted, &record.name, None);
        }
    }
    for event in records.iter().flat_map(|records| &records.event) {
        let involved: Vec<&String> = event
            .object
            .iter()
            .chain(&event.agents)
            .chain(&event.place)
            .collect();
        let wanted: Vec<EntityId> = involved
            .iter()
            .filter_map(|id| slugs.get(id.as_str()).copied())
            .collect();
        let words = involved
            .iter()
            .map(|id| id.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        check.part(
            &event.id,
            "event",
            &event.at,
            &wanted,
            &words,
            event.date.as_deref(),
        );
    }
    for quotation in records.iter().flat_map(|records| &records.quotation) {
        check.words(&quotation.id, &quotation.at, &quotation.words);
    }
    check.faults
}

fn entities(records: &[Records]) -> (Vec<Entity>, BTreeMap<&str, EntityId>) {
    let mut slugs = BTreeMap::new();
    let all = records.iter().flat_map(Records::entities);
    let entities = (0..)
        .map(EntityId)
        .zip(all)
        .map(|(number, (kind, record))| {
            slugs.insert(record.id.as_str(), number);
            Entity::new(number, kind, record)
        });
    (entities.collect(), slugs)
}

/// One line of the original that is not blank.
struct Paragraph {
    folded: String,
    entities: Vec<EntityId>,
    dates: Vec<Interval>,
}

fn folded_names(entity: &Entity) -> Vec<String> {
    entity.names().iter().map(|name| key(&name.text)).collect()
}

fn paragraphs(original: &str, names: Arc<Names>) -> Vec<Paragraph> {
    let mut document = Document {
        text: original.into(),
        ..Document::default()
    };
    let mut start = 0;
    for line in original.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let at = start + (line.len() - line.trim_start().len());
            document.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span: Span::new(at, at + words.len()),
                prose: words.into(),
                map: Map::identity(at, words.len()),
            });
        }
        start += line.len();
    }
    let reader = Reader::new(Arc::new(Locale::english()), names.clone());
    let reading = reader
        .read(&document, &mut Memo::default(), &|| false)
        .unwrap_or_default();
    let blocks = document.blocks.iter().zip(&reading.blocks);
    blocks
        .map(|(block, resolved)| Paragraph {
            folded: key(&block.prose),
            entities: names
                .sight(&block.prose)
                .into_iter()
                .flat_map(|sighting| sighting.mention.candidates)
                .collect(),
            dates: dates(resolved),
        })
        .collect()
}

/// The dates that a paragraph gives, those included that an anniversary and the day it is kept on give together.
fn dates(resolved: &Resolved) -> Vec<Interval> {
    let values = || {
        resolved
            .temporals
            .iter()
            .filter_map(|temporal| temporal.value.as_ref())
    };
    let lengths = resolved
        .temporals
        .iter()
        .filter_map(|temporal| temporal.length);
    let anniversaries =
        lengths.filter(|length| length.anniversary && length.unit == Granularity::Year);
    let counted_back = anniversaries.flat_map(|length| {
        values().filter_map(move |kept| {
            let year = i64::from(kept.interval.start?.year()) - i64::from(length.count);
            DateValue::year(i16::try_from(year).ok()?)
        })
    });
    values()
        .map(DateValue::judged)
        .chain(counted_back.map(|year| year.judged()))
        .collect()
}

struct Check {
    /// Every name of each entity, folded.
    names: Vec<Vec<String>>,
    paragraphs: Vec<Paragraph>,
    faults: Vec<LocatorFault>,
}

impl Check {
    /// Checks one part of a record: a paragraph of `at` has to name one of `wanted` and agree with `date`.
    fn part(
        &mut self,
        id: &str,
        part: &str,
        at: &[u32],
        wanted: &[EntityId],
        words: &str,
        date: Option<&str>,
    ) {
        let value = date.and_then(DateValue::parse_edtf);
        // Several paragraphs may share the work: one names, another dates.
        let dated = value
            .as_ref()
            .is_none_or(|value| at.iter().any(|number| self.gives(*number, value.judged())));
        for &number in at {
            let Some(paragraph) = self.paragraph(number) else {
                self.fault(id, part, number, Missing::Paragraph, words);
                continue;
            };
            let named = wanted.is_empty()
                || wanted
                    .iter()
                    .any(|entity| self.names_it(paragraph, *entity));
            if !named {
                self.fault(id, part, number, Missing::Name, words);
            }
            if !dated {
                self.fault(id, part, number, Missing::Date, date.unwrap_or_default());
            }
        }
    }

    /// Whether a name of the entity stands there, be it inside a longer one.
    fn names_it(&self, paragraph: &Paragraph, entity: EntityId) -> bool {
        let names = &self.names[entity.0 as usize];
        paragraph.entities.contains(&entity)
            || names.iter().any(|name| paragraph.folded.contains(name))
    }

    fn words(&mut self, id: &str, at: &[u32], words: &str) {
        let wanted = key(words);
        for &number in at {
            match self.paragraph(number) {
                None => self.fault(id, "quotation", number, Missing::Paragraph, words),
                Some(paragraph) if !paragraph.folded.contains(&wanted) => {
                    self.fault(id, "quotation", number, Missing::Words, words);
                }
                Some(_) => {}
            }
        }
    }

    fn paragraph(&self, number: u32) -> Option<&Paragraph> {
        self.paragraphs.get((number as usize).checked_sub(1)?)
    }

    /// Whether the paragraph, or one shortly before it, has a date that meets the value.
    fn gives(&self, number: u32, value: Interval) -> bool {
        let end = (number as usize).min(self.paragraphs.len());
        let near = &self.paragraphs[end.saturating_sub(1 + CONTEXT)..end];
        near.iter()
            .any(|paragraph| paragraph.dates.iter().any(|date| date.meets(value)))
    }

    fn fault(&mut self, id: &str, part: &str, paragraph: u32, missing: Missing, wanted: &str) {
        self.faults.push(LocatorFault {
            id: id.to_owned(),
            part: part.to_owned(),
            paragraph,
            missing,
            wanted: wanted.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &str = r#"
format = 1
[[agreement]]
id = "accord"
name = "Herring Accord"
at = [2, 3, 9]
[[agreement.date]]
kind = "signed"
value = "1994-05"
at = [2]
[[agreement.date]]
kind = "in-force"
value = "1999"
at = [2]
[[quotation]]
id = "clear"
words = "the sea's edge"
at = [3]
"#;

    #[test]
    fn each_locator_is_checked() {
        let records = Records::parse("accord.toml", RECORDS).unwrap();
        let text =
            "Herring\n\nIn May 1994 theHerring Accord was signed.\nIt ends at “the sea’s  edge”.\n";
        let faults = verify(&[records], text);
        let shown: Vec<String> = faults
            .iter()
            .map(|fault| {
                format!(
                    "{} ¶{} {:?} {}",
                    fault.part, fault.paragraph, fault.missing, fault.wanted
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "entity ¶3 Name Herring Accord",
                "entity ¶9 Paragraph Herring Accord",
                "date in-force ¶2 Date 1999",
            ]
        );
    }
}
