//! `$/setTrace`: how much the client wants to be told of what comes and goes.

use serde_json::Value;

use crate::session::Session;

/// Takes it. What is not understood leaves things as they are.
pub fn handle(session: &Session, params: &Value) {
    if let Some(value) = params.get("value").and_then(Value::as_str) {
        session.journal.set(value);
    }
}
