//! What a request meets first: the edge, the limits, and the choice of surface.
//!
//! Answers of the edge carry none of GitLab's headers. Nothing here looks at a token.

use serde_json::json;

use super::answers;
use super::boxes::BOXES;
use super::caller::{self, Presented};
use super::token::{Kind, Scheme};
use super::wire::{Answer, Judgement, Request, Truth};
use super::world::{Edge, TokenIndex, World};
use super::{git, graphql, registry, rest};

impl World {
    /// Returns what a client gets for a request.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        self.judge(request).answer
    }

    /// Returns what a client gets for a request, and why.
    pub(crate) fn judge(&self, request: &Request) -> Judgement {
        let mut judgement = at_the_edge(self, request).unwrap_or_else(|| inside(self, request));
        judgement.mutated = mutates(request);
        judgement
    }

    /// Returns what GitLab would answer to a request that is not sent.
    pub(crate) fn judge_hypothetically(
        &self,
        method: &str,
        path: &str,
        token: TokenIndex,
        scheme: &Scheme,
    ) -> Judgement {
        let request = self.request(method, path, Some((token, scheme)));
        let mut judgement = self.judge(&request);
        judgement.mutated = false;
        judgement.created_record = false;
        judgement
    }

    /// Makes a request to a path below the relative root, with or without a token.
    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        sent: Option<(TokenIndex, &Scheme)>,
    ) -> Request {
        let mut request = Request::new(method, &format!("{}{path}", self.root));
        if let Some((token, scheme)) = sent {
            scheme.apply(&self.tokens[token].value, &mut request);
        }
        request
    }
}

/// Tells whether a request could change something; a query sent by POST cannot.
fn mutates(request: &Request) -> bool {
    if !request.writes() {
        return false;
    }
    let query = request.path.ends_with("/api/graphql")
        && !graphql::query_of(request)
            .trim_start()
            .starts_with("mutation");
    let download = request.path.ends_with("/info/lfs/objects/batch")
        && !String::from_utf8_lossy(&request.body).contains("\"upload\"");
    let fetch = request.path.ends_with("/git-upload-pack");
    !(query || download || fetch)
}

fn at_the_edge(world: &World, request: &Request) -> Option<Judgement> {
    let html = |status, title: &str| {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
        );
        Answer::foreign(status, "text/html; charset=utf-8", page)
    };
    let network = |why| Truth::new("reach", "network", why);
    let (answer, truth) = match world.edge {
        Edge::Clear | Edge::DecodesSlash => return None,
        Edge::StrangerBeside(_) if request.path.contains("/api/v4") => return None,
        Edge::Stranger(which) | Edge::StrangerBeside(which) => {
            (stranger(which), network("not-gitlab"))
        }
        Edge::SignInPage => (
            html(200, "Sign in to your account"),
            network("sign-in-page"),
        ),
        Edge::ChallengePage => {
            let page = html(403, "Just a moment...")
                .with("server", "cloudflare")
                .with("cf-ray", "8e6f0d2a1b3c-FRA");
            (page, network("cdn-page"))
        }
        Edge::OtherHost => {
            let place = format!(
                "https://login.example.net/authorize?return_to={}",
                request.path
            );
            (
                html(302, "302 Found").with("location", &place),
                network("redirect-to-other-host"),
            )
        }
        Edge::ToHttps => {
            let host = request.header("host").unwrap_or("localhost");
            let place = format!("https://{host}{}", request.path);
            (
                html(301, "301 Moved Permanently").with("location", &place),
                network("redirect-to-https"),
            )
        }
        Edge::BadGateway => (
            html(502, "502 Bad Gateway"),
            Truth::new("limits", "server_side", "bad-gateway"),
        ),
    };
    Some(Judgement::refused(answer, truth))
}

/// What a box that is not GitLab says to everything.
fn stranger(which: usize) -> Answer {
    let (_, status, headers, body, _) = BOXES[which];
    let headers = headers.lines().filter_map(|line| line.split_once(": "));
    Answer {
        status: status[..3].parse().unwrap_or_default(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

fn inside(world: &World, request: &Request) -> Judgement {
    let Some(path) = below_root(&request.path, &world.root) else {
        let page = "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        let truth = Truth::new("route", "not_found_route", "wrong-base-url");
        return Judgement::refused(Answer::foreign(404, "text/html", page), truth);
    };
    if world.settings.throttled {
        return Judgement::refused(
            answers::throttled(),
            Truth::new("limits", "rate_limited", "throttled"),
        );
    }
    let decoded =
        (world.edge == Edge::DecodesSlash).then(|| path.replace("%2F", "/").replace("%2f", "/"));
    let changed = decoded.as_deref().is_some_and(|decoded| decoded != path);
    let mut judgement = surface(world, request, decoded.as_deref().unwrap_or(path));
    let lost = judgement.truth.is_some_and(|truth| truth.gate == "route");
    if changed && lost {
        judgement.truth = Some(Truth::new(
            "route",
            "not_found_route",
            "proxy-decodes-slash",
        ));
    }
    judgement
}

fn below_root<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(root)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

fn surface(world: &World, request: &Request, path: &str) -> Judgement {
    if let Some(rest) = path.strip_prefix("/api/v4") {
        return api(world, request, rest);
    }
    if path.starts_with("/api/v3") {
        let body = json!({"error": "API V3 is no longer supported. Use API V4 instead."});
        let truth = Truth::new("route", "not_found_route", "api-v3");
        return Judgement::refused(Answer::json(410, &body), truth);
    }
    if path == "/api/graphql" {
        return broken(world, answers::graphql_error(500, "Internal server error"))
            .unwrap_or_else(|| graphql::judge(world, request));
    }
    if path == "/jwt/auth" {
        return broken(world, Answer::gitlab(500, "text/html", "<h1>500</h1>"))
            .unwrap_or_else(|| registry::judge(world, request));
    }
    if path.starts_with("/v2/") && path.contains("/dependency_proxy/") {
        return registry::proxied(world, request, path);
    }
    if path == "/oauth/token/info" {
        return broken(world, Answer::gitlab(500, "text/html", "<h1>500</h1>"))
            .unwrap_or_else(|| token_info(world, request));
    }
    if path.contains(".git/") {
        let text = "The git server, Gitaly, is not available at this time. Please contact your administrator.";
        return broken(world, Answer::text(503, text))
            .unwrap_or_else(|| git::judge(world, request, path));
    }
    web(request, path)
}

fn api(world: &World, request: &Request, path: &str) -> Judgement {
    if let Some(judgement) = broken(world, Answer::message(500, "500 Internal Server Error")) {
        return judgement;
    }
    if world.settings.maintenance && request.writes() {
        let truth = Truth::new("limits", "server_side", "maintenance");
        let answer = if world.settings.maintenance_answers_403 {
            Answer::message(
                403,
                "You cannot perform write operations on a read-only instance",
            )
        } else {
            Answer::message(503, "GitLab Maintenance: system is in maintenance mode")
        };
        return Judgement::refused(answer, truth);
    }
    rest::judge(world, request, path)
}

fn broken(world: &World, answer: Answer) -> Option<Judgement> {
    let truth = Truth::new("limits", "server_side", "internal-error");
    world
        .settings
        .broken
        .then(|| Judgement::refused(answer, truth))
}

/// `app/controllers/oauth/token_info_controller.rb`: OAuth tokens only, one answer for all others.
fn token_info(world: &World, request: &Request) -> Judgement {
    let presented = Presented::of(request);
    let value = presented.bearer.as_deref().unwrap_or_default();
    let row = world
        .token_of(value)
        .filter(|token| token.absence.is_none());
    let refused = |truth| Judgement::refused(answers::oauth_invalid_request(), truth);
    let Some(token) = row.filter(|token| token.kind == Kind::OAuth) else {
        let truth = match row {
            Some(_) => Truth::new("credential", "wrong_token_type", "not-an-oauth-token"),
            None if value.is_empty() => caller::ignored(world, &presented),
            None => caller::unknown(world, value),
        };
        return refused(truth);
    };
    if world.expired(token) {
        return refused(Truth::new("lifetime", "expired", "token-expired"));
    }
    if token.revoked {
        return refused(Truth::new("lifetime", "revoked", "token-revoked"));
    }
    let body = json!({
        "resource_owner_id": token.user, "scope": token.scopes, "scopes": token.scopes,
        "expires_in": 5_400, "expires_in_seconds": 5_400, "application": {"uid": "simulated"},
        "created_at": 1_795_300_000,
    });
    Judgement::granted(Answer::json(200, &body)).read(true)
}

/// Pages for people: without a session they lead to the sign-in form.
fn web(request: &Request, path: &str) -> Judgement {
    if path == "/users/sign_in" {
        let page = "<!DOCTYPE html>\n<html><head><title>Sign in · GitLab</title></head><body></body></html>\n";
        return Judgement::granted(Answer::gitlab(200, "text/html; charset=utf-8", page));
    }
    let place = format!("{}/users/sign_in", request.origin());
    let why = if path.contains("/api/v4") {
        "wrong-base-url"
    } else {
        "web-page"
    };
    let answer = Answer::gitlab(302, "text/html; charset=utf-8", "").with("location", &place);
    Judgement::refused(answer, Truth::new("route", "not_found_route", why))
}
