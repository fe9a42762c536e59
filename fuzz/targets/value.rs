#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| undersigned_fuzz::value(text));
