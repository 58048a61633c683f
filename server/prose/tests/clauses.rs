//! What clauses share and what parts them, and what sources tell that no kind names. One line each, as in `statements.rs`.

mod common;

use common::check;

/// As sources are read: with what no kind names.
#[track_caller]
fn check_open(text: &str, expected: &[&str]) {
    let mut reader = common::reader();
    reader.open = true;
    common::check_with(&reader, text, expected);
}

#[test]
fn coordinated_verbs_share_subject_and_helpers() {
    check(
        "The Sturgeon Convention was adopted in Varn on 9 May 1992 and opened for signature in Norland on 4 June 1992.",
        &[
            "adopted(object=Sturgeon Convention, place=Varn) 1992-05-09",
            "opened-for-signature(object=Sturgeon Convention, place=Norland) 1992-06-04",
        ],
    );
    check(
        "The Sturgeon Convention was signed at a virtual meeting on 15 November 2020 by the three eastern states and Norland, \
         Sudmark and Estria, and took effect on 1 January 2022.",
        &[
            "signed(object=Sturgeon Convention, agent=Norland+Sudmark+Estria) 2020-11-15",
            "in-force(object=Sturgeon Convention) 2022-01-01",
        ],
    );
    check(
        "The Herring Accord was signed on 3 May 1994. It is renewed each year and enters into force on 1 June 1995.",
        &[
            "signed(object=Herring Accord) 1994-05-03",
            "in-force(object=Herring Accord) 1995-06-01",
        ],
    );
}

#[test]
fn verbs_in_a_row_share_subject_and_helpers() {
    check(
        "The Sturgeon Convention was signed in Varn on 30 November 2018, amended by the members on 10 December 2019 and brought \
         into force on 1 July 2020.",
        &[
            "signed(object=Sturgeon Convention, place=Varn) 2018-11-30",
            "amended(object=Sturgeon Convention) 2019-12-10",
            "in-force(object=Sturgeon Convention) 2020-07-01",
        ],
    );
}

#[test]
fn what_is_put_off_until_a_day_happened_on_it() {
    check(
        "The Herring Accord did not enter into force until 31 December 2020.",
        &["in-force(object=Herring Accord) 2020-12-31"],
    );
    check(
        "The Herring Accord was in force until 31 December 2020.",
        &[],
    );
}

#[test]
fn a_verb_says_what_it_can_be_said_of() {
    check(
        "The Amber Forum drew up the Herring Accord. It entered into force on 11 December 1986.",
        &["in-force(object=Herring Accord) 1986-12-11"],
    );
}

#[test]
fn the_finer_of_two_dates_side_by_side_is_meant() {
    check(
        "Norland signed the Herring Accord on 13 December 2001; it took effect six months later, on 13 June 2002.",
        &[
            "signed(object=Herring Accord, agent=Norland) 2001-12-13",
            "in-force(object=Herring Accord) 2002-06-13",
        ],
    );
    check(
        "Norland signed the Herring Accord on 13 December 2001. It took effect exactly six months later.",
        &[
            "signed(object=Herring Accord, agent=Norland) 2001-12-13",
            "in-force(object=Herring Accord) 2002-06-13",
        ],
    );
}

#[test]
fn who_is_excepted_takes_no_part() {
    check(
        "The Herring Accord was signed on 2 March 2012 by all states except Norland and Sudmark.",
        &["signed(object=Herring Accord) 2012-03-02"],
    );
}

#[test]
fn a_relative_clause_is_no_wall_between_a_date_and_its_verb() {
    check(
        "In 1988 Norland and Sudmark, which has its seat in Varn, set up the Amber Forum.",
        &["established(object=Amber Forum, agent=Norland+Sudmark) 1988"],
    );
}

#[test]
fn sources_tell_what_no_kind_names() {
    check_open(
        "Norland had walked out of the talks in November 2019.",
        &["told(agent=Norland) 2019-11"],
    );
    check_open(
        "In November 2019 Norland and Sudmark walked out.",
        &["told(agent=Norland+Sudmark) 2019-11"],
    );
    check_open(
        "Ada Berg walked out on 3 May 2019. On 5 May 2023 she came back.",
        &[
            "told(agent=Ada Berg) 2019-05-03",
            "told(agent=Ada Berg) 2023-05-05",
        ],
    );
    check_open(
        "The Amber Forum has worked there since May 2005.",
        &["told(agent=Amber Forum) 2005-05"],
    );
    check_open(
        "Norland modelled its law on the Herring Accord of 9 December 1907.",
        &["told(object=Herring Accord) 1907-12-09"],
    );
}

#[test]
fn what_is_shaded_or_dated_elsewhere_is_not_told() {
    check("Norland had walked out of the talks in November 2019.", &[]);
    check_open("Norland never walked out in November 2019.", &[]);
    check_open("Norland will walk out in November 2029.", &[]);
    check_open(
        "If Norland walked out in November 2019, Sudmark stayed.",
        &[],
    );
    check_open(
        "With Norland a new chapter opened widely in November 2019.",
        &[],
    );
    check_open("Norland wanted health for all by the year 2000.", &[]);
}
