//! Lines in a row become failures: what belongs together is joined, what repeats is counted.
//!
//! At any time one failure is being told. A line that agrees with it adds to it; a line that tells
//! another one, or a gap, ends it. What was said before (the command, the image, the address that
//! a client will ask) completes a failure that does not say it itself.

use std::collections::HashMap;
use std::mem;

use super::Reading;
use super::assemble::{self, Setting};
use super::line::{Line, LineContext};
use super::prose;
use super::quoted;
use super::spoken;
use super::trace::{Trace, Voice};

/// So many lines without a word about a failure end it.
const GAP: u64 = 8;
/// So many distinct failures are kept; the rest is only counted.
const DISTINCT: usize = 500;
/// So many failures are remembered that were settled last.
const SETTLED: usize = 16;
/// A text of so many lines is no manual and no log.
const SHORT: u64 = 1;
/// After so many lines what was said about the surroundings is forgotten.
const MEMORY: u64 = 2_000;

/// The failure that is being told.
#[derive(Debug, Default)]
struct Open {
    trace: Trace,
    line: u64,
    last: u64,
    count: u64,
    excerpt: String,
    /// Whether the head of an answer is shown.
    is_headed: bool,
}

impl Open {
    /// What begins with a line.
    fn at(number: u64, trace: Trace, shown: &str) -> Self {
        Self {
            trace,
            line: number,
            last: number,
            count: 1,
            excerpt: shown.to_owned(),
            is_headed: is_head(shown),
        }
    }

    /// Whether a bare body comes after a client has told all that it tells of its own request: the body may be the answer
    /// to another one. Behind the head of an answer it is its body.
    fn is_followed_by_body(&self, next: &Trace, shown: &str) -> bool {
        let is_told = self.trace.fails && self.trace.body.is_none() && !self.is_headed;
        is_told && next.body.is_some() && shown.trim_start().starts_with('{')
    }
}

/// What is told, so far.
#[derive(Debug, Default)]
pub(super) struct Story {
    open: Option<Open>,
    setting: Setting,
    said_at: u64,
    in_headers: bool,
    /// The last line that spoke of failures in general.
    manual_at: u64,
    pub(super) readings: Vec<Reading>,
    /// So many of them are those of texts before this one.
    of_texts_before: usize,
    places: HashMap<String, usize>,
    /// What was told last, in which setting, and which failure it is: it is not settled again.
    pub(super) assembled: Vec<(Trace, Setting, Option<usize>)>,
    /// The first status that may be no report at all.
    doubtful: Option<Open>,
    /// The first sentence that is a refusal if it is all there is to read.
    stated: Option<Open>,
    pub(super) uncounted: u64,
}

impl Story {
    /// Takes in the next line; says whether the following ones may matter.
    pub(super) fn push(&mut self, number: u64, line: &Line) -> bool {
        self.forget(number);
        if number <= SHORT && self.stated.is_none() && !line.is_manual && line.place.is_none() {
            let body = spoken::stated(&line.shown);
            let broken = line.trace.perhaps_broken;
            let broken = broken.filter(|failure| failure.is_of_certificate());
            self.stated = (body.is_some() || broken.is_some()).then(|| {
                let trace = Trace {
                    body,
                    broken,
                    fails: true,
                    ..Trace::default()
                };
                Open::at(number, trace, &line.shown)
            });
        }
        if line.is_done {
            self.pass_by();
        } else if !self.is_in_manual(number, line) {
            self.follow(number, line);
        }
        // While nothing fails, every line that may fail is found without us.
        let is_telling =
            |open: &Open| open.trace.fails || self.in_headers && open.trace.status.is_some();
        self.open.as_ref().is_some_and(is_telling)
    }

    fn follow(&mut self, number: u64, line: &Line) {
        if let Some(place) = &line.place {
            self.move_to(place, number);
        }
        let trace = self.with_header(line);
        let trace = self.at_base(trace, &line.shown);
        if is_command(line) {
            self.setting.command = Some(trace);
            self.said_at = number;
        } else if !trace.is_nothing() {
            let trace = self.believed(trace, number, &line.shown);
            self.take(number, trace, &line.shown);
        }
    }

    /// What broke on the way to some server is a failure where the client has said that its GitLab is there.
    fn at_base(&self, mut trace: Trace, shown: &str) -> Trace {
        let failure = trace.perhaps_broken.take();
        let host = self.setting.base.as_ref().map(|base| base.host.as_str());
        let is_named = |host: &str| {
            let after = shown.split_once(host).map(|(_, after)| after);
            !host.is_empty()
                && after.is_some_and(|after| {
                    !after.starts_with(|letter: char| letter.is_ascii_alphanumeric())
                })
        };
        if failure.is_some() && trace.broken.is_none() && host.is_some_and(is_named) {
            trace.broken = failure;
            trace.fails = true;
        }
        trace
    }

    /// A sentence that goes on after one about what may happen speaks of the same.
    fn is_in_manual(&mut self, number: u64, line: &Line) -> bool {
        let goes_on = self.manual_at > 0
            && number == self.manual_at + 1
            && prose::is_sentence(&line.shown)
            && line.trace.voice != Voice::Remote;
        if line.is_manual || goes_on {
            self.manual_at = number;
        }
        goes_on
    }

    /// Goes on after a line about a request that went well. What was being asked before it has been
    /// answered by it; a failure before it may still be told further.
    fn pass_by(&mut self) {
        let fails = |open: &Open| open.trace.fails;
        self.open = self.open.take().filter(fails);
    }

    /// What is told in doubtful words right after a request is its answer. What is not is kept in
    /// mind: it may be all that the text has to say.
    fn believed(&mut self, mut trace: Trace, number: u64, shown: &str) -> Trace {
        if !trace.is_doubtful {
            return trace;
        }
        let answers = self.open.as_ref().is_some_and(|open| {
            let address = open.trace.address.as_ref();
            let is_named = address.is_some_and(|address| !address.host.is_empty());
            is_named && open.trace.method.is_some() && !open.trace.fails
        });
        trace.fails |= answers;
        if !answers && self.doubtful.is_none() {
            self.doubtful = Some(Open::at(number, trace.clone(), shown));
        }
        trace
    }

    /// Ends the failure that is being told.
    pub(super) fn end(&mut self) {
        let is_failure = |open: &Open| open.trace.fails || open.trace.is_sent_elsewhere();
        if let Some(open) = self.open.take().filter(is_failure) {
            self.keep(open);
        }
    }

    /// Ends a text of so many lines. Who pastes a single line means what it says, however it is
    /// put; in a long text the same words are somebody's prose.
    ///
    /// Behind so many lines of texts before it, whose failures are kept; all else begins anew.
    pub(super) fn end_text(&mut self, lines: u64, before: u64) {
        self.end();
        let doubtful = self.doubtful.take().filter(|_| lines <= SHORT);
        let stated = self.stated.take().filter(|_| lines <= SHORT);
        if let Some(open) = doubtful
            .or(stated)
            .filter(|_| self.readings.len() == self.of_texts_before)
        {
            self.keep(open);
        }
        for reading in self.readings.iter_mut().skip(self.of_texts_before) {
            reading.line += before;
        }
        *self = Self {
            of_texts_before: self.readings.len(),
            readings: mem::take(&mut self.readings),
            places: mem::take(&mut self.places),
            assembled: mem::take(&mut self.assembled),
            uncounted: self.uncounted,
            ..Self::default()
        };
    }

    fn forget(&mut self, number: u64) {
        let is_over = self
            .open
            .as_ref()
            .is_some_and(|open| number > open.last + GAP);
        if is_over {
            self.end();
        }
        if number > self.said_at + MEMORY {
            self.setting = Setting::default();
        }
    }

    fn move_to(&mut self, place: &LineContext, number: u64) {
        self.said_at = number;
        match place {
            LineContext::Command => {
                self.end();
                self.setting = Setting::default();
            }
            LineContext::Base(address) => self.setting.base = Some(address.clone()),
            LineContext::Image(image) => self.setting.image = Some(image.clone()),
        }
    }

    /// Lines after a status line are headers until a blank one.
    fn with_header(&mut self, line: &Line) -> Trace {
        let mut trace = line.trace.clone();
        let bare = line.shown.trim_start_matches(['<', '*', ' ']);
        if bare.starts_with("HTTP/") {
            self.in_headers = true;
            return trace;
        }
        if bare.is_empty() || line.shown.starts_with('{') {
            self.in_headers = false;
        }
        if self.in_headers
            && let Some((name, value)) = bare.split_once(": ")
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            trace = trace_header(name, value);
        }
        trace
    }

    fn take(&mut self, number: u64, trace: Trace, shown: &str) {
        let is_head = is_head(shown);
        if self.is_challenge(&trace) || is_head && self.is_followed() {
            self.open = None;
        }
        if let Some(open) = &mut self.open {
            if is_head && !open.trace.fails {
                // `100 Continue`, or a proxy's own word: what counts comes after it.
                open.trace.forget_answer();
            }
            if trace.voice == Voice::Consequence && open.trace.fails && open.trace.is_near(&trace) {
                open.last = number;
                return;
            }
            let agrees = open.trace.agrees(&trace);
            if agrees && open.trace.fails && trace.fails && is_again(&open.excerpt, shown) {
                open.last = number;
                open.count += 1;
                return;
            }
            if agrees && !(is_head && open.trace.fails) {
                open.trace.is_pieced |= open.is_followed_by_body(&trace, shown);
                if trace.fails && !open.trace.fails {
                    open.line = number;
                    shown.clone_into(&mut open.excerpt);
                }
                open.last = number;
                open.is_headed |= is_head;
                open.trace.join(trace);
                return;
            }
            if !trace.fails {
                return;
            }
            // A client's conclusion is not wanted where the failure itself is told after it.
            if open.trace.voice == Voice::Consequence {
                self.open = None;
            }
            self.end();
        }
        self.open = Some(Open::at(number, trace, shown));
    }

    /// A bare 401 that is followed by a success was the challenge of a login that went well.
    fn is_challenge(&self, next: &Trace) -> bool {
        let succeeds = next.status.is_some_and(|status| status < 300) && !next.fails;
        let bare = |open: &Open| open.trace.body.is_none() && open.trace.status == Some(401);
        succeeds && self.open.as_ref().is_some_and(bare)
    }

    /// A redirect, or the challenge of a login, that the client went on from: another head follows.
    fn is_followed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| {
            let is_challenge = open.trace.status == Some(401) && open.trace.is_challenge;
            open.trace.body.is_none() && (is_challenge || open.trace.is_sent_elsewhere())
        })
    }

    fn keep(&mut self, open: Open) {
        let assembled = self
            .assembled
            .iter()
            .find(|(trace, setting, _)| *trace == open.trace && *setting == self.setting);
        if let Some((_, _, place)) = assembled {
            self.count(*place, open.count);
            return;
        }
        if assemble::is_of_nobody(&open.trace) {
            return;
        }
        let mut reading =
            assemble::reading(open.trace.clone(), &self.setting, open.line, &open.excerpt);
        reading.count = open.count;
        let key = assemble::identity(&reading);
        let mut place = self.places.get(&key).copied();
        if place.is_none() && self.readings.len() < DISTINCT {
            self.places.insert(key, self.readings.len());
            place = Some(self.readings.len());
            self.readings.push(reading);
        } else {
            self.count(place, open.count);
        }
        if self.assembled.len() >= SETTLED {
            self.assembled.clear();
        }
        self.assembled
            .push((open.trace, self.setting.clone(), place));
    }

    /// Counts a failure again; one for which there was no room is counted as such.
    fn count(&mut self, place: Option<usize>, times: u64) {
        match place.and_then(|at| self.readings.get_mut(at)) {
            Some(known) => known.count += times,
            None => self.uncounted += 1,
        }
    }
}

/// Whether a line is the head of an answer.
fn is_head(shown: &str) -> bool {
    shown.trim_start_matches(['<', ' ']).starts_with("HTTP/")
}

/// A header of an answer; the challenge of the token guard says as much as its body.
fn trace_header(name: &str, value: &str) -> Trace {
    let name = name.to_ascii_lowercase();
    let is_challenge = name == "www-authenticate";
    let body = is_challenge.then(|| quoted::challenge(value)).flatten();
    Trace {
        fails: body.is_some(),
        body,
        is_challenge,
        headers: vec![(name, value.to_owned())],
        ..Trace::default()
    }
}

/// A command with an address or a credential sets the scene and fails nothing itself.
fn is_command(line: &Line) -> bool {
    let tells = line.trace.address.is_some() || line.trace.shown.sent.is_some();
    line.place == Some(LineContext::Command) && tells && !line.trace.fails
}

/// The same line again, but for numbers such as the time.
fn is_again(one: &str, two: &str) -> bool {
    let words =
        |line: &str| -> Vec<u8> { line.bytes().filter(|byte| !byte.is_ascii_digit()).collect() };
    one == two || one.len().abs_diff(two.len()) < 8 && words(one) == words(two)
}
