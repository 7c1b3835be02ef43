//! Pages.

use super::Case;
use crate::honest;

/// The cell of the number of licences.
const CELL: &str = r#"<td colspan="3">224</td>"#;

/// The page with that cell changed.
fn cell(to: &str) -> String {
    honest::replaced(&honest::html(), CELL, to)
}

/// The page with something at the end of its head.
fn head(page: &str, what: &str) -> String {
    honest::replaced(page, "</head>", &format!("{what}</head>"))
}

/// The table of that cell, and what stands before and behind it.
fn table() -> (String, String, String) {
    let page = honest::html();
    let at = page.find(CELL).unwrap();
    let start = page[..at].rfind("<table").unwrap();
    let end = at + page[at..].find("</table>").unwrap() + "</table>".len();
    (
        page[..start].to_owned(),
        page[start..end].to_owned(),
        page[end..].to_owned(),
    )
}

/// The correct table within `open` and `close`, and behind it the same with 9 in the cell.
fn decoy(open: &str, close: &str) -> String {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    format!("{before}{open}{table}{close}{wrong}{behind}")
}

/// The table with 9 within `open` and `close`, and behind it the correct one, hidden.
fn shown_in(open: &str, close: &str) -> String {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    format!("{before}{open}{wrong}{close}<div style=\"display:none\">{table}</div>{behind}")
}

fn case(attack: &'static str, page: String, shown: &'static str) -> Case {
    Case::new(attack, "report.html", page, shown)
}

pub fn cases() -> Vec<Case> {
    let mut cases = vec![case("nothing", honest::html(), "224")];
    cases.extend(hidden());
    cases.extend(sheets());
    cases.extend(visible());
    cases.extend(scripts());
    cases.extend(trees());
    cases.extend(letters());
    cases.extend(further());
    cases
}

/// Ways that are seldom thought of: style sheets in style sheets, what scripts are called elsewhere, what is drawn beside the text.
fn further() -> Vec<Case> {
    let parts = |style: &str| {
        let page = cell(r#"<td colspan="3"><i id="k">22</i>4</td>"#);
        head(&page, &format!("<style>{style}</style>"))
    };
    let sheets = [
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
    ];
    let drawn = [
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
    ];
    let code = "document.querySelectorAll('td')[6].textContent=9";
    let elsewhere = [
        ("a script in a drawing", format!("<svg><script>{code}</script></svg>")),
        (
            "a script in the address of a frame",
            format!("<iframe hidden src=\"javascript:parent.{code}\"></iframe>"),
        ),
        (
            "a script in a page in a frame",
            format!("<iframe hidden srcdoc=\"<script>parent.{code}</script>\"></iframe>"),
        ),
        (
            "what begins in a drawing",
            format!("<svg><set attributeName=x onbegin=\"{code}\"/></svg>"),
        ),
    ];
    let elsewhere_again = [
        (
            "a script that hides the page",
            "<script>document.body.hidden=true</script>",
        ),
        (
            "a script that fades the page out",
            "<script>document.body.animate([{opacity:0}],{fill:'forwards'})</script>",
        ),
        (
            "a script that takes out what is last",
            "<script>document.body.lastElementChild.remove()</script>",
        ),
        (
            "a script that takes out what it selects",
            "<script>getSelection().selectAllChildren(document.body);getSelection().deleteFromDocument()</script>",
        ),
        (
            "a script that says the report is void",
            "<script>document.querySelector('h1').before('作废')</script>",
        ),
        (
            "a sheet over the page",
            "<div style='position:fixed;top:0;left:0;width:100%;height:100%;background:white'></div>",
        ),
        (
            "digits of the navigation over the page",
            "<nav style='position:fixed;top:300px;left:300px;background:#fff'>999</nav>",
        ),
    ];
    let switched = "<!-- \u{1b}$B --><i>22</i>";
    let switched =
        cell(&format!(r#"<td colspan="3">{switched}4</td>"#)).replace("<head>", "<head><meta charset=iso-2022-jp>");
    let mut cases: Vec<Case> = sheets.map(|(attack, style)| case(attack, parts(style), "4")).into();
    cases.extend(
        drawn.map(|(attack, style, shown)| {
            case(attack, head(&honest::html(), &format!("<style>{style}</style>")), shown)
        }),
    );
    cases.extend(elsewhere.map(|(attack, what)| {
        case(
            attack,
            honest::replaced(&honest::html(), "</body>", &format!("{what}</body>")),
            "9",
        )
    }));
    cases.extend(elsewhere_again.map(|(attack, what)| {
        let page = honest::replaced(&honest::html(), "</body>", &format!("{what}</body>"));
        case(attack, page, "(something else)")
    }));
    for (attack, color) in [
        ("a colour of too many digits", "fefefefefe"),
        ("a colour of letters", "ffzffzffz"),
    ] {
        let page = cell(&format!("<td colspan=\"3\"><font color={color}>22</font>4</td>"));
        cases.push(case(attack, page, "4"));
    }
    cases.push(case("an encoding that an escape switches", switched, "(garbled)"));
    cases
}

/// What is hidden must not be read.
fn hidden() -> Vec<Case> {
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
    ] {
        cases.push(case(attack, cell(to), shown));
    }
    cases
}

/// Rules of style sheets in the page.
fn sheets() -> Vec<Case> {
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
    let rows = |css: &str| head(&honest::html(), &format!("<style>{css}</style>"));
    cases.push(case(
        "rows in reverse",
        rows("tbody{display:flex;flex-direction:column-reverse}"),
        "0",
    ));
    cases.push(case("columns in reverse", rows("table{direction:rtl}"), "224"));
    cases.push(case("all cells in another order", rows("td{order:1}"), "224"));
    cases
}

/// What is shown must be read, or said.
fn visible() -> Vec<Case> {
    [
        ("the visible table in a button", "<button>", "</button>"),
        ("in an open dialog", "<dialog open>", "</dialog>"),
        ("in open details", "<details open><summary>表</summary>", "</details>"),
        ("in svg", "<svg><foreignObject>", "</foreignObject></svg>"),
        ("in object without data", "<object>", "</object>"),
        ("in map", "<map>", "</map>"),
        (
            "in math",
            "<math><annotation-xml encoding='text/html'>",
            "</annotation-xml></math>",
        ),
        ("in a label", "<label>", "</label>"),
        ("in an unknown element", "<x-report>", "</x-report>"),
        ("in aria-hidden", "<div aria-hidden=true>", "</div>"),
        ("in nav", "<nav>", "</nav>"),
        ("in a footer", "<footer>", "</footer>"),
        ("in a class of furniture", "<div class=\"share footer\">", "</div>"),
        ("in a role of furniture", "<div role=navigation>", "</div>"),
        ("in marquee", "<marquee>", "</marquee>"),
        (
            "in a shadow root",
            "<div><template shadowrootmode=open>",
            "</template></div>",
        ),
        ("in a frame", "<iframe srcdoc=\"9\"></iframe><!--", "-->"),
        (
            "in a closed details that has a summary",
            "<details><summary>",
            "</summary></details>",
        ),
    ]
    .into_iter()
    .map(|(attack, open, close)| case(attack, shown_in(open, close), "9"))
    .chain(
        [
            ("a picture in the cell", "<td colspan=3><img src=9.png></td>", "9"),
            (
                "a picture beside the figure",
                "<td colspan=3><img src=9.png>224</td>",
                "9224",
            ),
            (
                "a drawing beside the figure",
                "<td colspan=3><svg><text>9</text></svg>224</td>",
                "9224",
            ),
            ("a field in the cell", "<td colspan=3><input value=9></td>", "9"),
            (
                "a field beside the figure",
                "<td colspan=3><input value=9 size=1>224</td>",
                "9224",
            ),
            (
                "a hidden field",
                "<td colspan=3><input type=hidden value=9>224</td>",
                "224",
            ),
            (
                "a choice",
                "<td colspan=3><select><option>224<option selected>9</select></td>",
                "9",
            ),
            ("a button", "<td colspan=3><button>9</button>224</td>", "9224"),
            ("canvas", "<td colspan=3><canvas>224</canvas></td>", "9"),
            ("meter", "<td colspan=3><meter value=9>224</meter></td>", "9"),
            ("object", "<td colspan=3><object data=9.svg>224</object></td>", "9"),
            ("embed", "<td colspan=3><embed src=9.svg>224</td>", "9224"),
            ("MathML", "<td colspan=3><math><mn>9</mn></math>224</td>", "9224"),
            (
                "a list begins with 9",
                "<td colspan=3><ol start=9><li>224</ol></td>",
                "9. 224",
            ),
            (
                "covered by another text",
                "<td colspan=3>224<b style='position:absolute;left:0;background:#fff'>9</b></td>",
                "9",
            ),
            ("a word break within", "<td colspan=3>2<wbr>24</td>", "224"),
            (
                "ruby above",
                "<td colspan=3><ruby>224<rt>9</rt></ruby></td>",
                "224 (9 above)",
            ),
            ("raised", "<td colspan=3>224<sup>1</sup></td>", "224¹"),
            ("lowered", "<td colspan=3>224<sub>1</sub></td>", "224₁"),
            ("struck", "<td colspan=3><del>9</del>224</td>", "9̶224"),
            ("struck: s", "<td colspan=3><s>9</s>224</td>", "9̶224"),
            (
                "struck by style",
                "<td colspan=3><u style='text-decoration:underline line-through'>9</u>224</td>",
                "9̶224",
            ),
            (
                "raised by style",
                "<td colspan=3>224<span style='vertical-align:super;font-size:60%'>1</span></td>",
                "224¹",
            ),
            ("inserted", "<td colspan=3><ins>2</ins>24</td>", "224"),
            ("two lines", "<td colspan=3>2<br>24</td>", "2 24"),
            (
                "the number in pieces",
                "<td colspan=3><b>2</b><i>2</i><span>4</span></td>",
                "224",
            ),
        ]
        .into_iter()
        .map(|(attack, to, shown)| case(attack, cell(to), shown)),
    )
    .collect()
}

/// Scripts may write the report anew.
fn scripts() -> Vec<Case> {
    let with = |attack, script: &str, shown| {
        let page = cell(r#"<td colspan="3" id="v1" class="v">224</td>"#);
        case(
            attack,
            honest::replaced(&page, "</body>", &format!("{script}</body>")),
            shown,
        )
    };
    vec![
        with(
            "a script writes into the cell",
            "<script>document.getElementById('v1').innerHTML='9'</script>",
            "9",
        ),
        with(
            "by its text",
            "<script>document.querySelector(\".v\").textContent = 9</script>",
            "9",
        ),
        with("by jQuery", "<script>$('#v1').text('9')</script>", "9"),
        with(
            "by tables",
            "<script>var t=document.getElementsByTagName('td');t[9].innerText='9'</script>",
            "9",
        ),
        with(
            "by rows",
            "<script>document.querySelector('main').children[3].rows[5].cells[1].innerText='9'</script>",
            "9",
        ),
        with(
            "all of the page",
            "<script>document.body.innerHTML=document.body.innerHTML.replace('224','9')</script>",
            "9",
        ),
        with(
            "by a walk",
            "<script>w=document.createTreeWalker(document.body);while(n=w.nextNode())n.nodeValue=n.nodeValue.replace(224,9)</script>",
            "9",
        ),
        with(
            "by code of numbers",
            "<script>eval(String.fromCharCode(97))</script>",
            "9",
        ),
        with(
            "by packed code",
            "<script>\\x61;'\\x64\\x6f\\x63\\x75\\x6d\\x65\\x6e\\x74'</script>",
            "9",
        ),
        with(
            "by a style",
            "<script>document.styleSheets[0].insertRule('td{display:none}')</script>",
            "",
        ),
        with(
            "when it is loaded",
            "<img src=x onerror=\"document.getElementById('v1').innerText=9\">",
            "9",
        ),
        with(
            "a script in an address",
            "<script src=\"data:text/javascript,alert(1)\"></script>",
            "9",
        ),
        with(
            "a style in an address",
            "<link rel=stylesheet href=\"data:text/css,td{display:none}\">",
            "",
        ),
        with(
            "another page after a moment",
            "<meta http-equiv=refresh content=\"0;url=other.html\">",
            "9",
        ),
        with(
            "hides a row",
            "<script>document.getElementById('v1').style.display='none'</script>",
            "",
        ),
        with(
            "a module",
            "<script type=module>document.getElementById('v1').append(9)</script>",
            "2249",
        ),
        with(
            "statistics do not",
            "<script>var _hmt=[];(function(){var s=document.createElement('script');s.src='//hm.baidu.com/hm.js';document.getElementsByTagName('script')[0].parentNode.insertBefore(s,null)})()</script>",
            "224",
        ),
        with(
            "nor does the year",
            "<script>document.getElementById('year').innerHTML=new Date().getFullYear()</script>",
            "224",
        ),
        case(
            "a cell that writes itself",
            cell("<td colspan=3 onmouseenter=\"this.innerText='9'\">224</td>"),
            "9",
        ),
        case(
            "a script in the cell writes",
            cell("<td colspan=3>224<script>document.write('<table><td>9')</script></td>"),
            "2249",
        ),
    ]
}

/// The tree that a browser makes of what is written.
fn trees() -> Vec<Case> {
    let (before, table, behind) = table();
    let wrong = table.replace(CELL, r#"<td colspan="3">9</td>"#);
    vec![
        case(
            "an end tag that ends nothing",
            format!("{before}<div hidden></span></p></div>{table}{behind}"),
            "224",
        ),
        case(
            "hidden, closed by another element",
            format!("{before}<p hidden>{table}</p>{behind}"),
            "224",
        ),
        case(
            "hidden, closed by a table in a paragraph",
            format!("{before}<span hidden><p>{table}</span>{wrong}{behind}"),
            "9",
        ),
        case(
            "hidden formatting that goes on",
            format!("{before}<b hidden><p>一</b>{table}{behind}"),
            "224",
        ),
        case(
            "text in a table outside its cells",
            honest::replaced(&honest::html(), CELL, &format!("9{CELL}")),
            "224",
        ),
        case(
            "a table in a table outside its cells",
            honest::replaced(&honest::html(), CELL, &format!("<table><td>9</table>{CELL}")),
            "224",
        ),
        case(
            "content behind the body",
            format!("{before}<div hidden>{table}</div>{}{wrong}", behind),
            "9",
        ),
        case(
            "two attributes of one name",
            cell("<td colspan=3><b style='display:none' style='display:block'>9</b>224</td>"),
            "224",
        ),
        case(
            "attributes of a second body",
            format!("{before}{table}{behind}<body hidden>"),
            "",
        ),
        case(
            "foot before body",
            cell("<td colspan=3>224</td></tr></tbody><tfoot><tr><th>行政许可</th><td>9</td></tr></tfoot><tbody><tr>"),
            "224 (9 below)",
        ),
        case(
            "rowspan to the end of its part only",
            cell("<td colspan=3 rowspan=0>224</td>"),
            "224",
        ),
        case("entities without end", cell("<td colspan=3>&#50&#x32&#52</td>"), "224"),
        case("NUL between digits", cell("<td colspan=3>2\u{0}24</td>"), "224"),
        case("plaintext", format!("{before}<plaintext>{table}{behind}"), "markup"),
        case(
            "a comment that ends with --!>",
            format!("{before}<!-- {table} --!>{wrong}{behind}"),
            "9",
        ),
        case(
            "a column collapsed",
            honest::html().replace("<col ", "<col style='visibility:collapse' "),
            "",
        ),
        case(
            "huge spans",
            cell("<td colspan=99999999999999999999 rowspan=99999999999999999999>224</td>"),
            "224",
        ),
        case("spans with more behind", cell("<td colspan='3x'>224</td>"), "224"),
        case(
            "nested forms",
            format!("{before}<form hidden><form>{table}</form>{wrong}{behind}"),
            "9",
        ),
    ]
}

/// Characters.
fn letters() -> Vec<Case> {
    [
        ("right-to-left override", "<td colspan=3>\u{202e}224</td>", "422"),
        ("the same by an entity", "<td colspan=3>&#x202e;224</td>", "422"),
        ("bdo", "<td colspan=3><bdo dir=rtl>224</bdo></td>", "422"),
        ("dir=rtl on the cell", "<td colspan=3 dir=rtl>-224</td>", "224-"),
        (
            "a mark of letters from the right",
            "<td colspan=3>224\u{200f}</td>",
            "224",
        ),
        ("zero-width space", "<td colspan=3>2\u{200b}24</td>", "224"),
        ("soft hyphen", "<td colspan=3>2&shy;24</td>", "224"),
        ("circled", "<td colspan=3>②24</td>", "②24"),
        ("mathematical", "<td colspan=3>𝟚24</td>", "𝟚24"),
        ("Arabic-Indic", "<td colspan=3>٢٢٤</td>", "٢٢٤"),
        ("struck by a combining stroke", "<td colspan=3>9\u{336}224</td>", "9̶224"),
        ("a combining dot", "<td colspan=3>2\u{307}24</td>", "2̇24"),
        ("a keycap", "<td colspan=3>2\u{fe0f}\u{20e3}24</td>", "2️⃣24"),
        ("full width", "<td colspan=3>２２４</td>", "224"),
        ("tag characters", "<td colspan=3>224\u{e0039}</td>", "224"),
    ]
    .into_iter()
    .map(|(attack, to, shown)| case(attack, cell(to), shown))
    .collect()
}
