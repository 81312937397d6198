#!/bin/sh
# All tests: on SQLite, on PostgreSQL, in a browser. What is missing for them is installed where
# that is permitted; where it is not they are skipped, loudly, and with CI=true that is a failure.
set -u
PATH="$PWD/.venv/bin:$PATH"
unset PYTHONDONTWRITEBYTECODE  # else every process compiles all of our modules and tests again
left_out=""
failed=""

# Chromium without windows comes first: the same engine, and a quarter faster.
find_chromium() {
    command -v chromium-headless-shell || command -v chromium || command -v chromium-browser ||
        command -v google-chrome
}
find_postgresql() { python tests/postgres.py --find; }
find_nginx() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx; }

install() {
    echo "== Installing $1 …"
    if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
    command -v apt-get >/dev/null && $as_root true 2>/dev/null || return 1
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        "apt-get install -qq -y --no-install-recommends $1 || { apt-get update -qq && apt-get install -qq -y --no-install-recommends $1; }" \
        >/dev/null 2>&1
}

leave_out() {
    left_out="$left_out
!! LEFT OUT: $1 are not run, for $2 is missing and could not be installed here."
}

part() {
    echo
    echo "== $1"
    name=$1
    shift
    "$@" || failed="$failed
!! FAILED: $name."
}

on_sqlite() { env -u BROADSHEET_TEST_DATABASE "$@"; }

if [ -z "${BROADSHEET_TEST_DATABASE:-}" ]; then
    find_chromium >/dev/null || install chromium-headless-shell || install chromium
    find_nginx >/dev/null || install nginx-light
    find_postgresql >/dev/null || install postgresql
    # Once more from the top, with a cluster that runs until the end.
    find_postgresql >/dev/null && exec python tests/postgres.py sh "$0"
    leave_out "the tests on PostgreSQL" "PostgreSQL's server"
fi
find_nginx >/dev/null || leave_out "the tests behind nginx" "nginx"

if [ -n "${BROADSHEET_TEST_DATABASE:-}" ]; then
    # What they begin with, while the tests on SQLite wait for the same.
    python -m tests.ready_database &
fi

part "The tests on SQLite" on_sqlite \
    python -m pytest -n 2 --dist loadscope --ignore tests/browser

if [ -n "${BROADSHEET_TEST_DATABASE:-}" ]; then
    part "The data and domain tests on PostgreSQL" \
        python -m pytest -n 2 --dist loadscope tests/process/test_when_things_fail.py broadsheet
fi

if find_chromium >/dev/null; then
    BROADSHEET_CHROMIUM=$(find_chromium)
    export BROADSHEET_CHROMIUM
    part "The tests in a browser" on_sqlite \
        python -m pytest -n 2 --dist loadfile tests/browser
else
    leave_out "the tests in a browser" "Chromium"
fi

if [ -n "$left_out" ]; then
    echo "$left_out"
    if [ "${CI:-}" = true ]; then
        failed="$failed
!! With CI=true what is left out is a failure."
    fi
fi
[ -z "$failed" ] || { echo "$failed"; exit 1; }
