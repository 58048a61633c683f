//! What libraries are made of, open and not yet saved: the editor's text wins over the disk, findings follow it as it is
//! typed, and what is broken half-way changes nothing.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, RECORDS, pulling, words_at};
use harness::{Change, Client, at, pushed};
use serde_json::{Value, json};

const DRAFT: &str = "# A\n\nThe Charter of the River Commission was signed on 12 May 1998.\n";

/// A folder whose source alone says when the charter was signed.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("records/river.toml", "format = 1\n");
    folder
}

/// Waits until that many findings stand in the draft.
async fn until(client: &mut Client, uri: &str, count: usize) {
    while client.published(uri, Some(1)).await.len() != count {}
}

#[tokio::test]
async fn findings_follow_a_source_as_it_is_typed_and_the_disk_when_it_is_closed() {
    for encoding in ENCODINGS {
        let folder = folder();
        // Columns differ before the date.
        let charter = CHARTER.replace(
            "The Charter of the River Commission was",
            "😀 The Charter of the River Commission was",
        );
        folder.write("sources/charter.md", &charter);
        let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let mut client = folder.client(pushed(encoding)).await;
        client.open(&draft, 1, DRAFT).await;
        until(&mut client, &draft, 0).await;
        client.open(&source, 1, &charter).await;
        let year = harness::real::place_of(&charter, "1998", encoding);
        let end = (year.0, year.1 + 4);
        client
            .change(&source, 2, &[Change::At(year, end, "1999")])
            .await;
        until(&mut client, &draft, 1).await;
        client
            .change(&source, 3, &[Change::At(year, end, "1998")])
            .await;
        until(&mut client, &draft, 0).await;
        client
            .change(&source, 4, &[Change::At(year, end, "1997")])
            .await;
        until(&mut client, &draft, 1).await;
        // Not saved: what lies on disk holds again.
        client.close(&source).await;
        until(&mut client, &draft, 0).await;
        client.finish().await;
    }
}

#[tokio::test]
async fn a_source_that_was_opened_with_other_words_than_the_disks_counts_too() {
    let folder = folder();
    let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
    let mut client = folder.client(json!({})).await;
    // An editor that brings back what was not saved last time, before and after the library is read.
    client
        .open(&source, 1, &CHARTER.replace("1998", "1999"))
        .await;
    client.open(&draft, 1, DRAFT).await;
    until(&mut client, &draft, 1).await;
    client.close(&source).await;
    until(&mut client, &draft, 0).await;
    client
        .open(&source, 1, &CHARTER.replace("1998", "1999"))
        .await;
    until(&mut client, &draft, 1).await;
    client.finish().await;
}

#[tokio::test]
async fn a_jump_leads_to_the_words_where_they_stand_in_the_editor() {
    for encoding in ENCODINGS {
        let folder = folder();
        let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let text = CHARTER.replace("The parties", "😀 Hear, hear: the parties");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&source, 1, &text).await;
        client
            .open(&draft, 1, "It \"shall keep the river open to all\".\n")
            .await;
        let places = client
            .ask("textDocument/definition", at(&draft, 0, 20))
            .await;
        assert_eq!(places[0]["uri"], source, "{encoding}");
        let words = words_at(&text, &places[0]["range"], encoding);
        assert_eq!(words, "shall keep the river open to all", "{encoding}");
        client.finish().await;
    }
}

#[tokio::test]
async fn records_and_settings_follow_too_and_broken_ones_change_nothing() {
    let folder = Folder::new();
    let (draft, records) = (folder.uri("a.md"), folder.uri("records/river.toml"));
    let settings = folder.uri("policy-ls.toml");
    let mut client = folder.client(json!({})).await;
    let text = "# A\n\nThe Harbour Deed was signed on 12 May 1999.\n";
    client.open(&draft, 1, text).await;
    until(&mut client, &draft, 0).await;
    client.open(&records, 1, RECORDS).await;
    // Another name for what the records know.
    let wrong = RECORDS.replace("[\"River Charter\"]", "[\"Harbour Deed\"]");
    client.change(&records, 2, &[Change::Whole(&wrong)]).await;
    until(&mut client, &draft, 1).await;
    // Half a line of TOML: the last that was whole holds, and nobody is told of what he is about to mend.
    let half = format!("{wrong}[[agree");
    client.change(&records, 3, &[Change::Whole(&half)]).await;
    let text = std::fs::read_to_string(folder.path("policy-ls.toml")).unwrap();
    client.open(&settings, 1, &text).await;
    let half = format!("{text}[rules]\ndate-con");
    client.change(&settings, 2, &[Change::Whole(&half)]).await;
    client.change(&records, 4, &[Change::Whole(&wrong)]).await;
    let off = format!("{text}[rules]\ndate-conflict = \"off\"\n");
    client.change(&settings, 3, &[Change::Whole(&off)]).await;
    until(&mut client, &draft, 0).await;
    client.close(&settings).await;
    until(&mut client, &draft, 1).await;
    client.close(&records).await;
    until(&mut client, &draft, 0).await;
    client.finish().await;
}

#[tokio::test]
async fn who_pulls_is_told_to_ask_again() {
    for encoding in ENCODINGS {
        let folder = folder();
        let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
        let mut able = pulling(encoding);
        able["workspace"] = json!({"diagnostics": {"refreshSupport": true}});
        let mut client = folder.client(able).await;
        client.open(&draft, 1, DRAFT).await;
        client.open(&source, 1, CHARTER).await;
        let count = |report: Value| report["items"].as_array().unwrap().len();
        assert_eq!(count(harness::pull(&mut client, &draft, None).await), 0);
        client
            .change(
                &source,
                2,
                &[Change::Whole(&CHARTER.replace("1998", "1999"))],
            )
            .await;
        let refresh = client.hear("workspace/diagnostic/refresh").await;
        client.reply(&refresh, Value::Null).await;
        assert_eq!(count(harness::pull(&mut client, &draft, None).await), 1);
        client.finish().await;
    }
}

#[tokio::test]
async fn what_was_followed_is_not_read_again_when_it_is_saved() {
    let folder = folder();
    let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
    let able = json!({"experimental": {"policyLsStatus": true}});
    let mut client = folder.client(able).await;
    client.open(&draft, 1, DRAFT).await;
    client.open(&source, 1, CHARTER).await;
    until(&mut client, &draft, 0).await;
    let other = CHARTER.replace("1998", "1999");
    client.change(&source, 2, &[Change::Whole(&other)]).await;
    until(&mut client, &draft, 1).await;
    folder.write("sources/charter.md", &other);
    let saved = json!({"textDocument": {"uri": source}});
    client.notify("textDocument/didSave", saved).await;
    client.close(&source).await;
    // Closed as it was saved: nothing changes any more, and what is asked next is answered from what is there.
    client.ask("policy-ls/library", json!({})).await;
    let states: Vec<_> = client
        .unread()
        .into_iter()
        .filter(|it| it["method"] == "policy-ls/status")
        .map(|it| it["params"]["state"].clone())
        .collect();
    assert_eq!(states, ["indexing", "ready", "ready"]);
    client.let_talk();
    client.finish().await;
}

#[tokio::test]
async fn sources_below_a_configuration_are_followed_without_a_folder_open() {
    let folder = folder();
    let (draft, source) = (folder.uri("a.md"), folder.uri("sources/charter.md"));
    let parts = lsp::Parts {
        hold: std::time::Duration::ZERO,
        ..lsp::Parts::default()
    };
    let mut client = Client::start(parts, json!({})).await;
    client.open(&draft, 1, DRAFT).await;
    until(&mut client, &draft, 0).await;
    // On disk, then as it is typed.
    let other = CHARTER.replace("1998", "1999");
    folder.write("sources/charter.md", &other);
    until(&mut client, &draft, 1).await;
    client.open(&source, 1, &other).await;
    client.change(&source, 2, &[Change::Whole(CHARTER)]).await;
    until(&mut client, &draft, 0).await;
    client.close(&source).await;
    until(&mut client, &draft, 1).await;
    client.finish().await;
}
