//! Speed of the stages that every document or value runs through: `cargo bench --bench stages`.
//!
//! Letters are those of the folder that `UNDERSIGNED_LETTERS` names, or else made: 100,000 signatures in some
//! 2,300 letters, the same in every run. `cargo bench --bench stages -- letters` runs only what has that word
//! in its name; `cargo bench --bench memory` tells what memory they take.

mod letters;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use rayon::prelude::*;
use undersigned::config::Config;
use undersigned::model::Reading;
use undersigned::normalize::{country, kind, organization, person};
use undersigned::pipeline;
use undersigned::reference::Reference;
use undersigned::store::{Bytes, InputFile};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    eprintln!("{}", letters::source());
    divan::main();
}

/// Loading the reference data: paid once a run.
#[divan::bench(sample_count = 10)]
fn reference() -> Reference {
    Reference::builtin()
}

fn read(path: &str, content: &[u8], config: &Config, reference: &Reference) -> Reading {
    let file =
        InputFile { path: path.to_owned(), location: path.into(), sidecar: None, links: Default::default() };
    let content = content.to_vec();
    let n_bytes = content.len() as u64;
    let bytes = Bytes { n_bytes, content, sha256: String::new(), error: None, members: None };
    pipeline::read(&file, &bytes, config, reference)
}

/// Letters from bytes to normalized signatures on all cores: a quarter of them, half, and all. The time of one
/// signature must not grow with their number.
#[divan::bench(args = [4, 2, 1], sample_count = 5, sample_size = 1)]
fn letters_one_in(bencher: Bencher, step: usize) {
    let (reference, config) = (Reference::builtin(), Config::default());
    let letters: Vec<&[u8]> = letters::all().iter().step_by(step).map(Vec::as_slice).collect();
    let read = || -> usize {
        let read = |bytes: &&[u8]| read("letter.txt", bytes, &config, &reference).signatures.len();
        letters.par_iter().map(read).sum()
    };
    bencher
        .counter(ItemsCount::new(read()))
        .counter(BytesCount::new(letters.iter().map(|bytes| bytes.len()).sum::<usize>()))
        .bench(read);
}

/// A letter of so many signatories as a web page, on one core. An item is a page.
#[divan::bench(args = [40, 1000], sample_count = 20, sample_size = 1)]
fn web_page_of(bencher: Bencher, n_signatories: usize) {
    let (reference, config) = (Reference::builtin(), Config::default());
    let page = letters::page(n_signatories);
    bencher
        .counter(ItemsCount::new(1_usize))
        .counter(BytesCount::new(page.len()))
        .bench(|| read("letter.html", page.as_bytes(), &config, &reference));
}

/// A letter of so many signatories as a PDF, on one core. An item is a page of it.
#[divan::bench(args = [40, 1000], sample_count = 20, sample_size = 1)]
fn pdf_pages_of(bencher: Bencher, n_signatories: usize) {
    let (reference, config) = (Reference::builtin(), Config::default());
    let (file, n_pages) = letters::pdf(n_signatories);
    bencher
        .counter(ItemsCount::new(n_pages))
        .counter(BytesCount::new(file.len()))
        .bench(|| read("letter.pdf", &file, &config, &reference));
}

/// Texts where a country may stand.
#[derive(Debug)]
enum Texts {
    Known,
    Typos,
    Places,
    Unknown,
}

impl Texts {
    fn list(&self) -> &'static [&'static str] {
        match self {
            Self::Known => {
                &["Kenya", "U.S.A.", "the Netherlands", "Corea del Sur", "Österreich", "IRELAND", "UK"]
            }
            Self::Typos => &["Urugauy", "Phillipines", "Tuurkey", "Netherlnads", "Swizterland", "Austrlia"],
            Self::Places => {
                &["Nairobi, Kenya", "Austin TX", "based in Peru", "Kenya & Uganda", "Congo (DRC)"]
            }
            Self::Unknown => &[
                "Professor of Law",
                "Such Watch International",
                "Ann Other",
                "Director, Lake Fund",
                "Upland University – Department of Rivers and Lakes",
            ],
        }
    }
}

/// What country each of some texts names.
#[divan::bench(args = [Texts::Known, Texts::Typos, Texts::Places, Texts::Unknown])]
fn country(bencher: Bencher, texts: &Texts) {
    let reference = Reference::builtin();
    let list = texts.list();
    bencher.counter(ItemsCount::new(list.len())).bench(|| {
        let resolve = |text: &&str| country::resolve(divan::black_box(text), &reference).codes.len();
        list.iter().map(resolve).sum::<usize>()
    });
}

/// What is asked of a name.
fn of_names<T>(bencher: Bencher, of_persons: bool, ask: impl Fn(&str, &Reference) -> T + Sync) {
    let reference = Reference::builtin();
    let names = letters::names(of_persons);
    bencher.counter(ItemsCount::new(names.len())).bench(|| {
        for name in &names {
            divan::black_box(ask(name, &reference));
        }
    });
}

/// The comparison form of the name of an organization.
#[divan::bench]
fn organization_name(bencher: Bencher) {
    of_names(bencher, false, organization::comparison_form);
}

/// The parts of the name of a person.
#[divan::bench]
fn person_name(bencher: Bencher) {
    of_names(bencher, true, person::read);
}

/// Whether a name is of an organization or of a person.
#[divan::bench(args = [false, true])]
fn kind_of_name(bencher: Bencher, of_persons: bool) {
    of_names(bencher, of_persons, |name, reference| kind::judge(name, "", reference));
}
