//! What stands around a date: its part of the sentence, the sentences before it, the headings above it.

use prose::name::EntityKind;
use prose::reading::Resolved;
use prose::temporal::{Temporal, TemporalKind};
use text::Span;

use super::heard::{Said, Text};
use super::mark::Mark;
use super::word::Vocabulary;
use super::{Place, is_stretch};
use crate::Library;

/// A sentence with no more words that tell something says little more than its date.
const FEW: usize = 3;
/// What stands in no clause of the date's own.
const NOWHERE: Span = Span::new(0, 0);

/// How much of the sentence before is spoken of.
#[derive(Clone, Copy)]
enum Back {
    Whole,
    Part,
}

/// Whether a thing of this kind may be what a text is about.
fn is_topic(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Agreement | EntityKind::Organisation)
}

impl Library {
    /// The periods that are spoken of beside the date, as the marks of their first and last years.
    fn periods(&self, place: &Place) -> Vec<[Option<u32>; 2]> {
        let beside = place.resolved.temporals.iter().filter(|temporal| {
            place.span.overlaps(temporal.span) && !temporal.span.overlaps(place.date)
        });
        let stretches = beside.filter_map(|temporal| {
            let value = temporal.value.as_ref().filter(|_| is_stretch(temporal))?;
            let years = [value.interval.start?, value.interval.end?];
            Some(years.map(|day| {
                let mark = Mark::Word(day.year().to_string());
                self.recall.numbers.get(&mark).copied()
            }))
        });
        stretches.collect()
    }

    /// What is said of the date's happening, and whether the nearest heading lent to it.
    pub(super) fn gather(&self, vocabulary: &mut Vocabulary, place: &Place) -> (Said, bool) {
        let Place {
            prose,
            resolved,
            span,
            date,
            beside,
            above,
            ..
        } = *place;
        let mut said = Said::default();
        let mut skip = self.asides(prose, span, date);
        skip.push(date);
        skip.sort_by_key(|span| span.start);
        self.hear(
            vocabulary,
            &mut said,
            (prose, resolved),
            span,
            place.clause,
            &skip,
        );
        for beside in beside {
            let whole = Span::new(0, beside.0.len());
            self.hear(vocabulary, &mut said, *beside, whole, whole, &[]);
        }
        let names = said.names.len();
        if let Some(back) = self.points_back(place, &said)
            && let Some((text, sentence)) = earlier(place, || place.above.before()).first().copied()
            && !is_dated(text.1, sentence)
        {
            let clause = match back {
                Back::Whole => sentence,
                Back::Part => NOWHERE,
            };
            self.hear(vocabulary, &mut said, text, sentence, clause, &[]);
            said.borrowed = said.names.len() > names;
        }
        // A heading is what is spoken of where a block begins without a name of its own. Further on the block's own words
        // are nearer.
        let first = resolved.sentences.first();
        let begins = first.is_none_or(|first| first.overlaps(span));
        let topics = said.names.iter().any(|name| is_topic(name.kind));
        let open = begins && !topics && !said.borrowed;
        let heading = open.then(|| above.heading()).flatten();
        if let Some(heading) = heading {
            let names = said.names.len();
            let whole = Span::new(0, heading.0.len());
            self.hear(vocabulary, &mut said, heading, whole, whole, &[]);
            said.borrowed = said.names.len() > names;
        }
        said.attached = self.attached(place);
        said.attributive = self.attributive(vocabulary, place);
        said.first = self.locale.events.first();
        said.periods = self.periods(place);
        (said, heading.is_some())
    }

    /// What was said before: by the headings (but for the nearest one, where that `lent` already), in the rest of the
    /// sentence, and in the sentences before.
    pub(super) fn gather_before(
        &self,
        vocabulary: &mut Vocabulary,
        place: &Place,
        lent: bool,
    ) -> Said {
        let mut before = Said::default();
        let headings = place.above.headings();
        for heading in headings.iter().rev().skip(usize::from(lent)) {
            let whole = Span::new(0, heading.0.len());
            self.hear(vocabulary, &mut before, *heading, whole, NOWHERE, &[]);
        }
        self.hear_rest(vocabulary, &mut before, place);
        for (text, sentence) in earlier(place, || place.above.last()) {
            self.hear(vocabulary, &mut before, text, sentence, NOWHERE, &[]);
        }
        before
    }

    /// What the date stands right behind: "the Contract of February 2009", "the Forum (2017)". A year behind "of" is part of
    /// a name.
    fn attached(&self, place: &Place) -> Option<u32> {
        let Place {
            prose,
            resolved,
            date,
            ..
        } = *place;
        let before = resolved
            .mentions
            .iter()
            .rfind(|mention| mention.span.end <= date.start)?;
        let between = Span::new(before.span.end, date.start).of(prose).trim();
        let behind = between == "(" || self.locale.events.is_genitive(between) && place.exact;
        match before.candidates.as_slice() {
            [one] if behind && is_topic(before.kind) => {
                self.recall.numbers.get(&Mark::Entity(*one)).copied()
            }
            _ => None,
        }
    }

    /// The noun of an agreement right behind the date, or before "of" and it.
    fn attributive(&self, vocabulary: &mut Vocabulary, place: &Place) -> Option<Vec<u32>> {
        let (prose, date) = (place.prose, place.date);
        let mut after = prose[date.end..]
            .strip_prefix(' ')?
            .split(|c: char| !c.is_alphanumeric());
        let mut before = prose[..date.start].trim_end().rsplit(' ');
        let genitive = before
            .next()
            .is_some_and(|word| self.locale.events.is_genitive(word));
        let noun = genitive.then(|| before.next()).flatten();
        let mut marks = |word: &str| {
            let number = vocabulary.number(self, word);
            let word = vocabulary.word(number);
            let own = word.mark.iter().chain(&*word.kin).copied();
            word.agreement.then(|| own.collect())
        };
        after.next().and_then(&mut marks).or_else(|| marks(noun?))
    }

    /// What the rest of the sentence says.
    fn hear_rest(&self, vocabulary: &mut Vocabulary, before: &mut Said, place: &Place) {
        let Place {
            prose,
            resolved,
            span,
            ..
        } = *place;
        for sentence in resolved
            .sentences
            .iter()
            .filter(|sentence| sentence.overlaps(span))
        {
            let rest = [
                Span::new(sentence.start, span.start.max(sentence.start)),
                Span::new(span.end.min(sentence.end), sentence.end),
            ];
            for rest in rest.into_iter().filter(|rest| !rest.is_empty()) {
                self.hear(vocabulary, before, (prose, resolved), rest, rest, &[]);
            }
        }
    }

    /// Whether the date's sentence speaks of what the one before it told: all of it, where it says little more than a date
    /// and points back, or in part ("the letter arrived").
    fn points_back(&self, place: &Place, said: &Said) -> Option<Back> {
        // "A year later" goes on from the sentence before.
        if place.relative {
            return None;
        }
        let Place { prose, span, .. } = *place;
        let begins = place
            .resolved
            .sentences
            .iter()
            .any(|sentence| sentence.start == span.start);
        let words = span.of(prose).split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
        let points = words
            .clone()
            .any(|word| self.locale.events.is_pronoun(&word) || self.locale.kin.is_back(&word));
        let own = said.tokens.iter().filter(|token| token.telling).count();
        let topics = said.names.iter().any(|name| is_topic(name.kind));
        let begun = words.clone().next().is_some_and(|word| {
            self.locale.events.is_pronoun(&word) || self.locale.kin.is_back(&word)
        });
        let pointing = words
            .clone()
            .next()
            .is_some_and(|word| self.locale.events.is_demonstrative(&word));
        match () {
            () if !begins => None,
            () if begun || points && own <= FEW => Some(Back::Whole),
            () if points || pointing && !topics => Some(Back::Part),
            () => None,
        }
    }

    /// The parts of `span` that tell of something before or after the happening ("five years after the contract").
    fn asides(&self, prose: &str, span: Span, date: Span) -> Vec<Span> {
        let mut found = Vec::new();
        let text = span.of(prose);
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return found;
        }
        for words in self.locale.events.sequels() {
            let mut from = 0;
            while let Some(offset) = lower[from..].find(words) {
                let start = from + offset;
                let end = start + words.len();
                from = end;
                let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                if !alone(lower[..start].chars().next_back()) || !alone(lower[end..].chars().next())
                {
                    continue;
                }
                let stop = lower[end..]
                    .find([',', ';', ':', '(', ')', '.'])
                    .map_or(lower.len(), |at| end + at);
                let aside = Span::new(span.start + start, span.start + stop);
                if !aside.overlaps(date) {
                    found.push(aside);
                }
            }
        }
        found
    }
}

/// The two sentences before the date's, the nearer one first; where its own begins the block, the last one of the
/// block before.
fn earlier<'a>(
    place: &Place<'a>,
    before: impl FnOnce() -> Option<Text<'a>>,
) -> Vec<(Text<'a>, Span)> {
    let Place {
        prose,
        resolved,
        span,
        ..
    } = *place;
    let of_block = resolved.sentences.iter().rev();
    let mut earlier: Vec<_> = of_block
        .filter(|sentence| sentence.end <= span.start)
        .take(2)
        .map(|sentence| ((prose, resolved), *sentence))
        .collect();
    if earlier.is_empty()
        && let Some(text) = before()
        && let Some(last) = text.1.sentences.last()
    {
        earlier.push((text, *last));
    }
    earlier
}

/// Whether a sentence has a date of its own: then it has told of that.
pub(super) fn is_dated(resolved: &Resolved, sentence: Span) -> bool {
    resolved.temporals.iter().any(|temporal| {
        sentence.covers(temporal.span)
            && !temporal.span.is_empty()
            && temporal.kind == TemporalKind::Date
            && !is_stretch(temporal)
    })
}

/// The part of the date's sentence that speaks of it: up to where the words of the dates beside it begin.
pub(super) fn around(prose: &str, resolved: &Resolved, at: usize) -> Option<Span> {
    let date = resolved.temporals[at].span;
    let number = resolved
        .sentences
        .iter()
        .position(|sentence| sentence.covers(date))?;
    let mut sentence = resolved.sentences[number];
    // "2001. The Forum is founded.": a date that is a sentence leads the next.
    let bare = sentence
        .of(prose)
        .trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() <= date.len()
        && let Some(next) = resolved.sentences.get(number + 1)
    {
        sentence = sentence.join(*next);
    }
    let own = is_stretch(&resolved.temporals[at]);
    let inside = |other: &&Temporal| {
        !other.span.is_empty()
            && sentence.covers(other.span)
            && other.kind == TemporalKind::Date
            // "the Outline for 2005-2008": a period belongs to what it is said of.
            && (own || !is_stretch(other))
    };
    let dates: Vec<Span> = resolved
        .temporals
        .iter()
        .filter(inside)
        .map(|other| other.span)
        .collect();
    let place = dates.iter().position(|span| *span == date)?;
    let cut = |left: Span, right: Span, opens: bool| {
        let between = Span::new(left.end, right.start);
        let words = between.of(prose);
        let leads = |span: Span, start: usize| {
            Span::new(start, span.start)
                .of(prose)
                .split_whitespace()
                .count()
                <= 2
        };
        let fronted = leads(left, sentence.start);
        let marks = [',', ';', ':', ')', '(', '.'];
        let offset = if fronted {
            words.rfind(marks).or_else(|| words.rfind(" and "))
        } else {
            words.find(marks).or_else(|| words.find(" and "))
        };
        // Where nothing parts them the words between belong to both.
        between.start + offset.unwrap_or(if fronted && !opens { words.len() } else { 0 })
    };
    let start = place
        .checked_sub(1)
        .map_or(sentence.start, |before| cut(dates[before], date, true));
    let end = dates
        .get(place + 1)
        .map_or(sentence.end, |after| cut(date, *after, false));
    (start <= date.start && date.end <= end).then(|| Span::new(start, end))
}
