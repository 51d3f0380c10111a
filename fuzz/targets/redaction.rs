//! Fuzzes the target `redaction` (`src/targets.rs`).
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| glwhy_fuzz::targets::redaction(input));
