//! What a web page says of itself: the names in its `meta` elements that libraries, journals and social networks read, its
//! JSON-LD, its links, and its line of author and day.

use dom_query::Document;
use serde_json::Value;

use crate::bibliography::{edtf, enumerated};
use crate::rendition::Rendition;

/// Types of JSON-LD nodes that speak of the page's text, as their names end.
const WORKS: [&str; 5] = ["Article", "Posting", "Report", "Thesis", "CreativeWork"];
/// What a line of author and day begins with.
const BY: &str = "by ";

/// The pairs of name and content in a page's head, in order; names in lower case.
struct Stated(Vec<(String, String)>);

impl Stated {
    fn of(document: &Document) -> Self {
        let mut stated = Vec::new();
        for meta in document.select("meta").nodes() {
            let name = ["name", "property", "itemprop"]
                .iter()
                .find_map(|key| meta.attr(key));
            let content = meta.attr("content").as_deref().and_then(said);
            if let Some((name, content)) = name.zip(content) {
                stated.push((name.to_lowercase(), content));
            }
        }
        Self(stated)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let of = self.0.iter().filter(move |(own, _)| own == name);
        of.map(|(_, content)| content.as_str())
    }

    /// The first that says anything.
    fn first(&self, names: &[&str]) -> Option<String> {
        let mut found = names.iter().filter_map(|name| self.all(name).next());
        found.next().map(str::to_owned)
    }

    /// All that the first name says that says anything.
    fn list(&self, names: &[&str]) -> Vec<String> {
        let all = |name: &&str| self.all(name).map(str::to_owned).collect::<Vec<_>>();
        let mut found = names.iter().map(all).filter(|all| !all.is_empty());
        found.next().unwrap_or_default()
    }
}

/// What the page says of itself.
pub(super) fn read(document: &Document) -> Rendition {
    let stated = Stated::of(document);
    let linked = Linked::of(document);
    let attribute = |selector: &str, name: &str| {
        let value = document.select(selector).attr(name);
        value.as_deref().and_then(said)
    };
    let authors = |names: &[&str]| {
        let all = stated.list(names).into_iter();
        // A network's page of the author is no name.
        let all = all.filter(|name| !name.contains("://"));
        enumerated(&all.map(|name| forwards(&name)).collect::<Vec<_>>())
    };
    let whole = |url: &String| url.contains("://");
    let language = |tag: String| tag.replace('_', "-");
    let dated = stated
        .first(&[
            "citation_publication_date",
            "citation_date",
            "article:published_time",
        ])
        .or_else(|| linked.text("datePublished"))
        .or_else(|| {
            stated.first(&[
                "dcterms.issued",
                "dc.date.issued",
                "dcterms.date",
                "dc.date",
                "citation_online_date",
                "datepublished",
                "date",
            ])
        })
        .or_else(|| attribute("time[itemprop='datePublished']", "datetime"))
        .or_else(|| attribute("time[pubdate]", "datetime"));
    Rendition {
        title: stated
            .first(&["citation_title", "dcterms.title", "dc.title", "og:title"])
            .or_else(|| linked.text("headline")),
        author: authors(&["citation_author", "dcterms.creator", "dc.creator"])
            .or_else(|| linked.names("author"))
            .or_else(|| authors(&["author", "article:author"])),
        date: dated.map(|words| date(&words)),
        language: attribute("html", "lang")
            .or_else(|| {
                stated.first(&[
                    "citation_language",
                    "dcterms.language",
                    "dc.language",
                    "og:locale",
                ])
            })
            .or_else(|| linked.text("inLanguage"))
            .map(language),
        publisher: stated
            .first(&[
                "citation_journal_title",
                "citation_publisher",
                "dcterms.publisher",
                "dc.publisher",
            ])
            .or_else(|| linked.names("publisher"))
            .or_else(|| stated.first(&["og:site_name"])),
        url: attribute("link[rel='canonical']", "href")
            .filter(whole)
            .or_else(|| stated.first(&["og:url"]).filter(whole))
            .or_else(|| {
                let named = stated.first(&["citation_abstract_html_url", "dc.identifier"]);
                named.filter(whole)
            })
            .or_else(|| linked.text("url").filter(whole)),
        licence: attribute("[rel~='license']", "href")
            .or_else(|| {
                stated.first(&[
                    "dcterms.license",
                    "dc.rights",
                    "dcterms.rights",
                    "citation_license",
                ])
            })
            .or_else(|| linked.text("license")),
        ..Rendition::default()
    }
}

/// Whether the page says which title a bibliography gives it: its `<title>` has the site's name in it.
pub(super) fn has_citation(document: &Document) -> bool {
    let stated = Stated::of(document);
    let first = stated.first(&["citation_title", "dcterms.title", "dc.title"]);
    first.is_some()
}

/// "By Ulla Time, 8 September 2016": the author, and the day if it says one.
pub(super) fn byline(words: &str) -> (Option<String>, Option<String>) {
    let words = words.trim();
    let bare = match words.get(..BY.len()) {
        Some(by) if by.eq_ignore_ascii_case(BY) => &words[BY.len()..],
        _ => words,
    };
    let dated = |rest: &&str| rest.chars().any(|letter| letter.is_ascii_digit());
    let parted = bare.split_once([',', '|', '·']);
    match parted.filter(|(name, rest)| dated(rest) && !dated(name)) {
        Some((name, rest)) => (said(name), said(rest).map(|words| date(&words))),
        None => (said(bare), None),
    }
}

/// The nodes of a page's JSON-LD.
struct Linked(Vec<Value>);

impl Linked {
    fn of(document: &Document) -> Self {
        let mut nodes = Vec::new();
        for script in document
            .select("script[type='application/ld+json']")
            .nodes()
        {
            if let Ok(value) = serde_json::from_str(script.text().trim()) {
                gather(value, &mut nodes);
            }
        }
        // What speaks of the text comes before what speaks of the site.
        nodes.sort_by_key(|node| !is_work(node));
        Self(nodes)
    }

    /// Nodes that may speak of this page: the works, or the page itself.
    fn pages(&self) -> impl Iterator<Item = &Value> {
        let is_page = |node: &&Value| is_work(node) || has_type(node, |name| name == "WebPage");
        self.0.iter().filter(is_page)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.pages().find_map(|node| match &node[key] {
            Value::String(words) => said(words),
            Value::Object(inner) => inner
                .get("@id")
                .or(inner.get("url"))?
                .as_str()
                .and_then(said),
            _ => None,
        })
    }

    fn names(&self, key: &str) -> Option<String> {
        self.pages().find_map(|node| {
            let names: Vec<String> = match &node[key] {
                Value::Array(all) => all.iter().filter_map(|one| self.name(one)).collect(),
                one => self.name(one).into_iter().collect(),
            };
            enumerated(&names)
        })
    }

    /// A name as it stands, in a node, or in the node that is referred to.
    fn name(&self, value: &Value) -> Option<String> {
        let name = match value {
            Value::String(name) => Some(name),
            _ => None,
        };
        let own = name.map(String::as_str).or(value["name"].as_str());
        let own = own.filter(|name| !name.contains("://"));
        own.and_then(said).or_else(|| {
            let id = value["@id"].as_str()?;
            let meant = |node: &&Value| node["@id"] == id && node["name"].is_string();
            let node = self.0.iter().find(meant)?;
            node["name"].as_str().and_then(said)
        })
    }
}

/// The nodes of one piece of JSON-LD: one, several, or those of its graph.
fn gather(value: Value, nodes: &mut Vec<Value>) {
    match value {
        Value::Array(all) => all.into_iter().for_each(|one| gather(one, nodes)),
        Value::Object(mut node) => {
            if let Some(graph) = node.remove("@graph") {
                gather(graph, nodes);
            }
            nodes.push(Value::Object(node));
        }
        _ => {}
    }
}

fn is_work(node: &Value) -> bool {
    has_type(node, |name| WORKS.iter().any(|work| name.ends_with(work)))
}

fn has_type(node: &Value, is: impl Fn(&str) -> bool) -> bool {
    match &node["@type"] {
        Value::String(name) => is(name),
        Value::Array(all) => all.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

/// "Time, Ulla" as people say it.
fn forwards(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') && !given.trim().is_empty() => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

/// A date in digits as EDTF; in other words, as it stands.
fn date(words: &str) -> String {
    let words = words.trim();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let day = words.split(['T', ' ']).next().unwrap_or(words);
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    // A clock's time may follow, but no other word.
    let alone = day.len() == words.len() || words[day.len() + 1..].contains(':');
    let year_first = parts.iter().all(|part| digits(part)) && parts[0].len() == 4;
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i64>().ok());
    let read = || edtf(number(0)?, number(1), number(2));
    let read = (alone && year_first && parts.len() <= 3)
        .then(read)
        .flatten();
    read.unwrap_or_else(|| words.to_owned())
}

fn said(words: &str) -> Option<String> {
    crate::bibliography::words(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str) -> Rendition {
        let page = format!("<html><head>{head}</head><body><p>Words.</p></body></html>");
        read(&Document::from(page.as_str()))
    }

    #[test]
    fn a_graph_of_json_ld() {
        let read = of(
            r##"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
            {"@type": "Organization", "@id": "#o", "name": "Tide House"},
            {"@type": "WebSite", "name": "Tides", "url": "https://example.org/"},
            {"@type": "Person", "@id": "#p", "name": "Ulla Time"},
            {"@type": "WebPage", "datePublished": "2015-01-01"},
            {"@type": ["NewsArticle", "Article"], "headline": "Tides", "author": [{"@id": "#p"}, {"name": "N. N."}],
             "publisher": {"@id": "#o"}, "datePublished": "2016-09-08T10:00:00+02:00", "inLanguage": "en-GB",
             "license": "https://example.org/terms", "url": "https://example.org/tides"}]}</script>"##,
        );
        assert_eq!(read.author.as_deref(), Some("Ulla Time and N. N."));
        assert_eq!(read.publisher.as_deref(), Some("Tide House"));
        assert_eq!(read.date.as_deref(), Some("2016-09-08"));
        assert_eq!(read.language.as_deref(), Some("en-GB"));
        assert_eq!(read.licence.as_deref(), Some("https://example.org/terms"));
        assert_eq!(read.url.as_deref(), Some("https://example.org/tides"));
    }

    #[test]
    fn a_journal_and_a_library() {
        let read = of(
            "<meta name=citation_title content='On Tides'><meta name=citation_author content='Time, Ulla'>\
             <meta name=citation_author content='Jan van der Meer'><meta name=citation_publication_date content='2013/7/4'>\
             <meta name=citation_publisher content='Tide House'><meta property=og:site_name content=Tides>\
             <meta name=citation_abstract_html_url content='https://example.org/a'>",
        );
        assert_eq!(read.title.as_deref(), Some("On Tides"));
        assert_eq!(
            read.author.as_deref(),
            Some("Ulla Time and Jan van der Meer")
        );
        assert_eq!(read.date.as_deref(), Some("2013-07-04"));
        assert_eq!(read.publisher.as_deref(), Some("Tide House"));
        assert_eq!(read.url.as_deref(), Some("https://example.org/a"));
        let read = of(
            "<meta name=DC.date content=2011-05><meta name=DC.Publisher content='Tide House'>\
             <meta name=DC.language content=en><meta name=DC.rights content='CC BY 4.0'>",
        );
        let said = [&read.date, &read.publisher, &read.language, &read.licence];
        let said = said.map(|it| it.as_deref());
        let wanted = ["2011-05", "Tide House", "en", "CC BY 4.0"];
        assert_eq!(said, wanted.map(Some));
        assert_eq!(
            of("<link rel=license href='https://l.org'>")
                .licence
                .as_deref(),
            Some("https://l.org")
        );
        let read = of("<meta name=date content='4 March 2014'>");
        assert_eq!(read.date.as_deref(), Some("4 March 2014"));
    }

    #[test]
    fn a_line_of_author_and_day() {
        let both = |words| {
            let (author, date) = byline(words);
            (author.unwrap_or_default(), date.unwrap_or_default())
        };
        let of = |author: &str, date: &str| (author.to_owned(), date.to_owned());
        assert_eq!(
            both("By Ulla Time, 8 September 2016"),
            of("Ulla Time", "8 September 2016")
        );
        assert_eq!(both("Byron Gray"), of("Byron Gray", ""));
        assert_eq!(both("by A. Writer, Tarn"), of("A. Writer, Tarn", ""));
    }
}
