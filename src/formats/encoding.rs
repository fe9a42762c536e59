//! Bytes to text: which character encoding, and what could not be decoded.

use crate::model::{Issue, IssueCode, Place};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Share of control characters above which bytes are taken for no text.
const BINARY_SHARE: f64 = 0.05;
/// A text with this many good sequences of several bytes for each bad one is broken UTF-8, not
/// another encoding.
const GOOD_FOR_ONE_BAD: usize = 4;
/// Bytes within which a document declares its encoding.
const DECLARED_WITHIN: usize = 4096;

/// The text and the WHATWG name of its encoding, or `None` for bytes that are no text.
///
/// A byte order mark decides; then valid UTF-8; then the encoding that the document itself declares, as web
/// pages and XML do; then UTF-8 with a few broken sequences; then the detector that Firefox uses.
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
    let declared = declared(bytes);
    if let Ok(text) = std::str::from_utf8(bytes)
        && (declared != Some(ISO_2022_JP) || !bytes.contains(&0x1b))
    {
        return Some((Cow::Borrowed(text), UTF_8.name()));
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Some((text, encoding.name()));
    }
    let encoding = if is_broken_utf8(bytes) { UTF_8 } else { detect(bytes) };
    Some(decode_as(path, bytes, encoding, issues))
}

/// The encoding that a web page or an XML document names in its head. One of two bytes for each character
/// cannot have been read this far.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_ascii_lowercase();
    let value = |text: &str, key: &str| -> Option<&'static Encoding> {
        let (_, rest) = text.split_once(key)?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let is_label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
        let label = rest.split(|c: char| !is_label(c)).next().unwrap_or_default();
        Encoding::for_label_no_replacement(label.as_bytes())
    };
    let of_xml =
        head.trim_start().strip_prefix("<?xml").and_then(|rest| value(rest.split("?>").next()?, "encoding"));
    let of_page = || {
        let mut tags =
            head.match_indices("<meta").map(|(at, _)| head[at..].split('>').next().unwrap_or_default());
        tags.find_map(|tag| value(tag, "charset"))
    };
    of_xml.or_else(of_page).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
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
        check(b"<meta charset='iso-8859-2'>\xb3", "<meta charset='iso-8859-2'>\u{142}", "ISO-8859-2", 0);
        check(
            b"<META content='text/html; charset = koi8-r'>\xd7",
            "<META content='text/html; charset = koi8-r'>\u{432}",
            "KOI8-R",
            0,
        );
        check(
            b"<?xml version='1.0' encoding=\"windows-1251\"?>\xe9",
            "<?xml version='1.0' encoding=\"windows-1251\"?>\u{439}",
            "windows-1251",
            0,
        );
        check("<meta charset=windows-1251>é".as_bytes(), "<meta charset=windows-1251>é", "UTF-8", 0);
        check(&["éèêçà ".as_bytes(), b"\xff end"].concat(), "éèêçà \u{fffd} end", "UTF-8", 1);
    }

    #[test]
    fn the_line_of_the_first_bad_sequence_is_named() {
        let mut issues = Vec::new();
        decode("x", &["éèêçà\nü\n".as_bytes(), b"a \xff b"].concat(), &mut issues);
        assert_eq!(issues[0].place, Some(Place::line(3)));
    }
}
