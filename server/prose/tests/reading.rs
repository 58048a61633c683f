//! Reading again after an edit gives what a fresh reading gives; an unchanged block costs a look-up.

mod common;

use proptest::prelude::*;
use prose::reading::{Memo, Reader};
use text::BlockKind;

const LINES: &[&str] = &[
    "The Treaty of Varn was signed in May 1994.",
    "The treaty entered into force in June of the same year.",
    "It was renewed two years later by Norland and Sudmark.",
    "The two countries founded the Amber Forum in 2001.",
    "In July Berg visited Estria for the first time.",
    "Nothing happened.",
    "1999",
    "She left Varn in 2003; the Forum was dissolved that autumn.",
    "Herring Accord",
];

fn kind() -> impl Strategy<Value = BlockKind> {
    let cell = |(table, row)| BlockKind::Cell {
        table,
        row,
        column: 0,
        header: row == 0,
    };
    prop_oneof![
        4 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::Heading(2)),
        1 => Just(BlockKind::Item(1)),
        1 => (0u32..2, 0u32..3).prop_map(cell),
    ]
}

fn block() -> impl Strategy<Value = (BlockKind, &'static str)> {
    (kind(), proptest::sample::select(LINES))
}

fn fresh(reader: &Reader, blocks: &[(BlockKind, &str)]) -> prose::reading::Reading {
    reader
        .read(&common::document(blocks), &mut Memo::default(), &|| false)
        .expect("not cancelled")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn what_is_taken_from_the_names_is_told_by_the_reading(
        blocks in proptest::collection::vec(block(), 0..14),
    ) {
        let reader = common::reader();
        let mut memo = Memo::default();
        let document = common::document(&blocks);
        reader.read(&document, &mut memo, &|| false);
        let told = |id: prose::name::EntityId, out: &mut Vec<u8>| out.extend(id.0.to_le_bytes());
        let proses = document.blocks.iter().map(|block| &*block.prose);
        prop_assert_eq!(reader.trace(&mut memo, told), common::names().trace(proses, told));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn a_memo_changes_no_answer(
        mut blocks in proptest::collection::vec(block(), 1..14),
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), block(), 0..3), 1..8),
    ) {
        let reader = common::reader();
        let mut memo = Memo::default();
        reader.read(&common::document(&blocks), &mut memo, &|| false);
        for (at, block, how) in edits {
            let at = at.index(blocks.len());
            match how {
                0 => blocks[at] = block,
                1 => blocks.insert(at, block),
                _ if blocks.len() > 1 => { blocks.remove(at); }
                _ => {}
            }
            let again = reader.read(&common::document(&blocks), &mut memo, &|| false);
            prop_assert_eq!(again.as_ref(), Some(&fresh(&reader, &blocks)));
        }
    }

    #[test]
    fn drafts_that_say_things_alike_are_read_as_if_each_were_alone(
        drafts in proptest::collection::vec(proptest::collection::vec(block(), 1..10), 2..8),
        room in 1usize..40,
    ) {
        let reader = common::reader();
        let mut memo = Memo::with_room(room);
        for blocks in &drafts {
            let again = reader.read(&common::document(blocks), &mut memo, &|| false);
            prop_assert_eq!(again.as_ref(), Some(&fresh(&reader, blocks)));
        }
    }
}

#[test]
fn a_table_before_it_changes_nothing_in_a_table() {
    let cell = |table, row, prose| {
        let kind = BlockKind::Cell {
            table,
            row,
            column: 0,
            header: row == 0,
        };
        (kind, prose)
    };
    let reader = common::reader();
    let mut memo = Memo::default();
    let own = [cell(0, 0, "Signed"), cell(0, 1, LINES[0])];
    let one = reader.read(&common::document(&own), &mut memo, &|| false);
    let two = [
        cell(0, 0, "Founded"),
        (BlockKind::Paragraph, LINES[5]),
        cell(1, 0, "Signed"),
        cell(1, 1, LINES[0]),
    ];
    let two = reader.read(&common::document(&two), &mut memo, &|| false);
    let last = |reading: Option<prose::reading::Reading>| reading.unwrap().blocks.last().cloned();
    assert!(std::sync::Arc::ptr_eq(
        &last(one).unwrap(),
        &last(two).unwrap()
    ));
}

#[test]
fn cancelling_gives_nothing() {
    let document = common::document(&[(BlockKind::Paragraph, LINES[0])]);
    assert!(
        common::reader()
            .read(&document, &mut Memo::default(), &|| true)
            .is_none()
    );
}
