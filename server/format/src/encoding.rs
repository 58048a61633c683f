//! Bytes of a text file → its words, in whatever common encoding they were saved.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A text file's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The words. For UTF-8 the very bytes of the file, a byte order mark included.
    pub text: String,
    /// The encoding's name.
    pub encoding: &'static str,
    /// Whether some bytes meant nothing in it and stand as U+FFFD.
    pub lossy: bool,
}

/// Decodes a text: UTF-8, UTF-16 and UTF-32 by their marks or zero bytes, else the likeliest older encoding. `None` if it
/// is no text at all (zero bytes where no encoding has them).
pub fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    if let Some(big) = wide(&bytes) {
        return Some(utf32(&bytes, big));
    }
    if let Some(encoding) = sixteen(&bytes) {
        let (text, lossy) = encoding.decode_with_bom_removal(&bytes);
        return Some(Decoded {
            text: text.into_owned(),
            encoding: encoding.name(),
            lossy,
        });
    }
    if bytes.contains(&0) {
        return None;
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Some(Decoded {
                text,
                encoding: UTF_8.name(),
                lossy: false,
            });
        }
        Err(error) => error.into_bytes(),
    };
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    let (text, lossy) = encoding.decode_without_bom_handling(&bytes);
    Some(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        lossy,
    })
}

/// UTF-32 by its mark: whether the big end comes first.
fn wide(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some(false),
        [0, 0, 0xFE, 0xFF, ..] => Some(true),
        _ => None,
    }
}

fn utf32(bytes: &[u8], big: bool) -> Decoded {
    let mut lossy = !bytes.len().is_multiple_of(4);
    let mut text = String::with_capacity(bytes.len() / 3);
    for unit in bytes[4..].chunks_exact(4) {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let number = if big {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        };
        let letter = char::from_u32(number);
        lossy |= letter.is_none();
        text.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Decoded {
        text,
        encoding: if big { "UTF-32BE" } else { "UTF-32LE" },
        lossy,
    }
}

/// UTF-16 by its mark, or because a third of its first kilobyte is zero: Latin letters have a zero half.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if (even + odd) * 3 <= head.len() || even.min(odd) * 10 > head.len() => None,
        () if odd > even => Some(UTF_16LE),
        () => Some(UTF_16BE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes.to_vec()).expect("a text");
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding, decoded.lossy),
            (text, encoding, false)
        );
    }

    #[test]
    fn every_common_encoding() {
        check("\u{feff}Zoë".as_bytes(), "\u{feff}Zoë", "UTF-8");
        check(b"\xFF\xFEZ\0o\0\xEB\0", "Zoë", "UTF-16LE");
        check(b"\xFE\xFF\0Z\0o\0\xEB", "Zoë", "UTF-16BE");
        check(b"S\0i\0g\0n\0e\0d\0", "Signed", "UTF-16LE");
        check(b"\xFF\xFE\0\0Z\0\0\0", "Z", "UTF-32LE");
        check(b"\0\0\xFE\xFF\0\0\0Z", "Z", "UTF-32BE");
        check(
            b"El acuerdo de amistad \x96 \x93firmado\x94 en Bogot\xE1 por el se\xF1or Mu\xF1oz hace cien a\xF1os, en la reuni\xF3n del a\xF1o",
            "El acuerdo de amistad – “firmado” en Bogotá por el señor Muñoz hace cien años, en la reunión del año",
            "windows-1252",
        );
        let russian = "Договор о дружбе подписан в Москве шестнадцатого июля";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
        check(&bytes, russian, "windows-1251");
        let (bytes, ..) = encoding_rs::GBK.encode("中华人民共和国和俄罗斯联邦睦邻友好合作条约");
        check(&bytes, "中华人民共和国和俄罗斯联邦睦邻友好合作条约", "GBK");
    }

    #[test]
    fn what_is_no_text() {
        assert_eq!(
            decode(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0".to_vec()),
            None
        );
    }
}
