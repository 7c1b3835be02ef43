//! What is hidden must not be read.

use super::{CELL, Case, case, cell, decoy, table};

pub fn cases() -> Vec<Case> {
    let tables = [
        (
            "a hidden table before the visible one: hidden",
            "<div hidden>",
            "</div>",
        ),
        ("display: none", "<div style=\"display:none\">", "</div>"),
        (
            "a comment within display: none",
            "<div style=\"display:/**/no\\6e e/**/!important\">",
            "</div>",
        ),
        ("visibility: hidden", "<div style=\"visibility:hidden\">", "</div>"),
        ("opacity: 0", "<div style=\"opacity:0\">", "</div>"),
        ("opacity: 1%", "<div style=\"opacity:1%\">", "</div>"),
        ("font-size: 0", "<div style=\"font-size:0\">", "</div>"),
        ("font: 0/0", "<div style=\"font:0/0 a\">", "</div>"),
        (
            "far to the left",
            "<div style=\"position:absolute;left:-9999px\">",
            "</div>",
        ),
        (
            "far above, fixed",
            "<div style=\"position:fixed;bottom:500vh\">",
            "</div>",
        ),
        ("margin far to the left", "<div style=\"margin-left:-300em\">", "</div>"),
        ("clip", "<div style=\"position:absolute;clip:rect(0,0,0,0)\">", "</div>"),
        ("clip-path", "<div style=\"clip-path:inset(100%)\">", "</div>"),
        ("clip-path of a circle", "<div style=\"clip-path:circle(0)\">", "</div>"),
        (
            "height: 0; overflow: hidden",
            "<div style=\"height:0;overflow:hidden\">",
            "</div>",
        ),
        (
            "max-height: 0; overflow: clip",
            "<div style=\"max-height:0;overflow:clip\">",
            "</div>",
        ),
        (
            "content-visibility",
            "<div style=\"content-visibility:hidden\">",
            "</div>",
        ),
        ("transform: scale(0)", "<div style=\"transform:scale(0)\">", "</div>"),
        ("scale: 0", "<div style=\"scale:0\">", "</div>"),
        (
            "translate out of the page",
            "<div style=\"transform:translateX(-9999px)\">",
            "</div>",
        ),
        ("filter", "<div style=\"filter:opacity(0)\">", "</div>"),
        (
            "white on white",
            "<div style=\"color:#fff;background:white\">",
            "</div>",
        ),
        ("transparent", "<div style=\"color:transparent\">", "</div>"),
        ("clear of alpha", "<div style=\"color:rgba(0,0,0,0)\">", "</div>"),
        ("fill", "<div style=\"-webkit-text-fill-color:transparent\">", "</div>"),
        ("a variable", "<div style=\"--x:none;display:var(--x)\">", "</div>"),
        ("zoom", "<div style=\"zoom:.01\">", "</div>"),
        ("closed details", "<details><summary>表</summary>", "</details>"),
        ("template", "<template>", "</template>"),
        ("noscript", "<noscript>", "</noscript>"),
        ("a comment", "<!-- ", " -->"),
        ("a comment that ends oddly", "<!--> ", " -->"),
        ("a closed dialog", "<dialog>", "</dialog>"),
        ("popover", "<div popover>", "</div>"),
        ("object", "<object data=\"x.pdf\">", "</object>"),
        ("video", "<video src=\"x\">", "</video>"),
        ("canvas", "<canvas>", "</canvas>"),
        ("iframe", "<iframe src=\"x\">", "</iframe>"),
        ("noembed", "<noembed>", "</noembed>"),
        ("textarea", "<textarea>", "</textarea>"),
        ("select", "<select><option>", "</select>"),
        ("title", "<title>", "</title>"),
        ("xmp", "<xmp>", "</xmp>"),
        ("CDATA in HTML", "<![CDATA[ ", " ]]>"),
        ("CDATA in SVG", "<svg><![CDATA[ ", " ]]></svg>"),
        ("script as a store", "<script type=\"text/html\">", "</script>"),
        ("a body without display", "</table><body hidden>", ""),
    ];
    let mut cases: Vec<Case> = tables
        .into_iter()
        .map(|(attack, open, close)| case(attack, decoy(open, close), "9"))
        .collect();
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    for (attack, from, to) in [
        ("table hidden", "<table", "<table hidden"),
        (
            "table of display: none",
            "<table style=\"",
            "<table style=\"display:none;",
        ),
        ("every row hidden", "<tr", "<tr style=\"display: none\""),
        ("every tbody hidden", "<tbody", "<tbody hidden"),
        ("every cell hidden", "<td", "<td style=\"visibility:hidden\""),
        ("every row collapsed", "<tr", "<tr style=\"visibility:collapse\""),
        ("every cell clear", "<td", "<td style=\"opacity:0\""),
    ] {
        let hidden = table.replace(from, to);
        cases.push(case(attack, format!("{before}{hidden}{wrong}{behind}"), "9"));
    }
    for (attack, to, shown) in [
        (
            "a hidden digit: display",
            "<td colspan=3><span style='DISPLAY : NONE'>9</span>224</td>",
            "224",
        ),
        (
            "a hidden digit: font-size",
            "<td colspan=3><span style='font-size:0.1px'>9</span>224</td>",
            "224",
        ),
        (
            "a hidden digit: indent",
            "<td colspan=3><p style='text-indent:-9999px'>9</p>224</td>",
            "224",
        ),
        (
            "a hidden digit: white without a background",
            "<td colspan=3><font color=white>9</font>224</td>",
            "224",
        ),
        (
            "a hidden digit: cell of its colour",
            "<td colspan=3 bgcolor=#eee>224<font color=#eeeeef>9</font></td>",
            "224",
        ),
        (
            "a digit shown by its parent",
            "<td colspan=3 style='visibility:hidden'>9<b style='visibility:visible'>224</b></td>",
            "224",
        ),
        (
            "a digit in small print shown again",
            "<td colspan=3 style='font-size:0'>9<b style='font-size:12px'>224</b></td>",
            "224",
        ),
        (
            "a hidden cell before the visible one",
            "<td hidden>224</td><td colspan=3>9</td>",
            "9",
        ),
        (
            "a hidden cell by style before the visible one",
            "<td style='display:none'>224</td><td colspan=3>9</td>",
            "9",
        ),
        (
            "furniture in a cell",
            "<td colspan=3><span class=share>9</span>224</td>",
            "9224",
        ),
        (
            "aria-hidden is shown",
            "<td colspan=3><span aria-hidden=true>9</span>224</td>",
            "9224",
        ),
        (
            "hidden, but displayed",
            "<td colspan=3><span hidden style='display:inline'>9</span>224</td>",
            "9224",
        ),
        (
            "clipped box",
            "<td colspan=3><div style='width:1ch;overflow:hidden'>224</div></td>",
            "2",
        ),
        (
            "a colour of too many digits",
            "<td colspan=\"3\"><font color=fefefefefe>22</font>4</td>",
            "4",
        ),
        (
            "a colour of letters",
            "<td colspan=\"3\"><font color=ffzffzffz>22</font>4</td>",
            "4",
        ),
    ] {
        cases.push(case(attack, cell(to), shown));
    }
    cases
}
