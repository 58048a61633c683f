//! The server alone, for tests of the process: exit codes, signals, closed pipes.

fn main() -> std::process::ExitCode {
    lsp::serve(lsp::Parts::default())
}
