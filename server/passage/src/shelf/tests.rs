//! What is put on a shelf comes back, and damage is seen.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::segment::Segment;

fn shelf(texts: &[String]) -> (Vec<Segment>, Shelf) {
    let segments: Vec<Segment> = texts.iter().map(|text| Segment::build(text, &[])).collect();
    let keyed: Vec<(Key, &Segment)> = (0..).map(|n| [n; 32]).zip(&segments).collect();
    let shelf = Shelf::build(keyed);
    (segments, shelf)
}

proptest! {
    #[test]
    fn there_and_back(texts in prop::collection::vec("(\\PC{0,60}|[a-c ,.\\n]{0,400})", 0..4)) {
        let (segments, built) = shelf(&texts);
        let opened = Shelf::open(built.bytes().clone()).unwrap();
        prop_assert!((0..opened.blocks()).all(|block| opened.is_sound(block)));
        for (number, segment) in segments.iter().enumerate() {
            prop_assert_eq!(opened.key(number), [number as u8; 32]);
            let page = opened.page(number);
            prop_assert_eq!(&page.to_segment(), segment);
            for at in 0..page.len() {
                let span = page.span(at);
                prop_assert_eq!((span.start as u32, span.len() as u8), (segment.starts[at], segment.lengths[at]));
                prop_assert_eq!(page.shape(at).0, segment.shapes[at]);
                // The source's text, folded alone, is the word; a hyphen at a line's end or a mark may part them.
                let folded = fold::fold(span.of(&texts[number]), &[]).text;
                prop_assert_eq!(folded.as_str(), page.word(at));
                prop_assert_eq!(page.word_at(span.start), at);
                prop_assert_eq!(opened.find(page.word(at)), Some(page.id(at)));
            }
        }
        prop_assert_eq!(opened.find("nowhere"), None);
    }

    #[test]
    fn every_gram_leads_to_all_its_places(words in prop::collection::vec("[ab]{1,3}", 1..300)) {
        let (_, shelf) = shelf(&[words.join(" ")]);
        let ids: Vec<u32> = words.iter().map(|word| shelf.find(word).unwrap()).collect();
        for len in 1..=3 {
            for gram in ids.windows(len) {
                let range = shelf.postings(gram);
                prop_assert!(shelf.frequency(gram) + 16 > range.len() && shelf.bound(gram) >= range.len());
                let mut found: Vec<usize> = range.map(|posting| shelf.posting(posting)).collect();
                found.retain(|at| ids[*at..].starts_with(gram));
                found.sort_unstable();
                let places = (0..ids.len()).filter(|at| ids[*at..].starts_with(gram));
                prop_assert_eq!(found, places.collect::<Vec<_>>());
            }
        }
    }

}

#[test]
fn damage_is_seen_wherever_it_is() {
    let sound = |bytes: Vec<u8>| {
        Shelf::open(Bytes::from(bytes))
            .is_ok_and(|shelf| (0..shelf.blocks()).all(|block| shelf.is_sound(block)))
    };
    let whole = shelf(&["a b, c".to_owned()]).1.bytes().to_vec();
    assert!(sound(whole.clone()));
    for at in 0..whole.len() {
        assert!(!sound(whole[..at].to_vec()), "cut at {at}");
        for bit in 0..8 {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            assert!(!sound(bytes), "bit {bit} of byte {at}");
        }
    }
    for more in [&[0][..], &whole] {
        assert!(!sound([&whole[..], more].concat()), "something behind");
    }
}

#[test]
fn other_versions_are_named() {
    let mut bytes = shelf(&["a".to_owned()]).1.bytes().to_vec();
    bytes[8] = 9;
    let open = |bytes: Vec<u8>| Shelf::open(Bytes::from(bytes)).err();
    assert_eq!(open(bytes), Some(ShelfError::Version(9)));
    assert_eq!(open(b"PDF".to_vec()), Some(ShelfError::NotAShelf));
}

#[test]
fn rare_marks_come_back_too() {
    // More kinds of gaps than there are codes.
    let text: String = (0..600).map(|n| format!("word{}", " ".repeat(n))).collect();
    let (segments, shelf) = shelf(&[text.clone(), text]);
    for (number, segment) in segments.iter().enumerate() {
        assert_eq!(&shelf.page(number).to_segment(), segment);
        assert_eq!(
            shelf.page(number).span(598).start as u32,
            segment.starts[598]
        );
    }
}
