//! What is kept of sources, through the real binary: warm the second time, killed at many moments, several at once.

use std::fs;
use std::time::Instant;

use super::Workspace;

const DRAFT: &str =
    "The rules say: “The board of quay 17 shall mend lamp 119 and every other before dusk.”\n";

/// Sources large enough to be kept.
fn workspace() -> Workspace {
    let line = |n: usize| {
        format!(
            "The board of quay {n} shall mend lamp {} and no other before dusk.\n\n",
            n * 7
        )
    };
    let source: String = (0..5_000).map(line).collect();
    Workspace::new([
        (
            "policy-ls.toml",
            "sources = [\"s.md\"]\ncache = \".kept\"\n",
        ),
        ("s.md", &source),
        ("draft.md", DRAFT),
    ])
}

fn check(workspace: &Workspace) -> String {
    let run = workspace.run(&["check", "draft.md"]);
    run.expect(1, &["quotation-altered", "“every”"]);
    assert_eq!(run.err, "", "nothing to tell of the cache");
    run.out
}

#[test]
fn what_was_read_is_kept_looked_at_and_removed() {
    let workspace = workspace();
    let first = check(&workspace);
    workspace
        .run(&["cache", "info"])
        .expect(0, &[".kept: ", " in 1 word index file for 1 workspace"]);
    assert_eq!(check(&workspace), first);
    // A directory is walked without the cache, and the cache is marked as one.
    assert!(workspace.path().join(".kept/CACHEDIR.TAG").exists());
    workspace.run(&["cache", "dir"]).expect(0, &[".kept\n"]);
    workspace.run(&["cache", "clear"]).expect(0, &["removed"]);
    workspace
        .run(&["cache", "info"])
        .expect(0, &["0 bytes in 0 word index files"]);
    let run = workspace.run(&["check", "draft.md", "--no-cache"]);
    assert_eq!((run.out, run.err), (first.clone(), String::new()));
    workspace
        .run(&["cache", "info"])
        .expect(0, &["0 bytes in 0"]);
    let run = workspace.run(&["check", "draft.md", "--cache-dir", "other"]);
    assert_eq!((run.out, run.err), (first.clone(), String::new()));
    assert!(workspace.path().join("other/words").is_dir());
    // What cannot be used is told once, and the check goes on.
    let run = workspace.run(&["check", "draft.md", "--cache-dir", "s.md/below"]);
    assert_eq!(run.out, first);
    assert_eq!(run.err.matches("cannot be used").count(), 1, "{}", run.err);
}

#[test]
fn killed_at_any_moment_it_starts_well_again() {
    let workspace = workspace();
    let start = Instant::now();
    let first = check(&workspace);
    let whole = start.elapsed();
    for moment in 1..10 {
        workspace.run(&["cache", "clear"]).expect(0, &[]);
        let mut child = workspace.command(&["check", "draft.md"]);
        let mut child = child
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it runs");
        std::thread::sleep(whole * moment / 10);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it ended");
        assert_eq!(check(&workspace), first);
    }
}

#[test]
fn two_at_once_share_a_cache() {
    let workspace = workspace();
    let first = check(&workspace);
    workspace.run(&["cache", "clear"]).expect(0, &[]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(check(&workspace), first));
        }
    });
}

/// What `--verbose` says of drafts that were known.
fn known(workspace: &Workspace, arguments: &[&str]) -> (String, usize) {
    let mut all = vec!["check", "--verbose"];
    all.extend(arguments);
    let run = workspace.run(&all);
    let said = run.err.split("drafts read, ").nth(1).unwrap_or_default();
    let number = said.split(' ').next().unwrap_or_default().parse();
    (run.out, number.unwrap_or_else(|_| panic!("{}", run.err)))
}

const DATED: &str = "The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.\n";

#[test]
fn findings_of_unchanged_drafts_are_known_and_the_same() {
    let source = "# Talks\n\nThe Quay Accord was signed in Oslo on 5 May 1999.\n";
    let config = "sources = [\"sources\"]\n";
    let own = "# Brief\n\nThe Quay Accord was signed in Oslo on 5 May 1998.\n\n<!-- policy-ls: ignore date-impossible reason=\"so it says\" -->\nThey met on 31 June 2001.\n";
    let workspace = Workspace::new([
        ("policy-ls.toml", config),
        ("sources/s.md", source),
        ("a.md", DATED),
        ("b.md", own),
        ("c.md", "Nothing.\n"),
    ]);
    for format in [
        "text", "json", "sarif", "concise", "gitlab", "junit", "html",
    ] {
        let arguments = [".", "--format", format];
        let fresh = known(&workspace, &[&arguments[..], &["--no-cache"]].concat());
        assert_eq!(fresh.1, 0, "{format}");
        let first = known(&workspace, &arguments).0;
        let again = known(&workspace, &arguments);
        assert_eq!((&first, &again.0), (&fresh.0, &fresh.0), "{format}");
        assert_eq!(again.1, if format == "html" { 0 } else { 3 }, "{format}");
    }
    // One draft changes, and comes back.
    workspace.write("c.md", "Nothing else.\n");
    assert_eq!(known(&workspace, &["."]).1, 2);
    assert_eq!(known(&workspace, &["c.md"]).1, 1);
    workspace.write("c.md", "Nothing.\n");
    assert_eq!(known(&workspace, &["."]).1, 3);
    // Whatever decides what is found makes all of them new: settings, the draft's name, records, sources.
    assert_eq!(known(&workspace, &[".", "--ignore", "date-conflict"]).1, 0);
    fs::rename(workspace.path().join("a.md"), workspace.path().join("d.md")).expect("renamed");
    assert_eq!(known(&workspace, &["d.md"]).1, 0);
    let changed = source.replace("1999", "1998");
    workspace.write("sources/s.md", &changed);
    let (out, number) = known(&workspace, &["b.md"]);
    assert!(number == 0 && !out.contains("date-conflict"), "{out}");
}

#[test]
fn damaged_findings_are_found_anew() {
    let workspace = Workspace::new([("a.md", DATED)]);
    let first = known(&workspace, &["a.md"]).0;
    assert!(first.contains("date-conflict"));
    assert_eq!(known(&workspace, &["a.md"]), (first.clone(), 1));
    let results = workspace.path().join(".cache/policy-ls/results");
    let file = fs::read_dir(results).expect("it is there").next();
    let file = file.expect("a file").expect("a file").path();
    let whole = fs::read(&file).expect("it is there");
    let mut wrong = whole.clone();
    let at = whole.len() / 2;
    wrong[at] ^= 1;
    for bytes in [&wrong[..], &whole[..at], b"foreign", b""] {
        fs::write(&file, bytes).expect("written");
        assert_eq!(known(&workspace, &["a.md"]), (first.clone(), 0));
        assert_eq!(known(&workspace, &["a.md"]), (first.clone(), 1));
    }
}
