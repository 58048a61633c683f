//! The coverage line: which library was used, and how much of the drafts it could speak to. Silence is not approval.

use std::collections::BTreeMap;

use analysis::Coverage;

use super::Checked;

/// One line a library, in the order of their names.
pub fn lines(drafts: &[Checked]) -> Vec<String> {
    let mut by_library: BTreeMap<String, Coverage> = BTreeMap::new();
    for draft in drafts {
        *by_library.entry(draft.library.to_string()).or_default() += draft.coverage;
    }
    by_library
        .iter()
        .map(|(library, coverage)| line(library, coverage))
        .collect()
}

fn line(library: &str, coverage: &Coverage) -> String {
    let claims = list(&[
        (coverage.supported, "supported", true),
        (coverage.contradicted, "contradicted", true),
        (coverage.contested, "on which the sources disagree", false),
        (coverage.unknown, "not in the sources", true),
        (coverage.not_asserted, "not asserted", false),
    ]);
    let quotations = list(&[
        (coverage.verbatim, "verbatim", true),
        (coverage.misquoted, "altered", true),
        (coverage.unsourced, "not in the sources", true),
    ]);
    let mut line = format!(
        "{library}; {}: {claims}; {}: {quotations}",
        count(coverage.claims, "dated claim"),
        count(coverage.quotations, "quotation"),
    );
    if covered(coverage) == 0 {
        line.push_str("; nothing here could be checked against it");
    }
    line
}

/// How many claims and quotations the library had something to say about.
fn covered(coverage: &Coverage) -> usize {
    let claims = coverage.supported + coverage.contradicted + coverage.contested;
    claims + coverage.verbatim + coverage.misquoted
}

fn count(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}

/// "36 supported, 2 contradicted": what is marked is said even of none.
fn list(counts: &[(usize, &str, bool)]) -> String {
    let said = counts
        .iter()
        .filter(|(number, _, always)| *always || *number > 0);
    let words: Vec<String> = said
        .map(|(number, word, _)| format!("{number} {word}"))
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_its_shape() {
        let mut coverage = Coverage {
            claims: 41,
            supported: 36,
            contradicted: 2,
            unknown: 3,
            quotations: 12,
            verbatim: 9,
            misquoted: 2,
            unsourced: 1,
            ..Coverage::default()
        };
        assert_eq!(
            line("built-in library: X 1949-2022", &coverage),
            "built-in library: X 1949-2022; 41 dated claims: 36 supported, 2 contradicted, 3 not in the sources; \
             12 quotations: 9 verbatim, 2 altered, 1 not in the sources"
        );
        coverage.contested = 1;
        assert!(
            line("X", &coverage).contains("2 contradicted, 1 on which the sources disagree, 3")
        );
        let none = line("X", &Coverage::default());
        assert!(none.ends_with("; nothing here could be checked against it"));
    }
}
