//! What an editor feels, measured over standard input and output against the release binary: `cargo bench --bench lsp`.
//!
//! Times run from the last byte sent to the last byte of the answer read, pipes and JSON of the client included. A parse
//! of the same text by pulldown-cmark stands beside them as the yardstick: it depends on the machine as they do.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn main() {
    // `cargo test --benches` passes arguments of its own and only wants to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("{:<44} {:>10} {:>10} {:>6}", "", "p50 ms", "p99 ms", "runs");
    // `cargo bench --bench lsp -- many`: that part alone.
    let only = |name: &str| std::env::args().any(|argument| argument == name);
    if only("memory") || only("many") {
        if only("memory") {
            memory();
        }
        if only("many") {
            many();
        }
        return;
    }
    let starts = (0..40).map(|_| Server::start().1).collect();
    row("start to initialize answered", starts);
    for (name, size, runs) in [("100 KB", 100_000, 300), ("1 MB", 1_000_000, 100)] {
        let text = draft(size);
        let parses = (0..20).map(|_| parse(&text)).collect();
        row(&format!("{name}: pulldown-cmark alone"), parses);
        // What is read once for all drafts is waited for with the first.
        let opened = (0..15).map(|_| Server::start().0.open(&text)).collect();
        row(&format!("{name}: open to diagnostics"), opened);
        let (mut server, _) = Server::start();
        server.open(&text);
        let keystrokes = (0..runs).map(|run| server.keystroke(&text, run)).collect();
        row(&format!("{name}: keystroke to its diagnostics"), keystrokes);
        let hovers = (0..runs * 3).map(|run| server.hover(&text, run)).collect();
        row(&format!("{name}: hover"), hovers);
        let both = (0..runs)
            .map(|run| server.hover_after_keystroke(&text, run))
            .collect();
        row(&format!("{name}: hover right after a keystroke"), both);
        let completions = (0..runs).map(|run| server.complete(&text, run)).collect();
        row(
            &format!("{name}: completion after what was typed"),
            completions,
        );
        let bursts = (0..5).map(|run| server.burst(&text, run)).collect();
        row(
            &format!("{name}: burst of 100, last to diagnostics"),
            bursts,
        );
        println!(
            "{:<44} {:>10}",
            format!("{name}: resident memory, MB"),
            server.megabytes()
        );
    }
    memory();
    many();
    let (mut server, _) = Server::start();
    server.open("A short draft.\n");
    std::thread::sleep(Duration::from_secs(1));
    let before = server.ticks();
    std::thread::sleep(Duration::from_secs(5));
    let spent = server.ticks() - before;
    println!(
        "{:<44} {:>10}",
        "idle: resident memory, MB",
        server.megabytes()
    );
    println!(
        "{:<44} {:>10}",
        "idle: processor time in 5 s, ms",
        spent * 10
    );
}

/// What 10,000 edits leave behind: made as fast as they are checked, and at a pace that no fingers reach.
fn memory() {
    for (pace, pause) in [("at once", 0), ("250 in a second", 4)] {
        let text = draft(100_000);
        let (mut server, _) = Server::start();
        server.open(&text);
        let mut before = 0.0;
        for run in 0..10_000 {
            std::thread::sleep(Duration::from_millis(pause));
            server.keystroke(&text, run);
            if run == 99 {
                before = server.megabytes().parse().unwrap_or_default();
            }
        }
        let after: f64 = server.megabytes().parse().unwrap_or_default();
        println!("100 KB, edits {pace}: resident memory, MB");
        for (name, figure) in [
            ("    after 100 edits", before),
            ("    after 10,000", after),
            ("    growth, %", (after / before - 1.0) * 100.0),
        ] {
            println!("{name:<44} {figure:>10.1}");
        }
    }
}

/// Between two letters of somebody who types fifty in a second.
const TYPING: Duration = Duration::from_millis(20);

/// A source changes under 1,000 open drafts.
fn many() {
    const DRAFTS: usize = 1000;
    let folder = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    };
    let source = "# Notes\n\nThe two sides met in Harbour Town on 3 June 1999.\n";
    write(
        "policy-ls.toml",
        "format = 1\nsources = [\"sources\"]\nbuiltin = true\n",
    );
    write("sources/notes.md", source);
    let (mut server, _) = Server::start();
    let text = draft(5_000);
    let uri = |name: &str| format!("file://{}", folder.path().join(name).display());
    for number in 0..DRAFTS {
        let document = json!({"uri": uri(&format!("{number}.md")), "languageId": "markdown", "version": 0, "text": text});
        server
            .send(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
    }
    let mut seen = std::collections::HashSet::new();
    let mut all = |message: &Value| {
        let uri = &message["params"]["uri"];
        let counts = uri != URI && !uri.to_string().contains("/sources/");
        if message["method"] == "textDocument/publishDiagnostics" && counts {
            seen.insert(message["params"]["uri"].to_string());
        }
        let done = seen.len() == DRAFTS;
        if done {
            seen.clear();
        }
        done
    };
    let began = Instant::now();
    server.until(&mut all);
    row(
        "1,000 drafts of 5 KB: open to diagnostics",
        vec![began.elapsed()],
    );
    let typed = draft(100_000);
    server.open(&typed);
    let alone = (0..100).map(|run| {
        std::thread::sleep(TYPING);
        server.keystroke(&typed, run)
    });
    let alone = alone.collect();
    row("1,000 open drafts: keystroke in another", alone);
    // The server watches the folder by itself: this client does not.
    write("sources/notes.md", &format!("{source}\nMore.\n"));
    let began = Instant::now();
    let mut meanwhile = Vec::new();
    let mut done = None;
    while done.is_none() {
        std::thread::sleep(TYPING);
        let sent = Instant::now();
        server.type_letter(&typed, meanwhile.len());
        let version = server.version;
        server.until(|message| {
            if all(message) {
                done = Some(began.elapsed());
            }
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == URI
                && message["params"]["version"] == version
        });
        meanwhile.push(sent.elapsed());
    }
    row(
        "1,000 open drafts: a source changes",
        done.into_iter().collect(),
    );
    row("1,000 open drafts: keystroke meanwhile", meanwhile);
    // And as somebody types in it: from the last letter, the pause that is waited for included.
    let document = json!({"uri": uri("sources/notes.md"), "languageId": "markdown", "version": 0, "text": source});
    server.send(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
    server.until(&mut all);
    let began = Instant::now();
    server.send(json!({"method": "textDocument/didChange", "params": {
        "textDocument": {"uri": uri("sources/notes.md"), "version": 1},
        "contentChanges": [{"text": format!("{source}\nOther words.\n")}],
    }}));
    server.until(&mut all);
    row(
        "1,000 open drafts: a letter in a source",
        vec![began.elapsed()],
    );
}

/// The seed drafts over and over, up to `size` bytes.
fn draft(size: usize) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/drafts");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the seed drafts")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let texts: Vec<_> = files
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a draft"))
        .collect();
    let mut text = String::with_capacity(size + 20_000);
    for (number, more) in texts.iter().cycle().enumerate() {
        if text.len() >= size {
            break;
        }
        // Front matter stands at the top only.
        let body = more.splitn(3, "---\n").nth(2).unwrap_or(more);
        text.push_str(if number == 0 { more } else { body });
    }
    text
}

fn parse(text: &str) -> Duration {
    let began = Instant::now();
    let events = pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all());
    std::hint::black_box(events.into_offset_iter().count());
    began.elapsed()
}

fn row(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    println!(
        "{name:<44} {:>10} {:>10} {:>6}",
        ms(at(0.5)),
        ms(at(0.99)),
        times.len()
    );
}

const URI: &str = "untitled:draft.md";

struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i64,
}

impl Server {
    /// A server that has answered `initialize`, and how long that took from before it was started.
    fn start() -> (Self, Duration) {
        let began = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the release binary");
        let mut server = Self {
            input: process.stdin.take().expect("a pipe"),
            output: BufReader::new(process.stdout.take().expect("a pipe")),
            process,
            version: 0,
        };
        let params = json!({"processId": null, "rootUri": null, "capabilities": {
            "general": {"positionEncodings": ["utf-16"]},
        }});
        server.send(json!({"id": "i", "method": "initialize", "params": params}));
        server.until(|message| message["id"] == "i");
        let took = began.elapsed();
        server.send(json!({"method": "initialized", "params": {}}));
        (server, took)
    }

    fn open(&mut self, text: &str) -> Duration {
        let document = json!({"uri": URI, "languageId": "markdown", "version": 0, "text": text});
        let began = Instant::now();
        self.send(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
        self.published();
        began.elapsed()
    }

    /// Types a letter somewhere in the text, or takes it back.
    fn type_letter(&mut self, text: &str, run: usize) {
        self.version += 1;
        let place = place(text, run / 2);
        let (end, letter) = if run.is_multiple_of(2) {
            (0, "x")
        } else {
            (1, "")
        };
        let range = json!({"start": place, "end": {"line": place["line"], "character": end}});
        self.send(json!({"method": "textDocument/didChange", "params": {
            "textDocument": {"uri": URI, "version": self.version},
            "contentChanges": [{"range": range, "text": letter}],
        }}));
    }

    fn keystroke(&mut self, text: &str, run: usize) -> Duration {
        let began = Instant::now();
        self.type_letter(text, run);
        self.published();
        began.elapsed()
    }

    fn hover(&mut self, text: &str, run: usize) -> Duration {
        let began = Instant::now();
        self.send(
            json!({"id": "h", "method": "textDocument/hover", "params": {
                "textDocument": {"uri": URI}, "position": place(text, run),
            }}),
        );
        self.until(|message| message["id"] == "h");
        began.elapsed()
    }

    /// Types the beginning of something, asks how it may go on, and takes it back.
    fn complete(&mut self, text: &str, run: usize) -> Duration {
        const BEGUN: [&str; 3] = [
            "The Treaty of Go",
            "The Shanghai Cooperation Organisation was founded in ",
            "They spoke of \u{201c}mutual respect for ea",
        ];
        let begun = BEGUN[run % BEGUN.len()];
        let start = place(text, run);
        let end = json!({"line": start["line"], "character": begun.encode_utf16().count()});
        let began = Instant::now();
        self.replace(json!({"start": start, "end": start}), begun);
        self.send(
            json!({"id": "c", "method": "textDocument/completion", "params": {
                "textDocument": {"uri": URI}, "position": end,
            }}),
        );
        self.until(|message| message["id"] == "c");
        let took = began.elapsed();
        self.replace(json!({"start": start, "end": end}), "");
        self.published();
        took
    }

    fn replace(&mut self, range: Value, text: &str) {
        self.version += 1;
        self.send(json!({"method": "textDocument/didChange", "params": {
            "textDocument": {"uri": URI, "version": self.version},
            "contentChanges": [{"range": range, "text": text}],
        }}));
    }

    /// A hundred letters, ten milliseconds apart: from the last of them to the findings of what stands then.
    fn burst(&mut self, text: &str, run: usize) -> Duration {
        for letter in 0..99 {
            self.type_letter(text, 2 * run + letter);
            std::thread::sleep(Duration::from_millis(10));
        }
        let began = Instant::now();
        self.type_letter(text, 2 * run + 99);
        self.published();
        began.elapsed()
    }

    fn hover_after_keystroke(&mut self, text: &str, run: usize) -> Duration {
        let began = Instant::now();
        self.type_letter(text, run);
        self.hover(text, run);
        began.elapsed()
    }

    fn published(&mut self) {
        let version = self.version;
        self.until(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["version"] == version
        });
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.input.write_all(frame.as_bytes()).expect("it reads");
        self.input.flush().expect("it reads");
    }

    fn until(&mut self, mut wanted: impl FnMut(&Value) -> bool) {
        loop {
            let mut length = 0;
            let mut line = String::new();
            loop {
                line.clear();
                self.output.read_line(&mut line).expect("a header");
                match line.trim().strip_prefix("Content-Length: ") {
                    Some(number) => length = number.parse().expect("a number"),
                    None if line.trim().is_empty() => break,
                    None => {}
                }
            }
            assert!(length > 0, "the server ended");
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("a body");
            if wanted(&serde_json::from_slice(&body).expect("JSON")) {
                return;
            }
        }
    }

    fn megabytes(&self) -> String {
        let status = proc(self.process.id(), "status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kilobytes.map_or("?".to_owned(), |it| format!("{:.1}", it / 1024.0))
    }

    /// Processor time so far, in hundredths of a second.
    fn ticks(&self) -> u64 {
        let stat = proc(self.process.id(), "stat");
        let fields = stat.rsplit_once(')').map_or("", |(_, after)| after);
        let fields = fields.split_ascii_whitespace().skip(11).take(2);
        fields.filter_map(|it| it.parse::<u64>().ok()).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The beginning of some line of running text, spread over the draft.
fn place(text: &str, run: usize) -> Value {
    let lines = text.lines().count();
    json!({"line": (run * 7919 + 20) % lines, "character": 0})
}

fn proc(id: u32, file: &str) -> String {
    std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default()
}
