//! `initialize`: what each side can do. Answered at once; reading begins with `initialized`.

use std::path::PathBuf;

use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, DiagnosticOptions,
    DiagnosticServerCapabilities, HoverProviderCapability, InitializeParams, InitializeResult,
    OneOf, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::session::Session;
use crate::traits::Traits;
use crate::uri::{self, Style};

/// Takes the client's abilities and folders, states ours.
pub fn handle(session: &Session, params: InitializeParams) -> InitializeResult {
    let traits = Traits::new(&params.capabilities);
    session.begin(traits, folders(params));
    InitializeResult {
        capabilities: capabilities(traits),
        server_info: Some(ServerInfo {
            name: "policy-ls".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

#[allow(
    deprecated,
    reason = "editors without workspace folders still send rootUri"
)]
fn folders(params: InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.unwrap_or_default();
    let mut paths: Vec<_> = folders
        .iter()
        .filter_map(|folder| uri::path_of(folder.uri.as_str(), Style::HERE))
        .collect();
    if paths.is_empty() {
        let root = params.root_uri;
        paths.extend(root.and_then(|uri| uri::path_of(uri.as_str(), Style::HERE)));
    }
    paths
}

fn capabilities(traits: Traits) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
            include_text: Some(false),
        })),
        ..TextDocumentSyncOptions::default()
    };
    let code_action_provider = traits.actions.then(|| {
        CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })
    });
    let diagnostic_provider = traits.pulls.then(|| {
        DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some("policy-ls".to_owned()),
            inter_file_dependencies: false,
            workspace_diagnostics: false,
            ..DiagnosticOptions::default()
        })
    });
    let workspace = WorkspaceServerCapabilities {
        workspace_folders: Some(WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(OneOf::Left(true)),
        }),
        ..WorkspaceServerCapabilities::default()
    };
    ServerCapabilities {
        position_encoding: Some(traits.encoding_kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider,
        diagnostic_provider,
        workspace: Some(workspace),
        ..ServerCapabilities::default()
    }
}
