//! Happenings that no kind names: who did something on a day, whatever it was. Only sources are read for them; nothing is
//! judged by them, for nothing sets one apart from the next.

use std::ops::Range;

use text::Span;

use super::group::coordinated_left;
use super::pair;
use super::recognise::Scene;
use super::{KindId, Modality, Participant, Role, Statement};
use crate::date::{DateValue, Granularity, Qualifier};
use crate::name::{EntityKind, Via};
use crate::temporal::{Resolution, Temporal};

/// How many plain words may stand between a subject and its verb.
const REACH: usize = 8;

/// So many verbs may share one subject.
const SHARED: usize = 3;

impl Scene<'_> {
    /// The statement of a date that no cue has taken: the subject of its clause did something then.
    pub fn open(
        &self,
        kind: KindId,
        sentence: Span,
        date: u32,
        tokens: &Range<usize>,
        out: &mut Vec<Statement>,
    ) {
        let temporal = &self.temporals[date as usize];
        let told = out.iter().any(|other| other.temporal == date as usize);
        let quoted = self
            .quoted
            .iter()
            .any(|quotation| quotation.overlaps(temporal.span));
        let (false, false, Some(value)) = (told, quoted, day_of(temporal)) else {
            return;
        };
        if let Some(agreement) = self.named_by(temporal.span, &value, tokens) {
            let cue = self.referents[agreement as usize].span;
            out.extend(self.told(kind, Role::Object, &[agreement], value, date, cue, sentence));
            return;
        }
        let Some(place) = pair::place_of(self, date, tokens) else {
            return;
        };
        let clause = self.clause_of(&place, tokens);
        let Some(verb) = self.verb_of(&place, &clause, tokens) else {
            return;
        };
        if self.is_shaded(&clause, tokens) || self.is_dated_elsewhere(date, verb, &place, tokens) {
            return;
        }
        let subject = self.subject(&(clause.start..verb));
        let cue = self.tokens.list[verb].span;
        out.extend(self.told(kind, Role::Agent, &subject, value, date, cue, sentence));
    }

    /// The statement itself; none if nobody takes part.
    #[expect(
        clippy::too_many_arguments,
        reason = "all of them belong to one happening"
    )]
    fn told(
        &self,
        kind: KindId,
        role: Role,
        who: &[u32],
        value: DateValue,
        date: u32,
        cue: Span,
        sentence: Span,
    ) -> Option<Statement> {
        let referents = who.iter().map(|one| &self.referents[*one as usize]);
        let participants: Vec<Participant> = referents
            .flat_map(|referent| {
                let members = referent.members.iter();
                members.map(|candidates| Participant {
                    role,
                    candidates: candidates.clone(),
                    span: referent.span,
                })
            })
            .collect();
        let spans = participants.iter().map(|participant| participant.span);
        let hull = cue.join(self.temporals[date as usize].span);
        Some(Statement {
            kind,
            span: spans.fold(hull, Span::join),
            value,
            temporal: date as usize,
            cue,
            sentence,
            modality: Modality::Asserted,
            discriminators: Vec::new(),
            participants: Some(participants).filter(|all| !all.is_empty())?,
        })
    }

    /// The agreement that its day belongs to as part of how it is called: "the Rome Agreement of 9 December 1907".
    fn named_by(&self, date: Span, value: &DateValue, tokens: &Range<usize>) -> Option<u32> {
        let place = self.tokens.within(date);
        let of = place.start.checked_sub(1).filter(|of| *of > tokens.start)?;
        let genitive = self.events.grammar.genitive.contains(self.tokens.lower(of));
        let referent = self.tokens.list[of - 1].referent.filter(|_| genitive)?;
        let agreement = self.referents[referent as usize].kind == EntityKind::Agreement;
        (agreement && value.granularity == Granularity::Day).then_some(referent)
    }

    /// Whether the clause denies, plans or reports, or the sentence supposes or doubts.
    fn is_shaded(&self, clause: &Range<usize>, tokens: &Range<usize>) -> bool {
        let grammar = &self.events.grammar;
        let word = |at: usize| self.tokens.lower(at);
        clause
            .clone()
            .any(|at| self.is_plain(at) && self.events.is_shade(word(at)))
            || tokens
                .clone()
                .any(|at| grammar.doubt.contains(word(at)) || grammar.supposing.contains(word(at)))
    }

    /// Whether another date stands nearer to the verb, or right beside this one ("a year later, on 5 May 2001") and finer.
    fn is_dated_elsewhere(
        &self,
        date: u32,
        verb: usize,
        place: &Range<usize>,
        tokens: &Range<usize>,
    ) -> bool {
        let between = if verb < place.start {
            verb..place.start
        } else {
            place.end..verb
        };
        let other = |at: usize| self.tokens.list[at].temporal.is_some_and(|it| it != date);
        let beside = |at: Option<usize>| {
            at.filter(|at| tokens.contains(at))
                .and_then(|at| self.tokens.list[at].temporal)
                .is_some_and(|it| it != date)
        };
        between.clone().any(other)
            || beside(place.start.checked_sub(2))
            || beside(Some(place.end + 1))
            || beside(Some(place.end + 2))
    }

    /// The clause around a date: to the next mark, relative, subordinator or clause with a subject of its own, on both sides.
    fn clause_of(&self, place: &Range<usize>, tokens: &Range<usize>) -> Range<usize> {
        let grammar = &self.events.grammar;
        let bounds = |at: &usize| {
            let word = self.tokens.lower(*at);
            if !self.is_plain(*at) {
                return false;
            }
            if !self.tokens.list[*at].word {
                return matches!(word, ";" | ":" | "(" | ")" | "\u{2014}");
            }
            grammar.relatives.contains(word)
                || grammar.subordinators.contains(word) && !self.leads_date(*at)
        };
        let start = (tokens.start..place.start).rev().find(bounds);
        let end = (place.end..tokens.end).find(bounds);
        start.map_or(tokens.start, |at| at + 1)..end.unwrap_or(tokens.end)
    }

    /// The verb that a date goes with: the last before it, unless the date opens its clause.
    fn verb_of(
        &self,
        place: &Range<usize>,
        clause: &Range<usize>,
        tokens: &Range<usize>,
    ) -> Option<usize> {
        let after = || (place.end..clause.end).find(|at| self.is_verb(*at));
        if pair::is_fronted(self, place, tokens) {
            return after();
        }
        let before = (clause.start..place.start)
            .rev()
            .find(|at| self.is_verb(*at));
        before.or_else(after)
    }

    fn is_verb(&self, at: usize) -> bool {
        self.is_plain(at) && self.locale.is_verb(self.tokens.lower(at))
    }

    /// The referents left of the verb at the end of `clause` that are its subject, with those joined to them.
    fn subject(&self, clause: &Range<usize>) -> Vec<u32> {
        let grammar = &self.events.grammar;
        let mut at = clause.end;
        let mut shared = SHARED;
        let mut passed = 0;
        let mut owner = None;
        while at > clause.start {
            at -= 1;
            let word = self.tokens.lower(at);
            if let Some(referent) = self.tokens.list[at].referent {
                let first = self.first_token(referent);
                let led = match first
                    .checked_sub(1)
                    .filter(|before| *before >= clause.start)
                {
                    Some(before) => self.before_name(before, clause.start),
                    None => "",
                };
                let possessive = self.referents[referent as usize].possessive;
                let own = &self.referents[referent as usize];
                let clear = own.kind == EntityKind::Person
                    && own.members.iter().all(|candidates| candidates.len() == 1);
                let named = own.via != Via::Pronoun || clear;
                if !possessive && named && !grammar.prepositions.contains(led) {
                    let last = self.end_token(referent) - 1;
                    let all = coordinated_left(self, referent, &(clause.start..last), &|_| true);
                    return all;
                }
                if possessive && at + 1 < clause.end || grammar.genitive.contains(led) {
                    owner = Some(referent);
                }
                at = first;
                passed += 1;
                continue;
            }
            if self.tokens.list[at].temporal.is_some() {
                continue;
            }
            if !self.tokens.list[at].word {
                // "the Accord, drafted by ..., was": a comma right behind a name or before the verb is no end.
                let named = at > clause.start && self.tokens.list[at - 1].referent.is_some();
                if passed > 0 && !named || named && passed > 1 {
                    break;
                }
                continue;
            }
            if self.is_verb(at) {
                // A verb in between shares its subject only by "and" or a comma.
                let helper = grammar.be.contains(word) || grammar.have.contains(word);
                let joined = (at + 1..clause.end)
                    .any(|at| grammar.conjunctions.contains(self.tokens.lower(at)));
                if helper && passed == 0 {
                    continue;
                }
                if !joined || shared == 0 {
                    break;
                }
                shared -= 1;
                passed = 0;
                owner = None;
                continue;
            }
            let small = grammar.light.contains(word)
                || grammar.determiners.contains(word)
                || grammar.conjunctions.contains(word)
                || grammar.have.contains(word)
                || grammar.be.contains(word)
                || grammar
                    .adverb_endings
                    .iter()
                    .any(|ending| word.ends_with(&**ending));
            passed += usize::from(!small);
            if passed > REACH {
                break;
            }
        }
        owner.into_iter().collect()
    }
}

/// The date on which it happened, or since which it goes on; none for bounds and for what is only counted in years.
fn day_of(temporal: &Temporal) -> Option<DateValue> {
    let value = temporal.value.as_ref()?;
    let counted =
        value.granularity >= Granularity::Year && temporal.resolution == Resolution::StoryDate;
    if counted {
        return None;
    }
    match value.qualifier {
        Some(Qualifier::Since | Qualifier::From) => temporal.bare.clone(),
        Some(bound) if bound > Qualifier::Circa => None,
        _ => Some(value.clone()),
    }
}
