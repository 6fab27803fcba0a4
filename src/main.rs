//! The program: arguments to shell.

fn main() -> std::process::ExitCode {
    newsgloss::shell::main()
}
