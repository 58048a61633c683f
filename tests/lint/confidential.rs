//! Confidential sources: they are checked against, and no word of them leaves the editor, into no output and no cache.

use std::fs;
use std::path::Path;

use super::{Run, Workspace};

/// What must never be told: words, dates and names that only the cable has.
const SECRETS: [&str; 9] = [
    "never again",
    "“never”",
    "3 March 1950",
    "1950-03-03",
    "mooring",
    "Okonkwo",
    "okonkwo",
    "Quarrelsome",
    "quarrelsome",
];

const CABLE: &str = "\
The Treaty of the Lakes was signed by Norland and Sudland on 3 March 1950.

Minister Ada Okonkwo said: “We will never again close the harbour to ships of our neighbours, nor ask for mooring fees.”

The Quarrelsome Lakes Commission (QLC) was founded on 5 May 1951. The Quarrelsome Lakes Commission met in Tarn.
";
const SIDECAR: &str = "format = 1\ntitle = \"A cable\"\nrank = \"primary\"\n";
const DRAFT: &str = "\
The Treaty of the Lakes was signed by Norland and Sudland in 1951. The QLC was founded on 5 May 1961.

The minister said: “We will always again close the harbour to ships of our neighbours, nor ask for docking fees.”
";

fn workspace(sidecar: &str) -> Workspace {
    let workspace = Workspace::new([
        ("sources/cable.txt", CABLE),
        (
            "sources/open.md",
            "The Treaty of the Lakes is a treaty of Norland and Sudland.\n",
        ),
        (
            "policy-ls.toml",
            "sources = [\"sources\"]\ndrafts = [\"*.md\"]\ncache = \".kept\"\n",
        ),
        ("a.md", DRAFT),
    ]);
    workspace.write("sources/cable.source.toml", format!("{SIDECAR}{sidecar}"));
    workspace
}

#[track_caller]
fn silent(run: &Run, what: &str) {
    for secret in SECRETS {
        for said in [&run.out, &run.err] {
            assert!(
                !said.contains(secret),
                "{what}: {secret:?} is told:\n{said}"
            );
        }
    }
}

#[test]
fn every_format_of_check_withholds() {
    let workspace = workspace("confidential = true\n");
    for format in [
        "text",
        "concise",
        "grouped",
        "json",
        "json-lines",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "azure",
        "html",
    ] {
        // Found anew, and taken from what was found before.
        for _ in 0..2 {
            let run = workspace.run(&["check", "a.md", "--format", format]);
            silent(&run, format);
            assert_eq!(run.code, 1, "{format}: {}{}", run.out, run.err);
            assert!(run.out.contains("withheld"), "{format}:\n{}", run.out);
        }
        let file = format!("{format}=out.{format}");
        silent(
            &workspace.run(&["check", "a.md", "--output", &file]),
            format,
        );
        let path = workspace.path().join(format!("out.{format}"));
        let out = fs::read_to_string(path).expect("written");
        silent(
            &Run {
                code: 0,
                out,
                err: String::new(),
            },
            format,
        );
    }
    workspace.run(&["check", "a.md"]).expect(
        1,
        &[
            "A cable",
            "date-conflict",
            "quotation-altered",
            "verified, passage withheld",
        ],
    );
    silent(
        &workspace.run(&["check", "a.md", "--require-source"]),
        "--require-source",
    );
    // What would put its words into the draft is no fix.
    for fix in ["--fix", "--unsafe-fixes"] {
        silent(&workspace.run(&["check", "a.md", fix, "--diff"]), fix);
        silent(&workspace.run(&["check", "a.md", fix]), fix);
    }
}

#[test]
fn every_other_command_withholds() {
    let workspace = workspace("confidential = true\n");
    let places: Vec<String> = (0..100)
        .map(|column| format!("a.md:1:{}", column + 1))
        .collect();
    let places = places.iter().map(|place| vec!["hover", place.as_str()]);
    let commands = [
        vec!["inspect", "a.md"],
        vec!["hover", "a.md:3:30"],
        vec!["report", "a.md", "--format", "html"],
        vec!["report", "a.md", "--format", "markdown"],
        vec!["report", "a.md", "--format", "json"],
        vec!["quote", "We will always again close the harbour to ships"],
        vec![
            "quote",
            "--format",
            "json",
            "We will always again close the harbour to ships",
        ],
        vec!["chronology"],
        vec!["chronology", "--format", "json"],
        vec!["chronology", "--format", "csv"],
        vec!["sources", "list"],
        vec!["sources", "list", "--format", "json"],
        vec!["sources", "show", "cable"],
        vec!["sources", "show", "cable", "--at", "2"],
        vec!["sources", "verify"],
        vec!["records", "suggest"],
        vec!["baseline", "create", "a.md"],
        vec!["cache", "info"],
    ];
    for command in commands.into_iter().chain(places) {
        silent(&workspace.run(&command), &command.join(" "));
    }
    let baseline = fs::read_to_string(workspace.path().join("policy-ls-baseline.toml"));
    if let Ok(out) = baseline {
        silent(
            &Run {
                code: 0,
                out,
                err: String::new(),
            },
            "the baseline",
        );
    }
    for command in [
        ["quote", "We will always again close the harbour to ships"],
        ["inspect", "a.md"],
        ["hover", "a.md:1:62"],
    ] {
        let run = workspace.run(&command);
        let told = run.out.contains("withheld");
        assert!(told, "{command:?}: {}{}", run.out, run.err);
    }
    workspace
        .run(&["sources", "show", "cable"])
        .expect(2, &["A cable", "passage withheld"]);
    let empty = workspace.path().join("new");
    fs::create_dir(&empty).expect("made");
    fs::rename(workspace.path().join("sources"), empty.join("sources")).expect("moved");
    let run = workspace
        .command(&["init"])
        .current_dir(&empty)
        .output()
        .expect("it runs");
    let out = String::from_utf8(run.stdout).expect("UTF-8");
    silent(
        &Run {
            code: 0,
            out,
            err: String::new(),
        },
        "init",
    );
}

#[test]
fn a_sidecar_that_cannot_be_read_withholds() {
    let workspace = workspace("confidental = true\n");
    let run = workspace.run(&["check", "a.md"]);
    silent(&run, "a misspelt key");
    run.expect(2, &["did you mean `confidential`?", "withheld"]);
}

#[test]
fn an_embargo_begins_and_ends() {
    let workspace = workspace("embargo-until = \"2031-05-01\"\n");
    let check = |today: &str| workspace.run(&["check", "a.md", "--today", today]);
    silent(&check("2031-04-30"), "under embargo");
    // A warm run notices that it ended, and that it begins again.
    check("2031-05-01").expect(1, &["never"]);
    check("2031-05-01").expect(1, &["never"]);
    silent(&check("2031-04-30"), "under embargo again");
    silent(&check("2031-04-30"), "under embargo again, warm");
    assert_kept_nothing(&workspace);
    workspace
        .run(&["check", "a.md", "--today", "soon"])
        .expect(2, &["not a day"]);
    workspace.write(
        "sources/cable.source.toml",
        format!("{SIDECAR}embargo-until = \"soon\"\n"),
    );
    let run = check("2031-05-01");
    silent(&run, "an embargo that cannot be read");
    run.expect(2, &["`soon` is not a date"]);
}

/// Every file below a directory.
fn files(directory: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, all),
            path => all.push(path),
        }
    }
}

#[track_caller]
fn assert_kept_nothing(workspace: &Workspace) {
    assert_eq!(
        kept(workspace),
        Vec::<String>::new(),
        "words of the source are kept"
    );
}

/// The cache's files that hold words of the source.
fn kept(workspace: &Workspace) -> Vec<String> {
    let mut all = Vec::new();
    files(&workspace.path().join(".kept"), &mut all);
    let holds = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).expect("it is there");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        ["mooring", "okonkwo", "quarrelsome", "never again"]
            .iter()
            .any(|it| text.contains(it))
    };
    all.iter()
        .filter(|it| holds(it))
        .map(|it| it.display().to_string())
        .collect()
}

/// More text, so that it is worth keeping.
fn large() -> String {
    let line = |n: usize| {
        format!(
            "The board of quay {n} shall mend lamp {} before dusk.\n\n",
            n * 7
        )
    };
    (0..9_000).map(line).collect()
}

#[test]
fn nothing_is_kept_of_it() {
    let workspace = workspace("confidential = true\n");
    workspace.write("sources/large.md", large());
    workspace.run(&["check", "a.md"]).expect(1, &["withheld"]);
    let mut all = Vec::new();
    files(&workspace.path().join(".kept"), &mut all);
    assert!(
        all.iter()
            .any(|it| it.extension().is_some_and(|it| it == "shelf")),
        "{all:?}"
    );
    assert_kept_nothing(&workspace);
}

#[test]
fn marking_a_source_takes_its_words_out_of_the_cache() {
    let workspace = workspace("");
    workspace.write("sources/large.md", large());
    workspace.run(&["check", "a.md"]).expect(1, &["never"]);
    let before = kept(&workspace);
    assert!(before.iter().any(|it| it.ends_with(".shelf")), "{before:?}");
    assert!(before.iter().any(|it| it.ends_with(".found")), "{before:?}");
    workspace.write(
        "sources/cable.source.toml",
        format!("{SIDECAR}confidential = true\n"),
    );
    let run = workspace.run(&["check", "a.md"]);
    silent(&run, "marked now");
    assert_kept_nothing(&workspace);
}

#[test]
fn forgetting_wipes_what_was_kept() {
    let workspace = workspace("");
    workspace.write("sources/large.md", large());
    // A document that is no text: what was read of it is kept too.
    workspace.write(
        "sources/page.html",
        "<html><head><title>Page</title></head><body><article><p>The mooring of Ada Okonkwo was founded in 1950, and the \
         harbour was built around it in the years that followed, as everybody knows.</p></article></body></html>",
    );
    workspace.run(&["check", "a.md"]).expect(1, &["never"]);
    assert!(
        kept(&workspace).iter().any(|it| it.ends_with(".json")),
        "{:?}",
        kept(&workspace)
    );
    workspace
        .run(&["sources", "forget", "sources/page.html"])
        .expect(0, &["sources/page.html: forgotten"]);
    assert!(
        !kept(&workspace).iter().any(|it| it.ends_with(".json")),
        "{:?}",
        kept(&workspace)
    );
    workspace.run(&["check", "a.md"]).expect(1, &["never"]);
    // Also when the file has gone.
    fs::remove_file(workspace.path().join("sources/cable.txt")).expect("removed");
    fs::remove_file(workspace.path().join("sources/page.html")).expect("removed");
    workspace
        .run(&[
            "sources",
            "forget",
            "sources/cable.txt",
            "sources/page.html",
        ])
        .expect(0, &["forgotten"]);
    assert_kept_nothing(&workspace);
}
