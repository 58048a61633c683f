//! What is answered and published: positions, order, findings, fixes, jumps, crashes. Cases 17 to 25, 28 and 31.

mod harness;

use std::time::Duration;

use harness::real::ENCODINGS;
use harness::{
    Change, Client, able, at, fake::Fake, fake::parts, finish_watching, pull, pushed, range,
};
use lsp::{End, Parts};
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";

#[tokio::test]
async fn case_18_columns_and_lines_that_are_not_there() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "one two\nthree").await;
    for (line, column, word) in [
        (0, 999, "two"),
        (1, 999, "three"),
        (7, 0, "three"),
        (u32::MAX >> 1, u32::MAX >> 1, "three"),
    ] {
        let hover = client.hover(URI, line, column).await.unwrap();
        assert!(
            hover.starts_with(&format!("{word}|")),
            "{line}:{column}: {hover}"
        );
    }
    client
        .change(URI, 2, &[Change::At((9, 9), (99, 99), "!")])
        .await;
    assert_eq!(
        client.hover(URI, 1, 0).await.as_deref(),
        Some("three!|a.md|one two\nthree!")
    );
    client.finish().await;
}

#[tokio::test]
async fn case_19_columns_in_every_encoding() {
    for (encoding, width) in [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)] {
        let mut client = Client::connect(parts(&Fake::new()));
        let able = client.initialize(pushed(encoding)).await;
        assert_eq!(able["positionEncoding"], encoding);
        client.open(URI, 1, "😀😀 BAD é").await;
        let start = 2 * width + 1;
        let found = client.published(URI, Some(1)).await;
        assert_eq!(
            found[0]["range"],
            range((0, start), (0, start + 3)),
            "{encoding}"
        );
        let hover = client
            .ask("textDocument/hover", at(URI, 0, start + 1))
            .await;
        assert_eq!(
            hover["range"],
            range((0, start), (0, start + 3)),
            "{encoding}"
        );
        // The edit replaces one emoji and nothing else.
        client
            .change(URI, 2, &[Change::At((0, width), (0, 2 * width), "x")])
            .await;
        let hover = client.hover(URI, 0, 0).await;
        assert_eq!(hover.as_deref(), Some("😀x|a.md|😀x BAD é"), "{encoding}");
        client.published(URI, Some(2)).await;
        client.finish().await;
    }
}

#[tokio::test]
async fn case_20_what_ends_a_line_and_what_does_not() {
    for encoding in ENCODINGS {
        let mut client = Client::start(parts(&Fake::new()), pushed(encoding)).await;
        client
            .open(URI, 1, "a\r\nb\rc\nd\u{2028}e\u{85}f\u{c}g BAD\nBAD")
            .await;
        let found = client.published(URI, Some(1)).await;
        let column = if encoding == "utf-8" { 11 } else { 8 };
        assert_eq!(found[0]["range"], range((3, column), (3, column + 3)));
        assert_eq!(found[1]["range"], range((4, 0), (4, 3)));
        client
            .change(URI, 2, &[Change::At((1, 0), (2, 0), "BAD ")])
            .await;
        let found = client.published(URI, Some(2)).await;
        assert_eq!(found[0]["range"], range((1, 0), (1, 3)));
        client.finish().await;
    }
}

#[tokio::test]
async fn case_21_changes_apply_in_order() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "ab").await;
    let changes = [
        Change::At((0, 1), (0, 1), "\n"),
        Change::At((1, 0), (1, 1), "cd"),
        Change::At((1, 2), (0, 0), "whole"),
        Change::Whole("x"),
        Change::At((0, 1), (0, 1), "yz"),
    ];
    client.change(URI, 2, &changes[..3]).await;
    assert_eq!(
        client.hover(URI, 0, 0).await.as_deref(),
        Some("whole|a.md|whole")
    );
    client.change(URI, 3, &changes[3..]).await;
    assert_eq!(
        client.hover(URI, 0, 0).await.as_deref(),
        Some("xyz|a.md|xyz")
    );
    client.finish().await;
}

#[tokio::test]
async fn case_21_a_thousand_edits_equal_a_fresh_text() {
    // A small linear congruence: the same edits every time.
    let mut seed = 7_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as usize % below.max(1)
    };
    let mut client = Client::start(parts(&Fake::new()), able()).await;
    let mut text: Vec<char> = "start".chars().collect();
    client.open(URI, 0, "start").await;
    let mut incremental = 0;
    for version in 1..=1000 {
        let start = random(text.len() + 1);
        let end = (start + random(6)).min(text.len());
        let new = ["x", "é", "😀", "", "ab", "BAD "][random(6)];
        let place = |at: usize| {
            let bytes: usize = text[..at].iter().map(|c| c.len_utf8()).sum();
            (0, bytes as u32)
        };
        client
            .change(URI, version, &[Change::At(place(start), place(end), new)])
            .await;
        text.splice(start..end, new.chars());
        incremental += 1;
    }
    assert_eq!(incremental, 1000);
    let text: String = text.into_iter().collect();
    let pulled = pull(&mut client, URI, None).await;
    assert_eq!(
        pulled["items"].as_array().unwrap().len(),
        text.matches("BAD").count()
    );
    client
        .change(URI, 1001, &[Change::At((0, 0), (0, 0), "end ")])
        .await;
    let hover = client.hover(URI, 0, 0).await.unwrap();
    assert!(hover.ends_with(&format!("\nend {text}")), "{hover}\n{text}");
    finish_watching(client).await;
}

#[tokio::test]
async fn case_24_findings_come_and_go() {
    for encoding in ENCODINGS {
        let mut client = Client::start(parts(&Fake::new()), pushed(encoding)).await;
        client.open(URI, 1, "BAD\nSAD").await;
        let found = client.published(URI, Some(1)).await;
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            json!({
                "range": range((0, 0), (0, 3)),
                "severity": 1,
                "code": "bad-word",
                "source": "policy-ls",
                "message": "BAD is no good\nSay something else.",
                "relatedInformation": [{
                    "location": {
                        "uri": "file:///cache%20%281%29/source.md",
                        "range": range((2, 16), (2, 26)),
                    },
                    "message": "as it says here",
                }],
                "data": "BAD-0",
            })
        );
        client
            .change(URI, 2, &[Change::At((0, 0), (0, 3), "fine")])
            .await;
        assert_eq!(client.published(URI, Some(2)).await.len(), 1);
        client.change(URI, 3, &[Change::Whole("fine")]).await;
        assert!(client.published(URI, Some(3)).await.is_empty());
        client.change(URI, 4, &[Change::Whole("BAD")]).await;
        assert_eq!(client.published(URI, Some(4)).await.len(), 1);
        client.close(URI).await;
        assert!(client.published(URI, None).await.is_empty());
        assert_eq!(client.finish().await, End::Orderly);
    }
}

#[tokio::test]
async fn case_24_no_late_findings_after_close() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "WAIT BAD").await;
    fake.until(|fake| !fake.begun.lock().unwrap().is_empty())
        .await;
    client.close(URI).await;
    assert!(client.published(URI, None).await.is_empty());
    fake.open_gate();
    client.open("file:///w/b.md", 1, "BAD").await;
    client.published("file:///w/b.md", Some(1)).await;
    client.finish().await;
}

#[tokio::test]
async fn case_24_what_newly_appears_where_one_types_is_held() {
    let fake = Fake::new();
    // Held for longer than any test: what is published is what was not held.
    let hold = Duration::from_secs(86_400);
    let mut client = Client::start(
        Parts {
            hold,
            ..parts(&fake)
        },
        json!({}),
    )
    .await;
    client.open(URI, 1, "First. Second SAD. Third.").await;
    assert_eq!(client.published(URI, Some(1)).await.len(), 1);
    client
        .change(URI, 2, &[Change::At((0, 7), (0, 7), "BAD ")])
        .await;
    let found = client.published(URI, Some(2)).await;
    assert_eq!(found.len(), 1, "the old finding stays, the new one waits");
    // Typing in another sentence lets it through.
    client
        .change(URI, 3, &[Change::At((0, 0), (0, 0), "x")])
        .await;
    assert_eq!(client.published(URI, Some(3)).await.len(), 2);
    client.finish().await;
}

#[tokio::test]
async fn what_is_held_holds_no_version_that_has_passed() {
    let fake = Fake::new();
    let hold = Duration::from_secs(86_400);
    let parts = Parts {
        hold,
        ..parts(&fake)
    };
    let mut client = Client::start(parts, json!({})).await;
    client.open(URI, 0, "First.").await;
    client.published(URI, Some(0)).await;
    for version in 1..=20 {
        client
            .change(URI, version, &[Change::At((0, 0), (0, 0), "BAD ")])
            .await;
        client.published(URI, Some(version)).await;
    }
    fake.until(|fake| fake.alive() == 1).await;
    client.finish().await;
}

#[tokio::test]
async fn case_24_what_is_held_comes_in_the_end() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "First.").await;
    client.published(URI, Some(1)).await;
    client
        .change(URI, 2, &[Change::At((0, 0), (0, 0), "BAD ")])
        .await;
    // The harness fails if it never comes.
    while client.published(URI, Some(2)).await.is_empty() {}
    client.finish().await;
}

#[tokio::test]
async fn case_24_older_findings_never_follow_newer_ones() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    let text = |version: i64| "BAD ".repeat((version % 7) as usize);
    client.open(URI, 0, &text(0)).await;
    for version in 1..=500 {
        client
            .change(URI, version, &[Change::Whole(&text(version))])
            .await;
        if version % 10 == 0 {
            client.request("textDocument/hover", at(URI, 0, 0)).await;
        }
    }
    let mut last = -1;
    while last < 500 {
        let told = client.hear("textDocument/publishDiagnostics").await;
        let params = &told["params"];
        let version = params["version"].as_i64().unwrap();
        assert!(version > last, "{version} after {last}");
        // And they are about the version that they name.
        let count = params["diagnostics"].as_array().unwrap().len() as i64;
        assert_eq!(count, version % 7, "of version {version}");
        last = version;
    }
    client.let_talk();
    client.finish().await;
}

#[tokio::test]
async fn case_24_who_pulls_gets_none_pushed() {
    let mut client = Client::connect(parts(&Fake::new()));
    let able = client.initialize(able()).await;
    assert_eq!(able["diagnosticProvider"]["identifier"], "policy-ls");
    client.open(URI, 1, "BAD").await;
    let first = pull(&mut client, URI, None).await;
    assert_eq!(first["kind"], "full");
    assert_eq!(first["items"].as_array().unwrap().len(), 1);
    let again = pull(&mut client, URI, Some(&first["resultId"])).await;
    assert_eq!(
        again,
        json!({"kind": "unchanged", "resultId": first["resultId"]})
    );
    client.change(URI, 2, &[Change::Whole("fine")]).await;
    let changed = pull(&mut client, URI, Some(&first["resultId"])).await;
    assert_eq!(changed["items"], json!([]));
    client.close(URI).await;
    let request = client.hear("client/registerCapability").await;
    client.reply(&request, Value::Null).await;
    // `finish` would let publications pass; here even one is a surprise.
    client.ask("shutdown", Value::Null).await;
    assert_eq!(client.unread(), Vec::<Value>::new());
    client.leave().await;
}

#[tokio::test]
async fn case_25_a_hover_after_an_edit_sees_it() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 0, "v0").await;
    let mut ids = Vec::new();
    for version in 1..=1000 {
        let text = format!("v{version}");
        client.change(URI, version, &[Change::Whole(&text)]).await;
        ids.push(client.request("textDocument/hover", at(URI, 0, 1)).await);
    }
    for (id, version) in ids.iter().zip(1..) {
        let answer = client.answer(id).await;
        let expected = format!("v{version}|a.md|v{version}");
        assert_eq!(answer["result"]["contents"]["value"], expected);
    }
    client.published(URI, Some(1000)).await;
    client.finish().await;
}

#[tokio::test]
async fn case_28_three_thousand_requests_before_the_first_answer_is_read() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, &"word ".repeat(20)).await;
    let mut ids = Vec::new();
    for _ in 0..3000 {
        ids.push(client.request("textDocument/hover", at(URI, 0, 1)).await);
    }
    for id in &ids {
        assert!(client.answer(id).await["result"].is_object());
    }
    client.finish().await;
}

#[tokio::test]
async fn case_28_a_thousand_documents_and_one_that_waits() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "WAIT").await;
    fake.until(|fake| !fake.begun.lock().unwrap().is_empty())
        .await;
    let uri = |number| format!("file:///w/{number}.md");
    for number in 0..1000 {
        client.open(&uri(number), 1, "BAD").await;
    }
    // Background work is stuck behind the one that waits; whoever asks is served, the last one first.
    for number in (0..1000).rev() {
        assert!(client.hover(&uri(number), 0, 0).await.is_some());
        assert_eq!(client.published(&uri(number), Some(1)).await.len(), 1);
    }
    fake.open_gate();
    client.published(URI, Some(1)).await;
    assert_eq!(
        *fake.loads.lock().unwrap(),
        1,
        "one directory, one workspace"
    );
    client.finish().await;
}

#[tokio::test]
async fn case_28_a_megabyte_in_one_line_and_deep_nesting() {
    // The real core: what it says does not matter here, that it answers does.
    let mut client = Client::start(Parts::default(), json!({})).await;
    client
        .open("untitled:long", 1, &"word ".repeat(200_000))
        .await;
    client.open("untitled:deep", 1, &"> ".repeat(20_000)).await;
    client.open("untitled:lists", 1, &"- ".repeat(20_000)).await;
    client.open("untitled:links", 1, &"[".repeat(50_000)).await;
    for uri in [
        "untitled:long",
        "untitled:deep",
        "untitled:lists",
        "untitled:links",
    ] {
        client.hover(uri, 0, 900_000).await;
        client.published(uri, Some(1)).await;
    }
    client.finish().await;
}

#[tokio::test]
async fn case_31_a_draft_that_crashes_its_check() {
    let mut client = Client::start(parts(&Fake::new()), able()).await;
    client.open(URI, 1, "PANIC").await;
    assert_eq!(
        client.fail("textDocument/hover", at(URI, 0, 0)).await,
        -32603
    );
    let params = json!({"textDocument": {"uri": URI}});
    assert_eq!(client.fail("textDocument/diagnostic", params).await, -32603);
    client.change(URI, 2, &[Change::Whole("mended BAD")]).await;
    assert_eq!(
        pull(&mut client, URI, None).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    // The log tells of it.
    client.let_talk();
    finish_watching(client).await;
}

#[tokio::test]
async fn case_31_a_question_that_crashes() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "BOOM quiet").await;
    for _ in 0..20 {
        assert_eq!(
            client.fail("textDocument/hover", at(URI, 0, 0)).await,
            -32603
        );
        assert!(client.hover(URI, 0, 6).await.is_some());
    }
    client.open("file:///w/b.md", 1, "PANIC").await;
    client
        .change("file:///w/b.md", 2, &[Change::Whole("BAD")])
        .await;
    assert_eq!(client.published("file:///w/b.md", Some(2)).await.len(), 1);
    client.let_talk();
    client.finish().await;
}
