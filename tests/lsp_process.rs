//! The server as a process: exit codes, signals, orphans, closed pipes. Cases 1, 2, 4, 5, 28, 29 and 30, where only a
//! process will do.

#![cfg(unix)]

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Nothing honest takes this long.
const HANG: Duration = Duration::from_secs(60);

struct Server {
    process: Child,
    input: Option<ChildStdin>,
    output: Option<ChildStdout>,
}

impl Server {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("our own binary");
        Self {
            input: process.stdin.take(),
            output: process.stdout.take(),
            process,
        }
    }

    fn initialized(process_id: Option<u32>) -> Self {
        let mut server = Self::start();
        let params = json!({"processId": process_id, "rootUri": null, "capabilities": {}});
        server.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}));
        assert!(server.read()["result"]["capabilities"].is_object());
        server.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
        server
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn read(&mut self) -> Value {
        let output = self.output.as_mut().expect("the output is open");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            output.read_exact(&mut byte).expect("a header");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("a header");
        let length = head
            .trim()
            .strip_prefix("Content-Length: ")
            .expect("a length");
        let mut body = vec![0; length.parse().expect("a number")];
        output.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    /// The exit code; `None` if a signal ended it.
    fn code(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().expect("our own child") {
                return status.code();
            }
            assert!(began.elapsed() < HANG, "the server does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn case_1_exit_code_after_shutdown_with_the_input_open() {
    let mut server = Server::initialized(None);
    server.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    assert_eq!(server.read()["result"], Value::Null);
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(0));
}

#[test]
fn case_2_exit_code_without_shutdown_with_the_input_open() {
    let mut server = Server::initialized(None);
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(1));
    let mut server = Server::start();
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(1));
}

#[test]
fn case_4_the_input_ends() {
    let mut server = Server::initialized(None);
    server.input = None;
    assert_eq!(server.code(), Some(1));
}

#[test]
fn case_4_the_usual_signals() {
    for signal in ["-TERM", "-INT", "-HUP"] {
        let mut server = Server::initialized(None);
        let id = server.process.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("kill").success());
        assert_eq!(server.code(), Some(1), "{signal}");
    }
}

#[test]
fn case_5_the_editor_dies_and_the_pipes_stay_open() {
    let mut editor = Command::new("sleep").arg("1000").spawn().expect("sleep");
    let mut server = Server::initialized(Some(editor.id()));
    editor.kill().expect("our own child");
    // Not waited for yet: its remains do not count as life.
    assert_eq!(server.code(), Some(1));
    editor.wait().expect("our own child");
}

#[test]
fn case_5_an_editor_that_cannot_be_seen_is_not_taken_for_dead() {
    // Beyond the largest process number of Linux.
    let mut server = Server::initialized(Some(u32::MAX >> 1));
    server.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    assert_eq!(server.read()["result"], Value::Null);
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(0));
}

#[test]
fn case_29_nobody_reads_any_more() {
    let mut server = Server::initialized(None);
    server.output = None;
    server.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "no/such"}));
    assert_eq!(server.code(), Some(1));
}

#[test]
fn case_29_a_full_pipe_does_not_keep_exit_waiting() {
    let mut server = Server::initialized(None);
    for id in 0..3000 {
        server.send(&json!({"jsonrpc": "2.0", "id": id, "method": "no/such"}));
    }
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(1));
}

#[test]
fn case_28_deep_nesting_and_long_lines_for_the_whole_program() {
    let mut server = Server::initialized(None);
    let texts = [
        "> ".repeat(20_000),
        "- ".repeat(20_000),
        "[".repeat(20_000),
        "*a ".repeat(20_000),
        "\"".repeat(20_000),
        "word ".repeat(200_000),
    ];
    for (id, text) in texts.iter().enumerate() {
        let uri = format!("untitled:{id}.md");
        let document = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}));
        let id = format!("request {id}");
        for method in ["hover", "documentSymbol", "foldingRange"] {
            let params =
                json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}});
            let method = format!("textDocument/{method}");
            server.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
            while server.read()["id"] != id.as_str() {}
        }
    }
    server.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}));
    while server.read()["id"] != 2 {}
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.code(), Some(0));
}

/// Resident memory of a process, in bytes.
#[cfg(target_os = "linux")]
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|it| it.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.expect("a number") * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn memory_after_ten_thousand_edits_is_that_after_a_hundred() {
    let mut server = Server::initialized(None);
    let text = "The treaty was signed on 16 July 2001. They \"met\" again.\n\n".repeat(20);
    let uri = "untitled:a.md";
    let document = json!({"uri": uri, "languageId": "markdown", "version": 0, "text": text});
    server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}));
    let mut after_a_hundred = 0;
    for version in 1..=10_000 {
        // A letter somewhere, and away again: every text was there before, and none stays.
        let line = version / 2 % 20 * 2;
        let (end, text) = if version % 2 == 1 { (0, "x") } else { (1, "") };
        let at = |column| json!({"line": line, "character": column});
        let change = json!({"range": {"start": at(0), "end": at(end)}, "text": text});
        let params =
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]});
        server
            .send(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}));
        while server.read()["params"]["version"] != version {}
        if version == 100 {
            after_a_hundred = resident(server.process.id());
        }
    }
    let after = resident(server.process.id());
    assert!(
        after <= after_a_hundred + after_a_hundred / 10,
        "{after_a_hundred} bytes after 100 edits, {after} after 10,000"
    );
}

/// How often the threads of a process were put on a processor so far.
#[cfg(target_os = "linux")]
fn switches(id: u32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{id}/task")).expect("it runs");
    let status =
        tasks.filter_map(|it| std::fs::read_to_string(it.ok()?.path().join("status")).ok());
    let count = |status: String| {
        let lines = status.lines().filter(|it| it.contains("ctxt_switches"));
        let counts =
            lines.filter_map(|it| it.rsplit_once(char::is_whitespace)?.1.parse::<u64>().ok());
        counts.sum::<u64>()
    };
    status.map(count).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn case_30_an_idle_server_does_nothing_at_all() {
    let mut server = Server::initialized(Some(std::process::id()));
    let text = "The treaty was signed on 16 July 2001.\n";
    let document =
        json!({"uri": "untitled:a.md", "languageId": "markdown", "version": 1, "text": text});
    server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}));
    while server.read()["method"] != "textDocument/publishDiagnostics" {}
    let began = Instant::now();
    let id = server.process.id();
    // For as long as another server lives, from its first word to its last.
    loop {
        let before = switches(id);
        let mut other = Server::initialized(Some(std::process::id()));
        other.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
        other.code();
        if switches(id) == before {
            break;
        }
        assert!(began.elapsed() < HANG, "it never rests");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn case_4_the_process_that_reads_documents_ends_with_the_one_that_asked() {
    // A shell in the place of the server: killed, it can clean up nothing, and the input stays open in our hands.
    let reader = env!("CARGO_BIN_EXE_policy-ls");
    let script = format!("exec 3<&0; '{reader}' read-document pdf <&3 >/dev/null & echo $!; wait");
    let mut asker = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut output = asker.stdout.take().expect("its output");
    let mut id = Vec::new();
    let mut byte = [0];
    while output.read_exact(&mut byte).is_ok() && byte != *b"\n" {
        id.push(byte[0]);
    }
    let id = String::from_utf8(id).expect("a number");
    // Once it looks after its asker it has a thread for that; what is left of a process that ended has none.
    let threads = || std::fs::read_dir(format!("/proc/{id}/task")).map_or(0, Iterator::count);
    let ended = || {
        let words = std::fs::read_to_string(format!("/proc/{id}/cmdline"));
        words.is_ok_and(|it| it.is_empty()) || threads() == 0
    };
    let until = |what: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !what() {
            assert!(began.elapsed() < HANG, "{id}: {} threads", threads());
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    until(&|| threads() > 1);
    asker.kill().expect("our own child");
    asker.wait().expect("our own child");
    until(&ended);
}
