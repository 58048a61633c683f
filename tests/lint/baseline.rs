//! The baseline: known findings fail nothing, stay known when lines move, and only become fewer.

use std::fs;

use super::Workspace;

const DRAFT: &str = "\
# Brief

They met on 31 June 2001 in Moscow and agreed on a
programme of work for the year.

On 31 April 2002 they met again.
";
const FILE: &str = "policy-ls-baseline.toml";

fn with_baseline() -> Workspace {
    let workspace = Workspace::new([
        ("a.md", DRAFT),
        ("policy-ls.toml", "baseline = \"policy-ls-baseline.toml\"\n"),
    ]);
    // The configuration names a file that is not there yet.
    workspace
        .run(&["check", "a.md"])
        .expect(2, &["baseline: ", "there is no such file"]);
    workspace
        .run(&["baseline", "create", "."])
        .expect(0, &["2 findings are put off"]);
    workspace
        .run(&["check", "a.md", "--strict"])
        .expect(0, &["2 findings in the baseline"]);
    workspace
}

#[test]
fn fingerprints_survive_moved_lines_and_reflowed_paragraphs() {
    let workspace = with_baseline();
    let moved = format!(
        "A new first paragraph.\n\n{}",
        DRAFT.replace("agreed on a\nprogramme", "agreed\non a programme")
    );
    workspace.write("a.md", moved);
    workspace
        .run(&["check", ".", "--strict"])
        .expect(0, &["2 findings in the baseline"]);
    // What is new is told, and fails.
    let more = format!("{DRAFT}\nOn 31 September 2003 they parted.\n");
    workspace.write("a.md", more);
    let run = workspace.run(&["check", "."]);
    run.expect(1, &["31 September", "2 findings in the baseline"]);
    assert!(!run.out.contains("31 April"), "{}", run.out);
}

#[test]
fn known_findings_are_hints_for_programs() {
    let workspace = with_baseline();
    let run = workspace.run(&["check", ".", "--format", "json"]);
    run.expect(0, &["\"baselined\": true", "\"severity\": \"hint\""]);
    let run = workspace.run(&["check", ".", "--format", "sarif"]);
    run.expect(0, &["\"kind\": \"external\""]);
}

#[test]
fn stale_entries_are_told_and_taken_out() {
    let workspace = with_baseline();
    workspace.write("a.md", DRAFT.replace("31 April", "30 April"));
    let run = workspace.run(&["check", "."]);
    run.expect(
        0,
        &[
            "1 entry no longer holds (a.md)",
            "1 finding in the baseline",
        ],
    );
    workspace
        .run(&["check", ".", "--strict"])
        .expect(2, &["no longer holds"]);
    workspace
        .run(&["baseline", "prune", "."])
        .expect(0, &["1 findings are put off, 2 before"]);
    workspace.run(&["check", ".", "--strict"]).expect(0, &[]);
}

#[test]
fn update_follows_and_never_grows() {
    let workspace = with_baseline();
    // A sentence reworded, the draft renamed, and a mistake added.
    fs::remove_file(workspace.path().join("a.md")).expect("it was there");
    workspace.write("b.md", DRAFT);
    workspace
        .run(&["baseline", "update", "."])
        .expect(0, &["2 findings are put off, 2 before"]);
    workspace.run(&["check", ".", "--strict"]).expect(0, &[]);
    let reworded = DRAFT.replace("they met again", "both sides met once more");
    workspace.write(
        "b.md",
        format!("{reworded}\nOn 31 September 2003 they parted.\n"),
    );
    workspace.run(&["baseline", "update", "."]).expect(
        0,
        &["2 findings are put off, 2 before; 1 others are not in it"],
    );
    workspace
        .run(&["check", "."])
        .expect(1, &["2 findings in the baseline"]);
    workspace
        .run(&["baseline", "create", "."])
        .expect(2, &["is there already"]);
}

#[test]
fn a_baseline_may_be_named_on_the_command_line_and_must_be_one() {
    let workspace = Workspace::new([("a.md", DRAFT)]);
    workspace
        .run(&["baseline", "create", ".", "--baseline", "known.toml"])
        .expect(0, &["name it in policy-ls.toml"]);
    workspace
        .run(&["check", ".", "--baseline", "known.toml"])
        .expect(0, &[]);
    workspace.write("known.toml", "format = 9");
    workspace
        .run(&["check", ".", "--baseline", "known.toml"])
        .expect(2, &["format 9 is not known"]);
    assert!(!workspace.path().join(FILE).exists());
}

/// Fingerprints and messages of the findings in a draft.
fn findings(workspace: &Workspace, draft: &str) -> Vec<(String, String)> {
    let run = workspace.run(&["check", draft, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let found = report["drafts"][0]["diagnostics"].as_array();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let found = found.expect("an array").iter();
    found
        .map(|it| (word(&it["fingerprint"]), word(&it["message"])))
        .collect()
}

#[test]
fn a_line_may_break_inside_the_words_of_a_finding() {
    let workspace = Workspace::new([("a.md", "They met on 31 June 2001 there.\n")]);
    let before = findings(&workspace, "a.md");
    workspace.write("a.md", "They met on 31\nJune 2001 there.\n");
    assert_eq!(findings(&workspace, "a.md"), before);
    // However their lines break, they have one cause.
    workspace.write(
        "a.md",
        "They met on 31 June 2001 there.\n\nAnd on 31\r\nJune 2001 they did not.\n",
    );
    assert_eq!(findings(&workspace, "a.md").len(), 1);
}

#[test]
fn a_new_copy_of_a_known_mistake_is_new() {
    let workspace = with_baseline();
    let copy = format!("{DRAFT}\nOn 31 April 2002 they met again.\n");
    workspace.write("a.md", &copy);
    let run = workspace.run(&["check", "."]);
    run.expect(1, &["a.md:8:4", "2 findings in the baseline"]);
    // So is another sentence with the same mistake.
    workspace.write("a.md", format!("{DRAFT}\nNobody met on 31 April 2002.\n"));
    workspace.run(&["check", "."]).expect(1, &["a.md:8:15"]);
    // A baseline that is made of both holds both, though they are told as one.
    workspace.write("a.md", &copy);
    workspace
        .run(&["baseline", "create", ".", "--force"])
        .expect(0, &["3 findings are put off"]);
    workspace
        .run(&["check", ".", "--strict"])
        .expect(0, &["3 findings in the baseline"]);
    workspace.write("a.md", DRAFT);
    workspace
        .run(&["check", ".", "--strict"])
        .expect(2, &["1 entry no longer holds"]);
}

#[test]
fn what_was_mended_in_one_draft_does_not_put_another_off() {
    let workspace = with_baseline();
    workspace.write("a.md", "# Brief\n");
    workspace.write("b.md", DRAFT);
    workspace
        .run(&["baseline", "update", "."])
        .expect(0, &["0 findings are put off, 2 before"]);
    workspace.run(&["check", "."]).expect(1, &["31 June"]);
}

#[test]
fn making_a_baseline_of_some_drafts_anew_leaves_the_others() {
    let workspace = with_baseline();
    workspace.write("b.md", DRAFT);
    workspace
        .run(&["baseline", "create", "b.md", "--force"])
        .expect(0, &["4 findings are put off"]);
    workspace.run(&["check", ".", "--strict"]).expect(0, &[]);
    fs::remove_file(workspace.path().join("a.md")).expect("it was there");
    workspace
        .run(&["baseline", "create", "b.md", "--force"])
        .expect(0, &["2 findings are put off"]);
}

#[test]
fn without_a_configuration_drafts_are_named_from_where_the_baseline_lies() {
    let workspace = Workspace::new([("briefs/a.md", DRAFT)]);
    workspace
        .run(&["baseline", "create", "."])
        .expect(0, &["2 findings are put off"]);
    workspace
        .run(&["check", ".", "--strict", "--baseline", FILE])
        .expect(0, &["2 findings in the baseline"]);
    let output = workspace
        .command(&[
            "check",
            ".",
            "--strict",
            "--baseline",
            &format!("../{FILE}"),
        ])
        .current_dir(workspace.path().join("briefs"))
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("2 findings in the baseline"), "{said}");
}
