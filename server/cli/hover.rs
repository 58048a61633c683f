//! `policy-ls hover FILE:LINE:COLUMN`: what an editor would show at a place.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::Args;
use text::{Encoding, Position};

use crate::report::escape;
use crate::target::{Options, Targets, analyse};

/// Print what an editor shows when the cursor rests at a place.
#[derive(Args)]
pub struct Arguments {
    /// The place, as findings show it; line and column count from 1.
    #[arg(value_name = "FILE:LINE:COLUMN", value_parser = place)]
    place: Place,
    /// Use this configuration instead of the one found upward from the draft.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    file: PathBuf,
    line: u32,
    column: u32,
}

fn place(argument: &str) -> Result<Place, String> {
    let mut parts = argument.rsplitn(3, ':');
    let (column, line, file) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part?.parse::<u32>().ok()?.checked_sub(1);
    match (file, number(line), number(column)) {
        (Some(file), Some(line), Some(column)) if !file.is_empty() => Ok(Place {
            file: file.into(),
            line,
            column,
        }),
        _ => Err("a place looks like draft.md:12:34".into()),
    }
}

/// Prints the hover, and under it the places that it links to.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Place { file, line, column } = &arguments.place;
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let workspace = targets.workspace_of(file)?;
    let analysis =
        analyse(file, &workspace).map_err(|message| anyhow!("{}: {message}", file.display()))?;
    let position = Position::new(*line, *column);
    let offset = analysis
        .lines()
        .offset(analysis.text(), position, Encoding::Utf32);
    let Some(hover) = analysis.hover(offset) else {
        bail!("nothing is known about the words at this place");
    };
    let mut out = anstream::stdout().lock();
    for line in hover.plain.lines() {
        writeln!(out, "{}", escape(line))?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_its_end() {
        let read = place("c:/a b.md:12:34").expect("a place");
        assert_eq!((read.line, read.column), (11, 33));
        assert_eq!(read.file, PathBuf::from("c:/a b.md"));
        for wrong in [
            "a.md",
            "a.md:1",
            "a.md:0:1",
            "a.md:x:1",
            ":1:1",
            "a.md:1:99999999999",
        ] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
