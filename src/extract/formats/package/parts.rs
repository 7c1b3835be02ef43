//! The parts of a document, found as Word finds them: by relationships and content types, never by their usual names.

use std::{collections::BTreeSet, io::Read};

use super::{
    archive::{Archive, Refusal, key},
    spaces::Space,
    xml::{Sink, Tag, read},
};
use crate::{diagnostic::defect::Defect, document::limits::Limits};

/// More relationships or content types than a document has.
const MOST: usize = 10_000;
/// More headers and footers than a document has.
const MOST_MARGINS: usize = 100;
/// The content types of main parts.
const MAIN: [(&str, Kind); 8] = [
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        Kind::Word,
    ),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        Kind::Word,
    ),
    ("application/vnd.ms-word.document.macroenabled.main+xml", Kind::Word),
    (
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml",
        Kind::Word,
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        Kind::Sheet,
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        Kind::Sheet,
    ),
    ("application/vnd.ms-excel.sheet.macroenabled.main+xml", Kind::Sheet),
    ("application/vnd.ms-excel.template.macroenabled.main+xml", Kind::Sheet),
];
/// How the type of a relationship begins, before its name.
const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
];

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document of Word.
    Word,
    /// A workbook of Excel.
    Sheet,
}

/// A document in its archive.
pub(crate) struct Package<'b> {
    archive: Archive<'b>,
    kind: Kind,
    main: String,
    /// Of the main part.
    relationships: Vec<Relationship>,
}

/// What a part refers to.
#[derive(Debug)]
pub(crate) struct Relationship {
    /// What the part calls it.
    pub id: String,
    /// The name of its type.
    pub name: String,
    /// The part; none outside the package, or where it leads out of it.
    pub part: Option<String>,
}

impl<'b> Package<'b> {
    /// Find the main part.
    ///
    /// # Errors
    /// There is none, or more than one could be it.
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Result<Self, Refusal>, Box<Defect>> {
        let archive = match Archive::open(bytes) {
            Ok(archive) => archive,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let Some(types) = archive.read("[content_types].xml") else {
            return Ok(Err(Refusal::NotOffice));
        };
        let mut known = ContentTypes::default();
        read(types, limits, &mut known)?;
        let found = relationships(&archive, "", limits)?;
        let mut mains = found
            .iter()
            .filter(|relationship| relationship.name == "officedocument");
        let main = match (mains.next(), mains.next()) {
            (None, _) => return Ok(Err(Refusal::NoMain)),
            (Some(main), None) => main.part.clone(),
            (Some(_), Some(_)) => return Ok(Err(Refusal::Ambiguous)),
        };
        let Some(main) = main.filter(|main| archive.has(main)) else {
            return Ok(Err(Refusal::NoMain));
        };
        let Some(named) = known.of(&main) else {
            return Ok(Err(Refusal::Ambiguous));
        };
        let Some((_, kind)) = MAIN.iter().find(|(name, _)| *name == named) else {
            return Ok(Err(Refusal::NotOffice));
        };
        let relationships = relationships(&archive, &main, limits)?;
        Ok(Ok(Self {
            archive,
            kind: *kind,
            main,
            relationships,
        }))
    }

    /// What it is.
    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    /// The main part.
    pub(crate) fn main(&self) -> Option<Box<dyn Read + 'b>> {
        self.archive.read(&self.main)
    }

    /// What the main part refers to.
    pub(crate) fn relationships(&self) -> &[Relationship] {
        &self.relationships
    }

    /// What another part refers to.
    ///
    /// # Errors
    /// The list is damaged, or a limit is exceeded.
    pub(crate) fn relationships_of(&self, part: &str, limits: &Limits) -> Result<Vec<Relationship>, Box<Defect>> {
        relationships(&self.archive, part, limits)
    }

    /// The content of a part.
    pub(crate) fn read(&self, part: &str) -> Option<Box<dyn Read + 'b>> {
        self.archive.read(part)
    }

    /// The part that the main part has for something: its styles, its settings.
    ///
    /// # Errors
    /// There are several.
    pub(crate) fn part(&self, name: &str) -> Result<Option<Box<dyn Read + 'b>>, Refusal> {
        let mut found = self
            .relationships
            .iter()
            .filter(|relationship| relationship.name == name);
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(one), None) => Ok(one.part.as_deref().and_then(|part| self.archive.read(part))),
            (Some(_), Some(_)) => Err(Refusal::Ambiguous),
        }
    }

    /// The headers and footers.
    ///
    /// # Errors
    /// There are more than a document has.
    pub(crate) fn margins(&self) -> Result<Vec<Box<dyn Read + 'b>>, Refusal> {
        let margins = self
            .relationships
            .iter()
            .filter(|relationship| matches!(relationship.name.as_str(), "header" | "footer"));
        let parts: BTreeSet<&str> = margins.filter_map(|margin| margin.part.as_deref()).collect();
        match parts.len() > MOST_MARGINS {
            true => Err(Refusal::TooMany),
            false => Ok(parts.into_iter().filter_map(|part| self.archive.read(part)).collect()),
        }
    }
}

/// The relationships of a part; of the package, if it has no name.
fn relationships(archive: &Archive<'_>, part: &str, limits: &Limits) -> Result<Vec<Relationship>, Box<Defect>> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let place = format!("{folder}/_rels/{name}.rels");
    let Some(file) = archive.read(place.trim_start_matches('/')) else {
        return Ok(Vec::new());
    };
    let mut found = Relationships {
        folder,
        found: Vec::new(),
    };
    read(file, limits, &mut found)?;
    Ok(found.found)
}

struct Relationships<'p> {
    folder: &'p str,
    found: Vec<Relationship>,
}

impl Sink for Relationships<'_> {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let value = |name: &str| tag.value(Space::None, name);
        if tag.space == Space::Relationships && tag.name() == b"Relationship" {
            if self.found.len() == MOST {
                return Err(super::refused(Refusal::TooMany));
            }
            let kind = value("Type").unwrap_or_default();
            let kind = kind.trim();
            let known = TYPES
                .iter()
                .find_map(|start| kind.strip_prefix(start))
                .unwrap_or_default();
            let is_inside = value("TargetMode").is_none_or(|mode| !mode.eq_ignore_ascii_case("External"));
            let target = value("Target").filter(|_| is_inside);
            self.found.push(Relationship {
                id: value("Id").unwrap_or_default().into_owned(),
                name: known.to_ascii_lowercase(),
                part: target.and_then(|target| resolved(self.folder, target.trim())),
            });
        }
        Ok(true)
    }

    fn end(&mut self) {}

    fn text(&mut self, _text: &str) {}
}

/// The part that a target names; none where it leads out of the package.
fn resolved(folder: &str, target: &str) -> Option<String> {
    let target = target.split(['?', '#']).next()?.replace('\\', "/");
    if target.contains(':') {
        return None;
    }
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop()?;
            }
            "." => {}
            step => steps.push(step),
        }
    }
    key(&steps.join("/"))
}

/// Which content type a part has.
#[derive(Default)]
struct ContentTypes {
    by_part: Vec<(String, String)>,
    by_ending: Vec<(String, String)>,
}

impl ContentTypes {
    /// The type of a part; none if it has several.
    fn of(&self, part: &str) -> Option<String> {
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        for (list, wanted) in [(&self.by_part, part), (&self.by_ending, ending)] {
            let mut found = list.iter().filter(|(name, _)| name == wanted);
            if let Some((_, kind)) = found.next() {
                return found.next().is_none().then(|| kind.clone());
            }
        }
        Some(String::new())
    }
}

impl Sink for ContentTypes {
    fn start(&mut self, tag: &Tag<'_>) -> Result<bool, Box<Defect>> {
        let value = |name: &str| tag.value(Space::None, name).unwrap_or_default().trim().to_owned();
        if self.by_part.len() + self.by_ending.len() == MOST {
            return Err(super::refused(Refusal::TooMany));
        }
        match (tag.space, tag.name()) {
            (Space::ContentTypes, b"Override") => {
                if let Some(part) = key(&value("PartName")) {
                    self.by_part.push((part, value("ContentType").to_ascii_lowercase()));
                }
            }
            (Space::ContentTypes, b"Default") => {
                let ending = value("Extension").to_ascii_lowercase();
                self.by_ending.push((ending, value("ContentType").to_ascii_lowercase()));
            }
            _ => {}
        }
        Ok(true)
    }

    fn end(&mut self) {}

    fn text(&mut self, _text: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_to_parts() {
        for (folder, target, part) in [
            ("", "word/document.xml", Some("word/document.xml")),
            ("", "/word/Document.XML", Some("word/document.xml")),
            ("", "./word/document.xml", Some("word/document.xml")),
            ("", "word%2Fdocument%2exml", Some("word/document.xml")),
            ("", "word\\document.xml", Some("word/document.xml")),
            ("word", "styles.xml", Some("word/styles.xml")),
            ("word", "../word/styles.xml", Some("word/styles.xml")),
            ("word", "../../word/styles.xml", None),
            ("", "../word/document.xml", None),
            ("", "%2e%2e/document.xml", None),
            ("", "http://example.com/document.xml", None),
            ("", "word/%zz.xml", None),
        ] {
            assert_eq!(resolved(folder, target).as_deref(), part, "{target}");
        }
    }
}
