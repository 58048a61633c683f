//! Profiles: which quotation rules run by which manual, and how much they weigh. Data; the rules know nothing of it.

use crate::Severity;

/// A manual of style for quotations.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Profile {
    /// The words, and nothing of style.
    #[default]
    Fidelity,
    /// United Nations Editorial Manual, "Quotations".
    Un,
    /// Chicago Manual of Style.
    Chicago,
    /// MLA Handbook.
    Mla,
    /// Bluebook, rule 5.
    Bluebook,
}

impl Profile {
    /// All of them.
    pub const ALL: [Profile; 5] = [
        Profile::Fidelity,
        Profile::Un,
        Profile::Chicago,
        Profile::Mla,
        Profile::Bluebook,
    ];

    /// Its name in configuration and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Profile::Fidelity => "fidelity",
            Profile::Un => "un",
            Profile::Chicago => "chicago",
            Profile::Mla => "mla",
            Profile::Bluebook => "bluebook",
        }
    }

    /// From how many words on a quotation is set as a block.
    pub(crate) const fn block_from(self) -> usize {
        match self {
            // Four lines of prose.
            Profile::Mla => 60,
            Profile::Bluebook => 50,
            _ => 100,
        }
    }
}

/// One rule's line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The rule.
    pub code: &'static str,
    /// Its number among the quotation rules ("Q4").
    pub number: &'static str,
    /// Severity by profile, in the order of [`Profile::ALL`]; `None` where it does not run.
    pub severities: [Option<Severity>; 5],
    /// Whether even a profile leaves it off until the configuration names it.
    pub flagged: bool,
}

const E: Option<Severity> = Some(Severity::Error);
const W: Option<Severity> = Some(Severity::Warning);
const I: Option<Severity> = Some(Severity::Information);
const O: Option<Severity> = None;

/// Fidelity, UN, Chicago, MLA, Bluebook. The United Nations Editorial Manual permits a changed first letter, final
/// punctuation, footnote marks left out and misprints mended; Chicago 13.7; MLA Handbook; Bluebook rule 5.
const TABLE: &[Row] = &[
    row("quotation-altered", "Q1", [E, E, E, E, E]),
    row("quotation-omission", "Q2", [E, E, E, E, E]),
    row("quotation-addition", "Q3", [E, E, E, E, E]),
    row("quotation-first-letter", "Q4", [O, O, O, W, W]),
    row("quotation-case", "Q5", [W, W, W, W, W]),
    row("quotation-punctuation", "Q7", [W, W, W, E, W]),
    row("quotation-marks", "Q8", [O, W, W, W, W]),
    row("quotation-straight", "Q9", [O, W, O, O, O]),
    row("quotation-misprint", "Q11", [O, O, O, W, W]),
    row("quotation-footnote-mark", "Q12", [O, O, O, O, W]),
    row("quotation-ellipsis-first", "Q13", [O, I, I, I, W]),
    row("quotation-ellipsis-last", "Q14", [O, I, I, I, W]),
    row("quotation-ellipsis-sentence", "Q15", [O, I, I, I, W]),
    row("quotation-ellipsis", "Q16", [W, W, W, W, W]),
    row("quotation-hidden", "Q17", [W, W, W, W, W]),
    row("quotation-stops-short", "Q18", [I, I, I, I, I]),
    row("quotation-length", "Q19", [O, I, I, I, W]),
    row("quotation-block-marks", "Q20", [O, W, W, W, W]),
    row("quotation-emphasis", "Q21", [O, W, W, W, W]),
    flagged(row("quotation-spelling", "Q22", [O, W, W, W, W])),
    row("quotation-uncited", "Q23", [O, W, W, W, W]),
    row("quotation-page", "Q24", [O, W, O, O, O]),
    row("quotation-attribution", "Q25", [E, E, E, E, E]),
    row("quotation-quoted-in", "Q26", [O, I, I, I, W]),
    row("quotation-bracket", "Q27", [O, I, I, I, I]),
    row("quotation-fused", "Q28", [E, E, E, E, E]),
];

const fn row(code: &'static str, number: &'static str, severities: [Option<Severity>; 5]) -> Row {
    Row {
        code,
        number,
        severities,
        flagged: false,
    }
}

const fn flagged(row: Row) -> Row {
    Row {
        flagged: true,
        ..row
    }
}

impl Row {
    /// The line of a rule, if it is a quotation rule with a number.
    pub fn of(code: &str) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.code == code)
    }

    /// Its severity under a profile; `None` where it does not run.
    pub fn under(&self, profile: Profile) -> Option<Severity> {
        let at = Profile::ALL.iter().position(|other| *other == profile)?;
        self.severities[at]
    }
}
