//! `policy-ls/library`, `policy-ls/claims`, `policy-ls/chronology` and `policy-ls/status`.

mod harness;

use harness::real::{CHARTER, ENCODINGS, Folder, pulling, words_at};
use serde_json::{Value, json};

const DRAFT: &str = "\
# A draft 😀

😀 The Charter of the River Commission was signed on 12 May 1999. The River Commission was founded on 3 June 1999.

It says that the parties \"shall keep the river open to all who live by it\". In June 1999 nothing else happened.
";

fn about(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}})
}

#[tokio::test]
async fn claims_by_verdict_with_their_evidence() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let source = folder.uri("sources/charter.md");
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 4, DRAFT).await;
        let view = client.ask("policy-ls/claims", about(&uri)).await;
        assert_eq!((&view["uri"], &view["version"]), (&json!(uri), &json!(4)));
        let groups = view["groups"].as_array().unwrap();
        let verdicts: Vec<_> = groups
            .iter()
            .map(|it| it["verdict"].as_str().unwrap())
            .collect();
        assert_eq!(verdicts[0], "conflict");
        assert!(verdicts.contains(&"consistent"), "{verdicts:?}");
        let wrong = &groups[0]["claims"][0];
        assert_eq!(
            words_at(DRAFT, &wrong["dateRange"], encoding),
            "12 May 1999"
        );
        assert_eq!(
            wrong["date"],
            json!({"edtf": "1999-05-12", "words": "12 May 1999"})
        );
        let evidence = wrong["evidence"].as_array().unwrap();
        assert!(evidence.iter().any(|it| it["curated"] == true));
        let placed = evidence
            .iter()
            .find(|it| it["location"].is_object())
            .unwrap();
        assert_eq!(placed["location"]["uri"], json!(source));
        assert!(
            words_at(CHARTER, &placed["location"]["range"], encoding).contains("12 May 1998"),
            "{placed}"
        );
        let quotation = &view["quotations"][0];
        assert_eq!(quotation["verdict"], "verbatim");
        let passage = &quotation["evidence"][0];
        assert_eq!(passage["uri"], json!(source));
        let words = words_at(CHARTER, &passage["range"], encoding);
        assert_eq!(words, "shall keep the river open to all who live by it");
        client.finish().await;
    }
}

#[tokio::test]
async fn the_library_with_its_sources_and_what_they_tell_of() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("records/broken.toml", "format = 1\nnonsense = true\n");
        let mut client = folder.client(pulling(encoding)).await;
        let view = client.ask("policy-ls/library", json!({})).await;
        let source = &view["sources"][0];
        assert_eq!(source["uri"], json!(folder.uri("sources/charter.md")));
        assert_eq!(
            (&source["state"], &source["builtin"]),
            (&json!("ready"), &json!(false))
        );
        assert_eq!(
            view["agreements"][0]["name"],
            "Charter of the River Commission"
        );
        let place = &view["agreements"][0]["location"];
        assert_eq!(
            place["uri"],
            json!(folder.uri("sources/charter.md")),
            "{view:#}"
        );
        let problem = &view["problems"][0];
        assert_eq!(problem["path"], "records/broken.toml");
        let dates: Vec<_> = view["events"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|it| it["date"]["edtf"].as_str())
            .collect();
        assert_eq!(dates, ["1998-05-12", "1999-06-03"]);
        client.hear("window/showMessage").await;
        let log = client.hear("window/logMessage").await;
        let told = log["params"]["message"].as_str().expect("words");
        assert!(told.contains("broken.toml:2: unknown field"), "{told}");
        client.finish().await;
    }
}

#[tokio::test]
async fn the_chronology_with_the_dates_of_the_draft() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = folder.client(pulling(encoding)).await;
        let alone = client.ask("policy-ls/chronology", json!({})).await;
        assert_eq!(alone["draft"], json!([]));
        client.open(&uri, 1, DRAFT).await;
        let view = client.ask("policy-ls/chronology", about(&uri)).await;
        assert_eq!(view["events"], alone["events"]);
        assert_eq!(view["events"][0]["start"], "1998-05-12");
        let dates = view["draft"].as_array().unwrap();
        let texts: Vec<_> = dates
            .iter()
            .map(|it| it["text"].as_str().unwrap())
            .collect();
        assert_eq!(texts, ["12 May 1999", "3 June 1999", "June 1999"]);
        assert_eq!(dates[1]["events"][0], view["events"][1]["id"]);
        assert_eq!(
            (&dates[2]["start"], &dates[2]["end"]),
            (&json!("1999-06-01"), &json!("1999-06-30"))
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn how_far_reading_is_is_told_to_those_who_show_it() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let mut able = pulling(encoding);
        able["experimental"] = json!({"policyLsStatus": true});
        let mut client = folder.client(able).await;
        let begun = client.hear("policy-ls/status").await;
        assert_eq!(begun["params"]["state"], "indexing");
        let done = client.hear("policy-ls/status").await;
        assert_eq!(done["params"]["state"], "ready");
        assert_eq!(
            (&done["params"]["sources"], &done["params"]["problems"]),
            (&json!(1), &json!(0))
        );
        client.finish().await;
    }
}
