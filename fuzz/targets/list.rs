#![no_main]

libfuzzer_sys::fuzz_target!(|lines: &[u8]| undersigned_fuzz::list(lines));
