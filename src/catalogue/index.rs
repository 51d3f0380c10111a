//! In which rows of a table a path is looked for.
//!
//! Every template hangs in one of [`BUCKETS`] buckets, by its first and its third segment where these are literal:
//! `projects` and `merge_requests`, say. A path then has at most three buckets to be looked for in, with a few
//! rows each, and the tables can stand in whatever order reads best. The build fills the buckets (`build/index.rs`).

use super::template::{is_placeholder, segments, split_query};

/// The number of buckets; a power of two, about as many as there are rows.
pub(crate) const BUCKETS: usize = 1024;

/// The length of a template that matches paths of several lengths.
pub(crate) const ANY_LENGTH: u8 = 0;

/// The buckets of one table.
#[derive(Debug)]
pub(crate) struct Index {
    /// Where each bucket begins in `order`; the last entry is its end.
    pub(crate) starts: [u16; BUCKETS + 1],
    /// The positions of the rows in their table, bucket by bucket.
    pub(crate) order: &'static [u16],
    /// How many segments a path needs for each row; [`ANY_LENGTH`] where a `*x` spans some.
    pub(crate) lengths: &'static [u8],
}

impl Index {
    /// The positions of the rows that can match this path; a few of them will.
    pub(crate) fn candidates(&self, path: &str) -> impl Iterator<Item = usize> {
        let path = split_query(path).0;
        let mut parts = segments(path);
        let first = parts.next().unwrap_or_default();
        let third = parts.nth(1).unwrap_or_default();
        let length = segments(path).count();
        let buckets = [bucket(first, third), bucket(first, ""), bucket("", "")];
        let is_new = [
            true,
            buckets[1] != buckets[0],
            buckets[2] != buckets[0] && buckets[2] != buckets[1],
        ];
        buckets
            .into_iter()
            .zip(is_new)
            .filter(|(_, is_new)| *is_new)
            .flat_map(|(bucket, _)| self.positions(bucket))
            .filter(move |position| {
                let wanted = self.lengths[*position];
                wanted == ANY_LENGTH || usize::from(wanted) == length
            })
    }

    /// The positions of the rows whose first and third segment can be these, as [`telling_words`] gives them.
    pub(crate) fn at_words(&self, words: (&str, &str)) -> impl Iterator<Item = usize> {
        self.positions(bucket(words.0, words.1))
    }

    fn positions(&self, bucket: usize) -> impl Iterator<Item = usize> {
        let rows = usize::from(self.starts[bucket])..usize::from(self.starts[bucket + 1]);
        self.order[rows]
            .iter()
            .map(|position| usize::from(*position))
    }
}

/// The first and the third segment of a template: a placeholder counts as nothing, and after a `*x` no position is
/// certain.
pub(crate) fn telling_words(template: &str) -> (&str, &str) {
    let mut parts = segments(split_query(template).0);
    let first = parts.next().unwrap_or_default();
    let spans = parts.next().is_some_and(|second| second.starts_with('*'));
    let third = parts.next().unwrap_or_default();
    if is_placeholder(first) {
        ("", "")
    } else if spans || is_placeholder(third) {
        (first, "")
    } else {
        (first, third)
    }
}

/// The bucket of these words: FNV-1a over both, folded to the number of buckets.
pub(crate) fn bucket(first: &str, third: &str) -> usize {
    let bytes = first.bytes().chain([b'/']).chain(third.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 16)) as usize % BUCKETS
}
