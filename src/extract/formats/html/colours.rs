//! Colours as CSS writes them, and as HTML reads whatever stands in an attribute.

use super::css::Token;

/// The names of CSS, those of a system aside, by their values.
const NAMES: &str = "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 \
black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 \
chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b \
darkgoldenrod b8860b darkgray a9a9a9 darkgrey a9a9a9 darkgreen 006400 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f \
darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f \
darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 \
dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 \
goldenrod daa520 gray 808080 grey 808080 green 008000 greenyellow adff2f honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 \
ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 \
lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgrey d3d3d3 lightgreen 90ee90 lightpink ffb6c1 lightsalmon ffa07a \
lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 \
lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 \
mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 \
midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 \
olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee \
palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 \
rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 \
seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa \
springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 \
white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32";

/// Colours of a system that are white, or nearly, where nothing else is set.
const WHITE: [&str; 20] = [
    "window",
    "canvas",
    "field",
    "background",
    "appworkspace",
    "infobackground",
    "menu",
    "scrollbar",
    "threedface",
    "threedhighlight",
    "threedlightshadow",
    "buttonface",
    "buttonhighlight",
    "inactivecaption",
    "activecaption",
    "highlighttext",
    "selecteditemtext",
    "accentcolortext",
    "activeborder",
    "inactiveborder",
];

/// What is known of a colour.
pub(super) enum Shade {
    Solid([u8; 3]),
    /// Nothing of it is seen, or nearly.
    Clear,
    /// One that is not worked out.
    Unknown,
}

/// The colour of a name in lower case.
fn named(name: &str) -> Option<[u8; 3]> {
    if WHITE.contains(&name) {
        return Some([255; 3]);
    }
    if matches!(name, "canvastext" | "windowtext") {
        return Some([0; 3]);
    }
    let mut words = NAMES.split_ascii_whitespace();
    while let (Some(known), Some(value)) = (words.next(), words.next()) {
        if known == name {
            let value = u32::from_str_radix(value, 16).ok()?;
            let [_, red, green, blue] = value.to_be_bytes();
            return Some([red, green, blue]);
        }
    }
    None
}

/// The first colour among some words.
pub(super) fn color(words: &[&Token]) -> Option<Shade> {
    (0..words.len()).find_map(|at| color_at(words, at))
}

/// The colour that begins at a word.
pub(super) fn color_at(words: &[&Token], at: usize) -> Option<Shade> {
    match words.get(at)? {
        Token::Hash(hex) => hex_color(hex),
        Token::Name(name) => keyword(&name.to_ascii_lowercase()),
        Token::Function(name) if matches!(name.as_str(), "rgb" | "rgba") => {
            let numbers: Vec<f32> = words[at..]
                .iter()
                .take_while(|word| ***word != Token::Mark(')'))
                .filter_map(|word| match word {
                    Token::Number(value, unit) if unit == "%" => Some(value * 2.55),
                    Token::Number(value, _) => Some(*value),
                    _ => None,
                })
                .collect();
            match numbers[..] {
                [_, _, _, clear, ..] if clear < 0.2 => Some(Shade::Clear),
                [red, green, blue, ..] => Some(Shade::Solid(
                    [red, green, blue].map(|value| value.clamp(0.0, 255.0) as u8),
                )),
                _ => Some(Shade::Unknown),
            }
        }
        Token::Function(name)
            if matches!(
                name.as_str(),
                "hsl" | "hsla" | "hwb" | "lab" | "lch" | "oklab" | "oklch" | "color" | "color-mix" | "light-dark"
            ) =>
        {
            Some(Shade::Unknown)
        }
        _ => None,
    }
}

fn hex_color(hex: &str) -> Option<Shade> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    match digits?[..] {
        [_, _, _, clear] if clear < 3 => Some(Shade::Clear),
        [_, _, _, _, _, _, clear, _] if clear < 3 => Some(Shade::Clear),
        [r, g, b] | [r, g, b, _] => Some(Shade::Solid([r * 17, g * 17, b * 17])),
        [r, s, g, h, b, c] | [r, s, g, h, b, c, _, _] => Some(Shade::Solid([r * 16 + s, g * 16 + h, b * 16 + c])),
        _ => None,
    }
}

fn keyword(name: &str) -> Option<Shade> {
    if name == "transparent" {
        return Some(Shade::Clear);
    }
    named(name).map(Shade::Solid)
}

/// What the HTML standard makes of the value of `color` or `bgcolor`: nothing of it is an error.
pub(super) fn legacy(value: &str) -> Option<[u8; 3]> {
    let value = value
        .trim_matches(|c: char| c.is_ascii_whitespace())
        .to_ascii_lowercase();
    if value.is_empty() || value == "transparent" {
        return None;
    }
    if let Some(color) = named(&value) {
        return Some(color);
    }
    let digit = |c: char| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if let Some([red, green, blue]) = value
        .strip_prefix('#')
        .filter(|hex| hex.len() == 3)
        .and_then(|hex| hex.chars().map(digit).collect::<Option<Vec<u8>>>())
        .as_deref()
    {
        return Some([red * 17, green * 17, blue * 17]);
    }
    // A character beyond the first plane counts as two.
    let units = value
        .chars()
        .take(128)
        .flat_map(|c| std::iter::repeat_n(c, c.len_utf16()));
    let mut digits: Vec<u8> = units.take(128).map(|c| digit(c).unwrap_or(0)).collect();
    if value.starts_with('#') {
        digits.remove(0);
    }
    while digits.is_empty() || !digits.len().is_multiple_of(3) {
        digits.push(0);
    }
    let mut parts: Vec<&[u8]> = digits.chunks(digits.len() / 3).collect();
    for part in &mut parts {
        *part = &part[part.len().saturating_sub(8)..];
    }
    while parts.iter().all(|part| part.len() > 2 && part[0] == 0) {
        for part in &mut parts {
            *part = &part[1..];
        }
    }
    let byte = |part: &[u8]| part.iter().take(2).fold(0, |value, digit| value * 16 + digit);
    match parts[..] {
        [red, green, blue] => Some([byte(red), byte(green), byte(blue)]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_a_colour() {
        for (value, color) in [
            ("fefefefefe", [0xfe, 0xfe, 0xfe]),
            ("ffzffzffz", [0xff, 0xff, 0xff]),
            ("#fff", [255; 3]),
            ("chucknorris", [0xc0, 0, 0]),
            (" White ", [255; 3]),
            ("#", [0; 3]),
            ("0", [0; 3]),
        ] {
            assert_eq!(legacy(value), Some(color), "{value}");
        }
        assert_eq!(legacy("transparent"), None);
    }
}
