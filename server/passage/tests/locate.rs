//! Quotations laid against small sources, one line a case: what is found, and what is said to differ.

use std::sync::Arc;

use passage::{Budget, DifferenceKind, Index, Lexicon, Located, Meaning, Query, Segment, mend};

const STRAIT: &str = "The coastal State shall not hamper transit passage. It shall, however, give appropriate publicity to any \
danger of which it has knowledge.\nThere shall be no suspension of transit passage. The Organisation will co-operate \
with its neighbours in 1994 and review the arrangements every five years, unless the Parties agree otherwise.";
const HARBOUR: &str = "The harbour board met in Ardenne on Tuesday. The lamps along the quay were to be lit at dusk and put \
out at dawn. There shall be no suspension of transit passage. Nobody spoke against it.";

struct Library {
    texts: Vec<&'static str>,
    index: Index,
    lexicon: Lexicon,
}

fn library(texts: &[&'static str]) -> Library {
    let segments = texts
        .iter()
        .map(|t| Arc::new(Segment::build(t, &[])))
        .collect();
    Library {
        texts: texts.to_vec(),
        index: Index::new(segments, Arc::new(Lexicon::english())),
        lexicon: Lexicon::english(),
    }
}

impl Library {
    fn ask(&self, draft: &str) -> Located {
        self.index
            .locate(&Query::parse(draft, &self.lexicon), &Budget::default())
    }

    /// The best place as `document|source words|differences`.
    fn shown(&self, draft: &str) -> String {
        let located = self.ask(draft);
        let Some(best) = located.matches.first() else {
            return format!("unsourced, proven: {}", located.proven);
        };
        let mut out = format!(
            "{}|{}",
            best.document,
            best.span.of(self.texts[best.document])
        );
        for d in &best.differences {
            let kind = format!("{:?}", d.kind);
            let kind = kind.split(['(', ' ']).next().unwrap();
            out += &format!("|{kind} <{}> <{}>", d.draft_words, d.source_words);
            if let Some(meaning) = d.meaning {
                out += &format!(" {meaning:?}");
            }
        }
        out
    }
}

#[test]
fn what_differs() {
    let library = library(&[STRAIT, HARBOUR]);
    let table = [
        (
            "shall not hamper transit passage",
            "0|shall not hamper transit passage",
        ),
        (
            "the coastal state shall not hamper",
            "0|The coastal State shall not hamper|Case <the> <The>|Case <state> <State>",
        ),
        (
            "[T]he coastal State shall not hamper",
            "0|The coastal State shall not hamper",
        ),
        (
            "The coastal State shall hamper transit passage",
            "0|The coastal State shall not hamper transit passage|Omitted <> <not> Negation",
        ),
        (
            "The coastal State may not hamper transit passage",
            "0|The coastal State shall not hamper transit passage|Altered <may> <shall> Modal",
        ),
        (
            "The coastal State shall not hampre transit passage",
            "0|The coastal State shall not hamper transit passage|Slip <hampre> <hamper>",
        ),
        (
            "It shall, however, always give appropriate publicity to any danger",
            "0|It shall, however, give appropriate publicity to any danger|Added <always> <> Quantifier",
        ),
        (
            "It shall however give appropriate publicity",
            "0|It shall, however, give appropriate publicity|Punctuation < > <,>|Punctuation < > <,>",
        ),
        (
            "The Organization will cooperate with its neighbors",
            "0|The Organisation will co-operate with its neighbours|Spelling <Organization> <Organisation>|Punctuation <cooperate> <co-operate>|Spelling <neighbors> <neighbours>",
        ),
        (
            "review the arrangements every six years, unless the Parties agree",
            "0|review the arrangements every five years, unless the Parties agree|Altered <six> <five> Number",
        ),
        (
            "It shall … give appropriate publicity",
            "0|It shall, however, give appropriate publicity|EllipsisHides <…> <however>",
        ),
        (
            "The coastal State shall … hamper transit passage",
            "0|The coastal State shall not hamper transit passage|EllipsisHides <…> <not> Negation",
        ),
        (
            "It shall, however, give … appropriate publicity",
            "0|It shall, however, give appropriate publicity|EllipsisEmpty <…> <>",
        ),
        (
            "The coastal State shall not hamper [the] passage",
            "0|The coastal State shall not hamper transit passage|Bracket <[the]> <transit>",
        ),
        (
            "The lamps along the quay were to be lit at noon and put out at dawn",
            "1|The lamps along the quay were to be lit at dusk and put out at dawn|Altered <noon> <dusk>",
        ),
        (
            "The harbour board met in Lisbon on Tuesday",
            "1|The harbour board met in Ardenne on Tuesday|Altered <Lisbon> <Ardenne> Name",
        ),
        (
            "The fishermen of the lagoon wanted nothing but rain",
            "unsourced, proven: true",
        ),
        ("the of and in a", "unsourced, proven: true"),
    ];
    for (draft, expected) in table {
        assert_eq!(library.shown(draft), expected, "{draft}");
    }
}

#[test]
fn duplicates_are_all_listed() {
    let library = library(&[STRAIT, HARBOUR]);
    let located = library.ask("There shall be no suspension of transit passage.");
    let documents: Vec<usize> = located.matches.iter().map(|m| m.document).collect();
    assert_eq!(documents, [0, 1]);
    assert!(located.proven);
    assert!(
        located
            .matches
            .iter()
            .all(|m| m.cost == 0.0 && m.differences.is_empty())
    );
}

#[test]
fn attribution_in_the_middle_is_free_only_between_sentences() {
    let library = library(&[STRAIT]);
    let draft = "“The coastal State shall not,” they wrote, “hamper transit passage. It shall,” and “give publicity.”";
    let pieces: Vec<text::Span> = [
        "The coastal State shall not,",
        "hamper transit passage. It shall,",
        "give publicity.",
    ]
    .iter()
    .map(|piece| {
        let at = draft.find(piece).unwrap();
        text::Span::new(at, at + piece.len())
    })
    .collect();
    let query = Query::of(draft, &pieces, &library.lexicon);
    let best = library
        .index
        .locate(&query, &Budget::default())
        .matches
        .remove(0);
    let kinds: Vec<&DifferenceKind> = best.differences.iter().map(|d| &d.kind).collect();
    assert_eq!(
        kinds,
        [&DifferenceKind::Omitted, &DifferenceKind::Omitted],
        "{best:?}"
    );
    assert_eq!(best.differences[0].meaning, None);
    assert_eq!(best.pieces.len(), 3);
}

#[test]
fn a_mended_quotation_has_the_sources_words() {
    let library = library(&[STRAIT, HARBOUR]);
    let table = [
        (
            "The coastal State may hamper transit passage.",
            "The coastal State shall not hamper transit passage.",
        ),
        (
            "[T]he coastal state shall hamper […] passage",
            "[T]he coastal State shall not hamper […] passage",
        ),
        (
            "It shall however always give … publicity to any danger",
            "It shall, however, give … publicity to any danger",
        ),
        (
            "The Organization will co-operate with its neighbors",
            "The Organisation will co-operate with its neighbours",
        ),
    ];
    for (draft, expected) in table {
        let best = library.ask(draft).matches.into_iter().next().expect(draft);
        let span = text::Span::new(0, draft.len());
        assert_eq!(
            mend(draft, span, &best, library.texts[best.document]),
            expected,
            "{draft}"
        );
    }
}

#[test]
fn a_changed_negation_is_said_to_be_one() {
    let library =
        library(&["The pact is stable and the Parties agree to it without reserve of any kind."]);
    let best = library
        .ask("The pact is unstable and the Parties agree to it")
        .matches
        .remove(0);
    assert_eq!(best.differences[0].meaning, Some(Meaning::Negation));
}

#[test]
fn a_quotation_that_stops_before_unless_is_told() {
    let library = library(&[STRAIT]);
    let stops = |draft: &str| {
        let best = library.ask(draft).matches.remove(0);
        library.index.stops_before(&best).map(|cue| cue.word)
    };
    assert_eq!(
        stops("review the arrangements every five years"),
        Some("unless".to_owned())
    );
    assert_eq!(stops("review the arrangements every"), None);
    assert_eq!(stops("unless the Parties agree otherwise."), None);
}

#[test]
fn two_passages_in_one_pair_of_marks() {
    let library = library(&[STRAIT, HARBOUR]);
    let draft = "The coastal State shall not hamper transit passage to be lit at dusk and put out at dawn. There shall";
    let best = library.ask(draft).matches.remove(0);
    let fused = best.differences.iter().find_map(|d| match d.kind {
        DifferenceKind::Elsewhere { document, span } => {
            Some((document, span.of(library.texts[document])))
        }
        _ => None,
    });
    assert_eq!(best.document, 1);
    assert_eq!(
        fused,
        Some((0, "The coastal State shall not hamper transit passage")),
        "{best:#?}"
    );
}

#[test]
fn a_sentence_that_stands_elsewhere_word_for_word_was_taken_from_there() {
    let library = library(&[
        "The first is to think that a quiet border is a settled border. The second is to think that a settled border is a just one. The third, and the most expensive, is to think that somebody else will pay.",
    ]);
    let draft = "The first is to think that a quiet border is a settled border. The third, and the most expensive, is to think that somebody else will pay.";
    let best = library.ask(draft).matches.remove(0);
    let kinds: Vec<(bool, &str)> = best
        .differences
        .iter()
        .map(|d| {
            (
                matches!(d.kind, DifferenceKind::Elsewhere { .. }),
                &*d.draft_words,
            )
        })
        .collect();
    let words = "The first is to think that a quiet border is a settled border";
    assert_eq!(kinds, [(true, words)], "{best:#?}");
}
