//! Reading has two steps: `recognise` works on one block without context and is memoised by (block kind, prose);
//! `resolve` runs over the blocks in order with a small context and is memoised by the incoming context too, so that
//! it stops where the outgoing context is unchanged.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use text::{BlockKind, Document, Span};

use crate::date::DateValue;
use crate::kept::Kept;
use crate::locale::Locale;
use crate::name::{EntityId, Mention, Names, Sighting};
use crate::quotation::{self, Quotation};
use crate::sentence::sentences;
use crate::statement::{self, Antecedents, Frame, Order, Statement, Tools};
use crate::temporal::{self, DateSettings, Raw, Temporal, TimeContext};

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

/// A whole document, read: one entry a block, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Blocks in the document's order.
    pub blocks: Vec<Arc<Resolved>>,
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

/// What was read before, by block. One for each document that is read again and again, or with room for many that say some
/// things alike.
#[derive(Debug, Default)]
pub struct Memo {
    /// What the entries were read with; another reader empties the memo.
    reader: u64,
    recognised: Kept<BlockKey, Arc<Recognised>, BuildHasherDefault<Passed>>,
    resolved: Kept<(BlockKey, u64), Outcome, BuildHasherDefault<Passed>>,
    /// What blocks were found to say, whatever the context was: the same reading is the same allocation.
    made: Kept<BlockKey, Vec<Arc<Resolved>>, BuildHasherDefault<Passed>>,
}

type BlockKey = u128;

/// So many readings of one block are told apart.
const READINGS: usize = 4;

/// What a block says without context.
#[derive(Debug)]
struct Recognised {
    sentences: Vec<Span>,
    raws: Vec<Raw>,
    sightings: Vec<Sighting>,
    quotations: Vec<Quotation>,
}

/// What a block says in its context, and the context it leaves behind.
#[derive(Clone, Debug)]
struct Outcome {
    resolved: Arc<Resolved>,
    context: Arc<Context>,
    hash: u64,
}

/// What runs along a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Context {
    time: TimeContext,
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
        let mut context = Arc::new(Context {
            time: TimeContext::of_document(document_date.as_ref()),
            ..Context::default()
        });
        let mut hash = hash_of(&*context);
        let mut blocks = Vec::with_capacity(document.blocks.len());
        for (at, block) in document.blocks.iter().enumerate() {
            if at % 64 == 0 && cancelled() {
                return None;
            }
            let key = block_key(block.kind, &block.prose);
            let outcome = match memo.resolved.get(&(key, hash)) {
                Some(known) => known.clone(),
                None => {
                    let recognised =
                        memo.recognised(key, || self.recognise(block.kind, &block.prose));
                    let mut outcome = self.resolve(block.kind, &block.prose, &recognised, &context);
                    outcome.resolved = memo.same(key, outcome.resolved);
                    memo.resolved.put((key, hash), outcome.clone());
                    outcome
                }
            };
            blocks.push(outcome.resolved);
            context = outcome.context;
            hash = outcome.hash;
        }
        memo.end();
        Some(Reading {
            blocks,
            document_date,
        })
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
            };
        }
        let mut sightings = self.names.sight(prose);
        self.names.settle(prose, &mut sightings);
        Recognised {
            sentences: sentences(prose, &self.locale),
            raws: temporal::recognise(prose, &self.locale, &self.settings),
            quotations: quotation::read(kind, prose, &self.locale.quotations),
            sightings,
        }
    }

    fn resolve(
        &self,
        kind: BlockKind,
        prose: &str,
        recognised: &Recognised,
        context: &Context,
    ) -> Outcome {
        let mut context = context.clone();
        let mentions = self.mentions(&recognised.sightings, &mut context.known);
        let mut temporals = temporal::resolve(
            &recognised.raws,
            prose,
            &recognised.sentences,
            kind,
            &self.locale,
            &self.settings,
            &mut context.time,
        );
        let tools = Tools {
            events: &self.locale.events,
            rules: &self.locale.names,
            names: &self.names,
            open: self.open.then_some(&*self.locale),
        };
        let implied = statement::implied(kind, prose, &temporals, &mut context.frame);
        temporals.splice(0..0, implied);
        let block = statement::Block {
            prose,
            sentences: &recognised.sentences,
            temporals: &temporals,
            mentions: &mentions,
            quotations: &recognised.quotations,
        };
        let (mut statements, referred) =
            statement::recognise(&block, &tools, &mut context.antecedents);
        statement::cell(kind, &block, &tools, &mut context.frame, &mut statements);
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
        Outcome {
            resolved: Arc::new(resolved),
            hash: hash_of(&context),
            context: Arc::new(context),
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

impl Memo {
    /// A memo that keeps what up to `room` blocks say, in whatever documents they stand.
    pub fn with_room(room: usize) -> Self {
        Self {
            reader: 0,
            recognised: Kept::with_room(room),
            resolved: Kept::with_room(room),
            made: Kept::with_room(room),
        }
    }

    fn begin(&mut self, reader: u64) {
        if self.reader != reader {
            *self = Self {
                reader,
                ..Self::with_room(self.resolved.room())
            };
        }
        self.recognised.begin();
        self.resolved.begin();
        self.made.begin();
    }

    fn recognised(&mut self, key: BlockKey, read: impl FnOnce() -> Recognised) -> Arc<Recognised> {
        if let Some(known) = self.recognised.get(&key) {
            return known.clone();
        }
        let recognised = Arc::new(read());
        self.recognised.put(key, recognised.clone());
        recognised
    }

    /// The reading itself, or one of the same block that says the same: what was made of that one holds for it.
    fn same(&mut self, key: BlockKey, resolved: Arc<Resolved>) -> Arc<Resolved> {
        let Some(made) = self.made.get(&key) else {
            self.made.put(key, vec![resolved.clone()]);
            return resolved;
        };
        if let Some(known) = made.iter().find(|known| **known == resolved) {
            return known.clone();
        }
        if made.len() == READINGS {
            made.remove(0);
        }
        made.push(resolved.clone());
        resolved
    }

    /// Drops what this reading did not use, once that is too much.
    fn end(&mut self) {
        if self.resolved.end() {
            let used: std::collections::HashSet<BlockKey> =
                self.resolved.keys().map(|(key, _)| *key).collect();
            self.recognised.retain(|key| used.contains(key));
            self.made.retain(|key| used.contains(key));
        }
    }
}

/// Two 64-bit hashes of kind and prose: far from a collision in any document, and much quicker than a digest.
fn block_key(kind: BlockKind, prose: &str) -> BlockKey {
    let half = |seed: u64| BlockKey::from(FixedState::with_seed(seed).hash_one((kind, prose)));
    half(1) << 64 | half(2)
}

/// Keys of the memo are hashes already; hashing them again would cost more than the look-up.
#[derive(Clone, Copy, Debug, Default)]
struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 ^= value.rotate_left(32);
    }

    fn write_u128(&mut self, value: u128) {
        self.0 ^= (value >> 64) as u64 ^ (value as u64).rotate_left(16);
    }
}

fn hash_of<T: Hash>(value: &T) -> u64 {
    FixedState::default().hash_one(value)
}
