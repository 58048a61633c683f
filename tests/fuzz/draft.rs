//! A whole draft against a small library: read, judged, asked at every few bytes, mended.

use std::sync::{Arc, LazyLock};

use analysis::{Analysis, Cancel, Memo, Profile, Reach, Settings, apply};
use library::{Builder, Library, SourceRecord};

use crate::LOCALE;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let mut builder = Builder::new("fuzz", 1);
    for (name, record, text) in SOURCES {
        let record = SourceRecord::parse(name, record).expect("a record");
        builder.add_source(name, record, Arc::new(format::read(name, (*text).into())));
    }
    Arc::new(builder.build(LOCALE.clone()))
});

const SOURCES: &[(&str, &str, &str)] = &[
    (
        "speech.md",
        "format = 1\ntitle = \"Address to the board\"\nspeaker = \"Paula Hesse\"\ndate = \"2014-09-03\"\nrank = \"primary\"\n",
        "We shall open the gates in spring, unless the ice is late. The toll will not be raised before 2019, and every boat \
         will be counted at both ends of the canal.\n\nOur goverment has kept its word for twenty years.\n",
    ),
    (
        "report.md",
        "format = 1\ndate = \"2017-05-19\"\nrank = \"press\"\n",
        "# The locks\n\nForeign Minister Daniel Okafor said that the delay was regrettable. \"Nobody gains from a silent \
         river,\" he told the board. Transport Minister Paula Hesse was blunt. \"The grain is rotting in the holds of forty \
         barges,\" she said.\n",
    ),
    (
        "statement.md",
        "format = 1\ntitle = \"Joint Statement of Ardenia and Velland\"\ndate = \"2015-10-08\"\nrank = \"primary\"\n",
        "Neither side shall take any measure that may reduce the flow. The Lock Convention was signed in Port Ansel on \
         22 June 1998.\n",
    ),
];

pub fn judged(text: &str) {
    for profile in [Profile::Fidelity, Profile::Bluebook] {
        let settings = Settings {
            profile,
            ..Settings::default()
        };
        let analysis = Analysis::new(
            "draft.md",
            text.into(),
            LIBRARY.clone(),
            Arc::new(settings),
            &mut Memo::default(),
            &Cancel::new(),
        );
        let analysis = analysis.expect("nobody cancels");
        for diagnostic in analysis.diagnostics() {
            assert!(text.get(diagnostic.span.start..diagnostic.span.end).is_some());
            for related in &diagnostic.related {
                let focus = related.location.focus;
                assert!(related.location.text.get(focus.start..focus.end).is_some());
            }
            for fix in &diagnostic.fixes {
                let _ = apply(text, &fix.edits);
            }
        }
        for quotation in analysis.inspect().quotations {
            assert!(text.get(quotation.at.byte_start..quotation.at.byte_end).is_some());
        }
        for offset in (0..=text.len()).step_by(7) {
            if let Some(hover) = analysis.hover(offset) {
                assert!(text.get(hover.span.start..hover.span.end).is_some());
            }
        }
        for (source, (name, _, _)) in LIBRARY.sources.iter().zip(SOURCES) {
            for offset in (0..source.document.text.len()).step_by(50) {
                let _ = analysis::references(&[&analysis], name, offset);
            }
        }
        let _ = apply(text, &analysis.batch(Reach::Unsafe));
    }
}
