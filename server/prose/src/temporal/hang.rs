//! Dates that hang on something named behind them: "two years after 2001", "three days after the landing".

use text::Span;

use super::form::{Form, Point, Shift};
use super::recognise::{Core, Reader};
use super::token::Kind;
use crate::locale::{Group, Punct, Slot, flag};

/// Words that an event's name has at most; longer ones are not looked for.
const WORDS: usize = 6;

impl Reader<'_> {
    pub(super) fn captured(&self, slot: Slot) -> Option<i32> {
        let found = self.captures.iter().find(|capture| capture.slot == slot);
        found.map(|capture| capture.value)
    }

    /// Whether the words before `at` make what begins there a stretch ("for two years after 2001").
    pub(super) fn stretches(&self, at: usize) -> bool {
        let before = self.tokens[..at].last();
        before.is_some_and(|before| before.has(flag::CUE | flag::ARTICLE, self.lexicon))
    }

    /// The walk `shift`, whose words end before `end`, from the date or the event that follows.
    pub(super) fn hanging(&mut self, shift: Shift, at: usize, end: usize) -> Option<Core> {
        let core = |form: Form, end: usize| Core {
            form,
            shade: None,
            start: at,
            end,
            doubtful: false,
            ends: None,
        };
        if let Some(point) = self.year_at(end, at) {
            return Some(core(Form::Offset(shift, point.0), point.1));
        }
        let named = self.event(end)?;
        // "two years after the storm of 14 October 2014": the event's own date stands beside it.
        if let Some((point, _)) = self.year_at(named + 1, at) {
            return Some(core(Form::Offset(shift, point), named));
        }
        let event = self.span(end, named);
        let length = (self.span(at, end - 1), event);
        Some(Core {
            ends: Some(length),
            ..core(Form::Hanging(shift, event), named)
        })
    }

    /// A date with its year at `at`, and where it ends.
    fn year_at(&mut self, at: usize, opened: usize) -> Option<(Point, usize)> {
        let date = self.dated(at, opened).filter(|_| at < self.tokens.len())?;
        match date.form {
            Form::Point(point) if point.has_year() => Some((point, date.end)),
            _ => None,
        }
    }

    /// Where the name of an event that begins at `at` ends: behind an article, or a name of its own.
    fn event(&self, at: usize) -> Option<usize> {
        let first = self.tokens.get(at)?;
        let article = first.has(flag::ARTICLE | flag::POSSESSIVE, self.lexicon);
        let small = flag::CUE
            | flag::RELATIVE
            | flag::SUBORDINATOR
            | flag::CONJUNCTION
            | flag::STARTER
            | flag::ARTICLE
            | flag::PAST
            | flag::FUTURE;
        if !article && (!first.marked || first.has(small, self.lexicon)) {
            return None;
        }
        let start = at + usize::from(article);
        let mut end = start;
        while let Some(token) = self.tokens.get(end).filter(|_| end < start + WORDS) {
            let apostrophe = token.kind == Kind::Mark(Punct::Apostrophe) && !token.spaced;
            let word = token.kind == Kind::Word && !token.has(small, self.lexicon);
            let verb = !token.marked
                && self.lexicon.past_endings.iter().any(|ending| {
                    self.prose[token.start as usize..token.end as usize].ends_with(ending.as_str())
                });
            if !(apostrophe || word && !(verb && end > start)) {
                break;
            }
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// "from Monday to Wednesday".
    pub(super) fn weekdays(&mut self, first: Shift, core: &Core, by: Group) -> Option<Core> {
        first.weekday?;
        let (_, next) = self.prefix(core.end, by, by)?;
        let second = self.dated(next, core.start)?;
        let Form::Shift(last) = second.form else {
            return None;
        };
        last.weekday?;
        let ends: (Span, Span) = (
            self.span(core.start, core.end),
            self.span(second.start, second.end),
        );
        Some(Core {
            form: Form::Weekdays(first, last),
            shade: None,
            start: core.start,
            end: second.end,
            doubtful: false,
            ends: Some(ends),
        })
    }
}
