//! Countries of ISO 3166-1, their names in many languages, and the places in them.

/// The gazetteer.
#[derive(Debug)]
pub struct Countries {}

impl Countries {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        Self {}
    }
}
