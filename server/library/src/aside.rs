//! What a large library puts down while it is made, so that nobody has to hold it: bytes behind bytes, looked at once all
//! of them are there. Where they lie is no matter of this room.

use std::io::{self, Write};
use std::sync::Arc;

use bytes::Bytes;

/// Where bytes are put down.
pub trait Aside: Send {
    /// Puts some behind those before.
    fn put(&mut self, bytes: &[u8]);

    /// Nothing comes behind them any more.
    fn seal(self: Box<Self>) -> Arc<dyn Laid>;
}

/// Makes places to put things down.
pub type Asides = Arc<dyn Fn() -> Box<dyn Aside> + Send + Sync>;

/// Places in memory.
pub fn held() -> Asides {
    Arc::new(|| Box::new(Vec::new()))
}

/// What was put down.
pub trait Laid: Send + Sync {
    /// All of it, to be looked at here and there for long.
    fn view(&self) -> Bytes;

    /// Fills `into` with what stands from `at` on.
    ///
    /// # Errors
    /// If so much does not stand there, or cannot be read.
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()>;

    /// Writes all of it to `out`.
    ///
    /// # Errors
    /// What `out` says; or if it cannot be read.
    fn copy(&self, out: &mut dyn Write) -> io::Result<()>;
}

impl Aside for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    fn seal(self: Box<Self>) -> Arc<dyn Laid> {
        Arc::new(Bytes::from(*self))
    }
}

impl Laid for Bytes {
    fn view(&self) -> Bytes {
        self.clone()
    }

    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let from = usize::try_from(at).ok().and_then(|at| self.get(at..));
        let there = from.and_then(|from| from.get(..into.len()));
        into.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn copy(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self)
    }
}
