//! Finding the known names in a block: one table of folded spellings over folded text, boundaries checked on the original.
//!
//! The longest name at the leftmost place counts. Where that one stands inside a longer word, the shorter names that
//! begin with the same letters are tried before moving on, so no name hides another.

use std::collections::{BTreeMap, BTreeSet};

use text::Span;

use super::derive::{context_words, heads, variants, without_article};
use super::fold::{fold, key};
use super::table::Table;
use super::{EntityId, EntityKind, Mention, Name, Rules, Via};

/// A one-word name shorter than this needs its capital whatever it names ("Li", "Aral").
pub(super) const SHORT: usize = 5;

/// All known names, ready to be found.
#[derive(Clone, Debug, Default)]
pub struct Names {
    table: Table,
    names: Vec<Name>,
    plurals: Vec<String>,
    joiners: Vec<String>,
    /// Words of an ambiguous name's entity that settle it when they stand near.
    context: BTreeMap<EntityId, BTreeSet<String>>,
    /// Head nouns of each entity's names: what "the treaty" may be short for.
    heads: BTreeMap<EntityId, BTreeSet<String>>,
    digest: u64,
}

/// A mention by name, and whether the text around it has yet to bear it out.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sighting {
    /// The mention.
    pub mention: Mention,
    /// All its names are ambiguous.
    pub doubtful: bool,
}

impl Names {
    /// Builds the matcher with the rules of English.
    pub fn new(names: Vec<Name>) -> Self {
        Self::with(names, &Rules::english())
    }

    /// Builds the matcher with the rules of a language.
    pub fn with(mut names: Vec<Name>, rules: &Rules) -> Self {
        for name in &mut names {
            name.text = without_article(&name.text, rules).to_owned();
        }
        let mut by_key: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            for variant in variants(&key(&name.text), rules) {
                let entry = by_key.entry(variant).or_default();
                if !entry.contains(&(at as u32)) {
                    entry.push(at as u32);
                }
            }
        }
        by_key.remove("");
        Self {
            table: Table::new(by_key.into_iter()),
            context: context_words(&names),
            heads: heads(&names, rules),
            digest: digest(&names),
            plurals: rules.plurals.clone(),
            joiners: rules.joiners.clone(),
            names,
        }
    }

    /// A number that changes when the names change.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// Whether "the `noun`" may be short for the entity: one of its names has that noun, in either spelling.
    pub fn answers_to(&self, entity: EntityId, noun: &str) -> bool {
        self.heads
            .get(&entity)
            .is_some_and(|heads| heads.contains(noun))
    }

    /// The head nouns that the entity answers to.
    pub(super) fn heads_of(&self, entity: EntityId) -> impl Iterator<Item = &str> {
        let heads = self.heads.get(&entity).into_iter().flatten();
        heads.map(String::as_str)
    }

    /// Whether one of the entity's names is ambiguous.
    pub fn is_ambiguous(&self, entity: EntityId) -> bool {
        self.context.contains_key(&entity)
    }

    /// The names it was built from.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Every mention by name in `prose`, left to right, longest first, never inside a word. An ambiguous name counts
    /// only if the block also names its entity otherwise, or has a word of one of its other names.
    pub fn find(&self, prose: &str) -> Vec<Mention> {
        let mut sightings = self.sight(prose);
        self.settle(prose, &mut sightings);
        sightings
            .into_iter()
            .filter(|sighting| !sighting.doubtful)
            .map(|sighting| sighting.mention)
            .collect()
    }

    /// Every mention by name, the doubtful ones marked.
    pub fn sight(&self, prose: &str) -> Vec<Sighting> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let folded = fold(prose);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(place) = self.table.next(&folded.bytes, at) {
            at = place + 1;
            let start = folded.original(place);
            if !starts_here(prose, start) {
                continue;
            }
            for spelling in self.table.at(&folded.bytes[place..]) {
                let end = place + spelling.text.len();
                let span = Span::new(start, folded.original(end));
                if let Some(sighting) = self.judge(prose, span, &spelling.names) {
                    found.push(sighting);
                    at = end;
                    break;
                }
            }
        }
        found
    }

    /// Clears the doubt of sightings that the block itself bears out.
    pub fn settle(&self, prose: &str, sightings: &mut [Sighting]) {
        if sightings.iter().all(|sighting| !sighting.doubtful) {
            return;
        }
        let known: BTreeSet<EntityId> = sightings
            .iter()
            .filter(|sighting| !sighting.doubtful)
            .flat_map(|sighting| sighting.mention.candidates.first().copied())
            .collect();
        let folded = key(prose);
        let words: BTreeSet<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
        for sighting in sightings.iter_mut().filter(|sighting| sighting.doubtful) {
            let backed = |entity: &EntityId| {
                known.contains(entity)
                    || self.context.get(entity).is_some_and(|context| {
                        context.iter().any(|word| words.contains(word.as_str()))
                    })
            };
            if let Some(first) = sighting.mention.candidates.iter().position(backed) {
                sighting.mention.candidates.swap(0, first);
                sighting.doubtful = false;
            }
        }
    }

    fn judge(&self, prose: &str, span: Span, named: &[u32]) -> Option<Sighting> {
        if !self.ends_here(prose, span) {
            return None;
        }
        let words = span.of(prose);
        let fitting: Vec<&Name> = named
            .iter()
            .map(|at| &self.names[*at as usize])
            .filter(|name| written_like(words, name))
            .collect();
        let clear = fitting.iter().any(|name| !name.ambiguous);
        let mut candidates = Vec::new();
        for name in &fitting {
            if (!clear || !name.ambiguous) && !candidates.contains(&name.entity) {
                candidates.push(name.entity);
            }
        }
        for name in &fitting {
            if !candidates.contains(&name.entity) {
                candidates.push(name.entity);
            }
        }
        let first = fitting
            .iter()
            .find(|name| Some(&name.entity) == candidates.first())?;
        Some(Sighting {
            mention: Mention {
                span,
                kind: first.kind,
                via: if first.exact_case {
                    Via::Acronym
                } else {
                    Via::Name
                },
                candidates,
            },
            doubtful: !clear,
        })
    }

    /// Whether a name may end at the span's end: no letter follows, but for a plural ending.
    fn ends_here(&self, prose: &str, span: Span) -> bool {
        let rest = &prose[span.end..];
        let last = span.of(prose).chars().next_back();
        if apart(last, rest.chars().next()) {
            return true;
        }
        // A small word glued to a long name, as in a bad copy ("the Basin Treatyand").
        let long = span.of(prose).split_whitespace().count() > 2;
        let glued = self.joiners.iter().filter(|word| long && word.len() > 1);
        self.plurals.iter().chain(glued).any(|ending| {
            rest.strip_prefix(ending.as_str())
                .is_some_and(|after| apart(Some('s'), after.chars().next()))
        })
    }
}

/// Whether a name may start at `start`: no letter before it, or a word glued to it as in a bad copy
/// ("theTreaty"): a run of lower-case letters that is a word of its own, and then the name's capital.
fn starts_here(prose: &str, start: usize) -> bool {
    let (before, after) = prose.split_at(start);
    let first = after.chars().next();
    if apart(before.chars().next_back(), first) {
        return true;
    }
    if !first.is_some_and(char::is_uppercase) {
        return false;
    }
    let glued = before.trim_end_matches(|c: char| c.is_lowercase());
    before.len() >= glued.len() + 2 && apart(glued.chars().next_back(), Some('x'))
}

/// Whether a word may end between the two characters.
fn apart(left: Option<char>, right: Option<char>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return true;
    };
    !left.is_alphanumeric() || !right.is_alphanumeric() || unspaced(left) || unspaced(right)
}

/// Whether the script of `letter` sets no spaces between words.
fn unspaced(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the case of `words` allows them to be `name`.
fn written_like(words: &str, name: &Name) -> bool {
    if name.exact_case {
        let letters = |text: &'_ str| {
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        return letters(words) == letters(&name.text);
    }
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let strict = name.ambiguous
        || name.text.chars().count() < SHORT
        || matches!(name.kind, EntityKind::Person | EntityKind::Place);
    !strict || name.text.contains(' ') || !capital(&name.text) || capital(words)
}

fn digest(names: &[Name]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for name in names {
        hasher.update(name.text.as_bytes());
        hasher.update(&[
            0,
            name.kind as u8,
            u8::from(name.exact_case),
            u8::from(name.ambiguous),
        ]);
        hasher.update(&name.entity.0.to_le_bytes());
    }
    let bytes = *hasher.finalize().as_bytes();
    u64::from_le_bytes([
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str, entity: u32, kind: EntityKind) -> Name {
        Name {
            text: text.into(),
            entity: EntityId(entity),
            kind,
            exact_case: false,
            ambiguous: false,
        }
    }

    fn names() -> Names {
        let acronym = |text: &str, entity| Name {
            exact_case: true,
            ..name(text, entity, EntityKind::Organisation)
        };
        Names::new(vec![
            name(
                "Treaty of the Aral-Tisza Basin and Friendly Organisation",
                0,
                EntityKind::Agreement,
            ),
            name("The Danube Commission", 1, EntityKind::Organisation),
            acronym("DC", 1),
            name("Norway", 2, EntityKind::Place),
            name("Norway Spruce Fund", 3, EntityKind::Organisation),
            name("Li Moen", 4, EntityKind::Person),
            name("Moen", 4, EntityKind::Person),
            name("Moen", 5, EntityKind::Person),
            name("Aral", 6, EntityKind::Place),
            Name {
                ambiguous: true,
                ..name("Accord", 7, EntityKind::Agreement)
            },
            name("Herring Accord of Bergen", 7, EntityKind::Agreement),
        ])
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = names()
            .find(text)
            .into_iter()
            .map(|mention| {
                let ids: Vec<String> = mention
                    .candidates
                    .iter()
                    .map(|id| id.0.to_string())
                    .collect();
                format!("{}={}", mention.span.of(text), ids.join("|"))
            })
            .collect();
        assert_eq!(found.join("; "), expected, "in {text:?}");
    }

    #[test]
    fn longest_and_whole_words() {
        check(
            "Norway and the Norway Spruce Fund; Norwayan; Norways.",
            "Norway=2; Norway Spruce Fund=3; Norway=2",
        );
        check("Norway Spruce Funding", "Norway=2");
        check(
            "the Danube Commission's DC, not dc",
            "Danube Commission=1; DC=1",
        );
        check("aral and Aral, Arals", "Aral=6; Aral=6");
    }

    #[test]
    fn spellings_dashes_and_wraps_are_alike() {
        for text in [
            "Treaty of the Aral-Tisza Basin and Friendly Organization",
            "treaty of the Aral–Tisza  Basin\nand friendly organisation",
            "Treaty of the Aral Tisza Basin and Friendly\u{a0}Organisation",
        ] {
            check(text, &format!("{text}=0"));
        }
    }

    #[test]
    fn glued_words_of_a_bad_copy() {
        check(
            "by theDanube Commission, inNorway; McMoen; inmoen",
            "Danube Commission=1; Norway=2",
        );
    }

    #[test]
    fn a_small_word_glued_to_a_long_name() {
        check(
            "the Norway Spruce Fundand others, Norwayand",
            "Norway Spruce Fund=3",
        );
    }

    #[test]
    fn one_alias_of_several() {
        check("Moen met Li Moen.", "Moen=4|5; Li Moen=4");
    }

    #[test]
    fn an_ambiguous_name_needs_company() {
        check("An Accord was near.", "");
        check("The Accord on herring held.", "Accord=7");
        check(
            "The Herring Accord of Bergen, or Accord",
            "Herring Accord of Bergen=7; Accord=7",
        );
    }
}
