//! Making room: what no workspace's list names goes, then the lists that were not used for longest.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Steps, manifest};

/// Removes the files with this ending that no list names, and lists that were not used for long where the limit asks for
/// it. Called under the lock, which all writers hold, so that what no list names is left over.
pub(super) fn sweep(
    directory: &Path,
    ending: &str,
    limit: u64,
    current: &Path,
    steps: &Steps,
) -> io::Result<()> {
    let mut lists: Vec<(SystemTime, PathBuf)> = Vec::new();
    let mut files: BTreeMap<String, (PathBuf, u64)> = BTreeMap::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let Ok(meta) = path.metadata() else { continue };
        let stem = path.file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy().into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("list") => {
                lists.push((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), path));
            }
            Some(other) if other == ending => drop(files.insert(stem, (path, meta.len()))),
            _ => drop(fs::remove_file(path)),
        }
    }
    lists.sort();
    // The current list counts as the newest.
    lists.retain(|(_, path)| path != current);
    lists.push((SystemTime::now(), current.to_owned()));
    let mut named: HashSet<String> = HashSet::new();
    let mut bytes = 0;
    for (number, (_, list)) in lists.iter().rev().enumerate() {
        let names = manifest::read(list);
        let more = names.iter().filter(|name| !named.contains(*name));
        let more: u64 = more.filter_map(|name| Some(files.get(name)?.1)).sum();
        if number > 0 && bytes + more > limit {
            steps.next()?;
            let _ = fs::remove_file(list);
            continue;
        }
        bytes += more;
        named.extend(names);
    }
    for (_, (path, _)) in files.iter().filter(|(name, _)| !named.contains(*name)) {
        steps.next()?;
        // One that is mapped may resist on some systems; the next sweep tries again.
        let _ = fs::remove_file(path);
    }
    Ok(())
}
