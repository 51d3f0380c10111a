//! The name that was probably meant by a misspelt one.

/// Advises to take the closest name, or one of all where none is close.
pub(crate) fn advise<'a>(asked: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match closest(asked, &names) {
        Some(name) => format!("Did you mean `{name}`?"),
        None => format!("There are: {}.", names.join(", ")),
    }
}

/// The name with the fewest slips, if they are few.
fn closest<'a>(asked: &str, names: &[&'a str]) -> Option<&'a str> {
    let ranked = names.iter().map(|name| (count_slips(asked, name), *name));
    let (slips, name) = ranked.min()?;
    (slips <= asked.len().max(name.len()).div_ceil(3)).then_some(name)
}

/// Counts the letters to insert, delete, or replace (the distance of Levenshtein).
fn count_slips(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.bytes().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, other) in to.bytes().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}
