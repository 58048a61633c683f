//! `policy-ls records`: what is wrong with curated records, and records that the sources suggest.

use std::fs;

use super::Workspace;

const MINUTES: &str = "\
The Harbour Convention (HC) was signed by Norland and Sudland on 14 May 1991.

The River Commission was founded in May 1987. The River Commission met in Tarn in 1990.
";
const REVIEW: &str = "\
The Harbour Convention was signed on 14 May 1991.

The River Commission was founded in June 1987.
";

fn workspace() -> Workspace {
    Workspace::new([
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"sources\"]\nrecords = [\"records\"]\n",
        ),
        ("sources/minutes.txt", MINUTES),
        ("sources/review.md", REVIEW),
        (
            "records/places.toml",
            "format = 1\n[[place]]\nid = \"norland\"\nname = \"Norland\"\nsource = \"minutes\"\nat = [1]\n",
        ),
        ("a.md", "The HC was signed in 1991.\n"),
    ])
}

#[test]
fn faults_are_told_with_their_line_and_what_mends_them() {
    let workspace = workspace();
    workspace.run(&["records", "check"]).expect(
        0,
        &["1 entities, 0 events and 0 quotations; locators that do not hold: 0; other faults: 0"],
    );
    workspace.write(
        "records/more.toml",
        "format = 1\n\n[[place]]\nid = \"sudland\"\nname = \"Sudland\"\naliases = [\"Norland\"]\nsource = \"minutes\"\nat = [2]\n\n\
         [[event]]\nid = \"signing\"\nkind = \"signed\"\nobject = \"Harbour Convention\"\ndate = \"1992\"\nsource = \"minute\"\nat = [1]\n\n\
         [[event]]\nid = \"founding\"\nkind = \"founded\"\nobject = \"River Commission\"\ndate = \"1988\"\nsource = \"minutes\"\nat = [2]\n",
    );
    workspace.run(&["records", "check"]).expect(
        1,
        &[
            "records/places.toml:3: norland: the name `Norland` is that of `sudland` too",
            "records/more.toml:4: sudland: entity: paragraph 2: no name stands there; looked for Sudland",
            "records/more.toml:11: signing: there is no source `minute`; did you mean `minutes`?",
            "records/more.toml:19: founding: event: paragraph 2: no date there agrees with 1988",
            "locators that do not hold: 2; other faults: 2",
        ],
    );
    let run = workspace.run(&["records", "check", "records/more.toml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["faults"][0]["path"], "records/more.toml");
    assert_eq!(
        report["faults"].as_array().map(Vec::len),
        Some(3),
        "{report:#}"
    );
    workspace.write(
        "records/more.toml",
        "format = 1\n[[place]]\nid = \"x\"\nnames = \"X\"\n",
    );
    workspace.run(&["records", "check", "records"]).expect(
        1,
        &[
            "records/more.toml:4: unknown field `names`",
            "did you mean `name`?",
        ],
    );
    workspace
        .run(&["records", "check", "gone.toml"])
        .expect(2, &["gone.toml: cannot be read"]);
}

#[test]
fn what_is_suggested_is_sound() {
    let workspace = workspace();
    workspace
        .run(&["records", "suggest", "-o", "records/review.toml"])
        .expect(0, &["to review; wrote records/review.toml"]);
    let path = workspace.path().join("records/review.toml");
    let written = fs::read_to_string(&path).expect("written");
    for part in [
        "name = \"Harbour Convention\"",
        "# sure: named",
        "# sources/minutes.txt, paragraph 1: ",
        "source = \"minutes\"\nat = [1]",
        "kind = \"signed\"\ndate = \"1991-05-14\"",
        "# doubtful: the sources disagree",
        "disputed = [\"1987-06\"]",
    ] {
        assert!(written.contains(part), "no {part:?} in:\n{written}");
    }
    // What has a record is not suggested.
    assert!(!written.contains("name = \"Norland\""), "{written}");
    workspace
        .run(&["records", "check"])
        .expect(0, &["other faults: 0"]);
    // Now everything has a record.
    workspace
        .run(&["records", "suggest"])
        .expect(0, &["0 entities and 0 events to review"]);
    workspace
        .run(&["records", "suggest", "-o", "records/review.toml"])
        .expect(2, &["is there already"]);
}

#[test]
fn one_can_be_asked_for() {
    let workspace = workspace();
    let run = workspace.run(&["records", "suggest", "--entity", "HC"]);
    run.expect(0, &["1 entities and 0 events", "acronyms = [\"HC\"]"]);
    assert!(!run.out.contains("[[event]]"), "{}", run.out);
    let run = workspace.run(&["records", "suggest", "--event", "signed"]);
    // An event comes with those who take part in it.
    run.expect(0, &["[[event]]", "name = \"Harbour Convention\""]);
    assert!(!run.out.contains("River Commission"), "{}", run.out);
    workspace
        .run(&["records", "suggest", "--entity", "Nobody"])
        .expect(2, &["nothing new that is called Nobody"]);
}

#[test]
fn a_record_with_a_source_leads_to_its_paragraph() {
    let workspace = workspace();
    workspace.write(
        "records/conventions.toml",
        "format = 1\n[[agreement]]\nid = \"hc\"\nname = \"Harbour Convention\"\nacronyms = [\"HC\"]\nsource = \"minutes\"\n\
         [[agreement.date]]\nkind = \"signed\"\nvalue = \"1991-05-14\"\nat = [1]\n",
    );
    workspace.write(
        "a.md",
        "The Harbour Convention was signed on 15 May 1991.\n",
    );
    workspace
        .run(&["check", "a.md"])
        .expect(1, &["minutes, paragraph 1", "14 May 1991"]);
}
