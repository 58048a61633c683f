//! One line a case: the prose, and every quotation as `pieces ¦ speaker ¦ flags`.

use super::*;
use proptest::prelude::*;

fn shown(prose: &str, quotation: &Quotation) -> String {
    let pieces: Vec<&str> = quotation
        .pieces
        .iter()
        .map(|piece| piece.of(prose))
        .collect();
    let speaker = quotation
        .attribution
        .as_ref()
        .and_then(|attribution| attribution.speaker)
        .map_or("-", |span| span.of(prose));
    let mut out = format!("{} ¦ {speaker}", pieces.join(" / "));
    for (flag, name) in [
        (quotation.term, "term"),
        (quotation.nested, "nested"),
        (quotation.open, "open"),
        (quotation.form == Form::Block, "block"),
    ] {
        if flag {
            out.push_str(" ¦ ");
            out.push_str(name);
        }
    }
    out
}

fn check(table: &[(&str, &[&str])]) {
    let cues = Cues::english();
    let mut wrong = String::new();
    for (prose, expected) in table {
        let got: Vec<String> = find(prose, &cues).iter().map(|q| shown(prose, q)).collect();
        if got != *expected {
            wrong += &format!("{prose}\n   got {got:#?}\n   not {expected:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn whose_remark_it_is() {
    check(&[
        (
            "Dahl recalled a remark of the late harbour master Joachim Brandt: “Nobody owns the tide, and nobody sells it.”",
            &["Nobody owns the tide, and nobody sells it. ¦ Joachim Brandt"],
        ),
        (
            "She repeated the words of President Hesse: “Nobody owns the tide, and nobody sells it.”",
            &["Nobody owns the tide, and nobody sells it. ¦ President Hesse"],
        ),
        (
            "Dahl said of the proposal of the board: “Nobody owns the tide, and nobody sells it.”",
            &["Nobody owns the tide, and nobody sells it. ¦ Dahl"],
        ),
    ]);
}

#[test]
fn words_that_somebody_else_may_have_said() {
    check(&[
        (
            "Ann Rill quoted Tom Moss: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ -"],
        ),
        (
            "Ann Rill recalled Moss’s promise: “The bridge will be mended soon.”",
            &["The bridge will be mended soon. ¦ Moss"],
        ),
        (
            "Ann Rill repeated her promise: “The bridge will be mended soon.”",
            &["The bridge will be mended soon. ¦ -"],
        ),
        (
            "Ann Rill read from the report: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ -"],
        ),
        (
            "Ann Rill recalled: “The bridge was old and weak.”",
            &["The bridge was old and weak. ¦ Ann Rill"],
        ),
        (
            "“The bridge was old and weak,” Rill recalled in the spring.",
            &["The bridge was old and weak, ¦ Rill"],
        ),
        (
            "“The bridge was old and weak,” Rill recalled Moss saying.",
            &["The bridge was old and weak, ¦ -"],
        ),
    ]);
}

#[test]
fn names_without_a_verb() {
    check(&[
        (
            "“The bridge is old and weak” (Ann Rill).",
            &["The bridge is old and weak ¦ Ann Rill"],
        ),
        (
            "“The bridge is old and weak.” (Rill, 15 March 2021)",
            &["The bridge is old and weak. ¦ Rill"],
        ),
        (
            "“The bridge is old and weak” – Mayor Ann Rill",
            &["The bridge is old and weak ¦ Mayor Ann Rill"],
        ),
        (
            "“The bridge is old and weak” – Ann Rill saw it at once",
            &["The bridge is old and weak ¦ -"],
        ),
        (
            "“The bridge is old and weak” (Rill 2021) and (Rill, 2021)",
            &["The bridge is old and weak ¦ -"],
        ),
        (
            "“The bridge is old and weak” (emphasis added)",
            &["The bridge is old and weak ¦ -"],
        ),
        (
            "Ann Rill (15 March 2021): “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ Ann Rill"],
        ),
        (
            "Ann Rill, 15 March 2021: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ Ann Rill"],
        ),
        (
            "Ann Rill's words of 15 March 2021 are known to the whole of the town: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ Ann Rill"],
        ),
    ]);
}

#[test]
fn what_the_next_block_quotes() {
    let cues = Cues::english();
    for (prose, speaker) in [
        (
            "The town met. Mayor Ann Rill told it in March:",
            Some("Mayor Ann Rill"),
        ),
        ("According to Rill:", Some("Rill")),
        ("Rill said that there are two kinds of bridge:", None),
        ("Rill quoted Tom Moss:", None),
        ("Rill said so.", None),
        ("Two things are needed:", None),
    ] {
        let found = introduced(prose, &cues).and_then(|it| it.speaker);
        assert_eq!(found.map(|it| it.of(prose)), speaker, "{prose}");
    }
}

#[test]
fn words_of_a_day() {
    let cues = Cues::english();
    let prose = "These words of 15 March 2021 still hold: “The bridge is old and weak.”";
    let attribution = find(prose, &cues).remove(0).attribution;
    let attribution = attribution.expect("they are somebody's");
    assert_eq!(attribution.speaker, None);
    assert_eq!(attribution.cue.map(|cue| cue.of(prose)), Some("words"));
}

#[test]
fn marks_of_many_countries() {
    check(&[
        (
            "He wrote \"we shall mend the old bridge\" twice.",
            &["we shall mend the old bridge ¦ He"],
        ),
        (
            "He wrote “we shall mend the old bridge” twice.",
            &["we shall mend the old bridge ¦ He"],
        ),
        (
            "« Nous allons réparer le vieux pont »",
            &["Nous allons réparer le vieux pont ¦ -"],
        ),
        (
            "»Wir werden die alte Brücke reparieren«",
            &["Wir werden die alte Brücke reparieren ¦ -"],
        ),
        (
            "„Wir werden die alte Brücke reparieren“, heißt es.",
            &["Wir werden die alte Brücke reparieren ¦ -"],
        ),
        (
            "„Most zostanie wkrótce w całości naprawiony”",
            &["Most zostanie wkrótce w całości naprawiony ¦ -"],
        ),
        ("「我们将修复那座旧桥梁」", &["我们将修复那座旧桥梁 ¦ -"]),
        ("『橋』", &["橋 ¦ - ¦ term"]),
        (
            "He wrote ‘the states’ own bridges don’t last a year’ twice.",
            &["the states’ own bridges don’t last a year ¦ He"],
        ),
        (
            "He wrote 'the states' own bridges don't last a year' twice.",
            &["the states' own bridges don't last a year ¦ He"],
        ),
        ("Don't touch the dogs' dinner, it isn't theirs'.", &[]),
        ("The ’90s and the boys’ club", &[]),
        ("A 5\" pipe and a 6\" pipe", &[]),
        (
            "(\"we shall mend the old bridge\")",
            &["we shall mend the old bridge ¦ -"],
        ),
        (
            "“we shall mend\nthe old bridge”",
            &["we shall mend\nthe old bridge ¦ -"],
        ),
        ("The lamps went out simultaneously.” Nobody", &[]),
        (
            "“All the lamps went out simultaneously.”Against this",
            &["All the lamps went out simultaneously. ¦ -"],
        ),
        (
            "\"All the lamps went out simultaneously.\"Against this",
            &["All the lamps went out simultaneously. ¦ -"],
        ),
        (
            "“We shall mend the old bridge and",
            &["We shall mend the old bridge and ¦ - ¦ open"],
        ),
        ("“”", &[]),
    ]);
}

#[test]
fn nested_marks() {
    check(&[
        (
            "“We read ‘the bridge is old and weak’ on the wall”",
            &[
                "We read ‘the bridge is old and weak’ on the wall ¦ -",
                "the bridge is old and weak ¦ - ¦ nested",
            ],
        ),
        (
            "‘We read “the bridge is old and weak” on the wall’",
            &[
                "We read “the bridge is old and weak” on the wall ¦ -",
                "the bridge is old and weak ¦ - ¦ nested",
            ],
        ),
        (
            "\"We read 'the bridge is old and weak' on the wall\"",
            &[
                "We read 'the bridge is old and weak' on the wall ¦ -",
                "the bridge is old and weak ¦ - ¦ nested",
            ],
        ),
    ]);
}

#[test]
fn speakers() {
    check(&[
        (
            "Mayor Ann Rill said, “The bridge will be mended soon.”",
            &["The bridge will be mended soon. ¦ Mayor Ann Rill"],
        ),
        (
            "In 2013, Mayor Rill said that “the bridge will be mended soon”.",
            &["the bridge will be mended soon ¦ Mayor Rill"],
        ),
        (
            "“The bridge will be mended soon,” said Mayor Rill on Tuesday.",
            &["The bridge will be mended soon, ¦ Mayor Rill"],
        ),
        (
            "“The bridge will be mended soon”, the mayor said.",
            &["The bridge will be mended soon ¦ the mayor"],
        ),
        (
            "“The bridge will be mended soon,” he added.",
            &["The bridge will be mended soon, ¦ he"],
        ),
        (
            "As Rill put it, “the bridge will be mended soon”.",
            &["the bridge will be mended soon ¦ Rill"],
        ),
        (
            "According to Mayor Rill, “the bridge will be mended soon”.",
            &["the bridge will be mended soon ¦ Mayor Rill"],
        ),
        (
            "“The bridge will be mended soon”, according to the harbour board.",
            &["The bridge will be mended soon ¦ the harbour board"],
        ),
        (
            "Rill, speaking in Ardenne, warned that “the bridge is old and weak”.",
            &["the bridge is old and weak ¦ Rill"],
        ),
        (
            "Rill: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ Rill"],
        ),
        (
            "The mayor spoke of the river. “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ The mayor"],
        ),
        (
            "Nothing was done. “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ -"],
        ),
        (
            "“We will,” he said, “not change the old bridge.”",
            &["We will, / not change the old bridge. ¦ he"],
        ),
        (
            "“We will”, said Ms. Rill, “not change the old bridge.”",
            &["We will / not change the old bridge. ¦ Ms. Rill"],
        ),
        (
            "“We will mend the bridge,” Rill said. “It is old and weak.”",
            &[
                "We will mend the bridge, ¦ Rill",
                "It is old and weak. ¦ Rill",
            ],
        ),
        (
            "It was said that “the bridge is old and weak”.",
            &["the bridge is old and weak ¦ -"],
        ),
        (
            "Mayor Rill proposed a “bridge fund”: “The bridge is old and weak.”",
            &[
                "bridge fund ¦ Mayor Rill ¦ term",
                "The bridge is old and weak. ¦ Mayor Rill",
            ],
        ),
        (
            "The mayors of Ardenne and the Lower Town declared that “the bridge is old and weak”.",
            &["the bridge is old and weak ¦ The mayors of Ardenne and the Lower Town"],
        ),
        (
            "Rill said “the bridge is old and weak”, while Moss said “the bridge is sound and strong”.",
            &[
                "the bridge is old and weak ¦ Rill",
                "the bridge is sound and strong ¦ Moss",
            ],
        ),
    ]);
}

#[test]
fn documents_and_possessors() {
    check(&[
        (
            "The joint statement of 1994: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ The joint statement of 1994"],
        ),
        (
            "One sentence stands out in the joint statement of 1994: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ the joint statement of 1994"],
        ),
        (
            "Nobody in the town forgot the flood of 1994: “The bridge is old and weak.”",
            &["The bridge is old and weak. ¦ -"],
        ),
        (
            "This was Ann Rill's vision to “mend all the bridges of the town”.",
            &["mend all the bridges of the town ¦ Ann Rill"],
        ),
        (
            "It was in line with President Moss’s call to “mend all the bridges of the town”.",
            &["mend all the bridges of the town ¦ President Moss"],
        ),
        (
            "The town's bridge is one to “mend all the bridges of the town”.",
            &["mend all the bridges of the town ¦ -"],
        ),
    ]);
}

#[test]
fn terms() {
    check(&[
        (
            "the so-called “people who mend all bridges” party",
            &["people who mend all bridges ¦ - ¦ term"],
        ),
        (
            "a policy of “never mending any old bridge”",
            &["never mending any old bridge ¦ - ¦ term"],
        ),
        (
            "the two towns (the “Parties to the Bridge Agreement”)",
            &["Parties to the Bridge Agreement ¦ - ¦ term"],
        ),
        (
            "a paper, “Mending Bridges in the Northern Provinces”, appeared",
            &["Mending Bridges in the Northern Provinces ¦ - ¦ term"],
        ),
        ("She called it “a hoax”.", &["a hoax ¦ She ¦ term"]),
        (
            "The board said it would mend “all the bridges of the town”.",
            &["all the bridges of the town ¦ The board"],
        ),
    ]);
}

#[test]
fn block_quotes() {
    let cues = Cues::english();
    let table = [
        (
            "The bridge is old\nand weak.\n— Ann Rill, 2013",
            "The bridge is old\nand weak. ¦ Ann Rill ¦ block",
        ),
        (
            "“The bridge is old and weak.”",
            "The bridge is old and weak. ¦ -",
        ),
        (
            "The bridge is “old and weak” now.",
            "The bridge is “old and weak” now. ¦ - ¦ block",
        ),
        ("“The bridge” is “old”", "“The bridge” is “old” ¦ - ¦ block"),
    ];
    for (prose, expected) in table {
        assert_eq!(shown(prose, &block(prose, &cues)), expected);
    }
}

#[test]
fn broken_cues_are_refused() {
    assert!(Cues::parse("format = 1").is_err());
}

proptest! {
    #[test]
    fn any_text_gives_ordered_spans_inside_it(prose in "[a-zA-Z .,;:—\\n\"'“”‘’«»„「」(){}0-9é]{0,120}") {
        let cues = Cues::english();
        let mut last = 0;
        for quotation in find(&prose, &cues) {
            prop_assert!(quotation.span.start >= last);
            last = quotation.span.start;
            for piece in &quotation.pieces {
                prop_assert!(quotation.span.covers(*piece) && !piece.of(&prose).is_empty());
            }
            if let Some(Attribution { speaker: Some(speaker), .. }) = quotation.attribution {
                prop_assert!(!speaker.of(&prose).is_empty());
            }
        }
        let _ = block(&prose, &cues);
    }

    #[test]
    fn no_text_panics(prose in "\\PC{0,60}") {
        let cues = Cues::english();
        let _ = find(&prose, &cues);
        let _ = block(&prose, &cues);
    }
}
