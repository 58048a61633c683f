//! The room `prose`: from a Document's blocks to sentences, temporal expressions, mentions, quotations and statements.
//!
//! It knows no format, no library of sources and no protocol. Language stands in data (`locale/`), names come in as an
//! argument ([`name::Names`]). All spans here count bytes of one block's prose; [`text::Map`] leads back to the document.

#![forbid(unsafe_code)]

pub mod date;
pub mod figures;
pub mod kept;
pub mod kin;
pub mod list;
pub mod locale;
pub mod name;
pub mod quotation;
pub mod reading;
pub mod retelling;
pub mod saying;
pub mod sentence;
pub mod statement;
pub mod temporal;
