//! `undersigned init`: a project that builds at once, with a schedule to build it on.

use super::{Context, Status, Stop};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the project; it is made where there is none
    #[arg(default_value = ".", value_name = "DIR")]
    folder: PathBuf,
    /// Leave out the example letters
    #[arg(long)]
    bare: bool,
}

/// Where the example letters lie.
const RAW: &str = "raw/";

/// The files of a project, apart from configuration and schema.
const FILES: &[(&str, &str)] = &[
    ("raw/clean-rivers.txt", include_str!("init/raw/clean-rivers.txt")),
    ("raw/clean-rivers.toml", include_str!("init/raw/clean-rivers.toml")),
    ("raw/quiet-harbours.md", include_str!("init/raw/quiet-harbours.md")),
    ("curation/decisions.csv", include_str!("init/curation/decisions.csv")),
    ("curation/countries.csv", include_str!("init/curation/countries.csv")),
    ("curation/withdrawals.csv", include_str!("init/curation/withdrawals.csv")),
    (".gitignore", include_str!("init/gitignore")),
    (".gitattributes", include_str!("init/gitattributes")),
    (".github/workflows/dataset.yml", include_str!("init/workflow.yml")),
    ("schedule/undersigned.service", include_str!("init/schedule/undersigned.service")),
    ("schedule/undersigned.timer", include_str!("init/schedule/undersigned.timer")),
    ("schedule/crontab", include_str!("init/schedule/crontab")),
    ("README.md", include_str!("init/README.md")),
];

/// Where the schema of the configuration lies in a project.
const SCHEMA: &str = "pipeline.schema.json";

/// Writes a project, and none of it where a file of the same name is there already.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Status, Stop> {
    let folder = &arguments.folder;
    let failed = |path: &Path, error: &io::Error| Stop::failed(format!("{}: {error}", path.display()));
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let own = folder.canonicalize().map_err(|error| failed(folder, &error))?;
    let program = std::env::current_exe().unwrap_or_else(|_| "undersigned".into());
    let files = files(&own, &program, arguments.bare)?;
    let is_there = |path: &str| folder.join(path).symlink_metadata().is_ok();
    let there: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| is_there(path)).collect();
    if !there.is_empty() {
        return Err(Stop::usage(format!(
            "{} is left as it is: {} would be overwritten",
            folder.display(),
            there.join(", ")
        )));
    }
    let mut written = Vec::new();
    for (path, content) in &files {
        let path = folder.join(path);
        if let Err(error) = write_new(&path, content, &mut written) {
            // All or nothing: half a project is no project.
            for path in written {
                let _ = fs::remove_file(path);
            }
            return Err(failed(&path, &error));
        }
    }
    fs::create_dir_all(folder.join(RAW)).map_err(|error| failed(folder, &error))?;
    for (path, _) in &files {
        context.log.message(&folder.join(path).display().to_string());
    }
    let place =
        if own == std::env::current_dir()? { String::new() } else { format!("cd {} && ", shell(&own)?) };
    context.log.message(&format!("\n{place}undersigned    builds the dataset; README.md there says more"));
    Ok(Status::Done)
}

/// The files of a project with their content.
fn files(folder: &Path, program: &Path, is_bare: bool) -> Result<Vec<(String, String)>, Stop> {
    let mut files: Vec<(String, String)> = FILES
        .iter()
        .filter(|(path, _)| !(is_bare && path.starts_with(RAW)))
        .map(|(path, content)| ((*path).to_owned(), (*content).to_owned()))
        .collect();
    for (path, content) in &mut files {
        let filled = match path.rsplit(['/', '.']).next() {
            Some("service") => content
                .replace("ExecStart=PROGRAM", &format!("ExecStart={}", systemd_word(program)?))
                .replace("FOLDER", &systemd(folder)?),
            Some("crontab") => {
                content.replace("PROGRAM", &crontab(program)?).replace("FOLDER", &crontab(folder)?)
            }
            Some("yml") => content.replace("VERSION", env!("CARGO_PKG_VERSION")),
            _ => continue,
        };
        *content = filled;
    }
    files.push(("pipeline.toml".to_owned(), configuration()));
    files.push((SCHEMA.to_owned(), super::schema::text()));
    Ok(files)
}

/// The configuration of this project, with the name and the terms of no dataset yet.
fn configuration() -> String {
    let own = include_str!("../../pipeline.toml");
    let about = include_str!("init/about.toml");
    let before = own.find("[dataset]\n").unwrap_or_default();
    let after = own.find("[read]\n").unwrap_or_default();
    let text = format!("{}{about}{}", &own[..before], &own[after..]);
    text.replacen(&format!("docs/{SCHEMA}"), &format!("./{SCHEMA}"), 1)
}

/// Writes a file that is not there yet; folders above it are made.
fn write_new(path: &Path, content: &str, written: &mut Vec<PathBuf>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::options().write(true).create_new(true).open(path)?;
    written.push(path.to_path_buf());
    file.write_all(content.as_bytes())
}

/// A path as text for a line of a file.
fn line(path: &Path) -> Result<&str, Stop> {
    let text = path.to_str().filter(|text| !text.contains(char::is_control));
    text.ok_or_else(|| Stop::usage(format!("{} cannot be written into a schedule", path.display())))
}

/// A path as the value of a setting of systemd: `%` begins a specifier.
fn systemd(path: &Path) -> Result<String, Stop> {
    Ok(line(path)?.replace('%', "%%"))
}

/// A path as a word of a command of systemd.
fn systemd_word(path: &Path) -> Result<String, Stop> {
    let text = systemd(path)?.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "$$");
    Ok(if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text })
}

/// A path as a word of a shell.
fn shell(path: &Path) -> Result<String, Stop> {
    let text = line(path)?;
    let is_plain = text.chars().all(|c| c.is_alphanumeric() || "/._-+:@,".contains(c));
    Ok(if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) })
}

/// A path as a word of a shell in a crontab, where `%` ends the line.
fn crontab(path: &Path) -> Result<String, Stop> {
    // A backslash before `%` is taken away before the shell sees the line.
    Ok(shell(path)?.replace('%', "\\%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_their_readers_take_them() {
        let check = |path: &str, service: &str, command: &str, cron: &str| {
            let path = Path::new(path);
            assert_eq!(systemd(path).unwrap(), service);
            assert_eq!(systemd_word(path).unwrap(), command);
            assert_eq!(crontab(path).unwrap(), cron);
        };
        check("/srv/letters", "/srv/letters", "/srv/letters", "/srv/letters");
        check("/a b/it's", "/a b/it's", "\"/a b/it's\"", "'/a b/it'\\''s'");
        check("/50%/$x", "/50%%/$x", "/50%%/$$x", "'/50\\%/$x'");
        assert!(systemd(Path::new("/a\nb")).is_err());
    }

    #[test]
    fn the_configuration_holds_every_section() {
        let text = configuration();
        for part in [
            "[input]\n",
            "[output]\n",
            "[dataset]\n",
            "[read]\n",
            "[gates.warn]\n",
            "#:schema ./pipeline.schema.json\n",
        ] {
            assert_eq!(text.matches(part).count(), 1, "{part}");
        }
        assert!(!text.contains("[[dataset.creators]]\nname"));
    }
}
