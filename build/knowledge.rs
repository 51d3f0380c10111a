//! The reader of `knowledge/`: checks the files, and makes Rust tables of them.
//!
//! It is no part of the program: `build.rs` runs it, and `tests/knowledge.rs` tries each of its checks. A fault names
//! the file, the line, and the mend. The closed words are those of the program, from its own files.

mod capabilities;
mod closest;
mod defects;
mod fault;
mod reasons;
mod rust;
mod table;

#[expect(unreachable_pub, reason = "the program's own face is wider")]
#[path = "../src/diagnosis/audience.rs"]
mod audience;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the build asks for the names alone"
)]
#[path = "../src/diagnosis/cause.rs"]
mod cause;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the build asks for the names alone"
)]
#[path = "../src/diagnosis/gate.rs"]
mod gate;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the build asks for the names alone"
)]
#[path = "../src/diagnosis/words.rs"]
mod words;

#[expect(
    dead_code,
    unreachable_pub,
    reason = "the build asks for the names alone"
)]
#[path = "../src/catalogue/capability/group.rs"]
mod group;
#[expect(unreachable_pub, reason = "the program's own face is wider")]
#[path = "../src/catalogue/method.rs"]
mod method;

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
