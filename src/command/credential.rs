//! From the shape of a token to the credential of a case, and to the way it is sent.

use crate::catalogue::Surface;
use crate::catalogue::kind::{Carrier, TokenKind};
use crate::diagnosis::{Credential, Sent};
use crate::observation::Scheme;
use crate::secret::{Checksum, Defect, TokenShape};

/// The user name that GitLab expects beside a job token (`lib/gitlab/auth.rb`).
const JOB_USER: &str = "gitlab-ci-token";

/// The user name that is usual beside an OAuth token; any name does beside an access token.
const ANY_USER: &str = "oauth2";

/// Describes a credential that is sent, or would be.
pub(crate) fn describe(shape: &TokenShape, sent: Sent) -> Credential {
    let claims = shape.claims.as_ref();
    let payload = shape.payload.as_ref();
    let defect = unusable(shape);
    Credential {
        sent,
        kind: Some(shape.kind),
        is_examined: true,
        defect: defect.map(|defect| defect.sentence().to_owned()),
        fix: defect.map(|defect| defect.fix().to_owned()),
        checksum: shape.checksum.fits(),
        issuer: claims
            .filter(|_| shape.kind == TokenKind::Job)
            .and_then(|claims| claims.issuer.clone()),
        expires: claims.and_then(|claims| claims.expires_at),
        project: claims
            .and_then(|claims| claims.project)
            .or_else(|| payload.and_then(|payload| payload.project)),
    }
}

/// The first defect that leaves nothing worth sending; a checksum speaks for itself.
fn unusable(shape: &TokenShape) -> Option<Defect> {
    let checked = shape.checksum == Checksum::Invalid;
    shape
        .defects
        .iter()
        .copied()
        .find(|defect| !defect.spares_the_rest())
        .filter(|_| !checked)
}

/// Picks the way in which a token of this kind is read on a surface
/// (`lib/gitlab/auth/auth_finders.rb`, `lib/gitlab/auth.rb`).
pub(crate) fn scheme_for(kind: TokenKind, surface: Surface, user: Option<&str>) -> Scheme {
    if surface.takes_login() {
        basic(kind, user)
    } else {
        header_for(kind)
    }
}

fn basic(kind: TokenKind, user: Option<&str>) -> Scheme {
    let usual = if kind == TokenKind::Job {
        JOB_USER
    } else {
        ANY_USER
    };
    Scheme::Basic {
        user: user.unwrap_or(usual).to_owned(),
    }
}

/// Kinds that no header is for are sent as an access token would be: GitLab answers that it does
/// not know them.
fn header_for(kind: TokenKind) -> Scheme {
    match kind.carrier() {
        Some(Carrier::JobToken) => Scheme::JobToken,
        Some(Carrier::DeployToken) => Scheme::DeployToken,
        Some(Carrier::Bearer) => Scheme::Bearer,
        Some(
            Carrier::PrivateToken
            | Carrier::BasicAnyUser
            | Carrier::BasicUser(_)
            | Carrier::BasicOwnUser
            | Carrier::Header(_)
            | Carrier::Parameter(_)
            | Carrier::Cookie
            | Carrier::MailAddress,
        )
        | None => Scheme::PrivateToken,
    }
}
