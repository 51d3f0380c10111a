//! Fuzzes the target `connections` (`src/targets.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| glwhy_fuzz::targets::connections(input));
