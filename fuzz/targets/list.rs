//! The lines of a list of signatories, under its heading.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|lines: &[u8]| undersigned_fuzz::list(lines));
