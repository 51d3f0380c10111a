//! Logs as large as asked for, the same for the same seed, with a known number of failures in them.
//!
//! The lines are of our own making after what runners, package managers, test frameworks, and
//! GitLab's own components print. Nothing in them is a secret.

use std::fmt::Write as _;
use std::io::{self, Write};

use fastrand::Rng;

/// What was put into a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Planted {
    /// The lines of the log.
    pub(crate) lines: u64,
    /// The failures among them.
    pub(crate) failures: u64,
    /// The kinds of failures, or the groups that there can be in a log of GitLab.
    pub(crate) groups: u64,
}

/// Which log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    /// The log of a CI job, as a runner writes it.
    Job,
    /// `api_json.log` of an instance.
    Api,
    /// What pip prints while it installs.
    Pip,
    /// What npm prints with `--verbose`.
    Npm,
    /// What Maven prints while it downloads and builds.
    Maven,
    /// What cargo prints while it builds.
    Cargo,
    /// What `docker build` prints, step by step.
    Docker,
    /// What a service logs, in JSON.
    Service,
    /// Nothing but refusals, as a client prints them that is refused in a loop.
    Refusals,
}

impl Log {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Job,
        Self::Api,
        Self::Pip,
        Self::Npm,
        Self::Maven,
        Self::Cargo,
        Self::Docker,
        Self::Service,
        Self::Refusals,
    ];

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Api => "api_json",
            Self::Pip => "pip",
            Self::Npm => "npm",
            Self::Maven => "maven",
            Self::Cargo => "cargo",
            Self::Docker => "docker build",
            Self::Service => "service",
            Self::Refusals => "nothing but refusals",
        }
    }
}

/// In a job log one block of so many lines tells a failure.
const LINES_PER_FAILURE: u64 = 10_000;
/// In a log of GitLab one request in so many fails.
const REQUESTS_PER_FAILURE: u64 = 50;

/// Writes a log of at least so many bytes, up to the end of its last line.
pub(crate) fn write(log: Log, bytes: u64, seed: u64, out: &mut dyn Write) -> io::Result<Planted> {
    let mut rng = Rng::with_seed(seed);
    let mut planted = Planted::default();
    let mut written = 0;
    let mut line = String::new();
    while written < bytes {
        line.clear();
        match log {
            Log::Job => job_line(&mut rng, &mut planted, &mut line),
            Log::Api => api_line(&mut rng, &mut planted, &mut line),
            Log::Pip => mixed_line(pip, &mut rng, &mut planted, &mut line),
            Log::Npm => mixed_line(npm, &mut rng, &mut planted, &mut line),
            Log::Maven => mixed_line(maven, &mut rng, &mut planted, &mut line),
            Log::Cargo => mixed_line(cargo, &mut rng, &mut planted, &mut line),
            Log::Docker => mixed_line(docker, &mut rng, &mut planted, &mut line),
            Log::Service => mixed_line(service, &mut rng, &mut planted, &mut line),
            Log::Refusals => refusal(&mut planted, &mut line),
        }
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
    }
    Ok(planted)
}

/// Lines of failed clients, as they stand in a job log, each on one line.
const FAILURES: &[&str] = &[
    "remote: HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled\n\
     fatal: Authentication failed for 'https://gitlab.example.com/group/library.git/'",
    "npm ERR! 404 Not Found - GET https://gitlab.example.com/api/v4/projects/42/packages/npm/@group%2fwidget",
    "gitlab.exceptions.GitlabAuthenticationError: 401: 401 Unauthorized",
    "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges than provided by the access token.\",\"scope\":\"api\"}",
    "Error response from daemon: Head \"https://registry.example.com/v2/group/image/manifests/latest\": denied: access forbidden",
    "curl: (6) Could not resolve host: gitlab.internal.example.com",
];

fn job_line(rng: &mut Rng, planted: &mut Planted, line: &mut String) {
    planted.groups = FAILURES.len() as u64;
    if planted.lines % LINES_PER_FAILURE == LINES_PER_FAILURE / 2 {
        // The first failures are one of each, so that even a small log holds them all.
        let which = match usize::try_from(planted.failures) {
            Ok(number) if number < FAILURES.len() => number,
            Ok(_) | Err(_) => rng.usize(..FAILURES.len()),
        };
        line.push_str(FAILURES.get(which).copied().unwrap_or_default());
        line.push('\n');
        planted.failures += 1;
        planted.lines += line.matches('\n').count() as u64;
        return;
    }
    planted.lines += 1;
    stamp(rng, line);
    ordinary(rng, line);
    line.push('\n');
}

/// A failure now and then, as in a job log, among lines of one program.
fn mixed_line(of: fn(&mut Rng) -> String, rng: &mut Rng, planted: &mut Planted, line: &mut String) {
    if planted.lines % LINES_PER_FAILURE == LINES_PER_FAILURE / 2 {
        return job_line(rng, planted, line);
    }
    planted.lines += 1;
    line.push_str(&of(rng));
    line.push('\n');
}

/// A client that is refused again and again.
fn refusal(planted: &mut Planted, line: &mut String) {
    planted.groups = 1;
    planted.lines += 1;
    planted.failures += 1;
    line.push_str(
        "ERROR: 403 Forbidden - GET https://gitlab.example.com/api/v4/projects/42/variables\n",
    );
}

fn pip(rng: &mut Rng) -> String {
    let (name, number) = (word(rng), rng.u32(1..100_000));
    match rng.u8(..5) {
        0 => format!(
            "Collecting {name}-{number}>=1.{} (from -r requirements.txt (line {number}))",
            number % 20
        ),
        1 => format!(
            "  Downloading https://files.example.org/packages/{:02x}/{number:05x}/{name}-{}.0-py3-none-any.whl ({number} kB)",
            number % 256,
            number % 20
        ),
        2 => format!(
            "     \u{1b}[90m━━━━━━━━━━━━━━\u{1b}[0m {}.{}/90.1 MB 11.2 MB/s eta 0:00:0{}",
            number % 90,
            number % 10,
            number % 9
        ),
        3 => format!(
            "Requirement already satisfied: {name} in /usr/lib/python3/site-packages (from {name}-{number}) (2.{})",
            number % 30
        ),
        _ => format!(
            "  Installing build dependencies for {name}-{number}: finished with status 'done'"
        ),
    }
}

fn npm(rng: &mut Rng) -> String {
    let (name, number) = (word(rng), rng.u32(1..100_000));
    match rng.u8(..5) {
        0 => format!(
            "npm http fetch GET 200 https://registry.example.com/{name}/-/{name}-{}.2.1.tgz {number}ms (cache miss)",
            number % 9
        ),
        1 => format!(
            "npm http cache {name}@https://registry.example.com/{name}/-/{name}-1.{}.0.tgz {number}ms (cache hit)",
            number % 40
        ),
        2 => format!(
            "npm verb reify failed optional dependency /builds/group/app/node_modules/{name}-{number}"
        ),
        3 => format!(
            "npm warn deprecated {name}-{number}@{}.0.0: this package is no longer supported",
            number % 9
        ),
        _ => format!(
            "npm info run {name}@{}.{}.0 postinstall node_modules/{name} node scripts/{number}.js",
            number % 9,
            number % 30
        ),
    }
}

fn maven(rng: &mut Rng) -> String {
    let (name, number) = (word(rng), rng.u32(1..100_000));
    match rng.u8(..4) {
        0 => format!(
            "[INFO] Downloading from central: https://repo.example.org/maven2/org/{name}/{name}/{}.1/{name}-{number}.pom",
            number % 12
        ),
        1 => format!(
            "[INFO] Downloaded from central: https://repo.example.org/maven2/org/{name}/{name}/{}.1/{name}.jar ({number} kB at 3.1 MB/s)",
            number % 12
        ),
        2 => format!(
            "[INFO] Tests run: {}, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.{number:05} s -- in org.example.{name}Test",
            number % 90
        ),
        _ => format!(
            "[WARNING] /builds/group/app/src/main/java/org/example/{name}.java:[{number},{}] unchecked call",
            number % 80
        ),
    }
}

fn cargo(rng: &mut Rng) -> String {
    let (name, number) = (word(rng), rng.u32(1..100_000));
    match rng.u8(..4) {
        0 => format!(
            "  Downloaded {name}-{name} v0.{}.{} (registry `example`)",
            number % 30,
            number % 7
        ),
        1 => format!("   Compiling {name}-{name} v0.{}.{number}", number % 30),
        2 => format!("test {name}::tests::{name}_{number} ... ok"),
        _ => format!(
            "  --> src/{name}/{name}.rs:{number}:{}: unused variable: `{name}`",
            number % 80
        ),
    }
}

fn docker(rng: &mut Rng) -> String {
    let (name, number, hash) = (word(rng), rng.u32(1..100_000), rng.u64(..));
    match rng.u8(..4) {
        0 => format!(
            "#{} {}.{:03} Get:{} http://deb.example.org/debian bookworm/main amd64 lib{name} amd64 1.{}-1 [{number} B]",
            number % 40,
            number % 90,
            number % 1000,
            number % 90,
            number % 30
        ),
        1 => format!(
            "#{} sha256:{hash:016x}{hash:016x}{hash:016x}{hash:016x} {}.94MB / 28.23MB 0.{}s",
            number % 40,
            number % 28,
            number % 9
        ),
        2 => format!(
            "#{} [build {}/9] COPY --from=base /usr/src/{name} /usr/src/{name}/{number}",
            number % 40,
            number % 9
        ),
        _ => format!(
            "#{} extracting sha256:{hash:016x}{hash:016x}{hash:016x}{hash:016x} 0.{}s done",
            number % 40,
            number % 9
        ),
    }
}

fn service(rng: &mut Rng) -> String {
    let (name, number, hash) = (word(rng), rng.u32(1..100_000), rng.u64(..));
    match rng.u8(..3) {
        0 => format!(
            "{{\"level\":\"info\",\"ts\":17737{number:05}.5,\"logger\":\"{name}\",\"msg\":\"handled request\",\"path\":\"/{name}/{number}\",\"took_ms\":{},\"trace\":\"{hash:016x}\"}}",
            number % 900
        ),
        1 => format!(
            "2026-03-14T09:26:53.{:03}Z  INFO [{name},{hash:016x}] 7 --- [nio-8080-exec-{}] o.e.{name}.Controller : served {number} items",
            number % 1000,
            number % 9
        ),
        _ => format!(
            "10.0.{}.{} - - [14/Mar/2026:09:26:53 +0000] \"GET /{name}/{number} HTTP/1.1\" 200 {number} \"-\" \"Mozilla/5.0\"",
            number % 256,
            number % 99
        ),
    }
}

/// Half of the lines carry the time stamp of a runner.
fn stamp(rng: &mut Rng, line: &mut String) {
    if rng.bool() {
        let (minute, second, part) = (rng.u8(..60), rng.u8(..60), rng.u32(..1_000_000));
        let _ = write!(
            line,
            "2026-03-14T09:{minute:02}:{second:02}.{part:06}Z 00O "
        );
    }
}

/// What fills job logs: downloads, compilers, tests, layers, and stack traces of no interest.
#[expect(
    clippy::too_many_lines,
    reason = "a table: one arm for each kind of line"
)]
fn ordinary(rng: &mut Rng, line: &mut String) {
    let number = rng.u32(1..100_000);
    let word = word(rng);
    let hash = rng.u64(..);
    let told = match rng.u8(..24) {
        0 => format!(
            "   Compiling {word}-{word} v0.{}.{}",
            number % 30,
            number % 7
        ),
        1 => format!(
            "npm http fetch GET 200 https://registry.example.com/{word}/-/{word}-{}.2.1.tgz {number}ms (cache miss)",
            number % 9
        ),
        2 => format!(
            "Downloading {word}-{}.0-py3-none-any.whl ({}.{} MB)",
            number % 20,
            number % 90,
            number % 10
        ),
        3 => format!(
            "tests/{word}/test_{word}.py::test_{word}_{number} PASSED                    [ {:2}%]",
            number % 100
        ),
        4 => format!(
            "\u{1b}[0;32m✓\u{1b}[0m {word} renders the {word} list when it is empty ({} ms)",
            number % 400
        ),
        5 => format!("{hash:016x}: Pulling fs layer"),
        6 => format!("{hash:016x}: Pull complete"),
        7 => format!(
            "Receiving objects:  {}% ({number}/100000), {}.12 MiB | 7.45 MiB/s\rReceiving objects:  {}% ({number}/100000)",
            number % 100,
            number % 80,
            number % 100
        ),
        8 => format!(
            "[INFO] Downloaded from central: https://repo.example.org/maven2/org/{word}/{word}/{}.1/{word}.jar ({number} kB at 3.1 MB/s)",
            number % 12
        ),
        9 => format!(
            "#{} {}.{:03} copying src/{word}/{word}.rs -> build/{hash:x}",
            number % 40,
            number % 90,
            number % 1000
        ),
        10 => format!(
            "\u{1b}[33mwarning\u{1b}[39m package.json: \"dependencies\" object of {word} has a newer version {}.{}.0",
            number % 9,
            number % 31
        ),
        11 => format!(
            "[{number}/100000] Building CXX object src/{word}/CMakeFiles/{word}.dir/{word}.cpp.o"
        ),
        12 => format!(
            "    at Object.<anonymous> (/builds/group/app/node_modules/{word}/lib/index.js:{number}:{})",
            number % 80
        ),
        13 => format!(
            "section_start:17737{number:05}:step_{word}[collapsed=true]\r\u{1b}[0KRunning {word}"
        ),
        14 => format!("$ make -j4 {word} TARGET={word} OUT=build/{hash:x}"),
        15 => format!(
            "DEBUG:{word}.{word}: handler took {}.{} ms for request {hash:016x} with 12 items",
            number % 900,
            number % 10
        ),
        16 => format!(
            "Successfully installed {word}-{}.{}.{} {word}-extra-1.0",
            number % 9,
            number % 9,
            number % 30
        ),
        17 => format!(
            "ok  \texample.com/group/app/{word}\t{}.{:03}s\tcoverage: {}.4% of statements",
            number % 40,
            number % 1000,
            number % 100
        ),
        18 => format!("--- PASS: Test{word}_{number} (0.{:02}s)", number % 100),
        19 => format!(
            "Get:{} http://deb.example.org/debian bookworm/main amd64 lib{word} amd64 1.{}-1 [{number} B]",
            number % 90,
            number % 30
        ),
        20 => format!(
            "  Preparing to unpack .../{word}_{}.{}-2_amd64.deb ...",
            number % 9,
            number % 60
        ),
        21 => format!("0 errors, 0 failures, {number} assertions in {word}"),
        22 => format!(
            "src/{word}/{word}.c:{number}:{}: note: each undeclared identifier is reported only once",
            number % 80
        ),
        _ => format!("{hash:016x}{hash:016x} {word} {number}"),
    };
    line.push_str(&told);
}

fn word(rng: &mut Rng) -> &'static str {
    const WORDS: &[&str] = &[
        "parser", "window", "render", "query", "stream", "buffer", "socket", "widget", "matrix",
        "logger", "cache", "router", "model", "schema", "editor", "kernel", "vector", "worker",
        "filter", "report",
    ];
    WORDS
        .get(rng.usize(..WORDS.len()))
        .copied()
        .unwrap_or_default()
}

/// Why a request failed: status, reason, and the token of it.
const REFUSALS: &[(u16, &str)] = &[
    (
        401,
        "\"meta.auth_fail_reason\":\"token_expired\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/{id}\",\"meta.auth_fail_requested_scopes\":\"api read_api\",",
    ),
    (
        401,
        "\"meta.auth_fail_reason\":\"token_revoked\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/{id}\",\"meta.auth_fail_requested_scopes\":\"api read_api\",",
    ),
    (
        403,
        "\"meta.auth_fail_reason\":\"insufficient_scope\",\"meta.auth_fail_token_id\":\"PersonalAccessToken/{id}\",\"meta.auth_fail_requested_scopes\":\"api\",",
    ),
    (401, ""),
    (404, "\"meta.user\":\"user{id}\",\"meta.user_id\":{id},"),
    (
        403,
        "\"meta.user\":\"user{id}\",\"meta.user_id\":{id},\"token_type\":\"PersonalAccessToken\",\"token_id\":{id},",
    ),
];

/// Routes of the API: method, route, and a path of it.
const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/api/:version/projects/:id", "/api/v4/projects/{id}"),
    (
        "GET",
        "/api/:version/projects/:id/merge_requests",
        "/api/v4/projects/{id}/merge_requests",
    ),
    (
        "GET",
        "/api/:version/projects/:id/pipelines/:pipeline_id/jobs",
        "/api/v4/projects/{id}/pipelines/77/jobs",
    ),
    (
        "POST",
        "/api/:version/projects/:id/releases",
        "/api/v4/projects/{id}/releases",
    ),
    (
        "GET",
        "/api/:version/projects/:id/repository/tags",
        "/api/v4/projects/{id}/repository/tags",
    ),
    ("POST", "/api/:version/jobs/request", "/api/v4/jobs/request"),
];

fn api_line(rng: &mut Rng, planted: &mut Planted, line: &mut String) {
    planted.groups = (REFUSALS.len() * (ROUTES.len() - 1)) as u64;
    planted.lines += 1;
    let fails = planted.lines % REQUESTS_PER_FAILURE == REQUESTS_PER_FAILURE / 2;
    let routes = if fails {
        ROUTES.len() - 1
    } else {
        ROUTES.len()
    };
    let which = rng.usize(..routes);
    let (method, route, path) = ROUTES.get(which).copied().unwrap_or_default();
    let project = rng.u32(1..5_000).to_string();
    let path = path.replace("{id}", &project);
    let kind = rng.usize(..REFUSALS.len());
    // Each reason has one token, so that the groups are known.
    let (status, facts) = if fails {
        planted.failures += 1;
        let (status, facts) = REFUSALS.get(kind).copied().unwrap_or_default();
        (status, facts.replace("{id}", &(kind + 100).to_string()))
    } else {
        let user = rng.u32(1..900);
        (
            200,
            format!(
                "\"meta.user\":\"user{user}\",\"meta.user_id\":{user},\"token_type\":\"PersonalAccessToken\",\"token_id\":{user},"
            ),
        )
    };
    let (minute, second, milli) = (rng.u8(..60), rng.u8(..60), rng.u16(..1000));
    let id = format!("{:026X}", rng.u128(..) >> 24);
    let figure = |rng: &mut Rng| rng.u32(1_000..9_999);
    let (one, two, three) = (figure(rng), figure(rng), figure(rng));
    let _ = writeln!(
        line,
        "{{\"time\":\"2026-03-14T09:{minute:02}:{second:02}.{milli:03}Z\",\"severity\":\"INFO\",\"duration_s\":0.{one:04},\"db_duration_s\":0.{two:04},\
         \"view_duration_s\":0.{three:04},\"status\":{status},\"method\":\"{method}\",\"path\":\"{path}\",\
         \"params\":[{{\"key\":\"per_page\",\"value\":\"100\"}},{{\"key\":\"state\",\"value\":\"opened\"}}],\"host\":\"gitlab.example.com\",\
         \"remote_ip\":\"203.0.113.{}, 127.0.0.1\",\"ua\":\"python-requests/2.31.0\",\"route\":\"{route}\",{facts}\
         \"queue_duration_s\":0.{two:04},\"redis_calls\":{},\"redis_duration_s\":0.00{one:04},\"redis_read_bytes\":{one},\"redis_write_bytes\":{two},\
         \"redis_cache_calls\":4,\"redis_cache_duration_s\":0.00{two:04},\"db_count\":{},\"db_write_count\":0,\"db_cached_count\":1,\
         \"db_txn_count\":0,\"db_replica_txn_count\":0,\"db_primary_txn_count\":0,\"db_primary_count\":10,\"db_main_count\":10,\
         \"db_primary_duration_s\":0.{one:04},\"db_main_duration_s\":0.{three:04},\"cpu_s\":0.0{two:04},\"mem_objects\":{one}8,\"mem_bytes\":{two}320,\
         \"mem_mallocs\":{three},\"mem_total_bytes\":{two}512,\"pid\":744,\"worker_id\":\"puma_{}\",\"rate_limiting_gates\":[],\
         \"correlation_id\":\"{id}\",\"meta.caller_id\":\"{method} {route}\",\"meta.remote_ip\":\"203.0.113.7\",\
         \"meta.feature_category\":\"source_code_management\",\"meta.client_id\":\"user/43\",\"request_urgency\":\"low\",\"target_duration_s\":5}}",
        one % 250,
        two % 40,
        three % 30,
        one % 8,
    );
}
