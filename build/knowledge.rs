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
mod reasons;
mod rust;
mod table;

pub(crate) use table::File;

/// Makes the table of reasons of the files in `knowledge/reasons/`.
///
/// # Errors
/// Everything that is wrong with them, one fault after the other.
pub(crate) fn compile_reasons(files: &[File]) -> Result<String, String> {
    let mut faults = fault::Faults::default();
    let reasons = reasons::read(files, &mut faults);
    faults.none_or_all().map(|()| reasons::generate(&reasons))
}

/// Makes the variants of defects and their table of `knowledge/defects.toml`.
///
/// # Errors
/// Everything that is wrong with it, one fault after the other.
pub(crate) fn compile_defects(file: &File) -> Result<String, String> {
    let mut faults = fault::Faults::default();
    let rust = defects::compile(file, &mut faults);
    faults.none_or_all().map(|()| rust)
}

/// Makes the table of capabilities of `knowledge/capabilities.toml`.
///
/// # Errors
/// Everything that is wrong with it, one fault after the other.
pub(crate) fn compile_capabilities(file: &File) -> Result<String, String> {
    let mut faults = fault::Faults::default();
    let rust = capabilities::compile(file, &mut faults);
    faults.none_or_all().map(|()| rust)
}
