//! Throttles, maintenance, read-only modes, and failures inside GitLab, on every surface.
//!
//! None of these looks at the token. Rows that only one surface speaks stand with that surface.

use crate::catalogue::Surface;
use crate::diagnosis::clue::Clue::Writes;
use crate::diagnosis::clue::no;
use crate::diagnosis::codes::limits;
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder};
use crate::diagnosis::signature::{HeaderTest, Pattern, Signature};

const EVERYWHERE: &[Surface] = &Surface::ALL;
const REST: &[Surface] = &[Surface::Rest];
const THROTTLE: &str = "lib/gitlab/rack_attack.rb; lib/gitlab/rack_attack/request_throttle_data.rb";
const READ_ONLY: &str = "lib/gitlab/middleware/read_only/controller.rb";
const HELPERS: &str = "lib/api/helpers.rb";

const WRITE_REFUSED: Pattern =
    Pattern::Message("You cannot perform write operations on a read-only instance");

/// The rows.
pub static ROWS: &[Signature] = &[
    Signature::new(
        "any.429.rack_attack",
        EVERYWHERE,
        &[429],
        Pattern::Text("Retry later"),
        &limits::THROTTLED,
    )
    .because("the instance counts requests before it looks at tokens, and the count is full")
    .source(THROTTLE, ReadNow)
    .decisive(),
    Signature::new(
        "any.429.own_text",
        EVERYWHERE,
        &[429],
        Pattern::Text("{text}"),
        &limits::THROTTLED,
    )
    .because("the instance counts requests, and answers in words of its own: {text}")
    .source(THROTTLE, Derived)
    .weight(60)
    .decisive(),
    Signature::new(
        "any.429.other",
        EVERYWHERE,
        &[429],
        Pattern::Any,
        &limits::THROTTLED,
    )
    .because("status 429 says that there were too many requests")
    .source("RFC 6585, section 4", Derived)
    .weight(50)
    .decisive(),
    Signature::new(
        "rest.429.application",
        REST,
        &[429],
        Pattern::Details(
            "{open}\"error\":\"This endpoint has been requested too many times. Try again \
                later.\"{close}",
        ),
        &limits::ENDPOINT_THROTTLED,
    )
    .because("this endpoint has a limit of its own, and it is reached")
    .source("lib/api/helpers/rate_limiter.rb", ReadNow)
    .decisive(),
    Signature::new(
        "rest.429.service",
        REST,
        &[429],
        Pattern::Details("{open}\"error\":\"{text}\"{close}"),
        &limits::ENDPOINT_THROTTLED,
    )
    .because("a service behind this endpoint was asked too often: {text}")
    .source("lib/api/api.rb", ReadNow)
    .decisive(),
    Signature::new(
        "rest.429.message",
        REST,
        &[429],
        Pattern::Message("{text}"),
        &limits::ENDPOINT_THROTTLED,
    )
    .because("this endpoint was asked too often: {text}")
    .source(HELPERS, ReadOlder)
    .decisive(),
    Signature::new(
        "rest.503.maintenance",
        REST,
        &[503],
        Pattern::Message("GitLab Maintenance: system is in maintenance mode"),
        &limits::MAINTENANCE_MODE,
    )
    .because("in maintenance mode nothing may be changed, whoever asks")
    .source("doc/administration/maintenance_mode/_index.md", ReadOlder)
    .decisive(),
    Signature::new(
        "rest.403.read_only",
        REST,
        &[403, 503],
        WRITE_REFUSED,
        &limits::READ_ONLY_INSTANCE,
    )
    .because("the database of this instance takes no changes, whoever asks")
    .source(READ_ONLY, ReadOlder)
    .weight(50)
    .unless(&[no(Writes)]),
    Signature::new(
        "rest.403.read_only.maintenance",
        REST,
        &[403, 503],
        WRITE_REFUSED,
        &limits::MAINTENANCE_MODE,
    )
    .because("older releases answer changes like this in maintenance mode")
    .source(READ_ONLY, ReadOlder)
    .weight(30)
    .unless(&[no(Writes)]),
    Signature::new(
        "rest.301.read_only_html",
        &[Surface::Rest, Surface::Packages, Surface::Web],
        &[301],
        Pattern::Any,
        &limits::READ_ONLY_INSTANCE,
    )
    .header(HeaderTest::Holds("location", "http"))
    .because(
        "a change that is not sent as JSON is sent back where it came from by a \
            read-only instance",
    )
    .source(READ_ONLY, ReadOlder)
    .weight(3)
    .unless(&[no(Writes)]),
    Signature::new(
        "rest.503.org_read_only",
        REST,
        &[503],
        Pattern::Message(
            "This organization is currently in read-only mode. Write operations are \
                temporarily disabled.",
        ),
        &limits::ORGANIZATION_READ_ONLY_FOR_NOW,
    )
    .because("the organization takes no changes for a while")
    .source(HELPERS, ReadNow)
    .since("19")
    .decisive(),
    Signature::new(
        "rest.503.resource_exhausted",
        REST,
        &[503],
        Pattern::Message("{text}"),
        &limits::OVERLOADED,
    )
    .because("a part of GitLab had no room for the request: {text}")
    .source("lib/api/api.rb", ReadNow)
    .weight(40),
    Signature::new(
        "rest.500",
        REST,
        &[500],
        Pattern::Message("500 Internal Server Error"),
        &limits::INTERNAL_ERROR,
    )
    .because("GitLab failed inside, at whatever point")
    .source(HELPERS, Derived)
    .decisive(),
    Signature::new(
        "any.500",
        EVERYWHERE,
        &[500],
        Pattern::Any,
        &limits::INTERNAL_ERROR,
    )
    .because("status 500 says that the server failed inside")
    .source("RFC 9110, section 15.6.1", Derived)
    .weight(40),
    Signature::new(
        "any.503.deploy",
        EVERYWHERE,
        &[503],
        Pattern::Page("Deploy in progress"),
        &limits::MAINTENANCE_MODE,
    )
    .because("GitLab is being updated right now")
    .source("public/deploy.html", ReadOlder)
    .decisive(),
];
