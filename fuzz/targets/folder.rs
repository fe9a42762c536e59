//! A folder of one file for each signatory.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::folder(content));
