//! Tables as text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::document(&["csv", "tsv", "tab", "psv", "ssv"], content));
