//! Manners under load: edits and requests of every kind interleaved, cancels among them, and the same end as a fresh text.

mod harness;

use harness::real::{ENCODINGS, Folder, place_at, pulling};
use harness::{Change, at};
use serde_json::{Value, json};

const DRAFT: &str = "\
# River 😀

😀 The Charter of the River Commission was signed on 12 May 1999. RVC was founded the following year.

It \"shall keep the river open to all who live by it\" [@charter].

- The River Commission was founded on 3 June 1989.
";

/// Every request that is about one place of one draft.
const METHODS: [&str; 15] = [
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/completion",
    "textDocument/documentSymbol",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/selectionRange",
    "textDocument/inlayHint",
    "textDocument/semanticTokens/full",
    "textDocument/diagnostic",
    "policy-ls/claims",
];

fn params(uri: &str, place: (u32, u32)) -> Value {
    let mut params = at(uri, place.0, place.1);
    params["range"] = harness::range((0, 0), place);
    params["positions"] = json!([params["position"]]);
    params["context"] = json!({"diagnostics": [], "includeDeclaration": true, "triggerKind": 1});
    params
}

#[tokio::test]
async fn a_thousand_edits_and_requests_end_as_a_fresh_text_does() {
    for encoding in ENCODINGS {
        // A small linear congruence: the same edits every time.
        let mut seed = 11_u32;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as usize % below.max(1)
        };
        let folder = Folder::new();
        folder.write("b.md", DRAFT);
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["textDocument"]["codeAction"] =
            json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}});
        let on = json!({"semanticTokens": true});
        let (mut client, _) = folder.client_with(able, on).await;
        client.open(&uri, 0, DRAFT).await;
        let mut text = DRAFT.to_owned();
        let mut asked = Vec::new();
        for round in 0..500 {
            let boundaries: Vec<_> = (0..=text.len())
                .filter(|it| text.is_char_boundary(*it))
                .collect();
            let first = random(boundaries.len());
            let last = (first + random(5)).min(boundaries.len() - 1);
            let (start, end) = (boundaries[first], boundaries[last]);
            let new = [
                "x",
                "é",
                "😀",
                "",
                "\n\n",
                " 12 May 1998",
                "RVC",
                "\"",
                "# ",
            ][random(9)];
            let (from, to) = (
                place_at(&text, start, encoding),
                place_at(&text, end, encoding),
            );
            client
                .change(&uri, round + 1, &[Change::At(from, to, new)])
                .await;
            text.replace_range(start..end, new);
            let method = METHODS[random(METHODS.len())];
            let id = client.request(method, params(&uri, from)).await;
            if round % 7 == 3 {
                client.notify("$/cancelRequest", json!({"id": id})).await;
            }
            asked.push((id, method, round % 7 == 3));
        }
        let mut answered = 0;
        for (id, method, cancelled) in asked {
            let answer = client.answer(&id).await;
            match answer.get("error") {
                None => answered += 1,
                Some(error) => assert!(cancelled && error["code"] == -32800, "{method}: {answer}"),
            }
        }
        assert!(answered >= 400, "{answered} answers");
        let fresh = folder.uri("fresh.md");
        client.open(&fresh, 1, &text).await;
        for method in METHODS {
            // What names the file differs by its name alone.
            let mut ends = Vec::new();
            for uri in [&uri, &fresh] {
                let answer = client.ask(method, params(uri, (2, 20))).await;
                let answer = answer.to_string().replace(uri.as_str(), "URI");
                let mut answer: Value = serde_json::from_str(&answer).unwrap();
                if let Some(object) = answer.as_object_mut() {
                    object.remove("version");
                    object.remove("resultId");
                }
                ends.push(answer);
            }
            if method != "textDocument/references" {
                assert_eq!(ends[0], ends[1], "{method}");
            }
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn every_request_survives_any_text_and_any_place() {
    for encoding in ENCODINGS {
        let long = "word ".repeat(20_000);
        let nested = "> ".repeat(2_000);
        let texts = [
            "",
            "\u{feff}# A\r\n\r\nThe RVC\rwas founded in 1999.",
            "a\0b\u{c}c\u{2028}d\u{85}e\tf 12 May 1998",
            "e\u{301}\u{301} 𝔘𝔫𝔦 👩‍👩‍👧 RVC שלום 12 May 1998 \"עברית",
            "```\nRVC",
            "---\ntitle: RVC",
            "| RVC | 1998 |\n|--|--|\n| \"a | b\" |",
            "<!-- policy-ls: ignore",
            "[^1] [@charter] [x](",
            &long,
            &nested,
        ];
        let folder = Folder::new();
        let mut able = pulling(encoding);
        able["textDocument"]["codeAction"] =
            json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}});
        let (mut client, _) = folder
            .client_with(able, json!({"semanticTokens": true}))
            .await;
        for (number, text) in texts.iter().enumerate() {
            let uri = folder.uri(&format!("{number}.md"));
            client.open(&uri, 1, text).await;
            for place in [(0, 0), (0, 3), (1, 1), (0, 90_000), (7, 0)] {
                for method in METHODS {
                    client.ask(method, params(&uri, place)).await;
                }
            }
            client.close(&uri).await;
        }
        client.finish().await;
    }
}

/// The words of a text at a range; a line ends with LF, CR LF or CR and with nothing else.
fn words_of(text: &str, range: &Value, encoding: &str) -> String {
    let offset = |position: &Value| {
        let (line, column) = (position["line"].as_u64(), position["character"].as_u64());
        let (line, column) = (line.unwrap() as usize, column.unwrap() as usize);
        let (mut at, mut left) = (0, line);
        while left > 0 {
            let end = at + text[at..].find(['\n', '\r']).expect("a line more");
            at = end
                + if text[end..].starts_with("\r\n") {
                    2
                } else {
                    1
                };
            left -= 1;
        }
        let units = |c: char| match encoding {
            "utf-8" => c.len_utf8(),
            "utf-16" => c.len_utf16(),
            _ => 1,
        };
        let mut count = 0;
        for c in text[at..].chars() {
            if count == column {
                break;
            }
            count += units(c);
            at += c.len_utf8();
        }
        assert_eq!(count, column, "inside of a character");
        at
    };
    text[offset(&range["start"])..offset(&range["end"])].to_owned()
}

#[tokio::test]
async fn columns_are_right_in_any_text() {
    let wrong = "The Charter of the River Commission was signed on 12 May 1999.";
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let mut client = folder.client(pulling(encoding)).await;
        for (number, before) in [
            "One.\r\n\r\nTwo 😀. ",
            "One.\r\rTwo é. ",
            "One.\n\r\n\rTwo. ",
            "a\u{2028}b\u{2029}c\u{85}d. ",
            "\u{c}\tOne\t👩‍👩‍👧 two. ",
            "e\u{301}\u{301} 𝔘𝔫𝔦 was here. ",
            "שלום עולם. ",
            "a\0b. ",
            "\u{feff}One. ",
        ]
        .iter()
        .enumerate()
        {
            let text = format!("{before}{wrong}\r\nThe end.\n");
            let uri = folder.uri(&format!("{number}.md"));
            client.open(&uri, 1, &text).await;
            let found = harness::pull(&mut client, &uri, None).await;
            let found = &found["items"][0];
            assert_eq!(found["code"], "date-conflict", "{before:?}");
            let words = words_of(&text, &found["range"], encoding);
            assert_eq!(words, "12 May 1999", "{encoding} {before:?}");
            // And back: the place that was told is the place that is asked about.
            let mut params = at(&uri, 0, 0);
            params["position"] = found["range"]["start"].clone();
            let told = client.ask("textDocument/hover", params).await;
            let words = words_of(&text, &told["range"], encoding);
            assert_eq!(words, "12 May 1999", "{encoding} {before:?}");
        }
        client.finish().await;
    }
}

#[tokio::test]
async fn a_client_that_answers_nothing_is_served() {
    let folder = Folder::new();
    let uri = folder.uri("a.md");
    let mut able = harness::able();
    able["window"] = json!({"workDoneProgress": true, "showDocument": {"support": true}});
    let mut client = folder.client(able).await;
    client.open(&uri, 1, DRAFT).await;
    for round in 0..50 {
        // Each makes the server ask for something: a refresh, a progress, a document to be shown.
        let params = json!({"command": "policy-ls.server.reindex"});
        client.ask("workspace/executeCommand", params).await;
        let params = json!({"command": "policy-ls.server.showSource", "arguments": ["charter"]});
        client.ask("workspace/executeCommand", params).await;
        let at = (0, 0);
        client
            .change(&uri, round + 2, &[Change::At(at, at, "x")])
            .await;
        assert!(harness::pull(&mut client, &uri, None).await["items"].is_array());
    }
    client.let_talk();
    assert_eq!(client.finish().await, lsp::End::Orderly);
}
