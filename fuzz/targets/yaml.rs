//! Records as YAML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::document(&["yaml", "yml"], content));
