//! `textDocument/documentSymbol`: the outline, with claims and quotations below the headings.

use std::sync::Arc;

use analysis::EntityKind;
use analysis::symbol::{Symbol, SymbolKind};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    self as lsp, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
    SymbolInformation,
};

use crate::convert::Converter;
use crate::session::Session;

/// Answers with a tree where the client takes one, else with a list.
pub async fn handle(
    session: &Arc<Session>,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, |checked, to| {
            let symbols = checked.snapshot.analysis()?.symbols();
            if to.places.traits.tree {
                let tree = symbols.into_iter().map(|it| tree(to, it)).collect();
                return Some(DocumentSymbolResponse::Nested(tree));
            }
            let mut list = Vec::new();
            flatten(to, &symbols, None, &mut list);
            Some(DocumentSymbolResponse::Flat(list))
        })
        .await
}

#[allow(deprecated, reason = "the type has a deprecated field")]
fn tree(to: &Converter<'_>, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.into_iter().map(|it| tree(to, it)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: to.range(symbol.span),
        selection_range: to.range(symbol.focus),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated, reason = "the type has a deprecated field")]
fn flatten(
    to: &Converter<'_>,
    symbols: &[Symbol],
    above: Option<&str>,
    list: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        list.push(SymbolInformation {
            name: symbol.name.clone(),
            kind: kind(symbol.kind),
            tags: None,
            deprecated: None,
            location: Location::new(to.uri.clone(), to.range(symbol.span)),
            container_name: above.map(str::to_owned),
        });
        flatten(to, &symbol.children, Some(&symbol.name), list);
    }
}

/// The protocol knows programs; these are the nearest of its kinds.
pub fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Heading => lsp::SymbolKind::NAMESPACE,
        SymbolKind::Claim | SymbolKind::Event => lsp::SymbolKind::EVENT,
        SymbolKind::Quotation => lsp::SymbolKind::STRING,
        SymbolKind::Source => lsp::SymbolKind::FILE,
        SymbolKind::Entity(EntityKind::Agreement) => lsp::SymbolKind::INTERFACE,
        SymbolKind::Entity(EntityKind::Organisation) => lsp::SymbolKind::CLASS,
        SymbolKind::Entity(EntityKind::Person) => lsp::SymbolKind::OBJECT,
        SymbolKind::Entity(EntityKind::Place) => lsp::SymbolKind::CONSTANT,
    }
}
