//! Less usual ways to say what happened when, one line each as in `statements.rs`.

mod common;

use common::check;

use text::BlockKind;

#[test]
fn passive_of_a_verb_with_a_particle() {
    check(
        "The Amber Forum was set up in June 2002 by six states.",
        &["established(object=Amber Forum) 2002-06"],
    );
}

#[test]
fn a_noun_as_subject() {
    check(
        "The founding of the Amber Forum in 2003 changed the region.",
        &["founded(object=Amber Forum) 2003"],
    );
    check(
        "The launch of the Amber Forum took place in June 2010.",
        &["launched(object=Amber Forum) 2010-06"],
    );
}

#[test]
fn an_office_sets_an_election_apart() {
    check(
        "Ada Berg was elected President of Norland in March 2014.",
        &["elected(object=Norland, agent=Ada Berg) 2014-03 #president"],
    );
    check(
        "Ada Berg was elected Secretary General of the Amber Forum again in 2018.",
        &["elected(object=Amber Forum, agent=Ada Berg) 2018 #again #secretary general"],
    );
}

#[test]
fn the_object_before_a_relative_pronoun() {
    check(
        "The Herring Accord, which Ada Berg signed in September 1993, settled the question.",
        &["signed(object=Herring Accord, agent=Ada Berg) 1993-09"],
    );
    check(
        "The Herring Accord that Norland and Sudmark had signed in 1993 held.",
        &["signed(object=Herring Accord, agent=Norland+Sudmark) 1993"],
    );
}

#[test]
fn a_cleft_brings_the_date_to_the_front() {
    check(
        "It was in July of 2004 that Norland and Sudmark signed the Herring Accord.",
        &["signed(object=Herring Accord, agent=Norland+Sudmark) 2004-07"],
    );
    check(
        "It was only in 2004 that the Herring Accord was signed.",
        &["signed(object=Herring Accord) 2004"],
    );
}

#[test]
fn a_date_in_figures_outweighs_a_count_beside_it() {
    check(
        "The Herring Accord was signed in 1991. Two years later, in 1995, it entered into force.",
        &[
            "signed(object=Herring Accord) 1991",
            "in-force(object=Herring Accord) 1995",
        ],
    );
    check(
        "The Herring Accord was signed in 1991. It entered into force two years later (1995).",
        &[
            "signed(object=Herring Accord) 1991",
            "in-force(object=Herring Accord) 1995",
        ],
    );
}

#[test]
fn origins() {
    check(
        "The Herring Accord dates from 1997.",
        &["dated(object=Herring Accord) 1997"],
    );
    check(
        "The Amber Forum dates back to 2005.",
        &["rooted(object=Amber Forum) 2005"],
    );
    check("The Amber Forum goes back to the talks of 1996.", &[]);
}

#[test]
fn possessives() {
    check(
        "Since its founding in 2004, the Amber Forum has grown.",
        &["founded(object=Amber Forum) 2004"],
    );
    check(
        "The Amber Forum has met every year since its establishment in 2000.",
        &["established(object=Amber Forum) 2000"],
    );
    check(
        "The Amber Forum's founding in 2001 was late.",
        &["founded(object=Amber Forum) 2001"],
    );
    // Whose it is must be clear.
    check(
        "The school has grown since its founding in 2004, says Norland.",
        &[],
    );
    check(
        "In Norland the school has grown since its founding in 2004.",
        &[],
    );
    check(
        "Norland and the Amber Forum have grown since its founding in 2004.",
        &[],
    );
    check(
        "Norland's founding in 2004 of a school for herring was a relief.",
        &[],
    );
}

#[test]
fn clauses_without_their_verb() {
    check(
        "The Amber Forum was founded in 2001, the Lower Tisza Commission in 2009.",
        &[
            "founded(object=Amber Forum) 2001",
            "founded(object=Lower Tisza Commission) 2009",
        ],
    );
    check(
        "Norland signed the Herring Accord in 2006, and Sudmark the River Plan in 2009.",
        &[
            "signed(object=Herring Accord, agent=Norland) 2006",
            "signed(object=River Plan, agent=Sudmark) 2009",
        ],
    );
    check(
        "Norland joined the Amber Forum in 2001, Sudmark in 2005 and Estria in 2010.",
        &[
            "joined(object=Amber Forum, agent=Norland) 2001",
            "joined(object=Amber Forum, agent=Sudmark) 2005",
            "joined(object=Amber Forum, agent=Estria) 2010",
        ],
    );
    check(
        "The founding of the Amber Forum in 2001 and of the Lower Tisza Commission in 2009 helped.",
        &[
            "founded(object=Amber Forum) 2001",
            "founded(object=Lower Tisza Commission) 2009",
        ],
    );
    check(
        "Norland signed the Herring Accord in 2006, and Sudmark caught more herring in 2009.",
        &["signed(object=Herring Accord, agent=Norland) 2006"],
    );
}

#[test]
fn coordinated_clauses_with_a_date_each() {
    check(
        "In June 2001 the Amber Forum was founded and in July 2002 the Herring Accord was signed.",
        &[
            "founded(object=Amber Forum) 2001-06",
            "signed(object=Herring Accord) 2002-07",
        ],
    );
}

#[test]
fn a_date_that_is_a_sentence() {
    check(
        "June 2003. The Amber Forum is founded.",
        &["founded(object=Amber Forum) 2003-06"],
    );
    check(
        "June 2003. The Amber Forum, founded in 1999, met.",
        &["founded(object=Amber Forum) 1999"],
    );
}

#[test]
fn not_asserted() {
    check(
        "Had the Herring Accord been signed in 1996, all would be well.",
        &["signed(object=Herring Accord) 1996 conditional"],
    );
    check(
        "Some memoirs claim that the Herring Accord was signed in 2000.",
        &["signed(object=Herring Accord) 2000 reported"],
    );
}

#[test]
fn one_of_two_and_the_object_it() {
    check(
        "The Amber Forum and the Lower Tisza Commission overlap. The former was founded in 2001, the latter in 2009.",
        &[
            "founded(object=Amber Forum) 2001",
            "founded(object=Lower Tisza Commission) 2009",
        ],
    );
    check(
        "Norland and Sudmark met. The former president founded the Amber Forum in 2001.",
        &["founded(object=Amber Forum) 2001"],
    );
    check(
        "The Herring Accord is short. Norland and Sudmark signed it in 2003.",
        &["signed(object=Herring Accord, agent=Norland+Sudmark) 2003"],
    );
    check(
        "The Herring Accord replaced the River Plan. Norland signed it in 2003.",
        &["signed(agent=Norland) 2003"],
    );
}

#[test]
fn brackets_with_several_dates() {
    check(
        "The Herring Accord (signed 2000, in force 2002) binds Norland.",
        &["signed(object=Herring Accord) 2000"],
    );
}

#[test]
fn a_column_of_years() {
    let cell = |row, column| BlockKind::Cell {
        table: 0,
        row,
        column,
        header: row == 0,
    };
    let table = [
        (cell(0, 0), "Agreement"),
        (cell(0, 1), "Parties"),
        (cell(0, 2), "Year"),
        (cell(1, 0), "Herring Accord"),
        (cell(1, 1), "Norland, Sudmark"),
        (cell(1, 2), "1994"),
        (cell(2, 0), "Norland leaves the Sturgeon Convention"),
        (cell(2, 1), "Norland"),
        (cell(2, 2), "1999"),
    ];
    assert_eq!(
        common::show(&common::reader(), &common::document(&table)),
        ["dated(object=Herring Accord) 1994"]
    );
}

#[test]
fn the_nearer_of_two_dates() {
    check(
        "Ada Berg was elected President of Norland in 2012 and Secretary of the Amber Forum in May 2013.",
        &["elected(object=Norland, agent=Ada Berg) 2012 #president"],
    );
    check(
        "Ada Berg was elected as Secretary of the Amber Forum and as President of Norland in May 2013.",
        &[],
    );
}

#[test]
fn an_ordinal_inside_a_name() {
    check(
        "The Second Sturgeon Convention was adopted in 1999.",
        &["adopted(object=Sturgeon Convention) 1999 #2nd"],
    );
}
