//! Whom the words mean: mentions by name, short forms ("the treaty"), pronouns and groups ("the two countries"),
//! each with the last antecedent that fits. Where none fits there is no referent.

use text::Span;

use super::Role;
use super::cue::has_ending;
use super::kind::{Form, Kind, Shape};
use super::recognise::{Block, Tools};
use super::token::Tokens;
use crate::name::{EntityId, EntityKind, Rules, Via};

/// An antecedent older than this many blocks is forgotten.
const MEMORY: u8 = 2;
/// At most so many antecedents are kept.
const DEPTH: usize = 12;

/// Somebody or something that words refer to.
#[derive(Clone, Debug)]
pub(crate) struct Referent {
    pub span: Span,
    /// One entry a member of the group, each with its candidates.
    pub members: Vec<Vec<EntityId>>,
    pub kind: EntityKind,
    pub via: Via,
    /// Whether "'s" follows.
    pub possessive: bool,
}

/// What was mentioned lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Antecedents {
    /// Latest last.
    recent: Vec<Recent>,
    /// The last group of each kind joined by "and", latest last.
    groups: Vec<Group>,
    /// What the last sentence began with: the likeliest antecedent of "it". Only within a block.
    subject: Option<(Vec<EntityId>, EntityKind)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Recent {
    candidates: Vec<EntityId>,
    kind: EntityKind,
    age: u8,
    /// Whether a sentence began with it.
    subject: bool,
}

/// What a block adds to what was mentioned lately: whatever that was.
#[derive(Clone, Debug, Default)]
pub struct Mentioned(Vec<Added>);

#[derive(Clone, Debug)]
enum Added {
    One(Vec<EntityId>, EntityKind, bool),
    Group(Group),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Group {
    members: Vec<Vec<EntityId>>,
    kind: EntityKind,
    age: u8,
}

impl Antecedents {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty() && self.groups.is_empty()
    }

    /// Ends a block.
    pub fn age(&mut self) {
        self.subject = None;
        for recent in &mut self.recent {
            recent.age += 1;
        }
        self.recent.retain(|recent| recent.age <= MEMORY);
        for group in &mut self.groups {
            group.age += 1;
        }
        self.groups.retain(|group| group.age <= MEMORY);
    }

    /// Goes on as if the block that `mentioned` this had been read.
    pub fn take_up(&mut self, mentioned: &Mentioned) {
        for added in &mentioned.0 {
            match added {
                Added::One(candidates, kind, subject) => self.note(candidates, *kind, *subject),
                Added::Group(group) => self.note_group(group.clone()),
            }
        }
        self.age();
    }

    fn note_group(&mut self, group: Group) {
        self.groups.retain(|other| other.kind != group.kind);
        self.groups.push(group);
    }

    fn note(&mut self, candidates: &[EntityId], kind: EntityKind, subject: bool) {
        let before = self
            .recent
            .iter()
            .find(|recent| recent.candidates.first() == candidates.first());
        let subject = subject || before.is_some_and(|before| before.subject && before.age == 0);
        self.recent
            .retain(|recent| recent.candidates.first() != candidates.first());
        self.recent.push(Recent {
            candidates: candidates.to_vec(),
            kind,
            age: 0,
            subject,
        });
        if self.recent.len() > DEPTH {
            self.recent.remove(0);
        }
    }

    /// The one that is meant, if what fits is clear: the one that sentences of this block began with, the only one of
    /// this block, the only one of the last; else all of them.
    fn meant(&self, fits: impl Fn(&Recent) -> bool) -> Vec<EntityId> {
        let fitting: Vec<&Recent> = self.recent.iter().filter(|recent| fits(recent)).collect();
        let latest = fitting.iter().map(|recent| recent.age).min();
        let near = || fitting.iter().filter(|recent| Some(recent.age) == latest);
        let one = |found: Vec<&&Recent>| match found.as_slice() {
            [one] => Some(one.candidates.clone()),
            _ => None,
        };
        one(near().collect())
            .or_else(|| one(near().filter(|recent| recent.subject).collect()))
            .unwrap_or_else(|| self.fitting(fits))
    }

    /// The only one of its kind that a sentence of this block began with, if none of `meant` was named in this block;
    /// nobody if several were.
    fn nearer(&self, kind: EntityKind, meant: &[EntityId]) -> Option<Vec<EntityId>> {
        let here = || {
            self.recent
                .iter()
                .filter(|recent| recent.age == 0 && recent.kind == kind)
        };
        let named = here().any(|recent| recent.candidates.iter().any(|one| meant.contains(one)));
        let mut subjects = here().filter(|recent| recent.subject);
        match (named, subjects.next(), subjects.next()) {
            (false, Some(one), None) => Some(one.candidates.clone()),
            (false, Some(_), Some(_)) => Some(Vec::new()),
            _ => None,
        }
    }

    /// Those that fit, latest first, merged to one list of candidates.
    fn fitting(&self, fits: impl Fn(&Recent) -> bool) -> Vec<EntityId> {
        let mut candidates: Vec<EntityId> = Vec::new();
        for recent in self.recent.iter().rev().filter(|recent| fits(recent)) {
            for candidate in &recent.candidates {
                if !candidates.contains(candidate) {
                    candidates.push(*candidate);
                }
            }
        }
        candidates
    }
}

/// All referents of the block, in order.
pub(crate) fn referents(
    block: &Block,
    tools: &Tools,
    tokens: &Tokens,
    antecedents: &mut Antecedents,
) -> (Vec<Referent>, Mentioned) {
    let mut mentioned = Mentioned::default();
    let mut found: Vec<Referent> = Vec::with_capacity(block.mentions.len());
    let mut mentions = block.mentions.iter().peekable();
    let mut sentences = block.sentences.iter().peekable();
    let mut begun = false;
    let mut at = 0;
    while at < tokens.list.len() {
        let start = tokens.list[at].span.end;
        begun &= sentences
            .next_if(|sentence| sentence.start < start)
            .is_none();
        let referent = match mentions.next_if(|mention| mention.span.start < start) {
            Some(mention) => Some(Referent {
                span: mention.span,
                members: vec![mention.candidates.clone()],
                kind: mention.kind,
                via: mention.via,
                possessive: possessive(&block.prose[mention.span.end..], tools.rules),
            }),
            None => short_form(block, tools, tokens, at, antecedents),
        };
        let Some(referent) = referent else {
            at += 1;
            continue;
        };
        at = tokens.from(referent.span.end).max(at + 1);
        if let ([candidates], true) = (referent.members.as_slice(), referent.via != Via::Pronoun) {
            let mut before = tokens.from(referent.span.start).checked_sub(1);
            while let Some(at) = before
                && tools.events.grammar.determiners.contains(tokens.lower(at))
            {
                before = at.checked_sub(1);
            }
            let led = before.map_or("", |before| tokens.lower(before));
            let subject = !begun && !tools.events.grammar.prepositions.contains(led);
            antecedents.note(candidates, referent.kind, subject);
            let one = Added::One(candidates.clone(), referent.kind, subject);
            mentioned.0.push(one);
            if subject {
                begun = true;
                antecedents.subject = Some((candidates.clone(), referent.kind));
            }
        }
        found.push(referent);
        if let Some(group) = group(tools, tokens, &found) {
            antecedents.note_group(group.clone());
            mentioned.0.push(Added::Group(group));
        }
    }
    antecedents.age();
    (found, mentioned)
}

/// The group that the last referent closes: "China and Russia", "A, B and C".
fn group(tools: &Tools, tokens: &Tokens, found: &[Referent]) -> Option<Group> {
    let mut members: Vec<Vec<EntityId>> = Vec::new();
    let mut later: Option<&Referent> = None;
    for referent in found.iter().rev() {
        let [candidates] = referent.members.as_slice() else {
            break;
        };
        if let Some(later) = later {
            let grammar = &tools.events.grammar;
            let between = tokens.from(referent.span.end)..tokens.from(later.span.start);
            let joint = |word: &str| {
                matches!(word, "," | "\u{2013}" | "-") || grammar.coordinators.contains(word)
            };
            let joined = between.clone().any(|at| joint(tokens.lower(at)))
                && between.clone().all(|at| {
                    let word = tokens.lower(at);
                    joint(word) || grammar.determiners.contains(word)
                });
            if !joined || later.kind != referent.kind {
                break;
            }
        }
        members.insert(0, candidates.clone());
        later = Some(referent);
    }
    let last = found.last().filter(|_| members.len() > 1)?;
    Some(Group {
        members,
        kind: last.kind,
        age: 0,
    })
}

/// Whether words of a text may mean what was mentioned before it.
pub(crate) fn looks_back(prose: &str, tools: &Tools) -> bool {
    let tokens = Tokens::new(prose);
    let grammar = &tools.events.grammar;
    let pronouns = [
        &grammar.thing_pronouns,
        &grammar.person_pronouns,
        &grammar.plural_pronouns,
        &grammar.former,
        &grammar.latter,
    ];
    (0..tokens.list.len()).any(|at| {
        let word = tokens.lower(at);
        let noun = || without_owner(tokens.lower(at + 1), tools.rules);
        pronouns.iter().any(|list| list.contains(word))
            || grammar.demonstratives.contains(word) && tools.rules.head(noun()).is_some()
            || tools.rules.groups_from(word).next().is_some()
    })
}

/// A noun without its possessive ending.
fn without_owner<'a>(noun: &'a str, rules: &Rules) -> &'a str {
    let mut owners = rules.possessives.iter();
    owners
        .find_map(|ending| noun.strip_suffix(ending.as_str()))
        .unwrap_or(noun)
}

fn short_form(
    block: &Block,
    tools: &Tools,
    tokens: &Tokens,
    at: usize,
    antecedents: &Antecedents,
) -> Option<Referent> {
    let grammar = &tools.events.grammar;
    if antecedents.is_empty() || tokens.list[at].temporal.is_some() {
        return None;
    }
    let word = tokens.lower(at);
    let plain = |span: Span, members: Vec<Vec<EntityId>>, kind, via| {
        let possessive = possessive(&block.prose[span.end..], tools.rules);
        let filled = !members.is_empty() && members.iter().all(|member| !member.is_empty());
        filled.then_some(Referent {
            span,
            members,
            kind,
            via,
            possessive,
        })
    };
    for group in tools.rules.groups_from(word) {
        let words: Vec<&str> = group.words.split(' ').collect();
        if !words
            .iter()
            .enumerate()
            .all(|(offset, word)| tokens.lower(at + offset) == *word)
        {
            continue;
        }
        let span = tokens.list[at]
            .span
            .join(tokens.list[at + words.len() - 1].span);
        let fits = |other: &&Group| {
            other.members.len() == group.count
                && (group.kinds.is_empty() || group.kinds.contains(&other.kind))
                && other.kind != EntityKind::Agreement
        };
        let found = antecedents.groups.iter().rev().find(fits)?;
        return plain(span, found.members.clone(), found.kind, Via::ShortForm);
    }
    if grammar.demonstratives.contains(word) {
        let head = tokens
            .list
            .get(at + 1)
            .filter(|token| token.word && token.temporal.is_none())?;
        let noun = without_owner(tokens.lower(at + 1), tools.rules);
        let kind = tools
            .rules
            .head(noun)
            .filter(|kind| matches!(kind, EntityKind::Agreement | EntityKind::Organisation))?;
        let next = tokens.list.get(at + 2);
        if next.is_some_and(|_| {
            tools
                .rules
                .complements
                .iter()
                .any(|word| word == tokens.lower(at + 2))
        }) {
            return None; // "the Treaty of ..." is a name, perhaps an unknown one.
        }
        let span = Span::new(head.span.start, head.span.start + noun.len());
        if block
            .mentions
            .iter()
            .any(|mention| mention.span.overlaps(span))
        {
            return None;
        }
        let fits = |recent: &Recent| {
            recent.kind == kind
                && recent
                    .candidates
                    .iter()
                    .any(|entity| tools.names.answers_to(*entity, noun))
        };
        let meant = antecedents.meant(fits);
        // "the treaty" of a block that has spoken of an agreement is no other than that one.
        let common = block.prose[head.span.start..].starts_with(char::is_lowercase);
        let other = antecedents.nearer(kind, &meant).filter(|_| common);
        return plain(span, vec![other.unwrap_or(meant)], kind, Via::ShortForm);
    }
    let span = tokens.list[at].span;
    let member = (grammar.former.contains(word), grammar.latter.contains(word));
    if let (true, false) | (false, true) = member {
        // "the former was founded"; "the former president" is another matter.
        let led = at > 0 && grammar.demonstratives.contains(tokens.lower(at - 1));
        let next = tokens.lower(at + 1);
        let alone = tokens.list.get(at + 1).is_none_or(|next| !next.word)
            || grammar.be.contains(next)
            || grammar.have.contains(next)
            || grammar.prepositions.contains(next);
        let pair = antecedents
            .groups
            .last()
            .filter(|group| led && alone && group.age == 0 && group.members.len() == 2)?;
        let chosen = pair.members[usize::from(member.1)].clone();
        return plain(span, vec![chosen], pair.kind, Via::ShortForm);
    }
    if grammar.thing_pronouns.contains(word)
        && let Some(kind) = at
            .checked_sub(1)
            .and_then(|verb| done_to(tools, tokens.lower(verb)))
    {
        // "signed it": the one thing of this block that can be signed.
        let fits = |recent: &&Recent| recent.age == 0 && kind.takes_object(recent.kind);
        let mut fitting = antecedents.recent.iter().filter(fits);
        let (one, other) = (fitting.next()?, fitting.next());
        let chosen = other.is_none().then(|| one.candidates.clone());
        return plain(span, chosen.into_iter().collect(), one.kind, Via::Pronoun);
    }
    if grammar.thing_pronouns.contains(word) {
        let subject = antecedents.subject.clone();
        let wanted = wanted(tools, tokens, at + 1);
        let subject = subject.filter(|(_, kind)| wanted.is_empty() || wanted.contains(kind));
        if let (None, false) = (&subject, wanted.is_empty()) {
            // "It entered into force": the one thing of this block that can do so.
            let fits = |recent: &&Recent| recent.age == 0 && wanted.contains(&recent.kind);
            let mut fitting = antecedents.recent.iter().filter(fits);
            let (one, other) = (fitting.next()?, fitting.next());
            let chosen = other.is_none().then(|| one.candidates.clone());
            return plain(span, chosen.into_iter().collect(), one.kind, Via::Pronoun);
        }
        let thing = subject.filter(|(_, kind)| *kind != EntityKind::Person);
        // Of persons one says "he": "it" is then the one agreement of the block.
        let (candidates, kind) = thing.or_else(|| {
            let fits = |recent: &Recent| recent.kind == EntityKind::Agreement && recent.age == 0;
            let meant = antecedents.meant(fits);
            (meant.len() == 1).then_some((meant, EntityKind::Agreement))
        })?;
        return plain(span, vec![candidates], kind, Via::Pronoun);
    }
    if grammar.person_pronouns.contains(word) {
        let fits = |recent: &Recent| recent.age == 0 && recent.kind == EntityKind::Person;
        return plain(
            span,
            vec![antecedents.fitting(fits)],
            EntityKind::Person,
            Via::Pronoun,
        );
    }
    if grammar.plural_pronouns.contains(word) {
        let acts = |group: &&Group| group.age == 0 && group.kind != EntityKind::Agreement;
        let group = antecedents.groups.iter().rev().find(acts)?;
        return plain(span, group.members.clone(), group.kind, Via::Pronoun);
    }
    None
}

/// The kinds of thing of which the verb after `at`, past its helpers, can be said; empty if of any.
fn wanted<'a>(tools: &'a Tools, tokens: &Tokens, at: usize) -> &'a [EntityKind] {
    let grammar = &tools.events.grammar;
    let (mut at, mut passive) = (at, false);
    loop {
        let word = tokens.lower(at);
        passive |= grammar.be.contains(word);
        let helper = grammar.be.contains(word)
            || grammar.have.contains(word)
            || grammar.light.contains(word)
            || has_ending(word, &grammar.adverb_endings);
        if word.is_empty() || !helper {
            break;
        }
        at += 1;
    }
    let stands = |form: &&Form| {
        let tail = form.tail.iter().enumerate();
        tail.clone()
            .all(|(offset, word)| tokens.lower(at + 1 + offset) == word)
            && form.shape != Shape::Noun
    };
    let forms = tools.events.forms.get(tokens.lower(at));
    let Some(form) = forms.and_then(|forms| forms.iter().find(stands)) else {
        return &[];
    };
    let kind = tools.events.kind(form.kind);
    let acted = passive && kind.passive_subject != Some(Role::Agent);
    if acted || form.intransitive || form.shape == Shape::State {
        &kind.object
    } else {
        &kind.agent
    }
}

/// The kind of happening of a verb that takes an object of certain kinds only.
fn done_to<'a>(tools: &'a Tools, verb: &str) -> Option<&'a Kind> {
    let mut forms = tools.events.forms.get(verb)?.iter();
    let form = forms
        .find(|form| form.tail.is_empty() && !form.intransitive && form.shape != Shape::Noun)?;
    Some(tools.events.kind(form.kind)).filter(|kind| !kind.object.is_empty())
}

/// Whether a possessive ending begins `rest`.
fn possessive(rest: &str, rules: &Rules) -> bool {
    rules.possessives.iter().any(|ending| {
        rest.strip_prefix(ending.as_str())
            .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    })
}
