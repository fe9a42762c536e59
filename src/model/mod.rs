//! The rows and small types that stages exchange. Imports nothing else of ours.

pub mod block;
pub mod code;
pub mod corpus;
pub mod country;
pub mod date;
pub mod id;
pub mod issue;
pub mod letter;
pub mod linkage;
pub mod outcome;
pub mod registry;
pub mod signature;
pub mod table;
pub mod vocabulary;

pub use block::{Block, BlockKind, Line, Mark, MarkKind, Place, Region, Text};
pub use code::{Code, Guide, Severity};
pub use corpus::{Corpus, Document, Reading, Role};
pub use country::{Alpha2, CountryMethod, CountryReading};
pub use date::{DatePrecision, DateSource, PartialDate};
pub use id::{ClaimId, DocumentId, EntityId, IssueId, LetterId, MentionId, MissingLetterId, SignatureId};
pub use issue::{Issue, IssueCode};
pub use letter::{
    Announced, Breaks, Claim, ClaimScope, LayoutChoice, Letter, Mention, Qualifier, Section, SignatureLine,
    Unit,
};
pub use linkage::{
    Decided, Entity, EvidenceItem, EvidenceKind, Link, LinkDecision, Linkage, Relation, RelationKind,
};
pub use outcome::Outcome;
pub use registry::{Churn, Fate, Known, Registry};
pub use signature::{Flag, Kind, LineFate, LineNote, Signature};
