//! A page to its tree: the tokens of html5gum, put together by the tree builder of html5ever.

use html5ever::{
    Attribute, LocalName, QualName, ns,
    tendril::StrTendril,
    tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult, states::RawKind},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};
use html5gum::{
    Emitter, ForwardingEmitter, Span, State, Tokenizer,
    emitters::callback::{Callback, CallbackEmitter, CallbackEvent},
};

use super::tree::{Handle, Refusal, Sink, Tree};

/// The attributes that matter, `on…` aside. There is no end to others, and looking for one among many takes time.
pub(super) const ATTRIBUTES: [&str; 37] = [
    "background",
    "bgcolor",
    "class",
    "color",
    "colspan",
    "content",
    "contenteditable",
    "data",
    "dir",
    "encoding",
    "face",
    "height",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "label",
    "lang",
    "media",
    "name",
    "open",
    "placeholder",
    "popover",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "shadowrootmode",
    "size",
    "src",
    "srcdoc",
    "start",
    "style",
    "text",
    "type",
    "value",
    "width",
];

/// The tree of a page of at most so many nodes.
///
/// # Errors
/// Why it was not built to its end.
pub(super) fn tree(html: &str, most: usize) -> Result<Tree, Refusal> {
    let builder = TreeBuilder::new(Sink::new(most), TreeBuilderOpts::default());
    let emitter = Joint {
        inner: CallbackEmitter::new(Tokens {
            builder: &builder,
            tag: None,
            is_taken: false,
            state: None,
        }),
    };
    let refused = || builder.sink.refused();
    for Ok(()) in Tokenizer::new_with_emitter(html, emitter) {
        if refused().is_some() {
            break;
        }
    }
    match refused() {
        Some(refusal) => Err(refusal),
        None => Ok(builder.sink.into_tree()),
    }
}

type Builder = TreeBuilder<Handle, Sink>;

/// Hands tokens to the tree builder.
struct Tokens<'b> {
    builder: &'b Builder,
    tag: Option<Tag>,
    /// Whether the value that follows is wanted.
    is_taken: bool,
    /// How to go on behind the tag.
    state: Option<State>,
}

impl Tokens<'_> {
    fn give(&mut self, token: Token) {
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => {}
            TokenSinkResult::Script(_) => self.state = Some(State::Data),
            TokenSinkResult::Plaintext => self.state = Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => self.state = Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => self.state = Some(State::RawText),
            TokenSinkResult::RawData(_) => self.state = Some(State::ScriptData),
        }
    }

    fn attribute(&mut self, name: &[u8]) {
        self.is_taken = false;
        let (Some(tag), Ok(name)) = (&mut self.tag, std::str::from_utf8(name)) else {
            return;
        };
        // Of two with one name the first counts.
        let is_wanted = name.starts_with("on") && name.len() < 20 && tag.attrs.len() < 2 * ATTRIBUTES.len()
            || ATTRIBUTES.binary_search(&name).is_ok();
        self.is_taken = is_wanted && tag.attrs.iter().all(|known| &*known.name.local != name);
        if self.is_taken {
            tag.attrs.push(Attribute {
                name: QualName::new(None, ns!(), LocalName::from(name)),
                value: StrTendril::new(),
            });
        }
    }
}

fn text(bytes: &[u8]) -> StrTendril {
    StrTendril::from_slice(&String::from_utf8_lossy(bytes))
}

fn tag(name: &[u8], kind: TagKind) -> Tag {
    Tag {
        kind,
        name: LocalName::from(&*String::from_utf8_lossy(name)),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

impl Callback<(), ()> for Tokens<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<()> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag = Some(tag(name, TagKind::StartTag)),
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => {
                if self.is_taken
                    && let Some(attribute) = self.tag.as_mut().and_then(|tag| tag.attrs.last_mut())
                {
                    attribute.value.push_slice(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut tag) = self.tag.take() {
                    tag.self_closing = self_closing;
                    self.give(Token::TagToken(tag));
                }
            }
            CallbackEvent::EndTag { name } => self.give(Token::TagToken(tag(name, TagKind::EndTag))),
            CallbackEvent::String { value } => {
                for (at, part) in value.split(|byte| *byte == 0).enumerate() {
                    if at > 0 {
                        self.give(Token::NullCharacterToken);
                    }
                    if !part.is_empty() {
                        self.give(Token::CharacterTokens(text(part)));
                    }
                }
            }
            CallbackEvent::Comment { value } => self.give(Token::CommentToken(text(value))),
            CallbackEvent::Doctype {
                name,
                public_identifier,
                system_identifier,
                force_quirks,
            } => self.give(Token::DoctypeToken(Doctype {
                name: Some(name).filter(|name| !name.is_empty()).map(text),
                public_id: public_identifier.map(text),
                system_id: system_identifier.map(text),
                force_quirks,
            })),
            CallbackEvent::Error(_) => return None,
        }
        // Something for the loop to look at the bounds by.
        Some(())
    }
}

/// Tells the tokenizer what the tree builder says: where text is no markup, and where elements are not of HTML.
struct Joint<'b> {
    inner: CallbackEmitter<Tokens<'b>, (), ()>,
}

impl ForwardingEmitter for Joint<'_> {
    type Token = ();

    fn inner(&mut self) -> &mut impl Emitter<Token = ()> {
        &mut self.inner
    }

    fn emit_eof(&mut self) {
        self.inner.emit_eof();
        let builder = self.inner.callback_mut().builder;
        let _ended = builder.process_token(Token::EOFToken, 1);
        builder.end();
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _none = self.inner.emit_current_tag();
        self.inner.callback_mut().state.take()
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.inner
            .callback_mut()
            .builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
