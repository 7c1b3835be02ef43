//! Text drawn: codes to characters at their places.

use unicode_normalization::UnicodeNormalization;

use super::{
    file::Refusal,
    fonts::Code,
    geometry::{Matrix, Rect},
    lexer::{Lexer, Operand},
    marks::{Glyph, Marks},
    state::{Ink, State},
};
use crate::text::normalize::is_gap;

/// How far letters reach above their line and below it, in sizes of the font.
const ABOVE: f64 = 0.85;
const BELOW: f64 = 0.15;
/// Letters that are smaller are not seen, in points.
const SMALLEST: f64 = 2.0;

/// Where text goes on.
pub(super) struct Pen {
    matrix: Matrix,
    line: Matrix,
}

impl Default for Pen {
    fn default() -> Self {
        Self {
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }
}

impl Pen {
    /// An operator of text; others do nothing.
    pub(super) fn operator(
        &mut self,
        operator: &[u8],
        lexer: &Lexer<'_>,
        state: &mut State,
        is_hidden: bool,
        marks: &mut Marks,
        things: &mut usize,
    ) -> Result<(), Refusal> {
        let last = lexer.operands.last();
        let number = last.and_then(Operand::number);
        match (operator, number) {
            (b"BT", _) => *self = Self::default(),
            (b"Tc", Some(between)) => state.text.between = between,
            (b"Tw", Some(between)) => state.text.between_words = between,
            (b"Tz", Some(percent)) => state.text.stretch = percent / 100.0,
            (b"TL", Some(leading)) => state.text.leading = leading,
            (b"Ts", Some(rise)) => state.text.rise = rise,
            (b"Tr", Some(mode)) => state.text.mode = mode as i64,
            (b"Tm", _) => {
                if let Some(matrix) = lexer.numbers() {
                    self.line = Matrix(matrix);
                    self.matrix = self.line;
                }
            }
            (b"Td" | b"TD", _) => {
                if let Some([x, y]) = lexer.numbers() {
                    if operator == b"TD" {
                        state.text.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            (b"T*", _) => self.next_line(0.0, -state.text.leading),
            (b"Tj" | b"'" | b"\"", _) => {
                if operator != b"Tj" {
                    self.next_line(0.0, -state.text.leading);
                }
                if let ([.., Operand::Number(words), Operand::Number(letters), _], b"\"") =
                    (lexer.operands.as_slice(), operator)
                {
                    (state.text.between_words, state.text.between) = (*words, *letters);
                }
                if let Some(Operand::Text(bytes)) = last {
                    self.show(bytes, state, is_hidden, marks, things)?;
                }
            }
            (b"TJ", _) => {
                let Some(Operand::Array(elements)) = last else {
                    return Ok(());
                };
                for element in elements {
                    match element {
                        Operand::Text(bytes) => self.show(bytes, state, is_hidden, marks, things)?,
                        Operand::Number(back) => self.step(state, -back / 1000.0 * state.text.size),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(&self.line);
        self.matrix = self.line;
    }

    /// Go on by so much, along the text.
    fn step(&mut self, state: &State, by: f64) {
        let is_vertical = state.text.font.as_ref().is_some_and(|font| font.is_vertical());
        let step = match is_vertical {
            true => (0.0, by),
            false => (by * state.text.stretch, 0.0),
        };
        self.matrix = Matrix([1.0, 0.0, 0.0, 1.0, step.0, step.1]).then(&self.matrix);
    }

    fn show(
        &mut self,
        bytes: &[u8],
        state: &State,
        is_hidden: bool,
        marks: &mut Marks,
        things: &mut usize,
    ) -> Result<(), Refusal> {
        let Some(font) = state.text.font.clone() else {
            return Ok(());
        };
        let size = state.text.size;
        let mut rest = bytes;
        while let Some(code) = font.code(rest) {
            *things = things.checked_sub(1).ok_or(Refusal::TooMany)?;
            let is_word_end = code.bytes == 1 && rest[0] == b' ';
            rest = rest.get(code.bytes..).unwrap_or_default();
            let between = state.text.between + if is_word_end { state.text.between_words } else { 0.0 };
            let scale = Matrix([size * state.text.stretch, 0.0, 0.0, size, 0.0, state.text.rise]);
            let mut shown = scale.then(&self.matrix).then(&state.matrix);
            if font.is_vertical() {
                // Upright letters under each other, on an axis through their middles.
                let home = Matrix([1.0, 0.0, 0.0, 1.0, -code.advance / 2.0, -ABOVE]);
                shown = home.then(&shown);
            }
            self.glyph(&code, &shown, font.measure * 1000.0, state, is_hidden, marks);
            let by = match font.is_vertical() {
                true => -size + between,
                false => code.advance * size + between,
            };
            self.step(state, by);
        }
        Ok(())
    }

    fn glyph(&self, code: &Code, shown: &Matrix, em: f64, state: &State, is_hidden: bool, marks: &mut Marks) {
        let text = code.text.as_ref().map(|text| plain(text));
        if text.as_ref().is_some_and(|text| text.trim_matches(is_gap).is_empty()) {
            return;
        }
        let along = shown.turn((1.0, 0.0));
        let up = shown.turn((0.0, em));
        let size = up.0.hypot(up.1);
        let corners = [
            (0.0, -BELOW * em),
            (code.advance, -BELOW * em),
            (code.advance, ABOVE * em),
            (0.0, ABOVE * em),
        ];
        let Some(place) = Rect::around(&corners.map(|corner| shown.apply(corner))) else {
            return;
        };
        let is_upright = along.0 > 0.0 && along.1.abs() < along.0 * 0.02 && up.1 > 0.0 && up.0.abs() < up.1 * 0.4;
        let (ink, mode) = (ink(state), state.text.mode);
        let sheet = Rect::of([0.0, 0.0, marks.size.0, marks.size.1]);
        let is_outside = !state.clip.within(&sheet).has(place.center());
        let unseen = if is_hidden || matches!(mode, 3 | 7) {
            Some("hidden")
        } else if is_outside
            || size < SMALLEST
            || ink.is_none_or(|ink| ink.alpha < 0.2 || ink.color.is_none())
            || state.is_mixed
        {
            Some("faint")
        } else {
            None
        };
        let is_symbol = |text: &String| text.contains(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..));
        let unlike = match &text {
            _ if unseen.is_some() => unseen,
            _ if !is_upright => Some("moved"),
            None => Some("unmapped"),
            Some(_) if code.is_contradicted => Some("font"),
            Some(text) if is_symbol(text) => Some("symbol"),
            Some(_) => None,
        };
        let order = marks.next();
        marks.glyphs.push(Glyph {
            text: text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.to_string()),
            origin: shown.apply((0.0, 0.0)),
            place,
            size,
            order,
            ink: ink.and_then(|ink| ink.color),
            unlike,
            is_unseen: unseen.is_some() || !is_upright,
        });
    }
}

/// The ink of letters; none where they are not drawn.
fn ink(state: &State) -> Option<&Ink> {
    match state.text.mode {
        3 | 7 => None,
        1 | 5 => Some(&state.stroke),
        // Letters within an outline that is seen are seen.
        2 | 6 if state.fill.alpha < 0.2 => Some(&state.stroke),
        _ => Some(&state.fill),
    }
}

/// Radicals that stand for whole characters (Unicode: EquivalentUnifiedIdeograph) and that no normal form replaces.
const RADICALS: &str = "⺁厂⺊卜⺒巳⺓幺⺛旡⺜日⺝月⺟母⺠民⺧牛⺩王⺪疋⺫目⺬示⺮竹⺶羊⺻聿⺼月⻁虎⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑長⻓长⻔门\
                        ⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟⼾户";

/// Radicals and the characters of older standards that fonts give for Chinese characters, as those; nothing else.
fn plain(text: &str) -> String {
    let is_double =
        |c: char| matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if is_double(c) => {
                let whole = RADICALS.split_once(c).and_then(|(_, behind)| behind.chars().next());
                match whole {
                    Some(whole) => plain.push(whole),
                    None => plain.extend(c.nfkc()),
                }
            }
            // Some producers give a hyphen that may break a line for each hyphen that is seen.
            '\u{ad}' => plain.push('-'),
            '\0' => {}
            // One glyph may be of several characters that are the same by the standard.
            _ => plain.extend(c.nfc()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_of_characters_are_those() {
        assert_eq!(plain("⼈⺠政府⻔⼾"), "人民政府门户");
        assert_eq!(plain("②２²"), "②２²", "digits stay what they are");
        assert!(RADICALS.chars().count().is_multiple_of(2));
    }
}
