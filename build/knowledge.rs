//! The reader of `knowledge/`: checks the files, and makes Rust tables of them.
//!
//! It is no part of the program: `build.rs` runs it, and `tests/knowledge.rs` tries each of its checks. A fault names
//! the file, the line, and the mend. The closed words are those of the program, from its own files.

mod capabilities;
mod closest;
mod defects;
mod fault;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the reader takes the closed words of the program, and little else of these files"
)]
mod program;
mod questions;
mod reasons;
mod rust;
mod table;
mod tokens;

pub(crate) use table::File;

/// Everything that is wrong, one fault on a line.
type Faulty = String;

/// Makes the table of reasons of the files in `knowledge/reasons/`.
pub(crate) fn compile_reasons(files: &[File]) -> Result<String, Faulty> {
    compile(|faults| reasons::generate(&reasons::read(files, faults)))
}

/// Makes the variants of defects and their table of `knowledge/defects.toml`.
pub(crate) fn compile_defects(file: &File) -> Result<String, Faulty> {
    compile(|faults| defects::compile(file, faults))
}

/// Makes the table of capabilities of `knowledge/capabilities.toml`.
pub(crate) fn compile_capabilities(file: &File) -> Result<String, Faulty> {
    compile(|faults| capabilities::compile(file, faults))
}

/// Makes the variants of kinds and their table of `knowledge/tokens/kinds.toml`.
pub(crate) fn compile_kinds(file: &File) -> Result<String, Faulty> {
    compile(|faults| tokens::compile_kinds(file, faults))
}

/// Makes the table of prefixes of `knowledge/tokens/prefixes.toml`.
pub(crate) fn compile_prefixes(file: &File, kinds: &File) -> Result<String, Faulty> {
    compile(|faults| tokens::compile_prefixes(file, kinds, faults))
}

/// Makes the table of other services of `knowledge/tokens/forges.toml`.
pub(crate) fn compile_forges(file: &File) -> Result<String, Faulty> {
    compile(|faults| tokens::compile_forges(file, faults))
}

/// Makes the variants of questions and their table of `knowledge/questions.toml`.
pub(crate) fn compile_questions(file: &File, kinds: &File) -> Result<String, Faulty> {
    compile(|faults| questions::compile(file, kinds, faults))
}

fn compile(read: impl FnOnce(&mut fault::Faults) -> String) -> Result<String, Faulty> {
    let mut faults = fault::Faults::default();
    let rust = read(&mut faults);
    faults.none_or_all().map(|()| rust)
}
