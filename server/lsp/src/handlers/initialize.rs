//! `initialize`: what each side can do. Answered at once; reading begins with `initialized`.

use std::path::PathBuf;

use tower_lsp::ls_types::*;

use crate::options::Options;
use crate::session::Session;
use crate::traits::Traits;
use crate::uri::{self, Style};

/// Takes the client's abilities and folders, states ours.
pub fn handle(session: &Session, params: InitializeParams) -> InitializeResult {
    let traits = Traits::new(&params.capabilities);
    let options = Options::read(params.initialization_options.as_ref());
    session.begin(traits, options, folders(params));
    InitializeResult {
        capabilities: capabilities(traits, options),
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

fn capabilities(traits: Traits, options: Options) -> ServerCapabilities {
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
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_REWRITE,
                CodeActionKind::from(super::code_action::FIX_ALL),
            ]),
            resolve_provider: traits.resolves_actions.then_some(true),
            ..CodeActionOptions::default()
        })
    });
    let diagnostic_provider = traits.pulls.then(|| {
        DiagnosticServerCapabilities::Options(DiagnosticOptions {
            identifier: Some("policy-ls".to_owned()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        })
    });
    let workspace = WorkspaceServerCapabilities {
        workspace_folders: Some(WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(OneOf::Left(true)),
        }),
        file_operations: Some(WorkspaceFileOperationsServerCapabilities {
            will_rename: Some(super::rename_files::filters()),
            ..WorkspaceFileOperationsServerCapabilities::default()
        }),
    };
    ServerCapabilities {
        position_encoding: Some(traits.encoding_kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            // A space after "signed in", an opening mark, a citation; letters ask by themselves.
            trigger_characters: Some(
                [" ", "\"", "\u{201c}", "@", "^"]
                    .map(str::to_owned)
                    .to_vec(),
            ),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(if traits.prepares {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: Default::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: None,
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(true),
            work_done_progress_options: Default::default(),
        }),
        semantic_tokens_provider: options.semantic_tokens.then(|| {
            SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
                legend: super::semantic_tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            })
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: super::execute_command::COMMANDS.map(str::to_owned).to_vec(),
            work_done_progress_options: Default::default(),
        }),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider,
        diagnostic_provider,
        workspace: Some(workspace),
        ..ServerCapabilities::default()
    }
}
