//! Every case that the protocol makes of a server, and every manner, has a test that names it. The cases are numbered;
//! a test says in its name which one it is about (`case_17_…`), here, beside the code or in `tests/lsp_process.rs`:
//!
//! | | case | | case |
//! |---|---|---|---|
//! | 1 | shutdown, then exit | 17 | cancel |
//! | 2 | exit without shutdown | 18 | columns and lines that are not there |
//! | 3 | a request after shutdown | 19 | encodings of columns |
//! | 4 | the input ends; signals | 20 | what ends a line |
//! | 5 | the editor dies | 21 | changes apply in order |
//! | 6 | before initialize | 22 | a document never opened |
//! | 7 | initialize twice | 23 | opened twice, closed twice, version going back |
//! | 8 | no JSON | 24 | who owns diagnostics |
//! | 9 | half a surrogate pair | 25 | answers about what stands |
//! | 10 | headers as HTTP writes them | 26 | a client that can nothing |
//! | 11 | no length, a wrong one, a huge one | 27 | URIs as the client spells them |
//! | 12 | single bytes | 28 | size, depth, number |
//! | 13 | unknown requests | 29 | nobody reads |
//! | 14 | unknown notifications | 30 | idle |
//! | 15 | params of the wrong type | 31 | a crash |
//! | 16 | string ids | | |
//!
//! The manners stand in [`MANNERS`], each with its test.

use std::fs;
use std::path::{Path, PathBuf};

const CASES: u32 = 31;

/// A manner, and the test that shows it.
const MANNERS: [(&str, &str); 20] = [
    (
        "1,000 interleaved edits and requests",
        "a_thousand_edits_and_requests_end_as_a_fresh_text_does",
    ),
    (
        "stale results are never published",
        "case_24_older_findings_never_follow_newer_ones",
    ),
    (
        "no squiggle chases the cursor",
        "case_24_what_newly_appears_where_one_types_is_held",
    ),
    (
        "a full document is replaced; edits out of range are clamped",
        "case_21_changes_apply_in_order",
    ),
    (
        "a change to a document never opened is logged and ignored",
        "what_is_logged_is_told_by_its_level",
    ),
    (
        "cancel answers at once and stops the work",
        "case_17_a_cancelled_check_that_nobody_wants_stops",
    ),
    (
        "nothing is cancelled because an edit is queued",
        "case_17_nothing_is_cancelled_because_an_edit_is_queued",
    ),
    (
        "a request that panics gets one error",
        "case_31_a_question_that_crashes",
    ),
    (
        "a handler never waits for the client",
        "a_client_that_answers_nothing_is_served",
    ),
    (
        "line ends, tabs, emoji, marks, directions, NUL, 1 MB",
        "every_request_survives_any_text_and_any_place",
    ),
    ("sessions of real editors", "recorded_sessions_are_answered"),
    (
        "an open source wins over the disk",
        "findings_follow_a_source_as_it_is_typed_and_the_disk_when_it_is_closed",
    ),
    (
        "what is broken half-way changes nothing",
        "records_and_settings_follow_too_and_broken_ones_change_nothing",
    ),
    (
        "files are watched where the client does not",
        "sources_records_and_settings_are_watched",
    ),
    (
        "reading can be stopped and goes on when asked",
        "reading_is_stopped_when_somebody_does_not_wait_and_goes_on_when_asked",
    ),
    (
        "as much is told as the client asks for",
        "messages_are_told_as_far_as_the_client_wants",
    ),
    (
        "never pulled and pushed",
        "case_24_who_pulls_gets_none_pushed",
    ),
    (
        "fixes carry the version they are for",
        "fixes_carry_the_version_they_are_for",
    ),
    (
        "several roots, each with its own library",
        "several_roots_each_with_its_own_library",
    ),
    (
        "command line and editor agree",
        "command_line_and_editor_agree_over_all_drafts",
    ),
];

/// Every method that the server answers or sends: each is spoken in some test here.
const METHODS: [&str; 46] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/completion",
    "completionItem/resolve",
    "textDocument/codeAction",
    "codeAction/resolve",
    "textDocument/rename",
    "textDocument/prepareRename",
    "textDocument/documentSymbol",
    "workspace/symbol",
    "textDocument/documentLink",
    "documentLink/resolve",
    "textDocument/codeLens",
    "textDocument/inlayHint",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/diagnostic",
    "workspace/diagnostic",
    "textDocument/publishDiagnostics",
    "workspace/diagnostic/refresh",
    "workspace/codeLens/refresh",
    "workspace/inlayHint/refresh",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeConfiguration",
    "workspace/configuration",
    "workspace/didChangeWorkspaceFolders",
    "workspace/willRenameFiles",
    "workspace/executeCommand",
    "client/registerCapability",
    "window/workDoneProgress/create",
    "window/workDoneProgress/cancel",
    "window/showDocument",
    "window/showMessage",
    "window/logMessage",
    "$/progress",
    "$/setTrace",
    "$/logTrace",
    "$/cancelRequest",
    "policy-ls/library",
    "policy-ls/chronology",
    "policy-ls/claims",
];

/// The names of all tests that speak of the server.
fn tests() -> Vec<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![
        here.join("../../tests/lsp_process.rs"),
        here.join("../../tests/lint/agreement.rs"),
    ];
    for folder in ["tests", "src", "src/session", "src/handlers"] {
        let entries = fs::read_dir(here.join(folder)).expect("a folder");
        files.extend(entries.map(|it| it.expect("an entry").path()));
    }
    let names = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().map(|line| line.trim().to_owned());
        let lines: Vec<_> = lines.collect();
        let pairs = lines.windows(2);
        let tests = pairs.filter(|pair| pair[0].ends_with("test]"));
        let name = |line: &str| Some(line.split_once("fn ")?.1.split('(').next()?.to_owned());
        tests.filter_map(|pair| name(&pair[1])).collect::<Vec<_>>()
    };
    let files = files
        .iter()
        .filter(|it| it.extension().is_some_and(|it| it == "rs"));
    files.flat_map(names).collect()
}

#[test]
fn every_case_has_a_test_that_says_so() {
    let tests = tests();
    let missing: Vec<_> = (1..=CASES)
        .filter(|case| {
            let begin = format!("case_{case}_");
            !tests.iter().any(|it| it.starts_with(&begin))
        })
        .collect();
    assert_eq!(missing, [0; 0], "cases without a test");
}

#[test]
fn every_manner_has_a_test() {
    let tests = tests();
    let missing: Vec<_> = MANNERS
        .iter()
        .filter(|(_, test)| !tests.iter().any(|it| it == test))
        .collect();
    assert!(missing.is_empty(), "manners without a test: {missing:?}");
}

#[test]
fn every_method_is_spoken_in_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = fs::read_dir(folder).expect("a folder");
    let files = files.map(|it| it.expect("an entry").path());
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/harness/mod.rs");
    let others = files
        .filter(|it| !it.ends_with("cases.rs"))
        .chain([harness]);
    let texts: Vec<_> = others
        .filter_map(|it| fs::read_to_string(it).ok())
        .collect();
    let missing: Vec<_> = METHODS
        .iter()
        .filter(|method| {
            let quoted = format!("\"{method}\"");
            !texts.iter().any(|text| text.contains(&quoted))
        })
        .collect();
    assert!(missing.is_empty(), "methods without a test: {missing:?}");
}
