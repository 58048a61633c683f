//! Costs of small alignments, by hand; and which of them do not depend on who quotes whom.

use super::word::near;
use super::*;
use crate::query::Query;
use crate::segment::Segment;
use crate::shelf::Shelf;
use crate::terms::Terms;
use proptest::prelude::*;

fn cost(draft: &str, source: &str) -> u32 {
    let lexicon = Lexicon::english();
    let query = Query::parse(draft, &lexicon);
    let segment = Segment::build(source, &[]);
    let shelf = Shelf::build(vec![([0; 32], &segment)]);
    let mut terms = Terms::new(&shelf, &query, &lexicon);
    let band = Band {
        diagonal: 0,
        slack: 12,
        low: 0,
        high: segment.len(),
    };
    let mut ground = terms.ground(0, &query, shelf.page(0), &lexicon);
    ground.align(band).map_or(u32::MAX, |a| a.cost)
}

#[test]
fn editorial_costs() {
    let source =
        "Before that, the coastal State shall not hamper co-operation with its neighbours in May.";
    let table = [
        ("the coastal State shall not hamper", 0),
        ("The coastal State", 0),
        ("the Coastal State", CASE),
        ("the coastal Statte shall not", NEAR),
        ("the coastal State shall now hamper", OTHER),
        ("the coastal State shall hamper", OPEN),
        ("the coastal State hamper", OPEN + EXTEND),
        (
            "the coastal State and its agents shall not",
            OPEN + 2 * EXTEND,
        ),
        ("hamper cooperation with its neighbors", SPELLING),
        ("hamper co operation with its neigh bours in May", 0),
        ("[T]he coastal State", 0),
        ("the [littoral] State shall", 1),
        ("that State shall", OPEN + EXTEND),
    ];
    for (draft, expected) in table {
        assert_eq!(cost(draft, source), expected, "{draft}");
    }
}

#[test]
fn near_words() {
    for (a, b, expected) in [
        ("treaty", "traety", true),
        ("treaty", "treat", true),
        ("for", "far", true),
        ("it", "is", false),
        ("peace", "place", true),
        ("peaceful", "powerful", false),
    ] {
        assert_eq!(near(a, b), expected, "{a} {b}");
    }
}

/// How many letters are put in, left out, changed or swapped with the next, the slow way.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let one = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                    match i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        true => one.min(rows[i - 2][j - 2] + 1),
                        false => one,
                    }
                }
            };
        }
    }
    rows[a.len()][b.len()]
}

/// A draft and a source of distinct words, in which stretches are altered, or stand on one side alone; at least three words
/// between them are the same, and so are the first and the last three.
fn both_sides() -> impl Strategy<Value = (String, String)> {
    prop::collection::vec((0u8..3, 1usize..4), 0..5).prop_map(|changes| {
        let (mut draft, mut source) = (Vec::new(), Vec::new());
        let mut count = 0_u8;
        let mut word = |side: &str| {
            let letter = char::from(b'a' + count % 26);
            count += 1;
            let length = 8 + 8 * usize::from(count / 26);
            format!("{side}{}", letter.to_string().repeat(length))
        };
        let same = |draft: &mut Vec<String>, source: &mut Vec<String>, word: String| {
            draft.push(word.clone());
            source.push(word);
        };
        for (kind, run) in changes {
            for _ in 0..3 {
                same(&mut draft, &mut source, word("m"));
            }
            for _ in 0..run {
                match kind {
                    0 => {
                        draft.push(word("xxxxxx"));
                        source.push(word("yyyyyy"));
                    }
                    1 => draft.push(word("xxxxxx")),
                    _ => source.push(word("yyyyyy")),
                }
            }
        }
        for _ in 0..3 {
            same(&mut draft, &mut source, word("m"));
        }
        (draft.join(" "), source.join(" "))
    })
}

proptest! {
    // Only where the outermost words are the same: the source goes on at both ends and the draft does not.
    #[test]
    fn what_is_altered_left_out_or_added_costs_the_same_both_ways((draft, source) in both_sides()) {
        prop_assert_eq!(cost(&draft, &source), cost(&source, &draft), "{} / {}", draft, source);
    }

    #[test]
    fn two_words_are_as_near_as_each_other(a in "[a-c]{0,9}", b in "[a-c]{0,9}") {
        prop_assert_eq!(near(&a, &b), near(&b, &a));
        let letters = [&a, &b].map(|word| word.chars().collect::<Vec<char>>());
        let allowed = (a.len().max(b.len()) / 3).min(2);
        prop_assert_eq!(near(&a, &b), allowed > 0 && distance(&letters[0], &letters[1]) <= allowed);
        let lexicon = Lexicon::english();
        prop_assert_eq!(lexicon.opposed(&a, &b), lexicon.opposed(&b, &a));
    }
}
