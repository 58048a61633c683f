//! What can be asked of the library without a draft.

use super::Workspace;

fn workspace() -> Workspace {
    Workspace::new([
        ("policy-ls.toml", "sources = [\"s.md\"]\n"),
        (
            "s.md",
            "The River Commission was founded in May 1987. It was dissolved in 2001.\n\n\"No dam will ever be built above \
             the old bridge,\" the minister said.\n",
        ),
    ])
}

#[test]
fn the_chronology_is_in_order_and_filtered() {
    let workspace = workspace();
    workspace.run(&["chronology"]).expect(
        0,
        &[
            "1987-05  The River Commission was founded",
            "s, paragraph 1",
            "2 events",
        ],
    );
    workspace
        .run(&["chronology", "--from", "2000", "--format", "csv"])
        .expect(0, &["date,kind,summary", "2001,dissolved,"]);
    let run = workspace.run(&["chronology", "--to", "1990", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(read["schema_version"], 1);
    assert_eq!(read["events"].as_array().map(Vec::len), Some(1));
    assert_eq!(read["events"][0]["witnesses"][0]["path"], "s.md");
    workspace
        .run(&["chronology", "--entity", "River Commission"])
        .expect(0, &["2 events"]);
    workspace
        .run(&["chronology", "--entity", "nobody-at-all"])
        .expect(2, &["there is no entity `nobody-at-all`"]);
    workspace
        .run(&["chronology", "--from", "soon"])
        .expect(2, &["not a date"]);
}

#[test]
fn words_are_looked_up() {
    let workspace = workspace();
    workspace
        .run(&["quote", "No dam will ever be built above the old bridge"])
        .expect(0, &["verbatim", "s, paragraph 2 (s.md:3:2)"]);
    workspace
        .run(&[
            "quote",
            "No dam will never be built above the [old] *bridge*",
        ])
        .expect(1, &["misquoted", "altered: “never”; source: “ever”"]);
    let run = workspace.run(&[
        "quote",
        "--format",
        "json",
        "all the gates are of oak and iron here",
    ]);
    let read: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(read["verdict"], "unsourced");
    assert_eq!(run.code, 1);
    workspace.run(&["quote", " "]).expect(2, &["no words"]);
}

#[test]
fn hover_shows_what_the_sources_say_of_a_thing_without_record() {
    let workspace = Workspace::new([
        ("policy-ls.toml", "sources = [\"sources\"]\n"),
        (
            "sources/a.md",
            "Ships of both states call at the ports under the Harbour Treaty.\n\nThe Harbour Treaty was signed on 14 May 2009 \
             and entered into force on 1 January 2010.\n",
        ),
        (
            "sources/b.md",
            "In 2012 the Northern Harbour Commission (NHC) met twice.\n\nThe Northern Harbour Commission (NHC) is a body of \
             experts.\n\nThe NHC was founded in March 2011.\n",
        ),
        ("draft.md", "The Harbour Treaty made the NHC.\n"),
    ]);
    workspace.run(&["hover", "draft.md:1:6"]).expect(
        0,
        &[
            "Harbour Treaty — agreement",
            "Signed: 14 May 2009 (a, paragraph 2)",
            "In force: 1 January 2010 (a, paragraph 2)",
            "“The Harbour Treaty was signed on 14 May 2009 and entered into force on 1 January 2010.”",
        ],
    );
    workspace.run(&["hover", "draft.md:1:30"]).expect(
        0,
        &[
            "Northern Harbour Commission — organisation",
            "Also: NHC",
            "Founded: March 2011 (b, paragraph 3)",
            "“The Northern Harbour Commission (NHC) is a body of experts.”",
        ],
    );
    workspace.write("sources/b.source.toml", "format = 1\nconfidential = true\n");
    let run = workspace.run(&["hover", "draft.md:1:30"]);
    assert!(!run.out.contains("2011"), "{}", run.out);
    assert!(!run.out.contains("body of experts"), "{}", run.out);
}
