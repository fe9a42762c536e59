//! Tabulate: the linked corpus to the published tables.
//!
//! In: the [`Corpus`], the settings, the reference data. Out: a [`Dataset`], every table sorted by its
//! key. One file per table holds its declaration, whose doc comments are the published dictionary, and
//! the function `rows` that fills it. Nothing here knows of files or formats.
//!
//! To add a table, write its file and add one line to `dataset!` below. `cargo fmt` does not see modules that
//! a macro declares: format them with `rustfmt --edition 2024 src/tables/*.rs`.

mod addressee;
mod cell;
mod counts;
mod integrity;
mod private;
mod resolution;
mod source;
mod view;
pub mod withdrawals;

pub use integrity::violations;
pub use source::{Source, TableSettings};
pub use view::{Rows, TableView};

use crate::model::Corpus;
use crate::reference::Reference;

/// Version of the published tables: a table, a column or a value of a closed vocabulary that is added is a minor
/// version, one that is renamed, removed or means something else a major one. A test holds it against the columns.
pub const SCHEMA_VERSION: &str = "1.0.0";

macro_rules! dataset {
    ($( $(#[doc = $about:literal])+ $table:ident : $row:ident, )+) => {
        $( pub mod $table; )+

        /// All published tables.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Dataset {
            $( $(#[doc = $about])+ pub $table: Vec<$table::$row>, )+
        }

        impl Dataset {
            /// Every table with its schema, in published order.
            pub fn tables(&self) -> Vec<TableView<'_>> {
                vec![ $( TableView::of::<$table::$row>(&self.$table), )+ ]
            }

            /// Changes every free text of every table.
            pub fn for_each_text(&mut self, change: &(dyn Fn(&mut String) + Sync)) {
                $( withdrawals::change_texts(&mut self.$table, change); )+
            }

            /// Visits every table with its row type, in published order.
            pub fn for_each_table(&self, visitor: &mut impl TableVisitor) {
                $( visitor.visit::<$table::$row>(&self.$table); )+
            }
        }

        fn fill(source: &Source<'_>) -> Dataset {
            let mut dataset = Dataset::default();
            let Dataset { $( $table, )+ } = &mut dataset;
            rayon::scope(|scope| {
                $( scope.spawn(|_| *$table = view::sorted($table::rows(source))); )+
            });
            dataset
        }
    };
}

dataset! {
    /// Input files.
    documents: DocumentRow,
    /// Letters.
    letters: LetterRow,
    /// Counts that documents state.
    claims: ClaimRow,
    /// Printed signatures.
    signatures: SignatureRow,
    /// Organizations and persons.
    entities: EntityRow,
    /// Where ids lead that were published before.
    redirects: RedirectRow,
    /// Ways in which entities were printed.
    names: NameRow,
    /// Scored pairs of records.
    links: LinkRow,
    /// Relations that are not identity.
    relations: RelationRow,
    /// Pairs of entities that signed letters together.
    cosignatures: CosignatureRow,
    /// Passages that mention letters.
    mentions: MentionRow,
    /// Letters that documents mention and the corpus lacks.
    missing_letters: MissingLetterRow,
    /// Countries used.
    countries: CountryRow,
    /// Diagnostics.
    issues: IssueRow,
    /// Pairs worth a person's look.
    review: ReviewRow,
}

/// What is done with every table by [`Dataset::for_each_table`].
pub trait TableVisitor {
    /// Is called once per table.
    fn visit<T: crate::model::table::Table>(&mut self, rows: &[T]);
}

/// The tables of a corpus.
pub fn run(corpus: &Corpus, settings: &TableSettings, reference: &Reference) -> Dataset {
    let mut dataset = fill(&Source::new(corpus, settings, reference));
    withdrawals::apply(&mut dataset, corpus, &corpus.withdrawn);
    dataset
}

#[cfg(test)]
pub mod sample;
#[cfg(test)]
mod tests;
