//! Which recorded event a draft tells of, among those that it comes near, and whether it can be no other that its date fits.

use prose::name::EntityKind;

use super::heard::Said;
use super::mark::Known;
use super::most::Near;
use super::weigh::{KindFit, Weighed};
use crate::{Event, Library};

/// What is said has to weigh so much of an event, to be taken for it ...
const ENOUGH: f64 = 6.5;
/// ... or so much where what it befell is named and that can happen but once.
const ENOUGH_NAMED: f64 = 5.0;
/// So much of that must be said in the sentence itself ...
const HERE: f64 = 0.7;
/// ... and so much in the date's own clause.
const CLAUSE: f64 = 0.5;
/// The same where the thing itself is named above or before.
const BORROWED: f64 = 0.25;
/// Where less is said there, whatever agrees and is said there as well makes the date right.
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
/// Sums of the same weights in another order differ by less.
const SLACK: f64 = 1e-6;
/// The share of what is said that the event has to bear out.
const BORNE: f64 = 0.4;
/// So many capitals that no name of the event has are the name of something else.
const STRANGE: usize = 2;
/// So many of the likeliest events are looked at, so near to the first.
const LOOKED_AT: usize = 4;
const LIKELY: f64 = 0.5;
/// What words have to tell where no name of the event is named.
const UNNAMED: f64 = 7.5;
/// What has to be said of an agreement that is not named.
const OBJECT: f64 = 7.0;
const OBJECT_AGAIN: f64 = 4.5;
/// The same beside its sort and its parties.
const CONTENT: f64 = 3.0;
/// The same of an agreement of which nothing says what it is, but its parties are named.
const DEAL: f64 = 16.0;
/// What has to be said of anything else that it befell, or told in other words.
const BEFALLEN: f64 = 2.0;
const OTHERWISE: f64 = 8.0;
/// What words have to tell of what happens once, and of what may happen again and again.
const TELLING: f64 = 2.0;
const LOOSE: f64 = 4.0;
/// The same where an ordinal sets it apart.
const SET_APART: f64 = 2.2;
/// What may happen again and again needs more in all.
const ENOUGH_LOOSE: f64 = 9.0;
/// Beyond this nothing else can be meant.
const SURE: f64 = 14.0;
const SURE_BORNE: f64 = 0.8;
/// What is said of what an agreement contains.
const FULL: f64 = 4.0;
/// So many rarer words tell of something whatever is said to have happened.
const DETAILS: usize = 3;
/// Stretches of time are told apart by themselves only if no other is so near.
const SIBLING: f64 = 0.85;

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

/// An event that what is said comes near.
pub(super) struct Candidate<'a> {
    pub known: &'a Known,
    pub event: &'a Event,
    pub weighed: Weighed,
    pub stand: Stand,
}

impl Candidate<'_> {
    /// Whether it lies on other days and may be what is told.
    pub fn is_against(&self) -> bool {
        self.stand == Stand::Against
            && self.weighed.kind != KindFit::Stage
            && self.weighed.score > 0.0
    }
}

/// Whether an event that comes so near at most may be told.
pub(super) fn may_reach(near: &Near) -> bool {
    let enough = if near.meant { ENOUGH_NAMED } else { ENOUGH };
    near.kind != KindFit::Stage && near.most + SLACK >= HERE * enough
}

/// Whether an event that weighs so much at most can decide whether one is told, where the likeliest weighs `best`.
pub(super) fn may_matter(stand: Stand, most: f64, best: f64) -> bool {
    let least = match stand {
        // What is less likely is not looked at; it may be too near to one that is.
        Stand::Against => LIKELY * SIBLING * best,
        Stand::Fits | Stand::Undated => 0.0,
        Stand::Unlike => f64::INFINITY,
    };
    most + SLACK >= least
}

impl Library {
    /// The event that is told, if it lies on other days than the draft says and no other can be meant.
    pub(super) fn decide<'a>(
        &self,
        said: &Said,
        candidates: &'a mut [Candidate<'a>],
    ) -> Option<&'a Candidate<'a>> {
        candidates.sort_by(|one, other| {
            let score = other.weighed.score.total_cmp(&one.weighed.score);
            score.then_with(|| other.event.once().cmp(&one.event.once()))
        });
        let against = |it: &&Candidate| it.is_against();
        let best = candidates.iter().find(against)?.weighed.score;
        let likely = candidates.iter().filter(against);
        let mut likely = likely
            .take(LOOKED_AT)
            .take_while(|it| it.weighed.score >= LIKELY * best);
        likely.find(|it| self.is_told(said, it, candidates))
    }

    /// Whether an event may be told as far as what is said here goes: if all that was said before spoke for it, and no other
    /// came near.
    pub(super) fn may_be_told(&self, said: &Said, it: Candidate) -> bool {
        let hoped = Weighed {
            score: f64::INFINITY,
            named_before: true,
            befell_before: true,
            content_before: f64::INFINITY,
            ..it.weighed
        };
        let it = Candidate {
            weighed: hoped,
            ..it
        };
        it.is_against() && self.is_told(said, &it, &[])
    }

    /// Whether it is told. More that was said before never speaks against it: see [`Library::may_be_told`].
    fn is_told(&self, said: &Said, it: &Candidate, all: &[Candidate]) -> bool {
        let weighed = &it.weighed;
        let kind = self.locale.events.kind(it.event.kind);
        let object = it.event.object.map(|id| &self.entities[id.0 as usize]);
        let agreement = object.is_some_and(|object| object.kind == EntityKind::Agreement);
        let meant = weighed.meant;
        let spoken = matches!(weighed.kind, KindFit::Same | KindFit::Near);
        let once = it.event.once();
        let attached = said.attached.is_some() && said.attached == it.known.befell && once;
        // "The fourth Forum opened": its name and its number.
        let counted = weighed.set_apart && spoken;
        let single = meant && (agreement && (once || spoken) || once && kind.recurring || counted);
        let enough = if single { ENOUGH_NAMED } else { ENOUGH };
        let known = weighed.named
            || weighed.named_before
            || weighed.telling >= UNNAMED && (agreement || weighed.rare.len() > 1)
            || agreement && weighed.object >= object_enough(weighed);
        let near = weighed.score >= enough
            && weighed.here >= HERE * enough
            && weighed.clause >= if said.borrowed { BORROWED } else { CLAUSE } * weighed.here
            && weighed.explained >= BORNE
            && (weighed.capitals < STRANGE || meant || weighed.score >= SURE)
            && known;
        let other = weighed.other || weighed.stray && !(meant && agreement);
        if !near || weighed.foreign || other || self.may_be_another(it, all, attached) {
            return false;
        }
        if attached && !kind.interval && !kind.stage {
            return true;
        }
        // What is named elsewhere is meant only if the very happening is told.
        let told_here = match weighed.kind {
            KindFit::Same => true,
            KindFit::Open => weighed.capitals == 0,
            _ => false,
        };
        if said.borrowed && !told_here {
            return false;
        }
        let fitting = if agreement {
            is_of_agreement(weighed, meant)
        } else {
            let vague = !spoken && weighed.telling < CONTENT || weighed.abroad && !weighed.befell;
            is_of_other(weighed, it, kind.office) && !(kind.begins && vague)
        };
        let loose = kind.recurring && !once;
        let apart = it
            .event
            .discriminators
            .iter()
            .any(|mark| self.locale.events.discriminator(mark).is_some());
        let again = loose && !agreement && (said.again || apart && !weighed.set_apart);
        if !fitting
            || again
            || kind.interval && weighed.kind != KindFit::Same && has_sibling(it, all)
        {
            return false;
        }
        // A place may be visited at any time, and people may meet.
        let place = object.is_some_and(|object| object.kind == EntityKind::Place);
        // What is founded or dissolved is named by itself.
        if once && !agreement && !kind.recurring && !weighed.free {
            return false;
        }
        if loose && !agreement && weighed.kind == KindFit::Other && weighed.special == 0 {
            return false;
        }
        if loose && place && kind.official && !weighed.set_apart && weighed.special == 0 {
            return false;
        }
        let sure = weighed.score >= SURE
            && weighed.explained >= SURE_BORNE
            && (!loose || weighed.capitals == 0)
            && (weighed.befell || weighed.object > CONTENT)
            && !(loose && place && weighed.special == 0);
        let told = weighed.telling >= if loose { LOOSE } else { TELLING }
            || weighed.set_apart && weighed.telling >= SET_APART
            || agreement && weighed.content >= FULL && spoken;
        let weighty = !loose || weighed.set_apart || weighed.score >= ENOUGH_LOOSE;
        single || sure || told && weighty
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
                    let of_it = weighed.befell || weighed.content >= BEFALLEN;
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

/// What has to be said of an agreement that is not named: less where it was spoken of before.
fn object_enough(weighed: &Weighed) -> f64 {
    if weighed.content_before >= CONTENT {
        OBJECT_AGAIN
    } else {
        OBJECT
    }
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
