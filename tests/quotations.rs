//! Quotations as people write them: `tests/data/quotations/briefs.toml` and `second/briefs.toml`, labelled by hand, against
//! the sources beside them.

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Second {
    brief: Vec<Labelled>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    name: String,
    text: String,
    /// Of each outer quotation, in order: verdicts ("|" between those that may stand), then the codes found on it.
    labels: Vec<String>,
}

#[test]
fn every_quotation_of_the_second_set_is_judged_as_labelled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/quotations/second");
    let text = std::fs::read_to_string(root.join("briefs.toml")).expect("the labelled briefs");
    let file: Second = toml::from_str(&text).expect("labelled briefs of the right shape");
    let workspace =
        Workspace::for_path(Some(&root.join("policy-ls.toml")), &[root.join("brief.md")])
            .expect("a workspace");
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
    let (mut right, mut all, mut log) = (0, 0, Vec::new());
    for brief in &file.brief {
        all += brief.labels.len();
        let analysis = Analysis::new(
            "brief.md",
            brief.text.as_str().into(),
            workspace.library.clone(),
            Arc::default(),
            &mut Memo::default(),
            &Cancel::new(),
        )
        .expect("nobody cancels");
        let quotations = analysis.inspect().quotations;
        if quotations.len() != brief.labels.len() {
            let words: Vec<&str> = quotations
                .iter()
                .map(|it| &brief.text[it.at.byte_start..it.at.byte_end])
                .collect();
            log.push(format!("{}: found {words:#?}", brief.name));
        }
        let mut unclaimed: Vec<_> = analysis
            .diagnostics()
            .iter()
            .filter(|it| it.code.starts_with("quotation-"))
            .collect();
        for (quotation, label) in quotations.iter().zip(&brief.labels) {
            let at = quotation.at.byte_start..quotation.at.byte_end;
            let mut codes = Vec::new();
            unclaimed.retain(|it| {
                let here = at.contains(&it.span.start);
                codes.extend(here.then_some(it.code));
                !here
            });
            codes.sort_unstable();
            codes.dedup();
            let (verdicts, wanted) = label.split_once(' ').unwrap_or((label, ""));
            let verdict = verdicts.split('|').any(|it| it == &*quotation.verdict);
            if verdict && codes.join(" ") == wanted {
                right += 1;
            } else {
                log.push(format!(
                    "{}: {} {codes:?}, not {label}: {}",
                    brief.name, quotation.verdict, &brief.text[at]
                ));
            }
        }
        for finding in unclaimed {
            log.push(format!("{}: {} nowhere", brief.name, finding.code));
        }
    }
    println!("{right} of {all} quotations\n{}", log.join("\n"));
    assert!(right == all && log.is_empty(), "{}", log.join("\n"));
}
