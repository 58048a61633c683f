//! Pages made by hand: what their edges, their pictures and their properties say.

use format::{Format, Rendition, render};

/// A page: what is set where, in which size.
type Page<'a> = Vec<(&'a str, u32, u32)>;

/// A PDF of these objects after the catalogue; the third is a font.
fn pdf(catalogue: &str, pages: &[String], more: &[String]) -> Vec<u8> {
    let first = 5;
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", first + 2 * at))
        .collect();
    let mut objects = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>"),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
        stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            "x",
        ),
    ];
    for (at, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> \
             /Contents {} 0 R >>",
            first + 2 * at + 1
        ));
        objects.push(stream("", content));
    }
    objects.extend(more.iter().cloned());
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    format!(
        "<< {keys} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

fn set(page: &Page<'_>) -> String {
    let line = |(words, height, size): &(&str, u32, u32)| {
        format!("BT /F {size} Tf 60 {height} Td ({words}) Tj ET")
    };
    page.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read(pages: &[String]) -> Rendition {
    render(Format::Pdf, &pdf("", pages, &[])).expect("it can be read")
}

/// A page with text between its edges.
fn page<'a>(edges: &[(&'a str, u32, u32)], text: [&'a str; 4]) -> String {
    let lines = text.into_iter().zip([700, 686, 672, 658]);
    let text = lines.map(|(words, height)| (words, height, 11));
    set(&edges.iter().copied().chain(text).collect())
}

const FIRST: [&str; 4] = [
    "The council of the delta met again in the autumn, and its members agreed",
    "on the measurement of the tides, on the repair of the dykes that the flood",
    "of the year before had damaged, and on the fees that every harbour pays to",
    "the council; they also agreed that the secretariat in Tarn shall publish",
];
const SECOND: [&str; 4] = [
    "the figures of all gauges every month, whatever the members say about them,",
    "and that whoever doubts them may ask for a second reading. That is what it",
    "has done ever since, and nobody has asked for more than two readings in one",
    "year, although the rules of the council would allow for as many as twelve.",
];

#[test]
fn a_sentence_goes_on_over_a_page_with_head_and_foot() {
    let edges = |foot| [("Annals of the Delta", 760, 9), (foot, 40, 9)];
    let pages = [page(&edges("1/2"), FIRST), page(&edges("2/2"), SECOND)];
    let read = read(&pages).markdown;
    assert!(
        read.contains("shall publish the figures of all gauges"),
        "{read}"
    );
    assert!(!read.contains("Annals"), "{read}");
    assert!(!read.contains("2/2"), "{read}");
}

#[test]
fn pages_may_begin_with_years_and_end_with_days() {
    let year = |year, day| [(year, 760, 12), (day, 40, 11)];
    let pages = [
        page(&year("1991", "Signed at Corvath on 3 May 1999."), FIRST),
        page(&year("1992", "Signed at Corvath on 4 May 1999."), SECOND),
        page(&year("1993", "Signed at Corvath on 5 May 1999."), FIRST),
    ];
    let read = read(&pages).markdown;
    for words in ["1991", "1992", "1993", "3 May", "4 May", "5 May"] {
        assert!(read.contains(words), "{words}: {read}");
    }
}

#[test]
fn a_hyphen_that_the_document_writes_elsewhere_stays() {
    let mut text = FIRST;
    text[0] = "The well-known council of the delta met, and its co-operation was good and well-";
    text[1] = "known to all. The members spoke of the rebuilding of dykes, and of the mea-";
    text[2] = "surement of tides.";
    let read = read(&[page(&[], text)]).markdown;
    assert!(read.contains("good and well-known to all"), "{read}");
    assert!(read.contains("the measurement of tides"), "{read}");
}

#[test]
fn pages_without_a_text_of_their_own_are_told() {
    let picture = "q 600 0 0 800 0 0 cm /I Do Q";
    let stamped = format!(
        "{picture}\n{}",
        set(&vec![("Lent by the Library of Tarn", 30, 8)])
    );
    let read_again = read(&[stamped.clone(), page(&[], FIRST), stamped]);
    assert_eq!(read_again.losses.len(), 1, "{:?}", read_again.losses);
    assert!(
        read_again.losses[0].starts_with("pages 1, 3: a picture of the page"),
        "{:?}",
        read_again.losses
    );
    let small = format!("q 200 0 0 90 0 0 cm /I Do Q\n{}", page(&[], FIRST));
    assert_eq!(read(&[small]).losses, Vec::<String>::new());
    let drawn = read(&["100 100 m 200 200 l S".to_owned()]);
    assert!(
        drawn.losses[0].contains("only drawings of them"),
        "{:?}",
        drawn.losses
    );
    let sideways: Vec<String> = FIRST
        .iter()
        .zip(["60", "80", "100", "120"])
        .map(|(words, left)| format!("BT /F 11 Tf 0 1 -1 0 {left} 60 Tm ({words}) Tj ET"))
        .collect();
    let losses = read(&[sideways.join("\n")]).losses;
    assert!(losses[0].contains("runs sideways"), "{losses:?}");
}

#[test]
fn a_packet_and_the_catalogue_say_what_it_is() {
    let packet = "<x:xmpmeta><rdf:RDF><rdf:Description><dc:title><rdf:Alt><rdf:li>On tides</rdf:li></rdf:Alt></dc:title>\
                  <dc:creator><rdf:Seq><rdf:li>Ulla Time</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>";
    let metadata = stream("/Type /Metadata /Subtype /XML", packet);
    let file = pdf(
        "/Metadata 7 0 R /Lang (en-GB)",
        &[page(&[], FIRST)],
        &[metadata],
    );
    let read = render(Format::Pdf, &file).expect("it can be read");
    assert_eq!(read.title.as_deref(), Some("On tides"));
    assert_eq!(read.author.as_deref(), Some("Ulla Time"));
    assert_eq!(read.language.as_deref(), Some("en-GB"));
}
