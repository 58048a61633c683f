//! Headings as an outline, from tree-sitter's block grammar: for an editor's structure, when asked.

use text::Span;
use tree_sitter::{Node, Parser};

/// A heading and the section below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// The heading's words, markup included.
    pub title: String,
    /// The heading's line.
    pub heading: Span,
    /// From the heading to the end of its section.
    pub span: Span,
}

/// The sections of a Markdown text, in order, outer before inner. Empty if the grammar cannot be loaded.
pub fn outline(text: &str) -> Vec<Section> {
    let mut parser = Parser::new();
    if parser
        .set_language(&tree_sitter_md::LANGUAGE.into())
        .is_err()
    {
        return Vec::new();
    }
    let Some(tree) = parser.parse(text, None) else {
        return Vec::new();
    };
    let mut sections: Vec<Section> = Vec::new();
    // An explicit stack: 20,000 levels of nesting must not become 20,000 calls.
    let mut stack = vec![tree.root_node()];
    while let Some(node) = stack.pop() {
        match node.kind() {
            "atx_heading" | "setext_heading" => sections.extend(section_of(node, text)),
            "document" | "section" => {
                let mut cursor = node.walk();
                let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
                stack.extend(children.into_iter().rev());
            }
            _ => {}
        }
    }
    // A section ends where the next heading of its level or above begins.
    for at in 0..sections.len() {
        let level = sections[at].level;
        let next = sections[at + 1..]
            .iter()
            .find(|section| section.level <= level);
        sections[at].span.end = next.map_or(text.len(), |next| next.span.start);
    }
    sections
}

fn section_of(heading: Node<'_>, text: &str) -> Option<Section> {
    let words = heading.utf8_text(text.as_bytes()).ok()?;
    let level = match words
        .trim_start()
        .bytes()
        .take_while(|byte| *byte == b'#')
        .count()
    {
        0 if words.trim_end().ends_with('=') => 1,
        0 => 2,
        marks => marks.min(6) as u8,
    };
    let title = words
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches('#')
        .trim()
        .to_owned();
    let heading = Span::new(heading.start_byte(), heading.end_byte());
    Some(Section {
        level,
        title,
        heading,
        span: Span::new(heading.start, heading.end),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_nest() {
        let text = "# A\n\nx\n\n## B\n\ny\n\nC\n=\n\nz\n";
        let sections: Vec<_> = outline(text)
            .into_iter()
            .map(|s| (s.level, s.title))
            .collect();
        assert_eq!(
            sections,
            [(1, "A".into()), (2, "B".into()), (1, "C".into())]
        );
    }
}
