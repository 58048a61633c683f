//! Quotations as people write them: `tests/data/quotations/briefs.toml`, labelled by hand, against the speeches beside it.

use std::path::Path;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo};
use project::Workspace;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    brief: Vec<Brief>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brief {
    name: String,
    text: String,
    /// Of each outer quotation, in order; "|" between those that may stand.
    verdicts: Vec<String>,
    /// The quotation findings, in any order.
    codes: Vec<String>,
}

#[test]
fn briefs_are_judged_as_labelled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/quotations");
    let text = std::fs::read_to_string(root.join("briefs.toml")).expect("the labelled briefs");
    let file: File = toml::from_str(&text).expect("labelled briefs of the right shape");
    let workspace =
        Workspace::for_path(Some(&root.join("policy-ls.toml")), &[root.join("brief.md")])
            .expect("a workspace");
    assert!(
        workspace.library.sources.len() >= 5,
        "loaded: {:?} {:?}",
        workspace.library.problems,
        workspace.problems
    );
    let (mut right, mut log) = (0, Vec::new());
    for brief in &file.brief {
        let analysis = Analysis::new(
            "brief.md",
            brief.text.as_str().into(),
            workspace.library.clone(),
            Arc::default(),
            &mut Memo::default(),
            &Cancel::new(),
        )
        .expect("nobody cancels");
        let inspection = analysis.inspect();
        let verdicts: Vec<&str> = inspection
            .quotations
            .iter()
            .map(|it| &*it.verdict)
            .collect();
        let mut codes: Vec<&str> = analysis
            .diagnostics()
            .iter()
            .map(|diagnostic| diagnostic.code)
            .filter(|code| code.starts_with("quotation-"))
            .collect();
        let mut wanted: Vec<&str> = brief.codes.iter().map(|code| &**code).collect();
        codes.sort_unstable();
        codes.dedup();
        wanted.sort_unstable();
        wanted.dedup();
        let fits = verdicts.len() == brief.verdicts.len()
            && verdicts
                .iter()
                .zip(&brief.verdicts)
                .all(|(got, want)| want.split('|').any(|want| want == *got));
        if fits && codes == wanted {
            right += 1;
        } else {
            log.push(format!(
                "{}: {verdicts:?} {codes:?}, not {:?} {wanted:?}",
                brief.name, brief.verdicts
            ));
        }
    }
    println!("{right} of {} briefs\n{}", file.brief.len(), log.join("\n"));
    assert_eq!(right, file.brief.len(), "{}", log.join("\n"));
}
