#!/usr/bin/env bash
moor() {
  case "$1" in
    *)berths=1 ;;
  esac
}
sail() {
  case "$1" in
    # nothing is given
    ""|none)return 1 ;;
    fast) speed=2 ;;
    *)warn "$1" ;;
  esac
}
warn() { echo "$1"; }
