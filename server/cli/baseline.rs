//! `policy-ls baseline create|update|prune`: the file of findings that are known and put off.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use analysis::{Baseline, Present};
use anyhow::bail;
use clap::{Args, ValueEnum};
use rayon::prelude::*;

use crate::progress::{self, Clock};
use crate::target::{Options, Target, Targets, analyse};
use crate::{FAILED, output};

/// The file's name where neither the command line nor the configuration gives one.
const FILE_NAME: &str = "policy-ls-baseline.toml";

/// Put the findings of today off, and see to it that their number only falls.
///
/// A finding in the baseline is shown as a hint and fails no check. It is known by its fingerprint, which survives moved
/// lines and reflowed paragraphs. Name the file in policy-ls.toml (baseline = "policy-ls-baseline.toml"), so that editors
/// and checks read it, or give it to `check --baseline`.
#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls baseline create briefs      put off everything that is found now
  policy-ls baseline update briefs      after mending some, or rewording a sentence
  policy-ls check briefs --baseline policy-ls-baseline.toml")]
pub struct Arguments {
    /// What to do.
    what: What,
    /// Drafts, or directories of drafts.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// The file; otherwise the one that the configuration names, else policy-ls-baseline.toml beside it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Use this configuration instead of those found upward from the drafts.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Let `create` write over a file that is there; entries of other drafts stay.
    #[arg(long)]
    force: bool,
    /// Say on standard error how long each step took.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Write down everything that is found now.
    Create,
    /// Let entries follow renamed drafts and reworded sentences, take out the rest that is stale; it never grows.
    Update,
    /// Take out what is stale.
    Prune,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut clock = Clock::new(arguments.verbose);
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        base: arguments.baseline.as_deref().and_then(folder),
        ..Options::default()
    })?;
    for path in &arguments.paths {
        targets.add(path)?;
    }
    let Some(workspace) = targets.drafts.first().map(|it| it.prepared.clone()) else {
        bail!("there are no drafts here");
    };
    if targets
        .drafts
        .iter()
        .any(|it| it.prepared.workspace.root != workspace.workspace.root)
    {
        bail!("these drafts belong to several workspaces; a baseline belongs to one");
    }
    let root = workspace.workspace.root.clone();
    let file = arguments
        .baseline
        .clone()
        .or_else(|| workspace.workspace.baseline_path.clone())
        .unwrap_or_else(|| root.join(FILE_NAME));
    clock.tell(&format!("{} drafts found", targets.drafts.len()));
    let (present, mut problems) = present(&targets);
    clock.tell("drafts checked");
    if arguments.what == What::Create {
        // The configuration may name the file that is about to be made.
        problems.retain(|problem| !problem.contains(": baseline: "));
    }
    let mut err = anstream::stderr().lock();
    for problem in &problems {
        writeln!(err, "policy-ls: {}", crate::report::escape(problem))?;
    }
    let gone = |draft: &str| !root.join(draft).exists();
    let (before, after) = match arguments.what {
        What::Create if file.exists() && !arguments.force => bail!(
            "{} is there already; `policy-ls baseline update` lets it shrink, --force writes it anew",
            file.display()
        ),
        What::Create => {
            let mut after = Baseline::of(&present);
            // What cannot be read is written anew.
            let before = project::baseline::read(&file).unwrap_or_default();
            after.keep(before, |draft| present.contains_key(draft) || gone(draft));
            (None, after)
        }
        what => {
            let before = project::baseline::read(&file).map_err(anyhow::Error::msg)?;
            let mut after = before.clone();
            match what {
                What::Prune => after.prune(&before.stale(&present, gone)),
                _ => after.update(&present, gone),
            }
            (Some(before), after)
        }
    };
    if before.as_ref() != Some(&after) {
        output::write(&file, project::baseline::print(&after).as_bytes())?;
    }
    let fresh = Baseline::of(&present).stale(&after.drafts, |_| true).len();
    let mut out = anstream::stdout().lock();
    let shown = crate::report::escape(&crate::report::shown(&file));
    match before {
        None => writeln!(out, "{shown}: {} findings are put off", after.len())?,
        Some(before) => writeln!(
            out,
            "{shown}: {} findings are put off, {} before; {fresh} others are not in it",
            after.len(),
            before.len()
        )?,
    }
    if workspace.workspace.baseline_path.is_none() {
        writeln!(
            out,
            "name it in policy-ls.toml (baseline = \"{}\"), or give it to `policy-ls check --baseline`",
            crate::report::escape(&workspace.workspace.relative(&file)),
        )?;
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// Everything that is found now, and the drafts that could not be read.
fn present(targets: &Targets) -> (Present, Vec<String>) {
    targets.drafts.iter().for_each(Target::load);
    let bar = progress::bar(targets.drafts.len());
    let found: Vec<_> = targets
        .drafts
        .par_iter()
        .map(|target| {
            bar.inc(1);
            let name = target.prepared.workspace.relative(&target.path);
            match analyse(&target.path, &target.prepared) {
                Ok(analysis) => Ok((name, prints(analysis.diagnostics()))),
                Err(message) => Err(format!("{}: {message}", target.path.display())),
            }
        })
        .collect();
    bar.finish_and_clear();
    let mut present = Present::new();
    let mut problems: Vec<String> = targets
        .problems
        .iter()
        .filter(|it| it.named)
        .map(ToString::to_string)
        .collect();
    for result in found {
        match result {
            Ok((name, prints)) => drop(present.insert(name, prints)),
            Err(problem) => problems.push(problem),
        }
    }
    (present, problems)
}

/// Fingerprint and rule of every finding, further places of the same error included.
pub fn prints(found: &[analysis::Diagnostic]) -> std::collections::BTreeMap<String, String> {
    let found = found.iter();
    let prints = |it: &analysis::Diagnostic| {
        let (own, code) = (it.fingerprint.clone(), it.code.to_owned());
        let further = it.further.clone().into_iter();
        let prints = [own].into_iter().chain(further);
        prints
            .map(|print| (print, code.clone()))
            .collect::<Vec<_>>()
    };
    found.flat_map(prints).collect()
}

/// The directory of a baseline that is named on the command line.
pub fn folder(file: &Path) -> Option<PathBuf> {
    project::absolute(file).parent().map(Path::to_owned)
}

/// A baseline named on the command line.
pub fn named(file: &Path) -> anyhow::Result<Arc<Baseline>> {
    project::baseline::read(file)
        .map(Arc::new)
        .map_err(anyhow::Error::msg)
}
