//! What pages, downloads, and raw files answer.
//!
//! A page sends everybody to the sign-in page whose token it does not take: it says neither that
//! the token is expired nor that pages of this kind take none.

use super::one_answer::OneAnswer;
use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    Alive, AnonymousSame, FineGrained, Listed, Member, NothingSent, RoleFits, TargetPublic,
    TargetSeen,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{account, credential, limits, outside, resource, role, scope};
use crate::diagnosis::signature::Grade::{Derived, ReadNow, ReadOlder};
use crate::diagnosis::signature::{HeaderTest, Pattern, Signature};

const HERE: &[Surface] = &[Surface::Web];
const APPLICATION: &str = "app/controllers/application_controller.rb";
const SESSIONLESS: &str = "app/controllers/concerns/sessionless_authentication.rb";

const SENT_TO_SIGN_IN: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[301, 302, 303, 307],
    body: Pattern::Any,
    header: Some(HeaderTest::Holds("location", "/users/sign_in")),
    source: SESSIONLESS,
    grade: Derived,
};

const SIGN_IN: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[200, 401],
    body: Pattern::Page("Sign in \u{b7} {instance}"),
    header: None,
    source: SESSIONLESS,
    grade: Derived,
};

const SIGN_IN_JSON: OneAnswer = OneAnswer {
    surfaces: HERE,
    statuses: &[401],
    body: Pattern::Error("You need to sign in or sign up before continuing."),
    header: None,
    source: "devise: config/locales/en.yml",
    grade: Derived,
};

const MISSING: Pattern = Pattern::Page("{title}");

impl OneAnswer {
    /// It is not known whether a token was sent; the page saw none.
    const fn seen_as_anonymous(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::SEEN_AS_ANONYMOUS,
            "a page sends callers to the sign-in page when it knows no user, whatever was \
                sent",
        )
        .weight(30)
        .unless(const { &[yes(NothingSent), no(NothingSent)] })
    }

    /// Most pages read no token at all.
    const fn takes_no_token(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::WEB_PAGE_TAKES_NO_TOKEN,
            "raw files and pages take no access token; archives and downloads take api or \
                read_api",
        )
        .weight(28)
        .unless(const { &[yes(NothingSent), no(AnonymousSame)] })
    }

    /// Pages that read tokens want a scope of the API.
    const fn lacks_scope(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &scope::SCOPE_MISSING,
            "archives and downloads take api or read_api, and treat other tokens as none",
        )
        .weight(8)
        .unless(const { &[yes(NothingSent), no(Alive)] })
    }
}

/// What a page says to who is known and may not have it.
const fn hidden(id: &'static str, body: Pattern, code: &'static Code) -> Signature {
    Signature::new(id, HERE, &[404], body, code).source(APPLICATION, ReadNow)
}

/// The rows.
pub static ROWS: &[Signature] = &[
    SENT_TO_SIGN_IN.seen_as_anonymous("web.302.sign_in"),
    SENT_TO_SIGN_IN.nothing_sent("web.302.sign_in.nothing_sent"),
    SENT_TO_SIGN_IN.takes_no_token("web.302.sign_in.no_token_taken"),
    SENT_TO_SIGN_IN.lacks_scope("web.302.sign_in.scope"),
    SENT_TO_SIGN_IN
        .expired("web.302.sign_in.expired")
        .weight(10),
    SENT_TO_SIGN_IN.revoked("web.302.sign_in.revoked").weight(5),
    SENT_TO_SIGN_IN.unknown("web.302.sign_in.unknown").weight(8),
    SIGN_IN.seen_as_anonymous("web.200.sign_in"),
    SIGN_IN.nothing_sent("web.200.sign_in.nothing_sent"),
    SIGN_IN.takes_no_token("web.200.sign_in.no_token_taken"),
    SIGN_IN.lacks_scope("web.200.sign_in.scope"),
    SIGN_IN.expired("web.200.sign_in.expired").weight(10),
    SIGN_IN.revoked("web.200.sign_in.revoked").weight(5),
    SIGN_IN.unknown("web.200.sign_in.unknown").weight(8),
    SIGN_IN_JSON.seen_as_anonymous("web.401.sign_in"),
    SIGN_IN_JSON.nothing_sent("web.401.sign_in.nothing_sent"),
    SIGN_IN_JSON.takes_no_token("web.401.sign_in.no_token_taken"),
    SIGN_IN_JSON.lacks_scope("web.401.sign_in.scope"),
    SIGN_IN_JSON.expired("web.401.sign_in.expired").weight(10),
    SIGN_IN_JSON.revoked("web.401.sign_in.revoked").weight(5),
    SIGN_IN_JSON.unknown("web.401.sign_in.unknown").weight(8),
    hidden("web.404", MISSING, &resource::NOT_A_MEMBER)
        .because("a page that the caller may not see is said not to be there")
        .weight(40)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed)]),
    hidden("web.404.absent", MISSING, &resource::TARGET_ABSENT)
        .because("a page that does not exist is answered like a hidden one")
        .weight(35)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Listed)]),
    hidden("web.404.record", MISSING, &resource::RECORD_ABSENT)
        .because("the project is there, and holds no such file, branch, or page")
        .weight(20)
        .unless(&[no(TargetSeen)]),
    hidden(
        "web.404.fine_grained",
        MISSING,
        &scope::PERMISSION_HIDES_TARGET,
    )
    .because("a page refuses a fine-grained token without the permission with 404")
    .source(
        "app/controllers/concerns/granular_token_authorization.rb",
        ReadNow,
    )
    .weight(5)
    .unless(&[no(FineGrained)]),
    hidden("web.404.empty", Pattern::Empty, &resource::NOT_A_MEMBER)
        .because("a file that the caller may not see is said not to be there")
        .weight(40)
        .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Member), yes(Listed)]),
    hidden(
        "web.404.empty.absent",
        Pattern::Empty,
        &resource::TARGET_ABSENT,
    )
    .because("a file that does not exist is answered like a hidden one")
    .weight(35)
    .unless(&[yes(TargetSeen), yes(TargetPublic), yes(Listed)]),
    hidden(
        "web.404.empty.fine_grained",
        Pattern::Empty,
        &scope::PERMISSION_HIDES_TARGET,
    )
    .because("a page refuses a fine-grained token without the permission with 404")
    .source(
        "app/controllers/concerns/granular_token_authorization.rb",
        ReadNow,
    )
    .weight(5)
    .unless(&[no(FineGrained)]),
    Signature::new(
        "web.403.terms",
        HERE,
        &[403],
        Pattern::Text("Please accept the Terms of Service before continuing."),
        &account::TERMS_NOT_ACCEPTED,
    )
    .because("the owner of the token has not accepted the Terms of Service yet")
    .source(APPLICATION, ReadNow)
    .decisive(),
    Signature::new("web.403.page", HERE, &[403], MISSING, &role::ROLE_TOO_LOW)
        .because("the page is there, and the role does not include it")
        .source(APPLICATION, Derived)
        .weight(30)
        .unless(&[yes(RoleFits), yes(NothingSent)]),
    Signature::new(
        "web.403.page.terms",
        HERE,
        &[403],
        MISSING,
        &account::TERMS_NOT_ACCEPTED,
    )
    .because("a page refuses users who have not accepted the Terms of Service yet")
    .source(APPLICATION, ReadNow)
    .weight(10)
    .unless(&[yes(NothingSent)]),
    Signature::new(
        "web.403.ip_blocked",
        HERE,
        &[403],
        Pattern::Text("Too many failed authentication attempts from this IP"),
        &limits::ADDRESS_BANNED,
    )
    .because("too many logins failed from this address")
    .source("lib/gitlab/auth/ip_blocked.rb", ReadNow)
    .decisive(),
    Signature::new(
        "web.422",
        HERE,
        &[422],
        Pattern::Page("The change you {verb} was rejected (422)"),
        &outside::CLIENT_FAULT,
    )
    .because("a page takes changes only from its own forms; scripts use the API")
    .source("public/422.html", ReadOlder)
    .weight(40),
    Signature::new(
        "web.429",
        HERE,
        &[429],
        Pattern::Text("{text}"),
        &limits::ENDPOINT_THROTTLED,
    )
    .because("this was asked too often: {text}")
    .source(APPLICATION, ReadNow)
    .decisive(),
    Signature::new(
        "web.500",
        HERE,
        &[500],
        Pattern::Page("Something went wrong (500)"),
        &limits::INTERNAL_ERROR,
    )
    .because("GitLab failed inside")
    .source("public/500.html", ReadOlder)
    .decisive(),
];
