//! The baseline: findings that a team knows of and has put off. Only fingerprints and rules are kept, draft by draft, so
//! that a finding stays known when lines move. Reading and writing the file is the room `project`'s affair.

use std::collections::BTreeMap;

use crate::Diagnostic;

/// Fingerprints that are known, with their rules, by draft (path from the root, `/` between).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Draft → fingerprint → rule.
    pub drafts: BTreeMap<String, BTreeMap<String, String>>,
}

/// One entry that nothing answers to any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The draft.
    pub draft: String,
    /// The fingerprint.
    pub fingerprint: String,
    /// The rule.
    pub code: String,
}

/// What is found now: draft → fingerprint → rule. Drafts that were not looked at are not in it.
pub type Present = BTreeMap<String, BTreeMap<String, String>>;

impl Baseline {
    /// Whether a finding of this draft is known.
    pub fn holds(&self, draft: &str, fingerprint: &str) -> bool {
        self.drafts
            .get(draft)
            .is_some_and(|known| known.contains_key(fingerprint))
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.drafts.values().map(BTreeMap::len).sum()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Everything that is found now.
    pub fn of(present: &Present) -> Self {
        let drafts = present.iter().filter(|(_, found)| !found.is_empty());
        Self {
            drafts: drafts.map(|(k, v)| (k.clone(), v.clone())).collect(),
        }
    }

    /// Takes over the entries of `before`, without those of drafts that are `done` with.
    pub fn keep(&mut self, before: Self, done: impl Fn(&str) -> bool) {
        let drafts = before.drafts.into_iter();
        self.drafts.extend(drafts.filter(|(draft, _)| !done(draft)));
    }

    /// Entries of drafts that were looked at, or are `gone`, to which nothing answers.
    pub fn stale(&self, present: &Present, gone: impl Fn(&str) -> bool) -> Vec<Stale> {
        let mut stale = Vec::new();
        for (draft, known) in &self.drafts {
            let found = match present.get(draft) {
                Some(found) => Some(found),
                None if gone(draft) => None,
                None => continue,
            };
            for (fingerprint, code) in known {
                if !found.is_some_and(|found| found.contains_key(fingerprint)) {
                    stale.push(Stale {
                        draft: draft.clone(),
                        fingerprint: fingerprint.clone(),
                        code: code.clone(),
                    });
                }
            }
        }
        stale
    }

    /// Takes out what is stale.
    pub fn prune(&mut self, stale: &[Stale]) {
        for entry in stale {
            if let Some(known) = self.drafts.get_mut(&entry.draft) {
                known.remove(&entry.fingerprint);
            }
        }
        self.drafts.retain(|_, known| !known.is_empty());
    }

    /// Lets stale entries follow what they stood for, one for one: to the same finding in another draft (the draft was
    /// renamed), else to a finding of the same rule in the same draft (its sentence was reworded). The rest is taken
    /// out. It never holds more afterwards than before.
    pub fn update(&mut self, present: &Present, gone: impl Fn(&str) -> bool) {
        let stale = self.stale(present, &gone);
        self.prune(&stale);
        let mut left = Vec::new();
        for entry in stale {
            // What is still there was mended there: the same mistake elsewhere is another one.
            let renamed = gone(&entry.draft);
            let moved = present.iter().find(|(draft, found)| {
                renamed
                    && found.contains_key(&entry.fingerprint)
                    && !self.holds(draft, &entry.fingerprint)
            });
            match moved.map(|(draft, _)| draft.clone()) {
                Some(draft) => self.add(&draft, entry.fingerprint, entry.code),
                None => left.push(entry),
            }
        }
        for entry in left {
            let reworded = present.get(&entry.draft).and_then(|found| {
                let mut found = found.iter();
                found.find(|(print, code)| **code == entry.code && !self.holds(&entry.draft, print))
            });
            if let Some((print, _)) = reworded {
                self.add(&entry.draft, print.clone(), entry.code);
            }
        }
    }

    fn add(&mut self, draft: &str, fingerprint: String, code: String) {
        let known = self.drafts.entry(draft.to_owned()).or_default();
        known.insert(fingerprint, code);
    }

    /// Turns the known findings of a draft into hints that say so.
    pub(crate) fn apply(&self, draft: &str, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if self.holds(draft, &diagnostic.fingerprint) {
                diagnostic.baselined = true;
                diagnostic.severity = crate::Severity::Hint;
                let note = "Known: it is in the baseline.";
                diagnostic.advice = Some(match diagnostic.advice.take() {
                    Some(advice) => format!("{advice} {note}"),
                    None => note.to_owned(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn present(entries: &[(&str, &[(&str, &str)])]) -> Present {
        let found = |found: &[(&str, &str)]| {
            let pairs = found.iter();
            pairs
                .map(|(print, code)| ((*print).to_owned(), (*code).to_owned()))
                .collect()
        };
        entries
            .iter()
            .map(|(draft, them)| ((*draft).to_owned(), found(them)))
            .collect()
    }

    #[test]
    fn entries_follow_a_renamed_draft_and_a_reworded_sentence_and_never_grow() {
        let before = present(&[
            ("a.md", &[("1", "x"), ("2", "x"), ("3", "y")]),
            ("b.md", &[("9", "x")]),
        ]);
        let mut baseline = Baseline::of(&before);
        let now = present(&[
            ("c.md", &[("1", "x"), ("5", "x")]),
            ("b.md", &[("8", "x"), ("7", "x"), ("6", "y")]),
        ]);
        let size = baseline.len();
        baseline.update(&now, |draft| draft == "a.md");
        assert!(baseline.len() <= size);
        assert!(baseline.holds("c.md", "1") && !baseline.holds("c.md", "5"));
        assert!(baseline.holds("b.md", "7") && !baseline.holds("b.md", "8"));
        assert!(
            !baseline.holds("b.md", "6"),
            "no entry of that rule was there"
        );
    }

    #[test]
    fn a_mistake_that_was_mended_here_and_made_there_is_a_new_one() {
        let mut baseline = Baseline::of(&present(&[("a.md", &[("1", "x")])]));
        let now = present(&[("a.md", &[]), ("b.md", &[("1", "x")])]);
        baseline.update(&now, |_| false);
        assert!(baseline.is_empty());
    }

    #[test]
    fn a_draft_that_was_not_looked_at_is_left_alone() {
        let mut baseline = Baseline::of(&present(&[("a.md", &[("1", "x")])]));
        assert_eq!(baseline.stale(&Present::new(), |_| false), []);
        baseline.update(&Present::new(), |_| false);
        assert_eq!(baseline.len(), 1);
        assert_eq!(baseline.stale(&Present::new(), |_| true).len(), 1);
    }
}
