//! From a draft's quotations to verdicts: located in the sources, the speaker and the date beside them read.

use std::sync::Arc;

use library::Library;
use passage::{Difference, DifferenceKind, Located};
use prose::kept::Kept;
use prose::quotation::{Form, Quotation};
use prose::reading::{Reading, Resolved};
use text::{BlockKind, Document};

use super::citation::Linked;
use super::locate::{locate, located};
use super::place::{Beside, Place};
use super::{Circumstance, Judged, Quote, Verdict, citation, is_misprint, nested};
use crate::profile::Row;
use crate::version::Group;
use crate::{Cancel, Profile, Severity};

/// A changed quotation of fewer words than this is a finding only with an attribution beside it: short runs of common
/// words stand everywhere.
const SHORT: usize = 6;

/// Answers of earlier versions of a draft.
#[derive(Debug)]
pub(crate) struct Memo {
    /// By block; the block's reading is kept alive so that its address stays its own.
    blocks: Kept<Key, Known>,
    /// By the quotation's words and number of pieces, for blocks that are read anew.
    words: Words,
}

/// Where quoted words stand.
pub(super) type Words = Kept<(String, usize), Arc<Located>>;

impl Memo {
    /// A memo that keeps what was made of up to `room` blocks.
    pub fn with_room(room: usize) -> Self {
        Self {
            blocks: Kept::with_room(room.max(LATELY)),
            words: Kept::with_room(room.max(LATELY)),
        }
    }
}

impl Default for Memo {
    fn default() -> Self {
        Self::with_room(0)
    }
}

/// A block's reading, those of the block that leads in to it and of the line that signs it, and what was made of them.
type Known = (Arc<Resolved>, [Option<Arc<Resolved>>; 2], Vec<Arc<Judged>>);

/// The addresses of those readings, what each quotation's link leads to, and the manual.
type Key = (usize, [usize; 2], Vec<Linked>, Profile);

/// So many quotations that were read anew are kept: a draft that was edited for days has forgotten its first ones.
const LATELY: usize = 256;

/// Judges every quotation of a draft, group by group. `None` if cancelled on the way.
pub(crate) fn judge_all(
    document: &Document,
    reading: &Reading,
    library: &Library,
    groups: &mut [Group],
    profile: Profile,
    memo: &mut Memo,
    cancel: &Cancel,
) -> Option<Vec<Quote>> {
    let mut quotes = Vec::new();
    memo.blocks.begin();
    memo.words.begin();
    let mut judging = Judging {
        document,
        reading,
        library,
        profile,
        memo,
        notes: citation::Notes::default(),
    };
    for group in groups {
        let start = group.blocks.start;
        let found = group.quotes(document, reading, |blocks| {
            let mut found = Vec::new();
            for number in blocks {
                if cancel.is_cancelled() {
                    return None;
                }
                let judged = judging.block(number);
                let quote = |judged| Quote {
                    block: number - start,
                    judged,
                };
                found.extend(judged.into_iter().map(quote));
            }
            Some(found)
        })?;
        quotes.extend(found.iter().map(|quote| Quote {
            block: start + quote.block,
            judged: quote.judged.clone(),
        }));
    }
    memo.blocks.end();
    memo.words.end();
    Some(quotes)
}

/// Judges quotations block by block.
struct Judging<'a> {
    document: &'a Document,
    reading: &'a Reading,
    library: &'a Library,
    profile: Profile,
    memo: &'a mut Memo,
    notes: citation::Notes<'a>,
}

impl Judging<'_> {
    /// Where the quotation began that runs on over the end of block `number`, over however many; else `number`.
    fn began(&self, mut number: usize) -> usize {
        let (blocks, readings) = (&self.document.blocks, &self.reading.blocks);
        let runs_through = |number: usize| {
            let opens = |it: &Quotation| {
                let before = &blocks[number].prose[..it.span.start];
                it.open && it.attribution.is_none() && before.trim().is_empty()
            };
            readings[number].quotations.iter().any(opens)
        };
        while let Some(before) = number.checked_sub(1)
            && blocks[before].kind == blocks[number].kind
            && readings[before].runs_on()
            && runs_through(number)
        {
            number = before;
        }
        number
    }

    fn block(&mut self, number: usize) -> Vec<Arc<Judged>> {
        let (document, reading, library) = (self.document, self.reading, self.library);
        let (block, resolved) = (&document.blocks[number], &reading.blocks[number]);
        if resolved.quotations.is_empty()
            || matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter)
            || is_signature(document, number)
        {
            return Vec::new();
        }
        let address = |resolved: &Arc<Resolved>| Arc::as_ptr(resolved) as usize;
        let outer = outer(document, number, resolved);
        if outer.is_empty() {
            return Vec::new();
        }
        let cues = &library.locale.quotations;
        let at = |number: usize| Beside::of(&document.blocks[number], &reading.blocks[number]);
        let signature = is_signature(document, number + 1).then(|| at(number + 1));
        let before = number.checked_sub(1).map(|last| at(self.began(last)));
        let before = before.filter(|before| before.tells(block.kind, resolved, &block.prose, cues));
        let notes = &mut self.notes;
        let linked: Vec<Linked> = outer
            .iter()
            .map(|quotation| citation::linked(document, block, quotation, &outer, library, notes))
            .collect();
        let around = [&before, &signature].map(|it| it.as_ref().map(|it| it.resolved.clone()));
        let addresses = [0, 1].map(|at: usize| around[at].as_ref().map_or(0, address));
        let key = (address(resolved), addresses, linked, self.profile);
        if let Some((.., judged)) = self.memo.blocks.get(&key) {
            return judged.clone();
        }
        let place = Place {
            prose: &block.prose,
            resolved,
            before,
            signature,
            library,
            profile: self.profile,
        };
        let mut judged = Vec::new();
        for (quotation, linked) in outer.iter().zip(&key.2) {
            let words = &mut self.memo.words;
            let mut found = located(&block.prose, quotation, library, words);
            let inner: Vec<&Quotation> = nested::inside(quotation, &resolved.quotations).collect();
            if inner
                .iter()
                .any(|inner| nested::holds(inner, quotation, &block.prose, &found))
            {
                found = nested::none(&found);
            }
            // What nobody else has may hold words that somebody has.
            let alone = found.matches.is_empty();
            judged.push(Arc::new(judge(&place, quotation, linked, found)));
            for inner in inner.into_iter().filter(|_| alone) {
                let found = located(&block.prose, inner, library, words);
                let inner = judge(&place, inner, &Linked::default(), found);
                judged.extend(inner.best().is_some().then(|| Arc::new(inner)));
            }
        }
        let known = (resolved.clone(), around, judged.clone());
        self.memo.blocks.put(key, known);
        judged
    }
}

/// Whether a block is the line that signs the block quote before it ("— The chairwoman, 2019").
fn is_signature(document: &Document, number: usize) -> bool {
    let is_quote = |block: &text::Block| matches!(block.kind, BlockKind::Quote(_));
    let Some(block) = document.blocks.get(number).filter(|block| is_quote(block)) else {
        return false;
    };
    let signed = number
        .checked_sub(1)
        .and_then(|before| document.blocks.get(before))
        .is_some_and(is_quote);
    signed
        && block
            .prose
            .trim_start()
            .starts_with(['\u{2014}', '\u{2013}', '\u{2015}'])
}

/// The quotations that are judged by themselves: no nested one, and of those whose mark does not close here only what the
/// next paragraph opens again or closes.
fn outer<'a>(document: &Document, number: usize, resolved: &'a Resolved) -> Vec<&'a Quotation> {
    let kind = document.blocks[number].kind;
    let next = document.blocks.get(number + 1);
    let next = next.filter(|next| next.kind == kind);
    let runs_on = |quotation: &Quotation| match (quotation.form, next) {
        (Form::Marks(open, close), Some(next)) => {
            let closes = || {
                let first = next.prose.find([open, close]);
                first.is_some_and(|at| open != close && next.prose[at..].starts_with(close))
            };
            next.prose.trim_start().starts_with(open) || closes()
        }
        _ => false,
    };
    resolved
        .quotations
        .iter()
        .filter(|quotation| !quotation.nested && (!quotation.open || runs_on(quotation)))
        .collect()
}

fn judge(
    place: &Place<'_>,
    quotation: &Quotation,
    linked: &Linked,
    located: Arc<Located>,
) -> Judged {
    let (prose, library) = (place.prose, place.library);
    let told = place.told(quotation);
    let cited = match quotation.nested {
        false => citation::all(&linked.sources, &place.beside(quotation), library),
        true => Vec::new(),
    };
    let mut quote = Judged {
        span: quotation.span,
        pieces: quotation.pieces.clone(),
        verdict: Verdict::Term,
        speaker: told.entity,
        speaker_span: told.speaker_span,
        named: told.named,
        date: told.date,
        date_span: told.date_span,
        occasion: told.occasion,
        form: quotation.form,
        nested: quotation.nested,
        cited: !cited.is_empty(),
        noted: linked.noted || place.is_noted(quotation),
        circumstance: Circumstance::default(),
        wrong: None,
        version: None,
        located,
        chosen: 0,
        stops_before: None,
    };
    quote.judge_against(&cited, quotation, prose, library);
    quote.choose(library, &cited);
    quote.fuse();
    if let Some(best) = quote.best() {
        quote.circumstance = Circumstance::of(library, best);
    }
    let near = quote.is_near_phrase(prose, &linked.sources, library);
    if quotation.term && !near {
        return quote;
    }
    let Some(best) = quote.best() else {
        let unreadable = |at: &usize| library.sources[*at].card.blank;
        quote.verdict = if quote.located.proven && !cited.iter().any(unreadable) {
            Verdict::Unsourced
        } else {
            Verdict::Unchecked
        };
        return quote;
    };
    let words = quote.words(prose).split_whitespace().count();
    let changes = |difference: &Difference| changes(difference, place.profile);
    let changed = best.differences.iter().any(changes);
    let verbatim = best.differences.is_empty();
    quote.stops_before = library.passages.stops_before(best);
    quote.wrong = quote.find_wrong(library, &place.cited(quotation, &linked.sources));
    quote.verdict = if changed && words < SHORT && !told.attributed && !near {
        Verdict::Unsourced
    } else if changed {
        Verdict::Misquoted
    } else if quote.wrong.is_some() {
        Verdict::Misattributed
    } else if quote.is_ambiguous(library) {
        Verdict::Ambiguous
    } else if verbatim {
        Verdict::Verbatim
    } else {
        Verdict::Edited
    };
    quote
}

/// Whether a difference makes a quotation another's words: by itself, or because the manual takes it for an error.
fn changes(difference: &Difference, profile: Profile) -> bool {
    let is_error = |code| {
        let row = Row::of(code).and_then(|row| row.under(profile));
        row == Some(Severity::Error)
    };
    match difference.kind {
        DifferenceKind::Case => return is_error("quotation-case"),
        DifferenceKind::Punctuation if !difference.is_compound() => {
            return is_error("quotation-punctuation");
        }
        _ => {}
    }
    let changed = matches!(
        difference.kind,
        DifferenceKind::Altered
            | DifferenceKind::Slip
            | DifferenceKind::Omitted
            | DifferenceKind::Added
            | DifferenceKind::Elsewhere { .. }
    );
    changed && !is_misprint(difference)
}

/// The fewest words that make a passage of their own.
const PASSAGE: usize = 5;

impl Judged {
    /// Of two passages run together each may be as good as the other; what the one meant lacks stands in the first.
    fn fuse(&mut self) {
        let Some(first) = self.located.matches.first().filter(|_| self.chosen > 0) else {
            return;
        };
        let elsewhere = |one: &Difference| matches!(one.kind, DifferenceKind::Elsewhere { .. });
        if !first.differences.iter().any(elsewhere) {
            return;
        }
        let kind = DifferenceKind::Elsewhere {
            document: first.document,
            span: first.span,
        };
        let mut located = (*self.located).clone();
        for difference in &mut located.matches[self.chosen].differences {
            let words = difference.draft_words.split_whitespace().count();
            if difference.kind == DifferenceKind::Added && words >= PASSAGE {
                difference.kind = kind.clone();
            }
        }
        self.located = Arc::new(located);
    }

    /// Words that stand in many documents are judged against the one that the draft cites, near or exact.
    fn judge_against(
        &mut self,
        cited: &[usize],
        quotation: &Quotation,
        prose: &str,
        library: &Library,
    ) {
        let Some(first) = self.located.matches.first() else {
            return;
        };
        let cost = first.cost;
        let here = |located: &Located| {
            let mut equal = located
                .matches
                .iter()
                .take_while(|other| other.cost <= cost);
            equal.any(|other| cited.contains(&other.document))
        };
        let &[one] = cited else { return };
        let empty = || library.sources[one].card.blank;
        if here(&self.located) || empty() || self.is_of_another_version(one, library) {
            return;
        }
        let words = quotation.span.of(prose);
        let there = locate(words, quotation, library, Some(one));
        let near = there
            .matches
            .first()
            .is_some_and(|found| found.intact * 2 >= found.same);
        if near {
            let mut located = there;
            located.matches.truncate(1);
            located.matches.extend(self.located.matches.iter().cloned());
            self.located = Arc::new(located);
        }
    }

    /// Whether the occasion that the draft gives is the one of the passage meant, by its record or by the title of its source:
    /// every name in it stands there.
    fn is_of_occasion(&self, library: &Library) -> bool {
        let Some((said, best)) = self.occasion.as_ref().zip(self.best()) else {
            return false;
        };
        let known = self
            .known(library)
            .and_then(|it| it.record.occasion.as_deref());
        let title = library.sources.get(best.document).map(|it| &*it.title);
        let there = [known, title].map(|it| it.unwrap_or_default().to_lowercase());
        let names = said
            .split(' ')
            .filter(|it| it.starts_with(char::is_uppercase));
        let mut names = names.map(str::to_lowercase).peekable();
        names.peek().is_some() && names.all(|name| there.iter().any(|it| it.contains(&name)))
    }

    /// Whether a phrase too short for a quotation stands one word away from one single place of the sources, and that is the
    /// named speaker's, of the day or the occasion that the draft gives, or in the source that it links to. Numbers stand in many phrases:
    /// for them the speaker alone is not enough.
    fn is_near_phrase(&self, prose: &str, linked: &[usize], library: &Library) -> bool {
        let words = self.words(prose).split_whitespace().count();
        let [found] = &self.located.matches[..] else {
            return false;
        };
        let [
            Difference {
                kind: DifferenceKind::Altered | DifferenceKind::Slip,
                source_words,
                ..
            },
        ] = &found.differences[..]
        else {
            return false;
        };
        let there = &self.circumstance;
        let speakers = self.named.as_ref().zip(there.speaker.as_ref());
        let speaker = speakers.and_then(|(said, by)| said.same(by));
        let dates = self.date.as_ref().zip(there.date.as_ref());
        let day = dates.is_some_and(|(said, date)| {
            let (said, date) = (said.judged(), date.judged());
            said.start.is_some() && said.start == said.end && said == date
        });
        let meant = day || linked == [found.document] || self.is_of_occasion(library);
        let sure = meant && speaker != Some(false);
        let number = source_words.starts_with(|c: char| c.is_ascii_digit());
        words >= 3
            && found.same >= 2
            && (source_words.chars().count() > 3 || number)
            && !source_words.contains(' ')
            && (sure || speaker == Some(true) && !number)
    }
}
