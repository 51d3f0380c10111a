//! Codes found at the gate `credential`: credentials that were not sent, or are not read.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// No token was sent.
///
/// Source: `lib/api/helpers.rb`, `app/controllers/repositories/git_http_client_controller.rb`.
pub static NOTHING_SENT: Code = Code {
    id: "nothing-sent",
    cause: Cause::MissingToken,
    gate: Some(Gate::Credential),
    title: "No token was sent",
    why: "The request holds no token, so GitLab takes the caller for anonymous, and this is not \
        for anonymous callers.",
    recognise: "401 with `{\"message\":\"401 Unauthorized\"}`, or for Git \"HTTP Basic: Access \
        denied\", while the request has no token header.",
    fixes: &[
        "Send a token: `echo \"PRIVATE-TOKEN: $TOKEN\" | curl --header @- URL` keeps it out of the \
            arguments of curl. For Git, use any user name and the token as the password.",
        "In a job, check that the variable reaches it. A protected variable is empty on branches \
            and tags that are not protected, and in pipelines of forks.",
        "Make a token if there is none: \
            {instance}/-/user_settings/personal_access_tokens?name=glwhy&scopes=read_api",
    ],
    alike: &[
        (
            "token-unknown",
            "The same 401 comes for a token that GitLab does not know. The request tells: did it \
                hold a token?",
        ),
        (
            "seen-as-anonymous",
            "There a token was sent, and GitLab did not read it.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// An empty token was sent.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static EMPTY_CREDENTIAL: Code = Code {
    id: "empty-credential",
    cause: Cause::MissingToken,
    gate: Some(Gate::Credential),
    title: "An empty token was sent",
    why: "The place for the token was filled with nothing. On REST that is the same as no token.",
    recognise: "A header such as `PRIVATE-TOKEN:` without a value, or an empty variable behind it.",
    fixes: &[
        "Find out why {token_source} is empty: a variable that is not set, a protected variable \
            on a branch that is not protected, or a job of a fork.",
        "Check it in the shell without showing it: `test -n \"$GITLAB_TOKEN\" && echo set`.",
        "In Settings > CI/CD > Variables, look at the columns Protected and Environments.",
    ],
    alike: &[
        ("nothing-sent", "There the header is absent as well."),
        (
            "header-present-but-empty",
            "On GraphQL the name of the header alone leads to a 401.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/variables/",
};

/// GitLab saw a caller without a token.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`, `lib/api/helpers.rb`.
pub static SEEN_AS_ANONYMOUS: Code = Code {
    id: "seen-as-anonymous",
    cause: Cause::MissingToken,
    gate: Some(Gate::Credential),
    title: "GitLab saw a caller without a token",
    why: "A token was sent, but this endpoint does not look in that place or at that kind. \
        GitLab ignores it and goes on as if nobody had signed in: public things are shown, \
        private things seem not to exist.",
    recognise: "200 on public data, 404 \"Project Not Found\" or 401 on private data. The answer \
        is the same when the token is left out.",
    fixes: &[
        "Send the {kind} in {header}.",
        "See what the endpoint reads: ask once with and once without the token. If both answers \
            are equal, it was not read.",
        "If this kind is never read here, use a personal, project, or group access token: \
            {project_url}/-/settings/access_tokens",
    ],
    alike: &[
        (
            "not-a-member",
            "There the token is read, and its owner cannot see the project. The answer is the \
                same 404.",
        ),
        (
            "token-unknown",
            "A token that is read but not known gets 401, also on public data.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// Two credentials were sent at once.
///
/// Source: `lib/api/api_guard.rb`, `lib/api/helpers/authentication.rb`.
pub static TWO_CREDENTIALS: Code = Code {
    id: "two-credentials",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "Two credentials were sent at once",
    why: "Two tokens came in one request, and GitLab does not choose between them here.",
    recognise: "400 with \"Both Authorization header and payload includes access token.\", or \
        400 with \"Found more than one set of credentials\" on package endpoints.",
    fixes: &[
        "Keep one. Remove `access_token` from the address, or the header `Authorization`.",
        "For package clients, look for a second source: ~/.netrc, an old `.npmrc`, a user name \
            in the address, or a header that the job adds.",
        "With curl, `--verbose` shows all headers that are sent. Leave the token out of what you \
            share.",
    ],
    alike: &[(
        "token-unknown",
        "On most other endpoints the first token that is found wins, and a bad one gives 401 \
                although the other is good.",
    )],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// The user name does not fit the token.
///
/// Source: `lib/gitlab/api_authentication/token_resolver.rb`, `lib/gitlab/auth.rb`.
pub static BASIC_USER_NAME_WRONG: Code = Code {
    id: "basic-user-name-wrong",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "The user name does not fit the token",
    why: "With Basic authentication some tokens belong to one user name. A job token goes with \
        `gitlab-ci-token`, a deploy token with its own user name. Newer package endpoints also \
        compare the user name of a personal token.",
    recognise: "401 \"HTTP Basic: Access denied\", or 401 with `WWW-Authenticate: Basic \
        realm=\"GitLab Packages Registry\"`, although the token is alive.",
    fixes: &[
        "Job token: user name `gitlab-ci-token`, for example in `https://gitlab-ci-token@HOST`, with \
            `CI_JOB_TOKEN` as the password.",
        "Deploy token: the user name that was shown when it was made. By default it is \
            gitlab+deploy-token- and a number; in jobs it is `$CI_DEPLOY_USER`.",
        "Personal token on package endpoints: your own user name, not your e-mail address.",
    ],
    alike: &[
        (
            "login-refused",
            "The same 401 comes for a token that is dead. For a personal token, ask GET \
                /personal_access_tokens/self with it.",
        ),
        (
            "deploy-token-dead",
            "There the user name is right, and the deploy token is no longer valid.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/deploy_tokens/",
};

/// A token header was sent without a value.
///
/// Source: `app/controllers/graphql_controller.rb`, `lib/gitlab/auth/auth_finders.rb`.
pub static HEADER_PRESENT_BUT_EMPTY: Code = Code {
    id: "header-present-but-empty",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "A token header was sent without a value",
    why: "GraphQL asks whether a token header or parameter is present, not whether it has a \
        value. An empty one counts as a bad token. This follows from the source and was not \
        observed.",
    recognise: "401 with `{\"errors\":[{\"message\":\"Invalid token\"}]}`, and a header or \
        parameter such as `PRIVATE-TOKEN:` or `?token=` without a value.",
    fixes: &[
        "Fill the value, or leave the header out altogether.",
        "Find out why {token_source} is empty: a variable that is not set or not handed to this \
            job.",
    ],
    alike: &[(
        "token-unknown",
        "The same bytes come for a token that GitLab does not know. Look at the value that \
                was sent.",
    )],
    docs: "https://docs.gitlab.com/api/graphql/",
};

/// The token is cut or mistyped.
///
/// Source: `lib/authn/token_field/generator/routable_token.rb`.
pub static TOKEN_NOT_WHOLE: Code = Code {
    id: "token-not-whole",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "The token is cut or mistyped",
    why: "Newer tokens carry a checksum at their end. The checksum of this one does not fit, so \
        letters are missing or changed. GitLab cannot know such a token.",
    recognise: "The token has the form of a newer token (with dots in it), and its checksum is \
        wrong. GitLab answers a plain 401.",
    fixes: &[
        "Copy the token again, as a whole, and store it anew in {token_source}.",
        "Look for what cuts it: a line break, the width of a column, a shell that treats a \
            letter as special. Use single quotes.",
        "GitLab shows a token only once. If the original is gone, make a new one: \
            {instance}/-/user_settings/personal_access_tokens",
    ],
    alike: &[
        (
            "token-unknown",
            "A token with a right checksum can still be unknown here.",
        ),
        (
            "token-defective",
            "There the trouble is around the token, such as quotes or a name.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// The value is not a token as it stands.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static TOKEN_DEFECTIVE: Code = Code {
    id: "token-defective",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "The value is not a token as it stands",
    why: "GitLab looks the value up exactly as it comes. With quotes, a variable name, or a word \
        such as \"Bearer\" in it, no token is found.",
    recognise: "A plain 401, and a value that holds quotes, `$NAME`, `[MASKED]`, a line break, \
        or `PRIVATE-TOKEN:`, or that is base64 of a token.",
    fixes: &[
        "Store only the token in {token_source}, without quotes, blanks, or a header name.",
        "Use double quotes in the shell, so that the variable is expanded: \"PRIVATE-TOKEN: \
            $TOKEN\".",
        "Check the length without showing the value: `printf %s \"$TOKEN\" | wc -c`.",
    ],
    alike: &[
        (
            "token-not-whole",
            "There the value looks like a token, and its checksum does not fit.",
        ),
        (
            "token-unknown",
            "There the value is well formed, and GitLab does not know it.",
        ),
    ],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// The OAuth request lacks something.
///
/// Source: `app/controllers/oauth/tokens_controller.rb`, Doorkeeper.
pub static OAUTH_REQUEST_MALFORMED: Code = Code {
    id: "oauth-request-malformed",
    cause: Cause::MalformedToken,
    gate: Some(Gate::Credential),
    title: "The OAuth request lacks something",
    why: "The request to the OAuth endpoint lacks a parameter, or names a flow that does not \
        exist.",
    recognise: "400 with `invalid_request` (\"Missing required parameter\" or \"PKCE \
        code_verifier is required\") or `unsupported_grant_type`.",
    fixes: &[
        "Add the parameter that the message names.",
        "Send the parameters as a form (`application/x-www-form-urlencoded`) to \
            {instance}/oauth/token",
        "Use a `grant_type` that GitLab knows, such as `authorization_code` or `refresh_token`.",
    ],
    alike: &[
        (
            "grant-refused",
            "There the request is complete, and the code or refresh token is no longer good.",
        ),
        (
            "not-an-oauth-token",
            "That 400 comes from /oauth/token/info.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/oauth2/",
};

/// This endpoint does not read job tokens.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static JOB_TOKEN_NOT_READ_HERE: Code = Code {
    id: "job-token-not-read-here",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "This endpoint does not read job tokens",
    why: "Job tokens are read by a short list of endpoints. Elsewhere GitLab does not look at \
        them and takes the caller for anonymous. The list has grown over the releases.",
    recognise: "401 on endpoints that need a user, 404 \"Project Not Found\" on private \
        projects, 200 on public data.",
    fixes: &[
        "Use a project access token with {scopes_needed}, stored as a masked CI/CD variable: \
            {project_url}/-/settings/access_tokens",
        "See whether your release reads job tokens here: {instance}/help/ci/jobs/ci_job_token",
        "Look for an endpoint that reads them, for example releases, packages, artifacts, \
            deployments, or environments.",
    ],
    alike: &[
        (
            "job-finished",
            "There the endpoint reads job tokens, and this one is dead. GET /job with the same \
                token tells.",
        ),
        (
            "not-a-member",
            "There the token is read, and the user behind the job cannot see the project.",
        ),
        (
            "job-token-not-on-allowlist",
            "There GitLab says so, in releases from about 17 on.",
        ),
    ],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// A job token in a header for other tokens.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static JOB_TOKEN_IN_WRONG_HEADER: Code = Code {
    id: "job-token-in-wrong-header",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "A job token in a header for other tokens",
    why: "A job token has headers of its own. In `PRIVATE-TOKEN` newer releases skip it and see \
        an anonymous caller; older ones take it for an unknown token and answer 401. As Bearer \
        it is read only where job tokens are allowed.",
    recognise: "401, or 404 on private projects, while the value begins with `glcbt-` or comes \
        from `CI_JOB_TOKEN`.",
    fixes: &[
        "Send it as `JOB-TOKEN`: `echo \"JOB-TOKEN: $CI_JOB_TOKEN\" | curl --header @- URL`",
        "For Git and package clients: user name `gitlab-ci-token`, the token as password.",
        "To start a pipeline, send it as the form field `token`.",
    ],
    alike: &[(
        "job-token-not-read-here",
        "There the header is right, and the endpoint does not read job tokens.",
    )],
    docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
};

/// This endpoint does not read deploy tokens.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static DEPLOY_TOKEN_NOT_READ_HERE: Code = Code {
    id: "deploy-token-not-read-here",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "This endpoint does not read deploy tokens",
    why: "Deploy tokens open Git pulls, the container registry, and package endpoints. On other \
        endpoints GitLab does not look at them. While external authorization is on, they are not \
        looked at anywhere in the API.",
    recognise: "401 on endpoints that need a user, 404 on private projects. GraphQL answers 401 \
        \"Invalid token\".",
    fixes: &[
        "Use a project access token with {scopes_needed}: {project_url}/-/settings/access_tokens",
        "For packages and images keep the deploy token, with its own user name and the token as \
            password.",
    ],
    alike: &[
        (
            "deploy-token-dead",
            "There the endpoint reads deploy tokens, and this one is no longer valid.",
        ),
        (
            "external-authorization",
            "There an outside service decides, and deploy tokens are left out.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/project/deploy_tokens/",
};

/// Tokens of this kind are not accepted here.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`, `lib/gitlab/git_access.rb`.
pub static KIND_NOT_ACCEPTED: Code = Code {
    id: "kind-not-accepted",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "Tokens of this kind are not accepted here",
    why: "GitLab gives each kind of token its own places. This kind is made for something else, \
        so it is looked for in the wrong table and not found.",
    recognise: "A plain 401, or on a push \"You are not allowed to upload code for this \
        project.\"; the prefix shows a kind such as runner (`glrt-`), trigger (`glptt-`), feed \
        (`glft-`), or agent (`glagent-`).",
    fixes: &[
        "Use a personal, project, or group access token with {scopes_needed}: \
            {project_url}/-/settings/access_tokens",
        "Keep this {kind} for what it is made for, and check which variable holds which token.",
        "If it was posted in a log or sent to the wrong place, revoke it.",
    ],
    alike: &[(
        "token-unknown",
        "A token of the right kind that is not known gets the same 401. The prefix tells.",
    )],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// A good token in the wrong header.
///
/// Source: `lib/gitlab/auth/auth_finders.rb`.
pub static TOKEN_IN_WRONG_HEADER: Code = Code {
    id: "token-in-wrong-header",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "A good token in the wrong header",
    why: "The token itself may be good, but it came in a header in which GitLab does not look \
        for this kind.",
    recognise: "401 or 404 with this header, and an answer with another one.",
    fixes: &[
        "Send the {kind} in {header}.",
        "Personal, project, and group tokens: `PRIVATE-TOKEN: TOKEN` or `Authorization: Bearer \
            TOKEN`. OAuth tokens: `Authorization: Bearer TOKEN`. Job tokens: `JOB-TOKEN: TOKEN`. \
            Deploy tokens: `DEPLOY-TOKEN: TOKEN`.",
        "Check the spelling: `PRIVATE-TOKEN` with a hyphen. Many servers drop headers with an \
            underscore.",
    ],
    alike: &[
        ("token-unknown", "There no header helps."),
        (
            "seen-as-anonymous",
            "That is what GitLab sees: a caller without a token.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// The token is not a GitLab token.
///
/// Source: public token formats of other services.
pub static TOKEN_OF_ANOTHER_FORGE: Code = Code {
    id: "token-of-another-forge",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "The token is not a GitLab token",
    why: "The form of this value belongs to another service. GitLab knows no such token.",
    recognise: "A plain 401, and a value with a prefix such as `ghp_` or `github_pat_` (GitHub), \
        or that of another service.",
    fixes: &[
        "Put the GitLab token into {token_source}, and the other one where it belongs.",
        "The other service may accept this token: since it was sent to the wrong server, renew \
            it there.",
    ],
    alike: &[("token-unknown", "There the form is that of GitLab.")],
    docs: "https://docs.gitlab.com/security/tokens/",
};

/// A password where only a token is taken.
///
/// Source: `lib/gitlab/auth.rb`, `lib/api/api_guard.rb`.
pub static PASSWORD_INSTEAD_OF_TOKEN: Code = Code {
    id: "password-instead-of-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "A password where only a token is taken",
    why: "The API takes tokens, not passwords. Git takes a password only where the instance and \
        the account allow it.",
    recognise: "401, while the value has no form of a token, or Git was given the account \
        password.",
    fixes: &[
        "Make a token and use it in place of the password: \
            {instance}/-/user_settings/personal_access_tokens?name=git&scopes=read_repository,write_repository",
        "Delete the stored password: `printf 'protocol=https\\nhost=HOST\\n' | git credential \
            reject`",
        "Or use SSH: {instance}/-/user_settings/ssh_keys",
    ],
    alike: &[
        (
            "two-factor-required",
            "There the password is right, and two-factor authentication rules it out.",
        ),
        (
            "password-login-disabled",
            "There the instance takes no password from anybody.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};

/// GraphQL does not take tokens of this kind.
///
/// Source: `app/controllers/graphql_controller.rb`, `lib/gitlab/auth/request_authenticator.rb`.
pub static GRAPHQL_TAKES_NO_SUCH_TOKEN: Code = Code {
    id: "graphql-takes-no-such-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "GraphQL does not take tokens of this kind",
    why: "GraphQL takes personal, project, group, and OAuth tokens. Job tokens and deploy tokens \
        are never accepted there.",
    recognise: "401 with `{\"errors\":[{\"message\":\"Invalid token\"}]}`, and a job or deploy \
        token in the request.",
    fixes: &[
        "Use a token with `read_api` to read, or `api` to change: \
            {project_url}/-/settings/access_tokens",
        "Or ask the REST API, which reads job tokens on some endpoints.",
    ],
    alike: &[
        (
            "token-unknown",
            "GraphQL answers every trouble with a token in the same words. Ask REST with the \
                same token: it says more.",
        ),
        (
            "scope-missing",
            "A token without `api` or `read_api` gets the same 401 on GraphQL.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/graphql/",
};

/// Only a job token is taken here.
///
/// Source: `lib/api/ci/jobs.rb`.
pub static NOT_A_JOB_TOKEN: Code = Code {
    id: "not-a-job-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "Only a job token is taken here",
    why: "This endpoint tells a job about itself, so it needs a job token. With any other valid \
        token there is no job to be found. The source of this endpoint was not read again for \
        the newest releases.",
    recognise: "404 \"Job Not Found\" on GET /job, while the token works elsewhere.",
    fixes: &[
        "Inside a job, send its token: `echo \"JOB-TOKEN: $CI_JOB_TOKEN\" | curl --header @- \
            {instance}/api/v4/job`",
        "Outside, ask for the job by number: {instance}/api/v4/projects/ID/jobs/JOB_ID",
    ],
    alike: &[
        ("job-finished", "A dead job token gets 401 here, not 404."),
        (
            "record-absent",
            "With a job number in the path, the same words mean that there is no such job, or \
                that you may not see it.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/jobs/",
};

/// Only an OAuth access token is taken here.
///
/// Source: `app/controllers/oauth/token_info_controller.rb`.
pub static NOT_AN_OAUTH_TOKEN: Code = Code {
    id: "not-an-oauth-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "Only an OAuth access token is taken here",
    why: "This endpoint knows OAuth access tokens only. It gives one answer to every other \
        token, and to OAuth tokens that are unknown, expired, or revoked.",
    recognise: "400 with `invalid_request` on /oauth/token/info.",
    fixes: &[
        "For personal, project, and group tokens ask {instance}/api/v4/personal_access_tokens/self",
        "For an OAuth token, ask any REST endpoint. It says whether the token has expired: \
            {instance}/api/v4/user",
    ],
    alike: &[(
        "token-expired",
        "An expired OAuth token gets the same 400 here. REST tells them apart.",
    )],
    docs: "https://docs.gitlab.com/api/oauth2/",
};

/// Only access tokens have a record of their own.
///
/// Source: `lib/api/personal_access_tokens/self_information.rb`.
pub static OWN_RECORD_NEEDS_ACCESS_TOKEN: Code = Code {
    id: "own-record-needs-access-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "Only access tokens have a record of their own",
    why: "The address /personal_access_tokens/self reads the record of an access token. An OAuth \
        token is valid, but has no such record.",
    recognise: "400 with \"This endpoint requires token type to be a personal access token\".",
    fixes: &[
        "For an OAuth token ask {instance}/oauth/token/info",
        "For a job token ask {instance}/api/v4/job with the header `JOB-TOKEN`.",
    ],
    alike: &[(
        "token-unknown",
        "Tokens of other kinds, and unknown ones, get 401 here.",
    )],
    docs: "https://docs.gitlab.com/api/personal_access_tokens/",
};

/// This kind of token cannot use sudo.
///
/// Source: `lib/api/helpers.rb`.
pub static SUDO_NEEDS_USER_TOKEN: Code = Code {
    id: "sudo-needs-user-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "This kind of token cannot use sudo",
    why: "Only an OAuth or personal access token of an administrator may act for somebody else. \
        A session or a job token may not.",
    recognise: "403 with \"Must be authenticated using an OAuth or personal access token to use \
        sudo\".",
    fixes: &[
        "Use a personal access token of an administrator with the scopes `api` and `sudo`.",
        "Or leave out the parameter `sudo` and the header `Sudo`, and act as yourself.",
    ],
    alike: &[
        (
            "sudo-scope-missing",
            "There the kind is right, and the scope is missing.",
        ),
        ("sudo-needs-admin", "There the user is no administrator."),
    ],
    docs: "https://docs.gitlab.com/api/rest/authentication/",
};

/// The dependency proxy does not take this token.
///
/// Source: `app/services/auth/dependency_proxy_authentication_service.rb`.
pub static DEPENDENCY_PROXY_KIND: Code = Code {
    id: "dependency-proxy-kind",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "The dependency proxy does not take this token",
    why: "The dependency proxy belongs to a group. It takes user tokens, and deploy tokens of a \
        group with both registry scopes, but no deploy token of a project. It also refuses \
        callers without a token.",
    recognise: "403 with \"access forbidden\" on /jwt/auth with `service=dependency_proxy`.",
    fixes: &[
        "In a job, use the variables made for it: `$CI_DEPENDENCY_PROXY_USER` and \
            `$CI_DEPENDENCY_PROXY_PASSWORD`.",
        "Use a group deploy token with `read_registry` and `write_registry`, or a personal or \
            group token with the same two scopes.",
        "Sign in at the host of GitLab itself, with its port: `docker login HOST:443`.",
    ],
    alike: &[
        (
            "dependency-proxy-off",
            "There the status is 404 and the body says \"not enabled\".",
        ),
        (
            "registry-scope-missing",
            "That one is about the container registry.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/packages/dependency_proxy/",
};

/// This web address does not take tokens.
///
/// Source: `app/controllers/concerns/sessionless_authentication.rb`,
/// `app/controllers/application_controller.rb`.
pub static WEB_PAGE_TAKES_NO_TOKEN: Code = Code {
    id: "web-page-takes-no-token",
    cause: Cause::WrongTokenType,
    gate: Some(Gate::Credential),
    title: "This web address does not take tokens",
    why: "This is an address for browsers. Most web pages read no token at all; archives and \
        downloads read tokens with `api` or `read_api` only. The rest is sent to the sign-in \
        page.",
    recognise: "A 302 to /users/sign_in, or its HTML with 200, on addresses with `/-/raw/`, \
        `/-/blob/`, or `/-/archive/`.",
    fixes: &[
        "For one file: `echo \"PRIVATE-TOKEN: $TOKEN\" | curl --header @- \
            \"{instance}/api/v4/projects/ID/repository/files/PATH/raw?ref=main\"`",
        "For all files: {instance}/api/v4/projects/ID/repository/archive.tar.gz",
        "For artifacts and releases use their API endpoints as well.",
    ],
    alike: &[
        (
            "sign-in-page",
            "There a portal in front of GitLab may be the one that asks.",
        ),
        (
            "scope-missing",
            "On archive pages a token with `read_repository` only ends at the same sign-in page.",
        ),
    ],
    docs: "https://docs.gitlab.com/api/repository_files/",
};
