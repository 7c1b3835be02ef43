//! What declarations of CSS do to what is seen: only what hides text, moves it or makes it another.

use super::{
    colours::{Shade, color, color_at},
    css::{self, Token},
};

/// A property, or several that are one for what matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Display,
    Visibility,
    Opacity,
    ContentVisibility,
    FontSize,
    FontFamily,
    Color,
    Fill,
    Background,
    Position,
    Left,
    Top,
    Right,
    Bottom,
    MarginLeft,
    MarginTop,
    Indent,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    Overflow,
    Clip,
    Transform,
    Zoom,
    Direction,
    VerticalAlign,
    Decoration,
    Content,
    /// Any of those that only may change what is seen; told apart by their names.
    Other(&'static str),
}

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

/// A declaration that matters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declaration {
    pub(super) slot: Slot,
    pub(super) value: Value,
    pub(super) important: bool,
}

/// It may be moved elsewhere, or stand in another order.
const MOVED: &str = "moved";
/// Whether it is shown cannot be told.
const UNSURE: &str = "style";

/// The declarations of a block, or of an attribute, that matter.
pub(super) fn declarations(tokens: &[Token]) -> Vec<Declaration> {
    let mut found = Vec::new();
    for declaration in css::parted(tokens, ';') {
        let [Token::Name(name), value @ ..] = css::trimmed(declaration) else {
            continue;
        };
        let [Token::Mark(':'), value @ ..] = css::trimmed(value) else {
            continue;
        };
        let mut value = css::trimmed(value);
        let mut important = false;
        if let [rest @ .., last] = value
            && last.is("important")
            && let [rest @ .., Token::Mark('!')] = css::trimmed(rest)
        {
            value = css::trimmed(rest);
            important = true;
        }
        let words: Vec<&Token> = value.iter().filter(|token| **token != Token::Space).collect();
        if words.is_empty() {
            continue;
        }
        let mut set = |slot, value| {
            found.push(Declaration { slot, value, important });
        };
        property(&name.to_ascii_lowercase(), &words, &mut set);
    }
    found
}

/// What is set by one property.
fn property(name: &str, words: &[&Token], set: &mut dyn FnMut(Slot, Value)) {
    use Value::{Hides, Odd, Plain};
    let name = ["-webkit-", "-moz-", "-ms-", "-o-"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name);
    let has = |word: &str| words.iter().any(|token| token.is(word));
    let first = words.first();
    let is_any = |of: &[&str]| of.iter().any(|word| has(word));
    let first_number = || words.iter().find_map(|word| pixels(word));
    // Numbers that are worked out, or set elsewhere.
    let is_computed = words.iter().any(|token| {
        let of = ["var", "env", "attr", "if", "calc", "min", "max", "clamp"];
        matches!(token, Token::Function(name) if of.contains(&name.as_str()))
    });
    let is_elsewhere = words.iter().any(|token| {
        let of = ["var", "env", "attr", "if"];
        matches!(token, Token::Function(name) if of.contains(&name.as_str()))
    });
    let number = |slot, set: &mut dyn FnMut(Slot, Value)| {
        let value = match first_number() {
            Some(number) if !is_computed => Value::Number(number),
            _ => Plain,
        };
        set(slot, value);
    };
    let is_plain = first.is_some_and(|first| {
        ["none", "normal", "auto", "initial", "unset", "revert", "0"]
            .iter()
            .any(|word| first.is(word))
            || matches!(first, Token::Number(value, _) if *value == 0.0)
    });
    match name {
        "display" if is_elsewhere => set(Slot::Display, Odd(UNSURE)),
        "display" if has("none") => set(Slot::Display, Hides),
        // What stands in a column is not shown.
        "display" if is_any(&["table-column", "table-column-group"]) => set(Slot::Display, Hides),
        "display" => set(Slot::Display, Plain),
        "visibility" if is_elsewhere => set(Slot::Visibility, Odd(UNSURE)),
        "visibility" if has("collapse") => set(Slot::Visibility, Value::Words("collapse".to_owned())),
        "visibility" if has("hidden") => set(Slot::Visibility, Hides),
        "visibility" if has("inherit") || has("unset") => {}
        "visibility" => set(Slot::Visibility, Plain),
        "opacity" if is_computed => set(Slot::Opacity, Odd(UNSURE)),
        "opacity" => {
            let value = match first {
                Some(Token::Number(value, unit)) if unit == "%" => value / 100.0,
                Some(Token::Number(value, _)) => *value,
                _ => 1.0,
            };
            set(Slot::Opacity, if value < 0.2 { Hides } else { Plain });
        }
        "content-visibility" => set(Slot::ContentVisibility, if has("hidden") { Hides } else { Plain }),
        "font-size" => set(Slot::FontSize, font_size(words)),
        "font" => {
            set(Slot::FontSize, font_size(words));
            set(Slot::FontFamily, spelled(words));
        }
        "font-family" => set(Slot::FontFamily, spelled(words)),
        "color" | "text-fill-color" => {
            let slot = if name == "color" { Slot::Color } else { Slot::Fill };
            match color(words) {
                Some(Shade::Solid(color)) => set(slot, Value::Color(color)),
                Some(Shade::Clear) => set(slot, Hides),
                Some(Shade::Unknown) => set(slot, Odd(UNSURE)),
                None => {}
            }
        }
        "background" | "background-color" | "background-image" => {
            let is_picture = words.iter().any(|token| {
                matches!(token, Token::Function(name) if name.contains("url") || name.contains("gradient") || name.contains("image"))
            });
            match color(words) {
                _ if is_picture => set(Slot::Background, drawn(words)),
                Some(Shade::Solid(color)) => set(Slot::Background, Value::Color(color)),
                Some(Shade::Unknown) => set(Slot::Background, Value::Words("unknown".to_owned())),
                // What was set before does not count.
                Some(Shade::Clear) => set(Slot::Background, Plain),
                None if name == "background" => set(Slot::Background, Plain),
                None => {}
            }
        }
        "position" => {
            let kind = ["absolute", "fixed", "relative", "sticky"]
                .into_iter()
                .find(|kind| has(kind));
            set(Slot::Position, kind.map_or(Plain, |kind| Value::Words(kind.to_owned())));
        }
        "left" | "inset-inline-start" => number(Slot::Left, set),
        "top" | "inset-block-start" => number(Slot::Top, set),
        "inset" => {
            number(Slot::Top, set);
            set(Slot::Other("inset"), Plain);
        }
        "right" | "inset-inline-end" => number(Slot::Right, set),
        "bottom" | "inset-block-end" => number(Slot::Bottom, set),
        "margin-left" | "margin-right" | "margin-inline-start" | "margin-inline" => number(Slot::MarginLeft, set),
        "margin-top" | "margin-bottom" | "margin-block-start" | "margin-block" => number(Slot::MarginTop, set),
        "margin" => {
            let numbers = words.iter().filter_map(|word| pixels(word));
            let least = numbers.fold(0.0, f32::min);
            set(Slot::MarginTop, if is_computed { Plain } else { Value::Number(least) });
        }
        "text-indent" => number(Slot::Indent, set),
        "width" | "inline-size" => number(Slot::Width, set),
        "height" | "block-size" => {
            number(Slot::Height, set);
            set(Slot::Other("height"), tall(words));
        }
        "max-width" | "max-inline-size" => number(Slot::MaxWidth, set),
        "max-height" | "max-block-size" => {
            number(Slot::MaxHeight, set);
            set(Slot::Other("height"), tall(words));
        }
        "overflow" | "overflow-x" | "overflow-y" => {
            let cuts = is_any(&["hidden", "clip", "scroll", "auto"]);
            set(Slot::Overflow, if cuts { Hides } else { Plain });
            // What can be scrolled to is seen.
            let last = words.last().is_some_and(|word| word.is("hidden") || word.is("clip"));
            if name != "overflow-x" {
                let value = if last { Value::Words("cuts".to_owned()) } else { Plain };
                set(Slot::Other("overflow-y"), value);
            }
        }
        "clip" | "clip-path" => {
            let is_nothing = |token: &&&Token| matches!(token, Token::Number(value, unit) if *value == 0.0 || unit == "px" && *value <= 1.0 || unit == "%" && *value >= 50.0);
            let numbers = words.iter().filter(|token| matches!(token, Token::Number(..)));
            let nothing = numbers.clone().filter(is_nothing).count();
            let value = match numbers.count() {
                _ if is_plain => Plain,
                all if all > 0 && all == nothing => Hides,
                _ => Odd(MOVED),
            };
            set(Slot::Clip, value);
        }
        "transform" | "scale" | "rotate" | "translate" => {
            let is_nothing = words.windows(2).any(|pair| {
                let scales = matches!(pair[0], Token::Function(name) if name.starts_with("scale"));
                scales && matches!(pair[1], Token::Number(value, _) if value.abs() < 0.2)
            }) || name == "scale"
                && matches!(first, Some(Token::Number(value, _)) if value.abs() < 0.2);
            let value = match is_nothing {
                true => Hides,
                false if first.is_some_and(|first| ["none", "initial", "unset"].iter().any(|word| first.is(word))) => {
                    Plain
                }
                false => Odd(MOVED),
            };
            set(Slot::Transform, value);
        }
        "zoom" => {
            let value = match first {
                Some(Token::Number(value, unit)) => value / if unit == "%" { 100.0 } else { 1.0 },
                _ => 1.0,
            };
            set(Slot::Zoom, if value > 0.0 && value < 0.2 { Hides } else { Plain });
        }
        "direction" => set(Slot::Direction, if has("rtl") { Odd("reordered") } else { Plain }),
        "unicode-bidi" => other(
            "unicode-bidi",
            is_any(&["bidi-override", "isolate-override", "plaintext"]),
            "reordered",
            set,
        ),
        "writing-mode" => other(
            "writing-mode",
            has("vertical-rl") || has("tb-rl") || has("sideways-rl") || has("sideways-lr"),
            MOVED,
            set,
        ),
        "flex-direction" | "flex-flow" => {
            other(
                "flex-direction",
                is_any(&["row-reverse", "column-reverse", "wrap-reverse"]),
                MOVED,
                set,
            );
        }
        "order" => other("order", !is_plain, MOVED, set),
        "float" => other("float", has("right"), MOVED, set),
        "text-security" => other("text-security", !is_plain, "font", set),
        "text-transform" | "text-orientation" => {}
        "filter" | "mask" | "mask-image" | "mask-border" => other("filter", !is_plain, UNSURE, set),
        "mix-blend-mode" => other("mix-blend-mode", !is_plain, UNSURE, set),
        "line-clamp" => other("line-clamp", !is_plain, UNSURE, set),
        "letter-spacing" | "word-spacing" => {
            let narrow = first_number().is_some_and(|number| number < -4.0);
            other("letter-spacing", narrow, MOVED, set);
        }
        "line-height" => other(
            "line-height",
            first_number().is_some_and(|number| number.abs() < 0.3),
            UNSURE,
            set,
        ),
        "grid-area" | "grid-row" | "grid-column" | "grid-row-start" | "grid-column-start" => {
            other("grid", !is_plain, MOVED, set);
        }
        "offset-path" | "offset" | "perspective" => other("offset", !is_plain, MOVED, set),
        "vertical-align" | "baseline-shift" => {
            let raised = is_any(&["super", "sub"]) || matches!(first, Some(Token::Number(value, _)) if *value != 0.0);
            set(
                Slot::VerticalAlign,
                if raised {
                    Value::Words("super".to_owned())
                } else {
                    Plain
                },
            );
        }
        "text-decoration" | "text-decoration-line" => {
            set(
                Slot::Decoration,
                if has("line-through") {
                    Value::Words("line-through".to_owned())
                } else {
                    Plain
                },
            );
        }
        "content" => set(Slot::Content, inserted(words)),
        // Drawn over or beside what is there; a hand's breadth is no ornament.
        "text-shadow" => other("text-shadow", reaches(words, 6.0), MOVED, set),
        "box-shadow" => other("box-shadow", casts(words), MOVED, set),
        "outline" | "outline-width" | "outline-offset" => other("outline", reaches(words, 10.0), MOVED, set),
        "border-image" | "border-image-outset" => other("border-image", reaches(words, 40.0), MOVED, set),
        "padding" | "padding-left" | "padding-right" | "padding-top" | "padding-inline" | "padding-inline-start" => {
            other("padding", reaches(words, 1500.0), MOVED, set);
        }
        "text-stroke" | "text-stroke-width" => other("text-stroke", reaches(words, 1.0), UNSURE, set),
        "font-size-adjust" => {
            let small = first_number().is_some_and(|number| number < 0.2);
            other("font-size-adjust", small, UNSURE, set);
        }
        "contain" => other("contain", is_any(&["strict", "size", "inline-size"]), UNSURE, set),
        "color-scheme" => other("color-scheme", has("dark"), UNSURE, set),
        "animation" | "animation-name" => other("animation", !is_plain, UNSURE, set),
        _ => {
            // Texts with letters or digits that another property may put on the page.
            let inserts = words
                .iter()
                .any(|token| matches!(token, Token::Text(text) if says_something(text)));
            if inserts
                && !name.starts_with("font")
                && !name.starts_with("--")
                && !name.starts_with("mso")
                && name != "src"
            {
                set(Slot::Other("inserted"), Odd("inserted"));
            }
        }
    }
}

/// What a picture behind a text comes to: one that fades from a colour to nearly the same is as good as the colour.
fn drawn(words: &[&Token]) -> Value {
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

/// Whether one of several lengths is longer than so many pixels.
fn reaches(words: &[&Token], far: f32) -> bool {
    lengths(words).iter().any(|length| length.abs() > far)
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

/// Whether shadows of a box are drawn over what is beside it; a wide blur around it is not.
fn casts(words: &[&Token]) -> bool {
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
fn tall(words: &[&Token]) -> Value {
    match words {
        [Token::Number(_, unit)] if unit == "%" => Value::Plain,
        [word] => pixels(word).map_or(Value::Plain, Value::Number),
        _ => Value::Plain,
    }
}

fn other(name: &'static str, is_odd: bool, cause: &'static str, set: &mut dyn FnMut(Slot, Value)) {
    let value = if is_odd { Value::Odd(cause) } else { Value::Plain };
    set(Slot::Other(name), value);
}

/// A length in pixels, near enough.
fn pixels(token: &Token) -> Option<f32> {
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

fn font_size(words: &[&Token]) -> Value {
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

fn spelled(words: &[&Token]) -> Value {
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

/// Whether a text that is put on a page says something; icons stand in the private area.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What stands before or behind an element, or in its place.
fn inserted(words: &[&Token]) -> Value {
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
