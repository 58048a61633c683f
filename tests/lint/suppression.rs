//! Suppression comments: what they silence, and what is said of those that are wrong.

use super::Workspace;

const BAD: &str = "They met on 31 June 2001 in Moscow.\n";

fn check(text: &str, config: &str) -> (i32, Vec<String>, usize) {
    let workspace = Workspace::new([("a.md", text), ("policy-ls.toml", config)]);
    let run = workspace.run(&["check", "a.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let draft = &report["drafts"][0];
    let codes = draft["diagnostics"].as_array().expect("an array").iter();
    let codes = codes.map(|it| it["code"].as_str().unwrap_or_default().to_owned());
    let silenced = draft["suppressed"].as_array().expect("an array").len();
    (run.code, codes.collect(), silenced)
}

#[test]
fn the_next_block_the_line_a_range_and_the_whole_draft() {
    for text in [
        format!("<!-- policy-ls: ignore date-impossible reason=\"as printed\" -->\n{BAD}"),
        format!("<!-- policy-ls: ignore -->\n\n{BAD}"),
        "They met on 31 June 2001 <!-- policy-ls: ignore date-impossible --> in Moscow.\n".into(),
        format!(
            "<!-- policy-ls: ignore-start date-impossible -->\n\nOne.\n\n{BAD}\n<!-- policy-ls: ignore-end -->\n"
        ),
        format!("{BAD}\n<!-- policy-ls: ignore-file date-impossible -->\n"),
    ] {
        assert_eq!(check(&text, ""), (0, vec![], 1), "{text}");
    }
}

#[test]
fn what_stands_elsewhere_is_still_told() {
    let text = format!(
        "<!-- policy-ls: ignore date-impossible -->\n{BAD}\nOn 31 April 2002 they met again.\n"
    );
    assert_eq!(check(&text, ""), (1, vec!["date-impossible".into()], 1));
    // The same mistake twice is told once, wherever the first of them is silenced.
    let text = format!("<!-- policy-ls: ignore date-impossible -->\n{BAD}\n{BAD}");
    assert_eq!(check(&text, ""), (1, vec!["date-impossible".into()], 1));
}

#[test]
fn a_misspelt_rule_is_answered_with_the_nearest() {
    let text = format!("<!-- policy-ls: ignore date-imposible -->\n{BAD}");
    let workspace = Workspace::new([("a.md", &*text)]);
    workspace.run(&["check", "a.md"]).expect(
        1,
        &[
            "suppression-unknown-rule",
            "There is no rule `date-imposible`",
            "Did you mean `date-impossible`?",
            "date-impossible]: ",
        ],
    );
}

#[test]
fn unused_and_malformed_comments_are_findings() {
    let text = "<!-- policy-ls: ignore date-impossible -->\nNothing.\n";
    assert_eq!(check(text, ""), (1, vec!["suppression-unused".into()], 0));
    let text = "<!-- policy-ls: ignore-end -->\n";
    assert_eq!(
        check(text, ""),
        (1, vec!["suppression-malformed".into()], 0)
    );
    // Of a rule that does not run nobody knows whether it would have found something.
    let text = "<!-- policy-ls: ignore date-impossible -->\nNothing.\n";
    let off = "[rules]\ndate-impossible = \"off\"\n";
    assert_eq!(check(text, off), (0, vec![], 0));
}

#[test]
fn a_reason_may_be_required() {
    let config = "require-reason = true\n";
    let without = format!("<!-- policy-ls: ignore date-impossible -->\n{BAD}");
    assert_eq!(
        check(&without, config),
        (1, vec!["suppression-without-reason".into()], 1)
    );
    let with = format!("<!-- policy-ls: ignore date-impossible reason=“as printed” -->\n{BAD}");
    assert_eq!(check(&with, config), (0, vec![], 1));
}

#[test]
fn a_comment_without_names_may_be_there_for_a_rule_that_does_not_run() {
    let text = format!("<!-- policy-ls: ignore reason=\"as printed\" -->\n{BAD}");
    let workspace = Workspace::new([("a.md", &*text)]);
    for arguments in [
        &["check", "a.md", "--ignore", "date-impossible"][..],
        &["check", "a.md", "--select", "suppression-unused"],
        &["check", "a.md", "--ignore", "date-*", "--fix"],
    ] {
        workspace.run(arguments).expect(0, &[]);
    }
    let now = std::fs::read_to_string(workspace.path().join("a.md")).expect("it is there");
    assert_eq!(now, text);
    let off = "[[overrides]]\npaths = [\"a.md\"]\nrules = { date-impossible = \"off\" }\n";
    assert_eq!(check(&text, off), (0, vec![], 0));
    // For a source that nobody asks for as long as `--require-source` is not given.
    let claim =
        "<!-- policy-ls: ignore -->\nChina and Russia signed the Treaty of Xanadu on 3 May 2001.\n";
    assert_eq!(check(claim, ""), (0, vec![], 0));
    // Where no rule would find anything, it silences nothing.
    let idle = "<!-- policy-ls: ignore -->\nNothing.\n";
    assert_eq!(check(idle, ""), (1, vec!["suppression-unused".into()], 0));
}

#[test]
fn ranges_of_two_rules_may_cross() {
    let text = format!(
        "<!-- policy-ls: ignore-start date-impossible -->\n\n{BAD}\n\
         <!-- policy-ls: ignore-start weekday-mismatch -->\n\nOn Monday, 3 May 2001, they met.\n\n\
         <!-- policy-ls: ignore-end date-impossible -->\n\nOn 31 April 2002 they met.\n\n\
         <!-- policy-ls: ignore-end weekday-mismatch -->\n"
    );
    assert_eq!(check(&text, ""), (1, vec!["date-impossible".into()], 2));
}

#[test]
fn a_range_that_silences_nothing_goes_whole() {
    let mend = |text: &str| {
        let workspace = Workspace::new([("a.md", text)]);
        workspace.run(&["check", "a.md", "--fix"]).expect(0, &[]);
        std::fs::read_to_string(workspace.path().join("a.md")).expect("it is there")
    };
    let range = |names: &str, end: &str| {
        format!(
            "One.\n\n<!-- policy-ls: ignore-start {names} -->\n\n{BAD}\n<!-- policy-ls: ignore-end{end} -->\n\nTwo.\n"
        )
    };
    let idle = range("date-conflict", "").replace("31 June", "30 June");
    assert_eq!(
        mend(&idle),
        "One.\n\n\nThey met on 30 June 2001 in Moscow.\n\n\nTwo.\n"
    );
    let bare = "One.\n\n<!-- policy-ls: ignore-start -->\n<!-- policy-ls: ignore-end -->\n\nTwo.\n";
    assert!(!mend(bare).contains("policy-ls"), "{}", mend(bare));
    // Names that silence nothing go at both ends.
    let both = range(
        "date-impossible, date-conflict",
        " date-conflict date-impossible",
    );
    assert_eq!(mend(&both), range("date-impossible", " date-impossible"));
}

#[test]
fn what_is_silenced_and_what_is_told_are_two_findings() {
    let text = format!("{BAD}\n<!-- policy-ls: ignore date-impossible -->\n{BAD}");
    let workspace = Workspace::new([("a.md", &*text)]);
    let run = workspace.run(&["check", "a.md", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    let draft = &report["drafts"][0];
    let told = &draft["diagnostics"][0]["fingerprint"];
    let silenced = &draft["suppressed"][0]["finding"]["fingerprint"];
    assert!(told.is_string() && silenced.is_string());
    assert_ne!(told, silenced);
}
