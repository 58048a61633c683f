//! Everything that was recognised, as plain serialisable data: the answer of `policy-ls inspect`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Analysis;

/// Everything recognised in one draft. Additive until `schema_version` is raised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inspection {
    /// 1.
    pub schema_version: u32,
    /// EDTF of the document's date.
    pub document_date: Option<String>,
}

impl Analysis {
    /// Everything recognised in the draft.
    pub fn inspect(&self) -> Inspection {
        Inspection {
            schema_version: 1,
            document_date: None,
        }
    }
}
