//! Real documents, made by pandoc and LibreOffice (tests/data/documents/make.sh): their sentences come back whole and in
//! order, with pages, notes and tables; what cannot be read says why.

use std::io::Write;
use std::path::PathBuf;

use format::{Format, ReadError, Rendition, render};
use text::BlockKind;

fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/documents");
    std::fs::read(folder.join(name)).expect("a document of the project")
}

fn read(name: &str) -> Rendition {
    render(Format::of(name).expect("a known ending"), &bytes(name)).expect("it can be read")
}

/// A Word document with nothing but this body.
fn word(body: &str) -> Vec<u8> {
    package(
        format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>")
            .as_bytes(),
    )
}

fn package(main: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .expect("begun");
    zip.write_all(main).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// Sentences that every form of the commission's document must hold, in this order, each within one block.
const SENTENCES: [&str; 6] = [
    "and entered into force on 3 March 1993.",
    "The co-operation between the ministries of the riparian states had been institutionalised considerably earlier, in the \
     interdepartmental understanding of 1987, which the parties renegotiated after the drought.",
    "The first session was held in Tarn in October 1993.",
    "1996",
    "Its secretariat moved to Tarn in 2004, two years after the accession of the fourth member.",
    "Text in the Official Journal, 14 May 1991, page 7.",
];

#[track_caller]
fn holds(name: &str) -> text::Document {
    let rendition = read(name);
    assert_eq!(
        rendition.title.as_deref(),
        Some("The river commission after thirty years")
    );
    let document = rendition.into_document();
    assert!(document.rendition);
    let mut from = 0;
    for sentence in SENTENCES {
        let at = document.blocks[from..]
            .iter()
            .position(|block| block.prose.replace('\n', " ").contains(sentence));
        from += at.unwrap_or_else(|| {
            panic!(
                "{name}: {sentence:?} is not there, or out of order:\n{}",
                document.text
            )
        });
    }
    let cell = |block: &&text::Block| matches!(block.kind, BlockKind::Cell { .. });
    assert_eq!(
        document.blocks.iter().filter(cell).count(),
        8,
        "{name}:\n{}",
        document.text
    );
    document
}

#[test]
fn a_word_document() {
    let document = holds("commission.docx");
    let has = |kind: BlockKind, words: &str| {
        document
            .blocks
            .iter()
            .any(|block| block.kind == kind && block.prose.contains(words))
    };
    assert!(has(BlockKind::Heading(1), "Later years"));
    assert!(has(BlockKind::Quote(1), "We will not wait"));
    assert!(has(BlockKind::Note, "Official Journal"));
    assert!(has(BlockKind::Item(1), "second session"));
}

#[test]
fn a_web_page() {
    let document = holds("commission.html");
    assert_eq!(document.metadata.language.as_deref(), Some("en-GB"));
    // The mark of the note is no figure of the year.
    assert!(
        document.text.contains("12 May 1991 and entered"),
        "{}",
        document.text
    );
}

#[test]
fn a_pdf() {
    let document = holds("commission.pdf");
    let at = document.text.find("3 March 1993").expect("there");
    assert_eq!(document.page_at(at), Some(1));
}

/// The journal's article has two columns, running heads, page numbers, words broken at line ends and sentences that go on
/// over columns and pages. What it says is known from the program that wrote it.
#[test]
fn columns_and_running_heads() {
    let document = read("columns.pdf").into_document();
    let script = String::from_utf8(bytes("columns.py")).expect("UTF-8");
    let (_, body) = script.split_once("BODY = [").expect("the article's words");
    let (body, _) = body.split_once("\n]").expect("their end");
    // Python joins neighbouring strings: a paragraph ends where a comma follows.
    let paragraphs: Vec<String> = body
        .split("\",")
        .map(|paragraph| paragraph.split('"').skip(1).step_by(2).collect())
        .filter(|paragraph: &String| !paragraph.is_empty())
        .collect();
    assert_eq!(paragraphs.len(), 10);
    let prose: Vec<String> = document
        .blocks
        .iter()
        .map(|block| block.prose.replace('\n', " "))
        .collect();
    for sentence in paragraphs
        .iter()
        .flat_map(|paragraph| paragraph.split_inclusive(". "))
    {
        let sentence = sentence.trim();
        assert!(
            prose.iter().any(|prose| prose.contains(sentence)),
            "{sentence:?} is not there:\n{}",
            document.text
        );
    }
    assert!(
        !document.text.contains("Journal of River Law"),
        "the running head is no part of it"
    );
    let number = |prose: &String| prose.trim().parse::<u32>().is_ok();
    assert!(!prose.iter().any(number), "nor are page numbers");
    let page = |words: &str| document.page_at(document.text.find(words).expect("there"));
    assert_eq!(
        (page("First decade"), page("Appendix 10")),
        (Some(1), Some(3))
    );
    assert!(
        document
            .text
            .contains("# Thirty years of a river commission")
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let why = |name: &str| {
        render(Format::of(name).expect("known"), &bytes(name)).expect_err("it cannot be read")
    };
    assert_eq!(why("encrypted.pdf"), ReadError::Encrypted);
    assert_eq!(why("scanned.pdf"), ReadError::Scanned);
    assert!(matches!(why("cut.pdf"), ReadError::NotOfFormat(_)));
    for format in [Format::Pdf, Format::Docx] {
        for broken in [
            &b""[..],
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"In 2001 the treaty was signed.",
        ] {
            let read = render(format, broken);
            assert!(
                matches!(read, Err(ReadError::NotOfFormat(_))),
                "{format:?} {broken:?}"
            );
        }
    }
    let mut cut = bytes("commission.docx");
    cut.truncate(6000);
    assert!(matches!(
        render(Format::Docx, &cut),
        Err(ReadError::NotOfFormat(_))
    ));
    // Word's own encryption is an OLE container.
    let container = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    assert_eq!(render(Format::Docx, container), Err(ReadError::Encrypted));
}

#[test]
fn what_unpacks_or_nests_without_end_is_refused() {
    let bomb = package(&vec![b' '; 300 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(render(Format::Docx, &bomb), Err(ReadError::TooLarge(256)));
    let nested = "<div>".repeat(100_000);
    assert_eq!(
        render(Format::Html, nested.as_bytes()),
        Err(ReadError::TooDeep(512))
    );
    let nested = word(&"<w:sdt>".repeat(100_000));
    assert_eq!(render(Format::Docx, &nested), Err(ReadError::TooDeep(256)));
}

#[test]
fn tracked_changes_are_accepted_and_boxes_read_once() {
    let document = word(
        "<w:p><w:r><w:t xml:space=\"preserve\">The pact was signed in </w:t></w:r><w:del><w:r><w:delText>1990</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>1991</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> &amp; ratified.</w:t></w:r>\
         <w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
         <mc:Fallback><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Outside.</w:t></w:r></w:p>",
    );
    let markdown = render(Format::Docx, &document).expect("read").markdown;
    assert_eq!(
        markdown,
        "The pact was signed in 1991 \\& ratified.\n\nIn a box.\n\nOutside.\n\n"
    );
}

#[test]
fn a_deleted_paragraph_mark_joins_and_hidden_words_are_none() {
    let document = word(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">The pact was signed </w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"Quote\"/></w:pPr><w:r><w:t>in Tarn.</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>Shown.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr><w:r><w:t>Last.</w:t></w:r></w:p>",
    );
    let markdown = render(Format::Docx, &document).expect("read").markdown;
    assert_eq!(
        markdown,
        "> The pact was signed in Tarn.\n\nShown.\n\nLast.\n\n"
    );
}

#[test]
fn the_parts_of_a_package_are_called_as_it_says() {
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationship Target=\"{target}\" Type=\"http://example.org/relationships/{kind}\" Id=\"r\"/>"
        )
    };
    let parts = [
        ("_rels/.rels", format!("<Relationships>{}{}</Relationships>", relation("officeDocument", "/text/main2.xml"), relation("core-properties", "core2.xml"))),
        ("text/_rels/main2.xml.rels", format!("<Relationships>{}</Relationships>", relation("footnotes", "notes2.xml"))),
        ("text/main2.xml", "<w:document><w:body><w:p><w:r><w:t>Signed in Tarn.</w:t><w:footnoteReference w:id=\"4\"/></w:r></w:p></w:body></w:document>".to_owned()),
        ("text/notes2.xml", "<w:footnotes><w:footnote w:id=\"4\"><w:p><w:r><w:t>Journal, page 7.</w:t></w:r></w:p></w:footnote></w:footnotes>".to_owned()),
        ("core2.xml", "<c><dc:title>Tides &amp; dykes</dc:title></c>".to_owned()),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in &parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("begun");
        zip.write_all(content.as_bytes()).expect("written");
    }
    let bytes = zip.finish().expect("finished").into_inner();
    let read = render(Format::Docx, &bytes).expect("read");
    assert_eq!(read.title.as_deref(), Some("Tides & dykes"));
    assert_eq!(
        read.markdown,
        "Signed in Tarn.[^1]\n\n[^1]: Journal, page 7.\n\n"
    );
}

#[test]
fn a_short_page_beside_a_long_menu() {
    let links: String = (0..150)
        .map(|number| format!("<a href='/{number}'>Topic {number}</a> "))
        .collect();
    let page = format!(
        "<html><body><div class='menu'>{links}</div><div id=text><p>The pact was signed in Tarn in 1991.</p></div></body></html>"
    );
    let markdown = render(Format::Html, page.as_bytes())
        .expect("read")
        .markdown;
    assert!(markdown.contains("signed in Tarn"), "{markdown}");
    assert!(!markdown.contains("Topic"), "{markdown}");
    // A list of works with their addresses is text.
    let works: String = (0..30)
        .map(|number| {
            format!("<li><a href='/{number}'>The treaty of the lakes, number {number}</a></li>")
        })
        .collect();
    let page = format!("<html><body><ul>{works}</ul></body></html>");
    let markdown = render(Format::Html, page.as_bytes())
        .expect("read")
        .markdown;
    assert!(markdown.contains("number 29"), "{markdown}");
}

#[test]
fn a_page_around_an_article() {
    let filler = "The council of the delta met again in the autumn, and its members agreed on the measurement of the tides, \
                  on the repair of the dykes, and on the fees that every harbour has to pay. ";
    let paragraphs: String = (0..8)
        .map(|number| format!("<p>Paragraph {number}. {}</p>", filler.repeat(2)))
        .collect();
    let page = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>The delta council | Tide Review</title>\
         <meta name=author content='A. Writer'><meta property='article:published_time' content='2019-03-08T09:00:00Z'>\
         <meta property='og:site_name' content='Tide Review'><link rel=canonical href='https://example.org/delta'></head><body>\
         <nav><ul><li><a href=/>Home</a></li><li><a href=/about>About us since 1950</a></li></ul></nav>\
         <article><h1>The delta council</h1>{paragraphs}</article>\
         <aside><p>Read also: what happened in 1931</p></aside><footer>Copyright 2024</footer></body></html>"
    );
    let rendition = render(Format::Html, page.as_bytes()).expect("read");
    assert!(rendition.markdown.contains("Paragraph 7"));
    for furniture in ["About us", "Read also", "Copyright"] {
        assert!(
            !rendition.markdown.contains(furniture),
            "{}",
            rendition.markdown
        );
    }
    assert_eq!(rendition.author.as_deref(), Some("A. Writer"));
    assert_eq!(rendition.publisher.as_deref(), Some("Tide Review"));
    assert_eq!(rendition.url.as_deref(), Some("https://example.org/delta"));
    let document = rendition.into_document();
    assert_eq!(document.metadata.date.expect("a date").0, "2019-03-08");
}

#[test]
fn letters_of_older_pages() {
    let page = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1252'></head>\
                 <body><p>Bogot\xE1 \x96 signed</p></body></html>";
    let rendition = render(Format::Html, page).expect("read");
    assert!(
        rendition.markdown.contains("Bogotá – signed"),
        "{}",
        rendition.markdown
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    /// Whatever is done to a document's bytes, it is read or refused, never a panic.
    #[test]
    fn damaged_bytes_are_read_or_refused(
        name in proptest::sample::select(vec!["commission.docx", "commission.html", "commission.pdf", "scanned.pdf"]),
        at in 0usize..36_000,
        noise in proptest::collection::vec(0u8..=255, 1..40),
    ) {
        let mut bytes = bytes(name);
        let at = at % bytes.len();
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        let _ = render(Format::of(name).expect("known"), &bytes);
    }
}
