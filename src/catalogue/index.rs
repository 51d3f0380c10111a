//! The look-up index, computed by the compiler.
//!
//! Every row hangs in one of [`BUCKETS`] buckets, by the first and the third segment of its template where
//! these are literal: `projects` and `merge_requests`, say. A path then has at most three buckets to be
//! looked for in, with a few rows each, and the tables can stand in whatever order reads best.

use super::endpoints::AREAS;
use super::{Endpoint, template};

/// The number of buckets; a power of two, about as many as there are rows.
const BUCKETS: usize = 1024;

/// The number of rows.
pub(super) const ROWS: usize = count_rows();

/// All rows, in the order of the tables.
pub(super) static TABLE: [&Endpoint; ROWS] = collect_rows();

/// Where each bucket begins in [`ORDER`]; the last entry is its end.
static STARTS: [u16; BUCKETS + 1] = bucket_starts();

/// The positions in [`TABLE`], bucket by bucket.
static ORDER: [u16; ROWS] = bucket_order();

/// The number of buckets that a path is looked for in.
const BUCKETS_ASKED: usize = 3;

/// How many segments a path needs for each row of [`TABLE`]; [`ANY_LENGTH`] where a `*x` spans some.
static LENGTHS: [u8; ROWS] = lengths();

/// The length of a template that matches paths of several lengths.
const ANY_LENGTH: u8 = 0;

/// The most segments of a path that is looked up, so that a `*x` never has many places to end.
const MOST_SEGMENTS: usize = 64;

/// The rows that can match this path; a few of them will.
pub(super) fn candidates(path: &str) -> impl Iterator<Item = &'static Endpoint> {
    let path = template::trim_slashes(template::split_query(path).0);
    let mut segments = path.split('/');
    let first = segments.next().unwrap_or_default();
    let third = segments.nth(1).unwrap_or_default();
    let length = 1 + path.bytes().filter(|byte| *byte == b'/').count();
    let keys = [
        key(first.as_bytes(), third.as_bytes()),
        key(first.as_bytes(), b""),
        key(b"", b""),
    ];
    let is_new = [
        true,
        keys[1] != keys[0],
        keys[2] != keys[0] && keys[2] != keys[1],
    ];
    keys.into_iter()
        .zip(is_new)
        .take(if length <= MOST_SEGMENTS {
            BUCKETS_ASKED
        } else {
            0
        })
        .filter(|(_, is_new)| *is_new)
        .flat_map(|(key, _)| bucket(key))
        .map(|position| usize::from(*position))
        .filter(move |position| {
            LENGTHS[*position] == ANY_LENGTH || usize::from(LENGTHS[*position]) == length
        })
        .map(|position| TABLE[position])
}

/// The rows that can have this template.
pub(super) fn at_template(template: &str) -> impl Iterator<Item = &'static Endpoint> {
    bucket(template_key(template))
        .iter()
        .map(|position| TABLE[usize::from(*position)])
}

fn bucket(key: usize) -> &'static [u16] {
    &ORDER[usize::from(STARTS[key])..usize::from(STARTS[key + 1])]
}

const fn count_rows() -> usize {
    let mut rows = 0;
    let mut area = 0;
    while area < AREAS.len() {
        let mut section = 0;
        while section < AREAS[area].sections.len() {
            rows += AREAS[area].sections[section].rows.len();
            section += 1;
        }
        area += 1;
    }
    rows
}

const fn collect_rows() -> [&'static Endpoint; ROWS] {
    let mut table = [&AREAS[0].sections[0].rows[0]; ROWS];
    let mut filled = 0;
    let mut area = 0;
    while area < AREAS.len() {
        let mut section = 0;
        while section < AREAS[area].sections.len() {
            let rows = AREAS[area].sections[section].rows;
            let mut row = 0;
            while row < rows.len() {
                table[filled] = &rows[row];
                filled += 1;
                row += 1;
            }
            section += 1;
        }
        area += 1;
    }
    table
}

const fn lengths() -> [u8; ROWS] {
    let mut lengths = [ANY_LENGTH; ROWS];
    let mut row = 0;
    while row < ROWS {
        lengths[row] = length(TABLE[row].template.as_bytes());
        row += 1;
    }
    lengths
}

/// The number of segments of a template.
const fn length(template: &[u8]) -> u8 {
    let mut slashes = 0;
    let mut position = 0;
    while position < template.len() && template[position] != b'?' {
        match template[position] {
            b'*' => return ANY_LENGTH,
            b'/' => slashes += 1,
            _ => {}
        }
        position += 1;
    }
    slashes
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "far fewer than 65536 rows, see `ROWS`"
)]
const fn bucket_starts() -> [u16; BUCKETS + 1] {
    let mut starts = [0; BUCKETS + 1];
    let mut row = 0;
    while row < ROWS {
        starts[template_key(TABLE[row].template) + 1] += 1;
        row += 1;
    }
    let mut bucket = 0;
    while bucket < BUCKETS {
        starts[bucket + 1] += starts[bucket];
        bucket += 1;
    }
    assert!(starts[BUCKETS] == ROWS as u16, "every row is in a bucket");
    starts
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "far fewer than 65536 rows, see `ROWS`"
)]
const fn bucket_order() -> [u16; ROWS] {
    let mut next = STARTS;
    let mut order = [0; ROWS];
    let mut row = 0;
    while row < ROWS {
        let key = template_key(TABLE[row].template);
        order[next[key] as usize] = row as u16;
        next[key] += 1;
        row += 1;
    }
    order
}

/// The bucket of a template: a placeholder counts as empty, and after a `*x` no position is certain.
const fn template_key(template: &str) -> usize {
    let bytes = template.as_bytes();
    let first = segment(bytes, 0);
    let second = segment(bytes, 1);
    let third = segment(bytes, 2);
    if is_placeholder(first) {
        key(b"", b"")
    } else if is_placeholder(third) || starts_with(second, b'*') {
        key(first, b"")
    } else {
        key(first, third)
    }
}

/// The segment at a position of a template, or nothing.
const fn segment(template: &[u8], wanted: usize) -> &[u8] {
    let mut rest = match template {
        [b'/', rest @ ..] => rest,
        _ => template,
    };
    let mut position = 0;
    loop {
        let mut end = 0;
        while end < rest.len() && rest[end] != b'/' && rest[end] != b'?' {
            end += 1;
        }
        if position == wanted {
            return rest.split_at(end).0;
        }
        if end == rest.len() || rest[end] == b'?' {
            return b"";
        }
        rest = rest.split_at(end + 1).1;
        position += 1;
    }
}

const fn is_placeholder(segment: &[u8]) -> bool {
    starts_with(segment, b':') || starts_with(segment, b'*')
}

const fn starts_with(segment: &[u8], byte: u8) -> bool {
    !segment.is_empty() && segment[0] == byte
}

/// FNV-1a over both segments, folded to the number of buckets.
const fn key(first: &[u8], third: &[u8]) -> usize {
    let hash = fnv(fnv(fnv(0x811c_9dc5, first), b"/"), third);
    (hash ^ (hash >> 16)) as usize % BUCKETS
}

const fn fnv(mut hash: u32, bytes: &[u8]) -> u32 {
    let mut position = 0;
    while position < bytes.len() {
        hash = (hash ^ bytes[position] as u32).wrapping_mul(0x0100_0193);
        position += 1;
    }
    hash
}
