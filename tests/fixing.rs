//! Batches of fixes, on texts put together at random: they come to rest, they never overlap, a second run changes nothing,
//! and no word of a quotation and no date is ever changed.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use analysis::{Analysis, Cancel, Memo, Reach, Settings};
use project::{Site, Workspace};
use proptest::prelude::*;

const FRAGMENTS: &[&str] = &[
    "The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002. ",
    "They met on 31 June 2001. ",
    "On Monday, 16 July 2001 they “signed  the treaty ... and went”. ",
    "It is both aligned and “is neither aligned nor directed  against third countries”. ",
    "<!-- policy-ls: ignore date-impossible -->",
    "<!-- policy-ls: ignore date-conflict, quotation-altered, date-imposible reason=\"x\" -->",
    "<!-- policy-ls: ignore-start -->",
    "<!-- policy-ls: ignore-end -->",
    "<!-- policy-ls: ignore-file order-conflict -->",
    "\n\n",
    "\r\n\r\n",
    "\n",
    "> ",
    "- ",
    "*emphasis* ",
    "`code` ",
    "# Heading\n\n",
];

fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let nowhere = Site {
            root: Path::new("/").into(),
            config_path: None,
            outside: false,
        };
        Workspace::load(&nowhere).expect("the built-in library is there")
    })
}

fn analyse(text: &str) -> Analysis {
    let (library, settings) = (workspace().library.clone(), Arc::new(Settings::default()));
    let (memo, cancel) = (&mut Memo::default(), &Cancel::new());
    Analysis::new("a.md", text.into(), library, settings, memo, cancel).expect("nobody cancels")
}

/// Letters and digits of all quotations and dates, in order.
fn guarded(analysis: &Analysis) -> Vec<String> {
    let inspection = analysis.inspect();
    let quoted = inspection.quotations.into_iter().map(|it| it.text);
    let dated = inspection
        .temporal_expressions
        .into_iter()
        .map(|it| it.text);
    let words = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect();
    quoted.chain(dated).map(words).collect()
}

proptest! {
    #[test]
    fn batches_come_to_rest_and_leave_words_and_dates_alone(
        picks in proptest::collection::vec(0..FRAGMENTS.len(), 1..14),
        unsafe_too in any::<bool>(),
    ) {
        let reach = if unsafe_too { Reach::Unsafe } else { Reach::Safe };
        let mut text: String = picks.into_iter().map(|at| FRAGMENTS[at]).collect();
        let before = guarded(&analyse(&text));
        let mut rounds = 0;
        loop {
            let analysis = analyse(&text);
            let edits = analysis.batch(reach);
            for pair in edits.windows(2) {
                prop_assert!(pair[0].0.end < pair[1].0.start, "{edits:?}");
            }
            if edits.is_empty() {
                break;
            }
            let after = analysis::apply(&text, &edits);
            prop_assert_ne!(&after, &text);
            text = after;
            rounds += 1;
            prop_assert!(rounds < 20, "no rest: {text:?}");
        }
        // A comment that is gone may bring to light what stood on its line; nothing goes away.
        let mut after = guarded(&analyse(&text));
        for words in before {
            let at = after.iter().position(|it| *it == words);
            prop_assert!(at.is_some(), "{words:?} is gone from {text:?}");
            after.swap_remove(at.unwrap_or_default());
        }
    }
}

#[test]
fn the_fragments_have_something_to_mend() {
    let text = "<!-- policy-ls: ignore date-impossible -->\n\nNothing.\n";
    assert_eq!(analyse(text).batch(Reach::Safe).len(), 1);
    let wrong = analyse(FRAGMENTS[0]);
    let fix = wrong.diagnostics()[0].fix().expect("a fix");
    assert!(wrong.is_for_one(fix) && wrong.batch(Reach::Unsafe).is_empty());
}
