//! Code actions and what they edit; commands.

mod harness;

use harness::real::{ENCODINGS, Folder, applied, place_of, pulling};
use harness::{Client, at};
use serde_json::{Value, json};

const DRAFT: &str = "\
---
title: River
---

# River 😀

😀 RVC met in 1999. The River Charter was signed on 12 May 1999.

It \"shall keep the river open to all who live by it\", and RVC agreed.

- The River Commission was founded on 3 June 1989.
";

fn able(encoding: &str) -> Value {
    let mut able = pulling(encoding);
    able["textDocument"]["codeAction"] = json!({"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}});
    able
}

async fn offered(client: &mut Client, uri: &str, place: (u32, u32), only: Value) -> Vec<Value> {
    let mut context = json!({"diagnostics": []});
    if !only.is_null() {
        context["only"] = only;
    }
    let mut params = at(uri, place.0, place.1);
    params["range"] = harness::range(place, place);
    params["context"] = context;
    let actions = client.ask("textDocument/codeAction", params).await;
    actions.as_array().cloned().unwrap_or_default()
}

fn titled<'a>(actions: &'a [Value], part: &str) -> &'a Value {
    let found = actions
        .iter()
        .find(|it| it["title"].as_str().unwrap().contains(part));
    found.unwrap_or_else(|| panic!("no {part:?} in {actions:#?}"))
}

#[tokio::test]
async fn an_acronym_is_spelt_out_where_it_stands_first() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let first = place_of(DRAFT, "RVC met", encoding);
        let actions = offered(&mut client, &uri, first, json!(["refactor"])).await;
        let text = applied(DRAFT, &uri, titled(&actions, "Spell out"), encoding);
        assert!(
            text.contains("😀 River Commission (RVC) met in 1999."),
            "{text}"
        );
        let second = place_of(DRAFT, "RVC agreed", encoding);
        let actions = offered(&mut client, &uri, second, json!(["refactor"])).await;
        assert_eq!(actions, Vec::<Value>::new());
        client.finish().await;
    }
}

#[tokio::test]
async fn the_official_name_and_a_citation() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "River Charter", encoding);
        let actions = offered(&mut client, &uri, place, Value::Null).await;
        let text = applied(DRAFT, &uri, titled(&actions, "official name"), encoding);
        assert!(
            text.contains("The Charter of the River Commission was signed"),
            "{text}"
        );
        let place = place_of(DRAFT, "river open", encoding);
        let actions = offered(&mut client, &uri, place, Value::Null).await;
        let cite = titled(&actions, "Cite");
        assert_eq!(cite["kind"], "refactor.rewrite");
        let text = applied(DRAFT, &uri, cite, encoding);
        assert!(text.contains("live by it\"[^charter-2], and"), "{text}");
        let note = "\n\n[^charter-2]: *charter*, paragraph 2.\n";
        assert!(text.ends_with(note), "{text}");
        // Cited once, it is not offered again.
        client
            .change(&uri, 2, &[harness::Change::Whole(&text)])
            .await;
        let actions = offered(&mut client, &uri, place, json!(["refactor"])).await;
        assert_eq!(actions, Vec::<Value>::new());
        client.finish().await;
    }
}

#[tokio::test]
async fn findings_are_ignored_here_or_in_the_draft_with_room_for_a_reason() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let comment = "<!-- policy-ls: ignore date-conflict reason=\"\" -->";
        let place = place_of(DRAFT, "12 May 1999", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        let here = titled(&actions, "here");
        assert_eq!(here["diagnostics"][0]["code"], "date-conflict");
        let text = applied(DRAFT, &uri, here, encoding);
        assert!(
            text.contains(&format!("\n\n{comment}\n😀 RVC met")),
            "{text}"
        );
        let text = applied(DRAFT, &uri, titled(&actions, "in this draft"), encoding);
        let file = "---\n\n<!-- policy-ls: ignore-file date-conflict reason=\"\" -->\n\n";
        assert!(
            text.starts_with(&format!("---\ntitle: River\n{file}")),
            "{text}"
        );
        // A list is not torn.
        let place = place_of(DRAFT, "3 June 1989", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        let text = applied(DRAFT, &uri, titled(&actions, "here"), encoding);
        assert!(
            text.contains(&format!("3 June 1989. {comment}\n")),
            "{text}"
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn edits_come_when_an_action_is_chosen_and_never_for_another_text() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = able(encoding);
        able["textDocument"]["codeAction"]["dataSupport"] = json!(true);
        able["textDocument"]["codeAction"]["resolveSupport"] = json!({"properties": ["edit"]});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "River Charter", encoding);
        let actions = offered(&mut client, &uri, place, Value::Null).await;
        let chosen = titled(&actions, "official name");
        assert!(chosen.get("edit").is_none());
        let resolved = client.ask("codeAction/resolve", chosen.clone()).await;
        let text = applied(DRAFT, &uri, &resolved, encoding);
        assert!(text.contains("The Charter of the River Commission was signed"));
        client
            .change(&uri, 2, &[harness::Change::At((0, 0), (0, 0), "x")])
            .await;
        let late = client.ask("codeAction/resolve", chosen.clone()).await;
        assert!(late.get("edit").is_none(), "{late}");
        client.finish().await;
    }
}

#[tokio::test]
async fn of_two_findings_each_is_ignored_where_it_stands() {
    let draft = "The River Charter was signed on 12 May 1999.\n\nThe River Charter was signed on 12 May 1997.\n";
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = able(encoding);
        able["textDocument"]["codeAction"]["dataSupport"] = json!(true);
        able["textDocument"]["codeAction"]["resolveSupport"] = json!({"properties": ["edit"]});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, draft).await;
        let params = json!({
            "textDocument": {"uri": uri}, "range": harness::range((0, 0), (3, 0)),
            "context": {"diagnostics": [], "only": ["quickfix"]},
        });
        let actions = client.ask("textDocument/codeAction", params).await;
        let all = actions.as_array().unwrap().iter();
        let here = all.filter(|it| it["title"].as_str().unwrap().contains("conflict here"));
        let mut lines = Vec::new();
        for action in here {
            let resolved = client.ask("codeAction/resolve", action.clone()).await;
            let edit = &resolved["edit"]["changes"][&uri][0];
            lines.push(edit["range"]["start"]["line"].clone());
        }
        assert_eq!(lines, [0, 2]);
        client.finish().await;
    }
}

#[tokio::test]
async fn plain_text_is_offered_no_comments() {
    for (language, comments) in [("plaintext", false), ("markdown", true)] {
        let folder = Folder::new();
        let uri = "untitled:Untitled-1";
        let text = "The River Charter was signed on 12 May 1999.\n";
        let mut client = folder.client(able("utf-16")).await;
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        client
            .notify("textDocument/didOpen", json!({"textDocument": document}))
            .await;
        let actions = offered(&mut client, uri, (0, 35), json!(["quickfix"])).await;
        let here = |it: &Value| it["title"].as_str().unwrap().contains("conflict here");
        assert!(!actions.is_empty());
        assert_eq!(actions.iter().any(here), comments, "{actions:#?}");
        client.finish().await;
    }
}

#[tokio::test]
async fn commands() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut able = pulling(encoding);
        able["window"] = json!({"showDocument": {"support": true}});
        let mut client = folder.client(able).await;
        client.open(&uri, 1, DRAFT).await;
        let run =
            |command: &str, argument: Value| json!({"command": command, "arguments": [argument]});
        let method = "workspace/executeCommand";
        let page = client
            .ask(
                method,
                run("policy-ls.server.explainRule", json!("date-conflict")),
            )
            .await;
        assert_eq!(page["code"], "date-conflict");
        assert!(page["markdown"].as_str().unwrap().len() > 100);
        let view = client
            .ask(method, run("policy-ls.server.showChronology", json!({})))
            .await;
        assert_eq!(view["events"].as_array().unwrap().len(), 2);
        let source = client
            .ask(method, run("policy-ls.server.showSource", json!("charter")))
            .await;
        assert_eq!(source["uri"], json!(folder.uri("sources/charter.md")));
        let shown = client.hear("window/showDocument").await;
        assert_eq!(shown["params"]["uri"], source["uri"]);
        client.reply(&shown, json!({"success": true})).await;
        for wrong in [
            run("policy-ls.server.explainRule", json!("no-such-rule")),
            run("policy-ls.server.showSource", json!("no-such-source")),
            run("no.such.command", json!(null)),
        ] {
            assert_eq!(client.fail(method, wrong).await, -32602);
        }
        // Read anew, the library knows what was added.
        folder.write("sources/deed.md", "# The Deed\n\nWords.\n");
        client
            .ask(method, run("policy-ls.server.reindex", json!(null)))
            .await;
        let view = client.ask("policy-ls/library", json!({})).await;
        assert_eq!(view["sources"].as_array().unwrap().len(), 2);
        client.finish().await;
    }
}

#[tokio::test]
async fn all_that_is_safe_is_mended_only_when_it_is_asked_for_by_name() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let settings =
            "format = 1\nsources = [\"sources\"]\nrecords = [\"records\"]\nbuiltin = false\n";
        let rules = "[rules]\nquotation-straight = \"warning\"\n";
        folder.write("policy-ls.toml", &format!("{settings}{rules}"));
        let uri = folder.uri("a.md");
        let mut client = folder.client(able(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "12 May 1999", encoding);
        for only in ["source.fixAll.policy-ls", "source.fixAll", "source"] {
            let all = offered(&mut client, &uri, place, json!([only])).await;
            assert_eq!(all.len(), 1, "{only}: {all:?}");
            // A wrong date is no matter of typography.
            let text = applied(DRAFT, &uri, &all[0], encoding);
            let curly = "\u{201c}shall keep the river open to all who live by it\u{201d}";
            let straight = "\"shall keep the river open to all who live by it\"";
            assert_eq!(text, DRAFT.replace(straight, curly));
        }
        let others = offered(&mut client, &uri, place, Value::Null).await;
        assert!(
            others
                .iter()
                .all(|it| it["kind"] != "source.fixAll.policy-ls")
        );
        client.finish().await;
    }
}

/// A client that takes edits with versions, new files and, if so, snippets.
fn making(encoding: &str, snippets: bool) -> Value {
    let mut able = able(encoding);
    able["workspace"]["workspaceEdit"] = json!({
        "documentChanges": true,
        "resourceOperations": ["create"],
        "snippetEditSupport": snippets,
    });
    able
}

#[tokio::test]
async fn a_rule_is_ignored_everywhere_by_the_configuration() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let (uri, settings) = (folder.uri("a.md"), folder.uri("policy-ls.toml"));
        let text = std::fs::read_to_string(folder.path("policy-ls.toml")).unwrap();
        let mut client = folder.client(able(encoding)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "12 May 1999", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        let everywhere = titled(&actions, "everywhere");
        assert_eq!(everywhere["diagnostics"][0]["code"], "date-conflict");
        let new = applied(&text, &settings, everywhere, encoding);
        let added = "\n[rules]\ndate-conflict = \"off\" # reason: \n";
        assert_eq!(new, format!("{text}{added}"));
        // As it is typed: the finding is gone before anything is saved.
        client.open(&settings, 1, &new).await;
        while !offered(&mut client, &uri, place, json!(["quickfix"]))
            .await
            .is_empty()
        {}
        client.finish().await;
    }
}

#[tokio::test]
async fn an_open_configuration_is_changed_as_it_stands_and_a_missing_one_is_made() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let (uri, settings) = (folder.uri("a.md"), folder.uri("policy-ls.toml"));
        let text = std::fs::read_to_string(folder.path("policy-ls.toml")).unwrap();
        let text = format!("{text}[rules] # 😀\ndate-conflict = \"error\" # 😀 \n");
        let mut client = folder.client(making(encoding, false)).await;
        client.open(&settings, 5, &text).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "12 May 1999", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        let change = &titled(&actions, "everywhere")["edit"]["documentChanges"][0];
        let document = json!({"uri": settings, "version": 5});
        assert_eq!(change["textDocument"], document);
        let flat = json!({"edit": {"changes": {&settings: change["edits"]}}});
        let new = applied(&text, &settings, &flat, encoding);
        assert!(
            new.ends_with("# 😀\ndate-conflict = \"off\" # reason: \n"),
            "{new}"
        );
        client.finish().await;

        let alone = tempfile::tempdir().unwrap();
        let root = alone.path().canonicalize().unwrap();
        let uri = format!("file://{}/a.md", root.display());
        let draft = "The treaty was signed on 31 February 2001.\n";
        let mut client =
            harness::Client::start(lsp::Parts::default(), making(encoding, false)).await;
        client.open(&uri, 1, draft).await;
        let place = place_of(draft, "31 February", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        let changes = &titled(&actions, "everywhere")["edit"]["documentChanges"];
        let settings = format!("file://{}/policy-ls.toml", root.display());
        let create =
            json!({"kind": "create", "uri": settings, "options": {"ignoreIfExists": true}});
        assert_eq!(changes[0], create);
        assert_eq!(
            changes[1]["textDocument"],
            json!({"uri": settings, "version": null})
        );
        let new = changes[1]["edits"][0]["newText"].as_str().unwrap();
        assert_eq!(
            new,
            "format = 1\n\n[rules]\ndate-impossible = \"off\" # reason: \n"
        );
        // A buffer that was never saved belongs to no configuration.
        client.open("untitled:Untitled-1", 1, draft).await;
        let actions = offered(
            &mut client,
            "untitled:Untitled-1",
            place,
            json!(["quickfix"]),
        )
        .await;
        let titles = actions.iter().map(|it| it["title"].as_str().unwrap());
        assert!(!titles.into_iter().any(|it| it.contains("everywhere")));
        client.finish().await;
    }
}

#[tokio::test]
async fn reasons_are_places_to_write_in_where_the_client_takes_snippets() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(making(encoding, true)).await;
        client.open(&uri, 1, DRAFT).await;
        let place = place_of(DRAFT, "12 May 1999", encoding);
        let actions = offered(&mut client, &uri, place, json!(["quickfix"])).await;
        for (title, text) in [
            (
                "here",
                "<!-- policy-ls: ignore date-conflict reason=\"$1\" -->\n",
            ),
            (
                "in this draft",
                "\n<!-- policy-ls: ignore-file date-conflict reason=\"$1\" -->\n\n",
            ),
            (
                "everywhere",
                "\n[rules]\ndate-conflict = \"off\" # reason: $1\n",
            ),
        ] {
            let edit = &titled(&actions, title)["edit"]["documentChanges"][0]["edits"][0];
            assert_eq!(edit["snippet"], json!({"kind": "snippet", "value": text}));
            assert!(edit.get("newText").is_none() && edit["range"].is_object());
        }
        // What mends is an edit like any other.
        let fixes = actions
            .iter()
            .filter(|it| !it["title"].as_str().unwrap().starts_with("Ignore"));
        for fix in fixes {
            let edit = &fix["edit"]["documentChanges"][0]["edits"][0];
            assert!(edit["newText"].is_string(), "{fix}");
        }
        client.finish().await;
    }
}
