//! `sources add`: a file comes among the sources, with a record beside it.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use project::{Format as FileFormat, Site, Workspace};
use serde::Serialize;

use super::{Format, SCHEMA_VERSION, print_json};
use crate::output;
use crate::report::escape;

#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls sources add ~/Downloads/speech.pdf --title 'A Word on Rivers' --author 'Ada Okafor' --rank primary
  policy-ls sources add cable.docx --confidential")]
pub(super) struct Arguments {
    /// The file; there is no network, so what stands on the web has to be fetched first.
    file: PathBuf,
    /// Make a link instead of a copy. The file has to lie below the workspace's root.
    #[arg(long)]
    link: bool,
    /// What to call it there, without ending.
    #[arg(long, value_name = "STEM")]
    name: Option<String>,
    #[arg(long)]
    title: Option<String>,
    #[arg(long)]
    author: Option<String>,
    /// Who speaks in it, for a speech.
    #[arg(long)]
    speaker: Option<String>,
    /// Its date (EDTF: 2016, 2016-03, 2016-03-04).
    #[arg(long, value_name = "EDTF")]
    date: Option<String>,
    #[arg(long)]
    publisher: Option<String>,
    /// Where it was found.
    #[arg(long)]
    url: Option<String>,
    /// When it was taken from there (EDTF).
    #[arg(long, value_name = "EDTF")]
    retrieved: Option<String>,
    /// Where a copy is kept on the web.
    #[arg(long, value_name = "URL")]
    archive_url: Option<String>,
    /// Terms of use.
    #[arg(long)]
    licence: Option<String>,
    /// What drafts and other records call it; the file's name without ending if none is given.
    #[arg(long)]
    id: Option<String>,
    /// Language tag.
    #[arg(long)]
    language: Option<String>,
    #[arg(long, value_enum)]
    rank: Option<Rank>,
    /// How notes and drafts name it: \"Okafor 2016\".
    #[arg(long)]
    short: Option<String>,
    /// The source it translates or is another version of.
    #[arg(long, value_name = "ID")]
    translation_of: Option<String>,
    /// Nothing of its words leaves the editor.
    #[arg(long)]
    confidential: bool,
    /// The same until that day.
    #[arg(long, value_name = "EDTF")]
    embargo_until: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Rank {
    Primary,
    OfficialTranslation,
    Scholarly,
    Press,
    Own,
}

/// What `sources add --format json` prints.
#[derive(Serialize)]
struct Added {
    schema_version: u32,
    /// From the workspace's root.
    path: String,
    record: String,
    words: usize,
    /// What could not be read of it.
    problems: Vec<String>,
}

/// Puts the file there and writes its record.
pub(super) fn run(site: &Site, arguments: &Arguments, format: Format) -> anyhow::Result<ExitCode> {
    let file = &arguments.file;
    let said = file.display().to_string();
    if said.contains("://") {
        bail!(
            "{said}: policy-ls uses no network; fetch the page first, then add the file with --url {said}"
        );
    }
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    if FileFormat::of(&said).is_none() {
        let known = FileFormat::source_endings().join(", ");
        bail!("{said}: is not of a format that can be read as a source ({known})");
    }
    let bytes = fs::read(file).with_context(|| format!("{said} cannot be read"))?;
    let home = Workspace::sources_home(site)?;
    let Some(home) = home else {
        bail!("this workspace has no folder of sources; `policy-ls init DIRECTORY` makes one");
    };
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let stem = arguments.name.as_deref().unwrap_or(&stem);
    if stem.is_empty() || stem.contains(['/', '\\']) || stem.starts_with('.') {
        bail!("`{stem}` is no name for a file; choose another one: --name STEM");
    }
    let target = home.join(format!("{stem}.{ending}"));
    let record = home.join(format!("{stem}.source.toml"));
    let (name, record_name) = (site.relative(&target), site.relative(&record));
    let text = sidecar(arguments, &bytes);
    library::SourceRecord::parse(&record_name, &text).context("the record would be wrong")?;
    let same = target.canonicalize().ok() == file.canonicalize().ok();
    if !same && target.exists() {
        bail!("{name} is there already; choose another name: --name STEM");
    }
    if record.exists() {
        bail!("{record_name} is there already; what stands there is never written over");
    }
    one_stem(&home, stem, &target)?;
    fs::create_dir_all(&home).with_context(|| format!("{} cannot be made", home.display()))?;
    // The record comes first: a confidential source is never there without it.
    output::write(&record, text.as_bytes())?;
    if !same {
        let put = match arguments.link {
            true => link(site, file, &target),
            false => output::write(&target, &bytes),
        };
        if let Err(error) = put {
            let _ = fs::remove_file(&record);
            return Err(error);
        }
    }
    let (words, problems) = match project::look_at(&target, &name) {
        Ok(document) => {
            let words = document.blocks.iter();
            let words = words.map(|it| it.prose.split_whitespace().count()).sum();
            (
                words,
                document.problems.into_iter().map(|it| it.message).collect(),
            )
        }
        Err(message) => (0, vec![message]),
    };
    let added = Added {
        schema_version: SCHEMA_VERSION,
        path: name,
        record: record_name,
        words,
        problems,
    };
    if format == Format::Json {
        print_json(&added)?;
    } else {
        let mut out = anstream::stdout().lock();
        let (path, record) = (escape(&added.path), escape(&added.record));
        writeln!(
            out,
            "{path}: added, {} words; what it is stands in {record}",
            added.words
        )?;
        for problem in &added.problems {
            writeln!(out, "{path}: problem: {}", escape(problem))?;
        }
    }
    Ok(match added.problems.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(crate::FOUND),
    })
}

/// A sidecar speaks of one source; another one of that stem would share it.
fn one_stem(home: &Path, stem: &str, target: &Path) -> anyhow::Result<()> {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let twin = path.file_stem().is_some_and(|other| other == stem) && path != target;
        if twin && path.to_str().is_some_and(|it| FileFormat::of(it).is_some()) {
            bail!(
                "{} has that name too, so that {stem}.source.toml could mean either; choose another one: --name STEM",
                path.display()
            );
        }
    }
    Ok(())
}

fn link(site: &Site, file: &Path, target: &Path) -> anyhow::Result<()> {
    let real = file.canonicalize()?;
    if !site.outside && !real.starts_with(site.root.canonicalize()?) {
        bail!(
            "{} lies outside of the workspace, and links that lead out of it are not followed; add it without --link",
            file.display()
        );
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(&real, target)?;
    #[cfg(windows)]
    std::os::windows::fs::symlink_file(&real, target)?;
    Ok(())
}

/// The record as TOML.
fn sidecar(arguments: &Arguments, bytes: &[u8]) -> String {
    let mut toml = String::from("format = 1\n");
    let rank = arguments.rank.and_then(|rank| rank.to_possible_value());
    let rank = rank.map(|rank| rank.get_name().to_owned());
    let texts = [
        ("id", &arguments.id),
        ("title", &arguments.title),
        ("author", &arguments.author),
        ("speaker", &arguments.speaker),
        ("date", &arguments.date),
        ("publisher", &arguments.publisher),
        ("url", &arguments.url),
        ("retrieved", &arguments.retrieved),
        ("archive-url", &arguments.archive_url),
        ("licence", &arguments.licence),
        ("language", &arguments.language),
        ("rank", &rank),
        ("short", &arguments.short),
        ("translation-of", &arguments.translation_of),
        ("embargo-until", &arguments.embargo_until),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            let _ = writeln!(toml, "{key} = {}", toml::Value::from(value.as_str()));
        }
    }
    if arguments.confidential {
        toml.push_str("confidential = true\n");
    }
    let _ = writeln!(toml, "sha256 = \"{}\"", project::sha256(bytes));
    toml
}
