//! Where a records file names a source, so that the name can follow when the file gets another one.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// The key whose value names a source: by its id, or by its path from the workspace's root.
const KEY: &str = "source";

/// The names of sources in the text of a records file, each with its place in bytes, quotation marks included; none if it
/// cannot be read.
pub fn names_of_sources(text: &str) -> Vec<(Range<usize>, String)> {
    let mut names = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        gather(table.get_ref(), &mut names);
    }
    names.sort_by_key(|(place, _)| place.start);
    names
}

fn gather(table: &DeTable<'_>, names: &mut Vec<(Range<usize>, String)>) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(name) if key.get_ref() == KEY => {
                names.push((value.span(), name.to_string()));
            }
            DeValue::Table(table) => gather(table, names),
            DeValue::Array(items) => {
                for item in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    gather(item, names);
                }
            }
            _ => {}
        }
    }
}

/// A name as a records file writes it.
pub fn written(name: &str) -> String {
    toml::Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_places() {
        let text = "format = 1\n[[event]]\nid = \"source\"\nsource = 'a b' # x\n\n[[quotation]]\nsource = \"c\"\n";
        let names = names_of_sources(text);
        let found = names
            .iter()
            .map(|(place, name)| (&text[place.clone()], &**name));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [("'a b'", "a b"), ("\"c\"", "c")]
        );
        assert_eq!(written("a\"b"), "'a\"b'");
        assert_eq!(names_of_sources("source = "), []);
    }
}
