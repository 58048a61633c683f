//! `textDocument/documentLink` and `documentLink/resolve`: citations and addresses. A web address leads to the very words,
//! where the source's record has an address.

use std::str::FromStr;
use std::sync::Arc;

use analysis::link::{Leads, Link};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::convert::Converter;
use crate::session::Session;
use crate::uri::{self, Style};

/// Answers with all links. Those that lead to a file get their target when somebody follows them: a text of the built-in
/// library is written to the cache only then.
pub async fn handle(
    session: &Arc<Session>,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    let document = params.text_document.uri;
    let Some(pin) = session.pin(&document) else {
        return Ok(None);
    };
    session
        .ask(pin, document, |checked, to| {
            let links = checked.snapshot.analysis()?.links();
            let numbered = links.iter().enumerate();
            Some(numbered.filter_map(|(at, it)| link(to, at, it)).collect())
        })
        .await
}

/// Fills in where a citation leads.
pub async fn resolve(session: &Arc<Session>, mut link: DocumentLink) -> Result<DocumentLink> {
    let data = link.data.clone().unwrap_or_default();
    let document = data["uri"].as_str().and_then(|it| Uri::from_str(it).ok());
    let number = data["number"].as_u64();
    let (Some(document), Some(number)) = (document, number) else {
        return Ok(link);
    };
    let Some(pin) = session.pin(&document) else {
        return Ok(link);
    };
    let target = session.ask(pin, document, move |checked, to| {
        let links = checked.snapshot.analysis()?.links();
        target(to, &links.get(usize::try_from(number).ok()?)?.leads)
    });
    link.target = target.await?.or(link.target);
    Ok(link)
}

fn link(to: &Converter<'_>, number: usize, link: &Link) -> Option<DocumentLink> {
    let later = matches!(link.leads, Leads::Source { url: None, .. });
    let target = if later {
        None
    } else {
        Some(target(to, &link.leads)?)
    };
    let data = serde_json::json!({"uri": to.uri, "number": number});
    Some(DocumentLink {
        range: to.range(link.span),
        target,
        tooltip: link
            .tooltip
            .clone()
            .filter(|_| to.places.traits.link_tooltips),
        data: later.then_some(data),
    })
}

fn target(to: &Converter<'_>, leads: &Leads) -> Option<Uri> {
    match leads {
        Leads::Written(written) => written_target(to, written),
        Leads::Source { url: Some(url), .. } => Uri::from_str(url).ok(),
        Leads::Source { location, .. } => {
            let at = to.places.location(location)?;
            at_line(&at.uri, at.range.start.line)
        }
        Leads::Here(span) => at_line(to.uri, to.range(*span).start.line),
    }
}

fn at_line(uri: &Uri, line: u32) -> Option<Uri> {
    Uri::from_str(&format!("{}#L{}", uri.as_str(), line + 1)).ok()
}

/// An address as it is; a path from the draft's folder.
fn written_target(to: &Converter<'_>, written: &str) -> Option<Uri> {
    let scheme = written.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|it| it.len() > 1 && it.chars().all(|c| c.is_ascii_alphanumeric())) {
        return Uri::from_str(written).ok();
    }
    if written.starts_with("www.") {
        return Uri::from_str(&format!("https://{written}")).ok();
    }
    let (path, fragment) = match written.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (written, None),
    };
    if path.is_empty() {
        return None;
    }
    let draft = uri::path_of(to.uri.as_str(), Style::HERE)?;
    let file = draft.parent()?.join(uri::decoded(path));
    let file = uri::of_path(&project::absolute(&file), Style::HERE);
    let whole = match fragment {
        Some(fragment) => format!("{file}#{fragment}"),
        None => file,
    };
    Uri::from_str(&whole).ok()
}
