//! Reading one source of whatever format: its bytes, their hash, and what they say.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use analysis::Cancel;
use sha2::{Digest, Sha256};
use text::Document;

use crate::cache::Cache;
use crate::memory::Memory;
use crate::role::format_of;
use crate::unsaved::{Files, Saved};

/// A source as it was read.
pub(crate) struct Source {
    pub path: PathBuf,
    pub name: String,
    pub document: Arc<Document>,
    /// SHA-256 of the file.
    pub digest: String,
}

/// What a file says that may become a source; nothing of it is kept. The error is a sentence about the file, without its
/// name.
pub fn look_at(path: &Path, name: &str) -> Result<Document, String> {
    let files = Files {
        unsaved: &Saved,
        cancel: &Cancel::new(),
        differs: &AtomicBool::default(),
    };
    let read = read_source(files, path, name, &Cache::Off, &Memory::default())?;
    Ok(Arc::unwrap_or_clone(read.document))
}

/// Reads one source of whatever format. The error is a sentence about the file, without its name.
pub(crate) fn read_source(
    files: Files<'_>,
    path: &Path,
    name: &str,
    cache: &Cache,
    memory: &Memory,
) -> Result<Source, String> {
    let bytes = files.bytes(path).map_err(|error| error.to_string())?;
    let digest = sha256(&bytes);
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let document = memory.document(&digest, &ending, || match format_of(path) {
        Some(format) if !format.is_text() => {
            let rendition = crate::rendition::read(format, name, &bytes, cache)?;
            Ok(rendition.into_document())
        }
        _ => text_document(name, bytes),
    });
    Ok(Source {
        path: path.to_owned(),
        name: name.to_owned(),
        document: document?,
        digest,
    })
}

/// A text in whatever common encoding. Unless it is UTF-8, what is read is a twin of the file.
fn text_document(name: &str, bytes: Vec<u8>) -> Result<Document, String> {
    let decoded = format::decode(bytes).ok_or("is not a text file: it holds zero bytes")?;
    let mut document = format::read(name, decoded.text.into());
    if decoded.encoding != "UTF-8" {
        document.rendition = true;
        if decoded.lossy {
            document.problems.push(text::Problem {
                kind: text::ProblemKind::Lossy,
                message: format!(
                    "was read as {}, but some of its bytes mean nothing there; save it as UTF-8",
                    decoded.encoding
                ),
                span: None,
            });
        }
    }
    Ok(document)
}

/// SHA-256, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
