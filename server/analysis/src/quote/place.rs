//! What stands around a quotation and tells who said it, when, and where: in its sentence, in the block that leads in to it,
//! in the line that signs it.

use std::sync::Arc;

use library::Library;
use prose::date::DateValue;
use prose::name::{EntityId, EntityKind};
use prose::quotation::{self, Attribution, Cues, Form, Quotation, Speaker, SpeakerKind};
use prose::reading::Resolved;
use prose::saying;
use text::{Block, BlockKind, Span};

use super::circumstance::known_person;
use crate::Profile;

/// The most words between a document's title and what it says.
const SPEAKS: usize = 3;

/// A block beside the one that is judged.
#[derive(Clone)]
pub(super) struct Beside<'a> {
    kind: BlockKind,
    prose: &'a str,
    pub resolved: &'a Arc<Resolved>,
}

impl<'a> Beside<'a> {
    pub fn of(block: &'a Block, resolved: &'a Arc<Resolved>) -> Self {
        Self {
            kind: block.kind,
            prose: &block.prose,
            resolved,
        }
    }

    /// Whether it may tell who speaks in the next block, which has this kind, reading and prose.
    pub fn tells(&self, kind: BlockKind, next: &Resolved, prose: &str, cues: &Cues) -> bool {
        let pronoun = |it: &Quotation| {
            let span = it.attribution.as_ref().and_then(|it| it.speaker);
            span.is_some_and(|span| Speaker::parse(span.of(prose), cues).is_pronoun(cues))
        };
        let runs_on = self.kind == kind && self.resolved.quotations.iter().any(|it| it.open);
        let paragraph = self.kind == BlockKind::Paragraph;
        let named = paragraph && kind == self.kind && next.quotations.iter().any(pronoun);
        let block = matches!(kind, BlockKind::Paragraph | BlockKind::Quote(_));
        let leads_in = paragraph && block && self.prose.trim_end().ends_with(':');
        runs_on || named || leads_in
    }
}

/// What a quotation is judged in.
pub(super) struct Place<'a> {
    pub prose: &'a str,
    pub resolved: &'a Resolved,
    /// The block before, if it may tell who speaks.
    pub before: Option<Beside<'a>>,
    /// The line that signs it.
    pub signature: Option<Beside<'a>>,
    pub library: &'a Library,
    /// The manual that it is judged by.
    pub profile: Profile,
}

/// What the draft says of a quotation.
#[derive(Default)]
pub(super) struct Told {
    /// Whether it says who spoke.
    pub attributed: bool,
    /// The speaker, where the words name an entity.
    pub entity: Option<EntityId>,
    /// The speaker's words, where they stand in the same block.
    pub speaker_span: Option<Span>,
    /// The speaker by name.
    pub named: Option<Speaker>,
    pub date: Option<DateValue>,
    /// The date's words, where they stand in the same block.
    pub date_span: Option<Span>,
    /// On what occasion.
    pub occasion: Option<String>,
}

/// An attribution, with the block that it stands in.
struct Source<'a> {
    attribution: Attribution,
    prose: &'a str,
    resolved: &'a Resolved,
    /// Whether that is the quotation's own.
    here: bool,
}

impl Place<'_> {
    /// Who is said to have spoken, and when. What a quotation inside a quotation is said to be is the outer one's affair.
    pub fn told(&self, quotation: &Quotation) -> Told {
        if quotation.nested {
            return Told::default();
        }
        let told = match (self.source(quotation), &self.signature) {
            (Some(source), _) => self.told_by(&source, quotation),
            (None, Some(line)) => self.signed(line),
            (None, None) => Told::default(),
        };
        Told {
            occasion: self.occasion(quotation),
            ..told
        }
    }

    /// On what occasion, by the sentence around the quotation or the last one of the block that leads in to it.
    fn occasion(&self, quotation: &Quotation) -> Option<String> {
        let cues = &self.library.locale.quotations;
        let said = |prose: &str, span: Span| {
            let words = quotation::occasion(prose, span, cues)?.of(prose);
            Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let [before, behind] = self.around(quotation);
        let lead_in = || {
            let before = self.before.as_ref()?;
            said(before.prose, *before.resolved.sentences.last()?)
        };
        let here = said(self.prose, before).or_else(|| said(self.prose, behind));
        here.or_else(lead_in)
    }

    /// What of the sentences around a quotation stands before and behind it.
    fn around(&self, quotation: &Quotation) -> [Span; 2] {
        let sentences = self.resolved.sentences.iter();
        let around = sentences.filter(|it| it.overlaps(quotation.span));
        let around = around.fold(quotation.span, |whole, it| whole.join(*it));
        let before = Span::new(around.start, quotation.span.start);
        [
            before,
            Span::new(quotation.span.end, around.end.max(quotation.span.end)),
        ]
    }

    /// Where it stands who spoke: beside the quotation, in the block that leads in to it, or where a quotation that runs on
    /// began.
    fn source(&self, quotation: &Quotation) -> Option<Source<'_>> {
        if let Some(attribution) = quotation.attribution.clone() {
            return Some(Source {
                attribution,
                prose: self.prose,
                resolved: self.resolved,
                here: true,
            });
        }
        let before = self.before.as_ref().filter(|_| {
            let opens = self.prose[..quotation.span.start].trim().is_empty();
            opens && self.signature.is_none()
        })?;
        let cues = &self.library.locale.quotations;
        let last = before.resolved.quotations.iter().rfind(|it| !it.nested);
        let begun =
            last.filter(|it| it.open && it.form == quotation.form && quotation.form != Form::Block);
        let attribution = match begun {
            Some(begun) => begun.attribution.clone(),
            None => quotation::introduced(before.prose, cues),
        };
        Some(Source {
            attribution: attribution?,
            prose: before.prose,
            resolved: before.resolved,
            here: false,
        })
    }

    fn told_by(&self, source: &Source<'_>, quotation: &Quotation) -> Told {
        let span = source.attribution.speaker;
        let entity = span.and_then(|span| entity(source.resolved, span));
        let named = self.named(source, entity);
        let behind = source.here && span.is_some_and(|span| span.start >= quotation.span.end);
        let bare = source.attribution.cue.is_none();
        // A name that stands there without a verb may be a place's or a paper's.
        let trusted = !bare || named.as_ref().is_some_and(|named| self.is_person(named));
        if !trusted && (behind || !source.here) {
            return Told::default();
        }
        let date = self.date(source, quotation).filter(|_| trusted);
        Told {
            attributed: true,
            entity,
            speaker_span: span.filter(|_| source.here),
            named,
            date: date.as_ref().map(|(_, date)| date.clone()),
            date_span: date.map(|(span, _)| span).filter(|_| source.here),
            occasion: None,
        }
    }

    /// Whether a name is a person's beyond doubt: it has a title, or a source knows it.
    fn is_person(&self, named: &Speaker) -> bool {
        let known = named
            .names
            .iter()
            .all(|name| self.library.persons.contains(name));
        named.kind == SpeakerKind::Person
            && !named.names.is_empty()
            && (known || !named.titles.is_empty())
    }

    /// The draft's speaker by name: an entity's, else the words.
    fn named(&self, source: &Source<'_>, entity: Option<EntityId>) -> Option<Speaker> {
        let cues = &self.library.locale.quotations;
        if let Some(person) = self.person(entity) {
            return Some(person);
        }
        let span = source.attribution.speaker?;
        let all = &source.resolved.quotations;
        // Who is told of in the block itself, by whatever name, is nearer.
        let first = || {
            let quoted = |sentence: &Span| all.iter().any(|it| it.span.overlaps(*sentence));
            let before = source.resolved.sentences.iter();
            before.take_while(|it| it.end <= span.start).all(quoted)
        };
        let sole = || {
            let before = self.before.as_ref().filter(|_| source.here && first())?;
            let sole = saying::sole(before.prose, &before.resolved.quotations, cues);
            let sole = known_person(sole?, self.library);
            self.is_person(&sole).then_some(sole)
        };
        let speaker = saying::speaker(source.prose, span, all, sole, cues)?;
        Some(known_person(speaker, self.library))
    }

    /// A known person's name. Of a person of whom only one name is known it is known all the same that it is a person.
    fn person(&self, entity: Option<EntityId>) -> Option<Speaker> {
        let entity = self.library.entity_of(entity?)?;
        let speaker = || Speaker::parse(&entity.name, &self.library.locale.quotations);
        (entity.kind == EntityKind::Person).then(|| Speaker {
            kind: SpeakerKind::Person,
            ..speaker()
        })
    }

    /// The date that the draft gives beside the verb, with its place in the block.
    fn date(&self, source: &Source<'_>, quotation: &Quotation) -> Option<(Span, DateValue)> {
        let mut quotation = quotation.clone();
        quotation.attribution = Some(source.attribution.clone());
        if !source.here {
            let end = source.prose.len();
            quotation.span = Span::new(end, end);
        }
        let cues = &self.library.locale.quotations;
        let date = saying::date(source.prose, source.resolved, &quotation, cues)?;
        Some((date.span, date.value.clone()?))
    }

    /// What the line that signs a block quote tells: who, before its first comma, and when.
    fn signed(&self, line: &Beside<'_>) -> Told {
        let entity = entity(line.resolved, Span::new(0, usize::MAX));
        let words = || {
            let dashes = ['\u{2014}', '\u{2013}', '\u{2015}', ' '];
            let name = line.prose.trim_start_matches(dashes);
            let name = name.split([',', '(', ';']).next()?;
            let speaker = Speaker::parse(name, &self.library.locale.quotations);
            Some(known_person(speaker, self.library))
        };
        let dates = line.resolved.temporals.iter();
        let mut dates = dates.filter(|date| !date.span.is_empty());
        let date = dates.next().and_then(|date| date.value.clone());
        Told {
            entity,
            named: self.person(entity).or_else(words),
            date: date.filter(|_| dates.next().is_none()),
            ..Told::default()
        }
    }

    /// The words of the sentences around a quotation, without it.
    pub fn beside(&self, quotation: &Quotation) -> String {
        let [before, behind] = self.around(quotation);
        let end = behind.end;
        // A citation in brackets right behind belongs to it.
        let end = self.bracket(end).map_or(end, |bracket| bracket.end);
        let behind = Span::new(quotation.span.end, end);
        let signed = self.signature.as_ref().map_or("", |line| line.prose);
        format!(
            "{} {} {signed}",
            before.of(self.prose),
            behind.of(self.prose)
        )
    }

    /// What stands in brackets right behind `at`.
    fn bracket(&self, at: usize) -> Option<Span> {
        let rest = self.prose[at..].trim_start();
        let inner = rest.strip_prefix(['(', '['])?;
        let length = inner.find([')', ']'])?;
        let start = self.prose.len() - inner.len();
        Some(Span::new(start, start + length))
    }

    /// Whether brackets right behind the quotation give a year or a page: "(Smith 1999)", of whatever text.
    pub fn is_noted(&self, quotation: &Quotation) -> bool {
        let bracket = self.bracket(quotation.span.end);
        bracket.is_some_and(|it| it.of(self.prose).contains(|c: char| c.is_ascii_digit()))
    }

    /// The sources that the draft says the words stand in: its link's, else the one named in brackets right behind, else the
    /// one that is said to speak. A source that the sentence only mentions is none of them.
    pub fn cited(&self, quotation: &Quotation, linked: &[usize]) -> Vec<usize> {
        if !linked.is_empty() || quotation.nested {
            return linked.to_vec();
        }
        // "The Report of the Commission on Tides says: “…”"
        let speaks = || {
            let sentences = self.resolved.sentences.iter();
            let mut around = sentences.filter(|it| it.overlaps(quotation.span));
            let start = around.next()?.start;
            let lead = self.prose.get(start..quotation.span.start)?.trim();
            let first = lead.split(char::is_whitespace).next()?;
            let article = self.library.locale.quotations.is_article(first);
            let lead = if article { &lead[first.len()..] } else { lead };
            let (one, rest) = self.one_named(lead)?;
            (rest.split_whitespace().count() <= SPEAKS && !rest.contains(',')).then_some(one)
        };
        let bracket = || {
            let words = self.bracket(quotation.span.end)?.of(self.prose);
            let (one, rest) = self.one_named(words)?;
            (!rest.contains(';')).then_some(one)
        };
        bracket().or_else(speaks).into_iter().collect()
    }

    /// The one source whose title or short form `words` begin with, where they name no other; and what follows.
    fn one_named(&self, words: &str) -> Option<(usize, String)> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        let &[one] = &self.library.citations.named(&words, &self.library.sources)[..] else {
            return None;
        };
        let source = &self.library.sources[one];
        let rest = |name: &String| {
            let (start, rest) = words.split_at_checked(name.len())?;
            let whole = !rest.starts_with(char::is_alphanumeric);
            (!name.is_empty() && whole && start.eq_ignore_ascii_case(name)).then_some(rest)
        };
        let rest = rest(&source.title).or_else(|| rest(&source.short))?;
        Some((one, rest.to_owned()))
    }
}

/// The entity that the speaker's words name.
fn entity(resolved: &Resolved, span: Span) -> Option<EntityId> {
    let mut named = resolved
        .mentions
        .iter()
        .filter(|mention| span.overlaps(mention.span));
    // "President Xi of China": the last name is not the speaker's; a person comes first.
    let person = named
        .clone()
        .find(|mention| mention.kind == EntityKind::Person)
        .or_else(|| named.next())?;
    match person.candidates[..] {
        [one] => Some(one),
        _ => None,
    }
}
