//! The labelled drafts of one round, one a class.

use crate::generator::{Random, Writer};
use crate::{Case, MARKS, SPEECHES, Speech, said};

pub fn cases(round: usize, speeches: &[Speech], writer: &mut Writer) -> Vec<Case> {
    let mut random = Random(round as u64 * 104_729 + 11);
    let mut out = Vec::new();
    let (open, close) = MARKS[round % MARKS.len()];
    let spoken = &speeches[..SPEECHES];
    let lead = |speech: &Speech| match round % 3 {
        0 => format!("In May {} {} said: ", speech.year, speech.speaker),
        1 => format!("{} told the assembly: ", speech.speaker),
        _ => format!("As President {} put it, ", speech.speaker),
    };
    let pick = |random: &mut Random| {
        let speech = &spoken[random.below(spoken.len())];
        let sentence = speech.sentences[random.below(110)].clone();
        (speech, sentence)
    };
    const SOUND: &[&str] = &["verbatim", "edited", "ambiguous"];
    let case = |class, draft, verdicts, code| Case {
        class,
        draft,
        verdicts,
        code,
        passage: None,
        mended: None,
    };
    let list = |sentence: &str| -> Vec<String> { sentence.split(' ').map(str::to_owned).collect() };

    let (speech, sentence) = pick(&mut random);
    let bare = sentence.trim_end_matches('.').to_owned();
    out.push(Case {
        passage: Some((speech.path.clone(), bare)),
        ..case(
            "verbatim",
            format!("{}{open}{sentence}{close}", lead(speech)),
            SOUND,
            None,
        )
    });

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    words.splice(6..8, ["…".to_owned()]);
    out.push(case(
        "ellipsis",
        format!("{}{open}{}{close}", lead(speech), words.join(" ")),
        SOUND,
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    words.splice(6..8, ["[the harbour board]".to_owned()]);
    out.push(case(
        "bracket",
        format!("{}{open}{}{close}", lead(speech), words.join(" ")),
        SOUND,
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let small = format!(
        "{}{}",
        sentence[..1].to_lowercase(),
        sentence[1..].trim_end_matches('.')
    );
    out.push(case(
        "case",
        format!(
            "{} said that {open}{small}{close} once more.",
            speech.speaker
        ),
        SOUND,
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let words = list(&sentence);
    let draft = format!(
        "{open}{},{close} {} said, {open}{}{close}",
        words[..6].join(" "),
        speech.speaker,
        words[6..].join(" ")
    );
    out.push(case("split", draft, SOUND, None));

    let (speech, sentence) = pick(&mut random);
    out.push(case(
        "block",
        format!("> {sentence}\n>\n> — {}, {}\n", speech.speaker, speech.year),
        SOUND,
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let (inner, inner_close) = if open == "‘" {
        ("“", "”")
    } else {
        ("‘", "’")
    };
    words[4] = format!("{inner}{}{inner_close}", words[4]);
    out.push(case(
        "nested",
        format!("{}{open}{}{close}", lead(speech), words.join(" ")),
        SOUND,
        None,
    ));

    let speech = &spoken[random.below(4)];
    let sentence = &speech.sentences[120 + random.below(6)];
    out.push(case(
        "duplicate",
        format!("{}{open}{sentence}{close}", lead(speech)),
        SOUND,
        None,
    ));

    let speech = &spoken[4 + random.below(4)];
    let sentence = &speech.sentences[120 + random.below(6)];
    out.push(Case {
        passage: Some((
            speech.path.clone(),
            sentence.trim_end_matches('.').to_owned(),
        )),
        ..case(
            "near-duplicate",
            format!("{}{open}{sentence}{close}", lead(speech)),
            SOUND,
            None,
        )
    });

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let long = words.iter_mut().rfind(|word| word.len() > 5);
    if let Some(word) = long.filter(|word| word.is_ascii()) {
        word.insert(3, '\u{ad}');
    }
    out.push(case(
        "typography",
        format!("{}{open}{}{close}", lead(speech), words.join("\u{a0}")),
        SOUND,
        None,
    ));

    let broken = &speeches[SPEECHES + 1];
    let sentence = &broken.sentences[round];
    out.push(case(
        "hyphenation",
        format!("The paper says: {open}{sentence}{close}"),
        SOUND,
        None,
    ));

    out.push(case(
        "scare quote",
        format!(
            "The so-called {open}{}{close} was well known.",
            writer.words(3)
        ),
        &["term"],
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let at = random.range(1, words.len() - 1);
    words[at] = format!("qu{}", writer.words(1));
    out.push(Case {
        mended: Some(sentence.trim_end_matches('.').to_owned()),
        ..case(
            "altered",
            format!("{}{open}{}{close}", lead(speech), words.join(" ")),
            &["misquoted"],
            Some("quotation-altered"),
        )
    });

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let at = random.range(2, words.len() - 2);
    if words[at] != words[at - 1] && words[at] != words[at + 1] {
        words.remove(at);
        out.push(Case {
            mended: Some(sentence.trim_end_matches('.').to_owned()),
            ..case(
                "dropped",
                format!("{}{open}{}{close}", lead(speech), words.join(" ")),
                &["misquoted"],
                Some("quotation-omission"),
            )
        });
    }

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let at = random.range(2, words.len() - 2);
    words.insert(at, format!("qu{}", writer.words(1)));
    out.push(Case {
        mended: Some(sentence.trim_end_matches('.').to_owned()),
        ..case(
            "added",
            format!("{}{open}{}{close}", lead(speech), words.join(" ")),
            &["misquoted"],
            Some("quotation-addition"),
        )
    });

    let (speech, sentence) = pick(&mut random);
    let mut words = list(&sentence);
    let at = random.range(2, words.len() - 2);
    words.insert(
        at,
        (*random.pick(&["not", "never", "must", "seven", "all"])).to_owned(),
    );
    if words[at] != words[at + 1] && words[at] != words[at - 1] {
        out.push(case(
            "meaning",
            format!("{}{open}{}{close}", lead(speech), words.join(" ")),
            &["misquoted"],
            Some("quotation-addition"),
        ));
    }

    let (speech, one) = pick(&mut random);
    let (_, other) = pick(&mut random);
    out.push(case(
        "fused",
        format!("{}{open}{one} {other}{close}", lead(speech)),
        &["misquoted"],
        Some("quotation-fused"),
    ));

    let (speech, _) = pick(&mut random);
    out.push(case(
        "unsourced",
        format!("{}{open}{}{close}", lead(speech), said(writer)),
        &["unsourced"],
        None,
    ));

    let (speech, sentence) = pick(&mut random);
    let other = spoken.iter().find(|other| {
        other.speaker != speech.speaker
            && other.speaker.split(' ').next_back() != speech.speaker.split(' ').next_back()
            && other.speaker.split(' ').next() != speech.speaker.split(' ').next()
            && other.sentences.len() == 120
    });
    let other = other.expect("somebody else");
    let draft = match round % 2 {
        0 => format!("{} said: {open}{sentence}{close}", other.speaker),
        _ => format!(
            "{open}{sentence}{close} said Minister {}.",
            other.speaker.split(' ').next_back().expect("a name")
        ),
    };
    out.push(case(
        "wrong speaker",
        draft,
        &["misattributed"],
        Some("quotation-attribution"),
    ));

    let (speech, sentence) = pick(&mut random);
    let draft = format!(
        "In June {} {} said: {open}{sentence}{close}",
        speech.year + 2,
        speech.speaker
    );
    out.push(case(
        "wrong date",
        draft,
        &["misattributed"],
        Some("quotation-attribution"),
    ));

    let report = &speeches[SPEECHES].sentences[round];
    let (who, words) = report.split_once(" said that ").expect("it says so");
    out.push(case(
        "summary",
        format!(
            "{who} said that {open}{}{close}",
            words.trim_end_matches('.')
        ),
        SOUND,
        Some("quotation-summary"),
    ));
    out
}
