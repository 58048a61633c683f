//! Text in XML: escaped, harmless, and without the characters that XML 1.0 cannot have.

/// `text` as an attribute or as content.
pub fn escape(text: &str) -> String {
    let allowed: String = text
        .chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => super::harmless(c),
            _ => '\u{FFFD}',
        })
        .collect();
    // A line break in an attribute would be read as a space.
    quick_xml::escape::escape(allowed)
        .replace('\n', "&#10;")
        .replace('\r', "&#13;")
        .replace('\t', "&#9;")
}
