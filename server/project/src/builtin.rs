//! The built-in library: the texts of `seeds/`, compiled in by the build, parsed when first asked for.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use analysis::Origin;
use library::{Builder, Library, SourceRecord};
use prose::locale::Locale;
use serde::Deserialize;

use crate::cache::{self, Cache};

// `FILES: &[(&str, &str)]`, name below `seeds/` (with `/`) and text, sorted by name.
include!(concat!(env!("OUT_DIR"), "/seeds.rs"));

/// What `library.toml` says.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Title {
    name: String,
    covers: String,
}

/// What the library is called, with the years it speaks for: "China-Russia relations 1949-2022".
pub(crate) fn name() -> String {
    let title: Title = text("library.toml")
        .and_then(|text| toml::from_str(text).ok())
        .unwrap_or_default();
    format!("{} {}", title.name, title.covers.replace('/', "-"))
        .trim()
        .to_owned()
}

/// The library, shared by all who use it.
pub(crate) fn library() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
        std::thread::scope(|side| {
            // Somebody waits for it: the language is read beside the texts.
            let locale = side.spawn(Locale::shared_english);
            let mut builder = Builder::new(&name(), 0);
            add_to(&mut builder);
            let locale = locale.join();
            Arc::new(builder.build(locale.unwrap_or_else(|_| Locale::shared_english())))
        })
    });
    LIBRARY.clone()
}

/// Adds the compiled-in sources and records. They were checked by the tests of this build, so what will not parse is
/// left out without a word.
pub(crate) fn add_to(builder: &mut Builder) {
    if let Some(original) = original() {
        builder.add_known(original);
    }
    for (name, text) in FILES {
        if let Some(stem) = name.strip_suffix(".md") {
            let sidecar = format!("{stem}.source.toml");
            let record = record(&sidecar).unwrap_or_default();
            let document = Arc::new(format::read(name, Arc::from(*text)));
            builder.add_source(&format!("builtin:{name}"), record, document);
        } else if name.starts_with("records/") {
            let _ = builder.add_records(&format!("builtin:{name}"), text);
        }
    }
}

/// The record of the article that the compiled-in chronicle retells.
pub(crate) fn original() -> Option<SourceRecord> {
    record("source.toml")
}

/// Every compiled-in records file: name and text.
pub fn records() -> impl Iterator<Item = (&'static str, &'static str)> {
    let records = |(name, _): &&(&str, &str)| name.starts_with("records/");
    FILES.iter().filter(records).copied()
}

fn record(name: &str) -> Option<SourceRecord> {
    SourceRecord::parse(name, text(name)?).ok()
}

/// A compiled-in text by its name.
fn text(name: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by_key(&name, |&(name, _)| name).ok()?;
    Some(FILES[at].1)
}

/// A compiled-in source's text by its name, shared.
pub(crate) fn shared_text(name: &str) -> Option<Arc<str>> {
    static TEXTS: LazyLock<BTreeMap<&str, Arc<str>>> = LazyLock::new(|| {
        let sources = FILES.iter().filter(|(name, _)| name.ends_with(".md"));
        sources
            .map(|(name, text)| (*name, Arc::from(*text)))
            .collect()
    });
    TEXTS.get(name).cloned()
}

/// Writes the compiled-in text that `origin` names into the cache directory, so that a jump into it lands. Its
/// directory is named by its content: the texts of two versions never mix.
pub fn materialise(origin: &Origin) -> io::Result<PathBuf> {
    let Origin::Builtin(name) = origin else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "only compiled-in texts are written to the cache",
        ));
    };
    let text = text(name).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::NotFound,
            format!("no compiled-in text is called {name:?}"),
        )
    })?;
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let below = Path::new("builtin").join(&digest[..12]).join(name);
    cache::put(&Cache::resolve(None), |home| home.join(&below), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_compiled_in_parses() {
        for (name, text) in FILES {
            if name.ends_with("source.toml") {
                SourceRecord::parse(name, text).unwrap_or_else(|error| panic!("{error}"));
            } else if name.starts_with("records/") {
                Builder::default()
                    .add_records(name, text)
                    .unwrap_or_else(|error| panic!("{error}"));
            }
        }
        let problems = &library().problems;
        assert!(problems.is_empty(), "{problems:#?}");
        assert!(name().ends_with("-2022"), "{}", name());
    }

    #[test]
    fn only_what_is_compiled_in_is_written() {
        let outside = Origin::Builtin("../../etc/passwd".into());
        assert_eq!(
            materialise(&outside).expect_err("refused").kind(),
            io::ErrorKind::NotFound
        );
    }
}
