//! What texts state, one line each: `kind(object=..., agent=..., place=...) date modality #discriminator`.

mod common;

use common::check;

use text::BlockKind;

#[test]
fn active_and_passive() {
    check(
        "Norland and Sudmark signed the Treaty of Varn in July 2001.",
        &["signed(object=Treaty of Varn on Friendship, agent=Norland+Sudmark) 2001-07"],
    );
    check(
        "The Treaty of Varn was signed by Norland and Sudmark on 16 July 2001.",
        &["signed(object=Treaty of Varn on Friendship, agent=Norland+Sudmark) 2001-07-16"],
    );
    check(
        "The Herring Accord was finally signed in Varn in 1994.",
        &["signed(object=Herring Accord, place=Varn) 1994"],
    );
    check(
        "The Sturgeon Convention entered into force on 1 March 1999.",
        &["in-force(object=Sturgeon Convention) 1999-03-01"],
    );
    check(
        "The heads of state of Norland and Estria ratified the Herring Accord in 1996.",
        &["ratified(object=Herring Accord, agent=Norland+Estria) 1996"],
    );
    check(
        "Norland approved in 2009 the River Plan.",
        &["approved(object=River Plan, agent=Norland) 2009"],
    );
    check(
        "Ada Berg signed with Iven Holm in Varn the River Plan in June 2019.",
        &["signed(object=River Plan, agent=Ada Berg+Iven Holm, place=Varn) 2019-06"],
    );
}

#[test]
fn fronted_dates() {
    check(
        "In July 2001, Norland, Sudmark and Estria founded the Lower Tisza Commission.",
        &["founded(object=Lower Tisza Commission, agent=Norland+Sudmark+Estria) 2001-07"],
    );
    check(
        "On 3 May 1994 President Berg visited Sudmark.",
        &["visited(object=Sudmark, agent=Ada Berg) 1994-05-03"],
    );
    check(
        "In 1998, after long talks, Norland joined the Amber Forum.",
        &["joined(object=Amber Forum, agent=Norland) 1998"],
    );
}

#[test]
fn each_date_goes_to_its_own_event() {
    check(
        "The Treaty of Varn was signed in 1994 and entered into force in 1997.",
        &[
            "signed(object=Treaty of Varn on Friendship) 1994",
            "in-force(object=Treaty of Varn on Friendship) 1997",
        ],
    );
    check(
        "The Lower Tisza Commission, founded in 1988, was dissolved in 2003.",
        &[
            "founded(object=Lower Tisza Commission) 1988",
            "dissolved(object=Lower Tisza Commission) 2003",
        ],
    );
    check(
        "The Herring Accord, which was signed in 1992, expired in 2002.",
        &[
            "signed(object=Herring Accord) 1992",
            "expired(object=Herring Accord) 2002",
        ],
    );
    check(
        "Norland signed the River Plan in 2004 after it joined the Amber Forum in 1999.",
        &[
            "signed(object=River Plan, agent=Norland) 2004",
            "joined(object=Amber Forum, agent=Norland) 1999",
        ],
    );
    check(
        "After joining the Amber Forum in 1999, Norland signed the River Plan in 2004.",
        &[
            "joined(object=Amber Forum) 1999",
            "signed(object=River Plan, agent=Norland) 2004",
        ],
    );
    check(
        "The Treaty of Varn, signed by all in 2001, was praised in 2005.",
        &["signed(object=Treaty of Varn on Friendship) 2001"],
    );
}

#[test]
fn a_date_at_the_head_of_a_clause_belongs_to_that_clause() {
    check(
        "In 2006 Norland hosted the Amber Forum, and in 2007 Sudmark joined the Amber Forum.",
        &[
            "hosted(object=Amber Forum, agent=Norland) 2006",
            "joined(object=Amber Forum, agent=Sudmark) 2007",
        ],
    );
    check(
        "Norland ratified the River Plan in 2015; on 8 May 2016, the two signed on.",
        &["ratified(object=River Plan, agent=Norland) 2015"],
    );
    check(
        "Norland left in anger; on Friday, 8 May 2015, Norland and Sudmark signed the River Plan.",
        &["signed(object=River Plan, agent=Norland+Sudmark) 2015-05-08"],
    );
    check(
        "In 1999, in December, Berg visited Estria.",
        &["visited(object=Estria, agent=Ada Berg) 1999-12"],
    );
    check(
        "Norland marked the 70th anniversary of the flood at Varn in 1945.",
        &[],
    );
    check(
        "The River Plan was agreed when Berg visited Estria in April 1996.",
        &["visited(object=Estria, agent=Ada Berg) 1996-04"],
    );
}

#[test]
fn brackets_and_nouns() {
    check(
        "The River Plan (2005–2008), signed in 2004, has six parts.",
        &[
            "covers(object=River Plan) 2005/2008",
            "signed(object=River Plan) 2004",
        ],
    );
    check(
        "The Treaty of Varn (2001) rests on trust.",
        &["signed(object=Treaty of Varn on Friendship) 2001"],
    );
    check(
        "The signing of the Herring Accord by Norland in 1994 was a relief.",
        &["signed(object=Herring Accord, agent=Norland) 1994"],
    );
    check(
        "Since the founding of the Amber Forum in 1990 much has changed.",
        &["founded(object=Amber Forum) 1990"],
    );
    check(
        "Berg's visit to Estria in May 2003 was short.",
        &["visited(object=Estria, agent=Ada Berg) 2003-05"],
    );
    check(
        "The River Plan covers the years from 2005 to 2008.",
        &["covers(object=River Plan) 2005/2008"],
    );
}

#[test]
fn names_are_not_statements() {
    check("The 2001 treaty binds Norland.", &[]);
    check(
        "Norland keeps to the Accord of 1994 that Sudmark signed.",
        &[],
    );
    check("Norland caught much herring in 1994.", &[]);
    check("The Herring Accord is older than the school of 1994.", &[]);
}

#[test]
fn modality() {
    check(
        "Norland did not sign the Herring Accord in 1994.",
        &["signed(object=Herring Accord, agent=Norland) 1994 negated"],
    );
    check(
        "Norland will sign the Herring Accord in 2031.",
        &["signed(object=Herring Accord, agent=Norland) 2031 planned"],
    );
    check(
        "Norland planned to sign the Herring Accord in 1994.",
        &["signed(object=Herring Accord, agent=Norland) 1994 planned"],
    );
    check(
        "Norland would have signed the Herring Accord in 1994.",
        &["signed(object=Herring Accord, agent=Norland) 1994 conditional"],
    );
    check(
        "The Herring Accord was reportedly signed in 1994.",
        &["signed(object=Herring Accord) 1994 reported"],
    );
    check(
        "Norland began to supply Estria in 2011.",
        &["supplied(object=Estria, agent=Norland) 2011"],
    );
}

#[test]
fn short_forms_and_pronouns() {
    check(
        "The Treaty of Varn is short. The treaty was signed in 2001.",
        &["signed(object=Treaty of Varn on Friendship) 2001"],
    );
    check(
        "The Northern Fisheries Organization is small. Norland left the Organization in 2004.",
        &["left(object=Northern Fisheries Organisation, agent=Norland) 2004"],
    );
    check(
        "Norland and Sudmark are neighbours. The two countries signed the River Plan in 2004.",
        &["signed(object=River Plan, agent=Norland+Sudmark) 2004"],
    );
    check(
        "The Lower Tisza Commission is old. It was founded in 1948.",
        &["founded(object=Lower Tisza Commission) 1948"],
    );
    check(
        "In Norland the Amber Forum is dear. It was founded in 1948.",
        &["founded(object=Amber Forum) 1948"],
    );
    check("Norland is a country. The treaty was signed in 2001.", &[]);
    check(
        "The Treaty of Varn is short. The Treaty of Peace was signed in 2001.",
        &[],
    );
}

#[test]
fn groups_are_of_a_kind() {
    check(
        "Norland and Sudmark are near. Ada Berg and Iven Holm met. The two countries signed the River Plan in 2004.",
        &["signed(object=River Plan, agent=Norland+Sudmark) 2004"],
    );
    check(
        "Norland and Sudmark are near. In 2004 Berg came to Norland, and both sides signed the River Plan.",
        &["signed(object=River Plan, agent=Norland+Sudmark) 2004"],
    );
}

#[test]
fn discriminators() {
    check(
        "Berg attended the first Amber Forum in 2017 and the second in 2019.",
        &["attended(object=Amber Forum, agent=Ada Berg) 2017 #1st"],
    );
    check(
        "Three state visits took place between Norland and Estria in 1949.",
        &["visited(agent=Norland+Estria) 1949"],
    );
    check(
        "The fourth Amber Forum was held in Varn in September 2018.",
        &["held(object=Amber Forum, place=Varn) 2018-09 #4th"],
    );
    check(
        "Berg visited Estria for the first time in 1992.",
        &["visited(object=Estria, agent=Ada Berg) 1992 #1st"],
    );
    check(
        "Ada Berg met Iven Holm in Varn in 2014.",
        &["met(agent=Ada Berg+Iven Holm, place=Varn) 2014"],
    );
}

#[test]
fn lists_and_tables() {
    let cell = |row, column| BlockKind::Cell {
        table: 0,
        row,
        column,
        header: row == 0,
    };
    let show =
        |blocks: &[(BlockKind, &str)]| common::show(&common::reader(), &common::document(blocks));
    let table = [
        (cell(0, 0), "Text"),
        (cell(0, 1), "Date of signature"),
        (cell(0, 2), "Entry into force"),
        (cell(1, 0), "Herring Accord"),
        (cell(1, 1), "May 1994"),
        (cell(1, 2), "1 June 1995"),
        (cell(2, 0), "Sturgeon Convention"),
        (cell(2, 1), "1999"),
        (cell(2, 2), "–"),
    ];
    assert_eq!(
        show(&table),
        [
            "signed(object=Herring Accord) 1994-05",
            "in-force(object=Herring Accord) 1995-06-01",
            "signed(object=Sturgeon Convention) 1999",
        ]
    );
    let verbs = [
        (cell(0, 0), "Text"),
        (cell(0, 1), "Adopted"),
        (cell(0, 2), "Years covered"),
        (cell(1, 0), "River Plan"),
        (cell(1, 1), "signed in 2003"),
        (cell(1, 2), "2005–2008"),
    ];
    assert_eq!(
        show(&verbs),
        [
            "signed(object=River Plan) 2003",
            "covers(object=River Plan) 2005/2008"
        ]
    );
    let timeline = [
        (cell(0, 0), "Year"),
        (cell(0, 1), "What happened"),
        (cell(1, 0), "1994"),
        (cell(1, 1), "Herring Accord signed in Varn"),
        (cell(2, 0), "1999"),
        (cell(2, 1), "Norland joins the Amber Forum"),
    ];
    assert_eq!(
        show(&timeline),
        [
            "signed(object=Herring Accord, place=Varn) 1994",
            "joined(object=Amber Forum, agent=Norland) 1999",
        ]
    );
    let list = [
        (BlockKind::Heading(2), "2001"),
        (BlockKind::Item(1), "Treaty of Varn signed"),
        (BlockKind::Item(1), "In May Norland joined the Amber Forum."),
        (BlockKind::Paragraph, "Norland signed the River Plan."),
    ];
    assert_eq!(
        show(&list),
        [
            "signed(object=Treaty of Varn on Friendship) 2001",
            "joined(object=Amber Forum, agent=Norland) 2001-05",
        ]
    );
    check(
        "2001 – Treaty of Varn signed in Varn",
        &["signed(object=Treaty of Varn on Friendship, place=Varn) 2001"],
    );
    check(
        "1996: Norland and Sudmark sign the Herring Accord.",
        &["signed(object=Herring Accord, agent=Norland+Sudmark) 1996"],
    );
}

#[test]
fn a_name_inside_the_subject_is_not_the_subject() {
    check(
        "In October 1994, a general of the armies in Southern Norland fell ill and was succeeded by another.",
        &[],
    );
}
