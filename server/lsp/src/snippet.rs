//! Edits with room to write in: where the client takes snippets (LSP 3.18), the reason of an ignored finding is a place that
//! the cursor lands in. The framework's types do not know them yet, so this works on what they have become.

use project::Silence;
use serde_json::{Value, json};

/// What comes before a reason: in a comment of a draft, in a configuration.
const BEFORE: [&str; 2] = ["reason=\"", Silence::REASON];

/// Makes snippets of the edits in an answer that have room for a reason.
pub fn dress(answer: &mut Value) {
    match answer {
        Value::Array(values) => values.iter_mut().for_each(dress),
        Value::Object(object) => {
            if let Some(changes) = object.get_mut("documentChanges") {
                let changes = changes.as_array_mut().into_iter().flatten();
                let edits = changes.filter_map(|it| it.get_mut("edits")?.as_array_mut());
                edits.flatten().for_each(dress_edit);
            } else if let Some(edit) = object.get_mut("edit") {
                dress(edit);
            }
        }
        _ => {}
    }
}

fn dress_edit(edit: &mut Value) {
    let Some(object) = edit.as_object_mut() else {
        return;
    };
    let text = object.get("newText").and_then(Value::as_str);
    let Some(value) = text.and_then(snippet) else {
        return;
    };
    object.remove("newText");
    object.insert(
        "snippet".to_owned(),
        json!({"kind": "snippet", "value": value}),
    );
}

/// The snippet of a text with room for a reason. The room is empty: a word put there would be taken for one.
fn snippet(text: &str) -> Option<String> {
    let at = BEFORE
        .iter()
        .find_map(|before| Some(text.find(before)? + before.len()))?;
    let (before, after) = text.split_at(at);
    Some(format!("{}$1{}", escape(before), escape(after)))
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_lands_where_the_reason_goes() {
        let comment = "<!-- policy-ls: ignore x reason=\"\" -->\n";
        assert_eq!(
            snippet(comment).as_deref(),
            Some("<!-- policy-ls: ignore x reason=\"$1\" -->\n")
        );
        let entry = "x = \"off\" # reason: \n";
        assert_eq!(
            snippet(entry).as_deref(),
            Some("x = \"off\" # reason: $1\n")
        );
        assert_eq!(
            snippet("$1 {a} \\ reason=\"").as_deref(),
            Some("\\$1 {a\\} \\\\ reason=\"$1")
        );
        assert_eq!(snippet("12 May 1998"), None);
    }
}
