//! Hovers, jumps, fixes, and what a changed configuration does.

mod harness;

use harness::real::ENCODINGS;
use harness::{
    Change, Client, able, at, fake::Fake, fake::parts, finish_watching, pull, pushed, range,
};
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";

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
    for encoding in ENCODINGS {
        let mut client = Client::start(parts(&Fake::new()), pushed(encoding)).await;
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
}

#[tokio::test]
async fn a_changed_configuration_is_read_again() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), able()).await;
    client.open(URI, 1, "BAD").await;
    assert_eq!(
        pull(&mut client, URI, None).await["items"]
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
    pull(&mut client, URI, None).await;
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
    // Noticed twice, told once; told again when it was right in between.
    for (trouble, loads) in [(true, 3), (false, 4), (true, 5)] {
        *fake.trouble.lock().unwrap() = trouble.then(|| "unknown key".to_owned());
        let changed = json!({"changes": [{"uri": "file:///w/policy-ls.toml", "type": 2}]});
        client
            .notify("workspace/didChangeWatchedFiles", changed)
            .await;
        fake.until(|fake| *fake.loads.lock().unwrap() == loads)
            .await;
        // What is asked now waits for what was read.
        let about = json!({"textDocument": {"uri": URI}});
        client.ask("policy-ls/library", about).await;
    }
    let told = client.hear("window/showMessage").await;
    assert_eq!(told["params"]["message"], "policy-ls.toml:1: unknown key");
    client.finish().await;
}

#[tokio::test]
async fn what_changes_while_a_library_is_read_is_not_missed() {
    let fake = Fake::new();
    *fake.endless.lock().unwrap() = true;
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "BAD").await;
    fake.until(|fake| *fake.loads.lock().unwrap() == 1).await;
    let changed = json!({"changes": [{"uri": "file:///w/known.toml", "type": 2}]});
    client
        .notify("workspace/didChangeWatchedFiles", changed)
        .await;
    *fake.endless.lock().unwrap() = false;
    fake.until(|fake| *fake.loads.lock().unwrap() == 2).await;
    client.published(URI, Some(1)).await;
    client.finish().await;
}
