//! Codes found at the gate `account`: owners that may not use GitLab.

use super::Code;
use crate::diagnosis::{Cause, Gate};

/// The account is blocked.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `lib/api/api_guard.rb`.
pub static ACCOUNT_BLOCKED: Code = Code {
    id: "account-blocked",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The account is blocked",
    why: "The token is right, but its owner may not use GitLab. The account is blocked or \
        banned, refused by LDAP, or locked for a while after failed sign-ins. GitLab has one \
        text for all of them.",
    recognise: "403 with \"Your account has been blocked.\" on REST. GraphQL and Git answer a \
        plain 401.",
    fixes: &[
        "Ask an administrator of {instance} what holds {owner}: Admin area > Users.",
        "If the account is only locked after failed sign-ins, wait for it to unlock, or reset \
            the password in a browser.",
        "If the person has left, move the work to a project access token or a service account.",
    ],
    alike: &[
        (
            "account-deactivated",
            "There the message says \"deactivated\".",
        ),
        (
            "account-pending-approval",
            "There the message says \"pending approval\".",
        ),
        (
            "account-not-allowed",
            "GraphQL says \"API not accessible for user\" when a user was found.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/moderate_users/",
};

/// The account is deactivated.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `lib/api/api_guard.rb`.
pub static ACCOUNT_DEACTIVATED: Code = Code {
    id: "account-deactivated",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The account is deactivated",
    why: "The account has not been used for a long time, or an administrator deactivated it. Its \
        tokens rest until somebody signs in.",
    recognise: "403 with \"Your account has been deactivated by your administrator.\" on REST. \
        GraphQL and Git answer 401. Older releases may use the text for blocked accounts.",
    fixes: &[
        "Sign in once in a browser as {owner}. That wakes the account: {instance}/users/sign_in",
        "For a bot that nobody can sign in as, an administrator activates it in Admin area > \
            Users.",
    ],
    alike: &[("account-blocked", "There signing in does not help.")],
    docs: "https://docs.gitlab.com/administration/moderate_users/",
};

/// The account waits for approval.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `lib/api/api_guard.rb`.
pub static ACCOUNT_PENDING_APPROVAL: Code = Code {
    id: "account-pending-approval",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The account waits for approval",
    why: "New accounts on this instance wait until an administrator approves them. Until then \
        their tokens do nothing.",
    recognise: "403 with \"Your account is pending approval from your administrator and hence \
        blocked.\" on REST.",
    fixes: &["Ask an administrator to approve {owner}: Admin area > Users > Pending approval."],
    alike: &[
        ("account-blocked", "There the account was approved once."),
        (
            "account-unconfirmed",
            "There the e-mail address is what is missing.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/moderate_users/",
};

/// The e-mail address is not confirmed.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `lib/api/api_guard.rb`.
pub static ACCOUNT_UNCONFIRMED: Code = Code {
    id: "account-unconfirmed",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The e-mail address is not confirmed",
    why: "The main e-mail address of the account has not been confirmed, and this instance \
        demands it.",
    recognise: "403 with \"Your primary email address is not confirmed.\" on REST. GraphQL and \
        Git answer 401.",
    fixes: &[
        "Open the confirmation mail sent to {owner} and follow its link.",
        "If the link is too old, ask for a new one: {instance}/users/confirmation/new",
        "An administrator can confirm the account in Admin area > Users.",
    ],
    alike: &[(
        "account-pending-approval",
        "There an administrator has to act.",
    )],
    docs: "https://docs.gitlab.com/security/user_email_confirmation/",
};

/// The Terms of Service are not accepted.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `app/policies/global_policy.rb`.
pub static TERMS_NOT_ACCEPTED: Code = Code {
    id: "terms-not-accepted",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The Terms of Service are not accepted",
    why: "The instance asks each user to accept its Terms of Service, and the owner of the token \
        has not done so. New terms have to be accepted again.",
    recognise: "403 with \"must accept the Terms of Service in order to perform this action\" on \
        REST and Git. GraphQL says \"API not accessible for user\".",
    fixes: &[
        "Sign in once in a browser as {owner} and accept: {instance}/-/users/terms",
        "For a bot, use a project or group access token, or ask an administrator.",
    ],
    alike: &[(
        "account-not-allowed",
        "GraphQL does not say that it is about the terms.",
    )],
    docs: "https://docs.gitlab.com/administration/settings/terms/",
};

/// The password has expired.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `lib/api/api_guard.rb`.
pub static PASSWORD_EXPIRED: Code = Code {
    id: "password-expired",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The password has expired",
    why: "The password of the account has to be changed first. Until then its tokens do nothing. \
        Accounts that sign in only by LDAP or another provider are not affected.",
    recognise: "403 with \"Your password expired. Please access GitLab from a web browser to \
        update your password.\" on REST. GraphQL and Git answer 401.",
    fixes: &[
        "Sign in in a browser as {owner} and set a new password: {instance}/users/sign_in",
        "An administrator who sets a password for somebody makes it expire at once. Let the \
            person change it.",
    ],
    alike: &[("account-blocked", "There a new password does not help.")],
    docs: "https://docs.gitlab.com/user/profile/user_passwords/",
};

/// The account is internal to GitLab.
///
/// Source: `lib/gitlab/auth/user_access_denied_reason.rb`, `app/policies/global_policy.rb`.
pub static INTERNAL_USER: Code = Code {
    id: "internal-user",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The account is internal to GitLab",
    why: "The account is one of those that GitLab keeps for itself, such as its own bots. They \
        may not use the API.",
    recognise: "403 with \"This action cannot be performed by internal users\" on REST.",
    fixes: &[
        "Use a project access token, a group access token, or a service account in its place: \
            {project_url}/-/settings/access_tokens",
    ],
    alike: &[(
        "account-blocked",
        "There the account belongs to a person or a bot of yours.",
    )],
    docs: "https://docs.gitlab.com/administration/internal_users/",
};

/// The account may not use this.
///
/// Source: `app/controllers/graphql_controller.rb`, `lib/gitlab/git_access.rb`.
pub static ACCOUNT_NOT_ALLOWED: Code = Code {
    id: "account-not-allowed",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "The account may not use this",
    why: "GitLab knows the user behind the token, but this user may not use the API or Git. The \
        answer does not name the reason. Terms that are not accepted are the most common one.",
    recognise: "GraphQL 403 with \"API not accessible for user\".",
    fixes: &[
        "Ask REST with the same token, for it gives the reason: `glwhy probe --instance {instance} \
            'GET /user'`",
        "Sign in once in a browser as {owner}. GitLab then shows what it waits for.",
    ],
    alike: &[
        ("terms-not-accepted", "REST says so in words."),
        (
            "account-blocked",
            "A blocked user gets 401 on GraphQL, not 403.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/moderate_users/",
};

/// Two-factor authentication rules out the password.
///
/// Source: `lib/gitlab/auth.rb`, `app/controllers/repositories/git_http_client_controller.rb`.
pub static TWO_FACTOR_REQUIRED: Code = Code {
    id: "two-factor-required",
    cause: Cause::AccountState,
    gate: Some(Gate::Account),
    title: "Two-factor authentication rules out the password",
    why: "The account uses two-factor authentication, or has to. A password alone is then not \
        enough for Git, the registry, or an OAuth password grant. Tokens are not affected.",
    recognise: "401 \"HTTP Basic: Access denied\" without the header `WWW-Authenticate`. The \
        password may be right.",
    fixes: &[
        "Use a token in place of the password: \
            {instance}/-/user_settings/personal_access_tokens?name=git&scopes=read_repository,write_repository",
        "Or use SSH: {instance}/-/user_settings/ssh_keys",
        "Delete the stored password: `printf 'protocol=https\\nhost=HOST\\n' | git credential \
            reject`",
    ],
    alike: &[
        (
            "password-login-disabled",
            "There the instance takes no password from anybody. The bytes are the same.",
        ),
        (
            "login-refused",
            "With `WWW-Authenticate` in the answer, the login itself failed.",
        ),
    ],
    docs: "https://docs.gitlab.com/user/profile/account/two_factor_authentication/",
};

/// A proof of possession (`DPoP`) is required.
///
/// Source: `lib/api/api_guard.rb`, `app/services/auth/dpop_authentication_service.rb`.
pub static DPOP_REQUIRED: Code = Code {
    id: "dpop-required",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Account),
    title: "A proof of possession (DPoP) is required",
    why: "The owner of the token, or the group, demands a proof with each request that the \
        sender holds a certain SSH key (DPoP). The proof is missing or wrong. Git is not \
        affected.",
    recognise: "401 with `dpop_error` and \"DPoP validation error:\" and a detail. \
        `WWW-Authenticate` names only the realm. Known from 17.10.",
    fixes: &[
        "Make the proof with glab and send it along: `glab auth dpop-gen --private-key \
            ~/.ssh/id_rsa`, then the header `DPoP: PROOF`. The key must be RSA and be on the \
            account.",
        "Make a new proof for each few minutes. It may be valid for five minutes at most, so \
            clocks must agree.",
        "Or switch it off in your profile, on the page of access tokens, if no rule of the group \
            forbids it.",
    ],
    alike: &[("token-expired", "There the error is `invalid_token`.")],
    docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
};

/// The editor extension is too old for this instance.
///
/// Source: `lib/api/api_guard.rb`,
/// `lib/gitlab/auth/editor_extensions/language_server_client_verifier.rb`.
pub static EDITOR_EXTENSION_RESTRICTED: Code = Code {
    id: "editor-extension-restricted",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Account),
    title: "The editor extension is too old for this instance",
    why: "The administrator demands a newer release of the editor extension than the one that \
        asks. The token is not the trouble.",
    recognise: "401 with `restricted_language_server_client_error`. Known from 18.x.",
    fixes: &[
        "Update the GitLab extension of your editor, and the language server with it.",
        "An administrator finds the rule in Admin area > Settings > General > Editor Extensions.",
    ],
    alike: &[("dpop-required", "There the error is `dpop_error`.")],
    docs: "https://docs.gitlab.com/administration/settings/editor_extensions/",
};

/// The account is used from too many addresses.
///
/// Source: `lib/api/api.rb`, `app/controllers/application_controller.rb`.
pub static TOO_MANY_ADDRESSES: Code = Code {
    id: "too-many-addresses",
    cause: Cause::PolicyRestriction,
    gate: Some(Gate::Account),
    title: "The account is used from too many addresses",
    why: "The instance limits from how many addresses one user may come within a time. This \
        account has passed the limit, for example with one token on many runners.",
    recognise: "403 without a reason on REST, an empty 403 with `Retry-After` on Git.",
    fixes: &[
        "Wait until older addresses drop out of the count, or work from fewer.",
        "Give each group of machines a project access token of its own in place of one shared \
            token.",
        "An administrator changes the limit in Admin area > Settings > Reporting.",
    ],
    alike: &[
        (
            "role-too-low",
            "The same bare 403 on REST. If the same request works later or from a known address, \
                it is this limit.",
        ),
        (
            "address-banned",
            "There one address is banned, with a text of its own.",
        ),
    ],
    docs: "https://docs.gitlab.com/administration/reporting/ip_addr_restrictions/",
};
