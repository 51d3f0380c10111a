//! What a push is told inside an exchange that HTTP calls successful.
//!
//! The token was accepted; protected branches, push rules, locks, and hooks refuse now. Git prints
//! these texts behind the words `remote:` and `GitLab:`, which are not part of the rows.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::RoleFits;
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{feature, role};
use crate::diagnosis::signature::Grade::{ReadOlder, Unverified};
use crate::diagnosis::signature::{Pattern, Signature};

const HERE: &[Surface] = &[Surface::Git];
const BRANCH: &str = "lib/gitlab/checks/branch_check.rb";
const TAG: &str = "lib/gitlab/checks/tag_check.rb";
const RULES: &str = "ee/lib/ee/gitlab/checks/push_rules/commit_check.rb";
const PUSH: Pattern = Pattern::Text("You are not allowed to push code to this project.");

/// A reason that only one situation gives.
const fn told(id: &'static str, text: &'static str, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[200], Pattern::Text(text), code)
        .source(BRANCH, ReadOlder)
        .decisive()
}

const PROTECTED_PUSH: &str = "You are not allowed to push code to protected branches";
const PROTECTED_MERGE: &str = "You are not allowed to merge code into protected branches";

const PROTECTED_NAME: &str = "You are not allowed to create protected branches on this project.";
const PROTECTED_TAG: &str = "You are not allowed to create this tag as it is protected.";

/// A refusal by the rule of a protected ref; which roles and users it names is not told.
const fn guarded(id: &'static str, text: &'static str, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[200], Pattern::Text(text), code).source(BRANCH, ReadOlder)
}

/// The rows.
pub static ROWS: &[Signature] = &[
    guarded(
        "git.inband.protected_push",
        PROTECTED_PUSH,
        &feature::REF_PROTECTED,
    )
    .because("the branch is protected, and its rule does not name who pushes")
    .weight(60),
    guarded(
        "git.inband.protected_push.role",
        PROTECTED_PUSH,
        &role::PROTECTED_REF_ROLE,
    )
    .because("the rule of the branch asks for a higher role")
    .weight(30)
    .unless(&[yes(RoleFits)]),
    guarded(
        "git.inband.protected_merge",
        PROTECTED_MERGE,
        &feature::REF_PROTECTED,
    )
    .because("the branch is protected, and its rule does not name who merges")
    .weight(60),
    guarded(
        "git.inband.protected_merge.role",
        PROTECTED_MERGE,
        &role::PROTECTED_REF_ROLE,
    )
    .because("the rule of the branch asks for a higher role")
    .weight(30)
    .unless(&[yes(RoleFits)]),
    told(
        "git.inband.protected_force",
        "You are not allowed to force push code to a protected branch",
        &feature::REF_PROTECTED,
    )
    .because("the branch is protected against rewriting its history"),
    guarded(
        "git.inband.protected_create",
        PROTECTED_NAME,
        &feature::REF_PROTECTED,
    )
    .because("the new name falls under a protected pattern, whose rule does not name who pushes")
    .weight(60)
    .unless(&[no(RoleFits)]),
    guarded(
        "git.inband.protected_create.role",
        PROTECTED_NAME,
        &role::PROTECTED_REF_ROLE,
    )
    .because("the new name falls under a protected pattern, and the role may not create it")
    .weight(30)
    .unless(&[yes(RoleFits)]),
    told(
        "git.inband.protected_create_ref",
        "You can only use an existing protected branch ref as the basis of a new \
            protected branch.",
        &feature::REF_PROTECTED,
    )
    .because("a protected branch may begin only where another one is"),
    told(
        "git.inband.protected_create_web",
        "You can only create protected branches using the web interface and API.",
        &feature::REF_PROTECTED,
    )
    .because("protected branches are not created by a push"),
    told(
        "git.inband.protected_delete",
        "You are not allowed to delete protected branches from this project.",
        &role::PROTECTED_REF_ROLE,
    )
    .because("the branch is protected, and only a Maintainer or Owner may delete it"),
    told(
        "git.inband.protected_delete_web",
        "You can only delete protected branches using the web interface.",
        &feature::REF_PROTECTED,
    )
    .because("protected branches are not deleted by a push"),
    told(
        "git.inband.delete_default",
        "The default branch of a project cannot be deleted.",
        &feature::REF_PROTECTED,
    )
    .because("no push may delete the default branch"),
    told(
        "git.inband.empty_project",
        "A default branch (e.g. {name}) does not yet exist for {full_path}",
        &role::PROTECTED_REF_ROLE,
    )
    .because(
        "the first branch of a project is protected, so only a Maintainer or Owner may \
            push it",
    ),
    told(
        "git.inband.sha_branch_name",
        "You cannot create a branch with a SHA-1 or SHA-256 branch name.",
        &feature::PUSH_RULE,
    )
    .because("a branch may not be named like a commit"),
    told(
        "git.inband.sha_branch_name_old",
        "You cannot create a branch with a 40-character hexadecimal branch name",
        &feature::PUSH_RULE,
    )
    .because("a branch may not be named like a commit; older releases say it this way"),
    told(
        "git.inband.invalid_branch_name",
        "You cannot create a branch with an invalid name.",
        &feature::PUSH_RULE,
    )
    .because("the name of the branch is not valid"),
    told(
        "git.inband.tag_change",
        "You are not allowed to change existing tags on this project.",
        &role::PROTECTED_REF_ROLE,
    )
    .because("the role may not move a tag that is there")
    .source(TAG, ReadOlder),
    guarded(
        "git.inband.tag_protected_create",
        PROTECTED_TAG,
        &feature::REF_PROTECTED,
    )
    .because("the tag is protected, and its rule does not name who creates it")
    .source(TAG, ReadOlder)
    .weight(60)
    .unless(&[no(RoleFits)]),
    guarded(
        "git.inband.tag_protected_create.role",
        PROTECTED_TAG,
        &role::PROTECTED_REF_ROLE,
    )
    .because("the rule of the tag asks for a higher role")
    .source(TAG, ReadOlder)
    .weight(30)
    .unless(&[yes(RoleFits)]),
    told(
        "git.inband.tag_protected_update",
        "Protected tags cannot be updated.",
        &feature::REF_PROTECTED,
    )
    .because("a protected tag never moves")
    .source(TAG, ReadOlder),
    told(
        "git.inband.tag_protected_delete",
        "You are not allowed to delete protected tags from this project.",
        &role::PROTECTED_REF_ROLE,
    )
    .because("the tag is protected, and only a Maintainer or Owner may delete it")
    .source(TAG, ReadOlder),
    told(
        "git.inband.tag_protected_delete_web",
        "You can only delete protected tags using the web interface.",
        &feature::REF_PROTECTED,
    )
    .because("protected tags are not deleted by a push")
    .source(TAG, ReadOlder),
    Signature::new(
        "git.inband.push_code",
        HERE,
        &[200],
        PUSH,
        &role::PUSH_NOT_ALLOWED,
    )
    .because("the role does not include pushing to this branch")
    .source("lib/gitlab/checks/push_check.rb", ReadOlder)
    .weight(60)
    .unless(&[yes(RoleFits)])
    .proof(&[&[no(RoleFits)]]),
    told(
        "git.inband.lfs_lock",
        "'{path}' is locked in Git LFS by @{username}",
        &feature::FILE_LOCKED,
    )
    .because("@{username} holds a lock on {path}")
    .source("lib/gitlab/checks/diff_check.rb", ReadOlder),
    told(
        "git.inband.path_lock",
        "The path '{path}' is locked by {username}",
        &feature::FILE_LOCKED,
    )
    .because("{username} holds a lock on {path}")
    .source("ee/lib/ee/gitlab/checks/diff_check.rb", Unverified),
    told(
        "git.inband.push_rule_committer",
        "You cannot push commits for '{committer_email}'. You can only push commits if \
            the committer email is one of your own verified emails.",
        &feature::PUSH_RULE,
    )
    .because("{committer_email} is not an address of the user who pushes")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_committer_old",
        "You cannot push commits for '{committer_email}'. You can only push commits \
            that were committed with one of your own verified emails.",
        &feature::PUSH_RULE,
    )
    .because("{committer_email} is not an address of the user who pushes")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_committer_unverified",
        "Committer email '{committer_email}' is not verified.",
        &feature::PUSH_RULE,
    )
    .because("{committer_email} is not a verified address")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_branch_name",
        "Branch name does not follow the pattern '{pattern}'",
        &feature::PUSH_RULE,
    )
    .because("the name of the branch breaks a push rule: {pattern}")
    .source("ee/lib/ee/gitlab/checks", ReadOlder),
    told(
        "git.inband.push_rule_message",
        "Commit message does not follow the pattern '{pattern}'",
        &feature::PUSH_RULE,
    )
    .because("a commit message breaks a push rule: {pattern}")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_forbidden",
        "Commit message contains the forbidden pattern '{pattern}'",
        &feature::PUSH_RULE,
    )
    .because("a commit message breaks a push rule: {pattern}")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_email",
        "{who}'s email '{email}' does not follow the pattern '{pattern}'",
        &feature::PUSH_RULE,
    )
    .because("the address {email} breaks a push rule: {pattern}")
    .source(RULES, ReadOlder),
    told(
        "git.inband.push_rule_unsigned",
        "Commit must be signed with a GPG key",
        &feature::PUSH_RULE,
    )
    .because("a push rule wants signed commits")
    .source(RULES, Unverified),
    told(
        "git.inband.push_rule_tag",
        "You cannot delete a tag",
        &feature::PUSH_RULE,
    )
    .because("a push rule forbids the deletion of tags")
    .source("ee/lib/ee/gitlab/checks", Unverified),
    told(
        "git.inband.secret_push_protection",
        "PUSH BLOCKED: Secrets detected in code changes",
        &feature::PUSH_RULE,
    )
    .because("a commit holds what looks like a secret")
    .source("ee/lib/gitlab/checks/secrets_check.rb", Unverified),
    told(
        "git.inband.codeowners",
        "Pushes to protected branches that contain changes to files that match patterns \
            defined in `CODEOWNERS` are disabled for this project.",
        &feature::REF_PROTECTED,
    )
    .because("a file has owners who must approve it in a merge request")
    .source("ee/lib/gitlab/code_owners", ReadOlder),
];
