//! Content run: operators to what is drawn.

use std::collections::HashSet;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::{
    colours::Space,
    file::{File, Page, Refusal, as_dict},
    fonts::Fonts,
    geometry::{Matrix, Rect},
    lexer::{Lexer, Operand},
    marks::{Cover, Marks},
    paint::{self, COVERS},
    path::Path,
    state::State,
    text::Pen,
};
use crate::document::limits::Limits;

/// Forms within each other.
const FORM_DEPTH: usize = 24;
/// What drawing a form costs at least, in bytes of content.
const FORM_COST: usize = 512;
/// Copies of the state that are kept at once.
const STATES: usize = 512;

/// Runs the content of a file's pages.
pub(super) struct Interpreter<'f> {
    file: &'f File,
    fonts: Fonts,
    /// The layers that are not shown.
    hidden: HashSet<ObjectId>,
    /// Bytes of content that may still be run.
    bytes: usize,
    /// Things that may still be drawn.
    things: usize,
}

/// A page being drawn.
struct Run<'r, 'f> {
    interpreter: &'r mut Interpreter<'f>,
    marks: Marks,
    state: State,
    states: Vec<State>,
    pen: Pen,
    path: Path,
    /// For each part of marked content, whether its layer is not shown.
    layers: Vec<bool>,
}

impl<'f> Interpreter<'f> {
    pub(super) fn new(file: &'f File, limits: &Limits) -> Self {
        Self {
            file,
            fonts: Fonts::default(),
            hidden: hidden_layers(file),
            bytes: limits.bytes,
            things: limits.nodes,
        }
    }

    /// What is drawn on a page.
    pub(super) fn page(&mut self, page: &Page<'f>) -> Result<Marks, Refusal> {
        let (width, height) = page.size;
        let sheet = Rect::of([0.0, 0.0, width, height]);
        let mut run = Run {
            marks: Marks {
                size: page.size,
                ..Marks::default()
            },
            state: State::new(page.to_shown, sheet),
            states: Vec::new(),
            pen: Pen::default(),
            path: Path::default(),
            layers: Vec::new(),
            interpreter: self,
        };
        run.contents(page)?;
        run.annotations(page);
        Ok(run.marks)
    }
}

/// The layers that are off when the file is opened.
fn hidden_layers(file: &File) -> HashSet<ObjectId> {
    let layers = || {
        let properties = file.dict(file.catalog()?, "OCProperties")?;
        let default = file.dict(properties, "D")?;
        let ids = |array: Option<&[Object]>| -> HashSet<ObjectId> {
            let array = array.unwrap_or_default().iter();
            array.filter_map(|object| object.as_reference().ok()).collect()
        };
        let mut hidden = ids(file.array(default, "OFF"));
        if file.name(default, "BaseState") == Some(b"OFF") {
            let shown = ids(file.array(default, "ON"));
            let all = ids(file.array(properties, "OCGs"));
            hidden.extend(all.difference(&shown));
        }
        Some(hidden)
    };
    layers().unwrap_or_default()
}

impl<'f> Run<'_, 'f> {
    fn contents(&mut self, page: &Page<'f>) -> Result<(), Refusal> {
        let file = self.interpreter.file;
        let mut content = Vec::new();
        match file.get(page.dict, "Contents") {
            Some(Object::Stream(stream)) => content = file.content(stream)?,
            Some(Object::Array(streams)) => {
                for stream in streams {
                    if let Object::Stream(stream) = file.resolve(stream) {
                        content.extend(file.content(stream)?);
                        content.push(b'\n');
                    }
                }
            }
            _ => {}
        }
        self.content(&content, page.resources, 0)
    }

    fn content(&mut self, content: &[u8], resources: Option<&'f Dictionary>, depth: usize) -> Result<(), Refusal> {
        let cost = content.len().max(FORM_COST);
        self.interpreter.bytes = self.interpreter.bytes.checked_sub(cost).ok_or(Refusal::TooLarge)?;
        let (states, layers) = (self.states.len(), self.layers.len());
        let mut lexer = Lexer::new(content);
        while let Some(operator) = lexer.operator() {
            self.operator(operator, &lexer, resources, depth)?;
        }
        self.path = Path::default();
        self.layers.truncate(layers);
        if self.states.len() > states {
            self.states.truncate(states + 1);
            self.restore();
        }
        Ok(())
    }

    fn restore(&mut self) {
        if let Some(state) = self.states.pop() {
            self.state = state;
        }
    }

    /// A part of the resources.
    fn resource(&self, resources: Option<&'f Dictionary>, kind: &str) -> Option<&'f Dictionary> {
        self.interpreter.file.dict(resources?, kind)
    }

    fn named(&self, resources: Option<&'f Dictionary>, kind: &str, name: &[u8]) -> Option<&'f Object> {
        let found = self.resource(resources, kind)?.get(name).ok()?;
        Some(self.interpreter.file.resolve(found))
    }

    fn operator(
        &mut self,
        operator: &[u8],
        lexer: &Lexer<'_>,
        resources: Option<&'f Dictionary>,
        depth: usize,
    ) -> Result<(), Refusal> {
        match operator {
            b"q" if self.states.len() < STATES => self.states.push(self.state.clone()),
            b"q" => return Err(Refusal::TooMany),
            b"Q" => self.restore(),
            b"cm" => {
                if let Some(matrix) = lexer.numbers() {
                    self.state.matrix = Matrix(matrix).then(&self.state.matrix);
                }
            }
            b"w" => self.state.width = lexer.numbers().map_or(self.state.width, |[width]| width.abs()),
            b"gs" => {
                let found = lexer.name().and_then(|name| self.named(resources, "ExtGState", name));
                if let Some(settings) = found.and_then(as_dict) {
                    self.settings(settings)?;
                }
            }
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" | b"h" => self.path_operator(operator, lexer),
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"n" => self.paint(operator)?,
            b"W" | b"W*" => self.path.clips = true,
            b"g" | b"rg" | b"k" | b"G" | b"RG" | b"K" | b"cs" | b"CS" | b"sc" | b"scn" | b"SC" | b"SCN" => {
                self.color_operator(operator, lexer, resources);
            }
            b"Tf" => {
                if let [.., Operand::Name(name), Operand::Number(size)] = lexer.operands.as_slice() {
                    let font = self.named(resources, "Font", name).and_then(as_dict);
                    self.font(font, *size)?;
                }
            }
            b"Do" => {
                let found = lexer.name().and_then(|name| self.named(resources, "XObject", name));
                if let Some(Object::Stream(stream)) = found {
                    self.external(stream, resources, depth)?;
                }
            }
            b"EI" => self.picture()?,
            b"sh" => self.unknown_ground(self.state.clip),
            b"BMC" => self.layers.push(false),
            b"BDC" => {
                let is_hidden = self.is_layer_hidden(lexer, resources);
                self.layers.push(is_hidden);
            }
            b"EMC" => {
                self.layers.pop();
            }
            _ => {
                let is_hidden = self.layers.contains(&true);
                self.pen.operator(
                    operator,
                    lexer,
                    &mut self.state,
                    is_hidden,
                    &mut self.marks,
                    &mut self.interpreter.things,
                )?;
            }
        }
        Ok(())
    }

    fn font(&mut self, font: Option<&'f Dictionary>, size: f64) -> Result<(), Refusal> {
        let file = self.interpreter.file;
        let font = font.map(|font| self.interpreter.fonts.get(file, font)).transpose()?;
        self.state.text.font = font;
        self.state.text.size = size;
        Ok(())
    }

    fn settings(&mut self, settings: &'f Dictionary) -> Result<(), Refusal> {
        let file = self.interpreter.file;
        if let Some(alpha) = file.number(settings, "ca") {
            self.state.fill.alpha = alpha;
        }
        if let Some(alpha) = file.number(settings, "CA") {
            self.state.stroke.alpha = alpha;
        }
        if let Some(width) = file.number(settings, "LW") {
            self.state.width = width.abs();
        }
        let is_plain = |object: &Object| match object {
            Object::Name(name) => matches!(name.as_slice(), b"None" | b"Normal" | b"Compatible"),
            _ => false,
        };
        let first = |object: &'f Object| match object {
            Object::Array(modes) => modes.first().map_or(object, |first| file.resolve(first)),
            other => other,
        };
        let mixing = [file.get(settings, "SMask"), file.get(settings, "BM").map(first)];
        if mixing.iter().any(Option::is_some) {
            self.state.is_mixed = !mixing.iter().flatten().all(|object| is_plain(object));
        }
        if let Some([font, size]) = file.array(settings, "Font")
            && let Some(size) = super::file::number(file.resolve(size))
        {
            self.font(as_dict(file.resolve(font)), size)?;
        }
        Ok(())
    }

    fn path_operator(&mut self, operator: &[u8], lexer: &Lexer<'_>) {
        let matrix = &self.state.matrix;
        let numbers = |count: usize| -> Vec<f64> {
            let numbers = lexer.operands.iter().filter_map(Operand::number);
            let numbers: Vec<f64> = numbers.collect();
            numbers[numbers.len().saturating_sub(count)..].to_vec()
        };
        match (operator, numbers(6).as_slice()) {
            (b"m", [.., x, y]) => self.path.move_to(matrix, (*x, *y)),
            (b"l", [.., x, y]) => self.path.line_to(matrix, (*x, *y)),
            (b"c", [a, b, c, d, x, y]) => self.path.curve_to(matrix, &[(*a, *b), (*c, *d)], (*x, *y)),
            (b"v" | b"y", [.., a, b, x, y]) => self.path.curve_to(matrix, &[(*a, *b)], (*x, *y)),
            (b"re", [.., x, y, width, height]) => self.path.rectangle(matrix, [*x, *y, *width, *height]),
            (b"h", _) => self.path.close(),
            _ => {}
        }
    }

    fn paint(&mut self, operator: &[u8]) -> Result<(), Refusal> {
        let mut path = std::mem::take(&mut self.path);
        if matches!(operator, b"s" | b"b" | b"b*") {
            path.close();
        }
        if !self.layers.contains(&true) {
            if !matches!(operator, b"S" | b"s" | b"n") {
                let ink = self.state.fill.clone();
                paint::draw(
                    &path.filled(),
                    &ink,
                    0.0,
                    &self.state,
                    &mut self.marks,
                    &mut self.interpreter.things,
                )?;
            }
            if !matches!(operator, b"f" | b"F" | b"f*" | b"n") {
                let ink = self.state.stroke.clone();
                let width = self.state.width * self.state.matrix.scale();
                paint::draw(
                    &path.stroked(width),
                    &ink,
                    width,
                    &self.state,
                    &mut self.marks,
                    &mut self.interpreter.things,
                )?;
            }
        }
        if path.clips
            && let Some(place) = path.around()
        {
            self.state.clip = self.state.clip.within(&place);
        }
        Ok(())
    }

    /// A picture: the unit square, moved.
    fn picture(&mut self) -> Result<(), Refusal> {
        self.interpreter.things = self.interpreter.things.checked_sub(1).ok_or(Refusal::TooMany)?;
        let place = Rect::of([0.0, 0.0, 1.0, 1.0]).moved(&self.state.matrix);
        self.unknown_ground(place);
        if !self.layers.contains(&true) {
            self.marks.shapes.push(place.within(&self.state.clip));
        }
        paint::is_within_limit(&self.marks)
    }

    /// Cover a place with what has many colours.
    fn unknown_ground(&mut self, place: Rect) {
        let place = place.within(&self.state.clip);
        if !place.is_empty() && !self.layers.contains(&true) {
            let order = self.marks.next();
            self.marks.covers.push(Cover {
                place,
                order,
                color: None,
                is_full: false,
            });
        }
    }

    fn color_operator(&mut self, operator: &[u8], lexer: &Lexer<'_>, resources: Option<&'f Dictionary>) {
        let numbers: Vec<f64> = lexer.operands.iter().filter_map(Operand::number).collect();
        let spaces = self.resource(resources, "ColorSpace");
        let file = self.interpreter.file;
        let is_stroke = operator.first().is_some_and(u8::is_ascii_uppercase);
        let ink = match is_stroke {
            true => &mut self.state.stroke,
            false => &mut self.state.fill,
        };
        match operator {
            b"g" | b"G" => ink.set(Space::Gray, &numbers),
            b"rg" | b"RG" => ink.set(Space::Rgb, &numbers),
            b"k" | b"K" => ink.set(Space::Cmyk, &numbers),
            b"cs" | b"CS" => {
                ink.space = lexer
                    .name()
                    .map_or(Space::Unknown, |name| Space::of(file, spaces, name));
                ink.color = ink.space.initial();
            }
            _ => ink.color = ink.space.color(&numbers),
        }
    }

    /// Whether a part of marked content is of a layer that is not shown.
    fn is_layer_hidden(&self, lexer: &Lexer<'_>, resources: Option<&'f Dictionary>) -> bool {
        let [Operand::Name(tag), Operand::Name(name)] = lexer.operands.as_slice() else {
            return false;
        };
        let properties = self.resource(resources, "Properties");
        let layer = properties.and_then(|properties| properties.get(name).ok());
        tag == b"OC" && layer.is_some_and(|layer| self.is_off(layer))
    }

    /// Whether a layer, or one of some layers, is off.
    fn is_off(&self, layer: &Object) -> bool {
        let hidden = &self.interpreter.hidden;
        let is_hidden = |object: &Object| object.as_reference().is_ok_and(|id| hidden.contains(&id));
        if is_hidden(layer) {
            return true;
        }
        let file = self.interpreter.file;
        let members = as_dict(file.resolve(layer)).and_then(|dict| dict.get(b"OCGs").ok());
        members.is_some_and(|members| match file.resolve(members) {
            Object::Array(array) => array.iter().any(is_hidden),
            _ => is_hidden(members),
        })
    }

    fn external(&mut self, stream: &'f Stream, resources: Option<&'f Dictionary>, depth: usize) -> Result<(), Refusal> {
        let file = self.interpreter.file;
        let dict = &stream.dict;
        let is_hidden = dict.get(b"OC").is_ok_and(|layer| self.is_off(layer));
        self.layers.push(is_hidden);
        match file.name(dict, "Subtype") {
            Some(b"Image") => self.picture()?,
            Some(b"Form") => {
                if depth >= FORM_DEPTH {
                    return Err(Refusal::TooMany);
                }
                let (state, pen) = (self.state.clone(), std::mem::take(&mut self.pen));
                if let Some(matrix) = file.numbers(dict, "Matrix") {
                    self.state.matrix = Matrix(matrix).then(&self.state.matrix);
                }
                if let Some(bounds) = file.numbers(dict, "BBox") {
                    let bounds = Rect::of(bounds).moved(&self.state.matrix);
                    self.state.clip = self.state.clip.within(&bounds);
                }
                let own = file.dict(dict, "Resources").or(resources);
                let content = file.content(stream)?;
                self.content(&content, own, depth + 1)?;
                self.state = state;
                self.pen = pen;
            }
            _ => {}
        }
        self.layers.pop();
        Ok(())
    }

    /// What lies over the page when it is opened. Links are drawn as nothing, or as a frame.
    fn annotations(&mut self, page: &Page<'f>) {
        let file = self.interpreter.file;
        let annotations = file.array(page.dict, "Annots").unwrap_or_default();
        for annotation in annotations.iter().take(COVERS) {
            let Some(dict) = as_dict(file.resolve(annotation)) else {
                continue;
            };
            let kind = file.name(dict, "Subtype").unwrap_or_default();
            let flags = file.number(dict, "F").unwrap_or(0.0) as u32;
            // Hidden, or not to be viewed.
            if matches!(kind, b"Link" | b"Popup") || flags & (2 | 32) != 0 {
                continue;
            }
            if let Some(place) = file.numbers(dict, "Rect") {
                let place = Rect::of(place).moved(&page.to_shown);
                let kind = String::from_utf8_lossy(kind).into_owned();
                self.marks.annotations.push((place, kind));
            }
        }
    }
}
