//! Bad input: a clear message, everything else still checked, never a panic.

use std::fs;

use super::Workspace;

const GOOD: (&str, &str) = ("good.md", "Nothing much happened.\n");

#[test]
fn a_draft_in_another_encoding_says_how_to_mend_it() {
    let workspace = Workspace::new([GOOD]);
    workspace.write("wide.md", b"\xFF\xFEI\0n\0");
    workspace.write("latin.md", b"one\ncaf\xE9\n");
    // Named: the check could not do what was asked.
    workspace.run(&["check", "wide.md", "good.md"]).expect(
        2,
        &["wide.md: problem: is UTF-16, not UTF-8", "iconv", "library"],
    );
    workspace
        .run(&["check", "latin.md"])
        .expect(2, &["latin.md: problem: is not UTF-8: byte 0xE9 in line 2"]);
    // Come upon in a walk: told, and no more unless asked for.
    workspace
        .run(&["check", "."])
        .expect(0, &["wide.md: problem", "latin.md: problem"]);
    workspace.run(&["check", ".", "--strict"]).expect(2, &[]);
    workspace
        .run(&["check", "latin.md", "--exit-zero"])
        .expect(0, &["0xE9"]);
}

#[test]
fn what_is_not_there_is_said() {
    let workspace = Workspace::new([GOOD]);
    workspace.run(&["check", "no-such.md", "good.md"]).expect(
        2,
        &["no-such.md: problem: cannot be read: there is no such file"],
    );
    workspace
        .run(&["inspect", "no-such.md"])
        .expect(2, &["policy-ls: no-such.md: cannot be read"]);
    let image = Workspace::new([("map.png", "")]);
    image.run(&["check", "map.png"]).expect(
        2,
        &["map.png: problem: is not of a format that can be read (md,"],
    );
}

#[test]
fn an_empty_directory_does_not_look_checked() {
    let workspace = Workspace::new([]);
    workspace
        .run(&["check", "."])
        .expect(0, &["no drafts were checked"]);
}

#[test]
fn a_very_long_line_is_checked_and_shown_short() {
    let workspace = Workspace::new([]);
    let line = "word ".repeat(2_000_000);
    workspace.write("long.md", format!("{line} on 31 June 2001 {line}"));
    let run = workspace.run(&["check", "long.md"]);
    assert!(run.code < 2, "{}", run.err);
    assert!(run.out.len() < 4000, "{} bytes of output", run.out.len());
}

#[test]
fn a_source_that_vanished_leaves_the_others() {
    let workspace = Workspace::new([
        GOOD,
        (
            "policy-ls.toml",
            "format = 1\nsources = [\n  \"gone.md\",\n  \"here.md\",\n]\n",
        ),
        ("here.md", "The Treaty was signed in 2001.\n"),
    ]);
    workspace.run(&["check", "good.md"]).expect(
        2,
        &[
            "policy-ls.toml:3: problem: sources: `gone.md`: there is no such file",
            "1 source;",
        ],
    );
}

#[test]
fn a_glob_that_finds_nothing_is_told_and_no_more() {
    let workspace = Workspace::new([
        GOOD,
        (
            "policy-ls.toml",
            "format = 1\nsources = [\"sources/*.md\", \"here.md\"]\n",
        ),
        ("sources/x.log", ""),
        ("here.md", "The Treaty was signed in 2001.\n"),
    ]);
    workspace.run(&["check", "good.md"]).expect(
        0,
        &["policy-ls.toml:2: problem: sources: `sources/*.md`: no file there"],
    );
}

#[test]
fn a_source_in_another_encoding_leaves_the_others() {
    let workspace = Workspace::new([
        GOOD,
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        ("sources/here.md", "The Treaty was signed in 2001.\n"),
    ]);
    // Sources come as they were saved, and are read so; what is no text at all is told.
    workspace.write("sources/latin.txt", b"Le caf\xE9 de l'ambassade.\n");
    workspace.write("sources/picture.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0");
    let run = workspace.run(&["check", "good.md"]);
    run.expect(
        0,
        &["picture.txt: problem: is not a text file", "2 sources;"],
    );
    assert!(!run.err.contains("latin.txt"), "{}", run.err);
    workspace
        .run(&["check", "good.md", "--strict"])
        .expect(2, &[]);
}

#[test]
fn a_broken_record_leaves_the_others() {
    let workspace = Workspace::new([
        GOOD,
        (
            "policy-ls.toml",
            "format = 1\nrecords = [\"records\"]\nbuiltin = true\n",
        ),
        ("records/broken.toml", "format = 1\n\n[[agreement]\n"),
        (
            "records/whole.toml",
            "format = 1\n\n[[organisation]]\nid = \"x\"\nname = \"Xylophone Union\"\n",
        ),
    ]);
    workspace
        .run(&["check", "good.md"])
        .expect(2, &["broken.toml:3: problem: ", "built-in library: "]);
}

#[test]
fn an_unknown_key_in_a_record_names_the_nearest() {
    let workspace = Workspace::new([
        GOOD,
        ("policy-ls.toml", "format = 1\nrecords = [\"r.toml\"]\n"),
        (
            "r.toml",
            "format = 1\n\n[[agreement]]\nid = \"x\"\nname = \"X\"\nalias = [\"Y\"]\n",
        ),
    ]);
    workspace.run(&["check", "good.md"]).expect(
        2,
        &["r.toml:6: problem: ", "`alias`", "did you mean `aliases`?"],
    );
}

#[test]
fn a_broken_sidecar_is_named() {
    let workspace = Workspace::new([
        GOOD,
        ("policy-ls.toml", "format = 1\nsources = [\"s.md\"]\n"),
        ("s.md", "The Treaty was signed in 2001.\n"),
        ("s.source.toml", "format = 1\ntitel = \"S\"\n"),
    ]);
    workspace
        .run(&["check", "good.md"])
        .expect(2, &["s.source.toml:2: problem: ", "did you mean `title`?"]);
}

#[test]
fn nothing_that_a_draft_says_reaches_the_terminal_unescaped() {
    let workspace = Workspace::new([]);
    workspace.write("sub\x1B[2Jdir/a\x07.md", b"caf\xE9");
    let run = workspace.run(&["check", "."]);
    assert!(
        !run.out.contains('\x1B') && !run.out.contains('\x07'),
        "{:?}",
        run.out
    );
    run.expect(0, &["sub␛[2Jdir/a␇.md: problem"]);
}

#[cfg(unix)]
#[test]
fn loops_of_links_and_links_to_nothing_end() {
    let workspace = Workspace::new([GOOD, ("deep/a.md", "Nothing.\n")]);
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(to, workspace.path().join(at)).expect("linked");
    };
    link("..", "deep/up");
    link("self", "self");
    link("nothing.md", "dangling.md");
    workspace
        .run(&["check", "."])
        .expect(0, &["dangling.md: problem: is a link to nothing"]);
}

#[cfg(unix)]
#[test]
fn a_source_behind_a_link_out_of_the_workspace_is_not_read() {
    let outside = Workspace::new([("secret.md", "The Treaty was signed in 2001.\n")]);
    let workspace = Workspace::new([
        GOOD,
        ("policy-ls.toml", "format = 1\nsources = [\"sources\"]\n"),
        ("sources/here.md", "The Treaty was signed in 2001.\n"),
    ]);
    std::os::unix::fs::symlink(
        outside.path().join("secret.md"),
        workspace.path().join("sources/link.md"),
    )
    .expect("linked");
    workspace.run(&["check", "good.md"]).expect(
        0,
        &["link.md: problem: is a link that leads out", "1 source;"],
    );
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_read_leaves_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::new([GOOD, ("shut/a.md", "Nothing.\n")]);
    let shut = workspace.path().join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("set");
    let readable = fs::read_dir(&shut).is_ok();
    let run = workspace.run(&["check", "."]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).expect("set");
    // The superuser reads everything.
    if !readable {
        run.expect(
            0,
            &[
                "shut: problem: cannot be read: permission denied",
                "library",
            ],
        );
    }
}

#[test]
fn records_that_point_nowhere_are_listed() {
    let workspace = Workspace::new([("article.txt", "One paragraph, on something else.\n")]);
    workspace
        .run(&["records", "verify", "--original", "article.txt"])
        .expect(
            1,
            &["there is no such paragraph", "locators that do not hold: "],
        );
    workspace
        .run(&["records", "verify", "--original", "gone.txt"])
        .expect(
            2,
            &["policy-ls: gone.txt: cannot be read: there is no such file"],
        );
}

#[test]
fn one_unreadable_draft_among_two_thousand_costs_nothing_else() {
    let workspace = Workspace::new([]);
    for number in 0..2_000 {
        let text = match number % 2 {
            0 => "They met on 31 June 2001.\n".to_owned(),
            _ => format!("Nothing happened to {number}.\n"),
        };
        workspace.write(&format!("drafts/{number:04}.md"), text);
    }
    let check = |code: i32| {
        let run = workspace.run(&["check", "drafts", "--format", "json"]);
        assert_eq!(run.code, code, "{}", run.err);
        serde_json::from_str::<serde_json::Value>(&run.out).expect("it is JSON")
    };
    let before = check(1);
    assert_eq!(before["drafts"].as_array().expect("an array").len(), 2_000);
    workspace.write("drafts/1001.md", b"caf\xE9\n");
    let after = check(1);
    let problems = after["problems"].as_array().expect("an array");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].to_string().contains("1001.md"), "{problems:?}");
    let others = |report: &serde_json::Value| {
        let mut drafts = report["drafts"].as_array().expect("an array").clone();
        drafts.retain(|it| it["path"] != "drafts/1001.md");
        drafts
    };
    assert_eq!(others(&after).len(), 1_999);
    assert_eq!(others(&before), others(&after));
}

#[cfg(target_os = "linux")]
#[test]
fn a_draft_whose_name_is_not_utf_8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let workspace = Workspace::new([("a.md", "Nothing.\n")]);
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.md");
    std::fs::write(workspace.path().join(name), "They met on 31 June 2001.\n").expect("written");
    workspace
        .run(&["check", "."])
        .expect(0, &["caf", "has a name that is not UTF-8"]);
    workspace.run(&["check", ".", "--strict"]).expect(2, &[]);
}
