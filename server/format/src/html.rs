//! Web pages: the article and what its head says of it. Navigation, adverts and comments are left out by Readability's
//! measure (dom_smoothie); a page without an article is read whole, without its navigation.

mod head;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

use crate::rendition::{ReadError, Rendition};

/// Elements nested deeper than this are hostile: no page needs them, and every walk pays for them.
const DEPTH: usize = 512;
/// An article that holds less than this share of a page's own prose has missed it.
const SHARE: usize = 3;
/// A menu has so many links, at least.
const MENU: usize = 5;
/// Its links have fewer letters than this, on average.
const SHORT: usize = 20;
/// What a menu's class or id has in it.
const MENUS: [&str; 6] = ["menu", "nav", "sidebar", "breadcrumb", "footer", "header"];
/// What is never prose, for pages that are read whole.
const FURNITURE: &str = "script, style, noscript, template, nav, header, footer, aside, form, button, select, iframe, svg, [hidden], [aria-hidden=true]";

/// References to notes and the ways back from them: no words of the text.
const MARKS: &str = "sup > a[href^='#'], a.footnote-ref, a.footnote-back, a[role='doc-noteref'], \
                     a[role='doc-backlink'], sup.reference, .mw-editsection";

/// Reads a page.
pub(crate) fn read(bytes: &[u8]) -> Result<Rendition, ReadError> {
    let page = decode(bytes).ok_or(ReadError::NotOfFormat("web page".into()))?;
    if depth(&page) > DEPTH {
        return Err(ReadError::TooDeep(DEPTH));
    }
    let document = Document::from(page.as_str());
    let mut rendition = head::read(&document);
    let has_citation = head::has_citation(&document);
    document.select(MARKS).remove();
    drop_menus(&document);
    let article = Readability::with_document(document.clone(), None, Some(Config::default()))
        .and_then(|mut page| page.parse())
        .ok();
    document.select(FURNITURE).remove();
    let body = document.body();
    rendition.markdown = body.map_or_else(String::new, |body| body.md(None).to_string());
    if let Some(article) = article {
        let words = Document::fragment(article.content).md(None).to_string();
        if words.len() * SHARE >= rendition.markdown.len() {
            rendition.markdown = words;
        }
        let stated = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if !has_citation {
            rendition.title = stated(&article.title).or(rendition.title);
        }
        let (author, day) = head::byline(article.byline.as_deref().unwrap_or_default());
        rendition.author = rendition.author.or(author);
        rendition.date = rendition.date.or(article.published_time).or(day);
        rendition.publisher = rendition.publisher.or(article.site_name);
        rendition.language = rendition.language.or(article.lang);
    }
    if let Some(title) = &rendition.title
        && !rendition.markdown.trim_start().starts_with("# ")
    {
        let mut headed = String::from("# ");
        crate::writer::escape(title, &mut headed);
        headed.push_str("\n\n");
        headed.push_str(&rendition.markdown);
        rendition.markdown = headed;
    }
    Ok(rendition)
}

/// Removes what is links and nothing else, and is called as menus are; without such a name it takes many short ones.
fn drop_menus(document: &Document) {
    let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).count();
    for block in document.select("div, ul, ol, section, table, dl").nodes() {
        let links = block.find_descendants("a");
        if links.len() < MENU {
            continue;
        }
        let linked: usize = links.iter().map(|link| letters(&link.text())).sum();
        let all = letters(&block.text());
        let called = ["class", "id", "role"]
            .iter()
            .filter_map(|key| block.attr(key));
        let called = called.map(|name| name.to_lowercase());
        let mut called = called.filter(|name| MENUS.iter().any(|menu| name.contains(menu)));
        let menu = called.next().is_some() && linked * 3 >= all * 2;
        let many =
            links.len() >= 4 * MENU && linked * 10 >= all * 9 && linked < links.len() * SHORT;
        if menu || many {
            block.remove_from_parent();
        }
    }
}

/// The page's letters: by its mark, by what its head declares, else as any text.
fn decode(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let declared = head.split("charset=").nth(1).and_then(|rest| {
        let label: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "-_:".contains(*letter))
            .collect();
        Encoding::for_label(label.as_bytes())
    });
    match declared {
        // A page that says so in ASCII letters is not UTF-16, whatever it says.
        Some(encoding)
            if Encoding::for_bom(bytes).is_none() && !encoding.name().starts_with("UTF-16") =>
        {
            Some(encoding.decode(bytes).0.into_owned())
        }
        _ => {
            let text = crate::decode(bytes.to_vec())?.text;
            Some(text.trim_start_matches('\u{feff}').to_owned())
        }
    }
}

/// How deep elements lie at most, roughly: opened minus closed tags. Void elements do not nest.
fn depth(page: &str) -> usize {
    const VOID: [&str; 13] = [
        "br", "img", "hr", "meta", "link", "input", "area", "base", "col", "source", "wbr", "p",
        "li",
    ];
    let (mut depth, mut most) = (0usize, 0);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let closing = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let end = name
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(name.len());
        let name = &name[..end];
        if name.is_empty() || VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            most = most.max(depth);
        }
    }
    most
}
