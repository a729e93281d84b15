#!/usr/bin/env bash
# The standard design of `qtg profile`, as a script of one's own would do it: a process for each trial, phases switched
# by PAR_* variables, figures taken from each run's summary. All parallel, each phase alone sequential, all sequential;
# in rounds, in random order. The file has the columns of `qtg profile`.
#
#   profiling/run_profiling.sh                                     the production market, 1,000 ticks, 3 trials
#   TRIALS=5 TICKS=2000 OUT=mine.csv profiling/run_profiling.sh --agents 20000 --workers 2
#
# Whatever follows the name is handed to `qtg run`. QTG names the program (.build/release/qtg). Times are those of the
# ticks alone, as the program measures them; but nothing is warmed up first, and each process spawns its agents anew:
# `qtg profile` is quicker and more exact. This one shows what a user gets who sets the variables.
set -euo pipefail

qtg="${QTG:-$(dirname "$0")/../.build/release/qtg}"
trials="${TRIALS:-3}"
ticks="${TICKS:-1000}"
out="${OUT:-profiling_results.csv}"

fail() { echo "run_profiling.sh: $1" >&2; exit "$2"; }
[ -x "$qtg" ] || fail "$qtg: there is no such program; build it with \`make run\`, or name it with QTG" 2
[[ "$trials" =~ ^[1-9][0-9]*$ ]] || fail "TRIALS: found \`$trials\`, allowed: a whole number from 1" 2
[[ "$ticks" =~ ^[1-9][0-9]*$ ]] || fail "TICKS: found \`$ticks\`, allowed: a whole number from 1" 2
: > "$out" || fail "$out: it cannot be written; name another file with OUT" 3

# The variables are those that the program knows.
toggles=()
while read -r name; do toggles+=("$name"); done < <("$qtg" help run | grep -o 'PAR_[A-Z_]*' | sort -u)
for toggle in "${toggles[@]}"; do unset "$toggle"; done
configurations=(all_parallel)
for toggle in "${toggles[@]}"; do
  short="${toggle#PAR_}"
  configurations+=("seq_${short,,}")
done
configurations+=(all_sequential)

summary="$(mktemp)"
trap 'rm -f "$summary"' EXIT

# The value of a key at the top of the summary, which has one a line.
value() { sed -n "s/^  \"$1\": \"\{0,1\}\(.*[^,\"]\)\"\{0,1\},\{0,1\}\$/\1/p" "$summary"; }
machine() { sed -n "s/^    \"$1\": \"\{0,1\}\(.*[^,\"]\)\"\{0,1\},\{0,1\}\$/\1/p" "$summary"; }
# Names and milliseconds of the phases, in the order of the tick.
phases() {
  awk '/^  "phases": \{/ { inside = 1; next } inside && /^  \}/ { exit }
    inside && /^    "/ { gsub(/[":{ ]/, ""); name = $0 } inside && /"total_ms"/ { gsub(/[,]/, ""); print name, $2 }' \
    "$summary"
}
cell() { case "$1" in *[,\"]*) printf '"%s"' "${1//\"/\"\"}" ;; *) printf '%s' "$1" ;; esac; }

order=0
total=$((trials * ${#configurations[@]}))
for ((trial = 1; trial <= trials; trial++)); do
  while read -r configuration; do
    order=$((order + 1))
    variables=()
    for toggle in "${toggles[@]}"; do
      short="${toggle#PAR_}"
      if [ "$configuration" = all_sequential ] || [ "$configuration" = "seq_${short,,}" ]; then
        variables+=("$toggle=false")
      fi
    done
    env "${variables[@]}" "$qtg" run --ticks "$ticks" --quiet --summary-json "$summary" "$@" < /dev/null
    if [ "$order" = 1 ]; then
      columns="design,config_name,trial,order,seed,agents,symbols,ticks,workers,elapsed_ms,ticks_per_sec"
      columns+=",agent_ticks_per_sec,total_orders,total_trades,peak_rss_mb"
      echo "$columns,$(phases | awk '{ printf "%s_ms,", $1 }')state_hash,machine,build" > "$out"
    fi
    awk -v text="standard,$configuration,$trial,$order,$(value seed)" -v agents="$(value agents)" \
      -v symbols="$(value symbols)" -v ticks="$(value ticks)" -v workers="$(value workers)" \
      -v seconds="$(value wall_seconds)" -v orders="$(value orders)" -v trades="$(value trades)" \
      -v peak="$(value peak_rss_bytes)" -v phases="$(phases | awk '{ printf "%.3f,", $2 }')" \
      -v ending="$(value state_hash),$(cell "$(machine cpu) x $(machine cores)"),$(cell "$(value version) $(machine build); config $(value config_hash); warmup 0; workers $(value workers)")" \
      'BEGIN { printf "%s,%d,%d,%d,%d,%.3f,%.1f,%.0f,%d,%d,%s,%s%s\n", text, agents, symbols, ticks, workers,
        seconds * 1000, ticks / seconds, ticks / seconds * agents, orders, trades,
        (peak == "null" ? "" : sprintf("%.1f", peak / 1e6)), phases, ending }' >> "$out"
    echo "$order/$total  $configuration  $(value ticks_per_second) ticks/s" >&2
  done < <(printf '%s\n' "${configurations[@]}" | shuf)
done

hashes="$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "state_hash") column = i; next } { print $column }' \
  "$out" | sort -u | wc -l)"
[ "$hashes" = 1 ] || fail "the trials did not come to the same result; the rows are in $out" 1
echo "$total trials in $out"
