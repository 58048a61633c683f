//! A list that is at hand, or in bytes of which each element is taken apart when somebody first looks at it.

use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::aside::Laid;

/// So many places are made ready at a time.
const CHUNK: usize = 256;

/// What can stand in a list that is kept.
pub trait Keep: Sized {
    /// It in bytes.
    fn write(&self) -> Option<Vec<u8>>;
    /// What was written.
    fn read(bytes: &[u8]) -> Option<Self>;
    /// What stands for one that cannot be read.
    fn absent() -> Self;
}

/// Elements by their number.
#[derive(Clone)]
pub struct List<T> {
    /// The first ones.
    here: Vec<T>,
    /// The others.
    there: Option<Arc<There<T>>>,
}

struct There<T> {
    bytes: Bytes,
    /// What the bytes are a view of, where they were put down while the list was made.
    laid: Option<Arc<dyn Laid>>,
    count: usize,
    /// Where in `bytes` the table of places begins.
    table: usize,
    read: fn(&[u8]) -> T,
    cells: Box<[OnceLock<Cells<T>>]>,
}

type Cells<T> = Box<[OnceLock<Box<T>>]>;

impl<T> There<T> {
    fn get(&self, at: usize) -> Option<&T> {
        if at >= self.count {
            return None;
        }
        let cells = self.cells.get(at / CHUNK)?;
        let cells = cells.get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        let cell = cells.get(at % CHUNK)?;
        Some(cell.get_or_init(|| Box::new((self.read)(self.words(at).unwrap_or_default()))))
    }

    /// The bytes of one element.
    fn words(&self, at: usize) -> Option<&[u8]> {
        let place = |at: usize| {
            let start = self.table + 8 * at;
            let place = self.bytes.get(start..start + 8)?;
            usize::try_from(u64::from_le_bytes(place.try_into().ok()?)).ok()
        };
        self.bytes.get(place(at)?..place(at + 1)?)
    }
}

impl<T> List<T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.here.len() + self.there.as_ref().map_or(0, |it| it.count)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element of this number.
    pub fn get(&self, at: usize) -> Option<&T> {
        match at.checked_sub(self.here.len()) {
            None => self.here.get(at),
            Some(at) => self.there.as_ref()?.get(at),
        }
    }

    /// All of them, in order. What is kept is taken apart one by one, and stays so.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            list: self,
            next: 0,
            end: self.len(),
        }
    }

    /// Those that are at hand, to be changed: all, while a library is being made.
    pub(crate) fn made(&mut self) -> &mut Vec<T> {
        &mut self.here
    }
}

impl<T: Keep> List<T> {
    /// The bytes of one element, as they are kept or as they would be.
    pub(super) fn bytes(&self, at: usize) -> Option<Vec<u8>> {
        match at.checked_sub(self.here.len()) {
            None => self.here.get(at)?.write(),
            Some(at) => self.there.as_ref()?.words(at).map(<[u8]>::to_vec),
        }
    }

    /// A list that was put down, `count` elements and the table of their places.
    pub(super) fn laid(laid: &Arc<dyn Laid>, count: usize) -> Self {
        let mut list = Self::kept(Vec::new(), laid.view(), count).unwrap_or_default();
        if let Some(there) = list.there.as_mut().and_then(Arc::get_mut) {
            there.laid = Some(Arc::clone(laid));
        }
        list
    }

    /// What it was put down as, if all of it was.
    pub(super) fn as_laid(&self) -> Option<&Arc<dyn Laid>> {
        let there = self.there.as_ref().filter(|_| self.here.is_empty())?;
        there.laid.as_ref()
    }

    /// Behind `here`, those that were written with [`super::write`]: `count` of them in `bytes`, whose end is the table of
    /// their places. None if that cannot be.
    pub(super) fn kept(here: Vec<T>, bytes: Bytes, count: usize) -> Option<Self> {
        let table = count.checked_add(1)?.checked_mul(8)?;
        let there = There {
            table: bytes.len().checked_sub(table)?,
            bytes,
            laid: None,
            count,
            read: |bytes| T::read(bytes).unwrap_or_else(T::absent),
            cells: (0..count.div_ceil(CHUNK))
                .map(|_| OnceLock::new())
                .collect(),
        };
        Some(Self {
            here,
            there: Some(Arc::new(there)),
        })
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(here: Vec<T>) -> Self {
        Self { here, there: None }
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        match self.get(at) {
            Some(element) => element,
            None => panic!("there are {} elements, and no number {at}", self.len()),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The elements of a [`List`].
#[derive(Debug)]
pub struct Iter<'a, T> {
    list: &'a List<T>,
    next: usize,
    end: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        let at = (self.next < self.end).then_some(self.next)?;
        self.next += 1;
        self.list.get(at)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.end - self.next, Some(self.end - self.next))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.end = (self.next < self.end).then(|| self.end - 1)?;
        self.list.get(self.end)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}
