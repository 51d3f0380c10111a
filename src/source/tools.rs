//! What other programs send to an instance: each keeps its credential in a place of its own.
//!
//! Only the files and variables that these programs read themselves are read, and of them only what names the host of the
//! instance. What a helper keeps, such as a keyring, is not asked for.

mod composer;
mod docker;
mod git;
mod maven;
mod npm;
mod python;

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use url::Url;
use zeroize::Zeroizing;

use super::Environment;
use crate::catalogue::instance::{InstanceUrl, in_command};

closed_words! {
    /// A program that keeps a credential.
    pub(crate) enum Tool {
        /// Git, in a header of its configuration.
        GitHeader = "git-header",
        /// Docker and what reads its configuration.
        Docker = "docker",
        /// npm, pnpm, and yarn.
        Npm = "npm",
        /// pip and uv.
        Pip = "pip",
        /// twine.
        Twine = "twine",
        /// Maven.
        Maven = "maven",
        /// Composer.
        Composer = "composer",
        /// Terraform, for its state.
        Terraform = "terraform",
    }
}

impl Tool {
    /// Returns the programs that take a token from there.
    pub(super) const fn readers(self) -> &'static [&'static str] {
        match self {
            Self::GitHeader => &["glwhy", "git"],
            Self::Docker => &["glwhy", "docker"],
            Self::Npm => &["glwhy", "npm"],
            Self::Pip => &["glwhy", "pip"],
            Self::Twine => &["glwhy", "twine"],
            Self::Maven => &["glwhy", "maven"],
            Self::Composer => &["glwhy", "composer"],
            Self::Terraform => &["glwhy", "terraform"],
        }
    }
}

closed_words! {
    /// A program that gives out a credential when it is asked. It is run only where the user says so.
    pub(crate) enum Helper {
        /// Git, which asks the helpers of its configuration.
        Git = "git",
        /// glab, which looks into the keyring.
        Glab = "glab",
    }
}

impl Helper {
    /// Returns the helper of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|helper| helper.name() == name)
    }

    /// Returns the command that asks it about an instance, for `sh`. It never waits for somebody to type.
    pub(super) fn command(self, instance: &InstanceUrl) -> String {
        let scheme = if instance.is_https() { "https" } else { "http" };
        let authority = instance.authority();
        let authority = in_command(&authority, "HOST");
        match self {
            Self::Git => format!(
                "printf 'protocol={scheme}\\nhost={authority}\\n\\n' | GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true SSH_ASKPASS=true \
                 git credential fill"
            ),
            Self::Glab => format!("glab config get token --host '{authority}'"),
        }
    }

    /// Returns the user name and the token of what it printed.
    pub(super) fn read(self, printed: &[u8]) -> (Option<String>, Zeroizing<String>) {
        let text = Zeroizing::new(String::from_utf8_lossy(printed).into_owned());
        let value = |key| text.lines().find_map(|line| line.strip_prefix(key));
        match self {
            Self::Git => {
                let user = value("username=").map(str::to_owned);
                let password = value("password=").unwrap_or_default().to_owned();
                (user, Zeroizing::new(password))
            }
            Self::Glab => (None, Zeroizing::new(text.trim().to_owned())),
        }
    }
}

/// A credential that a program keeps for an instance.
pub(super) struct ToolCredential {
    /// Whose it is.
    pub(super) tool: Tool,
    /// The file or the variable. What begins with `./` is of the working directory, and so perhaps of a repository that
    /// somebody else wrote.
    pub(super) place: String,
    /// The user name.
    pub(super) user: Option<String>,
    /// The password or token.
    pub(super) value: Zeroizing<String>,
    /// The port of the instance, where the place is about that port alone.
    pub(super) port: Option<u16>,
}

/// Finds what other programs keep for an instance, each place once.
pub(super) fn find(instance: &InstanceUrl, environment: &dyn Environment) -> Vec<ToolCredential> {
    let mut found = git::find(instance, environment);
    found.extend(docker::find(instance, environment));
    found.extend(npm::find(instance, environment));
    found.extend(python::find(instance, environment));
    found.extend(maven::find(instance, environment));
    found.extend(composer::find(instance, environment));
    found.extend(terraform(instance, environment));
    found.retain(|credential| !credential.value.trim().is_empty());
    found
}

/// The backend `http`, which GitLab serves (`TF_HTTP_*`).
fn terraform(instance: &InstanceUrl, environment: &dyn Environment) -> Option<ToolCredential> {
    let address = Url::parse(&environment.filled_variable("TF_HTTP_ADDRESS")?).ok()?;
    let password = environment.filled_variable("TF_HTTP_PASSWORD")?;
    is_of(&address, instance).then(|| ToolCredential {
        tool: Tool::Terraform,
        place: "TF_HTTP_PASSWORD".to_owned(),
        user: environment.filled_variable("TF_HTTP_USERNAME"),
        value: Zeroizing::new(password),
        port: Some(instance.port()),
    })
}

/// Whether an address is below an instance.
fn is_of(url: &Url, instance: &InstanceUrl) -> bool {
    let is_host = url
        .host_str()
        .is_some_and(|host| host.eq_ignore_ascii_case(instance.host()));
    is_host && url.port_or_known_default() == Some(instance.port())
}

/// Whether `host`, or `host:port`, is that of an instance.
fn is_host_of(text: &str, instance: &InstanceUrl) -> bool {
    match text.rsplit_once(':') {
        Some((host, port)) => {
            host.eq_ignore_ascii_case(instance.host()) && port == instance.port().to_string()
        }
        None => text.eq_ignore_ascii_case(instance.host()) && instance.has_usual_port(),
    }
}

/// User and password in the encoding of HTTP Basic.
fn basic(text: &str) -> Option<(String, Zeroizing<String>)> {
    let bytes = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
    let text = std::str::from_utf8(&bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), Zeroizing::new(password.to_owned())))
}

/// The login of an address for an instance.
fn login(text: &str, instance: &InstanceUrl) -> Option<(String, Zeroizing<String>)> {
    let url = Url::parse(text).ok().filter(|url| is_of(url, instance))?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let password = Zeroizing::new(decoded(url.password()?));
    Some((decoded(url.username()), password))
}

/// The files of these names in the home directory, as they are shown.
fn at_home(environment: &dyn Environment, names: &[&str]) -> Vec<(String, PathBuf)> {
    let home = environment.home();
    let of_home = |name: &&str| Some((format!("~/{name}"), home.as_ref()?.join(name)));
    names.iter().filter_map(of_home).collect()
}

/// A file of the working directory, as it is shown.
fn at_hand(environment: &dyn Environment, name: &str) -> (String, PathBuf) {
    (format!("./{name}"), environment.directory().join(name))
}

/// A file that a variable names, as it is shown.
fn named(environment: &dyn Environment, variable: &str, below: &str) -> Option<(String, PathBuf)> {
    let mut path = PathBuf::from(environment.filled_variable(variable)?);
    if !below.is_empty() {
        path.push(below);
    }
    Some((path.display().to_string(), path))
}

/// What a file holds, wiped in the end.
fn text(environment: &dyn Environment, path: &std::path::Path) -> Option<Zeroizing<String>> {
    environment.text(path).map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::super::FixedEnvironment;
    use super::*;
    use crate::catalogue::instance::PlainHttp;

    fn here() -> InstanceUrl {
        InstanceUrl::parse("https://gitlab.example.com", PlainHttp::LoopbackOnly)
            .unwrap()
            .url
    }

    fn found(environment: &FixedEnvironment) -> Vec<(Tool, String, Option<String>, String)> {
        let found = find(&here(), environment).into_iter();
        found
            .map(|it| (it.tool, it.place, it.user, it.value.to_string()))
            .collect()
    }

    fn encoded(text: &str) -> String {
        STANDARD.encode(text)
    }

    /// Holds that a file at home tells this, and that it tells nothing where it is about another host.
    #[track_caller]
    fn tells(file: &str, text: &str, tool: Tool, user: Option<&str>) {
        let path = format!("/home/user/{file}");
        let environment = FixedEnvironment::new().with_file(path.clone(), text);
        let user = user.map(str::to_owned);
        let expected = (tool, format!("~/{file}"), user, "s3cret".to_owned());
        assert_eq!(found(&environment), [expected], "{text}");
        let elsewhere = text.replace("gitlab.example.com", "other.example.com");
        let elsewhere = FixedEnvironment::new().with_file(path, elsewhere);
        assert_eq!(found(&elsewhere), [], "{text}");
    }

    #[test]
    fn headers_of_git_are_found() {
        let basic = encoded("me:s3cret");
        for (text, user) in [
            (
                "[http \"https://gitlab.example.com/\"]\n extraHeader = PRIVATE-TOKEN: s3cret\n",
                None,
            ),
            (
                "[http \"https://gitlab.example.com\"]\n extraheader = Authorization: Bearer s3cret\n",
                None,
            ),
        ] {
            tells(".gitconfig", text, Tool::GitHeader, user);
        }
        let text = format!(
            "[http \"https://gitlab.example.com\"]\n extraheader = \"Authorization: Basic {basic}\"\n"
        );
        tells(".config/git/config", &text, Tool::GitHeader, Some("me"));
    }

    #[test]
    fn logins_of_docker_are_found_for_the_registry_of_the_instance() {
        let basic = encoded("me:s3cret");
        for name in [
            "registry.gitlab.example.com",
            "gitlab.example.com",
            "gitlab.example.com:5050",
        ] {
            let text = format!(r#"{{"auths":{{"{name}":{{"auth":"{basic}"}}}}}}"#);
            tells(".docker/config.json", &text, Tool::Docker, Some("me"));
        }
        let text = r#"{"auths":{"https://gitlab.example.com:5050/v2/":{"username":"me","password":"s3cret"}}}"#;
        tells(".docker/config.json", text, Tool::Docker, Some("me"));
    }

    #[test]
    fn credentials_of_package_managers_are_found() {
        for (file, text, tool, user) in [
            (
                ".npmrc",
                "//gitlab.example.com/api/v4/packages/npm/:_authToken=\"s3cret\"\n",
                Tool::Npm,
                None,
            ),
            (
                ".config/pip/pip.conf",
                "[global]\nextra-index-url = https://me:s3cret@gitlab.example.com/api/v4/projects/1/packages/pypi/simple\n",
                Tool::Pip,
                Some("me"),
            ),
            (
                ".pypirc",
                "[distutils]\nindex-servers = lab\n\n[lab]\nrepository = https://gitlab.example.com/api/v4/projects/1/\
                 packages/pypi\nusername = me\npassword = s3cret\n",
                Tool::Twine,
                Some("me"),
            ),
            (
                ".config/composer/auth.json",
                r#"{"gitlab-token":{"gitlab.example.com":"s3cret"}}"#,
                Tool::Composer,
                None,
            ),
            (
                ".config/composer/auth.json",
                r#"{"http-basic":{"gitlab.example.com":{"username":"me","password":"s3cret"}}}"#,
                Tool::Composer,
                Some("me"),
            ),
            (
                ".m2/settings.xml",
                "<settings><servers><server><id>lab</id><configuration><httpHeaders><property><name>Private-Token</name>\
                 <value>s3cret</value></property></httpHeaders></configuration></server></servers><profiles><profile>\
                 <repositories><repository><id>lab</id><url>https://gitlab.example.com/api/v4/projects/1/packages/maven\
                 </url></repository></repositories></profile></profiles></settings>",
                Tool::Maven,
                None,
            ),
        ] {
            tells(file, text, tool, user);
        }
    }

    #[test]
    fn a_helper_is_asked_about_the_host_and_read_as_it_prints() {
        let command = Helper::Git.command(&here());
        assert!(command.contains("host=gitlab.example.com") && command.contains("credential fill"));
        let (user, value) = Helper::Git.read(b"protocol=https\nusername=me\npassword=s3cret\n");
        assert_eq!((user.as_deref(), value.as_str()), (Some("me"), "s3cret"));
        assert!(Helper::Glab.command(&here()).contains("glab"));
        assert_eq!(Helper::Glab.read(b"s3cret\n").1.as_str(), "s3cret");
    }

    #[test]
    fn variables_of_programs_count_where_their_address_is_the_instance() {
        let address = "https://gitlab.example.com/api/v4/projects/1/terraform/state/x";
        let environment = FixedEnvironment::new()
            .with_variable("TF_HTTP_ADDRESS", address)
            .with_variable("TF_HTTP_USERNAME", "me")
            .with_variable("TF_HTTP_PASSWORD", "secret")
            .with_variable(
                "PIP_INDEX_URL",
                "https://me:other@gitlab.example.com/simple",
            )
            .with_variable("TWINE_REPOSITORY_URL", "https://elsewhere.example.com")
            .with_variable("TWINE_PASSWORD", "third");
        let places: Vec<String> = found(&environment).into_iter().map(|it| it.1).collect();
        assert_eq!(places, ["PIP_INDEX_URL", "TF_HTTP_PASSWORD"]);
    }

    #[test]
    fn a_variable_in_npmrc_is_filled_where_the_user_wrote_it_and_never_by_the_word_of_a_repository()
    {
        let text = "//gitlab.example.com/:_authToken=${NPM_TOKEN}\n";
        let of_user = FixedEnvironment::new().with_file("/home/user/.npmrc", text);
        assert_eq!(found(&of_user), []);
        let filled = of_user.with_variable("NPM_TOKEN", "filled");
        let expected = (Tool::Npm, "~/.npmrc".to_owned(), None, "filled".to_owned());
        assert_eq!(found(&filled), [expected]);
        let of_repository = FixedEnvironment::new()
            .with_file("/project/.npmrc", text)
            .with_variable("NPM_TOKEN", "filled");
        assert_eq!(found(&of_repository), []);
    }

    #[test]
    fn a_project_does_not_choose_which_server_of_maven_is_meant() {
        let settings = "<settings><servers><server><id>lab</id><configuration><httpHeaders><property><name>Private-Token\
                        </name><value>secret</value></property></httpHeaders></configuration></server></servers></settings>";
        let pom = "<project><repositories><repository><id>lab</id><url>https://gitlab.example.com/api/v4</url></repository>\
                   </repositories></project>";
        let environment = FixedEnvironment::new()
            .with_file("/home/user/.m2/settings.xml", settings)
            .with_file("/project/pom.xml", pom);
        assert_eq!(found(&environment), []);
    }

    #[test]
    fn what_is_broken_holds_nothing() {
        for (path, text) in [
            ("/home/user/.docker/config.json", "{"),
            (
                "/home/user/.docker/config.json",
                r#"{"auths":{"gitlab.example.com":{"auth":"%%"}}}"#,
            ),
            ("/home/user/.npmrc", "//gitlab.example.com/:_authToken"),
            (
                "/home/user/.m2/settings.xml",
                "<settings><servers><server><id>",
            ),
            ("/home/user/.config/composer/auth.json", "[]"),
            ("/home/user/.pypirc", "password = x\n[a]\nrepository"),
            (
                "/home/user/.gitconfig",
                "[http]\n extraHeader = PRIVATE-TOKEN: everywhere",
            ),
        ] {
            let environment = FixedEnvironment::new().with_file(path, text);
            assert_eq!(found(&environment), [], "{path}");
        }
    }
}
