//! Elements by what is done with them.

use super::tree::Element;

/// Elements in which nothing is shown.
pub(super) const SILENT: [&str; 17] = [
    "script", "style", "noscript", "template", "title", "datalist", "noembed", "noframes", "rp", "param", "source",
    "track", "area", "base", "link", "meta", "head",
];
/// Elements that show what is not read.
pub(super) const EMBEDDED: [&str; 15] = [
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "canvas",
    "video",
    "audio",
    "svg",
    "math",
    "meter",
    "progress",
    "portal",
    "fencedframe",
];
/// Elements that people fill in or press.
pub(super) const FIELDS: [&str; 6] = ["input", "select", "textarea", "button", "output", "keygen"];
/// Elements for what every page of a site holds.
const FRAME: [&str; 3] = ["nav", "footer", "aside"];
/// Elements within a line.
pub(super) const INLINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Roles of what is around the text of a page.
const ROLES: [&str; 6] = ["navigation", "banner", "contentinfo", "search", "complementary", "menu"];
/// Classes and ids that tell the same.
const CHROME: [&str; 18] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "footer",
    "foot",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "share",
    "sharing",
    "sidebar",
    "toolbar",
    "copyright",
    "pagination",
    "qrcode",
    "bdsharebuttonbox",
];

/// Parts of a table that keep their place whatever is seen of them.
pub(super) fn is_table_part(name: &str) -> bool {
    matches!(name, "tr" | "td" | "th" | "tbody" | "thead" | "tfoot")
}

/// Whether an element is for what is around the text of a page.
pub(super) fn is_furniture(element: &Element) -> bool {
    let name = element.name();
    if matches!(name, "html" | "body" | "table") || is_table_part(name) {
        return false;
    }
    let has = |attribute: &str, of: &[&str]| {
        let value = element.attribute(attribute).unwrap_or("");
        let mut words = value.split_ascii_whitespace();
        words.any(|word| of.iter().any(|known| known.eq_ignore_ascii_case(word)))
    };
    FRAME.contains(&name) || has("role", &ROLES) || has("class", &CHROME) || has("id", &CHROME)
}
