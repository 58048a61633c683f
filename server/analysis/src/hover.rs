//! Hover: what the words under the cursor are, with the passage that says so.

mod page;

use std::fmt::Write as _;

use library::{Entity, Event, Verdict};
use prose::name::{EntityKind, Mention};
use prose::temporal::{Fault, Resolution, Temporal};
use text::Span;

use crate::at::{Sentence, Under};
use crate::claim::Claim;
use crate::quote::{NOT_PROVEN, Quote};
use crate::{Analysis, Location, evidence, fragment, phrase};
use page::Page;

/// What to show at a place.
#[derive(Clone, Debug)]
pub struct Hover {
    /// The words it speaks of, in the draft's text.
    pub span: Span,
    /// As Markdown, everything from drafts and sources escaped. A link to a source reads `[label]({{link:N}})`, N an index
    /// into `links`; the adapter puts an address in its place.
    pub markdown: String,
    /// As plain text, for clients without Markdown.
    pub plain: String,
    /// The places that `markdown` links to.
    pub links: Vec<Location>,
}

/// How many aliases, events and passages a hover shows before it says how many more there are.
const MOST: usize = 6;
/// How many characters of a passage it shows.
const PASSAGE: usize = 320;

impl Analysis {
    /// What the words at `offset` are. The narrowest thing answers first; a quotation around it follows.
    pub fn hover(&self, offset: usize) -> Option<Hover> {
        let mut page = Page::default();
        let mut span = None;
        for under in self.under(offset) {
            let place = match under {
                Under::Mention(block, mention) => {
                    self.mention(mention, false, &mut page);
                    self.place(block, mention.span)
                }
                Under::Doubtful(block, mention) => {
                    self.mention(&mention, true, &mut page);
                    self.place(block, mention.span)
                }
                Under::Date(block, temporal, claims, sentence) => {
                    self.date(temporal, &claims, sentence, &mut page);
                    self.place(block, temporal.span)
                }
                Under::Quote(quote) => {
                    self.quote(quote, &mut page);
                    self.place(quote.block, quote.span)
                }
                Under::Citation(place, _, sources) => {
                    for number in sources {
                        self.source(number, self.quoted_before(place, number), &mut page);
                    }
                    place
                }
            };
            span.get_or_insert(place);
        }
        if page.plain.trim().is_empty() {
            return None;
        }
        Some(Hover {
            span: span?,
            markdown: page.markdown.trim_end().to_owned(),
            plain: page.plain.trim_end().to_owned(),
            links: page.links,
        })
    }

    /// The page of an entity by itself.
    pub(crate) fn entity_page(&self, entity: &Entity) -> Hover {
        let mut page = Page::default();
        self.entity(entity, &mut page);
        page.alone()
    }

    /// The page of an event by itself: who says so, and when.
    pub(crate) fn event_page(&self, event: &Event) -> Hover {
        let mut page = Page::default();
        self.event(event, &mut page);
        for witness in event.witnesses.iter().take(MOST) {
            let place = witness.provenance.as_ref();
            let place = place.and_then(|place| evidence::location(&self.library, place));
            if let Some(value) = &witness.value {
                page.cited(&phrase::date(value), &witness.text, place);
            }
        }
        page.alone()
    }

    fn mention(&self, mention: &Mention, doubtful: bool, page: &mut Page) {
        let entities: Vec<&Entity> = mention
            .candidates
            .iter()
            .filter_map(|id| self.library.entity_of(*id))
            .collect();
        match entities.len() {
            0 | 1 if !doubtful => {}
            0 | 1 => page.line("Perhaps (the words may mean something else):"),
            several => page.line(&format!("May be one of {several}:")),
        }
        for entity in entities {
            self.entity(entity, page);
        }
    }

    fn entity(&self, entity: &Entity, page: &mut Page) {
        let class = entity
            .record
            .class
            .as_deref()
            .map(|class| class.replace('-', " "));
        let kind = class.unwrap_or_else(|| crate::ledger::entity_kind(entity.kind).to_owned());
        page.title(&entity.name, &kind);
        if let Some(definition) = &entity.record.definition {
            page.line(definition);
        }
        let mut aliases: Vec<String> = entity
            .aliases()
            .filter(|alias| *alias != entity.name)
            .map(str::to_owned)
            .collect();
        aliases.dedup();
        if !aliases.is_empty() {
            page.item("Also", &cut(&aliases, ", "));
        }
        for date in &entity.dates {
            let disputed = if date.disputed { " (disputed)" } else { "" };
            let words = format!("{}{disputed}", phrase::date(&date.value));
            let place = date
                .provenance
                .first()
                .and_then(|place| evidence::location(&self.library, place));
            page.cited(
                &sentence_case(&date.kind_id.replace('-', " ")),
                &words,
                place,
            );
        }
        self.told_dates(entity, page);
        for office in &entity.offices {
            let years = match (&office.from, &office.to) {
                (Some(from), Some(to)) => format!(", {}–{}", phrase::date(from), phrase::date(to)),
                (Some(from), None) => format!(", from {}", phrase::date(from)),
                (None, Some(to)) => format!(", until {}", phrase::date(to)),
                (None, None) => String::new(),
            };
            page.item("Office", &format!("{}{years}", office.title));
        }
        let names: Vec<String> = entity
            .parties
            .iter()
            .filter_map(|id| self.library.entity_of(*id))
            .map(|party| party.name.clone())
            .collect();
        if !names.is_empty() {
            let word = if entity.kind == EntityKind::Agreement {
                "Parties"
            } else {
                "Members"
            };
            page.item(word, &phrase::list(&names));
        }
        for (word, id) in [
            ("Successor", &entity.record.successor),
            ("Predecessor", &entity.record.predecessor),
            ("Implements", &entity.record.implements),
            ("Part of", &entity.record.part_of),
        ] {
            if let Some(id) = id {
                page.item(
                    word,
                    self.library
                        .entity(id)
                        .map_or(id.as_str(), |other| &other.name),
                );
            }
        }
        let shown: Vec<&Event> = self
            .library
            .events_of(entity.number)
            .map(|(_, event)| event)
            .filter(|event| event.summary.is_some() && event.value().is_some())
            .collect();
        for event in shown.iter().take(MOST) {
            self.event(event, page);
        }
        if shown.len() > MOST {
            page.line(&format!(
                "… and {} more.",
                phrase::count(shown.len() - MOST, "event")
            ));
        }
        if let Some(passage) = entity.passages.first() {
            self.passage(evidence::location(&self.library, passage), page);
        }
    }

    /// What the sources date of a thing that has no record.
    fn told_dates(&self, entity: &Entity, page: &mut Page) {
        let told = |(_, event): &(usize, &Event)| {
            entity.extracted && event.object == Some(entity.number) && event.summary.is_none()
        };
        let events = self.library.events_of(entity.number).filter(told);
        for (_, event) in events.take(MOST) {
            // What only withheld sources say is not shown outside of the editor.
            let mut dated = event.shown().filter(|witness| witness.value.is_some());
            let Some(witness) = dated.next() else {
                continue;
            };
            let Some(value) = &witness.value else {
                continue;
            };
            let contested = if event.contested { " (contested)" } else { "" };
            let kind = self.locale.events.kind(event.kind);
            let kind = if kind.open { "dated" } else { &kind.id };
            let place = witness.provenance.as_ref();
            let place = place.and_then(|place| evidence::location(&self.library, place));
            page.cited(
                &sentence_case(&kind.replace('-', " ")),
                &format!("{}{contested}", phrase::date(value)),
                place,
            );
        }
    }

    fn event(&self, event: &Event, page: &mut Page) {
        let Some(value) = event.value() else { return };
        let contested = if event.contested { " (contested)" } else { "" };
        let summary = event.summary.clone().unwrap_or_default();
        let place = event
            .witnesses
            .iter()
            .find_map(|witness| evidence::location(&self.library, witness.provenance.as_ref()?));
        page.cited(
            &format!("{}{contested}", phrase::date(value)),
            &summary,
            place,
        );
    }

    fn date(
        &self,
        temporal: &Temporal,
        claims: &[&Claim],
        sentence: Sentence<'_>,
        page: &mut Page,
    ) {
        match (&temporal.value, &temporal.fault) {
            (_, Some(Fault::Impossible { .. })) => page.title("No such day", "date"),
            (_, Some(Fault::Reversed)) => page.title("A span that ends before it begins", "date"),
            (Some(value), _) => page.title(&phrase::date(value), &format!("EDTF {}", value.edtf)),
            (None, _) => return,
        }
        let how = match &temporal.resolution {
            Resolution::Explicit => None,
            Resolution::DocumentDate => Some("Read from the document's date.".to_owned()),
            Resolution::StoryDate => {
                Some("Read from the date that the text had reached.".to_owned())
            }
            Resolution::Heading => Some("Read from the heading above.".to_owned()),
            Resolution::Ambiguous(readings) => Some(format!(
                "May be {}.",
                readings
                    .iter()
                    .map(|edtf| phrase::edtf(edtf))
                    .collect::<Vec<_>>()
                    .join(" or ")
            )),
            Resolution::Unresolved => {
                Some("Nothing in the text gives the missing part.".to_owned())
            }
        };
        if let Some(how) = how {
            page.line(&how);
        }
        let recalled = sentence.recalled.map(|date| &date.judgement);
        let recalled = recalled.map(|it| (it.verdict, it.event));
        let own = claims.iter().filter(|claim| !claim.told);
        let own = own.map(|claim| (claim.verdict, claim.event));
        for (verdict, event) in own.chain(recalled) {
            page.line(verdict_words(verdict));
            let Some(event) = event.and_then(|event| self.library.events.get(event)) else {
                continue;
            };
            for witness in event.witnesses.iter().take(MOST) {
                let place = witness
                    .provenance
                    .as_ref()
                    .and_then(|place| evidence::location(&self.library, place));
                if let Some(value) = &witness.value {
                    page.cited(&phrase::date(value), &witness.text, place);
                }
            }
        }
        if let Some(date) = sentence.retold {
            page.line(verdict_words(date.verdict));
            for told in date.told.iter().take(MOST) {
                let place = evidence::location(&self.library, &told.passage);
                let words = place.as_ref().map(around).unwrap_or_default();
                page.cited(&format!("Told with {}", told.words), &words, place);
            }
        }
        // What else the chronology has on that day or in that month.
        if claims.is_empty()
            && sentence.retold.is_none()
            && sentence.recalled.is_none()
            && let Some(value) = &temporal.value
            && value.granularity <= prose::date::Granularity::Month
        {
            let same = |event: &&Event| {
                event.summary.is_some()
                    && event
                        .value()
                        .is_some_and(|other| value.judged().covers(other.judged()))
            };
            for event in self.library.recorded().filter(same).take(MOST) {
                self.event(event, page);
            }
        }
    }

    fn quote(&self, quote: &Quote, page: &mut Page) {
        let passages: Vec<Location> = quote.passages(&self.library).collect();
        page.title(quote.verdict.sentence(), "quotation");
        let veiled = passages.first().is_some_and(|it| it.withheld);
        let differences = quote.differences_in_words();
        for difference in differences.iter().filter(|_| !veiled) {
            page.line(difference);
        }
        if quote.stands() && !quote.located.proven {
            page.line(NOT_PROVEN);
        }
        let there = &quote.circumstance;
        let known = quote.known(&self.library);
        let curated = known.and_then(|known| self.library.entity_of(known.speaker?));
        let speaker = curated.map(|entity| entity.name.clone());
        let speaker =
            speaker.or_else(|| there.speaker.as_ref().map(|speaker| speaker.words.clone()));
        if quote.stands() && !veiled {
            if let Some(speaker) = speaker {
                page.item("Speaker", &speaker);
            }
            if let Some(quoter) = &there.quoter {
                page.item("Quoted in", &quoter.words);
            }
            if let Some(occasion) = known.and_then(|known| known.record.occasion.as_ref()) {
                page.item("Occasion", occasion);
            }
            let curated = known.and_then(|known| known.record.date.as_deref());
            let said = curated.map(phrase::edtf);
            if let Some(date) = said.or_else(|| there.date.as_ref().map(phrase::date)) {
                page.item("Said", &date);
            }
            if quote.summary().is_some() {
                page.line("The source gives this in its own words, not as the speaker's.");
            }
            if there.joint {
                page.line("A text of several parties.");
            }
            if let Some(address) = self.address(quote) {
                page.address(&address);
            }
        }
        for passage in passages.into_iter().take(2) {
            self.passage(Some(passage), page);
        }
    }

    /// What a citation names, with the words quoted before it.
    fn source(&self, number: usize, words: Option<Span>, page: &mut Page) {
        let Some(source) = self.library.sources.get(number) else {
            return;
        };
        page.title(&source.title, "source");
        let date = source.date.as_ref().map(phrase::date);
        for (word, words) in [
            ("Author", source.author.as_deref()),
            ("Speaker", source.speaker.as_deref()),
            ("Date", date.as_deref()),
            ("Publisher", source.record.publisher.as_deref()),
            ("Licence", source.record.licence.as_deref()),
        ] {
            if let Some(words) = words {
                page.item(word, words);
            }
        }
        if let Some(address) = &source.url {
            page.address(address);
        }
        let place = evidence::place(source, words.unwrap_or(Span::new(0, 0)));
        match words {
            Some(_) => self.passage(Some(place), page),
            None => page.cited("File", &source.path, Some(place)),
        }
    }

    /// The web address of the passage, at its very words.
    fn address(&self, quote: &Quote) -> Option<String> {
        let best = quote.best()?;
        let source = self.library.sources.get(best.document)?;
        let document = source.document();
        let block = &document.blocks[document.block_at(best.span.start)?];
        let start = block.map.flat_of(best.span.start)?;
        let end = block.map.flat_of(best.span.end).filter(|end| *end > start);
        let span = Span::new(start, end.unwrap_or(block.prose.len()));
        fragment::address(source.record.url.as_deref()?, &block.prose, span)
    }

    fn passage(&self, location: Option<Location>, page: &mut Page) {
        let Some(location) = location else { return };
        let words = around(&location);
        page.quoted(&words, location);
    }
}

/// The words around a place: the sentence or so that shows it, at most [`PASSAGE`] characters.
fn around(location: &Location) -> String {
    let full = location.full.of(&location.text);
    let mut start = location
        .focus
        .start
        .saturating_sub(PASSAGE / 3)
        .max(location.full.start);
    while !location.text.is_char_boundary(start) {
        start -= 1;
    }
    if full.chars().count() <= PASSAGE || start == location.full.start {
        return phrase::excerpt(full, PASSAGE);
    }
    let rest = &location.text[start..location.full.end];
    let at_word = rest.find(' ').map_or(rest, |at| &rest[at + 1..]);
    format!("… {}", phrase::excerpt(at_word, PASSAGE))
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "Agrees with the sources.",
        Verdict::Conflict => "The sources say otherwise.",
        Verdict::Contested => "The sources disagree among themselves.",
        Verdict::Unknown => "The sources do not say.",
        Verdict::NotAsserted => "Not judged: the text does not assert it.",
    }
}

fn cut(items: &[String], between: &str) -> String {
    let mut words = items
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(between);
    if items.len() > MOST {
        let _ = write!(words, " … and {} more", items.len() - MOST);
    }
    words
}

fn sentence_case(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
