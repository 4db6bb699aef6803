#!/bin/sh
# Brings the node_modules of a folder in line with its lockfile; silent when they are already.
# Usage: sh tools/install.sh FOLDER SENTENCE
set -eu

folder=$1
sentence=$2
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
lockfile="$folder/package-lock.json"
# A copy of the lockfile of the last finished install: an install that was cut off leaves none.
installed="$folder/node_modules/.installed-lock.json"

up_to_date() { cmp -s "$lockfile" "$installed"; }

fail() {
  printf 'rollcall: %s\n' "$1" >&2
  exit 69
}

up_to_date && exit 0

if [ ! -w "$folder" ]; then
  fail "$folder has no installed dependencies and $(id -un 2>/dev/null || id -u) may not write there: run this once as its owner"
fi
command -v npm >/dev/null 2>&1 || fail "found no npm, which comes with Node: install Node 24 from nodejs.org and run this again"

# The cache of npm must be writable throughout: a HOME that does not exist, is read-only, or holds what an earlier
# `sudo npm` left to root makes npm fail, so the clone keeps a cache of its own then.
cache=${npm_config_cache:-${HOME:-/nonexistent}/.npm}
for place in "$cache" "$cache/_cacache" "$cache/_cacache/tmp" "$cache/_cacache/index-v5"; do
  [ -d "$place" ] || mkdir -p "$place" 2>/dev/null || true
  [ -w "$place" ] || { cache="$root/.cache/npm"; break; }
done

# Two commands started at the same time: the second waits for the first and then finds nothing to do. The kernel gives
# the lock back when its holder dies. Systems without flock (macOS) go without a lock.
mkdir -p "$root/.cache"
exec 9>>"$root/.cache/install.lock"
if command -v flock >/dev/null 2>&1; then
  flock -n 9 || {
    echo "rollcall: waiting for another install in this folder" >&2
    flock 9
  }
  up_to_date && exit 0
fi

printf 'rollcall: %s\n' "$sentence" >&2
# Without the copy the last install was cut off, or there was none: start from nothing. With it (a changed lockfile
# after git pull) npm only brings what changed, so that a Rollcall running from this folder keeps its files.
if [ -f "$installed" ]; then rm -f "$installed"; else rm -rf "$folder/node_modules"; fi
cd "$folder"
# `npm ci` refuses the lockfile where the registry has no build of an optional binary for some other platform; install
# takes the locked versions all the same, and --no-save keeps it from writing the lockfile. Development dependencies
# are what test and check run on: NODE_ENV=production would leave them out.
npm install --no-save --include=dev --cache="$cache" --loglevel=error --no-progress --no-audit --no-fund \
  --no-update-notifier </dev/null >/dev/null || fail "npm install did not finish in $folder (its message is above)"
cp "$lockfile" "$installed"
