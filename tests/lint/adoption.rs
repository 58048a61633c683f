//! What teams copy is tried by running what it would run: the pre-commit hooks, the GitHub action, the GitLab template.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Workspace;

const BAD: &str = "They met on 31 June 2001.\n";

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// A shell command in the workspace, with the program on the path.
fn shell(workspace: &Workspace, command: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_policy-ls"));
    let folder = program.parent().expect("it stands in a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-c", command])
        .current_dir(workspace.path())
        .env("PATH", format!("{folder}:{path}"))
        .envs(environment.iter().copied())
        .output()
        .expect("bash is there");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

#[test]
fn the_hooks_of_pre_commit() {
    let hooks = read(".pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("entry: "))
        .collect();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let workspace = Workspace::new([("a b.md", BAD), ("c.md", "Nothing.\n")]);
        let (code, said) = shell(&workspace, &format!("{entry} 'a b.md' c.md"), &[]);
        assert_eq!(code, 1, "{entry}: {said}");
        assert!(
            said.contains("a b.md:1:13: error[date-impossible]"),
            "{said}"
        );
        assert_eq!(shell(&workspace, &format!("{entry} c.md"), &[]).0, 0);
        // What the configuration does not mean is left out, by whatever hook it comes.
        workspace.write("policy-ls.toml", "drafts = [\"c.md\"]\n");
        assert_eq!(
            shell(&workspace, &format!("{entry} 'a b.md' c.md"), &[]).0,
            0
        );
    }
    let files = hooks.lines().filter(|line| line.contains("files: "));
    let endings = format!("({})$", project::endings().join("|"));
    assert_eq!(files.filter(|line| line.contains(&endings)).count(), 2);
    assert!(!hooks.contains("types"), "a licence is text, and no draft");
}

#[test]
fn the_action_of_github() {
    let action = read("editors/ci/action.yml");
    let workspace = Workspace::new([("briefs/a.md", BAD), ("other.md", BAD)]);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/ci/check.sh");
    // Every input reaches the script under the name that it reads.
    let text = read("editors/ci/check.sh");
    for line in action.lines().filter(|line| line.contains(": ${{ inputs.")) {
        let name = line.trim().split(':').next().unwrap_or_default();
        assert!(text.contains(&format!("${{{name}:")), "{name} is not read");
    }
    let environment = [
        ("PATHS", "briefs"),
        ("SARIF", "out.sarif"),
        ("SHEET", "sheet.html"),
        ("GITHUB_OUTPUT", "outputs"),
        ("ARGUMENTS", "--severity warning"),
    ];
    let (code, said) = shell(
        &workspace,
        &format!("bash {}", script.display()),
        &environment,
    );
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with("::error file=briefs/a.md,line=1,") && !said.contains("other.md"),
        "{said}"
    );
    let written = |name: &str| fs::read_to_string(workspace.path().join(name)).expect(name);
    assert_eq!(written("outputs"), "status=1\n");
    assert!(
        written("out.sarif").contains("date-impossible")
            && written("sheet.html").contains("<!DOCTYPE html>")
    );
    // A list may stand on several lines.
    let lines = [
        ("PATHS", "briefs\nother.md\n"),
        ("ARGUMENTS", "--severity warning\n--exit-zero\n"),
    ];
    let (code, said) = shell(&workspace, &format!("bash {}", script.display()), &lines);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("briefs/a.md") && said.contains("other.md"),
        "{said}"
    );
    // The bash of macOS takes an empty list for an unset one.
    assert!(text.lines().all(|line| !line.contains("[@]}\"")
        || line.contains("[@]+\"")
        || line.starts_with("\"${PROGRAM")));
    // Text of a repository is no command.
    let hostile = [
        ("PATHS", "$(touch evil) ; touch evil"),
        ("SINCE", ""),
        ("ARGUMENTS", ""),
    ];
    shell(&workspace, &format!("bash {}", script.display()), &hostile);
    assert!(!workspace.path().join("evil").exists());
}

#[test]
fn the_template_of_gitlab() {
    let template = read("editors/ci/gitlab.yml");
    let (_, rest) = template.split_once("- >-").expect("a script");
    let (script, _) = rest.split_once("  artifacts:").expect("artifacts");
    let script = script.split_whitespace().collect::<Vec<_>>().join(" ");
    let workspace = Workspace::new([("briefs/a.md", BAD)]);
    let (code, said) = shell(
        &workspace,
        &script,
        &[("PATHS", "briefs"), ("ARGUMENTS", "")],
    );
    assert_eq!(code, 1, "{said}");
    for file in [
        "gl-code-quality-report.json",
        "policy-ls-junit.xml",
        "policy-ls.html",
    ] {
        assert!(
            template.matches(file).count() == 2,
            "{file} is written and kept"
        );
        assert!(workspace.path().join(file).exists(), "{file}");
    }
}
