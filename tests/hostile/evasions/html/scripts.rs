//! Scripts may write the report anew.

use super::{Case, body, case, cell};
use crate::honest;

pub fn cases() -> Vec<Case> {
    let with = |attack, script: &str, shown| {
        let page = cell(r#"<td colspan="3" id="v1" class="v">224</td>"#);
        case(
            attack,
            honest::replaced(&page, "</body>", &format!("{script}</body>")),
            shown,
        )
    };
    let mut cases = vec![
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
    ];
    let code = "document.querySelectorAll('td')[6].textContent=9";
    for (attack, what) in [
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
    ] {
        cases.push(case(attack, body(&what), "9"));
    }
    for (attack, what) in [
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
    ] {
        cases.push(case(attack, body(what), "(something else)"));
    }
    cases
}
