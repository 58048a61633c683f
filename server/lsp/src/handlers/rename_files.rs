//! `workspace/willRenameFiles` and `workspace/didRenameFiles`: citations, links and records stay right when a file or a
//! folder gets another name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::link::{Leads, Link};
use project::Role;
use text::{Lines, Span};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    DocumentChangeOperation, DocumentChanges, FileOperationFilter, FileOperationPattern,
    FileOperationPatternKind, FileOperationRegistrationOptions, RenameFile, RenameFilesParams,
    ResourceOp, TextEdit, Uri, WorkspaceEdit,
};

use super::rename::workspace_edit;
use crate::convert::Converter;
use crate::place::Places;
use crate::session::Session;
use crate::uri::{self, Style};

/// The files and folders that are asked about: whatever a draft may cite.
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
        filters: vec![
            pattern("**/*", FileOperationPatternKind::File),
            pattern("**/*", FileOperationPatternKind::Folder),
        ],
    }
}

/// The edits of all drafts and records that name a file that is about to be renamed, or lie in one, and the source's record
/// beside it, which moves along.
pub async fn will(
    session: &Arc<Session>,
    params: RenameFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let pairs = params.files.iter().filter_map(|file| {
        let path = |uri: &str| uri::path_of(uri, Style::HERE);
        Some((path(&file.old_uri)?, path(&file.new_uri)?))
    });
    let moves = Moves(pairs.collect());
    let (mut workspaces, mut drafts) = (Vec::new(), Vec::new());
    for (workspace, files) in super::all_workspaces(session).await {
        drafts.extend(session.drafts_among(&workspace, files).await);
        workspaces.push(workspace);
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
            let changes = links.iter().filter_map(|link| change(&to, link, &moves));
            // Several links may share the line that says where they lead.
            let changes: BTreeMap<Span, String> = changes.collect();
            if !changes.is_empty() {
                let version = read.open.then_some(read.checked.version);
                let changes = changes.into_iter();
                let changes = changes.map(|(span, words)| TextEdit::new(to.range(span), words));
                edits.push((read.uri.clone(), version, changes.collect()));
            }
        }
        for workspace in &workspaces {
            edits.extend(in_records(&asked.places(workspace), &moves));
        }
        let mut edit = workspace_edit(asked.traits().versioned, edits);
        if asked.traits().versioned && asked.traits().renames {
            for workspace in &workspaces {
                move_along(&asked.places(workspace), &moves, &mut edit);
            }
        }
        edit
    });
    let edit = edits.await.map_err(|_| Error::internal_error())?;
    Ok((edit != workspace_edit(session.traits().versioned, Vec::new())).then_some(edit))
}

/// Files and folders that get other names.
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    /// The new path of a file: it moves itself, or with its folder.
    fn new_of(&self, path: &Path) -> Option<PathBuf> {
        self.0.iter().find_map(|(old, new)| {
            let rest = path.strip_prefix(old).ok()?;
            // Joining nothing would put a slash behind it.
            Some(if rest.as_os_str().is_empty() {
                new.clone()
            } else {
                new.join(rest)
            })
        })
    }
}

/// What one link becomes: the words that change, and the new ones.
fn change(to: &Converter<'_>, link: &Link, moves: &Moves) -> Option<(Span, String)> {
    let text = to.checked.snapshot.text();
    let whole = link.span.of(text);
    match &link.leads {
        Leads::Source { location, .. } => {
            let path = to
                .places
                .world
                .open(&to.checked.workspace, &location.origin)?;
            let (old, new) = stems(&to.places, &path, moves)?;
            // "@charter" is no part of "@charter-2".
            let ends = |at: &usize| {
                let next = whole[at + 1 + old.len()..].chars().next();
                next.is_none_or(|next| !next.is_alphanumeric() && !"_-/".contains(next))
            };
            let key = format!("@{old}");
            let (at, _) = whole.match_indices(&key).find(|(at, _)| ends(at))?;
            let at = link.span.start + at + 1;
            Some((Span::new(at, at + old.len()), new))
        }
        Leads::Written(written) => {
            let path = written.split('#').next()?;
            if path.is_empty() || path.contains(':') || path.starts_with('/') {
                return None;
            }
            let draft = uri::path_of(to.uri.as_str(), Style::HERE)?;
            let from = |draft: &Path| {
                let folder = draft.parent()?;
                Some(project::absolute(&folder.join(uri::decoded(path))))
            };
            let target = from(&draft)?;
            let new_target = moves.new_of(&target).unwrap_or(target);
            let new_draft = moves.new_of(&draft).unwrap_or(draft);
            if from(&new_draft)? == new_target {
                return None;
            }
            let at = match whole.rfind(path) {
                Some(at) => link.span.start + at,
                None => said_below(text, path)?,
            };
            let words = relative(new_draft.parent()?, &new_target)?;
            Some((Span::new(at, at + path.len()), words))
        }
        Leads::Here(_) => None,
    }
}

/// The old and the new id of a source that is called by its file's name, unless its record gives it an id of its own.
fn stems(places: &Places<'_>, path: &Path, moves: &Moves) -> Option<(String, String)> {
    let new = moves.new_of(path)?;
    let (old, new) = (path.file_stem()?.to_str()?, new.file_stem()?.to_str()?);
    let sources = &places.workspace.library.sources;
    let own = |it: &library::Source| it.id == old && it.record.id.is_none();
    let told = old != new && sources.iter().any(own);
    told.then(|| (old.to_owned(), new.to_owned()))
}

/// Where `[words]: path` says where a link leads.
fn said_below(text: &str, path: &str) -> Option<usize> {
    let said = text.match_indices("]:").map(|(at, _)| at + 2);
    said.into_iter().find_map(|at| {
        let rest = text[at..].lines().next()?;
        let begin = rest.len() - rest.trim_start_matches([' ', '\t', '<']).len();
        let behind = rest[begin..].strip_prefix(path)?;
        let ends = behind.chars().next();
        let ends = ends.is_none_or(|next| next.is_whitespace() || "#>".contains(next));
        ends.then_some(at + begin)
    })
}

/// What changes in the records of a workspace, as the editor has them where they are open.
fn in_records(places: &Places<'_>, moves: &Moves) -> Vec<(Uri, Option<i32>, Vec<TextEdit>)> {
    let workspace = places.workspace;
    let sources = &workspace.library.sources;
    let mut edits = Vec::new();
    for records in &workspace.records {
        let open = places.spelling.file(&records.path);
        let version = open.as_ref().map(|it| it.version);
        let text = open.map_or_else(|| Arc::clone(&records.text), |it| it.text);
        let lines = Lines::new(&text);
        let mut changes = Vec::new();
        for (place, name) in project::names_of_sources(&text) {
            let named = sources.iter().find(|it| it.id == name);
            let new = match named {
                Some(source) => {
                    stems(places, &workspace.root.join(&source.path), moves).map(|(_, new)| new)
                }
                None => moves
                    .new_of(&workspace.root.join(&name))
                    .map(|new| workspace.relative(&new)),
            };
            if let Some(new) = new {
                let range = places.range_in(&text, &lines, Span::new(place.start, place.end));
                changes.push(TextEdit::new(range, project::written(&new)));
            }
        }
        if let Some(uri) = places
            .uri_of_path(&records.path)
            .filter(|_| !changes.is_empty())
        {
            edits.push((uri, version, changes));
        }
    }
    edits
}

/// Renames the record beside a source that is renamed by itself.
fn move_along(places: &Places<'_>, moves: &Moves, edit: &mut WorkspaceEdit) {
    for (old, new) in &moves.0 {
        let (beside, moved) = (project::sidecar_of(old), project::sidecar_of(new));
        let own = places.workspace.roles.of(old) == Role::Source;
        if !own || moves.new_of(&beside).is_some() || places.world.stamp_of(&beside).is_none() {
            continue;
        }
        let uris = (places.uri_of_path(&beside), places.uri_of_path(&moved));
        let (Some(old_uri), Some(new_uri)) = uris else {
            continue;
        };
        let rename = ResourceOp::Rename(RenameFile {
            old_uri,
            new_uri,
            options: None,
            annotation_id: None,
        });
        let before = edit.document_changes.take();
        let mut operations = match before {
            Some(DocumentChanges::Operations(operations)) => operations,
            Some(DocumentChanges::Edits(edits)) => {
                let edits = edits.into_iter();
                edits.map(DocumentChangeOperation::Edit).collect()
            }
            None => Vec::new(),
        };
        operations.push(DocumentChangeOperation::Op(rename));
        edit.document_changes = Some(DocumentChanges::Operations(operations));
    }
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
