//! Records as JSON and its relatives.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::document(
    &["json", "jsonl", "ndjson", "json5", "jsonc", "geojson"],
    content
));
