//! Every constant of the score, in thousandths of a bit unless said otherwise, with its origin.
//!
//! A weight is log2(m/u): m how often one entity shows the observation between two of its printings,
//! u how often two different ones do (Fellegi & Sunter 1969). Frequencies come from the corpus and from the
//! background; what they do not say was chosen on labelled signatures and checked, constant by constant, on
//! signatures that are made with their truth (`benches/linking`), in steps of about half as much and half as
//! much again. Not all stand at the best value there.

/// One bit.
pub const BIT: i32 = 1000;

/// Names that the shipped background stands for, as if they were printed beside the corpus. With two
/// letters the background decides what is rare, with two thousand the corpus does.
pub const BACKGROUND_NAMES: f64 = 4000.0;
/// Share of names that hold a word of which nothing is known.
pub const UNKNOWN_ORGANIZATION_WORD: f64 = 1.0 / 60_000.0;
/// Share of persons that bear a name of which nothing is known.
pub const UNKNOWN_PERSON_WORD: f64 = 1.0 / 30_000.0;
/// No word weighs more: beyond this, a typing error is the likelier explanation of its rarity.
pub const MAX_WORD: i32 = 15 * BIT;
/// Names that hold the first word of a phrase and know nothing of the second, beside those of the corpus.
pub const BOUND_PSEUDO_NAMES: f64 = 20.0;
/// A word that follows its usual companion (`human rights`) weighs at least this.
pub const MIN_BOUND_WORD: i32 = 500;

/// Names that the whole corpus lends to each country when it is counted how often the country bears a
/// part of a name.
pub const COUNTRY_PSEUDO_NAMES: f64 = 100.0;

/// The prior is minus log2 of the number of names. A small corpus of persons is one of so many from a
/// larger world of namesakes.
pub const MIN_PERSONS: f64 = 2000.0;
/// The same for organizations: names are chosen so as to be told apart, and two small corpora that hold an
/// acronym and a name that spells it hold one organization.
pub const MIN_ORGANIZATIONS: f64 = 500.0;

/// Two organizations' names that hold the same words, and no other, are far likelier the same than
/// their words' weights say: names are chosen so as to be told apart.
pub const COMPLETE_ORGANIZATION: i32 = 10 * BIT;
/// The same for persons: people do not choose names to be told apart.
pub const COMPLETE_PERSON: i32 = 3500;

/// Names alone never speak louder than this for one organization: equal names in different countries
/// are nearly always different ones (642 of 712 in ROR).
pub const NAME_MAX_ORGANIZATION: i32 = 10 * BIT;
/// Names alone never speak louder than this for one person: namesakes.
pub const NAME_MAX_PERSON: i32 = 6 * BIT;

/// One edit in a word of a name.
pub const EDIT: i32 = -2500;
/// An edit in a word of three or four letters, taken only where all else is equal.
pub const SHORT_EDIT: i32 = -5 * BIT;
/// A name of one word that differs by an edit.
pub const EDIT_IN_ONLY_WORD: i32 = -3 * BIT;
/// A short word that only one name holds and that is a misspelt connector.
pub const CONNECTOR_SLIP: i32 = -3 * BIT;
/// A plural.
pub const PLURAL: i32 = -2 * BIT;
/// One word is derived from the other ("protect", "protection").
pub const DERIVED: i32 = -9 * BIT;
/// Two words written as one.
pub const JOINED: i32 = -500;
/// Two spellings that each occur in several letters: typing errors do not repeat.
pub const BOTH_SPELLINGS_REPEAT: i32 = -6 * BIT;
/// The type of organization or the place stands elsewhere (`Lantern Foundation`, `Fondation Lantern`), or
/// a connector turned the name round (`Lantern Bureau`, `Bureau of Lanterns`).
pub const REORDERED: i32 = -3 * BIT;
/// The words stand in another order, and nothing explains it.
pub const REORDERED_FREELY: i32 = -20 * BIT;
/// The words stand in another order; the names hold two, and no connector tells that it is one language
/// ("Lantern University", "University of Lantern"), where they are two.
pub const REORDERED_SHORT: i32 = -15 * BIT;

/// The first word that only one name holds.
pub const ONE_SIDED_WORD: i32 = -6 * BIT;
/// Each further one.
pub const ONE_SIDED_NEXT: i32 = -2 * BIT;
/// A type of organization that only one name holds.
pub const ONE_SIDED_TYPE: i32 = -5 * BIT;
/// The same, at the end of its name, where the other name holds a type as well: the foundation of a club is
/// not the club.
pub const ONE_SIDED_SECOND_TYPE: i32 = -8 * BIT;
/// The one type of organization that only one name holds, beside words that tell it from others.
pub const TYPE_LEFT_OUT: i32 = -5 * BIT;
/// What those words weigh at the least; one word that no third name holds and nobody else knows will do.
pub const TYPE_LEFT_OUT_LEAST: i32 = 14 * BIT;
/// The most that it adds to the evidence of two names to know where their bearers are: what was a word on
/// either side is a place that says nothing new and a type that is left out.
pub const HOME_MOST: i32 = COMPLETE_ORGANIZATION + TYPE_LEFT_OUT - (TWO_SIDED_WORD - MAX_WORD);
/// A place that only one name holds, when it is where the other is based.
pub const ONE_SIDED_HOME: i32 = -BIT;
/// The same, when the other name holds a word of its own as well.
pub const ONE_SIDED_HOME_AND_WORD: i32 = -5 * BIT;
/// A place or number that only one name holds.
pub const ONE_SIDED_PLACE: i32 = -8 * BIT;
/// Each name holds a word that the other does not; the rarer word's weight is taken off as well.
pub const TWO_SIDED_WORD: i32 = -14 * BIT;

/// Highest weight of an equal country: that of one of fifty, over which the background spreads. Names of one
/// country share its words, so that a rarer one says no more.
pub const COUNTRY_EQUAL_MAX: i32 = 5500;
/// An equal country of two persons: most of it is in the name, which is weighed among those of its country.
pub const COUNTRY_EQUAL_PERSON: i32 = 2500;
/// Different countries of organizations, one of them printed once.
pub const COUNTRY_DIFFERENT_ORGANIZATION: i32 = -10 * BIT;
/// Different countries of persons, one of them printed once.
pub const COUNTRY_DIFFERENT_PERSON: i32 = -8 * BIT;
/// A country that is printed again is no slip: added for each doubling of how often the rarer is.
pub const COUNTRY_REPEATED: i32 = -4 * BIT;
/// The most that different countries weigh.
pub const COUNTRY_DIFFERENT_MAX: i32 = -20 * BIT;
/// One is printed with a place behind its name, the other with nothing: the place may be a chapter's.
pub const APART_PLACE: i32 = -6 * BIT;
/// Of records that sign many letters, one letter that both sign is chance: the weight of standing in one
/// letter is full while the letters shared are this share of those of the record with fewer.
pub const SAME_LETTER_FULL_SHARE: f64 = 0.5;

/// The most that two letters that share signatories add: that of one name in sixteen being met again, where
/// none was to be expected.
pub const SAME_CAMPAIGN_MAX: i32 = 4 * BIT;

/// Highest weight of an equal affiliation.
pub const AFFILIATION_EQUAL_MAX: i32 = 14 * BIT;
/// Different affiliations, or nothing in common in what is printed behind the names. People move, but an
/// equal name beside it is no more than a namesake until somebody has looked: with the most that names
/// alone say, the pair stays below the probability from which persons are linked.
pub const AFFILIATION_DIFFERENT: i32 = -2500;
/// The same where the name is so rare that two bearers of it are unlikely: people move.
pub const AFFILIATION_DIFFERENT_RARE_NAME: i32 = -900;
/// What a person's name weighs beyond the number of names from which it is rare: three names, or two of
/// which nothing is known.
pub const RARE_NAME: i32 = 21_500;

/// Highest weight of an equal title or degree.
pub const TITLE_EQUAL_MAX: i32 = 2 * BIT;
/// Each prints titles, and none of them is the same.
pub const TITLE_DIFFERENT: i32 = -700;
/// A title that only one side prints.
pub const TITLE_ONE_SIDED: i32 = -500;

/// A letter of an acronym that stands for a name, where the corpus says nothing of it: first letters are far
/// from evenly spread, two words begin with the same one in every fourteenth case.
pub const ACRONYM_LETTER: i32 = 3800;
/// First letters that the background lends to each, as if they were of names of the corpus.
pub const ACRONYM_PSEUDO_LETTERS: f64 = 200.0;
/// The name has as many words as the acronym has letters: of names of three words and more, one in four.
pub const ACRONYM_LENGTH: i32 = 2 * BIT;
/// The acronym is printed beside the name somewhere.
pub const ACRONYM_PRINTED: i32 = 8 * BIT;
/// Both names are printed with the same acronym.
pub const ACRONYM_SHARED: i32 = 3 * BIT;
/// Words of one root in two languages weigh this part of what equal words do.
pub const COGNATE_PART: i32 = 2;
/// A name that is printed only as another name of the organization.
pub const ALTERNATIVE: i32 = -4 * BIT;

/// An initial that fits a name; two names begin with the same letter in every fourteenth case, a little less
/// often in all the world.
pub const INITIAL: i32 = 3800;
/// Every part of two names fits, one of them by its initial.
pub const COMPLETE_WITH_INITIAL: i32 = 4 * BIT;
/// A name of a person that only one side prints, beside two that both print.
pub const MIDDLE_MISSING: i32 = -500;
/// An initial that only one side prints.
pub const MIDDLE_INITIAL_MISSING: i32 = 0;
/// An edit in a person's name that makes it none that is known.
pub const PERSON_EDIT: i32 = -2 * BIT;
/// An edit from one known name to another.
pub const PERSON_EDIT_KNOWN: i32 = -5 * BIT;
/// Two spellings of a name that are the same sounds (Kristina, Christina).
pub const SAME_SOUND: i32 = -2 * BIT;
/// A familiar form of a given name (Bill, William): one of some three names that it may stand for, and some
/// prefer the whole.
pub const FAMILIAR_FORM: i32 = -4 * BIT;
/// Names of persons in another order.
pub const PERSON_REORDERED: i32 = -500;

/// A pair that no block brought together, in the sum of two clusters.
pub const UNSEEN_PAIR: i32 = -BIT;
/// Two clusters join only when their pairs' mean is at least this.
pub const MIN_MEAN: i32 = 2 * BIT;
/// Two clusters do not fit each other when the mean of their pairs is below this.
pub const CONFLICT_MEAN: i32 = -2 * BIT;
