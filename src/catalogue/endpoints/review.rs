//! Merge requests: merge requests, approvals, and every kind of comment.

use super::{
    ANY_USER, Area, CODE_READER, DEVELOPER, GUEST, MAINTAINER, OWNER, PERMISSIONS,
    READ_MERGE_REQUESTS, ROLE_TABLE, ROLES, SOME_RELEASE_UP_TO_19_1, Section, area, section,
};
use crate::catalogue::Condition::{
    AuthorPasses, BotsOnly, OwnObjectOnly, ProtectedRef, SettingDecides, SomeFieldsNeedMore,
};
use crate::catalogue::Denial::{Filtered, Forbidden, NotAllowed, NotFound, Unauthorized};
use crate::catalogue::Evidence::Inferred;
use crate::catalogue::{Endpoint, Feature, Group};

/// Merge requests.
pub(super) const AREA: Area = area("Merge requests", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&MERGE_REQUESTS, MERGE_REQUESTS_ROWS),
    section(&MERGE_REQUEST_APPROVALS, MERGE_REQUEST_APPROVALS_ROWS),
    section(&NOTES, NOTES_ROWS),
    section(&DISCUSSIONS, DISCUSSIONS_ROWS),
    section(&DRAFT_NOTES, DRAFT_NOTES_ROWS),
];

static MERGE_REQUESTS: Group = Group::new(
    "merge_requests",
    "Merge requests",
    "api/merge_requests",
    &["lib/api/merge_requests.rb", ROLES],
)
.feature(Feature::MergeRequests);

#[rustfmt::skip]
static MERGE_REQUESTS_ROWS: &[Endpoint] = &[
    MERGE_REQUESTS.get("/groups/:id/merge_requests", GUEST, "Merge Request: Read").denies(Filtered, NotFound).public().probe(),
    MERGE_REQUESTS.get("/merge_requests", ANY_USER, "Merge Request: Read").probe(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests", CODE_READER, "Merge Request: Read").job_with(&[READ_MERGE_REQUESTS]).job_since(SOME_RELEASE_UP_TO_19_1).public().probe(),
    MERGE_REQUESTS.post("/projects/:id/merge_requests", DEVELOPER, "Merge Request: Create").when(&[SomeFieldsNeedMore]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_label_events", CODE_READER, "Merge Request: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_label_events/:event_id", CODE_READER, "Merge Request: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_milestone_events", CODE_READER, "Work Item: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_milestone_events/:event_id", CODE_READER, "Work Item: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_state_events", CODE_READER, "Work Item: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:eventable_id/resource_state_events/:event_id", CODE_READER, "Work Item: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid", CODE_READER, "Merge Request: Read").job_with(&[READ_MERGE_REQUESTS]).job_since(SOME_RELEASE_UP_TO_19_1).public(),
    MERGE_REQUESTS.put("/projects/:id/merge_requests/:merge_request_iid", DEVELOPER, "Merge Request: Update").when(&[AuthorPasses]),
    MERGE_REQUESTS.delete("/projects/:id/merge_requests/:merge_request_iid", OWNER, "Merge Request: Delete"),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/add_spent_time", DEVELOPER, "Work Item: Update").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/award_emoji", CODE_READER, "Work Item: Read").hides().any_user().docs(&["lib/api/award_emoji.rb", PERMISSIONS, ROLES]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/award_emoji", CODE_READER, "Work Item: Create").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]).any_user(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/award_emoji/:award_id", CODE_READER, "Work Item: Read").hides().any_user().docs(&["lib/api/award_emoji.rb", PERMISSIONS, ROLES]),
    MERGE_REQUESTS.delete("/projects/:id/merge_requests/:merge_request_iid/award_emoji/:award_id", CODE_READER, "Work Item: Delete").when(&[OwnObjectOnly]).denies(Unauthorized, NotFound).inferred(&["lib/api/award_emoji.rb", PERMISSIONS, ROLES]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/blockees", CODE_READER, "Merge Request: Read").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/blocks", CODE_READER, "Merge Request: Read").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/blocks", DEVELOPER, "Merge Request: Create").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/blocks/:block_id", CODE_READER, "Merge Request: Read").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.delete("/projects/:id/merge_requests/:merge_request_iid/blocks/:block_id", DEVELOPER, "Merge Request: Delete").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/cancel_auto_merge", DEVELOPER, "Merge Request: Merge").denies(Unauthorized, NotFound).docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/cancel_merge_when_pipeline_succeeds", DEVELOPER, "Merge Request: Merge").denies(Unauthorized, NotFound),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/changes", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/closes_issues", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/commits", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/context_commits", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/context_commits", DEVELOPER, "Merge Request: Update"),
    MERGE_REQUESTS.delete("/projects/:id/merge_requests/:merge_request_iid/context_commits", OWNER, "Merge Request: Update"),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/diffs", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.put("/projects/:id/merge_requests/:merge_request_iid/merge", DEVELOPER, "Merge Request: Merge").when(&[ProtectedRef]).denies(Unauthorized, NotFound),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/merge_ref", CODE_READER, "Merge Request: Read").hides().public(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/participants", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/pipelines", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/pipelines", DEVELOPER, "Merge Request: Update").when(&[ProtectedRef]).feature(Feature::Builds).denies(NotAllowed, NotFound),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/raw_diffs", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.put("/projects/:id/merge_requests/:merge_request_iid/rebase", DEVELOPER, "Merge Request: Update").when(&[ProtectedRef]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/related_issues", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/reset_spent_time", DEVELOPER, "Work Item: Update").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/reset_time_estimate", DEVELOPER, "Work Item: Update").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/reviewers", CODE_READER, "Merge Request: Read").public(),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/time_estimate", DEVELOPER, "Work Item: Update").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/time_stats", CODE_READER, "Work Item: Read").public().docs(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:merge_request_iid/todo", CODE_READER, "Todo: Create").code(&["lib/api/todos.rb"]).any_user(),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/versions", CODE_READER, "Merge Request: Read").any_user().code(&["lib/api/merge_request_diffs.rb", ROLES]),
    MERGE_REQUESTS.get("/projects/:id/merge_requests/:merge_request_iid/versions/:version_id", CODE_READER, "Merge Request: Read").any_user().code(&["lib/api/merge_request_diffs.rb", ROLES]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:subscribable_id/subscribe", DEVELOPER, "Merge Request: Subscribe").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.post("/projects/:id/merge_requests/:subscribable_id/unsubscribe", DEVELOPER, "Merge Request: Subscribe").inferred(&["lib/api/merge_requests.rb", ROLES, PERMISSIONS]),
    MERGE_REQUESTS.put("/suggestions/:id/apply", DEVELOPER, "Suggestion: Apply").when(&[ProtectedRef]).denies(Forbidden, Forbidden).inferred(&["lib/api/suggestions.rb", PERMISSIONS]),
    MERGE_REQUESTS.put("/suggestions/batch_apply", DEVELOPER, "Suggestion: Apply").when(&[ProtectedRef]).denies(Forbidden, Forbidden).inferred(&["lib/api/suggestions.rb", PERMISSIONS]),
];

static MERGE_REQUEST_APPROVALS: Group = Group::new(
    "merge_request_approvals",
    "Merge request approvals",
    "api/merge_request_approvals",
    &["lib/api/merge_request_approvals.rb", ROLES, PERMISSIONS],
)
.feature(Feature::MergeRequests)
.rated(Inferred);

#[rustfmt::skip]
static MERGE_REQUEST_APPROVALS_ROWS: &[Endpoint] = &[
    MERGE_REQUEST_APPROVALS.get("/groups/:id/approval_rules", OWNER, "Approval Rule: Read").probe(),
    MERGE_REQUEST_APPROVALS.post("/groups/:id/approval_rules", OWNER, "Approval Rule: Create"),
    MERGE_REQUEST_APPROVALS.put("/groups/:id/approval_rules/:approval_rule_id", OWNER, "Approval Rule: Update").docs(&["config/authz/roles/owner.yml"]),
    MERGE_REQUEST_APPROVALS.get("/groups/:id/merge_request_approval_setting", OWNER, "Approval Setting: Read").probe().docs(&["config/authz/roles/owner.yml"]),
    MERGE_REQUEST_APPROVALS.put("/groups/:id/merge_request_approval_setting", OWNER, "Approval Setting: Update").docs(&["config/authz/roles/owner.yml"]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/approval_rules", CODE_READER, "Approval Rule: Read").public().probe().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/approval_rules", MAINTAINER, "Approval Rule: Create").docs(&[ROLE_TABLE]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/approval_rules/:approval_rule_id", CODE_READER, "Approval Rule: Read").public().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.put("/projects/:id/approval_rules/:approval_rule_id", MAINTAINER, "Approval Rule: Update").docs(&[ROLE_TABLE]),
    MERGE_REQUEST_APPROVALS.delete("/projects/:id/approval_rules/:approval_rule_id", MAINTAINER, "Approval Rule: Delete").docs(&[ROLE_TABLE]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/approval_settings", CODE_READER, "Approval Rule: Read").public().probe().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/approvals", MAINTAINER, "Approval Configuration: Read").probe().no_feature(),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/approvals", MAINTAINER, "Approval Configuration: Update").docs(&[ROLE_TABLE]).no_feature(),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_request_approval_setting", MAINTAINER, "Approval Setting: Read").probe().docs(&["config/authz/roles/maintainer.yml"]),
    MERGE_REQUEST_APPROVALS.put("/projects/:id/merge_request_approval_setting", MAINTAINER, "Approval Setting: Update").docs(&["config/authz/roles/maintainer.yml"]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_requests/:merge_request_iid/approval_rules", CODE_READER, "Merge Request Approval Rule: Read").public().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/merge_requests/:merge_request_iid/approval_rules", DEVELOPER, "Merge Request Approval Rule: Create"),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_requests/:merge_request_iid/approval_rules/:approval_rule_id", CODE_READER, "Merge Request Approval Rule: Read").public().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.put("/projects/:id/merge_requests/:merge_request_iid/approval_rules/:approval_rule_id", DEVELOPER, "Merge Request Approval Rule: Update"),
    MERGE_REQUEST_APPROVALS.delete("/projects/:id/merge_requests/:merge_request_iid/approval_rules/:approval_rule_id", DEVELOPER, "Merge Request Approval Rule: Delete"),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_requests/:merge_request_iid/approval_settings", CODE_READER, "Approval Rule: Read").public().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_requests/:merge_request_iid/approval_state", CODE_READER, "Merge Request: Read").public().inferred(&[PERMISSIONS]),
    MERGE_REQUEST_APPROVALS.get("/projects/:id/merge_requests/:merge_request_iid/approvals", CODE_READER, "Merge Request: Read").public().code(&["lib/api/merge_request_approvals.rb", ROLES]),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/merge_requests/:merge_request_iid/approvals", DEVELOPER, "Approval Rule: Update"),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/merge_requests/:merge_request_iid/approve", DEVELOPER, "Merge Request: Approve").when(&[SettingDecides]).code(&["lib/api/merge_request_approvals.rb", ROLES]),
    MERGE_REQUEST_APPROVALS.put("/projects/:id/merge_requests/:merge_request_iid/reset_approvals", DEVELOPER, "Merge Request: Approve").when(&[BotsOnly]).denies(Unauthorized, NotFound).code(&["lib/api/merge_request_approvals.rb", ROLES]),
    MERGE_REQUEST_APPROVALS.post("/projects/:id/merge_requests/:merge_request_iid/unapprove", DEVELOPER, "Merge Request: Approve").code(&["lib/api/merge_request_approvals.rb", ROLES]),
];

static NOTES: Group = Group::new(
    "notes",
    "Notes",
    "api/notes",
    &[
        "lib/api/notes.rb",
        "lib/api/helpers/notes_helpers.rb",
        ROLES,
    ],
)
.feature(Feature::Issues);

#[rustfmt::skip]
static NOTES_ROWS: &[Endpoint] = &[
    NOTES.get("/projects/:id/issues/:noteable_id/notes", GUEST, "Work Item: Read").hides().any_user(),
    NOTES.post("/projects/:id/issues/:noteable_id/notes", GUEST, "Work Item: Create").hides().any_user(),
    NOTES.get("/projects/:id/issues/:noteable_id/notes/:note_id", GUEST, "Work Item: Read").hides().any_user(),
    NOTES.put("/projects/:id/issues/:noteable_id/notes/:note_id", GUEST, "Work Item: Update").when(&[OwnObjectOnly]),
    NOTES.delete("/projects/:id/issues/:noteable_id/notes/:note_id", GUEST, "Work Item: Delete").when(&[OwnObjectOnly]),
    NOTES.get("/projects/:id/merge_requests/:noteable_id/notes", CODE_READER, "Work Item: Read").job_with(&[READ_MERGE_REQUESTS]).job_since(SOME_RELEASE_UP_TO_19_1).feature(Feature::MergeRequests).hides().any_user(),
    NOTES.post("/projects/:id/merge_requests/:noteable_id/notes", CODE_READER, "Work Item: Create").feature(Feature::MergeRequests).hides().any_user(),
    NOTES.get("/projects/:id/merge_requests/:noteable_id/notes/:note_id", CODE_READER, "Work Item: Read").job_with(&[READ_MERGE_REQUESTS]).job_since(SOME_RELEASE_UP_TO_19_1).feature(Feature::MergeRequests).hides().any_user(),
    NOTES.put("/projects/:id/merge_requests/:noteable_id/notes/:note_id", CODE_READER, "Work Item: Update").when(&[OwnObjectOnly]).feature(Feature::MergeRequests),
    NOTES.delete("/projects/:id/merge_requests/:noteable_id/notes/:note_id", CODE_READER, "Work Item: Delete").when(&[OwnObjectOnly]).feature(Feature::MergeRequests),
    NOTES.get("/projects/:id/snippets/:noteable_id/notes", GUEST, "Work Item: Read").feature(Feature::Snippets).hides().any_user(),
    NOTES.post("/projects/:id/snippets/:noteable_id/notes", GUEST, "Work Item: Create").feature(Feature::Snippets).hides().any_user(),
    NOTES.get("/projects/:id/snippets/:noteable_id/notes/:note_id", GUEST, "Work Item: Read").feature(Feature::Snippets).hides().any_user(),
    NOTES.put("/projects/:id/snippets/:noteable_id/notes/:note_id", GUEST, "Work Item: Update").feature(Feature::Snippets),
    NOTES.delete("/projects/:id/snippets/:noteable_id/notes/:note_id", GUEST, "Work Item: Delete").feature(Feature::Snippets),
    NOTES.get("/projects/:id/wiki_pages/:noteable_id/notes", GUEST, "Work Item: Read").feature(Feature::Wiki).hides().any_user(),
    NOTES.post("/projects/:id/wiki_pages/:noteable_id/notes", GUEST, "Work Item: Create").feature(Feature::Wiki).hides().any_user(),
    NOTES.get("/projects/:id/wiki_pages/:noteable_id/notes/:note_id", GUEST, "Work Item: Read").feature(Feature::Wiki).hides().any_user(),
    NOTES.put("/projects/:id/wiki_pages/:noteable_id/notes/:note_id", GUEST, "Work Item: Update").feature(Feature::Wiki),
    NOTES.delete("/projects/:id/wiki_pages/:noteable_id/notes/:note_id", GUEST, "Work Item: Delete").feature(Feature::Wiki),
];

static DISCUSSIONS: Group = Group::new(
    "discussions",
    "Discussions",
    "api/discussions",
    &[
        "lib/api/discussions.rb",
        "lib/api/helpers/notes_helpers.rb",
        ROLES,
    ],
)
.feature(Feature::MergeRequests);

#[rustfmt::skip]
static DISCUSSIONS_ROWS: &[Endpoint] = &[
    DISCUSSIONS.get("/groups/:id/epics/:noteable_id/discussions", GUEST, "Work Item: Read").no_feature().hides().docs(&["lib/api/discussions.rb", "lib/api/helpers/notes_helpers.rb", ROLES, PERMISSIONS]),
    DISCUSSIONS.post("/groups/:id/epics/:noteable_id/discussions", GUEST, "Work Item: Create").no_feature().hides().inferred(&["lib/api/discussions.rb", "lib/api/helpers/notes_helpers.rb", ROLES, PERMISSIONS]),
    DISCUSSIONS.get("/groups/:id/epics/:noteable_id/notes", GUEST, "Work Item: Read").no_feature().hides().docs(&["lib/api/discussions.rb", "lib/api/helpers/notes_helpers.rb", ROLES, PERMISSIONS]),
    DISCUSSIONS.post("/groups/:id/epics/:noteable_id/notes", GUEST, "Work Item: Create").no_feature().hides().inferred(&["lib/api/discussions.rb", "lib/api/helpers/notes_helpers.rb", ROLES, PERMISSIONS]),
    DISCUSSIONS.get("/projects/:id/issues/:noteable_id/discussions", GUEST, "Work Item: Read").feature(Feature::Issues).hides().any_user(),
    DISCUSSIONS.post("/projects/:id/issues/:noteable_id/discussions", GUEST, "Work Item: Create").feature(Feature::Issues).hides().any_user(),
    DISCUSSIONS.get("/projects/:id/issues/:noteable_id/discussions/:discussion_id", GUEST, "Work Item: Read").feature(Feature::Issues).hides().any_user(),
    DISCUSSIONS.get("/projects/:id/issues/:noteable_id/discussions/:discussion_id/notes", GUEST, "Work Item: Read").feature(Feature::Issues).hides().any_user(),
    DISCUSSIONS.post("/projects/:id/issues/:noteable_id/discussions/:discussion_id/notes", GUEST, "Work Item: Create").feature(Feature::Issues).hides().any_user(),
    DISCUSSIONS.put("/projects/:id/issues/:noteable_id/discussions/:discussion_id/notes/:note_id", GUEST, "Work Item: Update").when(&[OwnObjectOnly]).feature(Feature::Issues),
    DISCUSSIONS.delete("/projects/:id/issues/:noteable_id/discussions/:discussion_id/notes/:note_id", GUEST, "Work Item: Delete").feature(Feature::Issues).when(&[OwnObjectOnly]),
    DISCUSSIONS.get("/projects/:id/merge_requests/:noteable_id/discussions", CODE_READER, "Merge Request: Read").hides().any_user(),
    DISCUSSIONS.post("/projects/:id/merge_requests/:noteable_id/discussions", CODE_READER, "Merge Request: Create").hides().any_user(),
    DISCUSSIONS.get("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id", CODE_READER, "Merge Request: Read").hides().any_user(),
    DISCUSSIONS.put("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id", DEVELOPER, "Merge Request: Update").when(&[AuthorPasses]),
    DISCUSSIONS.get("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id/notes", CODE_READER, "Merge Request: Read").hides().any_user(),
    DISCUSSIONS.post("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id/notes", CODE_READER, "Merge Request: Create").hides().any_user(),
    DISCUSSIONS.get("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id/notes/:note_id", CODE_READER, "Merge Request: Read").hides().any_user(),
    DISCUSSIONS.put("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id/notes/:note_id", CODE_READER, "Merge Request: Update").when(&[OwnObjectOnly]),
    DISCUSSIONS.delete("/projects/:id/merge_requests/:noteable_id/discussions/:discussion_id/notes/:note_id", CODE_READER, "Merge Request: Delete").when(&[OwnObjectOnly]),
    DISCUSSIONS.get("/projects/:id/repository/commits/:noteable_id/discussions", CODE_READER, "Commit: Read").feature(Feature::Repository).hides().any_user(),
    DISCUSSIONS.post("/projects/:id/repository/commits/:noteable_id/discussions", CODE_READER, "Commit: Create").feature(Feature::Repository).hides().any_user(),
    DISCUSSIONS.post("/projects/:id/repository/commits/:noteable_id/discussions/:discussion_id/notes", CODE_READER, "Commit: Create").feature(Feature::Repository).hides().any_user(),
    DISCUSSIONS.put("/projects/:id/repository/commits/:noteable_id/discussions/:discussion_id/notes/:note_id", CODE_READER, "Commit: Update").feature(Feature::Repository).when(&[OwnObjectOnly]),
    DISCUSSIONS.delete("/projects/:id/repository/commits/:noteable_id/discussions/:discussion_id/notes/:note_id", CODE_READER, "Commit: Delete").feature(Feature::Repository).when(&[OwnObjectOnly]),
    DISCUSSIONS.get("/projects/:id/snippets/:noteable_id/discussions", GUEST, "Work Item: Read").feature(Feature::Snippets).hides().any_user(),
    DISCUSSIONS.post("/projects/:id/snippets/:noteable_id/discussions", GUEST, "Work Item: Create").feature(Feature::Snippets).hides().any_user(),
];

static DRAFT_NOTES: Group = Group::new(
    "draft_notes",
    "Draft notes",
    "api/draft_notes",
    &["lib/api/draft_notes.rb", ROLES],
)
.feature(Feature::MergeRequests);

#[rustfmt::skip]
static DRAFT_NOTES_ROWS: &[Endpoint] = &[
    DRAFT_NOTES.get("/projects/:id/merge_requests/:merge_request_iid/draft_notes", CODE_READER, "Merge Request: Read").when(&[OwnObjectOnly]).hides().any_user(),
    DRAFT_NOTES.post("/projects/:id/merge_requests/:merge_request_iid/draft_notes", CODE_READER, "Merge Request: Update").any_user(),
    DRAFT_NOTES.get("/projects/:id/merge_requests/:merge_request_iid/draft_notes/:draft_note_id", CODE_READER, "Merge Request: Read").when(&[OwnObjectOnly]).hides().any_user(),
    DRAFT_NOTES.put("/projects/:id/merge_requests/:merge_request_iid/draft_notes/:draft_note_id", CODE_READER, "Merge Request: Update").when(&[OwnObjectOnly]).any_user(),
    DRAFT_NOTES.delete("/projects/:id/merge_requests/:merge_request_iid/draft_notes/:draft_note_id", CODE_READER, "Merge Request: Update").when(&[OwnObjectOnly]).hides().any_user(),
    DRAFT_NOTES.put("/projects/:id/merge_requests/:merge_request_iid/draft_notes/:draft_note_id/publish", CODE_READER, "Merge Request: Update").when(&[OwnObjectOnly]).hides().any_user(),
    DRAFT_NOTES.post("/projects/:id/merge_requests/:merge_request_iid/draft_notes/bulk_publish", CODE_READER, "Merge Request: Update").hides().any_user(),
];
