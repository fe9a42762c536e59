//! Compressed documents: bytes of a stream, or what one inflates to.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::gzip(&["txt.gz", "csv.gz", "html.gz"], content));
