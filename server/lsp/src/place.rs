//! Places in sources, as the client names and counts them: which file to open, how it is spelled, which lines.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use analysis::Origin;
use project::Workspace;
use text::{Lines, Span};
use tower_lsp::ls_types::{self as lsp, Uri};

use crate::convert::to_position;
use crate::traits::Traits;
use crate::uri::{self, Style};
use crate::world::World;

/// A file as the client has it open.
pub struct OpenFile {
    /// In its own spelling.
    pub uri: Uri,
    /// Its number of what stands there.
    pub version: i32,
    /// What stands there.
    pub text: Arc<str>,
}

/// How the client spells the URI of a file that it has open.
pub trait Spelling {
    /// The file, if it has `path` open.
    fn file(&self, path: &Path) -> Option<OpenFile>;

    /// Its spelling, if it has `path` open.
    fn of(&self, path: &Path) -> Option<Uri>;
}

/// Lines of texts, by where a text begins; the text is kept too, so that no other can begin there meanwhile.
pub type KnownLines = HashMap<*const u8, (Arc<str>, Rc<Lines>)>;

/// Converts places in the sources of one workspace.
pub struct Places<'a> {
    /// For whom.
    pub traits: Traits,
    /// Whose sources.
    pub workspace: &'a Workspace,
    /// Knows which file to open for a place in a source.
    pub world: &'a dyn World,
    /// Knows how the client spells it.
    pub spelling: &'a dyn Spelling,
    /// Lines of the sources that places are in: many findings point into one source.
    pub lines: RefCell<KnownLines>,
}

impl Places<'_> {
    /// A place in a source; none for one in a draft, or if no file can be opened for it.
    pub fn location(&self, place: &analysis::Location) -> Option<lsp::Location> {
        let lines = self.lines_of(&place.text);
        let range = self.range_in(&place.text, &lines, place.focus);
        Some(lsp::Location::new(self.uri_of(&place.origin)?, range))
    }

    /// The file that holds a text.
    pub fn uri_of(&self, origin: &Origin) -> Option<Uri> {
        let path = self.world.open(self.workspace, origin)?;
        self.uri_of_path(&path)
    }

    /// How the client spells a file.
    pub fn uri_of_path(&self, path: &Path) -> Option<Uri> {
        let spelled = self.spelling.of(path);
        spelled.or_else(|| Uri::from_str(&uri::of_path(path, Style::HERE)).ok())
    }

    /// The lines of a text, counted once.
    pub fn lines_of(&self, text: &Arc<str>) -> Rc<Lines> {
        let mut known = self.lines.borrow_mut();
        let (_, lines) = known
            .entry(text.as_ptr())
            .or_insert_with(|| (Arc::clone(text), Rc::new(Lines::new(text))));
        Rc::clone(lines)
    }

    /// The range of a span of `text`.
    pub fn range_in(&self, text: &str, lines: &Lines, span: Span) -> lsp::Range {
        let position = |offset| to_position(lines.position(text, offset, self.traits.encoding));
        lsp::Range::new(position(span.start), position(span.end))
    }
}
