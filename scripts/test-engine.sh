#!/usr/bin/env bash
# An engine of its own for the container tests: dockerd (and, where it is asked for, Podman's service) with its own socket
# and data, and the images the tests use, made from this machine's busybox and this checkout's Node. Needs root.
#
#   eval "$(scripts/test-engine.sh start)"          starts what does not run yet, and says where it listens
#   eval "$(scripts/test-engine.sh start podman)"   the same with Podman beside it
#   scripts/test-engine.sh stop                     ends it and removes all it had
set -euo pipefail
cd "$(dirname "$0")/.."

# Short: the path of a Unix socket has at most 107 bytes.
dir=${SPANWRIGHT_TEST_ENGINE:-/tmp/spanwright-test-engine}
docker_socket=$dir/docker.sock
podman_socket=$dir/podman.sock
wait_seconds=60

# Standard output is for what the caller evaluates.
say() { printf '%s\n' "$*" >&2; }

answers() { curl --silent --fail --max-time 2 --output /dev/null --unix-socket "$1" http://engine/_ping; }

# until_answers SOCKET PID LOG
until_answers() {
  local tries
  for ((tries = wait_seconds * 10; tries > 0; tries--)); do
    if answers "$1"; then return 0; fi
    if ! kill -0 "$2" 2>/dev/null; then break; fi
    sleep 0.1
  done
  say "the engine does not answer on $1; the end of $3:"
  tail -n 20 "$3" >&2
  return 1
}

# start_daemon NAME SOCKET COMMAND...: in a session of its own, so that what ends this shell does not end it.
start_daemon() {
  local name=$1 socket=$2
  shift 2
  if answers "$socket"; then return 0; fi
  rm -f "$socket" "$dir/$name.pid"
  setsid "$@" >"$dir/$name.log" 2>&1 </dev/null &
  local pid=$!
  printf '%s\n' "$pid" >"$dir/$name.spawned"
  until_answers "$socket" "$pid" "$dir/$name.log"
}

start() {
  mkdir -p "$dir"
  chmod 700 "$dir"
  start_daemon docker "$docker_socket" dockerd --host "unix://$docker_socket" --data-root "$dir/data" \
    --exec-root "$dir/exec" --pidfile "$dir/docker.pid"
  make_images "$docker_socket"
  printf 'export DOCKER_HOST=unix://%s\n' "$docker_socket"
  if [ "${1:-}" = podman ]; then
    podman_settings >"$dir/containers.conf"
    CONTAINERS_CONF=$dir/containers.conf start_daemon podman "$podman_socket" podman --root "$dir/podman-data" \
      --runroot "$dir/podman-run" --tmpdir "$dir/podman-tmp" system service --time 0 "unix://$podman_socket"
    make_images "$podman_socket"
    printf 'export SPANWRIGHT_TEST_PODMAN=unix://%s\n' "$podman_socket"
  fi
}

# Podman's own limits are above what a container in a container may set.
podman_settings() {
  printf '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n'
  printf '[engine]\nevents_logger = "file"\ncgroup_manager = "cgroupfs"\n'
}

# Made anew only when what they are made of has changed.
make_images() {
  local node built
  node=$(readlink -f node_modules/node/bin/node)
  built=$(stat --format '%n %s %Y' "$node" "$(command -v busybox)" "$0" | sha256sum | cut -d ' ' -f 1)
  if curl --silent --fail --output /dev/null --unix-socket "$1" "http://engine/v1.40/images/spanwright-test/node:$built/json"; then
    return 0
  fi
  local root
  root=$(mktemp -d)
  make_busybox "$root"
  import "$1" "$root" busybox latest
  add_node "$root" "$node"
  import "$1" "$root" node latest
  curl --silent --show-error --fail --output /dev/null --unix-socket "$1" --request POST \
    "http://engine/v1.40/images/spanwright-test/node:latest/tag?repo=spanwright-test/node&tag=$built"
  rm -rf "$root"
}

make_busybox() {
  mkdir -p "$1"/{bin,dev,etc,proc,root,run,sys,tmp,var/tmp}
  chmod 1777 "$1/tmp" "$1/var/tmp"
  cp "$(command -v busybox)" "$1/bin/busybox"
  local applet
  for applet in $("$1/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$1/bin/$applet"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$1/etc/group"
}

# The program and the libraries it is linked with; the resolver's are found by name when they are needed.
add_node() {
  cp "$2" "$1/bin/node"
  local library
  for library in $(ldd "$2" | grep -o '/[^ ]*') $(dirname "$(ldd "$2" | grep -o '/[^ ]*libc\.so\.6')")/libnss_{dns,files}.so.2; do
    [ -e "$library" ] || continue
    mkdir -p "$1$(dirname "$library")"
    cp --dereference "$library" "$1$library"
  done
}

# import SOCKET FOLDER NAME TAG
import() {
  tar --create --directory "$2" --owner 0 --group 0 . | curl --silent --show-error --fail --output /dev/null --unix-socket "$1" \
    --request POST --header 'Content-Type: application/x-tar' --upload-file - \
    "http://engine/v1.40/images/create?fromSrc=-&repo=spanwright-test/$3&tag=$4&changes=ENV%20PATH%3D%2Fbin&changes=CMD%20%5B%22sh%22%5D"
}

stop() {
  local name pid
  for name in docker podman; do
    [ -e "$dir/$name.spawned" ] || continue
    pid=$(cat "$dir/$name.spawned")
    kill "$pid" 2>/dev/null || continue
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  done
  # Podman keeps a monitor of each command for five minutes; they are told by the folder they work in.
  for pid in $(pgrep --full "conmon .*$dir/" || true); do kill "$pid" 2>/dev/null || true; done
  # What an engine leaves mounted, and what its last helpers are still writing.
  local tries
  for ((tries = 20; tries > 0; tries--)); do
    grep -o " $dir/[^ ]*" /proc/mounts | tac | xargs --no-run-if-empty umount --lazy || true
    if rm -rf "$dir" 2>/dev/null; then return 0; fi
    sleep 0.5
  done
  rm -rf "$dir"
}

case ${1:-} in
  start | stop) "$@" ;;
  *)
    say 'usage: scripts/test-engine.sh start [podman]|stop'
    exit 2
    ;;
esac
