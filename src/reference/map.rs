//! Where countries lie on a map of the world, and the outlines of the larger ones.

use super::file::rows;

const DATA: &str = include_str!("data/map.csv");

/// Width of the plane in steps.
pub const WIDTH: i32 = 1000;
/// Height of the plane in steps.
pub const HEIGHT: i32 = 440;

/// A country on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Alpha-2 code; empty for land to which no code is assigned.
    pub alpha2: &'static str,
    /// Steps from the left.
    pub x: i32,
    /// Steps from the top.
    pub y: i32,
    /// Outline as an SVG path, to be filled by the rule `evenodd`; empty for what is too small for one.
    pub outline: &'static str,
}

/// Every country, in order of its code.
pub fn places() -> impl Iterator<Item = Place> {
    rows(DATA).map(|[alpha2, x, y, outline]| Place {
        alpha2,
        x: x.parse().unwrap_or_default(),
        y: y.parse().unwrap_or_default(),
        outline,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;

    #[test]
    fn every_country_has_a_place() {
        let reference = Reference::builtin();
        let mut n_places = 0;
        for place in places() {
            assert!((0..=WIDTH).contains(&place.x) && (0..=HEIGHT).contains(&place.y), "{place:?}");
            let is_path = |c: char| c.is_ascii_digit() || "Mlz -".contains(c);
            assert!(place.outline.chars().all(is_path), "{place:?}");
            if !place.alpha2.is_empty() {
                let code = crate::model::Alpha2::new(place.alpha2).unwrap();
                assert!(reference.countries.get(code).is_some(), "{place:?}");
                n_places += 1;
            }
        }
        assert_eq!(n_places, include_str!("data/countries.csv").lines().count() - 1);
    }
}
