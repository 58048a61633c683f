//! What the server tells of its own doings: messages as they come and go (`$/logTrace`), as far as `$/setTrace` asks for
//! them, and what the program logs (`window/logMessage`, by its level). It knows nothing of what the messages mean.
//!
//! Each session has a subscriber of its own, so that two in one process do not hear each other.

use std::fmt::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use serde_json::Value;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::ls_types::{LogTraceParams, MessageType};
use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt as stderr};

use crate::publish::Publisher;

/// Longest text of one message that is told; a draft of a megabyte helps nobody in a log.
const LONGEST: usize = 10_000;
/// The rooms whose logs are told; the framework's would tell of telling.
const OURS: [&str; 4] = ["lsp", "project", "analysis", "policy_ls"];

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trace {
    Off,
    Messages,
    Verbose,
}

/// Writes to the client's log.
pub struct Journal {
    trace: AtomicU8,
    publisher: Arc<Publisher>,
}

impl Journal {
    /// One that tells what goes wrong, and nothing else.
    pub fn new(publisher: Arc<Publisher>) -> Self {
        Self {
            trace: AtomicU8::new(Trace::Off as u8),
            publisher,
        }
    }

    /// Takes what the client asks for: `off`, `messages` or `verbose`. Older clients know a `compact` one.
    pub fn set(&self, value: &str) {
        let trace = match value {
            "off" => Trace::Off,
            "messages" | "compact" => Trace::Messages,
            "verbose" => Trace::Verbose,
            _ => return,
        };
        self.trace.store(trace as u8, Ordering::Relaxed);
    }

    /// Whether nobody wants to know what comes and goes.
    pub fn is_off(&self) -> bool {
        self.trace.load(Ordering::Relaxed) == Trace::Off as u8
    }

    /// A message came. What its answer is to be told with, if it gets one.
    pub fn received(&self, request: &Request) -> Option<Asked> {
        if self.is_off() {
            return None;
        }
        let method = request.method().to_owned();
        let id = request.id().map(ToString::to_string);
        let message = match &id {
            Some(id) => format!("Received request '{method} - ({id})'."),
            None => format!("Received notification '{method}'."),
        };
        self.tell(message, || said("Params", request.params()));
        Some(Asked {
            id: id?,
            method,
            at: Instant::now(),
        })
    }

    /// Its answer goes.
    pub fn answered(&self, asked: &Asked, response: &Response) {
        if self.is_off() {
            return;
        }
        let Asked { id, method, at } = asked;
        let outcome = match response.error() {
            Some(error) => format!(" with error {}", error.code),
            None => String::new(),
        };
        let took = at.elapsed().as_millis();
        let message = format!("Sent response '{method} - ({id})'{outcome} after {took} ms.");
        self.tell(message, || said("Result", response.result()));
    }

    fn tell(&self, message: String, details: impl FnOnce() -> String) {
        let verbose = self.trace.load(Ordering::Relaxed) == Trace::Verbose as u8;
        self.publisher.trace(LogTraceParams {
            message,
            verbose: verbose.then(details),
        });
    }

    fn least(&self) -> Level {
        match self.trace.load(Ordering::Relaxed) {
            it if it == Trace::Off as u8 => Level::WARN,
            it if it == Trace::Messages as u8 => Level::INFO,
            _ => Level::DEBUG,
        }
    }
}

/// A request that waits for its answer.
pub struct Asked {
    id: String,
    method: String,
    at: Instant,
}

fn said(what: &str, value: Option<&Value>) -> String {
    let mut text = match value {
        Some(value) => format!("{what}: {value:#}"),
        None => format!("{what}: none"),
    };
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push_str(" ...");
    }
    text
}

/// The subscriber of one session: its client's log and, for a process of its own, standard error, which
/// `POLICY_LS_LOG=debug` makes tell more. Standard output belongs to the protocol.
pub fn subscriber(journal: Arc<Journal>, to_stderr: bool) -> Dispatch {
    let filter = || {
        EnvFilter::try_from_env("POLICY_LS_LOG")
            .unwrap_or_else(|_| EnvFilter::new("error,lsp=warn,tower_lsp_server=off"))
    };
    let stderr = to_stderr.then(|| {
        stderr::layer()
            .with_writer(std::io::stderr)
            .with_ansi(false)
            .with_filter(filter())
    });
    let subscriber = Registry::default().with(stderr).with(ToClient(journal));
    Dispatch::new(subscriber)
}

struct ToClient(Arc<Journal>);

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let room = metadata.target().split("::").next().unwrap_or_default();
        // Levels are ordered by how much they tell.
        if *metadata.level() > self.0.least() || !OURS.contains(&room) {
            return;
        }
        let kind = match *metadata.level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            _ => MessageType::LOG,
        };
        let mut words = Words::default();
        event.record(&mut words);
        self.0.publisher.log(kind, words.0);
    }
}

/// The words of an event, its fields behind them.
#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let gap = if self.0.is_empty() { "" } else { " " };
        // Writing into a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.0, "{gap}{value:?}"),
            name => write!(self.0, "{gap}{name}={value:?}"),
        };
    }
}
