//! The reader of `knowledge/`: checks the files, and makes Rust tables of them.
//!
//! It is no part of the program: `build.rs` runs it, and `tests/knowledge.rs` tries each of its checks. A fault names
//! the file, the line, and the mend. The closed words are those of the program, from its own files.

mod closest;
mod fault;
mod reasons;
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
