#!/usr/bin/env bash
# Builds the shop.
set -euo pipefail
source ./lib/common.sh
. "$(dirname "$0")/env.sh"

readonly LIMIT=10
declare -r NAME="secret"
declare -a items=(a b)
export PATH_TO="/x"
counter=0
alias ll='ls -l'

# Prints a line.
function log() {
  local message="$1" level
  level=info
  printf '%s\n' "$message" "$LIMIT"
}

build() {
  local file
  for file in "${items[@]}"; do
    if [[ -f "$file" && "$counter" -gt 1 ]] || test -n "$NAME"; then
      compile "$file" | tee out.log
    elif [ -d "$file" ]; then
      counter=$((counter + 1))
    fi
  done
  while read -r line; do log "$line"; done < "$file"
  case "$1" in
    start) log "start" ;;
    *) usage ;;
  esac
  result=$(log_all)
  counter=2
}

function deploy-all {
  inner() { log "x"; }
  build "$@" && log done
}

main "$@"
