//! PDF: bytes of a file, or the streams in one.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: undersigned_fuzz::allow_panics_of_the_pdf_library(), |content: &[u8]| undersigned_fuzz::pdf(&["pdf"], content));
