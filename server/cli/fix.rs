//! `check --fix`, `--unsafe-fixes`, `--fix-only` and `--diff`: drafts mended in rounds until nothing is left to mend.

use std::collections::BTreeSet;
use std::sync::Arc;

use analysis::{Analysis, Reach};
use anyhow::bail;
use clap::Args;
use similar::TextDiff;

use crate::target::{Prepared, analyse_text};

/// Rounds after which a draft that is still not at rest is left as it is: two rules disagree.
const ROUNDS: usize = 20;

/// What is mended.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Fixes")]
pub struct Fixes {
    /// Apply the fixes that are safe: typography and comments, never a quoted word or a date.
    #[arg(long)]
    pub fix: bool,
    /// Apply other fixes too; quoted words and dates stay as they are even so (see --fix-only).
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Apply the fix of this one finding, whatever it is (its fingerprint, as json shows it).
    #[arg(long, value_name = "FINGERPRINT")]
    pub fix_only: Option<String>,
    /// Print what would be changed instead of changing it; the exit status is 1 if anything would.
    #[arg(long)]
    pub diff: bool,
}

/// The findings that one fix is chosen from: fingerprints, and whether each can be mended.
pub type Chosen = Vec<(String, bool)>;

/// Whether a fingerprint is that of a finding that can be mended.
pub fn check_chosen<'a>(
    print: &str,
    drafts: impl Iterator<Item = &'a Chosen>,
) -> anyhow::Result<()> {
    let all: Vec<&(String, bool)> = drafts.flatten().collect();
    let mut meant = all.iter().filter(|(one, _)| one == print).peekable();
    if meant.peek().is_none() {
        let hint = project::nearest(print, all.iter().map(|(one, _)| one.as_str()))
            .map(|one| format!("; did you mean `{one}`?"))
            .unwrap_or_default();
        bail!(
            "there is no finding `{print}` in these drafts{hint} (`policy-ls check --format json` shows the fingerprints)"
        );
    }
    if !meant.any(|(_, mends)| *mends) {
        bail!("the finding `{print}` has no fix; mend it by hand");
    }
    Ok(())
}

/// A draft after its fixes.
pub struct Mended {
    /// What is found in it now.
    pub analysis: Analysis,
    /// How many edits were made.
    pub edits: usize,
}

impl Fixes {
    /// Whether anything is to be mended.
    pub fn wanted(&self) -> bool {
        self.fix || self.unsafe_fixes || self.fix_only.is_some() || self.diff
    }

    /// What there is to choose from, if one fix is to be chosen.
    pub fn chosen(&self, analysis: &Analysis) -> Option<Chosen> {
        self.fix_only.as_ref()?;
        let all = analysis.diagnostics().iter();
        let all = all.map(|it| (it.fingerprint.clone(), it.fix().is_some()));
        Some(all.collect())
    }

    /// Mends a draft as far as is wanted.
    pub fn apply(
        &self,
        name: &str,
        analysis: Analysis,
        prepared: &Prepared,
    ) -> Result<Mended, String> {
        let mut mended = Mended { analysis, edits: 0 };
        if let Some(print) = &self.fix_only {
            let chosen = mended.analysis.diagnostics().iter();
            let fix = chosen
                .filter(|it| it.fingerprint == *print)
                .find_map(|it| it.fix());
            let mut edits = fix.map(|fix| fix.edits.clone()).unwrap_or_default();
            edits.sort_by_key(|(span, _)| *span);
            mended.step(name, &edits, prepared)?;
        }
        if !(self.fix || self.unsafe_fixes || self.diff && self.fix_only.is_none()) {
            return Ok(mended);
        }
        let reach = if self.unsafe_fixes {
            Reach::Unsafe
        } else {
            Reach::Safe
        };
        let mut seen = BTreeSet::new();
        for _ in 0..ROUNDS {
            let edits = mended.analysis.batch(reach);
            // A text that was there before would come again and again.
            if edits.is_empty()
                || !seen.insert(blake3::hash(mended.analysis.text().as_bytes()).to_hex())
            {
                break;
            }
            mended.step(name, &edits, prepared)?;
        }
        Ok(mended)
    }
}

impl Mended {
    fn step(
        &mut self,
        name: &str,
        edits: &[(text::Span, String)],
        prepared: &Prepared,
    ) -> Result<(), String> {
        if edits.is_empty() {
            return Ok(());
        }
        let text = analysis::apply(self.analysis.text(), edits);
        self.analysis = analyse_text(name, Arc::from(text), prepared)?;
        self.edits += edits.len();
        Ok(())
    }
}

/// The change as a patch.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string()
}
