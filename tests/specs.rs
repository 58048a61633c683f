//! Specifications that people can read: every `tests/specs/*.md` is prose with examples, and each example is run with
//! the real binary. tests/specs/README.md tells the form.

#[path = "specs/reflow.rs"]
mod reflow;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One example: the files of a small workspace, and what must be found in its drafts.
#[derive(Default)]
struct Example {
    title: String,
    line: usize,
    files: Vec<(String, String)>,
    drafts: Vec<Draft>,
}

struct Draft {
    name: String,
    text: String,
    expected: Vec<Finding>,
}

#[derive(Clone, Debug)]
struct Finding {
    /// Line of the draft, from 0.
    line: usize,
    /// Column in characters, from 0.
    column: usize,
    /// How many characters are marked.
    width: usize,
    /// "error[date-conflict]".
    head: String,
    /// Words of the message.
    message: String,
}

/// The specifications, in their order.
fn files() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut files: Vec<_> = fs::read_dir(directory)
        .expect("there are specifications")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "README"))
        .collect();
    files.sort();
    files
}

#[test]
fn specifications_hold() {
    let (mut failures, mut ran) = (String::new(), 0);
    for file in files() {
        let text = fs::read_to_string(&file).expect("it is UTF-8");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for example in examples(&text) {
            ran += 1;
            if let Err(failure) = run(&example) {
                let _ = write!(
                    failures,
                    "\n{name}:{}: {}\n{failure}",
                    example.line, example.title
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(ran > 0, "no example was found");
}

/// A rule that is not told of and shown, right and wrong, is not finished.
#[test]
fn every_rule_has_its_page_and_its_examples() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let specifications: Vec<String> = fs::read_dir(directory)
        .expect("there are specifications")
        .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("it is UTF-8"))
        .collect();
    let mut lacking = Vec::new();
    for rule in analysis::rules::all() {
        let page = rule.page();
        let title = format!("# {}", rule.code);
        let sections = [
            title.as_str(),
            "**What it does.**",
            "**Why it matters.**",
            "**Example.**",
            "**To silence.**",
        ];
        let missing = sections.iter().filter(|section| !page.contains(**section));
        lacking.extend(missing.map(|section| format!("{}: no {section} on its page", rule.code)));

        // The first line of a specification names the rules that it is about.
        let head = format!("[{}]", rule.code);
        let about = specifications.iter().filter(|text| {
            let title = text.lines().next().unwrap_or_default();
            title
                .split([' ', ',', ':', '#'])
                .any(|word| word == rule.code)
        });
        let shown: Vec<bool> = about
            .flat_map(|text| examples(text))
            .flat_map(|example| example.drafts)
            .map(|draft| draft.expected.iter().any(|one| one.head.ends_with(&head)))
            .collect();
        for (wanted, word) in [(true, "positive"), (false, "negative")] {
            if !shown.contains(&wanted) {
                lacking.push(format!("{}: no {word} example in tests/specs", rule.code));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn the_rules_stand_by_name_and_once() {
    let rules = analysis::rules::all();
    assert!(rules.is_sorted_by(|one, next| one.code < next.code));
}

#[test]
fn the_table_of_rules_is_current() {
    let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args(["rules", "--format", "markdown"])
        .output()
        .expect("it runs");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        committed.replace("\r\n", "\n"),
        String::from_utf8_lossy(&output.stdout),
        "run: cargo run -- rules --format markdown > docs/rules.md"
    );
}

/// Splits a specification at its headings and takes the fenced blocks out.
fn examples(text: &str) -> Vec<Example> {
    let mut examples = vec![Example::default()];
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(title) = line.strip_prefix('#') {
            examples.push(Example {
                title: title.trim_start_matches('#').trim().to_owned(),
                line: number + 1,
                ..Example::default()
            });
            continue;
        }
        let info = line.trim_start_matches(['`', '~']);
        let fence = &line[..line.len() - info.len()];
        if fence.len() < 3 {
            continue;
        }
        let body = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| *line != fence);
        let body: Vec<&str> = body.collect();
        let (kind, name) = info.split_once(' ').unwrap_or((info, ""));
        let example = examples.last_mut().expect("there is always one");
        let whole = || {
            body.iter()
                .flat_map(|line| [line, "\n"])
                .collect::<String>()
        };
        match kind {
            "draft" => example.drafts.push(draft(name, &body)),
            "config" => example.files.push(("policy-ls.toml".into(), whole())),
            "source" | "record" => example.files.push((name.trim().into(), whole())),
            _ => {} // An illustration.
        }
    }
    examples.retain(|example| !example.drafts.is_empty());
    examples
}

/// Takes the lines of carets out of a draft.
fn draft(name: &str, body: &[&str]) -> Draft {
    let name = if name.is_empty() { "draft.md" } else { name };
    let (mut text, mut count, mut expected) = (String::new(), 0, Vec::new());
    for line in body {
        let trimmed = line.trim_start();
        let rest = trimmed.trim_start_matches('^');
        if trimmed.len() == rest.len() {
            text.push_str(line);
            text.push('\n');
            count += 1;
            continue;
        }
        let (head, message) = rest.trim().split_once(": ").unwrap_or((rest.trim(), ""));
        expected.push(Finding {
            line: usize::saturating_sub(count, 1),
            column: line.len() - trimmed.len(),
            width: trimmed.len() - rest.len(),
            head: head.to_owned(),
            message: message.to_owned(),
        });
    }
    Draft {
        name: name.to_owned(),
        text,
        expected,
    }
}

fn run(example: &Example) -> Result<(), String> {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    };
    for (name, text) in &example.files {
        write(name, text);
    }
    let mut failures = String::new();
    for draft in &example.drafts {
        write(&draft.name, &draft.text);
        let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
            .args(["check", "--format", "json", &draft.name])
            .current_dir(&directory)
            .output()
            .expect("it runs");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("{error}\n{}", String::from_utf8_lossy(&output.stderr)))?;
        for problem in report["problems"].as_array().into_iter().flatten() {
            let _ = writeln!(failures, "  problem: {}", problem["message"]);
        }
        let found = findings(&draft.text, &report["drafts"][0]["diagnostics"]);
        if !agree(&draft.expected, &found) {
            let _ = writeln!(
                failures,
                "expected:\n{}found:\n{}",
                marked(&draft.text, &draft.expected),
                marked(&draft.text, &found)
            );
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures)
    }
}

fn findings(text: &str, diagnostics: &serde_json::Value) -> Vec<Finding> {
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let offset = |value: &serde_json::Value| value.as_u64().unwrap_or_default() as usize;
    let one = |diagnostic: &serde_json::Value| {
        let (start, end) = (
            offset(&diagnostic["byte_start"]),
            offset(&diagnostic["byte_end"]),
        );
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let words = text[start..end].lines().next().unwrap_or_default();
        Finding {
            line: text[..start].matches('\n').count(),
            column: text[line_start..start].chars().count(),
            width: words.chars().count(),
            head: format!(
                "{}[{}]",
                word(&diagnostic["severity"]),
                word(&diagnostic["code"])
            ),
            message: word(&diagnostic["message"]),
        }
    };
    diagnostics
        .as_array()
        .into_iter()
        .flatten()
        .map(one)
        .collect()
}

/// Every finding is expected and every expectation found, in whatever order.
fn agree(expected: &[Finding], found: &[Finding]) -> bool {
    let same = |expected: &Finding, found: &Finding| {
        let place = |it: &Finding| (it.line, it.column, it.width);
        place(expected) == place(found)
            && expected.head == found.head
            && found.message.contains(&expected.message)
    };
    expected
        .iter()
        .all(|one| found.iter().any(|other| same(one, other)))
        && found
            .iter()
            .all(|one| expected.iter().any(|other| same(other, one)))
}

fn marked(text: &str, findings: &[Finding]) -> String {
    let mut shown = String::new();
    for (number, line) in text.lines().enumerate() {
        let _ = writeln!(shown, "  | {line}");
        for finding in findings.iter().filter(|finding| finding.line == number) {
            let (space, carets) = (" ".repeat(finding.column), "^".repeat(finding.width));
            let _ = writeln!(
                shown,
                "  | {space}{carets} {}: {}",
                finding.head, finding.message
            );
        }
    }
    shown
}
