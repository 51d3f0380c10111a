//! The names of the clues, for the tables and for the reader of `knowledge/`.

/// Declares the clues once, so that no list of them can miss one.
macro_rules! clues {
    ($($(#[$words:meta])* $clue:ident,)*) => {
        /// A yes-or-no fact of a case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Clue {
            $($(#[$words])* $clue,)*
        }

        impl Clue {
            /// All clues, in the order of their declaration; for the build and for tests.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$clue,)*];
        }

        // The program itself has no use for the list.
        const _: () = assert!(!Clue::ALL.is_empty());
    };
}

clues! {
    /// The request carried no credential.
    NothingSent,
    /// A header or user name was sent with an empty value.
    SentEmpty,
    /// The value cannot be a token as it stands.
    Defective,
    /// The checksum in the value does not fit: it is cut or mistyped.
    ChecksumBroken,
    /// The value itself says that another instance made it.
    MadeElsewhere,
    /// The value itself says that its time is over.
    PastItsTime,
    /// It is a personal, project, group, impersonation or service account token.
    IsAccessToken,
    /// It is an OAuth access token.
    IsOauth,
    /// It is a job token.
    IsJob,
    /// It is a deploy token.
    IsDeploy,
    /// It is of a kind that this surface never reads: runner, trigger, feed, another forge, ...
    IsForeign,
    /// It is a token of another service, such as GitHub.
    OtherForge,
    /// It is sent in the place where its kind is read.
    PlaceFits,
    /// The route reads credentials of this kind.
    ReadHere,
    /// The request would change something.
    Writes,
    /// The catalogue knows the route.
    RouteKnown,
    /// The path holds a project path whose slashes are not encoded.
    PathUnencoded,
    /// The path holds an encoded slash.
    PathEncoded,
    /// A percent sign in the path was encoded again.
    PathEncodedTwice,
    /// The project is named by something that is neither a number nor a full path.
    NameMalformed,
    /// The API answers at this base address.
    ApiHere,
    /// Even the target's own route is unknown to the router when its path is encoded.
    PathDecoded,
    /// The token works somewhere.
    Alive,
    /// The token has expired.
    Expired,
    /// The token was revoked.
    Revoked,
    /// The same request without the token is answered alike.
    AnonymousSame,
    /// The token has a scope that opens the route.
    ScopeFits,
    /// The token carries fine-grained permissions instead of scopes.
    FineGrained,
    /// The target is seen with the token.
    TargetSeen,
    /// The target is seen without a token.
    TargetPublic,
    /// The owner is a member of the target.
    Member,
    /// The role of the owner is one that passes.
    RoleFits,
    /// The owner of the token is a bot of a project or group.
    Bot,
    /// The bot is at home in another project or group.
    HomeElsewhere,
    /// The owner is an administrator.
    Administrator,
    /// The route is for administrators.
    AdminRoute,
    /// The feature that the route belongs to is on.
    FeatureOn,
    /// The feature is on, but for members only.
    FeatureForMembers,
    /// The project is archived.
    Archived,
    /// The list of what the owner belongs to holds the target.
    Listed,
    /// A route that has long read job tokens lets this one through.
    ControlGranted,
    /// A route that has long read job tokens refuses this one for reasons of the allowlist.
    ControlForbidden,
    /// Git says that the job's project is not on the allowlist.
    GitNamesAllowlist,
    /// Git says that the job's user may not read the project.
    GitNamesMembership,
    /// Git says that a single sign-on session is missing.
    GitNamesSignOn,
    /// Git finds no project, where it would answer a bot that may not read it in another way.
    GitFindsNothing,
    /// The job belongs to the target project.
    JobAtHome,
    /// GraphQL sees the project under its path.
    GraphQlSees,
    /// A redirect leads to the same path under another address.
    RedirectKeepsPath,
    /// A redirect leads to another host.
    RedirectLeavesHost,
    /// An ancestor group is among those that the owner is a member of.
    GroupListed,
    /// The answer of the application bears GitLab's marks.
    MarkedByGitLab,
    /// The base address names a project or namespace instead of the instance.
    BaseTooDeep,
}
