//! One text as a name and as a country.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| undersigned_fuzz::value(text));
