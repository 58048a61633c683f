//! `policy-ls check PATH...`: findings for people or for programs, and an exit status for CI.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use analysis::{Findings, Severity};
use anyhow::{Context, bail};
use clap::Args;
use project::FileProblem;
use rayon::prelude::*;

use crate::choose::Choice;
use crate::fix::{self, Fixes};
use crate::known::Known;
use crate::output::{self, Colour};
use crate::progress::{self, Clock};
use crate::report::sheet::Sheet;
use crate::report::{Checked, Format, Output, Results, shown};
use crate::stale;
use crate::target::{Options, Prepared, Target, Targets, analyse_text};
use crate::{FAILED, FOUND, affected, baseline, git};

/// Check drafts against their sources.
///
/// A directory means every draft below it. Findings name the passage that proves them; the last line says which library
/// was used and how much of the drafts it could speak to.
#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls check
  policy-ls check 'briefs/**/*.md' --ignore 'quotation-*' --severity warning
  policy-ls check briefs --output sarif=out.sarif --output html=sheet.html
  policy-ls check --since origin/main --format github
  policy-ls check briefs --fix --diff
  policy-ls check --stdin-filename briefs/a.md < a.md

Exit status: 0 nothing found, 1 findings at warning or above, 2 something could not be read.")]
pub struct Arguments {
    /// Drafts, directories of drafts, or globs.
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to print the findings; docs/output.md says what is stable in each.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also write them to a file, in any format; may be given several times: --output sarif=out.sarif
    #[arg(long, value_name = "FORMAT=FILE")]
    output: Vec<Output>,
    /// Exit with 0 whatever was found.
    #[arg(long)]
    exit_zero: bool,
    /// Exit with 2 also if a file that was not named itself could not be used.
    #[arg(long)]
    strict: bool,
    /// Only drafts that changed since this branch left a revision, and those in which a changed source, record or
    /// configuration makes something else be found.
    #[arg(long, value_name = "REVISION", conflicts_with = "staged")]
    since: Option<String>,
    /// Only drafts that the next commit changes, as the commit has them, and those that a source that it changes makes say
    /// something else.
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "fix_only"])]
    staged: bool,
    /// Check standard input as if it stood at this path; with --fix, print the mended text.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["since", "staged", "paths"])]
    stdin_filename: Option<PathBuf>,
    /// Leave out also those of the named files that a named directory would leave out: what is no draft by the configuration,
    /// and what .policy-ls-ignore names. For programs that name every file, as pre-commit does.
    #[arg(long)]
    force_exclude: bool,
    /// Findings that are known and put off, instead of those that the configuration names.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    fixes: Fixes,
    /// Use this configuration instead of those found upward from the drafts; its paths may lead anywhere.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// When to use colours. NO_COLOR is honoured.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
    /// Say on standard error how long each step took.
    #[arg(long, short)]
    verbose: bool,
}

impl Arguments {
    fn needs_sheet(&self) -> bool {
        let formats = self.output.iter().map(|output| output.format);
        formats.chain([self.format]).any(Format::needs_sheet)
    }

    /// Whether the findings are all that is asked of a draft.
    fn is_plain(&self) -> bool {
        !self.fixes.wanted() && !self.needs_sheet()
    }
}

/// What became of one draft.
struct Outcome {
    checked: Checked,
    prepared: Arc<Prepared>,
    /// Every finding's fingerprint and rule, where there is a baseline.
    prints: BTreeMap<String, String>,
    /// The text before and after its fixes, if any.
    change: Option<(Arc<str>, Arc<str>)>,
    edits: usize,
    /// What there was to choose from, where one fix was chosen.
    chosen: Option<fix::Chosen>,
    /// The source that it is word for word.
    twin: Option<String>,
    /// Its path.
    path: PathBuf,
    /// Its text now, if it came from standard input.
    text: Option<Arc<str>>,
}

/// Runs the check.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut clock = Clock::new(arguments.verbose);
    let targets = targets(arguments)?;
    check_outputs(&arguments.output, &targets)?;
    let Targets {
        drafts,
        mut problems,
        ..
    } = targets;
    clock.tell(&format!("{} drafts found", drafts.len()));
    let known = match arguments.is_plain() {
        true => Known::of(&drafts),
        false => Known::default(),
    };
    let bar = progress::bar(drafts.len());
    let looked: Vec<Look> = drafts
        .into_par_iter()
        .map(|target| look(arguments, target, &known))
        .collect();
    for look in &looked {
        if let Look::Unknown(target, _) = look {
            target.load();
        }
    }
    clock.tell(&format!("drafts read, {} of them known", known.hits()));
    let outcomes: Vec<Result<Outcome, FileProblem>> = looked
        .into_par_iter()
        .map(|look| {
            bar.inc(1);
            match look {
                Look::Done(done) => *done,
                Look::Unknown(target, text) => check(arguments, &target, text, &known)
                    .map_err(|message| problem(target, message)),
            }
        })
        .collect();
    bar.finish_and_clear();
    let mut done = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok(outcome) => done.push(outcome),
            Err(problem) => problems.push(problem),
        }
    }
    done.sort_by(|one, other| one.checked.path.cmp(&other.checked.path));
    clock.tell("drafts checked");
    problems.extend(done.iter().filter_map(twin));
    match known.keep() {
        Ok(()) => clock.tell("findings kept"),
        Err(error) => clock.tell(&format!("findings cannot be kept: {error}")),
    }
    if let Some(print) = &arguments.fixes.fix_only {
        fix::check_chosen(print, done.iter().filter_map(|it| it.chosen.as_ref()))?;
    }
    let changed = changes(arguments, &done, &mut problems)?;
    let prints = done
        .iter()
        .map(|it| (&*it.prepared, &*it.checked.name, &it.prints));
    problems.extend(stale::problems(prints, arguments.baseline.as_deref()));
    problems.sort();
    problems.dedup();
    let results = Results {
        drafts: done.into_iter().map(|it| it.checked).collect(),
        problems,
    };
    // What cannot be written leaves the others alone.
    let outputs = arguments.output.iter();
    let unwritten = outputs.filter_map(|it| output::save(it.format, &results, &it.file).err());
    let unwritten: Vec<anyhow::Error> = unwritten.collect();
    let quiet =
        arguments.fixes.diff || arguments.stdin_filename.is_some() && arguments.fixes.wanted();
    match quiet {
        true => output::complain(&results.problems),
        false => output::print(arguments.format, &results, arguments.color)?,
    }
    clock.tell("results written");
    for error in &unwritten {
        output::say(&format!("{error:#}"));
    }
    Ok(match unwritten.is_empty() {
        true => status(arguments, &results, changed),
        false => ExitCode::from(FAILED),
    })
}

/// Whether every output has a file of its own that may be written over.
fn check_outputs(outputs: &[Output], targets: &Targets) -> anyhow::Result<()> {
    let mut taken = BTreeSet::new();
    for Output { file, .. } in outputs {
        let (shown, real) = (file.display(), git::real(file));
        // A device takes whatever comes.
        if !taken.insert(real.clone()) && (real.is_file() || !real.exists()) {
            bail!("{shown}: two outputs cannot be written to one file");
        }
        if targets.drafts.iter().any(|it| git::real(&it.path) == real) {
            bail!("{shown} is a draft that is checked; an output would be written over it");
        }
        let workspaces = targets.workspaces.values();
        let mut settings = workspaces.flat_map(|it| {
            let workspace = &it.workspace;
            workspace.config_path.iter().chain(&workspace.baseline_path)
        });
        if settings.any(|path| git::real(path) == real) {
            bail!("{shown} belongs to the configuration; an output would be written over it");
        }
    }
    Ok(())
}

fn targets(arguments: &Arguments) -> anyhow::Result<Targets> {
    let baseline = arguments
        .baseline
        .as_deref()
        .map(baseline::named)
        .transpose()?;
    let index = arguments.staged.then(git::Index::read).transpose()?;
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        choice: arguments.choice.clone(),
        base: arguments.baseline.as_deref().and_then(baseline::folder),
        baseline,
        index: index.map(Arc::new),
        force_exclude: arguments.force_exclude,
    })?;
    if let Some(path) = &arguments.stdin_filename {
        targets.add_text_for(path)?;
        return Ok(targets);
    }
    for path in &arguments.paths {
        targets.add(path)?;
    }
    if let Some(revision) = &arguments.since {
        let changed = git::Changed::since(revision)?;
        affected::keep(&mut targets, &changed);
    } else if arguments.staged {
        let changed = git::Changed::staged()?;
        affected::keep(&mut targets, &changed);
    }
    Ok(targets)
}

/// What a first look at a draft gave, without a library.
enum Look {
    /// It is known, or cannot be read.
    Done(Box<Result<Outcome, FileProblem>>),
    /// Its text is to be checked.
    Unknown(Target, Arc<str>),
}

/// Reads a draft, and looks whether its findings are known.
fn look(arguments: &Arguments, target: Target, known: &Known) -> Look {
    let text = match read(arguments, &target) {
        Ok(text) => text,
        Err(message) => return Look::Done(Box::new(Err(problem(target, message)))),
    };
    let name = target.prepared.workspace.relative(&target.path);
    match known.get(&name, &text, &target.prepared) {
        Some(found) => Look::Done(Box::new(Ok(outcome(arguments, &target, text, found)))),
        None => Look::Unknown(target, text),
    }
}

fn problem(target: Target, message: String) -> FileProblem {
    FileProblem {
        path: target.path,
        line: None,
        message,
        named: target.named,
    }
}

/// A draft's text. The error says what is wrong with the file.
fn read(arguments: &Arguments, target: &Target) -> Result<Arc<str>, String> {
    match arguments.stdin_filename {
        Some(_) => Ok(read_stdin()?.into()),
        None => target.read(),
    }
}

/// Checks one draft, and mends it in memory. The error says what is wrong with the file.
fn check(
    arguments: &Arguments,
    target: &Target,
    text: Arc<str>,
    known: &Known,
) -> Result<Outcome, String> {
    let Target { path, prepared, .. } = target;
    let name = prepared.workspace.relative(path);
    let mut analysis = analyse_text(&name, text.clone(), prepared)?;
    let (mut change, mut edits) = (None, 0);
    let chosen = arguments.fixes.chosen(&analysis);
    if arguments.fixes.wanted() {
        let mended = arguments.fixes.apply(&name, analysis, prepared)?;
        (analysis, edits) = (mended.analysis, mended.edits);
        if *analysis.text() != text {
            change = Some((text, analysis.text().clone()));
        }
    }
    let mended = analysis.text().clone();
    let sheet = arguments.needs_sheet().then(|| {
        let sheet = Sheet::new(
            &shown(path),
            &analysis,
            &prepared.workspace,
            arguments.choice.least(),
        );
        Box::new(sheet)
    });
    let found = Findings::of(&analysis);
    if prepared.workspace.has_changed() {
        return Err("was not checked: a source changed meanwhile; check it again".to_owned());
    }
    if arguments.is_plain() {
        known.put(&name, &mended, prepared, &found);
    }
    let mut outcome = outcome(arguments, target, mended, found);
    (outcome.change, outcome.edits, outcome.chosen) = (change, edits, chosen);
    outcome.checked.sheet = sheet;
    Ok(outcome)
}

/// What is to be told of a draft that is a source as well, word for word.
fn twin(outcome: &Outcome) -> Option<FileProblem> {
    let source = outcome.twin.as_ref()?;
    Some(FileProblem {
        path: outcome.path.clone(),
        line: None,
        message: format!(
            "is word for word the source {source}; a text is no witness for itself, so that it agrees says nothing: take one of \
             them away"
        ),
        named: false,
    })
}

fn outcome(arguments: &Arguments, target: &Target, text: Arc<str>, found: Findings) -> Outcome {
    let Target { path, prepared, .. } = target;
    let known = arguments.baseline.is_some() || prepared.workspace.baseline_path.is_some();
    let prints = match known {
        true => baseline::prints(&found.diagnostics),
        false => BTreeMap::new(),
    };
    let least = arguments.choice.least();
    let twin = prepared.workspace.twin_of(&text).map(str::to_owned);
    Outcome {
        twin,
        checked: Checked::new(path, &prepared.workspace, &text, found, least),
        prepared: prepared.clone(),
        prints,
        change: None,
        edits: 0,
        chosen: None,
        path: path.clone(),
        text: arguments.stdin_filename.is_some().then_some(text),
    }
}

fn read_stdin() -> Result<String, String> {
    // Only one draft is read from it.
    static ONCE: Mutex<()> = Mutex::new(());
    let _guard = ONCE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|_| "standard input is not UTF-8".to_owned())
}

/// Writes a mended draft, unless somebody else changed it meanwhile.
fn replace(path: &Path, before: &str, after: &str) -> Result<(), String> {
    if !std::fs::read(path).is_ok_and(|there| there == before.as_bytes()) {
        return Err("was changed meanwhile; it was not mended".to_owned());
    }
    output::write(path, after.as_bytes()).map_err(|error| format!("{error:#}"))
}

/// Writes the mended drafts, or shows what would be changed. Whether anything would.
fn changes(
    arguments: &Arguments,
    done: &[Outcome],
    problems: &mut Vec<FileProblem>,
) -> anyhow::Result<bool> {
    if !arguments.fixes.wanted() {
        return Ok(false);
    }
    let mut out = std::io::stdout().lock();
    let (mut drafts, mut edits) = (0, 0);
    for outcome in done {
        let Some((before, after)) = &outcome.change else {
            continue;
        };
        (drafts, edits) = (drafts + 1, edits + outcome.edits);
        let path = &outcome.checked.path;
        if arguments.fixes.diff {
            out.write_all(fix::diff(path, before, after).as_bytes())?;
        } else if arguments.stdin_filename.is_none()
            && let Err(message) = replace(&outcome.path, before, after)
        {
            problems.push(FileProblem {
                path: outcome.path.clone(),
                line: None,
                message,
                named: true,
            });
        }
    }
    // Who pipes a text through us wants it back, changed or not, and also if it is none that is checked.
    if let (Some(_), false) = (&arguments.stdin_filename, arguments.fixes.diff) {
        let text = match done {
            [only] => only.text.clone(),
            _ if problems.iter().any(|it| it.named) => None,
            _ => Some(read_stdin().map_err(anyhow::Error::msg)?.into()),
        };
        out.write_all(text.as_deref().unwrap_or_default().as_bytes())?;
    } else if drafts > 0 {
        let verb = if arguments.fixes.diff {
            "would be"
        } else {
            "were"
        };
        writeln!(
            anstream::stderr(),
            "policy-ls: {edits} edits {verb} made in {drafts} drafts"
        )?;
    }
    out.flush().context("standard output")?;
    Ok(drafts > 0)
}

fn status(arguments: &Arguments, results: &Results, changed: bool) -> ExitCode {
    let least: Severity = arguments.choice.fails_at();
    let mut problems = results.problems.iter();
    let mut found = results.fresh();
    if arguments.exit_zero {
        ExitCode::SUCCESS
    } else if problems.any(|it| it.named || arguments.strict) {
        ExitCode::from(FAILED)
    } else if arguments.fixes.diff {
        ExitCode::from(if changed { FOUND } else { 0 })
    } else if found.any(|(_, finding)| finding.severity >= least) {
        ExitCode::from(FOUND)
    } else {
        ExitCode::SUCCESS
    }
}
