//! Names by a head noun: capitalised words before it, a complement or a number after it.

use rustc_hash::FxHashSet;
use std::ops::Range;

use text::Span;

use super::bracket;
use super::person::Offices;
use super::word::{Gap, Word};
use crate::name::{EntityKind, Rules};

/// So many small words may stand together inside a name ("of the", "between the").
const JOINERS: usize = 4;
/// A name has at most so many words.
const WORDS: usize = 40;
/// A list inside a name ends within so many words.
const LIST: usize = 14;

/// A name by its head noun.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub words: Range<usize>,
    pub span: Span,
    pub kind: EntityKind,
    /// The name without its complement, where that says enough.
    pub short: Option<Span>,
    /// The name at the end of its complement that the bracket behind it abbreviates.
    pub inner: Option<(Range<usize>, EntityKind)>,
}

/// What the search needs to know.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub prose: &'a str,
    pub words: &'a [Word],
    pub rules: &'a Rules,
    /// Places that the gazetteer knows, in order.
    pub places: &'a [Span],
    /// Given names, in lower case.
    pub given: &'a FxHashSet<String>,
    pub offices: &'a Offices,
}

/// The names by head noun, in order.
pub(super) fn titles(scene: Scene) -> Vec<Title> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < scene.words.len() {
        if !scene.words[at].capital {
            at += 1;
            continue;
        }
        let title = scene.title(at);
        at = title
            .as_ref()
            .map_or_else(|| scene.segment(at), |title| title.words.end)
            .max(at + 1);
        found.extend(title);
    }
    found
}

impl Scene<'_> {
    /// The end of the capitalised words that stand together from `at` on.
    pub fn segment(&self, at: usize) -> usize {
        let mut end = at + 1;
        while end < self.words.len() && self.words[end].gap == Gap::Space && self.words[end].capital
        {
            if self.words[end - 1].owner && self.is_place(end - 1..end) {
                break;
            }
            end += 1;
        }
        end
    }

    pub fn head(&self, at: usize) -> Option<EntityKind> {
        let lower = &self.words[at].lower;
        let kind = self.rules.head(lower)?;
        // Of several treaties each has a name of its own.
        let named = matches!(kind, EntityKind::Agreement | EntityKind::Organisation);
        let listed = self.rules.heads.agreement.contains(lower)
            || self.rules.heads.organisation.contains(lower);
        (named && listed).then_some(kind)
    }

    pub fn is_place(&self, words: Range<usize>) -> bool {
        let span = self.words[words.start]
            .span
            .join(self.words[words.end - 1].span);
        self.places.iter().any(|place| place.covers(span))
    }

    pub fn is(&self, at: usize, list: &[String]) -> bool {
        list.contains(&self.words[at].lower)
    }

    /// Whether the word is capitalised only because it begins a sentence.
    pub fn opens(&self, at: usize) -> bool {
        let letters = self.words[at].span.of(self.prose);
        let acronym = letters.len() > 1 && letters.chars().all(char::is_uppercase);
        !acronym && self.is(at, &self.rules.openers)
    }

    pub fn span(&self, words: Range<usize>) -> Span {
        self.words[words.start]
            .span
            .join(self.words[words.end - 1].span)
    }

    /// The name whose first segment begins at `at`.
    fn title(&self, at: usize) -> Option<Title> {
        let mut first = at;
        let mut end = self.segment(at);
        let last = |range: Range<usize>| range.rev().find(|at| self.head(*at).is_some());
        let mut head = last(first..end);
        while first < end && self.opens(first) && head != Some(first) {
            first += 1;
        }
        if head.is_none() && first < end {
            // "the Food and Agriculture Organization": what "and" joins before the noun belongs to it.
            let next = end + 1;
            let article = first > 0
                && self.words[first].gap == Gap::Space
                && self.is(first - 1, &self.rules.articles);
            let joined = next < self.words.len()
                && article
                && self.words[end].gap == Gap::Space
                && self.words[next].gap == Gap::Space
                && self.words[next].capital
                && self.is(end, &self.rules.joints.and)
                && !self.is_place(first..end);
            if joined {
                let other = self.segment(next);
                head = last(next..other).filter(|head| *head > next);
                end = other;
            }
        }
        let head = head?;
        let owner = |at: &usize| self.words[*at].owner && self.is_place(*at..at + 1);
        first = (first..head).rev().find(owner).map_or(first, |at| at + 1);
        if first > head {
            return None;
        }
        let kind = self.head(head)?;
        let mut stop = head + 1;
        let mut span = self.span(first..stop);
        let numbered = self.number(head, span.end);
        let mut complement = false;
        let led = stop < end && self.is(stop, &self.rules.leading_participles);
        if let Some(number) = numbered {
            span.end = number;
            while stop < self.words.len() && self.words[stop].span.start < number {
                stop += 1;
            }
        } else if stop < end && is_roman(self.words[stop].span.of(self.prose)) {
            stop += 1;
            span = self.span(first..stop);
        } else if stop == end || led {
            let with = self.complement(head, if led { end } else { stop }, kind);
            complement = with > stop;
            stop = with;
            span = self.span(first..stop);
        }
        let said = (first..head)
            .filter(|at| self.head(*at).is_none() && !self.is(*at, &self.rules.weak))
            .count();
        let plain = (first..head).filter(|at| self.head(*at).is_none()).count();
        let defined = bracket::defines(self.prose, span);
        let enough = said > 0
            || complement
            || numbered.is_some()
            || (plain > 1 && kind == EntityKind::Organisation)
            || (head > first && defined);
        let inner = complement
            .then(|| self.inner(head + 1..stop, span.end))
            .flatten();
        let short = (complement && said > 0).then(|| self.span(first..head + 1));
        enough.then_some(Title {
            words: first..stop,
            span,
            kind,
            short,
            inner,
        })
    }

    /// "the Treaty establishing the Herring Board (HB)": the name in a complement that the bracket abbreviates.
    fn inner(&self, complement: Range<usize>, end: usize) -> Option<(Range<usize>, EntityKind)> {
        let starts = complement.clone().filter(|at| self.words[*at].capital);
        for start in starts {
            let range = start..complement.end;
            let span = Span::new(self.words[start].span.start, end);
            let kind = range.clone().filter_map(|at| self.head(at)).next();
            if let (Some(kind), true) = (kind, bracket::defines(self.prose, span)) {
                return Some((range, kind));
            }
        }
        None
    }

    /// Where the number that follows a head noun ends: "(EU) 2016/679", "No. 1/2003", "1540 (2004)".
    fn number(&self, head: usize, end: usize) -> Option<usize> {
        let noun = self.words[head].lower.as_str();
        if !self.rules.numbered.iter().any(|other| other == noun) {
            return None;
        }
        let rest = &self.prose[end..];
        let mut at = skip_space(rest, 0)?;
        if let Some(inside) = rest[at..].strip_prefix('(') {
            let close = inside.find(')')?;
            let letters = &inside[..close];
            if close > 12
                || !letters
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, ',' | ' '))
            {
                return None;
            }
            at = skip_space(rest, at + close + 2)?;
        }
        let lower = rest[at..].get(..8).unwrap_or(&rest[at..]).to_lowercase();
        let mut counted = false;
        let lead = self.rules.number_words.iter().filter(|word| {
            lower.strip_prefix(word.as_str()).is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit() || c == '.')
            })
        });
        if let Some(word) = lead.max_by_key(|word| word.len()) {
            at += word.len();
            at += rest[at..].len() - rest[at..].trim_start_matches(['.', ' ', '\u{a0}']).len();
            counted = true;
        }
        let digits = rest[at..]
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '\u{2013}')))
            .unwrap_or(rest.len() - at);
        let number = rest[at..at + digits].trim_end_matches(['/', '-', '\u{2013}']);
        if !number.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let plain = number.chars().all(|c| c.is_ascii_digit());
        let year = plain
            && number.len() == 4
            && matches!(
                number.as_bytes(),
                [b'1', b'8' | b'9', ..] | [b'2', b'0', ..]
            );
        let act = self.rules.dated.iter().any(|other| other == noun);
        if !plain && !number.contains('/') && !counted {
            return None;
        }
        if year && !counted && !act {
            // "Resolution 1973 (2011)" has two numbers, "Convention 1951" has a year.
            let bracket = rest[at + number.len()..].trim_start().starts_with('(');
            if !bracket {
                return None;
            }
        }
        let mut end = end + at + number.len();
        let after = &self.prose[end..];
        if plain && after.starts_with(" (") {
            let inside: String = after.chars().skip(2).take(5).collect();
            if inside.ends_with(')') && inside[..4].chars().all(|c| c.is_ascii_digit()) {
                end += 7;
            }
        }
        Some(end)
    }

    /// The end of the complement behind the head noun, or what follows the noun if it has none.
    fn complement(&self, head: usize, from: usize, kind: EntityKind) -> usize {
        let agreement = kind == EntityKind::Agreement;
        let mut end = from;
        let mut between = false;
        let mut with = false;
        // The last words had an article and no noun of an organisation yet: "the European Coal", which "and" may complete.
        let mut open = false;
        while end - head < WORDS {
            let mut next = end;
            if self.words.get(next).is_none() {
                break;
            }
            if self.words[next].gap == Gap::Comma {
                if end == head + 1 || !self.is_list(next) {
                    break;
                }
                if !self.words[next].capital {
                    // "Development, Production and Use" may go on with "and".
                    next += usize::from(self.is(next, &self.rules.joints.and));
                }
                if !self.words.get(next).is_some_and(|word| word.capital) {
                    break;
                }
                end = self.segment(next);
                continue;
            }
            while next < self.words.len()
                && next - end < JOINERS
                && self.words[next].gap == Gap::Space
                && !self.words[next].capital
                && self.is(next, &self.rules.joiners)
            {
                next += 1;
            }
            // "the Agreement on the withdrawal of Norland": a plain noun may stand in an official title.
            if agreement && next > end + 1 && next - end < JOINERS && self.is_noun(next) {
                next += 1;
                while next < self.words.len()
                    && next - end < JOINERS + 3
                    && self.words[next].gap == Gap::Space
                    && !self.words[next].capital
                    && self.is(next, &self.rules.joiners)
                {
                    next += 1;
                }
            }
            let fits = next > end
                && next < self.words.len()
                && self.words[next].gap == Gap::Space
                && self.words[next].capital;
            if !fits {
                break;
            }
            let lead = self.words[end].lower.as_str();
            let leads = if agreement {
                &self.rules.complements
            } else {
                &self.rules.organisation_complements
            };
            let first = end == head + 1;
            if first && !leads.iter().any(|other| other == lead) && !self.is_region(lead, next) {
                break;
            }
            let segment = next..self.segment(next);
            let article = (end..next).any(|at| self.is(at, &self.rules.articles));
            let headed = segment.clone().any(|at| self.head(at).is_some());
            let completes = open && headed && !article && holds(&self.rules.joints.and, lead);
            if !completes && !self.goes_on(lead, &segment, agreement, between, with, article, first)
            {
                break;
            }
            let place = self.is_place(segment.clone());
            open = article && !headed && !place && !with && segment.len() > 1;
            between |= holds(&self.rules.joints.between, lead);
            with |= holds(&self.rules.joints.with, lead);
            end = segment.end;
            if self.words[end - 1].owner {
                break;
            }
        }
        end
    }

    /// Whether an article and then the word and "of" stand there.
    fn is_noun(&self, at: usize) -> bool {
        at > 0
            && at + 1 < self.words.len()
            && self.is(at - 1, &self.rules.articles)
            && !self.words[at].capital
            && self.words[at].gap == Gap::Space
            && self.is(at + 1, &self.rules.joints.of)
            && self.words[at + 1].gap == Gap::Space
    }

    fn is_region(&self, lead: &str, next: usize) -> bool {
        holds(&self.rules.joints.within, lead) && self.is(next, &self.rules.regions)
    }

    /// Whether the words that a small word joins to a name belong to it.
    #[expect(clippy::too_many_arguments, reason = "all of them describe one joint")]
    fn goes_on(
        &self,
        lead: &str,
        segment: &Range<usize>,
        agreement: bool,
        between: bool,
        with: bool,
        article: bool,
        first: bool,
    ) -> bool {
        let place =
            self.is_place(segment.clone()) || self.is_place(segment.start..segment.start + 1);
        let headed = |kind: Option<EntityKind>| {
            segment.clone().any(|at| {
                let own = self.head(at);
                own.is_some() && (kind.is_none() || own == kind)
            })
        };
        let joints = &self.rules.joints;
        if holds(&joints.and, lead) {
            return between || with && place || !headed(None) && !article && (!place || agreement);
        }
        if holds(&joints.within, lead) {
            let lower = &self.words[segment.start].lower;
            let mut endings = joints.abstract_endings.iter();
            let theme = segment.len() > 1 || endings.any(|end| lower.ends_with(end.as_str()));
            return self.is_region(lead, segment.start) || agreement && !first && !place && theme;
        }
        if holds(&joints.to, lead) {
            let long = segment.end > segment.start + usize::from(!agreement);
            return agreement && headed(Some(EntityKind::Agreement))
                || (agreement || first) && !place && !article && !headed(None) && long;
        }
        if holds(&joints.inner, lead) {
            return agreement && !first && !place;
        }
        if holds(&joints.with, lead) || holds(&joints.between, lead) {
            return agreement;
        }
        if holds(&joints.late, lead) {
            return !first;
        }
        let act = !agreement && article && headed(Some(EntityKind::Agreement));
        !(act && holds(&joints.of, lead))
    }

    /// Whether the comma before `at` joins a list inside a name: capitalised words, commas, and at last "and".
    fn is_list(&self, at: usize) -> bool {
        let mut next = at;
        while next < self.words.len() && next - at < LIST {
            let word = &self.words[next];
            if next > at && word.gap == Gap::Other {
                return false;
            }
            if self.is(next, &self.rules.joints.and) || self.is(next, &self.rules.joints.or) {
                return self.words.get(next + 1).is_some_and(|word| {
                    word.capital && word.gap == Gap::Space && self.head(next + 1).is_none()
                });
            }
            let headed = self.head(next).is_some();
            if headed
                || !(word.capital || self.is(next, &self.rules.joiners))
                || self.is(next, &self.rules.articles)
            {
                return false;
            }
            if self.is_place(next..next + 1) {
                return false;
            }
            next += 1;
        }
        false
    }
}

fn holds(list: &[String], word: &str) -> bool {
    list.iter().any(|other| other == word)
}

fn skip_space(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\n']);
    (trimmed.len() < rest.len()).then(|| from + rest.len() - trimmed.len())
}

pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 5 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}
