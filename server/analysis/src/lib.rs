//! The room `analysis`.
