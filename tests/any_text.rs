//! Nothing that can be typed makes the core panic, and what it answers lies inside the text: over arbitrary text, and over
//! arbitrary mixtures of what the core looks for.

use std::sync::{Arc, LazyLock};

use analysis::{Analysis, Cancel, Level, Memo, Settings};
use library::Library;
use project::Workspace;
use proptest::prelude::*;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/drafts");
    Workspace::for_path(None, &[root])
        .expect("the built-in library")
        .library
        .clone()
});

/// Pieces of drafts, whole and broken.
const PIECES: &[&str] = &[
    "The Treaty of Good-Neighborliness and Friendly Cooperation",
    "the treaty",
    "SCO",
    "Xi",
    "Yeltsin",
    "China",
    "BRICS",
    " was signed in ",
    " founded ",
    " visited ",
    " joined ",
    ", signed ",
    "2001",
    "July 2002",
    "31 June 2016",
    "Monday, 8 May 2015",
    "2016–2013",
    "(2005–2008)",
    "the 70th anniversary of ",
    "30 years, from ",
    "the same year",
    "two years later",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "«",
    "»",
    "…",
    "[…]",
    "[T]he ",
    "regard each other as a friendly country",
    "Mankind lives in the same global village",
    " said",
    "he wrote, ",
    "> ",
    "# ",
    "## 2014\n\n",
    "- ",
    "1. ",
    "| ",
    " |",
    "\n|---|---|\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "---\n",
    "date: 2021-06-28\n",
    "*",
    "**",
    "`",
    "```\n",
    "[^1]",
    "[^1]: ",
    "<!-- ",
    " -->",
    "&nbsp;",
    "\\",
    "\u{feff}",
    "\u{0}",
    "\u{2028}",
    "\u{c}",
    "é",
    "e\u{301}",
    "😀",
    "中国",
    "„",
    "‹",
    "[@key]",
    "[¶22]",
    "https://x.org/2014/05 ",
    ".",
    ",",
    ";",
    ":",
    " ",
    "—",
    "-",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(proptest::sample::select(PIECES), 0..40)
            .prop_map(|pieces| pieces.concat()),
    ]
}

/// Every rule runs.
static SETTINGS: LazyLock<Arc<Settings>> = LazyLock::new(|| {
    let rules = analysis::rules::all().iter();
    let on = rules.map(|rule| (rule.code.to_owned(), Level::Set(rule.severity)));
    Arc::new(Settings {
        severities: on.collect(),
        require_reason: true,
        ..Settings::default()
    })
});

/// What stands in the project's own drafts, parted by blank lines.
static PARAGRAPHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["seeds/drafts", "tests/data/other"].map(|folder| root.join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| folder.read_dir().expect("a folder"));
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "md"));
    files.sort();
    let texts = files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("a draft"));
    let paragraphs = texts.flat_map(|text| {
        let own = text.split("\n\n").map(str::to_owned);
        own.collect::<Vec<_>>()
    });
    paragraphs.filter(|it| !it.starts_with("---")).collect()
});

fn analyse(path: &str, text: &str, memo: &mut Memo) -> Analysis {
    Analysis::new(
        path,
        text.into(),
        LIBRARY.clone(),
        SETTINGS.clone(),
        memo,
        &Cancel::new(),
    )
    .expect("nobody cancels")
}

proptest! {
    #[test]
    fn every_question_has_an_answer_inside_the_text(text in text(), at in any::<prop::sample::Index>(), plain in any::<bool>()) {
        let path = if plain { "a.txt" } else { "a.md" };
        let analysis = analyse(path, &text, &mut Memo::default());
        for diagnostic in analysis.diagnostics() {
            prop_assert!(text.get(diagnostic.span.start..diagnostic.span.end).is_some());
            for (span, _) in diagnostic.fixes.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
        let offset = at.index(text.len() + 1);
        if let Some(hover) = analysis.hover(offset) {
            prop_assert!(text.get(hover.span.start..hover.span.end).is_some());
        }
        for target in analysis.definition(offset) {
            prop_assert!(target.location.text.get(target.location.focus.start..target.location.focus.end).is_some());
        }
        let inspection = analysis.inspect();
        for temporal in &inspection.temporal_expressions {
            prop_assert!(text.get(temporal.at.byte_start..temporal.at.byte_end).is_some());
        }
    }

    #[test]
    fn a_version_with_a_memory_equals_a_fresh_one(
        text in text(), typed in text(), at in any::<prop::sample::Index>()
    ) {
        let mut memo = Memo::default();
        analyse("a.md", &text, &mut memo);
        let mut at = at.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let next = format!("{}{typed}{}", &text[..at], &text[at..]);
        let remembered = analyse("a.md", &next, &mut memo).inspect();
        let fresh = analyse("a.md", &next, &mut Memo::default()).inspect();
        prop_assert_eq!(serde_json::to_string(&remembered).unwrap(), serde_json::to_string(&fresh).unwrap());
    }
    #[test]
    fn version_after_version_equals_a_fresh_one(
        paragraphs in proptest::collection::vec(any::<prop::sample::Index>(), 1..30),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..5), 1..8),
    ) {
        let paragraph = |at: prop::sample::Index| PARAGRAPHS[at.index(PARAGRAPHS.len())].clone();
        let mut draft: Vec<String> = paragraphs.into_iter().map(paragraph).collect();
        let mut memo = Memo::default();
        analyse("a.md", &draft.join("\n\n"), &mut memo);
        for (place, other, how) in edits {
            let at = place.index(draft.len());
            match how {
                0 => draft.insert(at, paragraph(other)),
                1 => draft[at] = paragraph(other),
                2 => draft[at].insert(0, 'x'),
                3 => draft[at].push_str(" In 1999 both sides met."),
                _ if draft.len() > 1 => { draft.remove(at); }
                _ => {}
            }
            let text = draft.join("\n\n");
            let remembered = analyse("a.md", &text, &mut memo).inspect();
            let fresh = analyse("a.md", &text, &mut Memo::default()).inspect();
            prop_assert_eq!(serde_json::to_string(&remembered).unwrap(), serde_json::to_string(&fresh).unwrap());
        }
    }
}
