//! Where a report goes: standard output in one format, and files in others.
//!
//! Files are opened before the first request, so that a run is not lost for a path that cannot be
//! written. A reader who has seen enough and closes the pipe is no error.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use super::cli::{Colour, OutputOptions, ReportFile};
use super::{Error, ErrorSource, Outside, Terminal};
use crate::render::{self, Format, Style, render};
use crate::report::{Report, hide_names};
use crate::source::Environment;

/// The width for a reader whose terminal is not known.
const USUAL_WIDTH: usize = 80;
/// Lines longer than this are hard to read on any terminal.
const WIDEST: usize = 120;

/// Where a report goes, and how it looks there.
#[derive(Debug)]
pub(super) struct Output {
    format: Format,
    style: Style,
    reports: Vec<(ReportFile, File)>,
    hides_names: bool,
    /// Whether the connections were written already, each when it was checked.
    is_begun: bool,
}

impl Output {
    /// Settles the looks, and opens the files.
    ///
    /// # Errors
    /// When a file cannot be opened for writing.
    pub(super) fn open(options: &OutputOptions, outside: &Outside<'_>) -> Result<Self, Error> {
        let reports = options
            .report
            .iter()
            .map(|report| Ok((report.clone(), create(&report.path)?)))
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            format: options.format,
            style: style(options, &outside.terminal, outside.environment),
            reports,
            hides_names: options.hide_names,
            is_begun: false,
        })
    }

    /// Says whether standard output gets connections as they are checked, in which case it gets the rest alone at the end.
    /// What stands in the place of names is the same in all of them, so it takes the whole report.
    pub(super) fn begin_early(&mut self) -> bool {
        self.is_begun = self.format == Format::JsonLines && !self.hides_names;
        self.is_begun
    }

    /// Writes a report to the files first, then to standard output: everything that can be written, whatever cannot.
    ///
    /// # Errors
    /// When a file, or standard output, cannot be written.
    pub(super) fn write(&mut self, report: &Report, output: &mut dyn Write) -> Result<(), Error> {
        let plain = Style {
            colour: false,
            width: USUAL_WIDTH,
            ..self.style
        };
        let hidden = self.hides_names.then(|| hide_names(report));
        let report = hidden.as_ref().unwrap_or(report);
        let mut failed = None;
        for (place, file) in &mut self.reports {
            let written = replace(&place.path, file, |file| {
                let mut writer = BufWriter::new(file);
                render(report, place.format, &plain, &mut writer).and_then(|()| writer.flush())
            });
            failed = failed.or(written.err().map(|error| unwritable(error, &place.path)));
        }
        // A report of many connections is long, so it is not put together in memory first.
        let mut writer = BufWriter::new(output);
        let written = if self.is_begun {
            render::rest(report, &mut writer)
        } else {
            render(report, self.format, &self.style, &mut writer)
        };
        let shown = unless_closed(written.and_then(|()| writer.flush())).map_err(unwritten);
        failed.map_or(shown, Err)
    }
}

/// Puts a report in the place of what is there. It is written beside it and takes its name, so that one that is cut, as by
/// a full disk, never stands in the place of a whole one. What is no regular file is written to as it is.
fn replace(
    path: &Path,
    file: &mut File,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let data = file.metadata()?;
    if !data.is_file() {
        return write(file);
    }
    let Some((beside, mut other)) = beside(path) else {
        file.set_len(0)?;
        return write(file);
    };
    let written = other
        .set_permissions(data.permissions())
        .and_then(|()| write(&mut other))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // It may be half a report, which is nobody's.
        let _: io::Result<()> = std::fs::remove_file(&beside);
    }
    written
}

/// A new file beside a report; none where nothing can be made there.
fn beside(path: &Path) -> Option<(PathBuf, File)> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name()?);
    name.push(format!(".{}", std::process::id()));
    let beside = path.with_file_name(name);
    let file = File::options().write(true).create_new(true).open(&beside);
    Some((beside, file.ok()?))
}

/// Prints a text that is a result.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print(output: &mut dyn Write, text: &str) -> Result<(), Error> {
    let written = output.write_all(text.as_bytes());
    unless_closed(written.and_then(|()| output.flush())).map_err(unwritten)
}

/// Whoever closes the pipe has seen enough.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// Opens a file without emptying it: an old report stays until there is a whole new one.
fn create(path: &Path) -> Result<File, Error> {
    if let Some(link) = link_on_the_way(path) {
        let error = io::Error::other(format!("{} is a link", link.display()));
        return Err(unwritable(error, path));
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    follow_no_link(&mut options, path);
    options.open(path).map_err(|error| unwritable(error, path))
}

/// In a checkout, a link in the place of a report may lead to any file of its user. The links of the system, such as
/// `/dev/stdout`, are nobody else's.
fn follow_no_link(options: &mut OpenOptions, path: &Path) {
    #[cfg(unix)]
    if !is_of_system(path) {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    #[cfg(not(unix))]
    let _ = (options, path);
}

/// A path through `..` may lead anywhere.
fn is_of_system(path: &Path) -> bool {
    let is_folded = !path.components().any(|part| part == Component::ParentDir);
    is_folded && ["/dev", "/proc"].iter().any(|own| path.starts_with(own))
}

/// A folder of the working directory that is a link: a checkout may hold one that leads out of it. What is named from the
/// root was named by somebody who knows it.
fn link_on_the_way(path: &Path) -> Option<&Path> {
    let folders = path.ancestors().skip(1);
    folders
        .filter(|folder| path.is_relative() && folder.is_symlink())
        .last()
}

fn unwritable(error: io::Error, path: &Path) -> Error {
    let message = format!("the report {} cannot be written", path.display());
    let hint = if path.is_symlink() || link_on_the_way(path).is_some() {
        "It is a link, which is not followed. Take it away, or name the file to which it leads"
    } else {
        "Check that the folder exists, that you may write there, and that there is room"
    };
    Error::about(ErrorSource::Output, &message, error).hint(hint)
}

/// Standard output cannot be written.
pub(super) fn unwritten(error: io::Error) -> Error {
    Error::new(
        ErrorSource::Output,
        anyhow::Error::from(error).context("the output cannot be written"),
    )
}

/// Settles how text for people looks.
fn style(options: &OutputOptions, terminal: &Terminal, environment: &dyn Environment) -> Style {
    Style {
        colour: is_coloured(options.color, terminal, environment),
        width: width(terminal, environment),
        unicode: is_unicode(terminal, environment),
        verbose: options.verbose,
        quiet: options.quiet,
    }
}

/// The conventions of no-color.org and of `CLICOLOR_FORCE`.
fn is_coloured(option: Colour, terminal: &Terminal, environment: &dyn Environment) -> bool {
    match option {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let is_set = |name: &str| environment.variable(name).filter(|value| !value.is_empty());
            let is_forced = is_set("CLICOLOR_FORCE").is_some_and(|value| value != "0");
            let is_dumb = is_set("TERM").is_some_and(|value| value == "dumb");
            is_set("NO_COLOR").is_none() && (is_forced || terminal.output && !is_dumb)
        }
    }
}

fn width(terminal: &Terminal, environment: &dyn Environment) -> usize {
    let by_variable = || environment.filled_variable("COLUMNS")?.trim().parse().ok();
    terminal
        .columns
        .or_else(by_variable)
        .unwrap_or(USUAL_WIDTH)
        .min(WIDEST)
}

/// Follows the locale. Where none is set, a terminal gets ASCII; a file or a job log, which are
/// read elsewhere, get Unicode.
fn is_unicode(terminal: &Terminal, environment: &dyn Environment) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| environment.filled_variable(name));
    match locale {
        Some(locale) => {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => !terminal.output || cfg!(windows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FixedEnvironment;

    const TERMINAL: Terminal = Terminal {
        input: true,
        shared: false,
        output: true,
        messages: true,
        columns: Some(200),
    };

    #[test]
    fn colour_follows_option_then_variables_then_terminal() {
        let plain = FixedEnvironment::new();
        let file = Terminal::default();
        assert!(is_coloured(Colour::Auto, &TERMINAL, &plain));
        assert!(!is_coloured(Colour::Auto, &file, &plain));
        let forced = FixedEnvironment::new().with_variable("CLICOLOR_FORCE", "1");
        assert!(is_coloured(Colour::Auto, &file, &forced));
        let both = forced.with_variable("NO_COLOR", "1");
        assert!(!is_coloured(Colour::Auto, &TERMINAL, &both));
        assert!(is_coloured(Colour::Always, &file, &both));
        let dumb = FixedEnvironment::new().with_variable("TERM", "dumb");
        assert!(!is_coloured(Colour::Auto, &TERMINAL, &dumb));
    }

    #[test]
    fn the_width_is_that_of_the_terminal_within_reason() {
        let columns = FixedEnvironment::new().with_variable("COLUMNS", "100");
        assert_eq!(width(&TERMINAL, &columns), 120);
        assert_eq!(width(&Terminal::default(), &columns), 100);
        assert_eq!(width(&Terminal::default(), &FixedEnvironment::new()), 80);
    }

    #[test]
    fn characters_beyond_ascii_follow_the_locale() {
        let of = |value: &str| FixedEnvironment::new().with_variable("LANG", value);
        assert!(is_unicode(&TERMINAL, &of("de_DE.UTF-8")));
        assert!(is_unicode(&TERMINAL, &of("C.utf8")));
        assert!(!is_unicode(&TERMINAL, &of("C")));
        let posix = of("de_DE.UTF-8").with_variable("LC_ALL", "POSIX");
        assert!(!is_unicode(&TERMINAL, &posix));
        assert!(!is_unicode(&TERMINAL, &FixedEnvironment::new()));
        assert!(is_unicode(&Terminal::default(), &FixedEnvironment::new()));
    }
}
