//! The threads that think. Interactive work (someone waits, someone typed) goes before background work (libraries,
//! drafts just opened), and background work never holds the last thread.
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
struct Queues {
    interactive: VecDeque<Task>,
    background: VecDeque<Task>,
    /// Threads busy with background work.
    behind: usize,
    /// Threads that wait. Of several the first is woken, always: what one person types stays with one thread, in its caches
    /// and in its part of the heap.
    idle: BTreeSet<usize>,
    closed: bool,
}

struct Shared {
    queues: Mutex<Queues>,
    /// By thread.
    wake: Vec<Condvar>,
}

impl Shared {
    /// Wakes a thread, if one waits.
    fn wake(&self, mut queues: MutexGuard<'_, Queues>) {
        let first = queues.idle.pop_first();
        drop(queues);
        if let Some(wake) = first.and_then(|number| self.wake.get(number)) {
            wake.notify_one();
        }
    }
}

/// A fixed set of threads. They end when the pool is dropped; a task under way is not waited for.
pub struct Pool {
    shared: Arc<Shared>,
}

/// Deeply nested drafts are data, not a reason to die.
const STACK: usize = 32 << 20;

impl Pool {
    /// A pool of `threads` threads, at least two, that log to `subscriber`.
    pub fn new(threads: usize, subscriber: &Dispatch) -> std::io::Result<Self> {
        let threads = threads.max(2);
        let pool = Self {
            shared: Arc::new(Shared {
                queues: Mutex::default(),
                wake: (0..threads).map(|_| Condvar::new()).collect(),
            }),
        };
        for number in 0..threads {
            let (shared, subscriber) = (Arc::clone(&pool.shared), subscriber.clone());
            std::thread::Builder::new()
                .name(format!("check-{number}"))
                .stack_size(STACK)
                .spawn(move || {
                    let _guard = tracing::dispatcher::set_default(&subscriber);
                    work(&shared, number, threads - 1);
                })?;
        }
        Ok(pool)
    }

    /// Runs `task` when its turn comes.
    pub fn submit(&self, priority: Priority, task: impl FnOnce() + Send + 'static) {
        let mut queues = lock(&self.shared.queues);
        match priority {
            Priority::Interactive => queues.interactive.push_back(Box::new(task)),
            Priority::Background => queues.background.push_back(Box::new(task)),
        }
        self.shared.wake(queues);
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
        lock(&self.shared.queues).closed = true;
        self.shared.wake.iter().for_each(Condvar::notify_all);
    }
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

fn work(shared: &Shared, number: usize, most_behind: usize) {
    loop {
        let mut queues = lock(&shared.queues);
        let (task, behind) = loop {
            if queues.closed {
                return;
            }
            if let Some(task) = queues.interactive.pop_front() {
                break (task, false);
            }
            if queues.behind < most_behind
                && let Some(task) = queues.background.pop_front()
            {
                queues.behind += 1;
                break (task, true);
            }
            queues.idle.insert(number);
            queues = shared.wake[number]
                .wait(queues)
                .unwrap_or_else(PoisonError::into_inner);
        };
        queues.idle.remove(&number);
        drop(queues);
        let _ = contain(task);
        if behind {
            let mut queues = lock(&shared.queues);
            queues.behind -= 1;
            shared.wake(queues);
        }
    }
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
        let pool = Pool::new(2, &Dispatch::none()).unwrap();
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
        let pool = Pool::new(2, &Dispatch::none()).unwrap();
        for _ in 0..10 {
            pool.submit(Priority::Interactive, || panic!("on purpose"));
        }
        let (done, finished) = mpsc::channel();
        pool.submit(Priority::Background, move || done.send(7).unwrap());
        assert_eq!(finished.recv(), Ok(7));
    }
}
