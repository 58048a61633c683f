//! What compares equal, and that every word maps back.

use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Vec<String> {
    let folded = fold(text, &[]);
    folded
        .words
        .iter()
        .map(|w| w.folded.of(&folded.text).to_owned())
        .collect()
}

#[test]
fn what_compares_equal() {
    let table = [
        ("The ﬁnal “word”", vec!["the", "final", "word"]),
        ("Don’t don't DON'T", vec!["don't"; 3]),
        (
            "the states’ 'own' vote",
            vec!["the", "states", "own", "vote"],
        ),
        ("opera-\ntion re-\n  Open", vec!["operation", "re", "open"]),
        ("co\u{ad}oper\u{ad}\nate", vec!["cooperate"]),
        ("long–term, long-term", vec!["long", "term", "long", "term"]),
        ("word² and Straße", vec!["word", "and", "strasse"]),
        ("e\u{301}tat ÉTAT", vec!["état", "état"]),
        ("中国 ok", vec!["中", "国", "ok"]),
        ("1,000 km", vec!["1", "000", "km"]),
        ("'", vec![]),
    ];
    for (text, expected) in table {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn skipped_markup_joins_and_other_skips_part() {
    let text = "un**believ**able [x](y)z";
    let skip = [
        Span::new(2, 4),
        Span::new(10, 12),
        Span::new(17, 18),
        Span::new(19, 23),
    ];
    let folded = fold(text, &skip);
    let got: Vec<_> = folded
        .words
        .iter()
        .map(|w| w.folded.of(&folded.text))
        .collect();
    assert_eq!(got, ["unbelievable", "x", "z"]);
    assert_eq!(folded.words[0].source.of(text), "un**believ**able");
}

#[test]
fn shapes_tell_case_and_what_follows() {
    let folded = fold("The UN, said: eBay. “Ok”?\n\nEnd", &[]);
    let shapes: Vec<u16> = folded.words.iter().map(|w| w.shape.0).collect();
    assert_eq!(shapes[0], Shape::INITIAL);
    assert_eq!(shapes[1], Shape::UPPER | Shape::COMMA);
    assert_eq!(shapes[2], Shape::COLON);
    assert_eq!(shapes[3], Shape::MIXED | Shape::STOP | Shape::MARK);
    assert!(folded.words[4].shape.has(Shape::PARAGRAPH));
}

proptest! {
    #[test]
    fn every_word_maps_back(text in "\\PC{0,80}", cut in 0usize..40) {
        let skip: Vec<Span> = text.char_indices().nth(cut).map(|(at, c)| Span::new(at, at + c.len_utf8())).into_iter().collect();
        let folded = fold(&text, &skip);
        let mut last = 0;
        for word in &folded.words {
            prop_assert!(word.source.start >= last && !word.source.is_empty() && word.source.len() <= LONGEST + 4);
            last = word.source.end;
            if skip.iter().any(|s| s.overlaps(word.source)) { continue; }
            let again = fold(word.source.of(&text), &[]);
            prop_assert_eq!(&again.text, word.folded.of(&folded.text));
            prop_assert_eq!(again.words.len(), 1);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in "[a-zA-ZéÉßΣσﬁ'’ -]{0,60}") {
        let once: Vec<String> = words(&text);
        prop_assert_eq!(words(&once.join(" ")), once);
    }
}
