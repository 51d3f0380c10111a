//! The reader of `knowledge/`: checks the files, and makes Rust tables of them.
//!
//! It is no part of the program: `build.rs` runs it, and `tests/knowledge.rs` tries each of its checks. A fault names
//! the file, the line, and the mend. The closed words are those of the program, from its own files.

mod answers;
mod capabilities;
mod closest;
mod defects;
mod endpoints;
mod facts;
mod fault;
mod graphql;
mod index;
mod pages;
mod phrases;
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the reader takes the closed words of the program, and little else of these files"
)]
mod program;
mod programs;
mod questions;
mod reasons;
mod routes;
mod rust;
mod scopes;
mod since;
mod table;
mod tokens;
mod web;
mod wordings;
mod words;

pub(crate) use table::File;

/// Everything that is wrong, one fault on a line.
type Faulty = String;

/// The files of the tables that name each other.
#[derive(Debug)]
pub(crate) struct Files {
    /// `knowledge/reasons/`
    pub(crate) reasons: Vec<File>,
    /// `knowledge/answers/`
    pub(crate) answers: Vec<File>,
    /// `knowledge/phrases/`
    pub(crate) phrases: Vec<File>,
}

/// A file of Rust: its name, and what it says.
pub(crate) type Compiled = (&'static str, String);

/// Makes the tables of reasons, answers, wordings, and phrases.
pub(crate) fn compile_answers(files: &Files) -> Result<Vec<Compiled>, Faulty> {
    let mut faults = fault::Faults::default();
    let reasons = reasons::read(&files.reasons, &mut faults);
    let answers = answers::read(&files.answers, &reasons::paths(&reasons), &mut faults);
    let phrases = phrases::read(&files.phrases, &mut faults);
    faults.none_or_all()?;
    Ok(vec![
        ("reasons.rs", reasons::generate(&reasons)),
        (
            "answers.rs",
            answers::generate(&answers, &reasons::paths(&reasons)),
        ),
        (
            "wordings.rs",
            wordings::generate(&answers::sentences(&answers)),
        ),
        ("examples.rs", answers::generate_examples(&answers)),
        (
            "phrases.rs",
            phrases::generate(answers::printed(&answers).chain(phrases::printed(&phrases))),
        ),
    ])
}

/// The name of a variant as it is written in the files: `NothingSent` is `nothing-sent`.
fn kebab(variant: &str) -> String {
    let mut name = String::new();
    for letter in variant.chars().filter(|letter| *letter != ')') {
        let begins = letter.is_uppercase() || letter == '(';
        if begins && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        name.extend(letter.to_lowercase().filter(char::is_ascii_alphanumeric));
    }
    name
}

/// Makes the table of reasons alone.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the tests try the checks of one table")
)]
pub(crate) fn compile_reasons(files: &[File]) -> Result<String, Faulty> {
    compile(|faults| reasons::generate(&reasons::read(files, faults)))
}

/// Makes the table of pages of `knowledge/pages.toml`, which holds those to which the reasons lead.
pub(crate) fn compile_pages(file: &File, reasons: &[File]) -> Result<String, Faulty> {
    compile(|faults| {
        let reasons = reasons::read(reasons, faults);
        pages::compile(file, &reasons, faults)
    })
}

/// Makes the table of what a person can look up of `knowledge/facts.toml`.
pub(crate) fn compile_facts(file: &File) -> Result<String, Faulty> {
    compile(|faults| facts::compile(file, faults))
}

/// Makes the lists of a file of `knowledge/words/`.
pub(crate) fn compile_words(file: &File, kinds: &File) -> Result<String, Faulty> {
    compile(|faults| words::compile(file, kinds, faults))
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

/// Makes the table of programs of `knowledge/programs.toml`.
pub(crate) fn compile_programs(file: &File) -> Result<String, Faulty> {
    compile(|faults| programs::compile(file, faults))
}

/// Makes the variants of questions and their table of `knowledge/questions.toml`.
pub(crate) fn compile_questions(file: &File, kinds: &File) -> Result<String, Faulty> {
    compile(|faults| questions::compile(file, kinds, faults))
}

/// Makes the tables of endpoints of `knowledge/endpoints/`.
pub(crate) fn compile_endpoints(
    files: &[File],
    scopes: &File,
    policies: &File,
) -> Result<String, Faulty> {
    compile(|faults| {
        let names = endpoints::Names {
            scopes: scopes::read_names(scopes, faults),
            policies: scopes::read_policies(policies, faults),
        };
        endpoints::compile(files, &names, faults)
    })
}

/// Makes the table of routes of `knowledge/routes/`.
pub(crate) fn compile_routes(file: &File) -> Result<String, Faulty> {
    compile(|faults| routes::compile(file, faults))
}

/// Makes the table of scopes of `knowledge/tokens/scopes.toml`.
pub(crate) fn compile_scopes(file: &File) -> Result<String, Faulty> {
    compile(|faults| scopes::compile(file, faults))
}

/// Makes the table of pages of `knowledge/web.toml`.
pub(crate) fn compile_web(file: &File) -> Result<String, Faulty> {
    compile(|faults| web::compile(file, faults))
}

/// Makes the text of the types of GraphQL, of `knowledge/graphql/types.toml`.
pub(crate) fn compile_graphql_types(file: &File) -> Result<String, Faulty> {
    compile(|faults| graphql::compile_types(file, faults))
}

/// Makes the text of the abilities, of `knowledge/graphql/abilities.toml`.
pub(crate) fn compile_abilities(file: &File) -> Result<String, Faulty> {
    compile(|faults| graphql::compile_abilities(file, faults))
}

fn compile(read: impl FnOnce(&mut fault::Faults) -> String) -> Result<String, Faulty> {
    let mut faults = fault::Faults::default();
    let rust = read(&mut faults);
    faults.none_or_all().map(|()| rust)
}
