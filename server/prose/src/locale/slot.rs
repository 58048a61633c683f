//! The classes of words and numbers that patterns ask for.

/// What a word (or a number) stands for in a pattern; also the name under which a pattern captures it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) enum Slot {
    Weekday,
    /// A number that may be a day of the month.
    Day,
    Month,
    /// A four-digit year.
    Year,
    /// A year of one to four digits, where an era stands beside it.
    EraYear,
    /// Two digits of a year.
    ShortYear,
    Season,
    Unit,
    /// A cardinal, in digits or words.
    Count,
    /// An ordinal, in digits or words.
    Ordinal,
    Sense,
    /// "1990s", "90s".
    Decade,
    /// "nineties".
    DecadeWord,
    Century,
    Quarter,
    Half,
    Era,
    /// Direction of a shift: -1, 0, 1.
    Step,
    /// Which reference time a shift starts from; see `Anchor`.
    Anchor,
    /// 1 for a fiscal, 2 for an academic year.
    Calendar,
    /// "week of", "beginning of".
    Week,
    /// A length is an ordinal anniversary.
    Anniversary,
    /// 0 early, 1 mid, 2 late.
    Shade,
    /// Half a unit.
    Halved,
    /// Months from the head (1) or at the tail (2) of a year.
    Stretch,
    /// The date begins a time that goes on.
    Open,
    /// "twenty" of "twenty-five".
    Tens,
    /// Two digits of a year behind an apostrophe.
    QuotedYear,
    /// Which weekday of a month: 1 by the ordinal beside it, -1 the last.
    Nth,
    /// The century of a year in words ("nineteen ninety-eight").
    Base,
    /// The words before this one were needed and do not belong to the date.
    Skip,
    /// A walk may start from an event named behind it; 1 where the words before it may make it a stretch of time.
    Hung,
    /// A walk counts to the day ("exactly a year later").
    Exact,
    /// A walk's count is rounded (0), a least (1) or a most (2).
    Rounded,
    /// A length is somebody's age.
    Age,
}

impl Slot {
    /// Whether digits can be of this class.
    pub(crate) fn admits_numbers(self) -> bool {
        !matches!(
            self,
            Slot::Month
                | Slot::Weekday
                | Slot::Season
                | Slot::Unit
                | Slot::Sense
                | Slot::DecadeWord
                | Slot::Era
        )
    }

    pub(crate) fn named(name: &str) -> Option<Slot> {
        Some(match name {
            "weekday" => Slot::Weekday,
            "day" => Slot::Day,
            "month" => Slot::Month,
            "year" => Slot::Year,
            "era_year" => Slot::EraYear,
            "short_year" => Slot::ShortYear,
            "season" => Slot::Season,
            "unit" => Slot::Unit,
            "count" => Slot::Count,
            "ordinal" => Slot::Ordinal,
            "sense" => Slot::Sense,
            "decade" => Slot::Decade,
            "decade_word" => Slot::DecadeWord,
            "century" => Slot::Century,
            "quarter" => Slot::Quarter,
            "half" => Slot::Half,
            "era" => Slot::Era,
            "step" => Slot::Step,
            "anchor" => Slot::Anchor,
            "calendar" => Slot::Calendar,
            "week" => Slot::Week,
            "anniversary" => Slot::Anniversary,
            "shade" => Slot::Shade,
            "halved" => Slot::Halved,
            "stretch" => Slot::Stretch,
            "open" => Slot::Open,
            "quoted_year" => Slot::QuotedYear,
            "nth" => Slot::Nth,
            "base" => Slot::Base,
            "skip" => Slot::Skip,
            "hung" => Slot::Hung,
            "exact" => Slot::Exact,
            "rounded" => Slot::Rounded,
            "age" => Slot::Age,
            _ => return None,
        })
    }
}
