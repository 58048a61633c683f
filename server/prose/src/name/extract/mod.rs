//! Names that no record gives. Agreements and organisations are known by their shape (capitalised words around a head
//! noun, joined by small words), by a gazetteer, or by what is said of them; persons by an office or a verb of speech
//! beside them; places by a preposition. Other names come from the brackets and appositions behind them.

mod bracket;
mod person;
mod place;
mod title;
mod typed;
mod word;

use std::ops::Range;

use text::Span;

use super::gazetteer::is_acronym;
use super::{EntityKind, Names, Rules};
use crate::locale::Locale;
use title::Scene;

/// A name that a text gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The words.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// The entry of the gazetteer that it is a name of.
    pub entry: Option<u32>,
    /// Whether its kind is said by what is said of it.
    pub told: bool,
    /// Other names, from what stands behind it.
    pub shorts: Vec<Short>,
}

/// Another name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Short {
    /// The words.
    pub text: String,
    /// Whether it is an acronym.
    pub acronym: bool,
}

/// Finds the names of a language in blocks of prose.
#[derive(Clone, Debug)]
pub struct Finder<'a> {
    locale: &'a Locale,
    rules: &'a Rules,
    known: Names,
    offices: person::Offices,
}

impl<'a> Finder<'a> {
    /// A finder of this language.
    pub fn new(locale: &'a Locale) -> Self {
        Self {
            locale,
            rules: &locale.names,
            known: Names::with(locale.gazetteer.names(), &locale.names),
            offices: person::offices(&locale.names),
        }
    }

    /// The names in `prose`, in order. The spans of `skip` (dates, names of records; in order) are no part of any.
    pub fn find(&self, prose: &str, skip: &[Span]) -> Vec<Candidate> {
        let sightings = self.known.sight(prose);
        let sighted: Vec<(Span, EntityKind, u32)> = sightings
            .iter()
            .map(|sighting| {
                let mention = &sighting.mention;
                let entry = mention.candidates.first().map_or(0, |id| id.0);
                (mention.span, mention.kind, entry)
            })
            .filter(|(span, ..)| !skip.iter().any(|skip| skip.overlaps(*span)))
            .collect();
        let places: Vec<Span> = sighted
            .iter()
            .filter(|(_, kind, _)| *kind == EntityKind::Place)
            .map(|(span, ..)| *span)
            .collect();
        let words = word::words(prose, skip, self.rules);
        let scene = Scene {
            prose,
            words: &words,
            rules: self.rules,
            places: &places,
            given: &self.locale.gazetteer.given,
            offices: &self.offices,
        };
        let mut found: Vec<(Range<usize>, Candidate)> = Vec::new();
        let named = |range: Range<usize>, span: Span, kind, entry| {
            let candidate = Candidate {
                span,
                kind,
                entry,
                told: false,
                shorts: bracket::shorts(prose, span.end, self.rules),
            };
            (range, candidate)
        };
        let mut inners = Vec::new();
        for title in title::titles(scene) {
            let entry = sighted.iter().find(|(span, ..)| *span == title.span);
            let said = typed::predicate(&scene, &title.words, &self.locale.events);
            let kind = entry.map_or(said.unwrap_or(title.kind), |(_, kind, _)| *kind);
            let entry = entry.map(|(.., entry)| *entry);
            let mut candidate = named(title.words, title.span, kind, entry);
            candidate.1.told = said.is_some();
            candidate.1.shorts.extend(title.short.map(|short| Short {
                text: short.of(prose).to_owned(),
                acronym: false,
            }));
            if let Some((range, kind)) = title.inner {
                let span = scene.span(range.clone());
                let mut inner = named(range, span, kind, None);
                std::mem::swap(&mut inner.1.shorts, &mut candidate.1.shorts);
                candidate.1.shorts.retain(|short| !short.acronym);
                inners.push(inner);
            }
            found.push(candidate);
        }
        for (span, kind, entry) in &sighted {
            if found.iter().any(|(_, other)| other.span.overlaps(*span)) {
                continue;
            }
            let first = words.partition_point(|word| word.span.end <= span.start);
            let end = words.partition_point(|word| word.span.start < span.end);
            found.push(named(first..end, *span, *kind, Some(*entry)));
        }
        let mut taken: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        let people = person::persons(&scene, &taken);
        for range in people {
            let span = scene.span(range.clone());
            taken.push(range.clone());
            found.push(named(range, span, EntityKind::Person, None));
        }
        self.typed(&scene, &taken, &mut found);
        let taken: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        for range in place::places(&scene, &taken) {
            let span = scene.span(range.clone());
            found.push(named(range, span, EntityKind::Place, None));
        }
        found.sort_by_key(|(_, candidate)| candidate.span.start);
        join(&scene, &mut found);
        found.extend(inners);
        found.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Runs without a head noun that the text explains.
    fn typed(
        &self,
        scene: &Scene,
        taken: &[Range<usize>],
        found: &mut Vec<(Range<usize>, Candidate)>,
    ) {
        let free = |at: usize| !taken.iter().any(|range| range.contains(&at));
        let mut at = 0;
        while at < scene.words.len() {
            if !scene.words[at].capital || !free(at) {
                at += 1;
                continue;
            }
            let mut end = scene.segment(at);
            if let Some(cut) = (at..end).find(|at| !free(*at)) {
                end = cut;
            }
            while at < end && scene.opens(at) {
                at += 1;
            }
            if at >= end {
                at = end.max(at);
                continue;
            }
            let run = at..end;
            at = end;
            if let Some(kind) = typed::kind(scene, &run, &self.locale.events) {
                let span = scene.span(run.clone());
                let candidate = Candidate {
                    span,
                    kind,
                    entry: None,
                    told: true,
                    shorts: bracket::shorts(scene.prose, span.end, self.rules),
                };
                found.push((run, candidate));
            }
        }
    }
}

/// Joins names that the text sets beside each other as one: "IAEA (International Atomic Energy Agency)", "Gavi, the
/// Vaccine Alliance,".
fn join(scene: &Scene, found: &mut [(Range<usize>, Candidate)]) {
    let article = |text: &str| {
        let text = text.trim();
        scene.rules.articles.iter().any(|article| article == text)
    };
    let mut joined: Vec<(usize, Short)> = Vec::new();
    for (number, (range, candidate)) in found.iter().enumerate() {
        if !matches!(
            candidate.kind,
            EntityKind::Agreement | EntityKind::Organisation
        ) || range.start == 0
        {
            continue;
        }
        let before = &scene.prose[..candidate.span.start];
        let open = scene.rules.articles.iter().find_map(|article| {
            let rest = before.trim_end().strip_suffix(article.as_str())?;
            rest.ends_with([' ', '(']).then_some(rest)
        });
        let lead = open.unwrap_or(before).trim_end();
        let after = &scene.prose[candidate.span.end..];
        let mut first = range.start - 1;
        if article(&scene.words[first].lower) && first > 0 {
            first -= 1;
        }
        let word = &scene.words[first];
        let name = word.span.of(scene.prose);
        if lead.ends_with('(') && after.trim_start().starts_with(')') {
            // The acronym stands before the bracket.
            if bracket::acronym(name).is_some()
                && lead.len() >= word.span.end
                && lead.len() - word.span.end <= 2
            {
                joined.push((
                    number,
                    Short {
                        text: name.to_owned(),
                        acronym: true,
                    },
                ));
            }
        } else if lead.ends_with(',')
            && open.is_some()
            && word.capital
            && lead.len() - 1 == word.span.end
        {
            // "Gavi, the Vaccine Alliance, is": no list, since no further member follows.
            let follows = after.trim_start_matches([',', ' ', '\n']);
            let list = after.trim_start().starts_with(',')
                && (follows.starts_with(char::is_uppercase)
                    || ["and ", "or ", "the ", "a "]
                        .iter()
                        .any(|word| follows.starts_with(word)));
            let list = list || after.trim_start().starts_with("and ");
            let mut start = first;
            while start > 0
                && scene.words[start].gap == word::Gap::Space
                && scene.words[start - 1].capital
            {
                start -= 1;
            }
            let free = !found
                .iter()
                .any(|(other, named)| other.contains(&first) && (named.kind != candidate.kind));
            let listed = scene.words[start].gap == word::Gap::Comma
                || (start > 0 && scene.is(start - 1, &scene.rules.joints.and));
            if !list && free && !listed && !scene.opens(start) {
                let text = scene.span(start..first + 1).of(scene.prose).to_owned();
                let acronym = is_acronym(&text);
                joined.push((number, Short { text, acronym }));
            }
        }
    }
    for (number, short) in joined {
        found[number].1.shorts.push(short);
    }
}

#[cfg(test)]
mod tests;
