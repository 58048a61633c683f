//! What follows from a name: its spellings, its head nouns, the words that bear out an ambiguous one.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::key;
use super::matcher::SHORT;
use super::{EntityId, Name, Rules};

/// One name is spelled in at most so many ways.
const VARIANT_LIMIT: usize = 24;

pub(super) fn without_article<'a>(text: &'a str, rules: &Rules) -> &'a str {
    let text = text.trim();
    for article in &rules.articles {
        if let Some((first, rest)) = text.split_once(' ')
            && first.eq_ignore_ascii_case(article)
            && first.chars().next().is_some_and(char::is_alphabetic)
            && first.len() > 1
        {
            return rest.trim_start();
        }
    }
    text
}

/// The spellings of one folded name: with either spelling of each word, with and without hyphens.
pub(super) fn variants(folded: &str, rules: &Rules) -> Vec<String> {
    let mut out = vec![folded.to_owned()];
    let add = |from: &str, to: &str, out: &mut Vec<String>| {
        for at in 0..out.len() {
            if out.len() < VARIANT_LIMIT
                && out[at].contains(from)
                && !(to.contains(from) && out[at].contains(to))
            {
                let variant = out[at].replace(from, to);
                if !out.contains(&variant) {
                    out.push(variant);
                }
            }
        }
    };
    for (one, other) in &rules.spellings {
        add(one, other, &mut out);
        add(other, one, &mut out);
    }
    add("-", " ", &mut out);
    out
}

/// For the entities with ambiguous names: the longer words of their other names.
pub(super) fn context_words(names: &[Name]) -> BTreeMap<EntityId, BTreeSet<String>> {
    let mut words: BTreeMap<EntityId, BTreeSet<String>> = BTreeMap::new();
    for name in names.iter().filter(|name| name.ambiguous) {
        words.entry(name.entity).or_default();
    }
    let split = |text: &str| -> Vec<String> {
        key(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= SHORT)
            .map(str::to_owned)
            .collect()
    };
    for name in names.iter().filter(|name| !name.ambiguous) {
        if let Some(own) = words.get_mut(&name.entity) {
            own.extend(split(&name.text));
        }
    }
    for name in names.iter().filter(|name| name.ambiguous) {
        for word in split(&name.text) {
            words.entry(name.entity).or_default().remove(&word);
        }
    }
    words
}

/// The head nouns among the words of each entity's clear names, in every spelling.
pub(super) fn heads(names: &[Name], rules: &Rules) -> BTreeMap<EntityId, BTreeSet<String>> {
    let mut heads: BTreeMap<EntityId, BTreeSet<String>> = BTreeMap::new();
    for name in names.iter().filter(|name| !name.exact_case) {
        for word in key(&name.text).split(|c: char| !c.is_alphanumeric() && c != '-') {
            if rules.head(word) == Some(name.kind) {
                heads
                    .entry(name.entity)
                    .or_default()
                    .extend(variants(word, rules));
            }
        }
    }
    heads
}
