//! The promise of the whole tool, held against worlds at random: never certain and wrong.
//!
//! Every world is asked through the same code as a real instance; only the socket is left out. The
//! simulator knows the true cause, and finds out by trying whether safe requests can tell it.
//! `GLWHY_WORLDS` and `GLWHY_SEED` ask for other worlds; the table is printed with `--nocapture`.

#[path = "worlds/abilities.rs"]
mod abilities;
#[expect(clippy::unwrap_used, reason = "what cannot be asked fails the test")]
#[path = "worlds/asker.rs"]
mod asker;
#[path = "worlds/consistent.rs"]
mod consistent;
#[expect(
    dead_code,
    unused_imports,
    reason = "the worlds are asked without the simulator's server"
)]
#[path = "simulator/mod.rs"]
mod simulator;
#[path = "worlds/tally.rs"]
mod tally;

use std::collections::BTreeMap;

use abilities::Account;
use consistent::Contradictions;
use glwhy::unstable::command::Depth;
use glwhy::unstable::report::Outcome;
use simulator::Site;
use simulator::World;
use simulator::pairs;
use tally::Tally;

/// How many worlds are made, unless asked otherwise.
const WORLDS: usize = 20_000;
/// The most requests for one question, as the program has it.
const REQUESTS: u32 = 12;
/// How many settings of a token and a target are made, unless asked otherwise.
const SETTINGS: usize = 400;
/// The seed of the worlds, unless asked otherwise.
const SEED: u64 = 20_261_122;

#[expect(
    clippy::disallowed_methods,
    reason = "the tests themselves are configured by the environment"
)]
fn asked<T: std::str::FromStr>(name: &str, usual: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

#[tokio::test]
async fn the_true_cause_is_found_and_never_denied_with_certainty() {
    let mut random = fastrand::Rng::with_seed(asked("GLWHY_SEED", SEED));
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut whole = Tally::default();
    let mut contradictions = Contradictions::default();
    for _ in 0..asked("GLWHY_WORLDS", WORLDS) {
        let scenario = World::generate(&mut random);
        let truth = scenario.judge().truth;
        let answer = asker::ask(&scenario, REQUESTS).await;
        let story = || {
            format!(
                "{} {}\n  {}",
                scenario.method,
                scenario.path,
                answer.trace.join("\n  ")
            )
        };
        let report = consistent::read(&answer.report);
        contradictions.note(consistent::faults(&report), story);
        let less = consistent::read(&asker::ask(&scenario, 1).await.report);
        contradictions.note(consistent::faults(&less), story);
        contradictions.note(consistent::ticked_too_much(&less, &report), story);
        let name = truth.map_or_else(
            || "granted".to_owned(),
            |truth| format!("{}/{}/{}", truth.gate, truth.cause, truth.why),
        );
        let one = tally::of(truth, &answer, &scenario);
        whole.add(&one);
        tallies.entry(name).or_default().add(&one);
    }
    tally::print(&tallies, &whole);
    contradictions.hold();
    assert_eq!(whole.certain_and_wrong, 0, "certain and wrong");
    assert_eq!(
        whole.granted_wrongly, 0,
        "granted what GitLab refuses, or without GitLab"
    );
    assert_eq!(whole.alarms, 0, "alarm where everything is granted");
    assert_eq!(whole.denied, 0, "the true cause is in no finding");
    assert!(
        whole.told * 100 >= whole.tellable * 99,
        "{} of {} causes that safe requests can tell were told",
        whole.told,
        whole.tellable
    );
    assert!(whole.most_requests <= 12, "more than twelve requests");
    assert_eq!(
        whole.long_wakes, 0,
        "a dead token was asked about too often"
    );
    assert!(
        whole.late * 100 <= whole.worlds * 5,
        "more than two dependent round trips after the first answer"
    );
}

/// Nothing is ever granted that GitLab would refuse, nothing refused that it would grant, and what safe
/// requests tell is told, within the requests that were promised. `GLWHY_SETTINGS` asks for more of them,
/// and `GLWHY_STORIES=true` for the whole story of what went wrong.
#[tokio::test]
async fn capabilities_fare_as_gitlab_would_have_it() {
    let mut random = fastrand::Rng::with_seed(asked("GLWHY_SEED", SEED));
    let mut account = Account::default();
    let mut contradictions = Contradictions::default();
    for _ in 0..asked("GLWHY_SETTINGS", SETTINGS) {
        let setting = World::settle(&mut random);
        let project = Site::Project(setting.project);
        let group = Site::Group(setting.group);
        for (site, what) in [(project, "project"), (group, "group")] {
            let names: Vec<&'static str> = site.capabilities().collect();
            let said = abilities::ask(&setting, site, &names, Depth::Overview).await;
            contradictions.note(said.contradictions(), || said.trace.join("\n  "));
            account.add(&setting, site, &said, what);
            let one = [names[random.usize(..names.len())]];
            let said = abilities::ask(&setting, site, &one, Depth::Verdict).await;
            contradictions.note(said.contradictions(), || said.trace.join("\n  "));
            account.add(&setting, site, &said, "single");
        }
    }
    account.print();
    contradictions.hold();
    let whole = account.whole();
    assert_eq!(whole.wrong_grants, 0, "granted where GitLab would refuse");
    assert_eq!(whole.wrong_refusals, 0, "refused where GitLab would grant");
    let told = whole.granted + whole.refused;
    assert!(
        told * 100 >= (told + whole.missed) * 99,
        "{} of {} outcomes that safe requests can tell were told",
        told,
        told + whole.missed
    );
    for (what, most) in [
        ("project", abilities::MATRIX),
        ("group", abilities::MATRIX),
        ("single", abilities::SINGLE),
    ] {
        assert!(
            account.most_requests[what] <= most,
            "too many requests: {what}"
        );
    }
    for what in ["project", "group"] {
        assert!(
            account.most_round_trips[what] <= abilities::ROUND_TRIPS,
            "too many dependent round trips"
        );
    }
    assert!(
        account.long_wakes.is_empty(),
        "a dead token was asked about too often"
    );
}

/// What people know of pairs of tokens of which one works: a capability that is had is never refused, and
/// one that is lacked never granted.
#[tokio::test]
async fn pairs_of_tokens_part_where_people_know_that_they_do() {
    let mut told = 0;
    let mut stories = 0;
    for known in pairs() {
        let site = Site::Project(known.setting.project);
        let wanted = [
            (known.may, Outcome::Granted),
            (known.may_not, Outcome::Refused),
        ];
        for (names, outcome) in wanted {
            for name in names {
                let said = abilities::ask(&known.setting, site, &[name], Depth::Verdict).await;
                let [entry] = said.report.entries.as_slice() else {
                    panic!("{}: {name} has no entry", known.name);
                };
                stories += 1;
                if entry.outcome == outcome {
                    told += 1;
                    continue;
                }
                assert_eq!(
                    entry.outcome,
                    Outcome::Unknown,
                    "{}: {name}\n{}",
                    known.name,
                    said.trace.join("\n")
                );
                println!("{}: {name}: {:?}", known.name, entry.missing);
            }
        }
    }
    println!("{told} of {stories} told");
    assert!(told * 10 >= stories * 9, "{told} of {stories} told");
}
