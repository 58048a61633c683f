//! A draft that is judged again says what it would say if nothing were known of it: in the editor, version after version,
//! and among many drafts that say some things alike.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use analysis::{Analysis, Cancel, Memo, Settings};
use library::Library;
use project::Workspace;
use proptest::prelude::*;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/drafts");
    let workspace = Workspace::for_path(None, &[root]).expect("the built-in library");
    workspace.library.clone()
});

/// The labelled drafts, and what stands between, above and beside them.
static BLOCKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut blocks: Vec<String> = Vec::new();
    for file in [
        "claims",
        "claims-unseen",
        "claims-third",
        "claims-fourth",
        "claims-fifth",
    ] {
        let path = data.join(format!("{file}.toml"));
        let text = std::fs::read_to_string(path).expect("the set is there");
        let set: toml::Table = text.parse().expect("it is well formed");
        let cases = set["case"].as_array().expect("it has cases").iter();
        blocks.extend(cases.filter_map(|case| Some(case.get("text")?.as_str()?.to_owned())));
    }
    blocks.sort();
    let between = [
        "# Energy",
        "## The Power of Siberia",
        "## The Treaty of 2001",
        "### In 2014",
        "## The Shanghai Cooperation Organisation",
        "Note 5 of 12.",
        "Gazprom and CNPC had talked for a decade.",
        "The two presidents met in Shanghai on 21 May 2014.",
        "It was signed in June 2002, in Moscow.",
        "That was in 2003.",
        "- It was signed in 2015.",
        "| Event | Date |\n|---|---|\n| Treaty of Good-Neighbourliness signed | July 2002 |",
        "<!-- policy-ls: ignore -->",
        "He called it “a new era”.",
        "Vladimir Putin said in Moscow:",
        "Xi Jinping gave a speech.",
        "He said: “China and Russia are good neighbors, good partners and good friends.”",
        "> China and Russia are good neighbors, good partners and good friends.",
        "Vladimir Putin said: “China and Russia are good neighbors, good partners and good friends.",
        "“And so, I am here to congratulate and share the happiness of the Russian people.",
        "“And so, I am here to congratulate and share the happiness of the Russian people.”",
    ];
    // Half of a draft is of these.
    let many = blocks.len() / between.len();
    blocks.extend(
        between
            .iter()
            .cycle()
            .take(many * between.len())
            .map(ToString::to_string),
    );
    blocks
});

/// The built-in library alone, with a source that tells of known things, and with one that brings names of its own.
static LIBRARIES: LazyLock<[Arc<Library>; 3]> = LazyLock::new(|| {
    let with = |source: &str| {
        let folder = tempfile::tempdir().expect("a directory");
        let put = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("written");
        };
        std::fs::create_dir(folder.path().join("sources")).expect("made");
        put(
            "policy-ls.toml",
            "format = 1\nsources = [\"sources\"]\nbuiltin = true\n",
        );
        put("sources/notes.md", source);
        let workspace = Workspace::for_path(None, &[folder.path().to_owned()]);
        workspace.expect("a workspace").library.clone()
    };
    [
        LIBRARY.clone(),
        with("The Shanghai Cooperation Organization was founded on 15 June 2003.\n"),
        with("The Harbour Accord was signed by Note 5 of Gazprom and CNPC on 3 June 1999.\n"),
    ]
});

fn judged(text: &str, memo: &mut Memo) -> String {
    judged_against(&LIBRARY, text, memo)
}

fn judged_against(library: &Arc<Library>, text: &str, memo: &mut Memo) -> String {
    let (library, settings) = (library.clone(), Arc::new(Settings::default()));
    let analysis = Analysis::new(
        "draft.md",
        text.into(),
        library,
        settings,
        memo,
        &Cancel::new(),
    );
    let analysis = analysis.expect("nobody cancels");
    let (found, silenced) = (analysis.diagnostics(), analysis.suppressed());
    format!("{found:#?}\n{silenced:#?}\n{:?}", analysis.coverage())
}

fn draft(blocks: &[prop::sample::Index]) -> String {
    let blocks = blocks.iter().map(|at| at.get(&BLOCKS).as_str());
    blocks.collect::<Vec<_>>().join("\n\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_block_that_changes_leaves_no_trace(
        mut blocks in prop::collection::vec(any::<prop::sample::Index>(), 4..16),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3), 1..8),
    ) {
        let mut memo = Memo::default();
        judged(&draft(&blocks), &mut memo);
        for (place, block, how) in edits {
            let at = place.index(blocks.len());
            match how {
                0 => blocks[at] = block,
                1 => blocks.insert(at, block),
                _ if blocks.len() > 1 => { blocks.remove(at); }
                _ => {}
            }
            let text = draft(&blocks);
            prop_assert_eq!(judged(&text, &mut memo), judged(&text, &mut Memo::default()), "{}", text);
        }
    }

    #[test]
    fn a_library_that_changes_leaves_no_trace(
        mut blocks in prop::collection::vec(any::<prop::sample::Index>(), 2..12),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_usize), 1..6),
    ) {
        let mut memo = Memo::default();
        for (place, block, library) in changes {
            let at = place.index(blocks.len());
            blocks[at] = block;
            let (text, library) = (draft(&blocks), &LIBRARIES[library]);
            let again = judged_against(library, &text, &mut memo);
            prop_assert_eq!(again, judged_against(library, &text, &mut Memo::default()), "{}", text);
        }
    }

    #[test]
    fn no_draft_hangs_on_those_that_were_judged_before(
        drafts in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 1..12), 2..6),
    ) {
        let mut memo = Memo::with_room(100);
        for blocks in &drafts {
            let text = draft(blocks);
            prop_assert_eq!(judged(&text, &mut memo), judged(&text, &mut Memo::default()), "{}", text);
        }
    }
}
