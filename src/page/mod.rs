//! Pages of HTML that stand for themselves: one file, no network, styles and scripts inside, readable in light
//! and dark and without a mouse.
//!
//! Whatever is printed on a page passes [`escaped`]; a name cannot become a tag, a command or a direction of
//! writing.

use std::fmt::Write;

/// The look of every page.
const STYLE: &str = include_str!("page.css");

/// A character as it may stand on a page: one that could steer a terminal or turn the direction of the line is
/// replaced, and so is what ends a line.
pub fn tame(c: char) -> char {
    match c {
        '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// A text as HTML: what has a meaning in HTML is escaped, and every character is a tame one.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match tame(c) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A text of JSON as it may stand in a script: nothing in it ends the script or its line.
pub fn in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// A whole page. `body` is HTML; `script` is the text of a script of ours, empty for none.
pub fn render(title: &str, body: &str, script: &str) -> String {
    Page { title, body, script, ..Page::default() }.render()
}

/// A page with all that it may have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'a> {
    /// Title, as plain text.
    pub title: &'a str,
    /// What its head holds besides, such as styles and data: HTML.
    pub head: &'a str,
    /// What its body holds: HTML.
    pub body: &'a str,
    /// The text of a script of ours, empty for none.
    pub script: &'a str,
    /// Whether it may load scripts that lie beside it; from elsewhere nothing is loaded.
    pub has_files: bool,
}

impl Page<'_> {
    /// The page as HTML.
    pub fn render(&self) -> String {
        let Self { head, body, script, has_files, .. } = self;
        let title = escaped(self.title);
        // A page that is opened from a disk is of no origin: `'self'` is not enough.
        let scripts = if *has_files { "'self' file:" } else { "'unsafe-inline'" };
        let mut page = String::with_capacity(body.len() + 8192);
        let _ = write!(
            page,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src {scripts}; form-action 'none'; base-uri 'none'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n{head}</head>\n<body>\n{body}"
        );
        if !script.is_empty() {
            let _ = write!(page, "<script>\n{script}</script>\n");
        }
        page.push_str("</body>\n</html>\n");
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_printed_is_taken_for_markup() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("Ann & Other", "Ann &amp; Other");
        check(
            "</title><script>alert('1')</script>",
            "&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;",
        );
        check("a\" onload=\"b", "a&quot; onload=&quot;b");
        check("a\u{202e}b\u{1b}[31m\nc", "a\u{fffd}b\u{fffd}[31m c");
        let json = serde_json::json!({"name": "</script><!--\u{2028}&"});
        let text = in_script(&json.to_string());
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), json);
        let page = render("<b>", "<p>x</p>\n", "");
        assert!(page.contains("<title>&lt;b&gt;</title>") && !page.contains("<script"));
    }
}
