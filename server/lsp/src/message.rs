//! Bodies to messages: what is JSON, what is a call, what is an answer, and what to say of the rest.

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// A message from the client.
#[derive(Debug)]
pub enum Message {
    /// A request (with id) or a notification (without).
    Call(Request),
    /// The answer to a request of ours.
    Answer(Response),
    /// Neither: the answer it deserves.
    Refused(Response),
}

/// Reads one body. `None` if it is no JSON at all, even with broken characters mended.
pub fn read(body: &[u8]) -> Option<Message> {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => serde_json::from_str(&mend(body)).ok()?,
    };
    Some(sort(value))
}

/// The answer to something that is no JSON.
pub fn parse_error(why: &'static str) -> Response {
    let mut error = Error::parse_error();
    error.message = why.into();
    Response::from_error(Id::Null, error)
}

/// The answer to a request before `initialize`.
pub fn not_initialized(id: Id) -> Response {
    let error = Error {
        code: ErrorCode::ServerError(-32002),
        message: "not initialised yet".into(),
        data: None,
    };
    Response::from_error(id, error)
}

fn sort(mut value: Value) -> Message {
    let refused = |id| Message::Refused(Response::from_error(id, Error::invalid_request()));
    let Some(object) = value.as_object_mut() else {
        return refused(Id::Null);
    };
    let id = match object
        .get("id")
        .map(|id| serde_json::from_value(id.clone()))
    {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => return refused(Id::Null),
    };
    match object.get("method") {
        Some(Value::String(method)) => {
            let mut request = Request::build(method.clone());
            if let Some(params) = object.remove("params") {
                request = request.params(params);
            }
            if let Some(id) = id {
                request = request.id(id);
            }
            Message::Call(request.finish())
        }
        Some(_) => refused(id.unwrap_or(Id::Null)),
        None if object.contains_key("result") || object.contains_key("error") => {
            match serde_json::from_value(value) {
                Ok(response) => Message::Answer(response),
                Err(_) => refused(Id::Null),
            }
        }
        None => refused(id.unwrap_or(Id::Null)),
    }
}

/// `body` with U+FFFD for bytes that are no UTF-8 and for escaped halves of surrogate pairs (`\ud83d` alone), which
/// editors that cut a text between the halves of an emoji do send.
fn mend(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut mended = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('\\') {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match (half(rest), half(rest.get(6..).unwrap_or_default())) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                mended.push('\u{fffd}');
                rest = &rest[6..];
                continue;
            }
            // An escape of another kind: take it whole, so that `\\` does not begin one.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    mended.push_str(rest);
    mended
}

/// The surrogate that an escape at the start of `text` stands for.
fn half(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u16::from_str_radix(digits, 16).ok()?;
    (0xD800..=0xDFFF).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(body: &[u8]) -> String {
        match read(body) {
            Some(Message::Call(request)) => {
                request.params().and_then(Value::as_str).unwrap().to_owned()
            }
            other => panic!("a call was expected: {other:?}"),
        }
    }

    #[test]
    fn case_9_half_a_surrogate_pair_becomes_the_replacement_character() {
        let call = |params: &str| format!(r#"{{"method":"m","params":"{params}"}}"#).into_bytes();
        assert_eq!(text_of(&call(r"a\ud83db")), "a\u{fffd}b");
        assert_eq!(text_of(&call(r"a\uDE00b")), "a\u{fffd}b");
        assert_eq!(text_of(&call(r"\ud83d\ud83d\ude00")), "\u{fffd}😀");
        assert_eq!(text_of(&call(r"\ud83d\\ud83d\n")), "\u{fffd}\\ud83d\n");
        assert_eq!(text_of(&call(r"\ud83d\u00e9")), "\u{fffd}é");
        let mut raw = call("a");
        let at = raw.len() - 3;
        raw.splice(at..at, [0xED, 0xA0, 0xBD]);
        assert!(text_of(&raw).contains('\u{fffd}'));
    }

    #[test]
    fn case_16_ids_keep_their_type() {
        for id in [r#""seven""#, r#""7""#, "7", "-7", "null"] {
            let body = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"m"}}"#);
            let Some(Message::Call(request)) = read(body.as_bytes()) else {
                panic!("a call was expected for id {id}");
            };
            assert_eq!(serde_json::to_string(request.id().unwrap()).unwrap(), id);
        }
    }

    #[test]
    fn what_is_no_message_is_refused_with_an_answer() {
        for body in [
            "[]",
            "7",
            "{}",
            r#"{"id":1}"#,
            r#"{"id":{},"method":"m"}"#,
            r#"{"method":7}"#,
        ] {
            let refused = read(body.as_bytes());
            assert!(
                matches!(refused, Some(Message::Refused(_))),
                "{body}: {refused:?}"
            );
        }
        assert!(read(b"{").is_none());
        assert!(read("[".repeat(100_000).as_bytes()).is_none());
    }
}
