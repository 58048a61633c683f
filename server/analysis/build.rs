//! Writes the list of well-known misprints as one text, a line each. As the table of pointers that its crate holds it has to be
//! put in place at each start of the program, which takes longer than everything else of a start.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut lines: Vec<String> = typos_dict::WORD
        .map
        .entries()
        .map(|(misprint, meant)| {
            let misprint = misprint.into_inner().to_lowercase();
            format!("{misprint}\t{}\n", meant.join("\t"))
        })
        .collect();
    lines.sort_unstable();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("misprints.txt");
    fs::write(out, lines.concat()).expect("the build's own directory can be written");
}
