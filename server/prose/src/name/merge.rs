//! The variants of a name become one: spellings, short forms, acronyms, "the Treaty of Varn" and "the Varn Treaty".

use std::collections::{BTreeMap, BTreeSet};

use super::derive::{variants, without_article};
use super::gazetteer::is_acronym;
use super::{Candidate, EntityKind, Rules, key};

/// What is said of a name tells more of its kind than its noun does.
const TOLD: usize = 4;

/// One name of a whole collection, its variants merged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extracted {
    /// The words as most often written in full.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Acronyms that the texts explain or use.
    pub acronyms: Vec<String>,
    /// How often it was seen.
    pub count: usize,
    /// The entry of the gazetteer that it is.
    pub entry: Option<u32>,
}

/// Gathers candidates from many blocks.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Merger {
    /// By folded words in one spelling.
    groups: BTreeMap<String, Group>,
    /// Acronyms to the folded words of what they stand for, with how often.
    acronyms: BTreeMap<String, BTreeMap<String, usize>>,
    /// Folded short forms to the folded words of what they stand for.
    shorts: BTreeMap<String, (String, BTreeSet<String>)>,
}

#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
struct Group {
    written: BTreeMap<String, usize>,
    kinds: BTreeMap<EntityKind, usize>,
    entry: Option<u32>,
    count: usize,
}

impl Merger {
    /// Takes up one candidate, `words` its words.
    pub fn add(&mut self, words: &str, candidate: &Candidate, rules: &Rules) {
        let words = clean(words, rules);
        let folded = fold(&words, rules);
        if folded.is_empty() {
            return;
        }
        let group = self.groups.entry(folded.clone()).or_default();
        *group.written.entry(words).or_default() += 1;
        *group.kinds.entry(candidate.kind).or_default() += if candidate.told { TOLD } else { 1 };
        group.entry = group.entry.or(candidate.entry);
        group.count += 1;
        if candidate.kind == EntityKind::Person {
            return;
        }
        for short in &candidate.shorts {
            let text = clean(&short.text, rules);
            if short.acronym {
                let owners = self.acronyms.entry(text).or_default();
                *owners.entry(folded.clone()).or_default() += 1;
            } else {
                let entry = self.shorts.entry(fold(&text, rules)).or_default();
                entry.0 = text;
                entry.1.insert(folded.clone());
            }
        }
    }

    /// Takes up what was gathered from blocks behind these.
    pub fn absorb(&mut self, other: &Merger) {
        for (folded, group) in &other.groups {
            match self.groups.get_mut(folded) {
                Some(mine) => mine.absorb(group),
                None => drop(self.groups.insert(folded.clone(), group.clone())),
            }
        }
        for (acronym, owners) in &other.acronyms {
            let mine = self.acronyms.entry(acronym.clone()).or_default();
            for (owner, count) in owners {
                *mine.entry(owner.clone()).or_default() += count;
            }
        }
        for (short, (text, owners)) in &other.shorts {
            let mine = self.shorts.entry(short.clone()).or_default();
            mine.0.clone_from(text);
            mine.1.extend(owners.iter().cloned());
        }
    }

    /// The names, merged, in a fixed order.
    pub fn merge(self, rules: &Rules) -> Vec<Extracted> {
        let keys: Vec<String> = self.groups.keys().cloned().collect();
        let number: BTreeMap<&str, usize> = keys.iter().map(String::as_str).zip(0..).collect();
        let kinds: Vec<EntityKind> = self.groups.values().map(Group::kind).collect();
        let mut union = Union::new(keys.len());
        // Entries of the gazetteer.
        let mut entries: BTreeMap<u32, usize> = BTreeMap::new();
        for (at, group) in self.groups.values().enumerate() {
            if let Some(entry) = group.entry {
                let first = *entries.entry(entry).or_insert(at);
                union.join(first, at);
            }
        }
        let mut aliases: Vec<(usize, String)> = Vec::new();
        for (short, (text, owners)) in &self.shorts {
            let [owner] = &owners.iter().collect::<Vec<_>>()[..] else {
                continue;
            };
            let Some(&owner) = number.get(owner.as_str()) else {
                continue;
            };
            match number.get(short.as_str()) {
                Some(&other) if kinds[other] != EntityKind::Person => union.join(owner, other),
                _ => aliases.push((owner, text.clone())),
            }
        }
        let mut acronyms: Vec<(usize, String)> = Vec::new();
        for (acronym, owners) in &self.acronyms {
            let owner = owners
                .iter()
                .max_by_key(|(owner, count)| (**count, owner.len()))
                .map(|(owner, _)| owner);
            let Some(&owner) = owner.and_then(|owner| number.get(owner.as_str())) else {
                continue;
            };
            acronyms.push((owner, acronym.clone()));
            if let Some(&other) = number.get(fold(acronym, rules).as_str()) {
                union.join(owner, other);
            }
        }
        self.relate(&keys, &number, &kinds, rules, &mut union);
        // What each root is made of.
        let mut merged: BTreeMap<usize, (Group, Vec<String>, Vec<String>)> = BTreeMap::new();
        for (at, group) in self.groups.into_values().enumerate() {
            let entry = merged.entry(union.root(at)).or_default();
            entry.0.absorb(&group);
        }
        for (at, text) in aliases {
            merged.entry(union.root(at)).or_default().1.push(text);
        }
        for (at, text) in acronyms {
            merged.entry(union.root(at)).or_default().2.push(text);
        }
        merged
            .into_values()
            .map(|(group, aliases, acronyms)| group.extracted(aliases, acronyms))
            .collect()
    }

    /// Joins groups whose words are related and that can be one thing only.
    fn relate(
        &self,
        keys: &[String],
        number: &BTreeMap<&str, usize>,
        kinds: &[EntityKind],
        rules: &Rules,
        union: &mut Union,
    ) {
        let mut longer: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let acronyms = self.acronyms.keys().map(|acronym| fold(acronym, rules));
        let known: BTreeSet<String> = keys.iter().cloned().chain(acronyms).collect();
        let own = self.acronyms.values().flat_map(BTreeMap::keys);
        let mut settled: BTreeSet<usize> = own
            .filter_map(|owner| number.get(owner.as_str()).copied())
            .collect();
        let entries = self.groups.values().enumerate();
        settled.extend(
            entries
                .filter(|(_, group)| group.entry.is_some())
                .map(|(at, _)| at),
        );
        for (at, words) in keys.iter().enumerate() {
            let kind = kinds[at];
            let parts: Vec<&str> = words.split(' ').collect();
            match kind {
                EntityKind::Person => {
                    if let (Some(last), 2..) = (parts.last(), parts.len())
                        && let Some(&short) = number.get(last)
                        && kinds[short] == EntityKind::Person
                    {
                        longer.entry(short).or_default().insert(at);
                    }
                    continue;
                }
                EntityKind::Place => continue,
                _ => {}
            }
            // "the Varn Treaty", "the Treaty of Varn".
            if let [head, of, place] = parts.as_slice()
                && rules.joints.of.iter().any(|word| word == of)
                && let Some(&other) = number.get(format!("{place} {head}").as_str())
            {
                union.join(at, other);
            }
            // "the Herring Protocol" and "the Herring Protocol on Nets and Hooks"; "the Herring Accord (2001)".
            for cut in 1..parts.len() {
                let start = parts[..cut].join(" ");
                if let Some(&short) = number.get(start.as_str())
                    && kinds[short] == kind
                    && (rules.complements.iter().any(|word| word == parts[cut])
                        || parts[cut].starts_with(|c: char| c.is_ascii_digit()))
                    && rules.head(parts[cut - 1]).is_some()
                {
                    longer.entry(short).or_default().insert(at);
                }
                let rest = parts[cut..].join(" ");
                // "the UN Security Council", but not "the Western European Union": what stands before is a name itself,
                // or the shorter one has no other name.
                if let Some(&short) = number.get(rest.as_str())
                    && kinds[short] == kind
                    && (known.contains(&parts[..cut].join(" ")) || !settled.contains(&short))
                    && !parts[cut - 1..cut]
                        .iter()
                        .any(|word| rules.joiners.iter().any(|joiner| joiner == word))
                {
                    longer.entry(short).or_default().insert(at);
                }
            }
        }
        for (short, owners) in longer {
            let roots: BTreeSet<usize> = owners.iter().map(|owner| union.root(*owner)).collect();
            if roots.len() == 1 {
                for owner in owners {
                    union.join(owner, short);
                }
            }
        }
    }
}

impl Group {
    fn absorb(&mut self, other: &Group) {
        self.count += other.count;
        self.entry = self.entry.or(other.entry);
        for (words, count) in &other.written {
            *self.written.entry(words.clone()).or_default() += count;
        }
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
    }

    fn kind(&self) -> EntityKind {
        self.kinds
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or(EntityKind::Organisation, |(kind, _)| *kind)
    }

    fn extracted(self, aliases: Vec<String>, mut acronyms: Vec<String>) -> Extracted {
        let kind = self.kind();
        let full = |words: &&String| !is_acronym(words) && !acronyms.contains(words);
        let score = |words: &String| {
            let count = self.written[words];
            (count * words.split(' ').count().min(3), words.len())
        };
        let name = self
            .written
            .keys()
            .filter(full)
            .max_by_key(|words| score(words))
            .or_else(|| self.written.keys().max_by_key(|words| score(words)))
            .cloned()
            .unwrap_or_default();
        let mut others: Vec<String> = Vec::new();
        for words in self.written.keys().chain(&aliases) {
            if *words == name {
                continue;
            }
            if is_acronym(words) {
                acronyms.push(words.clone());
            } else if !others.contains(words) && !acronyms.contains(words) {
                others.push(words.clone());
            }
        }
        acronyms.sort();
        acronyms.dedup();
        Extracted {
            acronyms,
            aliases: others,
            name,
            kind,
            count: self.count,
            entry: self.entry,
        }
    }
}

/// The words on one line, without an article before them.
fn clean(words: &str, rules: &Rules) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    without_article(&line, rules).to_owned()
}

/// One key for all spellings.
fn fold(words: &str, rules: &Rules) -> String {
    variants(&key(words), rules)
        .into_iter()
        .min()
        .unwrap_or_default()
}

struct Union(Vec<usize>);

impl Union {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
