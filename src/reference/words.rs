//! Words that play a role in the names of organizations.

/// The words.
#[derive(Debug)]
pub struct Words {}

impl Words {
    /// The compiled-in data.
    pub fn builtin() -> Self {
        Self {}
    }
}
