//! Formats of numbers: what a cell shows of the number in it. Only formats that show the number as it is are applied; what any other
//! shows is told as well as it can be, and that it is not the number.

use super::{dates, digits::Digits};

/// More letters than a format has.
const LONGEST: usize = 1000;
/// The usual format shows no more letters, whatever the width of the column.
const USUAL_WIDTH: usize = 11;

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub text: String,
    /// Whether it is what is stored in the cell.
    pub is_stored: bool,
}

/// The formats that need not be told by a workbook: those of every language, and those of Chinese.
pub(super) fn usual_format(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 => "#,##0",
        4 | 39 | 40 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        14 => "yyyy/m/d",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        41 => "#,##0;-#,##0;\"-\"",
        43 => "#,##0.00;-#,##0.00;\"-\"",
        49 => "@",
        _ => return None,
    })
}

/// A piece of a format.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Comma,
    /// Letters that are shown as they are.
    Literal(String),
    /// So many of a letter that stands for a part of a date.
    Date(char, usize),
    Text,
    General,
    /// Space as wide as a letter, or as wide as there is room.
    Space,
    /// What cannot be applied.
    Other,
}

fn tokens(section: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = section;
    while let Some(c) = rest.chars().next() {
        let lower = rest.get(..7).map(str::to_ascii_lowercase);
        if lower.as_deref() == Some("general") {
            tokens.push(Token::General);
            rest = &rest[7..];
            continue;
        }
        if let Some(behind) = rest.strip_prefix("G/通用格式") {
            tokens.push(Token::General);
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let token = match c {
            '0' | '#' | '?' => Token::Digit(c),
            '.' => Token::Point,
            ',' => Token::Comma,
            '@' => Token::Text,
            '"' => {
                let (literal, behind) = rest.split_once('"').unwrap_or((rest, ""));
                rest = behind;
                Token::Literal(literal.to_owned())
            }
            '\\' | '!' => {
                let Some(c) = rest.chars().next() else { break };
                rest = &rest[c.len_utf8()..];
                Token::Literal(c.to_string())
            }
            '_' | '*' => {
                rest = rest.chars().next().map_or("", |c| &rest[c.len_utf8()..]);
                Token::Space
            }
            '[' => {
                let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
                rest = behind;
                bracket(inside)
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' => {
                let letter = c.to_ascii_lowercase();
                let len = rest.chars().take_while(|c| c.to_ascii_lowercase() == letter).count();
                rest = &rest[len..];
                Token::Date(letter, len + 1)
            }
            'h' | 'H' | 's' | 'S' | 'e' | 'E' | 'g' | 'b' | 'a' | 'A' | 'n' | 'N' | '%' | '/' | '~' | '^' => {
                // A slash stands between the parts of a date as it is.
                if c == '/' {
                    Token::Literal("/".to_owned())
                } else {
                    Token::Other
                }
            }
            c => Token::Literal(c.to_string()),
        };
        tokens.push(token);
    }
    tokens
}

/// What stands in brackets: a colour, a language, a sign of money; or a condition, a span of time, other digits.
fn bracket(inside: &str) -> Token {
    const COLOURS: [&str; 7] = ["black", "blue", "cyan", "green", "magenta", "red", "yellow"];
    if COLOURS.contains(&inside.to_ascii_lowercase().as_str()) {
        return Token::Space;
    }
    let Some(money) = inside.strip_prefix('$') else {
        return Token::Other;
    };
    let (sign, language) = money.split_once('-').unwrap_or((money, ""));
    // More digits of a language than four choose other digits or another calendar.
    let is_plain = language.len() <= 4 || matches!(language, "x-sysdate" | "F800");
    match (is_plain, sign.is_empty()) {
        (false, _) => Token::Other,
        (true, true) => Token::Space,
        (true, false) => Token::Literal(sign.to_owned()),
    }
}

/// The sections of a format, which are for numbers above, below and at nought, and for texts.
fn sections(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let mut start = 0;
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '"' => is_quoted = !is_quoted,
            '\\' | '!' | '_' | '*' if !is_quoted => is_escaped = true,
            ';' if !is_quoted => {
                sections.push(&code[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[start..]);
    sections
}

/// Whether letters beside a number may be taken for a part of it.
fn is_of_number(literal: &str) -> bool {
    literal
        .chars()
        .any(|c| c.is_numeric() || "〇零一二三四五六七八九十百千两+-−－.,，。%‰()（）/eE".contains(c))
}

/// What a cell with a text in it shows beside the text: what stands before and behind it, and whether the text is shown.
pub(super) fn text(code: Option<&str>) -> Option<(String, String)> {
    let Some(code) = code.filter(|code| code.len() <= LONGEST) else {
        return Some(Default::default());
    };
    let sections = sections(code);
    let last = sections.last().copied().unwrap_or_default();
    let tokens = tokens(last);
    if sections.len() < 4 && !tokens.contains(&Token::Text) {
        return Some(Default::default());
    }
    let at = tokens.iter().position(|token| *token == Token::Text)?;
    let literals = |tokens: &[Token]| -> String {
        let literals = tokens.iter().filter_map(|token| match token {
            Token::Literal(literal) => Some(literal.as_str()),
            Token::Text => Some("@"),
            _ => None,
        });
        literals.collect()
    };
    Some((literals(&tokens[..at]), literals(&tokens[at + 1..])))
}

/// What a cell with a number in it shows.
pub(super) fn number(value: f64, code: Option<&str>, is_1904: bool) -> Shown {
    let Some(digits) = Digits::of(value) else {
        return Shown {
            text: value.to_string(),
            is_stored: false,
        };
    };
    let unknown = || Shown {
        text: digits.plain(),
        is_stored: false,
    };
    let Some(code) = code.filter(|code| code.len() <= LONGEST) else {
        return unknown();
    };
    let sections = sections(code);
    let numeric = match sections.as_slice() {
        // The last of less than four is for texts where it says so.
        [rest @ .., last] if sections.len() < 4 && !rest.is_empty() && tokens(last).contains(&Token::Text) => rest,
        [rest @ .., _] if sections.len() == 4 => rest,
        all => all,
    };
    let is_below = digits.is_negative;
    let (section, has_own_sign) = match (numeric, digits.is_zero()) {
        ([_, _, nought, ..], true) => (*nought, true),
        ([_, below, ..], false) if is_below => (*below, true),
        ([first, ..], _) => (*first, false),
        ([], _) => ("General", false),
    };
    let tokens = tokens(section);
    let has = |wanted: fn(&Token) -> bool| tokens.iter().any(wanted);
    if has(|token| matches!(token, Token::Date(..))) {
        return date(value, &tokens, is_1904).unwrap_or_else(unknown);
    }
    if has(|token| *token == Token::Other) {
        return unknown();
    }
    numbers(&digits, &tokens, has_own_sign)
}

fn date(value: f64, tokens: &[Token], is_1904: bool) -> Option<Shown> {
    let (year, month, day) = dates::day(value, is_1904)?;
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Date('y', 3 | 4) => text.push_str(&format!("{year:04}")),
            Token::Date('m', 1) => text.push_str(&month.to_string()),
            Token::Date('m', 2) => text.push_str(&format!("{month:02}")),
            Token::Date('d', 1) => text.push_str(&day.to_string()),
            Token::Date('d', 2) => text.push_str(&format!("{day:02}")),
            Token::Point => text.push('.'),
            Token::Comma => text.push(','),
            Token::Space => {}
            // The text of the date is not the format's end.
            Token::Text if text.is_empty() => {}
            _ => return None,
        }
    }
    // Between words of a date stand no others than its own.
    let is_stored = !tokens
        .iter()
        .any(|token| matches!(token, Token::Literal(literal) if literal.contains(char::is_numeric)));
    Some(Shown { text, is_stored })
}

/// A number as placeholders for digits show it.
fn numbers(digits: &Digits, tokens: &[Token], has_own_sign: bool) -> Shown {
    let is_place = |token: &Token| matches!(token, Token::Digit(_) | Token::General | Token::Text);
    let first = tokens.iter().position(is_place);
    let last = tokens.iter().rposition(is_place);
    let literals = |tokens: &[Token]| -> String {
        let literals = tokens.iter().filter_map(|token| match token {
            Token::Literal(literal) => Some(literal.as_str()),
            _ => None,
        });
        literals.collect()
    };
    let (Some(first), Some(last)) = (first, last) else {
        // Nothing of the number is shown; a mark for nought says what it is.
        let text = literals(tokens);
        let is_mark = matches!(text.trim(), "" | "-" | "—" | "–" | "/");
        return Shown {
            is_stored: digits.is_zero() && is_mark,
            text,
        };
    };
    let behind_places = &tokens[last + 1..];
    let (before, places) = (literals(&tokens[..first]), &tokens[first..=last]);
    let behind = literals(behind_places);
    // Commas behind the last digit divide by thousands.
    let is_scaled = behind_places.first() == Some(&Token::Comma)
        || places.windows(2).any(|pair| pair == [Token::Comma, Token::Point]);
    let is_usual = matches!(places, [Token::General | Token::Text]);
    let is_plain = is_usual
        || places
            .iter()
            .all(|token| matches!(token, Token::Digit(_) | Token::Comma | Token::Point));
    let (number, is_exact) = match is_usual {
        true => {
            let plain = digits.magnitude();
            let is_exact = plain.len() <= USUAL_WIDTH;
            (plain, is_exact)
        }
        false => placed(digits, places),
    };
    let mut before_number = before.as_str();
    let mut sign = "";
    if digits.is_negative {
        match has_own_sign {
            false => sign = "-",
            true => {
                if let Some(rest) = before_number.trim_start().strip_prefix('-') {
                    before_number = rest;
                    sign = "-";
                }
            }
        }
    }
    let is_signed = !digits.is_negative || sign == "-";
    // A dash where nothing of nought is shown.
    let is_dash = digits.is_zero() && number.is_empty() && before.trim() == "-";
    let is_beside = !is_dash && (is_of_number(before_number) || is_of_number(&behind));
    let text = format!("{}{}{number}{behind}", sign, before_number);
    Shown {
        text,
        is_stored: is_exact && is_plain && !is_scaled && is_signed && !is_beside,
    }
}

/// The digits of a number in its places, and whether that is all of them.
fn placed(digits: &Digits, places: &[Token]) -> (String, bool) {
    let point = places
        .iter()
        .position(|token| *token == Token::Point)
        .unwrap_or(places.len());
    let (whole, fraction) = places.split_at(point);
    let count = |tokens: &[Token], wanted: &[char]| {
        let is_wanted = |token: &&Token| matches!(token, Token::Digit(place) if wanted.contains(place));
        tokens.iter().filter(is_wanted).count()
    };
    let rounded = digits.rounded(count(fraction, &['0', '#', '?']));
    let (mut integer, mut decimals) = rounded.split();
    let least = count(whole, &['0']);
    if integer == "0" && least == 0 {
        integer.clear();
    }
    while integer.len() < least {
        integer.insert(0, '0');
    }
    let fewest = count(fraction, &['0']);
    while decimals.len() > fewest && decimals.ends_with('0') {
        decimals.pop();
    }
    while decimals.len() < fewest {
        decimals.push('0');
    }
    // Commas between the digits, not behind them.
    if whole.contains(&Token::Comma) && integer.len() > 3 {
        let mut at = integer.len() - 3;
        loop {
            integer.insert(at, ',');
            match at.checked_sub(3) {
                Some(next) if next > 0 => at = next,
                _ => break,
            }
        }
    }
    let number = match decimals.is_empty() {
        true => integer,
        false => format!("{integer}.{decimals}"),
    };
    (number, rounded == *digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_show_numbers() {
        for (value, code, text, is_stored) in [
            (224.0, "General", "224", true),
            (0.1 + 0.2, "General", "0.3", true),
            (123_456_789_012_345.0, "General", "123456789012345", false),
            (224.0, "@", "224", true),
            (224.0, "0", "224", true),
            (224.0, "0.00", "224.00", true),
            (26.5, "0.0", "26.5", true),
            (26.5, "0", "27", false),
            (26.456, "0.00", "26.46", false),
            (26.5, "0.##", "26.5", true),
            (5.0, "0.##", "5", true),
            (1_234_567.0, "#,##0", "1,234,567", true),
            (224.0, "#,##0", "224", true),
            (-1224.5, "#,##0.0", "-1,224.5", true),
            (0.0, "#", "", true),
            (0.0, "0;-0;;@", "", true),
            (5.0, ";;;", "", false),
            (-5.0, "0;0", "5", false),
            (-5.0, "0;(0)", "(5)", false),
            (-5.0, "0;-0", "-5", true),
            (-5.0, "0_ ;[Red]\\-0\\ ", "-5 ", true),
            (5.0, "\\-0", "-5", false),
            (0.0, "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "-", true),
            (0.0, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-", true),
            (5.0, "0\"件\"", "5件", true),
            (5.0, "\"9\"0", "95", false),
            (5.0, "9", "9", false),
            (224_000.0, "0,", "224000", false),
            (0.5, "0%", "0.5", false),
            (5.0, "0.00E+00", "5", false),
            (5.0, "[>1]0", "5", false),
            (5.0, "[White]0", "5", false),
            (5.0, "[DBNum1]0", "5", false),
            (5.0, "0-0", "05", false),
            (45316.0, "yyyy\"年\"m\"月\"d\"日\"", "2024年1月25日", true),
            (45316.0, "yyyy-mm-dd", "2024-01-25", true),
            (45316.0, "[$-804]yyyy/m/d;@", "2024/1/25", true),
            (45316.5, "yyyy/m/d h:mm", "45316.5", false),
        ] {
            let shown = number(value, Some(code), false);
            assert_eq!(
                (shown.text.as_str(), shown.is_stored),
                (text, is_stored),
                "{value} {code}"
            );
        }
        assert!(!number(5.0, None, false).is_stored);
    }

    #[test]
    fn formats_show_texts() {
        let beside = |before: &str, behind: &str| Some((before.to_owned(), behind.to_owned()));
        for (code, expected) in [
            ("General", beside("", "")),
            ("0.00", beside("", "")),
            ("@", beside("", "")),
            ("\"9\"@", beside("9", "")),
            ("0;-0;0;@", beside("", "")),
            (";;;", None),
            (";;", beside("", "")),
            ("0;0;0;\"9\"", None),
        ] {
            assert_eq!(text(Some(code)), expected, "{code}");
        }
    }
}
