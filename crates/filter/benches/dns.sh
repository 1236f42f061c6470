#!/bin/sh
# How fast the resolver answers, side by side with an echo that parses nothing, unbound and dnsmasq.
#
# A million blocked names; half of the questions are for blocked names, half for names that are in the cache. The server
# has core 0 to itself, the load comes from core 1. Wants dnsperf, unbound and dnsmasq. Prints a table and what was
# promised; exits 1 when a promise is not kept.
#
#   crates/filter/benches/dns.sh [seconds of each run, 4 unless told] [rounds, 3 unless told]
set -eu
seconds=${1:-4}
rounds=${2:-3}
root=$(cd "$(dirname "$0")/../../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --quiet --release -p belisha-filter --example serve --example late)
serve=$target/release/examples/serve
late=$target/release/examples/late
work=$(mktemp -d)
servers=""
stop() {
    for server in $servers; do kill "$server" 2>/dev/null || true; done
    servers=""
}
trap 'stop; rm -rf "$work"' EXIT INT TERM

awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "n%d.tracker%d.example\n", i, i % 9973 }' > "$work/names"
split -n l/50 "$work/names" "$work/part."
awk 'BEGIN {
    srand(7)
    for (i = 0; i < 200000; i++) {
        n = int(rand() * 1000000)
        printf "n%d.tracker%d.example A\n", n, n % 9973
        printf "www.site%d.test A\n", int(rand() * 1000)
    }
}' > "$work/questions"
awk 'BEGIN { for (i = 0; i < 1000; i++) printf "www.site%d.test A\n", i }' > "$work/warm"

cat > "$work/unbound.conf" <<CONF
server:
    interface: 127.0.0.1@5403
    username: ""
    chroot: ""
    directory: "$work"
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    num-threads: 1
    module-config: "iterator"
    do-not-query-localhost: no
    access-control: 127.0.0.0/8 allow
    msg-cache-size: 64m
    rrset-cache-size: 64m
    include: "$work/zones.conf"
forward-zone:
    name: "."
    forward-addr: 127.0.0.1@5401
remote-control:
    control-enable: no
CONF
awk '{ printf "local-zone: \"%s\" always_nxdomain\n", $1 }' "$work/names" > "$work/zones.conf"

# A response policy zone for unbound, and dnsmasq's own form.
sed -e 's/module-config: "iterator"/module-config: "respip iterator"/' -e '/zones.conf/d' -e 's/@5403/@5404/' \
    "$work/unbound.conf" > "$work/rpz.conf"
cat >> "$work/rpz.conf" <<CONF
rpz:
    name: "rpz.bench"
    zonefile: "$work/rpz.zone"
CONF
{
    printf '$ORIGIN rpz.bench.\n$TTL 300\n@ SOA localhost. root.localhost. 1 3600 600 86400 300\n@ NS localhost.\n'
    awk '{ printf "%s CNAME .\n", $1 }' "$work/names"
} > "$work/rpz.zone"
awk '{ printf "address=/%s/\n", $1 }' "$work/names" > "$work/dnsmasq.names"

# Waits until a server answers, then fills its cache.
ready() {
    tries=0
    until dig @127.0.0.1 -p "$1" +time=1 +tries=1 www.site1.test A > /dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || { echo "no answer on port $1" >&2; cat "$work/log.$1" >&2; return 1; }
    done
    # Slowly, because the upstream is a toy.
    taskset -c 1 dnsperf -s 127.0.0.1 -p "$1" -d "$work/warm" -n 2 -q 20 > /dev/null 2>&1
}

# Seconds of the processor that a process has used.
used() {
    awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$1/stat"
}

measure() { # a port, the process, a name for the table
    before=$(used "$2")
    taskset -c 1 dnsperf -s 127.0.0.1 -p "$1" -d "$work/questions" -l "$seconds" -q 100 -c 8 > "$work/out" 2> /dev/null
    after=$(used "$2")
    rate=$(awk '/Queries per second/ { printf "%d", $4 }' "$work/out")
    answered=$(awk '/Queries completed/ { print $3 }' "$work/out")
    lost=$(awk '/Queries lost/ { print $3 }' "$work/out")
    cost=$(awk -v a="$before" -v b="$after" -v n="$answered" 'BEGIN { printf "%.2f", (b - a) * 1000000 / n }')
    printf '%s|%s|%s|%s|%s\n' "$1" "$rate" "$cost" "$lost" "$3" >> "$work/results"
}

start() { # a port, a command pinned to core 0
    port=$1
    shift
    taskset -c 0 "$@" > "$work/log.$port" 2>&1 &
    eval "process_$port=$!"
    servers="$servers $!"
}

taskset -c 1 "$serve" upstream 127.0.0.1:5401 > /dev/null 2>&1 &
servers="$servers $!"
start 5402 "$serve" echo 127.0.0.1:5402
start 5410 "$serve" filter 127.0.0.1:5410 127.0.0.1:5401 10 "$work/names"
ready 5410
start 5411 "$serve" filter 127.0.0.1:5411 127.0.0.1:5401 10000 "$work/names"
ready 5411
start 5412 "$serve" filter 127.0.0.1:5412 127.0.0.1:5401 10 "$work"/part.*
ready 5412
start 5403 unbound -d -c "$work/unbound.conf"
start 5404 unbound -d -c "$work/rpz.conf"
start 5405 dnsmasq -k --conf-file="$work/dnsmasq.names" --no-resolv --no-hosts --server=127.0.0.1#5401 \
    --port=5405 --listen-address=127.0.0.1 --bind-interfaces --cache-size=10000 --dns-forward-max=1000
for port in 5402 5403 5404 5405; do ready $port; done

# In turns, so that what else the machine does falls on all; the best rate of each counts.
for round in $(seq "$rounds"); do
    measure 5402 "$process_5402" "echo, parses nothing"
    measure 5410 "$process_5410" "belisha"
    measure 5403 "$process_5403" "unbound, local-zone"
    measure 5411 "$process_5411" "belisha, 10,000 devices"
    measure 5412 "$process_5412" "belisha, 50 lists"
    measure 5404 "$process_5404" "unbound, rpz"
    measure 5405 "$process_5405" "dnsmasq"
done
# How late answers are, at a rate that every server keeps up with: not by dnsperf, whose two threads share a core here and
# wait for each other longer than for any server.
taskset -c 1 "$late" "$work/questions" 20000 10 127.0.0.1:5402 127.0.0.1:5410 127.0.0.1:5403 127.0.0.1:5411 \
    127.0.0.1:5412 127.0.0.1:5404 127.0.0.1:5405 > "$work/late"
awk '{ sub(".*:", "", $1); print "late|" $1 "|" $3 "|" $5 "|" $6 "|" $2 }' "$work/late" >> "$work/results"

grep -h names "$work/log.5410" "$work/log.5411" "$work/log.5412"
"$serve" door 127.0.0.1:5401 10 2> "$work/door"
"$serve" door 127.0.0.1:5401 10000 2>> "$work/door"
cat "$work/door"
stop
awk 'BEGIN { for (i = 0; i < 10000000; i++) printf "n%d.tracker%d.example\n", i, i % 9973 }' > "$work/many"
start 5413 "$serve" filter 127.0.0.1:5413 127.0.0.1:5401 10 "$work/many"
for _ in $(seq 60); do grep -q names "$work/log.5413" && break; sleep 1; done
grep -h names "$work/log.5413"
stop
awk '/names in 1 lists/ { print "many|" $12 }' "$work/log.5413" >> "$work/results"
awk '/^door/ { print "door|" $7 "|" $9 }' "$work/door" >> "$work/results"
awk '/names in 1 lists/ { print "names|" $6 "|" $12 }' "$work/log.5410" "$work/log.5411" >> "$work/results"

awk -F '|' '
    $1 == "door" { if ($2 > door) door = $2; wrong += $3; next }
    $1 == "names" { if (!load || $2 < load) load = $2; if ($3 > kib) kib = $3; next }
    $1 == "many" { many = $2; next }
    $1 == "late" { half[$2] = $3; late[$2] = $4; ofall[$2] = $5; lost[$2] += $6; next }
    !($1 in rate) { order[++n] = $1; cost[$1] = $3; name[$1] = $5 }
    { if ($2 > rate[$1]) rate[$1] = $2; if ($3 < cost[$1]) cost[$1] = $3 }
    { lost[$1] += $4 }
    function promise(what, kept) { printf "%-64s %s\n", what, kept ? "kept" : "NOT KEPT"; if (!kept) broken = 1 }
    END {
        printf "%-28s %10s %14s %7s %7s %7s %5s\n", "server", "a second", "cpu a question", "p50", "p99", "of all", "lost"
        for (i = 1; i <= n; i++) {
            port = order[i]
            printf "%-28s %10d %11.2f us %4d us %4d us %4d us %5d\n", name[port], rate[port], cost[port], half[port],
                late[port], ofall[port], lost[port]
        }
        ours = rate[5410]
        promise(sprintf("at least 1.5 of unbound local-zone: %.2f", ours / rate[5403]), ours >= 1.5 * rate[5403])
        promise(sprintf("at least 0.9 of the echo: %.2f", ours / rate[5402]), ours >= 0.9 * rate[5402])
        promise(sprintf("p99 no worse than unbound: %d and %d us", late[5410], late[5403]),
            late[5410] <= late[5403])
        promise(sprintf("10,000 devices like 10: %.2f", rate[5411] / ours), rate[5411] >= 0.9 * ours)
        promise(sprintf("50 lists like 1: %.2f", rate[5412] / ours), rate[5412] >= 0.9 * ours)
        promise(sprintf("a door opens and shuts within 200 ms: %d ms, %d wrong", door, wrong), door <= 200 && !wrong)
        promise(sprintf("a million names in 500 ms: %d ms", load), load <= 500)
        promise(sprintf("a million names in 40 MiB: %.1f MiB", kib / 1024), kib > 0 && kib <= 40960)
        promise(sprintf("ten million names in 320 MiB: %.1f MiB", many / 1024), many > 0 && many <= 327680)
        exit broken
    }' "$work/results"
