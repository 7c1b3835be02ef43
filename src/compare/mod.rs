//! Comparison of reports: with last year's, with those that one sums up, with others of the same agency.

pub mod members;
pub mod pairing;
pub mod previous;
pub mod roster;
