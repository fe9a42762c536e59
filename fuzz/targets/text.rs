//! Plain text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::document(&["txt", "text"], content));
