//! A library that was made with what was read for the ones before it says what one says that was made anew, whatever
//! happened to its sources and records in between.

use std::sync::{Arc, LazyLock};

use library::{Builder, Library, Memory, Packed, Part, Quotable, Rank, SourceRecord};
use passage::{Index, Lexicon};
use proptest::prelude::*;
use prose::locale::Locale;
use prose::reading::{Memo, Reader};

static LOCALE: LazyLock<Arc<Locale>> = LazyLock::new(|| Arc::new(Locale::english()));

/// Names that are explained in one source and used in another, merged, ambiguous, or lost with a sentence.
const SENTENCES: &[&str] = &[
    "The Northern Fisheries Commission (NFC) was founded in March 1954.",
    "The NFC was dissolved in 1988.",
    "The Northern Fisheries Commission met in Bergen in 1970.",
    "Norland signed the Convention on the Protection of Herring on 12 June 1961.",
    "The Convention entered into force in 1963.",
    "The Convention on the Protection of Herring entered into force in 1964.",
    "The Herring Convention is a treaty on nets and hooks.",
    "President Gro Moen visited Norland on 3 May 1971.",
    "“We have the fish”, said Minister Gro Moen on 4 May 1971.",
    "Moen signed the Salt Treaty in 1972.",
    "The Salt Treaty of Varn was signed on 2 May 1950.",
    "The Varn Treaty was signed in 1951.",
    "The Treaty of Varn expired in 1990, and fishermen of all coasts went home with their nets.",
    "Two years later the treaty was extended.",
    "The Board of Fishermen (NFC) was founded in 1901.",
    "# Herring",
    "The Accord was signed in 1980.",
    "Plain words say nothing of names or dates.",
];

const RECORDS: &str = "\
format = 1

[[agreement]]
id = \"herring\"
name = \"Herring Accord\"
aliases = [\"Convention on the Protection of Herring\"]
ambiguous = [\"Accord\"]

[[event]]
id = \"herring-signed\"
kind = \"signed\"
object = \"herring\"
date = \"1980-05-01\"
";

#[derive(Clone, Debug)]
struct Source {
    name: usize,
    sentences: Vec<usize>,
    primary: bool,
    dated: bool,
    withheld: bool,
}

#[derive(Clone, Debug)]
enum Edit {
    Put(Source),
    Remove(usize),
    Records(bool),
}

#[derive(Clone, Debug, Default)]
struct Made {
    sources: Vec<Source>,
    records: bool,
}

impl Made {
    fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Put(source) => {
                self.sources.retain(|other| other.name != source.name);
                self.sources.push(source);
                self.sources.sort_by_key(|source| source.name);
            }
            Edit::Remove(name) => self.sources.retain(|source| source.name != name),
            Edit::Records(records) => self.records = records,
        }
    }

    fn build(&self, memory: Option<&Arc<Memory>>) -> Library {
        let mut builder = self.builder();
        if let Some(memory) = memory {
            builder.remember(Arc::clone(memory));
            // It says the same.
            builder.pack(library::held());
        }
        builder.build(Arc::clone(&LOCALE))
    }

    /// The library that was written and opened again; none where nothing may be written.
    fn opened(&self, library: &Library) -> Option<Library> {
        let (mut bytes, key) = (Vec::new(), [7; 32]);
        let written = library.keep(&key, &mut bytes);
        let withheld = self.sources.iter().any(|source| source.withheld);
        assert_eq!(written.is_err(), withheld);
        written.ok()?;
        assert!(Packed::open(bytes.clone().into(), &[8; 32]).is_none());
        let kept = Packed::open(bytes.into(), &key).expect("it was written");
        assert!(kept.is_sound());
        let index = |documents: &[Quotable<'_>]| {
            let segments = documents.iter().map(|it| Arc::new(it.fold()));
            Index::new(segments.collect(), Arc::new(Lexicon::english()))
        };
        let opened = self.builder().open(&kept, &LOCALE, index);
        Some(opened.unwrap_or_else(|_| panic!("it opens")))
    }

    fn builder(&self) -> Builder {
        let mut builder = Builder::new("made", 1);
        for source in &self.sources {
            let mut record = SourceRecord {
                rank: source.primary.then_some(Rank::Primary),
                withheld: source.withheld,
                ..SourceRecord::default()
            };
            record.date = source.dated.then(|| "1969".to_owned());
            let sentences = source.sentences.iter().map(|at| SENTENCES[*at]);
            let text = sentences.collect::<Vec<_>>().join("\n\n");
            let document = Arc::new(markdown::read(text.into()));
            builder.add_source(&format!("{}.md", source.name), record, document);
        }
        if self.records {
            builder.add_records("records.toml", RECORDS).expect("sound");
        }
        builder.veil();
        builder
    }
}

/// All that a library says of itself and of a draft that has every sentence.
fn says(library: &Library) -> Vec<String> {
    let reader = Reader::new(Arc::clone(&LOCALE), library.names.clone());
    let document = markdown::read(SENTENCES.join("\n\n").into());
    let reading = reader.read(&document, &mut Memo::default(), &|| false);
    let reading = reading.expect("nobody stops it");
    let retold = document.blocks.iter().zip(reading.blocks.iter());
    let retold = retold.map(|(block, resolved)| library.retold(&[Part { block, resolved }]));
    let mut persons: Vec<&String> = library.persons.iter().collect();
    persons.sort();
    vec![
        format!("{:#?}", library.entities),
        format!("{:#?}", library.events),
        format!("{:#?}", library.names.names()),
        format!("{:#?}", library.said),
        format!("{:#?}", library.problems),
        format!("{:#?}", persons),
        format!("{:#?}", retold.collect::<Vec<_>>()),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    let sentences = prop::collection::vec(0..SENTENCES.len(), 0..6);
    let rarely = || prop::bool::weighted(0.15);
    (0..5_usize, sentences, rarely(), rarely(), rarely()).prop_map(
        |(name, sentences, primary, dated, withheld)| Source {
            name,
            sentences,
            primary,
            dated,
            withheld,
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => source().prop_map(Edit::Put),
        1 => (0..5_usize).prop_map(Edit::Remove),
        1 => any::<bool>().prop_map(Edit::Records),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_was_read_before_changes_nothing(edits in prop::collection::vec(edit(), 1..14)) {
        let (memory, mut made) = (Arc::new(Memory::default()), Made::default());
        for edit in edits {
            made.edit(edit);
            let (known, fresh) = (made.build(Some(&memory)), made.build(None));
            let right = says(&fresh);
            for (one, other) in says(&known).iter().zip(&right) {
                prop_assert_eq!(one, other);
            }
            if let Some(opened) = made.opened(&known) {
                for (one, other) in says(&opened).iter().zip(&right) {
                    prop_assert_eq!(one, other);
                }
            }
        }
    }
}

#[test]
fn a_name_that_another_source_loses_is_no_name_any_more() {
    let memory = Arc::new(Memory::default());
    let of = |sentences: &[usize], name: usize| Source {
        name,
        sentences: sentences.to_vec(),
        primary: false,
        dated: false,
        withheld: false,
    };
    let mut made = Made::default();
    made.edit(Edit::Put(of(&[1], 1)));
    made.edit(Edit::Put(of(&[0], 0)));
    let founded = |library: &Library| library.events.len();
    // "The NFC was dissolved" is of the Commission, which only the other source explains.
    let both = made.build(Some(&memory));
    let objects = both.events.iter().map(|event| event.object);
    assert_eq!(objects.collect::<std::collections::BTreeSet<_>>().len(), 1);
    assert_eq!(founded(&both), 2);
    made.edit(Edit::Put(of(&[17], 0)));
    let one = made.build(Some(&memory));
    assert_eq!(says(&one), says(&made.build(None)));
    assert_ne!(founded(&one), 2);
}
