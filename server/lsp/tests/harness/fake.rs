//! A check whose findings, delays and crashes are written in the draft:
//!
//! - `BAD` is a finding with a fix (`GOOD`), `SAD` one without;
//! - `SRC` leads to the words "the source" in a text of its own;
//! - `PANIC` panics when the draft is checked, `BOOM` when it is hovered;
//! - `WAIT` waits until the test opens the gate, or until nobody wants the check any more.
//!
//! A hover says the word under the cursor and the whole text, so that a test sees which version answered.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use analysis::{
    Action, Cancel, Diagnostic, Fix, Hover, Location, Memo, Origin, Related, Severity, Target,
};
use lsp::Parts;
use lsp::check::{Check, Snapshot};
use lsp::world::{Watched, World};
use project::{ConfigError, Site, Unsaved, Workspace};
use text::{Lines, Span};

/// The text that `SRC` leads to.
pub const SOURCE: &str = "# Title\n\nBefore. Here is the source, at last.\n";

/// Server parts around the fake check.
pub fn parts(fake: &Arc<Fake>) -> Parts {
    Parts {
        check: Arc::clone(fake) as Arc<dyn Check>,
        world: Arc::clone(fake) as Arc<dyn World>,
        hold: Duration::ZERO,
        threads: 1,
    }
}

/// The fake check and world, with what happened to them.
#[derive(Default)]
pub struct Fake {
    /// Whether `WAIT` lets through.
    gate: Mutex<bool>,
    changed: Condvar,
    /// Texts whose check began, was cancelled.
    pub begun: Mutex<Vec<String>>,
    pub cancelled: Mutex<Vec<String>>,
    /// How often a workspace was loaded.
    pub loads: Mutex<usize>,
    /// Whether loading goes on until it is stopped.
    pub endless: Mutex<bool>,
    /// What loading a workspace says, if it is to fail.
    pub trouble: Mutex<Option<String>>,
    /// When the configuration was last changed.
    pub stamp: Mutex<Option<SystemTime>>,
    /// What every snapshot has a hold of.
    alive: Arc<()>,
}

impl Fake {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// How many snapshots nobody has let go of.
    pub fn alive(&self) -> usize {
        Arc::strong_count(&self.alive) - 1
    }

    /// Lets `WAIT` through from now on.
    pub fn open_gate(&self) {
        *self.gate.lock().unwrap() = true;
        self.changed.notify_all();
    }

    /// Waits, on the test's own thread, until something in here is as wanted.
    pub async fn until(self: &Arc<Self>, what: impl Fn(&Fake) -> bool) {
        let deadline = std::time::Instant::now() + Duration::from_secs(60);
        while !what(self) {
            assert!(std::time::Instant::now() < deadline, "it never happens");
            tokio::task::yield_now().await;
        }
    }
}

impl Check for Fake {
    fn check(
        &self,
        name: &str,
        text: Arc<str>,
        _: &Workspace,
        _: &mut Memo,
        cancel: &Cancel,
    ) -> Option<Arc<dyn Snapshot>> {
        self.begun.lock().unwrap().push(text.to_string());
        assert!(!text.contains("PANIC"), "on purpose");
        let mut open = self.gate.lock().unwrap();
        while text.contains("WAIT") && !*open {
            if cancel.is_cancelled() {
                self.cancelled.lock().unwrap().push(text.to_string());
                return None;
            }
            let tick = Duration::from_millis(1);
            open = self.changed.wait_timeout(open, tick).unwrap().0;
        }
        Some(Arc::new(Fixture {
            _alive: Arc::clone(&self.alive),
            ..Fixture::new(name, text)
        }))
    }
}

impl World for Fake {
    fn find(&self, path: Option<&Path>, _: &[PathBuf]) -> Site {
        Site {
            root: path.and_then(Path::parent).unwrap_or(Path::new("/")).into(),
            config_path: None,
            outside: false,
        }
    }

    fn load(
        &self,
        site: &Site,
        _: &dyn Unsaved,
        cancel: &Cancel,
    ) -> Result<Workspace, ConfigError> {
        *self.loads.lock().unwrap() += 1;
        if let Some(message) = self.trouble.lock().unwrap().clone() {
            return Err(ConfigError {
                path: "policy-ls.toml".into(),
                line: Some(1),
                message,
            });
        }
        let mut workspace = lsp::world::empty(site);
        // One file that it rests on.
        workspace.baseline_path = Some(site.root.join("known.toml"));
        // The test's user is impatient.
        while *self.endless.lock().unwrap() {
            if cancel.is_cancelled() {
                workspace.stopped = true;
                break;
            }
            std::thread::yield_now();
        }
        Ok(workspace)
    }

    fn watch(&self, _: &Path, _: Box<dyn Fn(Vec<PathBuf>) + Send>) -> Option<Watched> {
        None
    }

    fn stamp(&self, _: &Site) -> Option<SystemTime> {
        *self.stamp.lock().unwrap()
    }

    fn open(&self, _: &Workspace, origin: &Origin) -> Option<PathBuf> {
        match origin {
            Origin::Builtin(name) => Some(Path::new("/cache (1)").join(name)),
            Origin::File(path) | Origin::Rendition(path) => Some(path.into()),
            Origin::Draft => None,
        }
    }
}

struct Fixture {
    name: String,
    text: Arc<str>,
    lines: Lines,
    diagnostics: Vec<Diagnostic>,
    _alive: Arc<()>,
}

impl Fixture {
    fn new(name: &str, text: Arc<str>) -> Self {
        let mut diagnostics: Vec<_> = ["BAD", "SAD"]
            .iter()
            .flat_map(|word| text.match_indices(word).enumerate())
            .map(|(ordinal, (at, word))| finding(word, ordinal, at))
            .collect();
        diagnostics.sort_by_key(|it| it.span);
        Self {
            name: name.to_owned(),
            lines: Lines::new(&text),
            text,
            diagnostics,
            _alive: Arc::default(),
        }
    }
}

fn finding(word: &str, ordinal: usize, at: usize) -> Diagnostic {
    let span = Span::new(at, at + word.len());
    Diagnostic {
        code: "bad-word",
        severity: Severity::Error,
        span,
        message: format!("{word} is no good"),
        advice: Some("Say something else.".to_owned()),
        related: vec![Related {
            message: "as it says here".to_owned(),
            location: source(),
        }],
        fixes: (word == "BAD")
            .then(|| Fix {
                title: "Replace by GOOD".to_owned(),
                edits: vec![(span, "GOOD".to_owned())],
                safe: false,
                place: span,
            })
            .into_iter()
            .collect(),
        expected: None,
        subject: word.to_owned(),
        fingerprint: format!("{word}-{ordinal}"),
        further: Vec::new(),
        baselined: false,
    }
}

fn source() -> Location {
    let focus = SOURCE.find("the source").unwrap();
    let full = SOURCE.find("Before").unwrap();
    Location {
        withheld: false,
        origin: Origin::Builtin("source.md".to_owned()),
        text: SOURCE.into(),
        focus: Span::new(focus, focus + "the source".len()),
        full: Span::new(full, SOURCE.len() - 1),
        label: "Source, paragraph 1".to_owned(),
    }
}

impl Snapshot for Fixture {
    fn text(&self) -> &Arc<str> {
        &self.text
    }

    fn lines(&self) -> &Lines {
        &self.lines
    }

    fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    fn hover(&self, offset: usize) -> Option<Hover> {
        let span = word_at(&self.text, offset)?;
        let word = span.of(&self.text);
        assert_ne!(word, "BOOM", "on purpose");
        Some(Hover {
            span,
            markdown: format!("**{word}** [source]({{{{link:0}}}})\n{}", self.text),
            plain: format!("{word}|{}|{}", self.name, self.text),
            links: vec![source()],
        })
    }

    fn definition(&self, offset: usize) -> Vec<Target> {
        word_at(&self.text, offset)
            .filter(|span| span.of(&self.text) == "SRC")
            .map(|origin| Target {
                origin,
                location: source(),
            })
            .into_iter()
            .collect()
    }

    fn actions(&self, span: Span) -> Vec<Action<'_>> {
        self.diagnostics
            .iter()
            .filter(|it| it.span.start <= span.end && span.start <= it.span.end)
            .flat_map(|diagnostic| {
                diagnostic
                    .fixes
                    .iter()
                    .map(move |fix| Action { diagnostic, fix })
            })
            .collect()
    }
}

/// The word that touches `offset`.
fn word_at(text: &str, offset: usize) -> Option<Span> {
    let is_word = |c: char| !c.is_whitespace();
    let start = text[..offset]
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()
        .map_or(offset, |(at, _)| at);
    let end = offset
        + text[offset..]
            .find(|c| !is_word(c))
            .unwrap_or(text.len() - offset);
    (start < end).then(|| Span::new(start, end))
}
