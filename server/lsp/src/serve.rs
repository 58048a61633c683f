//! From bytes to handlers and back: one loop that reads, one task that writes, and the ends a session can come to.
//!
//! The loop drives the framework's service itself. Rejected: the framework's `Server`, which parses every message behind
//! a codec that ends the process on a bad frame, runs handlers four (or 64) at a time so that slow requests hold back
//! edits, loses everything to one panic, and reads on after `exit`. Here each handler takes its first step in the loop, in
//! the order of the messages; a handler that then has to wait goes on in a task of its own. So edits are applied in order
//! by construction, no number of waiting requests holds back an edit or a cancel, and a panic costs one answer.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, Sink, SinkExt, Stream, StreamExt};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;
use tracing::instrument::WithSubscriber;

use crate::frame::{Decoder, Frame, encode};
use crate::journal::Journal;
use crate::message::{self, Message};
use crate::parent;
use crate::server::Server;
use crate::session::{Parts, Session};

/// How long the last answers may take to leave.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The framework keeps the names of the protocol for handlers that answer in its types.
const ACTIONS_WITH_SNIPPETS: &str = "policy-ls/codeActionWithSnippets";
const RESOLVE_WITH_SNIPPETS: &str = "policy-ls/resolveWithSnippets";

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// `shutdown` was asked for before the end: exit code 0.
    Orderly,
    /// It was not: exit code 1.
    Abrupt,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Orderly => ExitCode::SUCCESS,
            End::Abrupt => ExitCode::FAILURE,
        }
    }
}

/// Serves one client on standard input and output until it leaves, in whatever way. Returns the exit code that the
/// protocol asks for.
pub fn serve(parts: Parts) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("policy-ls: no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let end = runtime.block_on(async {
        tokio::select! {
            end = session(parts, true, tokio::io::stdin(), tokio::io::stdout()) => end,
            () = signal() => End::Abrupt,
        }
    });
    // The thread that reads standard input cannot be interrupted; it ends with the process.
    runtime.shutdown_background();
    end.into()
}

/// Serves one client on any pair of streams.
pub async fn run(
    parts: Parts,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> End {
    session(parts, false, input, output).await
}

async fn session(
    parts: Parts,
    to_stderr: bool,
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> End {
    let service = LspService::build(|client| {
        let made = Session::new(client, parts, Handle::current(), to_stderr);
        Server(made.expect("threads can be started"))
    });
    let (service, socket) = service
        .custom_method("policy-ls/library", Server::library)
        .custom_method("policy-ls/chronology", Server::chronology)
        .custom_method("policy-ls/claims", Server::claims)
        .custom_method(ACTIONS_WITH_SNIPPETS, Server::code_action_with_snippets)
        .custom_method(RESOLVE_WITH_SNIPPETS, Server::resolve_with_snippets)
        .custom_method("$/setTrace", Server::set_trace)
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress)
        .finish();
    let (requests, mut answers) = socket.split();
    let (replies, queue) = unbounded_channel();
    let writer = tokio::spawn(write(output, queue, requests));
    let session = Arc::clone(&service.inner().0);
    let subscriber = session.subscriber.clone();
    let mut connection = Connection {
        journal: Arc::clone(&session.journal),
        service,
        replies,
        phase: Phase::New,
        parent: None,
        snippets: false,
    };
    drop(session);
    let mut writer = std::pin::pin!(writer);
    let read = read(&mut connection, input, &mut answers);
    tokio::select! {
        () = read.with_subscriber(subscriber) => {
            let phase = connection.phase;
            // Without it the queue ends when the requests under way are answered.
            drop(connection);
            let _ = tokio::time::timeout(LAST_WORDS, writer).await;
            phase.end()
        }
        // Nobody reads what we write any more.
        _ = &mut writer => connection.phase.end(),
    }
}

/// What waits to be written.
enum Reply {
    Response(Response),
    /// Nothing after this matters: `exit` came.
    Last,
}

struct Connection {
    journal: Arc<Journal>,
    service: LspService<Server>,
    replies: UnboundedSender<Reply>,
    phase: Phase,
    /// The process that must stay alive.
    parent: Option<u32>,
    /// Whether the client takes snippets in edits.
    snippets: bool,
}

/// Where in its life the session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

impl Phase {
    fn end(self) -> End {
        match self {
            Phase::ShutDown => End::Orderly,
            Phase::New | Phase::Running => End::Abrupt,
        }
    }
}

/// Reads until `exit`, the end of the input, or the death of the editor.
async fn read(
    connection: &mut Connection,
    mut input: impl AsyncRead + Unpin,
    answers: &mut (impl Sink<Response> + Unpin),
) {
    let mut decoder = Decoder::new();
    let mut chunk = vec![0; 1 << 16];
    let mut orphaned = std::pin::pin!(futures::future::pending().left_future());
    let mut watched = None;
    loop {
        while let Some(frame) = decoder.next_frame() {
            let message = match frame {
                Frame::Broken(why) => {
                    connection.reply(message::parse_error(why));
                    continue;
                }
                Frame::Body(body) if body.trim_ascii().is_empty() => continue,
                Frame::Body(body) => match message::read(&body) {
                    Some(message) => message,
                    None => {
                        connection.reply(message::parse_error("message is no JSON"));
                        decoder.put_back(&body);
                        continue;
                    }
                },
            };
            match message {
                Message::Call(request) if request.method() == "exit" => {
                    let _ = connection.replies.send(Reply::Last);
                    return;
                }
                Message::Call(request) => connection.call(request).await,
                Message::Answer(response) => {
                    let _ = answers.send(response).await;
                }
                Message::Refused(response) => connection.reply(response),
            }
        }
        if watched != connection.parent {
            watched = connection.parent;
            if let Some(id) = watched {
                orphaned.set(parent::gone(id).right_future());
            }
        }
        let length = tokio::select! {
            length = input.read(&mut chunk) => length.unwrap_or(0),
            () = &mut orphaned => 0,
        };
        if length == 0 {
            return;
        }
        decoder.push(&chunk[..length]);
    }
}

impl Connection {
    fn reply(&self, response: Response) {
        // Without a writer the session is about to end.
        let _ = self.replies.send(Reply::Response(response));
    }

    /// Gives one call its first step here, in order, and the rest of its life a task.
    async fn call(&mut self, request: Request) {
        let Some(request) = self.admit(request) else {
            return;
        };
        let initialize = request.method() == "initialize";
        let shutdown = request.method() == "shutdown";
        let id = request.id().cloned();
        let asked = self.journal.received(&request);
        if std::future::poll_fn(|context| self.service.poll_ready(context))
            .await
            .is_err()
        {
            return;
        }
        let service = &mut self.service;
        let first = crate::pool::contain(|| {
            let mut handler = service.call(request);
            match (&mut handler).now_or_never() {
                Some(done) => Ok(done.ok().flatten()),
                None => Err(handler),
            }
        });
        match first {
            Ok(Ok(response)) => {
                let succeeded = response.as_ref().is_some_and(Response::is_ok);
                if initialize && succeeded {
                    self.phase = Phase::Running;
                } else if shutdown && succeeded {
                    self.phase = Phase::ShutDown;
                }
                if let Some(response) = response {
                    if let Some(asked) = &asked {
                        self.journal.answered(asked, &response);
                    }
                    self.reply(response);
                }
            }
            Ok(Err(handler)) => {
                let (replies, journal) = (self.replies.clone(), Arc::clone(&self.journal));
                let waited = async move {
                    let done = std::panic::AssertUnwindSafe(handler).catch_unwind().await;
                    let response = match done {
                        Ok(done) => done.ok().flatten(),
                        Err(_) => id.map(lost),
                    };
                    if let Some(response) = response {
                        if let Some(asked) = &asked {
                            journal.answered(asked, &response);
                        }
                        let _ = replies.send(Reply::Response(response));
                    }
                };
                tokio::spawn(waited.with_current_subscriber());
            }
            Err(_) => {
                if let Some(response) = id.map(lost) {
                    self.reply(response);
                }
            }
        }
    }

    /// Answers what the session's phase or the base protocol answers by itself.
    fn admit(&mut self, request: Request) -> Option<Request> {
        let (method, id, mut params) = request.into_parts();
        let answer = match (&id, self.phase, &*method) {
            (Some(id), Phase::New, other) if other != "initialize" => {
                Some(message::not_initialized(id.clone()))
            }
            (Some(id), Phase::ShutDown, _) => {
                Some(Response::from_error(id.clone(), Error::invalid_request()))
            }
            // The framework passes these over; the specification wants them answered.
            (Some(id), _, other) if other.starts_with("$/") => {
                Some(Response::from_error(id.clone(), Error::method_not_found()))
            }
            _ => None,
        };
        if let Some(answer) = answer {
            self.reply(answer);
            return None;
        }
        if method == "initialize" {
            let process = params.as_ref().and_then(|it| it.get("processId"));
            let process = process.and_then(serde_json::Value::as_u64);
            self.parent = process.and_then(|id| u32::try_from(id).ok());
            // LSP 3.18, which the framework's types do not know.
            let snippets = "/capabilities/workspace/workspaceEdit/snippetEditSupport";
            let snippets = params.as_ref().and_then(|it| it.pointer(snippets));
            self.snippets = snippets
                .and_then(serde_json::Value::as_bool)
                .unwrap_or_default();
            // Taken here, and not by the framework, which refuses a client for a value that it does not know.
            let trace = params
                .as_mut()
                .and_then(|it| it.as_object_mut()?.remove("trace"));
            if let Some(trace) = trace.as_ref().and_then(serde_json::Value::as_str) {
                self.journal.set(trace);
            }
        }
        // Some clients send `{}` where nothing is to be sent.
        let params = params.filter(|_| method != "shutdown");
        let method = match &*method {
            "textDocument/codeAction" if self.snippets => ACTIONS_WITH_SNIPPETS.into(),
            "codeAction/resolve" if self.snippets => RESOLVE_WITH_SNIPPETS.into(),
            _ => method,
        };
        let mut request = Request::build(method);
        if let Some(params) = params {
            request = request.params(params);
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        Some(request.finish())
    }
}

fn lost(id: Id) -> Response {
    Response::from_error(id, Error::internal_error())
}

/// Writes replies and our own requests, whole messages one after another. Replies wait in a queue of any length, since a
/// client may send thousands of requests before it reads; our own requests wait at their senders.
async fn write(
    mut output: impl AsyncWrite + Unpin,
    mut replies: UnboundedReceiver<Reply>,
    mut requests: impl Stream<Item = Request> + Unpin,
) {
    loop {
        let bytes = tokio::select! {
            biased;
            reply = replies.recv() => match reply {
                Some(Reply::Response(response)) => bytes_of(&response),
                Some(Reply::Last) | None => return,
            },
            Some(request) = requests.next() => bytes_of(&request),
        };
        if output.write_all(&bytes).await.is_err() || output.flush().await.is_err() {
            return;
        }
    }
}

fn bytes_of(message: &impl Serialize) -> Vec<u8> {
    // Values of our own making always serialise.
    encode(&serde_json::to_string(message).unwrap_or_default())
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = wait(SignalKind::terminate()) => {}
        () = wait(SignalKind::interrupt()) => {}
        () = wait(SignalKind::hangup()) => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
