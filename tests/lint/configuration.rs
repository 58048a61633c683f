//! Configuration: what it decides, and errors that help.

use super::Workspace;

const DRAFT: (&str, &str) = ("draft.md", "Nothing much happened.\n");

#[track_caller]
fn error(config: &str, parts: &[&str]) {
    Workspace::new([DRAFT, ("policy-ls.toml", config)])
        .run(&["check", "draft.md"])
        .expect(2, parts);
}

#[test]
fn an_error_names_file_line_and_the_nearest_right_key() {
    error(
        "format = 1\nsourcse = []\n",
        &["policy-ls.toml:2: ", "Did you mean `sources`?"],
    );
    error(
        "format = 1\nsources = [\n  \"a[\",\n]\n",
        &["policy-ls.toml:3: bad glob `a[`"],
    );
    error(
        "format = 1\nbuiltin = \"yes\"\n",
        &["policy-ls.toml:2: invalid type"],
    );
    error(
        "[rules]\ndate-conflct = \"off\"\n",
        &["policy-ls.toml:2: there is no rule"],
    );
    error(
        "format = 9\nshiny = 1\n",
        &["policy-ls.toml:1: format 9 is not known"],
    );
    error("format = \n", &["policy-ls.toml:1: "]);
    error(
        "document-date = \"last May\"\n",
        &["policy-ls.toml:1: `last May` is not a date"],
    );
}

#[test]
fn one_record_for_two_sources_of_one_stem_is_an_error() {
    let workspace = Workspace::new([
        DRAFT,
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        ("sources/a.md", "A.\n"),
        ("sources/a.txt", "A.\n"),
    ]);
    // As long as no record speaks of one of them, both are sources.
    workspace
        .run(&["check", "draft.md"])
        .expect(0, &["2 sources;"]);
    workspace.write("sources/a.source.toml", "format = 1\n");
    workspace.run(&["check", "draft.md"]).expect(
        2,
        &[
            "sources/a.md and sources/a.txt have one stem",
            "a.source.toml",
        ],
    );
}

#[test]
fn the_builtin_library_is_used_exactly_when_no_sources_are_configured() {
    let bare = Workspace::new([DRAFT]);
    bare.run(&["check", "draft.md"])
        .expect(0, &["built-in library: China-Russia relations 1949-2022; "]);
    let files = [
        DRAFT,
        ("s.md", "A.\n"),
        ("policy-ls.toml", "sources = [\"s.md\"]\n"),
    ];
    let own = Workspace::new(files);
    own.run(&["check", "draft.md"])
        .expect(0, &["library of this workspace: 1 source; "]);
    own.write("policy-ls.toml", "sources = [\"s.md\"]\nbuiltin = true\n");
    own.run(&["check", "draft.md"])
        .expect(0, &["2022, with 1 source of this workspace; "]);
    own.write("policy-ls.toml", "builtin = false\n");
    own.run(&["check", "draft.md"]).expect(0, &["no library; "]);
}

#[test]
fn a_source_is_not_checked_and_wins_over_drafts() {
    let workspace = Workspace::new([
        DRAFT,
        (
            "policy-ls.toml",
            "sources = [\"s.md\"]\ndrafts = [\"*.md\"]\n",
        ),
        ("s.md", "Nothing.\n"),
        ("deep/other.md", "Nothing.\n"),
    ]);
    let run = workspace.run(&["check", ".", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let drafts = report["drafts"].as_array().expect("an array");
    let paths: Vec<&str> = drafts
        .iter()
        .filter_map(|draft| draft["path"].as_str())
        .collect();
    assert_eq!(paths, ["draft.md"]);
    workspace.run(&["check", "s.md"]).expect(
        0,
        &[
            "s.md: problem: is a source of its workspace",
            "no drafts were checked",
        ],
    );
}

#[test]
fn only_a_configuration_that_was_named_leads_out_of_its_directory() {
    let workspace = Workspace::new([
        ("w/draft.md", "Nothing.\n"),
        ("w/policy-ls.toml", "format = 1\nsources = [\"../s.md\"]\n"),
        ("s.md", "A.\n"),
    ]);
    workspace.run(&["check", "w/draft.md"]).expect(
        2,
        &[
            "policy-ls.toml:2: `../s.md` leads out of the workspace",
            "--config",
        ],
    );
    workspace
        .run(&["check", "w/draft.md", "--config", "w/policy-ls.toml"])
        .expect(0, &["1 source; "]);
}

#[test]
fn a_named_configuration_must_be_there() {
    Workspace::new([DRAFT])
        .run(&["check", "draft.md", "--config", "no.toml"])
        .expect(2, &["no.toml: cannot be read: there is no such file"]);
}

#[test]
fn an_argument_that_is_no_date_is_refused() {
    Workspace::new([DRAFT])
        .run(&["check", "draft.md", "--document-date", "soon"])
        .expect(2, &["`soon` is not a date"]);
}

#[test]
fn a_configuration_where_the_command_was_given_holds_below() {
    let workspace = Workspace::new([
        ("policy-ls.toml", "format = 1\nsources = [\"s.md\"]\n"),
        ("s.md", "A.\n"),
        ("deep/er/draft.md", "Nothing.\n"),
    ]);
    for path in ["deep", "deep/er/draft.md", "."] {
        workspace
            .run(&["check", path])
            .expect(0, &["library of this workspace: 1 source; "]);
    }
}

#[test]
fn a_source_can_be_required() {
    let workspace = Workspace::new([
        ("draft.md", "The River Commission was dissolved in 2009.\n"),
        ("policy-ls.toml", "sources = [\"s.md\"]\n"),
        ("s.md", "The River Commission was founded in May 1987.\n"),
    ]);
    workspace.run(&["check", "draft.md"]).expect(0, &[]);
    workspace
        .run(&["check", "draft.md", "--require-source"])
        .expect(1, &["warning[date-unsupported]"]);
}

#[test]
fn an_override_without_paths_is_refused() {
    let rules = "rules = { date-conflict = \"off\" }\n";
    error(
        &format!("format = 1\n[[overrides]]\n{rules}"),
        &["policy-ls.toml:2", "has no `paths`"],
    );
    error(
        &format!("[[overrides]]\npaths = []\n{rules}"),
        &["has no `paths`"],
    );
}
