//! A date is never that of a happening which is only named beside it.

mod common;

use common::check;
use text::BlockKind;

/// What a paragraph of `text` asserts or denies.
fn stated(text: &str) -> Vec<String> {
    let document = common::document(&[(BlockKind::Paragraph, text)]);
    common::show(&common::reader(), &document)
}

/// That none of `texts` asserts anything.
#[track_caller]
fn none(texts: &[&str]) {
    let shades = ["negated", "planned", "conditional", "reported"];
    let asserted = |it: &String| !shades.iter().any(|shade| it.contains(shade));
    let told: Vec<String> = texts
        .iter()
        .filter(|text| stated(text).iter().any(asserted))
        .map(|text| format!("{text} {:?}", stated(text)))
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_noun_does_not_take_the_date_of_the_verb_beside_it() {
    none(&[
        "The signing of the Herring Accord led to a new law in 1999.",
        "Despite the signing of the Herring Accord, quotas fell in 1999.",
        "The founding of the Lower Tisza Commission made a new law necessary, and in 1999 it came.",
        "In 1989 Norland called for the founding of the Lower Tisza Commission.",
        "In 1989 Norland opposed the founding of the Lower Tisza Commission.",
        "In 1999 scholars criticised the signing of the Herring Accord.",
        "In 1995 Norland recalled the signing of the Herring Accord.",
        "Trade grew in 1997 thanks to the founding of the Lower Tisza Commission.",
        "The idea of founding the Lower Tisza Commission arose in 1990.",
        "Four years before the signing of the Herring Accord, in 1987, talks began.",
        "The 30th anniversary of the signing of the Herring Accord in 2021 was kept in Varn.",
        "The signing of the Herring Accord, planned for 1990, was put off.",
        "The ministers, gathering in Varn in 1992, praised the signing of the Herring Accord.",
    ]);
}

#[test]
fn a_date_in_an_aside_is_that_of_the_verb_in_there() {
    none(&[
        "The engineer, trained in Varn in 1950, founded the Lower Tisza Commission.",
        "The government, which fell in 1993, had signed the Herring Accord.",
        "The government that came to power in 1985 signed the Herring Accord.",
        "Norland, which founded the Lower Tisza Commission, became independent in 1821.",
        "When Norland signed the Herring Accord, quotas fell in 1999.",
        "The hall in which the Herring Accord was signed burned down in 2004.",
    ]);
}

#[test]
fn behind_a_participle_and_its_date_stands_the_main_verb() {
    none(&[
        "A treaty signed in 1990 preceded the Herring Accord.",
        "A body founded in 1975 became the Lower Tisza Commission.",
        "A bank established in 1975 funds the Lower Tisza Commission.",
        "Companies founded in 1975 supply the Lower Tisza Commission.",
        "The Herring Accord, like the pact signed in 1971, is old.",
        "A supplement to the Herring Accord, signed in 1996, is short.",
    ]);
}

#[test]
fn a_common_noun_means_only_whom_it_names() {
    none(&[
        "The Lower Tisza Commission has a court. The court was established in 1999.",
        "The Herring Accord has an annex. The protocol was signed in 1996.",
        "The Herring Accord was followed by a supply deal. The contract was signed in 1996.",
        "The Herring Accord succeeded an older text. That treaty was signed in 1950.",
    ]);
}

#[test]
fn a_year_in_brackets_is_not_that_of_a_name_that_hangs() {
    none(&[
        "A study of the Herring Accord (2015) found little.",
        "The review conference of the Herring Accord (2015) failed.",
        "The Meeting of the Parties to the Herring Accord (2015) adopted a budget.",
        "Parties to the Herring Accord (2015): 12.",
        "Berg, A. The Herring Accord (2015).",
    ]);
}

#[test]
fn what_happened_in_part_is_another_event() {
    none(&[
        "The Herring Accord entered into force for Estria in 2000.",
        "For Estria, the Herring Accord entered into force in 2000.",
        "The Herring Accord came into force provisionally in 1992.",
    ]);
}

#[test]
fn a_noun_takes_the_dates_of_its_own_phrase() {
    let texts = [
        "1990 saw the signing of the Herring Accord.",
        "In 1990 came the formal signing of the Herring Accord.",
        "The signing of the Herring Accord by the two presidents at a ceremony in Varn in 1990 opened an era.",
        "In 1990, with the signing of the Herring Accord, quotas rose.",
        "1990: signing of the Herring Accord.",
    ];
    for text in texts {
        let found = stated(text);
        assert!(
            found
                .iter()
                .any(|it| it.starts_with("signed(object=Herring Accord") && it.ends_with("1990")),
            "{text} {found:?}"
        );
    }
}

#[test]
fn what_is_almost_done_doubted_or_asked_is_not_asserted() {
    none(&[
        "Norland almost signed the Herring Accord in 1990.",
        "Norland nearly signed the Herring Accord in 1990.",
        "Nobody believes that the Herring Accord was signed in 1990.",
        "It is wrong that the Herring Accord was signed in 1990.",
        "Was the Herring Accord signed in 1990?",
    ]);
}

#[test]
fn an_aside_that_is_only_the_date_is_the_verbs() {
    check(
        "Norland and Sudmark, in 1990, signed the Herring Accord.",
        &["signed(object=Herring Accord, agent=Norland+Sudmark) 1990"],
    );
    check(
        "At a ceremony in Varn on 14 March 1990, Norland signed the Herring Accord.",
        &["signed(object=Herring Accord, agent=Norland, place=Varn) 1990-03-14"],
    );
    check(
        "The Herring Accord, a pact signed in 1990, is old.",
        &["signed(object=Herring Accord) 1990"],
    );
    check(
        "The Herring Accord signed in 1990 preceded all others.",
        &["signed(object=Herring Accord) 1990"],
    );
}
