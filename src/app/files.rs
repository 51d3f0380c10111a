//! The files that `explain` reads: in the order given, a folder file by file, what gzip compressed as it was before.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::repeatable;
use flate2::bufread::MultiGzDecoder;

/// The first bytes of what gzip compressed (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What could not be read, and why.
pub(super) type Unread = Vec<(PathBuf, io::Error)>;

/// Whether a name stands for standard input.
pub(super) fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Puts the files of a folder, by name, into its place, and standard input into that of nothing; and what could not be
/// listed.
pub(super) fn listed(named: &[PathBuf]) -> (Vec<PathBuf>, Unread) {
    if named.is_empty() {
        return (vec!["-".into()], Unread::new());
    }
    let (mut files, mut unread) = (Vec::new(), Unread::new());
    let mut left: Vec<PathBuf> = named.iter().rev().cloned().collect();
    while let Some(path) = left.pop() {
        if !path.is_dir() {
            files.push(path);
            continue;
        }
        let inside = fs::read_dir(&path).and_then(|folder| {
            folder
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<io::Result<Vec<_>>>()
        });
        match inside {
            Ok(mut inside) => {
                // A link to a folder may lead back; a pipe has no end.
                inside.retain(|path| path.is_file() || path.is_dir() && !path.is_symlink());
                if inside.is_empty() {
                    let nothing = io::Error::new(io::ErrorKind::NotFound, "no file is in it");
                    unread.push((path, nothing));
                }
                inside.sort_unstable_by(|one, other| other.cmp(one));
                left.extend(inside);
            }
            Err(error) => unread.push((path, error)),
        }
    }
    (files, unread)
}

/// Opens each file when its turn comes, with its name where there are several.
pub(super) fn open_each<'a>(
    files: &'a [PathBuf],
    input: &'a mut dyn BufRead,
    unread: &'a RefCell<Unread>,
) -> impl Iterator<Item = (Option<String>, Box<dyn BufRead + 'a>)> {
    let mut input = Some(input);
    files.iter().filter_map(move |path| {
        let opened: io::Result<Box<dyn BufRead + 'a>> = if is_input(path) {
            // Named again, it has nothing more to say.
            Ok(Box::new(input.take()?))
        } else {
            File::open(path).map(|file| Box::new(BufReader::new(file)) as _)
        };
        let text = opened.and_then(unpacked);
        let note = |error| unread.borrow_mut().push((path.clone(), error));
        let inner = text.map_err(note).ok()?;
        let until_fault = UntilFault {
            inner,
            path,
            unread,
        };
        let name = (files.len() > 1).then(|| repeatable(&path.display().to_string()));
        Some((name, Box::new(BufReader::new(until_fault)) as _))
    })
}

/// What is in a text that gzip compressed; else the text.
fn unpacked<'a>(mut text: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn BufRead + 'a>> {
    Ok(if text.fill_buf()?.starts_with(&GZIP) {
        Box::new(BufReader::new(MultiGzDecoder::new(text)))
    } else {
        text
    })
}

/// A text up to the place where it cannot be read on: what stands before it counts, and the fault is noted.
struct UntilFault<'a> {
    inner: Box<dyn BufRead + 'a>,
    path: &'a Path,
    unread: &'a RefCell<Unread>,
}

impl Read for UntilFault<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(into) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                let path = self.path.to_path_buf();
                self.unread.borrow_mut().push((path, error));
                Ok(0)
            }
            outcome => outcome,
        }
    }
}
