//! The fact-check sheet: what stands in it, that nothing in a draft can break out of it, and what is withheld.

use serde_json::Value;

use super::Workspace;

const DRAFT: &str = "\
# Brief <script>alert(1)</script>

The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002 [@guan].

They met on 31 June 2001. <!-- policy-ls: ignore date-impossible reason=\"<img src=x onerror=alert(2)>\" -->

Nothing much \"><style>*{display:none}</style> \u{1B}]0;x\u{7} happened then.
";

#[test]
fn the_page_stands_alone_and_nothing_breaks_out_of_it() {
    let workspace = Workspace::new([("a\"<b>.md", DRAFT)]);
    workspace
        .run(&["report", "a\"<b>.md", "-o", "sheet.html"])
        .expect(0, &[]);
    let page = std::fs::read_to_string(workspace.path().join("sheet.html")).expect("written");
    for never in [
        "<script",
        "<img",
        "onerror=alert(2)>",
        "http://",
        "https://",
        "<link",
        "\"><style>",
        "\u{1B}",
        "a\"<b>",
    ] {
        assert!(!page.contains(never), "{never:?} stands in the page");
    }
    for part in [
        "lang=\"en\"",
        "Content-Security-Policy",
        "prefers-color-scheme: dark",
        "@media print",
        "<svg",
        "role=\"img\"",
        "Silence here is not approval",
        "2 of 4 paragraphs",
        "contradicted",
        "July 2001",
        "@guan",
        "silenced: &lt;img src=x",
        "scope=\"col\"",
        "aria-labelledby",
    ] {
        assert!(page.contains(part), "no {part:?} in the page");
    }
    let opened = page.matches("<section").count();
    assert_eq!(opened, page.matches("</section>").count());
    for link in page.split("href=\"#").skip(1) {
        let target = link.split('"').next().unwrap_or_default();
        assert!(
            page.contains(&format!("id=\"{target}\"")),
            "#{target} leads nowhere"
        );
    }
}

#[test]
fn many_drafts_begin_with_a_line_for_each_and_a_claim_stands_in_its_sentence() {
    let dated = "As everybody knows, the Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia \
                 in July 2002, which is long ago.\n";
    let workspace = Workspace::new([("a.md", dated), ("b.md", "# Second & last\n\nNothing.\n")]);
    workspace
        .run(&["report", "a.md", "b.md", "-o", "sheet.html"])
        .expect(0, &[]);
    let page = std::fs::read_to_string(workspace.path().join("sheet.html")).expect("written");
    let overview = page
        .split("<article")
        .next()
        .expect("it stands before the drafts");
    for part in [
        "Fact check of 2 drafts",
        "<a href=\"#d0\">a.md</a>",
        "<a href=\"#d1\">Second &amp; last</a>",
        "<td class=\"count\">1</td>",
        ">Contradicted</th>",
    ] {
        assert!(overview.contains(part), "no {part:?} in the overview");
    }
    assert!(page.contains("<span class=\"by\">As everybody knows, the </span>"));
    assert!(page.contains("<span class=\"by\">, which is long ago.</span>"));
}

#[test]
fn a_table_of_the_draft_is_a_table_of_the_page() {
    let draft = "Before.\n\n| What | Signed |\n| --- | --- |\n| A & B | |\n| C | *May* 2001 |\n\n| Other |\n| --- |\n| D |\n";
    let workspace = Workspace::new([("a.md", draft)]);
    workspace
        .run(&["report", "a.md", "-o", "sheet.html"])
        .expect(0, &[]);
    let page = std::fs::read_to_string(workspace.path().join("sheet.html")).expect("written");
    let tables: Vec<&str> = page
        .split("<table class=\"drafted\">")
        .skip(1)
        .map(|it| it.split("</table>").next().unwrap_or_default())
        .collect();
    assert_eq!(
        tables,
        [
            "<tr><th scope=\"col\">What</th><th scope=\"col\">Signed</th></tr>\
             <tr><td>A &amp; B</td><td></td></tr><tr><td>C</td><td>May 2001</td></tr>",
            "<tr><th scope=\"col\">Other</th></tr><tr><td>D</td></tr>",
        ]
    );
}

#[test]
fn what_is_recalled_by_its_words_is_a_claim_everywhere() {
    let draft = "Gas began to flow later. The thirty-year contract behind it, worth some 400 billion dollars, had been sealed in \
                 Shanghai in May 2013.\n";
    let workspace = Workspace::new([("a.md", draft)]);
    workspace
        .run(&["check", "a.md"])
        .expect(1, &["date-conflict", "1 contradicted"]);
    let run = workspace.run(&["inspect", "a.md"]);
    let inspection: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let statements = inspection["statements"].as_array().expect("a list");
    assert_eq!(statements.len(), 1, "{statements:#?}");
    assert_eq!(statements[0]["verdict"], "conflict");
    assert_eq!(statements[0]["witnesses"][0]["edtf"], "2014-05");
    let place = format!("a.md:1:{}", draft.find("May").expect("the date") + 1);
    workspace
        .run(&["hover", &place])
        .expect(0, &["May 2013", "The sources say otherwise", "May 2014"]);
    let run = workspace.run(&["report", "a.md", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let claims = report["sheets"][0]["claims"].as_array().expect("a list");
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0]["verdict"], "contradicted");
}

#[test]
fn other_formats_say_the_same() {
    let workspace = Workspace::new([("a.md", DRAFT)]);
    let run = workspace.run(&["report", "a.md", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("it is JSON");
    let sheet = &report["sheets"][0];
    assert_eq!(report["schema_version"], 1);
    assert_eq!(sheet["claims"][0]["verdict"], "contradicted");
    assert_eq!(sheet["claims"][0]["citations"][0], "@guan");
    assert!(sheet["claims"][0]["evidence"][0]["words"].is_string());
    assert_eq!(sheet["silent_blocks"], 2);
    let run = workspace.run(&["report", "a.md", "--format", "markdown"]);
    run.expect(
        0,
        &[
            "# Fact check: ",
            "| contradicted |",
            "silenced: &lt;img",
            "Silence here is not approval",
            "## Timeline",
            "- 2002-07: claim 1, contradicted",
            "## Names",
            "| known |",
        ],
    );
    assert!(!run.out.contains("<script"));
    let dated = "The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2001.\n\n\
                 The Shanghai Cooperation Organisation was founded in June 2003.\n";
    workspace.write("c.md", dated);
    workspace
        .run(&["report", "c.md", "--format", "markdown"])
        .expect(
            0,
            &["The chronology of these years:\n\n- 2001-06: China, Russia"],
        );
    let page = workspace.run(&["report", "c.md"]).out;
    assert!(page.contains("in words</summary>\n<ul>\n<li>2001-06: China, Russia"));
    let quoted =
        "Xi said that “mankind has never lived in a village of two thousand moons” [@guan].\n";
    workspace.write("b.md", quoted);
    workspace
        .run(&["report", "b.md", "--format", "markdown"])
        .expect(
            0,
            &[
                "In no source of this library:\n\n- line 1: “mankind has never",
                "| citation beside it |",
                "| @guan |",
            ],
        );
    workspace
        .run(&[
            "check",
            "a.md",
            "--output",
            "html=x.html",
            "--format",
            "concise",
        ])
        .expect(1, &[]);
    workspace
        .run(&["report", "a.md", "-o", "y.html"])
        .expect(0, &[]);
    let read = |name: &str| std::fs::read_to_string(workspace.path().join(name)).expect("written");
    assert_eq!(read("x.html"), read("y.html"));
}

#[test]
fn passages_of_confidential_sources_are_withheld() {
    let source = "The Treaty of the Lakes was signed by Norland and Sudland on 3 March 1950. \
                  The minister said: “We will never again close the harbour to ships of our neighbours.”\n";
    let workspace = Workspace::new([
        ("sources/cable.txt", source),
        (
            "sources/cable.source.toml",
            "format = 1\ntitle = \"A cable\"\nrank = \"primary\"\nconfidential = true\n",
        ),
        (
            "records/names.toml",
            "format = 1\n[[agreement]]\nid = \"lakes\"\nname = \"Treaty of the Lakes\"\n",
        ),
        (
            "policy-ls.toml",
            "sources = [\"sources\"]\nrecords = [\"records\"]\ndrafts = [\"*.md\"]\n",
        ),
        (
            "a.md",
            "The Treaty of the Lakes was signed in 1951.\n\nHe said: “We will always again close the harbour to ships of our neighbours.”\n",
        ),
    ]);
    for format in ["html", "markdown", "json"] {
        let run = workspace.run(&["report", "a.md", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        for secret in ["never again", "3 March 1950", "1950-03-03", "“never”"] {
            assert!(
                !run.out.contains(secret),
                "{format}: {secret:?} is told:\n{}",
                run.out
            );
        }
        assert!(run.out.contains("withheld"), "{format}");
    }
    // The same source without the mark is shown.
    workspace.write(
        "sources/cable.source.toml",
        "format = 1\ntitle = \"A cable\"\nrank = \"primary\"\n",
    );
    workspace
        .run(&["report", "a.md", "--format", "markdown"])
        .expect(0, &["never again"]);
}

#[test]
fn help_of_every_command_has_its_page() {
    let workspace = Workspace::new([]);
    workspace.run(&["man", "pages"]).expect(0, &[]);
    let pages = std::fs::read_dir(workspace.path().join("pages"))
        .expect("made")
        .count();
    assert!(pages > 10, "{pages}");
    workspace
        .run(&["completions", "bash"])
        .expect(0, &["policy-ls"]);
    workspace.run(&["man"]).expect(0, &[".TH"]);
}

#[test]
fn config_show_says_which_line_set_what() {
    let workspace = Workspace::new([(
        "policy-ls.toml",
        "format = 1\n[rules]\ndate-conflict = \"off\"\n",
    )]);
    workspace.run(&["config", "show"]).expect(
        0,
        &[
            "policy-ls.toml",
            "rules.date-conflict = \"off\"",
            "# line 3",
            "require-reason = false",
        ],
    );
    // What holds for one draft, what holds by itself, and who had the last word.
    let overrides = "[rules]\ndate-conflict = \"error\"\n[[overrides]]\npaths = [\"old\"]\nrules = { date-conflict = \"off\" }\n";
    workspace.write("policy-ls.toml", overrides);
    let line = |run: &super::Run, key: &str| {
        let line = run.out.lines().find(|line| line.starts_with(key));
        line.unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let run = workspace.run(&["config", "show", "old/a.md"]);
    assert_eq!(
        line(&run, "rules.date-conflict"),
        "rules.date-conflict = \"off\" # line 5"
    );
    let run = workspace.run(&["config", "show", "new/a.md"]);
    assert_eq!(
        line(&run, "rules.date-conflict"),
        "rules.date-conflict = \"error\" # line 2"
    );
    assert!(line(&run, "dates.fiscal-year-starts").contains("October"));
    let mut command = workspace.command(&["config", "show"]);
    let output = command
        .env("POLICY_LS_CACHE", "")
        .output()
        .expect("it runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("# by POLICY_LS_CACHE"));
    workspace.write("policy-ls.toml", "nonsense = 1\n");
    workspace
        .run(&["config", "show"])
        .expect(2, &["unknown key `nonsense`"]);
}

#[test]
fn a_sheet_without_contradictions_does_not_read_as_approval() {
    let workspace = Workspace::new([("a.md", "They met on 31 June 2001.\n")]);
    let page = workspace.run(&["report", "a.md"]).out;
    for part in [
        "No dated claim and no quotation was recognised in this draft",
        "<b>There is one other finding</b>",
        "<li class=\"bad\"><b>1</b> other findings</li>",
    ] {
        assert!(page.contains(part), "no {part:?} in the page");
    }
    assert!(!page.contains("Nothing in this draft contradicts"));
}

#[test]
fn a_sheet_for_programs_names_what_could_not_be_read() {
    let workspace = Workspace::new([("a.md", "Nothing.\n")]);
    workspace.write("l1.md", b"caf\xE9\n");
    let run = workspace.run(&["report", "a.md", "l1.md", "--format", "json"]);
    let sheets: Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(run.code, 2);
    assert_eq!(sheets["problems"][0]["path"], "l1.md");
    assert_eq!(sheets["sheets"][0]["path"], "a.md");
}

#[test]
fn a_page_of_a_rule_tells_both_ways_to_silence_it() {
    let workspace = Workspace::new([]);
    workspace.run(&["explain", "date-conflict"]).expect(
        0,
        &[
            "date-conflict = \"off\"",
            "<!-- policy-ls: ignore date-conflict reason=",
        ],
    );
    let page = workspace.run(&["explain", "suppression-unused"]).out;
    assert!(!page.contains("ignore suppression-unused"), "{page}");
}

#[test]
fn all_that_looks_at_many_drafts_tells_how_long_it_took() {
    let workspace = Workspace::new([("a.md", "Nothing.\n")]);
    for arguments in [
        &["check", "a.md", "--verbose"][..],
        &["report", "a.md", "--verbose"],
        &["baseline", "create", "a.md", "--verbose"],
    ] {
        workspace.run(arguments).expect(0, &["drafts checked"]);
    }
}

#[test]
fn every_finding_that_is_listed_stands_in_the_draft_and_none_that_is_not_asked_for() {
    let draft = "<!-- policy-ls: ignore date-conflict -->\n\n1. One.\n2. They met on 31 June 2001.\n\n- Three.[^n]\n\n[^n]: Four.\n";
    let workspace = Workspace::new([("a.md", draft)]);
    let page = workspace.run(&["report", "a.md"]).out;
    for number in ["d0-f0", "d0-f1"] {
        assert!(page.contains(&format!("href=\"#{number}\"")), "{number}");
        assert!(page.contains(&format!("id=\"{number}\"")), "{number}");
    }
    assert!(page.contains("Note n: Four."));
    for item in ["1. One.", "2. They met", "• Three."] {
        assert!(
            page.contains(&format!("<div class=\"item\">{item}")),
            "{item}"
        );
    }
    let page = workspace
        .run(&["check", "a.md", "--severity", "error", "--format", "html"])
        .out;
    assert!(page.contains("date-impossible") && !page.contains("suppression-unused"));
}
