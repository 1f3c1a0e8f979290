//! Slowing a whole browser, Workers and all: a control group with a quota of processor time, in
//! which the driver and everything that it starts live.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// A control group of our own, unlimited until [`Group::slow`].
#[derive(Debug)]
pub(super) struct Group {
    folder: PathBuf,
    version: Version,
}

/// The two interfaces of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// `cpu.cfs_quota_us` of the `cpu` controller's own tree.
    One,
    /// `cpu.max` of the one tree.
    Two,
}

/// How much processor time all of the group's threads have together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    /// Microseconds of processor time in each period.
    pub(super) time: u32,
    /// The period in microseconds.
    pub(super) period: u32,
}

/// While this lives the group is slow.
#[derive(Debug)]
pub(super) struct Slowed<'a>(&'a Group);

impl Group {
    /// Makes a group.
    ///
    /// # Errors
    /// Where the system has no control groups or this user may not make one: the message says what
    /// was tried.
    pub(super) fn create() -> anyhow::Result<Self> {
        let mounts = fs::read_to_string("/proc/mounts").context("reading /proc/mounts")?;
        let mut tried = Vec::new();
        for (root, version) in roots(&mounts) {
            match Self::create_below(&root, version) {
                Ok(group) => return Ok(group),
                Err(error) => tried.push(format!("{}: {error:#}", root.display())),
            }
        }
        if tried.is_empty() {
            bail!("this system has no control groups for processor time");
        }
        bail!("no control group can be made: {}", tried.join("; "));
    }

    /// Takes a process in, and whatever it starts from now on.
    ///
    /// # Errors
    /// Where the process is gone or not ours.
    pub(super) fn adopt(&self, process: u32) -> anyhow::Result<()> {
        write(&self.folder.join("cgroup.procs"), &process.to_string())
    }

    /// Lets a process go again; what it has started stays.
    ///
    /// # Errors
    /// Where the process is gone or not ours.
    pub(super) fn release(&self, process: u32) -> anyhow::Result<()> {
        let outside = self.folder.parent().context("a group has a group around it")?;
        write(&outside.join("cgroup.procs"), &process.to_string())
    }

    /// Slows the group down until the answer is dropped.
    ///
    /// # Errors
    /// Where the kernel refuses the quota.
    pub(super) fn slow(&self, quota: Quota) -> anyhow::Result<Slowed<'_>> {
        match self.version {
            Version::One => {
                write(&self.folder.join("cpu.cfs_period_us"), &quota.period.to_string())?;
                write(&self.folder.join("cpu.cfs_quota_us"), &quota.time.to_string())?;
            }
            Version::Two => {
                write(&self.folder.join("cpu.max"), &format!("{} {}", quota.time, quota.period))?;
            }
        }
        Ok(Slowed(self))
    }

    /// The file with which the group is slowed, for the report.
    pub(super) fn lever(&self) -> &'static str {
        match self.version {
            Version::One => "cgroup v1, cpu.cfs_quota_us",
            Version::Two => "cgroup v2, cpu.max",
        }
    }

    fn create_below(root: &Path, version: Version) -> anyhow::Result<Self> {
        if version == Version::Two {
            let controllers =
                fs::read_to_string(root.join("cgroup.controllers")).context("reading cgroup.controllers")?;
            if !controllers.split_whitespace().any(|name| name == "cpu") {
                bail!("it has no cpu controller");
            }
            write(&root.join("cgroup.subtree_control"), "+cpu")?;
        }
        let folder = root.join(format!("groundswell-bench-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let group = Self { folder, version };
        // A quota that is refused now would be refused in the middle of the bench.
        drop(group.slow(Quota { time: 1_000, period: 4_000 })?);
        Ok(group)
    }

    fn lift(&self) -> anyhow::Result<()> {
        match self.version {
            Version::One => write(&self.folder.join("cpu.cfs_quota_us"), "-1"),
            Version::Two => write(&self.folder.join("cpu.max"), "max"),
        }
    }
}

impl Drop for Slowed<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.0.lift() {
            println!("The browser stays slow: {error:#}");
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The browser's last processes may take a moment to end; the folder can go when they have.
        for _ in 0..50 {
            if fs::remove_dir(&self.folder).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        println!("{} stays behind: something in it still runs", self.folder.display());
    }
}

/// Where groups can be made: version 1 of the `cpu` controller first, for where both are mounted
/// only one of them has it.
fn roots(mounts: &str) -> Vec<(PathBuf, Version)> {
    let lines = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?, words.next()?))
    });
    let mut roots: Vec<_> = lines
        .filter_map(|(folder, kind, options)| match kind {
            "cgroup" if options.split(',').any(|option| option == "cpu") => {
                Some((PathBuf::from(folder), Version::One))
            }
            "cgroup2" => Some((PathBuf::from(folder), Version::Two)),
            _ => None,
        })
        .collect();
    roots.sort_by_key(|(_, version)| *version == Version::Two);
    roots
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(file, text).with_context(|| format!("writing {text:?} to {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_controller_of_processor_time_is_found_in_both_versions() {
        let mounts = "tmpfs /sys/fs/cgroup tmpfs rw 0 0\n\
            cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0\n\
            cgroup /sys/fs/cgroup/cpuset cgroup rw,cpuset 0 0\n\
            cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0\n";
        let expected = [
            (PathBuf::from("/sys/fs/cgroup/cpu,cpuacct"), Version::One),
            (PathBuf::from("/sys/fs/cgroup/unified"), Version::Two),
        ];
        assert_eq!(roots(mounts), expected);
        assert_eq!(roots("proc /proc proc rw 0 0\n"), []);
    }
}
