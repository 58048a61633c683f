//! What the user set in the editor: `initializationOptions`. Everything has a default; what is not understood is passed
//! over, since editors hand on whatever stands in their settings.

use serde_json::Value;

/// The settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `semanticTokens`: whether mentions, dates and quotations are coloured.
    pub semantic_tokens: bool,
}

impl Options {
    /// Reads them; under a key `policy-ls` if they stand there.
    pub fn read(options: Option<&Value>) -> Self {
        let Some(options) = options else {
            return Self::default();
        };
        let options = options.get("policy-ls").unwrap_or(options);
        let flag = |key: &str| options.get(key).and_then(Value::as_bool);
        Self {
            semantic_tokens: flag("semanticTokens").unwrap_or_default(),
        }
    }
}
