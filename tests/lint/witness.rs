//! A text is no witness for itself: drafts among the sources, and drafts that are sources, are noticed.

use super::Workspace;

const TEXT: &str = "The Harbour Convention was signed by Norland on 14 May 1991.\n";

#[test]
fn a_folder_of_drafts_among_the_sources_is_noticed() {
    let workspace = Workspace::new([
        ("sources/minutes.md", TEXT),
        ("sources/drafts/a.md", TEXT),
        (
            "sources/drafts/b.md",
            "The Harbour Convention was signed in 1992.\n",
        ),
    ]);
    workspace.run(&["init"]).expect(
        0,
        &[
            "sources/drafts looks like a folder of drafts",
            "no witness for itself",
        ],
    );
    workspace.run(&["check", "sources/drafts"]).expect(
        2,
        &["sources/drafts: problem: holds no drafts, only 2 of the sources"],
    );
    workspace.run(&["check", "sources/drafts/b.md"]).expect(
        0,
        &["is a source of its workspace", "no witness for itself"],
    );
    workspace.write(
        "policy-ls.toml",
        "format = 1\nsources = [\"sources\"]\ndrafts = [\"sources/drafts\", \"briefs\"]\n",
    );
    workspace.write(
        "briefs/c.md",
        "The Harbour Convention was signed in 1991.\n",
    );
    let run = workspace.run(&["check", "."]);
    run.expect(
        0,
        &[
            "policy-ls.toml:3: problem: drafts: `sources/drafts` means sources/drafts/a.md and one more",
            "keep drafts and sources in folders of their own",
        ],
    );
    workspace.run(&["check", ".", "--strict"]).expect(2, &[]);
}

#[test]
fn a_copy_of_a_source_is_noticed() {
    let long = format!(
        "{TEXT}\n{}",
        "The parties keep the harbour open. ".repeat(12)
    );
    let workspace = Workspace::new([
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        ("sources/minutes.md", long.as_str()),
        ("a.md", long.as_str()),
        ("b.md", "The Harbour Convention was signed in 1991.\n"),
    ]);
    // Also where its findings are known.
    for _ in 0..2 {
        let run = workspace.run(&["check", "."]);
        run.expect(
            0,
            &["a.md: problem: is word for word the source sources/minutes.md"],
        );
        assert!(!run.out.contains("b.md: problem"), "{}", run.out);
    }
}
