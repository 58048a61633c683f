//! Sources that are no text: documents made by real programs, beside others that cannot be read.

use std::fs;
use std::path::Path;

use super::Workspace;

const CONFIGURATION: (&str, &str) = ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n");
const WRONG: &str = "The Convention on the Use of the Mara was signed in Port Ellis on 12 May 1992.\n\n\
                     As Anna Holm said on 4 June 1994: \"We will not wait for a second flood, and we will not ask for another report.\"\n";

fn document(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/documents");
    fs::read(folder.join(name)).expect("a document of the project")
}

#[test]
fn a_brief_is_checked_against_each_kind_of_document() {
    for (name, place) in [
        ("commission.docx", "paragraph"),
        ("commission.html", "paragraph"),
        ("commission.pdf", "page 1"),
    ] {
        let workspace = Workspace::new([CONFIGURATION, ("brief.md", WRONG)]);
        let source = format!("sources/{name}");
        workspace.write(&source, document(name));
        for _again_from_the_cache in 0..2 {
            workspace.run(&["check", "brief.md"]).expect(
                1,
                &[
                    "brief.md:1:67: warning[date-conflict]",
                    "Source: 12 May 1991",
                    place,
                    "brief.md:3:57: error[quotation-altered]",
                    "where the source has “another”",
                    &source,
                ],
            );
        }
        let kept = fs::read_dir(workspace.path().join(".cache/policy-ls/documents"));
        assert_eq!(kept.expect("it is there").count(), 1, "{name}");
    }
}

#[test]
fn each_bad_document_is_its_own_problem() {
    let workspace = Workspace::new([CONFIGURATION, ("brief.md", WRONG)]);
    for name in ["encrypted.pdf", "scanned.pdf", "cut.pdf", "commission.docx"] {
        workspace.write(&format!("sources/{name}"), document(name));
    }
    workspace.write("sources/empty.docx", "");
    workspace.write("sources/text.pdf", "In 2001 the treaty was signed.");
    workspace.write(
        "sources/latin.txt",
        b"El acuerdo de Bogot\xE1 se firm\xF3 el d\xEDa 3 de mayo de 1999.",
    );
    workspace.write("sources/image.md", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0");
    let run = workspace.run(&["check", "brief.md"]);
    run.expect(
        1,
        &[
            "sources/encrypted.pdf: problem: is encrypted; save a copy without a password",
            "sources/scanned.pdf: problem: has no text layer, only pictures of pages",
            "sources/cut.pdf: problem: is not a readable PDF",
            "sources/empty.docx: problem: is not a readable Word document",
            "sources/text.pdf: problem: is not a readable PDF",
            "sources/image.md: problem: is not a text file",
            "warning[date-conflict]",
        ],
    );
    assert!(
        !format!("{}{}", run.out, run.err).contains("latin.txt"),
        "{}",
        run.err
    );
    // What was asked for by name and cannot be read fails the check.
    workspace.write(
        "policy-ls.toml",
        "format = 1\nsources = [\"sources/encrypted.pdf\", \"sources/commission.docx\"]\n",
    );
    workspace
        .run(&["check", "brief.md"])
        .expect(2, &["encrypted.pdf", "warning[date-conflict]"]);
}

#[cfg(unix)]
#[test]
fn loops_locks_and_dead_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let workspace = Workspace::new([CONFIGURATION, ("brief.md", WRONG)]);
    workspace.write("sources/commission.docx", document("commission.docx"));
    symlink(
        workspace.path().join("sources"),
        workspace.path().join("sources/loop"),
    )
    .expect("made");
    symlink("nowhere.pdf", workspace.path().join("sources/dead.pdf")).expect("made");
    let locked = workspace.write("sources/locked.pdf", document("commission.pdf"));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("set");
    let run = workspace.run(&["check", "brief.md"]);
    run.expect(
        1,
        &[
            "sources/dead.pdf: problem: is a link to nothing",
            "warning[date-conflict]",
        ],
    );
    // Nothing is locked to one who may read everything.
    if fs::read(&locked).is_err() {
        run.expect(
            1,
            &["sources/locked.pdf: problem: cannot be read: permission denied"],
        );
    }
}

#[test]
fn the_reader_is_a_process_that_answers_one_file() {
    let workspace = Workspace::new([("empty.md", "")]);
    workspace
        .run(&["read-document", "odt"])
        .expect(2, &["\"odt\" is not a format"]);
}
