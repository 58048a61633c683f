//! The labelled texts as PDF, DOCX and HTML, made by pandoc and LibreOffice where they are present: what is found in them
//! is what is found in the Markdown, but for a few events.

#[path = "../server/library/tests/labelled/mod.rs"]
#[expect(dead_code, reason = "names are counted elsewhere")]
mod labelled;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use labelled::{Compared, Labels};
use project::{Site, Workspace};

/// As many events of a text may be lost on the way into a document and out again.
const FEW: usize = 3;
/// A table whose cells run over several lines is not put together again from a page: its events are lost.
const LOST: &[(&str, usize)] = &[("health.pdf", 12)];
/// What a document is made with, and what it is made of.
const MADE: &[(&str, &str, &[&str])] = &[
    ("docx", "md", &["pandoc", "text.md", "-o", "text.docx"]),
    (
        "html",
        "md",
        &["pandoc", "-s", "text.md", "-o", "text.html"],
    ),
    (
        "pdf",
        "docx",
        &["soffice", "--headless", "--convert-to", "pdf", "text.docx"],
    ),
];

fn fields() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/fields")
}

/// Runs a tool in `directory`. Whether it is there.
fn run(command: &[&str], directory: &Path) -> bool {
    let [program, arguments @ ..] = command else {
        return false;
    };
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        directory.display()
    );
    let mut child = Command::new(program);
    child.args(arguments).current_dir(directory);
    if *program == "soffice" {
        // Else it would wait for one that is open.
        child.arg(profile);
    }
    let status = child.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|it| it.success())
}

/// How many of the labelled events a library finds that has this one document.
fn found(directory: &Path, ending: &str, labels: &Labels) -> usize {
    let root = directory.join(format!("as-{ending}"));
    fs::create_dir_all(root.join("sources")).expect("made");
    let configuration = "sources = [\"sources\"]\nbuiltin = false\ncache = \".cache\"\n";
    fs::write(root.join("policy-ls.toml"), configuration).expect("written");
    let document = directory.join(format!("text.{ending}"));
    fs::copy(document, root.join(format!("sources/text.{ending}"))).expect("copied");
    let site = Site::find(Some(&root.join("draft.md")), &[]);
    let workspace = Workspace::load(&site).expect("it is sound");
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
    let compared = Compared::new(&workspace.library, labels);
    let found = labels.asserted().filter(|label| compared.finds(label));
    found.count()
}

#[test]
fn as_documents_the_texts_tell_what_they_tell_as_markdown() {
    let texts = fs::read_dir(fields()).expect("labelled texts");
    let names = texts.filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        name.strip_suffix(".md").map(str::to_owned)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names.len(), 5);
    for name in names {
        let directory = tempfile::tempdir().expect("a directory");
        let directory = directory.path();
        let of = |ending: &str| fields().join(format!("{name}.{ending}"));
        fs::copy(of("md"), directory.join("text.md")).expect("copied");
        let labels = fs::read_to_string(of("labels.toml")).expect("labels");
        let labels = Labels::read(&name, &labels);
        let markdown = found(directory, "md", &labels);
        for (ending, from, command) in MADE {
            let there = directory.join(format!("text.{from}")).exists();
            if !there || !run(command, directory) {
                println!("{name}.{ending}: skipped, for {} is not here", command[0]);
                continue;
            }
            let found = found(directory, ending, &labels);
            let document = format!("{name}.{ending}");
            println!("{document}: {found} events found, {markdown} in the Markdown");
            let lost = LOST.iter().find(|(name, _)| *name == document);
            let few = lost.map_or(FEW, |(_, lost)| *lost);
            assert!(
                found.abs_diff(markdown) <= few,
                "{document}: {found} of {markdown}"
            );
        }
    }
}
