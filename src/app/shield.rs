//! What a crash must not leave behind: the memory of a process that holds a token.
//!
//! While the program runs, the system writes no core dump of it, and no other process of the same user may look into it.
//! What a child inherits of this only forbids it a dump as well.

/// Forbids dumps of this process. A system that knows no such thing, or refuses, keeps nobody from a diagnosis.
pub(super) fn raise() {
    #[cfg(unix)]
    forbid_dumps();
    #[cfg(target_os = "linux")]
    forbid_looks();
}

#[cfg(unix)]
fn forbid_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _: Result<(), rustix::io::Errno> = setrlimit(Resource::Core, none);
}

/// Also keeps dump handlers out that are piped to and heed no limit.
#[cfg(target_os = "linux")]
fn forbid_looks() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    let _: Result<(), rustix::io::Errno> = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn no_dump_is_written_and_nobody_looks_in() {
        raise();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}
