//! The editor that started us may die and leave our standard input open in somebody else's hands. The protocol asks the
//! server to end then.

use std::time::Duration;

/// How often the editor is looked for.
const PERIOD: Duration = Duration::from_secs(2);

/// Waits until the process `id` is gone. Waits for ever if it cannot be seen at the start: another machine's or another
/// container's editor is not to be mistaken for a dead one.
pub async fn gone(id: u32) {
    let Some(born) = sign_of_life(id) else {
        return std::future::pending().await;
    };
    while sign_of_life(id).as_ref() == Some(&born) {
        tokio::time::sleep(PERIOD).await;
    }
}

/// What tells one life of a process number from the next: its time of birth. `None` if there is no such process, or only
/// its remains.
#[cfg(target_os = "linux")]
fn sign_of_life(id: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name stands in brackets and may hold anything, brackets too.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace();
    let state = fields.next()?;
    let born = fields.nth(18)?;
    (!matches!(state, "Z" | "X")).then(|| born.to_owned())
}

/// Where there is no /proc, only our own parent can be seen without unsafe code: we get another when it dies.
#[cfg(all(unix, not(target_os = "linux")))]
fn sign_of_life(id: u32) -> Option<String> {
    (std::os::unix::process::parent_id() == id).then(String::new)
}

/// Elsewhere the end of standard input has to do.
#[cfg(not(unix))]
fn sign_of_life(_: u32) -> Option<String> {
    None
}
