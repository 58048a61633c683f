//! What is not a date: a number is a year only in a year's place, and a month's name needs a month's place.

use super::form::{Form, Part, Point, Year};
use super::token::{Kind, Token};
use crate::locale::{Lexicon, Punct, Slot, UNKNOWN, flag};

/// Whether words that look like a date are one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    No,
    /// It may be a year; it does not count as one for what follows.
    Doubtful,
    Yes,
}

/// Where a candidate stands: tokens `at..end`, behind a shade that begins at `opened`.
pub(super) struct Place<'a> {
    pub prose: &'a str,
    pub tokens: &'a [Token],
    pub lexicon: &'a Lexicon,
    pub at: usize,
    pub end: usize,
    pub opened: usize,
}

impl Place<'_> {
    pub(super) fn verdict(&self, form: &Form) -> Verdict {
        if self.glued() {
            return Verdict::No;
        }
        match form {
            Form::Point(point) => self.point(point),
            Form::Range(first, last) if first.part == Part::Year && last.part == Part::Year => {
                match self.end_year(last) {
                    // Only an era's name makes so small a number a year.
                    ..1000 => Verdict::Yes,
                    // "1313/2013" numbers an act.
                    year if year - self.end_year(first) > 30 && self.slashed() => Verdict::No,
                    // Two years and a dash are hardly anything else.
                    year => match self.year(year) {
                        // Behind any word a falling pair may be anything, unless a dash of ranges joins it.
                        Verdict::Doubtful if self.end_year(first) > year && !self.en_dashed() => {
                            Verdict::No
                        }
                        Verdict::Doubtful => Verdict::Yes,
                        verdict => verdict,
                    },
                }
            }
            Form::Range(first, _) => self.counted(first).unwrap_or(Verdict::Yes),
            // What hangs on an event does not look to the story.
            Form::Shift(_) if self.hangs() => Verdict::No,
            Form::Shift(shift) if shift.weekday.is_some() && self.end == self.at + 1 => {
                let named = self.opened == self.at && self.named();
                if self.tokens[self.at].has(flag::SHORT, self.lexicon) || named {
                    Verdict::No
                } else {
                    Verdict::Yes
                }
            }
            _ => Verdict::Yes,
        }
    }

    fn en_dashed(&self) -> bool {
        self.tokens[self.at..self.end]
            .iter()
            .any(|token| token.kind == Kind::Mark(Punct::Dash) && token.end - token.start > 1)
    }

    fn slashed(&self) -> bool {
        self.tokens[self.at..self.end]
            .iter()
            .any(|token| token.kind == Kind::Mark(Punct::Slash))
    }

    /// Whether a preposition at its end has an object behind it.
    pub(super) fn hangs(&self) -> bool {
        let last = &self.tokens[self.end - 1];
        last.has(flag::SUBORDINATOR, self.lexicon)
            && self
                .after()
                .is_some_and(|after| !matches!(after.kind, Kind::Mark(_)) && !self.joins(after))
    }

    /// For dates in digits: no currency, no code before them.
    pub(super) fn admits_digits(&self) -> bool {
        !self.coded() && self.before().is_none_or(|token| !self.money(token))
    }

    fn before(&self) -> Option<&Token> {
        self.tokens[..self.at].last()
    }

    fn after(&self) -> Option<&Token> {
        self.tokens.get(self.end)
    }

    fn byte(&self, token: &Token) -> u8 {
        self.prose.as_bytes()[token.start as usize]
    }

    /// Glued to a word or a number before it ("Su35", "RQ-180"), or to a letter or a fraction behind it ("2000m").
    fn glued(&self) -> bool {
        let first = &self.tokens[self.at];
        if self.opened == self.at
            && !first.spaced
            && let Some(before) = self.before()
        {
            match before.kind {
                Kind::Word
                | Kind::Number
                | Kind::Ordinal
                | Kind::Grouped
                | Kind::Plural
                | Kind::Spelled => return true,
                Kind::Mark(mark) if first.is_number() => {
                    let stem = self.tokens[..self.at - 1].last();
                    let glued = stem.is_some_and(|stem| match mark {
                        // "anti-1945" is a year, "Su-35" and "COVID-19" are not.
                        Punct::Dash if before.spaced => false,
                        Punct::Dash => {
                            let name = stem.marked || first.digits != 4;
                            stem.is_number() || stem.kind == Kind::Word && name
                        }
                        Punct::Dot => stem.is_number(),
                        Punct::Slash => {
                            stem.is_number() || stem.kind == Kind::Word && !before.spaced
                        }
                        Punct::Other => {
                            stem.is_number() && !before.spaced && self.byte(before) == b':'
                        }
                        _ => false,
                    });
                    if glued {
                        return true;
                    }
                }
                _ => {}
            }
        }
        let last = &self.tokens[self.end - 1];
        let Some(after) = self.after().filter(|after| !after.spaced) else {
            return false;
        };
        match after.kind {
            Kind::Mark(Punct::Dot | Punct::Comma) if last.is_number() => self
                .tokens
                .get(self.end + 1)
                .is_some_and(|next| !next.spaced && next.is_number() && next.digits != 4),
            Kind::Mark(Punct::Other) => {
                last.is_number()
                    && self.prose[after.start as usize..]
                        .starts_with(['%', '°', '‰', '$', '€', '£'])
                    || self.byte(after) == b':'
                        && self
                            .tokens
                            .get(self.end + 1)
                            .is_some_and(|next| !next.spaced && next.is_number())
            }
            Kind::Mark(_) => false,
            _ => true,
        }
    }

    fn point(&self, point: &Point) -> Verdict {
        match point.part {
            Part::Year if self.end == self.at + 1 => self.year(self.end_year(point)),
            Part::Month(_) if point.year == Year::Missing && point.sense.is_none() => {
                self.bare_month()
            }
            Part::Season(_) if point.year == Year::Missing && point.sense.is_none() => {
                self.bare_season()
            }
            Part::DayOnly(_) if point.sense.is_none() => self.bare_day(),
            // "the Arab Spring of 2011" is a name.
            Part::Season(_)
                if self.tokens[self.at].marked
                    && self
                        .before()
                        .is_some_and(|before| before.marked && before.word == UNKNOWN) =>
            {
                Verdict::No
            }
            _ => self.counted(point).unwrap_or(Verdict::Yes),
        }
    }

    fn end_year(&self, point: &Point) -> i16 {
        match point.year {
            Year::Given(year) => year,
            _ => 2000,
        }
    }

    /// A year behind a date's comma may count what follows it ("On 8 May, 2000 soldiers").
    fn counted(&self, point: &Point) -> Option<Verdict> {
        let last = &self.tokens[self.end - 1];
        let counts = last.kind == Kind::Number
            && last.digits == 4
            && point.has_year()
            && self
                .tokens
                .get(self.end - 2)
                .is_some_and(|comma| comma.kind == Kind::Mark(Punct::Comma))
            && self
                .after()
                .is_some_and(|after| after.has(flag::COUNTED, self.lexicon) && !self.joins(after));
        counts.then_some(Verdict::No)
    }

    /// A word that counts may be a conjunction too ("or").
    fn joins(&self, token: &Token) -> bool {
        token.has(flag::CONJUNCTION, self.lexicon)
    }

    fn year(&self, year: i16) -> Verdict {
        let counted = |token: &Token| {
            token.has(flag::COUNTED | flag::CURRENCY, self.lexicon) && !self.joins(token)
        };
        if let Some(after) = self.after() {
            let dashed = after.kind == Kind::Mark(Punct::Dash)
                && self
                    .tokens
                    .get(self.end + 1)
                    .is_some_and(|next| !next.spaced && (counted(next) || next.is_number()));
            if counted(after) || dashed || self.money(after) && !after.spaced {
                return Verdict::No;
            }
        }
        let agenda = |token: Option<&Token>| {
            token.is_some_and(|token| token.marked && token.has(flag::AGENDA, self.lexicon))
        };
        // "Agenda 2030", "the 2030 Agenda", but "the 2020-2025 Strategy" covers years.
        let single = self.end == self.at + 1;
        if self.coded()
            || single && agenda(self.before())
            || single && self.far(year) && agenda(self.after())
        {
            return Verdict::No;
        }
        // A number of an act ("2019/1020"), unless it is a pair of years.
        let numbered = self
            .after()
            .is_some_and(|after| after.kind == Kind::Mark(Punct::Slash) && !after.spaced)
            && self
                .tokens
                .get(self.end + 1)
                .is_some_and(|next| !next.spaced && next.is_number() && next.digits > 2);
        if single && numbered {
            return Verdict::No;
        }
        let Some(before) = self.before() else {
            return self.free(year);
        };
        if self.opened < self.at {
            // A shade's own word ("about", "around") is a cue for a year and for a quantity alike.
            return if (1000..2100).contains(&year) {
                Verdict::Yes
            } else {
                Verdict::No
            };
        }
        match before.kind {
            Kind::Word => {
                let entry = before.entry(self.lexicon);
                if entry.is(flag::QUANTITY | flag::CURRENCY) && !entry.is(flag::CUE)
                    || entry.meaning(Slot::Count).is_some()
                {
                    Verdict::No
                } else if entry.is(flag::CUE) {
                    Verdict::Yes
                } else if entry.is(flag::ARTICLE | flag::POSSESSIVE) {
                    if (1500..2060).contains(&year) {
                        Verdict::Yes
                    } else {
                        Verdict::No
                    }
                } else if (1700..2060).contains(&year) && !self.counts() {
                    Verdict::Doubtful
                } else {
                    Verdict::No
                }
            }
            Kind::Mark(_) if self.money(before) => Verdict::No,
            Kind::Mark(_) => self.free(year),
            _ => Verdict::No,
        }
    }

    /// Whether a plural no one knows stands behind it ("heard 1920 petitions").
    fn counts(&self) -> bool {
        let Some(after) = self.after() else {
            return false;
        };
        let word = &self.prose[after.start as usize..after.end as usize];
        let plural =
            |ending: &String| word.len() > ending.len() + 2 && word.ends_with(ending.as_str());
        self.end == self.at + 1
            && after.kind == Kind::Word
            && after.word == UNKNOWN
            && !after.marked
            && self.lexicon.plural_endings.iter().any(plural)
    }

    /// A year so late that it names an aim.
    fn far(&self, year: i16) -> bool {
        year >= 2030
    }

    fn free(&self, year: i16) -> Verdict {
        if (1400..2060).contains(&year) {
            Verdict::Yes
        } else {
            Verdict::No
        }
    }

    fn money(&self, token: &Token) -> bool {
        matches!(token.kind, Kind::Mark(Punct::Other))
            && self.prose[token.start as usize..].starts_with([
                '$', '€', '£', '¥', '₽', '₹', '#', '№', '§', '@', '=', '+', '<', '>', '±', '×',
            ])
    }

    /// Behind a code word, directly, over an abbreviation's full stop, or along a list ("Resolutions 1970 and 1973").
    fn coded(&self) -> bool {
        let mut rest = &self.tokens[..self.opened.min(self.at)];
        for _ in 0..12 {
            let Some((last, before)) = rest.split_last() else {
                return false;
            };
            match last.kind {
                Kind::Word if last.has(flag::CODE, self.lexicon) => {
                    return !last.has(flag::CUE, self.lexicon);
                }
                Kind::Word
                    if last.has(flag::CONJUNCTION, self.lexicon)
                        || last.has(flag::CUE, self.lexicon) =>
                {
                    // A list goes on only over numbers.
                    if !before.last().is_some_and(Token::is_number) {
                        return false;
                    }
                }
                Kind::Mark(Punct::Comma | Punct::Dash | Punct::Slash) => {
                    if !before.last().is_some_and(Token::is_number) {
                        return false;
                    }
                }
                Kind::Mark(Punct::Dot) => {
                    let codes = flag::NUMBERING | flag::CODE;
                    let coded = before
                        .last()
                        .is_some_and(|word| word.has(codes, self.lexicon));
                    return coded && !last.spaced;
                }
                Kind::Number | Kind::Grouped => {}
                _ => return false,
            }
            rest = before;
        }
        false
    }

    /// Whether the next word or, away from a cue, the one before makes a name of it ("April Glaspie", "Black Friday").
    fn named(&self) -> bool {
        let small = flag::CUE | flag::ARTICLE | flag::CONJUNCTION | flag::STARTER;
        let capital = |token: &Token| {
            let entry = token.entry(self.lexicon);
            let dated = entry.meaning(Slot::Month).or(entry.meaning(Slot::Weekday));
            token.kind == Kind::Word && token.marked && !entry.is(small) && dated.is_none()
        };
        let cued = self.before().is_some_and(|before| {
            before.has(flag::CUE, self.lexicon) && !before.has(flag::CONJUNCTION, self.lexicon)
        });
        let follows = self
            .after()
            .is_some_and(|after| after.spaced && capital(after));
        !cued && (follows || self.before().is_some_and(capital))
    }

    fn bare_month(&self) -> Verdict {
        let first = &self.tokens[self.at];
        let word = self.tokens[self.at..self.end]
            .iter()
            .find(|token| token.entry(self.lexicon).meaning(Slot::Month).is_some())
            .unwrap_or(first);
        if word.has(flag::SHORT, self.lexicon) || self.opened == self.at && self.named() {
            return Verdict::No;
        }
        if !word.has(flag::DOUBTFUL, self.lexicon) || self.opened < self.at {
            return Verdict::Yes;
        }
        let cued = self
            .before()
            .is_some_and(|before| before.has(flag::CUE, self.lexicon));
        if cued || self.listed() || self.seasonal() {
            Verdict::Yes
        } else {
            Verdict::No
        }
    }

    /// Behind a month and a comma: one of a list ("April, May and June").
    fn listed(&self) -> bool {
        let [.., month, comma] = self.tokens[..self.at] else {
            return false;
        };
        comma.kind == Kind::Mark(Punct::Comma)
            && month.marked
            && month.entry(self.lexicon).meaning(Slot::Month).is_some()
    }

    /// Before a noun that happens in its time ("the spring offensive").
    fn seasonal(&self) -> bool {
        self.after()
            .is_some_and(|after| after.spaced && after.has(flag::SEASONAL, self.lexicon))
    }

    /// "on the 20th" is a day where nothing behind it is counted ("on the 20th floor").
    fn bare_day(&self) -> Verdict {
        let small = flag::ARTICLE | flag::STARTER | flag::SUBORDINATOR | flag::CONJUNCTION;
        let alone = self.after().is_none_or(|after| match after.kind {
            Kind::Mark(mark) => !matches!(mark, Punct::Dash | Punct::Slash | Punct::Apostrophe),
            _ => after.has(small, self.lexicon),
        });
        let ordinal = self.tokens[self.end - 1].kind == Kind::Ordinal;
        if ordinal && alone {
            Verdict::Yes
        } else {
            Verdict::No
        }
    }

    fn bare_season(&self) -> Verdict {
        let first = &self.tokens[self.at];
        let article = first.has(flag::ARTICLE, self.lexicon);
        let word = self.tokens[self.end - 1];
        let cued = self.opened < self.at
            || self
                .before()
                .is_some_and(|before| before.has(flag::CUE, self.lexicon));
        let doubtful = word.has(flag::DOUBTFUL, self.lexicon);
        let seasonal = self.seasonal();
        if seasonal && (!first.marked || self.before().is_none()) {
            return Verdict::Yes;
        }
        let named = self
            .after()
            .is_some_and(|after| after.kind == Kind::Word && after.marked && after.spaced);
        // "the fall of the Wall" is no season, "in the fall of" with a year is read by a longer pattern.
        let of = self
            .after()
            .is_some_and(|after| after.has(flag::CUE, self.lexicon) && doubtful);
        let good = !named
            && if doubtful {
                cued && !of
            } else {
                cued || article
            };
        if good { Verdict::Yes } else { Verdict::No }
    }
}
