//! Which requests change nothing, in whatever spelling: a request is decoded and folded once, and only then compared.
//!
//! What every read leaves behind is no change: a time of last use, a line in a log, a count of downloads. What a read puts
//! into the cache of a group is one, for it takes room there, and of the limits of whoever is upstream.
//!
//! Sources: `app/controllers/jwt_controller.rb` (a grant to push creates a repository of images),
//! `lib/gitlab/git_access_project.rb` (a push creates a project), `app/controllers/sent_notifications_controller.rb`,
//! `app/controllers/invites_controller.rb`, `app/controllers/oauth/authorizations_controller.rb`,
//! `lib/gitlab/path_regex.rb` (what is no namespace).

use super::case::Subject;
use super::lists::{NO_NAMESPACES, PAGES, ROOT_PAGES, ROOTS};
use super::question::{decode_segment, encode_segment};
use crate::catalogue;

/// Says why a request may not be sent, although its method reads; absent when it may.
pub(crate) fn unsafe_to_send(subject: &Subject) -> Option<&'static str> {
    if !subject.method.is_safe() {
        return Some("it would change something");
    }
    let request = Folded::read(subject);
    let mutates = |endpoint: &catalogue::Endpoint| endpoint.mutates;
    let address = request.address();
    let plainly = catalogue::find_url_path(subject.method, &address);
    if subject.endpoint().is_some_and(mutates) || plainly.is_some_and(|row| mutates(row.endpoint)) {
        return Some("it changes something although it is a GET");
    }
    request.fault()
}

/// Whether it asks Git for the right to push, and in so plain a spelling that it is about the project that it names.
pub(crate) fn is_plain_push(subject: &Subject) -> bool {
    subject.query == RECEIVE_PACK
        && subject.path.ends_with(".git/info/refs")
        && !subject.path.contains(['%', ';'])
        && !subject.path.contains("//")
}

/// Whether a request asks Git for the right to push, in any spelling.
pub(super) fn asks_to_push(query: &str) -> bool {
    pairs(query).any(|(name, value)| name == "service" && value == "git-receive-pack")
}

/// How clients of Git ask.
const RECEIVE_PACK: &str = "service=git-receive-pack";

const PUSH: &str = "asking to push can create a project that does not exist yet";
const IMAGES: &str = "asking the registry to push can create an image repository";
const CACHE: &str = "it fills a cache of the group, from another registry";
const MUTATION: &str =
    "a mutation of GraphQL changes something, by GET as well where an instance is old";
const PAGE: &str = "it is no page that is known to change nothing when it is read";

/// A request as the router of the instance sees it: decoded, in small letters, without what it passes over.
struct Folded {
    segments: Vec<String>,
    query: Vec<(String, String)>,
    /// The segments of the path as they were sent, each decoded once: a slash in one parts nothing.
    parts: Vec<String>,
    raw_query: String,
}

impl Folded {
    fn read(subject: &Subject) -> Self {
        let parts: Vec<String> = folded(&subject.path).map(decode_segment).collect();
        let whole = decode_all(&subject.path).to_lowercase();
        Self {
            segments: folded(&whole).map(str::to_owned).collect(),
            query: pairs(&subject.query).collect(),
            parts,
            raw_query: subject.query.clone(),
        }
    }

    /// The usual spelling.
    fn address(&self) -> String {
        let path: Vec<String> = self.parts.iter().map(|part| encode_segment(part)).collect();
        let query: Vec<String> = pairs(&self.raw_query)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("/{}?{}", path.join("/"), query.join("&"))
    }

    fn fault(&self) -> Option<&'static str> {
        let segments: Vec<&str> = self.segments.iter().map(String::as_str).collect();
        if let Some(rest) = below_repository(&segments) {
            return self.fault_of_git(rest);
        }
        match segments.as_slice() {
            ["api", graphql, ..] if stem(graphql) == "graphql" => self.fault_of_graphql(),
            ["api", ..] => fault_of_api(&segments),
            ["jwt", auth] if stem(auth) == "auth" => self.fault_of_grant(),
            ["v2", rest @ ..] => {
                let fills =
                    |word: &&str| matches!(*word, "dependency_proxy" | "virtual_registries");
                rest.iter().any(fills).then_some(CACHE)
            }
            []
            | ["oauth", "token", "info"]
            | ["oauth", "userinfo"]
            | ["oauth", "discovery", ..] => None,
            ["users", page] if stem(page) == "sign_in" => None,
            ["jwt" | "oauth", ..] => Some(PAGE),
            ["-", page, ..] => (!ROOT_PAGES.contains(&stem(page))).then_some(PAGE),
            [root, rest @ ..] => fault_of_page(root, rest),
        }
    }

    fn values<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = move |(key, _): &&(String, String)| key == name;
        self.query
            .iter()
            .filter(named)
            .map(|(_, value)| value.as_str())
    }

    fn fault_of_git(&self, rest: &[&str]) -> Option<&'static str> {
        match rest {
            ["info", "refs"] => {
                let pulls = self.values("service").all(|name| name == "git-upload-pack");
                (!pulls).then_some(PUSH)
            }
            [] | ["info", "lfs", "locks" | "objects", ..] | ["gitlab-lfs", "objects", _] => None,
            _ => Some(PAGE),
        }
    }

    /// Only what is known to create nothing is asked for. Clients name several scopes in one parameter or in many.
    fn fault_of_grant(&self) -> Option<&'static str> {
        let is_harmless = |scope: &str| {
            let actions = scope.rsplit(':').next().unwrap_or_default();
            actions
                .split(',')
                .all(|action| matches!(action, "pull" | "delete"))
        };
        let mut scopes = self.values("scope").chain(self.values("scopes"));
        let all = scopes.all(|list| list.split_whitespace().all(is_harmless));
        (!all).then_some(IMAGES)
    }

    fn fault_of_graphql(&self) -> Option<&'static str> {
        let is_batch = self.query.iter().any(|(name, _)| name == "_json");
        let mutates = self.query.iter().any(|(_, value)| names_mutation(value));
        (is_batch || mutates).then_some(MUTATION)
    }
}

/// What follows the path of a repository; absent where none is named.
fn below_repository<'s>(segments: &'s [&'s str]) -> Option<&'s [&'s str]> {
    let is_api = segments.first() == Some(&"api");
    let named = segments
        .iter()
        .position(|word| word.strip_suffix(".git").is_some());
    let bare = segments
        .ends_with(&["info", "refs"])
        .then(|| segments.len() - 2);
    match (named, bare) {
        _ if is_api => None,
        (Some(at), _) => segments.get(at + 1..),
        (None, Some(at)) => segments.get(at..),
        (None, None) => None,
    }
}

/// Reads of the API that change something all the same: the reference of a merge is written when it is asked for
/// (`lib/api/merge_requests.rb`), and packages of other registries are kept.
fn fault_of_api(segments: &[&str]) -> Option<&'static str> {
    let merges = segments
        .windows(3)
        .any(|part| part[0] == "merge_requests" && stem(part[2]) == "merge_ref");
    let proxies = segments
        .windows(2)
        .any(|part| part == ["dependency_proxy", "packages"]);
    let is_number = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    let registries = segments
        .windows(5)
        .any(|part| part[0] == "virtual_registries" && part[1] == "packages" && is_number(part[3]));
    if merges {
        Some("it writes the reference of the merge")
    } else {
        (proxies || registries).then_some(CACHE)
    }
}

fn fault_of_page(root: &str, rest: &[&str]) -> Option<&'static str> {
    if ROOTS.contains(&root) || ROOTS.contains(&stem(root)) {
        return None;
    }
    let below = rest.iter().position(|word| *word == "-");
    let is_read = match below {
        Some(at) => rest
            .get(at + 1)
            .is_some_and(|page| PAGES.contains(&stem(page))),
        None => true,
    };
    (NO_NAMESPACES.contains(&stem(root)) || !is_read).then_some(PAGE)
}

/// A segment without the format at its end.
fn stem(segment: &str) -> &str {
    segment.split('.').next().unwrap_or(segment)
}

/// The segments of a path, without empty ones and steps.
fn folded(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter(|segment| !matches!(*segment, "" | "."))
}

/// Names and values of a query, decoded, and names without brackets, as Rails reads them. Older servers part at `;` too.
fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split(['&', ';']).flat_map(|pair| {
        url::form_urlencoded::parse(pair.as_bytes()).map(|(name, value)| {
            let name = decode_all(&name).to_lowercase();
            let bare = name.split('[').next().unwrap_or_default().trim();
            (bare.to_owned(), decode_all(&value).trim().to_lowercase())
        })
    })
}

/// What is encoded several times is decoded as often: nobody knows how often a proxy does.
fn decode_all(text: &str) -> String {
    let mut plain = text.to_owned();
    for _ in 0..4 {
        plain = decode_segment(&plain);
    }
    plain
}

/// Whether GraphQL would find the word `mutation` outside of a string or a comment.
fn names_mutation(document: &str) -> bool {
    // What stands between three quotes may hold single ones, so nothing is left out of it.
    if document.contains("\"\"\"") {
        return document.contains("mutation");
    }
    let mut plain = String::new();
    let mut letters = document.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => skip_string(&mut letters),
            '#' => drop(letters.find(|letter| matches!(letter, '\n' | '\r'))),
            _ => {
                plain.push(letter);
                continue;
            }
        }
        plain.push(' ');
    }
    plain
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .any(|word| word == "mutation")
}

fn skip_string(letters: &mut std::str::Chars<'_>) {
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            '"' => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Method;

    fn is_sent(request: &str) -> bool {
        unsafe_to_send(&Subject::new(Method::Get, request)).is_none()
    }

    #[test]
    fn a_push_is_not_asked_for_in_any_spelling() {
        for request in [
            "/me/new.git/info/refs?service=git-receive-pack",
            "/me/new.git/info/refs?service=git%2Dreceive-pack",
            "/me/new.git/info/refs?service=git-receive%2dpack",
            "/me/new.git/info/refs?%73ervice=git-receive-pack",
            "/me/new.git/info/refs?service=%67it-receive-pack",
            "/me/new.git/info/refs?service=git-receive-p%61ck",
            "/me/new.git/info/refs?service=git%252Dreceive-pack",
            "/me/new.git/info/refs?x=1;service=git-receive-pack",
            "/me/new.git/info/refs?service[]=git-receive-pack",
            "/me/new.git/info/refs?service=git-upload-pack&service=git-receive-pack",
            "/me/new.git/info/refs?SERVICE=git-receive-pack",
            "/me/new.git/info/refs?service=+git-receive-pack",
            "/me/new%2Egit/info/refs?service=git-receive-pack",
            "/me//new.git//info/./refs?service=git-receive-pack",
            "/me/new.git%2Finfo/refs?service=git-receive-pack",
            "/me/new/info/refs?service=git-receive-pack",
            "/me/new.git/git-receive-pack",
        ] {
            assert!(!is_sent(request), "{request}");
        }
        for request in [
            "/a/b.git/info/refs?service=git-upload-pack",
            "/a/b.git/info/refs?service=git%2Dupload-pack",
            "/a/b/info/refs?service=git-upload-pack",
            "/a/b.git/info/refs",
            "/a/b.git/info/lfs/locks",
            "/a/b.git/gitlab-lfs/objects/0123",
        ] {
            assert!(is_sent(request), "{request}");
        }
    }

    #[test]
    fn a_grant_to_push_images_is_not_asked_for_in_any_spelling() {
        for query in [
            "scope=repository:a/b:push",
            "scope=repository:a/b:pull,push",
            "%73cope=repository:a/b:push",
            "scope=repository:a/b:%70ush",
            "scope=repository:a/b:%2570ush",
            "scope=repository%3Aa/b%3Apush",
            "scope=repository:a/b:%2a",
            "scope=repository:a/b:*",
            "scope=repository:a/b:pull+repository:c/d:push",
            "scope=repository:a/b:push%20repository:c/d:pull",
            "scope=repository:a/b:pull&scope=repository:a/b:push",
            "scope[]=repository:a/b:push",
            "scope%5B0%5D=repository:a/b:push",
            "x=1;scope=repository:a/b:push",
            "SCOPE=repository:a/b:PUSH",
            "scope=repository:a/b:unheard-of",
        ] {
            for path in [
                "/jwt/auth",
                "/jwt/auth.json",
                "/jwt/%61uth",
                "/jwt//auth",
                "//jwt/./auth/",
            ] {
                let request = format!("{path}?service=container_registry&{query}");
                assert!(!is_sent(&request), "{request}");
            }
        }
        for query in [
            "scope=repository:a/b:pull",
            "scope=repository:a/push:pull",
            "scope=repository:a/b:delete",
            "scope=repository:a/b:pull&scope=repository:c/d:pull",
            "offline_token=true",
        ] {
            let request = format!("/jwt/auth?service=container_registry&{query}");
            assert!(is_sent(&request), "{request}");
        }
    }

    #[test]
    fn a_mutation_is_not_sent_by_get() {
        for query in [
            "query=mutation{x}",
            "query=%6Dutation{x}",
            "query=mutation+M{x}",
            "query=%0A%20mutation%20{x}",
            "query={a}%20mutation%20M{x}&operationName=M",
            "%71uery=mutation{x}",
            "query[]=mutation{x}",
            "query={a}&query=mutation{x}",
            "query=%23%22%0Amutation{x}",
            "query={a(b:%22%5C%22%22)}mutation{x}",
            "query={a(b:%22%22%22%22c%22%22%22)}mutation{x}",
            "_json[][query]={a}",
            "query={a};query=mutation{x}",
        ] {
            for path in [
                "/api/graphql",
                "/api//graphql",
                "/api/%67raphql",
                "/api/graphql.json",
            ] {
                assert!(!is_sent(&format!("{path}?{query}")), "{path}?{query}");
            }
        }
        for query in [
            "query={currentUser{username}}",
            "query={project(fullPath:%22a/mutation%22){id}}",
            "query={__schema{mutationType{name}}}",
        ] {
            assert!(is_sent(&format!("/api/graphql?{query}")), "{query}");
        }
    }

    #[test]
    fn of_pages_only_those_are_read_that_change_nothing() {
        for request in [
            "/-/sent_notifications/0123/unsubscribe?force=true",
            "/-/%73ent_notifications/0123/unsubscribe?force=true",
            "//-//sent_notifications/0123/unsubscribe?force=true",
            "/-/unsubscribes/0123",
            "/sent_notifications/0123/unsubscribe",
            "/-/invites/0123/decline",
            "/-/invites/0123/accept",
            "/-/user_settings/personal_access_tokens",
            "/users/sign_out",
            "/users/confirmation?confirmation_token=x",
            "/users/unlock?unlock_token=x",
            "/Users/sign_out",
            "/oauth/authorize?client_id=1",
            "/oauth/authorize/device",
            "/admin/users",
            "/import/github/callback?code=x",
            "/a/b/-/settings/ci_cd",
            "/a/b/-/unheard_of",
            "/jwt/other",
        ] {
            assert!(!is_sent(request), "{request}");
        }
        for request in [
            "/a/b",
            "/a/b.atom",
            "/a/b/-/raw/main/file.txt",
            "/a/b/-/archive/main/b-main.tar.gz",
            "/a/b/-/jobs/7/artifacts/download",
            "/a/b/-/issues.atom",
            "/groups/a/-/packages",
            "/-/health",
            "/-/readiness",
            "/users/sign_in",
            "/oauth/token/info",
            "/oauth/userinfo",
            "/.well-known/openid-configuration",
            "/help",
        ] {
            assert!(is_sent(request), "{request}");
        }
    }

    #[test]
    fn what_fills_a_cache_or_writes_a_reference_is_not_sent() {
        for request in [
            "/v2/a/dependency_proxy/containers/alpine/manifests/latest",
            "/v2/a/dependency%5Fproxy/containers/alpine/blobs/sha256:1",
            "/v2/virtual_registries/container/1/alpine/manifests/latest",
            "/api/v4/virtual_registries/packages/maven/1/a/b.jar",
            "/api/v4/projects/1/dependency_proxy/packages/maven/a/b/c.jar",
            "/api/v4/projects/a%2Fb/merge_requests/1/merge_ref",
            "/api/v4/projects/1/merge_requests//1/merge_ref.json",
            "/api/v4/projects/1/merge_requests/1/%6Derge_ref",
        ] {
            assert!(!is_sent(request), "{request}");
        }
        for request in [
            "/v2/",
            "/v2/a/b/manifests/latest",
            "/api/v4/virtual_registries/packages/maven/registries/1",
            "/api/v4/projects/1/merge_requests/1",
            "/api/v4/projects/a%252Fb",
            "/api/v3/projects",
            "/api/v4/user",
        ] {
            assert!(is_sent(request), "{request}");
        }
    }

    #[test]
    fn only_a_plain_push_follows_a_pull() {
        let is_plain = |request: &str| is_plain_push(&Subject::new(Method::Get, request));
        assert!(is_plain("/a/b.git/info/refs?service=git-receive-pack"));
        for request in [
            "/a/b%2Egit/info/refs?service=git-receive-pack",
            "/a/b.git/info/refs?service=git%2Dreceive-pack",
            "/a//b.git/info/refs?service=git-receive-pack",
            "/a/b/info/refs?service=git-receive-pack",
        ] {
            assert!(!is_plain(request), "{request}");
        }
    }
}
