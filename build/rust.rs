//! Pieces of Rust that several tables are written with.

/// The items of a list, each on a line, with commas between them.
pub(crate) fn list<T>(items: &[T], literal: impl FnMut(&T) -> String) -> String {
    let items: Vec<_> = items.iter().map(literal).collect();
    items.join(",\n")
}

/// A name with hyphens or underscores as that of a variant: `two-tokens` is `TwoTokens`.
pub(crate) fn variant(name: &str) -> String {
    let capital = |part: &str| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_uppercase() + rest
    };
    name.split(['-', '_']).map(capital).collect()
}
