//! Characters, and the encoding that they are read in.

use super::{Case, case, cell};

pub fn cases() -> Vec<Case> {
    let switched = "<!-- \u{1b}$B --><i>22</i>";
    let switched =
        cell(&format!(r#"<td colspan="3">{switched}4</td>"#)).replace("<head>", "<head><meta charset=iso-2022-jp>");
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
    .chain([case("an encoding that an escape switches", switched, "(garbled)")])
    .collect()
}
