//! Packages that programs open differently, and markup that they read differently.

use super::{Case, RUN, change, document, part, parts, with};
use crate::honest::{self, MAIN, Parts};

const RELS: &str = "_rels/.rels";
const TYPES: &str = "[Content_Types].xml";
const PARTS_OF_MAIN: &str = "word/_rels/document.xml.rels";
const OFFICE_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

/// A second main part that shows 999.
fn decoy(parts: &mut Parts, name: &str) {
    let main = String::from_utf8(part(parts, MAIN).clone()).unwrap();
    let wrong = honest::replaced(&main, RUN, &RUN.replace("224", "999"));
    parts.push((name.to_owned(), wrong.into_bytes()));
}

/// A package in which an entry has another name of the same length.
fn renamed(from: &str, to: &str) -> Vec<u8> {
    let mut all = honest::docx();
    decoy(&mut all, from);
    let mut bytes = honest::pack(&all);
    let mut at = 0;
    while let Some(found) = bytes[at..]
        .windows(from.len())
        .position(|window| window == from.as_bytes())
    {
        at += found;
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

/// Honest bytes with something done to them.
fn bytes(attack: &'static str, change: impl FnOnce(&mut Vec<u8>), shown: &'static str) -> Case {
    let mut bytes = honest::pack(&honest::docx());
    change(&mut bytes);
    Case::new(attack, "report.docx", bytes, shown)
}

fn last(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).rposition(|window| window == mark).unwrap()
}

fn wrong() -> Vec<u8> {
    honest::docx_with(|main| honest::replaced(&main, RUN, &RUN.replace("224", "999")))
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = packages();
    cases.extend(archives());
    cases.extend(markup());
    cases
}

fn packages() -> Vec<Case> {
    let relationship = |target: &str| {
        format!("<Relationship Id=\"rId9\" Type=\"{OFFICE_DOCUMENT}\" Target=\"{target}\"/></Relationships>")
    };
    let pointed = |attack, target: &str, name: &str, shown| {
        parts(
            attack,
            |all| {
                decoy(all, name);
                change(
                    all,
                    RELS,
                    "Target=\"word/document.xml\"",
                    &format!("Target=\"{target}\""),
                );
                let other = format!("PartName=\"/{name}\"");
                change(all, TYPES, "PartName=\"/word/document.xml\"", &other);
            },
            shown,
        )
    };
    vec![
        pointed(
            "the relationship names another part than word/document.xml",
            "word/real.xml",
            "word/real.xml",
            "999",
        ),
        pointed("… by an absolute target", "/word/real.xml", "word/real.xml", "999"),
        pointed("… in other letters", "WORD/Real.xml", "word/real.xml", "999"),
        pointed("… with an encoded letter", "word/re%61l.xml", "word/real.xml", "999"),
        pointed("… out of the package", "../word/real.xml", "word/real.xml", "999"),
        parts(
            "two relationships to a main part",
            |all| {
                decoy(all, "word/real.xml");
                change(all, RELS, "</Relationships>", &relationship("word/real.xml"));
            },
            "224 or 999",
        ),
        parts(
            "no relationship to a main part",
            |all| change(all, RELS, OFFICE_DOCUMENT, "http://example.com/officeDocument"),
            "nothing",
        ),
        parts(
            "the main part is outside the package",
            |all| {
                change(
                    all,
                    RELS,
                    "Target=\"word/document.xml\"",
                    "TargetMode=\"External\" Target=\"word/document.xml\"",
                )
            },
            "nothing",
        ),
        parts(
            "the strict relationship",
            |all| {
                change(
                    all,
                    RELS,
                    OFFICE_DOCUMENT,
                    "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
                )
            },
            "224",
        ),
        parts(
            "two types of the main part",
            |all| {
                change(
                    all,
                    TYPES,
                    "</Types>",
                    "<Override PartName=\"/WORD/document.xml\" ContentType=\"application/xml\"/></Types>",
                );
            },
            "224",
        ),
        parts(
            "the type of the main part is that of a sheet",
            |all| change(all, TYPES, "wordprocessingml.document.main", "spreadsheetml.sheet.main"),
            "nothing",
        ),
        parts(
            "a template of Word",
            |all| change(all, TYPES, "document.main+xml", "template.main+xml"),
            "224",
        ),
        parts(
            "two parts with styles",
            |all| {
                let again = "<Relationship Id=\"rId8\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
                             </Relationships>";
                change(all, PARTS_OF_MAIN, "</Relationships>", again);
            },
            "224",
        ),
    ]
}

fn archives() -> Vec<Case> {
    let named = |attack, from: &'static str, to: &'static str| {
        Case::new(attack, "report.docx", renamed(from, to), "224 or 999")
    };
    vec![
        named("one name twice", "word/documenx.xml", "word/document.xml"),
        named(
            "one name twice, in other letters",
            "word/documenx.xml",
            "word/Document.xml",
        ),
        named(
            "one name twice, with a backslash",
            "word/documenx.xml",
            "word\\document.xml",
        ),
        named(
            "one name twice, with an encoded letter",
            "word/docxxment9.xml",
            "word/doc%75ment.xml",
        ),
        named(
            "one name twice, one behind a slash",
            "xword/document.xml",
            "/word/document.xml",
        ),
        bytes(
            "another name before the file than in the directory",
            |bytes| {
                let at = bytes.windows(17).position(|window| window == MAIN.as_bytes()).unwrap();
                bytes[at + 5] = b'D';
            },
            "224 or nothing",
        ),
        bytes(
            "another size before the file than in the directory",
            |bytes| {
                let at = bytes.windows(17).position(|window| window == MAIN.as_bytes()).unwrap();
                bytes[at - 8] ^= 1;
            },
            "224 or nothing",
        ),
        bytes(
            "data in front",
            |bytes| *bytes = [b"#!x\n".to_vec(), std::mem::take(bytes)].concat(),
            "224",
        ),
        bytes(
            "another document in front",
            |bytes| *bytes = [wrong(), std::mem::take(bytes)].concat(),
            "224 or 999",
        ),
        bytes("another document behind", |bytes| bytes.extend(wrong()), "224 or 999"),
        bytes("data behind", |bytes| bytes.extend(b"more"), "224"),
        bytes(
            "a second end of the directory in its comment",
            |bytes| {
                let end = last(bytes, b"PK\x05\x06");
                let again = bytes[end..].to_vec();
                bytes[end + 20] = 22;
                bytes.extend(again);
            },
            "224",
        ),
        bytes(
            "a file is marked as encrypted",
            |bytes| {
                let at = last(bytes, b"PK\x01\x02");
                bytes[at + 8] |= 1;
            },
            "nothing",
        ),
        bytes(
            "a file is not what its checksum says",
            |bytes| {
                let at = last(bytes, MAIN.as_bytes());
                bytes[at - 30] ^= 1;
            },
            "nothing",
        ),
        bytes(
            "the archive is cut off",
            |bytes| bytes.truncate(bytes.len() / 2),
            "nothing",
        ),
    ]
}

fn markup() -> Vec<Case> {
    let root = "<w:document ";
    let choice = |requires: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires=\"{requires}\">{RUN}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
            RUN.replace("224", "999")
        )
    };
    let declared = "<w:document xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:x=\"http://example.com/x\" \
                    xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
                    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" ";
    let marked = |attack, attribute: &str, runs: &str, shown| {
        document(
            attack,
            |main| {
                let main = honest::replaced(&main, root, &format!("{declared}{attribute} "));
                honest::replaced(&main, RUN, runs)
            },
            shown,
        )
    };
    let foreign = "<x:r><w:t>224</w:t></x:r><w:r><w:t>999</w:t></w:r>";
    let utf16 = |main: &str, bom: bool| {
        let text = main.replacen("UTF-8", "UTF-16", 1);
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let mark: &[u8] = if bom { b"\xff\xfe" } else { b"" };
        mark.iter().copied().chain(units).collect::<Vec<u8>>()
    };
    let replaced_main = |attack, change: &dyn Fn(String) -> Vec<u8>, shown| {
        parts(
            attack,
            |all| {
                let main = part(all, MAIN);
                *main = change(String::from_utf8(std::mem::take(main)).unwrap());
            },
            shown,
        )
    };
    vec![
        marked("a choice that Word takes", "", &choice("wps w14"), "224"),
        marked("a choice that no program takes", "", &choice("x"), "999"),
        marked("a choice half of which no program takes", "", &choice("wps x"), "999"),
        marked("a choice without what it requires", "", &choice(""), "nothing"),
        marked("foreign text that may be ignored", "mc:Ignorable=\"x\"", foreign, "999"),
        marked("foreign text that may not be ignored", "", foreign, "999 or nothing"),
        marked(
            "text in a foreign element whose inside is read",
            "mc:Ignorable=\"x\" mc:ProcessContent=\"x:r\"",
            &format!("<x:r>{RUN}</x:r>"),
            "224",
        ),
        marked(
            "something that no program understands",
            "mc:MustUnderstand=\"x\"",
            RUN,
            "nothing",
        ),
        document(
            "elements of another namespace with the same prefix",
            |main| {
                honest::replaced(
                    &main,
                    RUN,
                    &RUN.replace("<w:r>", "<w:r xmlns:w=\"http://example.com/w\">"),
                )
            },
            "",
        ),
        document(
            "another prefix",
            |main| main.replace("w:", "y:").replace("xmlns:w=", "xmlns:y="),
            "224",
        ),
        document(
            "the strict namespace",
            |main| {
                honest::replaced(
                    &main,
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            },
            "224",
        ),
        document(
            "a document type with an entity",
            |main| {
                let main = honest::replaced(&main, root, &format!("<!DOCTYPE d [<!ENTITY e \"9\">]>{root}"));
                honest::replaced(&main, ">224<", ">224&e;<")
            },
            "2249",
        ),
        with(
            "an entity that nothing defines",
            &RUN.replace("224", "224&e;"),
            "nothing",
        ),
        with(
            "digits as character references",
            &RUN.replace("224", "&#50;&#x32;4"),
            "224",
        ),
        with("a comment between digits", &RUN.replace("224", "2<!-- 9 -->24"), "224"),
        with(
            "digits in a section of characters",
            &RUN.replace("224", "<![CDATA[224]]>"),
            "224",
        ),
        replaced_main("UTF-16", &|main| utf16(&main, true), "224"),
        replaced_main("UTF-16 without a mark", &|main| utf16(&main, false), "224"),
        replaced_main(
            "an encoding of its own",
            &|main| main.replacen("UTF-8", "windows-1252", 1).into_bytes(),
            "nothing",
        ),
        replaced_main(
            "an element that is not closed",
            &|main| main.replacen("</w:body>", "", 1).into_bytes(),
            "nothing",
        ),
        replaced_main(
            "a second root",
            &|main| format!("{main}<w:document/>").into_bytes(),
            "nothing",
        ),
        replaced_main(
            "an attribute twice",
            &|main| main.replacen("<w:tcW ", "<w:tcW w:w=\"1\" ", 1).into_bytes(),
            "nothing",
        ),
    ]
}
