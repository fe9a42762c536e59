//! Pages as tables of cases: what is printed, block by block.

use super::*;
use crate::formats::{ReadSettings, run};
use crate::model::{BlockKind, MarkKind, Region};
use proptest::prelude::*;

fn text_of(html: &str) -> Text {
    let settings = ReadSettings::default();
    let read = Html.read(&Source { path: "x.html", bytes: html.as_bytes(), text: html, settings: &settings });
    assert_eq!(read.issues, [], "{html}");
    read.value
}

/// Blocks as text: kind, a letter for the region unless it is the body, and lines parted by ` / `.
fn shown(html: &str) -> Vec<String> {
    let kind = |kind: BlockKind| match kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Item { depth, number } => {
            format!("li{depth}{}", number.map_or(String::new(), |number| format!("#{number}")))
        }
        BlockKind::Row { is_head: true } => "th".to_owned(),
        BlockKind::Row { is_head: false } => "tr".to_owned(),
        BlockKind::Quote => "q".to_owned(),
        BlockKind::Code => "code".to_owned(),
        BlockKind::Rule => "hr".to_owned(),
    };
    let region = |region: Region| match region {
        Region::Body => "",
        Region::Furniture => "~",
        Region::Data => "=",
        Region::Footnote => "^",
        Region::Comments => "@",
    };
    let blocks = text_of(html).blocks;
    let lines = |block: &crate::model::Block| {
        let lines = block.lines.iter().map(|line| match line.cells.is_empty() {
            true => line.text.clone(),
            false => line.cells.join(" | ").replace('\n', "\\"),
        });
        lines.collect::<Vec<_>>().join(" / ")
    };
    blocks
        .iter()
        .map(|block| {
            format!("{}{} {}", kind(block.kind), region(block.region), lines(block)).trim().to_owned()
        })
        .collect()
}

fn check(html: &str, expected: &[&str]) {
    assert_eq!(shown(html), expected, "{html}");
}

#[test]
fn paragraphs_and_lines() {
    check("<p>One\n  two</p>three<br>four<div>five</div>", &["p One two", "p three / four", "p five"]);
    check("<p class='c8 title'>Open letter</p><p class='title'>a</p>", &["h1 Open letter", "p a"]);
    check("<h1>Open <i>letter</i></h1>a<hr>b", &["h1 Open letter", "p a", "hr", "p b"]);
    check("<p><b>Ann</b> <span>Other</span>,<a href=x>\nRiver</a></p>", &["p Ann Other, River"]);
    check("<p>Ann<sup>1,2</sup>, 10 m<sup>2</sup>, 2<sup>nd</sup></p>", &["p Ann¹², 10 m², 2nd"]);
    check("<p>A&nbsp;&nbsp;&nbsp;B&amp;C&shy;D</p>", &["p A   B&CD"]);
    check("<p>a</p><script>x</script><style>y</style><template>z</template><noscript>w</noscript>", &["p a"]);
    check("<blockquote><p>said</p></blockquote><p>longer than that</p>", &["q said", "p longer than that"]);
    check("<pre>Ann Other\nRiver Watch\n\nBo Other</pre>", &["p Ann Other / River Watch", "p Bo Other"]);
    check(
        "<div><span class=name>Ann Other</span><span class=org>River Watch</span></div>",
        &["p Ann Other River Watch"],
    );
}

#[test]
fn lists() {
    check("<ul><li>A<li>B<ol start=3><li>C<li>D</ol></ul>", &["li0 A", "li0 B", "li1#3 C", "li1#4 D"]);
    check("<ul><li><h3>Ann</h3><p>River<br>Norway</p></li></ul>", &["li0 Ann / River / Norway"]);
    check("<ol><li value=7>A<li>B</ol>", &["li0#7 A", "li0#8 B"]);
    check(
        "<dl><dt>Ann<dd>chair<dd>River<dt>Bo</dt><dt>Cy</dt><dd>Lake</dd></dl>",
        &["li0 Ann / chair / River", "li0 Bo", "li0 Cy / Lake"],
    );
    check(
        "<ul><li><img alt='River Watch'></li><li><img alt=logo> Lake Watch</li></ul>",
        &["li0 River Watch", "li0 Lake Watch"],
    );
}

#[test]
fn cards_are_items() {
    let card = |name: &str| format!("<div class='card x'><img><h4>{name}</h4><div>River</div></div>");
    let cards = ["Ann", "Bo", "Cy"].map(card).concat();
    check(&format!("<div>{cards}</div>"), &["li0 Ann / River", "li0 Bo / River", "li0 Cy / River"]);
    check(
        "<section><h3>A</h3><p>b</p></section><section><h3>C</h3><p>d</p></section>",
        &["h3 A", "p b", "h3 C", "p d"],
    );
    let spans = "<span class=s>River Watch</span> ".repeat(3);
    check(&format!("<div>{spans}</div>"), &["li0 River Watch"; 3]);
    check(&format!("<p>{spans}</p>"), &["p River Watch River Watch River Watch"]);
    check("<div>Ann</div><div>Bo</div><div>Cy</div>", &["p Ann", "p Bo", "p Cy"]);
}

#[test]
fn fields_stand_on_lines_of_their_own() {
    let card = |name: &str| {
        format!(
            "<div class='card'>\n<span class='sig_name'>{name}</span>\n<span class='sig_org'>River</span>\n</div>"
        )
    };
    let cards = ["Ann", "Bo", "Cy"].map(card).concat();
    check(&cards, &["li0 Ann / River", "li0 Bo / River", "li0 Cy / River"]);
    // What is printed beside each other in the source, or names the parts of a name, is one line.
    check(&cards.replace('\n', " "), &["p Ann River", "p Bo River", "p Cy River"]);
    check(
        &cards.replace("sig_name", "first").replace("sig_org", "last"),
        &["p Ann River", "p Bo River", "p Cy River"],
    );
    check(
        "<style>.org { display: block; }</style><p>Ann <span class='org'>River</span></p>",
        &["p Ann", "p River"],
    );
}

#[test]
fn tables() {
    check(
        "<table><tr><th>Name<th>City<tr><td>Ann<br>Other<td><p>Oslo</p></table>",
        &["th Name | City", "tr Ann\\Other | Oslo"],
    );
    check(
        "<table><tr><td><b>Name<td><b>City<tr><td>A<td>B<tr><td>C<td>D</table>",
        &["th Name | City", "tr A | B", "tr C | D"],
    );
    check(
        "<table><tr><td colspan=2>Norway<tr><td rowspan=2>A<td>B<tr><td>C</table>",
        &["h5 Norway", "tr A | B", "tr A | C"],
    );
    check("<table><tr><td>A<br>b<tr><td>C</table>", &["li0 A / b", "li0 C"]);
    check(
        "<table><tr><td><h1>T</h1><table><tr><td>A<td>B</table><td>C</table>",
        &["h1 T", "tr A | B", "p C"],
    );
    let long = "<p>one</p>".repeat(9);
    assert_eq!(shown(&format!("<table><tr><td>{long}<td>x</table>")).len(), 10);
    check(
        "<div role=table><div role=row><span role=cell>A</span><span role=cell>B</span></div></div>",
        &["tr A | B"],
    );
}

#[test]
fn regions() {
    check(
        "<header><a>Home</a></header><nav><ul><li>News</ul></nav><main><h1>T</h1><header>a</header><p>b</p></main><footer>c</footer>",
        &["p~ Home", "li0~ News", "h1 T", "p a", "p b", "p~ c"],
    );
    check("<header><h1>T</h1></header><p>b</p>", &["h1 T", "p b"]);
    let prose = "<p>Some sentences of the letter stand here.</p>".repeat(3);
    check(
        &format!(
            "{prose}<div class='footer-signatories'>Ann</div><div id=siteFooter>x</div><div class='cookie-note'>y</div>"
        ),
        &[
            "p Some sentences of the letter stand here.",
            "p Some sentences of the letter stand here.",
            "p Some sentences of the letter stand here.",
            "p Ann",
            "p~ x",
            "p~ y",
        ],
    );
    check(
        "<p>The text of the letter.</p><div id=comments><p>well said</p></div>",
        &["p The text of the letter.", "p@ well said"],
    );
    check(
        "<p>The text of the letter.</p><ol class=footnotes><li>see</ol>",
        &["p The text of the letter.", "li0#1^ see"],
    );
    check(
        "<p>The text of the letter.</p><form><input>Sign</form>",
        &["p The text of the letter.", "p~ Sign"],
    );
    // Most of the page is no margin, whatever it is called.
    check("<div class=sidebar>The whole letter</div><p>x", &["p The whole letter", "p x"]);
}

#[test]
fn marks() {
    let marked = |html: &str| -> Vec<(MarkKind, String)> {
        let text = text_of(html);
        let lines = text.blocks.iter().flat_map(|block| &block.lines);
        lines
            .flat_map(|l| l.marks.iter().map(|m| (m.kind.clone(), l.text[m.range.clone()].to_owned())))
            .collect()
    };
    let mark = |kind, text: &str| (kind, text.to_owned());
    assert_eq!(
        marked(
            "<p>a <b> b</b> <a href=x><em>c</em></a> <span style='text-decoration: line-through'>d<br>e</span>"
        ),
        [
            mark(MarkKind::Strong, "b"),
            mark(MarkKind::Emphasis, "c"),
            mark(MarkKind::Link("x".to_owned()), "c"),
            mark(MarkKind::Struck, "d"),
            mark(MarkKind::Struck, "e"),
        ]
    );
    assert_eq!(
        marked("<ul><li>a</li><!-- <li>b <i>c</i></li>\n<li>d</li> --><li><del>e</del></li></ul>"),
        [
            mark(MarkKind::Commented, "b c"),
            mark(MarkKind::Emphasis, "c"),
            mark(MarkKind::Commented, "d"),
            mark(MarkKind::Struck, "e"),
        ]
    );
    assert_eq!(
        marked("<style>.c1{font-weight:700}</style><p><span class=c1>a</span>"),
        [mark(MarkKind::Strong, "a")]
    );
}

#[test]
fn heads() {
    let fields = |html: &str| -> Vec<String> {
        text_of(html).front_matter.iter().map(|(key, value, line)| format!("{line} {key}={value}")).collect()
    };
    assert_eq!(
        fields(
            "<html lang=en-GB>\n<title>On Rivers | River Watch</title>\n<meta property=article:published_time content=2021-03-04T05:06:07Z>\n<h1>On  Rivers</h1>"
        ),
        ["1 language=en-GB", "2 title=On Rivers", "3 date=2021-03-04"]
    );
    assert_eq!(fields("<title>Home</title><h1>On Rivers</h1>"), Vec::<String>::new());
    assert_eq!(
        fields(
            "<meta property=og:site_name content='River Watch'><title>On Rivers – River Watch</title><p>x"
        ),
        ["1 title=On Rivers"]
    );
}

#[test]
fn nesting_costs_no_more_than_size() {
    for html in
        ["<div>", "<ul><li>", "<table><tr><td>", "<b><p>", "<div class='a'><span>x", "<dl><dt>", "<!--<li>"]
    {
        let read = run("x.html", html.repeat(20_000).as_bytes(), &ReadSettings::default());
        assert!(read.issues.iter().all(|issue| issue.code != IssueCode::BinaryDocument), "{html}");
    }
    let fields: String = (0..100_000).map(|n| format!("<span class='c{n}'>\nx</span>\n")).collect();
    let read = run("x.html", format!("<div>{fields}</div>").as_bytes(), &ReadSettings::default());
    assert_eq!(read.issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [IssueCode::LineTooLong]);
    let deep = ["<div>".repeat(600), "a".to_owned()].concat();
    let read = run("x.html", deep.as_bytes(), &ReadSettings::default());
    assert_eq!(read.issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [IssueCode::NestedTooDeep]);
}

const TAGS: &str = "(<(/?(p|b|div|ul|ol|li|table|tr|td|th|s|a|span|h2|dl|dt|dd|pre|header|nav|blockquote|summary)( class=(card|footer|comments|s))?( rowspan=3| colspan=2)?)>|<br>|<!--|-->|[ a-zé한,&;]|\\n){0,120}";

proptest! {
    #[test]
    fn no_page_panics_and_places_are_in_it(html in TAGS) {
        let read = run("x.html", html.as_bytes(), &ReadSettings::default());
        if let Some(read) = read.value {
            for line in read.blocks.iter().flat_map(|block| &block.lines) {
                prop_assert!(!line.text.is_empty() && line.text.trim() == line.text);
                prop_assert!(1 <= line.place.line_start && line.place.line_start <= line.place.line_end);
                prop_assert!(line.place.line_end <= read.n_lines);
                for mark in &line.marks {
                    prop_assert!(line.text.get(mark.range.clone()).is_some_and(|marked| !marked.is_empty()));
                }
            }
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        run("x.html", &bytes, &ReadSettings::default());
    }
}
