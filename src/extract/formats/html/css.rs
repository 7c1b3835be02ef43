//! CSS as tokens, near enough to its syntax module: comments and escapes are gone, blocks have their ends. Linear, without recursion.

/// A token of CSS.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name as it is written, escapes resolved.
    Name(String),
    /// A name with a bracket behind it.
    Function(String),
    /// `@` with a name.
    At(String),
    /// `#` with a name.
    Hash(String),
    /// A text in quotation marks.
    Text(String),
    /// A number and its unit in lower case.
    Number(f32, String),
    /// Any other character.
    Mark(char),
    /// White space.
    Space,
}

impl Token {
    /// Whether it is this name.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if own.eq_ignore_ascii_case(name))
    }

    const fn opens(&self) -> bool {
        matches!(self, Self::Function(_) | Self::Mark('(' | '[' | '{'))
    }

    const fn closes(&self) -> bool {
        matches!(self, Self::Mark(')' | ']' | '}'))
    }
}

/// A text as tokens.
pub(super) fn tokens(css: &str) -> Vec<Token> {
    let mut reader = Reader { rest: css };
    let mut tokens = Vec::new();
    while let Some(token) = reader.next() {
        if token != Token::Space || tokens.last() != Some(&Token::Space) {
            tokens.push(token);
        }
    }
    tokens
}

/// The ends of brackets: for each token that opens one, the token that closes it or the end.
pub(super) fn ends(tokens: &[Token]) -> Vec<usize> {
    let mut ends = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.opens() {
            open.push(at);
        } else if token.closes() {
            // A bracket of another kind closes nothing.
            let fits = |open: &usize| match &tokens[*open] {
                Token::Function(_) | Token::Mark('(') => *token == Token::Mark(')'),
                Token::Mark('[') => *token == Token::Mark(']'),
                _ => *token == Token::Mark('}'),
            };
            if open.last().is_some_and(fits)
                && let Some(open) = open.pop()
            {
                ends[open] = at;
            }
        }
    }
    ends
}

/// Tokens parted where `mark` stands outside brackets.
pub(super) fn parted(tokens: &[Token], mark: char) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    tokens
        .split(|token| {
            if token.opens() {
                depth += 1;
            } else if token.closes() {
                depth = depth.saturating_sub(1);
            }
            depth == 0 && *token == Token::Mark(mark)
        })
        .collect()
}

/// Tokens without space at the ends.
pub(super) fn trimmed(mut tokens: &[Token]) -> &[Token] {
    while let [Token::Space, rest @ ..] = tokens {
        tokens = rest;
    }
    while let [rest @ .., Token::Space] = tokens {
        tokens = rest;
    }
    tokens
}

struct Reader<'c> {
    rest: &'c str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn next(&mut self) -> Option<Token> {
        while self.rest.starts_with("/*") {
            let end = self.rest[2..].find("*/").map_or(self.rest.len(), |at| at + 4);
            self.rest = &self.rest[end..];
        }
        // Marks of comments in HTML are as good as none.
        for mark in ["<!--", "-->"] {
            if let Some(rest) = self.rest.strip_prefix(mark) {
                self.rest = rest;
                return Some(Token::Space);
            }
        }
        let c = self.peek()?;
        if c.is_ascii_whitespace() {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            return Some(Token::Space);
        }
        if self.begins_number() {
            return Some(self.number());
        }
        if self.begins_name() {
            let name = self.name();
            if self.peek() != Some('(') {
                return Some(Token::Name(name));
            }
            self.take();
            if name.eq_ignore_ascii_case("url") && !self.rest.trim_start().starts_with(['"', '\'']) {
                let end = self.rest.find(')').unwrap_or(self.rest.len());
                self.rest = &self.rest[end..];
            }
            return Some(Token::Function(name.to_ascii_lowercase()));
        }
        self.take();
        Some(match c {
            '"' | '\'' => Token::Text(self.text(c)),
            '@' if self.begins_name() => Token::At(self.name().to_ascii_lowercase()),
            '#' if self.peek().is_some_and(|c| is_in_name(c) || c == '\\') => Token::Hash(self.name()),
            c => Token::Mark(c),
        })
    }

    fn begins_name(&self) -> bool {
        let mut chars = self.rest.chars();
        match chars.next() {
            Some('-') => matches!(chars.next(), Some(c) if begins_name(c) || c == '-' || c == '\\'),
            Some('\\') => chars.next().is_some_and(|c| c != '\n'),
            Some(c) => begins_name(c),
            None => false,
        }
    }

    fn begins_number(&self) -> bool {
        let unsigned = self.rest.strip_prefix(['+', '-']).unwrap_or(self.rest);
        let unsigned = unsigned.strip_prefix('.').unwrap_or(unsigned);
        unsigned.starts_with(|c: char| c.is_ascii_digit())
    }

    fn name(&mut self) -> String {
        let mut name = String::new();
        while let Some(c) = self.peek() {
            if c == '\\' {
                self.take();
                name.extend(self.escaped());
            } else if is_in_name(c) {
                self.take();
                name.push(c);
            } else {
                break;
            }
        }
        name
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let hex = self.rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if hex == 0 {
            return self.take().filter(|c| *c != '\n');
        }
        let code = u32::from_str_radix(&self.rest[..hex], 16).unwrap_or(0);
        self.rest = &self.rest[hex..];
        if self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.take();
        }
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn text(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.take() {
            match c {
                '\\' => text.extend(self.escaped()),
                '\n' => break,
                c if c == quote => break,
                c => text.push(c),
            }
        }
        text
    }

    fn number(&mut self) -> Token {
        let all = self.rest;
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = usize::from(all.starts_with(['+', '-']));
        end += digits(&all[end..]);
        if all[end..].starts_with('.') && digits(&all[end + 1..]) > 0 {
            end += 1 + digits(&all[end + 1..]);
        }
        if let Some(power) = all[end..].strip_prefix(['e', 'E']) {
            let sign = usize::from(power.starts_with(['+', '-']));
            let len = digits(&power[sign..]);
            end += if len > 0 { 1 + sign + len } else { 0 };
        }
        let value = all[..end].parse().unwrap_or(0.0);
        self.rest = &all[end..];
        let unit = if self.rest.starts_with('%') {
            self.take();
            "%".to_owned()
        } else if self.begins_name() {
            self.name().to_ascii_lowercase()
        } else {
            String::new()
        };
        Token::Number(value, unit)
    }
}

const fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || !c.is_ascii()
}

const fn is_in_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_escapes_hide_nothing() {
        let name = |name: &str| Token::Name(name.to_owned());
        let colon = || Token::Mark(':');
        assert_eq!(
            tokens("d\\69 splay/**/:/* none */ n\\6fne"),
            [name("display"), colon(), Token::Space, name("none")]
        );
        assert_eq!(
            tokens("x:-1.5e1em \"a\\32\""),
            [
                name("x"),
                colon(),
                Token::Number(-15.0, "em".to_owned()),
                Token::Space,
                Token::Text("a2".to_owned())
            ]
        );
        assert_eq!(tokens("url( a;b ) c").len(), 4, "an address is no markup");
        assert_eq!(ends(&tokens("a{b(]c)}")), [7, 6, 5, 7, 7, 7, 7]);
    }
}
