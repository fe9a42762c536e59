//! Bytes to text: which character encoding, and what could not be decoded.

use crate::model::{Issue, IssueCode, Place};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// Share of control characters above which bytes are taken for no text.
const BINARY_SHARE: f64 = 0.05;
/// A text with this many good sequences of several bytes for each bad one is broken UTF-8, not
/// another encoding.
const GOOD_FOR_ONE_BAD: usize = 4;

/// The text and the WHATWG name of its encoding, or `None` for bytes that are no text.
///
/// A byte order mark decides; then valid UTF-8; then UTF-8 with a few broken sequences; then the
/// detector that Firefox uses.
pub fn decode<'a>(
    path: &str,
    bytes: &'a [u8],
    issues: &mut Vec<Issue>,
) -> Option<(Cow<'a, str>, &'static str)> {
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        return Some(decode_as(path, &bytes[n_mark..], encoding, issues));
    }
    if is_binary(bytes) {
        issues.push(Issue::new(
            IssueCode::BinaryDocument,
            path,
            "the bytes are no text in a known character encoding",
        ));
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((Cow::Borrowed(text), UTF_8.name()));
    }
    let encoding = if is_broken_utf8(bytes) { UTF_8 } else { detect(bytes) };
    Some(decode_as(path, bytes, encoding, issues))
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn decode_as<'a>(
    path: &str,
    bytes: &'a [u8],
    encoding: &'static Encoding,
    issues: &mut Vec<Issue>,
) -> (Cow<'a, str>, &'static str) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        let n_bad = text.matches('\u{fffd}').count();
        let first = text.find('\u{fffd}').unwrap_or(0);
        let line = super::lines_of(&text[..first]).count().max(1);
        let end_of_line = text[..first].ends_with('\n');
        let number = u32::try_from(line + usize::from(end_of_line)).unwrap_or(u32::MAX);
        let quoted = text[first..].lines().next().unwrap_or_default().to_owned();
        issues.push(
            Issue::new(
                IssueCode::InvalidEncoding,
                path,
                format!("{n_bad} sequences are not valid {}; each was replaced by U+FFFD", encoding.name()),
            )
            .at(Place::line(number))
            .quoting(&quoted),
        );
    }
    (text, encoding.name())
}

fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let n_control = head.iter().filter(|byte| **byte < 32 && !matches!(byte, 9 | 10 | 12 | 13 | 27)).count();
    head.contains(&0) || n_control as f64 > BINARY_SHARE * head.len() as f64
}

fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good >= GOOD_FOR_ONE_BAD * n_bad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, encoding: &str, n_issues: usize) {
        let mut issues = Vec::new();
        let (read, name) = decode("x", bytes, &mut issues).unwrap();
        assert_eq!((read.as_ref(), name, issues.len()), (text, encoding, n_issues));
    }

    #[test]
    fn encodings() {
        check("plain".as_bytes(), "plain", "UTF-8", 0);
        check("\u{feff}Łódź".as_bytes(), "Łódź", "UTF-8", 0);
        check(b"\xff\xfeA\x00b\x00", "Ab", "UTF-16LE", 0);
        check(b"Jos\xe9 Mu\xf1oz, Espa\xf1a", "José Muñoz, España", "windows-1252", 0);
        check("éèêçà\u{fffd}".as_bytes(), "éèêçà\u{fffd}", "UTF-8", 0);
        check(&["éèêçà ".as_bytes(), b"\xff end"].concat(), "éèêçà \u{fffd} end", "UTF-8", 1);
    }

    #[test]
    fn the_line_of_the_first_bad_sequence_is_named() {
        let mut issues = Vec::new();
        decode("x", &["éèêçà\nü\n".as_bytes(), b"a \xff b"].concat(), &mut issues);
        assert_eq!(issues[0].place, Some(Place::line(3)));
    }
}
