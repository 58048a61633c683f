//! Whom the words mean: mentions by name, short forms ("the treaty"), pronouns and groups ("the two countries"),
//! each with the last antecedent that fits. Where none fits there is no referent.

use text::Span;

use super::Role;
use super::antecedent::{Added, Antecedents, Group, Mentioned, Recent};
use super::cue::has_ending;
use super::kind::{Form, Kind, Shape};
use super::recognise::{Block, Tools};
use super::token::Tokens;
use crate::name::{EntityId, EntityKind, Mention, Rules, Via};

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

/// Whether the noun behind the article at `at` means what the block brought in without a name: "has a court. The court",
/// "succeeded an older text. That treaty".
fn is_introduced(
    block: &Block,
    tools: &Tools,
    tokens: &Tokens,
    at: usize,
    kind: EntityKind,
) -> bool {
    let grammar = &tools.events.grammar;
    let start = tokens.list[at].span.start;
    let mut mentions = block.mentions.iter().rev();
    let named = mentions.find(|mention| mention.span.end <= start);
    let from = named.map_or(0, |mention| tokens.from(mention.span.end));
    let indefinite = |at: usize| grammar.indefinite.contains(tokens.lower(at));
    if grammar.distant.contains(tokens.lower(at)) && (from..at).any(indefinite) {
        return true;
    }
    let noun = without_owner(tokens.lower(at + 1), tools.rules);
    let brought = |noun: usize| {
        let lead = (noun.saturating_sub(2)..noun).rev().find(|at| {
            let word = tokens.lower(*at);
            indefinite(*at) || grammar.possessive_pronouns.contains(word)
        });
        // "is a court" and ", a court" tell what somebody is.
        let before = lead
            .and_then(|lead| lead.checked_sub(1))
            .map(|at| tokens.lower(at));
        lead.is_some()
            && !before.is_some_and(|word| {
                matches!(word, "," | "(" | "\u{2013}" | "\u{2014}")
                    || grammar.subordinators.contains(word)
                    || grammar.be.contains(word)
                    || grammar.light.contains(word)
            })
    };
    kind == EntityKind::Organisation
        && (0..at)
            .any(|at| tokens.lower(at) == noun && tokens.list[at].referent.is_none() && brought(at))
}

/// Whether a participle tells the noun behind the article at `at` from what its sentence has named: "the Accord, like the
/// pact signed in 1971".
fn is_another(block: &Block, tools: &Tools, tokens: &Tokens, at: usize, kind: EntityKind) -> bool {
    let participle = |form: &Form| matches!(form.shape, Shape::Both | Shape::Participle);
    let forms = tools.events.forms.get(tokens.lower(at + 2));
    let start = tokens.list[at].span.start;
    let mut sentences = block.sentences.iter().rev();
    let begins = sentences.find(|sentence| sentence.start <= start);
    let named = |mention: &Mention| {
        mention.kind == kind
            && mention.span.end <= start
            && begins.is_some_and(|sentence| sentence.start <= mention.span.start)
    };
    forms.is_some_and(|forms| forms.iter().any(participle)) && block.mentions.iter().any(named)
}

/// Whether the sentence before the pronoun at `at` has another name of this kind that is not known: "took over the Skerry
/// Board. It was founded".
fn has_rival(block: &Block, tools: &Tools, tokens: &Tokens, at: usize, kind: EntityKind) -> bool {
    let start = tokens.list[at].span.start;
    let before = block.sentences.iter().rev();
    let before = before.filter(|sentence| sentence.start <= start).take(2);
    let from = before
        .last()
        .map_or(0, |sentence| tokens.from(sentence.start));
    let unknown = |at: usize| {
        let token = tokens.list[at];
        let mut mentions = block.mentions.iter();
        token.word && token.capital && !mentions.any(|mention| mention.span.overlaps(token.span))
    };
    (from + 1..at).any(|at| {
        let named = unknown(at) && tools.rules.head(tokens.lower(at)) == Some(kind);
        let determiners = &tools.events.grammar.determiners;
        named && unknown(at - 1) && !determiners.contains(tokens.lower(at - 1))
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
        if is_introduced(block, tools, tokens, at, kind)
            || is_another(block, tools, tokens, at, kind)
        {
            return None;
        }
        // "the treaty" of a block that has spoken of an agreement is no other than that one; "the court" may be.
        let common = block.prose[head.span.start..].starts_with(char::is_lowercase);
        let other = antecedents.nearer(kind, &meant).filter(|_| common);
        if other.is_some() && !tools.events.is_generic(kind, noun) {
            return None;
        }
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
        let rival = |kind: EntityKind| has_rival(block, tools, tokens, at, kind);
        if subject.as_ref().is_some_and(|(_, kind)| rival(*kind)) {
            return None;
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
