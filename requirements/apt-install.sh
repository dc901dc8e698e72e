#!/bin/sh
# Install Debian packages where that needs no password: as root, or with a sudo that does not ask.
# Fails quietly elsewhere: the caller knows best what to tell the person.
set -u

command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" -eq 0 ]; then
    as_root='env'
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n env'
else
    exit 1
fi

# All output goes to stderr: the callers print a path, and nothing else, on stdout.
echo "Installing $* from the system's packages ..." >&2
{
    # A list that cannot be renewed may still do.
    $as_root apt-get update -qq || true
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
} >&2
