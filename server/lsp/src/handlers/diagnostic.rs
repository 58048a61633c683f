//! `textDocument/diagnostic`: the findings, for clients that ask. Such clients get none pushed.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use project::Workspace;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportKind,
    DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri,
};

use crate::session::Session;

/// Answers with all findings, or with "unchanged" if the client has them already.
pub async fn handle(
    session: &Arc<Session>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = params.text_document.uri;
    let pinned = session.draft(&uri).zip(session.pin(&uri));
    let (items, role, workspace) = match pinned {
        Some((draft, pin)) => {
            let (asked, job) = (Arc::clone(session), pin.job());
            session
                .ask(pin, uri.clone(), move |checked, to| {
                    let items = asked.asked(&draft, &job, to);
                    let workspace = Arc::clone(&checked.workspace);
                    (items, checked.is_draft, Some(workspace))
                })
                .await?
        }
        None => (Vec::new(), true, None),
    };
    let related_documents = match workspace {
        Some(workspace) if !role && session.traits().relates => {
            Some(related(session, &workspace).await?)
        }
        _ => None,
    };
    let id = result_id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                result_id: id,
            },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(id),
                items,
            },
        })
    };
    Ok(report.into())
}

/// The reports of the open drafts of a workspace: what a source says changes what is wrong with them.
#[allow(
    clippy::mutable_key_type,
    reason = "the protocol's own type; nothing in a URI changes"
)]
async fn related(
    session: &Arc<Session>,
    workspace: &Arc<Workspace>,
) -> Result<HashMap<Uri, DocumentDiagnosticReportKind>> {
    let drafts = session.open_drafts_of(workspace).await;
    let asked = Arc::clone(session);
    let reports = session.pool.ask(move || {
        let reports = drafts.into_iter().map(|read| {
            let to = asked.converter(&read.checked, &read.uri);
            let findings = read.checked.diagnostics().iter();
            let items: Vec<_> = findings.map(|it| to.diagnostic(it)).collect();
            let report = FullDocumentDiagnosticReport {
                result_id: Some(result_id(&items)),
                items,
            };
            (read.uri, DocumentDiagnosticReportKind::Full(report))
        });
        reports.collect()
    });
    reports.await.map_err(|_| Error::internal_error())
}

/// Names a list by what the client sees of it.
pub fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
