//! Bibliographies among the sources: an export of a reference manager says what each file is, and its keys can be cited.

use super::Workspace;

const CONFIGURATION: (&str, &str) = ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n");
const SPEECH: &str =
    "We will not wait for a second flood, and we will not ask for another report.\n";
const BIBTEX: &str = r#"@article{okafor2016,
  title = {A Word on {Rivers}}, author = {Okafor, Ada}, date = {2016-03-04}, langid = {english},
  publisher = {Corvath Press}, keywords = {primary},
  file = {Full Text:files/12/Okafor - Rivers.txt:text/plain}
}

@article{holm2014, title = {Dams}, author = {Holm, Anna}, year = {2014}
"#;

fn listed(workspace: &Workspace) -> serde_json::Value {
    let run = workspace.run(&["sources", "list", "--format", "json"]);
    run.expect(0, &[]);
    serde_json::from_str(&run.out).expect("JSON")
}

#[test]
fn an_export_of_zotero_is_a_library() {
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/export.bib", BIBTEX),
        ("sources/files/12/Okafor - Rivers.txt", SPEECH),
        (
            "brief.md",
            "Okafor wrote: \"We will not wait for a second storm, and we will not ask for another report\" [@okafor2016].\n",
        ),
    ]);
    let listing = listed(&workspace);
    let source = &listing["sources"][0];
    assert_eq!(source["id"], "okafor2016", "{listing:#}");
    assert_eq!(source["title"], "A Word on Rivers");
    assert_eq!(source["date"], "2016-03-04");
    // The second entry is not closed: that is said with its line, and the first one holds.
    let problem = &listing["problems"][0];
    assert_eq!(problem["path"], "sources/export.bib");
    assert!(
        problem["message"]
            .as_str()
            .is_some_and(|said| said.contains("`holm2014`") && said.contains("close its braces")),
        "{listing:#}"
    );
    workspace.run(&["check", "brief.md"]).expect(
        1,
        &[
            "error[quotation-altered]",
            "where the source has “flood”",
            "Okafor 2016",
            "sources/export.bib:8: problem",
        ],
    );
}

#[test]
fn a_key_leads_to_the_file_of_that_name_and_a_sidecar_wins() {
    let csl = r#"[
  {"id": "rivers", "type": "speech", "title": "From the list", "author": [{"given": "Ada", "family": "Okafor"}],
   "issued": {"date-parts": [[2016, 3, 4]]}},
  {"id": "gone", "type": "book", "file": "files/gone.pdf"},
  {"id": "odd", "type": ["book"]}
]"#;
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/all.json", csl),
        ("sources/other.json", "{\"name\": \"no bibliography\"}"),
        ("sources/rivers.txt", SPEECH),
        (
            "sources/rivers.source.toml",
            "format = 1\nid = \"speech\"\ntitle = \"From the sidecar\"\n",
        ),
        (
            "sources/else.txt",
            "The Mara River Commission met in Tarn.\n",
        ),
        (
            "brief.md",
            "\"We will not wait for a second flood, and we will not ask for another report\" [@else].\n\n\
             \"We will not wait for a second flood, and we will not ask for another report\" [@rivers].\n",
        ),
    ]);
    let listing = listed(&workspace);
    let speech = listing["sources"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["id"] == "speech");
    let speech = speech.expect("the sidecar names it");
    assert_eq!(speech["title"], "From the sidecar");
    assert_eq!(speech["date"], "2016-03-04");
    let problems = listing["problems"].to_string();
    assert!(
        problems.contains("`gone` names the file files/gone.pdf"),
        "{problems}"
    );
    assert!(problems.contains("expected a string"), "{problems}");
    assert!(!problems.contains("other.json"), "{problems}");
    // The key leads there all the same; another key is another document.
    let run = workspace.run(&["check", "brief.md"]);
    run.expect(1, &["brief.md:1:1: error[quotation-attribution]"]);
    assert!(!run.out.contains("brief.md:3:"), "{}", run.out);
}

#[test]
fn two_authors_of_one_text_each_speak_in_it() {
    let text = BIBTEX.replace("{Okafor, Ada}", "{Okafor, Ada and Holm, Anna}");
    let workspace = Workspace::new([
        CONFIGURATION,
        ("sources/export.bib", text.as_str()),
        ("sources/files/12/Okafor - Rivers.txt", SPEECH),
        (
            "brief.md",
            "Anna Holm wrote: \"We will not wait for a second flood, and we will not ask for another report\" [@okafor2016].\n",
        ),
    ]);
    workspace.run(&["check", "brief.md"]).expect(0, &[]);
}
