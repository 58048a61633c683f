//! Learning what clues are worth by which an event is recalled from a draft's words, from the labelled drafts of `tests/data`.
//! It prints `server/library/src/recall/worths.toml`.

use std::path::Path;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings};
use library::{Library, NotedEvent};
use project::Workspace;
use serde::Deserialize;

/// Labelled drafts that may be learned from; others stay unread.
const SETS: [&str; 8] = [
    "claims.toml",
    "claims-unseen.toml",
    "claims-third.toml",
    "claims-fourth.toml",
    "claims-fifth.toml",
    "claims-sixth.toml",
    "claims-eighth.toml",
    "claims-controls.toml",
];

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

/// One date of a labelled draft.
struct Example {
    set: &'static str,
    words: String,
    ended: &'static str,
    text: String,
    wrong: bool,
    events: Vec<NotedEvent>,
}

fn examples(library: &Arc<Library>) -> Vec<Example> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut examples = Vec::new();
    let mut take = |set: &'static str, case: &Case| {
        let mut memo = Memo::noting(library.clone());
        let text: Arc<str> = case.text.as_str().into();
        let settings = Arc::new(Settings::default());
        Analysis::new("a.md", text, library.clone(), settings, &mut memo, &Cancel::new())
            .expect("nobody cancels");
        for note in memo.notes() {
            let mut wrong = case.wrong.iter();
            examples.push(Example {
                set,
                wrong: wrong.any(|it| note.words == *it || note.words.ends_with(it.as_str()) || it.ends_with(&note.words)),
                words: note.words,
                ended: note.ended,
                text: case.text.clone(),
                events: note.events,
            });
        }
    };
    for set in SETS {
        let text = std::fs::read_to_string(root.join("tests/data").join(set)).expect("labelled drafts");
        let file: File = toml::from_str(&text).expect("labelled drafts of the right shape");
        for case in file.case.iter().filter(|case| !case.optional) {
            take(set, case);
        }
    }
    examples
}

#[test]
#[ignore = "prints what was learned"]
fn what_clues_are_worth() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = Workspace::for_path(None, &[root.join("seeds/drafts")]).expect("the built-in library").library.clone();
    for example in examples(&library) {
        let events: Vec<_> = example
            .events
            .iter()
            .map(|it| {
                serde_json::json!({
                    "event": library.events[it.event].id,
                    "veto": it.veto, "doubtful": it.doubtful, "likely": it.likely,
                    "clues": it.clues.iter().map(|(_, clue)| clue).collect::<Vec<_>>(),
                    "names": it.clues.iter().map(|(name, _)| name).collect::<Vec<_>>(),
                })
            })
            .collect();
        println!(
            "{}",
            serde_json::json!({"set": example.set, "words": example.words, "ended": example.ended, "text": example.text, "wrong": example.wrong, "events": events})
        );
    }
}
