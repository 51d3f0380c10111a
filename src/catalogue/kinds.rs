//! TABLE: what is known of every kind of token, and the prefixes that tell them.
//!
//! Two tables of plain literals. [`TABLE`] has one row per kind, in the order of [`TokenKind`]; [`PREFIXES`] has one
//! row per prefix that GitLab writes, with the file of GitLab's source that defines it. An instance may put a prefix
//! of its own and a hyphen before each of them; that is looked for by whoever reads a value, never here.

use super::kind::{Carrier, TokenKind};

/// What is known of one kind of token.
#[derive(Debug)]
pub struct KindFacts {
    /// The kind.
    pub kind: TokenKind,
    /// What a value of this kind looks like.
    pub shape: &'static str,
    /// Where GitLab reads it; empty where GitLab itself never does.
    pub places: &'static [Place],
    /// What it is for.
    pub purpose: &'static str,
    /// How to find out whether it works, without changing anything where that is possible.
    pub test: &'static str,
    /// GitLab's page about it.
    pub docs: &'static str,
    /// The file of GitLab's source from which this is known.
    pub source: &'static str,
}

/// A surface of GitLab, and the ways in which it reads a kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Name of the surface: `rest`, `graphql`, `git`, `packages`, and so on.
    pub surface: &'static str,
    /// How the token may travel there, the usual way first.
    pub carriers: &'static [Carrier],
}

/// One prefix that GitLab writes before the random part of a token.
#[derive(Debug)]
pub struct Prefix {
    /// The prefix, with its hyphen.
    pub text: &'static str,
    /// The kind that it tells.
    pub kind: TokenKind,
    /// What follows it.
    pub body: Body,
    /// The file of GitLab's source that defines it.
    pub source: &'static str,
}

/// What follows a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// This many characters of `[0-9A-Za-z_-]`, or a routable token.
    Characters(usize),
    /// This many hexadecimal digits.
    Hexadecimal(usize),
    /// A CI/CD job token: a partition and 20 characters, or a JSON Web Token.
    Job,
    /// A JSON Web Token.
    Jwt,
    /// Not settled, or several forms: the length says nothing.
    Open,
}

/// The prefixes; a longer one stands before a shorter one that it begins with.
pub const PREFIXES: &[Prefix] = &[
    prefix(
        "glpat-",
        TokenKind::PersonalAccess,
        Body::Characters(20),
        "app/models/personal_access_token.rb",
    ),
    prefix(
        "glcbt-",
        TokenKind::Job,
        Body::Job,
        "app/models/ci/build.rb",
    ),
    prefix(
        "gldt-",
        TokenKind::Deploy,
        Body::Characters(20),
        "app/models/deploy_token.rb",
    ),
    prefix(
        "glrtr-",
        TokenKind::Runner,
        Body::Open,
        "app/models/ci/runner.rb",
    ),
    prefix(
        "glrt-",
        TokenKind::Runner,
        Body::Open,
        "app/models/ci/runner.rb",
    ),
    // Made for a short while in 2024; the digit is the type of runner.
    prefix(
        "t1_",
        TokenKind::Runner,
        Body::Characters(20),
        "lib/authn/tokens/runner_authentication_token.rb",
    ),
    prefix(
        "t2_",
        TokenKind::Runner,
        Body::Characters(20),
        "lib/authn/tokens/runner_authentication_token.rb",
    ),
    prefix(
        "t3_",
        TokenKind::Runner,
        Body::Characters(20),
        "lib/authn/tokens/runner_authentication_token.rb",
    ),
    prefix(
        "GR1348941",
        TokenKind::RunnerRegistration,
        Body::Characters(20),
        "app/models/concerns/runners_token_prefixable.rb",
    ),
    prefix(
        "glptt-",
        TokenKind::Trigger,
        Body::Hexadecimal(40),
        "app/models/ci/trigger.rb",
    ),
    prefix("glft-", TokenKind::Feed, Body::Open, "app/models/user.rb"),
    prefix(
        "glimt-",
        TokenKind::IncomingMail,
        Body::Open,
        "app/models/user.rb",
    ),
    prefix(
        "glagent-",
        TokenKind::Agent,
        Body::Open,
        "app/models/clusters/agent_token.rb",
    ),
    prefix(
        "glsoat-",
        TokenKind::Scim,
        Body::Open,
        "ee/app/models/scim_oauth_access_token.rb",
    ),
    prefix(
        "glffct-",
        TokenKind::FeatureFlagsClient,
        Body::Open,
        "app/models/operations/feature_flags_client.rb",
    ),
    prefix(
        "glwt-",
        TokenKind::Workspace,
        Body::Open,
        "ee/app/models/remote_development/workspace_token.rb",
    ),
    prefix(
        "gloas-",
        TokenKind::OauthSecret,
        Body::Hexadecimal(64),
        "lib/gitlab/doorkeeper_secret_storing/token/unique_application_token.rb",
    ),
    prefix(
        "gliamat-",
        TokenKind::Oauth,
        Body::Jwt,
        "lib/authn/tokens/iam_oauth_token.rb",
    ),
    prefix(
        "glsat-",
        TokenKind::Oauth,
        Body::Jwt,
        "lib/authn/tokens/stateless_access_token.rb",
    ),
    // A credential of GitLab that the contract has no kind for.
    prefix(
        "glrct-",
        TokenKind::Unknown,
        Body::Open,
        "app/models/ci/runner_controller_token.rb",
    ),
    prefix(
        "_gitlab_session=",
        TokenKind::Session,
        Body::Open,
        "lib/authn/tokens/gitlab_session.rb",
    ),
];

/// The kinds, in the order of [`TokenKind::ALL`].
pub const TABLE: &[KindFacts] = &[
    KindFacts {
        kind: TokenKind::Personal,
        shape: "glpat- and 20 characters, or glpat- and a routable payload with a checksum",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as the user who made it, within the scopes that it was given",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
        source: "app/models/personal_access_token.rb",
    },
    KindFacts {
        kind: TokenKind::Project,
        shape: "as a personal access token; the value does not tell the two apart",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as a bot user that is a member of one project, with one role",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/user/project/settings/project_access_tokens/",
        source: "app/services/resource_access_tokens/create_service.rb",
    },
    KindFacts {
        kind: TokenKind::Group,
        shape: "as a personal access token; the value does not tell the two apart",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as a bot user that is a member of one group and all that is in it, with one role",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/user/group/settings/group_access_tokens/",
        source: "app/services/resource_access_tokens/create_service.rb",
    },
    KindFacts {
        kind: TokenKind::Impersonation,
        shape: "as a personal access token; the value does not tell the two apart",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as a user for whom an administrator made it",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/api/rest/authentication/#impersonation-tokens",
        source: "app/models/personal_access_token.rb",
    },
    KindFacts {
        kind: TokenKind::ServiceAccount,
        shape: "as a personal access token; the value does not tell the two apart",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as a service account, a user without a human behind it",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/user/profile/service_accounts/",
        source: "app/models/personal_access_token.rb",
    },
    KindFacts {
        kind: TokenKind::PersonalAccess,
        shape: "glpat- and 20 characters, or glpat- and a routable payload with a checksum",
        places: PERSONAL_ACCESS_PLACES,
        purpose: "acts as a user or as the bot of a project or group, within the scopes that it was given",
        test: "GET /api/v4/personal_access_tokens/self",
        docs: "https://docs.gitlab.com/security/tokens/",
        source: "lib/authn/tokens/personal_access_token.rb",
    },
    KindFacts {
        kind: TokenKind::Oauth,
        shape: "64 hexadecimal digits, or a JSON Web Token",
        places: &[
            place(
                "rest",
                &[Carrier::Bearer, Carrier::Parameter("access_token")],
            ),
            place("graphql", &[Carrier::Bearer]),
            place("git", &[Carrier::BasicUser("oauth2")]),
            place("registry_auth", &[Carrier::BasicUser("oauth2")]),
        ],
        purpose: "lets an application act for a user, for two hours unless it is refreshed",
        test: "GET /oauth/token/info",
        docs: "https://docs.gitlab.com/api/oauth2/",
        source: "lib/gitlab/auth/auth_finders.rb",
    },
    KindFacts {
        kind: TokenKind::Job,
        shape: "glcbt- and a JSON Web Token, or glcbt-, a partition, and 20 characters",
        places: &[
            place(
                "rest",
                &[
                    Carrier::JobToken,
                    Carrier::Parameter("job_token"),
                    Carrier::Bearer,
                ],
            ),
            place("git", &[Carrier::BasicUser("gitlab-ci-token")]),
            place("lfs", &[Carrier::BasicUser("gitlab-ci-token")]),
            place("registry_auth", &[Carrier::BasicUser("gitlab-ci-token")]),
            place(
                "packages",
                &[Carrier::BasicUser("gitlab-ci-token"), Carrier::JobToken],
            ),
        ],
        purpose: "lets a running job act for the user who started it, on the routes that read it, until the job ends",
        test: "GET /api/v4/job, in the job that it belongs to",
        docs: "https://docs.gitlab.com/ci/jobs/ci_job_token/",
        source: "lib/ci/job_token/jwt.rb, app/models/ci/build.rb",
    },
    KindFacts {
        kind: TokenKind::Deploy,
        shape: "gldt- and 20 characters; 20 characters alone before 16.7",
        places: &[
            place("git", &[Carrier::BasicOwnUser]),
            place("registry_auth", &[Carrier::BasicOwnUser]),
            place("packages", &[Carrier::BasicOwnUser, Carrier::DeployToken]),
            place("rest", &[Carrier::DeployToken]),
        ],
        purpose: "clones, and pulls or publishes images and packages; it never acts as a user",
        test: "git ls-remote with the token's own user name, or a login to the container registry",
        docs: "https://docs.gitlab.com/user/project/deploy_tokens/",
        source: "app/models/deploy_token.rb",
    },
    KindFacts {
        kind: TokenKind::Runner,
        shape: "glrt- or glrtr- and at least 20 characters",
        places: &[place(
            "runner",
            &[Carrier::Parameter("token"), Carrier::Header("Runner-Token")],
        )],
        purpose: "lets a runner ask GitLab for jobs",
        test: "gitlab-runner verify on the runner's machine; it counts as a sign of life of the runner",
        docs: "https://docs.gitlab.com/security/tokens/#runner-authentication-tokens",
        source: "app/models/ci/runner.rb",
    },
    KindFacts {
        kind: TokenKind::RunnerRegistration,
        shape: "GR1348941 and 20 characters",
        places: &[place("runner", &[Carrier::Parameter("token")])],
        purpose: "registers a new runner; deprecated by GitLab in favour of runner authentication tokens",
        test: "none that is safe: to use it registers a runner",
        docs: "https://docs.gitlab.com/ci/runners/new_creation_workflow/",
        source: "app/models/concerns/runners_token_prefixable.rb",
    },
    KindFacts {
        kind: TokenKind::Trigger,
        shape: "glptt- and 40 hexadecimal digits",
        places: &[place("trigger", &[Carrier::Parameter("token")])],
        purpose: "starts a pipeline of one project",
        test: "none that is safe: to use it starts a pipeline",
        docs: "https://docs.gitlab.com/ci/triggers/",
        source: "app/models/ci/trigger.rb",
    },
    KindFacts {
        kind: TokenKind::Feed,
        shape: "glft- and 20 characters, or glft-, 64 hexadecimal digits, and a user id",
        places: &[place("feed", &[Carrier::Parameter("feed_token")])],
        purpose: "reads the RSS and calendar feeds of its user",
        test: "open the feed address that GitLab gave with it",
        docs: "https://docs.gitlab.com/security/tokens/#feed-token",
        source: "lib/gitlab/auth/auth_finders.rb",
    },
    KindFacts {
        kind: TokenKind::Agent,
        shape: "glagent- and 50 characters",
        places: &[place("agent", &[Carrier::Bearer])],
        purpose: "connects an agent in a Kubernetes cluster to GitLab",
        test: "look at the agent's last contact in the project's list of agents",
        docs: "https://docs.gitlab.com/user/clusters/agent/",
        source: "app/models/clusters/agent_token.rb",
    },
    KindFacts {
        kind: TokenKind::IncomingMail,
        shape: "glimt- and about 25 characters",
        places: &[place("mail", &[Carrier::MailAddress])],
        purpose: "lets its user open issues and merge requests by mail",
        test: "none that is safe: to use it opens an issue",
        docs: "https://docs.gitlab.com/security/tokens/#incoming-email-token",
        source: "app/models/user.rb",
    },
    KindFacts {
        kind: TokenKind::Scim,
        shape: "glsoat- and 20 characters",
        places: &[place("scim", &[Carrier::Bearer])],
        purpose: "lets an identity provider create and remove users of a group or an instance",
        test: "the connection test of the identity provider",
        docs: "https://docs.gitlab.com/user/group/saml_sso/scim_setup/",
        source: "ee/app/models/scim_oauth_access_token.rb",
    },
    KindFacts {
        kind: TokenKind::FeatureFlagsClient,
        shape: "glffct- and 20 characters",
        places: &[place(
            "feature_flags",
            &[
                Carrier::Header("UNLEASH-INSTANCEID"),
                Carrier::Parameter("instance_id"),
            ],
        )],
        purpose: "lets an application read the feature flags of one project",
        test: "GET /api/v4/feature_flags/unleash/:project_id/client/features with the header UNLEASH-INSTANCEID",
        docs: "https://docs.gitlab.com/operations/feature_flags/",
        source: "app/models/operations/feature_flags_client.rb",
    },
    KindFacts {
        kind: TokenKind::OauthSecret,
        shape: "gloas- and 64 hexadecimal digits",
        places: &[place("oauth", &[Carrier::Parameter("client_secret")])],
        purpose: "lets an application exchange a code for an OAuth access token",
        test: "run the sign-in of the application",
        docs: "https://docs.gitlab.com/integration/oauth_provider/",
        source: "lib/gitlab/doorkeeper_secret_storing/token/unique_application_token.rb",
    },
    KindFacts {
        kind: TokenKind::IdToken,
        shape: "a JSON Web Token with the claims of a job",
        places: &[],
        purpose: "proves to another service, such as Vault or a cloud, which job is asking; GitLab's own API never reads it",
        test: "ask the service that its audience names",
        docs: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
        source: "lib/gitlab/ci/jwt_v2.rb",
    },
    KindFacts {
        kind: TokenKind::Workspace,
        shape: "glwt- and 20 characters",
        places: &[place("workspace", &[Carrier::BasicAnyUser])],
        purpose: "lets a workspace speak with GitLab; GitLab makes and keeps it itself",
        test: "none: it lives and ends with its workspace",
        docs: "https://docs.gitlab.com/user/workspace/",
        source: "ee/app/models/remote_development/workspace_token.rb",
    },
    KindFacts {
        kind: TokenKind::Session,
        shape: "_gitlab_session= and the value of the cookie",
        places: &[
            place("web", &[Carrier::Cookie]),
            place("rest", &[Carrier::Cookie]),
        ],
        purpose: "keeps a browser signed in",
        test: "open GitLab in the browser that holds it",
        docs: "https://docs.gitlab.com/security/tokens/#token-prefixes",
        source: "lib/authn/tokens/gitlab_session.rb",
    },
    KindFacts {
        kind: TokenKind::OtherForge,
        shape: "the prefix of another service",
        places: &[],
        purpose: "belongs to another service than GitLab",
        test: "ask the service that it belongs to",
        docs: "https://docs.gitlab.com/security/tokens/",
        source: "src/catalogue/forge.rs",
    },
    KindFacts {
        kind: TokenKind::Unknown,
        shape: "no prefix, claims, or length that tells a kind",
        places: &[],
        purpose: "not known",
        test: "GET /api/v4/personal_access_tokens/self; an administrator can ask POST /api/v4/admin/token",
        docs: "https://docs.gitlab.com/security/tokens/",
        source: "lib/authn/agnostic_token_identifier.rb",
    },
];

const PERSONAL_ACCESS_PLACES: &[Place] = &[
    place(
        "rest",
        &[
            Carrier::PrivateToken,
            Carrier::Bearer,
            Carrier::Parameter("private_token"),
        ],
    ),
    place("graphql", &[Carrier::Bearer, Carrier::PrivateToken]),
    place("git", &[Carrier::BasicAnyUser]),
    place("lfs", &[Carrier::BasicAnyUser]),
    place("registry_auth", &[Carrier::BasicAnyUser]),
    place(
        "packages",
        &[
            Carrier::BasicAnyUser,
            Carrier::PrivateToken,
            Carrier::Bearer,
        ],
    ),
];

const fn prefix(text: &'static str, kind: TokenKind, body: Body, source: &'static str) -> Prefix {
    Prefix {
        text,
        kind,
        body,
        source,
    }
}

const fn place(surface: &'static str, carriers: &'static [Carrier]) -> Place {
    Place { surface, carriers }
}

/// Finds the prefix with which a value begins.
#[must_use]
pub fn prefix_of(value: &str) -> Option<&'static Prefix> {
    PREFIXES.iter().find(|row| value.starts_with(row.text))
}

/// Returns the prefixes of a kind, as GitLab writes them without a prefix of the instance.
pub fn prefixes_of(kind: TokenKind) -> impl Iterator<Item = &'static str> {
    PREFIXES
        .iter()
        .filter(move |row| row.kind == kind)
        .map(|row| row.text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_has_one_row_per_kind_in_the_order_of_the_kinds() {
        let kinds: Vec<_> = TABLE.iter().map(|row| row.kind).collect();
        assert_eq!(kinds, TokenKind::ALL);
        for kind in TokenKind::ALL {
            assert_eq!(kind.facts().kind, kind);
        }
    }

    #[test]
    fn every_row_says_what_it_is_for_and_where_that_is_known_from() {
        for row in TABLE {
            let name = row.kind.name();
            for text in [row.shape, row.purpose, row.test, row.source] {
                assert!(!text.is_empty(), "{name}");
            }
            assert!(row.docs.starts_with("https://docs.gitlab.com/"), "{name}");
            for place in row.places {
                assert!(!place.carriers.is_empty(), "{name} {}", place.surface);
            }
        }
    }

    #[test]
    fn a_usual_carrier_is_one_that_the_rest_api_reads() {
        for row in TABLE {
            let Some(carrier) = row.kind.carrier() else {
                continue;
            };
            let rest = row
                .places
                .iter()
                .find(|place| place.surface == "rest")
                .unwrap();
            assert!(rest.carriers.contains(&carrier), "{}", row.kind.name());
        }
    }

    #[test]
    fn prefixes_are_unique_and_none_is_hidden_by_an_earlier_one() {
        let texts: BTreeSet<_> = PREFIXES.iter().map(|row| row.text).collect();
        assert_eq!(texts.len(), PREFIXES.len());
        for row in PREFIXES {
            let example = format!("{}{}", row.text, "a1".repeat(20));
            let found = prefix_of(&example).unwrap();
            assert_eq!(found.text, row.text);
            assert!(!row.source.is_empty());
        }
    }
}
