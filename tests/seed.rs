//! What must hold over the built-in library: its chronicle agrees with its records, every entity is found under each of
//! its names, and prose on other subjects gives no finding.

use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings};
use library::Library;
use project::Workspace;

fn library() -> Arc<Library> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/drafts");
    Workspace::for_path(None, &[root])
        .expect("the built-in library loads")
        .library
        .clone()
}

fn analyse(text: &str, library: &Arc<Library>) -> Analysis {
    let settings = Arc::new(Settings::default());
    Analysis::new(
        "draft.md",
        text.into(),
        library.clone(),
        settings,
        &mut Memo::default(),
        &Cancel::new(),
    )
    .expect("nobody cancels")
}

fn read(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn findings(text: &str, library: &Arc<Library>) -> Vec<String> {
    let analysis = analyse(text, library);
    let show = |diagnostic: &analysis::Diagnostic| {
        format!(
            "{}: {} | {}",
            diagnostic.code,
            diagnostic.message,
            diagnostic.span.of(analysis.text())
        )
    };
    analysis.diagnostics().iter().map(show).collect()
}

#[test]
fn the_chronicle_agrees_with_the_library() {
    let library = library();
    assert!(
        library.events.len() > 90 && library.entities.len() > 150,
        "the built-in library is whole"
    );
    let found = findings(&read("seeds/chronicle.md"), &library);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn correct_prose_on_other_subjects_has_no_findings() {
    let library = library();
    for path in [
        "tests/data/other/river-commission.md",
        "tests/data/other/vaccines.md",
        "tests/data/other/eurasian-neighbours.md",
        "tests/data/other/lighthouse-service.md",
        "tests/data/other/postal-union.md",
    ] {
        let found = findings(&read(path), &library);
        assert!(found.is_empty(), "{path}:\n{}", found.join("\n"));
    }
}

/// Every name in a carrier sentence of its own; an ambiguous one after a sentence that gives it context.
#[test]
fn every_entity_is_found_and_defined_under_each_of_its_names() {
    let library = library();
    let mut missing = Vec::new();
    for entity in &library.entities {
        for name in entity.names() {
            let sharing: Vec<&str> = library
                .entities
                .iter()
                .filter(|other| {
                    other
                        .names()
                        .iter()
                        .any(|theirs| theirs.text.to_lowercase() == name.text.to_lowercase())
                })
                .map(|other| other.name.as_str())
                .collect();
            let before = if name.ambiguous {
                format!("The brief begins with {}. ", entity.name)
            } else {
                String::new()
            };
            let text = format!("{before}On this point {} was named at length.", name.text);
            let at = before.len() + "On this point ".len() + name.text.len() / 2;
            let at = (at..text.len())
                .find(|at| text.is_char_boundary(*at))
                .expect("a boundary");
            let hover = analyse(&text, &library).hover(at);
            let shown = hover.map(|hover| hover.plain).unwrap_or_default();
            let all = if name.ambiguous {
                vec![entity.name.as_str()]
            } else {
                sharing
            };
            for wanted in all {
                if !shown.contains(wanted) {
                    missing.push(format!(
                        "“{}” of {}: {wanted} not in “{}”",
                        name.text,
                        entity.id,
                        shown.lines().next().unwrap_or_default()
                    ));
                }
            }
            if let Some(definition) = &entity.record.definition
                && !shown.contains(definition.as_str())
            {
                missing.push(format!("“{}” of {}: no definition", name.text, entity.id));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} names:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[derive(serde::Deserialize)]
struct Expected {
    finding: Vec<ExpectedFinding>,
}

#[derive(serde::Deserialize)]
struct ExpectedFinding {
    draft: String,
    line: u32,
    words: String,
    code: String,
}

/// The mistakes made on purpose are found, and nothing else at warning or above.
#[test]
fn the_seed_drafts_have_their_findings_and_no_others() {
    let library = library();
    let expected: Expected =
        toml::from_str(&read("tests/data/seed-drafts.toml")).expect("expected findings");
    let mut wrong = Vec::new();
    for draft in [
        "energy-deals.md",
        "legal-framework.md",
        "summits-and-forums.md",
        "thirty-years.md",
    ] {
        let text = read(&format!("seeds/drafts/{draft}"));
        let analysis = analyse(&text, &library);
        let mut wanted: Vec<&ExpectedFinding> = expected
            .finding
            .iter()
            .filter(|one| one.draft == draft)
            .collect();
        for diagnostic in analysis.diagnostics() {
            if diagnostic.severity < analysis::Severity::Warning {
                continue;
            }
            let first = analysis.lines().line_of(diagnostic.span.start) as u32 + 1;
            let last = analysis.lines().line_of(diagnostic.span.end) as u32 + 1;
            let found = wanted
                .iter()
                .position(|one| one.code == diagnostic.code && (first..=last).contains(&one.line));
            match found {
                Some(at) => drop(wanted.remove(at)),
                None => wrong.push(format!(
                    "{draft}:{first}: not expected: {}: {}",
                    diagnostic.code, diagnostic.message
                )),
            }
        }
        wrong.extend(wanted.iter().map(|one| {
            format!(
                "{draft}:{}: not found: {}: {}",
                one.line, one.code, one.words
            )
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
