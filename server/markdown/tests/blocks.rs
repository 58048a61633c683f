//! Markdown in, blocks out, written as readable pictures.

use markdown::read;
use proptest::prelude::*;
use text::{Anchor, BlockKind, LinkTarget, Span};

/// One line a block: `kind|prose`, line feeds as `/`.
fn picture(source: &str) -> Vec<String> {
    read(source.into())
        .blocks
        .iter()
        .map(|block| {
            format!(
                "{:?}|{}",
                block.kind,
                block
                    .prose
                    .trim_end()
                    .replace('\n', "/")
                    .replace('\u{fffc}', "_")
            )
        })
        .collect()
}

#[test]
fn every_kind_of_block() {
    let source = "---\ntitle: T\ndate: 2021-06-28\n---\n# Head *one*\n\nFirst `code` line\n2001. The next line.\n\n- item one\n  - inner\n- item two\n\n> quoted\n> words\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nNote[^1] and ~~gone~~ [text](http://x.y/2014/05).\n\n[^1]: The note.\n\n<!-- said -->\n\n```\n2001\n```\n";
    assert_eq!(
        picture(source),
        [
            "FrontMatter|",
            "Heading(1)|Head one",
            "Paragraph|First _ line/2001. The next line.",
            "Item(1)|item one",
            "Item(2)|inner",
            "Item(1)|item two",
            "Quote(1)|quoted/words",
            "Cell { table: 0, row: 0, column: 0, header: true }|a",
            "Cell { table: 0, row: 0, column: 1, header: true }|b",
            "Cell { table: 0, row: 1, column: 0, header: false }|1",
            "Cell { table: 0, row: 1, column: 1, header: false }|2",
            "Paragraph|Note and  text.",
            "Note|The note.",
            "Comment| said",
        ]
    );
    let document = read(source.into());
    assert_eq!(document.metadata.title.as_deref(), Some("T"));
    assert!(
        document
            .links
            .iter()
            .any(|(_, target)| *target == LinkTarget::Footnote("1".into()))
    );
}

#[test]
fn locators_and_citations_leave_the_prose() {
    let document = read(
        "The pact was signed in 2001 [@guan2022, p. 4]. [\u{b6}22, \u{b6}24]\n\nSee https://x.org/2014/05.".into(),
    );
    assert_eq!(&*document.blocks[0].prose, "The pact was signed in 2001.");
    assert!(
        document
            .anchors
            .iter()
            .any(|(_, anchor)| *anchor == Anchor::Retells(vec![22, 24]))
    );
    assert!(
        document
            .links
            .iter()
            .any(|(_, target)| *target == LinkTarget::Key("guan2022".into()))
    );
    assert_eq!(&*document.blocks[1].prose, "See \u{fffc}.");
}

#[test]
fn the_way_back_survives_markup_and_entities() {
    let source = "\u{feff}> The **treaty**&nbsp;of\n> 16 July\u{a0}2001 \\*";
    let document = read(source.into());
    let block = &document.blocks[0];
    let at = block.prose.find("16 July").unwrap();
    let span = Span::new(at, at + "16 July\u{a0}2001".len());
    assert_eq!(block.map.hull(span).of(source), "16 July\u{a0}2001");
    assert!(block.map.contiguous(span).is_some());
    let across = Span::new(block.prose.find("treaty").unwrap(), at);
    assert_eq!(block.map.contiguous(across), None);
}

proptest! {
    #[test]
    fn any_text_has_ordered_blocks_and_a_monotone_way_back(source in "[a-c0-9 \u{e9}\u{1f600}*_`#>|\\-\\[\\]()!&;<\n\r\t\u{b6}@:/]{0,120}") {
        let document = read(source.as_str().into());
        let mut last = 0;
        for block in &document.blocks {
            prop_assert!(block.span.start >= last);
            last = block.span.start;
            prop_assert!(block.span.end <= source.len());
            let mut before = 0;
            for (at, _) in block.prose.char_indices() {
                let back = block.map.hull(Span::new(at, at)).start;
                prop_assert!(back >= before && back <= source.len());
                prop_assert!(source.is_char_boundary(back));
                before = back;
            }
        }
    }

    #[test]
    fn words_that_were_copied_are_the_same_on_both_sides(source in "[a-c \u{e9}*_`#>|&;\n]{0,80}") {
        let document = read(source.as_str().into());
        for block in &document.blocks {
            if matches!(block.kind, BlockKind::Comment) { continue }
            for piece in block.map.pieces().filter(|piece| piece.copied) {
                prop_assert_eq!(
                    &block.prose[piece.flat..piece.flat + piece.flat_len],
                    &source[piece.source..piece.source + piece.source_len]
                );
            }
        }
    }
}
