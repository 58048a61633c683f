//! What is read of a library that nobody made by hand: what pages say of themselves, which entry of an export means which
//! file, which files have gone, and what is told of those that say nothing.

use std::fs;

use super::Workspace;

const CONFIGURATION: (&str, &str) = ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n");
const WORDS: &str =
    "We will not wait for a second flood, and we will not ask for another report.\n";

fn listed(workspace: &Workspace) -> serde_json::Value {
    let run = workspace.run(&["sources", "list", "--format", "json"]);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
}

fn page(head: &str) -> String {
    format!("<html><head>{head}</head><body><article><p>{WORDS}</p></article></body></html>")
}

#[test]
fn a_page_says_what_it_is() {
    let page = page(
        "<title>Rivers | The Mara Post</title><meta name=citation_title content='A Word on Rivers'>\
         <meta name=citation_author content='Okafor, Ada'><meta name=date content='4 March 2016'>\
         <meta property='og:site_name' content='The Mara Post'><link rel=canonical href='https://example.org/rivers'>\
         <link rel=license href='https://example.org/terms'>",
    );
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/rivers.html", page.as_str()),
        (
            "brief.md",
            "They wrote: [\"We will not wait for a second storm, and we will not ask for another report\"](https://example.org/rivers).\n",
        ),
    ]);
    let source = listed(&workspace)["sources"][0].clone();
    for (key, value) in [
        ("title", "A Word on Rivers"),
        ("author", "Ada Okafor"),
        ("date", "2016-03-04"),
        ("publisher", "The Mara Post"),
        ("url", "https://example.org/rivers"),
        ("licence", "https://example.org/terms"),
        ("rank", "own"),
    ] {
        assert_eq!(source[key], value, "{key}: {source:#}");
    }
    // The page's own address names it.
    workspace
        .run(&["check", "brief.md"])
        .expect(1, &["[quotation-altered]", "where the source has “flood”"]);
}

#[test]
fn an_export_without_files_means_sources_by_title_or_address() {
    let csl = r#"[
  {"id": "http://zotero.org/users/1/items/AAAA", "type": "speech", "title": "A <i>Word</i> on Rivers",
   "author": [{"given": "Ada", "family": "Okafor"}], "issued": {"literal": "March 2016"}},
  {"id": "http://zotero.org/users/1/items/BBBB", "type": "article-newspaper", "title": "Else",
   "URL": "https://example.org/dams/", "issued": {"date-parts": [[2014]]}}
]"#;
    let rivers = page("<title>A Word on Rivers</title>");
    let dams = page("<title>Dams</title><link rel=canonical href='http://www.example.org/dams'>");
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/export.json", csl),
        ("sources/one.html", rivers.as_str()),
        ("sources/two.html", dams.as_str()),
    ]);
    let listing = listed(&workspace);
    let (one, two) = (&listing["sources"][0], &listing["sources"][1]);
    assert_eq!(one["author"], "Ada Okafor", "{listing:#}");
    assert_eq!(
        (&one["date"], &one["id"]),
        (&"2016-03".into(), &"one".into())
    );
    assert_eq!(
        (&two["date"], &two["rank"]),
        (&"2014".into(), &"press".into())
    );
    assert_eq!(listing["problems"], serde_json::json!([]));
    fs::remove_file(workspace.path().join("sources/one.html")).expect("removed");
    fs::remove_file(workspace.path().join("sources/two.html")).expect("removed");
    workspace.write("sources/three.md", WORDS);
    workspace.run(&["sources", "list"]).expect(
        0,
        &["export.json: problem: none of its 2 entries describes a source"],
    );
}

#[test]
fn a_translation_in_a_bibliography_is_a_version() {
    let bib = r"@misc{a, title = {Rede}, file = {C\:\\Users\\me\\Zotero\\a.txt}, urldate = {2021-05-06} }
@misc{b, title = {Speech}, file = {b.txt}, related = {a}, relatedtype = {translationof} }
";
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/export.bib", bib),
        ("sources/a.txt", WORDS),
        (
            "sources/b.txt",
            "We shall not wait for a second flood, nor shall we ask for another report.\n",
        ),
        (
            "brief.md",
            "\"We will not wait for a second flood, and we will not ask for another report\" [@b].\n",
        ),
    ]);
    assert_eq!(listed(&workspace)["sources"][0]["retrieved"], "2021-05-06");
    let run = workspace.run(&["check", "brief.md"]);
    assert!(!run.out.contains("quotation-attribution"), "{}", run.out);
}

#[test]
fn what_has_gone_or_is_broken_is_told_by_verify() {
    let workspace = Workspace::new([CONFIGURATION]);
    for name in ["kept", "changed", "cut", "gone"] {
        let from = format!("inbox/{name}.html");
        workspace.write(&from, page(""));
        workspace.run(&["sources", "add", &from]).expect(0, &[]);
    }
    workspace.write("sources/changed.html", page("<title>Else</title>"));
    workspace.write("sources/cut.html", "<div>".repeat(1000));
    fs::remove_file(workspace.path().join("sources/gone.html")).expect("removed");
    workspace.run(&["sources", "verify"]).expect(
        1,
        &[
            "sources/changed.html: is NOT the file that its record describes",
            "sources/cut.html: is NOT the file that its record describes",
            "sources/gone.source.toml: describes a source that is NOT there",
            "sources/kept.html: is what its record describes",
        ],
    );
    fs::remove_file(workspace.path().join("sources/changed.html")).expect("removed");
    fs::remove_file(workspace.path().join("sources/cut.source.toml")).expect("removed");
    workspace
        .run(&["sources", "verify"])
        .expect(1, &["sources/cut.html: could NOT be read"]);
}

#[test]
fn a_record_names_its_file_where_two_have_one_stem() {
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/a.md", WORDS),
        ("sources/a.txt", WORDS),
        ("sources/b.md", WORDS),
        (
            "sources/a.source.toml",
            "format = 1\ntitle = \"A Word on Rivers\"\nfile = \"a.txt\"\n",
        ),
    ]);
    let titles = || {
        let listing = listed(&workspace);
        let sources = listing["sources"].as_array().expect("a list").clone();
        let titles = sources.iter().map(|it| it["title"].to_string());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles(), ["\"a\"", "\"A Word on Rivers\"", "\"b\""]);
    workspace
        .run(&["sources", "list"])
        .expect(0, &["A Word on Rivers"]);
    // One that does not say which costs the two of them their record, and nothing else.
    workspace.write(
        "sources/a.source.toml",
        "format = 1\ntitle = \"A Word on Rivers\"\n",
    );
    assert_eq!(titles(), ["\"a\"", "\"a\"", "\"b\""]);
    workspace
        .run(&["sources", "list"])
        .expect(2, &["a.source.toml could mean either", "file = \"a.md\""]);
}

#[test]
fn what_says_nothing_or_is_a_draft_is_told() {
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/empty.md", ""),
        ("sources/front.md", "---\ntitle: T\ndate: soon\n---\n"),
        ("sources/blank.html", "<html><body></body></html>"),
        ("sources/dated.md", "---\ndate: 4 May 2001\n---\n\nWords.\n"),
        ("sources/drafts/words.md", WORDS),
        ("brief.md", "Words.\n"),
    ]);
    workspace.run(&["check", "brief.md"]).expect(
        0,
        &[
            "sources/empty.md: problem: says nothing",
            "sources/front.md: problem: says nothing",
            "sources/blank.html: problem: says nothing",
            "front matter, `date`: `soon` is not a date",
            "sources/drafts looks like a folder of drafts",
        ],
    );
    let dated = &listed(&workspace)["sources"][1];
    assert_eq!(dated["date"], "2001-05-04", "{dated:#}");
}

#[test]
fn a_beginning_names_what_was_passed_over() {
    let workspace = Workspace::new([("sources/a.odt", "x"), ("sources/b.epub", "x")]);
    workspace.run(&["init"]).expect(
        2,
        &[
            "Read 0 sources, 0 words",
            "Not read, for they are of other formats: 1 .epub, 1 .odt",
        ],
    );
}

#[cfg(unix)]
#[test]
fn loops_are_told() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new([CONFIGURATION, ("sources/a.md", WORDS)]);
    let sources = workspace.path().join("sources");
    symlink(&sources, sources.join("loop")).expect("made");
    symlink("me.md", sources.join("me.md")).expect("made");
    workspace.run(&["sources", "list"]).expect(
        0,
        &[
            "sources/loop: problem: is a link to a folder that it lies in",
            "sources/me.md: problem: is a link that leads back to itself",
        ],
    );
}
