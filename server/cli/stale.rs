//! Entries of a baseline that nothing answers to any more: told with every check, so that it shrinks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::Present;
use project::FileProblem;

use crate::target::Prepared;

/// One problem a baseline with stale entries. Of rules that did not run nobody knows.
pub fn problems<'a>(
    drafts: impl Iterator<Item = (&'a Prepared, &'a str, &'a BTreeMap<String, String>)>,
    named: Option<&Path>,
) -> Vec<FileProblem> {
    let mut workspaces: BTreeMap<PathBuf, (&Prepared, Present)> = BTreeMap::new();
    for (prepared, name, prints) in drafts {
        let root = prepared.workspace.root.clone();
        let (_, present) = workspaces.entry(root).or_insert((prepared, Present::new()));
        present.insert(name.to_owned(), prints.clone());
    }
    let mut problems = Vec::new();
    for (root, (prepared, present)) in workspaces {
        let file = named.or(prepared.workspace.baseline_path.as_deref());
        let settings = prepared.settings_of("");
        let (Some(file), Some(baseline)) = (file, &settings.baseline) else {
            continue;
        };
        let rules = analysis::rules::all();
        let stale = baseline.stale(&present, |draft| !root.join(draft).exists());
        let stale = stale.iter().filter(|entry| {
            let rule = rules.iter().find(|rule| rule.code == entry.code);
            rule.is_none_or(|rule| rule.runs(&prepared.settings_of(&entry.draft)))
        });
        let mut drafts: Vec<&str> = Vec::new();
        let mut number = 0;
        for entry in stale {
            number += 1;
            if !drafts.contains(&entry.draft.as_str()) {
                drafts.push(&entry.draft);
            }
        }
        if number > 0 {
            let (ending, verb) = if number == 1 {
                ("y", "holds")
            } else {
                ("ies", "hold")
            };
            problems.push(FileProblem {
                path: file.to_owned(),
                line: None,
                message: format!(
                    "{number} entr{ending} no longer {verb} ({}); `policy-ls baseline update` takes them out",
                    drafts.join(", ")
                ),
                named: false,
            });
        }
    }
    problems
}
