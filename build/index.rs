//! The look-up index of a table of templates (`src/catalogue/index.rs`).

use crate::knowledge::program::index::{ANY_LENGTH, BUCKETS, Index, bucket, telling_words};
use crate::knowledge::program::template::{segments, split_query};

/// Puts each template into its bucket.
pub(crate) fn build(templates: &[&str]) -> Index {
    let bucket_of = |template: &str| {
        let (first, third) = telling_words(template);
        bucket(first, third)
    };
    let mut rows: Vec<(usize, u16)> = (0..)
        .zip(templates)
        .map(|(position, template)| (bucket_of(template), position))
        .collect();
    rows.sort_unstable();
    let mut starts = [0; BUCKETS + 1];
    for (bucket, start) in starts.iter_mut().enumerate() {
        let before = rows.partition_point(|(other, _)| *other < bucket);
        *start = u16::try_from(before).unwrap_or(u16::MAX);
    }
    let order: Vec<u16> = rows.into_iter().map(|(_, position)| position).collect();
    let lengths: Vec<u8> = templates.iter().map(|template| length(template)).collect();
    Index {
        starts,
        order: order.leak(),
        lengths: lengths.leak(),
    }
}

/// The number of segments of a template.
fn length(template: &str) -> u8 {
    let path = split_query(template).0;
    if path.contains('*') {
        return ANY_LENGTH;
    }
    u8::try_from(segments(path).count()).unwrap_or(ANY_LENGTH)
}

/// Writes an index as Rust.
pub(crate) fn literal(index: &Index) -> String {
    let Index {
        starts,
        order,
        lengths,
    } = index;
    format!("Index {{ starts: {starts:?}, order: &{order:?}, lengths: &{lengths:?} }}")
}
