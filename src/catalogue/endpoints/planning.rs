//! Planning: issues, labels, milestones, boards, wikis and snippets.

use super::{
    ADMINISTRATOR, ANY_USER, ANYBODY, Area, DEVELOPER_OR_PLANNER, GUEST, ISSUES_OR_MERGE_REQUESTS,
    MAINTAINER, MAINTAINER_OR_PLANNER, OWNER_OR_PLANNER, PERMISSIONS, PLANNER, READ_WORK_ITEMS,
    REPORTER, ROLE_TABLE, ROLES, Section, area, section,
};
use crate::catalogue::Condition::{
    AuthorPasses, FeatureFlag, OwnObjectOnly, SecondResource, SettingForbids,
};
use crate::catalogue::Denial::{BadRequest, Filtered, Forbidden, NotFound};
use crate::catalogue::Evidence::Docs;
use crate::catalogue::{Endpoint, Feature, Group};

/// Planning.
pub(super) const AREA: Area = area("Planning", SECTIONS);

static SECTIONS: &[Section] = &[
    section(&ISSUES, ISSUES_ROWS),
    section(&LABELS, LABELS_ROWS),
    section(&MILESTONES, MILESTONES_ROWS),
    section(&BOARDS, BOARDS_ROWS),
    section(&TODOS, TODOS_ROWS),
    section(&WIKIS, WIKIS_ROWS),
    section(&SNIPPETS, SNIPPETS_ROWS),
    section(&MARKDOWN_UPLOADS, MARKDOWN_UPLOADS_ROWS),
];

static ISSUES: Group = Group::new(
    "issues",
    "Issues",
    "api/issues",
    &["lib/api/issues.rb", ROLES],
)
.feature(Feature::Issues);

#[rustfmt::skip]
static ISSUES_ROWS: &[Endpoint] = &[
    ISSUES.get("/groups/:id/-/work_items", GUEST, "Work Item: Read").hides().probe().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/groups/:id/-/work_items", PLANNER, "Work Item: Create").hides().docs(&["config/authz/roles/planner.yml"]),
    ISSUES.get("/groups/:id/epics", GUEST, "Work Item: Read").hides().probe().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/groups/:id/epics/:epic_iid", GUEST, "Work Item: Read").hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/groups/:id/issues", GUEST, "Work Item: Read").denies(Filtered, NotFound).public().probe(),
    ISSUES.get("/groups/:id/issues_statistics", GUEST, "Work Item: Read").denies(Filtered, NotFound).public().probe(),
    ISSUES.get("/issues", ANY_USER, "Work Item: Read").probe(),
    ISSUES.get("/issues/:id", ADMINISTRATOR, "Work Item: Read").probe(),
    ISSUES.get("/issues_statistics", ANY_USER, "Work Item: Read").probe(),
    ISSUES.get("/projects/:id/-/work_items", GUEST, "Work Item: Read").hides().probe().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/-/work_items", GUEST, "Work Item: Create").hides().docs(&["config/authz/roles/guest.yml"]),
    ISSUES.get("/projects/:id/-/work_items/:work_item_iid", GUEST, "Work Item: Read").hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.patch("/projects/:id/-/work_items/:work_item_iid", PLANNER, "Work Item: Update").hides().docs(&["config/authz/roles/planner.yml"]),
    ISSUES.delete("/projects/:id/-/work_items/:work_item_iid", OWNER_OR_PLANNER, "Work Item: Delete").hides().inferred(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/projects/:id/issues", GUEST, "Work Item: Read").job_with(&[READ_WORK_ITEMS]).denies(Filtered, NotFound).public().probe().no_feature(),
    ISSUES.post("/projects/:id/issues", GUEST, "Work Item: Create").any_user(),
    ISSUES.get("/projects/:id/issues/:eventable_id/resource_label_events", GUEST, "Work Item: Read").hides().public().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/projects/:id/issues/:eventable_id/resource_milestone_events", GUEST, "Work Item: Read").hides().public().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/projects/:id/issues/:eventable_id/resource_state_events", GUEST, "Work Item: Read").hides().public().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.get("/projects/:id/issues/:issue_iid", GUEST, "Work Item: Read").job_with(&[READ_WORK_ITEMS]).hides().public(),
    ISSUES.put("/projects/:id/issues/:issue_iid", PLANNER, "Work Item: Update").when(&[AuthorPasses]),
    ISSUES.delete("/projects/:id/issues/:issue_iid", OWNER_OR_PLANNER, "Work Item: Delete").when(&[AuthorPasses]),
    ISSUES.post("/projects/:id/issues/:issue_iid/add_spent_time", PLANNER, "Work Item: Update").docs(&[ROLE_TABLE]),
    ISSUES.get("/projects/:id/issues/:issue_iid/award_emoji", GUEST, "Work Item: Read").hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:issue_iid/award_emoji", GUEST, "Work Item: Create").hides().docs(&["config/authz/roles/guest.yml"]).any_user(),
    ISSUES.delete("/projects/:id/issues/:issue_iid/award_emoji/:award_id", GUEST, "Work Item: Delete").when(&[OwnObjectOnly]).hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:issue_iid/clone", PLANNER, "Work Item: Create").denies(BadRequest, NotFound),
    ISSUES.get("/projects/:id/issues/:issue_iid/closed_by", GUEST, "Work Item: Read").hides().public(),
    ISSUES.get("/projects/:id/issues/:issue_iid/links", GUEST, "Work Item: Read").hides().any_user().code(&["lib/api/issue_links.rb", ROLES]),
    ISSUES.post("/projects/:id/issues/:issue_iid/links", GUEST, "Work Item: Create").when(&[SecondResource]).hides().code(&["lib/api/issue_links.rb", ROLES]),
    ISSUES.get("/projects/:id/issues/:issue_iid/links/:issue_link_id", GUEST, "Work Item: Read").hides().any_user().code(&["lib/api/issue_links.rb", ROLES]),
    ISSUES.delete("/projects/:id/issues/:issue_iid/links/:issue_link_id", GUEST, "Work Item: Delete").when(&[SecondResource]).hides().code(&["lib/api/issue_links.rb", ROLES]),
    ISSUES.get("/projects/:id/issues/:issue_iid/metric_images", GUEST, "Issuable Metric Image: Read").hides().public().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:issue_iid/metric_images", REPORTER, "Issuable Metric Image: Create").hides().inferred(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:issue_iid/move", PLANNER, "Work Item: Update").denies(BadRequest, NotFound),
    ISSUES.get("/projects/:id/issues/:issue_iid/participants", GUEST, "Work Item: Read").hides().public(),
    ISSUES.get("/projects/:id/issues/:issue_iid/related_merge_requests", GUEST, "Work Item: Read").hides().public(),
    ISSUES.put("/projects/:id/issues/:issue_iid/reorder", PLANNER, "Work Item: Update"),
    ISSUES.post("/projects/:id/issues/:issue_iid/reset_spent_time", PLANNER, "Work Item: Update").docs(&[ROLE_TABLE]),
    ISSUES.post("/projects/:id/issues/:issue_iid/reset_time_estimate", PLANNER, "Work Item: Update").docs(&[ROLE_TABLE]),
    ISSUES.post("/projects/:id/issues/:issue_iid/time_estimate", PLANNER, "Work Item: Update").docs(&[ROLE_TABLE]),
    ISSUES.get("/projects/:id/issues/:issue_iid/time_stats", GUEST, "Work Item: Read").hides().public().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:issue_iid/todo", GUEST, "Todo: Create").hides().code(&["lib/api/todos.rb"]).any_user(),
    ISSUES.get("/projects/:id/issues/:issue_iid/user_agent_detail", ADMINISTRATOR, "Work Item: Read").docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]),
    ISSUES.post("/projects/:id/issues/:subscribable_id/subscribe", GUEST, "Issue: Subscribe").hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]).any_user(),
    ISSUES.post("/projects/:id/issues/:subscribable_id/unsubscribe", GUEST, "Issue: Subscribe").hides().docs(&["lib/api/issues.rb", ROLES, PERMISSIONS]).any_user(),
    ISSUES.get("/projects/:id/issues_statistics", GUEST, "Work Item: Read").denies(Filtered, NotFound).public().probe().no_feature(),
];

static LABELS: Group = Group::new(
    "labels",
    "Labels",
    "api/labels",
    &["lib/api/group_labels.rb", ROLES],
);

#[rustfmt::skip]
static LABELS_ROWS: &[Endpoint] = &[
    LABELS.get("/groups/:id/labels", GUEST, "Label: Read").any_user().probe(),
    LABELS.post("/groups/:id/labels", PLANNER, "Label: Create"),
    LABELS.put("/groups/:id/labels", PLANNER, "Label: Update"),
    LABELS.delete("/groups/:id/labels", PLANNER, "Label: Delete"),
    LABELS.get("/groups/:id/labels/:name", GUEST, "Label: Read").any_user(),
    LABELS.put("/groups/:id/labels/:name", PLANNER, "Label: Update"),
    LABELS.delete("/groups/:id/labels/:name", PLANNER, "Label: Delete"),
    LABELS.get("/projects/:id/labels", GUEST, "Label: Read").any_user().probe().code(&["lib/api/labels.rb", ROLES]),
    LABELS.post("/projects/:id/labels", PLANNER, "Label: Create").code(&["lib/api/labels.rb", ROLES]).features(ISSUES_OR_MERGE_REQUESTS),
    LABELS.put("/projects/:id/labels", PLANNER, "Label: Update").code(&["lib/api/labels.rb", ROLES]).features(ISSUES_OR_MERGE_REQUESTS),
    LABELS.delete("/projects/:id/labels", PLANNER, "Label: Delete").code(&["lib/api/labels.rb", ROLES]).features(ISSUES_OR_MERGE_REQUESTS),
    LABELS.get("/projects/:id/labels/:name", GUEST, "Label: Read").any_user().code(&["lib/api/labels.rb", ROLES]),
    LABELS.put("/projects/:id/labels/:name", PLANNER, "Label: Update").code(&["lib/api/labels.rb", ROLES]).features(ISSUES_OR_MERGE_REQUESTS),
    LABELS.delete("/projects/:id/labels/:name", PLANNER, "Label: Delete").code(&["lib/api/labels.rb", ROLES]).features(ISSUES_OR_MERGE_REQUESTS),
    LABELS.put("/projects/:id/labels/:name/promote", PLANNER, "Label: Promote").when(&[SecondResource]).inferred(&["lib/api/labels.rb", ROLES, PERMISSIONS]),
    LABELS.post("/projects/:id/labels/:subscribable_id/subscribe", GUEST, "Label: Subscribe").inferred(&["lib/api/labels.rb", ROLES, PERMISSIONS]).any_user(),
    LABELS.post("/projects/:id/labels/:subscribable_id/unsubscribe", GUEST, "Label: Subscribe").inferred(&["lib/api/labels.rb", ROLES, PERMISSIONS]).any_user(),
    LABELS.put("/projects/:id/labels/promote", PLANNER, "Label: Promote").inferred(&["lib/api/labels.rb", ROLES, PERMISSIONS]),
];

static MILESTONES: Group = Group::new(
    "milestones",
    "Milestones",
    "api/milestones",
    &[
        "lib/api/project_milestones.rb",
        PERMISSIONS,
        "config/authz/roles/planner.yml",
    ],
)
.rated(Docs);

#[rustfmt::skip]
static MILESTONES_ROWS: &[Endpoint] = &[
    MILESTONES.get("/groups/:id/milestones", GUEST, "Work Item: Read").any_user().probe().code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.post("/groups/:id/milestones", PLANNER, "Work Item: Create").when(&[SecondResource]).code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.get("/groups/:id/milestones/:milestone_id", GUEST, "Work Item: Read").any_user().code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.put("/groups/:id/milestones/:milestone_id", PLANNER, "Work Item: Update").code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.delete("/groups/:id/milestones/:milestone_id", PLANNER, "Work Item: Delete").code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.get("/groups/:id/milestones/:milestone_id/issues", GUEST, "Work Item: Read").any_user().code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.get("/groups/:id/milestones/:milestone_id/merge_requests", GUEST, "Work Item: Read").any_user().code(&["lib/api/group_milestones.rb", "config/authz/roles/planner.yml"]),
    MILESTONES.get("/projects/:id/milestones", GUEST, "Work Item: Read").any_user().probe().features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.post("/projects/:id/milestones", PLANNER, "Work Item: Create").features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.get("/projects/:id/milestones/:milestone_id", GUEST, "Work Item: Read").any_user().features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.put("/projects/:id/milestones/:milestone_id", PLANNER, "Work Item: Update").features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.delete("/projects/:id/milestones/:milestone_id", PLANNER, "Work Item: Delete").features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.get("/projects/:id/milestones/:milestone_id/burndown_events", GUEST, "Work Item: Read").inferred(&[PERMISSIONS, "config/authz/roles/planner.yml", ROLE_TABLE]).features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.get("/projects/:id/milestones/:milestone_id/issues", GUEST, "Work Item: Read").any_user().features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.get("/projects/:id/milestones/:milestone_id/merge_requests", GUEST, "Work Item: Read").any_user().features(ISSUES_OR_MERGE_REQUESTS),
    MILESTONES.post("/projects/:id/milestones/:milestone_id/promote", PLANNER, "Work Item: Update").when(&[SecondResource]).features(ISSUES_OR_MERGE_REQUESTS),
];

static BOARDS: Group = Group::new(
    "boards",
    "Boards",
    "api/boards",
    &["lib/api/boards.rb", ROLES],
)
.feature(Feature::Issues);

#[rustfmt::skip]
static BOARDS_ROWS: &[Endpoint] = &[
    BOARDS.get("/groups/:id/boards", GUEST, "Work Item: Read").no_feature().any_user().probe().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.post("/groups/:id/boards", PLANNER, "Work Item: Create").docs(&[PERMISSIONS, "config/authz/roles/guest.yml", "config/authz/roles/planner.yml"]),
    BOARDS.get("/groups/:id/boards/:board_id", GUEST, "Work Item: Read").no_feature().any_user().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.put("/groups/:id/boards/:board_id", PLANNER, "Work Item: Update").when(&[SecondResource]).no_feature().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.delete("/groups/:id/boards/:board_id", PLANNER, "Work Item: Delete").docs(&[PERMISSIONS, "config/authz/roles/guest.yml", "config/authz/roles/planner.yml"]),
    BOARDS.get("/groups/:id/boards/:board_id/lists", GUEST, "Work Item: Read").no_feature().any_user().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.post("/groups/:id/boards/:board_id/lists", PLANNER, "Work Item: Create").when(&[SecondResource]).no_feature().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.get("/groups/:id/boards/:board_id/lists/:list_id", GUEST, "Work Item: Read").no_feature().any_user().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.put("/groups/:id/boards/:board_id/lists/:list_id", PLANNER, "Work Item: Update").no_feature().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.delete("/groups/:id/boards/:board_id/lists/:list_id", PLANNER, "Work Item: Delete").no_feature().code(&["lib/api/group_boards.rb", ROLES]),
    BOARDS.get("/projects/:id/boards", GUEST, "Work Item: Read").any_user().probe(),
    BOARDS.post("/projects/:id/boards", PLANNER, "Work Item: Create"),
    BOARDS.get("/projects/:id/boards/:board_id", GUEST, "Work Item: Read").any_user(),
    BOARDS.put("/projects/:id/boards/:board_id", PLANNER, "Work Item: Update"),
    BOARDS.delete("/projects/:id/boards/:board_id", PLANNER, "Work Item: Delete"),
    BOARDS.get("/projects/:id/boards/:board_id/lists", GUEST, "Work Item: Read").any_user(),
    BOARDS.post("/projects/:id/boards/:board_id/lists", PLANNER, "Work Item: Create"),
    BOARDS.get("/projects/:id/boards/:board_id/lists/:list_id", GUEST, "Work Item: Read").any_user(),
    BOARDS.put("/projects/:id/boards/:board_id/lists/:list_id", PLANNER, "Work Item: Update"),
    BOARDS.delete("/projects/:id/boards/:board_id/lists/:list_id", PLANNER, "Work Item: Delete"),
];

static TODOS: Group = Group::new("todos", "To-do items", "api/todos", &["lib/api/todos.rb"]);

#[rustfmt::skip]
static TODOS_ROWS: &[Endpoint] = &[
    TODOS.get("/todos", ANY_USER, "Todo: Read").probe(),
    TODOS.post("/todos/:id/mark_as_done", ANY_USER, "Todo: Update"),
    TODOS.post("/todos/mark_as_done", ANY_USER, "Todo: Update"),
];

static WIKIS: Group =
    Group::new("wikis", "Wikis", "api/wikis", &["lib/api/wikis.rb", ROLES]).feature(Feature::Wiki);

#[rustfmt::skip]
static WIKIS_ROWS: &[Endpoint] = &[
    WIKIS.get("/groups/:id/wikis", GUEST, "Wiki: Read").public().probe().docs(&[ROLES]),
    WIKIS.post("/groups/:id/wikis", DEVELOPER_OR_PLANNER, "Wiki: Create").docs(&[PERMISSIONS, ROLES]),
    WIKIS.put("/groups/:id/wikis/:slug", DEVELOPER_OR_PLANNER, "Wiki: Update").docs(&[PERMISSIONS, ROLES]),
    WIKIS.delete("/groups/:id/wikis/:slug", MAINTAINER_OR_PLANNER, "Wiki: Delete").docs(&[PERMISSIONS, ROLES]),
    WIKIS.get("/projects/:id/wikis", GUEST, "Wiki: Read").public().probe(),
    WIKIS.post("/projects/:id/wikis", DEVELOPER_OR_PLANNER, "Wiki: Create"),
    WIKIS.get("/projects/:id/wikis/:slug", GUEST, "Wiki: Read").public(),
    WIKIS.put("/projects/:id/wikis/:slug", DEVELOPER_OR_PLANNER, "Wiki: Update"),
    WIKIS.delete("/projects/:id/wikis/:slug", MAINTAINER_OR_PLANNER, "Wiki: Delete"),
    WIKIS.post("/projects/:id/wikis/attachments", DEVELOPER_OR_PLANNER, "Wiki: Update"),
];

static SNIPPETS: Group = Group::new(
    "snippets",
    "Snippets",
    "api/snippets",
    &["lib/api/snippets.rb"],
);

#[rustfmt::skip]
static SNIPPETS_ROWS: &[Endpoint] = &[
    SNIPPETS.get("/projects/:id/snippets", GUEST, "Snippet: Read").feature(Feature::Snippets).hides().any_user().probe().code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.post("/projects/:id/snippets", REPORTER, "Snippet: Create").feature(Feature::Snippets).code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.get("/projects/:id/snippets/:snippet_id", GUEST, "Snippet: Read").feature(Feature::Snippets).hides().public().code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.put("/projects/:id/snippets/:snippet_id", MAINTAINER, "Snippet: Update").when(&[AuthorPasses]).feature(Feature::Snippets).code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.delete("/projects/:id/snippets/:snippet_id", MAINTAINER, "Snippet: Delete").when(&[AuthorPasses]).feature(Feature::Snippets).code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.get("/projects/:id/snippets/:snippet_id/files/:ref/:file_path/raw", GUEST, "Snippet: Read").feature(Feature::Snippets).hides().public().code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.get("/projects/:id/snippets/:snippet_id/raw", GUEST, "Snippet: Read").feature(Feature::Snippets).hides().public().code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.get("/projects/:id/snippets/:snippet_id/user_agent_detail", ADMINISTRATOR, "Snippet: Read").feature(Feature::Snippets).code(&["lib/api/project_snippets.rb", ROLES]),
    SNIPPETS.get("/snippets", ANY_USER, "Snippet: Read").probe(),
    SNIPPETS.post("/snippets", ANY_USER, "Snippet: Create").when(&[SettingForbids]).denies(Forbidden, Forbidden),
    SNIPPETS.get("/snippets/:id", ANYBODY, "Snippet: Read").public().probe(),
    SNIPPETS.put("/snippets/:id", ANY_USER, "Snippet: Update").when(&[OwnObjectOnly]).hides(),
    SNIPPETS.delete("/snippets/:id", ANY_USER, "Snippet: Delete").when(&[OwnObjectOnly]).hides(),
    SNIPPETS.get("/snippets/:id/files/:ref/:file_path/raw", ANYBODY, "Snippet: Read").public(),
    SNIPPETS.get("/snippets/:id/raw", ANYBODY, "Snippet: Read").public().probe(),
    SNIPPETS.get("/snippets/:id/user_agent_detail", ADMINISTRATOR, "Snippet User Agent Detail: Read").probe(),
    SNIPPETS.get("/snippets/all", ANY_USER, "Snippet: Read").probe(),
    SNIPPETS.get("/snippets/public", ANY_USER, "Snippet: Read").probe(),
];

static MARKDOWN_UPLOADS: Group = Group::new(
    "markdown_uploads",
    "Markdown uploads",
    "api/project_markdown_uploads",
    &["lib/api/markdown_uploads.rb", ROLES],
);

#[rustfmt::skip]
static MARKDOWN_UPLOADS_ROWS: &[Endpoint] = &[
    MARKDOWN_UPLOADS.get("/groups/:id/uploads", MAINTAINER, "Markdown Upload: Read").probe(),
    MARKDOWN_UPLOADS.post("/groups/:id/uploads", GUEST, "Markdown Upload: Create").when(&[FeatureFlag]),
    MARKDOWN_UPLOADS.get("/groups/:id/uploads/:secret/:filename", GUEST, "Markdown Upload: Read").public(),
    MARKDOWN_UPLOADS.delete("/groups/:id/uploads/:secret/:filename", MAINTAINER, "Markdown Upload: Delete"),
    MARKDOWN_UPLOADS.get("/groups/:id/uploads/:upload_id", MAINTAINER, "Markdown Upload: Read"),
    MARKDOWN_UPLOADS.delete("/groups/:id/uploads/:upload_id", MAINTAINER, "Markdown Upload: Delete"),
    MARKDOWN_UPLOADS.get("/projects/:id/uploads", MAINTAINER, "Markdown Upload: Read").probe(),
    MARKDOWN_UPLOADS.post("/projects/:id/uploads", GUEST, "Markdown Upload: Create"),
    MARKDOWN_UPLOADS.get("/projects/:id/uploads/:secret/:filename", GUEST, "Markdown Upload: Read").public(),
    MARKDOWN_UPLOADS.delete("/projects/:id/uploads/:secret/:filename", MAINTAINER, "Markdown Upload: Delete"),
    MARKDOWN_UPLOADS.get("/projects/:id/uploads/:upload_id", MAINTAINER, "Markdown Upload: Read"),
    MARKDOWN_UPLOADS.delete("/projects/:id/uploads/:upload_id", MAINTAINER, "Markdown Upload: Delete"),
];
