//! What is kept of sources, through the real binary: warm the second time, killed at many moments, several at once.

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
