//! PDF: a report that an office printed, with something drawn, hidden or laid over its cells.

use std::path::Path;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::Case;
use crate::common::ROOT;

/// The page with the number of licences, and where that stands on it; letters are 10 high.
const PAGE: u32 = 3;
const AT: (f64, f64) = (355.0, 611.389);
/// The font that is added: Helvetica.
const FONT: &str = "Helv";

fn printed() -> Document {
    let path = Path::new(ROOT).join("tests/data/published/office-2023.pdf");
    Document::load_mem(&std::fs::read(path).unwrap()).unwrap()
}

/// The file with its page changed.
fn changed(attack: &'static str, change: impl FnOnce(&mut Document, ObjectId), shown: &'static str) -> Case {
    let mut document = printed();
    let page = document.get_pages()[&PAGE];
    change(&mut document, page);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    Case::new(attack, "report.pdf", bytes, shown)
}

fn page_dict(document: &mut Document, page: ObjectId) -> &mut Dictionary {
    document.get_object_mut(page).unwrap().as_dict_mut().unwrap()
}

/// Add to the resources of the page.
fn resource(document: &mut Document, page: ObjectId, kind: &str, name: &str, value: Object) {
    let resources = page_dict(document, page).get(b"Resources").unwrap().clone();
    let resources = match resources {
        Object::Reference(id) => document.get_object_mut(id).unwrap().as_dict_mut().unwrap(),
        _ => page_dict(document, page)
            .get_mut(b"Resources")
            .unwrap()
            .as_dict_mut()
            .unwrap(),
    };
    let own = match resources.get(kind.as_bytes()).cloned() {
        Ok(Object::Reference(id)) => document.get_object_mut(id).unwrap().as_dict_mut().unwrap(),
        Ok(Object::Dictionary(_)) => resources.get_mut(kind.as_bytes()).unwrap().as_dict_mut().unwrap(),
        _ => {
            resources.set(kind, dictionary! {});
            resources.get_mut(kind.as_bytes()).unwrap().as_dict_mut().unwrap()
        }
    };
    own.set(name, value);
}

fn helvetica() -> Dictionary {
    let widths: Vec<Object> = (48..58).map(|_| 556.into()).collect();
    dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 48, "LastChar" => 57, "Widths" => widths,
    }
}

/// Put content before that of the page and behind it.
fn draw_around(document: &mut Document, page: ObjectId, before: &str, behind: &str) {
    let contents = page_dict(document, page).get(b"Contents").unwrap().clone();
    let mut streams = match contents {
        Object::Array(streams) => streams,
        one => vec![one],
    };
    let mut stream = |content: &str| -> Object {
        document
            .add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()))
            .into()
    };
    streams.insert(0, stream(before));
    streams.push(stream(behind));
    page_dict(document, page).set("Contents", streams);
}

/// The file with something drawn on top.
fn drawn(attack: &'static str, content: &str, shown: &'static str) -> Case {
    around(attack, "", content, shown)
}

fn around(attack: &'static str, before: &str, behind: &str, shown: &'static str) -> Case {
    changed(
        attack,
        |document, page| {
            resource(document, page, "Font", FONT, helvetica().into());
            draw_around(document, page, before, behind);
        },
        shown,
    )
}

/// Digits so far right of where the number begins, with operators before them.
fn digits(state: &str, right: f64, up: f64, size: f64, text: &str) -> String {
    let (x, y) = (AT.0 + right, AT.1 + up);
    format!("q 0 g {state} BT /{FONT} {size} Tf {x} {y} Td ({text}) Tj ET Q\n")
}

/// A file with something laid over the cell when it is opened.
fn annotated(attack: &'static str, annotation: Dictionary, shown: &'static str) -> Case {
    changed(
        attack,
        |document, page| {
            let mut annotation = annotation;
            annotation.set("Type", "Annot");
            let rect: Vec<Object> = [350, 608, 380, 622].map(Object::from).to_vec();
            annotation.set("Rect", rect);
            let id = document.add_object(annotation);
            page_dict(document, page).set("Annots", vec![Object::Reference(id)]);
        },
        shown,
    )
}

/// An appearance that shows another number on white.
fn appearance(document: &mut Document) -> ObjectId {
    let content = format!("1 g 0 0 30 14 re f 0 g BT /{FONT} 10 Tf 5 3 Td (999) Tj ET");
    let dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 30.into(), 14.into()],
        "Resources" => dictionary! { "Font" => dictionary! { FONT => helvetica() } },
    };
    document.add_object(Stream::new(dict, content.into_bytes()))
}

fn over() -> Vec<Case> {
    let white = "1 g 350 608.5 30 11 re f\n";
    vec![
        drawn("a white ground over the number", white, ""),
        drawn(
            "another number on white over it",
            &format!("{white}{}", digits("", 0.0, 0.0, 10.0, "9")),
            "9",
        ),
        drawn(
            "a number over the number",
            &digits("", 0.0, 0.0, 10.0, "999"),
            "(garbled)",
        ),
        drawn("a line through it", "q 0 G 350 614.5 m 375 614.5 l S Q", "2̶2̶4̶"),
        drawn("a white line over it", "q 1 G 9 w 350 614.5 m 375 614.5 l S Q", ""),
        drawn("a raised digit behind it", &digits("", 16.0, 4.0, 6.0, "1"), "224¹"),
        drawn("a digit before it", &digits("", -5.6, 0.0, 10.0, "9"), "9224"),
        drawn(
            "a digit of curves before it",
            "q 0 g 348 612 m 352 620 346 622 346 616 c f Q",
            "9224",
        ),
        drawn(
            "a digit of strokes before it",
            "q 0 G 347 612 m 347 618 l S 347 618 m 351 618 l S 351 618 m 351 612 l S Q",
            "n224",
        ),
        drawn(
            "a word across the page",
            &format!("q BT /{FONT} 60 Tf .7 .7 -.7 .7 200 300 Tm (VOID) Tj ET Q"),
            "(void)",
        ),
        drawn(
            "a digit half in the next cell",
            &digits("", 112.0, 0.0, 10.0, "77777777777"),
            "(unclear)",
        ),
        changed(
            "a picture over it",
            |document, page| {
                let image = dictionary! {
                    "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
                    "BitsPerComponent" => 8, "ColorSpace" => "DeviceGray",
                };
                let image = document.add_object(Stream::new(image, vec![255]));
                resource(document, page, "XObject", "Pic", image.into());
                draw_around(document, page, "", "q 30 0 0 12 350 608 cm /Pic Do Q");
            },
            "(a picture)",
        ),
    ]
}

fn unseen() -> Vec<Case> {
    let digit = |state: &str| digits(state, -5.6, 0.0, 10.0, "9");
    vec![
        drawn("an invisible digit before it", &digit("3 Tr"), "224"),
        drawn("a white digit before it", &digit("1 g"), "224"),
        drawn(
            "a digit on a ground of its colour",
            &format!(".5 g 340 608 14 12 re f {}", digit(".52 g")),
            "224",
        ),
        drawn("a digit that only clips", &digit("7 Tr"), "224"),
        drawn("a digit outside its clip", &digit("0 0 1 1 re W n"), "224"),
        drawn("a tiny digit", &digits("", -2.0, 0.0, 1.0, "9"), "224"),
        drawn("digits outside the page", &digits("", 900.0, 0.0, 10.0, "9"), "224"),
        around("all of the page is clipped", "0 0 1 1 re W n\n", "", "(nothing)"),
        around(
            "all of the page is white",
            "/None gs 1 g\n",
            "1 g 0 0 600 850 re f",
            "(nothing)",
        ),
        around(
            "other words for programs that read aloud",
            "/Span <</ActualText (9)>> BDC\n",
            "EMC",
            "224",
        ),
        changed(
            "a digit on a layer that is off",
            |document, page| {
                let layer = document.add_object(dictionary! { "Type" => "OCG", "Name" => Object::string_literal("l") });
                let layers = dictionary! {
                    "OCGs" => vec![layer.into()],
                    "D" => dictionary! { "OFF" => vec![layer.into()] },
                };
                document.catalog_mut().unwrap().set("OCProperties", layers);
                resource(document, page, "Properties", "Lay", layer.into());
                resource(document, page, "Font", FONT, helvetica().into());
                draw_around(document, page, "", &format!("/OC /Lay BDC {} EMC", digit("")));
            },
            "224",
        ),
        changed(
            "a digit that nothing is seen of through a mask",
            |document, page| {
                let settings = dictionary! { "ca" => 0 };
                resource(document, page, "ExtGState", "Clear", settings.into());
                resource(document, page, "Font", FONT, helvetica().into());
                draw_around(document, page, "", &digit("/Clear gs"));
            },
            "224",
        ),
    ]
}

/// What a font says it shows.
fn fonts() -> Vec<Case> {
    let with_font = |attack, font: fn(&mut Document) -> Dictionary, text: &str, shown| {
        changed(
            attack,
            |document, page| {
                let font = font(document);
                resource(document, page, "Font", FONT, font.into());
                let content = digits("", -5.6, 0.0, 10.0, text);
                draw_around(document, page, "", &content);
            },
            shown,
        )
    };
    let renamed = |document: &mut Document| {
        let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange \
                   1 beginbfchar <39> <0031> endbfchar endcmap";
        let map = document.add_object(Stream::new(dictionary! {}, map.as_bytes().to_vec()));
        let mut font = helvetica();
        font.set("ToUnicode", map);
        font
    };
    let nameless = |_: &mut Document| {
        let mut font = helvetica();
        font.set(
            "Encoding",
            dictionary! { "Differences" => vec![57.into(), "g57".into()] },
        );
        font
    };
    vec![
        with_font("a nine that is said to be a one", renamed, "9", "9224"),
        with_font("a nine that is said to be nothing", nameless, "9", "9224"),
    ]
}

fn annotations() -> Vec<Case> {
    let shown = |attack, subtype: &str, flags: i64, shows| {
        let subtype = subtype.to_owned();
        changed(
            attack,
            move |document, page| {
                let look = appearance(document);
                let rect: Vec<Object> = [350, 608, 380, 622].map(Object::from).to_vec();
                let annotation = document.add_object(dictionary! {
                    "Type" => "Annot", "Subtype" => Object::Name(subtype.into_bytes()), "Rect" => rect, "F" => flags,
                    "AP" => dictionary! { "N" => look }, "FT" => "Tx", "V" => Object::string_literal("999"),
                });
                page_dict(document, page).set("Annots", vec![Object::Reference(annotation)]);
            },
            shows,
        )
    };
    vec![
        shown("a note with a number over it", "FreeText", 4, "999"),
        shown("a field of a form over it", "Widget", 4, "999"),
        shown("a stamp over it", "Stamp", 4, "999"),
        shown("a stamp that is hidden", "Stamp", 2, "224"),
        annotated("a link over it", dictionary! { "Subtype" => "Link" }, "224"),
    ]
}

fn files() -> Vec<Case> {
    let mut cut = Vec::new();
    printed().save_to(&mut cut).unwrap();
    cut.truncate(cut.len() * 9 / 10);
    vec![
        changed("nothing", |_, _| {}, "224"),
        changed(
            "a page that is upside down",
            |document, page| page_dict(document, page).set("Rotate", 180),
            "(upside down)",
        ),
        changed(
            "a page cut off",
            |document, page| {
                let shown: Vec<Object> = [0, 0, 595, 300].map(Object::from).to_vec();
                page_dict(document, page).set("CropBox", shown);
            },
            "(nothing)",
        ),
        Case::new("the end of the file is missing", "report.pdf", cut, "(damaged)"),
    ]
}

pub fn cases() -> Vec<Case> {
    [files(), over(), unseen(), fonts(), annotations()]
        .into_iter()
        .flatten()
        .collect()
}
