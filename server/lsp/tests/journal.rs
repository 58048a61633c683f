//! `$/setTrace`, `$/logTrace` and `window/logMessage`: as much as the client asks for, and nothing more.

mod harness;

use harness::fake::{Fake, parts};
use harness::{Change, Client, at};
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";

async fn set(client: &mut Client, value: Value) {
    client.notify("$/setTrace", json!({ "value": value })).await;
}

/// What is told of one hover, up to its answer.
async fn told(client: &mut Client) -> Vec<Value> {
    client.hover(URI, 0, 0).await;
    let mut told = Vec::new();
    loop {
        let next = client.hear("$/logTrace").await["params"].clone();
        let message = next["message"].as_str().unwrap().to_owned();
        if message.contains("textDocument/hover") {
            told.push(next);
        }
        if message.starts_with("Sent response 'textDocument/hover") {
            return told;
        }
    }
}

#[tokio::test]
async fn messages_are_told_as_far_as_the_client_wants() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 1, "some words").await;
    client.published(URI, Some(1)).await;
    client.hover(URI, 0, 0).await;
    assert_eq!(client.unread(), Vec::<Value>::new());
    set(&mut client, json!("messages")).await;
    let brief = told(&mut client).await;
    assert_eq!(brief.len(), 2);
    let message = brief[0]["message"].as_str().unwrap();
    assert!(message.starts_with("Received request 'textDocument/hover - ("));
    assert!(brief.iter().all(|it| it.get("verbose").is_none()));
    // What is not understood changes nothing.
    for value in [json!("loud"), json!(7), Value::Null] {
        set(&mut client, value).await;
    }
    set(&mut client, json!("verbose")).await;
    let verbose = told(&mut client).await;
    let details: Vec<_> = verbose
        .iter()
        .map(|it| it["verbose"].as_str().unwrap())
        .collect();
    assert!(details[0].starts_with("Params: {") && details[0].contains(URI));
    assert!(details[1].starts_with("Result: {") && details[1].contains("some"));
    set(&mut client, json!("off")).await;
    client.let_talk();
    client.finish().await;
}

#[tokio::test]
async fn the_trace_may_be_on_from_the_start_under_any_name() {
    for (trace, on) in [
        ("messages", true),
        ("compact", true),
        ("off", false),
        ("loud", false),
    ] {
        let mut client = Client::connect(parts(&Fake::new()));
        let params =
            json!({"processId": null, "rootUri": null, "capabilities": {}, "trace": trace});
        client.ask("initialize", params).await;
        client.notify("initialized", json!({})).await;
        client.ask("textDocument/hover", at(URI, 0, 0)).await;
        if on {
            let told = client.hear("$/logTrace").await;
            let message = told["params"]["message"].as_str().unwrap();
            assert!(
                message.starts_with("Received request 'initialize"),
                "{message}"
            );
        }
        let quiet = client.unread().is_empty();
        assert!(on || quiet, "{trace}: {:?}", client.unread());
        client.let_talk();
        client.finish().await;
    }
}

#[tokio::test]
async fn what_is_logged_is_told_by_its_level() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    // A warning is told in any case, and an error.
    client.change(URI, 2, &[Change::Whole("x")]).await;
    let logged = client.hear("window/logMessage").await;
    assert_eq!(logged["params"]["type"], 2);
    let text = logged["params"]["message"].as_str().unwrap();
    assert!(text.contains(URI) && text.contains("not open"), "{text}");
    client.open(URI, 1, "PANIC").await;
    let logged = client.hear("window/logMessage").await;
    assert_eq!(logged["params"]["type"], 1);
    // What merely goes on is told to those who ask for it.
    set(&mut client, json!("verbose")).await;
    let params = json!({"command": "policy-ls.server.reindex"});
    client.ask("workspace/executeCommand", params).await;
    let logged = client.hear("window/logMessage").await;
    assert_eq!(logged["params"]["type"], 3);
    let text = logged["params"]["message"].as_str().unwrap();
    assert!(text.starts_with("reading the library of"), "{text}");
    client.let_talk();
    client.finish().await;
}
