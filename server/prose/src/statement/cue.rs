//! Cue words: where a happening is spoken of, in which voice, and whether it is asserted.

use std::ops::Range;

use super::kind::{Form, Shape};
use super::recognise::Scene;
use super::{KindId, Modality, owner};

/// How a cue arranges its participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Subject is agent, complement is object.
    Active,
    /// Subject is object; the agent comes after "by".
    Passive,
    /// A participle after its noun: "the Treaty signed in 2001", ", signed in 2001,".
    Reduced,
    /// The subject is the object: "the Treaty expired".
    Middle,
    /// "signing the Treaty": the subject stands elsewhere.
    Gerund,
    /// "the signature of the Treaty".
    Noun,
}

/// One cue.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub kind: KindId,
    /// Its tokens, without helpers.
    pub tokens: Range<usize>,
    /// First token of the verb group, helpers included.
    pub head: usize,
    pub voice: Voice,
    pub modality: Modality,
    /// Whether it stands in a clause that hangs on another.
    pub subordinate: bool,
    /// What a noun's possessive names as its object.
    pub owner: Option<u32>,
    /// Whether it is a state, whose beginning is meant.
    pub state: bool,
}

impl Cue {
    /// Whether it is a verb with tense.
    pub fn finite(&self) -> bool {
        matches!(self.voice, Voice::Active | Voice::Passive | Voice::Middle)
    }
}

/// The cues among `tokens` (one sentence).
pub(crate) fn find(scene: &Scene, tokens: Range<usize>) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let token = scene.tokens.list[at];
        let cue = match scene.events.forms.get(scene.tokens.lower(at)) {
            Some(forms) if token.referent.is_none() && token.temporal.is_none() => forms
                .iter()
                .filter(|form| tail_stands(scene, form, at + 1, tokens.end))
                .find_map(|form| cue(scene, form, at, cues.last(), &tokens)),
            _ => None,
        };
        let cue = cue.or_else(|| owned(scene, at, &tokens));
        at += 1;
        if let Some(cue) = cue {
            at = cue.tokens.end;
            cues.push(cue);
        }
    }
    cues
}

fn owned(scene: &Scene, at: usize, sentence: &Range<usize>) -> Option<Cue> {
    let (form, owner) = owner::owned(scene, at, sentence)
        .map(|(form, owner)| (form, Some(owner)))
        .or_else(|| Some((owner::done_by(scene, at, sentence)?, None)))?;
    let group = helpers(scene, at, sentence.start);
    Some(Cue {
        owner,
        ..finish(scene, form, &group, at..at + 1, Voice::Noun, sentence)
    })
}

fn tail_stands(scene: &Scene, form: &Form, from: usize, end: usize) -> bool {
    from + form.tail.len() <= end
        && form
            .tail
            .iter()
            .enumerate()
            .all(|(at, word)| scene.tokens.lower(from + at) == word)
}

fn cue(
    scene: &Scene,
    form: &Form,
    at: usize,
    last: Option<&Cue>,
    sentence: &Range<usize>,
) -> Option<Cue> {
    let grammar = &scene.events.grammar;
    let tokens = at..at + 1 + form.tail.len();
    let group = helpers(scene, at, sentence.start);
    let before = group
        .head
        .checked_sub(1)
        .filter(|before| *before >= sentence.start);
    let plain = group.head == at;
    let next = tokens.end;
    // A verb right behind "and" shares subject and helpers of the one before: "was adopted in May and opened in June".
    let shares = before
        .and_then(|before| last.filter(|_| scene.joins_verbs(before, sentence.start)))
        .filter(|last| last.finite());
    let voice = match form.shape {
        Shape::Noun => Voice::Noun,
        Shape::State if group.be => Voice::Middle,
        Shape::State => Voice::Reduced,
        Shape::Base
            if !(group.modal
                || group.infinitive
                || group.does
                || is_entry(scene, sentence.start)
                || before.is_some_and(|before| is_plural(scene, before, sentence.start))) =>
        {
            return None;
        }

        Shape::Third
            if !plain
                || !(shares.is_some()
                    || before.is_some_and(|before| is_subject(scene, before))) =>
        {
            return None;
        }
        Shape::Past if group.be || group.have => return None,
        Shape::Gerund if group.be => active(form),
        Shape::Gerund => {
            let leads = before.is_none_or(|before| {
                let word = scene.tokens.lower(before);
                word == ","
                    || grammar.prepositions.contains(word)
                    || grammar.subordinators.contains(word)
            });
            let complement = scene
                .tokens
                .list
                .get(next)
                .is_some_and(|token| token.referent.is_some())
                || grammar.determiners.contains(scene.tokens.lower(next));
            if !leads || !complement {
                return None;
            }
            Voice::Gerund
        }
        Shape::Both | Shape::Participle if group.be && form.intransitive => return None,
        Shape::Both | Shape::Participle if group.be => Voice::Passive,
        Shape::Both | Shape::Participle
            if plain
                && !form.intransitive
                && shares.is_some_and(|last| last.voice == Voice::Passive)
                && !has_complement(scene, next) =>
        {
            Voice::Passive
        }
        Shape::Participle if !group.be && !group.have => {
            reduced(scene, form, before, next, sentence)?
        }
        Shape::Both if plain && !form.intransitive => {
            reduced(scene, form, before, next, sentence).unwrap_or(Voice::Active)
        }
        _ => active(form),
    };
    let voice = match voice {
        Voice::Active if form.labile && !has_complement(scene, next) => Voice::Middle,
        voice => voice,
    };
    Some(finish(scene, form, &group, tokens, voice, sentence))
}

fn finish(
    scene: &Scene,
    form: &Form,
    group: &Helpers,
    tokens: Range<usize>,
    voice: Voice,
    sentence: &Range<usize>,
) -> Cue {
    let grammar = &scene.events.grammar;
    let at = tokens.start;
    let lead = scene.clause_start(at, sentence.start);
    let subordinate = (lead..at).any(|at| {
        let word = scene.tokens.lower(at);
        scene.is_plain(at)
            && !scene.leads_date(at)
            && !scene.is_cleft(at)
            && (grammar.subordinators.contains(word) || grammar.relatives.contains(word))
    });
    Cue {
        kind: form.kind,
        modality: modality(scene, group, at, sentence),
        tokens,
        head: group.head,
        voice,
        // "In 1995, having signed the Accord, Norland met Estria".
        subordinate: subordinate || grammar.absolute.contains(scene.tokens.lower(group.head)),
        owner: None,
        state: form.shape == Shape::State || scene.events.kind(form.kind).since,
    }
}

fn active(form: &Form) -> Voice {
    if form.intransitive {
        Voice::Middle
    } else {
        Voice::Active
    }
}

/// A bare participle: reduced if it follows what it may be done to and no object comes after it.
fn reduced(
    scene: &Scene,
    form: &Form,
    before: Option<usize>,
    next: usize,
    sentence: &Range<usize>,
) -> Option<Voice> {
    if form.intransitive || has_complement(scene, next) {
        return None;
    }
    let kind = scene.events.kind(form.kind);
    let mut at = before?;
    let detached = matches!(
        scene.tokens.lower(at),
        "," | "(" | "\u{2013}" | "\u{2014}" | "-" | ":"
    );
    while at > sentence.start
        && (scene.tokens.list[at].temporal.is_some() || !scene.tokens.list[at].word)
    {
        at -= 1;
    }
    let noun = match scene.referent_at(at) {
        Some(referent) => {
            kind.takes_object(referent.kind) && (detached || !kind.takes_agent(referent.kind))
        }
        None => scene
            .head_kind(at)
            .is_some_and(|head| kind.takes_object(head) && (detached || !kind.takes_agent(head))),
    };
    noun.then_some(Voice::Reduced)
}

/// Whether something that may be an object follows, a date or place with its preposition in between allowed for.
fn has_complement(scene: &Scene, mut next: usize) -> bool {
    let grammar = &scene.events.grammar;
    let from = next;
    loop {
        let Some(token) = scene.tokens.list.get(next) else {
            return false;
        };
        let word = scene.tokens.lower(next);
        if token.temporal.is_some() {
            next += 1;
        } else if token.referent.is_some() {
            return true;
        } else if grammar.prepositions.contains(word)
            && scene
                .tokens
                .list
                .get(next + 1)
                .is_some_and(|token| token.temporal.is_some() || token.referent.is_some())
            && !grammar.by.contains(word)
        {
            let referent = scene.tokens.list[next + 1].referent;
            next += 2;
            while referent.is_some()
                && scene
                    .tokens
                    .list
                    .get(next)
                    .is_some_and(|token| token.referent == referent)
            {
                next += 1;
            }
        } else {
            // "The Accord signed in 1990 preceded": what comes behind a date is a verb.
            return grammar.determiners.contains(word)
                || (token.word
                    && (next == from || token.capital)
                    && !grammar.prepositions.contains(word)
                    && !grammar.conjunctions.contains(word)
                    && !grammar.light.contains(word)
                    && !grammar.be.contains(word)
                    && !grammar.have.contains(word)
                    && !scene.events.forms.contains_key(word));
        }
    }
}

/// Whether the token can be the last of a subject.
fn is_subject(scene: &Scene, at: usize) -> bool {
    let grammar = &scene.events.grammar;
    let word = scene.tokens.lower(at);
    scene.tokens.list[at].referent.is_some()
        || grammar.relatives.contains(word)
        || grammar.thing_pronouns.contains(word)
        || grammar.person_pronouns.contains(word)
}

/// Whether the sentence begins as an entry of a chronology ("1 July 1968 – Norland and others sign the Accord").
fn is_entry(scene: &Scene, start: usize) -> bool {
    let dated = |at: &usize| {
        scene
            .tokens
            .list
            .get(*at)
            .is_some_and(|token| token.temporal.is_some())
    };
    let end = (start..).find(|at| !dated(at)).unwrap_or(start);
    end > start && matches!(scene.tokens.lower(end), "\u{2013}" | "\u{2014}" | "-" | ":")
}

/// Whether the token is the last of "Norland and Sudmark": then the bare form is a verb of the present.
fn is_plural(scene: &Scene, at: usize, start: usize) -> bool {
    let Some(referent) = scene.tokens.list[at].referent else {
        return false;
    };
    let joint = scene.first_token(referent).checked_sub(1);
    joint.filter(|joint| *joint > start).is_some_and(|joint| {
        let conjunctions = &scene.events.grammar.conjunctions;
        conjunctions.contains(scene.tokens.lower(joint)) && scene.referent_at(joint - 1).is_some()
    })
}

/// Whether the word ends in one of `endings`.
pub(crate) fn has_ending(word: &str, endings: &[String]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending.as_str()))
}

#[derive(Debug, Default)]
struct Helpers {
    head: usize,
    be: bool,
    have: bool,
    does: bool,
    modal: bool,
    infinitive: bool,
    modality: Option<Modality>,
}

/// The helpers before a verb: "was not", "has been", "will be", "began to".
fn helpers(scene: &Scene, verb: usize, start: usize) -> Helpers {
    let grammar = &scene.events.grammar;
    let mut found = Helpers {
        head: verb,
        ..Helpers::default()
    };
    let mut at = verb;
    while at > start {
        let word = scene.tokens.lower(at - 1);
        if !scene.is_plain(at - 1) {
            break;
        }
        let stem = |ending: &String| word.strip_suffix(ending.as_str());
        let contracted = grammar.contractions.iter().find_map(stem);
        let helper = contracted.unwrap_or(word);
        let contracted = contracted.is_some();
        // "almost signed", but not "was signed almost at once".
        let nearly = at == verb && grammar.nearly.contains(word);
        if grammar.negation.contains(word) || contracted || nearly {
            found.modality = Some(Modality::Negated);
        }
        if grammar.be.contains(helper) {
            // "is to sign" and "was to be signed" speak of plans.
            if found.infinitive {
                found.modality.get_or_insert(Modality::Planned);
            } else {
                found.be = true;
            }
        } else if grammar.have.contains(helper) {
            found.have = true;
        } else if grammar.do_.contains(helper) {
            found.does = true;
        } else if grammar.infinitive.contains(word) && !found.infinitive {
            found.infinitive = true;
        } else if grammar.aspect.contains(word) && found.infinitive {
            found.head = at - 1;
            return found;
        } else if grammar.planned.contains(word) && (found.infinitive || found.modal_free(verb, at))
        {
            found.modal = true;
            found.modality.get_or_insert(Modality::Planned);
        } else if grammar.conditional.contains(word) {
            found.modal = true;
            found.modality.get_or_insert(Modality::Conditional);
        } else if !(grammar.light.contains(word)
            || grammar.negation.contains(word)
            || contracted
            || nearly
            || has_ending(word, &grammar.adverb_endings))
        {
            break;
        }
        at -= 1;
        found.head = at;
    }
    if found.infinitive {
        found.modality.get_or_insert(Modality::Planned);
    }
    found
}

impl Helpers {
    /// Whether "will", "shall" stand right before the verb or its "be": only then they are helpers, not nouns.
    fn modal_free(&self, verb: usize, at: usize) -> bool {
        verb - at < 4
    }
}

fn modality(scene: &Scene, helpers: &Helpers, at: usize, sentence: &Range<usize>) -> Modality {
    let grammar = &scene.events.grammar;
    let start = sentence.start;
    let place = scene.tokens.list[at].span;
    if scene
        .quoted
        .iter()
        .any(|quotation| quotation.overlaps(place))
    {
        return Modality::Quoted;
    }
    if let Some(modality) = helpers.modality {
        return modality;
    }
    let words = || {
        (start..at)
            .filter(|at| scene.is_plain(*at))
            .map(|at| scene.tokens.lower(at))
    };
    if words().any(|word| grammar.reported.contains(word) || grammar.doubt.contains(word)) {
        return Modality::Reported;
    }
    let denied = |pair: &String| {
        pair.split_once(' ').is_some_and(|(word, next)| {
            let mut places = start..at;
            places.any(|at| scene.tokens.lower(at) == word && scene.tokens.lower(at + 1) == next)
        })
    };
    if grammar.denying_pairs.iter().any(denied) {
        return Modality::Reported;
    }
    // "Was the Accord signed in 1990?"
    if (at..sentence.end).any(|at| matches!(scene.tokens.lower(at), "?" | "\u{ff1f}")) {
        return Modality::Conditional;
    }
    let clause = scene.clause_start(at, start);
    // "Had the treaty been signed": the helper stands before the subject.
    let inverted = |at: usize| {
        at + 1 < helpers.head
            && scene.is_plain(at)
            && grammar.inverted.contains(scene.tokens.lower(at))
    };
    if inverted(clause) {
        return Modality::Conditional;
    }
    let opener = (clause..helpers.head).rev().find(|at| {
        let word = scene.tokens.lower(*at);
        scene.is_plain(*at)
            && !scene.leads_date(*at)
            && (grammar.subordinators.contains(word) || grammar.relatives.contains(word))
    });
    for near in (opener.unwrap_or(clause)..helpers.head).filter(|at| scene.is_plain(*at)) {
        let word = scene.tokens.lower(near);
        if grammar.negation.contains(word) {
            return Modality::Negated;
        }
        if grammar.conditional.contains(word) {
            return Modality::Conditional;
        }
        // "plans for the signing of", "the planned visit to", "decided to hold".
        let leads = near + 1 == helpers.head
            || (near + 1..helpers.head.min(near + 3)).any(|next| {
                let next = scene.tokens.lower(next);
                grammar.infinitive.contains(next) || grammar.leading.contains(next)
            });
        if grammar.planned.contains(word) && leads {
            return Modality::Planned;
        }
    }
    Modality::Asserted
}
