//! The server that ships, on files of a test's own: a small library about a river commission.

use std::path::PathBuf;
use std::time::Duration;

use lsp::Parts;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Client;

/// A source, with a date and a sentence worth quoting.
pub const CHARTER: &str = "\
# The Charter of the River Commission

The Charter of the River Commission was signed on 12 May 1998 in Harbour Town.

The parties shall keep the river open to all who live by it, and shall ask no toll of them.

The River Commission (RVC) was founded on 3 June 1999.
";

/// Records: an agreement, an organisation, an event.
pub const RECORDS: &str = r#"
format = 1

[[agreement]]
id = "charter-of-the-river-commission"
name = "Charter of the River Commission"
aliases = ["River Charter"]
definition = "The founding document."
class = "charter"

[[agreement.date]]
kind = "signed"
value = "1998-05-12"

[[organisation]]
id = "river-commission"
name = "River Commission"
acronyms = ["RVC"]

[[organisation.date]]
kind = "founded"
value = "1999-06-03"
"#;

/// A folder with a configuration, a source, records, and what the test puts there.
pub struct Folder {
    directory: TempDir,
}

impl Folder {
    /// The library, and no drafts.
    pub fn new() -> Self {
        let folder = Self {
            directory: tempfile::tempdir().expect("a directory"),
        };
        let settings =
            "format = 1\nsources = [\"sources\"]\nrecords = [\"records\"]\nbuiltin = false\n";
        folder.write("policy-ls.toml", settings);
        folder.write("sources/charter.md", CHARTER);
        folder.write("records/river.toml", RECORDS);
        folder
    }

    /// Where a file is.
    pub fn path(&self, name: &str) -> PathBuf {
        let root = self.directory.path().canonicalize().expect("it exists");
        root.join(name)
    }

    /// Its URI.
    pub fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
        self.uri(name)
    }

    /// A client with this folder open.
    pub async fn client(&self, capabilities: Value) -> Client {
        self.client_with(capabilities, Value::Null).await.0
    }

    /// The same with options; and what the server can do.
    pub async fn client_with(&self, capabilities: Value, options: Value) -> (Client, Value) {
        let mut client = Client::connect(Parts {
            hold: Duration::ZERO,
            ..Parts::default()
        });
        let folder = json!({"uri": self.uri("").trim_end_matches('/'), "name": "river"});
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities,
            "workspaceFolders": [folder], "initializationOptions": options,
        });
        let result = client.ask("initialize", params).await;
        client.notify("initialized", json!({})).await;
        (client, result["capabilities"].clone())
    }
}

/// Everything that our requests need, and nothing pushed.
pub fn pulling(encoding: &str) -> Value {
    json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"diagnostic": {}},
    })
}

/// The place of `words` in `text` as the protocol counts it: line, and column in the units of `encoding`.
pub fn place_of(text: &str, words: &str, encoding: &str) -> (u32, u32) {
    let at = text.find(words).unwrap_or_else(|| panic!("no {words:?}"));
    place_at(text, at, encoding)
}

/// The place of a byte offset.
pub fn place_at(text: &str, at: usize, encoding: &str) -> (u32, u32) {
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let column = match encoding {
        "utf-8" => column.len(),
        "utf-16" => column.encode_utf16().count(),
        _ => column.chars().count(),
    };
    (line as u32, column as u32)
}

/// The words of `text` at a range.
pub fn words_at<'a>(text: &'a str, range: &Value, encoding: &str) -> &'a str {
    let offset = |position: &Value| {
        let (line, column) = (
            position["line"].as_u64().expect("a line") as u32,
            position["character"].as_u64().expect("a column") as u32,
        );
        let found = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .find(|at| place_at(text, *at, encoding) == (line, column));
        found.unwrap_or_else(|| panic!("no place {line}:{column}"))
    };
    &text[offset(&range["start"])..offset(&range["end"])]
}

/// The encodings that a client may ask for.
pub const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

/// `text` with the edits of an action made, last first.
pub fn applied(text: &str, uri: &str, action: &Value, encoding: &str) -> String {
    let mut edits: Vec<(usize, usize, String)> = action["edit"]["changes"][uri]
        .as_array()
        .unwrap_or_else(|| panic!("no edit: {action}"))
        .iter()
        .map(|edit| {
            let old = words_at(text, &edit["range"], encoding);
            let start = old.as_ptr() as usize - text.as_ptr() as usize;
            (
                start,
                start + old.len(),
                edit["newText"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}
