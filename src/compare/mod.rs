//! Reports beside each other: last year's, those that one sums up, those of one agency.

pub mod members;
pub mod pairing;
pub mod previous;
pub mod roster;
