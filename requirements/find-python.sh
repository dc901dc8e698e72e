#!/bin/sh
# Print the path of the first Python that truly runs and can make a virtual environment.
#
#   find-python.sh [VERSION...]     the versions wanted, best first; without any, newest first
#
# A name on the PATH proves nothing: version managers leave shims that exist and fail, so each
# candidate is run. What a version manager keeps behind its shims is tried as well.
set -u

[ $# -gt 0 ] || set -- 3.14 3.13 3.12 3.11
wanted="$*"
here=$(dirname "$0")

# Every file that may be Python $1, one a line.
candidates() {
    ( # A subshell, so that the changed IFS ends with it.
        IFS=:
        for folder in $PATH; do
            printf '%s\n' "$folder/python$1" "$folder/python3"
        done
    )
    printf '%s\n' \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}/versions/$1".*/"bin/python$1" \
        "${UV_PYTHON_INSTALL_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/uv/python}/cpython-$1".*/"bin/python$1"
}

# Run $1: its version and its own path, never a shim's nor a virtual environment's, which may vanish.
probe() {
    "$1" -c 'import sys, venv; print("%d.%d" % sys.version_info[:2], sys._base_executable)' 2>/dev/null
}

# Set `found` to the first that can make a virtual environment, `bare` to the version of the first that
# lacks only ensurepip, as Debian's python3 does until python3-venv is installed.
search() {
    found='' bare=''
    for version in $wanted; do
        while IFS= read -r candidate; do
            [ -x "$candidate" ] || continue
            answer=$(probe "$candidate") || continue
            [ "${answer%% *}" = "$version" ] || continue
            python=${answer#* }
            if "$python" -c 'import ensurepip' 2>/dev/null; then
                found=$python
                return
            fi
            [ -n "$bare" ] || bare=$version
        done <<END
$(candidates "$version")
END
    done
}

search
if [ -z "$found" ] && [ -n "$bare" ]; then
    sh "$here/apt-install.sh" "python$bare-venv" && search
fi
if [ -n "$found" ]; then
    printf '%s\n' "$found"
    exit
fi

{
    if [ -n "$bare" ]; then
        echo "Python $bare is here, but it cannot make virtual environments: its 'ensurepip' is missing."
        echo "Install it, for instance with: apt install python$bare-venv"
    else
        echo "No Python that runs was found among: $wanted."
        if old=$(python3 --version 2>/dev/null); then
            echo "(The python3 of this machine is $old.)"
        fi
        echo "Install Python 3.11 or newer, for instance with: apt install python3 python3-venv"
    fi
} >&2
exit 1
