//! What the check before a push is accepted says: rules on branches and tags, inside an exchange that
//! HTTP calls successful (`lib/gitlab/checks/branch_check.rb`, `tag_check.rb`).
//!
//! By then the credential, the scope, and the role in the project have passed. This file never speaks
//! Git's protocol beyond the list of commands that a push begins with.

use super::caller::{self, Caller};
use super::policy::ROLE_TOO_LOW;
use super::routes::decode;
use super::wire::{Request, Truth};
use super::world::{Project, World, role};

const PROTECTED_BRANCH: Truth = Truth::new("feature", "policy_restriction", "protected-branch");
const PROTECTED_TAG: Truth = Truth::new("feature", "policy_restriction", "protected-tag");

/// What a push asks to be done to one ref.
#[derive(Debug, PartialEq, Eq)]
struct Command {
    old: String,
    new: String,
    name: String,
}

impl Command {
    fn deletes(&self) -> bool {
        self.new.bytes().all(|digit| digit == b'0')
    }

    fn creates(&self) -> bool {
        self.old.bytes().all(|digit| digit == b'0')
    }
}

/// Says why a push is declined after it was received; `None` where it is accepted, or is none.
pub(crate) fn declined(world: &World, request: &Request) -> Option<(&'static str, Truth)> {
    let below = request.path.strip_prefix(&world.root)?;
    let full_path = below
        .strip_suffix(".git/git-receive-pack")?
        .trim_start_matches('/');
    let project = world.project_at(&decode(full_path))?;
    let caller = caller::basic(world, request).ok()?;
    commands(&request.body)
        .iter()
        .find_map(|command| judge(world, caller, project, command))
}

fn judge(
    world: &World,
    caller: Caller<'_>,
    project: &Project,
    command: &Command,
) -> Option<(&'static str, Truth)> {
    let is_protected = |name: &str| project.protected.iter().any(|rule| rule == name);
    let rules = world.role_of(caller, project) >= role::MAINTAINER;
    if let Some(branch) = command.name.strip_prefix("refs/heads/") {
        let text = match (command.deletes(), rules) {
            (true, _) if branch == "main" => "The default branch of a project cannot be deleted.",
            (true, false) => {
                "You are not allowed to delete protected branches from this project. Only a project maintainer or \
                 owner can delete a protected branch."
            }
            (true, true) => "You can only delete protected branches using the web interface.",
            (false, false) if command.creates() => {
                "You are not allowed to create protected branches on this project."
            }
            (false, false) => {
                "You are not allowed to push code to protected branches on this project."
            }
            (false, true) => return None,
        };
        return is_protected(branch).then_some((text, PROTECTED_BRANCH));
    }
    let tag = command.name.strip_prefix("refs/tags/")?;
    if !is_protected(tag) {
        let moves = !command.creates() && world.role_of(caller, project) < role::MAINTAINER;
        let text = "You are not allowed to change existing tags on this project.";
        return moves.then_some((text, ROLE_TOO_LOW));
    }
    let text = match (command.deletes(), command.creates(), rules) {
        (true, _, false) => {
            "You are not allowed to delete protected tags from this project. Only a project maintainer or owner can \
             delete a protected tag."
        }
        (true, _, true) => "You can only delete protected tags using the web interface.",
        (false, true, false) => "You are not allowed to create this tag as it is protected.",
        (false, true, true) => return None,
        (false, false, _) => "Protected tags cannot be updated.",
    };
    Some((text, PROTECTED_TAG))
}

/// Reads the commands at the head of a push: packets `old new name`, the first with capabilities.
fn commands(body: &[u8]) -> Vec<Command> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((length, others)) = rest.split_at_checked(4) {
        let length = std::str::from_utf8(length).unwrap_or_default();
        let length = usize::from_str_radix(length, 16).unwrap_or(0);
        let Some((packet, after)) = length
            .checked_sub(4)
            .and_then(|length| others.split_at_checked(length))
        else {
            break;
        };
        let line = String::from_utf8_lossy(packet);
        let line = line.split('\0').next().unwrap_or_default();
        let mut words = line.split_whitespace().map(str::to_owned);
        if let (Some(old), Some(new), Some(name)) = (words.next(), words.next(), words.next()) {
            found.push(Command { old, new, name });
        }
        rest = after;
    }
    found
}
