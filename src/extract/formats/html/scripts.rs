//! Scripts that may write the report anew. Nobody can tell what a script does without running it; what is looked for is one that names
//! tables, their cells or what is around them, and writes text. Statistics, buttons and fonts, of which pages are full, do neither.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use super::tree::{Element, Kind, NodeId, Tree};

/// What the elements of a page are called by which a script may find figures.
#[derive(Debug, Default)]
struct Names<'t> {
    /// Ids and classes of tables and of what is in them.
    inside: HashSet<&'t str>,
    /// Those of what tables are in.
    around: HashSet<&'t str>,
}

/// The elements with scripts that may write the report anew, and where they do.
pub(super) fn rewriting(tree: &Tree, tables: &HashSet<NodeId>) -> HashMap<NodeId, String> {
    let mut found = HashMap::new();
    let mut names = None;
    for id in tree.within(Tree::ROOT) {
        let Some(element) = tree.element(id) else { continue };
        let handlers = element.attributes.iter();
        let handlers = handlers.filter(|attribute| attribute.name.local.starts_with("on"));
        let mut codes: Vec<(String, bool)> = handlers.map(|handler| (handler.value.to_string(), true)).collect();
        let address = |name: &str| {
            let address = element.attribute(name).unwrap_or("");
            // A browser takes no heed of these in an address.
            let address = address.replace(|c: char| c <= ' ', "");
            address.to_ascii_lowercase()
        };
        let of_page = |name: &str| address(name).starts_with("data:") || address(name).starts_with("javascript:");
        let is_script = |name: &str| address(name).starts_with("javascript:");
        match element.name() {
            "script" if of_page("src") => {
                found.insert(id, address("src"));
            }
            "iframe" | "frame" | "embed" | "object" if ["src", "data", "href"].into_iter().any(is_script) => {
                found.insert(id, tag_text(element));
            }
            "iframe" if element.attribute("srcdoc").is_some_and(|page| page.contains('<')) => {
                found.insert(id, tag_text(element));
            }
            "link" if of_page("href") && address("rel").contains("stylesheet") => {
                found.insert(id, address("href"));
            }
            "script" if is_run(element.attribute("type").unwrap_or("")) => {
                codes.push((tree.text(id, usize::MAX), false))
            }
            _ => {}
        }
        if codes.is_empty() {
            continue;
        }
        let names = names.get_or_insert_with(|| Names::of(tree, tables));
        let is_inside = std::iter::successors(Some(id), |id| tree.parent(*id)).any(|id| tables.contains(&id));
        for (code, is_handler) in codes {
            if let Some(at) = names.rewrites(&code, is_handler && is_inside) {
                found.insert(id, code[at..].trim().to_owned());
                break;
            }
        }
    }
    found
}

/// What stands in the attributes of a frame by which it has contents.
fn tag_text(element: &Element) -> String {
    let named = ["src", "data", "href", "srcdoc"].into_iter();
    named
        .filter_map(|name| element.attribute(name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a browser runs what stands in a script of a type.
fn is_run(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    kind.is_empty()
        || kind == "module"
        || kind.contains("javascript")
        || kind.contains("ecmascript")
        || kind.contains("jscript")
}

macro_rules! pattern {
    ($name:ident, $($piece:expr),+) => {
        #[allow(clippy::unwrap_used, reason = "a pattern of our own")]
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new(&[$($piece),+].concat()).unwrap());
    };
}

pattern!(
    WRITES,
    r"(?:\.|\[\s*['\x22])(?:innerHTML|outerHTML|innerText|outerText|textContent|nodeValue|data)(?:['\x22]\s*\])?\s*\+?=[^=]",
    r"|\.(?:html|text|replaceWith|replaceAll|setHTML|setHTMLUnsafe|prepend|append|before|after)\s*\(\s*[^)\s]",
    r"|\.(?:insertAdjacent(?:HTML|Text|Element)|replaceChild(?:ren)?|appendChild|insertBefore|moveBefore|insertCell|insertRow|deleteCell|deleteRow|splitText|replaceData|appendData|insertData|deleteData|attachShadow)\s*\("
);
pattern!(
    HIDES,
    r"\.(?:hide|show|toggle|remove|detach|empty|fadeOut|fadeIn|slideUp|slideDown)\s*\(",
    r"|\.style\.(?:display|visibility|opacity)\s*=|\.hidden\s*=[^=]|\.style\.cssText\s*\+?=|\.animate\s*\(\s*(?:\[|\{[^}]*opacity)|\.css\s*\(\s*['\x22](?:display|visibility|opacity)"
);
pattern!(
    OBSCURE,
    r"\beval\s*\(|\batob\s*\(|\bFunction\s*\(\s*['\x22]|fromCharCode|fromCodePoint|\.insertRule\s*\(|\.addRule\s*\(|adoptedStyleSheets|\.replaceSync\s*\(",
    r"|document\s*\.\s*open\s*\(|(?:\\x[0-9a-fA-F]{2}){6}|(?:\\u00[0-9a-fA-F]{2}){6}|designMode|execCommand|\.(?:deleteFromDocument|deleteContents|extractContents|surroundContents)\s*\("
);
pattern!(
    WALKS,
    r"\.rows\b|\.cells\b|\.tBodies\b|createTreeWalker|createNodeIterator|getElementsByTagName\s*\(\s*['\x22]\*|querySelectorAll\s*\(\s*['\x22]\*"
);
pattern!(
    LITERAL,
    r#""([^"\\\n<]{1,120})"|'([^'\\\n<]{1,120})'|`([^`\\<]{1,120})`"#
);
pattern!(
    RECEIVER,
    r#"(?:getElementById|getElementsByClassName|getElementsByName|getElementsByTagName|querySelector|querySelectorAll|\$|jQuery)\s*\(\s*["'`]([^"'`]*)["'`]\s*\)(?:\s*\[\s*\d+\s*\])?$"#
);
pattern!(
    WHOLE,
    r"(?:document\s*\.\s*(?:body|documentElement)(?:\s*\.\s*(?:first|last)(?:Element)?Child|\s*\.\s*child(?:ren|Nodes)\s*\[\s*\d+\s*\])*|\$\(\s*(?:document|['\x22](?:body|html)['\x22])\s*\))$"
);
pattern!(
    DRAWS,
    r"(?i)document\s*\.\s*write(?:ln)?\s*\([^;]*(?:<\s*/?\s*t(?:able|r|d|h|body)\b|<\s*style|<!--|<\s*(?:plaintext|xmp|textarea|template|noscript|dialog|details|select)|display\s*:|visibility\s*:|position\s*:|\bhidden\b)"
);

impl<'t> Names<'t> {
    fn of(tree: &'t Tree, tables: &HashSet<NodeId>) -> Self {
        let mut names = Self::default();
        let mut known = HashSet::new();
        for table in tables {
            for id in tree.within(*table) {
                names.inside.extend(named(tree, id));
            }
            let around = std::iter::successors(tree.parent(*table), |id| tree.parent(*id));
            // What was seen from another table needs no second look.
            for id in around.take_while(|id| known.insert(*id)) {
                names.around.extend(named(tree, id));
            }
        }
        names
    }

    /// Where a script writes what may be the report.
    fn rewrites(&self, code: &str, is_inside: bool) -> Option<usize> {
        if let Some(found) = OBSCURE.find(code).or_else(|| DRAWS.find(code)) {
            return Some(found.start());
        }
        let literals = LITERAL
            .captures_iter(code)
            .filter_map(|found| found.iter().skip(1).flatten().next());
        let literals: Vec<&str> = literals.map(|text| text.as_str()).collect();
        let names_inside = is_inside || WALKS.is_match(code) || literals.iter().any(|text| self.is_inside(text));
        let names_around = literals.iter().any(|text| self.is_around(text));
        let receiver = |at: usize| {
            let from = (at.saturating_sub(200)..=at)
                .find(|from| code.is_char_boundary(*from))
                .unwrap_or(at);
            &code[from..at]
        };
        let writes = WRITES.find_iter(code).find(|found| {
            let before = receiver(found.start());
            match RECEIVER.captures(before).and_then(|found| found.get(1)) {
                Some(target) => self.is_inside(target.as_str()) || self.is_around(target.as_str()),
                None => WHOLE.is_match(before) || names_inside || names_around && is_markup(found.as_str()),
            }
        });
        let hides = || {
            HIDES.find_iter(code).find(|found| {
                let before = receiver(found.start());
                match RECEIVER.captures(before).and_then(|found| found.get(1)) {
                    Some(target) => self.is_inside(target.as_str()),
                    None => WHOLE.is_match(before) || names_inside,
                }
            })
        };
        writes.or_else(hides).map(|found| found.start())
    }

    /// Whether a text in a script names tables or what is in them.
    fn is_inside(&self, text: &str) -> bool {
        words(text).any(|word| {
            let tags = ["table", "tbody", "thead", "tfoot", "tr", "td", "th"];
            tags.iter().any(|tag| word.eq_ignore_ascii_case(tag)) || self.inside.contains(word)
        })
    }

    fn is_around(&self, text: &str) -> bool {
        let tags = ["h1", "h2", "h3", "main", "article", "section"];
        words(text).any(|word| tags.contains(&word) || self.around.contains(word))
    }
}

/// Whether something is written in the place of all that was there; what is only added is most often a button.
fn is_markup(writes: &str) -> bool {
    ["HTML", "html", "Text", "text", "replace"]
        .iter()
        .any(|word| writes.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
        .filter(|word| !word.is_empty())
}

fn named(tree: &Tree, id: NodeId) -> impl Iterator<Item = &str> {
    let element = match tree.kind(id) {
        Kind::Element(element) => Some(element),
        _ => None,
    };
    let value = move |name| element.and_then(|element| element.attribute(name)).unwrap_or("");
    value("class")
        .split_ascii_whitespace()
        .chain(Some(value("id")).filter(|id| !id.is_empty()))
}
