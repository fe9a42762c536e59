//! Letters and who signed them, row by row, with the truth: the same rows for the same seed, for as many as
//! are asked, and none is kept.

use super::entities::World;
use super::material::Material;
use super::printing::Printed;
use super::random::Random;
use std::collections::BTreeSet;
use std::path::Path;

/// Streams of random numbers.
const LETTER: u64 = 21;
const ROW: u64 = 22;
/// Rows that one entity has, as a mean.
const ROWS_OF_ENTITY: f64 = 3.0;
/// Share of rows that are persons'.
const PERSONS: f64 = 0.45;
/// Campaigns, each of which has signatories of its own.
const CAMPAIGNS: u64 = 40;

/// One signature.
pub struct Row {
    /// Number of the signature.
    pub number: usize,
    /// Number of the letter.
    pub letter: u64,
    /// Whether a person signed.
    pub is_person: bool,
    /// Who it is.
    pub entity: u32,
    /// What is printed.
    pub printed: Printed,
}

/// Hands out `n_rows` rows, letter by letter.
pub fn generate(root: &Path, n_rows: usize, seed: u64, mut take: impl FnMut(Row)) {
    let count = |share: f64| ((n_rows as f64 * share / ROWS_OF_ENTITY) as u64).max(8);
    let (n_organizations, n_persons) = (count(1.0 - PERSONS), count(PERSONS));
    let world = World { material: Material::read(root), seed, n_organizations };
    let (mut number, mut letter) = (0, 0);
    while number < n_rows {
        let mut random = Random::new(seed, LETTER, letter);
        let size = 5 + (random.share().powi(4) * 600.0) as usize;
        let of_persons = if random.happens(0.3) { 0.9 } else { 0.2 };
        let campaign = random.happens(0.5).then(|| random.below(CAMPAIGNS as usize) as u64);
        let mut signed: BTreeSet<u32> = BTreeSet::new();
        for _ in 0..size {
            let is_person = random.happens(of_persons);
            let n = if is_person { n_persons } else { n_organizations };
            let mut who = (random.share().powi(2) * n as f64) as u64;
            if let Some(campaign) = campaign.filter(|_| random.happens(0.6) && n > CAMPAIGNS) {
                // Families sign one campaign.
                who = (who / 4 / CAMPAIGNS * CAMPAIGNS + campaign) * 4 + who % 4;
                who = who.min(n - 1);
            }
            let entity = who as u32 * 2 + u32::from(is_person);
            if number >= n_rows || !signed.insert(entity) {
                continue;
            }
            let mut own = Random::new(seed, ROW, number as u64);
            let printed = if is_person {
                world.print_person(&world.person(who), &mut own)
            } else {
                world.print_organization(&world.organization(who), &mut own)
            };
            take(Row { number, letter, is_person, entity, printed });
            number += 1;
        }
        letter += 1;
    }
}
