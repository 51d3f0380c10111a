//! What answers instead of GitLab: gateways, firewalls, sign-in portals, and other servers.
//!
//! None of these judged the token. A page is known by its title; where the application's own mark
//! is on the answer, it came from GitLab after all.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{ApiHere, MarkedByGitLab, NothingSent};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{credential, limits, reach, route};
use crate::diagnosis::signature::Grade::{Derived, ReadOlder, Unverified};
use crate::diagnosis::signature::{HeaderTest, Pattern, Signature};

const EVERYWHERE: &[Surface] = &Surface::ALL;
/// Where GitLab itself never answers with a page.
const NO_PAGES: &[Surface] = &[
    Surface::Rest,
    Surface::Packages,
    Surface::GraphQl,
    Surface::Git,
    Surface::Lfs,
    Surface::RegistryAuth,
    Surface::Registry,
    Surface::DependencyProxy,
    Surface::Runner,
    Surface::Oauth,
];
const REDIRECTS: &[u16] = &[301, 302, 303, 307, 308];
const ANY_STATUS: &[u16] = &[];
const GATEWAY: &[u16] = &[502, 504];
/// Statuses of pages that say nothing more: neither redirects, throttles, nor gateways.
const PAGE_STATUSES: &[u16] = &[
    200, 201, 202, 204, 400, 401, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 418,
    421, 422, 431, 451,
];
const PAGE: Pattern = Pattern::Page("{title}");
const NGINX: &str = "nginx: src/http/ngx_http_special_response.c";

/// A gateway that could not reach what is behind it: that is what its status means.
const fn gateway(id: &'static str, body: Pattern) -> Signature {
    Signature::new(id, EVERYWHERE, GATEWAY, body, &limits::GATEWAY_ERROR)
        .because("something in front of GitLab answered, because GitLab behind it did not")
        .source("RFC 9110, section 15.6", Derived)
        .decisive()
}

/// The same for 503, which a server also says when it has had enough of a client.
const fn unavailable(id: &'static str, body: Pattern) -> Signature {
    Signature::new(id, EVERYWHERE, &[503], body, &limits::GATEWAY_ERROR)
        .because("a server in front of GitLab says that the service is not available")
        .source("RFC 9110, section 15.6.4", Derived)
        .weight(40)
}

/// A limit of a server in front of GitLab, told as 503.
const fn limited(id: &'static str, body: Pattern) -> Signature {
    Signature::new(id, EVERYWHERE, &[503], body, &limits::THROTTLED)
        .because("some servers answer 503 when a limit of their own is reached")
        .source(
            "nginx: src/http/modules/ngx_http_limit_req_module.c",
            Unverified,
        )
        .weight(8)
}

/// A page that only a firewall, filter, or bot check shows.
const fn blocked(id: &'static str, title: &'static str) -> Signature {
    Signature::new(
        id,
        EVERYWHERE,
        ANY_STATUS,
        Pattern::Page(title),
        &reach::BLOCKED_BEFORE_GITLAB,
    )
    .because("a firewall, filter, or bot check in front of GitLab shows this page")
    .source("title of the product's block page", Unverified)
    .weight(60)
    .unless(const { &[yes(MarkedByGitLab)] })
}

/// A page that a server shows beside a redirect, to clients that do not follow it.
const fn moved(id: &'static str, title: &'static str) -> Signature {
    Signature::new(
        id,
        EVERYWHERE,
        ANY_STATUS,
        Pattern::Page(title),
        &reach::REDIRECTED_ELSEWHERE,
    )
    .because("a server in front of GitLab sends the request on to another address")
    .source(NGINX, Unverified)
    .weight(60)
    .unless(const { &[yes(MarkedByGitLab)] })
}

/// The same page, where the address was not that of the API.
const fn moved_base(id: &'static str, title: &'static str) -> Signature {
    Signature::new(
        id,
        EVERYWHERE,
        ANY_STATUS,
        Pattern::Page(title),
        &route::WRONG_BASE_URL,
    )
    .because("an API client that is sent elsewhere asks a wrong address, often http for https")
    .source(NGINX, Unverified)
    .weight(40)
    .unless(const { &[yes(MarkedByGitLab)] })
}

/// A page that asks a person to sign in.
const fn portal(id: &'static str, title: &'static str) -> Signature {
    Signature::new(
        id,
        NO_PAGES,
        ANY_STATUS,
        Pattern::Page(title),
        &reach::SIGN_IN_PAGE,
    )
    .because("a page that asks a person to sign in answered, and no API does that")
    .source("title of the product's sign-in page", Unverified)
    .weight(50)
}

/// A redirect to a place where people sign in.
const fn sent_to_portal(id: &'static str, place: &'static str) -> Signature {
    Signature::new(id, NO_PAGES, REDIRECTS, Pattern::Any, &reach::SIGN_IN_PAGE)
        .header(HeaderTest::Holds("location", place))
        .because("the request was sent on to a page where people sign in, and no API does that")
        .source("Location of the answer", Unverified)
        .weight(60)
}

/// A short JSON or text that another product says, and GitLab never.
const fn other(
    id: &'static str,
    statuses: &'static [u16],
    body: Pattern,
    code: &'static Code,
) -> Signature {
    Signature::new(id, NO_PAGES, statuses, body, code)
        .source("text of the product", Unverified)
        .weight(50)
        .unless(const { &[yes(MarkedByGitLab)] })
}

/// The rows.
pub static ROWS: &[Signature] = &[
    Signature::new(
        "edge.not_gitlab",
        NO_PAGES,
        PAGE_STATUSES,
        PAGE,
        &reach::NOT_GITLAB,
    )
    .because("a page came back where GitLab answers with data")
    .source("absence of X-Gitlab-Meta", Unverified)
    .weight(30)
    .unless(&[yes(MarkedByGitLab), yes(ApiHere)]),
    Signature::new(
        "edge.page.blocked",
        NO_PAGES,
        PAGE_STATUSES,
        PAGE,
        &reach::BLOCKED_BEFORE_GITLAB,
    )
    .because(
        "a page came back where GitLab answers with data: something in between may have \
            blocked the request",
    )
    .source("absence of X-Gitlab-Meta", Unverified)
    .weight(20)
    .unless(&[yes(MarkedByGitLab)])
    .proof(&[&[yes(ApiHere), no(MarkedByGitLab)]]),
    Signature::new(
        "edge.page.wrong_base",
        NO_PAGES,
        PAGE_STATUSES,
        PAGE,
        &route::WRONG_BASE_URL,
    )
    .because(
        "a page came back where GitLab answers with data: the API may live at another \
            address",
    )
    .source("config/routes.rb", Derived)
    .weight(20)
    .unless(&[yes(ApiHere)])
    .proof(&[&[yes(MarkedByGitLab), no(ApiHere)]]),
    Signature::new(
        "edge.407",
        EVERYWHERE,
        &[407],
        Pattern::Any,
        &reach::PROXY_IN_THE_WAY,
    )
    .because("status 407 comes from a proxy that wants a login of its own")
    .source("RFC 9110, section 15.5.8", Derived)
    .decisive(),
    Signature::new(
        "edge.511",
        EVERYWHERE,
        &[511],
        Pattern::Any,
        &reach::SIGN_IN_PAGE,
    )
    .because("status 511 comes from a network that wants a login first")
    .source("RFC 6585, section 6", Derived)
    .decisive(),
    Signature::new(
        "edge.sign_in.gitlab",
        NO_PAGES,
        ANY_STATUS,
        Pattern::Page("Sign in \u{b7} {instance}"),
        &reach::SIGN_IN_PAGE,
    )
    .because("GitLab's own sign-in page answered, and the API never shows it")
    .source("app/views/devise/sessions/new.html.haml", ReadOlder)
    .weight(50),
    Signature::new(
        "edge.sign_in.wrong_base",
        NO_PAGES,
        ANY_STATUS,
        Pattern::Page("Sign in \u{b7} {instance}"),
        &route::WRONG_BASE_URL,
    )
    .because("GitLab's web part answered: the API may live at another address")
    .source("config/routes.rb", Derived)
    .weight(20)
    .unless(&[yes(ApiHere)]),
    portal("edge.sign_in.page", "Sign in{more}"),
    portal("edge.sign_in.page_capital", "Sign In{more}"),
    portal("edge.sign_in.log_in", "Log in{more}"),
    portal("edge.sign_in.log_in_capital", "Log In{more}"),
    portal("edge.sign_in.login", "Login{more}"),
    portal("edge.sign_in.product", "{organization} - Sign In"),
    portal("edge.sign_in.authentication", "Authentication{more}"),
    portal("edge.sign_in.access", "{product} Access - Sign in{more}"),
    Signature::new(
        "edge.302.sign_in",
        NO_PAGES,
        REDIRECTS,
        Pattern::Any,
        &reach::SIGN_IN_PAGE,
    )
    .header(HeaderTest::Holds("location", "/users/sign_in"))
    .because(
        "the request was sent on to GitLab's own sign-in page, and the API never does \
            that",
    )
    .source("app/controllers/application_controller.rb", Derived)
    .weight(30)
    .unless(&[yes(MarkedByGitLab)]),
    Signature::new(
        "edge.302.wrong_base",
        NO_PAGES,
        REDIRECTS,
        Pattern::Any,
        &route::WRONG_BASE_URL,
    )
    .header(HeaderTest::Holds("location", "/users/sign_in"))
    .because("GitLab's web part answered: the API may live at another address")
    .source("config/routes.rb", Derived)
    .weight(20)
    .unless(&[yes(ApiHere)])
    .proof(&[&[yes(MarkedByGitLab)]]),
    sent_to_portal("edge.302.login", "login"),
    sent_to_portal("edge.302.sso", "sso"),
    sent_to_portal("edge.302.saml", "saml"),
    sent_to_portal("edge.302.oauth2", "oauth2"),
    sent_to_portal("edge.302.openid", "openid-connect"),
    Signature::new(
        "edge.302.elsewhere",
        EVERYWHERE,
        REDIRECTS,
        Pattern::Any,
        &reach::REDIRECTED_ELSEWHERE,
    )
    .header(HeaderTest::Holds("location", "://"))
    .because("the request was sent on to another address, and a token must not follow it")
    .source("RFC 9110, section 15.4", Derived)
    .weight(40)
    .unless(&[yes(MarkedByGitLab)]),
    Signature::new(
        "edge.302.path",
        EVERYWHERE,
        REDIRECTS,
        Pattern::Any,
        &route::WRONG_BASE_URL,
    )
    .header(HeaderTest::Holds("location", "/"))
    .because("the request was sent on to another path")
    .source("RFC 9110, section 15.4", Derived)
    .weight(8)
    .unless(&[yes(ApiHere)]),
    blocked("edge.waf.cloudflare_check", "Just a moment..."),
    blocked("edge.waf.cloudflare_wait", "Please Wait... | Cloudflare"),
    blocked(
        "edge.waf.cloudflare_block",
        "Attention Required! | Cloudflare",
    ),
    blocked(
        "edge.waf.cloudflare_denied",
        "Access denied | {site} used Cloudflare to restrict access",
    ),
    blocked("edge.waf.denied", "Access denied{more}"),
    blocked("edge.waf.denied_capital", "Access Denied{more}"),
    blocked(
        "edge.waf.cloudfront",
        "ERROR: The request could not be satisfied",
    ),
    blocked("edge.waf.rejected", "Request Rejected"),
    blocked("edge.waf.human", "Human Verification"),
    blocked("edge.waf.interruption", "Pardon Our Interruption"),
    blocked("edge.waf.sucuri", "Sucuri WebSite Firewall - Access Denied"),
    blocked("edge.filter.page", "Web Page Blocked{more}"),
    blocked(
        "edge.filter.fortiguard",
        "FortiGuard Intrusion Prevention - Access Blocked",
    ),
    blocked("edge.filter.web", "Web Filter{more}"),
    blocked("edge.filter.zscaler", "Internet Security by Zscaler"),
    moved("edge.server.301", "301 Moved Permanently"),
    moved_base("edge.server.301.base", "301 Moved Permanently"),
    moved("edge.server.302", "302 Found"),
    moved_base("edge.server.302.base", "302 Found"),
    moved("edge.server.307", "307 Temporary Redirect"),
    moved_base("edge.server.307.base", "307 Temporary Redirect"),
    moved("edge.server.308", "308 Permanent Redirect"),
    moved_base("edge.server.308.base", "308 Permanent Redirect"),
    blocked("edge.server.403", "403 Forbidden").source(NGINX, Unverified),
    blocked("edge.server.405", "405 Not Allowed").source(NGINX, Unverified),
    blocked("edge.server.406", "406 Not Acceptable").source(NGINX, Unverified),
    blocked("edge.server.401", "401 Authorization Required")
        .because("a server in front of GitLab wants a login of its own")
        .source(NGINX, Unverified),
    blocked("edge.server.401_apache", "401 Unauthorized")
        .because("a server in front of GitLab wants a login of its own")
        .source("httpd: modules/http/http_protocol.c", Unverified),
    blocked(
        "edge.server.client_certificate",
        "400 No required SSL certificate was sent",
    )
    .because("a server in front of GitLab wants a client certificate")
    .source(NGINX, Unverified)
    .decisive(),
    Signature::new(
        "edge.server.plain_http",
        EVERYWHERE,
        ANY_STATUS,
        Pattern::Page("400 The plain HTTP request was sent to HTTPS port"),
        &route::WRONG_BASE_URL,
    )
    .because("this port speaks HTTPS, and the address says http")
    .source(NGINX, Unverified)
    .decisive(),
    Signature::new(
        "edge.server.404",
        NO_PAGES,
        &[404],
        Pattern::Page("404 Not Found"),
        &route::WRONG_BASE_URL,
    )
    .because("a web server answered itself: it knows no GitLab at this address")
    .source(NGINX, Unverified)
    .weight(40)
    .unless(&[yes(MarkedByGitLab)]),
    Signature::new(
        "edge.server.404.not_gitlab",
        NO_PAGES,
        &[404],
        Pattern::Page("404 Not Found"),
        &reach::NOT_GITLAB,
    )
    .because("a web server answered itself: it may hold no GitLab at all")
    .source(NGINX, Unverified)
    .weight(30)
    .unless(&[yes(MarkedByGitLab), yes(ApiHere)]),
    Signature::new(
        "edge.web.404",
        NO_PAGES,
        &[404],
        Pattern::Page("The page you're looking for could not be found (404)"),
        &route::WRONG_BASE_URL,
    )
    .because("GitLab's web part answered: the API may live at another address")
    .source("public/404.html", ReadOlder)
    .weight(60),
    gateway(
        "edge.502.gitlab",
        Pattern::Page("GitLab is not responding ({status})"),
    )
    .source("public/502.html", ReadOlder),
    gateway("edge.502.page", Pattern::Page("502 {reason}")),
    gateway("edge.504.page", Pattern::Page("504 {reason}")),
    gateway("edge.502.text", Pattern::Text("{reason}")),
    gateway("edge.5xx.page", PAGE),
    gateway("edge.502.any", Pattern::Any),
    unavailable("edge.503.gitlab", Pattern::Page("GitLab is {state} (503)"))
        .source("public/503.html", ReadOlder)
        .decisive(),
    unavailable("edge.503.page", PAGE),
    unavailable("edge.503.text", Pattern::Text("{reason}")),
    unavailable("edge.503.any", Pattern::Any),
    limited("edge.503.page.limited", PAGE),
    limited("edge.503.text.limited", Pattern::Text("{reason}")),
    limited("edge.503.any.limited", Pattern::Any),
    Signature::new(
        "edge.52x",
        EVERYWHERE,
        &[520, 521, 522, 523, 524, 525, 526, 527, 530],
        Pattern::Any,
        &limits::GATEWAY_ERROR,
    )
    .because("only Cloudflare uses this status: it could not reach the server behind it")
    .source("developers.cloudflare.com: 5xx errors", Unverified)
    .decisive(),
    other(
        "edge.text.cloudflare",
        &[403, 409, 503],
        Pattern::Text("error code: 1{number}"),
        &reach::BLOCKED_BEFORE_GITLAB,
    )
    .because("Cloudflare refused the request with error 1{number}"),
    other(
        "edge.text.404",
        &[404],
        Pattern::Text("404 page not found"),
        &route::WRONG_BASE_URL,
    )
    .because("a server in front of GitLab knows no such address"),
    other(
        "edge.text.default_backend",
        &[404],
        Pattern::Text("default backend - 404"),
        &route::WRONG_BASE_URL,
    )
    .because("a Kubernetes ingress has no rule for this host or path"),
    other(
        "edge.json.kong",
        &[404],
        Pattern::Message("no Route matched with those values"),
        &route::WRONG_BASE_URL,
    )
    .because("an API gateway has no rule for this host or path"),
    other(
        "edge.json.aws",
        &[403],
        Pattern::Message("Forbidden"),
        &reach::NOT_GITLAB,
    )
    .because("GitLab begins its messages with the status; an API gateway says this"),
    other(
        "edge.json.aws_token",
        &[403],
        Pattern::Message("Missing Authentication Token"),
        &reach::NOT_GITLAB,
    )
    .because("an API gateway says this, and GitLab never"),
    other(
        "edge.json.github_401",
        &[401],
        Pattern::Message("Bad credentials"),
        &reach::NOT_GITLAB,
    )
    .because("GitHub says this, and GitLab never"),
    other(
        "edge.json.github_404",
        &[404],
        Pattern::Message("Not Found"),
        &reach::NOT_GITLAB,
    )
    .because("GitLab begins its messages with the status; GitHub says this"),
    other(
        "edge.empty.challenge",
        &[401],
        Pattern::Empty,
        &credential::NOTHING_SENT,
    )
    .because("an empty 401 asks for a login")
    .weight(15)
    .unless(&[no(NothingSent)]),
    other(
        "edge.empty.blocked",
        &[401, 403],
        Pattern::Empty,
        &reach::BLOCKED_BEFORE_GITLAB,
    )
    .because(
        "GitLab gives a reason with almost every refusal; an empty one often comes from \
            something in front",
    )
    .weight(12),
];
