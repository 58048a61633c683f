//! Which names a sentence gives, of each shape.

use super::*;
use crate::locale::Locale;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let locale = Locale::english();
    let found: Vec<String> = Finder::new(&locale)
        .find(text, &[])
        .iter()
        .map(|name| {
            let shorts: Vec<&str> = name
                .shorts
                .iter()
                .map(|short| short.text.as_str())
                .collect();
            let shorts = if shorts.is_empty() {
                String::new()
            } else {
                format!(" = {}", shorts.join(", "))
            };
            let kind = match name.kind {
                EntityKind::Agreement => "agr",
                EntityKind::Organisation => "org",
                EntityKind::Person => "per",
                EntityKind::Place => "pla",
            };
            format!("{kind} {}{shorts}", name.span.of(text))
        })
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn shapes() {
    check(
        "In 1994 the Lower Tisza Commission (LTC) met.",
        &["org Lower Tisza Commission = LTC"],
    );
    check(
        "Norland and Sudmark signed the Treaty of Friendship and Good Neighbourhood in Varn.",
        &[
            "agr Treaty of Friendship and Good Neighbourhood",
            "pla Varn",
        ],
    );
    check(
        "Northern Fisheries Organization (hereinafter the “NFO”)",
        &["org Northern Fisheries Organization = NFO"],
    );
    check(
        "They signed the Joint Statement. A treaty was near. The Commission met.",
        &[],
    );
    check(
        "the Agreement on the Protection of the Herring between Norland and Sudmark",
        &["agr Agreement on the Protection of the Herring between Norland and Sudmark"],
    );
    check(
        "The Herring Protocol was agreed.",
        &["agr Herring Protocol"],
    );
    check(
        "Under the Convention on Trade in Endangered Fish, the Bergen Bank and the Norland Fund paid.",
        &[
            "agr Convention on Trade in Endangered Fish",
            "org Bergen Bank",
            "org Norland Fund",
        ],
    );
    check(
        "the Committee on Fish, Public Health and Net Safety met",
        &["org Committee on Fish, Public Health and Net Safety"],
    );
    check(
        "theTreaty on Nets and the Food and Fish Organization",
        &["agr Treaty on Nets", "org Food and Fish Organization"],
    );
}

#[test]
fn numbers_tell_acts_apart() {
    check(
        "Directive 95/46/EC and Regulation (EU) 2016/679 were adopted.",
        &["agr Directive 95/46/EC", "agr Regulation (EU) 2016/679"],
    );
    check(
        "Council Regulation (EC) No 1/2003 and Resolution 1540 (2004).",
        &[
            "agr Council Regulation (EC) No 1/2003",
            "agr Resolution 1540 (2004)",
        ],
    );
    check(
        "the Net Protection Act 1998 and Convention No. 87",
        &["agr Net Protection Act 1998", "agr Convention No. 87"],
    );
}

#[test]
fn other_names() {
    check(
        "Gavi, the Herring Alliance, was founded.",
        &["org Gavi", "org Herring Alliance = Gavi"],
    );
    check(
        "Fiskra, the Herring Alliance, was founded.",
        &["org Herring Alliance = Fiskra"],
    );
    check(
        "the HRG (Herring Research Group)",
        &["org Herring Research Group = HRG"],
    );
    check(
        "the Net Agreement, better known as the Herring Deal, held",
        &["agr Net Agreement = Herring Deal", "agr Herring Deal"],
    );
}

#[test]
fn what_is_said_of_a_name() {
    check(
        "HALT I was signed and HALT II entered into force.",
        &["agr HALT I", "agr HALT II"],
    );
    check("The G20 met.", &["org G20"]);
    check("the fishing company Norfisk bought nets", &["org Norfisk"]);
}

#[test]
fn persons() {
    check(
        "President Li Moen and the prime minister, Gro Berg, met.",
        &["per Li Moen", "per Gro Berg"],
    );
    check(
        "Gro Berg, the Norwegian foreign minister, left.",
        &["per Gro Berg"],
    );
    check("Gro Berg said so.", &["per Gro Berg"]);
}
