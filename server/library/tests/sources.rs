//! A source without any record: its names, its chronology, and what it makes of a draft.

use std::sync::Arc;

use library::{Builder, Library, SourceRecord, Verdict};
use prose::locale::Locale;
use prose::reading::{Memo, Reader};

const SOURCE: &str = "\
# Fisheries of the northern sea

The Northern Fisheries Commission (NFC) was founded in March 1954. Its members signed the Convention on the Protection
of Herring on 12 June 1961. The Convention entered into force in 1963.

The NFC was dissolved in 1988.
";

fn library() -> Library {
    let mut builder = Builder::new("northern sea", 1);
    builder.add_source(
        "sea.md",
        SourceRecord::default(),
        Arc::new(markdown::read(SOURCE.into())),
    );
    builder.build(Arc::new(Locale::english()))
}

#[track_caller]
fn check(draft: &str, expected: &[(Verdict, &str)]) {
    let library = library();
    let reader = Reader::new(Arc::new(Locale::english()), library.names.clone());
    let document = markdown::read(draft.into());
    let reading = reader
        .read(&document, &mut Memo::default(), &|| false)
        .expect("not cancelled");
    let statements = reading.blocks.iter().flat_map(|block| &block.statements);
    let judged: Vec<(Verdict, String)> = statements
        .map(|statement| {
            let judgement = library.judge(statement);
            let witness = judgement.event.and_then(|at| {
                let witness = &library.events[at].witnesses[*judgement.witnesses.first()?];
                let place = witness.provenance.as_ref()?;
                Some(
                    place
                        .span
                        .of(&library.sources[place.source.0 as usize].text())
                        .replace('\n', " "),
                )
            });
            (judgement.verdict, witness.unwrap_or_default())
        })
        .collect();
    let expected: Vec<(Verdict, String)> = expected
        .iter()
        .map(|(verdict, text)| (*verdict, (*text).to_owned()))
        .collect();
    assert_eq!(judged, expected, "in {draft:?}");
}

#[test]
fn a_claim_is_held_against_the_passage() {
    check(
        "The NFC was founded in 1955.",
        &[(
            Verdict::Conflict,
            "The Northern Fisheries Commission (NFC) was founded in March 1954.",
        )],
    );
    check(
        "The Northern Fisheries Commission was set up in 1954.",
        &[(
            Verdict::Consistent,
            "The Northern Fisheries Commission (NFC) was founded in March 1954.",
        )],
    );
    check(
        "The Convention on the Protection of Herring came into force in 1964.",
        &[(
            Verdict::Conflict,
            "The Convention entered into force in 1963.",
        )],
    );
    check(
        "The NFC will be dissolved in 2030.",
        &[(Verdict::NotAsserted, "")],
    );
    check(
        "The Southern Fisheries Commission was founded in 1955.",
        &[],
    );
}

#[test]
fn sources_that_disagree_make_a_claim_contested() {
    let mut builder = Builder::new("two voices", 1);
    for (path, year) in [("one.md", "1954"), ("other.md", "1956")] {
        let text = format!("The Northern Fisheries Commission was founded in {year}.\n");
        builder.add_source(
            path,
            SourceRecord::default(),
            Arc::new(markdown::read(text.into())),
        );
    }
    let library = builder.build(Arc::new(Locale::english()));
    assert_eq!(library.events.len(), 1);
    assert!(library.events[0].contested);
    let reader = Reader::new(Arc::new(Locale::english()), library.names.clone());
    let draft = markdown::read("The Northern Fisheries Commission was founded in 1954.".into());
    let reading = reader
        .read(&draft, &mut Memo::default(), &|| false)
        .expect("not cancelled");
    let judgement = library.judge(&reading.blocks[0].statements[0]);
    assert_eq!(
        (judgement.verdict, judgement.witnesses.len()),
        (Verdict::Contested, 2)
    );
}
