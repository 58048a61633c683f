//! `policy-ls report DRAFT...`: the fact-check sheet, for people who were not there when the draft was checked.

use std::path::PathBuf;
use std::process::ExitCode;

use analysis::Findings;
use clap::{Args, ValueEnum};
use project::FileProblem;
use rayon::prelude::*;

use crate::progress::{self, Clock};
use crate::report::sheet::{self, Sheet};
use crate::report::{Checked, Format, Results, shown};
use crate::target::{Options, Target, Targets, analyse};
use crate::{FAILED, output};

/// Make a fact-check sheet of drafts: every claim, quotation and name with its verdict and the passage behind it.
///
/// The HTML page is one file without script or network, for reading, printing and passing on. Passages of sources whose
/// record says `confidential = true` are left out of it. The exit status is 0 whatever was found; `check` decides.
#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls report briefs/visit.md -o visit.html
  policy-ls report briefs --format markdown > sheet.md
  policy-ls report briefs/visit.md --format json | jq .sheets[0].totals")]
pub struct Arguments {
    /// Drafts, or directories of drafts.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The file to write; without it the sheet goes to standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// As what.
    #[arg(long, value_enum, default_value_t = As::Html)]
    format: As,
    /// Use this configuration instead of those found upward from the drafts.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Say on standard error how long each step took.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum As {
    /// One self-contained page.
    Html,
    /// Tables in Markdown.
    Markdown,
    /// For programs; schema: `policy-ls schema report`.
    Json,
}

/// Makes the sheet.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut clock = Clock::new(arguments.verbose);
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    for path in &arguments.paths {
        targets.add(path)?;
    }
    clock.tell(&format!("{} drafts found", targets.drafts.len()));
    targets.drafts.iter().for_each(Target::load);
    clock.tell("library made");
    let bar = progress::bar(targets.drafts.len());
    let made: Vec<Result<Checked, FileProblem>> = targets
        .drafts
        .into_par_iter()
        .map(|target| {
            bar.inc(1);
            let workspace = &target.prepared.workspace;
            let analysis =
                analyse(&target.path, &target.prepared).map_err(|message| FileProblem {
                    path: target.path.clone(),
                    line: None,
                    message,
                    named: target.named,
                })?;
            let mut checked = Checked::new(
                &target.path,
                workspace,
                analysis.text(),
                Findings::of(&analysis),
                analysis::Severity::Hint,
            );
            checked.sheet = Some(Box::new(Sheet::new(
                &shown(&target.path),
                &analysis,
                workspace,
                analysis::Severity::Hint,
            )));
            Ok(checked)
        })
        .collect();
    bar.finish_and_clear();
    clock.tell("drafts checked");
    let mut results = Results {
        problems: targets.problems,
        ..Results::default()
    };
    for one in made {
        match one {
            Ok(checked) => results.drafts.push(checked),
            Err(problem) => results.problems.push(problem),
        }
    }
    results
        .drafts
        .sort_by(|one, other| one.path.cmp(&other.path));
    results.problems.sort();
    let mut page = Vec::new();
    match arguments.format {
        As::Html => Format::Html.reporter().write(&mut page, &results)?,
        As::Markdown => sheet::markdown::write(&mut page, &results)?,
        As::Json => sheet::write_json(&mut page, &results)?,
    }
    match &arguments.output {
        Some(file) => output::write(file, &page)?,
        None => output::copy(&page)?,
    }
    clock.tell("results written");
    let failed = results.problems.iter().any(|problem| problem.named);
    if let (true, Some(_)) = (failed, &arguments.output) {
        output::complain(&results.problems);
    }
    Ok(if failed {
        ExitCode::from(FAILED)
    } else {
        ExitCode::SUCCESS
    })
}
