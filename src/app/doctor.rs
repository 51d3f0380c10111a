//! `doctor`, and the program when nothing was typed: everything at hand is looked for, settled, and asked.

use std::collections::HashMap;

use super::Error;
use super::Outside;
use super::annotate::Remarks;
use super::answer::Answer;
use super::cli::{DoctorArguments, OutputOptions};
use super::line::Connector;
use super::output::Output;
use super::settings::{
    check_certificates, client, diagnosed, holding, now, plain_http, version, wait_for,
};
use super::waiting::Waiting;
use crate::command::Context;
use crate::command::doctor::{self, AtHand, CandidateCredential};
use crate::gitlab::{ClientSettings, Logins};
use crate::report;
use crate::secret::Fingerprint;
use crate::source::{self, Environment, Found, InstanceOrigin, ResolvedInstance};

/// Nothing but a shared limit: each credential is asked for itself, and one of them for three things more.
const REQUESTS_EACH: u32 = 4;

/// Answers what is at hand.
///
/// # Errors
/// When an option, a file, or a variable cannot be used.
pub(super) fn answer(
    arguments: &DoctorArguments,
    options: &OutputOptions,
    outside: &Outside<'_>,
) -> Answer {
    let environment = outside.environment;
    let network = &arguments.network;
    let named = arguments.instance.as_deref();
    let instance = source::resolve_instance(named, plain_http(network), environment)?;
    let at_hand = at_hand(arguments, &instance, environment)?;
    let search = source::find_all(&instance.url, environment);
    let mut remarks = Remarks::default();
    remarks.note_search(&instance.notes);
    remarks.note_search(&search.notes);
    let output = Output::open(options, outside)?;
    let mut candidates = Vec::new();
    let mut clients = Vec::new();
    let logins = Logins::default();
    for (candidate, found) in candidates_of(search.found, &instance, &at_hand, environment) {
        let token = found.token;
        let url = instance.url.clone();
        clients.push(ClientSettings {
            logins: logins.clone(),
            ..client(network, url, token, environment)
        });
        candidates.push(candidate);
    }
    if network.plan {
        let report = doctor::plan(&candidates, &at_hand);
        return Ok((output, remarks.put_into(report)));
    }
    check_certificates(environment)?;
    let opened = candidates
        .into_iter()
        .zip(clients)
        .map(|(candidate, client)| {
            let is_sent = candidate.kept.is_none() && candidate.context.may_ask();
            let line = if is_sent {
                Connector::open(client)?
            } else {
                Connector::closed()
            };
            Ok((candidate, line))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let host = at_hand.instance.authority();
    let waiting = Waiting::on(&host, network.timeout, options.quiet, outside);
    let report = wait_for(waiting.during(doctor::examine(&opened, &at_hand)))??;
    Ok((output, remarks.put_into(report)))
}

fn at_hand(
    arguments: &DoctorArguments,
    instance: &ResolvedInstance,
    environment: &dyn Environment,
) -> Result<AtHand, Error> {
    let url = &instance.url;
    let project = arguments.project.as_deref();
    let target = source::resolve_target(project, None, url, environment)?;
    let stranger = match &instance.origin {
        InstanceOrigin::Remote(name) if !source::is_known_host(instance, environment) => {
            Some(name.clone())
        }
        InstanceOrigin::Remote(_)
        | InstanceOrigin::Option
        | InstanceOrigin::Variable(_)
        | InstanceOrigin::Default => None,
    };
    Ok(AtHand {
        instance: url.clone(),
        stranger,
        context: Context {
            host: url.authority(),
            version: version(url, environment),
            now: now(environment)?,
            token: None,
            anonymous: false,
            scheme: None,
            target: target.map(diagnosed),
            budget: REQUESTS_EACH,
            instance: report::Instance::at(url, instance.origin.to_string()),
        },
    })
}

/// The credentials, with why each is kept, where it is, and which of them are the same.
fn candidates_of(
    found: Vec<Found>,
    instance: &ResolvedInstance,
    at_hand: &AtHand,
    environment: &dyn Environment,
) -> Vec<(CandidateCredential, Found)> {
    let origins: Vec<String> = found.iter().map(|it| it.origin.to_string()).collect();
    let mut known: HashMap<Fingerprint, usize> = HashMap::new();
    let candidates = found.into_iter().enumerate().map(|(place, found)| {
        let mut holding = holding(&found, None);
        if let Some(holding) = holding.as_mut().filter(|_| place == 0) {
            holding.shadows = origins.iter().skip(1).cloned().collect();
        }
        let fingerprint = found.token.as_ref().map(crate::secret::Token::fingerprint);
        let same_as = fingerprint.and_then(|it| {
            let first = *known.entry(it).or_insert(place);
            (first != place).then_some(first)
        });
        let candidate = CandidateCredential {
            context: Context {
                token: holding,
                ..at_hand.context.clone()
            },
            readers: found.origin.readers(),
            removal: source::removal(&found),
            kept: kept(&found, instance, at_hand, environment),
            same_as,
        };
        (candidate, found)
    });
    candidates.collect()
}

/// Why a credential is not sent.
fn kept(
    found: &Found,
    instance: &ResolvedInstance,
    at_hand: &AtHand,
    environment: &dyn Environment,
) -> Option<String> {
    if let Some(remote) = &at_hand.stranger {
        return Some(format!(
            "whether it is alive was not asked: only the git remote {remote} names the host"
        ));
    }
    let sent = source::may_send(found, &instance.url)
        .and_then(|()| source::may_follow_remote(found, instance, environment));
    sent.err().map(|error| format!("{error}. {}", error.hint()))
}
