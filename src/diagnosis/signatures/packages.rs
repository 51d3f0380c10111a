//! What the package registries answer, beyond the words of the REST API.
//!
//! Package clients get a challenge instead of a bare 401, and most routes never fall back to a
//! caller without a name once a credential was sent.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::clue::Clue::{
    Alive, FeatureOn, GraphQlSees, IsDeploy, IsForeign, IsJob, Listed, Member, NothingSent,
    PlaceFits, RoleFits, TargetPublic, TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{credential, feature, resource, role, scope};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder};
use crate::diagnosis::signature::{Pattern, Signature};

const HERE: &[Surface] = &[Surface::Packages];
const BASIC: &str = "lib/api/helpers/packages/basic_auth_helpers.rb";
const HELPERS: &str = "lib/api/helpers/packages_helpers.rb";
const RESOLVER: &str = "lib/gitlab/api_authentication/token_resolver.rb";

const UNAUTHORIZED: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[401],
    body: Pattern::Message("401 Unauthorized"),
    header: None,
    source: RESOLVER,
    grade: ReadNow,
};

const FORBIDDEN: Pattern = Pattern::Message("403 Forbidden");
const NOT_FOUND: Pattern = Pattern::Message("404 Not Found");

/// The rows.
pub static ROWS: &[Signature] = &[
    UNAUTHORIZED
        .nothing_sent("pkg.401.anonymous")
        .because(
            "a package that is not public answers callers without a credential with a \
                challenge",
        )
        .source(BASIC, ReadOlder)
        .weight(15),
    UNAUTHORIZED.unknown("pkg.401.bad_credential").because(
        "the credential was read and leads to nothing; these routes never fall back to \
            a nameless caller",
    ),
    UNAUTHORIZED.job_finished("pkg.401.job_token_dead"),
    UNAUTHORIZED.deploy_dead("pkg.401.deploy_token_dead"),
    UNAUTHORIZED.foreign("pkg.401.foreign_kind"),
    UNAUTHORIZED.other_forge("pkg.401.other_forge"),
    UNAUTHORIZED
        .means(
            "pkg.401.username_mismatch",
            &credential::BASIC_USER_NAME_WRONG,
            "newer package routes compare the user name: it must be the token owner's, the \
                deploy token's, or gitlab-ci-token",
        )
        .weight(12)
        .unless(&[
            yes(NothingSent),
            no(Alive),
            yes(IsForeign),
            // A place is judged only for headers, where there is no user name.
            yes(PlaceFits),
            no(PlaceFits),
        ]),
    UNAUTHORIZED
        .means(
            "pkg.401.job_token_header",
            &credential::JOB_TOKEN_IN_WRONG_HEADER,
            "some package routes (PyPI, Composer, and others) read a job token as the password of a \
                Basic login only, not in a header of its own",
        )
        .weight(8)
        .unless(&[no(IsJob), yes(NothingSent), no(Alive)]),
    UNAUTHORIZED
        .means(
            "pkg.401.deploy_token_header",
            &credential::TOKEN_IN_WRONG_HEADER,
            "some package routes (PyPI, Composer, and others) read a deploy token as the password of a \
                Basic login only, not in a header of its own",
        )
        .weight(6)
        .unless(&[no(IsDeploy), yes(NothingSent), no(Alive)]),
    Signature::new(
        "pkg.400.two_credentials",
        HERE,
        &[400],
        Pattern::Message("400 Bad request - Found more than one set of credentials"),
        &credential::TWO_CREDENTIALS,
    )
    .because("two places for a credential were filled at once")
    .source("lib/api/helpers/authentication.rb", ReadOlder)
    .decisive(),
    Signature::new("pkg.403.role", HERE, &[403], FORBIDDEN, &role::ROLE_TOO_LOW)
        .because("the caller sees the project, and the role does not include its packages")
        .source(BASIC, ReadOlder)
        .weight(20)
        .unless(&[yes(RoleFits), yes(NothingSent)])
        .proof(&[&[no(RoleFits), yes(Member)]]),
    Signature::new(
        "pkg.403.packages_off",
        HERE,
        &[403],
        FORBIDDEN,
        &feature::PACKAGES_OFF,
    )
    .because("the caller sees the project, and its package registry is off")
    .source(HELPERS, ReadOlder)
    .weight(15)
    .unless(&[yes(FeatureOn), yes(NothingSent)])
    .proof(&[&[no(FeatureOn)]]),
    Signature::new(
        "pkg.404.hidden",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::NOT_A_MEMBER,
    )
    .because("a caller who may not see the project or group is told that it is not there")
    .source(BASIC, ReadOlder)
    .weight(30)
    .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed), yes(IsDeploy), yes(NothingSent)]),
    Signature::new(
        "pkg.404.deploy_elsewhere",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::TOKEN_OF_ANOTHER_PROJECT,
    )
    .because("a deploy token opens the packages of its own project or group only, and finds nothing elsewhere")
    .source(HELPERS, ReadOlder)
    .weight(20)
    .unless(&[no(IsDeploy), no(Alive)]),
    Signature::new(
        "pkg.404.deploy_scope",
        HERE,
        &[404],
        NOT_FOUND,
        &scope::SCOPE_MISSING,
    )
    .because("a deploy token without read_package_registry finds nothing in its own project either")
    .source(HELPERS, ReadOlder)
    .weight(12)
    .unless(&[no(IsDeploy), no(Alive)]),
    Signature::new(
        "pkg.404.absent",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::TARGET_ABSENT,
    )
    .because("a project or group that does not exist is answered like a hidden one")
    .source(BASIC, ReadOlder)
    .weight(20)
    .unless(&[
        yes(TargetSeen),
        yes(TargetPublic),
        yes(Listed),
        yes(GraphQlSees),
    ]),
    Signature::new(
        "pkg.404.packages_off",
        HERE,
        &[404],
        NOT_FOUND,
        &feature::PACKAGES_OFF,
    )
    .because("with packages switched off on the instance their routes are not there")
    .source(HELPERS, ReadOlder)
    .weight(8)
    .unless(&[yes(FeatureOn)]),
    Signature::new(
        "pkg.404.package_absent",
        HERE,
        &[404],
        NOT_FOUND,
        &resource::RECORD_ABSENT,
    )
    .because("the project is there, and holds no such package, version, or file")
    .source(HELPERS, Derived)
    .weight(25)
    .unless(&[no(TargetSeen)]),
    Signature::new(
        "pkg.404.project",
        HERE,
        &[404],
        Pattern::Message("404 Project Not Found"),
        &resource::NOT_A_MEMBER,
    )
    .because("a caller who may not see the project is told that it is not there")
    .source(HELPERS, ReadOlder)
    .weight(40)
    .unless(&[
        yes(TargetSeen),
        yes(TargetPublic),
        yes(Member),
        yes(Listed),
        yes(NothingSent),
        yes(IsJob),
        yes(IsDeploy),
    ]),
];
