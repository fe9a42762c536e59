//! What a user may set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of linking, `[link]` in `pipeline.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LinkSettings {
    /// Organizations are linked from this probability on.
    #[schemars(extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0))]
    pub link_organizations: f64,
    /// Persons are linked from this probability on.
    #[schemars(extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0))]
    pub link_persons: f64,
    /// Pairs are written for review from this probability on.
    #[schemars(extend("exclusiveMinimum" = 0.0, "exclusiveMaximum" = 1.0))]
    pub review: f64,
    /// A record whose two best matches are different entities is left for review when their weights
    /// are closer than this; bits.
    #[schemars(extend("minimum" = 0.0, "exclusiveMaximum" = 100.0))]
    pub margin: f64,
    /// Names that share a rare key are compared with each other up to this many; what is beyond is
    /// reported as `block-too-large`.
    #[schemars(range(min = 2, max = 10_000))]
    pub max_block: usize,
    /// Scored pairs that are published for each record, the heaviest first.
    pub max_links: usize,
    /// Pairs are published as near misses from this weight on; bits.
    #[schemars(extend("minimum" = -1000.0, "exclusiveMaximum" = 1000.0))]
    pub near_miss: f64,
    /// Weight of both records standing in one letter; bits, negative.
    #[schemars(extend("exclusiveMinimum" = -1000.0, "maximum" = 0.0))]
    pub same_letter: f64,
}

impl Default for LinkSettings {
    fn default() -> Self {
        Self {
            link_organizations: 0.95,
            link_persons: 0.97,
            review: 0.5,
            margin: 1.5,
            max_block: 100,
            max_links: 5,
            near_miss: 0.0,
            same_letter: -12.0,
        }
    }
}

impl LinkSettings {
    /// What is wrong with the settings, for a person.
    pub fn validate(&self) -> Result<(), String> {
        for (name, value) in [
            ("link_organizations", self.link_organizations),
            ("link_persons", self.link_persons),
            ("review", self.review),
        ] {
            if !(value > 0.0 && value < 1.0) {
                return Err(format!("`{name}` is {value}; a probability between 0 and 1 is needed"));
            }
        }
        if self.review > self.link_organizations || self.review > self.link_persons {
            return Err("`review` lies above a probability from which pairs are linked".to_owned());
        }
        if !(self.margin >= 0.0 && self.margin < 100.0) {
            return Err(format!("`margin` is {}; bits between 0 and 100 are needed", self.margin));
        }
        if !(self.same_letter <= 0.0 && self.same_letter > -1000.0) {
            return Err(format!(
                "`same_letter` is {}; bits between -1000 and 0 are needed",
                self.same_letter
            ));
        }
        if !(-1000.0..1000.0).contains(&self.near_miss) {
            return Err(format!("`near_miss` is {}; bits between -1000 and 1000 are needed", self.near_miss));
        }
        if !(2..=10_000).contains(&self.max_block) {
            return Err(format!("`max_block` is {}; 2 to 10000 is needed", self.max_block));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(&mut LinkSettings), is_valid: bool) {
        let mut settings = LinkSettings::default();
        change(&mut settings);
        assert_eq!(settings.validate().is_ok(), is_valid, "{settings:?}");
    }

    #[test]
    fn settings_are_checked() {
        check(|_| {}, true);
        check(|settings| settings.review = 0.99, false);
        check(|settings| settings.link_persons = f64::NAN, false);
        check(|settings| settings.margin = -1.0, false);
        check(|settings| settings.max_block = 0, false);
    }
}
