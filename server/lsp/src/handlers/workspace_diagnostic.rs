//! `workspace/diagnostic`: the findings of all drafts, open or not, for clients that ask.

use std::collections::HashMap;
use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::diagnostic::result_id;
use crate::session::Session;

/// Answers with one report a draft, in the order of their URIs; "unchanged" where the client has the findings already.
pub async fn handle(
    session: &Arc<Session>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let known = params.previous_result_ids.into_iter();
    let known: HashMap<String, String> = known
        .map(|it| (it.uri.as_str().to_owned(), it.value))
        .collect();
    let mut drafts = Vec::new();
    for (workspace, files) in super::all_workspaces(session).await {
        drafts.extend(session.drafts_among(&workspace, files).await);
    }
    let asked = Arc::clone(session);
    let items = session.pool.ask(move || {
        let reports = drafts.iter().map(|read| {
            let to = asked.converter(&read.checked, &read.uri);
            let findings = read.checked.diagnostics().iter();
            let items: Vec<_> = findings.map(|it| to.diagnostic(it)).collect();
            let version = read.open.then(|| i64::from(read.checked.version));
            let (uri, id) = (read.uri.clone(), result_id(&items));
            if known.get(uri.as_str()) == Some(&id) {
                let report = UnchangedDocumentDiagnosticReport { result_id: id };
                return WorkspaceDocumentDiagnosticReport::Unchanged(
                    WorkspaceUnchangedDocumentDiagnosticReport {
                        uri,
                        version,
                        unchanged_document_diagnostic_report: report,
                    },
                );
            }
            WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                uri,
                version,
                full_document_diagnostic_report: FullDocumentDiagnosticReport {
                    result_id: Some(id),
                    items,
                },
            })
        });
        reports.collect()
    });
    let items = items.await.map_err(|_| Error::internal_error())?;
    Ok(WorkspaceDiagnosticReportResult::Report(
        WorkspaceDiagnosticReport { items },
    ))
}
