//! The files that `explain` reads: in the order given, a folder file by file, an archive log by log, what gzip or zstd
//! compressed as it was before. All of it in constant memory.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::error::repeatable;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};
use tar::{Archive, EntryType};

/// The first bytes of what gzip compressed (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The first bytes of what zstd compressed (RFC 8878, section 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// So much of what was unpacked is held at a time, in bytes: what every decoder should hold (RFC 8878, section 3.1.1.1.2).
/// zstd asks for more above its level 19, and with `--long`.
const WINDOW: u64 = 8 << 20;

/// An archive of tar is known by its first header: so long it is, and so it is marked there.
const HEAD: u64 = 512;
const USTAR: std::ops::Range<usize> = 257..262;

/// So much of a long name is read, in bytes.
const LONGEST_NAME: u64 = 4_096;

/// So much is read of one file or member, in bytes: a small one can unpack to any size.
const MOST: u64 = 1 << 40;

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
        // What GitLabSOS gathers: beside the logs it is what other programs print.
        let logs = path.join("var/log/gitlab");
        if logs.is_dir() {
            left.push(logs);
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

/// Hands on the text of each file when its turn comes, with its name where there are several.
pub(super) fn read_each(
    files: &[PathBuf],
    input: &mut dyn BufRead,
    unread: &mut Unread,
    take: &mut Take<'_>,
) -> io::Result<()> {
    let mut input = Some(input);
    for path in files {
        let opened: io::Result<Box<dyn Read + '_>> = if is_input(path) {
            // Named again, it has nothing more to say.
            let Some(input) = input.take() else { continue };
            Ok(Box::new(input))
        } else {
            File::open(path).map(|file| Box::new(file) as _)
        };
        let mut reading = FileReader {
            path,
            is_named: files.len() > 1,
            unread,
            take,
        };
        match opened.and_then(unpacked) {
            Ok(text) => reading.file(text)?,
            Err(error) => reading.note(error),
        }
    }
    Ok(())
}

/// Whoever takes the texts, each with its name.
pub(super) type Take<'a> = dyn FnMut(Option<String>, &mut dyn BufRead) -> io::Result<()> + 'a;

/// A file that is being read.
struct FileReader<'a, 'b> {
    path: &'a Path,
    is_named: bool,
    unread: &'a mut Unread,
    take: &'a mut Take<'b>,
}

impl FileReader<'_, '_> {
    fn note(&mut self, error: io::Error) {
        self.unread.push((self.path.to_path_buf(), error));
    }

    /// Hands on what is in a file; of an archive, what is in each log.
    fn file(&mut self, text: Box<dyn Read + '_>) -> io::Result<()> {
        let mut whole = UntilFault::of(text);
        let (head, text) = begun(Box::new(&mut whole), HEAD)?;
        if head.get(USTAR).is_some_and(|mark| mark == b"ustar") {
            self.archive(text)?;
        } else {
            let path = self.path.display().to_string();
            let name = self.is_named.then(|| repeatable(&path));
            (self.take)(name, &mut BufReader::new(text))?;
        }
        if let Some(fault) = whole.fault() {
            self.note(fault);
        }
        Ok(())
    }

    fn member(&mut self, name: &str, inner: Box<dyn Read + '_>) -> io::Result<()> {
        let mut text = UntilFault::of(inner);
        (self.take)(Some(repeatable(name)), &mut BufReader::new(&mut text))?;
        if let Some(fault) = text.fault() {
            self.note(fault);
        }
        Ok(())
    }

    /// Hands on the logs of an archive. Nothing is unpacked to the disk, so a path is only a name; what is no plain file,
    /// such as one with holes or a link, is passed over.
    fn archive(&mut self, text: Box<dyn Read + '_>) -> io::Result<()> {
        let mut archive = Archive::new(text);
        let mut long = None;
        // As they come: the library would take in a name of any length.
        let members = archive.entries()?.raw(true);
        for member in members {
            let mut member = match member {
                Ok(member) => member,
                Err(error) => {
                    self.note(error);
                    break;
                }
            };
            let kind = member.header().entry_type();
            if kind.is_gnu_longname() || kind.is_pax_local_extensions() {
                long = long_name(&mut member, kind).unwrap_or_default();
                continue;
            }
            let name = long.take();
            let name = name.unwrap_or_else(|| member.path_bytes().into_owned());
            let name = String::from_utf8_lossy(&name).into_owned();
            if kind.is_file() && is_log(&name) {
                let whole = format!("{}:{name}", self.path.display());
                match unpacked(Box::new(member)) {
                    Ok(text) => self.member(&whole, text)?,
                    Err(error) => self.note(error),
                }
            }
        }
        Ok(())
    }
}

/// The name that an entry of its own holds for the next one.
fn long_name(member: &mut dyn Read, kind: EntryType) -> io::Result<Option<Vec<u8>>> {
    let mut told = Vec::new();
    member.take(LONGEST_NAME).read_to_end(&mut told)?;
    if kind.is_gnu_longname() {
        told.retain(|byte| *byte != 0);
        return Ok(Some(told));
    }
    let mut records = told.split(|byte| *byte == b'\n');
    let path = records.find_map(|record| {
        record
            .splitn(2, |byte| *byte == b' ')
            .nth(1)?
            .strip_prefix(b"path=")
    });
    Ok(path.map(<[u8]>::to_vec))
}

/// Whether a member of an archive is a log, by its name.
fn is_log(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_of_service = file == "current" || file.starts_with('@') || name.contains("var/log/");
    is_of_service
        || [".log", ".json", ".txt"]
            .iter()
            .any(|end| file.contains(end))
}

/// The first bytes of a text, and the text with them.
fn begun<'a>(
    mut text: Box<dyn Read + 'a>,
    length: u64,
) -> io::Result<(Vec<u8>, Box<dyn Read + 'a>)> {
    let mut head = Vec::new();
    text.by_ref().take(length).read_to_end(&mut head)?;
    let whole = Box::new(Cursor::new(head.clone()).chain(text));
    Ok((head, whole))
}

/// What is in a text that gzip or zstd compressed; else the text.
fn unpacked<'a>(text: Box<dyn Read + 'a>) -> io::Result<Box<dyn Read + 'a>> {
    let (head, text) = begun(text, ZSTD.len() as u64)?;
    Ok(if head.starts_with(&GZIP) {
        Box::new(MultiGzDecoder::new(BufReader::new(text)))
    } else if head == ZSTD {
        Box::new(Frames(Some(frame(BufReader::new(text))?)))
    } else {
        text
    })
}

type Frame<R> = StreamingDecoder<R, FrameDecoder>;

fn frame<R: BufRead>(packed: R) -> io::Result<Frame<R>> {
    let opened = StreamingDecoder::new_with_max_window_size(packed, WINDOW);
    opened.map_err(|fault| {
        let FrameDecoderError::WindowSizeTooBig { requested, .. } = fault else {
            return io::Error::other(fault);
        };
        let size = requested >> 20;
        let words = format!(
            "to unpack it takes {size} MiB of memory at once: unpack it first, with zstd -d --long=31"
        );
        io::Error::new(io::ErrorKind::FileTooLarge, words)
    })
}

/// What zstd compressed, frame after frame.
struct Frames<R: BufRead>(Option<Frame<R>>);

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(current) = &mut self.0 {
            let length = current.read(into)?;
            if length > 0 || into.is_empty() {
                return Ok(length);
            }
            let mut packed = self.0.take().map(StreamingDecoder::into_inner);
            if let Some(packed) =
                packed.take_if(|packed| packed.fill_buf().is_ok_and(|more| !more.is_empty()))
            {
                self.0 = Some(frame(packed)?);
            }
        }
        Ok(0)
    }
}

/// A text up to the place where it cannot be read on: what stands before it counts, and the fault is kept.
struct UntilFault<'a> {
    inner: io::Take<Box<dyn Read + 'a>>,
    fault: Option<io::Error>,
}

impl<'a> UntilFault<'a> {
    fn of(text: Box<dyn Read + 'a>) -> Self {
        Self {
            inner: text.take(MOST),
            fault: None,
        }
    }

    fn fault(self) -> Option<io::Error> {
        let is_cut = self.inner.limit() == 0;
        let too_much = || io::Error::other("there is more in it than is read of one file");
        self.fault.or_else(|| is_cut.then(too_much))
    }
}

impl Read for UntilFault<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(into) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                self.fault = Some(error);
                Ok(0)
            }
            outcome => outcome,
        }
    }
}
