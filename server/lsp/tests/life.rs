//! A session from beginning to end, and what is no message: cases 1 to 17, 22, 23, 26, 27 and 29.

mod harness;

use harness::{Change, Client, at, fake::Fake, fake::parts};
use lsp::End;
use serde_json::{Value, json};

const URI: &str = "file:///w/a.md";

#[tokio::test]
async fn case_1_shutdown_then_exit() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    assert_eq!(client.ask("shutdown", json!({})).await, Value::Null);
    assert_eq!(client.leave().await, End::Orderly);
}

#[tokio::test]
async fn case_2_exit_without_shutdown() {
    let client = Client::start(parts(&Fake::new()), json!({})).await;
    assert_eq!(client.leave().await, End::Abrupt);
}

#[tokio::test]
async fn case_2_exit_while_a_request_waits() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "WAIT").await;
    client.request("textDocument/hover", at(URI, 0, 0)).await;
    assert_eq!(client.leave().await, End::Abrupt);
    fake.open_gate();
}

#[tokio::test]
async fn case_3_a_request_after_shutdown() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.ask("shutdown", Value::Null).await;
    for method in ["textDocument/hover", "shutdown", "initialize", "no/such"] {
        assert_eq!(client.fail(method, at(URI, 0, 0)).await, -32600, "{method}");
    }
    client.open(URI, 1, "passed over").await;
    assert_eq!(client.leave().await, End::Orderly);
}

#[tokio::test]
async fn case_4_the_input_ends() {
    let client = Client::start(parts(&Fake::new()), json!({})).await;
    assert_eq!(client.hang_up().await, End::Abrupt);
    let client = Client::connect(parts(&Fake::new()));
    assert_eq!(client.hang_up().await, End::Abrupt);
}

#[tokio::test]
async fn case_6_before_initialize() {
    let mut client = Client::connect(parts(&Fake::new()));
    for method in ["textDocument/hover", "shutdown", "no/such", "$/such"] {
        assert_eq!(client.fail(method, at(URI, 0, 0)).await, -32002, "{method}");
    }
    client.open(URI, 1, "dropped").await;
    client.initialize(json!({})).await;
    assert_eq!(client.hover(URI, 0, 0).await, None);
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_6_exit_before_initialize() {
    let client = Client::connect(parts(&Fake::new()));
    assert_eq!(client.leave().await, End::Abrupt);
}

#[tokio::test]
async fn case_6_all_in_one_write() {
    let mut client = Client::connect(parts(&Fake::new()));
    let bodies = [
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#,
        r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///w/a.md","languageId":"markdown","version":1,"text":"now"}}}"#,
        r#"{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///w/a.md"},"position":{"line":0,"character":0}}}"#,
    ];
    let bytes: String = bodies
        .iter()
        .map(|body| format!("Content-Length: {}\r\n\r\n{body}", body.len()))
        .collect();
    client.send_bytes(bytes.as_bytes()).await;
    client.answer(&json!(1)).await;
    let hover = client.answer(&json!(2)).await;
    assert_eq!(hover["result"]["contents"]["value"], "now|a.md|now");
    client.finish().await;
}

#[tokio::test]
async fn case_7_a_second_initialize() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    assert_eq!(client.fail("initialize", params).await, -32600);
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_8_a_body_that_is_no_json() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for body in ["{", "nonsense", "{\"a\":}", "\u{1}", &"[".repeat(200_000)] {
        client.send_body(body).await;
        assert_eq!(client.stray_error().await, -32700);
    }
    client.send_body("").await;
    client.send_body("[]").await;
    assert_eq!(client.stray_error().await, -32600);
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_9_half_a_surrogate_pair() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client
        .send_body(
            r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///w/a.md","languageId":"markdown","version":1,"text":"a\ud83d b"}}}"#,
        )
        .await;
    let hover = client.hover(URI, 0, 0).await;
    assert_eq!(hover.as_deref(), Some("a\u{fffd}|a.md|a\u{fffd} b"));
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_10_headers_as_http_writes_them() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    let body = r#"{"jsonrpc":"2.0","id":"x","method":"no/such"}"#;
    let head = format!(
        "content-type: application/vscode-jsonrpc; charset=utf8\r\nX-Third: y\r\nCONTENT-LENGTH:{}\r\n\r\n",
        body.len()
    );
    client.send_bytes((head + body).as_bytes()).await;
    assert_eq!(client.answer(&json!("x")).await["error"]["code"], -32601);
    client.finish().await;
}

#[tokio::test]
async fn case_11_bytes_that_are_no_frame() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for garbage in [
        "Content-Type: x\r\n\r\n{}",
        "Content-Length: many\r\n\r\n",
        "Content-Length: 4294967296\r\n\r\n",
        &"x".repeat(100_000),
    ] {
        client.send_bytes(garbage.as_bytes()).await;
        // The next frame is found, and the garbage was told of before it.
        assert_eq!(client.fail("no/such", json!({})).await, -32601);
        assert_eq!(client.stray_error().await, -32700);
    }
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_12_single_bytes() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    let body = r#"{"jsonrpc":"2.0","id":"x","method":"no/such"}"#;
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    for byte in frame.as_bytes() {
        client.send_bytes(&[*byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.answer(&json!("x")).await["error"]["code"], -32601);
    client.finish().await;
}

#[tokio::test]
async fn case_13_unknown_requests() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for method in ["no/such", "$/such", "textDocument/documentColor"] {
        let params = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}, "context": {"includeDeclaration": true}});
        assert_eq!(client.fail(method, params).await, -32601, "{method}");
    }
    client.finish().await;
}

#[tokio::test]
async fn case_14_unknown_notifications() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for method in [
        "no/such",
        "$/such",
        "$/setTrace",
        "workspace/didRenameFiles",
    ] {
        client.notify(method, json!({"value": "off"})).await;
    }
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_15_params_of_the_wrong_type() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for params in [
        json!({}),
        json!([]),
        json!(7),
        Value::Null,
        at("not a uri", 0, 0),
    ] {
        assert_eq!(client.fail("textDocument/hover", params).await, -32602);
    }
    client
        .notify("textDocument/didOpen", json!({"textDocument": 7}))
        .await;
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_16_string_ids() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for id in [json!("seven"), json!("7"), json!(-7)] {
        let message = json!({"jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at(URI, 0, 0)});
        client.send_body(&message.to_string()).await;
        assert_eq!(client.answer(&id).await["result"], Value::Null);
    }
    client.finish().await;
}

#[tokio::test]
async fn case_17_every_cancelled_request_is_answered() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "WAIT").await;
    let mut ids = Vec::new();
    for _ in 0..200 {
        ids.push(client.request("textDocument/hover", at(URI, 0, 0)).await);
    }
    for id in &ids[..199] {
        client.notify("$/cancelRequest", json!({"id": id})).await;
    }
    client
        .notify("$/cancelRequest", json!({"id": "unknown"}))
        .await;
    for id in &ids[..199] {
        assert_eq!(client.answer(id).await["error"]["code"], -32800);
    }
    fake.open_gate();
    let last = client.answer(&ids[199]).await;
    assert_eq!(last["result"]["contents"]["value"], "WAIT|a.md|WAIT");
    // Cancelled after its answer: passed over.
    client
        .notify("$/cancelRequest", json!({"id": ids[199]}))
        .await;
    client.finish().await;
}

#[tokio::test]
async fn case_17_a_cancelled_check_that_nobody_wants_stops() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({"textDocument": {"diagnostic": {}}})).await;
    client.open(URI, 1, "WAIT one").await;
    let id = client.request("textDocument/hover", at(URI, 0, 0)).await;
    fake.until(|fake| !fake.begun.lock().unwrap().is_empty())
        .await;
    client.change(URI, 2, &[Change::Whole("two")]).await;
    client.notify("$/cancelRequest", json!({"id": id})).await;
    assert_eq!(client.answer(&id).await["error"]["code"], -32800);
    fake.until(|fake| *fake.cancelled.lock().unwrap() == ["WAIT one"])
        .await;
    assert_eq!(
        client.hover(URI, 0, 0).await.as_deref(),
        Some("two|a.md|two")
    );
    client.finish().await;
}

#[tokio::test]
async fn case_17_nothing_is_cancelled_because_an_edit_is_queued() {
    let fake = Fake::new();
    let mut client = Client::start(parts(&fake), json!({})).await;
    client.open(URI, 1, "WAIT one").await;
    let asked = client.request("textDocument/hover", at(URI, 0, 5)).await;
    client.change(URI, 2, &[Change::Whole("WAIT two")]).await;
    let asked_later = client.request("textDocument/hover", at(URI, 0, 5)).await;
    client.change(URI, 3, &[Change::Whole("WAIT three")]).await;
    fake.open_gate();
    let value = |answer: Value| answer["result"]["contents"]["value"].clone();
    assert_eq!(value(client.answer(&asked).await), "one|a.md|WAIT one");
    assert_eq!(
        value(client.answer(&asked_later).await),
        "two|a.md|WAIT two"
    );
    assert!(client.published(URI, Some(3)).await.is_empty());
    client.finish().await;
}

#[tokio::test]
async fn case_22_a_document_never_opened() {
    let mut client = Client::start(parts(&Fake::new()), json!({"textDocument": {"diagnostic": {}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}})).await;
    client.change(URI, 2, &[Change::Whole("x")]).await;
    let logged = client.hear("window/logMessage").await;
    assert_eq!(logged["params"]["type"], 2);
    client.close(URI).await;
    client
        .notify(
            "textDocument/didSave",
            json!({"textDocument": {"uri": URI}}),
        )
        .await;
    for method in ["textDocument/hover", "textDocument/definition"] {
        assert_eq!(client.ask(method, at(URI, 0, 0)).await, Value::Null);
    }
    let params = json!({"textDocument": {"uri": URI}, "range": harness::range((0, 0), (9, 9)), "context": {"diagnostics": []}});
    assert_eq!(
        client.ask("textDocument/codeAction", params).await,
        Value::Null
    );
    let pulled = client
        .ask(
            "textDocument/diagnostic",
            json!({"textDocument": {"uri": URI}}),
        )
        .await;
    assert_eq!(pulled["items"], json!([]));
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_23_open_twice_close_twice_version_going_back() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    client.open(URI, 5, "BAD").await;
    client.open(URI, 3, "BAD BAD").await;
    assert_eq!(client.published(URI, Some(3)).await.len(), 2);
    client.change(URI, 1, &[Change::Whole("BAD BAD BAD")]).await;
    assert_eq!(client.published(URI, Some(1)).await.len(), 3);
    client.close(URI).await;
    assert!(client.published(URI, None).await.is_empty());
    client.close(URI).await;
    client.open(URI, 1, "again").await;
    assert_eq!(
        client.hover(URI, 0, 0).await.as_deref(),
        Some("again|a.md|again")
    );
    assert_eq!(client.finish().await, End::Orderly);
}

#[tokio::test]
async fn case_26_a_client_that_can_nothing() {
    let mut client = Client::connect(parts(&Fake::new()));
    let able = client.initialize(json!({})).await;
    assert_eq!(able["positionEncoding"], "utf-16");
    assert_eq!(able.get("diagnosticProvider"), None);
    client.open(URI, 1, "BAD").await;
    let found = client.published(URI, Some(1)).await;
    assert_eq!(found[0].get("relatedInformation"), None);
    assert_eq!(found[0].get("codeDescription"), None);
    client.finish().await;
}

#[tokio::test]
async fn case_27_the_clients_own_spelling_comes_back() {
    let mut client = Client::start(parts(&Fake::new()), json!({})).await;
    for (uri, name) in [
        ("file:///w/a%20%C3%A9%3a.md", "a é:.md"),
        ("FILE:///w/A%2emd", "A.md"),
        ("untitled:Untitled-1", "Untitled-1.md"),
        ("vscode-remote://ssh%2Bhost/w/b.md", "b.md"),
    ] {
        client.open(uri, 1, "BAD").await;
        assert_eq!(client.published(uri, Some(1)).await.len(), 1, "{uri}");
        let hover = client.hover(uri, 0, 0).await;
        assert_eq!(hover, Some(format!("BAD|{name}|BAD")), "{uri}");
        client.close(uri).await;
        assert!(client.published(uri, None).await.is_empty(), "{uri}");
    }
    client.finish().await;
}

#[tokio::test]
async fn case_29_nobody_reads_any_more() {
    let (mut to_server, input) = tokio::io::duplex(1 << 16);
    let (output, from_server) = tokio::io::duplex(1 << 10);
    let server = tokio::spawn(lsp::run(parts(&Fake::new()), input, output));
    drop(from_server);
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#;
    let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let _ = tokio::io::AsyncWriteExt::write_all(&mut to_server, frame.as_bytes()).await;
    assert_eq!(server.await.unwrap(), End::Abrupt);
}
