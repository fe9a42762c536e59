//! `undersigned schema`: the JSON Schema of `pipeline.toml`.

use super::{Status, Stop};
use std::io::Write;
use undersigned::config;

/// Prints the schema.
pub fn run() -> Result<Status, Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text().as_bytes())?;
    out.flush()?;
    Ok(Status::Done)
}

/// The schema as it is written into files.
pub fn text() -> String {
    format!("{:#}\n", config::schema())
}
