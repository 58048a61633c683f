//! What the user set in the editor: `initializationOptions`. Everything has a default; what is not understood is passed
//! over, since editors hand on whatever stands in their settings.

use serde_json::Value;

/// The settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// `inlayHints`: whether relative dates and sources of quotations are shown in the text. On by default.
    pub inlay_hints: bool,
    /// `codeLens`: whether counts are shown above the text. On by default.
    pub code_lens: bool,
    /// `semanticTokens`: whether mentions, dates and quotations are coloured.
    pub semantic_tokens: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self::read(Some(&Value::Null))
    }
}

impl Options {
    /// Reads them; under a key `policy-ls` if they stand there.
    pub fn read(options: Option<&Value>) -> Self {
        let options = options.unwrap_or(&Value::Null);
        let options = options.get("policy-ls").unwrap_or(options);
        let flag = |key: &str| options.get(key).and_then(Value::as_bool);
        Self {
            inlay_hints: flag("inlayHints").unwrap_or(true),
            code_lens: flag("codeLens").unwrap_or(true),
            semantic_tokens: flag("semanticTokens").unwrap_or_default(),
        }
    }
}
