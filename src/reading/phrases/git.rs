//! TABLE: what Git, Git LFS, and the libraries that speak Git print.
//!
//! Lines that begin with `remote:` carry GitLab's own words and are read as such without a phrase.

use crate::catalogue::Surface::{Git, Lfs};
use crate::reading::phrase::{
    Phrase,
    Tells::{self, Client, Job, Plain, Status, Torn},
    phrase,
};

const GIT: &str = "git: remote-curl.c, http.c, credential.c, transport.c";
const LFS: &str = "git-lfs: lfshttp/errors.go, errors/types.go, tq";
const LIBGIT: &str = "libgit2: src/libgit2/transports/http.c";
const GO_GIT: &str = "go-git: plumbing/transport/common.go";
const JGIT: &str = "JGit: org/eclipse/jgit/internal/JGitText.properties";
const RUNNER: &str = "gitlab-runner: shells/abstract.go";
const GITLAB: &str = "GitLab: lib/gitlab/git_access.rb, gitlab-shell";
const CURL: &str = "curl: lib/urlapi.c, seen in logs of Git";

const fn row(words: &'static str, tells: Tells, source: &'static str) -> Phrase {
    phrase(words, tells, source)
}

pub(super) static PHRASES: &[Phrase] = &[
    row("HTTP Basic: Access denied", Plain(Git), GITLAB),
    row("GitLab: ", Tells::About(Git), GITLAB),
    row("remote: ", Tells::About(Git), GIT),
    row(
        "Authentication by CI/CD job token not allowed",
        Plain(Git),
        GITLAB,
    ),
    row(
        "Insufficient permissions to pull from the repository",
        Plain(Git),
        GITLAB,
    ),
    row("You are not allowed to push code", Plain(Git), GITLAB),
    row("You are not allowed to upload code", Plain(Git), GITLAB),
    row("You are not allowed to download code", Plain(Git), GITLAB),
    row("You are not allowed to force push code", Plain(Git), GITLAB),
    row(
        "You are not allowed to download files from this wiki",
        Plain(Git),
        GITLAB,
    ),
    row(
        "The project you were looking for could not be found or you don't have permission",
        Plain(Git),
        GITLAB,
    ),
    row("Cannot find valid SSO session", Plain(Git), GITLAB),
    row("Your account has been blocked", Plain(Git), GITLAB),
    row(
        "Too many failed authentication attempts from this IP",
        Plain(Git),
        "GitLab: lib/gitlab/auth/ip_blocked.rb",
    ),
    row(
        "fatal: Authentication failed for",
        Status(Some(Git), 401),
        GIT,
    ),
    row(
        "Authentication failed for 'http",
        Status(Some(Git), 401),
        GIT,
    ),
    row("fatal: unable to access", Tells::About(Git), GIT),
    row("could not read Username for", Client(Git), GIT),
    row("could not read Password for", Client(Git), GIT),
    row(
        "Cannot prompt because",
        Client(Git),
        "git-credential-manager",
    ),
    row("fatal: repository '", Status(Some(Git), 404), GIT),
    row("not valid: is this a git repository", Client(Git), GIT),
    row("RPC failed; HTTP", Tells::About(Git), GIT),
    row(
        "unable to update url base from redirection",
        Client(Git),
        GIT,
    ),
    row("not valid: is this a git repository?", Client(Git), GIT),
    row("not found in upstream", Client(Git), "git: builtin/clone.c"),
    row(
        "desc = authentication required",
        Client(Git),
        "go-git behind gRPC: Argo CD",
    ),
    row(
        "desc = repository not found",
        Status(Some(Git), 404),
        "go-git behind gRPC: Argo CD",
    ),
    row(
        "failed to authenticate when downloading repository",
        Status(Some(Git), 401),
        "cargo: sources/git/utils.rs",
    ),
    row("Couldn't resolve host '@", Torn, CURL),
    row("Could not resolve host: @", Torn, CURL),
    row("Port number was not a decimal number", Client(Git), CURL),
    row("Port number ended with", Client(Git), CURL),
    row("URL using bad/illegal format", Client(Git), CURL),
    row(
        "Permission denied (publickey",
        Client(Git),
        "OpenSSH: sshconnect2.c",
    ),
    row(
        "Host key verification failed",
        Client(Git),
        "OpenSSH: sshconnect.c",
    ),
    row(
        "(pre-receive hook declined)",
        Tells::After(Git),
        "git: builtin/receive-pack.c",
    ),
    row("(non-fast-forward)", Client(Git), "git: transport.c"),
    row("(fetch first)", Client(Git), "git: transport.c"),
    row("(stale info)", Client(Git), "git: transport.c"),
    row(
        "too many redirects or authentication replays",
        Status(Some(Git), 401),
        LIBGIT,
    ),
    row(
        "remote authentication required but no callback set",
        Client(Git),
        LIBGIT,
    ),
    row(
        "authentication required: Unauthorized",
        Status(Some(Git), 401),
        GO_GIT,
    ),
    row(": authorization failed", Status(Some(Git), 403), GO_GIT),
    row("': repository not found", Status(Some(Git), 404), GO_GIT),
    row(
        "connectivity: repository not found",
        Status(Some(Git), 404),
        "Argo CD: server/repository",
    ),
    row(
        "connectivity: authentication required",
        Status(Some(Git), 401),
        "Argo CD: server/repository",
    ),
    row("Updating/initializing submodules", Job(Some(Git)), RUNNER),
    row(
        "clone failure: unable to clone",
        Tells::About(Git),
        "flux: bootstrap",
    ),
    row(
        "authentication is required but no CredentialsProvider",
        Client(Git),
        JGIT,
    ),
    row(".git: not authorized", Status(Some(Git), 401), JGIT),
    row(
        "git-upload-pack not permitted on",
        Status(Some(Git), 403),
        JGIT,
    ),
    row(
        "git-receive-pack not permitted on",
        Status(Some(Git), 403),
        JGIT,
    ),
    row("Created fresh repository", Job(Some(Git)), RUNNER),
    row("Fetching changes with git depth", Job(Some(Git)), RUNNER),
    row(
        "Synchronizing submodule url for",
        Tells::About(Git),
        "seen in job logs of gitlab-runner",
    ),
    row("into submodule path", Tells::About(Git), GIT),
    row(
        "go-import\"",
        Client(Git),
        "GitLab: lib/gitlab/middleware/go.rb",
    ),
    row(
        "Authentication required: Authorization error",
        Status(Some(Lfs), 401),
        LFS,
    ),
    row(
        "batch response: Authentication required: Authorization error",
        Status(Some(Lfs), 401),
        LFS,
    ),
    row("Expected JSON type, got: \"text/html", Client(Lfs), LFS),
    row(
        "batch response: Authorization error",
        Status(Some(Lfs), 403),
        LFS,
    ),
    row("batch response: ", Tells::Message(Some(Lfs)), LFS),
    row("batch request: ", Tells::About(Lfs), LFS),
    row("Smudge error: ", Tells::About(Lfs), LFS),
    row("LFS: Authorization error", Status(Some(Lfs), 401), LFS),
    row(
        "LFS: Repository or object not found",
        Status(Some(Lfs), 404),
        LFS,
    ),
    row(
        "Repository or object not found: http",
        Status(Some(Lfs), 404),
        LFS,
    ),
    row("LFS: Client error", Tells::About(Lfs), LFS),
    row(
        "LFS: Fatal error: Server error",
        Status(Some(Lfs), 500),
        LFS,
    ),
    row("Rate limit exceeded: http", Status(Some(Lfs), 429), LFS),
    row("locking API is not supported", Tells::About(Lfs), LFS),
    row("trace git-lfs: HTTP: ", Tells::About(Lfs), LFS),
    row("Upload denied due missing LFS", Tells::About(Lfs), LFS),
    // Git in other languages.
    row(
        "Неуспешна идентификация към „http",
        Status(Some(Git), 401),
        "git: po/bg.po",
    ),
    row(
        "S'ha produït un error en autenticar per «http",
        Status(Some(Git), 401),
        "git: po/ca.po",
    ),
    row(
        "Authentifizierung fehlgeschlagen für 'http",
        Status(Some(Git), 401),
        "git: po/de.po",
    ),
    row(
        "Autenticación falló para 'http",
        Status(Some(Git), 401),
        "git: po/es.po",
    ),
    row(
        "Échec d'authentification pour 'http",
        Status(Some(Git), 401),
        "git: po/fr.po",
    ),
    row(
        "Autentikasi gagal untuk 'http",
        Status(Some(Git), 401),
        "git: po/id.po",
    ),
    row(
        "Autenticazione non riuscita per 'http",
        Status(Some(Git), 401),
        "git: po/it.po",
    ),
    row(
        "Uwierzytelnienie nie powiodło się dla „http",
        Status(Some(Git), 401),
        "git: po/pl.po",
    ),
    row(
        "Autenticação falhou para 'http",
        Status(Some(Git), 401),
        "git: po/pt_PT.po",
    ),
    row(
        "Autentisering misslyckades \"http",
        Status(Some(Git), 401),
        "git: po/sv.po",
    ),
    row(
        "' için kimlik doğrulaması başarısız",
        Status(Some(Git), 401),
        "git: po/tr.po",
    ),
    row(
        "Xác thực gặp lỗi cho “http",
        Status(Some(Git), 401),
        "git: po/vi.po",
    ),
    row("' 鉴权失败", Status(Some(Git), 401), "git: po/zh_CN.po"),
    row("' 身份驗證失敗", Status(Some(Git), 401), "git: po/zh_TW.po"),
    row("хранилището „http", Status(Some(Git), 404), "git: po/bg.po"),
    row(
        "no s'ha trobat el repositori «http",
        Status(Some(Git), 404),
        "git: po/ca.po",
    ),
    row(
        "fatal: Repository 'http",
        Status(Some(Git), 404),
        "git: po/de.po",
    ),
    row(
        "fatal: repositorio 'http",
        Status(Some(Git), 404),
        "git: po/es.po",
    ),
    row(
        "fatal: dépôt 'http",
        Status(Some(Git), 404),
        "git: po/fr.po",
    ),
    row(
        "fatal: repositori 'http",
        Status(Some(Git), 404),
        "git: po/id.po",
    ),
    row(
        "nie znaleziono repozytorium „http",
        Status(Some(Git), 404),
        "git: po/pl.po",
    ),
    row(
        "fatal: repositório 'http",
        Status(Some(Git), 404),
        "git: po/pt_PT.po",
    ),
    row(
        "fatal: arkivet \"http",
        Status(Some(Git), 404),
        "git: po/sv.po",
    ),
    row(
        "' deposu bulunamadı",
        Status(Some(Git), 404),
        "git: po/tr.po",
    ),
    row(
        "không tìm thấy kho “http",
        Status(Some(Git), 404),
        "git: po/vi.po",
    ),
    row(
        "fatal: 仓库 'http",
        Status(Some(Git), 404),
        "git: po/zh_CN.po",
    ),
    row(
        "fatal: 版本庫 'http",
        Status(Some(Git), 404),
        "git: po/zh_TW.po",
    ),
];
