//! What follows when a file or a folder gets another name: links, citations, records, and the note beside a source.

mod harness;

use harness::Client;
use harness::real::{ENCODINGS, Folder, applied, pulling};
use serde_json::{Value, json};

#[tokio::test]
async fn links_follow_a_renamed_folder_and_a_draft_that_moves() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let draft = "😀 See [it](sources/charter.md), [more](notes/b.md) and [the deed][d].\n\n[d]: notes/deed.md#top\n";
        let uri = folder.uri("a.md");
        let b = "😀 See [a](../a.md), [c](c.md) and [@charter].\n";
        let b_uri = folder.write("notes/b.md", b);
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, draft).await;
        let moved = async |client: &mut Client, old: &str, new: &str| {
            let params = json!({"files": [{"oldUri": folder.uri(old), "newUri": folder.uri(new)}]});
            client.ask("workspace/willRenameFiles", params).await
        };
        let edit = moved(&mut client, "notes", "old/papers").await;
        let action = json!({ "edit": edit });
        assert_eq!(
            applied(draft, &uri, &action, encoding),
            "😀 See [it](sources/charter.md), [more](old/papers/b.md) and [the deed][d].\n\n[d]: old/papers/deed.md#top\n"
        );
        // What moves together stays as it is written.
        assert_eq!(
            applied(b, &b_uri, &action, encoding),
            "😀 See [a](../../a.md), [c](c.md) and [@charter].\n"
        );
        let edit = moved(&mut client, "a.md", "notes/a.md").await;
        let action = json!({ "edit": edit });
        assert_eq!(
            applied(draft, &uri, &action, encoding),
            "😀 See [it](../sources/charter.md), [more](b.md) and [the deed][d].\n\n[d]: deed.md#top\n"
        );
        assert_eq!(
            applied(b, &b_uri, &action, encoding),
            "😀 See [a](a.md), [c](c.md) and [@charter].\n"
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn records_and_the_note_beside_a_source_follow_its_new_name() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        folder.write("sources/charter.source.toml", "format = 1\n");
        folder.write("sources/charter-2.md", "# Second\n\nWords.\n");
        let records = "format = 1\n\n[[organisation]]\nid = \"rvc\"\nname = \"😀\"\nsource = \"charter\"\n\n\
                       [[organisation]]\nid = \"b\"\nname = \"B\"\nsource = 'sources/charter.md'\n\n\
                       [[organisation]]\nid = \"c\"\nname = \"C\"\nsource = \"charter-2\"\n";
        let uri = folder.write("records/river.toml", records);
        let draft = "See [@charter-2; @charter] and [@charter-2].\n";
        let draft_uri = folder.write("a.md", draft);
        let (old, new) = (
            folder.uri("sources/charter.md"),
            folder.uri("sources/deed.md"),
        );
        let params = json!({"files": [{"oldUri": old, "newUri": new}]});
        let mut client = folder.client(pulling(encoding)).await;
        let edit = client
            .ask("workspace/willRenameFiles", params.clone())
            .await;
        let action = json!({ "edit": edit });
        let expected = records
            .replace("\"charter\"", "\"deed\"")
            .replace("'sources/charter.md'", "\"sources/deed.md\"");
        assert_eq!(applied(records, &uri, &action, encoding), expected);
        assert_eq!(
            applied(draft, &draft_uri, &action, encoding),
            "See [@charter-2; @deed] and [@charter-2].\n"
        );
        client.finish().await;
        let mut able = pulling(encoding);
        able["workspace"] = json!({"workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["rename"],
        }});
        let mut client = folder.client(able).await;
        let edit = client.ask("workspace/willRenameFiles", params).await;
        let changes = edit["documentChanges"].as_array().unwrap();
        let beside = changes.iter().find(|it| it["kind"] == "rename").unwrap();
        assert_eq!(
            beside["oldUri"],
            json!(folder.uri("sources/charter.source.toml"))
        );
        assert_eq!(
            beside["newUri"],
            json!(folder.uri("sources/deed.source.toml"))
        );
        client.finish().await;
    }
}

#[tokio::test]
async fn citations_and_links_follow_a_renamed_file() {
    for encoding in ENCODINGS {
        let folder = Folder::new();
        let draft =
            "😀 See [@charter] and [the text](sources/charter.md#top), not [other](b.md).\n";
        let uri = folder.uri("a.md");
        let b = folder.write("notes/b.md", "See [it](../sources/charter.md).\n");
        let mut client = folder.client(pulling(encoding)).await;
        client.open(&uri, 1, draft).await;
        let (old, new) = (
            folder.uri("sources/charter.md"),
            folder.uri("sources/deed.md"),
        );
        let params = json!({"files": [{"oldUri": old, "newUri": new}]});
        let edit = client.ask("workspace/willRenameFiles", params).await;
        let text = applied(draft, &uri, &json!({ "edit": edit }), encoding);
        assert_eq!(
            text,
            "😀 See [@deed] and [the text](sources/deed.md#top), not [other](b.md).\n"
        );
        assert_eq!(edit["changes"][&b][0]["newText"], "../sources/deed.md");
        let params =
            json!({"files": [{"oldUri": folder.uri("x.md"), "newUri": folder.uri("y.md")}]});
        assert_eq!(
            client.ask("workspace/willRenameFiles", params).await,
            Value::Null
        );
        client.finish().await;
    }
}
