//! The JSON formats: frozen output structs, one module per version.
//!
//! A report may change its shape; a version may not. Characters that steer a terminal or hide text
//! are written as escapes, so that the text is whole for a program and harmless on a screen.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

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
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping::default());
    v1::ReportV1::from(report)
        .serialize(&mut serializer)
        .map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Hidden characters, and the sign with which a command to a runner begins, which would be obeyed within a string.
fn next_to_escape(text: &str) -> Option<usize> {
    let is_escaped = |(at, letter): &(usize, char)| {
        safe::is_hidden(*letter) || matches!(letter, '#') && safe::is_command(&text[*at..])
    };
    text.char_indices().find(is_escaped).map(|(at, _)| at)
}

/// Indents, and escapes what JSON itself would let through.
#[derive(Debug, Default)]
struct Escaping<'a> {
    indenting: PrettyFormatter<'a>,
}

impl Formatter for Escaping<'_> {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut rest = fragment;
        while let Some(at) = next_to_escape(rest) {
            let (plain, hidden) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut tail = hidden.chars();
            if let Some(character) = tail.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = tail.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.end_array(writer)
    }

    fn begin_array_value<W>(&mut self, writer: &mut W, first: bool) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        self.indenting.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.end_object(writer)
    }

    fn begin_object_key<W>(&mut self, writer: &mut W, first: bool) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        self.indenting.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.indenting.end_object_value(writer)
    }
}
