//! What the keywords of a pipeline file ask of GitLab. Commands are read by [`super::command`].

use super::file::{File, PipelineJob, Text};
use super::image::{Keeper, keeper};
use super::lists::{CONFIGURES, GITLAB_ADDRESSES, SCRIPTS, STATE_ADDRESSES};
use super::shell;
use super::want::{JobNeed, Needed, SentToken, Sign, Where, tokens_in};
use super::yaml::Id;
use crate::catalogue::find_capability;
use crate::command::asked::Facts;
use crate::secret::hide_tokens;

/// The most that is found in a file; the biggest that are public have some hundreds.
const MOST_FOUND: usize = 1_000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct FoundNeeds {
    /// What is asked for with a token.
    pub(super) wants: Vec<JobNeed>,
    /// What GitLab asks of the user who starts the pipeline.
    pub(super) of_user: Vec<OfUser>,
    /// What was not read.
    pub(super) unread: Vec<Sign>,
    /// What goes without any token.
    pub(super) free: Vec<Sign>,
}

/// What the user who starts the pipeline has to be allowed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OfUser {
    pub(super) sign: Sign,
    /// The other project.
    pub(super) project: String,
    /// What the user must be able to do there.
    pub(super) may: &'static str,
    /// The permission that the allowlist of the other project has to give, where it counts.
    pub(super) permission: Option<&'static str>,
}

/// Looks through a file.
pub(super) struct PipelineFinder<'f, 't> {
    pub(super) file: &'f File<'t>,
    pub(super) facts: &'f Facts<'f>,
    pub(super) found: FoundNeeds,
}

/// A job as its commands are looked at.
pub(super) struct Scene<'s, 't> {
    pub(super) job: &'s PipelineJob<'t>,
    /// What it says of remotes, of signing in to glab, and of where packages are kept.
    pub(super) settings: JobSettings,
    /// The tokens of which it speaks.
    pub(super) tokens: Vec<SentToken>,
}

/// What a job says once, and what holds for several of its commands.
#[derive(Debug, Default)]
pub(super) struct JobSettings {
    /// The commands that name the remotes of Git.
    pub(super) remotes: String,
    /// Whether glab is signed in.
    pub(super) signs_in: bool,
    /// Whether a package client is told to look at GitLab.
    pub(super) is_configured: bool,
    /// Whether GitLab is named as where packages are.
    pub(super) names_gitlab: bool,
    /// The project whose packages are named.
    pub(super) kept_in: Option<Where>,
}

impl<'t> PipelineFinder<'_, 't> {
    /// Reads what a job says of itself, from all that is written in it.
    fn settings(&self, whole: &str) -> JobSettings {
        let is_remote = |line: &&str| line.contains("set-url ") || line.contains("remote add ");
        let names = |line: &str| GITLAB_ADDRESSES.iter().any(|part| line.contains(part));
        let configures = |line: &str| {
            line.contains("/packages/") && CONFIGURES.iter().any(|word| line.contains(word))
        };
        JobSettings {
            remotes: whole
                .lines()
                .filter(is_remote)
                .take(100)
                .collect::<Vec<_>>()
                .join("\n"),
            signs_in: whole.contains("glab auth login"),
            is_configured: whole.lines().any(configures),
            names_gitlab: names(whole),
            kept_in: self.kept_in(&self.facts.fill_known(whole)),
        }
    }

    pub(super) fn all(&mut self) {
        self.included("", self.file.top("include"));
        for job in self.file.jobs() {
            if self.file.is_spent() {
                return;
            }
            self.job(&job);
        }
    }

    fn job(&mut self, job: &PipelineJob<'t>) {
        for (line, what) in &job.missing {
            self.unread(job.name, *line, what);
        }
        self.keywords(job);
        let mut missing = Vec::new();
        let mut texts: Vec<Text> = Vec::new();
        for key in SCRIPTS {
            if let Some((_, script)) = self.file.find(job, key) {
                texts.extend(self.file.script(script, &mut missing));
            }
        }
        for (line, what) in missing {
            self.unread(job.name, line, &what);
        }
        let variables = self.file.variables(job);
        let set = variables
            .iter()
            .map(|(name, text)| format!("{name}={}", self.file.expand(job, &text.words)));
        let said = texts.iter().map(|text| self.file.expand(job, &text.words));
        let whole: Vec<String> = said.chain(set).collect();
        let whole = whole.join("\n");
        let scene = Scene {
            job,
            tokens: tokens_in(&whole),
            settings: self.settings(&whole),
        };
        let variables = variables.iter().map(|(_, text)| text);
        self.state(&scene, texts.iter().chain(variables));
        for text in &texts {
            if self.file.is_spent() {
                return;
            }
            self.script(&scene, text);
        }
    }

    fn script(&mut self, scene: &Scene<'_, 't>, text: &Text) {
        for command in shell::commands(&text.words) {
            if self.file.is_spent() {
                return;
            }
            let below = if text.is_literal { command.line } else { 0 };
            self.command(scene, text.line + below, &command.text);
        }
    }

    fn keywords(&mut self, job: &PipelineJob<'t>) {
        if let Some((line, _)) = self.file.find(job, "release") {
            self.capability(
                job.name,
                line,
                "release:",
                "create-release",
                Where::Own,
                SentToken::Job,
            );
        }
        for key in ["image", "services"] {
            if let Some((line, value)) = self.file.find(job, key) {
                self.images(job, key, line, value);
            }
        }
        if let Some((line, value)) = self.file.find(job, "trigger") {
            self.trigger(job, line, value);
        }
        if let Some((_, value)) = self.file.find(job, "needs") {
            self.needs(job, value);
        }
        if let Some((line, _)) = self.file.find(job, "run") {
            self.unread(job.name, line, "run:");
        }
        let pages = self.file.find(job, "pages");
        if let Some(line) = pages
            .map(|(line, _)| line)
            .or_else(|| (job.name == "pages").then_some(job.line))
        {
            let sign = sign(job.name, line, "pages");
            self.found.free.push(sign);
        }
    }

    fn images(&mut self, job: &PipelineJob<'t>, key: &str, line: u64, value: Id) {
        for (at, item) in self.file.items(value) {
            let named = self.file.at(item, "name");
            let (line, image) = match (self.file.text(item), named) {
                (Some(text), _) if key == "image" => (line, text),
                (Some(text), _) => (at, text),
                (None, Some((line, name))) => match self.file.text(name) {
                    Some(text) => (line, text),
                    None => continue,
                },
                (None, None) => continue,
            };
            let image = self.file.expand(job, image);
            let by = format!("{key}:");
            self.image(job.name, line, &by, "pull-image", &image, SentToken::Job);
        }
    }

    /// Takes an image that is pulled or pushed. Whether the instance keeps it.
    pub(super) fn image(
        &mut self,
        job: &str,
        line: u64,
        by: &str,
        need: &str,
        image: &str,
        token: SentToken,
    ) -> bool {
        match keeper(image, self.facts) {
            Keeper::Own => self.capability(job, line, by, need, Where::Own, token),
            Keeper::Other(path) => {
                self.capability(job, line, by, need, Where::Image(path), token);
            }
            Keeper::Proxy => {
                let by =
                    format!("{by} by the dependency proxy of the group, which takes membership");
                self.found.free.push(sign(job, line, &by));
            }
            Keeper::Unknown => self.unread(job, line, &format!("{by} {image}")),
            Keeper::Elsewhere => return false,
        }
        true
    }

    fn trigger(&mut self, job: &PipelineJob<'t>, line: u64, value: Id) {
        let project = self.file.at(value, "project");
        let named = self.file.text(value).map(|text| (line, text));
        let named = named.or_else(|| Some((project?.0, self.file.text(project?.1)?)));
        if let Some((line, project)) = named {
            let project = self.file.expand(job, project);
            self.of_user(
                job.name,
                line,
                "trigger:",
                &project,
                "run pipelines there",
                None,
            );
        }
        self.included(job.name, self.file.at(value, "include"));
    }

    fn needs(&mut self, job: &PipelineJob<'t>, value: Id) {
        for (_, item) in self.file.items(value) {
            let Some((line, project)) = self.file.at(item, "project") else {
                continue;
            };
            let project = self.file.text(project).unwrap_or_default();
            let project = self.file.expand(job, project);
            let may = "read the jobs and artifacts there";
            self.of_user(
                job.name,
                line,
                "needs:project",
                &project,
                may,
                Some("READ_JOBS"),
            );
        }
    }

    /// Other files: those of projects take a right to read, and what is in any of them was not read.
    fn included(&mut self, job: &str, include: Option<(u64, Id)>) {
        let Some((_, include)) = include else {
            return;
        };
        for (line, item) in self.file.items(include) {
            if let Some(local) = self.file.text(item) {
                self.unread(job, line, &format!("include: {local}"));
                continue;
            }
            if let Some((line, project)) = self.file.at(item, "project") {
                let project = self.file.text(project).unwrap_or_default();
                self.of_user(
                    job,
                    line,
                    "include:project",
                    project,
                    "read its files",
                    None,
                );
            }
            for kind in [
                "project",
                "local",
                "remote",
                "template",
                "component",
                "artifact",
            ] {
                let Some((line, value)) = self.file.at(item, kind) else {
                    continue;
                };
                let name = self.file.text(value).unwrap_or_default();
                if kind == "component" {
                    self.component(job, line, name);
                }
                self.unread(job, line, &format!("include:{kind} {name}"));
            }
        }
    }

    /// A component of this instance is a folder of the project before its last part.
    fn component(&mut self, job: &str, line: u64, name: &str) {
        let name = self.facts.fill_known(name);
        let plain = name.split('@').next().unwrap_or_default();
        let Some((host, path)) = plain.split_once('/') else {
            return;
        };
        let is_own = host.starts_with("$CI_SERVER_")
            || self
                .facts
                .instance
                .is_some_and(|instance| instance.authority() == host);
        if let Some((project, _)) = path.rsplit_once('/').filter(|_| is_own) {
            self.of_user(
                job,
                line,
                "include:component",
                project,
                "read its files",
                None,
            );
        }
    }

    /// Terraform finds its state by an address, wherever that is written.
    fn state<'x>(&mut self, scene: &Scene<'_, 't>, texts: impl Iterator<Item = &'x Text>) {
        for text in texts {
            let whole = self.file.expand(scene.job, &text.words);
            let whole = self.facts.fill_known(&whole);
            let Some(at) = STATE_ADDRESSES.iter().find_map(|part| whole.find(part)) else {
                continue;
            };
            let Some(place) = self.project_before(&whole[..at]) else {
                continue;
            };
            let token = super::want::token_of("", &scene.tokens);
            let by = "the address of a Terraform state";
            self.capability(
                scene.job.name,
                text.line,
                by,
                "write-terraform-state",
                place,
                token,
            );
            return;
        }
    }

    /// The project that an address ends with, if it is known.
    pub(super) fn project_before(&self, address: &str) -> Option<Where> {
        let name = address.rsplit("/projects/").next()?;
        let is_one = !name.is_empty() && !name.contains(['/', ' ', '"', '\'']);
        is_one.then(|| self.place(name))
    }

    /// A project by its id or path in an address.
    pub(super) fn place(&self, name: &str) -> Where {
        let name = name.replace("%2F", "/").replace("%2f", "/");
        let is_own = |own: &str| own.eq_ignore_ascii_case(&name);
        let id = self.facts.environment.filled_variable("CI_PROJECT_ID");
        if self.facts.project.as_deref().is_some_and(is_own)
            || id.as_deref().is_some_and(is_own)
            || name.contains("CI_PROJECT_ID")
            || name.contains("CI_PROJECT_PATH")
        {
            Where::Own
        } else {
            Where::Project(name)
        }
    }

    pub(super) fn capability(
        &mut self,
        job: &str,
        line: u64,
        by: &str,
        need: &str,
        place: Where,
        token: SentToken,
    ) {
        if let Some(capability) = find_capability(need) {
            self.want(JobNeed {
                sign: sign(job, line, by),
                token,
                need: Needed::Capability(capability, place),
            });
        }
    }

    pub(super) fn want(&mut self, want: JobNeed) {
        if self.found.wants.len() >= MOST_FOUND {
            return self.file.spend();
        }
        self.found.wants.push(want);
    }

    fn of_user(
        &mut self,
        job: &str,
        line: u64,
        by: &str,
        project: &str,
        may: &'static str,
        permission: Option<&'static str>,
    ) {
        let project = self.facts.fill_known(project);
        if project.contains('$') || project.is_empty() {
            return self.unread(job, line, &format!("{by} {project}"));
        }
        let is_own = self.facts.project.as_deref() == Some(project.trim_matches('/'));
        if !is_own {
            self.found.of_user.push(OfUser {
                sign: sign(job, line, by),
                project: hide_tokens(project.trim_matches('/')),
                may,
                permission,
            });
        }
    }

    pub(super) fn unread(&mut self, job: &str, line: u64, what: &str) {
        let sign = sign(job, line, what);
        if self.found.unread.len() >= MOST_FOUND {
            return self.file.spend();
        }
        if !self.found.unread.contains(&sign) {
            self.found.unread.push(sign);
        }
    }
}

/// Where something is written. What looks like a token is left out.
pub(super) fn sign(job: &str, line: u64, by: &str) -> Sign {
    /// As long as a name may be where it is repeated.
    const LONGEST: usize = 120;
    let short = |text: &str| {
        let text = hide_tokens(&crate::reading::redact(text));
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{} ...", &text[..end]),
            None => text,
        }
    };
    Sign {
        job: short(job),
        line,
        by: short(by),
    }
}
