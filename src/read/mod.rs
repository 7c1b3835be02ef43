//! Readers: bytes to a spanned document.
