//! Fuzzes the target `address` (`src/targets.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| glwhy_fuzz::targets::address(input));
