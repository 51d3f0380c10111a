//! Rows for surfaces that have one answer for every fault of a credential.
//!
//! Git, LFS, GraphQL, the registry's token endpoint, and web pages do not say what is wrong with a
//! token. What differs from surface to surface is the answer; what the rows mean, and which
//! evidence strikes them out or confirms them, is the same everywhere and stands here once.

use crate::catalogue::Surface;
use crate::diagnosis::Code;
use crate::diagnosis::clue::Clue::{
    Alive, ChecksumBroken, Defective, Expired, IsDeploy, IsForeign, IsJob, IsOauth, MadeElsewhere,
    NothingSent, OtherForge, PastItsTime, Revoked, SentEmpty,
};
use crate::diagnosis::clue::{no, yes};
use crate::diagnosis::codes::{account, credential, lifetime};
use crate::diagnosis::signature::{Grade, HeaderTest, Pattern, Signature};

/// One answer that stands for many faults.
pub(super) struct OneAnswer {
    /// Where it is spoken.
    pub(super) surfaces: &'static [Surface],
    /// The statuses.
    pub(super) statuses: &'static [u16],
    /// The body.
    pub(super) body: Pattern,
    /// A header that must fit, too.
    pub(super) header: Option<HeaderTest>,
    /// The file that it was read in.
    pub(super) source: &'static str,
    /// How well it is founded.
    pub(super) grade: Grade,
}

impl OneAnswer {
    /// Begins a row for one of the faults.
    pub(super) const fn means(
        &self,
        id: &'static str,
        code: &'static Code,
        because: &'static str,
    ) -> Signature {
        let row = Signature::new(id, self.surfaces, self.statuses, self.body, code)
            .because(because)
            .source(self.source, self.grade);
        match self.header {
            Some(test) => row.header(test),
            None => row,
        }
    }

    /// No credential at all.
    pub(super) const fn nothing_sent(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::NOTHING_SENT,
            "a request without a credential gets this answer unless the target is open to \
                all",
        )
        .weight(10)
        .unless(const { &[no(NothingSent), yes(SentEmpty)] })
        .proof(const { &[&[yes(NothingSent)]] })
    }

    /// A credential without a value.
    pub(super) const fn empty_credential(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::EMPTY_CREDENTIAL,
            "an empty password is taken for a login, and no login fits it",
        )
        .weight(4)
        .unless(const { &[no(SentEmpty), no(NothingSent)] })
        .proof(const { &[&[yes(SentEmpty)]] })
    }

    /// A value that no token of the instance has.
    pub(super) const fn unknown(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::TOKEN_UNKNOWN,
            "a token that the instance does not know gets this answer, even on public \
                targets",
        )
        .weight(30)
        .unless(
            const {
                &[
                    yes(NothingSent),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
    }

    /// A token past its date.
    pub(super) const fn expired(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::TOKEN_EXPIRED,
            "only active tokens are looked up here, so an expired one is treated like an \
                unknown one",
        )
        .weight(25)
        .unless(
            const {
                &[
                    no(Expired),
                    yes(Revoked),
                    yes(Alive),
                    yes(NothingSent),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
        .proof(const { &[&[yes(Expired)]] })
    }

    /// A withdrawn token. REST names one of the two and calls a token that is both expired.
    pub(super) const fn revoked(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::TOKEN_REVOKED,
            "only active tokens are looked up here, so a revoked one is treated like an \
                unknown one",
        )
        .weight(15)
        .unless(
            const {
                &[
                    no(Revoked),
                    yes(Expired),
                    yes(Alive),
                    yes(NothingSent),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
        .proof(const { &[&[yes(Revoked)]] })
    }

    /// An owner who may not sign in. REST would say so in words, neither 200 nor 401.
    pub(super) const fn account(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &account::ACCOUNT_NOT_ALLOWED,
            "the token of a blocked, deactivated, locked, or unconfirmed account gets this \
                answer",
        )
        .weight(5)
        .unless(
            const {
                &[
                    yes(Alive),
                    no(Alive),
                    yes(NothingSent),
                    yes(Expired),
                    yes(Revoked),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
    }

    /// An impersonation token where impersonation is off.
    pub(super) const fn impersonation(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::IMPERSONATION_DISABLED,
            "an impersonation token gets this answer while impersonation is switched off",
        )
        .weight(1)
        .unless(
            const {
                &[
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsOauth),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
    }

    /// An access token where no access token is looked up.
    pub(super) const fn tokens_disabled(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::TOKENS_DISABLED,
            "with access tokens switched off, every one of them looks unknown",
        )
        .weight(2)
        .unless(
            const {
                &[
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsOauth),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
    }

    /// A value that cannot be a token.
    pub(super) const fn defective(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::TOKEN_DEFECTIVE,
            "a value with quotes, an unexpanded variable, or the like is looked up as it \
                stands, and not found",
        )
        .weight(3)
        .unless(
            const {
                &[
                    no(Defective),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                ]
            },
        )
        .proof(const { &[&[yes(Defective)]] })
    }

    /// A value whose checksum does not fit.
    pub(super) const fn not_whole(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::TOKEN_NOT_WHOLE,
            "a token that lost or changed a character is not found",
        )
        .weight(3)
        .unless(
            const {
                &[
                    no(ChecksumBroken),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(IsJob),
                    yes(IsDeploy),
                    yes(IsOauth),
                ]
            },
        )
        .proof(const { &[&[yes(ChecksumBroken)]] })
    }

    /// A token that says that another instance made it.
    pub(super) const fn elsewhere(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::TOKEN_OF_ANOTHER_INSTANCE,
            "a token of another instance is not known here",
        )
        .weight(4)
        .unless(
            const {
                &[
                    no(MadeElsewhere),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(IsForeign),
                    yes(Defective),
                    yes(ChecksumBroken),
                ]
            },
        )
        .proof(const { &[&[yes(MadeElsewhere)]] })
    }

    /// A runner, trigger, feed, or agent token, or the like.
    pub(super) const fn foreign(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::KIND_NOT_ACCEPTED,
            "a token of a kind that is never looked up here is not found",
        )
        .weight(4)
        .unless(
            const {
                &[
                    no(IsForeign),
                    yes(OtherForge),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(Defective),
                    yes(ChecksumBroken),
                ]
            },
        )
        .proof(const { &[&[yes(IsForeign)]] })
    }

    /// A token that another service made.
    pub(super) const fn other_forge(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &credential::TOKEN_OF_ANOTHER_FORGE,
            "GitLab knows no token of another service",
        )
        .weight(2)
        .unless(const { &[no(IsForeign), no(OtherForge), yes(Alive), yes(NothingSent)] })
        .proof(const { &[&[yes(OtherForge)]] })
    }

    /// A job token after its job.
    pub(super) const fn job_finished(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::JOB_FINISHED,
            "a job token works only while its job runs; after that the login fails",
        )
        .weight(5)
        .unless(
            const {
                &[
                    no(IsJob),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(Defective),
                    yes(ChecksumBroken),
                    yes(MadeElsewhere),
                ]
            },
        )
        .proof(const { &[&[yes(IsJob), no(Alive)], &[yes(IsJob), yes(PastItsTime)]] })
    }

    /// A deploy token that is unknown, expired, or revoked.
    pub(super) const fn deploy_dead(&self, id: &'static str) -> Signature {
        self.means(
            id,
            &lifetime::DEPLOY_TOKEN_DEAD,
            "an unknown, expired, or revoked deploy token gets this answer",
        )
        .weight(6)
        .unless(
            const {
                &[
                    no(IsDeploy),
                    yes(Alive),
                    yes(Expired),
                    yes(Revoked),
                    yes(NothingSent),
                    yes(Defective),
                ]
            },
        )
    }
}
