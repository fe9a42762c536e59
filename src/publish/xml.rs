//! Text as XML holds it.

use std::borrow::Cow;

/// A text for the content of an element or for an attribute between double quotes. What XML cannot hold,
/// such as control characters, is replaced by U+FFFD; line breaks and tabs survive in attributes too.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let needs_work = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}') || c < ' ';
    if !text.contains(needs_work) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\n' => written.push_str("&#10;"),
            '\r' => written.push_str("&#13;"),
            '\t' => written.push_str("&#9;"),
            c if needs_work(c) => written.push('\u{fffd}'),
            c => written.push(c),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("Rivers & Lakes", "Rivers &amp; Lakes");
        check("<script>\"x\"</script>", "&lt;script&gt;&quot;x&quot;&lt;/script&gt;");
        check("a\u{0}b\u{1b}c\nd\u{ffff}", "a\u{fffd}b\u{fffd}c&#10;d\u{fffd}");
        check("川 'ok' \u{202e}", "川 'ok' \u{202e}");
    }
}
