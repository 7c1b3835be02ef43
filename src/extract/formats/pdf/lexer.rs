//! Content streams, token by token: nothing is kept but the operands of one operator.

/// No operator has as many operands; those before the last ones are left out.
const MOST_OPERANDS: usize = 64;
/// Elements of an array. A line of text has one or two for each character.
const MOST_ELEMENTS: usize = 20_000;
/// Arrays and dictionaries within each other.
const DEPTH: usize = 16;

/// An operand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Self>),
    /// Keys and values.
    Dict(Vec<(Vec<u8>, Self)>),
    /// `true`, `null` and what else is of no use.
    Other,
}

impl Operand {
    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// A piece of a content stream.
enum Token<'c> {
    Operand(Operand),
    Operator(&'c [u8]),
    CloseArray,
    CloseDict,
}

/// Reads a content stream.
pub(super) struct Lexer<'c> {
    content: &'c [u8],
    at: usize,
    /// The operands of the operator that was read last.
    pub operands: Vec<Operand>,
}

impl<'c> Lexer<'c> {
    pub(super) const fn new(content: &'c [u8]) -> Self {
        Self {
            content,
            at: 0,
            operands: Vec::new(),
        }
    }

    /// The next operator. An image within the stream is the operator `EI`, with the operands of its dictionary.
    pub(super) fn operator(&mut self) -> Option<&'c [u8]> {
        self.operands.clear();
        loop {
            match self.token(0)? {
                Token::Operand(operand) => {
                    if self.operands.len() >= MOST_OPERANDS {
                        self.operands.remove(0);
                    }
                    self.operands.push(operand);
                }
                Token::Operator(b"BI") => self.operands.clear(),
                Token::Operator(b"ID") => {
                    self.skip_image();
                    return Some(b"EI");
                }
                Token::Operator(operator) => return Some(operator),
                Token::CloseArray | Token::CloseDict => {}
            }
        }
    }

    /// The numbers before the operator, if there are as many.
    pub(super) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let start = self.operands.len().checked_sub(N)?;
        let mut numbers = [0.0; N];
        for (number, operand) in numbers.iter_mut().zip(&self.operands[start..]) {
            *number = operand.number()?;
        }
        Some(numbers)
    }

    /// The last operand, as a name.
    pub(super) fn name(&self) -> Option<&[u8]> {
        self.operands.last()?.name()
    }

    fn peek(&self) -> Option<u8> {
        self.content.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                        self.at += 1;
                    }
                }
                byte if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn token(&mut self, depth: usize) -> Option<Token<'c>> {
        self.skip_space();
        let byte = self.peek()?;
        let next = self.content.get(self.at + 1).copied();
        let operand = match (byte, next) {
            (b'(', _) => self.literal(),
            (b'<', Some(b'<')) => {
                self.at += 2;
                self.dict(depth)
            }
            (b'<', _) => self.hexadecimal(),
            (b'[', _) => {
                self.at += 1;
                self.array(depth)
            }
            (b']', _) => {
                self.at += 1;
                return Some(Token::CloseArray);
            }
            (b'>', Some(b'>')) => {
                self.at += 2;
                return Some(Token::CloseDict);
            }
            (b'/', _) => {
                self.at += 1;
                Operand::Name(unescaped(self.regular()))
            }
            // A stray mark is no part of anything.
            (b')' | b'>' | b'{' | b'}', _) => {
                self.at += 1;
                Operand::Other
            }
            _ => {
                let word = self.regular();
                match word {
                    [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => Operand::Number(number(word)),
                    b"true" | b"false" | b"null" => Operand::Other,
                    _ => return Some(Token::Operator(word)),
                }
            }
        };
        Some(Token::Operand(operand))
    }

    /// Characters up to white space or a mark.
    fn regular(&mut self) -> &'c [u8] {
        let rest = &self.content[self.at..];
        let end = rest.iter().position(|byte| is_space(*byte) || is_mark(*byte));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    fn array(&mut self, depth: usize) -> Operand {
        let mut elements = Vec::new();
        if depth >= DEPTH {
            return Operand::Other;
        }
        while let Some(token) = self.token(depth + 1) {
            match token {
                Token::Operand(operand) if elements.len() < MOST_ELEMENTS => elements.push(operand),
                Token::Operand(_) | Token::CloseDict => {}
                Token::CloseArray => break,
                // The end was forgotten.
                Token::Operator(word) => {
                    self.at -= word.len();
                    break;
                }
            }
        }
        Operand::Array(elements)
    }

    fn dict(&mut self, depth: usize) -> Operand {
        let mut entries = Vec::new();
        let mut key = None;
        if depth >= DEPTH {
            return Operand::Other;
        }
        while let Some(token) = self.token(depth + 1) {
            match token {
                Token::Operand(operand) => match (key.take(), operand) {
                    (None, Operand::Name(name)) => key = Some(name),
                    (Some(key), value) if entries.len() < MOST_OPERANDS => entries.push((key, value)),
                    _ => {}
                },
                // `R` of a reference, which content has none of.
                Token::Operator(_) | Token::CloseArray => {}
                Token::CloseDict => break,
            }
        }
        Operand::Dict(entries)
    }

    fn literal(&mut self) -> Operand {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut text);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        Operand::Text(text)
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        let meant = match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\n' => return,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                return;
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = self.peek() {
                        code = code * 8 + u32::from(digit - b'0');
                        self.at += 1;
                    }
                }
                u8::try_from(code & 0xff).unwrap_or(0)
            }
            other => other,
        };
        text.push(meant);
    }

    fn hexadecimal(&mut self) -> Operand {
        self.at += 1;
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let Some(digit) = digit else { continue };
            match high.take() {
                None => high = Some(digit),
                Some(high) => text.push(high * 16 + digit),
            }
        }
        text.extend(high.map(|high| high * 16));
        Operand::Text(text)
    }

    /// The data of an image within the stream, up to an `EI` between white space.
    fn skip_image(&mut self) {
        let rest = &self.content[self.at..];
        let is_end = |at: &usize| {
            let before = at.checked_sub(1).and_then(|at| rest.get(at));
            let behind = rest.get(at + 2);
            before.is_none_or(|byte| is_space(*byte)) && behind.is_none_or(|byte| is_space(*byte))
        };
        let end = memchr::memmem::find_iter(rest, b"EI").find(is_end);
        self.at += end.map_or(rest.len(), |end| end + 2);
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn number(word: &[u8]) -> f64 {
    let text = std::str::from_utf8(word).unwrap_or_default();
    // Some producers write a sign within a number; what follows it does not count.
    let end = text.char_indices().skip(1).find(|(_, c)| !matches!(c, '0'..='9' | '.'));
    let number: f64 = text[..end.map_or(text.len(), |(at, _)| at)].parse().unwrap_or(0.0);
    number.clamp(-1e9, 1e9)
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, behind)) = rest.split_first() {
        let code = (*first == b'#')
            .then(|| std::str::from_utf8(behind.get(..2)?).ok())
            .flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                plain.push(code);
                rest = &behind[2..];
            }
            None => {
                plain.push(*first);
                rest = behind;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_come_with_their_operands() {
        let content = b"q 1 0 0 -.5 10 20 cm % comment\n/F#31 12 Tf [(a\\)b\\051) -30 <0a0>]TJ BI /W 1 ID \xffEI\x00 EI /A <</B [1] >> BDC";
        let mut lexer = Lexer::new(content);
        assert_eq!(lexer.operator(), Some(&b"q"[..]));
        assert_eq!(lexer.operator(), Some(&b"cm"[..]));
        assert_eq!(lexer.numbers(), Some([1.0, 0.0, 0.0, -0.5, 10.0, 20.0]));
        assert_eq!(lexer.operator(), Some(&b"Tf"[..]));
        assert_eq!(lexer.operands[0], Operand::Name(b"F1".to_vec()));
        assert_eq!(lexer.operator(), Some(&b"TJ"[..]));
        let text = vec![
            Operand::Text(b"a)b)".to_vec()),
            Operand::Number(-30.0),
            Operand::Text(vec![10, 0]),
        ];
        assert_eq!(lexer.operands, [Operand::Array(text)]);
        assert_eq!(lexer.operator(), Some(&b"EI"[..]));
        assert_eq!(lexer.operator(), Some(&b"BDC"[..]));
        let entries = vec![(b"B".to_vec(), Operand::Array(vec![Operand::Number(1.0)]))];
        assert_eq!(lexer.operands[1], Operand::Dict(entries));
        assert_eq!(lexer.operator(), None);
    }
}
