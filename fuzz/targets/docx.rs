//! Documents of word processors: bytes of an archive, or the parts in one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::docx(&["docx", "docm"], content));
