//! Where a record's paragraphs stand: in the original if it is loaded, else in the text that retells it.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use prose::name::{EntityId, Names};
use text::{Anchor, Document, Span};

use crate::{Provenance, Source, SourceId, SourceRecord};

/// Finds paragraphs of the article that the records speak of.
pub(crate) struct Locator<'a> {
    sources: &'a [Source],
    names: &'a Names,
    /// What is known of an original that is not loaded.
    known: &'a [SourceRecord],
    /// The first source of each id or path.
    called: HashMap<&'a str, usize>,
    /// Those that retell another text.
    retelling: Vec<usize>,
    /// The first loaded source that another one retells.
    original: Option<usize>,
    /// The SHA-256 of all that are loaded.
    loaded: HashSet<&'a str>,
    passages: OnceLock<Vec<Passage>>,
}

/// A passage that retells paragraphs of another text.
struct Passage {
    source: usize,
    span: Span,
    retells: Vec<u32>,
    named: HashSet<EntityId>,
    words: HashSet<String>,
}

impl<'a> Locator<'a> {
    pub fn new(sources: &'a [Source], names: &'a Names, known: &'a [SourceRecord]) -> Self {
        let mut called = HashMap::new();
        for (at, source) in sources.iter().enumerate() {
            for name in [&source.id, &source.path] {
                called.entry(name.as_str()).or_insert(at);
            }
        }
        let retells = sources.iter().filter_map(|it| it.retells.as_deref());
        let retells: HashSet<&str> = retells.collect();
        let digest = |source: &'a Source| source.sha256.as_deref();
        Self {
            sources,
            names,
            known,
            called,
            retelling: (0..sources.len())
                .filter(|at| sources[*at].retells.is_some())
                .collect(),
            original: sources
                .iter()
                .position(|source| digest(source).is_some_and(|it| retells.contains(it))),
            loaded: sources.iter().filter_map(digest).collect(),
            passages: OnceLock::new(),
        }
    }

    /// One provenance a paragraph that can be found, in the source `named` (by id or path) if a record names one. A
    /// retelling's passage must name one of `entities`, if any are given, and should hold `words`.
    pub fn locate(
        &self,
        named: Option<&str>,
        paragraphs: &[u32],
        entities: &[EntityId],
        words: &str,
    ) -> Vec<Provenance> {
        let meant = match named {
            // What names a source that is not here stands nowhere else.
            Some(named) => match self.called(named) {
                Some(found) => Some(found),
                None => return Vec::new(),
            },
            None => self.original(),
        };
        if let Some((number, source)) = meant {
            if paragraphs.is_empty() {
                return Vec::new();
            }
            let document = source.document();
            let found = paragraphs.iter().filter_map(|paragraph| {
                let wanted = Anchor::Paragraph(*paragraph);
                let (span, _) = document
                    .anchors
                    .iter()
                    .find(|(_, anchor)| *anchor == wanted)?;
                Some(Provenance {
                    source: number,
                    span: *span,
                    anchor: Some(*paragraph),
                    original: None,
                })
            });
            return found.collect();
        }
        paragraphs
            .iter()
            .filter_map(|paragraph| self.retold(*paragraph, entities, words))
            .collect()
    }

    /// Whether the original that the source retells is loaded and takes its place.
    pub fn is_replaced(&self, source: &Source) -> bool {
        let retold = source.retells.as_deref();
        retold.is_some_and(|digest| self.loaded.contains(digest))
    }

    /// What its passages say of the text that a source retells, if it does.
    pub fn original_of(&self, source: &Source) -> Option<String> {
        source.retells.as_deref().map(|digest| self.title(digest))
    }

    /// Provenance of a passage of `source`.
    pub fn passage(
        &self,
        number: SourceId,
        source: &Source,
        document: &Document,
        span: Span,
    ) -> Provenance {
        // Only a retelling says what it retells; others are not searched.
        let anchors = document.anchors.iter();
        let mut anchors = anchors.take_while(|_| source.retells.is_some());
        let retold = anchors.find_map(|(place, anchor)| match anchor {
            Anchor::Retells(numbers) if place.overlaps(span) => numbers.first().copied(),
            _ => None,
        });
        match (source.retells.as_deref(), retold) {
            (Some(digest), Some(paragraph)) => self.provenance(number, span, digest, paragraph),
            _ => Provenance {
                source: number,
                span,
                anchor: document.paragraph_at(span.start),
                original: None,
            },
        }
    }

    /// The source of that id or path.
    fn called(&self, named: &str) -> Option<(SourceId, &Source)> {
        self.called.get(named).map(|at| self.numbered(*at))
    }

    /// The loaded source that another one retells.
    fn original(&self) -> Option<(SourceId, &Source)> {
        self.original.map(|at| self.numbered(at))
    }

    fn numbered(&self, at: usize) -> (SourceId, &Source) {
        (SourceId(at as u32), &self.sources[at])
    }

    fn retold(&self, paragraph: u32, entities: &[EntityId], words: &str) -> Option<Provenance> {
        let words = long_words(words);
        let mut best: Option<(usize, &Passage)> = None;
        for passage in self.passages() {
            if !passage.retells.contains(&paragraph) {
                continue;
            }
            let named = entities.iter().filter(|it| passage.named.contains(it));
            let shared = named.count();
            if shared == 0 && !entities.is_empty() {
                continue;
            }
            let alike = words.iter().filter(|it| passage.words.contains(*it));
            let score = 100 * shared + alike.count();
            if best.is_none_or(|(other, _)| other < score) {
                best = Some((score, passage));
            }
        }
        let (_, passage) = best?;
        let (number, source) = self.numbered(passage.source);
        let digest = source.retells.as_deref()?;
        Some(self.provenance(number, passage.span, digest, paragraph))
    }

    /// What retells another text, read once however many records ask for it.
    fn passages(&self) -> &[Passage] {
        self.passages.get_or_init(|| {
            let mut passages = Vec::new();
            for &at in &self.retelling {
                let document = self.sources[at].document();
                for (span, anchor) in &document.anchors {
                    let Anchor::Retells(numbers) = anchor else {
                        continue;
                    };
                    let prose = span.of(&document.text);
                    let named = self.names.sight(prose);
                    passages.push(Passage {
                        source: at,
                        span: *span,
                        retells: numbers.clone(),
                        named: named
                            .into_iter()
                            .flat_map(|it| it.mention.candidates)
                            .collect(),
                        words: long_words(prose).into_iter().collect(),
                    });
                }
            }
            passages
        })
    }

    /// What a text that is not loaded is called.
    fn title(&self, digest: &str) -> String {
        let mut known = self.known.iter();
        let known = known.find(|record| record.sha256.as_deref() == Some(digest));
        let title = known.and_then(|record| record.short.as_deref().or(record.title.as_deref()));
        title.unwrap_or("another text").to_owned()
    }

    fn provenance(&self, source: SourceId, span: Span, digest: &str, paragraph: u32) -> Provenance {
        let title = self.title(digest);
        Provenance {
            source,
            span,
            anchor: Some(paragraph),
            original: Some(format!(
                "retold from {title}, paragraph {paragraph}; the original is not on this machine"
            )),
        }
    }
}

/// The words of four letters or more.
fn long_words(text: &str) -> Vec<String> {
    prose::name::key(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 4)
        .map(str::to_owned)
        .collect()
}
