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
