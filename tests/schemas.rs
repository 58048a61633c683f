//! The JSON Schemas in `docs/` are those that the program prints: what is published is what holds.

use std::path::Path;
use std::process::Command;

#[test]
fn published_schemas_are_current() {
    let published = [
        ("config", "policy-ls"),
        ("records", "records"),
        ("source", "source"),
        ("inspect", "inspect"),
        ("check", "check"),
        ("quote", "quote"),
        ("report", "report"),
    ];
    let stale: Vec<String> = published
        .into_iter()
        .filter_map(|(kind, file)| {
            let output = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
                .args(["schema", kind])
                .output()
                .expect("the program runs");
            let path = format!("docs/{file}.schema.json");
            let on_disk = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path))
                .unwrap_or_default();
            (output.stdout != on_disk).then(|| format!("policy-ls schema {kind} > {path}"))
        })
        .collect();
    assert!(
        stale.is_empty(),
        "schemas in docs/ are stale; renew them with\n  {}",
        stale.join("\n  ")
    );
}
