//! Costs of small alignments, by hand.

use super::word::near;
use super::*;
use crate::query::Query;
use crate::segment::Segment;
use crate::shelf::Shelf;
use crate::terms::Terms;

fn cost(draft: &str, source: &str) -> u32 {
    let lexicon = Lexicon::english();
    let query = Query::parse(draft, &lexicon);
    let segment = Segment::build(source, &[]);
    let shelf = Shelf::build(&[([0; 32], &segment)]);
    let terms = Terms::new(&shelf, &query, &lexicon);
    let band = Band {
        diagonal: 0,
        slack: 12,
        low: 0,
        high: segment.len(),
    };
    align(
        &query.pieces()[0].tokens,
        &terms.pieces[0],
        shelf.page(0),
        band,
        &lexicon,
    )
    .map_or(u32::MAX, |a| a.cost)
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
