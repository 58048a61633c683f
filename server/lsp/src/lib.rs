//! The room `lsp`.
