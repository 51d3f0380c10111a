//! `knowledge/questions.toml`: one table for each control question, in the order of asking.

use crate::knowledge::answers::read_clue;
use crate::knowledge::closest;
use crate::knowledge::fault::Faults;
use crate::knowledge::rust;
use crate::knowledge::table::{Column, File, Row, choose};

/// The fields of a question.
const COLUMNS: &[Column] = &[
    Column::needed("why", "what the answer would tell, in a few words"),
    Column::needed("shown", "what people are told to ask"),
    Column::needed("called", "what the evidence calls it"),
    Column::optional("brings", "the clues that its answer can bring"),
    Column::optional("token", "what an answer says of the token"),
    Column::optional("kinds", "the kinds of token of which it tells anything"),
    Column::optional("project_only", "true where a group has nothing to be asked"),
    Column::optional("shared", "true where the answer serves every capability"),
    Column::optional("source", "which file of GitLab's source answers"),
];

/// What an answer can say of the token.
const SIGNS: &[(&str, &str)] = &[("judged", "Judged"), ("dead", "Dead"), ("alive", "Alive")];

/// Reads the file, and writes the variants, their list, and what is known of each as Rust.
pub(crate) fn compile(file: &File, kinds: &File, faults: &mut Faults) -> String {
    let (table, kinds_table) = (file.parse(faults), kinds.parse(faults));
    let questions = Row::all(file, &table, faults);
    let kinds: Vec<&str> = Row::all(kinds, &kinds_table, faults)
        .iter()
        .map(|kind| kind.name)
        .collect();
    let count = questions.len();
    let variants = rust::list(&questions, |row| {
        format!("/** `{}` */ {}", row.name, rust::variant(row.name))
    });
    let all = rust::list(&questions, |row| {
        format!("Self::{}", rust::variant(row.name))
    });
    let rows = rust::list(&questions, |row| literal(row, &kinds, faults));
    format!(
        "/// A question that the shell can ask an instance. The order is the order of asking.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum Question {{\n{variants}\n}}\n\n\
         impl Question {{\n/// Every question, in the order of asking.\n\
         pub const ALL: [Self; {count}] = [\n{all}\n];\n}}\n\n\
         /// What is known of each question, in the order of the variants.\n\
         static ROWS: [QuestionFacts; {count}] = [\n{rows}\n];\n"
    )
}

fn literal(row: &Row<'_>, kinds: &[&str], faults: &mut Faults) -> String {
    row.check(COLUMNS, faults);
    row.check_name('-', faults);
    row.text("source", faults);
    let mut read = |name| {
        row.text(name, faults)
            .map_or(String::new(), |text| text.value)
    };
    let (why, shown, called) = (read("why"), read("shown"), read("called"));
    let brings = row.words("brings", faults);
    let brings: Vec<_> = brings
        .iter()
        .filter_map(|name| read_clue(&name.value, &name.place, faults))
        .map(|clue| format!("Clue::{clue:?}"))
        .collect();
    let token = row.words("token", faults);
    let token: Vec<_> = token
        .iter()
        .filter_map(|sign| choose("token", sign, SIGNS, faults))
        .map(|sign| format!("TokenSign::{sign}"))
        .collect();
    let tells_of = row.texts("kinds", faults);
    for kind in &tells_of {
        if !kinds.contains(&kind.value.as_str()) {
            let what = format!("No kind is called `{}`", kind.value);
            let advice = closest::advise(&kind.value, kinds.iter().copied());
            faults.note(&kind.place, &what, &advice);
        }
    }
    let tells_of = rust::list(&tells_of, |kind| {
        format!("TokenKind::{}", rust::variant(&kind.value))
    });
    format!(
        "QuestionFacts {{ why: {why:?}, shown: {shown:?}, called: {called:?}, brings: &[{}], token: &[{}], \
         kinds: &[{tells_of}], project_only: {}, shared: {} }}",
        brings.join(", "),
        token.join(", "),
        row.flag("project_only", faults),
        row.flag("shared", faults),
    )
}
