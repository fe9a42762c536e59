//! A bad input harms only itself: it is reported with its place and reason, and the rest goes on.

use crate::support::{LETTER, build, config, write};
use proptest::prelude::*;
use undersigned::config::Config;
use undersigned::model::{IssueCode, LineFate, Role};
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

#[test]
fn bad_documents_are_quarantined() {
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    let long_line = vec![b'x'; 100 << 20];
    let broken =
        [LETTER.as_bytes(), "Société des Fleuves é è ê\n".as_bytes(), b"Bro\xffken Union\n"].concat();
    write(
        &raw,
        &[
            ("good.txt", LETTER.as_bytes()),
            ("empty.txt", b""),
            ("binary.txt", &[0, 159, 146, 150, 0, 1, 2, 3]),
            ("picture.png", b"\x89PNG"),
            ("long.txt", &long_line),
            (
                "unsigned.txt",
                b"Dear Minister,\n\nPlease keep the rivers of the country clean for all.\n\nSincerely,\n",
            ),
            ("broken.txt", &broken),
            ("sidecar.txt", LETTER.replace("rivers", "seas").as_bytes()),
            ("sidecar.toml", b"title = \"ok\"\nno_such_key = 1\n"),
        ],
    );
    let (_, dataset) = build(&config(), &raw, &folder.path().join("output")).unwrap();
    let role = |path: &str| dataset.documents.iter().find(|row| row.path == path).unwrap().role;
    assert_eq!(role("good.txt"), Role::Letter);
    for path in ["empty.txt", "binary.txt", "picture.png"] {
        assert_eq!(role(path), Role::Unreadable, "{path}");
    }
    assert_eq!(dataset.documents.len(), 8);
    let check = |path: &str, code: IssueCode, line: Option<i32>| {
        let found = dataset.issues.iter().find(|row| row.code == code && row.path.as_deref() == Some(path));
        assert_eq!(found.unwrap_or_else(|| panic!("{path}: {code}")).line, line, "{path}");
    };
    check("empty.txt", IssueCode::EmptyDocument, None);
    check("binary.txt", IssueCode::BinaryDocument, None);
    check("picture.png", IssueCode::UnsupportedFormat, None);
    check("long.txt", IssueCode::LineTooLong, Some(1));
    check("unsigned.txt", IssueCode::NoSignatures, Some(5));
    check("broken.txt", IssueCode::InvalidEncoding, Some(15));
    check("sidecar.toml", IssueCode::InvalidSidecar, Some(2));
}

/// Reads a document that is not on disk.
fn read(path: &str, text: &str) -> undersigned::model::Reading {
    let file =
        InputFile { path: path.to_owned(), location: path.into(), sidecar: None, links: Default::default() };
    let content = text.as_bytes().to_vec();
    let bytes =
        Bytes { n_bytes: content.len() as u64, content, sha256: String::new(), error: None, members: None };
    static REFERENCE: std::sync::OnceLock<Reference> = std::sync::OnceLock::new();
    pipeline::read(&file, &bytes, &Config::default(), REFERENCE.get_or_init(Reference::builtin))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_line_of_a_signature_block_is_accounted_for(
        text in "(Dear all,|Sincerely,|Signed by:|Groups|CC:|Ann Other|River Watch|, Kenya|Professor|[0-9.]|;|,|- |\\n|\\n\\n|\\PC){0,80}",
        extension in "(txt|md)",
    ) {
        let reading = read(&format!("x.{extension}"), &text);
        prop_assert_eq!(reading.n_block_lines, reading.notes.len());
        // No line of the document is noted twice, and every rejected one is an issue.
        let mut places: Vec<_> = reading.notes.iter().map(|note| (note.line.place, &note.line.text)).collect();
        places.dedup();
        prop_assert_eq!(places.len(), reading.notes.len());
        let rejected = |note: &&undersigned::model::LineNote| note.fate == LineFate::Rejected;
        for note in reading.notes.iter().filter(rejected) {
            let line = note.line.place.line_start;
            let is_reported = reading.issues.iter().any(|issue| {
                issue.code == IssueCode::RejectedLine
                    && issue.place.is_some_and(|place| (place.line_start..=place.line_end).contains(&line))
            });
            prop_assert!(is_reported, "line {} is rejected without an issue", line);
        }
        for signature in &reading.signatures {
            prop_assert!(!signature.name.is_empty() && !signature.text.is_empty());
            prop_assert!(signature.place.line_start <= signature.place.line_end);
        }
    }
}
