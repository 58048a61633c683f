//! Checking curated files before anything rests on them: shape, ids, names, what they refer to, and their locators
//! against the text. Every fault has its line and says what would mend it.

use std::collections::{BTreeMap, BTreeSet};

use prose::date::DateValue;
use prose::name::key;

use super::error::{line_of_id, nearest};
use super::verify::{Missing, Texts, Wanted, lacking, lacking_words};
use super::{EntityRecord, EventRecord, Records};
use crate::fact::Joins;
use crate::{Library, Source};

/// One fault of a records file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1: of the key that is wrong, else of the record's id.
    pub line: usize,
    /// Id of the record; none if the file could not be read.
    pub id: Option<String>,
    /// What is wrong and what would mend it.
    pub message: String,
    /// Whether it is a locator that does not hold.
    pub locator: bool,
}

/// What checking came to.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// By file, then line.
    pub faults: Vec<Fault>,
    /// How many agreements, organisations, persons and places.
    pub entities: usize,
    /// How many events.
    pub events: usize,
    /// How many quotations.
    pub quotations: usize,
    /// Locators that could not be looked at, because the text that they point into is not here.
    pub unseen: usize,
}

/// Checks records files (name and text). What they refer to may stand in them or in `library`, whose sources are the texts
/// that locators point into; locators without a `source` point into `original`, if it is given.
pub fn check(files: &[(String, String)], library: &Library, original: Option<&str>) -> Checked {
    let mut check = Check {
        library,
        joins: Joins::new(library),
        texts: Texts::new(library, original),
        ids: BTreeSet::new(),
        own: BTreeMap::new(),
        names: BTreeMap::new(),
        checked: Checked::default(),
        place: ("", ""),
    };
    let mut read = Vec::new();
    for (file, toml) in files {
        match Records::parse(file, toml) {
            Ok(records) => read.push((file.as_str(), toml.as_str(), records)),
            Err(error) => {
                let hint = error.hint.map(|key| format!("; did you mean `{key}`?"));
                check.checked.faults.push(Fault {
                    file: error.file,
                    line: error.line,
                    id: None,
                    message: format!("{}{}", error.message, hint.unwrap_or_default()),
                    locator: false,
                });
            }
        }
    }
    for (file, toml, records) in &read {
        check.place = (file, toml);
        check.ids(records);
    }
    let mut events = BTreeMap::new();
    for (file, toml, records) in &read {
        check.place = (file, toml);
        for (_, record) in records.entities() {
            check.entity(record);
        }
        for record in &records.event {
            check.event(record, &mut events);
        }
        for record in &records.quotation {
            check.quotation(record);
        }
    }
    check.checked.faults.sort();
    check.checked.faults.dedup();
    check.checked
}

struct Check<'a> {
    library: &'a Library,
    joins: Joins,
    texts: Texts<'a>,
    /// Every id in the files, also former ones.
    ids: BTreeSet<String>,
    /// Every id and name of the entities in the files to the folded names of that entity.
    own: BTreeMap<String, Wanted>,
    /// Every certain name, folded, to who has it.
    names: BTreeMap<String, String>,
    checked: Checked,
    /// The file that is looked at: its name and text.
    place: (&'a str, &'a str),
}

impl<'a> Check<'a> {
    fn fault(&mut self, id: &str, message: String) {
        self.push(id, message, false);
    }

    fn push(&mut self, id: &str, message: String, locator: bool) {
        let (file, toml) = self.place;
        self.checked.faults.push(Fault {
            file: file.to_owned(),
            line: line_of_id(toml, id),
            id: Some(id.to_owned()),
            message: format!("{id}: {message}"),
            locator,
        });
    }

    /// First look at one file: whose ids and names are whose.
    fn ids(&mut self, records: &'a Records) {
        let entities = records.entities().map(|(_, it)| (&it.id, &it.formerly));
        let events = records.event.iter().map(|it| (&it.id, &it.formerly));
        let quotations = records.quotation.iter().map(|it| (&it.id, &it.formerly));
        let all: Vec<(&String, &Vec<String>)> = entities.chain(events).chain(quotations).collect();
        for (id, formerly) in all {
            if id.trim().is_empty() {
                self.fault(
                    id,
                    "the id is empty; give it a short stable name".to_owned(),
                );
            }
            for one in formerly.iter().chain([id]) {
                if !self.ids.insert(one.clone()) {
                    let message =
                        format!("the id `{one}` is given twice; ids are never used again");
                    self.fault(id, message);
                }
            }
        }
        for (_, record) in records.entities() {
            self.checked.entities += 1;
            self.names_of(record);
        }
        self.checked.events += records.event.len();
        self.checked.quotations += records.quotation.len();
    }

    /// Takes up the names of one entity; a certain name belongs to one entity only.
    fn names_of(&mut self, record: &EntityRecord) {
        let all = || {
            std::iter::once(&record.name)
                .chain(&record.aliases)
                .chain(&record.acronyms)
                .chain(&record.ambiguous)
        };
        let wanted = Wanted {
            entity: self.library.entity(&record.id).map(|it| it.number),
            names: all()
                .map(|name| key(name))
                .filter(|it| !it.is_empty())
                .collect(),
        };
        if key(&record.name).is_empty() {
            self.fault(&record.id, "the name is empty".to_owned());
        }
        for name in all() {
            let folded = key(name);
            let certain = !record.ambiguous.iter().any(|it| key(it) == folded);
            match self.names.get(&folded) {
                Some(other) if certain && *other != record.id => {
                    let message = format!(
                        "the name `{name}` is that of `{other}` too; write it under `ambiguous` in both"
                    );
                    self.fault(&record.id, message);
                }
                None if certain => {
                    self.names.insert(folded.clone(), record.id.clone());
                }
                _ => {}
            }
            self.own.entry(folded).or_insert_with(|| wanted.clone());
        }
        for id in record.formerly.iter().chain([&record.id]) {
            self.own.insert(id.clone(), wanted.clone());
        }
    }

    /// Who is meant by an id or a name; none if nobody is.
    fn who(&self, words: &str) -> Option<Wanted> {
        let own = self.own.get(words).or_else(|| self.own.get(&key(words)));
        own.cloned().or_else(|| {
            let entity = self.library.entity_of(self.joins.find(words)?)?;
            Some(Wanted {
                entity: Some(entity.number),
                names: entity.names().iter().map(|it| key(&it.text)).collect(),
            })
        })
    }

    fn entity(&mut self, record: &EntityRecord) {
        let id = &record.id;
        for (word, other) in [
            ("successor", &record.successor),
            ("predecessor", &record.predecessor),
            ("implements", &record.implements),
            ("part-of", &record.part_of),
        ] {
            if let Some(other) = other
                && self.who(other).is_none()
            {
                self.fault(id, format!("{word}: there is no record `{other}`"));
            }
        }
        let wanted = self.who(id).into_iter().collect::<Vec<_>>();
        let of = record.source.as_deref();
        self.locators(id, "entity", of, &record.at, &wanted, &record.name, None);
        for date in &record.date {
            let part = format!("date {}", date.kind);
            let value = Some(date.value.as_str());
            self.locators(id, &part, of, &date.at, &wanted, &record.name, value);
        }
        for office in &record.office {
            let part = format!("office {}", office.title);
            self.locators(id, &part, of, &office.at, &wanted, &record.name, None);
            let day = |edtf: &Option<String>| DateValue::parse_edtf(edtf.as_deref()?);
            if let (Some(from), Some(to)) = (day(&office.from), day(&office.to))
                && let (Some(from), Some(to)) = (from.interval.start, to.interval.end)
                && from > to
            {
                self.fault(id, format!("{part}: ends before it begins"));
            }
        }
    }

    fn event(&mut self, record: &EventRecord, events: &mut BTreeMap<Vec<String>, String>) {
        let id = &record.id;
        let kinds = &self.library.locale.events;
        if kinds.id(&record.kind).is_none() {
            let known = kinds.kinds.iter().map(|kind| kind.id.as_str());
            let hint = nearest(&record.kind, known);
            let hint = hint.map(|kind| format!("; did you mean `{kind}`?"));
            let message = format!(
                "there is no event kind `{}`{}",
                record.kind,
                hint.unwrap_or_default()
            );
            self.fault(id, message);
        }
        let involved = record.object.iter().chain(&record.agents);
        let involved: Vec<&String> = involved.chain(&record.place).collect();
        let mut wanted = Vec::new();
        for name in &involved {
            match self.who(name) {
                Some(one) => wanted.push(one),
                None => {
                    let message = format!(
                        "names `{name}`, which is no entity of the records or the sources; add a record for it, or \
                         correct the name"
                    );
                    self.fault(id, message);
                }
            }
        }
        let mut agents = record.agents.clone();
        agents.sort();
        let mut same = vec![record.kind.clone()];
        for part in [
            &record.date,
            &record.object,
            &record.place,
            &record.discriminator,
        ] {
            same.push(part.clone().unwrap_or_default());
        }
        same.extend(agents);
        if let Some(other) = events.insert(same, id.clone()) {
            self.fault(
                id,
                format!("says the same as `{other}`; take one of them out"),
            );
        }
        let words: Vec<&str> = involved.iter().map(|it| it.as_str()).collect();
        let of = record.source.as_deref();
        let date = record.date.as_deref();
        self.locators(
            id,
            "event",
            of,
            &record.at,
            &wanted,
            &words.join(", "),
            date,
        );
    }

    fn quotation(&mut self, record: &super::QuotationRecord) {
        let id = &record.id;
        if record.words.trim().is_empty() {
            self.fault(id, "has no words".to_owned());
        }
        let of = record.source.as_deref();
        if !self.is_here(id, of, &record.at) {
            return;
        }
        let text = self.texts.of(of).unwrap_or_default();
        let missing = lacking_words(text, &record.at, &record.words);
        self.missing(id, "quotation", missing, &record.words, "");
    }

    #[expect(clippy::too_many_arguments, reason = "a locator is all of these")]
    fn locators(
        &mut self,
        id: &str,
        part: &str,
        of: Option<&str>,
        at: &[u32],
        wanted: &[Wanted],
        words: &str,
        date: Option<&str>,
    ) {
        if self.is_here(id, of, at) {
            let text = self.texts.of(of).unwrap_or_default();
            let missing = lacking(text, at, wanted, date);
            self.missing(id, part, missing, words, date.unwrap_or_default());
        }
    }

    /// Whether the text that a record points into is here; a source that there is not is a fault.
    fn is_here(&mut self, id: &str, of: Option<&str>, at: &[u32]) -> bool {
        if let Some(named) = of
            && !self.library.sources.iter().any(|it| it.is_named(named))
        {
            let ids = self.library.sources.iter().map(|it| it.id.as_str());
            let hint = nearest(named, ids).map(|id| format!("; did you mean `{id}`?"));
            let message = format!("there is no source `{named}`{}", hint.unwrap_or_default());
            self.fault(id, message);
            return false;
        }
        if self.texts.of(of).is_some() {
            return !at.is_empty();
        }
        let retells = |it: &Source| it.retells.is_some();
        if !at.is_empty() && !self.library.sources.iter().any(retells) {
            let message = "says `at`, but not of which source; add `source`".to_owned();
            self.fault(id, message);
        } else {
            self.checked.unseen += at.len();
        }
        false
    }

    fn missing(&mut self, id: &str, part: &str, all: Vec<(u32, Missing)>, words: &str, date: &str) {
        for (number, missing) in all {
            let (says, wanted) = match missing {
                Missing::Paragraph => ("there is no such paragraph", ""),
                Missing::Name => ("no name stands there; looked for", words),
                Missing::Date => ("no date there agrees with", date),
                Missing::Words => ("these words do not stand there:", words),
            };
            let message = format!("{part}: paragraph {number}: {says} {wanted}");
            self.push(id, message.trim_end().to_owned(), true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use prose::locale::Locale;

    use super::*;
    use crate::Builder;

    fn shown(toml: &str, original: Option<&str>) -> Vec<String> {
        let mut builder = Builder::new("test", 1);
        let _ = builder.add_records("accord.toml", toml);
        let library = builder.build(Arc::new(Locale::english()));
        let files = [("accord.toml".to_owned(), toml.to_owned())];
        let checked = check(&files, &library, original);
        let show = |it: Fault| format!("{}: {}", it.line, it.message);
        checked.faults.into_iter().map(show).collect()
    }

    const RECORDS: &str = r#"
format = 1
[[agreement]]
id = "accord"
name = "Herring Accord"
at = [2, 3, 9]
[[agreement.date]]
kind = "signed"
value = "1994-05"
at = [2]
[[agreement.date]]
kind = "in-force"
value = "1999"
at = [2]
[[quotation]]
id = "clear"
words = "the sea's edge"
at = [3]
"#;

    #[test]
    fn each_locator_is_checked() {
        let text =
            "Herring\n\nIn May 1994 theHerring Accord was signed.\nIt ends at “the sea’s  edge”.\n";
        assert_eq!(
            shown(RECORDS, Some(text)),
            [
                "4: accord: date in-force: paragraph 2: no date there agrees with 1999",
                "4: accord: entity: paragraph 3: no name stands there; looked for Herring Accord",
                "4: accord: entity: paragraph 9: there is no such paragraph",
            ]
        );
    }

    #[test]
    fn what_is_given_twice_or_leads_nowhere_is_told() {
        let toml = r#"
format = 1
[[agreement]]
id = "accord"
name = "Herring Accord"
successor = "gone"
[[agreement]]
id = "accord"
name = "Cod Accord"
aliases = ["Herring Accord"]
[[event]]
id = "a"
kind = "sined"
object = "accord"
date = "1994"
[[event]]
id = "b"
kind = "signed"
object = "Cod Accrod"
[[event]]
id = "c"
kind = "signed"
object = "accord"
source = "minutes"
at = [1]
[[event]]
id = "d"
kind = "signed"
object = "accord"
"#;
        let faults = shown(toml, None);
        for part in [
            "the id `accord` is given twice",
            "12: a: there is no event kind `sined`; did you mean `signed`?",
            "17: b: names `Cod Accrod`, which is no entity",
            "21: c: there is no source `minutes`",
            "27: d: says the same as `c`",
            "successor: there is no record `gone`",
        ] {
            assert!(
                faults.iter().any(|it| it.contains(part)),
                "no {part:?} in {faults:#?}"
            );
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_a_fault_with_its_line() {
        let faults = shown("format = 1\n[[event]]\nid = \"a\"\nkinds = \"x\"\n", None);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(
            faults[0].starts_with("4: unknown field `kinds`")
                && faults[0].ends_with("did you mean `kind`?"),
            "{faults:?}"
        );
    }
}
