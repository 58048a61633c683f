//! Reading formats that are no text, in a process of their own: a hostile file costs itself, never the program that asked.
//! The process is our own binary with a hidden subcommand: bytes in, a rendition out.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use format::{Format, Rendition};

/// The name of the hidden subcommand.
pub const SUBCOMMAND: &str = "read-document";
/// What it may answer at most.
const OUTPUT: u64 = 512 << 20;
/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(120);

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the binary that reads documents. Until then, and in tests of other rooms, they are read in this process.
pub fn use_reader(program: PathBuf) {
    let _ = PROGRAM.set(program);
}

/// Reads `bytes`. The error is a sentence about the file, without its name.
pub(crate) fn render(format: Format, bytes: &[u8]) -> Result<Rendition, String> {
    match PROGRAM.get() {
        None => format::render(format, bytes).map_err(|error| error.to_string()),
        Some(program) => {
            let mut command = Command::new(program);
            command.arg(SUBCOMMAND).arg(format.name());
            ask(command, bytes, PATIENCE)
        }
    }
}

/// What the hidden subcommand does with its standard input.
pub fn answer(format: Format, bytes: &[u8]) -> Vec<u8> {
    let read = format::render(format, bytes);
    // Both sides are strings, numbers and lists: they can always be written.
    serde_json::to_vec(&read).unwrap_or_default()
}

fn ask(mut command: Command, bytes: &[u8], patience: Duration) -> Result<Rendition, String> {
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child =
        child.map_err(|error| format!("cannot be read: the reader did not start ({error})"))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = mpsc::channel();
    let said = thread::scope(|scope| {
        scope.spawn(|| {
            // A reader that dies early has read enough to say why.
            let _ = input.map(|mut input| input.write_all(bytes));
        });
        scope.spawn(move || {
            let mut said = Vec::new();
            if let Some(output) = output {
                let _ = output.take(OUTPUT + 1).read_to_end(&mut said);
            }
            let _ = sender.send(said);
        });
        let said = receiver.recv_timeout(patience);
        if said.as_ref().is_ok_and(|said| said.len() as u64 <= OUTPUT) {
            return said.ok();
        }
        // Both threads end with the process.
        let _ = child.kill();
        None
    });
    let status = reap(&mut child);
    let Some(said) = said else {
        return Err(format!(
            "cannot be read: it took longer than {} seconds or held more than {} MB of text",
            patience.as_secs(),
            OUTPUT >> 20
        ));
    };
    match serde_json::from_slice::<Result<Rendition, format::ReadError>>(&said) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err(format!(
            "cannot be read: the reader gave up on it ({status}); it may be damaged, or need more memory than is allowed"
        )),
    }
}

fn reap(child: &mut Child) -> String {
    child
        .wait()
        .map_or_else(|error| error.to_string(), |status| status.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, patience: Duration) -> Result<Rendition, String> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        ask(command, b"bytes", patience)
    }

    #[test]
    fn a_reader_that_dies_or_hangs_costs_one_file() {
        let long = Duration::from_secs(60);
        let died = shell("kill -9 $$", long).expect_err("it died");
        assert!(
            died.contains("gave up") && died.contains("signal: 9"),
            "{died}"
        );
        let babbled = shell("echo no JSON", long).expect_err("it babbled");
        assert!(babbled.contains("gave up"), "{babbled}");
        let hung = shell("exec sleep 600", Duration::from_millis(50)).expect_err("it hung");
        assert!(hung.contains("took longer"), "{hung}");
    }

    #[test]
    fn an_answer_comes_back() {
        let path = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(path.path(), answer(Format::Html, b"<p>Signed in 2001.</p>"))
            .expect("written");
        let rendition = shell(
            &format!("cat {}", path.path().display()),
            Duration::from_secs(60),
        );
        assert_eq!(rendition.expect("read").markdown.trim(), "Signed in 2001.");
    }
}
