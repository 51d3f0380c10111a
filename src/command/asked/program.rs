//! Command lines of the programs that fail: what each of them would ask GitLab. Nothing is run.
//!
//! Clients of HTTP become requests; of the others the capability is judged that the command comes down to.

use super::{AskedError, Reader, place};
use crate::catalogue::find_capability;
use crate::catalogue::programs::{Named, Program, find_program};
use crate::command::lists::BEFORE_COMMANDS;
use crate::command::request;
use crate::source::{Transport, remote};

/// Whether these words are a command whose program is known.
pub(crate) fn is_command(words: &[String]) -> bool {
    match bare(words) {
        [alone] if find_capability(alone).is_some() => false,
        command => is_program(command),
    }
}

fn is_program(words: &[String]) -> bool {
    let is_word = |word: &String| !word.contains(char::is_whitespace) && !word.contains("://");
    words.first().is_some_and(is_word) && find_program(words).is_some()
}

/// A command without its prompt, the variables that are set for it, and what starts it.
fn bare(words: &[String]) -> &[String] {
    let is_name =
        |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_';
    let mut rest = words;
    while let [first, others @ ..] = rest {
        let is_setting = first
            .split_once('=')
            .is_some_and(|(name, _)| name.bytes().all(is_name));
        let is_prompt = is_program(others) && first.ends_with(['$', '#', '>', '%']);
        if others.is_empty()
            || !(is_setting || is_prompt || BEFORE_COMMANDS.contains(&first.as_str()))
        {
            break;
        }
        rest = others;
    }
    rest
}

impl Reader<'_> {
    /// Reads the commands of a line whose programs are known. Whether there are any.
    pub(super) fn commands(&mut self, words: &[String]) -> Result<bool, AskedError> {
        let is_end = |word: &String| matches!(word.as_str(), "|" | "||" | "&&" | ";" | "&");
        let mut is_any = false;
        for command in words.split(is_end).filter(|words| is_command(words)) {
            if let Some((program, arguments)) = find_program(bare(command)) {
                self.command(program, bare(command), arguments)?;
                is_any = true;
            }
        }
        Ok(is_any)
    }

    fn command(
        &mut self,
        program: &Program,
        words: &[String],
        arguments: &[String],
    ) -> Result<(), AskedError> {
        if program.scheme.is_none() {
            return self.judged(program, words, arguments);
        }
        let filled: Result<Vec<_>, _> =
            arguments.iter().map(|word| self.facts.fill(word)).collect();
        let pasted = request::of_command(program, &filled?)?;
        match pasted.request.split_once(' ') {
            Some((method, path)) if !path.contains("://") => self.place(Some(method), path),
            Some(_) | None => {
                self.page_in_command(&pasted.request);
                self.request(pasted);
                Ok(())
            }
        }
    }

    /// The capability that a command comes down to, where its arguments say.
    fn judged(
        &mut self,
        program: &Program,
        words: &[String],
        arguments: &[String],
    ) -> Result<(), AskedError> {
        let said = program.said(arguments);
        let unknown = || AskedError::UnknownCommand {
            text: super::repeated(&words.join(" ")),
        };
        let need = program.need(&said).ok_or_else(unknown)?;
        self.capability(find_capability(need).ok_or_else(unknown)?);
        self.remark(format!(
            "The command comes down to {need}, which is judged here."
        ));
        let others = said.get(1..).unwrap_or_default();
        let repository = match program.named {
            Named::Repository | Named::Project => others
                .iter()
                .find_map(|word| self.repository_named(program.named, word)),
            Named::Image | Named::Nothing => None,
        };
        if let Some(address) = repository {
            return self.repository(need, &address);
        }
        let tracked = remote(None, self.facts.environment);
        if program.named == Named::Repository
            && tracked.is_some_and(|remote| remote.transport == Transport::Ssh)
        {
            self.over_ssh();
        }
        let image = others.iter().find_map(|word| self.project_of_image(word));
        match image.filter(|_| program.named == Named::Image) {
            Some(project) => self.project(project),
            None => Ok(()),
        }
    }

    /// The address that an argument names: itself, that of a remote, or the path of a project, as `glab` takes it.
    fn repository_named(&self, named: Named, word: &str) -> Option<String> {
        let remote = remote(Some(word), self.facts.environment);
        let word = &self.facts.fill(word).ok()?;
        let is_path = named == Named::Project && word.contains('/');
        let is_address = is_path || place::is_repository(word) || word.contains("://");
        remote
            .map(|address| address.to_string())
            .or_else(|| is_address.then(|| word.to_owned()))
    }

    /// The project of an image: the one at hand where the image is below it, or a path of two parts, which can be nothing
    /// else.
    fn project_of_image(&self, word: &str) -> Option<String> {
        let (host, path) = word.trim_start_matches("docker://").split_once('/')?;
        let path = path.split(['@', ':']).next()?;
        let known = self.facts.project.as_deref();
        let known = known.filter(|known| {
            path.strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let is_whole = host.contains(['.', ':']) && path.matches('/').count() == 1;
        let project = known.or_else(|| is_whole.then_some(path))?;
        // The registry of any other instance may have any name.
        let is_com = host == "registry.gitlab.com";
        Some(if is_com {
            format!("https://gitlab.com/{project}")
        } else {
            project.to_owned()
        })
    }
}
