#!/bin/sh
# Print the path of a Chromium or Chrome for the browser tests: $CHROMIUM if set, else one that is
# there, else one from the system's packages. Nothing is downloaded behind the package manager's back.
set -u

here=$(dirname "$0")

search() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        # Run it: a name alone may be a stub that only tells how to install a browser.
        if found=$(command -v "$name") && "$found" --version >/dev/null 2>&1; then
            printf '%s\n' "$found"
            return
        fi
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    if command -v "$CHROMIUM"; then
        exit
    fi
    echo "CHROMIUM is set to '$CHROMIUM', which cannot be run." >&2
    exit 1
fi

search && exit
sh "$here/apt-install.sh" chromium && search && exit

cat >&2 <<'END'
The browser tests need Chromium or Chrome, and none was found.
Install one, for instance with: apt install chromium
or name one that is elsewhere: make test CHROMIUM=/path/to/chrome
END
exit 1
