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
