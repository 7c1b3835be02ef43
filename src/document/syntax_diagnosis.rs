//! Why a text is not YAML, in the few words that a clerk can act on.

use granit_parser::ErrorKind as K;

use crate::{
    diagnostic::defect::{Defect, DefectKind},
    document::{
        model::{Node, Style, Text, Value},
        unindented::{UnindentedProse, unindented_prose},
    },
    text::source::Span,
};

/// Every cause of a `syntax` defect, for YAML and JSON.
#[cfg(test)]
pub(crate) const SYNTAX_CAUSES: &[&str] = &[
    "after-quote",
    "bad-block-text",
    "bad-escape",
    "bad-indentation",
    "bad-tag",
    "colon-in-value",
    "comment-place",
    "control-character",
    "directive",
    "full-width-colon",
    "full-width-comma",
    "full-width-quote",
    "full-width-space",
    "invisible-character",
    "json-bad-number",
    "json-comment",
    "json-end",
    "json-single-quote",
    "json-trailing",
    "json-trailing-comma",
    "json-unexpected",
    "json-unquoted-key",
    "list-place",
    "long-key",
    "mismatched-bracket",
    "missing-colon",
    "missing-comma",
    "missing-space",
    "recursive-alias",
    "reserved-character",
    "tab-indentation",
    "unclosed-bracket",
    "unclosed-quote",
    "unexpected",
    "unindented-prose",
    "unknown-anchor",
    "unopened-bracket",
];

/// White space to YAML and JSON; a full-width space is a character like any other.
pub(crate) const WHITE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The longest key that YAML lets stand without `?`.
const LONGEST_KEY: usize = 1024;

/// Where the parser gave up, and what it had seen.
pub(crate) struct Stumble<'s> {
    pub text: &'s str,
    /// Where it gave up.
    pub at: usize,
    /// The end of the last token it gave.
    pub cursor: usize,
    /// The innermost open bracket.
    pub bracket: Option<usize>,
    /// The last plain scalar.
    pub last_plain: Span,
}

/// The defect behind a parser's error.
pub(crate) fn explain(kind: &K, context: &Stumble<'_>) -> Defect {
    let Stumble { text, at, .. } = *context;
    if let Some(UnindentedProse { line, key }) = unindented_prose(text, at) {
        return syntax("unindented-prose", line).and(key);
    }
    let here = one(text, at);
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar
        | K::InvalidBlockEntryWhitespace
        | K::InvalidMappingValueWhitespace => syntax("tab-indentation", tab(text, at)),
        K::UnclosedQuotedScalar => unclosed_quote(text, at),
        K::DocumentIndicatorInQuotedScalar | K::InvalidQuotedScalarIndent => match context.opening_quote() {
            Some(open) => unclosed_quote(text, open),
            None => syntax("unclosed-quote", here),
        },
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => match context.opening_quote() {
            // The quote that seems to end it opens the next one.
            Some(open) if text[open..at].contains('\n') => unclosed_quote(text, open),
            _ => syntax("after-quote", to_line_end(text, at)),
        },
        K::UnclosedFlowCollection { .. } => syntax("unclosed-bracket", one(text, text.len())).and(one(text, at)),
        K::MismatchedFlowCollectionEnd { close, .. } => {
            // The parser names the bracket that was opened; the wrong one is further on.
            let wrong = text[context.cursor.max(at)..].find(*close);
            let wrong = wrong.map_or(here, |len| one(text, context.cursor.max(at) + len));
            syntax("mismatched-bracket", wrong).and(here)
        }
        K::MisplacedFlowCollectionEnd => syntax("unopened-bracket", here),
        K::UnknownAnchor => syntax("unknown-anchor", word(text, at)),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => syntax("bad-escape", bad_escape(text, at)),
        K::UnexpectedCharacter { character } if character.is_control() => syntax("control-character", here),
        K::UnexpectedCharacter { .. } | K::MissingAnchorOrAliasName | K::PlainScalarStartsWithDashFlowIndicator => {
            syntax("reserved-character", here)
        }
        K::BomInsideDocument => syntax("invisible-character", here),
        K::CommentNotSeparated => syntax("comment-place", here),
        K::ExpectedTagBang
        | K::InvalidGlobalTagCharacter
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidTagUtf8LeadingByte
        | K::InvalidTagUtf8TrailingByte
        | K::InvalidTagUtf8
        | K::UndeclaredTagHandle => {
            let is_directive = text[line(text, at).start..].starts_with('%');
            if is_directive {
                syntax("directive", here)
            } else {
                syntax("bad-tag", word(text, at))
            }
        }
        K::DuplicateVersionDirective
        | K::UnsupportedYamlMajorVersion
        | K::DuplicateTagDirective
        | K::MissingDocumentEndBeforeDirective
        | K::ExpectedTagDirectiveBang
        | K::InvalidDirectiveTerminator
        | K::DirectiveDisallowed
        | K::MissingYamlVersionSeparator
        | K::MissingDirectiveName
        | K::InvalidDirectiveName
        | K::DirectiveByteLimitExceeded { .. }
        | K::TooManyReservedDirectiveParams { .. }
        | K::YamlVersionTooLong
        | K::MissingYamlVersion
        | K::InvalidTagDirectiveTerminator => syntax("directive", here),
        K::ZeroBlockScalarIndent | K::InvalidBlockScalarHeader => syntax("bad-block-text", to_line_end(text, at)),
        _ => context.entry(kind),
    }
}

/// A root that YAML takes for one long text, because no key in it has its colon and space.
pub(crate) fn not_a_record(text: &str, root: &Node) -> Option<Defect> {
    let Value::Text(Text {
        style: Style::Plain, ..
    }) = root.value
    else {
        return None;
    };
    slip(text, root.span)
}

impl Stumble<'_> {
    /// The quote that opens what was read last.
    fn opening_quote(&self) -> Option<usize> {
        let text = self.text.get(self.cursor..self.at)?;
        text.find(['"', '\'']).map(|len| self.cursor + len)
    }

    /// An entry that cannot stand where it stands: the cause is told by what is written around.
    fn entry(&self, kind: &K) -> Defect {
        let Self { text, at, .. } = *self;
        let plain = self.last_plain;
        // What the parser had begun when it gave up: the rest of the line, and a plain scalar that runs into it.
        let joined = plain.end <= at && text[plain.end..at].chars().all(|c| matches!(c, ' ' | '\t'));
        let start = if joined { plain.start.min(at) } else { at };
        let folded = joined && text[start..at].contains('\n');
        if let Some(bracket) = self.bracket.map(|bracket| bracket.min(at)) {
            let seen = Span::new(start.max(bracket), at);
            if let Some(defect) = slip(text, seen) {
                return defect;
            }
            if let Some(comma) = text[seen.start..seen.end].find('，') {
                return syntax("full-width-comma", one(text, seen.start + comma));
            }
            // What begins no further in than the line of the bracket is meant to stand outside.
            let outside = text[bracket..at].contains('\n') && indentation(text, at) <= indentation(text, bracket);
            if outside || at >= text.trim_end().len() {
                return syntax("unclosed-bracket", one(text, at)).and(one(text, bracket));
            }
            // The parser stops at the colon behind the key that has no comma before it.
            let key = text[..at].strip_suffix(['"', '\'']).and_then(|quoted| {
                let open = quoted.rfind(['"', '\'', '\n'])?;
                (open >= bracket && !text[open..].starts_with('\n')).then_some(Span::new(open, at))
            });
            return syntax("missing-comma", key.unwrap_or(one(text, at))).and(one(text, bracket));
        }
        let line = line(text, start);
        let region = Span::new(line.start, to_line_end(text, at).end.max(line.start));
        if let Some(defect) = slip(text, region) {
            return defect;
        }
        // The parser may stand on either side of a dash.
        let dash = text[line.start..at.max(line.start)].trim() == "-";
        let item = if dash {
            text[..at].rfind('-')
        } else {
            Some(at).filter(|at| starts_item(text, *at))
        };
        let key_length = text[line.start..at.max(line.start)].chars().count();
        match kind {
            K::MappingValueNotAllowed if folded => {
                let own = self::line(text, at);
                syntax("bad-indentation", trimmed(text, Span::new(own.start, at)))
            }
            K::MappingValueNotAllowed if text[line.start..at.max(line.start)].contains(": ") => {
                syntax("colon-in-value", one(text, at))
            }
            K::MappingValueNotAllowed if key_length > LONGEST_KEY => syntax("long-key", one(text, line.start)),
            K::SimpleKeyExpected | K::InvalidSimpleKey | K::ExpectedBlockMappingKey if item.is_none() => {
                let rest = to_line_end(text, at);
                let cause = if text[rest.start..rest.end].contains(':') {
                    "bad-indentation"
                } else {
                    "missing-colon"
                };
                syntax(cause, rest)
            }
            K::ExpectedBlockSequenceEntry if item.is_none() && indentation(text, at) > 0 => {
                syntax("bad-indentation", to_line_end(text, at))
            }
            K::CommentInterceptedScalar => {
                // The text goes on below the comment; the parser names the comment.
                let next = text[at..].find('\n').map_or(at, |len| at + len + 1);
                let skip = text[next..].find(|c| !WHITE.contains(&c)).unwrap_or(0);
                syntax("bad-indentation", to_line_end(text, next + skip))
            }
            K::ExpectedBlockSequenceEntry
            | K::BlockSequenceEntryNotAllowed
            | K::BlockEntryInFlowCollection
            | K::SimpleKeyExpected
            | K::ExpectedBlockMappingKey => syntax("list-place", to_line_end(text, item.unwrap_or(at))),
            K::InvalidIndentation
            | K::InvalidBlockScalarIndent
            | K::InvalidFlowScalarIndent
            | K::MappingKeyNotAllowed
            | K::ExpectedNodeContent => syntax("bad-indentation", to_line_end(text, at)),
            K::ExpectedDocumentStart if text[line.start..at.max(line.start)].trim().is_empty() && at > line.start => {
                syntax("bad-indentation", to_line_end(text, at))
            }
            _ => syntax("unexpected", one(text, at)),
        }
    }
}

pub(crate) fn syntax(cause: &'static str, span: Span) -> Defect {
    Defect::new(DefectKind::Syntax, span).because(cause)
}

/// The slips of a Chinese keyboard: the first line of a span that has a colon, but none that YAML sees as one.
fn slip(text: &str, span: Span) -> Option<Defect> {
    let mut at = span.start;
    for part in text[span.start..span.end].split_inclusive('\n') {
        let line = part.trim_end();
        if !line.contains(": ") && !line.ends_with(':') {
            let ascii = line.find(':').map(|len| at + len);
            if let Some(colon) = ascii
                && text[colon + 1..].starts_with(['\u{3000}', '\u{a0}'])
            {
                return Some(syntax("full-width-space", one(text, colon + 1)));
            }
            if let Some(len) = line.find('：') {
                return Some(syntax("full-width-colon", one(text, at + len)));
            }
            if let Some(colon) = ascii {
                return Some(syntax("missing-space", one(text, colon)));
            }
        }
        at += part.len();
    }
    None
}

/// A quote that never ends: it should have ended on its line.
pub(crate) fn unclosed_quote(text: &str, open: usize) -> Defect {
    let line = to_line_end(text, open);
    let last = text[line.start..line.end].char_indices().next_back();
    let end = Span::new(last.map_or(line.start, |(at, _)| line.start + at), line.end);
    syntax("unclosed-quote", end).and(one(text, open))
}

/// The last character boundary up to a place.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The character at a place; where there is none to show, the last one before.
pub(crate) fn one(text: &str, at: usize) -> Span {
    let at = floor(text, at);
    match text[at..].chars().next() {
        Some(c) if !matches!(c, '\n' | '\r') => Span::new(at, at + c.len_utf8()),
        _ => {
            let before = text[..at].trim_end_matches(WHITE);
            let start = before.char_indices().next_back().map_or(0, |(start, _)| start);
            Span::new(start, before.len())
        }
    }
}

/// From a place to the end of its line; the last character before where that is nothing.
pub(crate) fn to_line_end(text: &str, at: usize) -> Span {
    let end = at + text[at..].find(['\n', '\r']).unwrap_or(text.len() - at);
    let span = trimmed(text, Span::new(at, end));
    if span.is_empty() { one(text, at) } else { span }
}

/// A span without the white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let part = &text[span.start..span.end];
    let start = span.start + (part.len() - part.trim_start_matches(WHITE).len());
    Span::new(start, start + part.trim_matches(WHITE).len())
}

fn line(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    Span::new(start, at + text[at..].find('\n').unwrap_or(text.len() - at))
}

/// What is written without a gap at a place.
pub(crate) fn word(text: &str, at: usize) -> Span {
    let len = text[at..].find(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}'));
    match len.unwrap_or(text.len() - at) {
        0 => one(text, at),
        len => Span::new(at, at + len),
    }
}

fn starts_item(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    chars.next() == Some('-') && chars.next().is_none_or(char::is_whitespace)
}

/// The tab that the parser stumbled over: on the line of a place, else further on.
fn tab(text: &str, at: usize) -> Span {
    let start = line(text, at).start;
    match text[start..].find('\t') {
        Some(len) => Span::new(start + len, start + len + 1),
        None => one(text, at),
    }
}

/// How far a line is indented.
fn indentation(text: &str, at: usize) -> usize {
    let line = line(text, at);
    let line = &text[line.start..line.end];
    line.len() - line.trim_start_matches(' ').len()
}

/// The first escape in a double-quoted text that means nothing. The parser names only the text's beginning.
fn bad_escape(text: &str, open: usize) -> Span {
    let mut at = open + 1;
    while let Some(len) = text.get(at..).and_then(|rest| rest.find(['\\', '"'])) {
        at += len;
        if text.as_bytes()[at] == b'"' {
            break;
        }
        let Some(escape) = crate::document::source_map::yaml_escape(&text[at..]) else {
            let len: usize = text[at..].chars().take(2).map(char::len_utf8).sum();
            return Span::new(at, at + len);
        };
        at += escape.1;
    }
    one(text, open)
}
