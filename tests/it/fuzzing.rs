//! Every format has a target in `fuzz/`, and every target what it needs.

use crate::support::root;
use undersigned::formats;

#[test]
fn every_format_is_fuzzed() {
    let fuzz = root().join("fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let mut targets = String::new();
    for entry in std::fs::read_dir(fuzz.join("targets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
        assert!(fuzz.join("seeds").join(name).is_dir(), "{name} has no seeds");
        assert!(fuzz.join("dict").join(name).is_file(), "{name} has no dictionary");
        targets += &std::fs::read_to_string(path).unwrap();
    }
    for extension in formats::extensions() {
        assert!(
            targets.contains(&format!("\"{extension}\"")),
            "no target in fuzz/targets reads .{extension}"
        );
    }
}
