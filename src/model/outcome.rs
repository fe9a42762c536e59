//! What a stage returns: a value and its doubts.

use crate::model::Issue;

/// A stage's result. A stage cannot fail: what it could not do is an issue beside the value.
#[derive(Debug, Clone, Default)]
pub struct Outcome<T> {
    /// What was made.
    pub value: T,
    /// What is doubtful about it, or could not be made.
    pub issues: Vec<Issue>,
}

impl<T> Outcome<T> {
    /// A value without a doubt.
    pub fn clean(value: T) -> Self {
        Self { value, issues: Vec::new() }
    }

    /// The value, with the issues moved to `issues`.
    pub fn unpack(self, issues: &mut Vec<Issue>) -> T {
        issues.extend(self.issues);
        self.value
    }
}
