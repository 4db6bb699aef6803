#!/bin/sh
# Builds the console when its sources changed since the last build, then runs the command.
# Usage: sh tools/build-console.sh COMMAND [ARG...]
#
# What a build was made from is recognised by a digest of the sources: file times do not serve, because git sets them
# as it pleases.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
console="$root/packages/console"
built="$console/dist/.built-from"

digest() {
  cd "$root"
  find packages/console packages/admin-api/src packages/scim/src package-lock.json \
    \( -name node_modules -o -name dist \) -prune -o -type f ! -name '*.test.ts' ! -name '*.test.tsx' -print |
    LC_ALL=C sort | xargs cat | cksum
}

now=$(digest)
if [ "$now" != "$(cat "$built" 2>/dev/null || true)" ]; then
  if [ ! -w "$console" ]; then
    echo "rollcall: the console is not built and $(id -un 2>/dev/null || id -u) may not write to $console: run this once as its owner" >&2
    exit 69
  fi
  echo "rollcall: building the console (once)" >&2
  # Two commands started at the same time build into folders of their own; the last one to finish stays.
  draft="$console/dist-$$"
  trap 'rm -rf "$draft"' EXIT
  output=$(node "$root/node_modules/vite/bin/vite.js" build "$console" --outDir "$draft" --emptyOutDir --logLevel warn 2>&1) || {
    printf '%s\n' "$output" >&2
    echo "rollcall: the console did not build (its messages are above)" >&2
    exit 70
  }
  printf '%s' "$now" >"$draft/.built-from"
  rm -rf "$console/dist"
  mv "$draft" "$console/dist"
  trap - EXIT
fi

exec "$@"
