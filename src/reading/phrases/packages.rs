//! TABLE: what npm, yarn, pnpm, pip, twine, uv, Maven, Gradle, NuGet, Composer, Helm, Go, and Conan print.

use crate::catalogue::Surface::{Packages, Rest};
use crate::reading::phrase::{
    Phrase,
    Tells::{self, About, Client, Nameless, Status},
    phrase,
};

const NPM: &str = "npm: lib/utils/error-message.js, npm-registry-fetch: lib/check-response.js";
const YARN: &str = "yarn: packages/plugin-npm/sources/npmHttpUtils.ts";
const YARN_1: &str = "yarn 1: src/registries/npm-registry.js, src/util/request-manager.js";
const PNPM: &str = "pnpm: network/fetch, packages/error";
const PIP: &str = "pip: network/auth.py, utils/misc.py, index/package_finder.py";
const TWINE: &str = "twine: auth.py, exceptions.py, commands/upload.py";
const UV: &str = "uv: uv-client, uv-resolver, seen in issues";
const MAVEN: &str = "maven-resolver: HttpTransporter, wagon";
const GRADLE: &str = "gradle: external resource access over HTTP";
const NUGET: &str = "NuGet.Client: Strings.resx";
const COMPOSER: &str = "composer: src/Composer/Util/Http, AuthHelper.php";
const HELM: &str = "helm: pkg/repo, pkg/getter";
const GO: &str = "go: cmd/go/internal/modfetch, web";
const COURSIER: &str = "coursier: FileCache, as sbt and mill print it";
const BUNDLER: &str = "bundler: lib/bundler/fetcher.rb";
const CARGO: &str = "cargo: sources/registry/http_remote.rs";
const CONAN: &str = "conan: conan/internal/rest";

const fn status(words: &'static str, code: u16, source: &'static str) -> Phrase {
    phrase(words, Status(Some(Packages), code), source)
}

const fn client(words: &'static str, source: &'static str) -> Phrase {
    phrase(words, Client(Packages), source)
}

const fn after(words: &'static str, source: &'static str) -> Phrase {
    phrase(words, Tells::After(Packages), source)
}

/// The value itself was refused, whatever was asked.
const fn refused(words: &'static str, source: &'static str) -> Phrase {
    phrase(words, Client(Rest), source)
}

const fn about(words: &'static str, source: &'static str) -> Phrase {
    phrase(words, About(Packages), source)
}

pub(super) static PHRASES: &[Phrase] = &[
    about("npm ERR! ", NPM),
    about("npm error ", NPM),
    status("code E401", 401, NPM),
    status("code E403", 403, NPM),
    status("code E404", 404, NPM),
    status("code E301", 301, NPM),
    client("need auth This command requires you to be logged in", NPM),
    after("code ENEEDAUTH", NPM),
    client("code EOTP", NPM),
    client("code EPUBLISHCONFLICT", NPM),
    status(
        "Unable to authenticate, your authentication token seems to be invalid",
        401,
        NPM,
    ),
    status("Unable to authenticate, need: ", 401, NPM),
    client("No authentication configured for request", YARN),
    about("YN0035: ", YARN),
    client("Invalid authentication (as an anonymous user)", YARN),
    status("Invalid authentication (as ", 401, YARN),
    about(
        "An unexpected error occurred: \"http",
        "yarn 1: src/cli/index.js",
    ),
    status("ERR_PNPM_FETCH_401", 401, PNPM),
    status("ERR_PNPM_FETCH_403", 403, PNPM),
    status("ERR_PNPM_FETCH_404", 404, PNPM),
    status("ERR_PNPM_FETCH_429", 429, PNPM),
    status("ERR_PNPM_FETCH_500", 500, PNPM),
    status("ERR_PNPM_FETCH_502", 502, PNPM),
    status("ERR_PNPM_FETCH_503", 503, PNPM),
    status("\" returned a 401", 401, YARN_1),
    status("\" returned a 403", 403, YARN_1),
    status("\" returned a 404", 404, YARN_1),
    status("\" returned a 429", 429, YARN_1),
    status("\" returned a 500", 500, YARN_1),
    status("\" returned a 502", 502, YARN_1),
    status("\" returned a 503", 503, YARN_1),
    after("error Couldn't find package \"", YARN_1),
    client("Received malformed response from registry for", YARN_1),
    phrase(
        "No authorization header was set for the request",
        Nameless,
        PNPM,
    ),
    status("WARNING: 401 Error, Credentials not correct for", 401, PIP),
    after("EOFError: EOF when reading a line", PIP),
    after(
        "Could not find a version that satisfies the requirement",
        PIP,
    ),
    after("No matching distribution found for", PIP),
    about("HTTP error 4", PIP),
    client("Enter your username: ", TWINE),
    client("Enter your API token: ", TWINE),
    client("NonInteractive: Credential not found for", TWINE),
    about("twine ", TWINE),
    client("RedirectDetected:", TWINE),
    status(
        "Authorization error accessing http",
        401,
        "poetry: repositories/http_repository.py",
    ),
    about("HTTPError: ", TWINE),
    after("Because there are no versions of", UV),
    status("Server returned status code 429", 429, UV),
    client("Redirected URL is not in the same realm", UV),
    after("was not found in the package registry", UV),
    status(
        "could not be queried due to a lack of valid authentication credentials (401",
        401,
        UV,
    ),
    status("returned a 403 Forbidden error. Check that", 403, UV),
    client("cause: Missing credentials for: http", UV),
    about("HTTP status client error (", UV),
    status("Not authorized, ReasonPhrase:Unauthorized", 401, MAVEN),
    status("Not authorized , ReasonPhrase:Unauthorized", 401, MAVEN),
    status("authentication failed for http", 401, MAVEN),
    status("authorization failed for http", 403, MAVEN),
    about("Could not transfer artifact", MAVEN),
    about("Failed to deploy artifacts", MAVEN),
    about("Could not transfer metadata", MAVEN),
    status("Could not find artifact ", 404, MAVEN),
    status(
        "Access denied to: http",
        403,
        "maven-wagon: AbstractHttpClientWagon.java",
    ),
    status("unauthorized: http", 401, COURSIER),
    status("forbidden: http", 403, COURSIER),
    status("not found: http", 404, COURSIER),
    client("Gradle properties are missing for", GRADLE),
    about("Received status code ", GRADLE),
    about("Could not GET 'http", GRADLE),
    about("Could not PUT 'http", GRADLE),
    client("Username must not be null", GRADLE),
    client("Password must not be null", GRADLE),
    about("Response status code does not indicate success", NUGET),
    about("Unable to load the service index for source", NUGET),
    client(
        "The plugin credential provider could not acquire credentials",
        NUGET,
    ),
    client("No API Key was provided", NUGET),
    about("file could not be downloaded (HTTP", COMPOSER),
    status("Could not authenticate against", 401, COMPOSER),
    status("Invalid credentials for 'http", 401, COMPOSER),
    client("Authentication required (", COMPOSER),
    client("URL required authentication", COMPOSER),
    client("could not find protocol handler for", HELM),
    about("is not a valid chart repository or cannot be reached", HELM),
    about("index.yaml", HELM),
    client("terminal prompts disabled", GO),
    client("unrecognized import path", GO),
    client("sum.golang.org/lookup", GO),
    client("Please log in to \"", CONAN),
    status("Authentication error in Conan remote", 401, CONAN),
    status("Permission denied for user: '", 403, CONAN),
    status("Wrong password for user \"", 401, CONAN),
    client("Authentication is required for ", BUNDLER),
    status("Bad username or password for ", 401, BUNDLER),
    about("failed to get successful HTTP response from", CARGO),
    after("reading https://proxy.golang.org/", GO),
    status("Wrong user or password", 401, CONAN),
    refused(
        "is not a legal HTTP header value",
        "node-fetch: lib/headers.js",
    ),
    refused(
        "Invalid character in header content",
        "Node.js: lib/_http_outgoing.js",
    ),
    refused(
        "invalid header field value for",
        "Go: net/http/transport.go",
    ),
    refused("Invalid header value b'", "Python: http/client.py"),
    refused(
        "Invalid leading whitespace, reserved character(s), or return",
        "requests: utils.py",
    ),
    refused(
        "Illegal character(s) in message header",
        "Java: HttpURLConnection",
    ),
    refused("failed to parse header value", "Rust: http crate"),
    refused(
        "New-line characters are not allowed in header values",
        ".NET: HttpHeaders",
    ),
];
