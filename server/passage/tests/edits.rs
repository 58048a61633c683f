//! Random edits, random text: what was quoted is found again, and nothing panics.

mod generator;

use std::sync::{Arc, LazyLock};

use generator::{Random, Writer};
use passage::{Budget, Index, Lexicon, Query, Segment, fold, mend};
use proptest::prelude::*;
use text::Span;

static LIBRARY: LazyLock<(Vec<String>, Index)> = LazyLock::new(|| {
    let mut writer = Writer::new(3);
    let texts: Vec<String> = (0..12).map(|_| writer.document(60_000)).collect();
    let segments = texts
        .iter()
        .map(|t| Arc::new(Segment::build(t, &[])))
        .collect();
    let index = Index::new(segments, Arc::new(Lexicon::english()));
    (texts, index)
});

fn folded(text: &str) -> Vec<String> {
    let folded = fold::fold(text, &[]);
    folded
        .words
        .iter()
        .map(|w| w.folded.of(&folded.text).to_owned())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_verbatim_quotation_is_where_it_was_taken(document in 0usize..12, at in any::<prop::sample::Index>(), count in 1usize..40) {
        let (texts, index) = &*LIBRARY;
        let page = index.page(document);
        let first = at.index(page.len() - count);
        let span = page.span(first).join(page.span(first + count - 1));
        let query = Query::parse(span.of(&texts[document]), &Lexicon::english());
        let located = index.locate(&query, &Budget { matches: usize::MAX, ..Budget::default() });
        prop_assert!(located.matches.iter().any(|m| m.document == document && m.span == span));
        for found in &located.matches {
            prop_assert_eq!(folded(found.span.of(&texts[found.document])), folded(span.of(&texts[document])));
        }
    }

    #[test]
    fn a_fifth_of_the_words_may_differ(document in 0usize..12, at in any::<prop::sample::Index>(), count in 6usize..60, seed in any::<u64>()) {
        let (texts, index) = &*LIBRARY;
        let page = index.page(document);
        let first = at.index(page.len() - count);
        let span = page.span(first).join(page.span(first + count - 1));
        let mut words: Vec<String> = folded(span.of(&texts[document]));
        let mut random = Random(seed);
        for edit in 0..count / 5 {
            let at = random.below(words.len());
            match random.below(3) {
                0 => words[at] = format!("zz{edit}"),
                1 => words.insert(at, format!("zz{edit}")),
                _ => drop(words.remove(at)),
            }
        }
        let lexicon = Lexicon::english();
        let draft = words.join(" ");
        let located = index.locate(&Query::parse(&draft, &lexicon), &Budget::default());
        prop_assert!(located.proven);
        let there = located.matches.iter().find(|m| m.document == document && m.span.overlaps(span));
        prop_assert!(there.is_some(), "{} {:?}", draft, located.matches.first());
        // Mended, the words are the source's from the first to the last that was recognised.
        let best = located.matches.first().unwrap();
        let mended = mend(&draft, Span::new(0, draft.len()), best, &texts[best.document]);
        let mended = index.locate(&Query::parse(&mended, &lexicon), &Budget::default());
        prop_assert!(mended.matches[0].same * 10 >= mended.matches[0].intact * 9);
        prop_assert!(mended.matches[0].cost <= best.cost);
    }

    #[test]
    fn no_query_panics(draft in "\\PC{0,80}", source in "\\PC{0,200}") {
        let lexicon = Lexicon::english();
        let index = Index::new(vec![Arc::new(Segment::build(&source, &[]))], Arc::new(Lexicon::english()));
        let query = Query::parse(&draft, &lexicon);
        for found in index.locate(&query, &Budget::default()).matches {
            let _ = mend(&draft, Span::new(0, draft.len()), &found, &source);
            let _ = index.stops_before(&found);
        }
        let own = Index::new(vec![Arc::new(Segment::build(&draft, &[]))], Arc::new(Lexicon::english()));
        for found in own.locate(&query, &Budget::default()).matches {
            let _ = mend(&draft, Span::new(0, draft.len()), &found, &draft);
        }
    }

    #[test]
    fn small_words_in_all_arrangements(
        draft in prop::collection::vec(prop::sample::select(vec!["a", "b", "not", "…", "[c]", "[T]he", "[sic]", ".", "a-b", "ab"]), 0..14),
        source in prop::collection::vec(prop::sample::select(vec!["a", "b", "not", "the", "ab", "a-b", "c.", "d,"]), 0..30),
    ) {
        let (draft, source) = (draft.join(" "), source.join(" "));
        let lexicon = Lexicon::english();
        let index = Index::new(vec![Arc::new(Segment::build(&source, &[]))], Arc::new(Lexicon::english()));
        for found in index.locate(&Query::parse(&draft, &lexicon), &Budget::default()).matches {
            prop_assert!(found.span.end <= source.len());
            for difference in &found.differences {
                prop_assert!(difference.draft.end <= draft.len() && difference.source.end <= source.len());
            }
            let _ = mend(&draft, Span::new(0, draft.len()), &found, &source);
        }
    }
}
