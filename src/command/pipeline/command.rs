//! What a command of a script asks of GitLab, if anything. The programs are those of `knowledge/programs.toml`.

use super::file::variable_at;
use super::find::{PipelineFinder, Scene, sign};
use super::image::{Keeper, keeper};
use super::lists::{
    BUILDS, GITLAB_ADDRESSES, PUSHES, RUN_FILES, SCRIPT_ENDINGS, SHELL_WORDS, STAND_INS, UPLOADS,
};
use super::want::{JobNeed, Needed, SentToken, Where, token_of, tokens_in};
use crate::catalogue::instance::InstanceUrl;
use crate::catalogue::programs::{Named, Program, find_program};
use crate::command::request;
use crate::diagnosis::question::decode_segment;
use crate::source::{Transport, parse_address};

/// A command of a job.
struct Spoken<'s, 'f, 't> {
    scene: &'s Scene<'f, 't>,
    line: u64,
    /// As it is written, with the variables of the file in their places.
    text: String,
}

impl<'t> PipelineFinder<'_, 't> {
    pub(super) fn command(&mut self, scene: &Scene<'_, 't>, line: u64, text: &str) {
        let text = self.file.expand(scene.job, text);
        let Ok(words) = request::words(&text) else {
            return;
        };
        let words = begun(&words);
        let spoken = Spoken { scene, line, text };
        let Some((program, arguments)) = find_program(words) else {
            return self.unknown(&spoken, words);
        };
        if program.scheme.is_some() {
            return self.api(&spoken, program, words, arguments);
        }
        let said = program.said(arguments);
        let Some(need) = program.need(&said) else {
            return self.runs_another(&spoken, words);
        };
        match program.named {
            Named::Repository => self.git(&spoken, words, &said, need),
            Named::Project => self.glab(&spoken, words, arguments, need),
            Named::Image => self.registry(&spoken, words, arguments, need),
            Named::Nothing if need.ends_with("-image") => {
                self.registry(&spoken, words, arguments, need);
            }
            Named::Nothing => self.package(&spoken, words, need),
        }
    }

    /// A program that is not known may run what is written elsewhere.
    fn unknown(&mut self, spoken: &Spoken<'_, '_, 't>, words: &[String]) {
        let [first, rest @ ..] = words else { return };
        let name = first.rsplit('/').next().unwrap_or(first);
        let is_file = first.starts_with("./")
            || SCRIPT_ENDINGS.iter().any(|ending| first.ends_with(ending))
            || first.starts_with('$');
        let with = rest.iter().find(|word| !word.starts_with('-'));
        // A shell without a file reads what is handed to it.
        let reads = with.is_none() && name.ends_with("sh");
        if is_file || RUN_FILES.contains(&name) && !reads {
            let with = with.filter(|_| RUN_FILES.contains(&name));
            let what = with.map_or_else(|| first.clone(), |file| format!("{first} {file}"));
            self.unread(spoken.scene.job.name, spoken.line, &what);
        }
    }

    /// Package managers run what their own files say.
    fn runs_another(&mut self, spoken: &Spoken<'_, '_, 't>, words: &[String]) {
        if let [program, verb, ..] = words
            && verb == "run"
        {
            let name = words.get(2).map_or("", String::as_str);
            self.unread(
                spoken.scene.job.name,
                spoken.line,
                &format!("{program} run {name}"),
            );
        }
    }

    fn registry(
        &mut self,
        spoken: &Spoken<'_, '_, 't>,
        words: &[String],
        arguments: &[String],
        need: &str,
    ) {
        let is_build = arguments
            .iter()
            .take(2)
            .any(|word| BUILDS.contains(&word.as_str()));
        let pushes = |word: &String| PUSHES.iter().any(|sign| word.contains(sign));
        let is_pushed = arguments.iter().any(pushes);
        if is_build && !is_pushed {
            return;
        }
        let need = if is_pushed { "push-image" } else { need };
        let token = sent(spoken, &spoken.text);
        let (job, by) = (spoken.scene.job.name, called(words));
        let is_image = |word: &&String| {
            let is_named = word.contains(['/', ':']) || word.contains("$CI_REGISTRY_IMAGE");
            is_named && keeper(word, self.facts) != Keeper::Elsewhere && !word.starts_with("http")
        };
        let plain = arguments.iter().filter(|word| !word.starts_with("--cache"));
        let named: Vec<&String> = plain.filter(is_image).collect();
        if let Some(image) = named.last() {
            self.image(job, spoken.line, &by, need, image, token);
        } else if let Some(image) = arguments.iter().skip(1).find(|word| word.starts_with('$')) {
            self.unread(job, spoken.line, &format!("{by} {image}"));
        }
    }

    fn git(&mut self, spoken: &Spoken<'_, '_, 't>, words: &[String], said: &[&str], need: &str) {
        let job = spoken.scene.job.name;
        let by = called(words);
        if said.first() == Some(&"submodule") {
            return self.unread(job, spoken.line, "git submodule (.gitmodules)");
        }
        let is_address = |word: &&&str| word.contains("://") || word.contains(".git");
        let named = said.iter().skip(1).find(is_address).copied();
        let address = named.map_or_else(
            || remote_of(said, &spoken.scene.settings.remotes),
            |word| Some(word.to_owned()),
        );
        let Some(address) = address else {
            let token = sent(spoken, &spoken.text);
            return self.capability(job, spoken.line, &by, need, Where::Own, token);
        };
        let token = sent(spoken, &format!("{} {address}", spoken.text));
        match self.repository_at(&address) {
            Repository::Here(place) => {
                self.capability(job, spoken.line, &by, need, place, token);
            }
            Repository::Unknown => {
                self.unread(job, spoken.line, &format!("{by} {}", plain(&address)));
            }
            Repository::Elsewhere => {}
        }
    }

    fn repository_at(&self, address: &str) -> Repository {
        let filled = self.facts.fill_known(&plain(address));
        let is_of_job = filled.contains("CI_REPOSITORY_URL") || filled.contains("CI_PROJECT_URL");
        if is_of_job {
            return Repository::Here(Where::Own);
        }
        let host = filled.split("://").nth(1).unwrap_or(&filled);
        let (host, path) = host.split_once('/').unwrap_or((host, ""));
        let is_here = host.contains("CI_SERVER_");
        if host.contains('$') && !is_here || path.contains('$') && !path.contains("CI_PROJECT") {
            return Repository::Unknown;
        }
        let named = parse_address(&filled);
        let is_known = named.as_ref().is_some_and(|address| {
            let is_of = |instance: &InstanceUrl| {
                let is_port = address.port.is_none_or(|port| port == instance.port());
                instance.host() == address.host && is_port
            };
            self.facts.instance.is_some_and(is_of) && address.transport != Transport::Ssh
        });
        let path = path.trim_end_matches('/').trim_end_matches(".git");
        if is_here || is_known {
            let root = self.facts.instance.map_or("", |instance| instance.root());
            let path = path
                .strip_prefix(root.trim_start_matches('/'))
                .unwrap_or(path);
            Repository::Here(self.place(path.trim_matches('/')))
        } else {
            Repository::Elsewhere
        }
    }

    fn glab(
        &mut self,
        spoken: &Spoken<'_, '_, 't>,
        words: &[String],
        arguments: &[String],
        need: &str,
    ) {
        // To sign in says nothing of what comes after it.
        if arguments.first().is_some_and(|word| word == "auth") {
            return;
        }
        let behind = |pair: &[String]| matches!(pair[0].as_str(), "-R" | "--repo");
        let named = arguments.windows(2).find(|pair| behind(pair));
        let job = spoken.scene.job.name;
        let place = match named.map(|pair| self.facts.fill_known(&pair[1])) {
            Some(name) if name.contains('$') && !name.contains("CI_PROJECT") => {
                return self.unread(job, spoken.line, &format!("{} -R {name}", called(words)));
            }
            Some(name) => self.place(name.trim_matches('/')),
            None => Where::Own,
        };
        let token = glab_token(spoken);
        self.capability(job, spoken.line, &called(words), need, place, token);
    }

    fn package(&mut self, spoken: &Spoken<'_, '_, 't>, words: &[String], need: &str) {
        let job = spoken.scene.job.name;
        let by = called(words);
        let token = sent(spoken, &spoken.text);
        match need {
            "create-release" => {
                let is_of_job = by.starts_with("release-cli");
                let own = token_of(&spoken.text, &[]);
                let token = if is_of_job { SentToken::Job } else { own };
                return self.capability(job, spoken.line, &by, need, Where::Own, token);
            }
            "write-terraform-state" => {
                return self.capability(job, spoken.line, &by, need, Where::Own, token);
            }
            _ => {}
        }
        let has = |text: &str| GITLAB_ADDRESSES.iter().any(|part| text.contains(part));
        let is_elsewhere = spoken.text.contains("://") && !has(&spoken.text);
        let is_told = if need == "install-package" {
            has(&spoken.text) || spoken.scene.settings.is_configured
        } else {
            has(&spoken.text) || spoken.scene.settings.names_gitlab
        };
        if !is_elsewhere && is_told {
            let own = self.facts.fill_known(&spoken.text);
            let of_job = spoken.scene.settings.kept_in.clone();
            let place = self.kept_in(&own).or(of_job);
            let place = place.unwrap_or(Where::Own);
            self.capability(job, spoken.line, &by, need, place, token);
        } else if !is_elsewhere && need == "publish-package" {
            self.unread(job, spoken.line, &format!("where {by} publishes to"));
        }
    }

    /// The project whose packages an address names.
    pub(super) fn kept_in(&self, text: &str) -> Option<Where> {
        let at = text.find("/packages/")?;
        self.project_before(&text[..at])
    }

    fn api(
        &mut self,
        spoken: &Spoken<'_, '_, 't>,
        program: &'static Program,
        words: &[String],
        arguments: &[String],
    ) {
        let job = spoken.scene.job.name;
        let filled: Vec<String> = arguments
            .iter()
            .map(|word| self.facts.fill_known(word))
            .collect();
        let Ok(mut pasted) = request::of_command(program, &filled) else {
            return;
        };
        let is_glab = program.scheme == Some("api");
        let is_silent = pasted.sends_no_token && tokens_in(&spoken.text).is_empty();
        if is_silent && !is_glab {
            return;
        }
        let Some((method, address)) = pasted.request.split_once(' ') else {
            return;
        };
        let by = format!("{} {method}", called(words));
        let path = match self.path_here(address, is_glab) {
            ApiAddress::Path(path) => path,
            ApiAddress::Unknown => {
                let address = address.trim_start_matches("https://");
                return self.unread(job, spoken.line, &format!("{by} {address}"));
            }
            ApiAddress::Elsewhere => return,
        };
        // The header says which token it is; another command of the job says nothing of it.
        let token = if is_glab {
            glab_token(spoken)
        } else {
            token_of(&spoken.text, &[])
        };
        let changes = !matches!(method, "GET" | "HEAD");
        let project = path.strip_prefix("/projects/").unwrap_or_default();
        let project = project.split(['/', '?']).next().unwrap_or_default();
        if project.contains('$') && !project.contains("CI_PROJECT") {
            return self.unread(job, spoken.line, &format!("{by} {path}"));
        }
        if path.contains('$') && !changes {
            return self.stand_in(spoken, &by, &path, &decode_segment(project), token);
        }
        if matches!(method, "PUT" | "POST") && UPLOADS.iter().any(|part| path.contains(part)) {
            let place = self.place(&decode_segment(project));
            let by = format!("{by} {path}");
            return self.capability(job, spoken.line, &by, "publish-package", place, token);
        }
        pasted.request = format!("{method} {}", named(&path));
        pasted.scheme = None;
        pasted.dropped.clear();
        pasted.sends_no_token = false;
        self.want(JobNeed {
            sign: sign(job, spoken.line, &by),
            token,
            need: Needed::Request(pasted),
        });
    }

    /// Below which path of the API an address is, if it is one of this instance.
    fn path_here(&self, address: &str, is_glab: bool) -> ApiAddress {
        let below = |rest: &str| format!("/{}", rest.trim_start_matches('/'));
        let Some((_, rest)) = address.split_once("://") else {
            return if is_glab {
                ApiAddress::Path(below(address))
            } else {
                ApiAddress::Unknown
            };
        };
        // A client puts its scheme before a variable that has one.
        let rest = rest.replace("${", "$").replace('}', "");
        let unset = ["$CI_API_V4_URL", "$CI_SERVER_URL/api/v4"];
        if let Some(path) = unset.iter().find_map(|begin| rest.strip_prefix(begin)) {
            return ApiAddress::Path(below(path));
        }
        let (host, path) = rest.split_once('/').unwrap_or((&rest, ""));
        let is_here = host.starts_with("$CI_SERVER_")
            || self.facts.instance.is_some_and(|instance| {
                let name = host.rsplit('@').next().unwrap_or(host);
                name.eq_ignore_ascii_case(&instance.authority())
            });
        let Some(at) = path.find("api/v4/").filter(|_| is_here) else {
            let is_known = !host.starts_with('$');
            return if is_known {
                ApiAddress::Elsewhere
            } else {
                ApiAddress::Unknown
            };
        };
        ApiAddress::Path(below(&path[at + "api/v4/".len()..]))
    }

    /// What a variable hides cannot be asked for; a capability stands for it.
    fn stand_in(
        &mut self,
        spoken: &Spoken<'_, '_, 't>,
        by: &str,
        path: &str,
        project: &str,
        token: SentToken,
    ) {
        let need = STAND_INS.iter().find(|(part, _)| path.contains(part));
        let job = spoken.scene.job.name;
        match need.filter(|_| !project.is_empty()) {
            Some((_, need)) => {
                let place = self.place(project);
                let by = format!("{by} {path}");
                self.capability(job, spoken.line, &by, need, place, token);
            }
            None => self.unread(job, spoken.line, &format!("{by} {path}")),
        }
    }
}

/// The token of a command, or the only one of which its job speaks.
fn sent(spoken: &Spoken<'_, '_, '_>, text: &str) -> SentToken {
    token_of(text, &spoken.scene.tokens)
}

/// The token of glab: that of its command, or the one with which the job signed it in.
fn glab_token(spoken: &Spoken<'_, '_, '_>) -> SentToken {
    let known = if spoken.scene.settings.signs_in {
        spoken.scene.tokens.as_slice()
    } else {
        &[]
    };
    token_of(&spoken.text, known)
}

/// What the address of an API line comes to.
enum ApiAddress {
    Path(String),
    Unknown,
    Elsewhere,
}

/// Where a repository is.
enum Repository {
    Here(Where),
    Elsewhere,
    Unknown,
}

/// A command without what a shell reads before it, and the variables that are set for it.
fn begun(words: &[String]) -> &[String] {
    let mut rest = words;
    while let [first, others @ ..] = rest {
        let is_letter = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
        let is_setting = first
            .split_once('=')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(is_letter));
        if !(is_setting || SHELL_WORDS.contains(&first.as_str())) {
            break;
        }
        rest = others;
    }
    rest
}

/// A command by its program and the words behind it that are neither options nor values.
fn called(words: &[String]) -> String {
    let [first, rest @ ..] = words else {
        return String::new();
    };
    let program = first.rsplit('/').next().unwrap_or(first);
    let is_word = |word: &&String| {
        let is_letter = |letter: char| letter.is_ascii_lowercase() || "-:3".contains(letter);
        !word.starts_with('-') && word.len() <= 24 && word.chars().all(is_letter)
    };
    let is_module = rest.first().is_some_and(|word| word == "-m");
    let rest = if is_module { &rest[1..] } else { rest };
    let verbs = rest.iter().take_while(is_word).take(2);
    let mut called = vec![program];
    called.extend(is_module.then_some("-m"));
    called.extend(verbs.map(String::as_str));
    called.join(" ")
}

/// An address without its login.
fn plain(address: &str) -> String {
    request::without_login(address, &mut Vec::new())
}

/// The address that a job gave to the remote of which a command speaks.
fn remote_of(said: &[&str], job: &str) -> Option<String> {
    let name = said.get(1).copied().unwrap_or("origin");
    let signs = [
        format!("set-url {name} "),
        format!("set-url --push {name} "),
        format!("remote add {name} "),
    ];
    let (at, sign) = signs
        .iter()
        .find_map(|sign| Some((job.rfind(sign.as_str())?, sign)))?;
    let rest = job[at + sign.len()..].trim_start();
    let address = rest.split_whitespace().next()?;
    Some(address.trim_matches(['"', '\'']).to_owned())
}

/// A path with the names of variables in their places.
fn named(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some(at) = rest.find('$') {
        text += &rest[..at];
        let (name, length) = variable_at(&rest[at..]);
        text += if name == "_" || name.is_empty() {
            "VALUE"
        } else {
            name
        };
        rest = &rest[at + length..];
    }
    let text = text + rest;
    text.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}
