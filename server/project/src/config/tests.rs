//! What a configuration may say, and what is said of one that may not.

use super::*;

fn error(text: &str) -> String {
    parse(Path::new("policy-ls.toml"), text, false)
        .expect_err("it is wrong")
        .to_string()
}

#[test]
fn absent_and_empty_mean_the_builtin_library() {
    let empty = parse(Path::new("policy-ls.toml"), "", false).expect("it is right");
    assert!(empty.builtin && empty.sources.is_empty());
    let own = parse(Path::new("x"), "format = 1\nsources = [\"s\"]", false).expect("right");
    assert!(!own.builtin && own.sources[0].matches("s/a/b.md"));
    assert!(!own.sources[0].matches("sa/b.md"));
    let both = parse(Path::new("x"), "sources = [\"s\"]\nbuiltin = true", false);
    assert!(both.expect("it is right").builtin);
}

#[test]
fn errors_name_line_and_nearest_key() {
    assert_eq!(
        error("format = 1\n\nsourcse = []"),
        "policy-ls.toml:3: unknown key `sourcse`. Did you mean `sources`? Known: format, sources, records, drafts, \
         document-date, rules, builtin, cache, quotation-profile, dates, require-reason, baseline, \
         overrides."
    );
    let unknown = error("format = 1\ndocument_date = \"2020\"");
    assert!(unknown.contains(":2: ") && unknown.contains("Did you mean `document-date`?"));
    assert!(error("sources = \"a\"").contains(":1: invalid type"));
    assert!(error("format = 1\nsources = [\n  \"a/[x\",\n]").contains(":3: bad glob `a/[x`"));
    assert!(error("\nquotation-profile = \"fidelty\"").contains(":2: unknown value `fidelty`"));
    assert!(error("[rules]\nno-such = \"off\"").contains(":2: there is no rule `no-such`"));
    let month = error("[dates]\nfiscal-year-starts = 13");
    assert!(month.contains(":2: 13 is no month"), "{month}");
    let pivot = error("[dates]\ncentury-pivot = 120");
    assert!(pivot.contains(":2: 120 is not two digits"), "{pivot}");
    assert!(error("[dates]\norder = \"day\"").contains(":2: unknown value `day`"));
    assert!(error("a = = b").contains("policy-ls.toml:1: "));
    assert!(error("sources = [\"../x\"]").contains("leads out of the workspace"));
}

#[test]
fn a_newer_format_is_said_first() {
    let message = error("format = 7\nshiny = true");
    assert!(message.contains(":1: format 7 is not known"), "{message}");
}

#[test]
fn globs_start_their_walk_where_the_wild_cards_begin() {
    let text = "sources = [\"a/b/*.md\", \"*.txt\", \"./c/\", \".\"]";
    let checked = parse(Path::new("x"), text, false).expect("it is right");
    let bases: Vec<&str> = checked.sources.iter().map(|p| p.base.as_str()).collect();
    assert_eq!(bases, ["a/b", "", "c", ""]);
    assert!(checked.sources[0].matches("a/b/c.md"));
    assert!(!checked.sources[0].matches("a/b/d/c.md"));
    assert!(checked.sources[3].matches("anything"));
}

#[test]
fn the_committed_schema_is_current() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/policy-ls.schema.json"
    );
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        committed.replace("\r\n", "\n"),
        schema(),
        "run: cargo run -- schema config > docs/policy-ls.schema.json"
    );
}
