//! How an element looks: what its attributes, its style and the rules of the page come to.

use super::{
    colours, css,
    sheet::{Part, Sheet},
    style::{self, Slot},
    tree::{Element, NodeId, Tree},
    values::Value,
};

/// What of an element is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    #[default]
    Yes,
    /// Its place is kept, and nothing is seen in it.
    Blank,
    /// It is as if it were not there.
    Gone,
}

/// A text whose colour is near that of what is behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contrast {
    Good,
    /// It is not seen if what is behind it is as far as the page tells.
    Doubtful,
    None,
}

/// What passes from an element to those in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inherited {
    pub(super) is_visible: bool,
    pub(super) is_tiny: bool,
    color: Ink,
    background: Ink,
    /// It is written from the right.
    pub(super) is_reversed: bool,
    /// It is in a font that the page brings along.
    pub(super) has_own_font: bool,
    /// Its first line begins outside the page.
    pub(super) is_outside: bool,
    pub(super) is_preformatted: bool,
    /// Why it may be seen otherwise, for all that is in it.
    pub(super) odd: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ink {
    Assumed([u8; 3]),
    Given([u8; 3]),
}

impl Default for Inherited {
    fn default() -> Self {
        Self {
            is_visible: true,
            is_tiny: false,
            color: Ink::Assumed([0; 3]),
            background: Ink::Assumed([255; 3]),
            is_reversed: false,
            has_own_font: false,
            is_outside: false,
            is_preformatted: false,
            odd: None,
        }
    }
}

impl Inherited {
    /// How far a text is told from what is behind it.
    pub(super) fn contrast(&self) -> Contrast {
        let (Ink::Assumed(color) | Ink::Given(color)) = self.color;
        let (Ink::Assumed(behind) | Ink::Given(behind)) = self.background;
        let is_near = color
            .iter()
            .zip(behind)
            .all(|(color, behind)| color.abs_diff(behind) < 40);
        match (is_near, self.color, self.background) {
            (false, ..) => Contrast::Good,
            (true, Ink::Given(_), Ink::Given(_)) => Contrast::None,
            _ => Contrast::Doubtful,
        }
    }
}

/// How an element looks.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) shown: Shown,
    pub(super) inherited: Inherited,
    /// Why it may be seen otherwise than it is read.
    pub(super) odd: Option<&'static str>,
    /// It lies over the page, or moves with it.
    pub(super) is_afloat: bool,
    /// A mark is put before or behind it.
    pub(super) inserts_mark: bool,
    pub(super) is_raised: bool,
    pub(super) is_struck: bool,
    /// Something is drawn behind it.
    pub(super) has_picture: bool,
    /// Something of it is drawn over what is beside it.
    pub(super) draws: bool,
    /// It covers what is behind it.
    pub(super) covers: bool,
    /// What reaches below so many pixels is cut off.
    pub(super) cut_at: Option<f32>,
}

type Setting<'v> = ((bool, bool, u32), Slot, &'v Value);

/// Which of two settings counts is told by importance, then by whether it stands at the element, then by the selector and the order.
struct Settings<'v>(Vec<Setting<'v>>);

impl<'v> Settings<'v> {
    fn put(&mut self, rank: (bool, bool, u32), slot: Slot, value: &'v Value) {
        match self.0.iter_mut().find(|(_, known, _)| *known == slot) {
            Some(known) if known.0 <= rank => *known = (rank, slot, value),
            Some(_) => {}
            None => self.0.push((rank, slot, value)),
        }
    }

    fn get(&self, slot: Slot) -> Option<&'v Value> {
        self.0
            .iter()
            .find(|(_, known, _)| *known == slot)
            .map(|(.., value)| *value)
    }

    fn hides(&self, slot: Slot) -> bool {
        self.get(slot) == Some(&Value::Hides)
    }

    fn number(&self, slot: Slot) -> Option<f32> {
        match self.get(slot) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn words(&self, slot: Slot) -> &str {
        match self.get(slot) {
            Some(Value::Words(words)) => words,
            _ => "",
        }
    }
}

/// What is far enough away to be out of sight.
const FAR: f32 = 400.0;
/// A box of fewer pixels cuts off what is in it.
const NARROW: f32 = 24.0;

/// How an element looks that stands in one with `outer`.
pub(super) fn look(tree: &Tree, sheet: &Sheet, id: NodeId, element: &Element, outer: &Inherited) -> Look {
    let rules = sheet.of(tree, id);
    let own = element.attribute("style").map(css::tokens).unwrap_or_default();
    let own = style::declarations(&own);
    let mut settings = Settings(Vec::new());
    let mut odd = None;
    let mut inserts_mark = false;
    for (_, rule, is_certain) in &rules {
        let hides_itself = rule.declarations.iter().any(|declaration| {
            matches!(declaration.slot, Slot::Display | Slot::Visibility | Slot::Opacity)
                && declaration.value == Value::Hides
        });
        for declaration in rule.declarations.iter() {
            let value = &declaration.value;
            match (rule.part, is_certain) {
                (Part::Whole, true) => {
                    settings.put(
                        (declaration.important, false, rule.specificity),
                        declaration.slot,
                        value,
                    );
                }
                (Part::Whole | Part::First, _) => {
                    let matters = match value {
                        Value::Hides => declaration.slot != Slot::Overflow,
                        Value::Odd(_) => true,
                        Value::Color(_) => {
                            matches!(declaration.slot, Slot::Color | Slot::Fill) && rule.part == Part::First
                        }
                        _ => false,
                    };
                    if matters {
                        odd = Some("style");
                    }
                }
                (Part::Inserted, _) if declaration.slot == Slot::Content && !hides_itself => match value {
                    Value::Odd(cause) => odd = Some(*cause),
                    Value::Words(_) => inserts_mark = true,
                    _ => {}
                },
                (Part::Inserted, _) => {}
            }
        }
    }
    for declaration in &own {
        settings.put((declaration.important, true, 0), declaration.slot, &declaration.value);
    }
    let mut look = Look {
        shown: shown(&settings, element),
        inherited: inherited(&settings, element, outer, sheet),
        odd,
        is_afloat: false,
        inserts_mark,
        is_raised: settings.words(Slot::VerticalAlign) == "super",
        is_struck: settings.words(Slot::Decoration) == "line-through",
        has_picture: settings.words(Slot::Background) == "picture"
            || element
                .attribute("background")
                .is_some_and(|address| !address.is_empty()),
        draws: ["outline", "box-shadow", "border-image"]
            .iter()
            .any(|name| matches!(settings.get(Slot::Other(name)), Some(Value::Odd(_)))),
        covers: false,
        cut_at: settings
            .number(Slot::Other("height"))
            .filter(|_| settings.words(Slot::Other("overflow-y")) == "cuts"),
    };
    let position = settings.words(Slot::Position);
    look.is_afloat = matches!(position, "absolute" | "fixed");
    let reach = |size: Slot, from: Slot, to: Slot| {
        settings.number(size).is_some_and(|size| size > 120.0)
            || settings.number(from).is_some() && settings.number(to).is_some()
    };
    let is_wide = settings.get(Slot::Other("inset")).is_some()
        || reach(Slot::Width, Slot::Left, Slot::Right) && reach(Slot::Height, Slot::Top, Slot::Bottom);
    let has_ground = matches!(settings.get(Slot::Background), Some(Value::Color(_) | Value::Words(_)));
    look.covers = look.is_afloat && is_wide && has_ground;
    for (_, slot, value) in &settings.0 {
        match value {
            Value::Odd(cause) if *slot != Slot::Content && *slot != Slot::Direction => look.odd = Some(cause),
            // In the place of what is in it.
            Value::Odd(cause) if *slot == Slot::Content => look.odd = Some(cause),
            _ => {}
        }
    }
    let sides = [Slot::Left, Slot::Top, Slot::Right, Slot::Bottom];
    let shifts = position == "relative"
        && sides
            .iter()
            .any(|side| settings.number(*side).is_some_and(|number| number.abs() > 3.0));
    let pulls = [Slot::MarginLeft, Slot::MarginTop]
        .iter()
        .any(|side| settings.number(*side).is_some_and(|number| number < -20.0));
    if shifts || pulls {
        look.odd = look.odd.or(Some("moved"));
    }
    let sizes = [Slot::Width, Slot::Height, Slot::MaxWidth, Slot::MaxHeight];
    if settings.hides(Slot::Overflow)
        && sizes
            .iter()
            .any(|size| settings.number(*size).is_some_and(|number| number < NARROW))
    {
        look.odd = look.odd.or(Some("style"));
    }
    if let Some(cause) = look.odd {
        look.inherited.odd = Some(cause);
    }
    look
}

fn shown(settings: &Settings<'_>, element: &Element) -> Shown {
    let display = settings.get(Slot::Display);
    let is_hidden = element.attribute("hidden").is_some() || element.attribute("popover").is_some();
    if display == Some(&Value::Hides) || is_hidden && display.is_none() {
        return Shown::Gone;
    }
    // Only a row or column can be collapsed; another element is merely not seen.
    if settings.words(Slot::Visibility) == "collapse" && matches!(element.name(), "tr" | "tbody" | "thead" | "tfoot") {
        return Shown::Gone;
    }
    let is_far = |slot: Slot| {
        settings
            .number(slot)
            .is_some_and(|number| !(-FAR..=6.0 * FAR).contains(&number))
    };
    let position = settings.words(Slot::Position);
    let sides = [Slot::Left, Slot::Top, Slot::Right, Slot::Bottom];
    let is_positioned = !position.is_empty();
    let is_far = is_positioned && sides.into_iter().any(is_far) || is_far(Slot::MarginLeft) || is_far(Slot::MarginTop);
    if is_far && matches!(position, "absolute" | "fixed") {
        return Shown::Gone;
    }
    let sizes = [Slot::Width, Slot::Height, Slot::MaxWidth, Slot::MaxHeight];
    let is_none = settings.hides(Slot::Overflow)
        && sizes
            .into_iter()
            .any(|size| settings.number(size).is_some_and(|number| number < 3.0));
    let hides = [
        Slot::Opacity,
        Slot::ContentVisibility,
        Slot::Clip,
        Slot::Transform,
        Slot::Zoom,
    ];
    if is_far || is_none || hides.into_iter().any(|slot| settings.hides(slot)) {
        return Shown::Blank;
    }
    Shown::Yes
}

fn inherited(settings: &Settings<'_>, element: &Element, outer: &Inherited, sheet: &Sheet) -> Inherited {
    let mut inner = *outer;
    match settings.get(Slot::Visibility) {
        Some(Value::Hides | Value::Words(_)) => inner.is_visible = false,
        Some(_) => inner.is_visible = true,
        None => {}
    }
    match settings.get(Slot::FontSize) {
        Some(Value::Hides) => inner.is_tiny = true,
        Some(Value::Plain | Value::Odd(_)) => inner.is_tiny = false,
        _ => {}
    }
    let attribute = |name: &str| element.attribute(name).and_then(colours::legacy).map(Ink::Given);
    let has_color = matches!(element.name(), "font" | "basefont" | "body");
    let color = attribute(if element.name() == "body" { "text" } else { "color" }).filter(|_| has_color);
    inner.color = color.unwrap_or(inner.color);
    match settings.get(Slot::Fill).or(settings.get(Slot::Color)) {
        Some(Value::Color(color)) => inner.color = Ink::Given(*color),
        Some(Value::Hides) => inner.is_visible = false,
        _ => {}
    }
    inner.background = attribute("bgcolor").unwrap_or(inner.background);
    match settings.get(Slot::Background) {
        Some(Value::Color(color)) => inner.background = Ink::Given(*color),
        Some(Value::Plain) => inner.background = outer.background,
        // What is drawn there may be anything.
        Some(Value::Words(_)) => inner.background = Ink::Assumed([255; 3]),
        _ => {}
    }
    match (settings.get(Slot::Direction), element.attribute("dir")) {
        (Some(direction), _) => inner.is_reversed = *direction != Value::Plain,
        (None, Some(direction)) if direction.eq_ignore_ascii_case("rtl") => inner.is_reversed = true,
        (None, Some(direction)) if direction.eq_ignore_ascii_case("ltr") => inner.is_reversed = false,
        _ => {}
    }
    let own_fonts = |names: &str| {
        sheet
            .fonts
            .iter()
            .any(|font| names.split(',').any(|name| name.trim() == font))
    };
    if let Some(Value::Words(names)) = settings.get(Slot::FontFamily) {
        inner.has_own_font = own_fonts(names);
    }
    if let Some(face) = element.attribute("face").filter(|_| element.name() == "font") {
        inner.has_own_font = own_fonts(&face.to_lowercase());
    }
    if let Some(indent) = settings.number(Slot::Indent) {
        inner.is_outside = indent < -100.0;
    }
    inner
}
