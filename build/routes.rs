//! `knowledge/routes/`: every path that a release has, one line for each. The file has the name of the release.

use crate::knowledge::closest;
use crate::knowledge::fault::Faults;
use crate::knowledge::index;
use crate::knowledge::program::method::Method;
use crate::knowledge::program::template::{by_specificity, segments};
use crate::knowledge::rust;
use crate::knowledge::since;
use crate::knowledge::table::{File, Placed, Row};

/// Reads the file, and writes the table as Rust.
pub(crate) fn compile(file: &File, faults: &mut Faults) -> String {
    let table = file.parse(faults);
    let row = Row::whole(file, &table);
    let name = file.stem();
    let release = since::version(name);
    if release.is_none() {
        let what = format!("`{name}` is no release");
        faults.note(&row.place, &what, "Call the file after it: 18.9.toml.");
    }
    let paths = row.names();
    let literals = rust::list(&paths, |path| {
        let methods = row.text(path, faults);
        if let Some(methods) = methods.as_ref().filter(|_| !path.starts_with('/')) {
            let what = format!("`{path}` is no path");
            faults.note(
                &methods.place,
                &what,
                "Begin it with a slash, below /api/v4.",
            );
        }
        let methods = methods.map_or_else(String::new, |methods| literal(&methods, faults));
        let taken = taken_by(&row, path);
        let is_rival = |other: &&str| {
            is_better(other, path)
                && taken_by(&row, other)
                    .iter()
                    .any(|method| taken.contains(method))
        };
        let is_alone = !paths.iter().any(is_rival);
        format!("at({path:?}, &[{methods}], {is_alone})")
    });
    format!(
        "/// The release that [`ROUTES`] lists as a whole.\n\
         const RELEASE: Version = {};\n\n\
         /// The release of GitLab that the knowledge is of.\n\
         pub(crate) const KNOWLEDGE: &str = {name:?};\n\n\
         /// The version of the program, with that release.\n\
         pub(crate) const LONG_VERSION: &str = concat!(env!(\"CARGO_PKG_VERSION\"), \" (knowledge of GitLab {name})\");\n\n\
         /// Every path of that release.\n\
         static ROUTES: [Route; {}] = [\n{literals}\n];\n\n\
         /// Where each path is looked for in [`ROUTES`].\n\
         static INDEX: Index = {};\n",
        release.unwrap_or_default(),
        paths.len(),
        index::literal(&index::build(&paths)),
    )
}

/// The methods of a path, by their names; GET answers HEAD.
fn taken_by(row: &Row<'_>, path: &str) -> Vec<String> {
    let text = row.text(path, &mut Faults::default());
    let text = text.map_or_else(String::new, |text| text.value);
    text.split(", ")
        .map(|name| name.replace("HEAD", "GET"))
        .collect()
}

/// Whether a path may fit two templates, and the first one better. What a star spans may be anything.
fn is_better(one: &str, other: &str) -> bool {
    let (left, right) = (segments(one), segments(other));
    let pairs = left.zip(right);
    let mut fixed = pairs.take_while(|(left, right)| !left.contains('*') && !right.contains('*'));
    let is_name = |segment: &str| segment.contains(':');
    let may_both_fit = fixed.all(|(left, right)| left == right || is_name(left) || is_name(right));
    let is_spanned = one.contains('*') || other.contains('*');
    let is_as_long = segments(one).count() == segments(other).count();
    by_specificity(one, other).is_lt() && may_both_fit && (is_spanned || is_as_long)
}

/// The methods of a path: `GET, PUT`.
fn literal(methods: &Placed<String>, faults: &mut Faults) -> String {
    let names: Vec<&str> = methods.value.split(", ").collect();
    rust::list(&names, |name| {
        if let Some(method) = Method::parse(name) {
            return format!("Method::{method:?}");
        }
        let advice = closest::advise(name, Method::ALL.map(Method::name));
        let what = format!("No method is called `{name}`");
        faults.note(&methods.place, &what, &advice);
        String::new()
    })
}
