//! Speed of the stages that every document or value runs through: `cargo bench`.

use divan::Bencher;
use undersigned::config::Config;
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

fn main() {
    divan::main();
}

/// Loading the reference data: paid once a run.
#[divan::bench(sample_count = 10)]
fn reference() -> Reference {
    Reference::builtin()
}

/// A letter of a thousand signatories, from bytes to normalized signatures.
#[divan::bench(sample_count = 20)]
fn letter_of_a_thousand(bencher: Bencher) {
    let reference = Reference::builtin();
    let config = Config::default();
    let mut text = String::from(
        "Open letter on rivers\n\n3 May 2021\n\nDear Minister,\n\nKeep the rivers clean for all.\n\nSigned by:\n\n",
    );
    for number in 0..500 {
        text.push_str(&format!(
            "River Watch {number}, Kenya\nAnn Other {number}, Professor, Upland University, Norway\n"
        ));
    }
    let file = InputFile { path: "letter.txt".to_owned(), location: "letter.txt".into(), sidecar: None };
    let n_bytes = text.len() as u64;
    let bytes = Bytes { content: text.into_bytes(), n_bytes, sha256: String::new(), error: None, members: None };
    bencher
        .counter(divan::counter::ItemsCount::new(1000_usize))
        .bench(|| pipeline::read(&file, &bytes, &config, &reference));
}

/// Countries that are names, and texts that are none.
#[divan::bench(args = ["Kenya", "U.S.A.", "Corea del Sur", "Urugauy", "Professor of Law", "Such Watch International"])]
fn country(bencher: Bencher, text: &str) {
    let reference = Reference::builtin();
    bencher.bench(|| undersigned::normalize::country::resolve(divan::black_box(text), &reference));
}
