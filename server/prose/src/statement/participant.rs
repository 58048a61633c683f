//! Who takes part in an event: the groups of mentions left and right of a cue.

use std::ops::Range;

use super::KindId;
use super::agent::{after_by, author, possessor};
use super::aside::{aside, place};
use super::cue::{self, Cue, Voice};
use super::group::{coordinated_left, coordinated_right, hangs, joined_by_with, tells_of_noun};
use super::kind::Kind;
use super::owner;
use super::recognise::Scene;

/// How many plain words may stand between a cue and a participant.
pub(super) const REACH: usize = 9;

/// A participle stands at most so many tokens behind the name that it tells of.
const ATTACHED: usize = 7;

/// Participants of one cue, as indices of referents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub agents: Vec<u32>,
    pub objects: Vec<u32>,
    pub place: Option<u32>,
}

/// The participants of `cue` in the sentence `tokens`, and the kind of the event: where a light verb has a noun for
/// the happening ("the visit took place"), the noun's.
pub(crate) fn cast(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    tokens: &Range<usize>,
) -> (KindId, Cast) {
    let own = cast_of(scene, cues, cue, tokens);
    if !scene.events.kind(cue.kind).light {
        return (cue.kind, own);
    }
    let noun = (scene.clause_start(cue.head, tokens.start)..cue.head)
        .rev()
        .find_map(|at| {
            Some((
                at,
                scene
                    .events
                    .noun(scene.tokens.lower(at))
                    .filter(|_| scene.is_plain(at))?,
            ))
        });
    // "The launch of the Forum took place": the object is the noun's, not the light verb's.
    let leads = |noun: usize, object: u32| {
        let first = scene.first_token(object);
        noun + 1 < first
            && (noun + 1..first).all(|at| {
                let grammar = &scene.events.grammar;
                let word = scene.tokens.lower(at);
                grammar.genitive.contains(word) || grammar.determiners.contains(word)
            })
    };
    if let Some(&object) = own.objects.first()
        && !noun.is_some_and(|(at, _)| leads(at, object))
    {
        return (cue.kind, own);
    }
    let Some((at, kind)) = noun else {
        // "The Congress held its first session": the subject is known, the object has no name.
        let kept = if cue.voice == Voice::Active {
            own
        } else {
            Cast::default()
        };
        return (cue.kind, kept);
    };
    let noun = Cue {
        kind,
        tokens: at..at + 1,
        head: at,
        voice: Voice::Noun,
        ..cue.clone()
    };
    let mut cast = cast_of(scene, cues, &noun, tokens);
    if cast.agents.is_empty() {
        let agent = |referent: u32| {
            scene
                .events
                .kind(kind)
                .takes_agent(scene.referents[referent as usize].kind)
        };
        cast.agents = after_by(scene, cues, cue, tokens, &agent);
    }
    cast.place = cast.place.or(own.place);
    (kind, cast)
}

fn cast_of(scene: &Scene, cues: &[Cue], cue: &Cue, tokens: &Range<usize>) -> Cast {
    let kind = scene.events.kind(cue.kind);
    let agent = |referent: u32| kind.takes_agent(scene.referents[referent as usize].kind);
    let object = |referent: u32| kind.takes_object(scene.referents[referent as usize].kind);
    let mut cast = Cast::default();
    match cue.voice {
        Voice::Active | Voice::Gerund => {
            if cue.voice == Voice::Active {
                cast.agents = left(scene, cues, cue, tokens, &agent);
                if hangs(scene, &cast.agents, tokens, false) {
                    cast.agents.clear();
                }
            }
            let (objects, with) = right(scene, cues, cue.tokens.end, tokens, kind, &|referent| {
                if kind.reciprocal {
                    agent(referent)
                } else {
                    object(referent)
                }
            });
            let with = with
                .into_iter()
                .chain(joined_by_with(scene, cues, &objects, tokens));
            cast.agents.extend(with.filter(|other| agent(*other)));
            if kind.reciprocal {
                cast.agents.extend(objects)
            } else {
                cast.objects = objects
            }
            if cast.objects.is_empty() && !cast.agents.is_empty() {
                cast.objects = relative_object(scene, cues, cue, tokens, &cast.agents, &object);
            }
        }
        Voice::Passive | Voice::Reduced | Voice::Middle => {
            let subject = if kind.passive_subject == Some(super::Role::Agent) {
                cast.agents = left(scene, cues, cue, tokens, &agent);
                right(scene, cues, cue.tokens.end, tokens, kind, &|_| true).0
            } else {
                let group = left(scene, cues, cue, tokens, &object);
                let reduced = cue.voice == Voice::Reduced;
                let other = hangs(scene, &group, tokens, true)
                    || reduced && tells_of_noun(scene, cue, &group, tokens);
                group.into_iter().filter(|_| !other).collect()
            };
            cast.objects = subject;
            if cast.agents.is_empty() {
                cast.agents = after_by(scene, cues, cue, tokens, &agent);
            }
            if cast.agents.is_empty() && cue.voice == Voice::Passive {
                cast.agents = author(scene, cues, cue, tokens, &agent);
            }
        }
        Voice::Noun if cue.owner.is_some() => {
            cast.objects = cue.owner.into_iter().collect();
            cast.agents = after_by(scene, cues, cue, tokens, &agent);
        }
        Voice::Noun => {
            // "the meeting of May 2014" is a name by its date; what comes after belongs to the sentence.
            let dated = scene
                .tokens
                .list
                .get(cue.tokens.end)
                .is_some_and(|next| next.temporal.is_some());
            if !dated {
                cast.objects = right(scene, cues, cue.tokens.end, tokens, kind, &object).0;
            }
            cast.agents = possessor(scene, cue, &agent)
                .or_else(|| owner::doer(scene, cue.head, tokens).filter(|one| agent(*one)))
                .into_iter()
                .collect();
            if cast.agents.is_empty() {
                cast.agents = after_by(scene, cues, cue, tokens, &agent);
            }
        }
    }
    cast.place = place(scene, cues, cue, tokens)
        .filter(|place| !cast.objects.contains(place) && !cast.agents.contains(place));
    cast
}

/// The group of mentions that is the subject: leftwards from the verb group.
fn left(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    tokens: &Range<usize>,
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let grammar = &scene.events.grammar;
    let from = shared(scene, cues, cue, tokens).unwrap_or(cue.head);
    let mut at = aside(scene, from, tokens).unwrap_or(from);
    let mut budget = REACH;
    let mut crossed_relative = false;
    let mut seen_noun = false;
    while at > tokens.start {
        at -= 1;
        let token = scene.tokens.list[at];
        if let Some(referent) = token.referent {
            let first = scene.first_token(referent);
            let before = first
                .checked_sub(1)
                .filter(|before| *before >= tokens.start);
            let led = before.map_or("", |before| scene.before_name(before, tokens.start));
            // "after it joined": the preposition is a subordinator where the verb follows at once.
            let clause =
                grammar.subordinators.contains(led) && scene.end_token(referent) == cue.head;
            let attached =
                cue.voice == Voice::Reduced && cue.head - scene.end_token(referent) < ATTACHED;
            let dependent = grammar.prepositions.contains(led)
                && !grammar.genitive.contains(led)
                && !clause
                && !attached;
            if accept(referent) && !dependent && !scene.referents[referent as usize].possessive {
                return coordinated_left(scene, referent, tokens, accept);
            }
            at = first;
            continue;
        }
        if token.temporal.is_some() {
            continue;
        }
        if let Some(other) = cues.iter().find(|other| other.tokens.contains(&at)) {
            // A coordinated verb shares its subject: "was founded in 1995 and dissolved in 2005".
            let joined = cue.head.checked_sub(1).is_some_and(|before| {
                let word = scene.tokens.lower(before);
                grammar.conjunctions.contains(word) || word == ","
            });
            if !joined && other.voice != Voice::Reduced {
                return Vec::new();
            }
            at = other.head;
            continue;
        }
        let word = scene.tokens.lower(at);
        match word {
            ")" | "]" => {
                while at > tokens.start && !matches!(scene.tokens.lower(at), "(" | "[") {
                    at -= 1;
                }
                continue;
            }
            ";" | ":" => return Vec::new(),
            _ => {}
        }
        if grammar.relatives.contains(word) {
            // The relative pronoun is the subject only if it stands right before the verb.
            if crossed_relative || seen_noun {
                return Vec::new();
            }
            crossed_relative = true;
            continue;
        }
        if grammar.be.contains(word)
            || grammar.do_.contains(word)
            || (grammar.subordinators.contains(word) && !scene.leads_date(at))
        {
            return Vec::new();
        }
        if token.word && !grammar.light.contains(word) {
            seen_noun |= !grammar.prepositions.contains(word)
                && !grammar.determiners.contains(word)
                && !grammar.have.contains(word);
            if budget == 0 {
                return Vec::new();
            }
            budget -= 1;
        }
    }
    Vec::new()
}

/// The head of the verb before, whose subject a verb right behind "and" shares: "was signed by ... and took effect".
fn shared(scene: &Scene, cues: &[Cue], cue: &Cue, tokens: &Range<usize>) -> Option<usize> {
    let grammar = &scene.events.grammar;
    let before = cue
        .head
        .checked_sub(1)
        .filter(|before| *before > tokens.start)?;
    let joined = scene.joins_verbs(before, tokens.start);
    let verb = cues
        .iter()
        .rev()
        .find(|other| other.tokens.end <= before && other.finite() && !other.subordinate)
        .filter(|_| joined && cue.finite() && !cue.subordinate)?;
    let open = (verb.tokens.end..before).all(|at| {
        let word = scene.tokens.lower(at);
        !matches!(word, ";" | ":")
            && !(scene.is_plain(at)
                && (grammar.relatives.contains(word)
                    || grammar.subordinators.contains(word) && !scene.leads_date(at)))
    });
    open.then_some(verb.head)
}

/// "the Accord, which Norland signed": the object stands before the relative pronoun that leads to the agents.
fn relative_object(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    tokens: &Range<usize>,
    agents: &[u32],
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let grammar = &scene.events.grammar;
    let first = agents.iter().map(|agent| scene.first_token(*agent)).min();
    let mut at = first.unwrap_or(tokens.start);
    while at > tokens.start {
        at -= 1;
        let word = scene.tokens.lower(at);
        if grammar.relatives.contains(word) && !scene.is_cleft(at) {
            let relative = Cue {
                head: at,
                tokens: at..at + 1,
                ..cue.clone()
            };
            return left(scene, cues, &relative, tokens, accept);
        }
        if !scene.is_plain(at) || !grammar.determiners.contains(word) {
            break;
        }
    }
    Vec::new()
}

/// The complement: the group of mentions right of `from`, and those that come in by "with".
fn right(
    scene: &Scene,
    cues: &[Cue],
    from: usize,
    tokens: &Range<usize>,
    kind: &Kind,
    accept: &dyn Fn(u32) -> bool,
) -> (Vec<u32>, Vec<u32>) {
    let grammar = &scene.events.grammar;
    let mut with = Vec::new();
    let mut budget = REACH;
    let mut fresh = true;
    let mut passed = false;
    let mut at = from;
    while at < tokens.end {
        let token = scene.tokens.list[at];
        if let Some(referent) = token.referent {
            let after = scene.end_token(referent);
            if scene.referents[referent as usize].possessive {
                at = after;
                continue;
            }
            if accept(referent) {
                return (
                    coordinated_right(scene, cues, referent, tokens, accept),
                    with,
                );
            }
            // An attribute ("the Norland Accord") may stand before the object; anything else ends the search.
            if scene
                .tokens
                .list
                .get(after)
                .is_some_and(|next| after < tokens.end && next.word && scene.is_plain(after))
                && !grammar.prepositions.contains(scene.tokens.lower(after))
            {
                at = after;
                continue;
            }
            break;
        }
        if token.temporal.is_some() {
            at += 1;
            passed = true;
            continue;
        }
        let word = scene.tokens.lower(at);
        // "A treaty signed in 1990 preceded the Accord": the main verb ends the participle's own words.
        let verb = token.word
            && !token.capital
            && !grammar.prepositions.contains(word)
            && !grammar.determiners.contains(word)
            && !grammar.light.contains(word)
            && !grammar.conjunctions.contains(word)
            && (scene.events.forms.contains_key(word)
                || !cue::has_ending(word, &grammar.adverb_endings));
        if verb && std::mem::take(&mut passed) && !kind.office {
            break;
        }
        if cues
            .iter()
            .any(|cue| cue.head <= at && at < cue.tokens.end && cue.finite())
        {
            break;
        }
        if grammar.prepositions.contains(word) {
            let next = scene.tokens.list.get(at + 1);
            if next.is_some_and(|next| next.temporal.is_some()) {
                at += 1;
                continue;
            }
            let referent = next.and_then(|next| next.referent);
            if let Some(referent) = referent
                && fresh
                && !grammar.genitive.contains(word)
            {
                // "signed with Norland the Accord", "issued in Bergen the Statement".
                if grammar.with.contains(word) {
                    with.push(referent);
                }
                at = scene.end_token(referent);
                passed = true;
                continue;
            }
            let through = grammar.genitive.contains(word)
                && at > from
                && (grammar.through.contains(scene.tokens.lower(at - 1))
                    || kind.object.is_empty()
                    || kind.office);
            if !through && at > from {
                break;
            }
        } else {
            let clause = grammar.relatives.contains(word)
                || grammar.subordinators.contains(word)
                || grammar.be.contains(word);
            // A comma behind a date only closes it.
            let closes = word == "," && at > from && scene.tokens.list[at - 1].temporal.is_some();
            let mark = matches!(word, "," | ";" | ":" | ")" | "(" | "\u{2014}") && !closes;
            if clause || mark {
                break;
            }
        }
        if token.word {
            fresh = false;
            if budget == 0 {
                break;
            }
            budget -= 1;
        }
        at += 1;
    }
    (Vec::new(), with)
}
