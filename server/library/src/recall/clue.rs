//! How likely it is that a draft tells of an event and errs in its date: what was weighed, as a list of clues, and what each is
//! worth. The worths were learned from labelled drafts (docs/measurements.md, Names and events without records); nothing here
//! knows a word.

use prose::date::{DateValue, Granularity};

use super::decide::{Candidate, Circumstance, SLIGHT, Stand};
use super::weigh::KindFit;

/// Years by which a date is commonly mistaken, and beyond which hardly ever.
const NEAR: i32 = 3;
const FAR: i32 = 6;

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
const COUNT: usize = 64;

/// What stands for and against it: each clue with what it is worth.
fn clues(it: &Candidate, told: &Circumstance, all: &[Candidate]) -> [(f64, f64); COUNT] {
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
    let gap = it.gap;
    let (years, month) = (gap.years, gap.month && gap.years > 0);
    let kind = weighed.kind;
    [
        (score.min(25.0), 0.041),
        (score.ln(), 0.183),
        (share(best(&|other| other.stand == Stand::Fits)), -0.381),
        (share(best(&|other| other.stand == Stand::Undated)), -0.170),
        (share(best(&rival)), -0.637),
        (flag(month), 1.634),
        (flag(gap.months), -1.001),
        (flag(years == 0), 2.184),
        (flag(years == 1), 0.434),
        (flag((1..=NEAR).contains(&years)), 1.474),
        (flag(years > FAR), -0.898),
        (flag(gap.day), 2.828),
        (weighed.here / score, 0.084),
        ((weighed.clause / weighed.here.max(0.1)).min(2.0), -1.211),
        (weighed.telling.min(15.0), 0.161),
        (weighed.explained, 1.327),
        (weighed.object.min(15.0), -0.047),
        (weighed.content.min(15.0), 0.051),
        (weighed.content_before.min(10.0), -0.028),
        (few(weighed.strangers), 0.197),
        (few(weighed.special), 0.132),
        (few(weighed.capitals), -0.575),
        (few(weighed.parties), 0.469),
        (few(weighed.rare.len()), 0.032),
        (flag(weighed.named), 0.236),
        (flag(weighed.befell), 0.109),
        (flag(weighed.free), 0.484),
        (flag(weighed.meant), 0.936),
        (flag(weighed.set_apart), 0.044),
        (flag(weighed.attended), 0.384),
        (flag(weighed.sort), -0.107),
        (flag(weighed.apart), -0.400),
        (flag(weighed.abroad), -0.706),
        (flag(weighed.introduced), -0.008),
        (flag(weighed.named_before), -0.554),
        (flag(weighed.befell_before), 2.915),
        (flag(kind == KindFit::Same), 0.530),
        (flag(kind == KindFit::Near), -0.041),
        (flag(kind == KindFit::Open), 0.614),
        (flag(kind == KindFit::Other), 0.051),
        (flag(told.elsewhere), -0.557),
        (flag(told.misfit), -1.415),
        (flag(told.again), -2.033),
        (flag(told.visit), -2.457),
        (flag(told.stage), -1.784),
        (flag(told.anniversary), 1.836),
        (flag(told.agreement), -0.250),
        (flag(told.place), 0.350),
        (flag(told.once), 0.178),
        (flag(told.loose), -0.565),
        (flag(told.attached), 2.503),
        (flag(told.borrowed), 0.139),
        (flag(told.interval), 1.755),
        (flag(told.office), 1.056),
        (flag(told.official), -0.459),
        (flag(told.begins), -0.382),
        (flag(!it.known.ordinals.is_empty()), -0.660),
        (flag(it.known.persons), 0.120),
        (flag(weighed.meant && kind == KindFit::Same), -0.714),
        (flag(weighed.meant && told.once), -0.097),
        (flag(told.loose && month), 0.938),
        (flag(told.agreement) * weighed.content.min(15.0), 0.010),
        (flag(weighed.rival), 0.610),
        (flag(weighed.rival && !weighed.befell), -0.073),
    ]
}

/// What it is worth that an event comes near at all.
const BASE: f64 = -2.673;

/// How likely it is, by all clues.
pub(super) fn likelihood(it: &Candidate, told: &Circumstance, all: &[Candidate]) -> f64 {
    let odds: f64 = clues(it, told, all)
        .iter()
        .map(|(clue, worth)| clue * worth)
        .sum();
    1.0 / (1.0 + (-(BASE + odds)).exp())
}
