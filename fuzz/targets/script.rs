//! Lists inside programs.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| undersigned_fuzz::document(
    &["js", "ts", "mjs", "cjs", "mts", "cts", "jsx", "tsx"],
    content
));
