//! Reading a text file, kindly: what is not UTF-8 is named for what it probably is, with the command that mends it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

/// Larger files are refused: a policy document of this size is something else.
const LIMIT: u64 = 256 << 20;

/// Why a file could not be read as text.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The system said no.
    #[error("cannot be read: {}", plain(.0))]
    Io(#[from] io::Error),
    /// UTF-16 or UTF-32, by its byte order mark.
    #[error(
        "is {0}, not UTF-8; save it as UTF-8 (on a command line: iconv -f {0} -t UTF-8 OLD > NEW)"
    )]
    Wide(&'static str),
    /// Some other encoding; the line of the first bad byte, and that byte.
    #[error(
        "is not UTF-8: byte 0x{byte:02X} in line {line}; if it is a Western Windows or Latin-1 text, save it as UTF-8 \
         (on a command line: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW)"
    )]
    NotUtf8 {
        /// Line of the first byte that is not UTF-8, from 1.
        line: usize,
        /// That byte.
        byte: u8,
    },
    /// Not text at all.
    #[error("is not a text file: it holds a NUL byte in line {0}")]
    Binary(usize),
    /// Past the limit.
    #[error("is larger than {} MB, the most that is read", LIMIT >> 20)]
    TooLarge,
}

/// The system's error without its number.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a directory".into(),
        _ => error.to_string(),
    }
}

/// Reads `path` as UTF-8. A byte order mark stays: offsets count the file as it lies on disk.
pub fn read_text(path: &Path) -> Result<Arc<str>, ReadError> {
    decode(read_bytes(path)?).map(Arc::from)
}

/// Reads `path` as it is, up to the limit.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > LIMIT {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    // The limit holds for what is read, whatever the metadata said: a device has no length.
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(ReadError::TooLarge);
    }
    Ok(bytes)
}

/// A text of these bytes.
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(ReadError::Wide("UTF-32"));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::Wide("UTF-16"));
    }
    let line_at = |offset: usize| bytes[..offset].iter().filter(|&&b| b == b'\n').count() + 1;
    if let Some(at) = bytes.iter().take(8192).position(|&byte| byte == 0) {
        // UTF-16 without a byte order mark: every second byte of plain English is zero.
        let zeros = bytes.iter().take(1024).filter(|&&byte| byte == 0).count();
        let seen = bytes.len().min(1024);
        return Err(match (zeros * 3 > seen, at % 2) {
            (true, 1) => ReadError::Wide("UTF-16LE"),
            (true, _) => ReadError::Wide("UTF-16BE"),
            _ => ReadError::Binary(line_at(at)),
        });
    }
    match std::str::from_utf8(&bytes) {
        Ok(_) => {}
        Err(error) => {
            let at = error.valid_up_to();
            return Err(ReadError::NotUtf8 {
                line: line_at(at),
                byte: bytes[at],
            });
        }
    }
    // Checked just above; the second look costs less than the unsafe shortcut would.
    String::from_utf8(bytes).map_err(|_| ReadError::Binary(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_is_and_how_to_mend_it() {
        let say = |bytes: &[u8]| decode(bytes.to_vec()).expect_err("not UTF-8").to_string();
        assert!(say(b"\xFF\xFEa\0").contains("is UTF-16, not UTF-8"));
        assert!(say(b"a\0b\0c\0d\0").contains("UTF-16LE"));
        assert!(say(b"\0a\0b\0c\0d").contains("UTF-16BE"));
        assert!(say(b"one\ncaf\xE9 two").contains("byte 0xE9 in line 2"));
        assert!(say(b"one\ncaf\xE9 two").contains("iconv"));
        assert!(say(b"PNG\n\x1A plain and long enough\0 to be binary").contains("line 2"));
        assert!(say(b"cut off \xE2\x80").contains("0xE2"));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        let text = decode(b"\xEF\xBB\xBFIn 2001".to_vec()).expect("it is UTF-8");
        assert_eq!(text.len(), 10);
    }
}
