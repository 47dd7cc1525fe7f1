#!/usr/bin/env bash
# A throw-away PostgreSQL with the Apache edition of TimescaleDB, for tests: Debian's signed packages unpacked into one
# folder and run from there. Nothing is installed; it listens on 127.0.0.1 alone and is not durable.
#
#   server.sh start   prints the superuser's URL on standard output
#   server.sh stop    ends it and removes its data; the unpacked packages stay as a cache
#
#   PLUMBLINE_TIMESCALEDB_HOME   packages, data and log (default: ~/.cache/plumbline-timescaledb)
#   PLUMBLINE_TIMESCALEDB_PORT   default: any free port
#
# Needs Linux with apt-get, dpkg-deb, tar, flock, unshare and chroot, the keyring of Debian, and root or a kernel that
# lets users make user namespaces.
set -euo pipefail
umask 022

SUITE=trixie
MAJOR=17
START_TIMEOUT_S=60
STOP_TIMEOUT_S=30
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

home=${PLUMBLINE_TIMESCALEDB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/plumbline-timescaledb}
mkdir -p "$home"
home=$(cd "$home" && pwd -P)
root=$home/root-$SUITE-$MAJOR
data=$home/data
log=$home/server.log
secret=$home/password
bin=/usr/lib/postgresql/$MAJOR/bin

fail() {
  printf 'timescaledb: %s\n' "$*" >&2
  exit 1
}

# What the server's packages depend on and a server in a chroot never runs.
unused() {
  case $1 in
    dash) return 1 ;;
    perl* | libperl* | libjson-perl | libio-pty-perl | libipc-run-perl | libtext-* | libllvm* | libz3-*) return 0 ;;
    locales | libc-l10n | adduser | passwd | login* | debconf | ucf | sensible-utils | ssl-cert | openssl* | netbase) return 0 ;;
    procps | libproc2* | libncurses* | ncurses* | postgresql-common* | postgresql-client-common | libpam-*) return 0 ;;
    sysvinit* | init-system-helpers | dpkg | tar | gcc-*-base | mount | bash | base-files | coreutils | util-linux) return 0 ;;
    *) return 1 ;;
  esac
}

# The mirror that this system is set up with, whatever its suite.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m1 -E '/debian/?$' | sed 's,/$,,'
}

apt() {
  apt-get -qq -o "Dir::Etc::sourcelist=$home/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o "Dir::State=$home/apt" -o "Dir::State::status=$home/apt/status" -o "Dir::State::Lists=$home/apt/lists" \
    -o "Dir::Cache=$home/apt/cache" -o "Dir::Cache::archives=$home/debs" -o Dir::Etc::preferencesparts=/dev/null \
    -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Install-Recommends=false -o APT::Sandbox::User= \
    -o Debug::NoLocking=true "$@"
}

unpack() {
  [[ -e $root/.complete ]] && return
  local tool from wanted package new=$root.new
  for tool in apt-get dpkg-deb tar unshare chroot; do
    command -v "$tool" >/dev/null || fail "$tool is missing: this needs a Debian or Ubuntu system"
  done
  [[ -r $KEYRING ]] || fail "$KEYRING is missing: install the package debian-archive-keyring"
  from=$(mirror)
  [[ -n $from ]] || fail "apt has no Debian mirror: add one to /etc/apt/sources.list.d"
  mkdir -p "$home/apt/lists/partial" "$home/apt/cache" "$home/debs/partial"
  : >"$home/apt/status"
  echo "deb [signed-by=$KEYRING] $from $SUITE main" >"$home/apt/sources.list"
  apt -o APT::Update::Error-Mode=any update >&2 || fail "the package list of Debian $SUITE cannot be read; is the mirror reachable?"
  wanted=$(apt -s install "postgresql-$MAJOR-timescaledb" dash | sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1 \2/p' |
    while read -r name version; do unused "$name" || echo "$name=$version"; done)
  [[ -n $wanted ]] || fail "Debian $SUITE has no postgresql-$MAJOR-timescaledb"
  # Checked against the signed list; what is there already is not fetched again.
  # shellcheck disable=SC2086
  (cd "$home/debs" && apt download $wanted >&2) || fail "the packages cannot be downloaded; is the mirror reachable?"
  rm -rf "$new"
  mkdir -p "$new"/usr/{bin,sbin,lib,lib64} "$new"/{tmp,dev,proc,data,etc}
  for tool in bin sbin lib lib64; do ln -s "usr/$tool" "$new/$tool"; done
  for package in $wanted; do
    package=${package%%=*}_$(sed 's/:/%3a/g' <<<"${package#*=}")
    dpkg-deb --fsys-tarfile "$home/debs/$package"_*.deb | tar -C "$new" -x --no-same-owner --keep-directory-symlink \
      --exclude='./usr/share/doc/*' --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' \
      --exclude='./usr/lib/postgresql/*/lib/bitcode/*'
  done
  [[ -e $new/bin/sh ]] || ln -s dash "$new/usr/bin/sh"
  PATH=$PATH:/sbin:/usr/sbin ldconfig -r "$new"
  chmod 1777 "$new/tmp"
  rm -rf "$root"
  mv "$new" "$root"
  touch "$root/.complete"
}

# PostgreSQL refuses to be root.
user=$(id -u) group=$(id -g)
[[ $user != 0 ]] || user=26432 group=26432

# Runs a command inside the folder, in a mount namespace that ends with it.
inside() {
  local namespace=(--mount --propagation private) as=()
  if [[ $(id -u) == 0 ]]; then as=("--userspec=$user:$group" "--groups=$group"); else
    namespace+=(--user --map-current-user --keep-caps)
  fi
  # shellcheck disable=SC2016
  unshare "${namespace[@]}" bash -c 'set -e; root=$1; data=$2; shift 2
    mount --rbind /dev "$root/dev"; mount --rbind /proc "$root/proc"; mount --bind "$data" "$root/data"; cd "$root"
    exec env -i PATH="$PATH" HOME=/tmp LC_ALL=C.UTF-8 TZ=UTC chroot "$@"' \
    timescaledb "$root" "$data" "${as[@]}" "$root" "$@" </dev/null
}

# The process that serves this data folder, if it is alive.
server() {
  local pid
  pid=$(head -n1 "$data/postmaster.pid" 2>/dev/null) || return 1
  [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) == *"/postgres -D /data "* ]] && echo "$pid"
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 30000))
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

initialise() {
  rm -rf "$data"
  mkdir -m 700 "$data"
  printf 'postgres:x:%s:%s::/tmp:/bin/sh\n' "$user" "$group" >"$root/etc/passwd"
  printf 'postgres:x:%s:\n' "$group" >"$root/etc/group"
  (umask 077 && od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$secret")
  install -m 600 "$secret" "$root/tmp/password"
  [[ $(id -u) != 0 ]] || chown "$user:$group" "$data" "$root/tmp/password"
  inside "$bin/initdb" -D /data -U postgres -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 --pwfile=/tmp/password \
    --no-sync >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "initdb failed"; }
  rm -f "$root/tmp/password"
  cat >>"$data/postgresql.conf" <<CONF
shared_preload_libraries = 'timescaledb'
timescaledb.license = 'apache'
timescaledb.telemetry_level = off
timescaledb.max_background_workers = 0
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
max_locks_per_transaction = 256
timezone = 'UTC'
CONF
}

start() {
  unpack
  if ! server >/dev/null; then
    initialise
    inside "$bin/postgres" -D /data -p "${PLUMBLINE_TIMESCALEDB_PORT:-$(free_port)}" >>"$log" 2>&1 9>&- &
    local child=$! deadline=$((SECONDS + START_TIMEOUT_S))
    until [[ $(sed -n 8p "$data/postmaster.pid" 2>/dev/null) == ready* ]]; do
      if ((SECONDS > deadline)) || ! kill -0 "$child" 2>/dev/null; then
        tail -n 20 "$log" >&2
        fail "the server did not start"
      fi
      sleep 0.1
    done
    disown "$child"
  fi
  echo "postgres://postgres:$(<"$secret")@127.0.0.1:$(sed -n 4p "$data/postmaster.pid")/postgres"
}

stop() {
  local pid deadline=$((SECONDS + STOP_TIMEOUT_S))
  if pid=$(server); then
    kill -INT "$pid"
    while [[ -d /proc/$pid ]]; do
      ((SECONDS < deadline)) || fail "the server (process $pid) did not stop"
      sleep 0.1
    done
  fi
  rm -rf "$data"
}

exec 9>"$home/lock"
flock 9
case ${1:-} in
  start) start ;;
  stop) stop ;;
  *) sed -n '2,13p' "$0" >&2; exit 2 ;;
esac
