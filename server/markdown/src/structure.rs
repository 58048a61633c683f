//! What can be folded and selected, from tree-sitter's block grammar: for an editor's structure, when asked.

use text::Span;
use tree_sitter::{Node, Parser, Tree};

/// What folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// A section, a list, a quotation, a table, code.
    Region,
    /// A comment.
    Comment,
}

/// The folds of a Markdown text, in order, outer before inner. Empty if the grammar cannot be loaded.
pub fn folds(text: &str) -> Vec<(Span, FoldKind)> {
    let Some(tree) = parse(text) else {
        return Vec::new();
    };
    let mut folds = Vec::new();
    each(tree.root_node(), |node| {
        let kind = match node.kind() {
            "section" | "list" | "block_quote" | "pipe_table" | "fenced_code_block"
            | "minus_metadata" | "plus_metadata" => FoldKind::Region,
            "html_block" => FoldKind::Comment,
            _ => return true,
        };
        let span = trimmed(text, node);
        // A section without a heading is the whole text.
        let headless = node.kind() == "section"
            && node
                .child(0)
                .is_none_or(|first| !first.kind().ends_with("_heading"));
        if span.of(text).contains('\n') && !headless {
            folds.push((span, kind));
        }
        true
    });
    folds
}

/// The nodes around `offset`, innermost first; each is larger than the one before.
pub fn around(text: &str, offset: usize) -> Vec<Span> {
    let Some(tree) = parse(text) else {
        return Vec::new();
    };
    let mut spans = Vec::new();
    each(tree.root_node(), |node| {
        let span = trimmed(text, node);
        let inside = span.start <= offset && offset <= span.end;
        if inside && node.is_named() {
            spans.push(span);
        }
        node.start_byte() <= offset && offset <= node.end_byte()
    });
    spans.sort_by_key(|span| (span.len(), span.start));
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain
            .last()
            .is_none_or(|last| span.covers(*last) && span != *last)
        {
            chain.push(span);
        }
    }
    chain
}

/// Calls `visit` with every node, outer before inner, in order; below those where it says so. An explicit stack: 20,000
/// levels of nesting must not become 20,000 calls.
fn each(root: Node<'_>, mut visit: impl FnMut(Node<'_>) -> bool) {
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        if !visit(node) {
            continue;
        }
        let mut cursor = node.walk();
        let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
        stack.extend(children.into_iter().rev());
    }
}

fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_md::LANGUAGE.into()).ok()?;
    parser.parse(text, None)
}

/// A node without the blank lines at its end.
fn trimmed(text: &str, node: Node<'_>) -> Span {
    let span = Span::new(node.start_byte(), node.end_byte());
    let length = span.of(text).trim_end().len();
    Span::new(span.start, span.start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "---\ntitle: x\n---\n\n# A\n\nWords.\n\n## B\n\n- one\n- two\n\n```\ncode\n```\n\n# C\n";

    #[test]
    fn sections_lists_and_code_fold() {
        let folds: Vec<_> = folds(TEXT)
            .into_iter()
            .map(|(span, _)| span.of(TEXT).lines().next().unwrap_or_default())
            .collect();
        assert_eq!(folds, ["---", "# A", "## B", "- one", "```"]);
    }

    #[test]
    fn what_is_around_grows() {
        let at = TEXT.find("two").expect("it is there");
        let spans = around(TEXT, at);
        assert!(spans.len() >= 4, "{spans:?}");
        assert!(spans.windows(2).all(|pair| pair[1].covers(pair[0])));
        assert_eq!(around("", 0).len().min(1), around("", 0).len());
    }
}
