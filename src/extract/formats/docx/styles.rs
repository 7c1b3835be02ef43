//! The styles of a document: what each says of runs and paragraphs, with those it is based on.

use std::collections::{HashMap, HashSet};

use super::{
    archive::Refusal,
    colors::{Color, Palette},
    paragraph::ParagraphProperties,
    properties::RunProperties,
    spaces::Space,
    xml::{Sink, Tag},
};
use crate::diagnostic::defect::Defect;

/// More styles than a document has.
const MOST: usize = 20_000;

/// What a style is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum For {
    Paragraph,
    Run,
    Table,
    Other,
}

/// What a style says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    based_on: Option<String>,
    pub run: RunProperties,
    pub paragraph: ParagraphProperties,
    /// The ground of a table's cells.
    pub ground: Option<Color>,
    /// Why some cells of a table of this style are not seen, such as those of its first row.
    pub conditional: Option<&'static str>,
}

/// What a table's style says of some of its cells.
#[derive(Default)]
struct Format {
    run: RunProperties,
    paragraph: ParagraphProperties,
    ground: Option<Color>,
}

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    /// What holds for all runs and paragraphs.
    pub defaults: Style,
    named: HashMap<(For, String), Style>,
    usual: HashMap<For, String>,
}

impl Styles {
    /// The style of this name, or the one for all that have none.
    pub(super) fn get(&self, kind: For, name: Option<&str>) -> Option<&Style> {
        let named = name.and_then(|name| self.named.get(&(kind, name.to_owned())));
        named.or_else(|| self.named.get(&(kind, self.usual.get(&kind)?.clone())))
    }

    /// Put into each style what it takes from those it is based on; whether that can be told. Of styles based on each other in a ring each
    /// program makes something else.
    fn resolve(&mut self) -> bool {
        let mut resolved: HashMap<(For, String), Style> = HashMap::new();
        for key in self.named.keys() {
            let mut chain = Vec::new();
            let mut met = HashSet::new();
            let mut next = Some(key.clone());
            let mut whole = Style::default();
            while let Some(key) = next.take() {
                if let Some(done) = resolved.get(&key) {
                    whole = done.clone();
                    break;
                }
                if !met.insert(key.clone()) {
                    return false;
                }
                let Some(style) = self.named.get(&key) else { break };
                next = style.based_on.clone().map(|base| (key.0, base));
                chain.push(key);
            }
            for key in chain.into_iter().rev() {
                if let Some(style) = self.named.get(&key) {
                    whole.run.merge(&style.run);
                    whole.paragraph.merge(&style.paragraph);
                    whole.ground = style.ground.or(whole.ground);
                    whole.conditional = style.conditional.or(whole.conditional);
                }
                resolved.insert(key, whole.clone());
            }
        }
        self.named = resolved;
        true
    }
}

/// Where in the styles something stands.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Other,
    Style,
    Conditional,
    Defaults,
    Run,
    Paragraph,
    Cell,
    Effect,
}

/// Reads the part with the styles.
pub(super) struct StylesReader<'p> {
    palette: &'p Palette,
    styles: Styles,
    open: Vec<At>,
    current: Style,
    name: (For, String),
    is_usual: bool,
    is_conditional: bool,
    conditional: Format,
    /// Those of the style at hand.
    conditionals: Vec<Format>,
    is_ambiguous: bool,
}

impl<'p> StylesReader<'p> {
    pub(super) fn new(palette: &'p Palette) -> Self {
        Self {
            palette,
            styles: Styles::default(),
            open: Vec::new(),
            current: Style::default(),
            name: (For::Other, String::new()),
            is_usual: false,
            is_conditional: false,
            conditional: Format::default(),
            conditionals: Vec::new(),
            is_ambiguous: false,
        }
    }

    /// The styles that were read.
    ///
    /// # Errors
    /// Two styles of one name say different things, or styles are based on each other.
    pub(super) fn finish(mut self) -> Result<Styles, Refusal> {
        match !self.is_ambiguous && self.styles.resolve() {
            true => Ok(self.styles),
            false => Err(Refusal::Ambiguous),
        }
    }

    /// What a format under a condition makes of text. Which cells it is for is not looked into; one without a shading of its own may lie
    /// over any of the others.
    fn conditional(&self) -> Option<&'static str> {
        let grounds = || self.conditionals.iter().filter_map(|format| format.ground).map(Some);
        let unlike = |format: &Format, ground| {
            let look = format.run.look(ground);
            look.unseen.or(look.altered)
        };
        self.conditionals.iter().find_map(|format| {
            let by_look = match format.ground {
                Some(_) => unlike(format, format.ground),
                None => unlike(format, self.current.ground)
                    .filter(|_| grounds().all(|ground| unlike(format, ground).is_some())),
            };
            let by_lines = format.paragraph.is_cut_off().then_some("faint");
            let by_place = format.paragraph.is_aside(true).then_some("displaced");
            format.run.hides().or(by_look).or(by_lines).or(by_place)
        })
    }

    fn keep(&mut self) {
        self.current.conditional = self.conditional();
        self.conditionals.clear();
        let style = std::mem::take(&mut self.current);
        let name = std::mem::replace(&mut self.name, (For::Other, String::new()));
        if std::mem::take(&mut self.is_usual) {
            self.styles.usual.insert(name.0, name.1.clone());
        }
        let is_other = self.styles.named.get(&name).is_some_and(|known| *known != style);
        self.is_ambiguous |= is_other;
        self.styles.named.insert(name, style);
    }
}

impl Sink for StylesReader<'_> {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let parent = self.open.last().copied().unwrap_or(At::Other);
        let is_word = tag.space == Space::Word;
        let run = if self.is_conditional {
            &mut self.conditional.run
        } else {
            &mut self.current.run
        };
        let at = match (parent, tag.name()) {
            (At::Other, b"styles") if is_word && self.open.is_empty() => At::Other,
            (At::Other, b"style") if is_word => {
                if self.styles.named.len() == MOST {
                    return Err(super::refused(Refusal::TooMany));
                }
                let kind = match tag.word("type").as_deref() {
                    None | Some("paragraph") => For::Paragraph,
                    Some("character") => For::Run,
                    Some("table") => For::Table,
                    Some(_) => For::Other,
                };
                self.name = (kind, tag.word("styleId").unwrap_or_default().into_owned());
                self.is_usual = tag
                    .word("default")
                    .is_some_and(|on| matches!(on.as_ref(), "1" | "true" | "on"));
                At::Style
            }
            (At::Other, b"docDefaults") if is_word => At::Defaults,
            (At::Defaults, b"rPrDefault" | b"pPrDefault") if is_word => At::Defaults,
            (At::Style, b"basedOn") if is_word => {
                self.current.based_on = tag.val().map(|name| name.into_owned());
                return Ok(false);
            }
            (At::Style, b"tblStylePr") if is_word => {
                self.is_conditional = true;
                At::Conditional
            }
            (At::Style | At::Defaults | At::Conditional, b"rPr") if is_word => At::Run,
            (At::Style | At::Defaults | At::Conditional, b"pPr") if is_word => At::Paragraph,
            (At::Style | At::Conditional, b"tcPr" | b"tblPr") if is_word => At::Cell,
            (At::Cell, b"shd") if is_word => {
                let ground = match self.is_conditional {
                    true => &mut self.conditional.ground,
                    false => &mut self.current.ground,
                };
                *ground = self.palette.shading(tag).or(*ground);
                return Ok(false);
            }
            (At::Run | At::Effect, _) => {
                run.set(tag, self.palette);
                match tag.space {
                    Space::Word2010 => At::Effect,
                    _ => return Ok(false),
                }
            }
            (At::Paragraph, _) => {
                let paragraph = match self.is_conditional {
                    true => &mut self.conditional.paragraph,
                    false => &mut self.current.paragraph,
                };
                paragraph.set(tag, self.palette);
                if tag.name() != b"numPr" {
                    return Ok(false);
                }
                At::Paragraph
            }
            _ => return Ok(false),
        };
        self.open.push(at);
        Ok(true)
    }

    fn end(&mut self) {
        match (self.open.pop(), self.open.last()) {
            (Some(At::Style), _) => self.keep(),
            (Some(At::Defaults), Some(At::Other)) => self.styles.defaults = std::mem::take(&mut self.current),
            (Some(At::Conditional), _) => {
                self.is_conditional = false;
                let conditional = std::mem::take(&mut self.conditional);
                self.conditionals.push(conditional);
            }
            _ => {}
        }
    }

    fn text(&mut self, _text: &str) {}
}
