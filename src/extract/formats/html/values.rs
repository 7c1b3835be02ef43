//! What values of CSS come to: lengths, sizes of fonts, backgrounds, and texts that are put on the page.

use super::{
    colours::{Shade, color_at},
    css::{self, Token},
};

/// What a declaration sets.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// What stands there is seen as if nothing was set.
    Plain,
    /// It is not seen.
    Hides,
    /// It may be seen otherwise than it is read; for a reason among the `causes` of `not-as-shown`.
    Odd(&'static str),
    /// Pixels, or a bare number.
    Number(f32),
    /// Red, green, blue.
    Color([u8; 3]),
    /// Words, in lower case.
    Words(String),
}

/// It may be moved elsewhere, or stand in another order.
pub(super) const MOVED: &str = "moved";
/// Whether it is shown cannot be told.
pub(super) const UNSURE: &str = "style";

/// A length in pixels, near enough.
pub(super) fn pixels(token: &Token) -> Option<f32> {
    let Token::Number(value, unit) = token else { return None };
    let unit = match unit.as_str() {
        "pt" => 4.0 / 3.0,
        "em" | "rem" | "ic" | "lh" | "rlh" | "pc" => 16.0,
        "ex" | "ch" => 8.0,
        "cm" => 37.8,
        "mm" => 3.78,
        "q" => 0.94,
        "in" => 96.0,
        "vw" | "vh" | "vmin" | "vmax" | "%" => 10.0,
        _ => 1.0,
    };
    Some(value * unit)
}

/// The lengths among some words, without the numbers of colours.
fn lengths(words: &[&Token]) -> Vec<f32> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for word in words {
        match word {
            Token::Function(_) => depth += 1,
            Token::Mark(')') => depth = depth.saturating_sub(1),
            word if depth == 0 => found.extend(pixels(word)),
            _ => {}
        }
    }
    found
}

/// Whether one of several lengths is longer than so many pixels.
pub(super) fn reaches(words: &[&Token], far: f32) -> bool {
    lengths(words).iter().any(|length| length.abs() > far)
}

/// Whether shadows of a box are drawn over what is beside it; a wide blur around it is not.
pub(super) fn casts(words: &[&Token]) -> bool {
    let words: Vec<Token> = words.iter().map(|word| (*word).clone()).collect();
    let shadows = css::parted(&words, ',');
    let is_far = |shadow: &[Token]| {
        let shadow: Vec<&Token> = shadow.iter().collect();
        let lengths = lengths(&shadow);
        let mut solid = lengths.iter().take(2).chain(lengths.get(3));
        !shadow.iter().any(|word| word.is("inset")) && solid.any(|length| length.abs() > 20.0)
    };
    // With many of them figures can be drawn.
    shadows.len() > 4 || shadows.into_iter().any(is_far)
}

/// A height that does not hang on what stands in it or around it.
pub(super) fn tall(words: &[&Token]) -> Value {
    match words {
        [Token::Number(_, unit)] if unit == "%" => Value::Plain,
        [word] => pixels(word).map_or(Value::Plain, Value::Number),
        _ => Value::Plain,
    }
}

/// Whether letters of a size can be read.
pub(super) fn font_size(words: &[&Token]) -> Value {
    // What is worked out behind the size is not the size.
    let is_computed = |word: &&Token| matches!(word, Token::Function(_));
    let end = words.iter().position(is_computed);
    let words = words.get(..end.unwrap_or(words.len())).unwrap_or(words);
    let size = words.iter().find_map(|word| match word {
        // What has no unit is no size, except nothing.
        Token::Number(value, unit) if unit.is_empty() && *value != 0.0 => None,
        Token::Number(value, unit) if unit == "%" => Some(value * 0.16),
        _ => pixels(word),
    });
    match size {
        Some(size) if size < 5.0 => Value::Hides,
        Some(_) => Value::Plain,
        None if end.is_some() => Value::Odd(UNSURE),
        None => Value::Words("same".to_owned()),
    }
}

/// The names of fonts, in lower case.
pub(super) fn spelled(words: &[&Token]) -> Value {
    let mut names = String::new();
    for word in words {
        match word {
            Token::Name(name) | Token::Text(name) => {
                names.push_str(&name.to_lowercase());
                names.push(' ');
            }
            Token::Mark(',') => names.push(','),
            _ => {}
        }
    }
    Value::Words(names)
}

/// What a picture behind a text comes to: one that fades from a colour to nearly the same is as good as the colour.
pub(super) fn drawn(words: &[&Token]) -> Value {
    let picture = || Value::Words("picture".to_owned());
    if words
        .iter()
        .any(|token| matches!(token, Token::Function(name) if !is_of_colour(name)))
    {
        return picture();
    }
    let shades: Option<Vec<[u8; 3]>> = (0..words.len())
        .filter_map(|at| color_at(words, at))
        .map(|shade| match shade {
            Shade::Solid(color) => Some(color),
            _ => None,
        })
        .collect();
    match shades.as_deref() {
        Some([first, rest @ ..])
            if rest
                .iter()
                .all(|shade| shade.iter().zip(first).all(|(a, b)| a.abs_diff(*b) < 40)) =>
        {
            Value::Color(*first)
        }
        _ => picture(),
    }
}

fn is_of_colour(function: &str) -> bool {
    function.contains("gradient") || matches!(function, "rgb" | "rgba")
}

/// Whether a text that is put on a page says something; icons stand in the private area.
pub(super) fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What stands before or behind an element, or in its place.
pub(super) fn inserted(words: &[&Token]) -> Value {
    let mut marks = String::new();
    for word in words {
        match word {
            Token::Text(text) if says_something(text) => return Value::Odd("inserted"),
            Token::Text(text) => marks.push_str(text),
            Token::Function(_) => return Value::Odd("inserted"),
            _ => {}
        }
    }
    let marks: String = marks.chars().filter(|c| !crate::text::normalize::is_gap(*c)).collect();
    if marks.is_empty() {
        Value::Plain
    } else {
        Value::Words(marks)
    }
}
