//! Learning what clues are worth by which an event is recalled from a draft's words, from the labelled drafts of `tests/data`.
//! It prints `server/library/src/recall/worths.toml`, and what would be found in each set by worths learned from the others.
//!
//! The method is logistic regression with a Gaussian prior, by Newton's steps. Which event a wrong date is told of is not
//! labelled, so the likeliest one is taken by the worths of the round before (multiple-instance learning, as mi-SVM does it:
//! Andrews, Tsochantaridis and Hofmann, 2002).

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings};
use library::{Library, NotedEvent};
use project::Workspace;
use serde::Deserialize;

/// Labelled drafts that may be learned from; others stay unread.
const SETS: [&str; 10] = [
    "claims.toml",
    "claims-unseen.toml",
    "claims-third.toml",
    "claims-fourth.toml",
    "claims-fifth.toml",
    "claims-sixth.toml",
    "claims-eighth.toml",
    "claims-tenth.toml",
    "claims-eleventh.toml",
    "claims-controls.toml",
];
/// Texts in which every date is right; of the article, which is no part of the project, only worths are learned.
const PROSE: [&str; 4] = [
    "tests/data/other",
    "tests/data/fields",
    "seeds/chronicle.md",
    "../shared/seeds",
];
/// A finding in correct prose is so much worse than one in a labelled draft, which tempts.
const WEIGHT: usize = 5;
/// How much is needed to move a worth away from nothing.
const PRIOR: f64 = 5.0;
/// So often the likeliest events are chosen anew.
const ROUNDS: usize = 8;
/// Steps of Newton's that are taken at most.
const STEPS: usize = 25;
/// So likely a conflict has to be.
const LIKELY: f64 = 0.65;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    wrong: Vec<String>,
    #[serde(default)]
    optional: bool,
}

/// One date of a labelled draft, and the events that come near.
struct Example {
    set: usize,
    wrong: bool,
    events: Vec<NotedEvent>,
}

/// The dates for which something was weighed: those of the labelled drafts, and at the end of correct prose.
fn examples(library: &Arc<Library>) -> Vec<Example> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut examples = Vec::new();
    for (set, name) in SETS.iter().enumerate() {
        let path = root.join("tests/data").join(name);
        let text = std::fs::read_to_string(path).expect("labelled drafts");
        let file: File = toml::from_str(&text).expect("labelled drafts of the right shape");
        for case in file.case.iter().filter(|case| !case.optional) {
            weigh(&mut examples, library, set, (&case.text, &case.wrong));
        }
    }
    for name in PROSE {
        let path = root.join(name);
        let files = match path.is_dir() {
            true => std::fs::read_dir(&path)
                .expect("a folder of texts")
                .flatten()
                .map(|it| it.path())
                .collect(),
            false => vec![path.clone()],
        };
        if !path.exists() {
            println!("# {name} is not here: nothing is learned from it");
        }
        let is_text = |path: &PathBuf| path.extension().is_some_and(|it| it == "md" || it == "txt");
        let mut files: Vec<PathBuf> = files.into_iter().filter(is_text).collect();
        files.sort();
        for text in files.iter().flat_map(std::fs::read_to_string) {
            weigh(&mut examples, library, SETS.len(), (&text, &[]));
        }
    }
    examples
}

/// Takes up what is weighed for the dates of a draft.
fn weigh(
    examples: &mut Vec<Example>,
    library: &Arc<Library>,
    set: usize,
    (text, wrong): (&str, &[String]),
) {
    let mut memo = Memo::noting(library.clone());
    let settings = Arc::new(Settings::default());
    let nobody = Cancel::new();
    Analysis::new(
        "a.md",
        text.into(),
        library.clone(),
        settings,
        &mut memo,
        &nobody,
    )
    .expect("nobody cancels");
    let is = |note: &str, label: &str| note.ends_with(label) || label.ends_with(note);
    let notes = memo.notes().into_iter();
    examples.extend(
        notes
            .filter(|note| !note.events.is_empty())
            .map(|note| Example {
                set,
                wrong: wrong.iter().any(|label| is(&note.words, label)),
                events: note.events,
            }),
    );
}

/// What was learned: what each clue is worth, and at the end what it is worth that an event comes near at all.
struct Worths(Vec<f64>);

impl Worths {
    fn odds(&self, event: &NotedEvent) -> f64 {
        let (base, worths) = self.0.split_last().expect("there is always a base");
        let clues = event.clues.iter().zip(worths);
        base + clues.map(|((_, clue), worth)| clue * worth).sum::<f64>()
    }

    fn likeliest<'a>(&self, example: &'a Example) -> &'a NotedEvent {
        let events = example.events.iter();
        events
            .max_by(|one, other| self.odds(one).total_cmp(&self.odds(other)))
            .expect("an example has events")
    }

    fn finds(&self, example: &Example) -> bool {
        1.0 / (1.0 + (-self.odds(self.likeliest(example))).exp()) > LIKELY
    }

    fn learn(examples: &[&Example]) -> Self {
        let clues = &examples[0].events[0].clues;
        let weight = |name: &str| match name {
            "score" => 0.5,
            "wording" => 10.0,
            _ => 0.0,
        };
        let first = clues.iter().map(|(name, _)| weight(name));
        let mut worths = Self(first.chain([0.0]).collect());
        for _ in 0..ROUNDS {
            let mut rows: Vec<(Vec<f64>, f64)> = Vec::new();
            for example in examples {
                let events = match example.wrong {
                    true => vec![worths.likeliest(example)],
                    false => example.events.iter().collect(),
                };
                let row = |it: &NotedEvent| it.clues.iter().map(|(_, clue)| *clue).collect();
                let truth = f64::from(u8::from(example.wrong));
                let times = if example.set == SETS.len() { WEIGHT } else { 1 };
                for _ in 0..times {
                    rows.extend(events.iter().map(|it| (row(it), truth)));
                }
            }
            worths = Self(regression(rows));
        }
        worths
    }
}

/// What each column is worth, and the constant.
fn regression(mut rows: Vec<(Vec<f64>, f64)>) -> Vec<f64> {
    let (count, columns) = (rows.len() as f64, rows[0].0.len());
    let mut scales = Vec::new();
    // All columns are brought to one mean and one spread, so that the prior is fair.
    for at in 0..columns {
        let mean = rows.iter().map(|(row, _)| row[at]).sum::<f64>() / count;
        let spread = rows
            .iter()
            .map(|(row, _)| (row[at] - mean).powi(2))
            .sum::<f64>()
            / count;
        let spread = spread.sqrt() + 1e-6;
        rows.iter_mut()
            .for_each(|(row, _)| row[at] = (row[at] - mean) / spread);
        scales.push((mean, spread));
    }
    rows.iter_mut().for_each(|(row, _)| row.push(1.0));
    let size = columns + 1;
    let mut worths = vec![0.0; size];
    for _ in 0..STEPS {
        let prior = |at: usize| if at < columns { PRIOR } else { 1e-6 };
        let mut slope: Vec<f64> = (0..size).map(|at| prior(at) * worths[at]).collect();
        let mut bend = vec![vec![0.0; size]; size];
        (0..size).for_each(|at| bend[at][at] = prior(at));
        for (row, truth) in &rows {
            let odds: f64 = row
                .iter()
                .zip(&worths)
                .map(|(clue, worth)| clue * worth)
                .sum();
            let likely = 1.0 / (1.0 + (-odds).exp());
            for one in 0..size {
                slope[one] += row[one] * (likely - truth);
                let part = row[one] * likely * (1.0 - likely);
                for other in 0..size {
                    bend[one][other] += part * row[other];
                }
            }
        }
        let step = solve(bend, slope);
        for (worth, step) in worths.iter_mut().zip(&step) {
            *worth -= step;
        }
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    let mut base = worths[columns];
    for (worth, (mean, spread)) in worths.iter_mut().zip(&scales) {
        *worth /= spread;
        base -= *worth * mean;
    }
    worths[columns] = base;
    worths
}

/// Solves a positive definite system by elimination.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for at in 0..size {
        let (above, below) = matrix.split_at_mut(at + 1);
        let pivot = &above[at];
        for (offset, row) in below.iter_mut().enumerate() {
            let share = row[at] / pivot[at];
            for (cell, own) in row.iter_mut().zip(pivot).skip(at) {
                *cell -= share * own;
            }
            right[at + 1 + offset] -= share * right[at];
        }
    }
    for at in (0..size).rev() {
        let known: f64 = (at + 1..size)
            .map(|other| matrix[at][other] * right[other])
            .sum();
        right[at] = (right[at] - known) / matrix[at][at];
    }
    right
}

#[test]
#[ignore = "learns, and prints what was learned"]
fn what_clues_are_worth() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = Workspace::for_path(None, &[root.join("seeds/drafts")])
        .expect("the built-in library")
        .library
        .clone();
    let examples = examples(&library);
    let found = |worths: &Worths, set: Option<usize>, wrong: bool| {
        let own = examples
            .iter()
            .filter(|it| set.is_none_or(|set| it.set == set));
        own.filter(|it| it.wrong == wrong && worths.finds(it))
            .count()
    };
    for (set, name) in SETS.iter().chain(&["correct prose"]).enumerate() {
        let others: Vec<&Example> = examples.iter().filter(|it| it.set != set).collect();
        let worths = Worths::learn(&others);
        let (right, false_) = (
            found(&worths, Some(set), true),
            found(&worths, Some(set), false),
        );
        println!("# {name}, learned from the others: {right} found, {false_} false");
    }
    let worths = Worths::learn(&examples.iter().collect::<Vec<_>>());
    let (right, false_) = (found(&worths, None, true), found(&worths, None, false));
    println!("# all, learned from all: {right} found, {false_} false\n");
    let clues = &examples[0].events[0].clues;
    let base = worths.0[clues.len()];
    let mut toml = format!("likely = {LIKELY}\nbase = {base:.3}\n\n[clue]\n");
    for ((name, _), worth) in clues.iter().zip(&worths.0) {
        let _ = writeln!(toml, "{name} = {worth:.3}");
    }
    print!("{toml}");
}
