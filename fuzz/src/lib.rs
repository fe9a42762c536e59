//! What the targets share: a document or a text is read, and what must hold of every input is checked.

use std::sync::LazyLock;
use undersigned::config::Config;
use undersigned::model::Reading;
use undersigned::normalize::{country, kind, organization, person};
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::builtin);
static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

/// Reads a document of a format, which its name tells. Every line of a signature block has one fate, every
/// place lies in the document, and reading it again gives the same.
pub fn document(name: &str, content: &[u8]) {
    let first = read(name, content);
    assert_eq!(first.n_block_lines, first.notes.len(), "a line without a fate, or with two");
    for signature in &first.signatures {
        assert!(signature.place.line_start <= signature.place.line_end, "a place that ends before it begins");
        assert!(!signature.name.is_empty(), "a signature without a name");
    }
    assert_eq!(format!("{first:?}"), format!("{:?}", read(name, content)), "another reading of the same bytes");
}

fn read(name: &str, content: &[u8]) -> Reading {
    let file = InputFile { path: name.to_owned(), location: "nowhere".into(), sidecar: None };
    let content = content.to_vec();
    let bytes = Bytes { n_bytes: content.len() as u64, content, sha256: String::new(), error: None, members: None };
    pipeline::read(&file, &bytes, &CONFIG, &REFERENCE)
}

/// Reads a list of signatories under its heading.
pub fn list(lines: &[u8]) {
    let mut letter = b"Dear Minister,\n\nKeep the rivers clean.\n\nSigned by:\n\n".to_vec();
    letter.extend_from_slice(lines);
    document("letter.txt", &letter);
}

/// Normalizes a text as a country, an organization and a person.
pub fn value(text: &str) {
    let reading = country::resolve(text, &REFERENCE);
    assert!((0.0..=1.0).contains(&reading.confidence), "a confidence out of bounds");
    country::resolve_field(text, &REFERENCE);
    let name = organization::read(text, None, &REFERENCE);
    assert_eq!(name.comparison_form(), organization::comparison_form(text, &REFERENCE));
    person::read(text, &REFERENCE);
    kind::judge(text, "", &REFERENCE);
}
