//! What is printed, for people and for programs.

use std::io::{Read, Write};
use std::process::Stdio;

use super::Workspace;

#[test]
fn a_draft_on_another_subject_does_not_look_checked() {
    let workspace = Workspace::new([("draft.md", "The bakery opened its doors at dawn.\n")]);
    workspace.run(&["check", "draft.md"]).expect(
        0,
        &[
            "built-in library: ",
            "nothing here could be checked against it",
        ],
    );
}

#[test]
fn json_has_its_version_and_its_parts() {
    let workspace = Workspace::new([("b.md", "Nothing.\n"), ("a.md", "Nothing.\n")]);
    let run = workspace.run(&["check", ".", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["drafts"][0]["path"], "a.md");
    assert_eq!(report["drafts"][1]["path"], "b.md");
    assert!(report["problems"].as_array().is_some_and(Vec::is_empty));
    assert!(
        report["library"]
            .as_str()
            .is_some_and(|name| name.starts_with("built-in library: "))
    );
    assert!(report["coverage"]["claims"].is_u64());
}

#[test]
fn inspect_prints_json() {
    let workspace = Workspace::new([("a.md", "In 2001.\n")]);
    let run = workspace.run(&[
        "inspect",
        "a.md",
        "--format",
        "json",
        "--date",
        "2022-05-13",
    ]);
    let inspection: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(inspection["schema_version"], 1);
}

#[test]
fn schemas_are_json_schemas() {
    let workspace = Workspace::new([]);
    for of in ["config", "inspect", "check", "report"] {
        let run = workspace.run(&["schema", of]);
        let schema: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
        assert!(
            schema["$schema"].is_string() && schema["properties"].is_object(),
            "{of}"
        );
    }
}

#[test]
fn one_thread_and_many_print_the_same() {
    let workspace = Workspace::new([]);
    for number in 0..40 {
        workspace.write(
            &format!("d{}/{number}.md", number % 7),
            format!("On 31 June {} they met.\n", 1980 + number),
        );
    }
    let with = |threads: &str| {
        let mut command = workspace.command(&["check", ".", "--format", "json"]);
        command
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("it runs")
            .stdout
    };
    assert_eq!(with("1"), with("4"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let workspace = Workspace::new([("a.md", "Nothing.\n")]);
    for arguments in [
        &["check", "."][..],
        &["check", ".", "--format", "json"],
        &["schema", "config"],
        &["rules"],
    ] {
        let mut command = workspace.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && said.is_empty(),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_way_to_the_list() {
    Workspace::new([])
        .run(&["explain", "date-conflct"])
        .expect(2, &["there is no rule `date-conflct`", "policy-ls rules"]);
}

#[test]
fn without_arguments_and_terminal_it_serves() {
    let workspace = Workspace::new([]);
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    for arguments in [&[][..], &["serve"], &["--stdio"], &["serve", "--stdio"]] {
        let mut child = workspace
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(message.as_bytes()).expect("written");
        let output = child.stdout.take().expect("a pipe");
        let mut answer = [0; 16];
        { output }.read_exact(&mut answer).expect("an answer");
        assert_eq!(&answer, b"Content-Length: ", "{arguments:?}");
        // The editor is gone.
        drop(input);
        child.wait().expect("it ends");
    }
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let workspace = Workspace::new([]);
    let table = workspace.run(&["rules"]);
    let run = workspace.run(&["rules", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(list["schema_version"], 1);
    let rules = list["rules"].as_array().expect("an array");
    assert_eq!(rules.len() + 1, table.out.lines().count(), "and a head");
    for rule in rules {
        let code = rule["code"].as_str().expect("a code");
        assert!(table.out.contains(code), "{code}");
        assert_eq!(rule["profiles"].as_object().map(|it| it.len()), Some(5));
    }
    let of = |code: &str| rules.iter().find(|rule| rule["code"] == code);
    let conflict = of("date-conflict").expect("it is a rule");
    assert_eq!(
        (&conflict["severity"], &conflict["on"]),
        (&"error".into(), &true.into())
    );
    let unsupported = of("date-unsupported").expect("it is a rule");
    assert_eq!(unsupported["on"], false);
    assert!(unsupported["profiles"]["un"].is_null());
}

#[test]
fn an_inspection_tells_who_spoke_when_and_on_what_occasion() {
    let workspace = Workspace::new([
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"s\"]\nbuiltin = false\n",
        ),
        (
            "s/speech.md",
            "The harbour stays open to every ship in distress, by day and by night.\n",
        ),
        (
            "a.md",
            "At the opening of the Ansel Lock on 14 March 2021 Minister Paula Hesse said:\n\n\
             > The harbour stays open to every ship in distress.\n",
        ),
    ]);
    let run = workspace.run(&["inspect", "a.md"]);
    let inspection: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let quotation = &inspection["quotations"][0];
    assert_eq!(
        quotation["speaker"], "Minister Paula Hesse",
        "{quotation:#}"
    );
    assert_eq!(quotation["date"], "2021-03-14");
    assert_eq!(quotation["occasion"], "the opening of the Ansel Lock");
    assert_eq!(quotation["proven"], true);
}
