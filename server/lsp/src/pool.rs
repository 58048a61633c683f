//! The threads that think: some for interactive work (someone waits, someone typed), and others for background work
//! (libraries, drafts just opened), which give way to them and to all else that the machine does.
//!
//! A task that panics costs its own answer and nothing else.

use std::any::Any;
use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tracing::Dispatch;

/// Who waits for a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// A person.
    Interactive,
    /// Nobody yet.
    Background,
}

/// The task panicked; its message was printed by the panic hook.
#[derive(Debug)]
pub struct Panicked;

type Task = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Tasks {
    waiting: VecDeque<Task>,
    /// Threads that wait. Of several the first is woken, always: what one person types stays with one thread, in its caches
    /// and in its part of the heap.
    idle: BTreeSet<usize>,
    closed: bool,
}

/// Tasks of one priority, and the threads for them.
struct Lane {
    tasks: Mutex<Tasks>,
    /// By thread.
    wake: Vec<Condvar>,
}

/// A fixed set of threads. They end when the pool is dropped; a task under way is not waited for.
pub struct Pool {
    interactive: Arc<Lane>,
    background: Arc<Lane>,
}

/// Deeply nested drafts are data, not a reason to die.
const STACK: usize = 32 << 20;
/// So many threads wait for people: what one of them asks for may take a while.
const PEOPLE: usize = 2;
/// How much background work gives way, in steps of the system's `nice`.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

impl Pool {
    /// A pool of `behind` threads for background work, at least one, beside those for people. They log to `subscriber`.
    pub fn new(behind: usize, subscriber: &Dispatch) -> std::io::Result<Self> {
        Ok(Self {
            interactive: Lane::new("check", PEOPLE, subscriber, || {})?,
            background: Lane::new("behind", behind.max(1), subscriber, give_way)?,
        })
    }

    fn lane(&self, priority: Priority) -> &Lane {
        match priority {
            Priority::Interactive => &self.interactive,
            Priority::Background => &self.background,
        }
    }

    /// Runs `task` when its turn comes.
    pub fn submit(&self, priority: Priority, task: impl FnOnce() + Send + 'static) {
        self.lane(priority).submit(Box::new(task));
    }

    /// Runs `question` for someone who waits, and gives its answer.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        self.answer(Priority::Interactive, question).await
    }

    /// The same for a part of something large: typing goes before it.
    pub async fn ask_behind<T: Send + 'static>(
        &self,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        self.answer(Priority::Background, question).await
    }

    async fn answer<T: Send + 'static>(
        &self,
        priority: Priority,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        let (answer, answered) = oneshot::channel();
        self.submit(priority, move || {
            // Nobody waits any more: the request was cancelled before its turn came.
            if !answer.is_closed() {
                let _ = answer.send(question());
            }
        });
        answered.await.map_err(|_| Panicked)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.interactive.close();
        self.background.close();
    }
}

impl Lane {
    /// A lane of so many threads, each of which does `first` at first.
    fn new(
        name: &str,
        threads: usize,
        subscriber: &Dispatch,
        first: fn(),
    ) -> std::io::Result<Arc<Self>> {
        let lane = Arc::new(Self {
            tasks: Mutex::default(),
            wake: (0..threads).map(|_| Condvar::new()).collect(),
        });
        for number in 0..threads {
            let (lane, subscriber) = (Arc::clone(&lane), subscriber.clone());
            std::thread::Builder::new()
                .name(format!("{name}-{number}"))
                .stack_size(STACK)
                .spawn(move || {
                    let _guard = tracing::dispatcher::set_default(&subscriber);
                    first();
                    lane.work(number);
                })?;
        }
        Ok(lane)
    }

    fn submit(&self, task: Task) {
        let mut tasks = lock(&self.tasks);
        tasks.waiting.push_back(task);
        let first = tasks.idle.pop_first();
        drop(tasks);
        if let Some(first) = first {
            self.wake[first].notify_one();
        }
    }

    fn close(&self) {
        lock(&self.tasks).closed = true;
        self.wake.iter().for_each(Condvar::notify_all);
    }

    /// What the thread of this number does, all its life.
    fn work(&self, number: usize) {
        loop {
            let mut tasks = lock(&self.tasks);
            let task = loop {
                if tasks.closed {
                    return;
                }
                if let Some(task) = tasks.waiting.pop_front() {
                    break task;
                }
                tasks.idle.insert(number);
                tasks = self.wake[number]
                    .wait(tasks)
                    .unwrap_or_else(PoisonError::into_inner);
            };
            // It may have been woken by nobody.
            tasks.idle.remove(&number);
            drop(tasks);
            let _ = contain(task);
        }
    }
}

/// Lets the system prefer other threads to this one.
fn give_way() {
    // There this is a matter of threads, not of whole programs. Where it fails, nothing is lost but manners.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, NICE);
}

/// Runs `task`; a panic becomes an `Err` and a line in the log.
pub fn contain<T>(task: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(task)).map_err(|panic| {
        tracing::error!("internal error, one answer lost: {}", words(&*panic));
        Panicked
    })
}

/// A lock that outlives the panic of a holder: everything behind our locks is whole between statements.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn background_work_leaves_a_thread_to_people() {
        let pool = Pool::new(1, &Dispatch::none()).unwrap();
        let (hold, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for _ in 0..4 {
            let held = Arc::clone(&held);
            pool.submit(Priority::Background, move || {
                let _ = lock(&held).recv();
            });
        }
        let (done, finished) = mpsc::channel();
        pool.submit(Priority::Interactive, move || done.send(7).unwrap());
        assert_eq!(finished.recv(), Ok(7));
        drop(hold);
    }

    #[test]
    fn a_panic_leaves_the_threads_alive() {
        let pool = Pool::new(1, &Dispatch::none()).unwrap();
        for _ in 0..10 {
            pool.submit(Priority::Interactive, || panic!("on purpose"));
        }
        let (done, finished) = mpsc::channel();
        pool.submit(Priority::Background, move || done.send(7).unwrap());
        assert_eq!(finished.recv(), Ok(7));
    }
}
