//! Retold sentences: a dated sentence that says in nearly the same words what a source's sentence says tells of the same
//! happening, whatever it is. Its words without the dates are its key; the dates that stand in one place are compared.
//!
//! Roads not taken: the word index of `passage` (it leaves a retelling's own words out, and places cost an alignment over
//! the dates, which are what differs), and shingles (a moved date would break them).

mod align;
mod dates;
mod tellings;
mod words;

use std::sync::{Arc, OnceLock};

use passage::fold;
use prose::date::DateValue;
use prose::reading::{Reading, Resolved};
use prose::sentence::{self, clauses};
use prose::temporal::Temporal;
use text::{Block, BlockKind, Document, Span};

use crate::locate::Locator;
use crate::{Library, Provenance, Rank, Source, SourceId, Verdict};
use dates::Outcome;
pub(crate) use tellings::{Gathering, Tellings};
use words::{Class, Piece, Sentence};

/// A date is looked up by so many of its sentence's rarest words ...
const RAREST: usize = 8;
/// ... as long as they stand in no more sentences than this together ...
const MOST: usize = 4096;
/// ... and compared with so many sentences.
const COMPARED: usize = 6;
/// Two of them must be the sentence's.
const SHARED: usize = 2;

/// One dated sentence, or one row of a table.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Telling {
    /// Its pieces: block and stretch of its prose.
    pieces: Vec<(u32, Span)>,
    /// The dates of each piece.
    dates: Vec<Vec<Temporal>>,
    passage: Provenance,
    /// Its words: taken apart when a draft's sentence first comes near, for few ever do.
    #[serde(skip)]
    sentence: OnceLock<Sentence>,
}

/// The dated sentences and rows of one source.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Gathered {
    tellings: Arc<Vec<Telling>>,
    /// Word and telling, sorted.
    postings: Arc<Vec<(u32, u32)>>,
}

/// A part of a draft that is looked at together: a block, or the cells of a row.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The draft's block.
    pub block: &'a Block,
    /// Its reading.
    pub resolved: &'a Resolved,
}

/// A date of the draft whose sentence some source tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Retold {
    /// Number of the [`Part`] it stands in.
    pub part: usize,
    /// Its number among the temporal expressions of that part.
    pub temporal: usize,
    /// The sentence, in the part's prose.
    pub sentence: Span,
    /// What the sources make of it.
    pub verdict: Verdict,
    /// Who tells it, the weightiest first.
    pub told: Vec<Told>,
}

/// One who tells what the draft's sentence tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The date.
    pub value: DateValue,
    /// Its words.
    pub words: String,
    /// The sentence.
    pub passage: Provenance,
    /// The source's weight.
    pub rank: Rank,
    /// What is told, in a form that stays the same from run to run.
    pub key: String,
}

impl Gathered {
    /// The dated sentences and rows of one source.
    pub fn of_source(
        number: SourceId,
        source: &Source,
        document: &Document,
        reading: &Reading,
        locator: &Locator<'_>,
        library: &Library,
    ) -> Self {
        let (mut tellings, mut postings) = (Vec::new(), Vec::new());
        let blocks = &document.blocks;
        for group in groups(blocks) {
            let parts: Vec<Part<'_>> = group
                .clone()
                .map(|at| Part {
                    block: &blocks[at],
                    resolved: &reading.blocks[at],
                })
                .collect();
            if !parts.iter().any(Part::is_dated) {
                continue;
            }
            for pieces in sentences(&parts) {
                let sentence = words::read(&pieces_of(&parts, &pieces), library);
                if sentence.slots.is_empty() {
                    continue;
                }
                let telling = tellings.len() as u32;
                postings.extend(indexed(&sentence).map(|stem| (stem, telling)));
                let hull = pieces
                    .iter()
                    .map(|(part, span)| parts[*part].block.map.hull(*span))
                    .reduce(Span::join)
                    .unwrap_or_default();
                tellings.push(Telling {
                    pieces: pieces
                        .iter()
                        .map(|(part, span)| ((group.start + part) as u32, *span))
                        .collect(),
                    dates: pieces
                        .iter()
                        .map(|(part, span)| within(&parts[*part].resolved.temporals, *span))
                        .collect(),
                    passage: locator.passage(number, source, document, hull),
                    sentence: OnceLock::new(),
                });
            }
        }
        postings.sort_unstable();
        postings.dedup();
        postings.shrink_to_fit();
        Self {
            tellings: Arc::new(tellings),
            postings: Arc::new(postings),
        }
    }
}

impl Part<'_> {
    /// Whether it has a date that could be told elsewhere.
    pub fn is_dated(&self) -> bool {
        self.resolved.temporals.iter().any(words::is_date)
    }
}

impl Library {
    /// The dates in `parts` (one block, or the cells of one row) whose sentence some source tells.
    pub fn retold(&self, parts: &[Part<'_>]) -> Vec<Retold> {
        let mut found = Vec::new();
        for pieces in sentences(parts) {
            self.retold_sentence(parts, &pieces, &mut found);
        }
        found
    }

    fn retold_sentence(
        &self,
        parts: &[Part<'_>],
        pieces: &[(usize, Span)],
        found: &mut Vec<Retold>,
    ) {
        let mine = pieces_of(parts, pieces);
        let dated = |piece: &Piece<'_>| {
            let inside = |it: &&Temporal| piece.span.covers(it.span) && words::is_date(it);
            piece.temporals.iter().any(|temporal| inside(&temporal))
        };
        if !mine.iter().any(dated) {
            return;
        }
        let draft = words::read(&mine, self);
        let candidates = self.tellings.candidates(&draft);
        if candidates.is_empty() {
            return;
        }
        let cuts = self.clauses(&draft, &mine);
        let mut told: Vec<Vec<(Outcome, Told)>> = vec![Vec::new(); draft.slots.len()];
        for number in candidates {
            let (teller, telling) = self.tellings.get(number);
            let Some(record) = self.source(teller) else {
                continue;
            };
            let passage = Provenance {
                source: teller,
                ..telling.passage.clone()
            };
            let document = record.document();
            let theirs = telling.pieces.iter().zip(&telling.dates);
            let theirs = theirs.map(|((block, span), dates)| {
                let block = document.blocks.get(*block as usize)?;
                Some(Piece {
                    prose: &block.prose,
                    span: *span,
                    temporals: dates,
                })
            });
            // What has changed by now tells something else.
            let Some(theirs) = theirs.collect::<Option<Vec<Piece<'_>>>>() else {
                continue;
            };
            let read = || words::read(&theirs, self);
            let source = telling.sentence.get_or_init(read);
            let company = || self.company(&mine, parts, &theirs);
            let same = align::compare(&draft, source, &cuts, &company);
            let Some(same) = same else {
                continue;
            };
            for (one, other) in same.pairs {
                let date = |sentence: &Sentence, pieces: &[Piece<'_>], number: usize| {
                    let slot = sentence.slots[number];
                    let temporal = pieces[slot.piece].temporals[slot.temporal].clone();
                    let words = temporal.span.of(pieces[slot.piece].prose).to_owned();
                    (temporal, words)
                };
                let (my_date, my_words) = date(&draft, &mine, one);
                let (their_date, their_words) = date(source, &theirs, other);
                let outcome = dates::compare(
                    (&my_date, &my_words),
                    (&their_date, &their_words),
                    &self.locale,
                );
                let Some(value) = their_date.value else {
                    continue;
                };
                told[one].push((
                    outcome,
                    Told {
                        value,
                        key: key(source, other, &their_words),
                        words: their_words,
                        passage: passage.clone(),
                        rank: record.rank,
                    },
                ));
            }
        }
        for (slot, told) in draft.slots.iter().zip(told) {
            if told.is_empty() {
                continue;
            }
            let (part, sentence) = pieces[slot.piece];
            let (verdict, told) = settle(told);
            found.push(Retold {
                part,
                temporal: slot.temporal,
                sentence,
                verdict,
                told,
            });
        }
    }

    /// How many words that say something the sentence before or after has, if it is the same in both.
    fn company(&self, mine: &[Piece<'_>], parts: &[Part<'_>], theirs: &[Piece<'_>]) -> usize {
        let ([mine], [theirs], [part]) = (mine, theirs, parts) else {
            return 0;
        };
        let beside = |all: &[Span], piece: &Piece<'_>| -> [Option<Span>; 2] {
            let at = all.iter().position(|span| span.covers(piece.span));
            let near = |at: usize| all.get(at).copied();
            let before = at.and_then(|at| at.checked_sub(1)).and_then(near);
            [before, at.and_then(|at| near(at + 1))]
        };
        let all = sentence::sentences(theirs.prose, &self.locale);
        let pairs = beside(&part.resolved.sentences, mine)
            .into_iter()
            .zip(beside(&all, theirs));
        let folded = |span: Span, prose: &str| fold::fold(span.of(prose), &[]).text;
        let same = pairs.filter_map(|(one, other)| {
            let same = folded(one?, mine.prose) == folded(other?, theirs.prose);
            let bare = Piece {
                span: one?,
                temporals: &[],
                ..*mine
            };
            same.then(|| words::read(&[bare], self).words.len())
        });
        same.max().unwrap_or_default()
    }

    /// The clauses of a sentence, by its words. A row has none.
    fn clauses(&self, sentence: &Sentence, pieces: &[Piece<'_>]) -> Vec<std::ops::Range<usize>> {
        let [piece] = pieces else { return Vec::new() };
        clauses(piece.prose, piece.span, &self.locale)
            .into_iter()
            .map(|clause| {
                let before =
                    |end: usize| sentence.words.partition_point(|word| word.span.start < end);
                before(clause.start)..before(clause.end)
            })
            .collect()
    }
}

/// What all who tell it make of one date, and those that bear it out.
fn settle(mut told: Vec<(Outcome, Told)>) -> (Verdict, Vec<Told>) {
    told.sort_by_key(|(_, told)| (told.rank, told.passage.source, told.passage.span));
    let of = |wanted: Outcome| -> Vec<Told> {
        let fitting = told.iter().filter(|(outcome, _)| *outcome == wanted);
        fitting.map(|(_, told)| told.clone()).collect()
    };
    let (agree, differ, unsure) = (of(Outcome::Agree), of(Outcome::Differ), of(Outcome::Unsure));
    if !agree.is_empty() {
        return (Verdict::Consistent, agree);
    }
    if !unsure.is_empty() || differ.is_empty() {
        return (Verdict::Unknown, unsure);
    }
    let apart = |one: &Told, other: &Told| !one.value.judged().meets(other.value.judged());
    let mut pairs = differ
        .iter()
        .enumerate()
        .flat_map(|(at, one)| differ[at + 1..].iter().map(move |other| (one, other)))
        .filter(|(one, other)| apart(one, other))
        .peekable();
    if pairs.peek().is_none() {
        return (Verdict::Conflict, differ);
    }
    // One source that tells the same of two times tells of what comes back; two sources disagree.
    if pairs.any(|(one, other)| one.passage.source == other.passage.source) {
        return (Verdict::Unknown, differ);
    }
    (Verdict::Contested, differ)
}

/// The stems by which a sentence is found.
fn indexed(sentence: &Sentence) -> impl Iterator<Item = u32> {
    let words = sentence.words.iter();
    words
        .filter(|word| word.class != Class::Shade)
        .map(|word| word.stem)
}

/// What a sentence tells, and for which of its dates.
fn key(sentence: &Sentence, slot: usize, words: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in &sentence.words {
        hasher.update(word.letters.as_bytes());
        hasher.update(b" ");
    }
    hasher.update(&(slot as u32).to_le_bytes());
    hasher.update(words.as_bytes());
    format!("retold-{}", &hasher.finalize().to_hex()[..12])
}

/// The blocks that are looked at together, by number: one alone, or the cells of a row.
pub fn groups(blocks: &[Block]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let first = blocks.get(start)?;
        at += 1;
        while blocks.get(at).is_some_and(|next| same_row(first, next)) {
            at += 1;
        }
        Some(start..at)
    })
}

/// Whether two blocks are cells of one row.
fn same_row(one: &Block, other: &Block) -> bool {
    let row = |block: &Block| match block.kind {
        BlockKind::Cell { table, row, .. } => Some((table, row)),
        _ => None,
    };
    row(one).is_some() && row(one) == row(other)
}

/// The sentences of a block, each a piece; the cells of a row, all of them pieces of one.
fn sentences(parts: &[Part<'_>]) -> Vec<Vec<(usize, Span)>> {
    match parts {
        [part] if !matches!(part.block.kind, BlockKind::Cell { .. }) => {
            if matches!(
                part.block.kind,
                BlockKind::Heading(_) | BlockKind::Comment | BlockKind::FrontMatter
            ) {
                return Vec::new();
            }
            let each = part.resolved.sentences.iter();
            each.map(|sentence| vec![(0, *sentence)]).collect()
        }
        _ => {
            let whole =
                |(number, part): (usize, &Part<'_>)| (number, Span::new(0, part.block.prose.len()));
            vec![parts.iter().enumerate().map(whole).collect()]
        }
    }
}

fn pieces_of<'a>(parts: &[Part<'a>], pieces: &[(usize, Span)]) -> Vec<Piece<'a>> {
    pieces
        .iter()
        .map(|(part, span)| Piece {
            prose: &parts[*part].block.prose,
            span: *span,
            temporals: &parts[*part].resolved.temporals,
        })
        .collect()
}

fn within(temporals: &[Temporal], span: Span) -> Vec<Temporal> {
    let inside = temporals.iter().filter(|it| span.covers(it.span));
    inside.cloned().collect()
}
