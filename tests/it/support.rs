//! What the tests share: folders, builds, and the observer that says nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use undersigned::config::Config;
use undersigned::model::Corpus;
use undersigned::pipeline::{self, BuildError, Observer, Places, Purpose};
use undersigned::tables::Dataset;

/// Says nothing.
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _: &str, _: usize) {}
    fn step(&self) {}
    fn end(&self, _: &str) {}
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The material that lies beside the repository where it is developed, if it is there; says so if not.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(name);
    if !path.exists() {
        eprintln!("../shared/{name} is absent: this test checks nothing here");
        return None;
    }
    Some(path)
}

/// The configuration of the repository.
pub fn config() -> Config {
    Config::read(&root().join("pipeline.toml")).unwrap()
}

/// Builds a folder of documents into another.
pub fn build(config: &Config, raw: &Path, output: &Path) -> Result<(Corpus, Dataset), BuildError> {
    let places = Places {
        raw: raw.to_path_buf(),
        curation: raw.join("../curation"),
        output: output.to_path_buf(),
        is_foreign: false,
        state: None,
    };
    let built = pipeline::build(config, &places, Purpose::Publish, &Silent)?;
    Ok(built.made.expect("without a state everything is made"))
}

/// The places of a project in a folder, with what a build keeps for the next.
pub fn places(folder: &Path) -> Places {
    Places {
        raw: folder.join("raw"),
        curation: folder.join("curation"),
        output: folder.join("output"),
        is_foreign: false,
        state: Some(folder.join("state")),
    }
}

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_undersigned"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program was built for this test")
}

/// Writes documents below a folder; parent folders are made.
pub fn write(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, content) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

/// Every file below a folder, with its content.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// A letter of three signers.
pub const LETTER: &str = "Open letter on clean rivers\n\n3 May 2021\n\nDear Minister,\n\nWe write on behalf of 3 \
organizations to ask you to keep the rivers of the country clean for everybody who lives there.\n\nSincerely,\n\n\
River Watch, Kenya\nLake Foundation, Norway\nUnion of Fishers, Peru\n";
