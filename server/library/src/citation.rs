//! Which sources a draft may mean by an address, a key or the words beside a quotation: looked up, not searched for, since
//! it is asked at every quotation and there may be thousands of sources.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::Source;

/// A shorter title is too common to name a source by itself.
const TITLE: usize = 8;

/// The sources by what drafts call them; numbers of sources, in order.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// By id and by citation key.
    keys: FxHashMap<String, Vec<u32>>,
    /// By address.
    addresses: FxHashMap<String, Vec<u32>>,
    /// By the file's name.
    files: FxHashMap<String, Vec<u32>>,
    /// By a word inside of the title, which must be a word of whatever holds the title.
    titles: FxHashMap<String, Vec<u32>>,
    /// Those whose titles have no word between others.
    bare_titles: Vec<u32>,
    /// By the first word of the short form.
    shorts: FxHashMap<String, Vec<u32>>,
}

impl Citations {
    /// Of these sources.
    pub(crate) fn new(sources: &[Source]) -> Self {
        fn add(list: &mut FxHashMap<String, Vec<u32>>, key: &str, number: u32) {
            let numbers = list.entry(key.to_owned()).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
        let mut all = Self::default();
        for (number, source) in (0..).zip(sources) {
            add(&mut all.keys, &source.id, number);
            if let Some(key) = &source.record.key {
                add(&mut all.keys, key, number);
            }
            if let Some(url) = &source.record.url {
                add(&mut all.addresses, bare_address(url), number);
            }
            add(&mut all.files, last(&source.path), number);
            let title = source.title.to_lowercase();
            let words: Vec<&str> = split(&title).collect();
            let inside = words.get(1..words.len().saturating_sub(1));
            let inside = inside.unwrap_or_default();
            match inside.iter().max_by_key(|word| word.len()) {
                _ if source.title.len() < TITLE => {}
                Some(word) => add(&mut all.titles, word, number),
                None => all.bare_titles.push(number),
            }
            if let Some(word) = split(&source.short).next() {
                add(&mut all.shorts, word, number);
            }
        }
        all
    }

    /// Those that a citation key means.
    pub fn called(&self, key: &str) -> Vec<usize> {
        settled(of(&self.keys, key))
    }

    /// Those that a link leads to: by their address, or by their path.
    pub fn at(&self, address: &str, sources: &[Source]) -> Vec<usize> {
        let path = address.split('#').next().unwrap_or(address);
        let path = path.trim_start_matches("./").trim_start_matches("../");
        let files = of(&self.files, last(path)).filter(|number| {
            let whole = sources.get(*number).map_or("", |source| &source.path);
            let before = whole.strip_suffix(path);
            !path.is_empty() && before.is_some_and(|it| it.is_empty() || it.ends_with('/'))
        });
        settled(files.chain(of(&self.addresses, bare_address(address))))
    }

    /// Those that words name: by a title, or by every word of a short form ("Okafor 2016" in "In 2016 Okafor said").
    pub fn named(&self, words: &str, sources: &[Source]) -> Vec<usize> {
        // Where a line ends is no part of a title.
        let lower: Vec<&str> = words.split_whitespace().collect();
        let lower = lower.join(" ").to_lowercase();
        let titled = |number: &usize| {
            let title = sources.get(*number).map(|it| it.title.to_lowercase());
            title.is_some_and(|title| lower.contains(&title))
        };
        let inside = split(&lower).flat_map(|word| of(&self.titles, word));
        let bare = self.bare_titles.iter().map(|number| *number as usize);
        let titled = inside.chain(bare).filter(titled);
        let all: HashSet<&str> = split(words).collect();
        let short = all.iter().flat_map(|word| of(&self.shorts, word));
        let short = short.filter(|number| {
            let short = sources.get(*number).map_or("", |it| &it.short);
            split(short).count() > 1 && split(short).all(|word| all.contains(word))
        });
        settled(titled.chain(short))
    }

    /// Those that a note means: by an address in it, or by its words.
    pub fn noted(&self, note: &str, sources: &[Source]) -> Vec<usize> {
        let held = self
            .addresses
            .iter()
            .filter(|(url, _)| note.contains(&**url));
        let held = held.flat_map(|(_, numbers)| numbers.iter().map(|it| *it as usize));
        let named = self.named(note, sources);
        settled(held.chain(named))
    }
}

fn of<'a>(
    list: &'a FxHashMap<String, Vec<u32>>,
    key: &str,
) -> impl Iterator<Item = usize> + use<'a> {
    let numbers = list.get(key).into_iter().flatten();
    numbers.map(|number| *number as usize)
}

/// In order, each once.
fn settled(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The name of the file that a path leads to.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// An address without what does not tell two apart.
pub fn bare_address(address: &str) -> &str {
    let address = address.split('#').next().unwrap_or(address);
    let address = address
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    address.trim_start_matches("www.").trim_end_matches('/')
}

fn split(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::SourceRecord;

    fn source(path: &str, title: &str, url: Option<&str>) -> Source {
        let record = SourceRecord {
            title: Some(title.to_owned()),
            short: Some(format!(
                "{} 2016",
                title.split(' ').next().unwrap_or_default()
            )),
            url: url.map(str::to_owned),
            key: Some(format!("key-{path}")),
            ..SourceRecord::default()
        };
        Source::new(path, record, Arc::default())
    }

    #[test]
    fn whatever_drafts_call_a_source() {
        let sources = [
            source(
                "a/rivers.md",
                "A Word on Rivers",
                Some("https://www.x.org/r/"),
            ),
            source("b/rivers.md", "Lakes and Ponds of the North", None),
            source("notes.md", "Anthropology", None),
            source("n.md", "Seas", None),
        ];
        let all = Citations::new(&sources);
        let none: [usize; 0] = [];
        assert_eq!(all.called("key-notes.md"), [2]);
        assert_eq!(all.called("rivers"), [0, 1]);
        assert_eq!(all.at("../rivers.md#top", &sources), [0, 1]);
        assert_eq!(all.at("b/rivers.md", &sources), [1]);
        assert_eq!(all.at("ivers.md", &sources), none);
        assert_eq!(all.at("http://x.org/r", &sources), [0]);
        let named = |words: &str| all.named(words, &sources);
        // A title may stand inside of words; a short form need not stand together.
        assert_eq!(named("see LAKES and PONDS of the NORTHERN sea"), [1]);
        assert_eq!(named("paleoanthropology"), [2]);
        assert_eq!(named("in 2016 Lakes said"), [1]);
        assert_eq!(named("the seas of 2017, a word"), none);
        let note = "A Word on Rivers, and www.x.org/r/ too; Anthropology";
        assert_eq!(all.noted(note, &sources), [0, 2]);
    }
}
