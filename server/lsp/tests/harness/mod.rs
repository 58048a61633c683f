//! A whole server in memory: two pipes around the real thing, with a check of the tests' own making in place of the core.
//!
//! No message is left unread: [`Client::finish`] fails on surprises, and a client that is dropped unfinished fails too.
//! With `POLICY_LS_RECORD=DIR` every session is written to a file there, one `{"dir": "in"|"out", "msg": …}` a line, so that a
//! checker of the protocol can look at whatever the tests make the server say.
//!
//! Nothing here sleeps, and no answer has to come in a given time; one generous limit turns hangs into failures.

#![allow(dead_code, reason = "each test file uses its share")]

pub mod fake;
pub mod real;

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lsp::{End, Parts};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::task::JoinHandle;

/// Nothing honest takes this long.
const HANG: Duration = Duration::from_secs(60);

/// The client's side of a session.
pub struct Client {
    to_server: Option<DuplexStream>,
    from_server: DuplexStream,
    server: Option<JoinHandle<End>>,
    bytes: Vec<u8>,
    inbox: VecDeque<Value>,
    next_id: i64,
    finished: bool,
    /// What the server says of itself is no surprise.
    chatty: bool,
    record: Option<File>,
}

impl Client {
    /// Starts a server and says nothing yet.
    pub fn connect(parts: Parts) -> Self {
        let (to_server, input) = tokio::io::duplex(1 << 16);
        let (output, from_server) = tokio::io::duplex(1 << 16);
        Self {
            to_server: Some(to_server),
            from_server,
            server: Some(tokio::spawn(lsp::run(parts, input, output))),
            bytes: Vec::new(),
            inbox: VecDeque::new(),
            next_id: 0,
            finished: false,
            chatty: false,
            record: record(),
        }
    }

    /// Starts a server for a client with these capabilities.
    pub async fn start(parts: Parts, capabilities: Value) -> Self {
        let mut client = Self::connect(parts);
        client.initialize(capabilities).await;
        client
    }

    /// Introduces itself; returns what the server can do.
    pub async fn initialize(&mut self, capabilities: Value) -> Value {
        let params = json!({"processId": null, "rootUri": null, "capabilities": capabilities});
        let result = self.ask("initialize", params).await;
        self.notify("initialized", json!({})).await;
        result["capabilities"].clone()
    }

    /// Sends bytes as they are. Nobody could say of the record what they were: there is none then.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.record = None;
        self.write(bytes).await;
    }

    async fn write(&mut self, bytes: &[u8]) {
        let pipe = self.to_server.as_mut().expect("the pipe is open");
        tokio::time::timeout(HANG, pipe.write_all(bytes))
            .await
            .expect("the server reads")
            .expect("the server is there");
    }

    /// Sends a body in a frame.
    pub async fn send_body(&mut self, body: &str) {
        if let Ok(message) = serde_json::from_str(body) {
            self.note("in", &message);
        }
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.write(frame.as_bytes()).await;
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        self.send_body(&message.to_string()).await;
    }

    /// Sends a request and does not wait; returns its id.
    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let id = json!(self.next_id);
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.send_body(&message.to_string()).await;
        id
    }

    /// The whole answer to a request.
    pub async fn answer(&mut self, id: &Value) -> Value {
        self.find(|message| message.get("method").is_none() && &message["id"] == id)
            .await
    }

    /// Sends a request and returns the result that must come.
    pub async fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params).await;
        let answer = self.answer(&id).await;
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request and returns the code of the error that must come.
    pub async fn fail(&mut self, method: &str, params: Value) -> i64 {
        let id = self.request(method, params).await;
        let answer = self.answer(&id).await;
        answer["error"]["code"]
            .as_i64()
            .unwrap_or_else(|| panic!("{method} should fail: {answer}"))
    }

    /// The error with id null that must come.
    pub async fn stray_error(&mut self) -> i64 {
        let answer = self.answer(&Value::Null).await;
        answer["error"]["code"].as_i64().expect("an error")
    }

    /// Opens a draft.
    pub async fn open(&mut self, uri: &str, version: i64, text: &str) {
        let document =
            json!({"uri": uri, "languageId": "markdown", "version": version, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}))
            .await;
    }

    /// Changes a draft: `((line, column), (line, column), text)`, or the whole text.
    pub async fn change(&mut self, uri: &str, version: i64, changes: &[Change<'_>]) {
        let changes: Vec<_> = changes.iter().map(Change::to_json).collect();
        let params = json!({
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": changes,
        });
        self.notify("textDocument/didChange", params).await;
    }

    /// Closes a draft.
    pub async fn close(&mut self, uri: &str) {
        let params = json!({"textDocument": {"uri": uri}});
        self.notify("textDocument/didClose", params).await;
    }

    /// The findings published for that version of a draft; older versions are passed over, as a client does.
    pub async fn published(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        loop {
            let message = self
                .find(|message| {
                    message["method"] == "textDocument/publishDiagnostics"
                        && message["params"]["uri"] == uri
                })
                .await;
            let params = &message["params"];
            if params.get("version").and_then(Value::as_i64) == version {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// What a hover at a place says.
    pub async fn hover(&mut self, uri: &str, line: u32, column: u32) -> Option<String> {
        let result = self.ask("textDocument/hover", at(uri, line, column)).await;
        result["contents"]["value"].as_str().map(str::to_owned)
    }

    /// A request or notification of the server's with that method.
    pub async fn hear(&mut self, method: &str) -> Value {
        self.find(|message| message["method"] == method).await
    }

    /// Answers a request of the server's.
    pub async fn reply(&mut self, request: &Value, result: Value) {
        let message = json!({"jsonrpc": "2.0", "id": request["id"], "result": result});
        self.send_body(&message.to_string()).await;
    }

    /// Leaves what the server asks and tells unread, as far as it is not looked for.
    pub fn let_talk(&mut self) {
        self.chatty = true;
    }

    /// What came and was not asked for.
    pub fn unread(&self) -> Vec<Value> {
        self.inbox.iter().cloned().collect()
    }

    /// Leaves as the protocol asks, and looks that nothing unread is left but newer publications of open drafts.
    pub async fn finish(mut self) -> End {
        self.ask("shutdown", Value::Null).await;
        self.leave().await
    }

    /// Sends `exit` and waits for the end, input still open.
    pub async fn leave(mut self) -> End {
        self.send_body(r#"{"jsonrpc":"2.0","method":"exit"}"#).await;
        self.end().await
    }

    /// Closes the input and waits for the end.
    pub async fn hang_up(mut self) -> End {
        self.to_server = None;
        self.end().await
    }

    async fn end(&mut self) -> End {
        self.finished = true;
        let server = self.server.take().expect("the server runs");
        let end = tokio::time::timeout(HANG, server)
            .await
            .expect("the server ends")
            .expect("the server does not panic");
        while let Some(message) = self.read().await {
            self.inbox.push_back(message);
        }
        // Versions that nobody asked about may have been published; anything else is a surprise.
        let surprises: Vec<_> = self
            .inbox
            .iter()
            .filter(|message| message["method"] != "textDocument/publishDiagnostics")
            .collect();
        let quiet = surprises.is_empty() || self.chatty;
        assert!(quiet, "messages left unread: {surprises:#?}");
        end
    }

    async fn find(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.inbox.iter().position(&wanted) {
            return self.inbox.remove(at).expect("it was found");
        }
        loop {
            let message = self.read().await.expect("the server goes on");
            if wanted(&message) {
                return message;
            }
            self.inbox.push_back(message);
        }
    }

    fn note(&mut self, direction: &str, message: &Value) {
        if let Some(file) = &mut self.record {
            writeln!(file, "{}", json!({"dir": direction, "msg": message})).expect("written");
        }
    }

    async fn read(&mut self) -> Option<Value> {
        loop {
            if let Some(head) = find(&self.bytes, b"\r\n\r\n") {
                let header = std::str::from_utf8(&self.bytes[..head]).expect("a header");
                let length = header.strip_prefix("Content-Length: ").expect("a length");
                let end = head + 4 + length.parse::<usize>().expect("a number");
                if self.bytes.len() >= end {
                    let body: Vec<u8> = self.bytes.drain(..end).skip(head + 4).collect();
                    let message = serde_json::from_slice(&body).expect("JSON");
                    self.note("out", &message);
                    return Some(message);
                }
            }
            let mut chunk = [0; 1 << 14];
            let length = tokio::time::timeout(HANG, self.from_server.read(&mut chunk))
                .await
                .unwrap_or_else(|_| panic!("nothing comes; unread: {:#?}", self.inbox))
                .expect("a pipe in memory");
            if length == 0 {
                assert!(self.bytes.is_empty(), "half a message");
                return None;
            }
            self.bytes.extend_from_slice(&chunk[..length]);
        }
    }
}

/// Where this session is written to, if sessions are.
fn record() -> Option<File> {
    static SESSIONS: AtomicUsize = AtomicUsize::new(0);
    let folder = std::env::var_os("POLICY_LS_RECORD")?;
    let thread = std::thread::current();
    let number = SESSIONS.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{number}.jsonl", thread.name().unwrap_or("session"));
    Some(File::create(Path::new(&folder).join(name)).expect("a file"))
}

impl Drop for Client {
    fn drop(&mut self) {
        if !self.finished && !std::thread::panicking() {
            panic!("a test must finish its client");
        }
    }
}

/// One change of a text.
pub enum Change<'a> {
    /// The text between two positions.
    At((u32, u32), (u32, u32), &'a str),
    /// All of it.
    Whole(&'a str),
}

impl Change<'_> {
    fn to_json(&self) -> Value {
        match self {
            Change::At(start, end, text) => {
                json!({"range": range(*start, *end), "text": text})
            }
            Change::Whole(text) => json!({ "text": text }),
        }
    }
}

/// A range as the protocol writes it.
pub fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    let position = |(line, column)| json!({"line": line, "character": column});
    json!({"start": position(start), "end": position(end)})
}

/// A place as requests name it.
pub fn at(uri: &str, line: u32, column: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": column}})
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|it| it == needle)
}

/// A client that can everything and pulls.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "workspace": {
            "workspaceEdit": {"documentChanges": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
        },
        "textDocument": {
            "diagnostic": {},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "definition": {"linkSupport": true},
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        },
    })
}

/// A client that gets its findings pushed, with this encoding.
pub fn pushed(encoding: &str) -> Value {
    json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        },
    })
}

/// The findings of `uri`, asked for.
pub async fn pull(client: &mut Client, uri: &str, previous: Option<&Value>) -> Value {
    let mut params = json!({"textDocument": {"uri": uri}});
    if let Some(id) = previous {
        params["previousResultId"] = id.clone();
    }
    client.ask("textDocument/diagnostic", params).await
}

/// Finishes a client that was asked to watch files.
pub async fn finish_watching(mut client: Client) {
    let request = client.hear("client/registerCapability").await;
    client.reply(&request, Value::Null).await;
    assert_eq!(client.finish().await, End::Orderly);
}
