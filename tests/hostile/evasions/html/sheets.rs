//! Rules of style sheets in the page.

use super::{Case, case, cell, decoy, head};
use crate::honest;

pub fn cases() -> Vec<Case> {
    let styled = |css: &str| {
        head(
            &decoy("<div class=\"a b\" id=\"c\">", "</div>"),
            &format!("<style>{css}</style>"),
        )
    };
    let mut cases: Vec<Case> = [
        ("a rule for a class", ".a{display:none}"),
        ("for an id", "#c{display:none}"),
        ("with escapes", ".\\61{d\\69splay:none}"),
        ("in a comment of HTML", "<!-- .a{display:none} -->"),
        ("for descendants", "body main div.b > table{display:none}"),
        ("by not", "div:not(.x).a{display:none}"),
        ("by has", "div:has(table).a{display:none}"),
        ("by is", ":is(.a,.z){display:none}"),
        ("by nth-of-type", "div.a:nth-of-type(n){display:none}"),
        ("by an attribute", "[class~=a]{display:none}"),
        ("within media", "@media screen{.a{display:none}}"),
        ("within a width", "@media (min-width:1px){.a{display:none}}"),
        ("within a layer", "@layer x{.a{display:none}}"),
        ("within supports", "@supports (display:grid){.a{display:none}}"),
        ("nested", "main{& .a{display:none}}"),
        ("nested without a sign", "body{.a{opacity:0}}"),
        ("behind what is broken", "}} .x{color:red .y{} } .a{display:none}"),
        ("important against the element", ".a{display:none!important}"),
        ("several together", ".a.b,.q{font-size:0}"),
        ("by sibling", "h2 ~ div.a{visibility:hidden}"),
        ("of one white", ".a table td{color:#fefefe;background-color:#fff}"),
        (
            "by an animation",
            "@keyframes h{to{opacity:0}} .a{animation:h 0s forwards}",
        ),
    ]
    .into_iter()
    .map(|(attack, css)| case(attack, styled(css), "9"))
    .collect();
    let marked = |css: &str| {
        head(
            &cell(r#"<td colspan="3" class="v">224</td>"#),
            &format!("<style>{css}</style>"),
        )
    };
    for (attack, css, shown) in [
        ("a digit before, by a rule", ".v::before{content:\"9\"}", "9224"),
        ("a digit behind, by an escape", ".v:after{content:'\\39'}", "2249"),
        (
            "a counter",
            ".v::before{counter-increment:x;content:counter(x)}",
            "1224",
        ),
        ("a minus sign before", ".v::before{content:'-'}", "-224"),
        ("the first letter gone", ".v::first-letter{font-size:0}", "24"),
        ("content in the place of the cell", ".v{content:url(9.png)}", "9"),
        ("marks of a list", ".v{display:list-item;list-style:'9' inside}", "9224"),
        ("text security", ".v{-webkit-text-security:disc}", "•••"),
        (
            "written from the right",
            ".v{direction:rtl;unicode-bidi:bidi-override}",
            "422",
        ),
        ("mirrored", ".v{transform:scaleX(-1)}", "422"),
        ("moved into the next row", ".v{position:relative;top:40px}", ""),
        (
            "a font of the page",
            "@font-face{font-family:f;src:url(data:font/woff2;base64,AA)} .v{font-family:f}",
            "999",
        ),
        ("a picture behind", ".v{background:url(9.png)}", "9"),
        (
            "a condition on an attribute",
            "td[colspan='3'].v{color:transparent}",
            "",
        ),
    ] {
        cases.push(case(attack, marked(css), shown));
    }
    let page = |css: &str| head(&honest::html(), &format!("<style>{css}</style>"));
    cases.push(case(
        "rows in reverse",
        page("tbody{display:flex;flex-direction:column-reverse}"),
        "0",
    ));
    cases.push(case("columns in reverse", page("table{direction:rtl}"), "224"));
    cases.push(case("all cells in another order", page("td{order:1}"), "224"));
    // Two of the three digits are in an element of their own, and nobody sees them.
    let parts = |css: &str| {
        let page = cell(r#"<td colspan="3"><i id="k">22</i>4</td>"#);
        head(&page, &format!("<style>{css}</style>"))
    };
    for (attack, css) in [
        (
            "a style sheet that another takes in",
            "@import \"data:text/css,td i{display:none}\";",
        ),
        ("a rule within rules", "table{td{i{display:none}}}"),
        ("an escape in an id", r"#\6b{display:none}"),
        (
            "a property of its own",
            "@property --x{syntax:'<color>';inherits:false;initial-value:white}td i{color:var(--x)}",
        ),
        (
            "a function of its own",
            "@function --f(){result:none}td i{display:--f()}",
        ),
        ("a colour of the system", "td i{color:AppWorkspace}"),
        ("a column of a table", "td i{display:table-column-group}"),
        ("no size of its own", "td i{display:inline-block;contain:strict}"),
        ("digits of no height", "td i{font-size-adjust:0}"),
        ("digits too small to read", "td i{font-size:3px}"),
        (
            "black that fades to black",
            "td i{background:linear-gradient(#000,#000)}",
        ),
        ("digits pushed away", "td i{padding-left:9999px}"),
        ("a white stroke over digits", "td i{-webkit-text-stroke:9px #fff}"),
    ] {
        cases.push(case(attack, parts(css), "4"));
    }
    for (attack, css, shown) in [
        ("a shadow beside the digits", "td{text-shadow:3ch 0 0 #000}", "224224"),
        (
            "an outline over the digits",
            "th{outline:200px solid #fff}",
            "(nothing)",
        ),
        (
            "an outline of a heading over the digits",
            "h2{outline:200px solid #fff}",
            "(nothing)",
        ),
        (
            "shadows that draw over the digits",
            "th{box-shadow:90px 0 0 9px #fff}",
            "(nothing)",
        ),
        (
            "a mark of a list",
            "td{display:list-item;list-style-position:inside}td::marker{content:'9'}",
            "9224",
        ),
        ("a word behind the headings", "h2::after{content:'（作废）'}", "(void)"),
        ("a page cut off", "body{height:300px;overflow:hidden}", "(nothing)"),
        (
            "a black page under a body without a ground",
            "html{background:#000}body{background:none}",
            "(nothing)",
        ),
        (
            "black on black where it is dark",
            "html{color-scheme:dark}td{color:#000;background:Canvas}",
            "(nothing)",
        ),
    ] {
        cases.push(case(attack, page(css), shown));
    }
    cases
}
