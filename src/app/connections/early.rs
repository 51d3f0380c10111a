//! Results as they come: a connection is written as soon as it is checked, in a format that can be written piece by piece.

use std::io::{self, ErrorKind, Write};

use crate::command::connections::{CheckedConnection, put_together};
use crate::render;

/// Where results go as they come, if they do.
pub(super) struct Early<'a> {
    output: Option<&'a mut dyn Write>,
    failed: Option<io::Error>,
}

impl<'a> Early<'a> {
    pub(super) fn to(output: Option<&'a mut dyn Write>) -> Self {
        Self {
            output,
            failed: None,
        }
    }

    /// Whether results are wanted as they come.
    pub(super) fn is_wanted(&self) -> bool {
        self.output.is_some()
    }

    /// Writes one connection. After a fault nothing more is written.
    pub(super) fn tell(&mut self, checked: CheckedConnection, planned: bool) {
        let Some(output) = &mut self.output else {
            return;
        };
        let report = put_together([checked], 0, planned);
        let written = render::connections_early(&report, output).and_then(|()| output.flush());
        if let Err(error) = written {
            self.output = None;
            // Whoever closes the pipe has seen enough.
            self.failed = Some(error).filter(|error| error.kind() != ErrorKind::BrokenPipe);
        }
    }

    /// Returns what kept results from being written.
    pub(super) fn fault(&mut self) -> Option<io::Error> {
        self.failed.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::connections::not_asked;

    /// A reader that closes the pipe, or a disk that is full.
    struct Closed(ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn fault(kind: ErrorKind) -> Option<ErrorKind> {
        let mut output = Closed(kind);
        let mut early = Early::to(Some(&mut output));
        let checked = CheckedConnection {
            name: "a".to_owned(),
            place: "all.toml:1".to_owned(),
            report: not_asked(None, "stopped", Vec::new()),
        };
        early.tell(checked, false);
        assert!(!early.is_wanted());
        early.fault().map(|error| error.kind())
    }

    #[test]
    fn a_closed_pipe_is_no_fault_and_a_full_disk_is_one() {
        assert_eq!(fault(ErrorKind::BrokenPipe), None);
        assert_eq!(fault(ErrorKind::StorageFull), Some(ErrorKind::StorageFull));
    }
}
