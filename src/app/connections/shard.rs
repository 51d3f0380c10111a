//! Which part of a connections file a run takes, so that parallel jobs share one file.

use std::str::FromStr;

/// The I-th of N parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    total: u64,
}

/// Why a text names no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give the part and the number of parts, such as 2/5; parts are counted from 1")]
pub struct ShardError;

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (index, total) = text.split_once('/').ok_or(ShardError)?;
        let index = index.trim().parse().map_err(|_| ShardError)?;
        let total = total.trim().parse().map_err(|_| ShardError)?;
        let is_part = (1..=total).contains(&index);
        is_part.then_some(Self { index, total }).ok_or(ShardError)
    }
}

impl Shard {
    /// Tells whether a connection belongs to this part: by its name alone, so that adding a connection moves no other.
    #[must_use]
    pub fn takes(self, name: &str) -> bool {
        fnv1a(name.as_bytes()) % self.total == self.index - 1
    }
}

/// FNV-1a with 64 bits: the same on every machine and in every release.
fn fnv1a(bytes: &[u8]) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    bytes.iter().fold(BASIS, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn every_name_is_in_exactly_one_part_and_parts_are_of_like_size() {
        const NAMES: usize = 10_000;
        for total in [1, 2, 3, 5, 8, 100] {
            let mut sizes = vec![0_usize; total];
            for name in (0..NAMES).map(|number| format!("customer-{number}")) {
                let parts = (1..=total).map(|index| format!("{index}/{total}"));
                let takers: Vec<usize> = parts
                    .enumerate()
                    .filter(|(_, part)| part.parse::<Shard>().unwrap().takes(&name))
                    .map(|(index, _)| index)
                    .collect();
                assert_eq!(takers.len(), 1, "{name} of {total}");
                sizes[takers[0]] += 1;
            }
            let fair = NAMES / total;
            assert!(
                sizes
                    .iter()
                    .all(|size| *size > fair / 2 && *size < fair * 2),
                "{sizes:?}"
            );
        }
    }

    #[test]
    fn what_names_no_part_is_refused() {
        for text in ["", "1", "0/3", "4/3", "a/b", "1/0", "-1/3", "1/3/5"] {
            assert_eq!(text.parse::<Shard>(), Err(ShardError), "{text}");
        }
    }
}
