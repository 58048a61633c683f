//! Words that shade what a sentence asserts or lead to what it does not: denials, plans, suppositions, pronouns, sequels.

use super::discriminator::nth;
use super::kind::Events;
use crate::name::EntityKind;

/// How far a word reaches that denies, plans, supposes or reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// All that the sentence says is doubtful.
    Sentence,
    /// What its own clause says.
    Clause,
}

impl Events {
    /// Whether the word (in lower case) stands for somebody or something named before.
    pub fn is_pronoun(&self, word: &str) -> bool {
        let grammar = &self.grammar;
        let lists = [
            &grammar.thing_pronouns,
            &grammar.person_pronouns,
            &grammar.plural_pronouns,
        ];
        lists.iter().any(|list| list.contains(word))
    }

    /// Whether the word (in lower case) says that something was not the first of its kind.
    pub fn is_again(&self, word: &str) -> bool {
        self.grammar.again.contains(word)
    }

    /// Whether the word (in lower case) says who or what goes along.
    pub fn is_with(&self, word: &str) -> bool {
        self.grammar.with.contains(word)
    }

    /// Whether the word (in lower case) helps a verb ("was", "had").
    pub fn is_helper(&self, word: &str) -> bool {
        let grammar = &self.grammar;
        grammar.be.contains(word) || grammar.have.contains(word)
    }

    /// Whether the word (in lower case) is an adverb or looks like a verb's past.
    pub fn is_adverb_or_past(&self, word: &str) -> bool {
        let grammar = &self.grammar;
        let mut endings = grammar.adverb_endings.iter().chain(&grammar.past_endings);
        grammar.light.contains(word) || endings.any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word (in lower case) leads a name that belongs to what stands before.
    pub fn is_preposition(&self, word: &str) -> bool {
        self.grammar.prepositions.contains(word)
    }

    /// Whether the word (in lower case) makes what follows it a part of what stands before ("of").
    pub fn is_genitive(&self, word: &str) -> bool {
        self.grammar.genitive.contains(word)
    }

    /// Whether anything of its kind may be called by this noun ("the treaty", "the body"). In lower case.
    pub(crate) fn is_generic(&self, kind: EntityKind, noun: &str) -> bool {
        match kind {
            EntityKind::Agreement => self.grammar.generic_agreements.contains(noun),
            EntityKind::Organisation => self.grammar.generic_organisations.contains(noun),
            _ => false,
        }
    }

    /// Whether the word (in lower case) points at something known ("the", "this").
    pub fn is_demonstrative(&self, word: &str) -> bool {
        self.grammar.demonstratives.contains(word)
    }

    /// What "first" sets apart.
    pub fn first(&self) -> Option<String> {
        self.grammar.ordinals.first().map(|_| nth(1))
    }

    /// What a word, with the one behind it, takes from what is asserted. In lower case.
    pub fn hedge(&self, word: &str, next: &str) -> Option<Hedge> {
        let grammar = &self.grammar;
        // "a plan for the region" plans nothing, "set for 2010" does.
        let noun = || grammar.planned_nouns.contains(word);
        let leads = || {
            grammar.infinitive.contains(next)
                || grammar.relatives.contains(next)
                || grammar.leading.contains(next) && !noun()
        };
        match () {
            () if [&grammar.reported, &grammar.doubt, &grammar.supposing]
                .iter()
                .any(|words| words.contains(word)) =>
            {
                Some(Hedge::Sentence)
            }
            () if grammar.planned_with.contains(word) => leads().then_some(Hedge::Clause),
            () if grammar.negation.contains(word) => {
                (!grammar.limits.contains(next)).then_some(Hedge::Clause)
            }
            () if grammar
                .hedging_pairs
                .iter()
                .any(|pair| pair.split_once(' ') == Some((word, next))) =>
            {
                Some(Hedge::Clause)
            }
            () if grammar.conditional.contains(word) || grammar.planned.contains(word) => {
                Some(Hedge::Clause)
            }
            () => None,
        }
    }

    /// Whether the word, at the head of its clause, supposes what follows ("had the treaty been signed"). In lower case.
    pub fn inverts(&self, word: &str) -> bool {
        self.grammar.inverted.contains(word)
    }

    /// Words that lead to a happening before or after the one that is told ("after", "followed by").
    pub fn sequels(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.grammar.earlier, &self.grammar.later];
        lists.into_iter().flatten().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hedge_reaches_its_clause_or_its_sentence() {
        let events = Events::english();
        assert_eq!(events.hedge("would", "sign"), Some(Hedge::Clause));
        assert_eq!(events.hedge("if", "it"), Some(Hedge::Sentence));
        assert_eq!(events.hedge("agreed", "to"), Some(Hedge::Clause));
        assert_eq!(events.hedge("signed", "it"), None);
    }

    #[test]
    fn what_only_looks_like_a_plan_is_none() {
        let events = Events::english();
        assert_eq!(events.hedge("agreed", "a"), None);
        assert_eq!(events.hedge("plan", "for"), None);
        assert_eq!(events.hedge("set", "out"), None);
        assert_eq!(events.hedge("not", "until"), None);
    }
}
