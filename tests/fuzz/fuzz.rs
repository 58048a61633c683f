//! Every reader on bytes that nobody wrote: nothing may panic, hang or take memory without end, and every span must lie
//! in its text. `POLICY_LS_FUZZ` names the reader; `tests/fuzz/run` builds and runs this.

#![no_main]

mod draft;
mod index;

use std::io::{Cursor, Write};
use std::sync::{Arc, LazyLock};

use format::Format;
use library::records::Records;
use library::{Builder, SourceRecord};
use prose::locale::Locale;
use prose::reading::{Memo, Reader};
use text::Document;

static TARGET: LazyLock<String> =
    LazyLock::new(|| std::env::var("POLICY_LS_FUZZ").unwrap_or_default());
pub(crate) static LOCALE: LazyLock<Arc<Locale>> = LazyLock::new(|| Arc::new(Locale::english()));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    match TARGET.as_str() {
        "html" => rendered(Format::Html, bytes),
        "docx" => {
            rendered(Format::Docx, bytes);
            if let Some(packed) = packed(bytes) {
                rendered(Format::Docx, &packed);
            }
        }
        "pdf" => rendered(Format::Pdf, bytes),
        "bibtex" => bibliography("a.bib", bytes),
        "csl" => bibliography("a.json", bytes),
        "plain" => {
            if let Some(decoded) = format::decode(bytes.to_vec()) {
                sound(&format::read("a.txt", decoded.text.into()));
            }
        }
        "markdown" => with_text(bytes, |text| sound(&format::read("a.md", text.into()))),
        "records" => with_text(bytes, records),
        "prose" => with_text(bytes, prose),
        "draft" => with_text(bytes, draft::judged),
        "index" => index::read(bytes),
        "store" => index::kept(bytes),
        other => panic!(
            "POLICY_LS_FUZZ={other:?}: html, docx, pdf, bibtex, csl, plain, markdown, records, prose, draft, index, store"
        ),
    }
});

fn with_text(bytes: &[u8], then: impl FnOnce(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        then(text);
    }
}

fn rendered(format: Format, bytes: &[u8]) {
    if let Ok(rendition) = format::render(format, bytes) {
        sound(&rendition.into_document());
    }
}

/// The bytes as the main part of a Word document: what is inside a package is never reached by changing a compressed one.
fn packed(xml: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored);
    for part in ["word/document.xml", "word/styles.xml", "word/footnotes.xml"] {
        zip.start_file(part, options).ok()?;
        zip.write_all(xml).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

fn bibliography(name: &str, bytes: &[u8]) {
    with_text(bytes, |text| {
        if let Some(read) = format::read_bibliography(name, text) {
            let lines = text.lines().count() + 1;
            assert!(read.faults.iter().all(|it| it.line <= lines));
            assert!(read.references.iter().all(|it| it.line <= lines));
        }
    });
}

fn records(text: &str) {
    let _ = SourceRecord::parse("a.source.toml", text);
    if Records::parse("a.toml", text).is_ok() {
        let mut builder = Builder::new("fuzz", 1);
        let source = "The Harbour Convention was signed by Norland on 14 May 1991.\n";
        let document = Arc::new(format::read("s.md", source.into()));
        builder.add_source("s.md", SourceRecord::default(), document);
        let _ = builder.add_records("a.toml", text);
        let library = builder.build(LOCALE.clone());
        let files = [("a.toml".to_owned(), text.to_owned())];
        let _ = library::records::check(&files, &library, None);
        let suggestion = library::records::suggest(
            &library,
            &library::records::Wanted {
                entities: Some(Vec::new()),
                events: Some(Vec::new()),
            },
        );
        if !suggestion.toml.is_empty() {
            Records::parse("suggested", &suggestion.toml).expect("what is suggested can be read");
        }
    }
}

/// The text as a source: names are found in it, and everything is read.
fn prose(text: &str) {
    let document = Arc::new(format::read("s.md", text.into()));
    let mut builder = Builder::new("fuzz", 1);
    builder.add_source("s.md", SourceRecord::default(), document.clone());
    let library = builder.build(LOCALE.clone());
    let reader = Reader::new(LOCALE.clone(), library.names.clone());
    let read = reader.read(&document, &mut Memo::default(), &|| false);
    let blocks = read.expect("it was not cancelled").blocks;
    assert_eq!(blocks.len(), document.blocks.len());
    for (block, resolved) in document.blocks.iter().zip(blocks.iter()) {
        for temporal in &resolved.temporals {
            assert!(block.prose.get(temporal.span.start..temporal.span.end).is_some());
        }
        for mention in &resolved.mentions {
            assert!(block.prose.get(mention.span.start..mention.span.end).is_some());
        }
    }
}

/// Every span lies in the text, and every block's way back leads there.
fn sound(document: &Document) {
    let text = &document.text;
    for block in &document.blocks {
        assert!(text.get(block.span.start..block.span.end).is_some());
        let hull = block.map.hull(text::Span::new(0, block.prose.len()));
        assert!(hull.end <= text.len() && text.is_char_boundary(hull.start));
    }
    for (span, _) in &document.anchors {
        assert!(text.get(span.start..span.end).is_some());
    }
    for (span, _) in &document.links {
        assert!(text.get(span.start..span.end).is_some());
    }
}
