//! The JSON formats: frozen output structs, one module per version.
//!
//! A report may change its shape; a version may not. Characters that steer a terminal or hide text
//! are written as escapes, so that the text is whole for a program and harmless on a screen.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::PrettyFormatter;

use super::safe;
use crate::report::Report;

mod v1;

/// Writes a report as version 1, indented, with a line break at the end: in many small pieces, so that it never
/// stands in memory as a whole.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write_v1(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_whole(&v1::ReportV1::from(report), out)
}

/// Writes a value on a line of its own. The form is that of [`write_v1`] without its breaks, so that the program holds one writer
/// of JSON, and not two.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut line = OneLine(out);
    let mut text = BufWriter::new(Escaping(&mut line));
    let unindented = PrettyFormatter::with_indent(b"");
    value.serialize(&mut Serializer::with_formatter(&mut text, unindented))?;
    text.flush()?;
    drop(text);
    out.write_all(b"\n")
}

/// Writes a value as the whole of a text.
///
/// # Errors
///
/// Fails only when `out` cannot be written to.
pub(super) fn write_whole(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut text = BufWriter::new(Escaping(out));
    serde_json::to_writer_pretty(&mut text, value)?;
    text.write_all(b"\n")?;
    text.flush()
}

/// Takes out the breaks, which stand between values alone: within a string they are escaped.
struct OneLine<'a>(&'a mut dyn Write);

impl Write for OneLine<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split(|byte| *byte == b'\n') {
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Hidden characters, and the sign with which a command to a runner begins, which would be obeyed within a string. A bare
/// line break stands between values alone.
fn next_to_escape(text: &str) -> Option<usize> {
    let is_escaped = |(at, letter): &(usize, char)| {
        *letter != '\n' && safe::is_hidden(*letter)
            || *letter == '#' && safe::is_command(&text[*at..])
    };
    text.char_indices().find(is_escaped).map(|(at, _)| at)
}

/// Escapes what JSON itself would let through; such characters stand in strings alone.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n') && *byte != b'#';
        // Without an end before the last byte, many are looked at in one step.
        if bytes
            .iter()
            .fold(true, |so_far, byte| so_far & is_plain(byte))
        {
            return self.0.write_all(bytes).map(|()| bytes.len());
        }
        // A serializer hands on whole characters, and a buffer what it was handed.
        let mut rest = str::from_utf8(bytes).map_err(io::Error::other)?;
        while let Some(at) = next_to_escape(rest) {
            let (plain, hidden) = rest.split_at(at);
            self.0.write_all(plain.as_bytes())?;
            let mut tail = hidden.chars();
            if let Some(character) = tail.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(self.0, "\\u{unit:04x}")?;
                }
            }
            rest = tail.as_str();
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
