//! What the quotation rules share: one finding a quotation and code, on the words that differ, with the passage.

use passage::{Difference, DifferenceKind, Match, Meaning};
use text::Span;

use super::Context;
use crate::finding::Finding;
use crate::quote::{Quote, Verdict};
use crate::{Related, Severity, evidence, phrase};

/// Reports the differences that `wanted` picks, one finding a quotation; `say` words a difference.
pub(super) fn report(
    code: &'static str,
    severity: Severity,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    wanted: impl Fn(&Quote, &Difference) -> bool,
    say: impl Fn(&Difference) -> String,
) {
    for quote in context.quotes {
        if !is_found(quote) {
            continue;
        }
        let differences: Vec<&Difference> = quote
            .differences()
            .iter()
            .filter(|one| wanted(quote, one))
            .collect();
        let Some(first) = differences.first() else {
            continue;
        };
        let says: Vec<String> = differences
            .iter()
            .map(|difference| match difference.meaning {
                Some(meaning) => format!(
                    "{} (changes the meaning: {})",
                    say(difference),
                    meaning_word(meaning)
                ),
                None => say(difference),
            })
            .collect();
        let mut finding = Finding::new(
            code,
            severity,
            quote.block,
            range(context, quote, first),
            String::new(),
        );
        finding.subject = subject(context, quote);
        let label = cite(context, quote, &mut finding);
        finding.message = format!("Draft: {}. Source: {label}.", phrase::list(&says));
        for difference in &differences {
            elsewhere(context, difference, &mut finding);
        }
        mend(context, quote, &differences, &mut finding);
        findings.push(finding);
    }
}

/// Names the passage in `finding` and returns what it is called.
pub(super) fn cite(context: &Context<'_>, quote: &Quote, finding: &mut Finding) -> String {
    let Some(location) = quote.passages(context.library).next() else {
        return "unknown".to_owned();
    };
    let label = location.label.clone();
    let words = phrase::excerpt(location.focus.of(&location.text), 200);
    finding.related.push(Related {
        message: format!("“{words}”"),
        location,
    });
    label
}

/// Names the other place that words of a quotation stand in.
fn elsewhere(context: &Context<'_>, difference: &Difference, finding: &mut Finding) {
    let DifferenceKind::Elsewhere { document, span } = difference.kind else {
        return;
    };
    let Some(source) = context.library.sources.get(document) else {
        return;
    };
    let location = evidence::place(source, span);
    let words = phrase::excerpt(location.focus.of(&location.text), 200);
    finding.related.push(Related {
        message: format!("“{words}”"),
        location,
    });
}

/// Folded words of the quotation: its identity.
pub(super) fn subject(context: &Context<'_>, quote: &Quote) -> String {
    quote
        .words(&context.document.blocks[quote.block].prose)
        .to_lowercase()
}

/// Offers the source's words in the place of the draft's, marks, sound brackets and ellipses kept; then the honest ways to
/// leave a change standing.
fn mend(context: &Context<'_>, quote: &Quote, wanted: &[&Difference], finding: &mut Finding) {
    let Some(best) = quote.best() else { return };
    let Some(source) = context.library.sources.get(best.document) else {
        return;
    };
    let prose = &context.document.blocks[quote.block].prose;
    let words = quote.span.of(prose);
    let text = source.text();
    let mended = |piece: &Span| {
        let inner = Span::new(piece.start - quote.span.start, piece.end - quote.span.start);
        passage::edits(words, inner, best, &text)
    };
    let edits = quote.pieces.iter().flat_map(mended);
    let edits: Vec<(Span, String)> = edits
        .flat_map(|(span, put)| between_breaks(prose, span.shift(quote.span.start), &put))
        .collect();
    if !edits.is_empty() {
        finding.advice = Some(
            "Restore the source's words, or mark the change with brackets or an ellipsis."
                .to_owned(),
        );
        finding.fix("Restore the source's words".to_owned(), edits);
    }
    let here = |difference: &&&Difference| {
        let draft = difference.draft.shift(quote.span.start);
        quote
            .pieces
            .iter()
            .any(|piece| piece.start < draft.start && draft.end < piece.end)
    };
    let omitted = wanted
        .iter()
        .filter(|one| one.kind == DifferenceKind::Omitted);
    let ellipses = omitted
        .filter(here)
        .map(|one| one.draft.shift(quote.span.start));
    let seams = wanted
        .iter()
        .filter_map(|one| seam(prose, quote, best, one));
    let ellipses: Vec<(Span, String)> = ellipses
        .chain(seams)
        .map(|place| (place, " …".to_owned()))
        .collect();
    if !ellipses.is_empty() {
        finding.fix("Mark the omission with an ellipsis".to_owned(), ellipses);
    }
    let changed = wanted.iter().filter(|one| {
        matches!(
            one.kind,
            DifferenceKind::Altered | DifferenceKind::Slip | DifferenceKind::Added
        ) && !one.draft.is_empty()
    });
    let brackets: Vec<(Span, String)> = changed
        .flat_map(|one| {
            let span = one.draft.shift(quote.span.start);
            let at = |place: usize, mark: &str| (Span::new(place, place), mark.to_owned());
            [at(span.start, "["), at(span.end, "]")]
        })
        .collect();
    if !brackets.is_empty() {
        finding.fix("Put the changed words in brackets".to_owned(), brackets);
    }
}

/// Where an ellipsis parts two passages that stand in one source in the draft's order.
fn seam(prose: &str, quote: &Quote, best: &Match, difference: &Difference) -> Option<Span> {
    let DifferenceKind::Elsewhere { document, span } = difference.kind else {
        return None;
    };
    let draft = difference.draft.shift(quote.span.start);
    let piece = quote.pieces.iter().find(|piece| piece.covers(draft))?;
    let first = piece.start == draft.start;
    let ordered = match first {
        true => span.end <= best.span.start,
        false => best.span.end <= span.start && piece.end == draft.end,
    };
    // Behind the point that ends the first of them.
    let place = match first {
        true => draft.end + prose[draft.end..].find(char::is_whitespace)?,
        false => prose[..draft.start].trim_end().len(),
    };
    (document == best.document && ordered).then_some(Span::new(place, place))
}

/// The replacement of `span` by `put`, without the white space that both have at their ends; and word by word where the
/// draft's line breaks inside and there are as many words. So it runs over no line break that it need not touch.
fn between_breaks(prose: &str, span: Span, put: &str) -> Vec<(Span, String)> {
    let old = span.of(prose);
    let (words, new): (Vec<&str>, Vec<&str>) = (
        old.split_whitespace().collect(),
        put.split_whitespace().collect(),
    );
    let place = |word: &str| {
        let start = word.as_ptr() as usize - prose.as_ptr() as usize;
        Span::new(start, start + word.len())
    };
    if old.trim().contains('\n') && words.len() == new.len() {
        let changed = words.iter().zip(&new).filter(|(old, new)| old != new);
        return changed
            .map(|(old, new)| (place(old), (*new).to_owned()))
            .collect();
    }
    let space = char::is_whitespace;
    let (mut span, mut put) = (span, put);
    if old.starts_with(space) && put.starts_with(space) {
        span.start += old.len() - old.trim_start().len();
        put = put.trim_start();
    }
    let rest = span.of(prose);
    if rest.ends_with(space) && put.ends_with(space) {
        span.end = span.start + rest.trim_end().len();
        put = put.trim_end();
    }
    vec![(span, put.to_owned())]
}

/// Whether the words are a quotation that was found and may be looked at for its form.
pub(super) fn is_found(quote: &Quote) -> bool {
    !matches!(
        quote.verdict,
        Verdict::Term | Verdict::Unsourced | Verdict::Unchecked
    )
}

/// The differing words in the block's prose; for words left out, the word before the gap.
fn range(context: &Context<'_>, quote: &Quote, difference: &Difference) -> Span {
    let span = difference.draft.shift(quote.span.start);
    if !span.is_empty() {
        return span;
    }
    let prose = &context.document.blocks[quote.block].prose;
    let before = prose[quote.span.start..span.start].trim_end();
    let end = quote.span.start + before.len();
    let start = before
        .rfind(char::is_whitespace)
        .map_or(quote.span.start, |at| quote.span.start + at + 1);
    if start < end {
        Span::new(start, end)
    } else {
        quote.span
    }
}

fn meaning_word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Negation => "negation",
        Meaning::Modal => "modal verb",
        Meaning::Quantifier => "quantifier",
        Meaning::Number => "number",
        Meaning::Date => "date",
        Meaning::Name => "name",
    }
}

/// Whether the word is the first of the quotation, or of what follows an ellipsis or a sentence's end: its letter may
/// follow the draft's sentence (Q4).
pub(super) fn begins(context: &Context<'_>, quote: &Quote, difference: &Difference) -> bool {
    let at = difference.draft.start + quote.span.start;
    let Some(piece) = quote.pieces.iter().find(|piece| piece.touches(at)) else {
        return false;
    };
    let before = Span::new(piece.start, at);
    let before = context.words(quote.block, before).trim_end();
    before.is_empty() || before.ends_with(['\u{2026}', '.', ']', '?', '!'])
}
