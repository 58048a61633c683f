//! First step: the temporal expressions of one block, by the locale's patterns, without any context.

use text::Span;

use super::DateSettings;
use super::build::{align, build};
use super::form::{Form, Part, Point, Raw, Year};
use super::numeric::numeric;
use super::plausible::{Place, Verdict};
use super::tense::Known;
use super::token::{Kind, Token, tokens};
use crate::date::Qualifier;
use crate::locale::{Capture, Grammar, Group, Lexicon, Locale, Second, Slot, flag};

/// The temporal expressions of `prose`, in order, none inside another.
pub fn recognise(prose: &str, locale: &Locale, settings: &DateSettings) -> Vec<Raw> {
    // Offsets are kept in 32 bits; a block of four gigabytes is no prose.
    if u32::try_from(prose.len()).is_err() {
        return Vec::new();
    }
    let tokens = tokens(prose, locale);
    let mut reader = Reader {
        prose,
        tokens: &tokens,
        lexicon: &locale.lexicon,
        grammar: &locale.grammar,
        settings,
        captures: Vec::new(),
    };
    let mut found: Vec<(Raw, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = match reader.expression(at) {
            Step::Date(core, bound) => {
                let core = match reader.twins(&core) {
                    Some(twins) => twins,
                    None => reader.with_beside(core),
                };
                let mut end = core.end.max(at + 1);
                found.push((reader.raw(&core, bound), core.start, core.end));
                if let Some(weekday) = reader.weekday_behind(&core) {
                    found.push((reader.raw(&weekday, None), weekday.start, weekday.end));
                    end = weekday.end;
                }
                end
            }
            Step::Over(end) => end,
        };
    }
    share_years(&mut found, &tokens, &locale.lexicon);
    found.into_iter().map(|(raw, ..)| raw).collect()
}

enum Step {
    Date(Core, Option<Qualifier>),
    Over(usize),
}

/// A date at a place: what it says, and its tokens.
pub(super) struct Core {
    pub(super) form: Form,
    pub(super) shade: Option<Qualifier>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) doubtful: bool,
    pub(super) ends: Option<(Span, Span)>,
}

pub(super) struct Reader<'a> {
    pub(super) prose: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) lexicon: &'a Lexicon,
    grammar: &'a Grammar,
    settings: &'a DateSettings,
    pub(super) captures: Vec<Capture>,
}

impl<'a> Reader<'a> {
    fn starts(&self, at: usize) -> &'a [u16] {
        match self.tokens.get(at) {
            None => &[],
            Some(token) => match token.kind {
                Kind::Word => &token.entry(self.lexicon).starts,
                Kind::Mark(_) => self.grammar.mark_starts(),
                _ => self.grammar.number_starts(),
            },
        }
    }

    /// The programs of some groups that may begin at `at` as far as its first two tokens tell.
    fn candidates(
        &self,
        at: usize,
        first: Group,
        last: Group,
    ) -> impl Iterator<Item = u16> + use<'a> {
        let second = match self.tokens.get(at + 1) {
            None => Second::Mark,
            Some(token) => match token.kind {
                Kind::Word => Second::Word(token.word),
                Kind::Mark(_) => Second::Mark,
                _ => Second::Number,
            },
        };
        let grammar = self.grammar;
        let starts = self.starts(at);
        let numbers = grammar.numbers(first, last);
        let from = starts.partition_point(|&program| program < numbers.start);
        let starts = starts[from..].iter().copied();
        starts
            .take_while(move |&program| program < numbers.end)
            .filter(move |&program| grammar.may_follow(program, second))
    }

    /// What begins at `at`: a date, or tokens to step over.
    fn expression(&mut self, at: usize) -> Step {
        let kind = self.tokens[at].kind;
        if matches!(kind, Kind::Mark(_))
            || kind != Kind::Number
                && self
                    .candidates(at, Group::Point, Group::Between)
                    .next()
                    .is_none()
        {
            return Step::Over(at + 1);
        }
        if let Some((group, next)) = self.prefix(at, Group::Since, Group::At)
            && let Some(core) = self.dated(next, at)
        {
            if matches!(group, Group::From | Group::Since) {
                let joined = self.joined(&core, Group::To);
                if joined.is_some() || matches!(core.form, Form::Range(..)) {
                    let range = joined.unwrap_or(core);
                    return Step::Date(Core { start: at, ..range }, None);
                }
                if let Some(end) = self.counted(&core, Group::To) {
                    return Step::Over(end);
                }
            }
            let bound = match group {
                Group::Since => Qualifier::Since,
                Group::From => Qualifier::From,
                Group::Until => Qualifier::Until,
                Group::By => Qualifier::By,
                Group::Before => Qualifier::Before,
                Group::After => Qualifier::After,
                _ => return Step::Date(self.dash(core), None),
            };
            return Step::Date(self.dash(core), Some(bound));
        }
        if let Some((_, next)) = self.prefix(at, Group::Between, Group::Between)
            && let Some(core) = self.dated(next, at)
        {
            if let Some(range) = self.joined(&core, Group::And) {
                return Step::Date(Core { start: at, ..range }, None);
            }
            if let Some(end) = self.counted(&core, Group::And) {
                return Step::Over(end);
            }
        }
        match self.dated(at, at) {
            Some(core) => Step::Date(self.dash(core), None),
            None => match self.prefix(at, Group::Nothing, Group::Nothing) {
                Some((_, end)) => Step::Over(end),
                None => Step::Over(at + 1),
            },
        }
    }

    /// The longest match at `at` among the groups from `first` to `last`.
    pub(super) fn prefix(
        &mut self,
        at: usize,
        first: Group,
        last: Group,
    ) -> Option<(Group, usize)> {
        let mut best: Option<(Group, usize)> = None;
        for program in self.candidates(at, first, last) {
            let end = self.run(program, at);
            if let Some(end) = end.filter(|&end| best.is_none_or(|(_, longest)| end > longest)) {
                best = Some((self.grammar.group(program), end));
            }
        }
        best
    }

    fn run(&mut self, program: u16, at: usize) -> Option<usize> {
        self.grammar
            .run(program, self.tokens, at, self.lexicon, &mut self.captures)
    }

    /// A date with its shade: "early May", "c. 1950"; what belongs to it begins at `opened`, before `at` in a range.
    pub(super) fn dated(&mut self, at: usize, opened: usize) -> Option<Core> {
        let plain = self.core(at, opened);
        if let Some((group, next)) = self.prefix(at, Group::Early, Group::Circa)
            && plain.as_ref().is_none_or(|core| core.end <= next)
            && let Some(mut core) = self.core(next, opened)
        {
            if !matches!(core.form, Form::Length(_) | Form::Other(_)) {
                core.shade = Some(match group {
                    Group::Early => Qualifier::Early,
                    Group::Mid => Qualifier::Mid,
                    Group::Late => Qualifier::Late,
                    _ => Qualifier::Circa,
                });
                core.start = at;
            }
            return Some(core);
        }
        plain
    }

    /// The longest plausible reading at `at`; the words before it begin at `opened`.
    fn core(&mut self, at: usize, opened: usize) -> Option<Core> {
        if let Some((form, end)) = numeric(self.tokens, at, self.settings) {
            let place = self.place(at, end, opened);
            let form = self.years_too(form, at);
            let ends = matches!(form, Form::Readings(_)) && end == at + 3;
            let core = Core {
                ends: ends.then(|| (self.span(at, at + 1), self.span(at + 2, end))),
                ..self.cored(form, at, end)
            };
            return place.admits_digits().then_some(core);
        }
        let mut matches = Vec::new();
        for program in self.candidates(at, Group::Point, Group::Nothing) {
            if let Some(end) = self.run(program, at) {
                matches.push((end, program));
            }
        }
        // Longest first; the sort is stable, so among equals the earlier pattern stays ahead.
        matches.sort_by_key(|&(end, _)| std::cmp::Reverse(end));
        for (end, program) in matches {
            let group = self.grammar.group(program);
            if group == Group::Nothing {
                return None;
            }
            self.run(program, at);
            let plural = self.tokens[at..end]
                .iter()
                .any(|token| token.has(flag::PLURAL, self.lexicon));
            let Some((form, shade)) = build(group, &self.captures, plural) else {
                continue;
            };
            if let (Form::Shift(shift), Some(hung)) = (&form, self.captured(Slot::Hung))
                && self.place(at, end, opened).hangs()
            {
                let (shift, stretch) = (*shift, hung == 1 && self.stretches(at));
                match self.hanging(shift, at, end).filter(|_| !stretch) {
                    Some(core) => return Some(Core { shade, ..core }),
                    None => continue,
                }
            }
            let place = self.place(at, end, opened);
            let doubtful = match place.verdict(&form) {
                Verdict::No => continue,
                Verdict::Doubtful => true,
                Verdict::Yes => false,
            };
            let ends = matches!(form, Form::Range(..)).then(|| self.ends(at, end));
            let end = self.without_stop(at, end);
            let skip = self
                .captures
                .iter()
                .find(|found| found.slot == Slot::Skip)
                .copied();
            return Some(Core {
                form,
                shade,
                start: skip.map_or(at, |skip| skip.token),
                end,
                doubtful,
                ends: ends.flatten(),
            });
        }
        None
    }

    fn cored(&self, form: Form, start: usize, end: usize) -> Core {
        Core {
            form,
            shade: None,
            start,
            end,
            doubtful: false,
            ends: None,
        }
    }

    fn place(&self, at: usize, end: usize, opened: usize) -> Place<'a> {
        Place {
            prose: self.prose,
            tokens: self.tokens,
            lexicon: self.lexicon,
            at,
            end,
            opened,
        }
    }

    /// "2005-08" may be a month or a range of years; the range is the second reading.
    fn years_too(&self, form: Form, at: usize) -> Form {
        let Form::Readings(readings) = &form else {
            return form;
        };
        let [month] = readings[..] else {
            return form;
        };
        let second = self.tokens[at + 2].value as i16;
        let year = self.tokens[at].value as i16;
        let end = Point::of(Year::Given(year - year % 100 + second), Part::Year);
        // The very next year is a season or a session ("2007-08") rather than a month.
        if second == year % 100 + 1 {
            Form::Readings(vec![end, month])
        } else {
            Form::Readings(vec![month, end])
        }
    }

    /// A full stop behind an unabbreviated month or weekday ends the sentence, not the word.
    fn without_stop(&self, at: usize, end: usize) -> usize {
        if end < at + 2 || self.tokens[end - 1].kind != Kind::Mark(crate::locale::Punct::Dot) {
            return end;
        }
        let word = self.tokens[end - 2].entry(self.lexicon);
        let named = word.meaning(Slot::Month).is_some() || word.meaning(Slot::Weekday).is_some();
        if named { end - 1 } else { end }
    }

    /// The words of a range's ends, cut at the token that joins them.
    fn ends(&self, at: usize, end: usize) -> Option<(Span, Span)> {
        let second = self.captures.iter().find(|capture| capture.second)?.token;
        let first = self
            .captures
            .iter()
            .filter(|capture| !capture.second && capture.token < second)
            .map(|capture| capture.token)
            .max()?;
        let opened = self.captures.iter().find(|capture| !capture.second)?.token;
        Some((self.span(opened.max(at), first + 1), self.span(second, end)))
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let last = end.max(start + 1) - 1;
        Span::new(
            self.tokens[start].start as usize,
            self.tokens[last].end as usize,
        )
    }

    /// Where a range of quantities ends that begins like a range of years ("from 1500 to 2000 troops").
    fn counted(&mut self, core: &Core, by: Group) -> Option<usize> {
        let year = matches!(core.form, Form::Point(point) if point.part == Part::Year);
        let (_, next) = self.prefix(core.end, by, by)?;
        let number = self.tokens.get(next)?.is_number();
        (year && number).then_some(next + 1)
    }

    /// `core`, joined to a second date by a dash or a word that needs no opening.
    fn dash(&mut self, core: Core) -> Core {
        self.joined(&core, Group::Dash).unwrap_or(core)
    }

    fn joined(&mut self, core: &Core, by: Group) -> Option<Core> {
        if let Form::Shift(first) = core.form {
            return self.weekdays(first, core, by);
        }
        let Form::Point(first) = core.form else {
            return None;
        };
        let (_, next) = self
            .prefix(core.end, by, by)
            .or_else(|| self.prefix_mark(core.end, by))?;
        let second = self.dated(next, core.start)?;
        let Form::Point(last) = second.form else {
            return None;
        };
        let dash = matches!(self.tokens[core.end].kind, Kind::Mark(_));
        let alike = std::mem::discriminant(&first.part) == std::mem::discriminant(&last.part);
        let spaced = self.tokens[core.end].spaced;
        if by == Group::Dash && !alike && !(dash && spaced) {
            return None;
        }
        if second.doubtful && by != Group::And {
            return None;
        }
        let (first, last) = align(first, last);
        let shade = core
            .shade
            .filter(|_| core.shade == second.shade || core.shade == Some(Qualifier::Circa));
        Some(Core {
            form: Form::Range(first, last),
            shade,
            start: core.start,
            end: second.end,
            doubtful: core.doubtful,
            ends: Some((
                self.span(core.start, core.end),
                self.span(second.start, second.end),
            )),
        })
    }

    fn prefix_mark(&mut self, at: usize, by: Group) -> Option<(Group, usize)> {
        let joins = matches!(by, Group::Dash | Group::To);
        let dash = self.tokens.get(at)?.kind == Kind::Mark(crate::locale::Punct::Dash);
        (joins && dash).then_some((by, at + 1))
    }

    fn raw(&mut self, core: &Core, bound: Option<Qualifier>) -> Raw {
        let foreign = self.of_another_calendar(core.end);
        let span = self.span(core.start, core.end);
        let dated = !matches!(core.form, Form::Length(_) | Form::Other(_));
        let open = matches!(
            core.shade,
            None | Some(Qualifier::Circa | Qualifier::Early | Qualifier::Mid | Qualifier::Late)
        );
        Raw {
            span,
            form: core.form.clone(),
            qualifier: bound.filter(|_| dated && open).or(core.shade),
            ends: core.ends,
            doubtful: core.doubtful || foreign,
            bracketed: self.bracketed(core.start),
            manner: Known::default(),
        }
    }

    /// Whether an opening bracket stands before `at` and no closing one behind it.
    pub(super) fn bracketed(&self, at: usize) -> bool {
        let near = &self.tokens[at.saturating_sub(40)..at];
        near.iter()
            .rev()
            .filter(|token| matches!(token.kind, Kind::Mark(_)))
            .find_map(|token| match self.prose.as_bytes()[token.start as usize] {
                b'(' | b'[' => Some(true),
                b')' | b']' => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }
}

/// "in May and June 2014": a part of a year takes the year of the like part that follows it in a list.
fn share_years(found: &mut [(Raw, usize, usize)], tokens: &[Token], lexicon: &Lexicon) {
    for at in (1..found.len()).rev() {
        let (before, behind) = found.split_at_mut(at);
        let (Some((left, _, end)), Some((right, start, _))) = (before.last_mut(), behind.first())
        else {
            continue;
        };
        let between = tokens.get(*end..*start).unwrap_or_default();
        let listed = between.len() <= 2
            && !between.is_empty()
            && between.iter().all(|token| {
                token.kind == Kind::Mark(crate::locale::Punct::Comma)
                    || token.has(flag::CONJUNCTION, lexicon)
            });
        let (Form::Point(first), Form::Point(last)) = (&mut left.form, &right.form) else {
            continue;
        };
        let alike = std::mem::discriminant(&first.part) == std::mem::discriminant(&last.part);
        if listed
            && alike
            && first.year == Year::Missing
            && first.sense.is_none()
            && last.sense.is_none()
        {
            let turns = first.month() > last.month();
            if !turns {
                first.year = last.year;
            }
        }
    }
}
