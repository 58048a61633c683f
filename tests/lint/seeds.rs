//! The drafts of `seeds/` and the mistakes made on purpose in them: every one is found, and nothing else at warning or
//! above. tests/data/seed-drafts.toml lists them.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// Mistakes that are not found yet, by draft and line. Take one out when it is: then it must stay found.
const NOT_YET: &[(&str, usize)] = &[
    ("energy-deals.md", 35),
    ("legal-framework.md", 66),
    ("summits-and-forums.md", 57),
];

#[derive(Deserialize)]
struct Expectations {
    finding: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    draft: String,
    line: usize,
    words: String,
    code: String,
}

/// What the binary found at warning or above.
struct Found {
    draft: String,
    first: usize,
    last: usize,
    code: String,
    message: String,
}

#[test]
fn every_mistake_is_found_and_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect(path);
    let expectations: Expectations =
        toml::from_str(&read("tests/data/seed-drafts.toml")).expect("it is TOML of this shape");
    let mut found = check(root);
    let mut faults = Vec::new();
    for expected in expectations.finding {
        let Expected {
            draft,
            line,
            words,
            code,
        } = &expected;
        let text = read(&format!("seeds/drafts/{draft}"));
        if !text
            .lines()
            .nth(line - 1)
            .is_some_and(|line| line.contains(words))
        {
            faults.push(format!(
                "{draft}:{line}: the words {words:?} do not stand there"
            ));
        }
        // An omission has no words of its own, so the line and the code must do.
        let hit = found.iter().position(|it| {
            it.draft == *draft && it.code == *code && (it.first..=it.last).contains(line)
        });
        match hit {
            Some(hit) => drop(found.remove(hit)),
            None if NOT_YET.contains(&(draft.as_str(), *line)) => {}
            None => faults.push(format!("{draft}:{line}: {code}: not found at {words:?}")),
        }
    }
    for Found {
        draft,
        first,
        code,
        message,
        ..
    } in found
    {
        faults.push(format!("{draft}:{first}: {code}: not expected: {message}"));
    }
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

#[test]
fn the_readme_shows_the_last_line_that_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args([
            "check",
            "seeds/drafts",
            "--exit-zero",
            "--no-cache",
            "--color",
            "never",
        ])
        .current_dir(root)
        .output()
        .expect("our own binary");
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let readme = fs::read_to_string(root.join("README.md")).expect("the README");
    let last = printed.lines().rfind(|line| line.contains("dated claims"));
    let last = last.expect("a last line");
    assert!(readme.lines().any(|line| line == last), "{last}");
}

fn check(root: &Path) -> Vec<Found> {
    let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args(["check", "seeds/drafts", "--format", "json"])
        .current_dir(root)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1), "there is something to find");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let line = |value: &serde_json::Value| value["line"].as_u64().unwrap_or_default() as usize + 1;
    let mut found = Vec::new();
    for draft in report["drafts"].as_array().expect("an array") {
        for diagnostic in draft["diagnostics"].as_array().expect("an array") {
            if matches!(diagnostic["severity"].as_str(), Some("warning" | "error")) {
                found.push(Found {
                    draft: word(&draft["path"]).replace("seeds/drafts/", ""),
                    first: line(&diagnostic["range"]["start"]),
                    last: line(&diagnostic["range"]["end"]),
                    code: word(&diagnostic["code"]),
                    message: word(&diagnostic["message"]),
                });
            }
        }
    }
    found
}
