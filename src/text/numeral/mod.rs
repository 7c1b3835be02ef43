//! The one reader of numbers. Whoever asks, every spelling has one value: `1,042`, `１０４２`, `一千零四十二` and `壹仟零肆拾贰` are 1042 in a
//! cell and in a sentence, and `一百二`, which is 120 in speech and a slip of 102 in writing, is no number in either.
//!
//! Three questions are asked of it: [`prose`], what number begins here and how long is it; [`reading`], what was meant by a text where
//! only a number belongs, and why is it none; [`value`], what number is this whole text, which a rule asks of words that a pattern found.

mod cell;
mod digits;
mod han;
mod prose;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use cell::NUMBER_CAUSES;
pub(crate) use cell::{noted, reading, value};
pub(crate) use digits::digit;
pub(crate) use prose::{Written, begins, prose};
