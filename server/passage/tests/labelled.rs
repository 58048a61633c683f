//! Labelled quotations over invented sources: what share of each class is judged as its label says.

mod generator;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use generator::{Random, Writer};
use passage::{Budget, DifferenceKind, Index, Lexicon, Match, Query, Segment};
use text::Span;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    /// Verbatim, or edited as editors may.
    Sound,
    Misquoted,
    Fused,
    Unsourced,
    Term,
}

/// A quotation with its label.
struct Case {
    class: &'static str,
    draft: String,
    pieces: Option<Vec<Span>>,
    expected: Verdict,
    /// Where it was taken from.
    place: Option<(usize, Span)>,
    /// A word of the draft that must be marked.
    marked: Option<String>,
}

const PER_CLASS: usize = 300;

#[test]
fn each_class_is_judged_as_labelled() {
    let mut writer = Writer::new(42);
    let mut texts: Vec<String> = (0..40).map(|_| writer.document(50_000)).collect();
    let twins = plant_twins(&mut texts, &mut writer);
    let lexicon = Arc::new(Lexicon::english());
    let segments = texts
        .iter()
        .map(|t| Arc::new(Segment::build(t, &[])))
        .collect();
    let index = Index::new(segments, lexicon.clone());
    let mut score: BTreeMap<&str, (usize, usize, Vec<String>)> = BTreeMap::new();
    for round in 0..PER_CLASS {
        for case in cases(round, &texts, &twins, &mut writer) {
            let wrong = judge(&case, &index, &lexicon);
            let entry = score.entry(case.class).or_default();
            entry.1 += 1;
            match wrong {
                None => entry.0 += 1,
                Some(why) if entry.2.len() < 3 => {
                    entry.2.push(format!("{why}\n      {}", case.draft))
                }
                Some(_) => {}
            }
        }
    }
    let mut report = String::new();
    let (mut right, mut all, mut fails) = (0, 0, false);
    for (class, (good, count, examples)) in &score {
        right += good;
        all += count;
        let share = *good as f64 / *count as f64;
        fails |= share < 0.97;
        writeln!(report, "{class:<16} {share:.3} of {count}").unwrap();
        for example in examples {
            writeln!(report, "    {example}").unwrap();
        }
    }
    let overall = right as f64 / all as f64;
    println!("{report}overall {overall:.4}");
    assert!(!fails && overall >= 0.99, "{report}overall {overall:.4}");
}

/// Sentences that stand in two documents with one word between them.
fn plant_twins(texts: &mut [String], writer: &mut Writer) -> Vec<(String, usize)> {
    let mut twins = Vec::new();
    for at in 0..40 {
        let words = writer.words(18);
        let one = format!("And {words} ulverta imcorban {}.", writer.words(6));
        let other = one.replace("ulverta", "growobel");
        let (a, b) = (at, (at + 7) % texts.len());
        texts[a].push_str(&one);
        texts[a].push_str("\n\n");
        texts[b].push_str(&other);
        texts[b].push_str("\n\n");
        twins.push((one, a));
        twins.push((other, b));
    }
    twins
}

/// A stretch of `count` words of one sentence.
fn stretch(texts: &[String], random: &mut Random, low: usize, high: usize) -> (usize, Span) {
    loop {
        let document = random.below(texts.len());
        let text = &texts[document];
        let mut from = random.below(text.len() - 4_000);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let from = text[from..].find(". ").map_or(0, |at| from + at + 2);
        let end = text[from..].find(". ").map_or(text.len(), |at| from + at);
        let sentence = &text[from..end];
        let words: Vec<(usize, &str)> = sentence
            .split(' ')
            .map(|w| (w.as_ptr() as usize - sentence.as_ptr() as usize, w))
            .filter(|(_, w)| w.starts_with(char::is_alphabetic))
            .collect();
        let count = random.range(low, high);
        if words.len() < count || sentence.contains('\n') {
            continue;
        }
        let first = random.below(words.len() - count + 1);
        let last = words[first + count - 1];
        let end = last.0 + last.1.trim_end_matches([',', ';', '.']).len();
        return (document, Span::new(from + words[first].0, from + end));
    }
}

fn cases(
    round: usize,
    texts: &[String],
    twins: &[(String, usize)],
    writer: &mut Writer,
) -> Vec<Case> {
    let mut out = Vec::new();
    let mut random = Random(round as u64 * 7919 + 5);
    let mut add = |class, draft: String, expected, place, marked| {
        out.push(Case {
            class,
            draft,
            pieces: None,
            expected,
            place,
            marked,
        });
    };
    let taken = |random: &mut Random, low, high| {
        let (document, span) = stretch(texts, random, low, high);
        (span.of(&texts[document]).to_owned(), Some((document, span)))
    };
    let split = |words: &str| -> Vec<String> { words.split(' ').map(str::to_owned).collect() };

    let (words, place) = taken(&mut random, 5, 25);
    add("verbatim", words, Verdict::Sound, place, None);

    let (words, place) = taken(&mut random, 5, 25);
    let at = random.below(words.len().saturating_sub(2));
    let hyphenated = words.char_indices().nth(at).filter(|(at, _)| {
        words[*at..].chars().take(2).all(|c| c.is_ascii_lowercase())
            && words[..*at].ends_with(|c: char| c.is_ascii_lowercase())
    });
    let mut words_typed = words.replace(" – ", "—").replace(' ', "\u{a0}");
    if let Some((at, _)) = hyphenated {
        words_typed = format!("{}-\n{}", &words[..at], &words[at..]).replace(" – ", " - ");
    }
    add("typography", words_typed, Verdict::Sound, place, None);

    let (words, place) = taken(&mut random, 10, 26);
    let mut list: Vec<String> = split(&words);
    list.retain(|word| word != "–");
    let from = random.range(4, list.len() - 4);
    let until = (from + random.range(1, 4)).min(list.len() - 3);
    let mark = *random.pick(&["…", "[...]", ". . .", "[…]"]);
    list.splice(from..until, [mark.to_owned()]);
    add("ellipsis", list.join(" "), Verdict::Sound, place, None);

    let (words, place) = taken(&mut random, 8, 25);
    let mut list = split(&words);
    let from = random.range(2, list.len() - 3);
    list.splice(
        from..from + random.range(1, 3),
        ["[the harbour board]".to_owned()],
    );
    add("bracket", list.join(" "), Verdict::Sound, place, None);

    let (words, place) = taken(&mut random, 6, 25);
    let mut letters = words.chars();
    let first = letters.next().unwrap();
    let turned = if first.is_uppercase() {
        first.to_ascii_lowercase()
    } else {
        first.to_ascii_uppercase()
    };
    let opened = if random.chance(50) {
        format!("[{turned}]")
    } else {
        turned.to_string()
    };
    add(
        "case",
        format!("{opened}{}", letters.as_str()),
        Verdict::Sound,
        place,
        None,
    );

    let (words, place) = taken(&mut random, 10, 25);
    let quote = words.replacen(' ', " ‘", 1).replacen(',', "’,", 1);
    add("nested", quote, Verdict::Sound, place, None);

    let (twin, document) = random.pick(twins).clone();
    let start = texts[document].find(&twin).unwrap();
    let place = Some((document, Span::new(start, start + twin.len() - 1)));
    add("near-duplicate", twin, Verdict::Sound, place, None);

    let (words, place) = taken(&mut random, 6, 25);
    let mut list = split(&words);
    let at = random.below(list.len());
    let mut other = writer.word().to_owned();
    while list[at].to_lowercase().starts_with(&other) || other.starts_with(&list[at].to_lowercase())
    {
        other = writer.word().to_owned();
    }
    if list[at].starts_with(char::is_alphabetic) {
        list[at].clone_from(&other);
        add(
            "altered",
            list.join(" "),
            Verdict::Misquoted,
            place,
            Some(other),
        );
    }

    let (words, place) = taken(&mut random, 8, 25);
    let mut list = split(&words);
    let at = random.range(1, list.len() - 1);
    if list[at].starts_with(char::is_alphabetic)
        && list[at] != list[at - 1]
        && list[at] != list[at + 1]
    {
        list.remove(at);
        add("dropped", list.join(" "), Verdict::Misquoted, place, None);
    }

    let (words, place) = taken(&mut random, 6, 25);
    let mut list = split(&words);
    let at = random.range(1, list.len());
    let other = format!("x{}", writer.word());
    list.insert(at, other.clone());
    add(
        "added",
        list.join(" "),
        Verdict::Misquoted,
        place,
        Some(other),
    );

    let (one, _) = taken(&mut random, 8, 15);
    let (two, _) = taken(&mut random, 8, 15);
    add("fused", format!("{one} {two}"), Verdict::Fused, None, None);

    let count = random.range(6, 25);
    add(
        "unsourced",
        writer.words(count),
        Verdict::Unsourced,
        None,
        None,
    );

    let count = random.range(1, 5);
    add(
        "scare quote",
        writer.words(count),
        Verdict::Term,
        None,
        None,
    );

    let (words, place) = taken(&mut random, 8, 25);
    let at = words.match_indices(' ').nth(3).unwrap().0;
    let said = "”, he said, “";
    let draft = format!("{}{said}{}", &words[..at], &words[at + 1..]);
    let pieces = vec![Span::new(0, at), Span::new(at + said.len(), draft.len())];
    out.push(Case {
        class: "split",
        draft,
        pieces: Some(pieces),
        expected: Verdict::Sound,
        place,
        marked: None,
    });
    out
}

/// What is wrong with the answer, if anything.
fn judge(case: &Case, index: &Index, lexicon: &Lexicon) -> Option<String> {
    let query = match &case.pieces {
        Some(pieces) => Query::of(&case.draft, pieces, lexicon),
        None => Query::parse(&case.draft, lexicon),
    };
    let located = index.locate(&query, &Budget::default());
    if !located.proven {
        return Some("not proven".to_owned());
    }
    let best = located.matches.first();
    let verdict = match best {
        _ if query.len() <= 4 => Verdict::Term,
        None => Verdict::Unsourced,
        Some(best) if sound(best) => Verdict::Sound,
        Some(best) if fused(best) => Verdict::Fused,
        Some(_) => Verdict::Misquoted,
    };
    if verdict != case.expected {
        return Some(format!("{verdict:?}, not {:?}: {best:?}", case.expected));
    }
    if let Some((document, span)) = case.place {
        let there = located.matches.iter().any(|found| {
            found.document == document
                && found.span.start.abs_diff(span.start) < 30
                && found.span.end.abs_diff(span.end) < 30
        });
        if !there {
            return Some(format!("not at {document}:{span:?}: {best:?}"));
        }
    }
    let word = case.marked.as_ref()?;
    let marked = best?
        .differences
        .iter()
        .any(|d| d.draft_words.contains(word.as_str()));
    (!marked).then(|| format!("{word} is not marked: {best:?}"))
}

fn sound(found: &Match) -> bool {
    found.differences.iter().all(|difference| {
        let first = difference.draft == found.differences[0].draft && difference.draft.start < 2;
        match difference.kind {
            DifferenceKind::Case => first,
            DifferenceKind::Spelling
            | DifferenceKind::Bracket
            | DifferenceKind::EllipsisHides(_)
            | DifferenceKind::Punctuation => true,
            _ => false,
        }
    })
}

fn fused(found: &Match) -> bool {
    let elsewhere = |kind: &DifferenceKind| matches!(kind, DifferenceKind::Elsewhere { .. });
    found
        .differences
        .iter()
        .any(|difference| elsewhere(&difference.kind))
}
