//! `policy-ls config show`: every setting that holds for a path, and which line of which file set it.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use project::{Cache, Site};

use crate::report::escape;

/// Look at the configuration.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print every setting that holds for a draft, and who set it.
    Show {
        /// The draft, or a directory.
        #[arg(default_value = ".")]
        path: PathBuf,
        /// Use this configuration instead of the one found upward from there.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
}

/// Prints the settings.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let What::Show { path, config } = &arguments.what;
    let site = match config {
        Some(config) => Site::of_config(config),
        None => {
            let here = std::env::current_dir().ok();
            let found = Site::find(Some(path), &[]);
            match found.config_path {
                Some(_) => found,
                None => Site::find(Some(path), here.as_slice()),
            }
        }
    };
    let mut out = anstream::stdout().lock();
    let file = site
        .config_path
        .as_ref()
        .map(|path| path.display().to_string());
    match &file {
        Some(file) => writeln!(out, "# {}", escape(file))?,
        None => writeln!(out, "# no policy-ls.toml: everything is as it is by itself")?,
    }
    let draft = (!path.is_dir()).then(|| site.relative(path));
    for mut setting in project::settings(&site, draft.as_deref())? {
        let mut origin = match setting.line {
            Some(line) => format!("line {line}"),
            None => "by default".to_owned(),
        };
        if setting.key == "cache"
            && let Some((cache, by)) = Cache::decided()
        {
            origin = by.to_owned();
            setting.value = match cache {
                Cache::At(directory) => format!("{:?}", directory.display().to_string()),
                Cache::Off => "(none is kept)".to_owned(),
            };
        }
        let line = format!("{} = {}", setting.key, setting.value);
        writeln!(out, "{:56} # {origin}", escape(&line))?;
    }
    Ok(ExitCode::SUCCESS)
}
