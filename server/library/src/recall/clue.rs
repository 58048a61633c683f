//! How likely it is that a draft tells of an event and errs in its date: what was weighed, as a list of clues, and what each is
//! worth. The worths stand in `worths.toml` and were learned from labelled drafts (`tests/learn`); nothing here knows a word.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use prose::date::{DateValue, Granularity};
use serde::Deserialize;

use super::decide::{Candidate, Circumstance, SLIGHT, Stand};
use super::heard::Said;
use super::weigh::{KindFit, Weighed};

/// Years by which a date is commonly mistaken, and beyond which hardly ever.
const NEAR: i32 = 3;
const FAR: i32 = 6;

/// Less is little, is said elsewhere than in the date's clause, or is not borne out.
const LITTLE: f64 = 3.7;
const PART: f64 = 0.5;
const HALF: f64 = 0.44;

/// How far a draft's date lies from an event's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    /// In years.
    years: i32,
    /// Whether both have a month, and the same one.
    months: bool,
    month: bool,
    /// Whether both have the same day of it.
    day: bool,
}

impl Gap {
    pub fn between(own: &DateValue, value: &DateValue) -> Self {
        let (Some(own_day), Some(day)) = (own.interval.start, value.interval.start) else {
            return Self::default();
        };
        let finer = |value: &DateValue, than: Granularity| value.granularity <= than;
        let months = finer(own, Granularity::Month) && finer(value, Granularity::Month);
        let month = months && own_day.month() == day.month();
        let days = finer(own, Granularity::Day) && finer(value, Granularity::Day);
        Self {
            years: i32::from(day.year().abs_diff(own_day.year())),
            months,
            month,
            day: month && days && own_day.day() == day.day(),
        }
    }
}

/// How many clues there are.
const COUNT: usize = 90;

/// A clue's name and how much there is of it.
pub(super) type Clue = (&'static str, f64);

/// What clues are worth.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Worths {
    /// So likely a conflict has to be.
    pub likely: f64,
    /// What it is worth that an event comes near at all.
    base: f64,
    clue: BTreeMap<String, f64>,
}

impl Worths {
    /// How likely it is, by all clues.
    pub fn likelihood(&self, clues: &[Clue; COUNT]) -> f64 {
        // Clues come in one order, so each finds its worth by its place.
        static IN_ORDER: OnceLock<[f64; COUNT]> = OnceLock::new();
        let worth = |(name, _): Clue| self.clue.get(name).copied().unwrap_or_default();
        let in_order = IN_ORDER.get_or_init(|| clues.map(worth));
        let clues = clues.iter().zip(in_order);
        let odds: f64 = clues.map(|((_, clue), worth)| clue * worth).sum();
        1.0 / (1.0 + (-(self.base + odds)).exp())
    }
}

/// What clues are worth, as it was learned.
pub(super) fn worths() -> &'static Worths {
    static WORTHS: LazyLock<Worths> = LazyLock::new(|| {
        toml::from_str(include_str!("worths.toml")).expect("the worths are TOML of their shape")
    });
    &WORTHS
}

/// What stands for and against it.
pub(super) fn clues(
    it: &Candidate,
    said: &Said,
    told: &Circumstance,
    all: &[Candidate],
) -> [Clue; COUNT] {
    let weighed = &it.weighed;
    let score = weighed.score.max(0.1);
    let best = |stand: &dyn Fn(&Candidate) -> bool| {
        let scores = all.iter().filter(|other| stand(other));
        scores.map(|other| other.weighed.score).fold(0.0, f64::max)
    };
    let first = best(&|other| other.is_against());
    let rival = |other: &Candidate| {
        other.is_against()
            && other.known.event != it.known.event
            && other.weighed.score >= SLIGHT * first
    };
    let share = |score_of: f64| (score_of / score).min(2.0);
    let flag = |yes: bool| f64::from(u8::from(yes));
    let few = |count: usize| count.min(4) as f64;
    let most = |stand: &dyn Fn(&Candidate) -> bool, of: &dyn Fn(&Weighed) -> f64| {
        let others = all.iter().filter(|other| stand(other));
        others.map(|other| of(&other.weighed)).fold(0.0, f64::max)
    };
    let wording = |weighed: &Weighed| weighed.wording.both;
    let in_clause = |weighed: &Weighed| weighed.wording.clause;
    let clause = |weighed: &Weighed| (weighed.clause / it.weighed.clause.max(0.1)).clamp(0.0, 2.0);
    let fits = |other: &Candidate| other.stand == Stand::Fits;
    let gap = it.gap;
    let (years, month) = (gap.years, gap.month && gap.years > 0);
    let kind = weighed.kind;
    [
        ("score", score.min(25.0)),
        ("score-log", score.ln()),
        ("fitting", share(best(&|other| other.stand == Stand::Fits))),
        (
            "undated",
            share(best(&|other| other.stand == Stand::Undated)),
        ),
        ("rival", share(best(&rival))),
        ("month", flag(month)),
        ("months", flag(gap.months)),
        ("same-year", flag(years == 0)),
        ("next-year", flag(years == 1)),
        ("few-years", flag((1..=NEAR).contains(&years))),
        ("many-years", flag(years > FAR)),
        ("day", flag(gap.day)),
        ("here", weighed.here / score),
        ("clause", (weighed.clause / weighed.here.max(0.1)).min(2.0)),
        ("telling", weighed.telling.min(15.0)),
        ("explained", weighed.explained),
        ("object", weighed.object.min(15.0)),
        ("content", weighed.content.min(15.0)),
        ("content-before", weighed.content_before.min(10.0)),
        ("strangers", few(weighed.strangers)),
        ("special", few(weighed.special)),
        ("capitals", few(weighed.capitals)),
        ("parties", few(weighed.parties)),
        ("rare", few(weighed.rare.len())),
        ("named", flag(weighed.named)),
        ("befell", flag(weighed.befell)),
        ("free", flag(weighed.free)),
        ("meant", flag(weighed.meant)),
        ("set-apart", flag(weighed.set_apart)),
        ("attended", flag(weighed.attended)),
        ("sort", flag(weighed.sort)),
        ("apart", flag(weighed.apart)),
        ("abroad", flag(weighed.abroad)),
        ("introduced", flag(weighed.introduced)),
        ("named-before", flag(weighed.named_before)),
        ("befell-before", flag(weighed.befell_before)),
        ("kind-same", flag(kind == KindFit::Same)),
        ("kind-near", flag(kind == KindFit::Near)),
        ("kind-open", flag(kind == KindFit::Open)),
        ("kind-other", flag(kind == KindFit::Other)),
        ("elsewhere", flag(told.elsewhere)),
        ("misfit", flag(told.misfit)),
        ("again", flag(told.again)),
        ("visit", flag(told.visit)),
        ("stage", flag(told.stage)),
        ("anniversary", flag(told.anniversary)),
        ("doubtful", flag(told.doubtful)),
        ("relative", flag(told.relative)),
        ("apart-thing", flag(weighed.apart && !told.agreement)),
        ("agreement", flag(told.agreement)),
        ("place", flag(told.place)),
        ("once", flag(told.once)),
        ("loose", flag(told.loose)),
        ("attached", flag(told.attached)),
        ("borrowed", flag(told.borrowed)),
        ("interval", flag(told.interval)),
        ("office", flag(told.office)),
        ("official", flag(told.official)),
        ("begins", flag(told.begins)),
        ("counted", flag(!it.known.ordinals.is_empty())),
        ("persons", flag(it.known.persons)),
        ("meant-kind", flag(weighed.meant && kind == KindFit::Same)),
        ("meant-once", flag(weighed.meant && told.once)),
        ("loose-month", flag(told.loose && month)),
        (
            "agreement-content",
            flag(told.agreement) * weighed.content.min(15.0),
        ),
        ("other-named", flag(weighed.rival)),
        ("other-named-alone", flag(weighed.rival && !weighed.befell)),
        ("stray", flag(told.stray)),
        ("vague", flag(told.vague)),
        ("unnamed", flag(told.unnamed)),
        ("unlike", flag(told.unlike)),
        ("right", flag(told.right)),
        ("little", flag(weighed.here < LITTLE)),
        ("unexplained", flag(weighed.explained < HALF)),
        (
            "elsewhere-clause",
            flag(weighed.clause < PART * weighed.here),
        ),
        ("again-said", flag(said.again)),
        ("beginning-said", flag(said.beginning)),
        ("ordinal-said", flag(!said.near_ordinals.is_empty())),
        ("wording", wording(weighed)),
        ("wording-squared", wording(weighed).powi(2)),
        (
            "wording-kind",
            wording(weighed) * flag(kind == KindFit::Same),
        ),
        ("wording-right", wording(weighed) * flag(told.right)),
        ("wording-said", weighed.wording.said),
        ("wording-rival", most(&rival, &wording)),
        ("wording-fitting", most(&fits, &wording)),
        ("wording-clause", in_clause(weighed)),
        ("wording-clause-rival", most(&rival, &in_clause)),
        ("wording-clause-fitting", most(&fits, &in_clause)),
        ("clause-rival", most(&rival, &clause)),
        ("clause-fitting", most(&fits, &clause)),
    ]
}
