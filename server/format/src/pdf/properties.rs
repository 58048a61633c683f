//! What a PDF says of itself: its information dictionary, its XMP packet (ISO 16684-1), and its catalogue.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream, String as Words};

use crate::bibliography::{enumerated, words};
use crate::rendition::Rendition;

/// Reads them. The dates in them are those of the file, which may be years from that of the text, so they are not taken;
/// a journal's day of publication is.
pub(super) fn read(pdf: &Pdf) -> Rendition {
    let metadata = pdf.metadata();
    let said = |bytes: &Option<Box<[u8]>>| words(&string(bytes.as_deref()?));
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let packet = catalogue
        .as_ref()
        .and_then(|it| it.get::<Stream<'_>>("Metadata"));
    let packet = packet.and_then(|it| Some(it.decoded().ok()?.into_owned()));
    let packet = packet.and_then(crate::decode).map(|it| xmp(&it.text));
    let packet = packet.unwrap_or_default();
    let tag = catalogue.and_then(|it| it.get::<Words<'_>>("Lang"));
    Rendition {
        title: said(&metadata.title).or(packet.title),
        author: said(&metadata.author).or(packet.author),
        language: tag
            .and_then(|it| words(&string(it.as_bytes())))
            .or(packet.language),
        ..packet
    }
}

/// What an XMP packet says.
fn xmp(packet: &str) -> Rendition {
    let mut read = Rendition::default();
    let mut authors: Vec<String> = Vec::new();
    crate::xml::texts(packet, |names, text| {
        let Some(text) = words(text) else { return };
        // A property's value stands in it, or in the items of a list in it.
        let mut names = names.iter().rev().map(String::as_str);
        let mut property = names.next().unwrap_or_default();
        if property == "rdf:li" {
            property = names.nth(1).unwrap_or_default();
        }
        let address = |text: &str| text.contains("://");
        let field = match property {
            "dc:creator" => return authors.push(text),
            "dc:title" => &mut read.title,
            "dc:publisher" => &mut read.publisher,
            "dc:language" => &mut read.language,
            "dc:rights" => &mut read.licence,
            "prism:publicationDate" | "prism:coverDate" => &mut read.date,
            "prism:url" => &mut read.url,
            "dc:identifier" if address(&text) => &mut read.url,
            _ => return,
        };
        // The first of several languages is the default.
        field.get_or_insert(text);
    });
    read.author = enumerated(&authors);
    read
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16BE or UTF-8 with a mark, else PDFDocEncoding, which is close to Latin-1.
fn string(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return encoding_rs::UTF_16BE
            .decode_with_bom_removal(bytes)
            .0
            .into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(words) => words.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet() {
        let read = xmp(
            r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>
            <rdf:Description rdf:about="" pdf:Producer="A tool" prism:publicationDate="2016-09-08">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tides &amp; dykes</rdf:li><rdf:li xml:lang="de">Gezeiten</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>Ulla Time</rdf:li><rdf:li>N. N.</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
            <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY 4.0</rdf:li></rdf:Alt></dc:rights>
            <xmp:CreateDate>2021-01-01</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>"#,
        );
        let said = [
            read.title,
            read.author,
            read.language,
            read.licence,
            read.date,
            read.publisher,
        ];
        let said = said.map(Option::unwrap_or_default);
        let wanted = [
            "Tides & dykes",
            "Ulla Time and N. N.",
            "en-GB",
            "CC BY 4.0",
            "2016-09-08",
            "",
        ];
        assert_eq!(said, wanted);
    }
}
