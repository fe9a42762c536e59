//! All that one text is known as: a name, a part of a country, a city, a demonym.

use super::{City, Countries, Meaning};
use crate::model::country::Alpha2;

/// An index, one higher, or 0 for none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Link(u32);

impl Link {
    /// To the element at an index.
    pub(super) fn to(index: usize) -> Self {
        Self(u32::try_from(index + 1).unwrap_or(0))
    }

    /// Whether it leads nowhere.
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(super) fn get<T>(self, from: &[T]) -> Option<&T> {
        from.get((self.0 as usize).checked_sub(1)?)
    }
}

/// What a folded text is known as, as places in the lists of [`Countries`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) name: Link,
    pub(super) rare: Link,
    pub(super) subdivision: Link,
    pub(super) demonym: Link,
    pub(super) city: Link,
    /// The most words of a name that begins with this word.
    pub(super) longest: u8,
}

/// All that a folded text is known as.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    countries: &'a Countries,
    facts: Facts,
}

impl<'a> Known<'a> {
    pub(super) fn new(countries: &'a Countries, folded: &str) -> Self {
        Self { countries, facts: countries.names.get(folded).copied().unwrap_or_default() }
    }

    /// See [`Countries::longest_place`].
    pub fn longest(self) -> usize {
        usize::from(self.facts.longest)
    }

    /// See [`Countries::name`].
    pub fn name(self) -> Option<&'a Meaning> {
        self.facts.name.get(&self.countries.meanings)
    }

    /// What the text means as a name of a country that is a word or a name of a person as often, and
    /// counts only where a value stands alone.
    pub fn rare(self) -> Option<&'a Meaning> {
        self.facts.rare.get(&self.countries.meanings)
    }

    /// See [`Countries::subdivision`].
    pub fn subdivision(self) -> Option<&'a Meaning> {
        self.facts.subdivision.get(&self.countries.meanings)
    }

    /// See [`Countries::demonym`].
    pub fn demonym(self) -> Option<&'a Meaning> {
        self.facts.demonym.get(&self.countries.meanings)
    }

    /// See [`Countries::city`].
    pub fn city(self) -> Option<Alpha2> {
        self.town()?.chosen
    }

    /// See [`Countries::city_homes`].
    pub fn city_homes(self) -> &'a [Alpha2] {
        self.town().and_then(|city| self.countries.homes.get(city.homes.clone())).unwrap_or_default()
    }

    pub(super) fn town(self) -> Option<&'a City> {
        self.facts.city.get(&self.countries.cities)
    }
}
