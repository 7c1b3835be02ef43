//! What is shown must be read, or said.

use super::{Case, body, case, cell, shown_in};

pub fn cases() -> Vec<Case> {
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
    .chain(
        [
            (
                "a sheet over the page",
                "<div style='position:fixed;top:0;left:0;width:100%;height:100%;background:white'></div>",
            ),
            (
                "digits of the navigation over the page",
                "<nav style='position:fixed;top:300px;left:300px;background:#fff'>999</nav>",
            ),
        ]
        .into_iter()
        .map(|(attack, what)| case(attack, body(what), "(something else)")),
    )
    .collect()
}
