#!/usr/bin/env bash
# MPI between two hosts in earnest: two network namespaces with addresses and names of their own, joined by a virtual
# cable, and MPI over TCP between them; then with delay and loss on the cable, where the kernel can add them; then a
# rank is killed on the other host, and then the cable is cut.
# usage: two_hosts_test.sh MPIEXEC BENCH MPI_TEST
# exit status: 0 passed, 1 failed, 77 skipped: no namespaces can be made here
set -uo pipefail
mpiexec=$1 bench=$2 mpi_test=$3

# Without root, in a user namespace of our own, where that is allowed.
if [ "$(id -u)" -ne 0 ]; then
  unshare --map-root-user --net --mount true 2>/dev/null ||
    { echo "skipped: this user can't make network namespaces (run as root)"; exit 77; }
  exec unshare --map-root-user --net --mount bash -c 'mount -t tmpfs tmpfs /run && exec "$@"' bash "$0" "$@"
fi
command -v ip >/dev/null || { echo "skipped: no program ip (Debian and Ubuntu: apt install iproute2)"; exit 77; }

a=alpha-$$ b=beta-$$
folder=$(mktemp -d)
export TMPDIR=$folder  # where MPI keeps what belongs to a run
clean_up() {
  for host in $a $b; do
    ip netns pids $host 2>/dev/null | xargs -r kill -9
    ip netns delete $host 2>/dev/null
  done
  rm -rf "$folder"
}
trap clean_up EXIT
# All that was said stays in a folder of its own, where the test was started.
fail() {
  local kept
  kept=$PWD/two_hosts_failed-$(date -u +%Y-%m-%dT%H-%M-%S)-$$
  mkdir "$kept" && cp "$folder"/{out,err,json*} "$kept" 2>/dev/null
  echo "FAILED: $* (all of it is in $kept)"
  tail -n 30 "$folder/out" "$folder/err" 2>/dev/null | cut -c 1-200
  exit 1
}

if ! reason=$(ip netns add $a 2>&1 && ip netns add $b 2>&1 &&
  ip link add eth-a netns $a type veth peer name eth-b netns $b 2>&1); then
  echo "skipped: the kernel makes no network namespaces or cables here: $reason"
  exit 77
fi
ip -n $a address add 10.77.0.1/24 dev eth-a && ip -n $b address add 10.77.0.2/24 dev eth-b &&
  ip -n $a link set lo up && ip -n $b link set lo up &&
  ip -n $a link set eth-a up && ip -n $b link set eth-b up || fail "the cable"

# What ssh is elsewhere: runs a command on the other host.
cat >"$folder/agent" <<END
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do shift; done
shift
exec ip netns exec $b unshare --uts sh -c 'hostname beta; exec sh -c "\$*"' sh "\$@"
END
chmod +x "$folder/agent"
printf '10.77.0.%s slots=1\n' 1 2 >"$folder/hosts"  # for Open MPI
printf '10.77.0.%s:1\n' 1 2 >"$folder/hydra_hosts"  # for MPICH
export OMPI_MCA_plm_rsh_agent=$folder/agent OMPI_MCA_orte_default_hostfile=$folder/hosts
# mpirun would wait for its daemon behind a cut cable for many minutes.
export OMPI_MCA_oob_tcp_keepalive_time=1 OMPI_MCA_oob_tcp_keepalive_intvl=1 OMPI_MCA_oob_tcp_keepalive_probes=1
export HYDRA_LAUNCHER=ssh HYDRA_LAUNCHER_EXEC=$folder/agent HYDRA_HOST_FILE=$folder/hydra_hosts

# on_both_hosts PROGRAM ARGUMENT…: one rank on each.
on_both_hosts() {
  timeout 40 ip netns exec $a unshare --uts sh -c 'hostname alpha; exec "$@"' sh "$mpiexec" -n 2 "$@" \
    >"$folder/out" 2>"$folder/err"
}
says() { grep -q -- "$1" "$folder/$2" || fail "no '$1' in $2"; }
measure() {
  on_both_hosts "$bench" --mpi_timeout=2 --benchmark_out="$folder/json" "$@"
}
measure_briefly() {
  measure --benchmark_filter=mpi --sizes=100,317 --benchmark_repetitions=3 --benchmark_min_time=0.001
}
# Each of the two rows, resident and round trip, with its median.
medians() {
  sed 's/\x1b\[[0-9;]*m//g' "$folder/out" | awk '/_median/ {printf "  %-58s %s %s\n", $1, $2, $3}'
}

on_both_hosts "$mpi_test" || fail "correctness between two hosts"
echo "correct between two hosts"
measure_briefly || fail "bench between two hosts"
says '"mpi_hosts": "alpha (1 rank), beta (1 rank)"' json
says '"mpi_transport": ".*\(tcp\|ofi\|ucx\)' json
echo "measured between two hosts:"
grep -o '"mpi_[a-z]*": ".*"' "$folder/json"
medians

if ip netns exec $a tc qdisc add dev eth-a root netem delay 1ms loss 1% 2>/dev/null; then
  on_both_hosts "$mpi_test" || fail "correctness with delay and loss"
  measure_briefly || fail "bench with delay and loss"
  echo "with 1 ms of delay and 1 % of loss:"
  medians
  ip netns exec $a tc qdisc delete dev eth-a root
else
  echo "without delay and loss: this kernel has no netem"
fi

"$mpiexec" --version | grep -q -e 'Open MPI' -e OpenRTE || {
  echo "passed, without lost ranks: this launcher kills all ranks the moment that one has died"
  exit 0
}

# in_a_long_run COMMAND…: the command, once the first of many rows has been measured.
in_a_long_run() {
  rm -f "$folder/json" "$folder/json.partial" "$folder/out"
  measure --benchmark_filter=mpi/N --sizes="$(seq -s, 100 200)" --benchmark_repetitions=5 --benchmark_min_time=0.03 \
    --benchmark_enable_random_interleaving=false &
  local run=$!
  until grep -qs 'N:100/' "$folder/out"; do
    kill -0 $run 2>/dev/null || fail "bench did not begin"
    sleep 0.1
  done
  "$@"
  local begin=${EPOCHREALTIME/[.,]/} status
  wait $run
  status=$?
  echo "status $status after $(((${EPOCHREALTIME/[.,]/} - begin) / 1000)) ms"
  [ $status -ne 0 ] && [ $status -ne 124 ] || fail "the loss of a rank ends with a status of its own, in time"
  says 'rank 1 of 2 (pid [0-9]* on host beta)' err
  grep 'rank 1 of 2' "$folder/err"
  # mpirun kills this rank a second after it has asked it to stop: on a busy machine that is before the file is whole.
  cat "$folder/json" "$folder/json.partial" >"$folder/kept" 2>/dev/null
  says '"real_time"' kept
}

kill_rank_on_beta() {
  local pid
  for pid in $(ip netns pids $b); do
    [ "$(cat /proc/$pid/comm)" != "$(basename "$bench")" ] || kill -9 "$pid"
  done
}
echo "a rank killed on the other host:"
in_a_long_run kill_rank_on_beta
for _ in {1..50}; do
  [ -n "$(ip netns pids $a)$(ip netns pids $b)" ] || break
  sleep 0.1
done
[ -z "$(ip netns pids $a)$(ip netns pids $b)" ] || fail "orphans"

echo "the cable cut:"
in_a_long_run ip -n $a link set eth-a down
echo passed
