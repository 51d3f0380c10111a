#!/usr/bin/env bash
# Installs each package of a folder as its user would, tries it, and removes it: all.sh PACKAGES TOOLS
# PACKAGES is what `.ci/run packages` made; TOOLS holds uv. Network is needed for nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
made=$1 tools=$2
cargo build --locked --quiet --example serve
room=$(mktemp -d)
export HOME=$room/home
mkdir "$HOME"

# The simulated GitLab that every package is tried against.
exec 4< <(exec target/debug/examples/serve)
server=$!
trap 'kill "$server"; rm -rf "$room"' EXIT
read -r variables <&4
eval "$variables"

tried() {
    printf '\n-- %s\n' "$1"
    shift
    bash "$here/try.sh" "$@"
}

# Runs a command, prints what it took by the clock and of the processors, and holds the clock against the most seconds
# that it may take. On a busy machine the two part, and the figure of the processors says why.
within() {
    most=$1
    shift
    took=$({ TIMEFORMAT='%R %U %S' && time "$@" >&3 2>&3; } 3>&1 2>&1 | tail -n 1)
    awk -v most="$most" -v what="$*" '{
        printf "seconds: %s of at most %s, of the processors %s (%s)\n", $1, most, $2 + $3, what
        exit $1 >= most
    }' <<<"$took"
}

pip_to_first_answer() {
    "$room/pip/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$made/wheels" glwhy
    "$room/pip/bin/glwhy" explain --quiet --status 401 >/dev/null || [ $? = 3 ]
}

python3 -m venv "$room/pip"
within 2 pip_to_first_answer
tried 'wheel, by pip' "$room/pip/bin/glwhy"
tried 'wheel, as a module' "$room/pip/bin/python" -m glwhy
"$room/pip/bin/python" -m pip uninstall --quiet --yes glwhy
[ ! -e "$room/pip/bin/glwhy" ]

python3 -m venv "$room/target"
"$room/target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$made/wheels" --target "$room/there" glwhy
PYTHONPATH=$room/there tried 'wheel, into a folder' "$room/target/bin/python" -m glwhy

tried 'wheel, by uvx' "$tools/uvx" --quiet --offline --no-index --find-links "$made/wheels" glwhy

(cd "$room" && npm install --silent --offline --no-audit --no-fund --prefix "$room/node" "$made"/npm/*.tgz)
tried 'npm' "$room/node/node_modules/.bin/glwhy"
tried 'npx' npx --offline --prefix "$room/node" glwhy

# What is sent to the launcher reaches the program, and its end is the launcher's.
mkfifo "$room/open"
"$room/node/node_modules/.bin/glwhy" explain <"$room/open" &
launcher=$!
exec 3>"$room/open"
until program=$(pgrep -P "$launcher"); do kill -0 "$launcher"; done
kill -TERM "$launcher"
wait "$launcher" && ended=0 || ended=$?
exec 3>&-
[ "$ended" = 143 ] && ! kill -0 "$program" 2>/dev/null || { printf 'npm: ended with %s after SIGTERM\n' "$ended" >&2; exit 1; }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install --quiet --quiet --yes "$made/glwhy.deb"
    tried 'deb' /usr/bin/glwhy
    for file in share/man/man1/glwhy-probe.1.gz share/bash-completion/completions/glwhy share/doc/glwhy/copyright; do
        dpkg-query --listfiles glwhy | grep -qxF "/usr/$file"
    done
    apt-get remove --quiet --quiet --yes glwhy
    [ ! -e /usr/bin/glwhy ]
fi

# Unpacked only: Debian installs no rpm. The package names no size of its contents, after which rpm2cpio ends with 1
# whatever it unpacked: the binary is compared instead.
command -v rpm2cpio >/dev/null || apt-get install --quiet --quiet --yes --no-install-recommends rpm2cpio cpio
mkdir "$room/rpm"
(cd "$room/rpm" && { rpm2cpio "$made/glwhy.rpm" || true; } | cpio --quiet --extract --make-directories)
cmp "$room/rpm/usr/bin/glwhy" "$made/glwhy"
tried 'rpm' "$room/rpm/usr/bin/glwhy"
