//! A second language from files alone: names, events and judgement of a French library, with no line of code that knows French.

use std::path::Path;
use std::sync::Arc;

use library::{Builder, Library, SourceRecord, Verdict};
use prose::locale::Locale;
use prose::reading::{Memo, Reader};

fn french() -> Arc<Locale> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/locales/fr");
    let names = [
        "lexicon.toml",
        "cues.toml",
        "dates.toml",
        "names.toml",
        "events.toml",
        "quotation.toml",
    ];
    let read = |name: &&str| std::fs::read_to_string(folder.join(name)).expect(name);
    let texts: Vec<String> = names.iter().map(read).collect();
    let files: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    Arc::new(Locale::parse(&files).unwrap_or_else(|error| panic!("{error}")))
}

const SOURCE: &str = "\
La Convention de la Loutre fut signée à Berne le 16 juillet 2001. Elle entra en vigueur le 1er mars 2002.

La Commission des Lacs fut fondée en 1996.
";

fn library() -> Library {
    let mut builder = Builder::new("histoire", 1);
    let document = Arc::new(markdown::read(SOURCE.into()));
    builder.add_source("histoire.md", SourceRecord::default(), document);
    builder.build(french())
}

#[test]
fn a_french_source_tells_its_events() {
    let library = library();
    let told = library.events.iter().map(|event| {
        let kind = &library.locale.events.kind(event.kind).id;
        let object = event.object.and_then(|id| library.entity_of(id));
        let value = event.value().map_or("", |value| value.edtf.as_str());
        format!("{kind} {} {value}", object.map_or("", |it| &it.name))
    });
    let told: Vec<String> = told.collect();
    assert_eq!(
        told,
        [
            "founded Commission des Lacs 1996",
            "signed Convention de la Loutre 2001-07-16",
            "in-force Convention de la Loutre 2002-03-01",
        ]
    );
}

#[test]
fn a_french_draft_is_judged() {
    let library = library();
    let reader = Reader::new(library.locale.clone(), library.names.clone());
    let verdict = |draft: &str| {
        let document = markdown::read(draft.into());
        let reading = reader
            .read(&document, &mut Memo::default(), &|| false)
            .expect("not cancelled");
        let statements = reading.blocks.iter().flat_map(|block| &block.statements);
        let judged = statements.map(|statement| library.judge(statement).verdict);
        judged.collect::<Vec<_>>()
    };
    assert_eq!(
        verdict("La Convention de la Loutre fut signée en juillet 2001."),
        [Verdict::Consistent]
    );
    assert_eq!(
        verdict("La Convention de la Loutre fut signée le 17 juin 2002."),
        [Verdict::Conflict]
    );
    assert_eq!(
        verdict("La Convention de la Loutre ne fut pas signée en 2002."),
        [Verdict::NotAsserted]
    );
}

#[test]
fn a_french_quotation_has_its_speaker() {
    let prose = "« La loutre ne connaît pas de frontières », a déclaré la ministre Okafor à Berne.";
    let cues = &french().quotations;
    let quotations = prose::quotation::read(text::BlockKind::Paragraph, prose, cues);
    let speaker = quotations[0].attribution.as_ref().and_then(|it| it.speaker);
    let words = speaker.expect("somebody spoke").of(prose);
    let speaker = prose::quotation::Speaker::parse(words, cues);
    assert_eq!(speaker.names, ["okafor"]);
    assert_eq!(speaker.titles, ["ministre"]);
}
