//! Codes of messages about a project or a run as a whole; those about documents and decisions are
//! [`crate::model::IssueCode`].

use crate::codes;
use crate::model::IssueCode;
use crate::model::vocabulary::Vocabulary;
use crate::pipeline::BuildError;
use crate::publish::PublishError;
use std::io::ErrorKind;

codes! {
    /// What a message about a project or a run is about. The code is stable across versions.
    pub enum RunCode {
        /// The command was called in a way that it does not understand.
        WrongUsage = "wrong-usage", Error {
            example: "undersigned explain what",
            advice: "`undersigned COMMAND --help` lists what a command takes.",
        }
        /// The configuration file cannot be read.
        UnreadableConfiguration = "unreadable-configuration", Error {
            example: "cannot read pipeline.toml: No such file or directory",
            advice: "Go to the folder of the project, name the file with --config, or begin a project with `undersigned init`.",
        }
        /// The configuration is no TOML, has a key that is not known, or a value out of bounds.
        InvalidConfiguration = "invalid-configuration", Error {
            example: "pipeline.toml:2:1: unknown field `max_bites`",
            advice: "Mend the place that is pointed at. `undersigned schema` prints what may be set, for editors too.",
        }
        /// The folders of documents, decisions, dataset and state lie in each other, so that one could be lost with
        /// another.
        NestedFolders = "nested-folders", Error {
            example: "dir = \"raw/output\" in [output]",
            advice: "Give each a folder of its own in [input] and [output] of pipeline.toml.",
        }
        /// The folder of the documents is not there.
        MissingInput = "missing-input", Error {
            example: "cannot read the input folder raw: No such file or directory",
            advice: "Make the folder and put letters into it, or set `raw` in [input] of pipeline.toml.",
        }
        /// The folder of the documents is there and cannot be read.
        UnreadableInput = "unreadable-input", Error {
            example: "cannot read the input folder raw: Permission denied",
            advice: "Give the user who builds the right to read and enter the folder.",
        }
        /// The folder of the documents holds none.
        NoDocuments = "no-documents", Error {
            example: "raw/ is empty, or holds hidden files and sidecars only",
            advice: "Put a letter into the folder.",
        }
        /// A document went or changed while it was read, so that it could not be read any more. What was published
        /// before is whole.
        InputChanged = "input-changed", Error {
            example: "letter.txt changed or went while it was read",
            advice: "Build again when whoever copies or edits documents has done.",
        }
        /// A quality gate of the configuration is not kept: nothing is published, the last output stays.
        QualityGate = "quality-gate", Error {
            example: "0.31 is above gates.max_rejected_share, 0.2",
            advice: "Look at the rows in .undersigned/gates/, mend the documents, or change the bound in [gates] of pipeline.toml.",
        }
        /// A bound of `[gates.warn]` is not kept; the dataset is published.
        NearGate = "near-gate", Warning {
            example: "0.08 is above gates.warn.max_rejected_share, 0.05",
            advice: "Look at the rows in .undersigned/gates/ before the gate itself breaks.",
        }
        /// A bound of `[gates.warn]` lies beyond the gate of the same name: the build fails before it warns.
        IdleGate = "idle-gate", Warning {
            example: "max_churn = 0.1 in [gates] and max_churn = 0.2 in [gates.warn]",
            advice: "Let the bound that warns be the narrower one, or remove it.",
        }
        /// The licence of the dataset is not set: nobody knows whether the data may be used.
        MissingLicence = "missing-licence", Warning {
            example: "[dataset] without `licence`",
            advice: "Set `licence` in [dataset] to an SPDX identifier such as \"CC-BY-4.0\".",
        }
        /// The makers of the dataset are not set: nobody knows whom to cite.
        MissingCreators = "missing-creators", Warning {
            example: "[dataset] without [[dataset.creators]]",
            advice: "Add [[dataset.creators]] with `name`, and `orcid` or `affiliation` where there is one.",
        }
        /// Of some documents nothing says under which terms they are published.
        MissingSourceLicence = "missing-source-licence", Note {
            example: "raw/letter.txt has no sidecar with `licence` in [source]",
            advice: "State it in the sidecar of the document where it is known.",
        }
        /// A file lies in the folder of decisions that no build reads.
        UnreadFile = "unread-file", Warning {
            example: "curation/decision.csv, where decisions.csv is read",
            advice: "Give the file the name that is read, or move it elsewhere.",
        }
        /// There is a dataset and no registry of its ids: the next build gives ids anew.
        MissingRegistry = "missing-registry", Warning {
            example: "output/ holds a dataset, curation/registry.csv is gone",
            advice: "Take curation/registry.csv back from version control, and keep it there.",
        }
        /// The folder of the dataset holds something that would be lost if it were replaced.
        NotReplaceable = "not-replaceable", Error {
            example: "output/notes.txt is no part of the dataset published there",
            advice: "Move the file away, or choose another folder for the dataset.",
        }
        /// Another build is at work on the same output.
        OutputBusy = "output-busy", Error {
            example: "a nightly build runs while somebody builds by hand",
            advice: "Wait until it has ended, and build again. The lock goes with the build that holds it, even a killed one.",
        }
        /// A file or folder that is to be written cannot be. What was published before is whole.
        UnwritableOutput = "unwritable-output", Error {
            example: "cannot create a folder in /srv/letters: Permission denied, or Read-only file system",
            advice: "Give the user who builds the right to write there, or choose another folder in [output].",
        }
        /// The disk is full, or a quota is used up. What was published before is whole.
        DiskFull = "disk-full", Error {
            example: "cannot write output/links.parquet: No space left on device",
            advice: "Make room and build again: a build needs the size of the dataset twice. `.undersigned/` may be removed.",
        }
        /// Something that spares the next build work could not be kept; the dataset is published.
        StateNotKept = "state-not-kept", Warning {
            example: "the next build will take longer: cannot write .undersigned/readings.pack: Permission denied",
            advice: "Make room in the folder that `state` in [output] names, or give the user who builds the right to write there.",
        }
        /// With `build --check`: the output is not what the inputs give.
        OutputDiffers = "output-differs", Error {
            example: "output is not what these inputs give; it differs in signatures.csv",
            advice: "Run `undersigned build`, and commit what changed.",
        }
        /// The folder holds no dataset of this program.
        NotADataset = "not-a-dataset", Error {
            example: "undersigned verify raw",
            advice: "Name a folder that a build has published.",
        }
        /// Something could not be done that the message names.
        Failed = "failed", Error {
            example: "decisions.csv: No such file or directory",
            advice: "See what the message says; mostly a file is not there or may not be read.",
        }
        /// The program contradicts itself: a fault of its own, and nothing was published.
        ProgramFault = "program-fault", Error {
            example: "letter.txt: 40 lines in signature blocks, but 39 accounted for",
            advice: "Please report it, with the message and, if it may be shared, the document.",
        }
    }
}

/// The code of what stops a build.
pub fn of_build(error: &BuildError) -> &'static str {
    match error {
        BuildError::Input { source, .. } => match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => RunCode::MissingInput.name(),
            _ => RunCode::UnreadableInput.name(),
        },
        BuildError::Changed(_) => RunCode::InputChanged.name(),
        BuildError::Publish(error) => of_publish(error).name(),
        BuildError::Gates { .. } => RunCode::QualityGate.name(),
        BuildError::Registry(_) => IssueCode::InvalidRegistry.name(),
        BuildError::Counts { .. } | BuildError::Unaccounted { .. } => RunCode::ProgramFault.name(),
    }
}

/// The code of what stops reading or writing a dataset.
pub fn of_publish(error: &PublishError) -> RunCode {
    match error {
        PublishError::Busy { .. } => RunCode::OutputBusy,
        PublishError::NotAFolder { .. } | PublishError::NotOurs { .. } | PublishError::Stranger { .. } => {
            RunCode::NotReplaceable
        }
        PublishError::NotADataset { .. } => RunCode::NotADataset,
        error if error.is_disk_full() => RunCode::DiskFull,
        PublishError::Io { .. } | PublishError::Csv { .. } | PublishError::Parquet { .. } => {
            RunCode::UnwritableOutput
        }
        PublishError::Violations(_) => RunCode::ProgramFault,
        PublishError::About(_) => RunCode::InvalidConfiguration,
        PublishError::NotEmpty { .. } | PublishError::UnknownFormat { .. } => RunCode::WrongUsage,
        PublishError::UnreadableCsv { .. } | PublishError::Damaged { .. } => RunCode::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;
    use crate::model::code::explained;

    #[test]
    fn every_code_is_explained_and_none_twice() {
        for (code, name, _) in RunCode::VALUES {
            let text = explained::<RunCode>(name).unwrap_or_default();
            assert!(text.starts_with(name), "{text}");
            let guide = code.guide();
            assert!(guide.example.len() > 15 && guide.advice.ends_with('.'), "{name}");
            assert_eq!(IssueCode::from_name(name), None);
        }
    }
}
