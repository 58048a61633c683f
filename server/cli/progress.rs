//! What a person is told while drafts are looked at: a bar, and how long each step took.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error, if a person looks at it and there is something to wait for.
pub fn bar(drafts: usize) -> ProgressBar {
    const WORTH_IT: usize = 100;
    if drafts < WORTH_IT || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(drafts as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} drafts, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// Says how long each step took, if asked.
pub struct Clock {
    begun: Instant,
    last: Duration,
    speaks: bool,
}

impl Clock {
    /// Begins now.
    pub fn new(speaks: bool) -> Self {
        Self {
            begun: Instant::now(),
            last: Duration::ZERO,
            speaks,
        }
    }

    /// A step is done.
    pub fn tell(&mut self, step: &str) {
        if !self.speaks {
            return;
        }
        let now = self.begun.elapsed();
        let (all, this) = (
            now.as_secs_f64() * 1e3,
            (now - self.last).as_secs_f64() * 1e3,
        );
        // Nobody is left to be told if even this fails.
        let _ = writeln!(
            anstream::stderr(),
            "policy-ls: {all:8.1} ms (+{this:.1}): {step}"
        );
        self.last = now;
    }
}
