//! Lists in the making: at hand, or put down as they come.

use std::sync::Arc;

use super::list::{Keep, List};
use crate::aside::{Aside, Asides, Laid};

/// A list in the making.
pub(crate) enum Maker<T> {
    Here(Vec<T>),
    Aside(Places),
}

/// Elements in bytes that were put down.
pub(crate) struct Places {
    to: Box<dyn Aside>,
    /// Where each begins.
    starts: Vec<u64>,
    end: u64,
}

/// Elements that are taken out of what was made, each once and in any order.
pub(crate) enum Taker<T> {
    Here(Vec<T>),
    Aside {
        laid: Arc<dyn Laid>,
        /// Where each begins, and the end of the last.
        starts: Vec<u64>,
        buffer: Vec<u8>,
    },
}

impl<T: Keep> Maker<T> {
    /// An empty one; with `asides`, its elements are put down in bytes.
    pub fn new(asides: Option<&Asides>) -> Self {
        match asides {
            None => Self::Here(Vec::new()),
            Some(aside) => Self::Aside(Places {
                to: aside(),
                starts: Vec::new(),
                end: 0,
            }),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Here(all) => all.len(),
            Self::Aside(places) => places.starts.len(),
        }
    }

    pub fn put(&mut self, element: T) {
        match self {
            Self::Here(all) => all.push(element),
            Self::Aside(places) => {
                // What cannot be written cannot be read either: it is absent.
                let bytes = element.write().unwrap_or_default();
                places.starts.push(places.end);
                places.end += bytes.len() as u64;
                places.to.put(&bytes);
            }
        }
    }

    pub fn list(self) -> List<T> {
        match self {
            Self::Here(all) => all.into(),
            Self::Aside(mut places) => {
                let count = places.starts.len();
                places.starts.push(places.end);
                for starts in places.starts.chunks(4096) {
                    let bytes: Vec<u8> = starts.iter().flat_map(|it| it.to_le_bytes()).collect();
                    places.to.put(&bytes);
                }
                List::laid(&places.to.seal(), count)
            }
        }
    }

    pub fn taker(self) -> Taker<T> {
        match self {
            Self::Here(all) => Taker::Here(all),
            Self::Aside(mut places) => {
                places.starts.push(places.end);
                Taker::Aside {
                    laid: places.to.seal(),
                    starts: places.starts,
                    buffer: Vec::new(),
                }
            }
        }
    }
}

impl<T: Keep> Taker<T> {
    /// The element of this number.
    pub fn take(&mut self, at: usize) -> T {
        match self {
            Self::Here(all) => std::mem::replace(&mut all[at], T::absent()),
            Self::Aside {
                laid,
                starts,
                buffer,
            } => {
                let (start, end) = (starts[at], starts[at + 1]);
                buffer.resize((end - start) as usize, 0);
                let read = laid.read(start, buffer).ok();
                read.and_then(|()| T::read(buffer))
                    .unwrap_or_else(T::absent)
            }
        }
    }
}
