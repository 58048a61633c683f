//! `workspace/willRenameFiles` and `workspace/didRenameFiles`: citations and links stay right when a file gets another
//! name.

use std::path::PathBuf;
use std::sync::Arc;

use analysis::link::{Leads, Link};
use text::Span;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind,
    FileOperationRegistrationOptions, RenameFilesParams, TextEdit, WorkspaceEdit,
};

use super::rename::workspace_edit;
use crate::convert::Converter;
use crate::session::Session;
use crate::uri::{self, Style};

/// The files that are asked about: whatever a draft may cite.
pub fn filters() -> FileOperationRegistrationOptions {
    let pattern = |glob: &str, matches| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: Some(matches),
            options: None,
        },
    };
    FileOperationRegistrationOptions {
        filters: vec![pattern("**/*", FileOperationPatternKind::File)],
    }
}

/// The edits of all drafts that cite a file that is about to be renamed.
pub async fn will(
    session: &Arc<Session>,
    params: RenameFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let pairs = params.files.iter().filter_map(|file| {
        let path = |uri: &str| uri::path_of(uri, Style::HERE);
        Some((path(&file.old_uri)?, path(&file.new_uri)?))
    });
    let renamed: Vec<(PathBuf, PathBuf)> = pairs.collect();
    let mut drafts = Vec::new();
    for workspace in super::all_workspaces(session).await {
        drafts.extend(session.drafts_of(&workspace).await);
    }
    let asked = Arc::clone(session);
    let edits = session.pool.ask(move || {
        let mut edits = Vec::new();
        for read in &drafts {
            let Some(analysis) = read.checked.snapshot.analysis() else {
                continue;
            };
            let to = asked.converter(&read.checked, &read.uri);
            let links = analysis.links();
            let changes = links.iter().filter_map(|link| change(&to, link, &renamed));
            let changes: Vec<_> = changes
                .map(|(span, words)| TextEdit::new(to.range(span), words))
                .collect();
            if !changes.is_empty() {
                let version = read.open.then_some(read.checked.version);
                edits.push((read.uri.clone(), version, changes));
            }
        }
        edits
    });
    let edits = edits.await.map_err(|_| Error::internal_error())?;
    if edits.is_empty() {
        return Ok(None);
    }
    Ok(Some(workspace_edit(session.traits().versioned, edits)))
}

/// What one link becomes: the words that change, and the new ones.
fn change(
    to: &Converter<'_>,
    link: &Link,
    renamed: &[(PathBuf, PathBuf)],
) -> Option<(Span, String)> {
    let text = to.checked.snapshot.text();
    let whole = link.span.of(text);
    let (old_words, new_words) = match &link.leads {
        // `[@stem]`, unless the source's record gives it an id of its own.
        Leads::Source { location, .. } => {
            let path = to
                .places
                .world
                .open(&to.checked.workspace, &location.origin)?;
            let (_, new) = renamed.iter().find(|(old, _)| *old == path)?;
            let old_stem = path.file_stem()?.to_str()?;
            let sources = &to.checked.workspace.library.sources;
            let own = |it: &&library::Source| it.id == old_stem && it.record.id.is_none();
            sources.iter().find(own)?;
            (
                format!("@{old_stem}"),
                format!("@{}", new.file_stem()?.to_str()?),
            )
        }
        Leads::Written(written) => {
            let path = written.split('#').next()?;
            if path.is_empty() || path.contains(':') {
                return None;
            }
            let folder = uri::path_of(to.uri.as_str(), Style::HERE)?
                .parent()?
                .to_owned();
            let target = project::absolute(&folder.join(uri::decoded(path)));
            let (_, new) = renamed.iter().find(|(old, _)| *old == target)?;
            (path.to_owned(), relative(&folder, new)?)
        }
        Leads::Here(_) => return None,
    };
    let at = link.span.start + whole.rfind(&old_words)?;
    Some((Span::new(at, at + old_words.len()), new_words))
}

/// `path` as a link from `folder` writes it.
fn relative(folder: &std::path::Path, path: &std::path::Path) -> Option<String> {
    let shared = folder
        .components()
        .zip(path.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_str().map(uri::encoded));
    let parts: Option<Vec<String>> = up.map(Some).chain(down).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_from_a_folder() {
        let from = |folder: &str, path: &str| relative(folder.as_ref(), path.as_ref()).unwrap();
        assert_eq!(from("/w/a", "/w/a/b.md"), "b.md");
        assert_eq!(from("/w/a", "/w/c d/b.md"), "../c%20d/b.md");
        assert_eq!(from("/w/a/x", "/w/b.md"), "../../b.md");
    }
}
