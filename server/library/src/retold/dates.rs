//! Two dates that stand in one place: whether what their words say differs. A date that only its surroundings tell apart
//! is no difference of its own.

use prose::date::{DateValue, Qualifier};
use prose::locale::Locale;
use prose::temporal::{
    DateSettings, Form, Part, Point, Resolution, Shift, Temporal, Year, recognise,
};

/// What a pair of dates comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    Agree,
    Differ,
    /// They may differ, but not by what their own words say.
    Unsure,
}

/// Compares the draft's date, in these words, with the source's.
pub(super) fn compare(
    (draft, draft_words): (&Temporal, &str),
    (source, source_words): (&Temporal, &str),
    locale: &Locale,
) -> Outcome {
    let (Some(mine), Some(theirs)) = (&draft.value, &source.value) else {
        return Outcome::Unsure;
    };
    let shown_only = |temporal: &Temporal| {
        temporal.doubtful
            || matches!(
                temporal.resolution,
                Resolution::Ambiguous(_) | Resolution::Unresolved
            )
            || temporal.value.as_ref().is_some_and(DateValue::is_fault)
    };
    let same_words = prose::name::key(draft_words) == prose::name::key(source_words);
    if (shown_only(draft) || shown_only(source)) && !same_words {
        return Outcome::Unsure;
    }
    if bound(mine) != bound(theirs) {
        return Outcome::Unsure;
    }
    if let (Some(mine), Some(theirs)) = (&draft.ends, &source.ends) {
        let of = |temporal: &Temporal, words: &'_ str, end: usize| -> String {
            let span = temporal.ends.as_ref().map(|ends| ends[end].span);
            let base = temporal.span.start;
            let inside = span.and_then(|span| {
                words.get(span.start.checked_sub(base)?..span.end.checked_sub(base)?)
            });
            inside.unwrap_or_default().to_owned()
        };
        let ends = [0, 1].map(|end| {
            let (one, other) = (of(draft, draft_words, end), of(source, source_words, end));
            let explicit = false;
            points(
                &mine[end].value,
                &one,
                &theirs[end].value,
                &other,
                explicit,
                locale,
            )
        });
        return match ends {
            _ if same_words => points(&mine[0].value, "", &theirs[0].value, "", false, locale),
            [Outcome::Agree, Outcome::Agree] => Outcome::Agree,
            [Outcome::Unsure, _] | [_, Outcome::Unsure] => Outcome::Unsure,
            _ => Outcome::Differ,
        };
    }
    let bare = |temporal: &'_ Temporal, value: &DateValue| {
        temporal.bare.clone().unwrap_or_else(|| value.clone())
    };
    points(
        &bare(draft, mine),
        draft_words,
        &bare(source, theirs),
        source_words,
        draft.resolution == Resolution::Explicit && source.resolution == Resolution::Explicit,
        locale,
    )
}

/// Which side a date is open to: "before 1941" and "in 1941" say two things.
fn bound(value: &DateValue) -> Option<Qualifier> {
    value.qualifier.filter(|qualifier| {
        !matches!(
            qualifier,
            Qualifier::Early | Qualifier::Mid | Qualifier::Late | Qualifier::Circa
        )
    })
}

fn points(
    mine: &DateValue,
    my_words: &str,
    theirs: &DateValue,
    their_words: &str,
    explicit: bool,
    locale: &Locale,
) -> Outcome {
    if mine.judged().meets(theirs.judged()) {
        return Outcome::Agree;
    }
    if prose::name::key(my_words) == prose::name::key(their_words) {
        return Outcome::Unsure;
    }
    let said = |words: &str| -> Option<Form> {
        let mut raws = recognise(words, locale, &DateSettings::default()).into_iter();
        Some(raws.next()?.form).filter(|_| raws.next().is_none())
    };
    let digits = |words: &str| words.bytes().all(|byte| byte.is_ascii_digit());
    if explicit || digits(my_words) && digits(their_words) {
        return Outcome::Differ;
    }
    match (said(my_words), said(their_words)) {
        (Some(Form::Point(one)), Some(Form::Point(other))) => differ(&one, &other),
        (Some(Form::Shift(one)), Some(Form::Shift(other))) => shifted(&one, &other),
        (Some(Form::Offset(one, from)), Some(Form::Offset(other, to))) if from == to => {
            shifted(&one, &other)
        }
        _ => Outcome::Unsure,
    }
}

/// Whether two dates differ in a part that both state.
fn differ(one: &Point, other: &Point) -> Outcome {
    let says_year = |point: &Point| matches!(point.year, Year::Given(_) | Year::Short(_));
    if says_year(one) && says_year(other) {
        return Outcome::Differ;
    }
    let day = |point: &Point| match point.part {
        Part::Day(month, day) => (Some(month), Some(day)),
        Part::Month(month) => (Some(month), None),
        _ => (None, None),
    };
    let apart = |one: Option<i16>, other: Option<i16>| {
        one.zip(other).is_some_and(|(one, other)| one != other)
    };
    let ((month, day_of), (other_month, other_day)) = (day(one), day(other));
    let seasons = matches!((one.part, other.part), (Part::Season(a), Part::Season(b)) if a != b);
    match (one.year, other.year) {
        _ if apart(month, other_month) || apart(day_of, other_day) || seasons => Outcome::Differ,
        (Year::Shifted(one), Year::Shifted(other)) => shifted(&one, &other),
        _ => Outcome::Unsure,
    }
}

/// Whether two distances differ: "two years later" and "three years later".
fn shifted(one: &Shift, other: &Shift) -> Outcome {
    let walk = |shift: &Shift| (shift.count, shift.unit, shift.weekday);
    if walk(one) == walk(other) {
        Outcome::Unsure
    } else {
        Outcome::Differ
    }
}
