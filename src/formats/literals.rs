//! Literals of JSON, JavaScript and TypeScript to values: arrays and objects of texts wherever they stand in
//! a program. One pass over the text with a stack of open brackets; what is no literal is passed over.

mod tokens;

use super::records::{self, Node, Value};
use super::{Format, Source, yaml};
use crate::model::{Issue, IssueCode, Outcome, Place, Text};
use tokens::{Token, Tokens};

/// JSON, with comments and trailing commas where they are written, and one value a line.
pub struct Json;

impl Format for Json {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "jsonl", "ndjson", "json5", "jsonc", "geojson"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        read(source, true)
    }
}

/// JavaScript and TypeScript.
pub struct Script;

impl Format for Script {
    fn media_type(&self) -> &'static str {
        "text/javascript"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["js", "ts", "mjs", "cjs", "mts", "cts", "jsx", "tsx"]
    }

    fn read(&self, source: &Source) -> Outcome<Text> {
        read(source, false)
    }
}

fn read(source: &Source, is_json: bool) -> Outcome<Text> {
    let mut issues = Vec::new();
    let found = values(source, source.text, is_json, &mut issues);
    if found.is_empty() {
        let message =
            if is_json { "no data could be read" } else { "no list of records is written in the program" };
        issues.push(Issue::new(IssueCode::InvalidRecords, source.path, message));
    }
    records::read(source, found, issues)
}

/// The values written in a text, with the names that they are given.
pub fn values(
    source: &Source,
    text: &str,
    is_json: bool,
    issues: &mut Vec<Issue>,
) -> Vec<(Option<String>, Node)> {
    let mut parser = Parser::new(source, 1);
    parser.run(Tokens::new(text, 1, is_json), true);
    if is_json && let Some(line) = parser.broken {
        let message = "the brackets do not match; what could be read was";
        issues.push(Issue::new(IssueCode::InvalidRecords, source.path, message).at(Place::line(line)));
    }
    if parser.is_deep {
        issues.push(yaml::too_deep(source));
    }
    parser.finish()
}

/// What a bracket opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Root,
    List,
    Map,
    Call,
}

/// An open bracket with what was found in it.
struct Frame {
    kind: Kind,
    line: u32,
    /// Name of the variable or key that it is the value of.
    name: Option<String>,
    /// Complete values of a list or arguments of a call.
    items: Vec<Node>,
    /// Complete pairs of a map.
    entries: Vec<(String, Node)>,
    /// Values inside that have no place in this one's value.
    found: Vec<(Option<String>, Node)>,
    /// True for braces around statements.
    is_code: bool,
    /// In a map, the key whose value comes.
    key: Option<String>,
    /// The value under way.
    value: Option<Node>,
    /// A `+` stands behind the value.
    is_added: bool,
    /// The last name, and the one that a declaration gives.
    ident: Option<String>,
    declared: Option<String>,
    /// The name that an `=` gives to the next value.
    pending: Option<String>,
}

impl Frame {
    fn new(kind: Kind, line: u32, name: Option<String>) -> Self {
        Self {
            kind,
            line,
            name,
            items: Vec::new(),
            entries: Vec::new(),
            found: Vec::new(),
            is_code: kind == Kind::Root,
            key: None,
            value: None,
            is_added: false,
            ident: None,
            declared: None,
            pending: None,
        }
    }

    /// A value stands here.
    fn take(&mut self, node: Node) {
        if self.kind == Kind::Map && self.key.is_none() {
            // A value where a key should be: the braces are around statements.
            self.becomes_code();
        }
        if self.kind == Kind::Root || self.is_code {
            if matches!(node.value, Value::List(_) | Value::Map(_)) {
                let name = self.pending.take().or_else(|| self.key.take());
                self.found.push((name, node));
            }
            return;
        }
        match (&mut self.value, node.value) {
            (Some(Node { value: Value::Text(text), place, .. }), Value::Text(more)) if self.is_added => {
                text.push_str(&more);
                place.line_end = place.line_end.max(node.place.line_end);
            }
            (Some(Node { value: Value::Null, .. }) | None, value) => {
                self.value = Some(Node { value, ..node });
            }
            // A text that something follows: a call on it, a type.
            (Some(_), _) => {}
        }
        self.is_added = false;
    }

    /// A comma, or the end: the value under way is complete.
    fn end_value(&mut self) {
        let value = self.value.take();
        self.is_added = false;
        match self.kind {
            Kind::List | Kind::Call => self.items.extend(value),
            Kind::Map => {
                // Without a value it is the short form of a key, or spread out.
                if let (Some(key), Some(value)) = (self.key.take(), value) {
                    self.entries.push((key, value));
                }
            }
            Kind::Root => {}
        }
        self.key = None;
        self.ident = None;
    }

    /// The braces turn out to be those of statements.
    fn becomes_code(&mut self) {
        if self.kind == Kind::Map && !self.is_code {
            self.is_code = true;
            self.value = None;
            self.key = None;
            let entries = std::mem::take(&mut self.entries);
            self.found.extend(entries.into_iter().map(|(key, node)| (Some(key), node)));
        }
    }
}

struct Parser<'a> {
    source: &'a Source<'a>,
    stack: Vec<Frame>,
    /// Open brackets of each kind: list, map, call.
    n_open: [usize; 3],
    /// Where brackets do not match first.
    broken: Option<u32>,
    is_deep: bool,
    /// Last line that was read.
    line: u32,
    /// How often data may still be looked for inside texts.
    levels: usize,
}

impl<'a> Parser<'a> {
    fn new(source: &'a Source<'a>, levels: usize) -> Self {
        Self {
            source,
            stack: vec![Frame::new(Kind::Root, 1, None)],
            n_open: [0; 3],
            broken: None,
            is_deep: false,
            line: 1,
            levels,
        }
    }

    fn top(&mut self) -> Option<&mut Frame> {
        self.stack.last_mut()
    }

    fn run(&mut self, tokens: Tokens, reads_comments: bool) {
        for (token, line, end) in tokens {
            let place = Place { line_end: end, ..Place::line(line) };
            self.line = end;
            match token {
                Token::Text(text) => self.text(text, place),
                Token::Word(word) => self.word(word, place),
                Token::Comment(text) if reads_comments => self.comment(text, line),
                Token::Comment(_) => {}
                Token::Sign(sign) => self.sign(sign, line),
            }
        }
        if self.stack.len() > 1 {
            self.broken.get_or_insert(self.line);
        }
        while self.stack.len() > 1 {
            self.close();
        }
    }

    fn finish(mut self) -> Vec<(Option<String>, Node)> {
        self.stack.pop().map(|root| root.found).unwrap_or_default()
    }

    fn text(&mut self, text: String, place: Place) {
        let Some(frame) = self.stack.last_mut() else { return };
        if frame.kind == Kind::Map && !frame.is_code && frame.key.is_none() {
            frame.ident = Some(text);
            return;
        }
        frame.take(Node { value: Value::Text(text), place, is_commented: false });
    }

    fn word(&mut self, word: &str, place: Place) {
        let Some(frame) = self.stack.last_mut() else { return };
        if frame.kind == Kind::Map && !frame.is_code && frame.key.is_none() {
            // Two words in a row where a key should be are a statement.
            if frame.ident.is_some()
                && !matches!(frame.ident.as_deref(), Some("readonly" | "get" | "set" | "async" | "static"))
            {
                frame.becomes_code();
            }
        }
        if matches!(frame.ident.as_deref(), Some("const" | "let" | "var")) {
            frame.declared = Some(word.to_owned());
        }
        frame.ident = Some(word.to_owned());
        if frame.kind == Kind::Map && !frame.is_code && frame.key.is_none() {
            return;
        }
        let is_literal = word.starts_with(|c: char| c.is_ascii_digit()) || matches!(word, "true" | "false");
        if is_literal {
            frame.take(Node { value: Value::Text(word.to_owned()), place, is_commented: false });
        } else if frame.value.is_none() {
            frame.value = Some(Node { place, ..Node::default() });
        }
    }

    fn sign(&mut self, sign: char, line: u32) {
        let Some(frame) = self.top() else { return };
        match sign {
            '[' | '{' | '(' => {
                let kind = match sign {
                    '[' => Kind::List,
                    '{' => Kind::Map,
                    _ => Kind::Call,
                };
                let name = match kind {
                    Kind::Call => frame.ident.clone(),
                    _ => frame.key.clone().or_else(|| frame.pending.clone()),
                };
                // A method, or a block behind a condition.
                if kind == Kind::Call && frame.kind == Kind::Map && frame.key.is_none() {
                    frame.becomes_code();
                }
                self.n_open[index(kind)] += 1;
                self.stack.push(Frame::new(kind, line, name));
            }
            ']' | '}' | ')' => {
                let kind = match sign {
                    ']' => Kind::List,
                    '}' => Kind::Map,
                    _ => Kind::Call,
                };
                if self.n_open[index(kind)] == 0 {
                    self.broken.get_or_insert(line);
                    return;
                }
                while let Some(open) =
                    self.stack.last().map(|frame| frame.kind).filter(|_| self.stack.len() > 1)
                {
                    if open != kind {
                        self.broken.get_or_insert(line);
                    }
                    self.close();
                    if open == kind {
                        break;
                    }
                }
            }
            ',' => frame.end_value(),
            ';' => {
                frame.becomes_code();
                frame.pending = None;
                frame.declared = None;
            }
            ':' => {
                if frame.kind == Kind::Map && !frame.is_code && frame.key.is_none() {
                    frame.key = frame.ident.take();
                } else if frame.is_code && frame.declared.is_none() {
                    // A property of an object whose braces are taken for code, a label.
                    frame.pending = frame.ident.take().or(frame.pending.take());
                }
            }
            '+' => frame.is_added = frame.value.is_some(),
            '=' => {
                if frame.kind == Kind::Map && frame.key.is_none() {
                    frame.becomes_code();
                }
                frame.pending = frame.declared.take().or_else(|| frame.ident.clone());
            }
            '.' => {}
            // A quote that is not closed.
            '"' => _ = self.broken.get_or_insert(line),
            _ => {
                frame.is_added = false;
            }
        }
    }

    /// The innermost bracket is closed: its value goes to the one around it.
    fn close(&mut self) {
        let Some(mut frame) = self.stack.pop() else { return };
        self.n_open[index(frame.kind)] = self.n_open[index(frame.kind)].saturating_sub(1);
        frame.end_value();
        let place = Place { line_end: self.line.max(frame.line), ..Place::line(frame.line) };
        let is_kept = self.stack.len() <= self.source.settings.max_depth;
        let has_value = |node: &Node| node.value != Value::Null;
        let node = match frame.kind {
            Kind::List => {
                let items: Vec<Node> =
                    std::mem::take(&mut frame.items).into_iter().filter(has_value).collect();
                (!items.is_empty()).then_some(Value::List(items))
            }
            Kind::Map if !frame.is_code => {
                let entries = std::mem::take(&mut frame.entries);
                entries.iter().any(|(_, node)| has_value(node)).then_some(Value::Map(entries))
            }
            Kind::Call => self.call(&mut frame),
            _ => None,
        };
        let name = frame.name.take();
        let Some(parent) = self.stack.last_mut() else { return };
        if !is_kept {
            self.is_deep = true;
            return;
        }
        let found = std::mem::take(&mut frame.found);
        parent.found.extend(found.into_iter().map(|(inner, node)| (inner.or_else(|| name.clone()), node)));
        if let Some(value) = node {
            parent.take(Node { value, place, is_commented: false });
        }
    }

    /// What a call makes of its arguments: of one text or list that; of several texts a row of them.
    fn call(&mut self, frame: &mut Frame) -> Option<Value> {
        let mut items: Vec<Node> =
            std::mem::take(&mut frame.items).into_iter().filter(|node| node.value != Value::Null).collect();
        if items.len() > 1 {
            let is_text = |node: &Node| matches!(node.value, Value::Text(_));
            if items.iter().all(is_text) {
                return Some(Value::List(items));
            }
            let found = items.into_iter().filter(|node| !is_text(node)).map(|node| (None, node));
            frame.found.extend(found);
            return None;
        }
        let Node { value, place, .. } = items.pop()?;
        // JSON.parse('[...]')
        if let Value::Text(text) = &value
            && frame.name.as_deref() == Some("parse")
            && self.levels > 0
            && text.trim_start().starts_with(['[', '{'])
        {
            let mut inner = Parser::new(self.source, 0);
            inner.run(Tokens::new(text, place.line_start, true), false);
            return inner.finish().into_iter().next().map(|(_, node)| node.value);
        }
        Some(value)
    }

    /// A comment inside a list may hold entries that are withdrawn.
    fn comment(&mut self, text: &str, line: u32) {
        let opens = text
            .trim_start_matches(['/', '*', ' ', '\t', '\n', '\r'])
            .starts_with(['{', '[', '"', '\'', '`']);
        let Some(frame) = self.stack.last_mut() else { return };
        if !opens || frame.kind != Kind::List || self.levels == 0 {
            return;
        }
        let mut inner = Parser::new(self.source, 0);
        inner.stack.push(Frame::new(Kind::List, line, None));
        inner.n_open[index(Kind::List)] = 1;
        inner.run(Tokens::of_comment(text, line), false);
        for (_, node) in inner.finish() {
            let Value::List(items) = node.value else { continue };
            let is_entry = |item: &Node| matches!(item.value, Value::Map(_) | Value::Text(_));
            frame
                .items
                .extend(items.into_iter().filter(is_entry).map(|item| Node { is_commented: true, ..item }));
        }
    }
}

fn index(kind: Kind) -> usize {
    match kind {
        Kind::Map => 1,
        Kind::Call => 2,
        Kind::List | Kind::Root => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::{self, ReadSettings};
    use proptest::prelude::*;

    /// What is read of a text: headings, rows with their cells, commented ones between brackets.
    fn read(name: &str, content: &str) -> Vec<String> {
        let text = formats::run(name, content.as_bytes(), &ReadSettings::default()).value.unwrap_or_default();
        let lines = text.blocks.iter().flat_map(|block| &block.lines);
        lines
            .map(|line| {
                let cells = line.cells.join("|");
                match (line.cells.is_empty(), line.marks.is_empty()) {
                    (true, _) => format!("# {}", line.text),
                    (false, true) => cells,
                    (false, false) => format!("[{cells}]"),
                }
            })
            .collect()
    }

    fn check(name: &str, content: &str, expected: &[&str]) {
        assert_eq!(read(name, content), expected, "{content}");
    }

    #[test]
    fn data() {
        check(
            "x.json",
            r#"[{"name": "Ann", "n": 1}, {"name": "Bea", "ok": true}]"#,
            &["name|n|ok", "Ann|1", "Bea||true"],
        );
        check(
            "x.json",
            r#"{"signers": ["Ann \ud83c\udf0a", "\u00c9va", "N\u006f"]}"#.replace("\\\\", "\\").as_str(),
            &["# signers", "Ann 🌊", "Éva", "No"],
        );
        check("x.json", "\u{feff}{\t\"a\":\t[\"x\",\t\"y\",],}", &["# a", "x", "y"]);
        check("x.jsonl", "{\"name\": \"Ann\"}\n{\"name\": \"Bea\"}\n", &["name", "Ann", "Bea"]);
        check("x.json", r#"{"a": {"b": [{"c": {"d": "e"}}]}}"#, &["# a", "# b", "c.d", "e"]);
        check(
            "x.json",
            r#"{"list": [{"country": "Kenya", "groups": [{"name": "A"}, {"name": "B"}]}, {"country": "Peru", "groups": [{"name": "C"}, {"name": "D"}]}]}"#,
            &["# list", "# Kenya", "name", "A", "B", "# Peru", "name", "C", "D"],
        );
        check("x.json", r#"{"k1": {"name": "A"}, "k2": {"name": "B"}}"#, &["key|name", "k1|A", "k2|B"]);
    }

    #[test]
    fn programs() {
        check(
            "x.js",
            "const a = [{ name: 'A' + ' B', n: 1 }, { 'name': `C`, },];",
            &["# a", "name|n", "A B|1", "C"],
        );
        check(
            "x.ts",
            "export const a: Array<{ name: string }> = [{ name: \"A\" } as S] satisfies S[];",
            &["# a", "name", "A"],
        );
        check(
            "x.js",
            "f(/[\"']/); const a = ['x', // it's\n 'y', /* 'z', */ 'w'];",
            &["# a", "x", "y", "[z]", "w"],
        );
        check("x.js", "const a = [\n// { name: 'A' },\n{ name: 'B' }];", &["# a", "name", "[A]", "B"]);
        check(
            "x.js",
            "function f() { const a = ['x', 'y']; if (a) { return { b: ['z'] }; } }",
            &["# a", "x", "y", "# b", "z"],
        );
        check("x.js", "const d = JSON.parse('[{\"name\":\"O\\\\u0027A\"}]');", &["# d", "name", "O'A"]);
        check("x.jsx", "const P = () => <L list={['x', 'y']} t=\"a\">it's</L>;", &["# list", "x", "y"]);
        check("x.js", "const a = [new S('A', 'B'), new S('C', 'D')];", &["# a", "A|B", "C|D"]);
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        check("x.json", r#"[{"name": "Ann"}, {"name": "Bea""#, &["name", "Ann", "Bea"]);
        check("x.json", r#"[{"name": "Ann"}}, {"name": "Bea"}]"#, &["name", "Ann", "Bea"]);
        let outcome = formats::run("x.json", b"[{\"name\": \"Ann\"}", &ReadSettings::default());
        assert_eq!(outcome.issues.len(), 1);
        let deep = format!("{}\"x\"{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read("x.json", &deep), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn no_text_panics(content in "([\\[\\]{}(),:;=+.'\"`/*\\\\]|name|const |//|\n|u12|\\PC){0,120}", end in "(json|ts)") {
            read(&format!("x.{end}"), &content);
        }
    }
}
