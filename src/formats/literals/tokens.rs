//! The tokens of JSON and JavaScript, as far as they matter for literals.

/// Longest regular expression, in characters.
const LONGEST_EXPRESSION: usize = 1000;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// A text between quotes, with its escapes resolved.
    Text(String),
    /// A name, a keyword, a number.
    Word(&'a str),
    /// Comments that follow each other, with their marks.
    Comment(&'a str),
    /// Any other sign. Signs that begin with `=` and are no assignment are `~`.
    Sign(char),
}

/// The tokens of a text, each with its first line and its last.
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    is_json: bool,
    /// True inside a comment, whose marks are passed over.
    is_comment: bool,
    /// True where a value is complete, so that a slash divides.
    is_behind_value: bool,
    /// Quotes that are found to be open, and up to where.
    open_quotes: Vec<(char, usize)>,
}

impl<'a> Tokens<'a> {
    /// Tokens of a text that begins on a line. JSON knows no regular expressions.
    pub fn new(text: &'a str, line: u32, is_json: bool) -> Self {
        Self {
            text,
            at: 0,
            line,
            is_json,
            is_comment: false,
            is_behind_value: false,
            open_quotes: Vec::new(),
        }
    }

    /// Tokens of what is commented out.
    pub fn of_comment(text: &'a str, line: u32) -> Self {
        Self { is_comment: true, ..Self::new(text, line, false) }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes on by so many bytes and counts the lines among them.
    fn advance(&mut self, n_bytes: usize) -> &'a str {
        let passed = self.rest().get(..n_bytes).unwrap_or_default();
        self.at += passed.len();
        let breaks = passed.bytes().filter(|byte| *byte == b'\n').count()
            + passed
                .bytes()
                .zip(passed.bytes().skip(1).chain([b' ']))
                .filter(|(a, b)| *a == b'\r' && *b != b'\n')
                .count();
        // Behind the last line end there is no line.
        let breaks =
            breaks.saturating_sub(usize::from(self.rest().is_empty() && passed.ends_with(['\n', '\r'])));
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        passed
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        let is_space = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}';
        let n_bytes = rest.find(|c: char| !is_space(c)).unwrap_or(rest.len());
        self.advance(n_bytes);
    }

    /// A comment and those that follow with nothing but white space between.
    fn comment(&mut self) -> Option<&'a str> {
        let start = self.at;
        let mut end = start;
        loop {
            let rest = self.rest();
            let n_bytes = if rest.starts_with("//") {
                rest.find(['\n', '\r']).unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |at| at + 2)
            } else {
                break;
            };
            self.advance(n_bytes);
            end = self.at;
            self.skip_spaces();
        }
        (end > start).then(|| &self.text[start..end])
    }

    /// A text between quotes; `None` when it does not end as one must, and nothing is passed.
    fn quoted(&mut self, quote: char) -> Option<String> {
        let rest = self.rest();
        let mut text = String::new();
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                _ if c == quote => {
                    self.advance(at + c.len_utf8());
                    return Some(text);
                }
                '\\' => {
                    let Some((_, escaped)) = chars.next() else { break };
                    match escaped {
                        'n' | 'r' | 'v' | 'f' => text.push('\n'),
                        't' => text.push('\t'),
                        'b' | '0' => {}
                        'u' | 'x' => {
                            let (c, n_chars) = code(rest.get(at + 2..).unwrap_or_default(), escaped);
                            text.push(c);
                            if n_chars > 0 {
                                chars.nth(n_chars - 1);
                            }
                        }
                        // A line that goes on.
                        '\n' | '\r' => {}
                        other => text.push(other),
                    }
                }
                '\n' | '\r' if quote != '`' => {
                    self.is_open_to(quote, self.at + at);
                    return None;
                }
                other => text.push(other),
            }
        }
        self.is_open_to(quote, self.text.len());
        None
    }

    /// Remembers that a quote is not closed, so that what is behind it is not searched again and again.
    fn is_open_to(&mut self, quote: char, end: usize) {
        self.open_quotes.retain(|(other, _)| *other != quote);
        self.open_quotes.push((quote, end));
    }

    /// The length of a regular expression, where a slash can open one.
    fn regular_expression(&self) -> Option<usize> {
        if self.is_behind_value || self.is_json {
            return None;
        }
        let mut is_class = false;
        let mut is_escaped = false;
        for (at, c) in self.rest().char_indices().skip(1).take(LONGEST_EXPRESSION) {
            match c {
                '\n' | '\r' => return None,
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '[' => is_class = true,
                ']' => is_class = false,
                '/' if !is_class => return Some(at + 1),
                _ => {}
            }
        }
        None
    }
}

/// The character of `\u1234`, `\u{1f600}`, `\x41` or a pair of surrogates, and how many characters it takes
/// behind its letter.
fn code(rest: &str, letter: char) -> (char, usize) {
    let hexadecimal = |text: &str| u32::from_str_radix(text, 16).ok();
    let replaced = char::REPLACEMENT_CHARACTER;
    if letter == 'x' {
        return match rest.get(..2).and_then(hexadecimal).and_then(char::from_u32) {
            Some(c) => (c, 2),
            None => (replaced, 0),
        };
    }
    if let Some(inner) = rest.strip_prefix('{') {
        let Some((digits, _)) = inner.split_once('}').filter(|(digits, _)| digits.len() <= 6) else {
            return (replaced, 0);
        };
        return (
            hexadecimal(digits).and_then(char::from_u32).unwrap_or(replaced),
            digits.chars().count() + 2,
        );
    }
    let Some(first) = rest.get(..4).and_then(hexadecimal) else { return (replaced, 0) };
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = rest
            .get(4..)
            .and_then(|rest| rest.strip_prefix("\\u"))
            .and_then(|rest| rest.get(..4))
            .and_then(hexadecimal)
        && (0xdc00..0xe000).contains(&second)
    {
        let c = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(c).unwrap_or(replaced), 10);
    }
    (char::from_u32(first).unwrap_or(replaced), 4)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Token<'a>, u32, u32);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_spaces();
        let line = self.line;
        if self.is_comment {
            // Marks of the comment at the beginning of its lines.
            while self.rest().starts_with("//")
                || self.rest().starts_with("/*")
                || self.rest().starts_with("*/")
            {
                self.advance(2);
                self.skip_spaces();
            }
        } else if let Some(comment) = self.comment() {
            return Some((Token::Comment(comment), line, self.line));
        }
        let line = self.line;
        let rest = self.rest();
        let first = rest.chars().next()?;
        if matches!(first, '"' | '\'' | '`')
            && !self.open_quotes.iter().any(|(quote, end)| *quote == first && self.at < *end)
            && let Some(text) = self.quoted(first)
        {
            self.is_behind_value = true;
            return Some((Token::Text(text), line, self.line));
        }
        let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '\u{200c}' | '\u{200d}');
        if is_of_word(first) || (first == '-' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
            let is_number = first == '-' || first.is_ascii_digit();
            let n_bytes = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| !(is_of_word(*c) || is_number && matches!(c, '.' | '+')))
                .map_or(rest.len(), |(at, _)| at);
            let word = self.advance(n_bytes);
            self.is_behind_value = word != "return";
            return Some((Token::Word(word), line, line));
        }
        if first == '/'
            && let Some(n_bytes) = self.regular_expression()
        {
            self.advance(n_bytes);
            self.is_behind_value = true;
            return Some((Token::Sign('/'), line, line));
        }
        let n_equal = rest.bytes().take_while(|byte| *byte == b'=').count();
        if n_equal > 0 {
            let is_arrow = rest[n_equal..].starts_with('>');
            self.advance(n_equal + usize::from(is_arrow));
            self.is_behind_value = false;
            return Some((Token::Sign(if n_equal > 1 || is_arrow { '~' } else { '=' }), line, line));
        }
        self.advance(first.len_utf8());
        self.is_behind_value = matches!(first, ')' | ']' | '}');
        Some((Token::Sign(first), line, line))
    }
}
