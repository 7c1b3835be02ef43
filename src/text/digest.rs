//! SHA-256 as outputs show it.

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes (FIPS 180-4) in lower-case hexadecimal: 64 characters.
#[must_use]
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
