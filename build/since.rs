//! Releases, and since which of them something holds.

use crate::knowledge::fault::Faults;
use crate::knowledge::table::Placed;

/// A release such as `18.9`, as Rust.
pub(crate) fn version(text: &str) -> Option<String> {
    let (major, minor) = text.split_once('.')?;
    let (major, minor): (u16, u16) = (major.parse().ok()?, minor.parse().ok()?);
    Some(format!("Version::new({major}, {minor})"))
}

/// `18.8`, or `not in 18.0, in 19.1` where what lies between is not known; always where nothing is said.
pub(crate) fn literal(text: Option<Placed<String>>, faults: &mut Faults) -> String {
    let Some(Placed { place, value }) = text else {
        return "Since::Always".to_owned();
    };
    let bounds = value
        .strip_prefix("not in ")
        .and_then(|rest| rest.split_once(", in "));
    let since = match bounds {
        Some((absent, present)) => {
            version(absent)
                .zip(version(present))
                .map(|(absent, present)| {
                    format!("Since::Between {{ absent_until: {absent}, present_from: {present} }}")
                })
        }
        None => version(&value).map(|first| format!("Since::Release({first})")),
    };
    since.unwrap_or_else(|| {
        let fix = "Write the release, such as 18.8, or two: not in 18.0, in 19.1.";
        faults.note(&place, &format!("`{value}` is no release"), fix);
        String::new()
    })
}
