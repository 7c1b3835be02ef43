//! What declarations of CSS do to what is seen: only what hides text, moves it or makes it another.

use super::{
    colours::{Shade, color},
    css::{self, Token},
    values::{MOVED, UNSURE, Value, casts, drawn, font_size, inserted, pixels, reaches, says_something, spelled, tall},
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

/// A declaration that matters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Declaration {
    pub(super) slot: Slot,
    pub(super) value: Value,
    pub(super) important: bool,
}

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

fn other(name: &'static str, is_odd: bool, cause: &'static str, set: &mut dyn FnMut(Slot, Value)) {
    let value = if is_odd { Value::Odd(cause) } else { Value::Plain };
    set(Slot::Other(name), value);
}
