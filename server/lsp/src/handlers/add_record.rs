//! "Add to records": a name that was read from the sources gets a record, in the workspace's records file or a new one.

use analysis::Analysis;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::rename::workspace_edit;
use crate::convert::Converter;

/// The offer for the name at `offset`; none if it has a record, or there is nowhere to put one.
pub fn offer(to: &Converter<'_>, analysis: &Analysis, offset: usize) -> Option<CodeAction> {
    let entity = analysis.unrecorded(offset)?;
    let traits = &to.places.traits;
    let home = to.places.workspace.records_home()?;
    let can_make = traits.versioned && traits.creates;
    if !home.exists && !can_make {
        return None;
    }
    let record = library::records::addition(analysis.library(), entity.number)?;
    let uri = to.places.uri_of_path(&home.path)?;
    let mut edits = Vec::new();
    if home.exists {
        // As the editor has it, if it is open.
        let open = to.places.spelling.file(&home.path);
        let version = open.as_ref().map(|file| file.version);
        let read = || to.places.world.read(&home.path);
        let text = open.map(|file| file.text).or_else(read)?;
        let lines = text::Lines::new(&text);
        let encoding = traits.encoding;
        let end = lines.position(&text, text.len(), encoding);
        let end = crate::convert::to_position(end);
        let gap = match text.chars().next_back() {
            None => "format = 1\n\n",
            Some('\n') => "\n",
            Some(_) => "\n\n",
        };
        let edit = TextEdit::new(Range::new(end, end), format!("{gap}{record}"));
        edits.push((uri.clone(), version, vec![edit]));
    } else {
        let start = Range::new(Position::default(), Position::default());
        let edit = TextEdit::new(start, format!("format = 1\n\n{record}"));
        edits.push((uri.clone(), None, vec![edit]));
    }
    if let Some((config, line)) = home.configure {
        let start = Range::new(Position::default(), Position::default());
        let open = to.places.spelling.file(&config);
        let config = to.places.uri_of_path(&config)?;
        let edit = vec![TextEdit::new(start, line)];
        edits.push((config, open.map(|file| file.version), edit));
    }
    let edit = match home.exists {
        true => workspace_edit(traits.versioned, edits),
        false => making(uri, edits),
    };
    Some(CodeAction {
        title: format!("Add to records: {}", entity.name),
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(edit),
        ..CodeAction::default()
    })
}

/// The edits behind the making of a file.
fn making(uri: Uri, edits: Vec<(Uri, Option<i32>, Vec<TextEdit>)>) -> WorkspaceEdit {
    let options = CreateFileOptions {
        overwrite: Some(false),
        ignore_if_exists: Some(true),
    };
    let create = ResourceOp::Create(CreateFile {
        uri,
        options: Some(options),
        annotation_id: None,
    });
    let edits = edits.into_iter().map(|(uri, version, edits)| {
        DocumentChangeOperation::Edit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        })
    });
    let operations = std::iter::once(DocumentChangeOperation::Op(create)).chain(edits);
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations.collect())),
        ..WorkspaceEdit::default()
    }
}
