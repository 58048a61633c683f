//! The room `passage`.
