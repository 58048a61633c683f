//! Two sentences laid side by side: whether they tell the same, and which date stands in which one's place.

use super::words::{Class, Sentence, Word};

/// A moved run of so many words is taken up where it went; a shorter one only behind the same small word.
const RUN: usize = 3;
/// Sentences with more than so many pairs of words are not compared.
const LARGEST: usize = 60_000;

/// A part of the draft's sentence that tells what the source's tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Telling {
    /// Dates of the draft's sentence and of the source's that stand in one place, by number.
    pub pairs: Vec<(usize, usize)>,
}

/// For each word of the draft the word of the source that it matches.
struct Alignment<'a> {
    draft: &'a Sentence,
    source: &'a Sentence,
    to: Vec<Option<usize>>,
    /// Whether a word of the source is matched.
    taken: Vec<bool>,
}

/// How the draft's sentence retells the source's, as a whole or in those of its `clauses` (by words) that do. `beside` says
/// how many words the same sentence before or after it has in both: in the same company a few words are enough.
pub(super) fn compare(
    draft: &Sentence,
    source: &Sentence,
    clauses: &[std::ops::Range<usize>],
    beside: &dyn Fn() -> usize,
) -> Option<Telling> {
    let all = 0..draft.words.len();
    if all.len() * source.words.len() > LARGEST {
        return None;
    }
    if may_tell(draft, source, all.clone()) {
        let whole = Alignment::new(draft, source, all.clone());
        if whole.tells_the_same(all, beside) {
            return Some(Telling {
                pairs: whole.pair(&(0..draft.slots.len()).collect::<Vec<_>>()),
            });
        }
    }
    let mut pairs = Vec::new();
    for clause in clauses {
        let inside = |slot: &usize| {
            let at = draft.slots[*slot].at;
            clause.contains(&at) || at == clause.end
        };
        let slots: Vec<usize> = (0..draft.slots.len()).filter(inside).collect();
        if slots.is_empty() || !may_tell(draft, source, clause.clone()) {
            continue;
        }
        let alignment = Alignment::new(draft, source, clause.clone());
        if alignment.tells_the_same(clause.clone(), &|| 0) {
            pairs.extend(alignment.pair(&slots));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (!pairs.is_empty()).then_some(Telling { pairs })
}

/// Whether an alignment could find the part told: words that the source has nowhere stay without a match. Quick, since most
/// candidates end here.
fn may_tell(draft: &Sentence, source: &Sentence, part: std::ops::Range<usize>) -> bool {
    let length = part.len();
    let mut added = 0;
    for word in &draft.words[part] {
        if !source.words.iter().any(|other| word.is(other)) {
            added += 1;
            if word.class != Class::Plain || is_too_much(added, length - added) {
                return false;
            }
        }
    }
    true
}

/// Whether so many words more than the `same` ones tell of something else.
fn is_too_much(added: usize, same: usize) -> bool {
    5 * added > same
}

impl<'a> Alignment<'a> {
    fn new(draft: &'a Sentence, source: &'a Sentence, part: std::ops::Range<usize>) -> Self {
        let mut alignment = Alignment {
            draft,
            source,
            to: vec![None; draft.words.len()],
            taken: vec![false; source.words.len()],
        };
        let mine: Vec<usize> = part.clone().collect();
        let theirs: Vec<usize> = (0..source.words.len()).collect();
        let same = |one: usize, other: usize| draft.words[one].is(&source.words[other]);
        for (one, other) in common(&mine, &theirs, same) {
            alignment.take(one, other);
        }
        // What stands elsewhere in the other sentence: a phrase that was moved.
        let mine: Vec<usize> = part.filter(|at| alignment.to[*at].is_none()).collect();
        let theirs: Vec<usize> = theirs
            .into_iter()
            .filter(|at| !alignment.taken[*at])
            .collect();
        let moved = common(&mine, &theirs, same);
        for run in runs(&moved) {
            let (one, other) = run[0];
            let lead = draft.words[one].lead;
            if run.len() >= RUN || (lead != 0 && lead == source.words[other].lead) {
                for &(one, other) in run {
                    alignment.take(one, other);
                }
            }
        }
        alignment
    }

    fn take(&mut self, one: usize, other: usize) {
        self.to[one] = Some(other);
        self.taken[other] = true;
    }

    /// Whether the words of this part of the draft say what the words of the source that they match say.
    fn tells_the_same(&self, part: std::ops::Range<usize>, beside: &dyn Fn() -> usize) -> bool {
        let matched: Vec<usize> = part.clone().filter(|at| self.to[*at].is_some()).collect();
        let places = || matched.iter().filter_map(|at| self.to[*at]);
        let (Some(first), Some(last)) = (places().min(), places().max()) else {
            return false;
        };
        let mine = |at: &usize| self.to[*at].is_none();
        let added: Vec<&Word> = part
            .clone()
            .filter(mine)
            .map(|at| &self.draft.words[at])
            .collect();
        let left_out: Vec<&Word> = (first..=last)
            .filter(|at| !self.taken[*at])
            .map(|at| &self.source.words[at])
            .collect();
        let turned = |words: &[&Word]| words.iter().any(|word| word.class != Class::Plain);
        if turned(&added) || turned(&left_out) {
            return false;
        }
        // What denies or supposes reaches beyond its own clause.
        let outside = |words: &[Word], inside: &dyn Fn(usize) -> bool| {
            words
                .iter()
                .enumerate()
                .any(|(at, word)| word.class == Class::Shade && !inside(at))
        };
        if outside(&self.draft.words, &|at| part.contains(&at))
            || outside(&self.source.words, &|at| (first..=last).contains(&at))
        {
            return false;
        }
        let same = matched.len();
        let changed = added.len().min(left_out.len());
        let close =
            !is_too_much(added.len(), same) && 3 * left_out.len() <= same && 8 * changed <= same;
        close && self.is_particular(&matched, added.len() + left_out.len(), beside)
    }

    /// Whether the words are no formula that may tell of another time as well.
    fn is_particular(&self, matched: &[usize], other: usize, beside: &dyn Fn() -> usize) -> bool {
        let words = || matched.iter().map(|at| &self.draft.words[*at]);
        let mut stems: Vec<u32> = words().map(|word| word.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        let recurring = words().any(|word| word.recurring);
        let (alone, in_company) = match () {
            () if recurring => (9, 5),
            () if other > 0 => (6, 4),
            () => (5, 3),
        };
        stems.len() >= alone || (stems.len() >= in_company && stems.len() + beside() >= 8)
    }

    /// The dates that stand in the same place, then the one that was moved, if it is but one.
    fn pair(&self, slots: &[usize]) -> Vec<(usize, usize)> {
        let mut fits: Vec<(u32, usize, usize)> = Vec::new();
        for &one in slots {
            let at = self.draft.slots[one].at;
            let before = at.checked_sub(1).and_then(|at| self.to[at]);
            let after = self.to.get(at).copied().flatten();
            let rank = self.rank(&self.draft.slots, one);
            for (other, slot) in self.source.slots.iter().enumerate() {
                let behind =
                    before.is_some_and(|before| before + 1 == slot.at) || (at == 0 && slot.at == 0);
                let ahead = after == Some(slot.at)
                    || (at == self.to.len() && slot.at == self.source.words.len());
                let alike = rank == self.rank(&self.source.slots, other);
                let fit = u32::from(behind) + u32::from(ahead);
                if fit > 0 && alike {
                    fits.push((fit, one, other));
                }
            }
        }
        fits.sort_by_key(|(fit, one, other)| (std::cmp::Reverse(*fit), *one, *other));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (_, one, other) in fits {
            if !pairs.iter().any(|(a, b)| *a == one || *b == other) {
                pairs.push((one, other));
            }
        }
        let lone = |count: usize, used: &dyn Fn(usize) -> bool| {
            let mut rest = (0..count).filter(|at| !used(*at));
            rest.next().filter(|_| rest.next().is_none())
        };
        let mine = lone(self.draft.slots.len(), &|at| {
            !slots.contains(&at) || pairs.iter().any(|(one, _)| *one == at)
        });
        let theirs = lone(self.source.slots.len(), &|at| {
            pairs.iter().any(|(_, other)| *other == at)
        });
        if let (Some(one), Some(other)) = (mine, theirs) {
            pairs.push((one, other));
        }
        pairs
    }

    /// Which of the dates between the same two words it is, and how many there are.
    fn rank(&self, slots: &[super::words::Slot], number: usize) -> (usize, usize) {
        let same = |slot: &&super::words::Slot| slot.at == slots[number].at;
        (
            slots[..number].iter().filter(same).count(),
            slots.iter().filter(same).count(),
        )
    }
}

/// A longest common subsequence of two lists, as pairs of their members.
fn common(
    mine: &[usize],
    theirs: &[usize],
    same: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let width = theirs.len() + 1;
    let mut lengths = vec![0_u16; (mine.len() + 1) * width];
    for one in (0..mine.len()).rev() {
        for other in (0..theirs.len()).rev() {
            lengths[one * width + other] = if same(mine[one], theirs[other]) {
                lengths[(one + 1) * width + other + 1] + 1
            } else {
                lengths[(one + 1) * width + other].max(lengths[one * width + other + 1])
            };
        }
    }
    let (mut one, mut other) = (0, 0);
    let mut pairs = Vec::new();
    while one < mine.len() && other < theirs.len() {
        if same(mine[one], theirs[other]) {
            pairs.push((mine[one], theirs[other]));
            one += 1;
            other += 1;
        } else if lengths[(one + 1) * width + other] >= lengths[one * width + other + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    pairs
}

/// The stretches in which both sides go on without a gap.
fn runs(pairs: &[(usize, usize)]) -> impl Iterator<Item = &[(usize, usize)]> {
    pairs.chunk_by(|one, other| one.0 + 1 == other.0 && one.1 + 1 == other.1)
}
