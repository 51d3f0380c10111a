//! Capabilities in worlds at random: what the program says against what GitLab would do.

use std::collections::BTreeMap;

use glwhy::unstable::catalogue::Capability;
use glwhy::unstable::catalogue::find_capability;
use glwhy::unstable::command::Depth;
use glwhy::unstable::diagnosis::{Diagnosis, Target};
use glwhy::unstable::report::{Entry, Outcome, Report};

use crate::asker;
use crate::consistent;
use crate::simulator::Edge;
use crate::simulator::Setting;
use crate::simulator::{Site, Would};

/// The most requests for all capabilities of a target.
pub(crate) const MATRIX: u32 = 25;
/// The most requests for one capability.
pub(crate) const SINGLE: u32 = 8;
/// Independent questions go out together; the matrix is there after this many round trips.
pub(crate) const ROUND_TRIPS: u32 = 2;

/// What the program said, and what was sent for it.
pub(crate) struct Said {
    pub report: Report,
    pub trace: Vec<String>,
}

impl Said {
    /// In what the report contradicts itself.
    pub(crate) fn contradictions(&self) -> Vec<String> {
        consistent::faults(&consistent::read(&self.report))
    }
}

/// How the program fared with one capability.
#[derive(Debug, Default, Clone)]
pub(crate) struct Fared {
    pub asked: usize,
    pub granted: usize,
    pub refused: usize,
    /// Granted, where GitLab would refuse.
    pub wrong_grants: usize,
    /// Refused, where GitLab would grant.
    pub wrong_refusals: usize,
    /// Unknown, where safe requests tell.
    pub missed: usize,
    /// Unknown, and no safe request tells.
    pub untold: usize,
    /// The facts do not say what GitLab would do.
    pub open: usize,
    /// What went wrong in which way, how often, and the first story of it.
    pub misses: BTreeMap<String, (usize, String)>,
}

/// How the program fared in all.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub capabilities: BTreeMap<&'static str, Fared>,
    pub settings: usize,
    pub most_requests: BTreeMap<&'static str, u32>,
    pub most_round_trips: BTreeMap<&'static str, u32>,
    pub requests: usize,
    /// Dead tokens that were asked about more than twice.
    pub long_wakes: Vec<String>,
}

/// Asks about capabilities through the program's own command.
pub(crate) async fn ask(
    setting: &Setting,
    site: Site,
    names: &[&'static str],
    depth: Depth,
) -> Said {
    let capabilities: Vec<&'static Capability> = names
        .iter()
        .filter_map(|name| find_capability(name))
        .collect();
    let target = match site {
        Site::Project(id) => setting
            .world
            .project(id)
            .map(|project| Target::Project(project.path.clone())),
        Site::Group(id) => setting
            .world
            .group(id)
            .map(|group| Target::Group(group.path.clone())),
    };
    let is_single = depth == Depth::Verdict && names.len() == 1;
    let budget = if is_single { SINGLE } else { MATRIX };
    let (report, trace) = asker::check(setting, target, &capabilities, depth, budget).await;
    Said { report, trace }
}

impl Account {
    /// Counts what was said of a setting.
    pub(crate) fn add(&mut self, setting: &Setting, site: Site, said: &Said, what: &'static str) {
        self.settings += 1;
        let sent = u32::try_from(said.report.requests.log.len()).unwrap_or(u32::MAX);
        self.requests += said.report.requests.log.len();
        let most = self.most_requests.entry(what).or_default();
        *most = sent.max(*most);
        let most = self.most_round_trips.entry(what).or_default();
        *most = said.report.requests.round_trips.max(*most);
        // Something before GitLab may answer every request with `200 OK`; then nobody says that the token is dead.
        let is_answered = said.trace.iter().any(|line| !line.ends_with("] 200 OK"));
        if sent > 2 && is_dead(setting) && is_answered {
            self.long_wakes.push(said.trace.join("\n      "));
        }
        for entry in &said.report.entries {
            let Some(need) = &entry.need else { continue };
            let name = need.capability.name;
            let would = setting.world.would(setting.token, site, name);
            let fared = self.capabilities.entry(name).or_default();
            fared.add(setting, site, entry, would, &said.trace);
        }
    }

    /// Sums the counts of all capabilities.
    pub(crate) fn whole(&self) -> Fared {
        let mut whole = Fared::default();
        for fared in self.capabilities.values() {
            whole.asked += fared.asked;
            whole.granted += fared.granted;
            whole.refused += fared.refused;
            whole.wrong_grants += fared.wrong_grants;
            whole.wrong_refusals += fared.wrong_refusals;
            whole.missed += fared.missed;
            whole.untold += fared.untold;
            whole.open += fared.open;
        }
        whole
    }

    /// Prints a row for each capability, and the stories.
    #[expect(
        clippy::print_stdout,
        reason = "the table is what the test has to show"
    )]
    pub(crate) fn print(&self) {
        println!(
            "{:<24} {:>6} {:>7} {:>7} {:>6} {:>7} {:>6} {:>6} {:>6}",
            "capability",
            "asked",
            "granted",
            "refused",
            "WRONG+",
            "WRONG-",
            "missed",
            "untold",
            "open"
        );
        let whole = self.whole();
        let rows = self.capabilities.iter().map(|(name, fared)| (*name, fared));
        for (name, fared) in rows.chain([("all", &whole)]) {
            println!(
                "{name:<24} {:>6} {:>7} {:>7} {:>6} {:>7} {:>6} {:>6} {:>6}",
                fared.asked,
                fared.granted,
                fared.refused,
                fared.wrong_grants,
                fared.wrong_refusals,
                fared.missed,
                fared.untold,
                fared.open
            );
        }
        let most = |counts: &BTreeMap<&str, u32>| {
            let counts = counts.iter().map(|(what, most)| format!("{what} {most}"));
            counts.collect::<Vec<_>>().join(", ")
        };
        println!(
            "{} checks, {} requests; most at once: {}; most round trips: {}",
            self.settings,
            self.requests,
            most(&self.most_requests),
            most(&self.most_round_trips)
        );
        for (name, fared) in &self.capabilities {
            for (miss, (times, story)) in &fared.misses {
                println!("* {name}: {times} times {miss}{story}");
            }
        }
        for wake in self.long_wakes.iter().take(3) {
            println!("\n* a dead token was asked about too often\n      {wake}");
        }
    }
}

impl Fared {
    fn add(
        &mut self,
        setting: &Setting,
        site: Site,
        entry: &Entry,
        would: Would,
        trace: &[String],
    ) {
        self.asked += 1;
        let wrong = match (entry.outcome, would) {
            (_, Would::Open(_)) => {
                self.open += 1;
                return;
            }
            (Outcome::Granted, Would::Refuse(_)) => {
                self.wrong_grants += 1;
                Some("granted wrongly")
            }
            (Outcome::Refused, Would::Grant) => {
                self.wrong_refusals += 1;
                Some("refused wrongly")
            }
            (Outcome::Granted, Would::Grant) => {
                self.granted += 1;
                None
            }
            (Outcome::Refused, Would::Refuse(_)) => {
                self.refused += 1;
                None
            }
            // A box that is not GitLab has any words at all, and hides what GitLab would have told.
            (Outcome::Unknown | Outcome::NotProbed, _) if setting.world.edge != Edge::Clear => {
                self.untold += 1;
                None
            }
            (Outcome::Unknown | Outcome::NotProbed, _) => {
                let name = entry.need.as_ref().map_or("", |need| need.capability.name);
                if setting.can_be_told(site, name) {
                    self.missed += 1;
                    Some("not told")
                } else {
                    self.untold += 1;
                    None
                }
            }
        };
        if let Some(what) = wrong {
            let miss = format!("{what}; {}", told(entry, would));
            let first = || (0, story(setting, trace));
            self.misses.entry(miss).or_insert_with(first).0 += 1;
        }
    }
}

/// What was said, and what is true.
fn told(entry: &Entry, would: Would) -> String {
    let said: Vec<&str> = entry
        .diagnosis
        .iter()
        .flat_map(Diagnosis::findings)
        .map(|finding| finding.code.id)
        .collect();
    let truth = match would {
        Would::Grant => "granted",
        Would::Refuse(truth) => truth.why,
        Would::Open(why) => why,
    };
    let missing = entry.missing.as_deref().unwrap_or_default();
    format!("truth {truth}, said {:?} {said:?} {missing}", entry.basis)
}

/// The world and what was asked of it, where stories are wanted.
fn story(setting: &Setting, trace: &[String]) -> String {
    if !crate::asked("GLWHY_STORIES", false) {
        return String::new();
    }
    let token = &setting.world.tokens[setting.token];
    let project = setting.world.project(setting.project);
    let role = token.user.zip(project);
    let role = role.map(|(user, project)| setting.world.project_role(user, project));
    let project = project.map(|project| {
        format!(
            "{:?} archived={} {:?} jobs may push={} allowlist={} {:?}",
            project.visibility,
            setting.world.archived(project),
            project.features,
            project.job_push_allowed,
            project.allowlist_enabled,
            project.allowlist,
        )
    });
    format!(
        "\n    {:?} {:?} role {role:?} on {:?}; {}\n      {}",
        token.kind,
        token.scopes,
        setting.world.version,
        project.unwrap_or_default(),
        trace.join("\n      "),
    )
}

/// Whether the token cannot be used any more, whoever asks. A job token lives as long as its job, and has
/// no other end.
fn is_dead(setting: &Setting) -> bool {
    let token = &setting.world.tokens[setting.token];
    match token.job {
        Some(job) => !job.running || token.absence.is_some(),
        None => token.absence.is_some() || token.revoked || setting.world.expired(token),
    }
}
