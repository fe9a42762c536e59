//! Trials: a full disk, folders that cannot be written, links, names that hardly are names, inputs that vanish,
//! clocks that go backwards, readers and builders at the same time. The old dataset stays whole, and what went
//! wrong is told with a code and the documented exit status.

#![cfg(unix)]

use crate::support::{LETTER, files, places, write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use undersigned::config::Config;
use undersigned::model::{IssueCode, Role};
use undersigned::pipeline::record::Ending;
use undersigned::pipeline::{self, Built, Observer, Purpose};
use undersigned::publish;
use undersigned::tables::Dataset;

fn build_with(folder: &Path, toml: &str) -> Built {
    let config = Config::parse("pipeline.toml", toml).unwrap();
    pipeline::build(&config, &places(folder), Purpose::Publish, &crate::support::Silent).unwrap()
}

fn dataset(built: Built) -> Dataset {
    built.made.expect("something was to be done").1
}

/// Runs the program, and looks at how it ended and what it told.
fn check(command: &mut Command, status: i32, told: &[&str]) {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(status), "{command:?}: {text}");
    for part in told {
        assert!(text.contains(part), "{command:?}: {part:?} is not in {text}");
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command.current_dir(folder).args(arguments);
    command
}

fn project(letter: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("pipeline.toml", b""), ("raw/a.txt", letter.as_bytes())]);
    folder
}

/// A file system of its own, taken away at the end.
struct Mount(PathBuf);

impl Mount {
    /// Mounts, or says why not.
    fn new(arguments: &[&str], at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(arguments).arg(at).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self(at.to_path_buf())),
            Ok(output) => {
                let why = String::from_utf8_lossy(&output.stderr).into_owned();
                eprintln!("nothing can be mounted here, and this test checks nothing: {}", why.trim());
                None
            }
            Err(error) => {
                eprintln!("nothing can be mounted here, and this test checks nothing: mount: {error}");
                None
            }
        }
    }

    fn again(&self, options: &str) {
        let status = Command::new("mount").args(["-o", options]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Another letter, with signers of its own.
fn other_letter(number: usize) -> String {
    format!(
        "Open letter on bridge {number}\n\n{} June 2022\n\nDear Mayor,\n\nPlease mend the bridge of village {number} \
         before the winter comes, so that children can go to school again.\n\nSincerely,\n\n\
         Bridge Friends of Village {number}, Chile\nSchool {number} Parents Union, Chile\n",
        number + 1
    )
}

/// A letter with so many signers that its dataset is large.
fn long_letter(n_signers: usize) -> String {
    let (head, _) = LETTER.split_once("River Watch").unwrap();
    let syllables = ["ka", "lo", "mi", "ru", "se", "ta", "vo", "ni", "pe", "du"];
    let name =
        |n: usize| format!("{}{}{}", syllables[n / 100 % 10], syllables[n / 10 % 10], syllables[n % 10]);
    let signers: String =
        (0..n_signers).map(|n| format!("Friends of the River {}{n}, Norway\n", name(n))).collect();
    format!("{head}{signers}")
}

#[test]
fn a_full_disk_leaves_the_old_dataset() {
    let folder = project(LETTER);
    let root = folder.path();
    let Some(disk) = Mount::new(&["-t", "tmpfs", "-o", "size=2m", "tmpfs"], &root.join("disk")) else {
        return;
    };
    write(root, &[("pipeline.toml", b"[output]\ndir = \"disk/output\"\nstate = \"disk/state\"\n")]);
    check(&mut program(root, &["build"]), 0, &[]);
    let before = files(&root.join("disk/output"));
    write(root, &[("raw/b.txt", long_letter(3_000).as_bytes())]);
    for _ in 0..2 {
        let told =
            ["error[disk-full]: cannot write ", "No space left on device", "undersigned explain disk-full"];
        check(&mut program(root, &["build"]), 1, &told);
        assert!(files(&root.join("disk/output")) == before);
    }
    let left: Vec<_> =
        std::fs::read_dir(root.join("disk")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.len() <= 2, "something is left half-made: {left:?}");
    check(&mut program(root, &["verify", "disk/output"]), 0, &["all as published"]);
    // There is room for the dataset, and not for what the next build would like to know.
    disk.again("remount,size=64m");
    check(&mut program(root, &["build"]), 0, &["signatures     3003"]);
    check(&mut program(root, &["verify", "disk/output"]), 0, &["all as published"]);
}

#[test]
fn a_full_disk_of_the_state_does_not_stop_a_build() {
    let folder = project(&long_letter(2_000));
    let root = folder.path();
    let Some(_disk) = Mount::new(&["-t", "tmpfs", "-o", "size=64k", "tmpfs"], &root.join("disk")) else {
        return;
    };
    write(root, &[("pipeline.toml", b"[output]\nstate = \"disk/state\"\n")]);
    check(
        &mut program(root, &["build"]),
        0,
        &["warning[state-not-kept]: the next build will take longer: cannot write disk/state"],
    );
    check(&mut program(root, &["verify"]), 0, &["all as published"]);
}

#[test]
fn what_is_mounted_for_reading_only_is_left_as_it_is() {
    let folder = project(LETTER);
    let root = folder.path();
    let Some(disk) = Mount::new(&["-t", "tmpfs", "-o", "size=8m", "tmpfs"], &root.join("disk")) else {
        return;
    };
    write(root, &[("pipeline.toml", b"[output]\ndir = \"disk/output\"\n")]);
    check(&mut program(root, &["build"]), 0, &[]);
    let before = files(&root.join("disk/output"));
    disk.again("remount,ro");
    // What is as it should be need not be written.
    check(&mut program(root, &["build"]), 0, &["nothing changed"]);
    write(root, &[("raw/b.txt", other_letter(1).as_bytes())]);
    let told = ["error[unwritable-output]: cannot create ", "Read-only file system"];
    check(&mut program(root, &["build"]), 1, &told);
    check(&mut program(root, &["build", "--check"]), 1, &["error[unwritable-output]"]);
    let output = program(root, &["check"]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[unwritable-output]"));
    assert!(files(&root.join("disk/output")) == before);
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let folder = project(LETTER);
    let root = folder.path();
    let mode = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    check(&mut program(root, &["build"]), 0, &[]);
    let before = files(&root.join("output"));
    write(root, &[("raw/b.txt", other_letter(1).as_bytes())]);
    // A copy, since the program may lie where others cannot go.
    let copy = root.join("undersigned");
    std::fs::copy(env!("CARGO_BIN_EXE_undersigned"), &copy).unwrap();
    mode(&copy, 0o755);
    mode(root, 0o555);
    let mut command = Command::new(&copy);
    command.current_dir(root).arg("build");
    if root.metadata().unwrap().uid() == 0 {
        // Nothing is forbidden to root: the build is another user's.
        command.uid(65_534).gid(65_534);
    }
    match command.output() {
        Ok(_) => check(&mut command, 1, &["error[unwritable-output]: cannot create ", "Permission denied"]),
        Err(error) => eprintln!("no other user can be here, and this test checks little: {error}"),
    }
    mode(root, 0o755);
    assert!(files(&root.join("output")) == before);
}

#[test]
fn links_that_lead_out_are_refused() {
    let outside = tempfile::tempdir().unwrap();
    let secret = LETTER.replace("River Watch", "Secret Society");
    write(
        outside.path(),
        &[
            ("secret.txt", secret.as_bytes()),
            ("secret.toml", b"title = \"Secret\"\n"),
            ("folder/s.txt", secret.as_bytes()),
        ],
    );
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let lakes = other_letter(1);
    write(
        root,
        &[
            ("raw/a.txt", LETTER.as_bytes()),
            ("raw/deep/b.txt", lakes.as_bytes()),
            ("raw/signed/letter.toml", b""),
        ],
    );
    write(root, &[("raw/signed/ann.md", b"---\nname: Ann Other\n---\n")]);
    let link = |target: &Path, name: &str| symlink(target, root.join("raw").join(name)).unwrap();
    let out = |name: &str| outside.path().join(name);
    link(&out("secret.txt"), "absolute.txt");
    link(Path::new("../outside.txt"), "relative.txt");
    symlink(out("secret.txt"), root.join("outside.txt")).unwrap();
    link(&out("secret.toml"), "deep/b.toml");
    link(&out("secret.txt"), "signed/member.md");
    link(&out("folder"), "folder");
    link(Path::new(".."), "deep/up");
    link(Path::new("loop.txt"), "loop.txt");
    link(Path::new("deep/b.txt"), "inside.txt");

    let lenient = "[gates]\nmax_unreadable_share = 1.0\n";
    let refused = dataset(build_with(root, lenient));
    let role = |dataset: &Dataset, path: &str| {
        dataset.documents.iter().find(|row| row.path == path).map(|row| row.role)
    };
    for path in ["absolute.txt", "relative.txt", "folder", "deep/up", "loop.txt"] {
        assert_eq!(role(&refused, path), Some(Role::Unreadable), "{path}");
        let is_told = |row: &&undersigned::tables::issues::IssueRow| row.path.as_deref() == Some(path);
        let issue = refused.issues.iter().find(is_told).unwrap();
        assert_eq!(issue.code, IssueCode::UnreadableFile);
        if !path.starts_with("loop") {
            assert!(issue.message.contains("input.follow_links"), "{path}: {}", issue.message);
        }
    }
    assert_eq!(role(&refused, "inside.txt"), Some(Role::Letter));
    let told = |path: &str| refused.issues.iter().any(|row| row.path.as_deref() == Some(path));
    assert!(told("deep/b.toml") && told("signed/member.md"), "{:?}", refused.issues);
    assert!(refused.signatures.iter().all(|row| row.name != "Secret Society"));
    assert!(refused.letters.iter().all(|row| row.title.as_deref() != Some("Secret")));

    let followed = dataset(build_with(root, &format!("[input]\nfollow_links = true\n{lenient}")));
    assert_eq!(role(&followed, "absolute.txt"), Some(Role::Letter));
    assert_eq!(role(&followed, "folder/s.txt"), Some(Role::Letter));
    assert!(followed.signatures.iter().any(|row| row.name == "Secret Society"));
    // A loop ends where it closes, and is told.
    let is_loop = |row: &undersigned::tables::issues::IssueRow| row.path.as_deref() == Some("deep/up");
    assert!(followed.issues.iter().any(is_loop), "{:?}", followed.issues);
}

#[test]
fn names_that_hardly_are_names_are_documents() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let names: [&[u8]; 7] =
        [b"a b.txt", b"line\nbreak.txt", b" .txt", b"..txt", b"...txt", b"-rf.txt", b"caf\xe9 \xff.txt"];
    std::fs::create_dir_all(root.join("raw")).unwrap();
    for (n, name) in names.iter().enumerate() {
        let letter = other_letter(n);
        std::fs::write(root.join("raw").join(std::ffi::OsStr::from_bytes(name)), letter).unwrap();
    }
    write(root, &[("pipeline.toml", b"")]);
    check(&mut program(root, &["build"]), 0, &["letters        5 "]);
    check(&mut program(root, &["verify"]), 0, &["all as published"]);
    // Two are hidden, as names that begin with a dot are.
    let mut reader = csv::Reader::from_path(root.join("output/documents.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == "path").unwrap();
    let mut paths: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
    paths.sort();
    assert_eq!(paths, [" .txt", "-rf.txt", "a b.txt", "caf\u{fffd} \u{fffd}.txt", "line\nbreak.txt"]);
    check(&mut program(root, &["check"]), 0, &["5 documents"]);
}

/// Does something when a stage begins.
struct At<'a>(&'a str, &'a (dyn Fn() + Sync));

impl Observer for At<'_> {
    fn begin(&self, stage: &str, _: usize) {
        if stage == self.0 {
            (self.1)();
        }
    }
    fn step(&self) {}
    fn end(&self, _: &str) {}
}

#[test]
fn an_input_that_vanishes_while_it_is_read_stops_the_build() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    build_with(root, "");
    let before = files(&root.join("output"));
    write(root, &[("raw/b.txt", other_letter(1).as_bytes())]);
    let vanish = || std::fs::remove_file(root.join("raw/b.txt")).unwrap();
    let built = pipeline::build(&Config::default(), &places(root), Purpose::Publish, &At("read", &vanish));
    let error = built.map(|built| built.counts).unwrap_err().to_string();
    assert!(error.contains("b.txt"), "{error}");
    assert!(files(&root.join("output")) == before);
    assert_eq!(build_with(root, "").ending, Ending::Unchanged);
}

#[test]
fn an_input_that_changes_while_it_is_read_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    let other = LETTER.replace("River Watch", "Lake Watch");
    let change = || write(root, &[("raw/a.txt", other.as_bytes())]);
    pipeline::build(&Config::default(), &places(root), Purpose::Publish, &At("link", &change)).unwrap();
    let dataset = dataset(build_with(root, ""));
    assert!(dataset.signatures.iter().any(|row| row.name == "Lake Watch"));
}

#[test]
fn clocks_tell_a_build_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let path = root.join("raw/a.txt");
    let set = |time: SystemTime| {
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    };
    let day = Duration::from_secs(86_400);
    let now = SystemTime::now();
    write(root, &[("raw/a.txt", LETTER.as_bytes())]);
    build_with(root, "");
    for time in [now + 3_650 * day, now - 3_650 * day, SystemTime::UNIX_EPOCH] {
        set(time);
        assert_eq!(build_with(root, "").ending, Ending::Unchanged);
        assert!(build_with(root, "").made.is_none());
    }
    // Another content of the same size and the same time is another content.
    let other = LETTER.replace("Peru", "Iran");
    assert_eq!(other.len(), LETTER.len());
    write(root, &[("raw/a.txt", other.as_bytes())]);
    set(SystemTime::UNIX_EPOCH);
    assert_eq!(build_with(root, "").ending, Ending::Published);
    // So is that of the dataset itself.
    let letters = root.join("output/letters.csv");
    let modified = letters.metadata().unwrap().modified().unwrap();
    let spoilt = std::fs::read_to_string(&letters).unwrap().replace("2021", "2012");
    std::fs::write(&letters, spoilt).unwrap();
    std::fs::File::options().write(true).open(&letters).unwrap().set_modified(modified).unwrap();
    assert_eq!(build_with(root, "").ending, Ending::Published);
}

#[test]
fn two_builds_exclude_each_other() {
    let folder = project(LETTER);
    let root = folder.path();
    check(&mut program(root, &["build"]), 0, &[]);
    let before = files(&root.join("output"));
    write(root, &[("raw/b.txt", other_letter(1).as_bytes())]);
    let first = publish::open(&root.join("output")).unwrap();
    check(&mut program(root, &["build"]), 1, &["error[output-busy]: another run is publishing to"]);
    check(&mut program(root, &["check"]), 0, &["2 documents"]);
    assert!(files(&root.join("output")) == before);
    drop(first);
    check(&mut program(root, &["build"]), 0, &["letters        2 "]);
}

#[cfg(target_os = "linux")]
#[test]
fn who_reads_during_builds_meets_one_version() {
    use std::os::fd::AsRawFd;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let texts = [LETTER.to_owned(), LETTER.replace("River Watch", "Lake Watch")];
    write(root, &[("raw/a.txt", texts[0].as_bytes())]);
    build_with(root, "");
    for round in 1..5 {
        // The folder is opened once, as by who goes there; its name comes to stand for the next version.
        let opened = std::fs::File::open(root.join("output")).unwrap();
        let seen = PathBuf::from(format!("/proc/self/fd/{}/.", opened.as_raw_fd()));
        write(root, &[("raw/a.txt", texts[round % 2].as_bytes())]);
        std::thread::scope(|scope| {
            let building = scope.spawn(|| build_with(root, ""));
            while !building.is_finished() {
                let verdict = publish::verify::run(&seen).unwrap();
                assert!(verdict.problems.is_empty(), "{:?}", verdict.problems);
            }
            assert_eq!(building.join().unwrap().ending, Ending::Published);
        });
        // Who still reads when the build has ended reads the version that was begun with.
        assert!(publish::verify::run(&seen).unwrap().problems.is_empty());
        let names = files(&seen)["signatures.csv"].clone();
        assert_eq!(String::from_utf8(names).unwrap().contains("Lake Watch"), round % 2 == 0);
    }
}
