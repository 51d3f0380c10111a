//! The least that does it, held against what a real GitLab 18.9 answered: what is named passes, and what is less is refused.

use std::fs::read_to_string;
use std::path::Path;

use serde_json::Value;

use super::super::*;
use crate::catalogue::{Method, find_url_path};

/// The identities of the recording whose only difference is their role, the least first.
const ROLES: [&str; 6] = [
    "guest",
    "planner",
    "reporter",
    "developer",
    "maintainer",
    "owner",
];

/// Of a hundred routes of which both are recorded, so many must be told right.
const BAR: usize = 95;

/// What a route answered in one state of its place.
struct Recorded<'a> {
    cells: &'a Value,
    truths: &'a Value,
}

impl Recorded<'_> {
    /// Whether an identity was let in; `None` where it was not asked, or its truth is not told.
    fn lets_in(&self, identity: &str) -> Option<bool> {
        let truth = usize::try_from(self.cells[identity][1].as_i64()?).ok()?;
        Some(self.truths[truth][0] == "granted")
    }

    /// What is wrong with the least role; `None` where the recording does not tell.
    fn faults_of_role(&self, role: AccessLevel) -> Option<Vec<String>> {
        let at = ROLES.iter().position(|name| role.name() == Some(name))?;
        let is_refused = !self.lets_in(ROLES[at])?;
        let mut faults = Vec::new();
        if is_refused {
            faults.push(format!("{role} is refused"));
        }
        let less = at.checked_sub(1).map(|below| ROLES[below]);
        if let Some(less) = less
            && self.lets_in(less) == Some(true)
        {
            faults.push(format!("{less} is let in, below {role}"));
        }
        Some(faults)
    }

    /// What is wrong with the scope; the tokens of the recording with one scope are those of an owner.
    fn faults_of_scope(&self, scope: &str) -> Option<Vec<String>> {
        if self.lets_in("owner") != Some(true) {
            return None;
        }
        let mut faults = Vec::new();
        let named = self.lets_in(&format!("scope_{scope}"));
        let less = match scope {
            "api" => Some("read_api"),
            "read_api" => Some("read_user"),
            _ => None,
        };
        let below = less.and_then(|less| self.lets_in(&format!("scope_{less}")));
        if named == Some(false) {
            faults.push(format!("the scope {scope} is refused"));
        }
        if below == Some(true) {
            faults.push(format!("less than the scope {scope} is let in"));
        }
        (named.is_some() || below.is_some()).then_some(faults)
    }
}

#[test]
fn what_is_named_passes_and_what_is_less_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gitlab/measured");
    let Ok(cells) = read_to_string(folder.join("cells.jsonl")) else {
        eprintln!("left out: there is no {}", folder.display());
        return;
    };
    let truths = read_to_string(folder.join("truths.json")).unwrap();
    let truths: Value = serde_json::from_str(&truths).unwrap();
    let (mut right, mut wrong) = (0, Vec::new());
    for line in cells.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let recorded = Recorded {
            cells: &row["states"]["private"],
            truths: &truths,
        };
        match faults(&row, &recorded) {
            None => {}
            Some(faults) if faults.is_empty() => right += 1,
            Some(faults) => wrong.push(format!("{} {}: {}", row["m"], row["p"], faults.join("; "))),
        }
    }
    let all = right + wrong.len();
    assert!(all > 250, "{all} routes");
    assert!(
        100 * right >= BAR * all,
        "{right} of {all}:\n{}",
        wrong.join("\n")
    );
}

/// What is wrong with the least token for a route; `None` where the recording does not tell both.
fn faults(row: &Value, recorded: &Recorded<'_>) -> Option<Vec<String>> {
    let method = Method::parse(row["m"].as_str()?)?;
    let endpoint = find_url_path(method, row["url"].as_str()?)?.endpoint;
    let using = Use {
        place: Place::Project,
        in_job: false,
        release: Some(Version::new(18, 9)),
    };
    let least = least_of_kind(Made::Person, &[Want::Request(endpoint)], using).ok()?;
    let [scope] = least.scopes.as_slice() else {
        return None;
    };
    let of_role = recorded.faults_of_role(least.role?)?;
    let of_scope = recorded.faults_of_scope(scope)?;
    Some(of_role.into_iter().chain(of_scope).collect())
}
