//! Random numbers that are the same on every machine (SplitMix64).

/// A stream of random numbers.
pub struct Random(u64);

impl Random {
    /// The stream of a seed and what it is for.
    pub fn new(seed: u64, of: u64, number: u64) -> Self {
        let mut random = Self(seed ^ of.wrapping_mul(0xd6e8_feb8_6659_fd93));
        let mixed = random.next();
        Self(mixed ^ number.wrapping_mul(0xa076_1d64_78bd_642f))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Below `n`, which is at least one.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// Below `n`; the first are far commoner, the more so the higher the power.
    pub fn skewed(&mut self, n: usize, power: i32) -> usize {
        ((self.share().powi(power) * n as f64) as usize).min(n - 1)
    }

    /// One of several.
    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// One of several, the first far more often.
    pub fn of_first<'a, T>(&mut self, all: &'a [T], power: i32) -> &'a T {
        &all[self.skewed(all.len(), power)]
    }
}
