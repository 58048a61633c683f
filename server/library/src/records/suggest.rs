//! Records to review: the entities and events that were read from the sources and that no record has yet, as TOML, each
//! with its witness and a word on how sure it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use prose::name::{EntityId, EntityKind, key};
use text::BlockKind;

use super::verify::{Texts, Wanted as Named, lacking};
use crate::{Entity, Event, EventKey, Library, Provenance, Source, SourceId};

/// How much of a sentence a comment shows, in characters.
const EXCERPT: usize = 160;

/// What is to be suggested. Empty lists mean all, `None` means none.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Entities by id or name.
    pub entities: Option<Vec<String>>,
    /// Events by id or kind.
    pub events: Option<Vec<String>>,
}

/// Records to review.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    /// A whole records file; nothing if there is nothing to suggest.
    pub toml: String,
    /// How many entities stand in it.
    pub entities: usize,
    /// How many events.
    pub events: usize,
    /// What was left out because only confidential sources have it.
    pub withheld: usize,
    /// What was asked for and was not found in the sources, or has a record already.
    pub unknown: Vec<String>,
}

/// Where an entity is named.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Whether every source was looked at, so that the counts say something.
    whole: bool,
    times: usize,
    sources: BTreeSet<u32>,
    /// The first place: source, paragraph, the words of the block.
    first: Option<(SourceId, Option<u32>, String)>,
}

/// The records that `library` lacks.
pub fn suggest(library: &Library, wanted: &Wanted) -> Suggestion {
    let seen = see(library, None);
    let mut maker = Maker::new(library, seen);
    let mut suggestion = Suggestion::default();
    let asked = |entity: &Entity, among: &[String]| {
        let names: Vec<String> = entity.names().iter().map(|it| key(&it.text)).collect();
        let same = |it: &String| *it == entity.id || names.contains(&key(it));
        among.is_empty() || among.iter().any(same)
    };
    let mut entities: BTreeSet<EntityId> = BTreeSet::new();
    if let Some(among) = &wanted.entities {
        let new = library.entities.iter().filter(|it| it.extracted);
        for entity in new.filter(|it| asked(it, among)) {
            if maker.seen.contains_key(&entity.number) {
                entities.insert(entity.number);
            } else {
                suggestion.withheld += 1;
            }
        }
        let known = |name: &&String| {
            let mut all = library.entities.iter();
            !all.any(|it| it.extracted && asked(it, std::slice::from_ref(*name)))
        };
        suggestion
            .unknown
            .extend(among.iter().filter(known).cloned());
    }
    let mut events: Vec<(String, String)> = Vec::new();
    if let Some(among) = &wanted.events {
        let kinds = &library.locale.events;
        let new = |it: &&Event| {
            let curated = it.witnesses.iter().any(|witness| witness.curated);
            !curated && !kinds.kind(it.kind).open
        };
        let meant = |it: &&Event| {
            let same = |word: &String| *word == it.id || *word == kinds.kind(it.kind).id;
            among.is_empty() || among.iter().any(same)
        };
        let mut found = 0;
        for event in library.events.iter().filter(new).filter(meant) {
            found += 1;
            let involved = event.agents.iter().chain(&event.object).chain(&event.place);
            let involved: Vec<&Entity> = involved.filter_map(|id| library.entity_of(*id)).collect();
            let hidden = |it: &&Entity| it.extracted && !maker.seen.contains_key(&it.number);
            if involved.iter().any(hidden) {
                suggestion.withheld += 1;
                continue;
            }
            let Some(entry) = maker.event(event) else {
                suggestion.withheld += 1;
                continue;
            };
            // Two sentences that nothing sets apart make one record.
            if entry.1.is_empty() {
                continue;
            }
            entities.extend(
                involved
                    .iter()
                    .filter(|it| it.extracted)
                    .map(|it| it.number),
            );
            events.push(entry);
        }
        if found == 0 {
            suggestion.unknown.extend(among.iter().cloned());
        }
    }
    // Without such a source, what was left out is never named by a name of its own.
    if library.sources.iter().all(is_open) {
        suggestion.withheld = 0;
    }
    suggestion.entities = entities.len();
    suggestion.events = events.len();
    if entities.is_empty() && events.is_empty() {
        return suggestion;
    }
    let shared = shared(library, &entities);
    let mut toml = String::from(
        "# Read from the sources, and looked at by nobody yet: keep what is right, correct or delete the rest. Then\n\
         # `policy-ls records check` and name this file under `records` in policy-ls.toml.\nformat = 1\n",
    );
    for id in entities {
        if let Some(entity) = library.entity_of(id) {
            toml.push('\n');
            toml.push_str(&maker.entity(entity, &shared));
        }
    }
    for (_, event) in events {
        toml.push('\n');
        toml.push_str(&event);
    }
    suggestion.toml = toml;
    suggestion
}

/// The record of one entity that has none yet, to be added to a records file; none if a record has it, or if only
/// confidential sources name it.
pub fn addition(library: &Library, id: EntityId) -> Option<String> {
    let entity = library.entity_of(id).filter(|it| it.extracted)?;
    let seen = see(library, Some(entity));
    seen.contains_key(&id).then_some(())?;
    let only = BTreeSet::from([id]);
    Some(Maker::new(library, seen).entity(entity, &shared(library, &only)))
}

/// Whether words of a source may stand in a file that others read.
fn is_open(source: &Source) -> bool {
    !source.record.withheld
}

/// Where the entities without a record are named in sources that are open to all; with `only`, where that one is first.
fn see(library: &Library, only: Option<&Entity>) -> BTreeMap<EntityId, Seen> {
    let mut seen: BTreeMap<EntityId, Seen> = BTreeMap::new();
    // Looking for words is far cheaper than looking for names.
    let names: Vec<String> = only.map_or_else(Vec::new, |it| {
        it.names().into_iter().map(|name| name.text).collect()
    });
    let all = (0..).map(SourceId).zip(&library.sources);
    for (number, source) in all.filter(|(_, source)| is_open(source)) {
        let document = source.document();
        for block in &document.blocks {
            if matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter)
                || (only.is_some() && !names.iter().any(|it| block.prose.contains(it.as_str())))
            {
                continue;
            }
            for mention in library.names.find(&block.prose) {
                let &[id] = mention.candidates.as_slice() else {
                    continue;
                };
                let new = library.entity_of(id).is_some_and(|it| it.extracted);
                if !new || only.is_some_and(|only| only.number != id) {
                    continue;
                }
                let one = seen.entry(id).or_default();
                one.whole = only.is_none();
                one.times += 1;
                one.sources.insert(number.0);
                let at = block.map.hull(mention.span).start;
                one.first.get_or_insert_with(|| {
                    let paragraph = document.paragraph_at(at);
                    (number, paragraph, around(&block.prose, mention.span.start))
                });
                if only.is_some() {
                    return seen;
                }
            }
        }
    }
    seen
}

/// Names that would be two entities' if the suggested ones had records.
fn shared(library: &Library, suggested: &BTreeSet<EntityId>) -> BTreeSet<String> {
    let mut owners: BTreeMap<String, EntityId> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    let all = library.entities.iter();
    for entity in all.filter(|it| !it.extracted || suggested.contains(&it.number)) {
        for name in entity.names() {
            let folded = key(&name.text);
            if *owners.entry(folded.clone()).or_insert(entity.number) != entity.number {
                shared.insert(folded);
            }
        }
    }
    shared
}

struct Maker<'a> {
    library: &'a Library,
    seen: BTreeMap<EntityId, Seen>,
    texts: Texts<'a>,
    ids: BTreeSet<String>,
    /// What the events say so far.
    said: BTreeSet<String>,
}

impl<'a> Maker<'a> {
    fn new(library: &'a Library, seen: BTreeMap<EntityId, Seen>) -> Self {
        let entities = library.entities.iter().map(|it| it.id.clone());
        let curated = |it: &&Event| it.witnesses.iter().any(|witness| witness.curated);
        let events = library
            .events
            .iter()
            .filter(curated)
            .map(|it| it.id.clone());
        let quotations = library.quotations.iter().map(|it| it.record.id.clone());
        Self {
            library,
            seen,
            texts: Texts::new(library, None),
            ids: entities.chain(events).chain(quotations).collect(),
            said: BTreeSet::new(),
        }
    }

    fn entity(&mut self, entity: &Entity, shared: &BTreeSet<String>) -> String {
        let seen = self.seen.get(&entity.number).cloned().unwrap_or_default();
        let table = match entity.kind {
            EntityKind::Agreement => "agreement",
            EntityKind::Organisation => "organisation",
            EntityKind::Person => "person",
            EntityKind::Place => "place",
        };
        let mut toml = String::new();
        if seen.whole {
            let sure = match (seen.times, seen.sources.len()) {
                (_, 2..) | (5.., _) => "sure",
                (2.., _) => "likely",
                _ => "doubtful",
            };
            let _ = writeln!(
                toml,
                "# {sure}: named {} in {}",
                count(seen.times, "time"),
                count(seen.sources.len(), "source")
            );
        }
        let mut place = None;
        if let Some((number, paragraph, words)) = &seen.first {
            let source = self.library.source(*number);
            comment(&mut toml, source, *paragraph, words);
            place = source.zip(*paragraph);
        }
        let record = &entity.record;
        let _ = writeln!(toml, "[[{table}]]");
        let _ = writeln!(toml, "id = {}", string(&entity.id));
        let _ = writeln!(toml, "name = {}", string(&entity.name));
        list(&mut toml, "aliases", &record.aliases);
        list(&mut toml, "acronyms", &record.acronyms);
        let names = entity.names();
        let ambiguous = names
            .iter()
            .filter(|name| name.ambiguous || shared.contains(&key(&name.text)));
        let ambiguous: Vec<String> = ambiguous.map(|name| name.text.clone()).collect();
        list(&mut toml, "ambiguous", &ambiguous);
        if let Some((source, paragraph)) = place
            && self.holds(source, paragraph, &[named(entity)], None)
        {
            let _ = writeln!(toml, "source = {}", string(self.name_of(source)));
            let _ = writeln!(toml, "at = [{paragraph}]");
        }
        toml
    }

    /// Id and record of an event, the latter empty if another one says the same; none if only confidential sources tell of it.
    fn event(&mut self, event: &Event) -> Option<(String, String)> {
        let library = self.library;
        let open = |provenance: &Provenance| library.source(provenance.source).is_some_and(is_open);
        let witnesses = event.witnesses.iter();
        let told = witnesses.filter(|it| it.provenance.as_ref().is_some_and(open));
        let told: Vec<_> = told.collect();
        let first = told.first()?;
        let sources: BTreeSet<u32> = told
            .iter()
            .filter_map(|it| Some(it.provenance.as_ref()?.source.0))
            .collect();
        let contested = told.iter().any(|one| one.value != first.value) && event.contested;
        let loose = matches!(event.key, EventKey::Loose(_));
        let sure = match () {
            () if contested => "doubtful: the sources disagree".to_owned(),
            () if loose => "doubtful: nothing sets it apart from others of its kind".to_owned(),
            () if sources.len() > 1 => format!("sure: {} agree", count(sources.len(), "source")),
            () => "likely: one source says so".to_owned(),
        };
        let mut toml = format!("# {sure}\n");
        for witness in told.iter().take(4) {
            let place = witness.provenance.as_ref()?;
            let dated = witness.value.as_ref().map(|it| it.edtf.as_str());
            let words = format!(
                "{}{}",
                dated.map_or(String::new(), |it| format!("{it}: ")),
                witness.text
            );
            comment(
                &mut toml,
                library.source(place.source),
                place.anchor,
                &words,
            );
        }
        let id_of = |id: &EntityId| library.entity_of(*id).map(|it| it.id.as_str());
        let kind = &library.locale.events.kind(event.kind).id;
        let value = first.value.as_ref();
        let mut says = format!("kind = {}\n", string(kind));
        if let Some(value) = value {
            let _ = writeln!(says, "date = {}", string(&value.edtf));
        }
        let agents = event.agents.iter().filter_map(id_of);
        let agents: Vec<String> = agents.map(str::to_owned).collect();
        list(&mut says, "agents", &agents);
        for (word, one) in [("object", &event.object), ("place", &event.place)] {
            if let Some(id) = one.as_ref().and_then(id_of) {
                let _ = writeln!(says, "{word} = {}", string(id));
            }
        }
        if let Some(mark) = event.discriminators.first() {
            let _ = writeln!(says, "discriminator = {}", string(mark));
        }
        let about = event.object.iter().chain(&event.agents).chain(&event.place);
        let mut id: Vec<&str> = about.filter_map(id_of).take(1).collect();
        id.push(kind);
        id.extend(value.and_then(|it| it.edtf.get(..4)));
        let id = self.fresh(&id.join("-"));
        if !self.said.insert(says.clone()) {
            return Some((id, String::new()));
        }
        let _ = write!(toml, "[[event]]\nid = {}\n{says}", string(&id));
        let _ = writeln!(toml, "summary = {}", string(&one_line(&first.text)));
        if contested {
            let mut others: Vec<String> = told
                .iter()
                .filter_map(|it| Some(it.value.as_ref()?.edtf.clone()))
                .filter(|edtf| value.is_none_or(|value| *edtf != value.edtf))
                .collect();
            others.dedup();
            list(&mut toml, "disputed", &others);
        }
        let involved = event.object.iter().chain(&event.agents).chain(&event.place);
        let wanted = involved.filter_map(|id| library.entity_of(*id)).map(named);
        let wanted: Vec<Named> = wanted.collect();
        let place = first.provenance.as_ref()?;
        if let (Some(source), Some(paragraph)) = (library.source(place.source), place.anchor)
            && place.original.is_none()
            && self.holds(source, paragraph, &wanted, value.map(|it| it.edtf.as_str()))
        {
            let _ = writeln!(toml, "source = {}", string(self.name_of(source)));
            let _ = writeln!(toml, "at = [{paragraph}]");
        }
        Some((id, toml))
    }

    /// Whether a locator would hold.
    fn holds(
        &mut self,
        source: &Source,
        paragraph: u32,
        wanted: &[Named],
        date: Option<&str>,
    ) -> bool {
        let name = self.name_of(source).to_owned();
        let text = self.texts.of(Some(&name));
        text.is_some_and(|text| lacking(text, &[paragraph], wanted, date).is_empty())
    }

    /// What a record calls a source: its id, unless another one is called so too.
    fn name_of<'s>(&self, source: &'s Source) -> &'s str {
        let first = self
            .library
            .sources
            .iter()
            .find(|it| it.is_named(&source.id));
        if first.is_some_and(|it| it.path == source.path) {
            &source.id
        } else {
            &source.path
        }
    }

    /// An id that nothing has yet.
    fn fresh(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }
}

fn named(entity: &Entity) -> Named {
    Named {
        entity: Some(entity.number),
        names: entity.names().iter().map(|it| key(&it.text)).collect(),
    }
}

/// A comment that names a place and shows its words.
fn comment(toml: &mut String, source: Option<&Source>, paragraph: Option<u32>, words: &str) {
    let path = source.map_or("", |it| it.path.as_str());
    let place = paragraph.map_or(String::new(), |number| format!(", paragraph {number}"));
    let line = format!("# {path}{place}: {}", excerpt(&one_line(words)));
    // A comment may hold no control characters.
    toml.extend(line.chars().filter(|c| !c.is_control()));
    toml.push('\n');
}

/// The words of a block from shortly before `at`.
fn around(prose: &str, at: usize) -> String {
    let start = prose[..at].rfind(['.', '\n']).map_or(0, |dot| dot + 1);
    excerpt(prose[start..].trim_start())
}

fn excerpt(words: &str) -> String {
    if words.chars().count() <= EXCERPT {
        return words.to_owned();
    }
    let cut: String = words.chars().take(EXCERPT).collect();
    let cut = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(begin, _)| begin);
    format!("{cut} …")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn string(words: &str) -> String {
    toml::Value::from(one_line(words)).to_string()
}

fn list(toml: &mut String, key: &str, words: &[String]) {
    if !words.is_empty() {
        let words: Vec<String> = words.iter().map(|it| string(it)).collect();
        let _ = writeln!(toml, "{key} = [{}]", words.join(", "));
    }
}

fn count(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}
