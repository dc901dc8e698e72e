#!/bin/sh
# Print the path of a Firefox for the walks in other engines: $FIREFOX if set, else one that is there, else one from
# the system's packages. WebKit needs no path, for its driver knows its browser, but a screen, which Xvfb is.
set -u

here=$(dirname "$0")

search() {
    for name in firefox-esr firefox; do
        # Run it: a name alone may be a stub that only tells how to install a browser.
        if found=$(command -v "$name") && "$found" --version >/dev/null 2>&1; then
            printf '%s\n' "$found"
            return
        fi
    done
    return 1
}

# need COMMAND PACKAGE: whether a command is there; else whether the package that has it could be installed.
need() {
    command -v "$1" >/dev/null && return
    sh "$here/apt-install.sh" "$2" && command -v "$1" >/dev/null && return
    echo "The walk in WebKit needs $1, and it was not found." >&2
    echo "Install it, for instance with: apt install $2" >&2
    return 1
}

need WebKitWebDriver webkit2gtk-driver || exit
need Xvfb xvfb || exit

if [ -n "${FIREFOX:-}" ]; then
    if command -v "$FIREFOX"; then
        exit
    fi
    echo "FIREFOX is set to '$FIREFOX', which cannot be run." >&2
    exit 1
fi

search && exit
sh "$here/apt-install.sh" firefox-esr && search && exit

cat >&2 <<'END'
The walk in Firefox needs Firefox, and none was found.
Install one, for instance with: apt install firefox-esr
or name one that is elsewhere: make browsers FIREFOX=/path/to/firefox
END
exit 1
