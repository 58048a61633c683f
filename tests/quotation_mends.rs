//! What is offered for a quotation and said of it in an editor: every fix by its title and what it writes, the passages that
//! a finding names, the hover. Over the sources of a small invented dispute.

use std::fs;
use std::sync::{Arc, OnceLock};

use analysis::{Analysis, Cancel, Memo, Profile, Settings};
use project::Workspace;
use tempfile::TempDir;

const SPEECH: &str = "\
---
title: Address to the harbour board
speaker: Maria Lindqvist
date: 2021-03-14
rank: primary
url: https://harbour.example/address
---

We will not close our ports to ships in distress. The treaty cannot be a museum piece. The Commission's co-operation with
coastal communities has grown by 12 per cent since 2018. The costs, some €4.5 million, were borne by all who live on the
shore. The gates stay open by day and by night for every ship.

A second gate will be built before the winter storms come in from the north. We asked the old pilots, and one said: “A
harbour with one gate is a bottle with a cork in it.”
";

const OTHER: &str = "\
---
title: Report of the Commission on Tides
speaker: Daniel Okafor
date: 2019-05-02
rank: primary
---

The strait is deep, and nobody can own the tide. We saw three ships on the rocks in the autumn.
";

fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<(TempDir, Workspace)> = OnceLock::new();
    let (_, workspace) = WORKSPACE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a directory");
        let write = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).expect("it is written");
        };
        write("speech.md", SPEECH);
        write("okafor.md", OTHER);
        write("scan.md", "\n");
        write(
            "scan.source.toml",
            "format = 1\ntitle = \"Minutes of the pilots\"\nrank = \"primary\"\n",
        );
        let sources = r#"["speech.md", "okafor.md", "scan.md"]"#;
        write(
            "policy-ls.toml",
            &format!("format = 1\nsources = {sources}\n"),
        );
        let config = folder.path().join("policy-ls.toml");
        let workspace = Workspace::for_path(Some(&config), &[]).expect("a workspace");
        (folder, workspace)
    });
    workspace
}

fn analyse(draft: &str, profile: Profile) -> Analysis {
    analyse_against(workspace(), draft, profile)
}

fn analyse_against(workspace: &Workspace, draft: &str, profile: Profile) -> Analysis {
    let settings = Settings {
        profile,
        ..Settings::default()
    };
    let (memo, cancel) = (&mut Memo::default(), &Cancel::new());
    let library = workspace.library.clone();
    Analysis::new(
        "a.md",
        draft.into(),
        library,
        Arc::new(settings),
        memo,
        cancel,
    )
    .expect("nobody cancels")
}

/// The draft after the fix of this title, and whether it may be one of many.
fn mended(draft: &str, profile: Profile, title: &str) -> (String, bool) {
    let analysis = analyse(draft, profile);
    let mut fixes = analysis.diagnostics().iter().flat_map(|it| &it.fixes);
    let Some(fix) = fixes.find(|fix| fix.title == title) else {
        let found = analysis.diagnostics().iter();
        let titles: Vec<_> = found
            .map(|it| {
                (
                    it.code,
                    it.fixes.iter().map(|fix| &*fix.title).collect::<Vec<_>>(),
                )
            })
            .collect();
        panic!("no “{title}” for {draft}: {titles:?}");
    };
    (analysis::apply(draft, &fix.edits), fix.safe)
}

#[test]
fn the_sources_words_come_back_over_line_breaks_and_markup() {
    for (draft, after) in [
        (
            "“The costs, some €4.5 million, were borne by all\nwho live on this shore,” Lindqvist said.\n",
            "“The costs, some €4.5 million, were borne by all\nwho live on the shore,” Lindqvist said.\n",
        ),
        (
            "- “The costs, some €4.5 million, were borne by all\n  who live on this shore,” Lindqvist said.\n",
            "- “The costs, some €4.5 million, were borne by all\n  who live on the shore,” Lindqvist said.\n",
        ),
        (
            "> The costs, some €5.4 million, were borne by all\n> who live on this shore.\n",
            "> The costs, some €4.5 million, were borne by all\n> who live on the shore.\n",
        ),
        (
            "“The treaty will not be a *museum* piece,” Lindqvist said.\n",
            "“The treaty cannot be a *museum* piece,” Lindqvist said.\n",
        ),
        (
            "“The costs, some €4.5 million, were borne by all who\nreally live on the shore,” Lindqvist said.\n",
            "“The costs, some €4.5 million, were borne by all who\nlive on the shore,” Lindqvist said.\n",
        ),
        (
            "“The costs, some €4.5 million, were carried\nfor all who live on the shore,” Lindqvist said.\n",
            "“The costs, some €4.5 million, were borne\nby all who live on the shore,” Lindqvist said.\n",
        ),
    ] {
        let (text, safe) = mended(draft, Profile::Fidelity, "Restore the source's words");
        assert_eq!(text, after);
        assert!(!safe);
    }
}

#[test]
fn a_change_that_stays_is_marked() {
    for (title, draft, after) in [
        (
            "Mark the omission with an ellipsis",
            "“The costs were borne by all who live on the shore,” Lindqvist said.\n",
            "“The costs … were borne by all who live on the shore,” Lindqvist said.\n",
        ),
        (
            "Put the changed words in brackets",
            "“The costs, some €4.5 million, were borne by all who live on this shore,” Lindqvist said.\n",
            "“The costs, some €4.5 million, were borne by all who live on [this] shore,” Lindqvist said.\n",
        ),
        (
            "Put the changed words in brackets",
            "> The costs, some €4.5 million, were *carried*\n> for all who live on the shore.\n>\n> — Maria Lindqvist\n",
            "> The costs, some €4.5 million, were *[carried*\n> for] all who live on the shore.\n>\n> — Maria Lindqvist\n",
        ),
    ] {
        let (text, safe) = mended(draft, Profile::Fidelity, title);
        assert_eq!(text, after);
        assert!(!safe);
    }
}

#[test]
fn speaker_and_date_are_set_right_one_at_a_time() {
    for (title, draft, after) in [
        (
            "Name Maria Lindqvist",
            "Daniel Okafor said: “We will not close our ports to ships in distress.”\n",
            "Maria Lindqvist said: “We will not close our ports to ships in distress.”\n",
        ),
        (
            "Write 14 March 2021",
            "On 15 March 2021 Lindqvist said: “We will not close our ports to ships in distress.”\n",
            "On 14 March 2021 Lindqvist said: “We will not close our ports to ships in distress.”\n",
        ),
    ] {
        let (text, safe) = mended(draft, Profile::Fidelity, title);
        assert_eq!(text, after);
        assert!(!safe);
    }
    // What stands in another paragraph is not written over from here.
    let draft = "Daniel Okafor said in parliament:\n\n> We will not close our ports to ships in distress.\n";
    let analysis = analyse(draft, Profile::Fidelity);
    assert!(analysis.diagnostics()[0].fixes.is_empty());
}

#[test]
fn form_is_mended_by_the_manual() {
    for (profile, title, safe, draft, after) in [
        (
            Profile::Un,
            "Add the source as a footnote",
            false,
            "Lindqvist said: “We will not close our ports to ships in distress.”\n\n[^1]: Nothing.\n",
            "Lindqvist said: “We will not close our ports to ships in distress.”[^2]\n\n[^1]: Nothing.\n\n\
             [^2]: Address to the harbour board, paragraph 1, <https://harbour.example/address>.\n",
        ),
        (
            Profile::Un,
            "Let the marks alternate",
            true,
            "As “the pilots’ “good” custom had it” (A 1999).\n",
            "As “the pilots’ ‘good’ custom had it” (A 1999).\n",
        ),
        (
            Profile::Bluebook,
            "Put the point before the ellipsis",
            true,
            "“We will not close our ports to ships in distress … The Commission's co-operation has grown” (A 1999).\n",
            "“We will not close our ports to ships in distress. … The Commission's co-operation has grown” (A 1999).\n",
        ),
        (
            Profile::Un,
            "Leave the marks out",
            true,
            "> “We will not close our ports to ships in distress.”\n",
            "> We will not close our ports to ships in distress.\n",
        ),
    ] {
        let (text, is_safe) = mended(draft, profile, title);
        assert_eq!(text, after);
        assert_eq!(is_safe, safe, "{title}");
    }
}

#[test]
fn two_passages_run_together_are_both_named_and_parted() {
    let draft = "Lindqvist said: “We will not close our ports to ships in distress. A second gate will be built before the \
                 winter storms come in from the north.”\n";
    let analysis = analyse(draft, Profile::Fidelity);
    let [finding] = analysis.diagnostics() else {
        panic!("{:?}", analysis.diagnostics());
    };
    assert_eq!(finding.code, "quotation-fused");
    let passages: Vec<&str> = finding.related.iter().map(|it| &*it.message).collect();
    let both = |words: &str| passages.iter().any(|it| it.contains(words));
    assert!(
        both("We will not close") && both("A second gate"),
        "{passages:?}"
    );
    let (text, _) = mended(
        draft,
        Profile::Fidelity,
        "Mark the omission with an ellipsis",
    );
    assert!(text.contains("in distress. … A second gate"), "{text}");
    // What is hidden now has a negation, and that is told in its turn.
    let after = analyse(&text, Profile::Fidelity);
    let codes: Vec<&str> = after.diagnostics().iter().map(|it| it.code).collect();
    assert_eq!(codes, ["quotation-hidden"]);
}

fn hover(draft: &str, words: &str) -> String {
    let analysis = analyse(draft, Profile::Fidelity);
    let at = draft.find(words).expect("they stand there");
    analysis.hover(at).expect("there is something to say").plain
}

#[test]
fn a_hover_tells_who_where_and_what_differs() {
    let draft = "It was said that “the costs, some €4.5 million, were borne by all who live on this shore”.\n";
    let told = hover(draft, "borne");
    for words in [
        "Differs from the source",
        "“this” where the source has “the”",
        "Speaker: Maria Lindqvist",
        "Said: 14 March 2021",
        "Address: https://harbour.example/address#:~:text=",
        "were borne by all who live on the shore",
        "Address to the harbour board, paragraph 1",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(
        !told.contains("Quoted in") && !told.contains("cut short"),
        "{told}"
    );
    let draft = "They knew that “a harbour with one gate is a bottle with a cork in it”.\n";
    let told = hover(draft, "bottle");
    assert!(told.contains("Quoted in: Maria Lindqvist"), "{told}");
}

/// The verdict over the one quotation of a draft.
fn verdict(draft: &str) -> String {
    let quotations = analyse(draft, Profile::Fidelity).inspect().quotations;
    let [quotation] = &quotations[..] else {
        panic!("{quotations:?}");
    };
    quotation.verdict.clone()
}

#[test]
fn what_could_not_be_read_is_not_called_unsourced() {
    let words = "“the pilots resolved to ring the bell at every turn of the tide”";
    assert_eq!(
        verdict(&format!("It is known that {words}.\n")),
        "unsourced"
    );
    assert_eq!(
        verdict(&format!("It is known that {words} [see](scan.md).\n")),
        "unchecked"
    );
    let cited = format!("The Minutes of the pilots say: {words}\n");
    assert_eq!(verdict(&cited), "unchecked");
}

#[test]
fn from_so_many_words_on_a_quotation_is_a_block() {
    let length = |draft: &str, profile| {
        let analysis = analyse(draft, profile);
        let codes = analysis.diagnostics().iter().map(|it| it.code);
        codes.filter(|code| *code == "quotation-length").count() == 1
    };
    for (profile, limit) in [
        (Profile::Un, 100),
        (Profile::Chicago, 100),
        (Profile::Mla, 60),
        (Profile::Bluebook, 50),
    ] {
        let words = |count: usize| vec!["herons"; count].join(" ");
        let inside = |count| length(&format!("He said: “{}” (A 1999).\n", words(count)), profile);
        let block = |count| length(&format!("> {}\n", words(count)), profile);
        assert!(!inside(limit) && inside(limit + 1), "{profile:?} inside");
        assert!(block(limit - 1) && !block(limit), "{profile:?} as a block");
    }
}

#[test]
fn it_is_told_where_the_search_was_cut_short() {
    // Six words in every order: of a place that was found nothing less than reading them all proves that none is better.
    let mut state = 7_u64;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let words = ["bara", "dest", "fin", "golor", "lumi", "makel"];
        words[(state >> 33) as usize % words.len()]
    };
    let text: Vec<&str> = (0..480_000).map(|_| word()).collect();
    let mut quoted = text[8_000..8_024].to_vec();
    quoted
        .iter_mut()
        .skip(2)
        .step_by(4)
        .for_each(|it| *it = "xylo");
    let folder = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("it is written");
    };
    let paragraphs: Vec<String> = text.chunks(80).map(|words| words.join(" ")).collect();
    write("long.md", &paragraphs.join("\n\n"));
    write("policy-ls.toml", "format = 1\nsources = [\"long.md\"]\n");
    let config = folder.path().join("policy-ls.toml");
    let workspace = Workspace::for_path(Some(&config), &[]).expect("a workspace");
    let proven = |words: &[&str]| {
        let draft = format!("It says: “{}.”\n", words.join(" "));
        let analysis = analyse_against(&workspace, &draft, Profile::Fidelity);
        let proven = analysis.inspect().quotations[0].proven;
        let told = analysis.hover(draft.len() / 2).expect("a hover").plain;
        assert_eq!(told.contains(analysis::NOT_PROVEN), !proven, "{told}");
        proven
    };
    assert!(proven(&text[8_000..8_024]));
    assert!(!proven(&quoted));
}

#[test]
fn the_manual_decides_whether_punctuation_makes_a_misquotation() {
    let draft =
        "Lindqvist said: “The costs some €4.5 million were borne by all who live on the shore.”\n";
    for (profile, verdict) in [
        (Profile::Fidelity, "edited"),
        (Profile::Chicago, "edited"),
        (Profile::Mla, "misquoted"),
    ] {
        let inspection = analyse(draft, profile).inspect();
        assert_eq!(inspection.quotations[0].verdict, verdict, "{profile:?}");
    }
}
