//! What people type, each with what it must become.
use super::*;
use crate::catalogue::instance::PlainHttp;
use crate::observation::Scheme;
use crate::source::FixedEnvironment;

const TYPED: &str = include_str!("typed.txt");

fn token() -> String {
    format!("{}{}", "glpat-", "Zq".repeat(10))
}

/// Where somebody stands who types.
struct Place {
    instance: Option<InstanceUrl>,
    project: Option<String>,
    environment: FixedEnvironment,
}

impl Place {
    fn of(heading: &str) -> Self {
        let url = heading.split(' ').find(|word| word.starts_with("https://"));
        let (address, path) =
            match url.and_then(|url| url.strip_prefix("https://")?.split_once('/')) {
                Some((host, path)) if !heading.starts_with("instance") => {
                    (Some(format!("https://{host}")), path)
                }
                _ => (url.map(str::to_owned), ""),
            };
        let mut environment = FixedEnvironment::new();
        if heading.starts_with("clone") {
            let config = "[remote \"origin\"]\n url = git@gitlab.example.com:group/app.git\n\
                          [remote \"upstream\"]\n url = https://gitlab.example.com/other/app.git\n";
            environment = environment.with_file("/project/.git/config", config);
        }
        if heading.starts_with("job") {
            environment = environment
                .with_variable("CI_API_V4_URL", "https://gitlab.example.com/api/v4")
                .with_variable("CI_PROJECT_ID", "42")
                .with_variable("CI_PROJECT_PATH", "ci/job")
                .with_variable("CI_JOB_ID", "9")
                .with_variable("CI_JOB_TOKEN", "secret");
        }
        Self {
            instance: address.map(|url| {
                InstanceUrl::parse(&url, PlainHttp::LoopbackOnly)
                    .unwrap()
                    .url
            }),
            project: Some(path.to_owned()).filter(|path| !path.is_empty()),
            environment,
        }
    }

    fn meant(&self, typed: &str) -> String {
        let arguments = request::words(typed).unwrap();
        let facts = Facts {
            instance: self.instance.as_ref(),
            project: self.project.clone(),
            group: None,
            environment: &self.environment,
        };
        let read = read(&arguments, &facts);
        let error = read.as_ref().err().map(ToString::to_string);
        let said = format!("{read:?}{}", error.unwrap_or_default());
        assert!(
            !said.contains(&token()),
            "{typed} gives away the token: {said}"
        );
        match read {
            Ok(asked) => self.shown(&asked),
            Err(error) => format!("? {}", kind(&error)),
        }
    }

    fn shown(&self, asked: &Asked) -> String {
        let base = self
            .instance
            .as_ref()
            .map_or_else(|| "none".to_owned(), ToString::to_string);
        let mut parts = Vec::new();
        for pasted in &asked.requests {
            let request = pasted.request.replace(&format!("{base}/api/v4/"), "/");
            let request = request.replace(" /api/v4/", " /");
            let scheme = pasted
                .scheme
                .as_ref()
                .map(|scheme| format!(" by {}", scheme_name(scheme)));
            parts.push(request + &scheme.unwrap_or_default());
        }
        if !asked.needs.is_empty() {
            let names: Vec<&str> = asked.needs.iter().map(|need| need.name).collect();
            let project = asked
                .project
                .as_deref()
                .map(|project| project.replace(&format!("{base}/"), ""));
            let place = project.map(|project| format!(" in {project}"));
            parts.push(format!(
                "can {}{}",
                names.join(", "),
                place.unwrap_or_default()
            ));
        }
        if parts.is_empty() {
            parts.push("everything".to_owned());
        }
        let other = asked.instance.as_ref().filter(|_| self.instance.is_none());
        let other = other.map(|other| format!(" at {other}"));
        parts.join(" + ") + &other.unwrap_or_default()
    }
}

fn nothing_known(environment: &FixedEnvironment) -> Facts<'_> {
    Facts {
        instance: None,
        project: None,
        group: None,
        environment,
    }
}

fn scheme_name(scheme: &Scheme) -> &'static str {
    match scheme {
        Scheme::PrivateToken => "private-token",
        Scheme::Bearer => "bearer",
        Scheme::JobToken => "job-token",
        Scheme::DeployToken => "deploy-token",
        Scheme::Basic { .. } => "basic",
    }
}

fn kind(error: &AskedError) -> String {
    match error {
        AskedError::Pasted(PastedError::NoAddress) => "address".to_owned(),
        AskedError::Pasted(PastedError::NoGraphQl) | AskedError::NoGraphQl { .. } => {
            "no graphql".to_owned()
        }
        AskedError::Pasted(PastedError::OpenQuote) => "quote".to_owned(),
        AskedError::Pasted(PastedError::HoldsToken) => "token".to_owned(),
        AskedError::Empty => "empty".to_owned(),
        AskedError::Unknown { nearest, .. } if nearest.is_empty() => "unknown".to_owned(),
        AskedError::Unknown { nearest, .. } => format!("unknown ({})", nearest.join(", ")),
        AskedError::UnknownCommand { .. } => "command".to_owned(),
        AskedError::Unfilled { name } => format!("unfilled {name}"),
        AskedError::TwoProjects { .. } => "two".to_owned(),
    }
}

#[test]
fn whatever_people_type_becomes_what_they_mean() {
    let mut place = Place::of("nowhere");
    let (mut wrong, mut rows) = (String::new(), 0);
    for line in TYPED
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
    {
        if let Some(heading) = line.strip_prefix('[') {
            place = Place::of(heading.trim_end_matches(']'));
            continue;
        }
        let (typed, expected) = line.split_once(" => ").unwrap();
        let meant = place.meant(&typed.replace("{pat}", &token()).replace('⏎', "\n"));
        rows += 1;
        if meant != expected {
            wrong.extend([
                typed,
                "
  must be ",
                expected,
                "
  and is  ",
                &meant,
                "
",
            ]);
        }
    }
    assert!(rows >= 150, "{rows}");
    assert!(wrong.is_empty(), "of {rows}:\n{wrong}");
}

#[test]
fn what_is_not_understood_is_repeated_without_its_secrets() {
    let token = token();
    for (typed, shown) in [
        (format!("make deploy KEY={token}"), "make deploy"),
        // Only its place tells that a password is one.
        (
            "abDELETE https://oauth2:Q7hunter2w@gitlab.example.com/x".to_owned(),
            "abDELETE https://",
        ),
        ("frob --password Q7hunter2w".to_owned(), "`frob`"),
        (
            "projekts/group%2Fsub%2Fproject/variables/x y z".to_owned(),
            "projekts/group%2Fsub%2Fproject",
        ),
    ] {
        let environment = FixedEnvironment::new();
        let error = read(&[typed], &nothing_known(&environment))
            .unwrap_err()
            .to_string();
        assert!(error.contains(shown), "{error}");
        assert!(!error.contains("***") && !error.contains(&token), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    let pieces = [
        "git",
        "curl",
        "http",
        " ",
        "-",
        "--",
        "'",
        "\\",
        "?",
        "é",
        "@",
        "://",
        "/-/",
        ".git",
        "!1",
        "$CI_PROJECT_ID",
        "{id}",
        "projects/",
        "\n",
        "%",
    ];
    let environment = FixedEnvironment::new();
    let facts = nothing_known(&environment);
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..4_000 {
        let text: String = (0..random.usize(..9))
            .map(|_| pieces[random.usize(..pieces.len())])
            .collect();
        let _ = read(std::slice::from_ref(&text), &facts);
        let _ = read(&lines(&text), &facts);
    }
}
