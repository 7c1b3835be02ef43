//! Printers: one file a format.
