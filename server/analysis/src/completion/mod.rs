//! Completion: what may stand where the cursor is. Only where it helps: a name that was begun, the date of an event that
//! the sentence speaks of, the words of a source after an opening quotation mark, a citation, a rule in a suppression.

mod typed;

use prose::date::{DateValue, Granularity};
use prose::reading::{Memo, Reader};
use text::{BlockKind, LinkTarget, Span};

use self::typed::{begins, begun_date, open_quotation, word_starts};
use crate::{Analysis, Hover, ledger, phrase, rules};

/// What a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalKind {
    /// An entity's official name.
    OfficialName,
    /// Another name of it.
    Alias,
    /// The date of an event.
    Date,
    /// The words of a source.
    Passage,
    /// A citation.
    Citation,
    /// A rule, or a word of a suppression comment.
    Rule,
}

/// One proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// What it is.
    pub kind: ProposalKind,
    /// What the list shows.
    pub label: String,
    /// More, in a few words.
    pub detail: String,
    /// What it takes the place of, in the draft's text: what was typed so far.
    pub replaces: Span,
    /// What stands there afterwards.
    pub text: String,
    /// What was typed is held against this.
    pub filter: String,
    /// Whose page tells more, by entity id, event id or rule code.
    pub about: Option<String>,
}

/// The proposals, best first.
#[derive(Clone, Debug, Default)]
pub struct Proposals {
    /// At most [`MOST`].
    pub items: Vec<Proposal>,
    /// Whether more letters may bring others.
    pub incomplete: bool,
}

/// More proposals than this are a flood.
pub const MOST: usize = 20;
/// How many letters of a name must be typed.
const LETTERS: usize = 3;
/// How many words of a passage are offered.
const PASSAGE_WORDS: usize = 60;
/// How many blocks above are read for what "the treaty" means.
const ABOVE: usize = 3;
/// Stands for the date that is not typed yet.
const PLACEHOLDER: &str = "1066";

/// Where the cursor is.
struct Typed<'a> {
    /// Number of the block.
    block: usize,
    /// From the block's beginning to the cursor, as it stands in the text.
    before: &'a str,
    /// The cursor, in the text.
    at: usize,
}

impl Analysis {
    /// What may stand at `offset`.
    pub fn completion(&self, offset: usize) -> Proposals {
        if let Some(proposals) = self.in_comment(offset) {
            return proposals;
        }
        let Some(typed) = self.typed(offset) else {
            return Proposals::default();
        };
        for source in [
            Self::citations,
            Self::passages,
            Self::dates_of_events,
            Self::names_begun,
        ] {
            let mut items = source(self, &typed);
            if !items.is_empty() {
                let incomplete = items.len() >= MOST;
                items.truncate(MOST);
                return Proposals { items, incomplete };
            }
        }
        Proposals::default()
    }

    /// What is known of a proposal: the page of its entity, its event or its rule.
    pub fn about(&self, kind: ProposalKind, about: &str) -> Option<Hover> {
        match kind {
            ProposalKind::OfficialName | ProposalKind::Alias => {
                let entity = self.library.entity(about)?;
                Some(self.entity_page(entity))
            }
            ProposalKind::Date => {
                let event = self.library.events.iter().find(|it| it.id == about)?;
                Some(self.event_page(event))
            }
            ProposalKind::Rule => {
                let rule = rules::all().iter().find(|rule| rule.code == about)?;
                Some(Hover {
                    span: Span::default(),
                    markdown: rule.page(),
                    plain: rule.page(),
                    links: Vec::new(),
                })
            }
            ProposalKind::Passage | ProposalKind::Citation => None,
        }
    }

    /// The block that is being written at `offset`: the one around it, or the one whose line it goes on.
    fn typed(&self, offset: usize) -> Option<Typed<'_>> {
        let text = self.text();
        let blocks = &self.document.blocks;
        let at = blocks.partition_point(|block| block.span.start <= offset);
        let block = at.checked_sub(1)?;
        let span = blocks[block].span;
        let gap = text.get(span.end.min(offset)..offset)?;
        let near = gap.chars().all(|c| c == ' ' || c == '\t');
        let prose = !matches!(
            blocks[block].kind,
            BlockKind::Comment | BlockKind::FrontMatter
        );
        (near && prose).then_some(Typed {
            block,
            before: text.get(span.start..offset)?,
            at: offset,
        })
    }

    /// Rules in `<!-- policy-ls: ignore …`; `None` if the cursor is in no comment.
    fn in_comment(&self, offset: usize) -> Option<Proposals> {
        let before = self.text().get(..offset)?;
        let line = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
        let open = line.rfind("<!--")?;
        let inner = &line[open + 4..];
        if inner.contains("-->") {
            return None;
        }
        let Some(directive) = inner.trim_start().strip_prefix("policy-ls:") else {
            return Some(Proposals::default());
        };
        if directive.contains('=') {
            return Some(Proposals::default());
        }
        let word = directive.rsplit([' ', ',']).next().unwrap_or_default();
        let replaces = Span::new(offset - word.len(), offset);
        let propose = |text: &str, detail: &str, about: Option<&str>| Proposal {
            kind: ProposalKind::Rule,
            label: text.to_owned(),
            detail: detail.to_owned(),
            replaces,
            text: text.to_owned(),
            filter: text.to_owned(),
            about: about.map(str::to_owned),
        };
        let first = directive.split_whitespace().count() <= usize::from(!word.is_empty());
        let items = if first {
            DIRECTIVES
                .iter()
                .map(|(text, detail)| propose(text, detail, None))
                .collect()
        } else {
            let fitting = rules::all().iter().filter(|rule| rule.code.contains(word));
            fitting
                .map(|rule| propose(rule.code, rule.summary, Some(rule.code)))
                .collect()
        };
        // A closed list: whoever asks may see all of it.
        Some(Proposals {
            items,
            incomplete: false,
        })
    }

    /// `[@…` the sources, `[^…` the notes.
    fn citations(&self, typed: &Typed<'_>) -> Vec<Proposal> {
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        let key = typed.before.len() - typed.before.trim_end_matches(is_key).len();
        let (lead, begun) = typed.before.split_at(typed.before.len() - key);
        let replaces = Span::new(typed.at - begun.len(), typed.at);
        let propose = |label: &str, detail: String| Proposal {
            kind: ProposalKind::Citation,
            label: label.to_owned(),
            detail,
            replaces,
            text: label.to_owned(),
            filter: label.to_owned(),
            about: None,
        };
        if lead.ends_with("[@") || (lead.ends_with("; @") && lead.contains("[@")) {
            let fits = |id: &str, title: &str| {
                let begun = begun.to_lowercase();
                id.to_lowercase().contains(&begun) || title.to_lowercase().contains(&begun)
            };
            let sources = self.library.sources.iter();
            return sources
                .filter(|source| fits(&source.id, &source.title))
                .map(|source| propose(&source.id, source.title.clone()))
                .take(MOST)
                .collect();
        }
        if lead.ends_with("[^") {
            let mut labels: Vec<&str> = self
                .document
                .links
                .iter()
                .filter_map(|(span, target)| match target {
                    // The one being typed is no note yet.
                    LinkTarget::Footnote(label) if !span.touches(typed.at) => Some(label.as_str()),
                    _ => None,
                })
                .filter(|label| label.starts_with(begun))
                .collect();
            labels.sort_unstable();
            labels.dedup();
            let labels = labels.into_iter().take(MOST);
            return labels
                .map(|label| propose(label, "note".to_owned()))
                .collect();
        }
        Vec::new()
    }

    /// After an opening quotation mark: how the sources go on.
    fn passages(&self, typed: &Typed<'_>) -> Vec<Proposal> {
        let Some(words) = open_quotation(typed.before) else {
            return Vec::new();
        };
        let index = &self.library.passages;
        let found = index.continuations(words, PASSAGE_WORDS, 4 * MOST);
        let mut items: Vec<Proposal> = Vec::new();
        for continuation in found {
            let Some(source) = self.library.sources.get(continuation.document) else {
                continue;
            };
            let place = crate::evidence::place(source, continuation.whole);
            let text = source.shown();
            let whole = continuation.whole.of(&text);
            let text = whole.split_whitespace().collect::<Vec<_>>().join(" ");
            if items.iter().any(|other| other.text == text) {
                continue;
            }
            items.push(Proposal {
                kind: ProposalKind::Passage,
                label: phrase::excerpt(&text, 72),
                detail: place.label,
                replaces: Span::new(typed.at - words.len(), typed.at),
                text,
                // Spaces and capitals of the draft may be others than the source's: what was typed always fits.
                filter: words.to_owned(),
                about: None,
            });
        }
        items
    }

    /// The date of the event that the sentence speaks of, where a date is about to stand.
    fn dates_of_events(&self, typed: &Typed<'_>) -> Vec<Proposal> {
        let begun = begun_date(typed.before);
        let lead = &typed.before[..typed.before.len() - begun.len()];
        if !lead.ends_with([' ', '\u{a0}', '\n']) || lead.trim_end().ends_with(['.', '!', '?', ':'])
        {
            return Vec::new();
        }
        let mut text = String::new();
        for block in &self.document.blocks[typed.block.saturating_sub(ABOVE)..typed.block] {
            text.push_str(block.span.of(self.text()));
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(lead);
        let cut = text.len();
        text.push_str(PLACEHOLDER);
        text.push('.');
        let document = format::read("draft.md", text.into());
        let reader = Reader::new(self.library.locale.clone(), self.library.names.clone());
        let Some(reading) = reader.read(&document, &mut Memo::default(), &|| false) else {
            return Vec::new();
        };
        let Some(block) = document
            .block_at(cut)
            .filter(|block| document.blocks[*block].span.end > start)
        else {
            return Vec::new();
        };
        let resolved = &reading.blocks[block];
        let map = &document.blocks[block].map;
        let replaces = Span::new(typed.at - begun.len(), typed.at);
        let mut items = Vec::new();
        for statement in &resolved.statements {
            let temporal = &resolved.temporals[statement.temporal];
            if !map.hull(temporal.span).touches(cut) {
                continue;
            }
            let Some(event) = self.library.meant(statement) else {
                continue;
            };
            let event = &self.library.events[event];
            let mut values: Vec<&DateValue> = Vec::new();
            for value in event.witnesses.iter().filter_map(|it| it.value.as_ref()) {
                if !values.iter().any(|other| other.edtf == value.edtf) {
                    values.push(value);
                }
            }
            for words in values.into_iter().flat_map(forms) {
                if items.iter().any(|other: &Proposal| other.text == words)
                    || !words.starts_with(begun)
                {
                    continue;
                }
                items.push(Proposal {
                    kind: ProposalKind::Date,
                    label: words.clone(),
                    detail: ledger::headline(event),
                    replaces,
                    filter: words.clone(),
                    text: words,
                    about: Some(event.id.clone()),
                });
            }
        }
        items
    }

    /// Names of which the words before the cursor are the beginning.
    fn names_begun(&self, typed: &Typed<'_>) -> Vec<Proposal> {
        let mut items: Vec<Proposal> = Vec::new();
        for start in word_starts(typed.before).into_iter().rev() {
            let words = &typed.before[start..];
            let enough = words.chars().count() >= LETTERS;
            let named =
                words.starts_with(char::is_uppercase) && !words.ends_with(char::is_whitespace);
            if !enough || !named {
                continue;
            }
            self.names_with(
                words,
                Span::new(typed.at - words.len(), typed.at),
                &mut items,
            );
        }
        items
    }

    fn names_with(&self, words: &str, replaces: Span, items: &mut Vec<Proposal>) {
        for entity in &self.library.entities {
            let names = std::iter::once(entity.name.as_str()).chain(entity.aliases());
            let fitting: Vec<&str> = names
                .filter(|name| begins(name, words) && name.len() > words.len())
                .collect();
            let Some(first) = fitting.first() else {
                continue;
            };
            let kind = ledger::entity_kind(entity.kind);
            let mut propose = |name: &str, kind, detail: String| {
                if items.len() < MOST && !items.iter().any(|other| other.text == name) {
                    items.push(Proposal {
                        kind,
                        label: name.to_owned(),
                        detail,
                        replaces,
                        text: name.to_owned(),
                        // The official name is offered for a nickname, too.
                        filter: (*first).to_owned(),
                        about: Some(entity.id.clone()),
                    });
                }
            };
            let official = format!("{kind}, official name");
            propose(&entity.name, ProposalKind::OfficialName, official);
            for name in fitting.iter().filter(|name| **name != entity.name) {
                let detail = format!("{kind}: {}", entity.name);
                propose(name, ProposalKind::Alias, detail);
            }
        }
    }
}

/// What may stand after `policy-ls:`.
const DIRECTIVES: [(&str, &str); 4] = [
    ("ignore", "the findings of the next lines, or of this one"),
    ("ignore-start", "the findings from here on"),
    ("ignore-end", "up to here"),
    ("ignore-file", "the findings of the whole draft"),
];

/// A date in words at every granularity that it has.
fn forms(value: &DateValue) -> Vec<String> {
    let mut forms = vec![phrase::date(value)];
    for granularity in [Granularity::Month, Granularity::Year] {
        let length = if granularity == Granularity::Month {
            7
        } else {
            4
        };
        if value.granularity < granularity
            && let Some(coarse) = value.edtf.get(..length).and_then(DateValue::parse_edtf)
        {
            forms.push(phrase::date(&coarse));
        }
    }
    forms
}
