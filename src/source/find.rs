//! The search for a token: the place that the user names, else the first of the usual ones.

use std::{fmt, path::Path};

use zeroize::Zeroizing;

use super::lists::{LATER_VARIABLES, TOKEN_VARIABLES};
use super::{
    Absence, Belonging, CiJob, Environment, Found, InstanceOrigin, Note, Origin, ResolvedInstance,
    SourceError, TokenSource, ci_job, command, git, glab, netrc, tools,
};
use crate::{
    catalogue::{
        instance::{InstanceUrl, PlainHttp},
        kind::TokenKind,
    },
    secret::{self, Defect, Token, TokenShape},
};

/// The variable in which a job gets its own token.
const JOB_TOKEN: &str = "CI_JOB_TOKEN";
/// The variable in which a job gets the user name of the project's deploy token.
const DEPLOY_USER: &str = "CI_DEPLOY_USER";
/// All that GitLab itself fills with a secret of the job's instance, and where it puts the user name for it
/// (`doc/ci/variables/predefined_variables.md`).
const OF_JOB: [(&str, Option<&str>); 4] = [
    (JOB_TOKEN, None),
    ("CI_DEPLOY_PASSWORD", Some(DEPLOY_USER)),
    ("CI_REGISTRY_PASSWORD", Some("CI_REGISTRY_USER")),
    (
        "CI_DEPENDENCY_PROXY_PASSWORD",
        Some("CI_DEPENDENCY_PROXY_USER"),
    ),
];

/// A value that may be the token, and what its place tells of it.
struct TokenCandidate {
    origin: Origin,
    value: Zeroizing<String>,
    user: Option<String>,
    /// The port that its place names, beside the host.
    port: Option<u16>,
}

impl TokenCandidate {
    /// A value of which its place tells nothing more.
    fn new(origin: Origin, value: String) -> Self {
        Self {
            origin,
            value: Zeroizing::new(value),
            user: None,
            port: None,
        }
    }
}

/// Finds the token, in the place that the user names or in the first of the usual ones that holds one.
///
/// A missing or empty token is no error: [`Found::token`] is `None`, and the notes say why that may be.
///
/// # Errors
/// When a file, standard input, or a command that the user names cannot be read.
pub(crate) fn find(
    source: &TokenSource,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Result<Found, SourceError> {
    let mut notes = Vec::new();
    let mut candidates = match source {
        TokenSource::Automatic => usual_places(instance, environment, &mut notes),
        TokenSource::Variable(name) => vec![variable(name, environment, &mut notes)],
        TokenSource::File(path) => vec![file(path, environment, &mut notes)?],
        TokenSource::StandardInput => vec![standard_input(environment)?],
        TokenSource::Command(command) => {
            may_run_commands(environment)?;
            vec![from_bytes(Origin::Command, command::run(command)?)]
        }
        TokenSource::Place(name) => vec![place(name, instance, environment)?],
    }
    .into_iter();
    let taken = candidates.next();
    let shadows = candidates.map(|candidate| candidate.origin).collect();
    Ok(match taken {
        Some(candidate) => {
            let belongs_to = belonging(&candidate, instance, environment);
            found_from(candidate, shadows, notes, belongs_to, environment)
        }
        None => nothing(notes),
    })
}

/// The credential in a place that was named: one of the usual ones, or what Git or glab give out when they are asked.
fn place(
    name: &str,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Result<TokenCandidate, SourceError> {
    if let Some(helper) = tools::Helper::named(name) {
        may_run_commands(environment)?;
        let printed = Zeroizing::new(command::run(&helper.command(instance))?);
        let (user, value) = helper.read(&printed);
        return Ok(TokenCandidate {
            origin: Origin::Helper(helper),
            value,
            user,
            port: Some(instance.port()),
        });
    }
    let mut candidates = usual_places(instance, environment, &mut Vec::new());
    let wanted = candidates
        .iter()
        .position(|candidate| candidate.origin.to_string() == name);
    match wanted {
        Some(at) => Ok(candidates.swap_remove(at)),
        None => Err(SourceError::NoPlace {
            places: candidates.into_iter().map(|it| it.origin).collect(),
        }),
    }
}

/// Everything that was found in the usual places.
#[derive(Debug)]
pub(crate) struct Search {
    /// Every credential for the instance, in the order in which they would be taken.
    pub found: Vec<Found>,
    /// What the user should know about the search.
    pub notes: Vec<Note>,
}

/// Finds every credential for an instance in the usual places, each with what its place tells of it.
pub(crate) fn find_all(instance: &InstanceUrl, environment: &dyn Environment) -> Search {
    let mut notes = Vec::new();
    let candidates = usual_places(instance, environment, &mut notes);
    let found = candidates.into_iter().map(|candidate| {
        let belongs_to = belonging(&candidate, instance, environment);
        found_from(candidate, Vec::new(), Vec::new(), belongs_to, environment)
    });
    Search {
        found: found.collect(),
        notes,
    }
}

/// What a token command printed. It cannot be shown.
pub(crate) struct Printed(Zeroizing<Vec<u8>>);

impl Printed {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for Printed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Printed(****)")
    }
}

/// Finds the token in what a command printed.
pub(crate) fn find_printed(
    printed: Printed,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Found {
    let Printed(mut bytes) = printed;
    let candidate = from_bytes(Origin::Command, std::mem::take(&mut *bytes));
    let belongs_to = belonging(&candidate, instance, environment);
    found_from(candidate, Vec::new(), Vec::new(), belongs_to, environment)
}

/// Refuses to run a token command inside of a token command: it could go on for ever.
///
/// # Errors
/// When a token command started this program.
pub(crate) fn may_run_commands(environment: &dyn Environment) -> Result<(), SourceError> {
    match environment.variable(command::MARK) {
        Some(_) => Err(SourceError::CommandNested),
        None => Ok(()),
    }
}

/// Refuses to send a token to another instance than the one that it was given for.
///
/// # Errors
/// When the place of the token tells its instance, and that is not the one asked.
pub(crate) fn may_send(found: &Found, instance: &InstanceUrl) -> Result<(), SourceError> {
    let Some(belonging) = &found.belongs_to else {
        return Ok(());
    };
    let is_host = belonging.host.eq_ignore_ascii_case(instance.host());
    if is_host && belonging.port.is_none_or(|port| port == instance.port()) {
        return Ok(());
    }
    Err(SourceError::OtherInstance {
        origin: found.origin.clone(),
        given_for: belonging.clone(),
        asked: instance.authority(),
    })
}

/// Refuses to send a token to a host that only the git repository names.
///
/// Whoever hands out a repository writes its remotes, and must not choose with them who gets a token. It goes where it
/// was given for, at the port that its place names, or else the usual one; to the instance that is asked when nobody names
/// any; and to this machine. That glab or netrc know the host tells where their token belongs, and of no other.
///
/// # Errors
/// When nobody else does.
pub(crate) fn may_follow_remote(
    found: &Found,
    instance: &ResolvedInstance,
    environment: &dyn Environment,
) -> Result<(), SourceError> {
    let InstanceOrigin::Remote(remote) = &instance.origin else {
        return Ok(());
    };
    let url = &instance.url;
    let is_of = |belonging: &Belonging| match belonging.port {
        Some(port) => port == url.port(),
        None => url.has_usual_port(),
    };
    // A login in a remote or in a file of the repository is the word of the same hand.
    let vouches = |belonging: &Belonging| {
        is_of(belonging) && (!found.origin.is_of_repository() || is_held(url, environment))
    };
    let is_known = found.token.is_none()
        || found.belongs_to.as_ref().is_some_and(vouches)
        || is_known_to_all(url);
    if is_known {
        return Ok(());
    }
    Err(SourceError::OnlyRemote {
        origin: found.origin.clone(),
        remote: remote.clone(),
        asked: url.to_string(),
        held: holder(url, environment).filter(|holder| *holder != found.origin),
    })
}

/// Whether anybody but the git repository knows the host: the user, the job, or a place that holds a token for it.
pub(crate) fn is_known_host(instance: &ResolvedInstance, environment: &dyn Environment) -> bool {
    let url = &instance.url;
    !matches!(instance.origin, InstanceOrigin::Remote(_))
        || is_known_to_all(url)
        || is_held(url, environment)
        || ci_job::server(environment).is_some_and(|server| server.has_origin_of(url))
}

/// Whether a place that is the user's own holds a credential for a host.
fn is_held(url: &InstanceUrl, environment: &dyn Environment) -> bool {
    let is_own = |it: tools::ToolCredential| !Origin::Tool(it.tool, it.place).is_of_repository();
    holder(url, environment).is_some() || tools::find(url, environment).into_iter().any(is_own)
}

/// This machine, and the instance that is asked when nobody names any.
fn is_known_to_all(url: &InstanceUrl) -> bool {
    url.is_loopback() || url.has_origin_of(&InstanceUrl::gitlab_com())
}

/// The place that holds a token of its own for a host, at the usual port or the one that it names.
fn holder(url: &InstanceUrl, environment: &dyn Environment) -> Option<Origin> {
    let glab = glab::find(url, environment, &mut Vec::new())
        .map(|host| (host.port, Origin::Glab(host.name)));
    let netrc = || {
        let entry = netrc::find(url, environment)?;
        Some((entry.port, Origin::Netrc(entry.machine)))
    };
    glab.or_else(netrc)
        .filter(|(port, _)| port.is_some() || url.has_usual_port())
        .map(|(_, origin)| origin)
}

/// Adds what the value and its place tell together.
fn found_from(
    candidate: TokenCandidate,
    shadows: Vec<Origin>,
    mut notes: Vec<Note>,
    belongs_to: Option<Belonging>,
    environment: &dyn Environment,
) -> Found {
    notes.extend(unexpanded(&candidate, environment));
    let TokenCandidate {
        origin,
        value,
        user,
        port: _,
    } = candidate;
    let is_path = matches!(origin, Origin::Variable(_)) && is_existing_file(&value, environment);
    Found {
        user: user.or_else(|| user_beside(&origin, &value, environment)),
        defects: if is_path {
            vec![Defect::FileVariable]
        } else {
            Vec::new()
        },
        token: (!value.trim().is_empty()).then(|| Token::new(value.as_str().to_owned())),
        belongs_to,
        origin,
        shadows,
        notes,
    }
}

/// A variable that names another one, in a job: GitLab leaves the name where the other is not set.
fn unexpanded(candidate: &TokenCandidate, environment: &dyn Environment) -> Option<Note> {
    let Origin::Variable(name) = &candidate.origin else {
        return None;
    };
    let job = CiJob::read(environment)?;
    let is_name = secret::examine(&candidate.value)
        .defects
        .contains(&Defect::UnexpandedVariable);
    is_name.then(|| Note::UnexpandedInJob {
        name: name.clone(),
        reasons: Absence::in_job(&job),
    })
}

/// Nothing was found; an empty variable is named as the place that should have held the token.
fn nothing(notes: Vec<Note>) -> Found {
    let empty = notes.iter().find_map(|note| {
        let Note::EmptyVariable { name, .. } = note else {
            return None;
        };
        Some(Origin::Variable(name.clone()))
    });
    Found {
        token: None,
        origin: empty.unwrap_or(Origin::Nowhere),
        shadows: Vec::new(),
        user: None,
        belongs_to: None,
        defects: Vec::new(),
        notes,
    }
}

/// Looks into all the usual places, in the order of their precedence.
fn usual_places(
    instance: &InstanceUrl,
    environment: &dyn Environment,
    notes: &mut Vec<Note>,
) -> Vec<TokenCandidate> {
    let mut candidates = Vec::new();
    let named = TOKEN_VARIABLES.iter().filter(|name| **name != JOB_TOKEN);
    for name in named.filter(|name| environment.variable(name).is_some()) {
        let candidate = variable(name, environment, notes);
        candidates.extend((!candidate.value.trim().is_empty()).then_some(candidate));
    }
    if candidates.is_empty()
        && notes.is_empty()
        && let Some(job) = CiJob::read(environment)
    {
        let reasons = Absence::in_job(&job);
        notes.push(Note::NoVariableInJob { reasons });
    }
    candidates.extend(find_in_glab(instance, environment, notes));
    candidates.extend(find_in_netrc(instance, environment));
    let of_job = environment.filled_variable(JOB_TOKEN);
    let by_name = |value| TokenCandidate::new(Origin::Variable(JOB_TOKEN.to_owned()), value);
    candidates.extend(of_job.map(by_name));
    candidates.extend(of_other_tools(instance, environment));
    candidates
}

/// What other programs would send, where nothing before it is there.
fn of_other_tools(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<TokenCandidate> {
    let by_name = |name: &str| {
        let value = environment.filled_variable(name)?;
        Some(TokenCandidate::new(
            Origin::Variable(name.to_owned()),
            value,
        ))
    };
    let mut candidates: Vec<_> = LATER_VARIABLES
        .iter()
        .copied()
        .filter_map(by_name)
        .collect();
    candidates.extend(
        git::login(instance, environment).map(|login| TokenCandidate {
            origin: Origin::Remote(login.remote),
            value: login.password,
            user: Some(login.user).filter(|user| !user.is_empty()),
            port: Some(instance.port()),
        }),
    );
    let kept = tools::find(instance, environment).into_iter();
    candidates.extend(kept.map(|credential| TokenCandidate {
        origin: Origin::Tool(credential.tool, credential.place),
        value: credential.value,
        user: credential.user,
        port: credential.port,
    }));
    candidates
}

/// Reads a variable; where it is unset or empty, the notes say so.
fn variable(name: &str, environment: &dyn Environment, notes: &mut Vec<Note>) -> TokenCandidate {
    let value = environment.variable(name);
    let reasons = || {
        let job = CiJob::read(environment);
        job.map(|job| Absence::in_job(&job)).unwrap_or_default()
    };
    let name = name.to_owned();
    match &value {
        None => notes.push(Note::UnsetVariable {
            name: name.clone(),
            reasons: reasons(),
        }),
        Some(text) if text.trim().is_empty() => notes.push(Note::EmptyVariable {
            name: name.clone(),
            reasons: reasons(),
        }),
        Some(_) => {}
    }
    TokenCandidate::new(Origin::Variable(name), value.unwrap_or_default())
}

fn file(
    path: &Path,
    environment: &dyn Environment,
    notes: &mut Vec<Note>,
) -> Result<TokenCandidate, SourceError> {
    let (bytes, is_open) = (environment.read(path), environment.is_open_to_others(path));
    let path = path.to_owned();
    match bytes {
        Ok(bytes) => {
            notes.extend(is_open.then(|| Note::OpenFile { path: path.clone() }));
            Ok(from_bytes(Origin::File(path), bytes))
        }
        Err(source) => Err(SourceError::FileUnreadable { path, source }),
    }
}

fn standard_input(environment: &dyn Environment) -> Result<TokenCandidate, SourceError> {
    let bytes = environment
        .standard_input()
        .map_err(|source| SourceError::InputUnreadable { source })?;
    Ok(from_bytes(Origin::StandardInput, bytes))
}

/// Takes bytes without the one line break with which files and commands end.
fn from_bytes(origin: Origin, bytes: Vec<u8>) -> TokenCandidate {
    let bytes = Zeroizing::new(bytes);
    let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
    let text = text.strip_suffix('\n').map_or(text.as_str(), |line| {
        line.strip_suffix('\r').unwrap_or(line)
    });
    TokenCandidate::new(origin, text.to_owned())
}

fn find_in_glab(
    instance: &InstanceUrl,
    environment: &dyn Environment,
    notes: &mut Vec<Note>,
) -> Option<TokenCandidate> {
    let host = glab::find(instance, environment, notes)?;
    Some(TokenCandidate {
        origin: Origin::Glab(host.name),
        value: host.token,
        user: host.user,
        port: host.port,
    })
}

fn find_in_netrc(instance: &InstanceUrl, environment: &dyn Environment) -> Option<TokenCandidate> {
    let entry = netrc::find(instance, environment)?;
    Some(TokenCandidate {
        origin: Origin::Netrc(entry.machine),
        value: entry.password,
        user: entry.login,
        port: entry.port,
    })
}

/// Tells for which instance a token was given, by its place, by its equality with a secret of the job, or by its claims.
fn belonging(
    candidate: &TokenCandidate,
    instance: &InstanceUrl,
    environment: &dyn Environment,
) -> Option<Belonging> {
    let host = instance.host().to_owned();
    match candidate.origin {
        // They were asked for the instance.
        Origin::Glab(_)
        | Origin::Netrc(_)
        | Origin::Remote(_)
        | Origin::Tool(..)
        | Origin::Helper(_) => Some(Belonging {
            host,
            port: candidate.port,
        }),
        Origin::Variable(_)
        | Origin::File(_)
        | Origin::StandardInput
        | Origin::Command
        | Origin::Nowhere => {
            let by_job = is_of_job(candidate, environment)
                .then(|| ci_job::belonging(environment))
                .flatten();
            by_job.or_else(|| by_claims(&secret::examine(candidate.value.trim())))
        }
    }
}

/// Whether GitLab filled the place of a value, or a place that holds the same.
fn is_of_job(candidate: &TokenCandidate, environment: &dyn Environment) -> bool {
    let value = candidate.value.trim();
    OF_JOB.iter().any(|(name, _)| {
        let is_place = matches!(&candidate.origin, Origin::Variable(own) if own == name);
        is_place
            || environment
                .filled_variable(name)
                .is_some_and(|secret| secret.trim() == value)
    })
}

/// A token that GitLab signed for one of its jobs names the host that signed it.
fn by_claims(shape: &TokenShape) -> Option<Belonging> {
    if !matches!(shape.kind, TokenKind::Job | TokenKind::IdToken) {
        return None;
    }
    let issuer = shape.claims.as_ref()?.issuer.as_deref()?;
    let read = InstanceUrl::parse(issuer, PlainHttp::Everywhere).ok()?;
    // Older tokens name the host alone, whatever the port of the instance.
    let names_port = issuer.contains("://") || !read.url.has_usual_port();
    Some(Belonging {
        host: read.url.host().to_owned(),
        port: names_port.then(|| read.url.port()),
    })
}

/// Returns the user name that GitLab put beside a secret of the job; a deploy token is the project's where none is told.
fn user_beside(origin: &Origin, value: &str, environment: &dyn Environment) -> Option<String> {
    let shape = secret::examine(value);
    let beside = OF_JOB
        .iter()
        .find(|(name, _)| matches!(origin, Origin::Variable(own) if own == name))
        .and_then(|(_, user)| *user);
    let of_project = || (shape.kind == TokenKind::Deploy).then_some(DEPLOY_USER);
    let variable = beside.or_else(of_project);
    shape
        .user
        .or_else(|| environment.filled_variable(variable?))
}

/// A variable of the type File holds the path of a file in which GitLab put the value.
fn is_existing_file(value: &str, environment: &dyn Environment) -> bool {
    let value = value.trim();
    value.len() < 4096
        && value.contains(['/', '\\'])
        && !value.contains('\0')
        && environment.is_file(Path::new(value))
}

#[cfg(test)]
mod tests {
    use super::{super::FixedEnvironment, *};

    fn token(name: &str) -> String {
        format!("{}{name:Q<20}", "glpat-")
    }

    fn here() -> InstanceUrl {
        at("https://gitlab.example.com")
    }

    fn at(address: &str) -> InstanceUrl {
        InstanceUrl::parse(address, PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn search(source: &TokenSource, environment: &FixedEnvironment) -> Found {
        find(source, &here(), environment).unwrap()
    }

    fn value(found: &Found) -> String {
        found.token.as_ref().unwrap().expose().to_owned()
    }

    fn codes(found: &Found) -> Vec<&'static str> {
        found.notes.iter().map(Note::code).collect()
    }

    fn job() -> FixedEnvironment {
        FixedEnvironment::new()
            .with_variable("GITLAB_CI", "true")
            .with_variable("CI_SERVER_URL", "https://gitlab.example.com")
            .with_variable("CI_COMMIT_REF_PROTECTED", "false")
            .with_variable("CI_COMMIT_REF_NAME", "feature")
    }

    fn everywhere() -> FixedEnvironment {
        let mut environment = job()
            .with_file(
                "/home/user/.config/glab-cli/config.yml",
                format!(
                    "hosts:\n  gitlab.example.com:\n    token: {}\n    user: someone\n",
                    token("glab")
                ),
            )
            .with_file(
                "/home/user/.netrc",
                format!(
                    "machine gitlab.example.com login me password {}",
                    token("netrc")
                ),
            );
        for name in TOKEN_VARIABLES.iter().copied() {
            environment = environment.with_variable(name, token(name));
        }
        environment
    }

    #[test]
    fn the_usual_places_are_taken_in_the_order_of_the_contract() {
        let found = search(&TokenSource::Automatic, &everywhere());
        assert_eq!(value(&found), token("GLWHY_TOKEN"));
        let places: Vec<_> = std::iter::once(&found.origin)
            .chain(&found.shadows)
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            places,
            [
                "env:GLWHY_TOKEN",
                "env:GITLAB_TOKEN",
                "env:GITLAB_ACCESS_TOKEN",
                "env:GITLAB_PRIVATE_TOKEN",
                "env:GL_TOKEN",
                "glab:gitlab.example.com",
                "netrc:gitlab.example.com",
                "env:CI_JOB_TOKEN",
            ]
        );
        assert!(found.notes.is_empty());
    }

    #[test]
    fn glab_and_netrc_are_asked_for_the_instance_only() {
        let environment = everywhere();
        let found = find(
            &TokenSource::Automatic,
            &at("https://other.example.com"),
            &environment,
        )
        .unwrap();
        assert!(
            !found
                .shadows
                .iter()
                .any(|origin| matches!(origin, Origin::Glab(_) | Origin::Netrc(_)))
        );
    }

    #[test]
    fn the_user_name_comes_with_the_token() {
        let environment = FixedEnvironment::new().with_file(
            "/home/user/.netrc",
            format!(
                "machine gitlab.example.com login me password {}",
                token("n")
            ),
        );
        let found = search(&TokenSource::Automatic, &environment);
        assert_eq!(
            (found.user.as_deref(), found.origin.to_string().as_str()),
            (Some("me"), "netrc:gitlab.example.com")
        );
        let environment = job()
            .with_variable("CI_DEPLOY_USER", "gitlab+deploy-token-7")
            .with_variable(
                "CI_DEPLOY_PASSWORD",
                format!("{}{}", "gldt-", "aB3dE5gH7jK9mN1pQ2rS"),
            );
        let found = search(
            &TokenSource::Variable("CI_DEPLOY_PASSWORD".into()),
            &environment,
        );
        assert_eq!(found.user.as_deref(), Some("gitlab+deploy-token-7"));
    }

    #[test]
    fn an_empty_variable_is_passed_over_and_explained() {
        let environment = job()
            .with_variable("GITLAB_TOKEN", "")
            .with_variable("CI_JOB_TOKEN", token("job"));
        let found = search(&TokenSource::Automatic, &environment);
        assert_eq!(found.origin, Origin::Variable("CI_JOB_TOKEN".into()));
        assert_eq!(found.notes[0].text(), "GITLAB_TOKEN is set but empty.");
        assert_eq!(found.notes[0].reasons()[0].code(), "protected-variable");
    }

    #[test]
    fn nothing_but_an_empty_variable_names_that_variable() {
        let found = search(
            &TokenSource::Automatic,
            &FixedEnvironment::new().with_variable("GL_TOKEN", " \n"),
        );
        assert!(found.token.is_none());
        assert_eq!(found.origin, Origin::Variable("GL_TOKEN".into()));
        let found = search(&TokenSource::Automatic, &FixedEnvironment::new());
        assert_eq!(
            (found.origin.to_string().as_str(), codes(&found)),
            ("none", vec![])
        );
    }

    #[test]
    fn a_job_without_any_variable_is_told_why_that_may_be() {
        let found = search(
            &TokenSource::Automatic,
            &job().with_variable("CI_JOB_TOKEN", token("job")),
        );
        assert_eq!(codes(&found), ["no-variable-in-job"]);
        assert_eq!(found.notes[0].reasons()[0].code(), "protected-variable");
    }

    #[test]
    fn a_variable_that_names_an_absent_one_is_explained() {
        let environment = job().with_variable("GITLAB_TOKEN", "$PROTECTED_TOKEN");
        let found = search(&TokenSource::Automatic, &environment);
        assert_eq!(codes(&found), ["unexpanded-in-job"]);
        assert_eq!(found.notes[0].reasons()[0].code(), "protected-variable");
    }

    #[test]
    fn a_named_variable_that_is_unset_or_empty_has_no_token() {
        for (environment, code) in [
            (job(), "unset-variable"),
            (job().with_variable("MINE", ""), "empty-variable"),
        ] {
            let found = search(&TokenSource::Variable("MINE".into()), &environment);
            assert!(found.token.is_none());
            assert_eq!(
                (codes(&found), found.origin),
                (vec![code], Origin::Variable("MINE".into()))
            );
            assert!(!found.notes[0].reasons().is_empty());
        }
    }

    #[test]
    fn a_file_loses_one_line_break_and_an_open_one_is_noted() {
        let environment = FixedEnvironment::new()
            .with_open_file("/secret", format!("{}\r\n", token("f")))
            .with_file("/two", format!("{}\n\n", token("f")));
        let found = search(&TokenSource::File("/secret".into()), &environment);
        assert_eq!(
            (value(&found), codes(&found)),
            (token("f"), vec!["open-token-file"])
        );
        assert_eq!(found.token.as_ref().unwrap().examine().defects, []);
        let found = search(&TokenSource::File("/two".into()), &environment);
        assert_eq!(
            found.token.unwrap().examine().defects,
            [Defect::WhiteSpaceAround]
        );
        let error = find(&TokenSource::File("/none".into()), &here(), &environment).unwrap_err();
        assert_eq!(error.to_string(), "the token file /none cannot be read");
    }

    #[test]
    fn standard_input_and_commands_are_read() {
        let environment = FixedEnvironment::new().with_input(format!("{}\n", token("in")));
        let found = search(&TokenSource::StandardInput, &environment);
        assert_eq!(
            (value(&found), found.origin.to_string()),
            (token("in"), "stdin".to_owned())
        );
        let found = search(
            &TokenSource::Command(format!("echo {}", token("sh"))),
            &environment,
        );
        assert_eq!(
            (value(&found), found.origin.to_string()),
            (token("sh"), "command".to_owned())
        );
        let found = search(&TokenSource::StandardInput, &FixedEnvironment::new());
        assert!(found.token.is_none());
    }

    #[test]
    fn the_path_of_a_file_is_known_as_a_variable_of_that_type() {
        let environment = FixedEnvironment::new()
            .with_variable("GITLAB_TOKEN", "/builds/group/project.tmp/GITLAB_TOKEN")
            .with_file("/builds/group/project.tmp/GITLAB_TOKEN", token("x"));
        assert_eq!(
            search(&TokenSource::Automatic, &environment).defects,
            [Defect::FileVariable]
        );
        let environment = environment.with_variable("GITLAB_TOKEN", "/builds/elsewhere");
        assert_eq!(search(&TokenSource::Automatic, &environment).defects, []);
    }

    #[test]
    fn a_job_token_is_sent_to_its_own_instance_only() {
        let environment = job()
            .with_variable("CI_JOB_TOKEN", token("job"))
            .with_variable("MINE", token("job"));
        for name in ["CI_JOB_TOKEN", "MINE"] {
            let found = search(&TokenSource::Variable(name.into()), &environment);
            assert!(may_send(&found, &here()).is_ok());
            for other in ["https://gitlab.com", "https://gitlab.example.com:8443"] {
                let error = may_send(&found, &at(other)).unwrap_err();
                let asked = at(other).authority();
                assert_eq!(
                    error.to_string(),
                    format!(
                        "the token from env:{name} was given for gitlab.example.com, not for {asked}; nothing was sent"
                    )
                );
                assert!(error.hint().contains("--instance gitlab.example.com"));
            }
        }
    }

    #[test]
    fn a_token_that_names_its_issuer_is_sent_there_only() {
        let found = signed_by("gitlab.example.com");
        assert!(may_send(&found, &here()).is_ok());
        assert!(may_send(&found, &at("https://gitlab.example.com:8443")).is_ok());
        assert!(may_send(&found, &at("https://gitlab.com")).is_err());
    }

    #[test]
    fn a_token_whose_instance_nobody_told_may_be_sent() {
        let found = search(
            &TokenSource::Automatic,
            &FixedEnvironment::new().with_variable("GL_TOKEN", token("x")),
        );
        assert!(may_send(&found, &at("https://anywhere.example.com")).is_ok());
    }

    #[test]
    fn nothing_that_is_printed_holds_the_value() {
        let found = search(&TokenSource::Automatic, &everywhere());
        let printed = format!("{found:?} {:?}", found.token.as_ref().unwrap().examine());
        assert!(!printed.contains(&value(&found)));
    }

    fn cloned_from(url: &str) -> FixedEnvironment {
        FixedEnvironment::new()
            .with_file(
                "/project/.git/config",
                format!("[remote \"origin\"]\nurl = {url}"),
            )
            .with_variable("GITLAB_TOKEN", token("mine"))
    }

    fn follows(environment: &FixedEnvironment) -> Result<(), SourceError> {
        let instance =
            super::super::resolve_instance(None, PlainHttp::LoopbackOnly, environment).unwrap();
        let found = find(&TokenSource::Automatic, &instance.url, environment).unwrap();
        may_follow_remote(&found, &instance, environment)
    }

    #[test]
    fn a_repository_does_not_choose_who_gets_the_token() {
        let evil = cloned_from("https://evil.example/a/b.git");
        let error = follows(&evil).unwrap_err();
        assert_eq!(
            error.to_string(),
            "only the git remote origin names https://evil.example; the token from env:GITLAB_TOKEN is not sent there \
             on its word"
        );
        assert!(error.hint().contains("--instance https://evil.example"));
        assert!(follows(&cloned_from("git@evil.example:a/b.git")).is_err());
    }

    #[test]
    fn a_host_that_somebody_else_names_as_well_is_followed() {
        let work = cloned_from("git@work.example:a/b.git");
        for environment in [
            work.clone()
                .with_variable("GLWHY_INSTANCE", "https://work.example"),
            work.with_variable("GITLAB_TOKEN", ""),
            cloned_from("git@gitlab.com:a/b.git"),
            cloned_from("http://localhost:8080/a/b.git"),
        ] {
            assert!(follows(&environment).is_ok(), "{environment:?}");
        }
    }

    const NETRC: &str = "/home/user/.netrc";
    const GLAB: &str = "/home/user/.config/glab-cli/config.yml";

    #[test]
    fn what_knows_a_host_permits_its_own_token_and_no_other() {
        for (path, text, held) in [
            (
                NETRC,
                "machine work.example password x",
                "netrc:work.example",
            ),
            (
                GLAB,
                "hosts:\n  work.example:\n    token: x\n",
                "glab:work.example",
            ),
        ] {
            let work = cloned_from("https://work.example/a/b.git").with_file(path, text);
            let error = follows(&work).unwrap_err();
            assert!(error.to_string().contains("env:GITLAB_TOKEN"), "{error}");
            assert!(error.hint().contains(held), "{}", error.hint());
            assert!(error.hint().contains("--instance https://work.example"));
            let own = work.with_variable("GITLAB_TOKEN", "");
            assert!(follows(&own).is_ok(), "{path}");
        }
    }

    #[test]
    fn what_knows_a_host_is_for_the_port_that_it_names() {
        for (path, text) in [
            (NETRC, "machine work.example{port} password x"),
            (GLAB, "hosts:\n  work.example{port}:\n    token: x\n"),
        ] {
            for (named, remote, is_followed) in [
                ("", "https://work.example/a/b.git", true),
                ("", "https://work.example:9999/a/b.git", false),
                (":9999", "https://work.example:9999/a/b.git", true),
                (":443", "https://work.example/a/b.git", true),
            ] {
                let environment = cloned_from(remote)
                    .with_variable("GITLAB_TOKEN", "")
                    .with_file(path, text.replace("{port}", named));
                let followed = follows(&environment).is_ok();
                assert_eq!(followed, is_followed, "{path} {named} {remote}");
            }
        }
    }

    #[test]
    fn all_that_gitlab_fills_belongs_to_the_instance_of_the_job() {
        for (name, user) in OF_JOB {
            let mut environment = job()
                .with_variable(name, token("filled"))
                .with_variable("MINE", token("filled"));
            if let Some(user) = user {
                environment = environment.with_variable(user, "the-user");
            }
            for variable in [name, "MINE"] {
                let found = search(&TokenSource::Variable(variable.into()), &environment);
                assert!(may_send(&found, &here()).is_ok(), "{variable}");
                for other in ["https://evil.example", "https://gitlab.example.com:8443"] {
                    let error = may_send(&found, &at(other)).unwrap_err();
                    assert!(error.to_string().contains(&format!("env:{variable}")));
                }
            }
            let found = search(&TokenSource::Variable(name.into()), &environment);
            assert_eq!(found.user.is_some(), user.is_some(), "{name}");
        }
    }

    fn signed_by(issuer: &str) -> Found {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

        let claims = format!(
            r#"{{"aud":"gitlab-authz-token","iss":"{issuer}","sub":"gid://gitlab/Ci::Build/1"}}"#
        );
        let [header, payload] =
            [r#"{"alg":"RS256"}"#, &claims].map(|text| URL_SAFE_NO_PAD.encode(text));
        let value = format!("{}{header}.{payload}.{}", "glcbt-", "s1g".repeat(114));
        search(
            &TokenSource::Variable("MINE".into()),
            &FixedEnvironment::new().with_variable("MINE", value),
        )
    }

    #[test]
    fn an_issuer_that_is_an_address_names_its_port() {
        for (issuer, asked, is_sent) in [
            (
                "https://gitlab.example.com",
                "https://gitlab.example.com",
                true,
            ),
            (
                "https://gitlab.example.com",
                "https://gitlab.example.com:9999",
                false,
            ),
            (
                "https://gitlab.example.com:9999",
                "https://gitlab.example.com:9999",
                true,
            ),
            (
                "https://gitlab.example.com:9999",
                "https://gitlab.example.com",
                false,
            ),
            (
                "gitlab.example.com:9999",
                "https://gitlab.example.com",
                false,
            ),
        ] {
            let sent = may_send(&signed_by(issuer), &at(asked)).is_ok();
            assert_eq!(sent, is_sent, "{issuer} {asked}");
        }
    }
}
