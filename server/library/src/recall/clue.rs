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
        (score.min(25.0), 0.058),
        (score.ln(), 0.412),
        (share(best(&|other| other.stand == Stand::Fits)), -0.122),
        (share(best(&|other| other.stand == Stand::Undated)), -0.047),
        (share(best(&rival)), -0.668),
        (flag(month), 1.546),
        (flag(gap.months), -0.807),
        (flag(years == 0), 1.843),
        (flag(years == 1), 0.462),
        (flag((1..=NEAR).contains(&years)), 1.192),
        (flag(years > FAR), -1.294),
        (flag(gap.day), 2.065),
        (weighed.here / score, 2.452),
        ((weighed.clause / weighed.here.max(0.1)).min(2.0), -0.311),
        (weighed.telling.min(15.0), 0.118),
        (weighed.explained, 1.608),
        (weighed.object.min(15.0), -0.045),
        (weighed.content.min(15.0), 0.035),
        (weighed.content_before.min(10.0), 0.055),
        (few(weighed.strangers), 0.176),
        (few(weighed.special), 0.135),
        (few(weighed.capitals), -0.650),
        (few(weighed.parties), 0.259),
        (few(weighed.rare.len()), -0.022),
        (flag(weighed.named), 0.128),
        (flag(weighed.befell), 0.106),
        (flag(weighed.free), 0.459),
        (flag(weighed.meant), 0.642),
        (flag(weighed.set_apart), 0.301),
        (flag(weighed.attended), 0.432),
        (flag(weighed.sort), 0.109),
        (flag(weighed.apart), -0.261),
        (flag(weighed.abroad), -0.977),
        (flag(weighed.introduced), 0.292),
        (flag(weighed.named_before), -0.458),
        (flag(weighed.befell_before), 3.537),
        (flag(kind == KindFit::Same), 0.289),
        (flag(kind == KindFit::Near), -0.070),
        (flag(kind == KindFit::Open), 0.674),
        (flag(kind == KindFit::Other), 0.050),
        (flag(told.elsewhere), -0.421),
        (flag(told.misfit), -1.241),
        (flag(told.again), -2.068),
        (flag(told.visit), -1.986),
        (flag(told.stage), -2.265),
        (flag(told.anniversary), -0.294),
        (flag(told.agreement), -0.216),
        (flag(told.place), 0.028),
        (flag(told.once), 0.365),
        (flag(told.loose), -0.474),
        (flag(told.attached), 2.099),
        (flag(told.borrowed), 0.383),
        (flag(told.interval), 1.843),
        (flag(told.office), 2.818),
        (flag(told.official), -0.676),
        (flag(told.begins), -0.705),
        (flag(!it.known.ordinals.is_empty()), -0.861),
        (flag(it.known.persons), -0.103),
        (flag(weighed.meant && kind == KindFit::Same), -0.140),
        (flag(weighed.meant && told.once), -0.236),
        (flag(told.loose && month), 0.642),
        (flag(told.agreement) * weighed.content.min(15.0), 0.015),
        (flag(weighed.rival), 0.737),
        (flag(weighed.rival && !weighed.befell), 0.005),
    ]
}

/// What it is worth that an event comes near at all.
const BASE: f64 = -6.074;

/// How likely it is, by all clues.
pub(super) fn likelihood(it: &Candidate, told: &Circumstance, all: &[Candidate]) -> f64 {
    let odds: f64 = clues(it, told, all)
        .iter()
        .map(|(clue, worth)| clue * worth)
        .sum();
    1.0 / (1.0 + (-(BASE + odds)).exp())
}
