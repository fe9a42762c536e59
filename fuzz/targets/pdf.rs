#![no_main]

libfuzzer_sys::fuzz_target!(|content: &[u8]| undersigned_fuzz::document("letter.pdf", content));
