//! What is answered and published: positions, order, findings, fixes, jumps, crashes. Cases 17 to 25, 28 and 31.

mod harness;

use std::time::Duration;

use harness::{Change, Client, at, fake::Fake, fake::parts, range};
use lsp::{End, Parts};
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";

/// A client that can everything and pulls.
fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "workspace": {
            "workspaceEdit": {"documentChanges": true},
            "didChangeWatchedFiles": {"dynamicRegistration": true},
            "diagnostics": {"refreshSupport": true},
        },
        "textDocument": {
            "diagnostic": {},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "definition": {"linkSupport": true},
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
        },
    })
}

/// A client that gets its findings pushed, with this encoding.
fn pushed(encoding: &str) -> Value {
    json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
        },
    })
}

async fn pull(client: &mut Client, previous: Option<&Value>) -> Value {
    let mut params = json!({"textDocument": {"uri": URI}});
    if let Some(id) = previous {
        params["previousResultId"] = id.clone();
    }
    client.ask("textDocument/diagnostic", params).await
}

async fn actions(client: &mut Client, start: (u32, u32), end: (u32, u32), only: Value) -> Value {
    let mut context = json!({"diagnostics": []});
    if !only.is_null() {
        context["only"] = only;
    }
    let params =
        json!({"textDocument": {"uri": URI}, "range": range(start, end), "context": context});
    client.ask("textDocument/codeAction", params).await
}

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
    let mut client = Client::start(parts(&Fake::new()), pushed("utf-16")).await;
    client
        .open(URI, 1, "a\r\nb\rc\nd\u{2028}e\u{85}f\u{c}g BAD\nBAD")
        .await;
    let found = client.published(URI, Some(1)).await;
    assert_eq!(found[0]["range"], range((3, 8), (3, 11)));
    assert_eq!(found[1]["range"], range((4, 0), (4, 3)));
    client
        .change(URI, 2, &[Change::At((1, 0), (2, 0), "BAD ")])
        .await;
    let found = client.published(URI, Some(2)).await;
    assert_eq!(found[0]["range"], range((1, 0), (1, 3)));
    client.finish().await;
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
    let pulled = pull(&mut client, None).await;
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
    let mut client = Client::start(parts(&Fake::new()), pushed("utf-16")).await;
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
async fn case_24_who_pulls_gets_none_pushed() {
    let mut client = Client::connect(parts(&Fake::new()));
    let able = client.initialize(able()).await;
    assert_eq!(able["diagnosticProvider"]["identifier"], "policy-ls");
    client.open(URI, 1, "BAD").await;
    let first = pull(&mut client, None).await;
    assert_eq!(first["kind"], "full");
    assert_eq!(first["items"].as_array().unwrap().len(), 1);
    let again = pull(&mut client, Some(&first["resultId"])).await;
    assert_eq!(
        again,
        json!({"kind": "unchanged", "resultId": first["resultId"]})
    );
    client.change(URI, 2, &[Change::Whole("fine")]).await;
    let changed = pull(&mut client, Some(&first["resultId"])).await;
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
        pull(&mut client, None).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
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
    client.finish().await;
}

#[tokio::test]
async fn hover_as_markdown_with_links_that_land() {
    let mut client = Client::start(parts(&Fake::new()), able()).await;
    client.open(URI, 1, "some words").await;
    let result = client.ask("textDocument/hover", at(URI, 0, 1)).await;
    assert_eq!(result["contents"]["kind"], "markdown");
    let expected = "**some** [source](file:///cache%20%281%29/source.md#L3)\nsome words";
    assert_eq!(result["contents"]["value"], expected);
    assert_eq!(
        client.hover(URI, 0, 999).await.map(|it| it.len()),
        Some(expected.len() + 1)
    );
    finish_watching(client).await;
}

#[tokio::test]
async fn definition_shows_the_paragraph_and_lands_on_the_words() {
    let uri = "file:///cache%20%281%29/source.md";
    let (full, words) = (range((2, 0), (2, 36)), range((2, 16), (2, 26)));
    let mut client = Client::start(parts(&Fake::new()), able()).await;
    client.open(URI, 1, "see SRC").await;
    let links = client.ask("textDocument/definition", at(URI, 0, 5)).await;
    let expected = json!([{
        "originSelectionRange": range((0, 4), (0, 7)),
        "targetUri": uri,
        "targetRange": full,
        "targetSelectionRange": words,
    }]);
    assert_eq!(links, expected);
    assert_eq!(
        client.ask("textDocument/definition", at(URI, 0, 0)).await,
        Value::Null
    );
    // A source that the client has open is named as the client names it.
    let own = "file:///cache%20(1)/source.md";
    client.open(own, 1, "source").await;
    let links = client.ask("textDocument/definition", at(URI, 0, 5)).await;
    assert_eq!(links[0]["targetUri"], own);
    finish_watching(client).await;

    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "see SRC").await;
    let places = client.ask("textDocument/definition", at(URI, 0, 5)).await;
    assert_eq!(places, json!([{"uri": uri, "range": words}]));
    client.finish().await;
}

#[tokio::test]
async fn fixes_carry_the_version_they_are_for() {
    let mut client = Client::start(parts(&Fake::new()), able()).await;
    client.open(URI, 7, "BAD SAD\nBAD").await;
    let offered = actions(&mut client, (0, 1), (0, 1), Value::Null).await;
    let edit = json!({"documentChanges": [{
        "textDocument": {"uri": URI, "version": 7},
        "edits": [{"range": range((0, 0), (0, 3)), "newText": "GOOD"}],
    }]});
    assert_eq!(offered.as_array().unwrap().len(), 1);
    assert_eq!(offered[0]["title"], "Replace by GOOD");
    assert_eq!(offered[0]["kind"], "quickfix");
    assert_eq!(offered[0]["isPreferred"], true);
    assert_eq!(offered[0]["edit"], edit);
    assert_eq!(offered[0]["diagnostics"][0]["data"], "BAD-0");
    let both = actions(&mut client, (0, 0), (1, 3), json!(["quickfix"])).await;
    assert_eq!(both.as_array().unwrap().len(), 2);
    for (place, only) in [
        ((0, 5), Value::Null),
        ((0, 1), json!(["refactor"])),
        ((0, 1), json!(["quickfix.other"])),
    ] {
        let none = actions(&mut client, place, place, only).await;
        assert!(none.is_null() || none == json!([]), "{none}");
    }
    // A fix is of the text that stands, or there is none.
    client
        .change(URI, 8, &[Change::At((0, 0), (0, 3), "fine")])
        .await;
    assert_eq!(
        actions(&mut client, (0, 1), (0, 1), Value::Null).await,
        json!([])
    );
    finish_watching(client).await;
}

#[tokio::test]
async fn fixes_for_clients_without_versions_or_without_fixes() {
    let mut client = Client::start(parts(&Fake::new()), pushed("utf-16")).await;
    client.open(URI, 7, "BAD").await;
    let offered = actions(&mut client, (0, 1), (0, 1), Value::Null).await;
    let edits = json!([{"range": range((0, 0), (0, 3)), "newText": "GOOD"}]);
    assert_eq!(offered[0]["edit"]["changes"][URI], edits);
    client.finish().await;
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 7, "BAD").await;
    assert_eq!(
        actions(&mut client, (0, 1), (0, 1), Value::Null).await,
        Value::Null
    );
    client.finish().await;
}

#[tokio::test]
async fn a_changed_configuration_is_read_again() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), able()).await;
    client.open(URI, 1, "BAD").await;
    assert_eq!(
        pull(&mut client, None).await["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(*fake.loads.lock().unwrap(), 1);
    let changed = json!({"changes": [{"uri": "file:///w/policy-ls.toml", "type": 2}]});
    client
        .notify("workspace/didChangeWatchedFiles", changed)
        .await;
    let request = client.hear("workspace/diagnostic/refresh").await;
    client.reply(&request, Value::Null).await;
    fake.until(|fake| *fake.loads.lock().unwrap() == 2).await;
    let unrelated = json!({"changes": [{"uri": "file:///w/a.rs", "type": 2}]});
    client
        .notify("workspace/didChangeWatchedFiles", unrelated)
        .await;
    pull(&mut client, None).await;
    assert_eq!(*fake.loads.lock().unwrap(), 2);
    finish_watching(client).await;
}

#[tokio::test]
async fn a_save_notices_a_changed_configuration_that_nobody_watched() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "BAD").await;
    client.published(URI, Some(1)).await;
    let saved = json!({"textDocument": {"uri": URI}});
    client.notify("textDocument/didSave", saved.clone()).await;
    client.hover(URI, 0, 0).await;
    assert_eq!(*fake.loads.lock().unwrap(), 1);
    *fake.stamp.lock().unwrap() = Some(std::time::UNIX_EPOCH);
    client.notify("textDocument/didSave", saved).await;
    fake.until(|fake| *fake.loads.lock().unwrap() == 2).await;
    client.published(URI, Some(1)).await;
    client.finish().await;
}

#[tokio::test]
async fn a_broken_configuration_is_told_and_the_old_one_stays() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "BAD").await;
    client.published(URI, Some(1)).await;
    *fake.trouble.lock().unwrap() = Some("unknown key".to_owned());
    client
        .notify(
            "textDocument/didSave",
            json!({"textDocument": {"uri": "file:///w/policy-ls.toml"}}),
        )
        .await;
    let told = client.hear("window/showMessage").await;
    assert_eq!(told["params"]["message"], "policy-ls.toml:1: unknown key");
    client.change(URI, 2, &[Change::Whole("BAD BAD")]).await;
    assert_eq!(client.published(URI, Some(2)).await.len(), 2);
    client.finish().await;
}

/// Finishes a client that was asked to watch files.
async fn finish_watching(mut client: Client) {
    let request = client.hear("client/registerCapability").await;
    client.reply(&request, Value::Null).await;
    assert_eq!(client.finish().await, End::Orderly);
}
