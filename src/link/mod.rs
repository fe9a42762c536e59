//! Which signatures are the same organization or person.
