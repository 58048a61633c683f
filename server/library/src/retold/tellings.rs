//! The dated sentences of all sources: taken up one source after the other, and found by the words that they share with a
//! draft's.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::words::Sentence;
use super::{COMPARED, Gathered, MOST, RAREST, SHARED, Telling, indexed};
use crate::SourceId;
use crate::aside::Asides;
use crate::packed::{List, Maker, Pairs, Sorter};

/// The dated sentences and rows of all sources.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tellings {
    /// By source.
    pub tellings: List<Arc<Vec<Telling>>>,
    /// The number of each source's first one.
    pub first: Vec<u32>,
    /// Word and telling.
    pub postings: Pairs,
}

/// The dated sentences of sources, taken up one source after the other.
pub(crate) struct Gathering {
    tellings: Maker<Arc<Vec<Telling>>>,
    first: Vec<u32>,
    postings: Sorter,
    next: u32,
}

impl Gathering {
    pub fn new(asides: Option<&Asides>) -> Self {
        Self {
            tellings: Maker::new(asides),
            first: Vec::new(),
            postings: Sorter::new(asides),
            next: 0,
        }
    }

    /// Takes up those of one source, which stands behind those before.
    pub fn take(&mut self, source: &Gathered) {
        self.first.push(self.next);
        for (stem, telling) in source.postings.iter() {
            self.postings.put([0, *stem, self.next + telling]);
        }
        self.tellings.put(Arc::clone(&source.tellings));
        self.next += source.tellings.len() as u32;
    }
}

impl From<Gathering> for Tellings {
    fn from(all: Gathering) -> Self {
        Self {
            tellings: all.tellings.list(),
            first: all.first,
            postings: all.postings.pairs(),
        }
    }
}

impl Tellings {
    /// The telling of this number, and whose it is.
    pub(super) fn get(&self, number: u32) -> (SourceId, &Telling) {
        let source = self.first.partition_point(|first| *first <= number) - 1;
        let at = (number - self.first[source]) as usize;
        (SourceId(source as u32), &self.tellings[source][at])
    }

    /// The tellings that share most of the sentence's rarest words, best first.
    pub(super) fn candidates(&self, sentence: &Sentence) -> Vec<u32> {
        let mut lists: Vec<Range<usize>> = indexed(sentence)
            .map(|stem| self.postings.of(u64::from(stem)))
            .filter(|list| !list.is_empty())
            .collect();
        lists.sort_by_key(ExactSizeIterator::len);
        lists.dedup();
        let mut votes: HashMap<u32, usize, FxBuildHasher> = HashMap::default();
        let mut seen = 0;
        for list in lists.into_iter().take(RAREST) {
            seen += list.len();
            if seen > MOST {
                break;
            }
            for at in list {
                *votes.entry(self.postings.get(at).1).or_default() += 1;
            }
        }
        let mut found: Vec<(u32, usize)> = votes
            .into_iter()
            .filter(|(_, votes)| *votes >= SHARED)
            .collect();
        found.sort_by_key(|(telling, votes)| (std::cmp::Reverse(*votes), *telling));
        found.truncate(COMPARED);
        found.into_iter().map(|(telling, _)| telling).collect()
    }
}
