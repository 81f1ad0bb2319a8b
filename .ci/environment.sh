# For ./run and ./test: makes .venv as a lock file says. Sourced from the project's own folder.

# What is compiled is kept for all processes, beside the source of none: where a machine forbids
# it by this variable, each of them takes three times as long to start.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$PWD/.venv/pycache"

fail() {
  printf 'Cannot start: %s\n' "$*" >&2
  exit 1
}

say() {
  printf 'setup  | %s\n' "$*"
}

# A Python of at least 3.12 that can make environments. It is tried, not judged by its name:
# what pyenv puts on PATH may be a name for nothing.
find_python() {
  local candidate
  for candidate in python3.14 python3.13 python3.12 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' \
      >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  fail "Python 3.12 or newer with its venv module was found neither on PATH nor under pyenv." \
    "Install it, for example with: apt-get install python3 python3-venv."
}

# set_up LOCK: the second call installs nothing. The stamp goes before an installation and comes
# back after it, so that one which was cut off is done again.
set_up() {
  local lock=$1 stamp=.venv/installed
  if [[ -x .venv/bin/python ]] && grep -qsxF "$(mark_of "$lock")" "$stamp"; then
    return
  fi
  rm -f "$stamp"
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    local python
    python=$(find_python)
    say "Making .venv with $("$python" --version)."
    rm -rf .venv
    "$python" -m venv .venv || fail "The folder .venv could not be made: see the lines above."
  fi
  say "Installing what $lock names (under a minute; later starts skip this)."
  install_from "$lock"
  # What the tests need holds all that a planner needs.
  mark_of requirements.txt >"$stamp.new"
  [[ "$lock" == requirements.txt ]] || mark_of "$lock" >>"$stamp.new"
  mv "$stamp.new" "$stamp"
}

mark_of() {
  printf '%s %s\n' "$1" "$(cksum <"$1")"
}

install_from() {
  local lock=$1 log=.venv/install.log
  local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 1)
  if "${pip[@]}" uv >"$log" 2>&1 \
    && .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock" \
      >>"$log" 2>&1; then
    return
  fi
  fail_without_network "$log"
  say "Trying pip alone, which takes longer."
  "${pip[@]}" --require-hashes -r "$lock" >>"$log" 2>&1 && return
  fail_without_network "$log"
  fail "What $lock names could not be installed: the last lines of $log say why."
}

fail_without_network() {
  if grep -qiE 'name resolution|failed to establish|dns error|network is unreachable|error sending request' "$1"; then
    fail "There is no network, or it does not reach the package index: connect and start again" \
      "($1 has the whole story)."
  fi
}
