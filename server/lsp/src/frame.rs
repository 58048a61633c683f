//! Bytes to message bodies and back: the frames of the base protocol, read as HTTP reads headers.
//!
//! The framework's own codec ends the process on what the field sends: three headers, lower-case names, a length that
//! is wrong. This one is generous in what it takes, bounded in what it holds, and always finds its place again: raw line
//! breaks cannot occur inside a JSON string, so the next `Content-Length: digits` at a line's start is a boundary.
//!
//! [`Decoder`] is pure: bytes in, frames out, whatever the cuts between them.

/// Longest message taken: far above any draft, far below what would hurt.
pub const MAX_BODY: usize = 64 << 20;
/// Longest header block taken.
const MAX_HEADER: usize = 8 << 10;
const LENGTH: &[u8] = b"content-length";

/// What the decoder found.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// A message's body, as sent.
    Body(Vec<u8>),
    /// Bytes that are no frame: why, once for every stretch of them.
    Broken(&'static str),
}

/// Cuts a stream of bytes into frames.
#[derive(Debug, Default)]
pub struct Decoder {
    buffer: Vec<u8>,
    /// Bytes before this are consumed.
    start: usize,
    state: State,
    /// A broken stretch is reported once.
    reported: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A header block begins here.
    #[default]
    Header,
    /// That many bytes of body begin here.
    Body(usize),
    /// Somewhere after this the next frame begins.
    Lost,
}

impl Decoder {
    /// A decoder at the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes as they arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.start > 0 && (self.start == self.buffer.len() || self.start >= 1 << 16) {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
        // A large message leaves no large buffer behind.
        if self.buffer.len() < 1 << 16 && self.buffer.capacity() > 1 << 20 {
            self.buffer.shrink_to(1 << 16);
        }
    }

    /// Puts back the part of a body that turned out to hold the next frame, if it does. For bodies that are no JSON: a
    /// length that was too long swallows its neighbour.
    pub fn put_back(&mut self, body: &[u8]) {
        if let Some(at) = find_header(body) {
            self.buffer.splice(..self.start, body[at..].iter().copied());
            self.start = 0;
            self.state = State::Header;
        }
    }

    /// The next frame, or `None` until more bytes come.
    pub fn next_frame(&mut self) -> Option<Frame> {
        loop {
            let rest = &self.buffer[self.start..];
            match self.state {
                State::Body(length) => {
                    let body = rest.get(..length)?.to_vec();
                    self.start += length;
                    self.state = State::Header;
                    self.reported = false;
                    return Some(Frame::Body(body));
                }
                State::Lost => match find_header(rest) {
                    Some(at) => {
                        self.start += at;
                        self.state = State::Header;
                    }
                    None => {
                        // Keep what may be the beginning of a header's name.
                        self.start += rest.len().saturating_sub(LENGTH.len());
                        return None;
                    }
                },
                State::Header => {
                    let Some((head, after)) = header_block(rest) else {
                        if rest.len() > MAX_HEADER {
                            if let Some(broken) = self.lose("header without an end") {
                                return Some(broken);
                            }
                            continue;
                        }
                        return None;
                    };
                    match content_length(&rest[..head]) {
                        Ok(length) if length <= MAX_BODY => {
                            self.start += after;
                            self.state = State::Body(length);
                        }
                        outcome => {
                            let why = outcome.err().unwrap_or("message over 64 MiB");
                            if let Some(broken) = self.lose(why) {
                                return Some(broken);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Steps past one byte, so that there is always progress, and looks for the next frame from there.
    fn lose(&mut self, why: &'static str) -> Option<Frame> {
        self.start += 1;
        self.state = State::Lost;
        (!std::mem::replace(&mut self.reported, true)).then_some(Frame::Broken(why))
    }
}

/// The bytes of one message on the wire.
pub fn encode(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Where the header block ends, and where what follows it begins. Lines may end with a lone line feed.
fn header_block(bytes: &[u8]) -> Option<(usize, usize)> {
    let window = &bytes[..bytes.len().min(MAX_HEADER)];
    let mut line = 0;
    for (at, _) in window.iter().enumerate().filter(|(_, b)| **b == b'\n') {
        let blank = at == line || (at == line + 1 && window[line] == b'\r');
        // Blank lines before the first header are passed over, as HTTP does.
        if blank && window[..line].iter().any(|b| !b.is_ascii_whitespace()) {
            return Some((line, at + 1));
        }
        line = at + 1;
    }
    None
}

/// The length that a header block states.
fn content_length(block: &[u8]) -> Result<usize, &'static str> {
    let mut length = None;
    for line in block.split(|b| *b == b'\n') {
        let Some(colon) = line.iter().position(|b| *b == b':') else {
            continue;
        };
        if line[..colon].eq_ignore_ascii_case(LENGTH) {
            let digits = line[colon + 1..].trim_ascii();
            if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
                return Err("Content-Length is no number");
            }
            let text = std::str::from_utf8(digits).unwrap_or_default();
            length = Some(text.parse().unwrap_or(usize::MAX));
        }
    }
    length.ok_or("header without Content-Length")
}

/// Where the next `Content-Length: digits` stands, its line complete.
fn find_header(bytes: &[u8]) -> Option<usize> {
    (0..(bytes.len() + 1).saturating_sub(LENGTH.len())).find(|&at| {
        bytes[at].eq_ignore_ascii_case(&b'c')
            && bytes[at..at + LENGTH.len()].eq_ignore_ascii_case(LENGTH)
            && match bytes[at + LENGTH.len()..].iter().position(|b| *b == b'\n') {
                Some(end) => content_length(&bytes[at..at + LENGTH.len() + end]).is_ok(),
                None => bytes.len() - at < 64,
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frames(chunks: &[&[u8]]) -> Vec<Frame> {
        let mut decoder = Decoder::new();
        let mut found = Vec::new();
        for chunk in chunks {
            decoder.push(chunk);
            while let Some(frame) = decoder.next_frame() {
                found.push(frame);
            }
        }
        found
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn case_10_headers_as_http_reads_them() {
        for head in [
            "content-length: 2\r\n\r\n",
            "CONTENT-LENGTH:2\r\n\r\n",
            "Content-Length:   2  \r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\nX-Third: a: b\r\n\r\n",
            "X-A: 1\r\nX-B: 2\r\nContent-Type: x; charset=utf-8\r\ncontent-Length: 2\r\n\r\n",
            "Content-Length: 2\n\n",
            "\r\nContent-Length: 2\r\n\r\n",
        ] {
            assert_eq!(frames(&[head.as_bytes(), b"{}"]), [body("{}")], "{head:?}");
        }
    }

    #[test]
    fn case_11_a_header_without_a_length_is_passed_over() {
        let stream = b"Content-Type: x\r\n\r\n{\"lost\":1}Content-Length: 2\r\n\r\n{}Content-Length: 2\r\n\r\n[]";
        assert_eq!(
            frames(&[stream]),
            [
                Frame::Broken("header without Content-Length"),
                body("{}"),
                body("[]")
            ]
        );
    }

    #[test]
    fn case_11_a_length_too_short_costs_its_message_only() {
        let found = frames(&[b"Content-Length: 5\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}"]);
        assert_eq!(found.first(), Some(&body("{\"a\":")));
        assert_eq!(found.last(), Some(&body("{}")));
    }

    #[test]
    fn case_11_a_length_too_long_gives_its_neighbour_back() {
        let mut decoder = Decoder::new();
        decoder.push(
            b"Content-Length: 9\r\n\r\n{}Content-Length: 2\r\n\r\n[]Content-Length: 2\r\n\r\n{}",
        );
        assert_eq!(decoder.next_frame(), Some(body("{}Content")));
        decoder.put_back(b"{}Content-Length: 2\r\n");
        // Only a complete header inside the body counts; here the rest is found by searching.
        let mut found = Vec::new();
        while let Some(frame) = decoder.next_frame() {
            found.push(frame);
        }
        assert_eq!(found.last(), Some(&body("{}")));

        let mut decoder = Decoder::new();
        decoder.push(b"Content-Length: 27\r\n\r\n{}Content-Length: 2\r\n\r\n[]{}");
        let Some(Frame::Body(swallowed)) = decoder.next_frame() else {
            panic!("a body was expected");
        };
        decoder.put_back(&swallowed);
        assert_eq!(decoder.next_frame(), Some(body("[]")));
    }

    #[test]
    fn case_11_a_huge_length_is_refused_without_buffering() {
        for length in ["2147483648", "99999999999999999999999999", "-5", "x"] {
            let head = format!("Content-Length: {length}\r\n\r\n");
            let found = frames(&[head.as_bytes(), b"{}", b"Content-Length: 2\r\n\r\n[]"]);
            assert!(
                matches!(found[..], [Frame::Broken(_), Frame::Body(_)]),
                "{length}: {found:?}"
            );
        }
        let mut decoder = Decoder::new();
        for _ in 0..1000 {
            decoder.push(&[b'x'; 4096]);
            while decoder.next_frame().is_some() {}
        }
        assert!(decoder.buffer.capacity() < 1 << 20);
    }

    #[test]
    fn case_12_a_message_cut_into_single_bytes() {
        let stream = b"content-length: 7\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}";
        let bytes: Vec<&[u8]> = stream.chunks(1).collect();
        assert_eq!(frames(&bytes), [body("{\"a\":1}"), body("{}")]);
    }

    proptest! {
        #[test]
        fn the_cuts_do_not_matter(
            garbage in "[ -~\r\n]{0,40}",
            bodies in proptest::collection::vec("[ -~]{0,30}", 0..5),
            cut in 1usize..9,
        ) {
            let mut stream = garbage.into_bytes();
            for text in &bodies {
                stream.extend(encode(text));
            }
            let chunks: Vec<&[u8]> = stream.chunks(cut).collect();
            let (whole, pieces) = (frames(&[&stream]), frames(&chunks));
            prop_assert_eq!(whole, pieces);
        }

        #[test]
        fn any_bytes_end_in_finite_time(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let found = frames(&[&bytes]);
            prop_assert!(found.len() <= bytes.len());
        }
    }
}
