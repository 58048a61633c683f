//! Which recorded event a draft tells of, among those that it comes near, and whether it can be no other that its date fits.

use prose::name::EntityKind;

use super::Place;
use super::clue::{self, Gap};
use super::heard::Said;
use super::mark::Known;
use super::most::Near;
use super::note::NotedEvent;
use super::weigh::{KindFit, Weighed};
use super::word::Vocabulary;
use crate::{Event, Library};

/// What has to be said of an event in the date's own sentence, for it to be looked at at all.
const LEAST: f64 = 3.0;
/// So much of that must be said in the date's own clause.
const CLAUSE: f64 = 0.4;
/// The share of what is said that the event has to bear out.
const BORNE: f64 = 0.3;
/// So many of the weightiest events are looked at, so near to the first.
const LOOKED_AT: usize = 4;
const WEIGHTY: f64 = 0.5;
/// What has no more of the first than this is neither looked at nor too near to one that is.
pub(super) const SLIGHT: f64 = WEIGHTY * SIBLING;
/// What has no date and no more of the first than this says nothing of it.
const TRACE: f64 = 0.1;
/// Sums of the same weights in another order differ by less.
const SLACK: f64 = 1e-6;
/// Where less is said in the date's own clause, whatever agrees and is said there as well makes the date right.
const LIKELY_CLAUSE: f64 = 0.8;
/// An event that comes so near and agrees makes the date right.
const FITTING: f64 = 0.62;
/// One whose kind or sort of date is another is worth so much of itself then.
const UNLIKE: f64 = 0.6;
/// So is one without a date.
const UNDATED: f64 = 0.65;
/// One that bears out a rarer word beside is worth so much more.
const EXACT: f64 = 1.4;
/// If it shares a party, too, it need come no nearer than this.
const EXACT_PARTY: f64 = 0.2;
/// What has to be said of an agreement beside its sort and its parties.
const CONTENT: f64 = 3.0;
/// The same of an agreement of which nothing says what it is, but its parties are named.
const DEAL: f64 = 16.0;
/// What has to be said of anything else that it befell, or told in other words.
const BEFALLEN: f64 = 2.0;
const OTHERWISE: f64 = 8.0;
/// What words have to tell of what may happen again and again.
const LOOSE: f64 = 4.0;
/// Beyond this nothing else can be meant.
const SURE: f64 = 14.0;
/// So many rarer words tell of something whatever is said to have happened.
const DETAILS: usize = 3;
/// Stretches of time are told apart by themselves only if no other is so near.
const SIBLING: f64 = 0.75;

/// How an event's date stands to the draft's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It lies on other days.
    Against,
    /// One of the two is a stretch of time, and they do not meet.
    Unlike,
    /// It bears the draft's out, or may: its witnesses disagree.
    Fits,
    /// It has none.
    Undated,
}

/// How what is said stands to an event, beside its weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Circumstance {
    /// Whether it is named above or before, and something else is told.
    pub elsewhere: bool,
    /// Whether it is not clearly told of what the event befell.
    pub misfit: bool,
    /// Whether it may have happened another time.
    pub again: bool,
    /// Whether it is one visit among many.
    pub visit: bool,
    /// Whether another stage in the life of something is spoken of.
    pub stage: bool,
    /// Whether an anniversary is spoken of.
    pub anniversary: bool,
    /// Whether the date may be none, and whether it counts from another.
    pub doubtful: bool,
    pub relative: bool,
    pub agreement: bool,
    pub place: bool,
    pub once: bool,
    pub loose: bool,
    pub attached: bool,
    pub borrowed: bool,
    pub interval: bool,
    pub office: bool,
    pub official: bool,
    pub begins: bool,
    /// Whether it is counted otherwise.
    pub stray: bool,
    /// Whether it is a beginning, and little says what began.
    pub vague: bool,
    /// Whether what happens but once to something is said of nothing that is named by itself.
    pub unnamed: bool,
    /// Whether what may happen again is another kind of happening, and nothing sets it apart.
    pub unlike: bool,
    /// Whether another stretch of time of the same kind comes as near.
    pub sibling: bool,
    /// Whether another event comes near, of which the date is right.
    pub right: bool,
}

/// An event that what is said comes near.
pub(super) struct Candidate<'a> {
    pub known: &'a Known,
    pub event: &'a Event,
    pub weighed: Weighed,
    pub stand: Stand,
    /// Its position among the recorded events.
    pub at: u32,
    /// How far the draft's date lies from the event's.
    pub gap: Gap,
}

impl Candidate<'_> {
    /// Whether it lies on other days and may be what is told.
    pub fn is_against(&self) -> bool {
        self.stand == Stand::Against && self.weighed.score > 0.0
    }
}

/// Whether an event that comes so near at most may be told.
pub(super) fn may_reach(near: &Near) -> bool {
    near.most + SLACK >= LEAST
}

/// Whether an event that weighs so much can decide whether one is told, where the likeliest weighs `best`.
pub(super) fn may_matter(stand: Stand, weight: f64, best: f64) -> bool {
    let least = match stand {
        Stand::Against => SLIGHT * best,
        // However little is said of it, it may be what is meant.
        Stand::Fits => f64::NEG_INFINITY,
        Stand::Undated => TRACE * best,
        Stand::Unlike => f64::INFINITY,
    };
    weight + SLACK >= least
}

impl Library {
    /// The event that is told, if it lies on other days than the draft says and no other can be meant.
    pub(super) fn decide<'a, 'b>(
        &self,
        place: &Place,
        said: &Said,
        candidates: &'b mut [Candidate<'a>],
        vocabulary: &mut Vocabulary,
    ) -> Option<&'b Candidate<'a>> {
        candidates.sort_by(|one, other| {
            let score = other.weighed.score.total_cmp(&one.weighed.score);
            score.then_with(|| other.event.once().cmp(&one.event.once()))
        });
        let against = |it: &&Candidate| it.is_against();
        let best = candidates.iter().find(against)?.weighed.score;
        let likely = candidates.iter().filter(against).take(LOOKED_AT);
        let likely = likely
            .take_while(|it| it.weighed.score >= WEIGHTY * best)
            .filter(|it| self.may_be_told(&it.weighed));
        let worths = clue::worths();
        let mut told: Option<(f64, &'b Candidate<'a>)> = None;
        for it in likely {
            let circumstance = self.circumstance(place, said, it, candidates);
            if circumstance.sibling || attributive(said, it) {
                continue;
            }
            let clues = clue::clues(it, said, &circumstance, candidates);
            let likely = worths.likelihood(&clues);
            vocabulary.weighed(|| NotedEvent {
                event: it.known.event,
                clues: clues.to_vec(),
                likely,
            });
            let better = told.is_none_or(|(best, _)| likely >= best);
            if likely > worths.likely && better {
                told = Some((likely, it));
            }
        }
        told.map(|(_, it)| it)
    }

    /// Whether an event may be told as far as what is said here goes, whatever was said before and whatever else comes near.
    pub(super) fn may_be_told(&self, weighed: &Weighed) -> bool {
        weighed.here >= LEAST
            && !weighed.foreign
            && !weighed.other
            && weighed.clause >= CLAUSE * weighed.here
            && weighed.explained >= BORNE
    }

    /// How what is said stands to an event.
    fn circumstance(
        &self,
        place: &Place,
        said: &Said,
        it: &Candidate<'_>,
        all: &[Candidate<'_>],
    ) -> Circumstance {
        let weighed = &it.weighed;
        let kind = self.locale.events.kind(it.event.kind);
        let object = it.event.object.map(|id| &self.entities[id.0 as usize]);
        let is = |kind: EntityKind| object.is_some_and(|object| object.kind == kind);
        let (agreement, a_place) = (is(EntityKind::Agreement), is(EntityKind::Place));
        let once = it.event.once();
        let loose = kind.recurring && !once;
        let attached = said.attached.is_some() && said.attached == it.known.befell && once;
        let told_here = match weighed.kind {
            KindFit::Same => true,
            KindFit::Open => weighed.capitals == 0,
            _ => false,
        };
        let spoken = matches!(weighed.kind, KindFit::Same | KindFit::Near);
        let vague = !spoken && weighed.telling < CONTENT || weighed.abroad && !weighed.befell;
        let mut marks = it.event.discriminators.iter();
        let apart = marks.any(|mark| self.locale.events.discriminator(mark).is_some());
        Circumstance {
            // What is named elsewhere is meant only if the very happening is told.
            elsewhere: said.borrowed && !told_here,
            misfit: if agreement {
                !is_of_agreement(weighed, weighed.meant)
            } else {
                !is_of_other(weighed, it, kind.office)
            },
            again: loose && !agreement && (said.again || apart && !weighed.set_apart),
            // A place may be visited at any time, and people may meet.
            visit: loose && a_place && kind.official && !weighed.set_apart && weighed.special == 0,
            stage: weighed.stage,
            anniversary: place.anniversary,
            doubtful: place.doubtful,
            relative: place.relative,
            agreement,
            place: a_place,
            once,
            loose,
            attached,
            borrowed: said.borrowed,
            interval: kind.interval,
            office: kind.office,
            official: kind.official,
            begins: kind.begins,
            stray: weighed.stray && !(weighed.meant && agreement),
            vague: !agreement && kind.begins && vague,
            // What is founded or dissolved is named by itself.
            unnamed: once && !agreement && !kind.recurring && !weighed.free,
            unlike: loose && !agreement && weighed.kind == KindFit::Other && weighed.special == 0,
            sibling: kind.interval && weighed.kind != KindFit::Same && has_sibling(it, all),
            right: self.may_be_another(it, all, attached),
        }
    }

    /// Whether another event comes near, of which the date is right.
    fn may_be_another(&self, it: &Candidate, all: &[Candidate], attached: bool) -> bool {
        let spoken = matches!(it.weighed.kind, KindFit::Same | KindFit::Near);
        let mut others = all.iter().filter(|other| {
            let open = other.stand == Stand::Undated && !attached;
            (open || other.stand == Stand::Fits) && other.weighed.score > 0.0
        });
        others.any(|other| {
            let weighed = &other.weighed;
            let unlike = matches!(weighed.kind, KindFit::Other | KindFit::Stage);
            let exact = weighed
                .rare
                .iter()
                .any(|token| !it.weighed.rare.contains(token));
            let mut factor = match () {
                () if other.stand == Stand::Undated => {
                    // What else befell the same thing is none of another.
                    let twin = it.known.befell.is_some()
                        && it.known.befell == other.known.befell
                        && weighed.kind != KindFit::Same;
                    let of_it = !twin && (weighed.befell || weighed.content >= BEFALLEN);
                    if of_it { UNDATED } else { 0.0 }
                }
                () if spoken && unlike || other.weighed.stretch => UNLIKE,
                () => 1.0,
            };
            if exact {
                factor *= EXACT;
            }
            let party = exact
                && other.stand == Stand::Fits
                && !weighed.stretch
                && weighed.parties > 0
                && weighed.content >= CONTENT;
            // The date belongs to its clause.
            let clause = factor >= 1.0
                && it.weighed.clause < LIKELY_CLAUSE * it.weighed.here
                && weighed.clause >= it.weighed.clause;
            clause
                || factor * weighed.score >= FITTING * it.weighed.score
                || party && !unlike && weighed.score >= EXACT_PARTY * it.weighed.score
        })
    }
}

/// Whether the date belongs to the name of another agreement ("the 2001 treaty").
fn attributive(said: &Said, it: &Candidate) -> bool {
    let own = |mark: &u32| it.known.heads.contains(mark);
    let mut nouns = said.attributive.iter();
    nouns.any(|marks| !marks.iter().any(own))
}

/// Whether what is said is said of this agreement.
fn is_of_agreement(weighed: &Weighed, meant: bool) -> bool {
    let content = meant || weighed.content >= CONTENT || weighed.content_before >= CONTENT;
    let sort = meant
        || weighed.sort
        || weighed.kind == KindFit::Same
        || weighed.parties > 0 && weighed.score >= DEAL;
    // What is introduced has to be told apart by words of its own.
    let own = weighed.special > 0 && (weighed.parties > 0 || weighed.strangers == 0);
    let content = content && (meant || !weighed.introduced || own);
    // "Talks on the treaty began" tells of something else that befell it.
    let other = weighed.kind == KindFit::Other
        && (weighed.special < DETAILS || weighed.score < SURE || weighed.parties == 0);
    content && sort && !weighed.apart && !other
}

/// Whether what is said is said of what the event befell, by those who took part.
fn is_of_other(weighed: &Weighed, it: &Candidate, office: bool) -> bool {
    let befell = weighed.befell
        || weighed.befell_before
            && weighed.capitals == 0
            && (weighed.set_apart || weighed.telling >= LOOSE)
        || weighed.object >= BEFALLEN
        || weighed.telling >= OTHERWISE
        || it.known.befell.is_none() && weighed.telling >= LOOSE && weighed.rare.len() > 1
        || office;
    befell && weighed.attended
}

/// Whether another stretch of time of the same kind comes as near.
fn has_sibling(it: &Candidate, all: &[Candidate]) -> bool {
    all.iter().any(|other| {
        other.event.id != it.event.id
            && other.event.kind == it.event.kind
            && other.stand == Stand::Against
            && other.weighed.score >= SIBLING * it.weighed.score
    })
}
