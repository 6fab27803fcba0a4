//! Full disks and power cuts, where this machine lets a test make disks of its own; else each says that it is skipped.

use crate::crash::words;
use crate::pty::Start;
use newsgloss::formats::journal::parse;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted file system that is unmounted when dropped.
struct Mount(PathBuf);

impl Mount {
    /// Mounts, or returns nothing where this machine does not let us.
    fn new(at: &Path, arguments: &[&str]) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let done = Command::new("mount").args(arguments).arg(at).output().ok()?;
        done.status.success().then(|| Self(at.to_owned()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
#[ignore = "long: mounts a small disk"]
fn long_a_full_disk_is_told_and_what_is_marked_waits_for_space() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("disk");
    let Some(_mount) = Mount::new(&at, &["-t", "tmpfs", "-o", "size=256k", "tmpfs"]) else {
        return println!("Skipped: this machine does not let a test mount a small disk.");
    };
    fs::create_dir_all(at.join("articles")).unwrap();
    fs::write(at.join("articles/a.txt"), words()).unwrap();
    fs::write(at.join("config.toml"), "annotator = \"me\"\n").unwrap();
    let mut term = Start::on(&at).go();
    term.wait_for("1 of 1");
    term.keys("\r");
    term.wait_for("word59").wait_for("0 mentions");
    term.keys("!1l\x13");
    term.wait_for("Saved: 1 change");
    let ballast = at.join("ballast");
    let _ = fs::write(&ballast, vec![0; 1 << 20]); // as much as fits
    for _ in 0..30 {
        term.keys("!1l");
    }
    term.wait_for("NOT SAVED").wait_for("the disk is full");
    fs::remove_file(&ballast).unwrap();
    term.keys("\x13");
    term.wait_for("Saved: 31 changes");
    let parsed = parse(&fs::read(at.join("annotations/me/a.txt.toml")).unwrap());
    assert_eq!((parsed.acts.len(), parsed.complaints.len(), parsed.damaged.len()), (31, 0, 0));
    term.keys("qq");
    assert_eq!(term.end(), 0);
}

/// What a disk holds at a moment is the file behind it: what sits only in the memory above it is lost, as in a power cut.
#[test]
#[ignore = "long: cuts the power of a disk in a file"]
fn long_power_cut_loses_nothing_that_was_called_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (mut confirmed, runs) = (0, 12);
    for run in 0..runs {
        let (disk, cut) = (folder.path().join("disk.img"), folder.path().join("cut.img"));
        let Some(_mount) = fresh_disk(&disk, &folder.path().join("disk")) else {
            return println!("Skipped: this machine does not let a test make and mount a disk in a file.");
        };
        let at = folder.path().join("disk/library");
        fs::create_dir_all(at.join("articles")).unwrap();
        fs::write(at.join("articles/a.txt"), words()).unwrap();
        fs::write(at.join("config.toml"), "annotator = \"me\"\n").unwrap();
        let synced = Command::new("sync").arg("-f").arg(&at).status().unwrap();
        assert!(synced.success());
        let mut term = Start::on(&at).go();
        term.wait_for("1 of 1");
        term.keys("\r");
        term.wait_for("word59").wait_for("0 mentions");
        let acts = 1 + run % 4;
        for act in 1..=acts {
            term.keys("!1l\x13");
            term.wait_for(&format!("Saved: {act} change"));
        }
        term.keys("!1l!1l"); // on their way when the power goes
        fs::copy(&disk, &cut).unwrap();
        term.kill();
        let after = folder.path().join("after");
        let _after = Mount::new(&after, &["-o", "loop", cut.to_str().unwrap()]).expect("the cut disk does not mount");
        let bytes = fs::read(after.join("library/annotations/me/a.txt.toml")).unwrap_or_default();
        let kept = parse(&bytes).acts.len();
        assert!(kept >= acts, "run {run}: {acts} acts were called saved, {kept} survived the power cut");
        confirmed += acts;
    }
    println!("{runs} power cuts: {confirmed} acts called saved, 0 lost");
}

fn fresh_disk(image: &Path, at: &Path) -> Option<Mount> {
    let file = fs::File::create(image).unwrap();
    file.set_len(16 << 20).unwrap();
    let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image).output().ok()?;
    if !made.status.success() {
        return None;
    }
    Mount::new(at, &["-o", "loop,data=ordered", image.to_str()?])
}
