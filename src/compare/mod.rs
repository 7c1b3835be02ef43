//! Comparison of reports: with last year's, with those that one sums up, with others of the same agency.

pub(crate) mod members;
pub(crate) mod pairing;
pub(crate) mod previous;
pub(crate) mod roster;

pub use members::{Assembly, Figures, LeftOut, Member, Members, Why};
pub use pairing::{Owner, Peers, pair};
pub use roster::{Listed, Roster};
