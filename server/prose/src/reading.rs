//! Reading has two steps: `recognise` works on one block without context and is memoised by (block kind, prose);
//! `resolve` runs over the blocks in order with a small context and is memoised by the incoming context too, so that
//! it stops where the outgoing context is unchanged.

mod memo;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use text::{BlockKind, Document, Span};

use crate::date::DateValue;
use crate::locale::Locale;
use crate::name::{EntityId, Mention, Names, Sighting, Trace};
use crate::quotation::{self, Quotation};
use crate::sentence::sentences;
use crate::statement::{self, Antecedents, Cells, Frame, Mentioned, Order, Statement, Tools};
use crate::temporal::{self, DateSettings, Raw, Temporal, TimeContext};
pub use memo::Memo;
use memo::{Alike, BlockKey, Hashed, Seen, block_key, hash_of, kind_of};

/// What one block says, resolved. Spans count bytes of the block's prose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Sentences.
    pub sentences: Vec<Span>,
    /// Temporal expressions, in order. One that a heading or a table row implies is empty and stands first.
    pub temporals: Vec<Temporal>,
    /// Mentions, in order.
    pub mentions: Vec<Mention>,
    /// Quotations, in order of their opening marks.
    pub quotations: Vec<Quotation>,
    /// Statements, in order.
    pub statements: Vec<Statement>,
    /// Happenings that a sentence puts one before the other.
    pub orders: Vec<Order>,
}

impl Resolved {
    /// Whether a quotation runs on over the block's end.
    pub fn runs_on(&self) -> bool {
        self.quotations.iter().any(|quotation| quotation.open)
    }
}

/// A whole document, read: one entry a block, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Blocks in the document's order.
    pub blocks: Arc<[Arc<Resolved>]>,
    /// The document's date, if it has one.
    pub document_date: Option<DateValue>,
}

/// What is needed to read: a language, the known names, and what no text says.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language.
    pub locale: Arc<Locale>,
    /// The known names.
    pub names: Arc<Names>,
    /// What a reader of dates has to be told.
    pub settings: DateSettings,
    /// The date of documents that state none.
    pub document_date: Option<DateValue>,
    /// Whether it reads happenings that no kind names, as sources are read.
    pub open: bool,
}

/// What a block says without context.
#[derive(Debug)]
struct Recognised {
    sentences: Vec<Span>,
    raws: Vec<Raw>,
    sightings: Vec<Sighting>,
    quotations: Vec<Quotation>,
    /// Whether its words may mean what was mentioned before it, once that was asked for.
    looks_back: OnceLock<bool>,
}

impl Recognised {
    fn looks_back(&self, reader: &Reader, prose: &str) -> bool {
        let found = || statement::looks_back(prose, &reader.tools());
        *self.looks_back.get_or_init(found)
    }
}

/// What a block says in its context, and the context it leaves behind.
#[derive(Clone, Debug)]
struct Outcome {
    resolved: Arc<Resolved>,
    context: Context,
}

/// The dates of a block, and the time that it leaves behind.
#[derive(Clone, Debug)]
struct Dated {
    temporals: Arc<[Temporal]>,
    /// A hash of them.
    print: u64,
    time: Hashed<TimeContext>,
}

/// What a block with known dates says, and what it adds to what runs along besides the time.
#[derive(Clone, Debug)]
struct Stated {
    resolved: Arc<Resolved>,
    mentioned: Arc<Mentioned>,
    /// What is then known of the table that it stands in.
    cells: Option<Cells>,
}

/// What runs along a document.
#[derive(Clone, Debug)]
struct Context {
    time: Hashed<TimeContext>,
    cast: Hashed<Cast>,
}

/// Whom and what a document has spoken of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Cast {
    antecedents: Antecedents,
    /// Entities with ambiguous names that were named clearly before.
    known: Vec<EntityId>,
    /// What headings and tables say for what stands under them.
    frame: Frame,
}

impl Reader {
    /// A reader with the usual settings.
    pub fn new(locale: Arc<Locale>, names: Arc<Names>) -> Self {
        Self {
            locale,
            names,
            settings: DateSettings::default(),
            document_date: None,
            open: false,
        }
    }

    /// Reads a document; blocks that `memo` knows cost a look-up. `None` if cancelled on the way.
    pub fn read(
        &self,
        document: &Document,
        memo: &mut Memo,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Reading> {
        memo.begin(self.fingerprint());
        let document_date = self.date_of(document);
        let context = Context {
            time: Hashed::new(TimeContext::of_document(document_date.as_ref())),
            cast: Hashed::new(Cast::default()),
        };
        let blocks = match memo.shares() {
            true => self.read_all(document, context, memo, cancelled)?,
            false => self.read_changes(document, context, memo, cancelled)?,
        };
        memo.end();
        Some(Reading {
            blocks,
            document_date,
        })
    }

    /// Reads every block, in order.
    fn read_all(
        &self,
        document: &Document,
        mut context: Context,
        memo: &mut Memo,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Arc<[Arc<Resolved>]>> {
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let mut before = None;
        for (at, block) in document.blocks.iter().enumerate() {
            if at % 64 == 0 && cancelled() {
                return None;
            }
            let kind = statement::placed(block.kind, before.replace(block.kind));
            let key = block_key(kind, &block.prose);
            let outcome = self.outcome(key, kind, &block.prose, context, memo);
            blocks.push(outcome.resolved);
            context = outcome.context;
        }
        Some(blocks.into())
    }

    /// Reads from the first block that changed since the last version to where, in the same context, its end is the same
    /// again.
    fn read_changes(
        &self,
        document: &Document,
        mut context: Context,
        memo: &mut Memo,
        cancelled: &dyn Fn() -> bool,
    ) -> Option<Arc<[Arc<Resolved>]>> {
        let blocks = &document.blocks;
        let Alike { head, tail } = memo.alike(blocks, context.hash());
        if let Some(last) = head.checked_sub(1) {
            context = memo.last[last].outcome.context.clone();
        }
        let mut read = Vec::new();
        let mut rest = memo.last.len();
        for at in head..blocks.len() {
            if read.len() % 64 == 0 && cancelled() {
                return None;
            }
            let hash = context.hash();
            let kind = kind_of(blocks, at);
            let old = (at + tail)
                .checked_sub(blocks.len())
                .map(|at| memo.last.len() - tail + at);
            let key = match old {
                Some(old) if memo.last[old].context == hash => {
                    rest = old;
                    break;
                }
                Some(old) => memo.last[old].key,
                None => block_key(kind, &blocks[at].prose),
            };
            let outcome = match memo.known(key, hash) {
                Some(known) => known,
                None => {
                    let outcome = self.outcome(key, kind, &blocks[at].prose, context, memo);
                    memo.keep(key, hash, &outcome);
                    outcome
                }
            };
            context = outcome.context.clone();
            read.push(Seen {
                prose: blocks[at].prose.clone(),
                kind,
                key,
                context: hash,
                outcome,
            });
        }
        memo.last.splice(head..rest, read);
        let seen = memo.last.iter_mut().zip(blocks);
        let readings = seen.map(|(seen, block)| {
            // Of a part that was read anew also what stayed as it was has another allocation.
            if !Arc::ptr_eq(&seen.prose, &block.prose) {
                seen.prose = block.prose.clone();
            }
            seen.outcome.resolved.clone()
        });
        Some(readings.collect())
    }

    /// [`Names::trace`] of the document that was read last with this memo, without seeking the names once more.
    pub fn trace(&self, memo: &mut Memo, told: impl Fn(EntityId, &mut Vec<u8>)) -> Trace {
        let read = |seen: &&Seen| !matches!(seen.kind, BlockKind::Comment | BlockKind::FrontMatter);
        let blocks: Vec<_> = memo
            .last
            .iter()
            .filter(read)
            .map(|seen| (seen.key, seen.prose.clone()))
            .collect();
        let sighted = blocks
            .into_iter()
            .map(|(key, prose)| match memo.seen_in(key) {
                Some(known) => known.sightings.clone(),
                None => self.recognise(BlockKind::Paragraph, &prose).sightings,
            });
        self.names.trace_of(sighted, told)
    }

    /// The date that a document gives itself, else the one that the reader was told.
    fn date_of(&self, document: &Document) -> Option<DateValue> {
        let Some((written, _)) = &document.metadata.date else {
            return self.document_date.clone();
        };
        let read = || {
            let raws = temporal::recognise(written, &self.locale, &self.settings);
            let whole = [Span::new(0, written.len())];
            let mut time = TimeContext::default();
            let kind = BlockKind::Paragraph;
            let found = temporal::resolve(
                &raws,
                written,
                &whole,
                kind,
                &self.locale,
                &self.settings,
                &mut time,
            );
            found.into_iter().find_map(|temporal| temporal.value)
        };
        DateValue::parse_edtf(written.trim())
            .or_else(read)
            .or_else(|| self.document_date.clone())
    }

    fn recognise(&self, kind: BlockKind, prose: &str) -> Recognised {
        if matches!(kind, BlockKind::Comment | BlockKind::FrontMatter) {
            return Recognised {
                sentences: Vec::new(),
                raws: Vec::new(),
                sightings: Vec::new(),
                quotations: Vec::new(),
                looks_back: OnceLock::new(),
            };
        }
        let mut sightings = self.names.sight(prose);
        self.names.settle(prose, &mut sightings);
        Recognised {
            sentences: sentences(prose, &self.locale),
            raws: temporal::recognise(prose, &self.locale, &self.settings),
            quotations: quotation::read(kind, prose, &self.locale.quotations),
            sightings,
            looks_back: OnceLock::new(),
        }
    }

    /// What a block says in a context in which it did not stand before.
    fn outcome(
        &self,
        key: BlockKey,
        kind: BlockKind,
        prose: &str,
        context: Context,
        memo: &mut Memo,
    ) -> Outcome {
        let recognised = memo.recognised(key, || self.recognise(kind, prose));
        let date = || self.date(kind, prose, &recognised, &context.time);
        let dated = match recognised.raws.is_empty() {
            true => date(),
            false => memo.dated(key, context.time.hash, date),
        };
        let mut cast = Arc::unwrap_or_clone(context.cast.value);
        let mentions = self.mentions(&recognised.sightings, &mut cast.known);
        let implied = statement::implied(
            kind,
            prose,
            recognised.sentences.len() == 1,
            &dated.temporals,
            &mut cast.frame,
        );
        let around = memo.hash(|| {
            let looks_back = recognised.looks_back(self, prose);
            let antecedents = looks_back.then_some(&cast.antecedents);
            let open = cast.frame.open();
            hash_of(&(&mentions, &implied, antecedents, open, dated.print))
        });
        let stated = memo.stated(key, around, || {
            let temporals = implied.iter().chain(&*dated.temporals).cloned();
            let temporals = temporals.collect();
            self.state(kind, prose, &recognised, temporals, mentions, &cast)
        });
        cast.antecedents.take_up(&stated.mentioned);
        cast.frame.set_open(stated.cells.as_ref());
        Outcome {
            resolved: stated.resolved,
            context: Context {
                time: dated.time,
                cast: Hashed {
                    hash: memo.whole_hash(&cast),
                    value: Arc::new(cast),
                },
            },
        }
    }

    fn date(
        &self,
        kind: BlockKind,
        prose: &str,
        recognised: &Recognised,
        time: &Hashed<TimeContext>,
    ) -> Dated {
        let mut after = (*time.value).clone();
        let temporals = temporal::resolve(
            &recognised.raws,
            prose,
            &recognised.sentences,
            kind,
            &self.locale,
            &self.settings,
            &mut after,
        );
        Dated {
            print: hash_of(&temporals),
            temporals: temporals.into(),
            time: match after == *time.value {
                true => time.clone(),
                false => Hashed::new(after),
            },
        }
    }

    fn state(
        &self,
        kind: BlockKind,
        prose: &str,
        recognised: &Recognised,
        temporals: Vec<Temporal>,
        mentions: Vec<Mention>,
        cast: &Cast,
    ) -> (Resolved, Mentioned, Option<Cells>) {
        let (mut antecedents, mut frame) = (cast.antecedents.clone(), cast.frame.clone());
        let tools = self.tools();
        let block = statement::Block {
            prose,
            sentences: &recognised.sentences,
            temporals: &temporals,
            mentions: &mentions,
            quotations: &recognised.quotations,
        };
        let found = statement::recognise(&block, &tools, &mut antecedents);
        let (mut statements, referred) = (found.statements, found.mentions);
        statement::cell(kind, &block, &tools, &mut frame, &mut statements);
        // With the short forms and pronouns that the statements resolved.
        let known = if referred.is_empty() {
            &mentions
        } else {
            &referred
        };
        let orders = statement::orders(
            &statement::Block {
                mentions: known,
                ..block
            },
            &tools,
            found.tokens,
        );
        let mentions = if referred.is_empty() {
            mentions
        } else {
            referred
        };
        let resolved = Resolved {
            orders,
            sentences: recognised.sentences.clone(),
            quotations: recognised.quotations.clone(),
            temporals,
            mentions,
            statements,
        };
        (resolved, found.mentioned, frame.open().cloned())
    }

    fn tools(&self) -> Tools<'_> {
        Tools {
            events: &self.locale.events,
            rules: &self.locale.names,
            names: &self.names,
            locale: &self.locale,
            open: self.open,
        }
    }

    /// The mentions that stand: the clear ones, and the doubtful ones whose entity was named clearly before.
    fn mentions(&self, sightings: &[Sighting], known: &mut Vec<EntityId>) -> Vec<Mention> {
        let mut mentions = Vec::with_capacity(sightings.len());
        for sighting in sightings {
            let mut mention = sighting.mention.clone();
            if sighting.doubtful {
                let Some(at) = mention.candidates.iter().position(|id| known.contains(id)) else {
                    continue;
                };
                mention.candidates.swap(0, at);
            } else if let [entity] = mention.candidates.as_slice()
                && self.names.is_ambiguous(*entity)
                && let Err(at) = known.binary_search(entity)
            {
                known.insert(at, *entity);
            }
            mentions.push(mention);
        }
        mentions
    }

    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.settings.hash(&mut hasher);
        self.open.hash(&mut hasher);
        self.locale.tag.hash(&mut hasher);
        (Arc::as_ptr(&self.locale) as usize).hash(&mut hasher);
        self.names.digest().hash(&mut hasher);
        hasher.finish()
    }
}

impl Context {
    fn hash(&self) -> u64 {
        self.time.hash ^ self.cast.hash.rotate_left(23)
    }
}
