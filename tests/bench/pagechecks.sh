#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Pages a second with three checks each, `greenroom run` and newman 6.2.2 in turn against the same local server.
# Both figures are of the run itself, without the program's start; the archive is written as always.
#   tests/bench/pagechecks.sh      GREENROOM_BUILD, BENCH_REPEATS as for tests/bench/run
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${GREENROOM_BUILD:-$root/build/release}
work=$build/bench
repeats=${BENCH_REPEATS:-3}
ours=5000
theirs=200

mkdir -p "$work"
if [ ! -x "$work/node_modules/.bin/newman" ]; then
    cp "$here/package.json" "$work/"
    (cd "$work" && npm install --no-audit --no-fund --loglevel=error >/dev/null)
fi
rm -rf "$work/pages" && cp -r "$here/pages" "$work/pages"
cd "$work/pages"
(echo n; seq $ours) >rows.csv

node server.js >server.log &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    grep -q '^ready ' server.log && break
    sleep 0.05
done
port=$(sed -n 's/^ready //p' server.log)
url=http://127.0.0.1:${port:?"the page server did not start"}

ours_once() {
    "$build/bin/greenroom" run pages.greenroom.yaml --var base_url="$url" --data-dir "$work/data" --json run.json >/dev/null
    node -e "const r = JSON.parse(require('fs').readFileSync('run.json'));
        if (r.counts.passed !== $ours) throw new Error(r.sentence);
        console.log($ours / (r.durationMs / 1000))"
}
theirs_once() {
    "$work/node_modules/.bin/newman" run collection.json --env-var base_url="$url" --iteration-count $theirs \
        --reporters json --reporter-json-export newman.json >/dev/null
    node -e "const r = JSON.parse(require('fs').readFileSync('newman.json')).run;
        if (r.stats.assertions.total !== 3 * $theirs || r.stats.assertions.failed) throw new Error('newman did not pass');
        console.log($theirs / ((r.timings.completed - r.timings.started) / 1000))"
}

for _ in $(seq "$repeats"); do
    ours_once >>ours
    theirs_once >>theirs
done
middle() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
printf '\n%-58s %10s %10s   %7s\n' "page checks, pages a second (3 checks each)" us newman ratio
awk -v a="$(middle ours)" -v b="$(middle theirs)" \
    'BEGIN { printf "%-58s %10.0f %10.1f   %5.1f x  (bar 50)\n", "local server", a, b, a / b }'
