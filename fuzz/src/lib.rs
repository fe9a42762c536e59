//! What the targets share: a document or a text is read, and what must hold of every input is checked.

mod made;

use std::sync::LazyLock;
use undersigned::config::Config;
use undersigned::formats;
use undersigned::model::{Place, Reading};
use undersigned::normalize::{country, kind, organization, person};
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::builtin);
static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

/// Reads a document of one of these extensions; its length chooses which.
pub fn document(extensions: &[&str], content: &[u8]) {
    check(&format!("letter.{}", extensions[content.len() % extensions.len()]), || bytes(content));
}

/// Reads a document of a word processor: an archive as it is, or one made from the parts.
pub fn docx(extensions: &[&str], content: &[u8]) {
    match content.starts_with(b"PK") {
        true => document(extensions, content),
        false => document(extensions, &made::package(content)),
    }
}

/// Reads a PDF: a file as it is, or one made from the streams.
pub fn pdf(extensions: &[&str], content: &[u8]) {
    match content.starts_with(b"%PDF") {
        true => document(extensions, content),
        false => document(extensions, &made::pdf(content)),
    }
}

/// Reads a compressed document: a stream as it is, or one made from what it inflates to.
pub fn gzip(extensions: &[&str], content: &[u8]) {
    match content.starts_with(&[0x1f, 0x8b]) {
        true => document(extensions, content),
        false => document(extensions, &made::gzip(content)),
    }
}

/// Reads a folder of files.
pub fn folder(content: &[u8]) {
    let members = || made::parts(content).map(|(name, content)| (name, bytes(content))).collect();
    check("signers", || Bytes { members: Some(members()), ..bytes(&[]) });
}

/// Reads a list of signatories under its heading.
pub fn list(lines: &[u8]) {
    let mut letter = b"Dear Minister,\n\nKeep the rivers clean.\n\nSigned by:\n\n".to_vec();
    letter.extend_from_slice(lines);
    document(&["txt"], &letter);
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

/// The library that reads PDFs may panic: the program catches it, and says so of the document. Whatever
/// panics in the program itself is a finding there too.
pub fn allow_panics_of_the_pdf_library() {
    let stop = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_of_library = panic.location().is_some_and(|location| location.file().contains(".cargo"));
        if !(is_of_library && std::thread::current().name() == Some(formats::GUARDED)) {
            stop(panic);
        }
    }));
}

fn bytes(content: &[u8]) -> Bytes {
    let content = content.to_vec();
    Bytes { n_bytes: content.len() as u64, content, sha256: String::new(), error: None, members: None }
}

/// Every line of a signature block has one fate, every place lies in the document, and reading it again gives
/// the same.
fn check(name: &str, content: impl Fn() -> Bytes) {
    let first = read(name, &content());
    assert_eq!(first.n_block_lines, first.notes.len(), "a line without a fate, or with two");
    let n_lines = first.document.n_lines;
    let is_inside = |place: Place| {
        1 <= place.line_start && place.line_start <= place.line_end && place.line_end <= n_lines
    };
    for (signature, position) in first.signatures.iter().zip(1..) {
        assert!(is_inside(signature.place), "{:?} of {n_lines} lines", signature.place);
        assert!(!signature.name.trim().is_empty(), "a signature without a name");
        assert!(!signature.text.is_empty(), "a signature without a text");
        assert_eq!(signature.position, position, "a position out of order");
        assert!(signature.section_idx < first.sections.len(), "a signature of no section");
    }
    for note in &first.notes {
        assert!(is_inside(note.line.place), "{:?} of {n_lines} lines", note.line.place);
        for mark in &note.line.marks {
            assert!(note.line.text.get(mark.range.clone()).is_some(), "a mark outside of its line");
        }
    }
    assert_eq!(
        format!("{first:?}"),
        format!("{:?}", read(name, &content())),
        "another reading of the same bytes"
    );
}

fn read(name: &str, bytes: &Bytes) -> Reading {
    let file = InputFile { path: name.to_owned(), location: "nowhere".into(), sidecar: None, links: Default::default() };
    pipeline::read(&file, bytes, &CONFIG, &REFERENCE)
}
