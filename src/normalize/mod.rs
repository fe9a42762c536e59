//! Text of a field to its comparison form: countries, organizations, persons, and which of the two a
//! name is. Pure functions; parsing and linking call them too.

pub mod country;
pub mod kind;
pub mod organization;
pub mod person;
pub mod role;
#[cfg(test)]
mod properties;
mod signature;

pub use signature::run;
