//! `policy-ls init` and `policy-ls sources`: a folder of sources becomes a workspace, and says what is in it.

use std::fs;
use std::path::Path;

use super::Workspace;

fn document(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/documents");
    fs::read(folder.join(name)).expect("a document of the project")
}

fn folder() -> Workspace {
    let workspace = Workspace::new([
        ("brief.md", "The Mara River Commission met in Tarn.\n"),
        (
            "sources/minutes.txt",
            "The Convention on the Use of the Mara was signed on 14 May 1991.\n",
        ),
    ]);
    workspace.write("sources/commission.docx", document("commission.docx"));
    workspace.write("sources/columns.pdf", document("columns.pdf"));
    workspace.write("sources/encrypted.pdf", document("encrypted.pdf"));
    workspace
}

#[test]
fn init_says_what_was_found_and_what_to_review() {
    let workspace = folder();
    workspace.run(&["init"]).expect(
        0,
        &[
            "Wrote policy-ls.toml",
            "Read 3 sources (1 docx, 1 pdf, 1 txt)",
            "sources/encrypted.pdf: is encrypted",
            "The sources disagree; review these first:",
            "Convention on the Use of the Mara",
            "1991-05-12",
            "1991-05-14",
        ],
    );
    let written = fs::read_to_string(workspace.path().join("policy-ls.toml")).expect("written");
    assert!(written.contains("sources = [\"sources\"]"), "{written}");
    workspace
        .run(&["check", "."])
        .expect(0, &["library of this workspace: 3 sources"]);
    // What stands there is never written over.
    workspace
        .run(&["init"])
        .expect(2, &["policy-ls.toml is there already"]);
}

#[test]
fn init_asks_for_sources_of_their_own() {
    let empty = Workspace::new([("brief.md", "")]);
    empty
        .run(&["init"])
        .expect(2, &["policy-ls init DIRECTORY"]);
    empty
        .run(&["init", "nowhere"])
        .expect(2, &["nowhere: there is no such file"]);
    empty
        .run(&["init", "."])
        .expect(2, &["a directory of their own"]);
    empty.run(&["init", ".."]).expect(2, &["lies outside"]);
    assert!(!empty.path().join("policy-ls.toml").exists());
}

#[test]
fn sources_are_listed_shown_and_verified() {
    let workspace = folder();
    workspace.write("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n");
    workspace.write(
        "sources/minutes.source.toml",
        "format = 1\nsha256 = \"00\"\n",
    );
    let run = workspace.run(&["sources", "list", "--format", "json"]);
    run.expect(0, &[]);
    let listing: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let of = |name: &str| {
        let sources = listing["sources"].as_array().expect("a list");
        sources
            .iter()
            .find(|source| source["path"] == name)
            .expect("it is listed")
            .clone()
    };
    assert_eq!(listing["schema_version"], 1);
    assert_eq!(of("sources/columns.pdf")["pages"], 3);
    assert_eq!(
        of("sources/columns.pdf")["title"],
        "Thirty years of a river commission"
    );
    assert_eq!(of("sources/minutes.txt")["words"], 14);
    assert!(
        of("sources/commission.docx")["events"].as_u64() >= Some(2),
        "{listing:#}"
    );
    workspace.run(&["sources", "list"]).expect(
        0,
        &["commission.docx", "encrypted.pdf: problem: is encrypted"],
    );
    workspace
        .run(&["sources", "show", "sources/columns.pdf", "--at", "page 3"])
        .expect(0, &["Appendix 10. What remains open"]);
    workspace
        .run(&["sources", "show", "minutes", "--at", "1"])
        .expect(0, &["14 May 1991"]);
    workspace
        .run(&["sources", "show", "minutes", "--at", "page 9"])
        .expect(2, &["has no such page: 9"]);
    workspace
        .run(&["sources", "show", "nothing"])
        .expect(2, &["is no source of this workspace"]);
    workspace.run(&["sources", "verify"]).expect(
        1,
        &[
            "minutes.txt: is NOT the file",
            "columns.pdf: its record states no SHA-256",
        ],
    );
}

#[test]
fn a_source_is_added_with_its_record() {
    let workspace = Workspace::new([
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        (
            "sources/minutes.txt",
            "The River Commission met in Tarn in 1990.\n",
        ),
        (
            "inbox/speech.md",
            "The Harbour Convention was signed on 14 May 1991.\n",
        ),
    ]);
    let run = workspace.run(&[
        "sources",
        "add",
        "inbox/speech.md",
        "--title",
        "A \"Word\"",
        "--rank",
        "primary",
        "--date",
        "1991-05-15",
        "--embargo-until",
        "2031",
        "--format",
        "json",
    ]);
    run.expect(0, &[]);
    let added: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(added["path"], "sources/speech.md");
    assert_eq!(added["words"], 9);
    let record = fs::read_to_string(workspace.path().join("sources/speech.source.toml"));
    let record = record.expect("written");
    for part in [
        "title = 'A \"Word\"'",
        "rank = \"primary\"",
        "embargo-until = \"2031\"",
        "sha256 = \"",
    ] {
        assert!(record.contains(part), "no {part:?} in {record}");
    }
    workspace
        .run(&["sources", "verify"])
        .expect(0, &["speech.md: is what its record describes"]);
    workspace
        .run(&["sources", "list"])
        .expect(0, &["A \"Word\"", "withheld"]);
    // Nothing is written over, and nothing shares a record.
    workspace
        .run(&["sources", "add", "inbox/speech.md"])
        .expect(2, &["sources/speech.md is there already", "--name STEM"]);
    workspace.write("inbox/minutes.md", "Minutes.\n");
    workspace
        .run(&["sources", "add", "inbox/minutes.md"])
        .expect(2, &["minutes.source.toml could mean either"]);
    workspace
        .run(&[
            "sources",
            "add",
            "inbox/minutes.md",
            "--name",
            "more",
            "--link",
        ])
        .expect(0, &["sources/more.md: added, 1 words"]);
    // What is there already only gets a record.
    workspace
        .run(&[
            "sources",
            "add",
            "sources/minutes.txt",
            "--author",
            "A. Holm",
        ])
        .expect(0, &["sources/minutes.txt: added"]);
    for (file, says) in [
        ("https://example.org/a.html", "uses no network"),
        ("inbox/gone.md", "cannot be read"),
        ("policy-ls.toml", "is not of a format"),
    ] {
        workspace.run(&["sources", "add", file]).expect(2, &[says]);
    }
    workspace
        .run(&[
            "sources",
            "add",
            "inbox/speech.md",
            "--name",
            "x",
            "--date",
            "soon",
        ])
        .expect(2, &["`soon` is not a date"]);
    assert!(!workspace.path().join("sources/x.md").exists());
}

#[test]
fn an_index_says_what_is_up_to_date() {
    let line = |n: usize| {
        format!(
            "The board of quay {n} shall mend lamp {} before dusk.\n\n",
            n * 7
        )
    };
    let large: String = (0..6_000).map(line).collect();
    let workspace = Workspace::new([
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        ("sources/a.md", large.as_str()),
        (
            "sources/b.md",
            "The River Commission met in Tarn in 1990.\n",
        ),
    ]);
    let index = || {
        let run = workspace.run(&["sources", "index", "--format", "json"]);
        run.expect(0, &[]);
        assert_eq!(run.err, "", "a bar is for terminals");
        let index: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        (index["current"].as_u64(), index["renewed"].as_u64())
    };
    assert_eq!(index(), (Some(0), Some(2)));
    assert_eq!(index(), (Some(2), Some(0)));
    workspace.write(
        "sources/b.md",
        "The River Commission met in Varn in 1990.\n",
    );
    workspace
        .run(&["sources", "list"])
        .expect(0, &["up to date", "read anew"]);
    workspace
        .run(&["sources", "index"])
        .expect(0, &["2 sources", "2 up to date, 0 read anew"]);
    let run = workspace.run(&["sources", "list", "--format", "json"]);
    let listing: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(listing["sources"][1]["kept"], "current");
    assert_eq!(listing["sources"][1]["problems"], serde_json::json!([]));
    for (command, key) in [
        (vec!["show", "b", "--at", "1"], "passages"),
        (vec!["verify"], "sources"),
        (vec!["forget", "sources/b.md"], "forgotten"),
    ] {
        let mut arguments = vec!["sources"];
        arguments.extend(command);
        arguments.extend(["--format", "json"]);
        let run = workspace.run(&arguments);
        let answer: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(answer["schema_version"], 1);
        assert_eq!(
            answer[key].as_array().map(|it| it.is_empty()),
            Some(false),
            "{answer:#}"
        );
    }
}
