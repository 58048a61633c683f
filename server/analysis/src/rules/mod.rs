//! The rules: one file each, with its page (the module's own documentation), its check, its fixes and its tests.

mod arithmetic_mismatch;
mod conflict;
mod date_conflict;
mod date_impossible;
mod date_unsupported;
mod draft_disagreement;
mod heading_conflict;
mod office_conflict;
mod order_conflict;
mod quotation;
mod quotation_addition;
mod quotation_altered;
mod quotation_attribution;
mod quotation_block_marks;
mod quotation_bracket;
mod quotation_case;
mod quotation_ellipsis;
mod quotation_ellipsis_first;
mod quotation_ellipsis_last;
mod quotation_ellipsis_sentence;
mod quotation_emphasis;
mod quotation_first_letter;
mod quotation_footnote_mark;
mod quotation_fused;
mod quotation_hidden;
mod quotation_joint;
mod quotation_length;
mod quotation_marks;
mod quotation_misprint;
mod quotation_omission;
mod quotation_page;
mod quotation_punctuation;
mod quotation_quoted_in;
mod quotation_spelling;
mod quotation_stops_short;
mod quotation_straight;
mod quotation_summary;
mod quotation_uncited;
mod quotation_unsourced;
mod quotation_version;
mod range_reversed;
mod retold;
mod suppression;
mod suppression_malformed;
mod suppression_unknown_rule;
mod suppression_unused;
mod suppression_without_reason;
mod weekday_mismatch;

use std::ops::Range;

use library::Library;
use prose::locale::Locale;
use prose::reading::{Reading, Resolved};
use prose::temporal::DateSettings;
use text::{BlockKind, Document, Span};

use crate::claim::{Claim, Retellings};
use crate::finding::Finding;
use crate::quote::Quote;
use crate::suppression::Directive;
use crate::{Diagnostic, Level, Location, Origin, Profile, Row, Settings, Severity, Suppressed};

/// What is told of a rule, and how it is run.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name, in words.
    pub code: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Severity when the evidence is strongest.
    pub severity: Severity,
    /// Whether it runs where the configuration does not name it.
    pub on: bool,
    /// The file it stands in; its opening comment is its page.
    source: &'static str,
    /// What it finds in one block, or in the cells of one row, by what stands there: it is not asked again while that stays.
    check: Check,
    /// What it finds by looking at the draft as a whole.
    whole: Check,
}

type Check = fn(&Context<'_>, &mut Vec<Finding>);

impl Rule {
    /// The page that `explain` prints (Markdown): what it does, why it matters, an example, how to silence it.
    pub fn page(&self) -> String {
        let lines = self
            .source
            .lines()
            .take_while(|line| line.starts_with("//!"));
        let mut page = lines
            .map(|line| line.trim_start_matches("//!").trim_start_matches(' '))
            .collect::<Vec<_>>()
            .join("\n");
        // How a comment is written is the same for all, but no comment silences those on comments.
        if !self.code.starts_with("suppression-") {
            page.push_str(&format!(
                "\nIn one place: `<!-- policy-ls: ignore {} reason=\"…\" -->` on the line before.",
                self.code
            ));
        }
        page
    }

    /// Whether it runs under these settings.
    pub fn runs(&self, settings: &Settings) -> bool {
        match settings.severities.get(self.code) {
            Some(level) => *level != Level::Off,
            None if self.code == suppression_without_reason::RULE.code => settings.require_reason,
            None => match Row::of(self.code) {
                Some(row) => !row.flagged && row.under(settings.profile).is_some(),
                None => self.on,
            },
        }
    }

    /// What it finds in the blocks of the context.
    pub(crate) fn check(&self, context: &Context<'_>, findings: &mut Vec<Finding>) {
        (self.check)(context, findings);
    }

    /// What it finds in the draft as a whole.
    pub(crate) fn check_whole(&self, context: &Context<'_>, findings: &mut Vec<Finding>) {
        (self.whole)(context, findings);
    }
}

/// All rules, by code.
pub fn all() -> &'static [Rule] {
    &[
        arithmetic_mismatch::RULE,
        date_conflict::RULE,
        date_impossible::RULE,
        date_unsupported::RULE,
        draft_disagreement::RULE,
        heading_conflict::RULE,
        office_conflict::RULE,
        order_conflict::RULE,
        quotation_addition::RULE,
        quotation_altered::RULE,
        quotation_attribution::RULE,
        quotation_block_marks::RULE,
        quotation_bracket::RULE,
        quotation_case::RULE,
        quotation_ellipsis::RULE,
        quotation_ellipsis_first::RULE,
        quotation_ellipsis_last::RULE,
        quotation_ellipsis_sentence::RULE,
        quotation_emphasis::RULE,
        quotation_first_letter::RULE,
        quotation_footnote_mark::RULE,
        quotation_fused::RULE,
        quotation_hidden::RULE,
        quotation_joint::RULE,
        quotation_length::RULE,
        quotation_marks::RULE,
        quotation_misprint::RULE,
        quotation_omission::RULE,
        quotation_page::RULE,
        quotation_punctuation::RULE,
        quotation_quoted_in::RULE,
        quotation_spelling::RULE,
        quotation_stops_short::RULE,
        quotation_straight::RULE,
        quotation_summary::RULE,
        quotation_uncited::RULE,
        quotation_unsourced::RULE,
        quotation_version::RULE,
        range_reversed::RULE,
        suppression_malformed::RULE,
        suppression_unknown_rule::RULE,
        suppression_unused::RULE,
        suppression_without_reason::RULE,
        weekday_mismatch::RULE,
    ]
}

/// Finds nothing. The rules on suppression comments come last, see [`comments`].
fn nothing(_: &Context<'_>, _: &mut Vec<Finding>) {}

/// Judges the suppression comments themselves, once it is known what they silenced. No comment silences these findings.
/// `idle` tells what the rules that do not run would find.
pub(crate) fn comments(
    document: &Document,
    settings: &Settings,
    directives: &[Directive],
    suppressed: &[Suppressed],
    idle: &dyn Fn() -> Vec<(&'static str, Span)>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in [
        (
            suppression_malformed::RULE,
            suppression_malformed::check as CommentCheck,
        ),
        (
            suppression_unknown_rule::RULE,
            suppression_unknown_rule::check,
        ),
        (
            suppression_without_reason::RULE,
            suppression_without_reason::check,
        ),
    ] {
        if rule.0.runs(settings) {
            (rule.1)(document, settings, directives, &mut found);
        }
    }
    if suppression_unused::RULE.runs(settings) {
        suppression_unused::check(document, settings, directives, suppressed, idle, &mut found);
    }
    found
}

type CommentCheck = fn(&Document, &Settings, &[Directive], &mut Vec<Diagnostic>);

/// What a rule may look at.
pub(crate) struct Context<'a> {
    pub document: &'a Document,
    pub reading: &'a Reading,
    pub library: &'a Library,
    pub locale: &'a Locale,
    /// The blocks that are looked at; claims, retold dates and quotations are theirs.
    pub blocks: Range<usize>,
    pub claims: &'a [Claim],
    pub retold: &'a [Retellings],
    pub quotes: &'a [Quote],
    pub profile: Profile,
    /// What the draft's dates were read with.
    pub dates: DateSettings,
}

impl Context<'_> {
    /// The words at `span` of a block's prose.
    pub fn words(&self, block: usize, span: Span) -> &str {
        span.of(&self.document.blocks[block].prose)
    }

    /// Whether a block is prose of the draft's own (comments and front matter are not).
    pub fn is_prose(&self, block: usize) -> bool {
        !matches!(
            self.document.blocks[block].kind,
            BlockKind::Comment | BlockKind::FrontMatter
        )
    }

    /// Whether `span` stands inside somebody's words.
    pub fn quoted(&self, block: usize, span: Span) -> bool {
        self.reading.blocks[block]
            .quotations
            .iter()
            .any(|quotation| !quotation.term && quotation.span.covers(span))
    }

    /// The readings of the blocks, with their numbers.
    pub fn readings(&self) -> impl Iterator<Item = (usize, &Resolved)> {
        let blocks = self.blocks.clone();
        blocks.map(|block| (block, &*self.reading.blocks[block]))
    }

    /// The temporal expressions of the draft's own prose, outside quotations: (block, index).
    pub fn temporals(&self) -> impl Iterator<Item = (usize, &prose::temporal::Temporal)> {
        self.readings()
            .filter(|(block, _)| self.is_prose(*block))
            .flat_map(move |(block, resolved)| {
                resolved
                    .temporals
                    .iter()
                    .filter(move |temporal| !self.quoted(block, temporal.span))
                    .map(move |temporal| (block, temporal))
            })
    }

    /// A place in the draft itself.
    pub fn here(&self, block: usize, span: Span, label: String) -> Location {
        let block = &self.document.blocks[block];
        Location {
            origin: Origin::Draft,
            text: self.document.text.clone(),
            withheld: false,
            focus: block.map.hull(span),
            full: block.span,
            label,
        }
    }
}
