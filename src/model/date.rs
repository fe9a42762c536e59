//! Dates that may be known to the day, the month or the year.

use crate::vocabulary;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How finely a date is known.
    pub enum DatePrecision {
        /// The day is known.
        Day = "day",
        /// The month is known; the date is its first day.
        Month = "month",
        /// The year is known; the date is its first day.
        Year = "year",
    }
}

vocabulary! {
    /// Where a date was found.
    pub enum DateSource {
        /// A sidecar file states it.
        Sidecar = "sidecar",
        /// A line of its own in the document.
        Dateline = "dateline",
        /// The front matter of the document.
        FrontMatter = "front_matter",
    }
}

/// A date with its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// The day, or the first day of the month or year.
    pub date: Date,
    /// How much of it is known.
    pub precision: DatePrecision,
}
