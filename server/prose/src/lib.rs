//! The room `prose`.
