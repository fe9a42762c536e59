//! Read: bytes of a document to blocks of text, each with its place in the file.
//!
//! A format is one file here that implements `Format`, and one word in `FORMATS`. Decompression and
//! character encoding are settled before a format sees the text. What cannot be read is an issue, never an error: a bad file harms only itself.

mod csv;
mod docx;
mod encoding;
pub mod folder;
mod front_matter;
mod html;
mod literals;
mod markdown;
mod pdf;
mod plain;
mod records;
mod yaml;

use crate::model::{Issue, IssueCode, Outcome, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::Read;

/// Name of the threads on which documents are read that may break their reader. A panic there becomes an issue
/// of the document, so that its message need not be printed.
pub const GUARDED: &str = "guarded";

/// Bytes to which any compressed document may inflate, and each byte of one.
const INFLATED: u64 = 8 << 20;
const INFLATED_FOR_ONE: u64 = 100;

/// `[read]` of the configuration: limits that keep one document from harming the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadSettings {
    /// Largest document that is read, in bytes, after decompression.
    #[schemars(range(min = 1))]
    pub max_bytes: u64,
    /// Longest line that is searched for signatures, in characters.
    #[schemars(range(min = 1))]
    pub max_line_chars: usize,
    /// Most elements inside each other; deeper ones are read as if they stood beside each other.
    #[schemars(range(min = 16, max = 4096))]
    pub max_depth: usize,
    /// Most columns of a table of records; what stands in further ones is not read.
    #[schemars(range(min = 1))]
    pub max_columns: usize,
    /// Pages of a PDF that are read.
    #[schemars(range(min = 1))]
    pub max_pages: u64,
    /// Operators that drawing the pages of a PDF may take, and glyphs that they may show.
    #[schemars(range(min = 1))]
    pub max_operators: u64,
}

impl Default for ReadSettings {
    fn default() -> Self {
        Self {
            max_bytes: 256 << 20,
            max_line_chars: 20_000,
            max_depth: 512,
            max_columns: 500,
            max_pages: 2_000,
            max_operators: 20_000_000,
        }
    }
}

impl ReadSettings {
    /// What is wrong with the settings, for a person.
    ///
    /// # Errors
    /// Names the key and the bounds.
    pub fn validate(&self) -> Result<(), String> {
        let limits = [
            ("max_bytes", self.max_bytes == 0),
            ("max_line_chars", self.max_line_chars == 0),
            ("max_columns", self.max_columns == 0),
            ("max_pages", self.max_pages == 0),
            ("max_operators", self.max_operators == 0),
        ];
        match limits.iter().find(|(_, is_nothing)| *is_nothing) {
            Some((key, _)) => Err(format!("`{key}` is 0; nothing could be read")),
            None if !(16..=4096).contains(&self.max_depth) => {
                Err(format!("`max_depth` is {}; a number from 16 to 4096 is needed", self.max_depth))
            }
            None => Ok(()),
        }
    }
}

/// A document, as a format sees it.
#[derive(Debug)]
pub struct Source<'a> {
    /// Path below the input folder, for issues.
    pub path: &'a str,
    /// The bytes, after decompression.
    pub bytes: &'a [u8],
    /// The decoded text, with whatever line ends it has; empty for a binary format.
    pub text: &'a str,
    /// Limits.
    pub settings: &'a ReadSettings,
}

/// An input format.
trait Format: Sync {
    /// IANA media type.
    fn media_type(&self) -> &'static str;

    /// Ends of file names, without the dot, in small letters.
    fn extensions(&self) -> &'static [&'static str];

    /// True where the bytes are no text, so that the format itself makes the lines and counts them.
    fn is_binary(&self) -> bool {
        false
    }

    /// The blocks of a document, each line with its place. What cannot be read is an issue.
    fn read(&self, source: &Source) -> Outcome<Text>;
}

/// Every format. To add one, write its file and name it here.
const FORMATS: &[&dyn Format] = &[
    &plain::Plain,
    &markdown::Markdown,
    &html::Html,
    &docx::Docx,
    &pdf::Pdf,
    &csv::Csv,
    &literals::Json,
    &literals::Script,
    &yaml::Yaml,
];

/// Ends of the names of files that are read, without the dot.
pub fn extensions() -> Vec<&'static str> {
    FORMATS.iter().flat_map(|format| format.extensions()).copied().collect()
}

/// Reads a document. `None` when there is no text to go on with; the issues say why.
pub fn run(path: &str, bytes: &[u8], settings: &ReadSettings) -> Outcome<Option<Text>> {
    let mut issues = Vec::new();
    let value = read(path, bytes, settings, &mut issues);
    Outcome { value, issues }
}

fn read(path: &str, bytes: &[u8], settings: &ReadSettings, issues: &mut Vec<Issue>) -> Option<Text> {
    if bytes.is_empty() {
        issues.push(Issue::new(IssueCode::EmptyDocument, path, "the file is empty"));
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let (name, is_gzip) = match name.strip_suffix(".gz") {
        Some(inner) => (inner, true),
        None => (name.as_str(), false),
    };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let Some(format) = FORMATS.iter().find(|format| format.extensions().contains(&extension)) else {
        let known = extensions().join(", ");
        issues.push(Issue::new(
            IssueCode::UnsupportedFormat,
            path,
            format!("files of this kind are not read; known are {known}, each also with .gz"),
        ));
        return None;
    };
    // What is over the limit may be cut off behind it, and would look damaged.
    let is_too_large = |bytes: &[u8]| bytes.len() as u64 > settings.max_bytes;
    let bytes = match is_gzip && !is_too_large(bytes) {
        true => gunzip(path, bytes, settings, issues)?,
        false => Cow::Borrowed(bytes),
    };
    if is_too_large(&bytes) {
        issues.push(too_large(path, settings));
        return None;
    }
    if format.is_binary() {
        let source = Source { path, bytes: &bytes, text: "", settings };
        let mut read = format.read(&source).unpack(issues);
        read.media_type = format.media_type().to_owned();
        return (!read.blocks.is_empty()).then_some(read);
    }
    let (text, encoding) = encoding::decode(path, &bytes, issues)?;
    if text.trim().is_empty() {
        issues.push(Issue::new(IssueCode::EmptyDocument, path, "the file holds nothing but white space"));
        return None;
    }
    let mut read = format.read(&Source { path, bytes: &bytes, text: &text, settings }).unpack(issues);
    read.media_type = format.media_type().to_owned();
    read.encoding = encoding.to_owned();
    read.n_lines = u32::try_from(lines_of(&text).count()).unwrap_or(u32::MAX);
    Some(read)
}

fn too_large(path: &str, settings: &ReadSettings) -> Issue {
    let limit = settings.max_bytes;
    Issue::new(
        IssueCode::DocumentTooLarge,
        path,
        format!("the document is larger than read.max_bytes, {limit}"),
    )
}

/// Bytes to which so many may inflate: no text is so dull that it is packed more tightly.
fn inflated_at_most(n_bytes: usize, settings: &ReadSettings) -> u64 {
    settings.max_bytes.min(INFLATED.max(INFLATED_FOR_ONE.saturating_mul(n_bytes as u64)))
}

fn gunzip(
    path: &str,
    bytes: &[u8],
    settings: &ReadSettings,
    issues: &mut Vec<Issue>,
) -> Option<Cow<'static, [u8]>> {
    let mut inflated = Vec::new();
    let limit = inflated_at_most(bytes.len(), settings);
    // One byte more than the limit tells a document at the limit from one above it.
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes).take(limit.saturating_add(1));
    if let Err(error) = decoder.read_to_end(&mut inflated) {
        issues.push(Issue::new(
            IssueCode::DamagedCompression,
            path,
            format!("the gzip stream breaks off after {} bytes of text: {error}", inflated.len()),
        ));
        if inflated.is_empty() {
            return None;
        }
    }
    if inflated.len() as u64 > limit && limit < settings.max_bytes {
        let message =
            format!("the document inflates to more than {INFLATED_FOR_ONE} times its size; it is not read");
        issues.push(Issue::new(IssueCode::DocumentTooLarge, path, message));
        return None;
    }
    Some(Cow::Owned(inflated))
}

/// The lines of a text, whatever its line ends: LF, CR LF, or CR alone.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    let mut offset = 0;
    std::iter::from_fn(move || {
        let text = rest?;
        let start = offset;
        let (line, end) = match text.find(['\n', '\r']) {
            None => (text, text.len()),
            Some(at) if text[at..].starts_with("\r\n") => (&text[..at], at + 2),
            Some(at) => (&text[..at], at + 1),
        };
        offset += end;
        rest = Some(&text[end..]).filter(|text| !text.is_empty());
        Some((start, line))
    })
}

/// An issue for a line that is over the limit, or `None` when it is not.
fn long_line(source: &Source, line: &str, number: u32) -> Option<Issue> {
    let limit = source.settings.max_line_chars;
    // A line of so few bytes cannot hold too many characters; counting is for the rest.
    let n_chars = (line.len() > limit).then(|| line.chars().count())?;
    (n_chars > limit).then(|| {
        Issue::new(
            IssueCode::LineTooLong,
            source.path,
            format!(
                "the line has {n_chars} characters, more than read.max_line_chars, {limit}; it is not read"
            ),
        )
        .at(crate::model::Place::line(number))
        .quoting(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes(path: &str, bytes: &[u8]) -> Vec<IssueCode> {
        let settings = ReadSettings { max_bytes: 1000, max_line_chars: 100, ..ReadSettings::default() };
        run(path, bytes, &settings).issues.iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn bad_input_is_reported() {
        assert_eq!(codes("a.txt", b""), [IssueCode::EmptyDocument]);
        assert_eq!(codes("a.txt", b" \n\t\r\n"), [IssueCode::EmptyDocument]);
        assert_eq!(codes("a.xyz", b"text"), [IssueCode::UnsupportedFormat]);
        assert_eq!(codes("a.txt", b"\x00\x01\x02\xff\xfe"), [IssueCode::BinaryDocument]);
        assert_eq!(codes("a.txt", &[b'x'; 1001]), [IssueCode::DocumentTooLarge]);
        assert_eq!(codes("a.txt.gz", &[b'x'; 1001]), [IssueCode::DocumentTooLarge]);
        assert_eq!(codes("a.txt", &[b'x'; 101]), [IssueCode::LineTooLong]);
        assert_eq!(codes("a.txt.gz", b"not gzip"), [IssueCode::DamagedCompression]);
        assert_eq!(codes("a.txt", "na\u{ef}ve \u{2019} caf\u{e9}".as_bytes()), []);
    }

    #[test]
    fn line_ends() {
        let lines: Vec<_> = lines_of("a\nb\r\nc\rd\n\ne").map(|(_, line)| line).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "", "e"]);
        let starts: Vec<_> = lines_of("a\r\nb\n").collect();
        assert_eq!(starts, [(0, "a"), (3, "b")]);
    }

    #[test]
    fn what_stays_open_ends_with_the_file() {
        let check = |path: &str, text: &str, expected: u32| {
            let read = run(path, text.as_bytes(), &ReadSettings::default()).value.unwrap_or_default();
            let ends = read.blocks.iter().flat_map(|block| &block.lines).map(|line| line.place.line_end);
            assert_eq!(ends.max(), Some(expected), "{text}");
        };
        check("x.csv", "a,b\nc,\"d\ne\n", 3);
        check("x.js", "const a = [\n{ name: 'Ann' },\n{ name: 'Ben', at: `x\ny\n", 4);
        check("x.js", "const a = [\n{ name: 'Ann' },\n{ name: 'Ben' /* x\n\n", 4);
        check("x.yaml", "- name: Ann\n- name: Ben\n  of:\n", 3);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), extension in "(txt|md|txt\\.gz|md\\.gz)") {
            run(&format!("x.{extension}"), &bytes, &ReadSettings::default());
        }

        #[test]
        fn no_text_panics_and_lines_are_in_the_file(text in "([-*#>|`~ \\[\\]{}()!<>/&;:,\"'=0-9a-zA-Zé한\\n\\r\\t]|\\PC|\n|: |- |name|/\\*){0,200}", extension in "(txt|md|html|csv|json|js|yaml)") {
            let read = run(&format!("x.{extension}"), text.as_bytes(), &ReadSettings::default());
            if let Some(read) = read.value {
                for line in read.blocks.iter().flat_map(|block| &block.lines) {
                    prop_assert!(!line.text.is_empty());
                    prop_assert!(1 <= line.place.line_start && line.place.line_start <= line.place.line_end);
                    prop_assert!(line.place.line_end <= read.n_lines);
                    for mark in &line.marks {
                        prop_assert!(line.text.get(mark.range.clone()).is_some());
                    }
                }
            }
        }
    }
}
