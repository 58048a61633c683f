//! Quotations as people write them: `tests/data/quotations/briefs.toml` and `second/briefs.toml`, labelled by hand, against
//! the sources beside them.

use std::path::Path;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Profile, Settings, Severity};
use project::Workspace;
use serde::Deserialize;
use serde::de::DeserializeOwned;

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

/// The labelled briefs in a folder, and the workspace that it is.
fn briefs<T: DeserializeOwned>(folder: &str) -> (T, Workspace) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let text = std::fs::read_to_string(root.join("briefs.toml")).expect("the labelled briefs");
    let file = toml::from_str(&text).expect("labelled briefs of the right shape");
    let config = root.join("policy-ls.toml");
    let workspace = Workspace::for_path(Some(&config), &[root.join("brief.md")]);
    (file, workspace.expect("a workspace"))
}

fn judged(text: &str, workspace: &Workspace) -> Analysis {
    Analysis::new(
        "brief.md",
        text.into(),
        workspace.library.clone(),
        Arc::default(),
        &mut Memo::default(),
        &Cancel::new(),
    )
    .expect("nobody cancels")
}

#[test]
fn briefs_are_judged_as_labelled() {
    let (file, workspace): (File, _) = briefs("tests/data/quotations");
    assert!(
        workspace.library.sources.len() >= 5,
        "loaded: {:?} {:?}",
        workspace.library.problems,
        workspace.problems
    );
    let (mut right, mut log) = (0, Vec::new());
    for brief in &file.brief {
        let analysis = judged(&brief.text, &workspace);
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
    let (file, workspace): (Second, _) = briefs("tests/data/quotations/second");
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
    let (mut right, mut all, mut log) = (0, 0, Vec::new());
    for brief in &file.brief {
        all += brief.labels.len();
        let analysis = judged(&brief.text, &workspace);
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

/// The rules of the table, by profile (fidelity, UN, Chicago, MLA, Bluebook): a draft that breaks one, and how much it weighs.
const RULES: &[(&str, &str, &str)] = &[
    (
        "quotation-altered",
        "EEEEE",
        "As Hesse 2014 has it, “every ship will be counted at both ends of the canal.”",
    ),
    (
        "quotation-omission",
        "EEEEE",
        "As Hesse 2014 has it, “every boat will be counted at ends of the canal.”",
    ),
    (
        "quotation-addition",
        "EEEEE",
        "As Hesse 2014 has it, “every boat will be carefully counted at both ends of the canal.”",
    ),
    (
        "quotation-first-letter",
        "---WW",
        "As Hesse 2014 has it, “Every boat will be counted at both ends of the canal.”",
    ),
    (
        "quotation-case",
        "WWWWW",
        "As Hesse 2014 has it, “every boat will be counted at both ends of the Canal.”",
    ),
    (
        "quotation-punctuation",
        "WWWEW",
        "As Hesse 2014 has it, “every boat will be counted; at both ends of the canal.”",
    ),
    (
        "quotation-marks",
        "-WWWW",
        "As Hesse 2014 has it, “every boat will be “counted” at both ends of the canal.”",
    ),
    (
        "quotation-straight",
        "-W---",
        "As Hesse 2014 has it, \"every boat will be counted at both ends of the canal\".",
    ),
    (
        "quotation-misprint",
        "---WW",
        "As Hesse 2014 has it, “Our government has kept its word for twenty years.”",
    ),
    (
        "quotation-footnote-mark",
        "----W",
        "As Hesse 2014 has it, “[t]he toll will be low, and every boat will be counted.”",
    ),
    (
        "quotation-ellipsis-first",
        "-IIIW",
        "As Hesse 2014 has it, “… every boat will be counted at both ends of the canal.”",
    ),
    (
        "quotation-ellipsis-last",
        "-IIIW",
        "As Hesse 2014 has it, “every boat will be counted at both ends …” for once.",
    ),
    (
        "quotation-ellipsis-sentence",
        "-IIIW",
        "As Hesse 2014 has it, “We shall open the gates … The toll will be low.”",
    ),
    (
        "quotation-ellipsis",
        "WWWWW",
        "As Hesse 2014 has it, “every boat … will be counted at both ends of the canal.”",
    ),
    (
        "quotation-hidden",
        "WWWWW",
        "As Hesse 2014 has it, “Each side will publish its plans … a flood is near.”",
    ),
    (
        "quotation-stops-short",
        "IIIII",
        "As Hesse 2014 has it, “Each side will publish its plans in good time.”",
    ),
    (
        "quotation-length",
        "-IIIW",
        "> The toll will be low, and every boat will be counted at both ends of the canal. (Hesse 2014)",
    ),
    (
        "quotation-block-marks",
        "-WWWW",
        "> “The toll will be low, and every boat will be counted at both ends of the canal.” (Hesse 2014)",
    ),
    (
        "quotation-emphasis",
        "-WWWW",
        "As Hesse 2014 has it, “every boat will be *counted* at both ends of the canal.”",
    ),
    (
        "quotation-spelling",
        "-----",
        "As Hesse 2014 has it, “whatever the papers said about its honor.”",
    ),
    (
        "quotation-uncited",
        "-WWWW",
        "The engineers like to repeat that “every boat will be counted at both ends of the canal.”",
    ),
    (
        "quotation-page",
        "-W---",
        "As Hesse 2014 has it, “every boat will be counted at both ends of the canal” (A/RES/70/1, p. 3).",
    ),
    (
        "quotation-attribution",
        "EEEEE",
        "Daniel Okafor said: “every boat will be counted at both ends of the canal.”",
    ),
    (
        "quotation-quoted-in",
        "-IIIW",
        "Ilse Maran said, “A map is a promise that the land has not signed.” (Hesse 2014)",
    ),
    (
        "quotation-bracket",
        "-IIII",
        "As Hesse 2014 has it, “[t]he toll will be low, and [each of them] will be counted at both ends of the canal”.",
    ),
    (
        "quotation-fused",
        "EEEEE",
        "As Hesse 2014 has it, “We shall open the gates in spring. Our goverment has kept its word for twenty years.”",
    ),
];

const SPEECH: &str = "---\ntitle: Address to the harbour board\n---\n\nAs my teacher Ilse Maran once said, “A map is a promise that \
     the land has not signed.” We shall open the gates in spring. The toll[^1] will be low, and every boat will be counted at both ends \
     of the canal. Our goverment has kept its word for twenty years, whatever the papers said about its honour.\n\nEach side will \
     publish its plans in good time unless a flood is near.\n\n[^1]: Set in 1998.\n";
const RECORD: &str = "format = 1\ntitle = \"Address to the harbour board\"\nspeaker = \"Paula Hesse\"\ndate = \"2014-09-03\"\nrank = \
     \"primary\"\nshort = \"Hesse 2014\"\n";

#[test]
fn every_rule_weighs_what_its_manual_says() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    std::fs::write(root.join("speech.md"), SPEECH).expect("written");
    std::fs::write(root.join("speech.source.toml"), RECORD).expect("written");
    let configuration = root.join("policy-ls.toml");
    std::fs::write(&configuration, "format = 1\nsources = [\"speech.md\"]\n").expect("written");
    let workspace = Workspace::for_path(Some(&configuration), &[]).expect("a workspace");
    let findings = |text: &str, profile: Profile| {
        let settings = Settings {
            profile,
            ..Settings::default()
        };
        let analysis = Analysis::new(
            "brief.md",
            text.into(),
            workspace.library.clone(),
            Arc::new(settings),
            &mut Memo::default(),
            &Cancel::new(),
        );
        let analysis = analysis.expect("nobody cancels");
        let all = analysis.diagnostics().iter();
        all.map(|it| (it.code, it.severity)).collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    for (code, weights, draft) in RULES {
        for (profile, weight) in Profile::ALL.into_iter().zip(weights.chars()) {
            let wanted = match weight {
                'E' => Some(Severity::Error),
                'W' => Some(Severity::Warning),
                'I' => Some(Severity::Information),
                _ => None,
            };
            let found = findings(draft, profile);
            let of_code: Vec<Severity> = found
                .iter()
                .filter(|(it, _)| it == code)
                .map(|(_, severity)| *severity)
                .collect();
            if of_code != wanted.into_iter().collect::<Vec<_>>() {
                wrong.push(format!("{code} under {}: {found:?}", profile.as_str()));
            }
        }
    }
    for profile in Profile::ALL {
        let found = findings(
            "As Hesse 2014 has it, “every boat will be counted at both ends of the canal.”",
            profile,
        );
        if !found.is_empty() {
            wrong.push(format!("sound under {}: {found:?}", profile.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
