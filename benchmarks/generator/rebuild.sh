# G3: what a build does when nothing that matters has changed. A scenario of tests/cmake/run_scenario.

# measure NAME LIMIT COMMAND...: builds after COMMAND. Measured and limited: runs of the tool / generated files whose
# text was written anew. What includes a touched header itself is compiled in any case.
measure() {
  local name="${generator#Unix }: $1" limit=$2 measured
  step "$name" >/dev/null
  touch "$work/before"
  sleep 0.02
  shift 2
  "$@"
  build
  measured="$(wc -l <"$log.runs")/$(find "$build_dir/entities_partita" -type f -newer "$work/before" | wc -l)"
  printf '  %-58s compiled: %s\n' "$name" "$(sort "$log.compiled" | paste -sd' ' | sed 's/^$/nothing/')"
  printf '  %-3s %-58s %9s  target =  %-8s %s\n' G3 "$name: runs/files" "$measured" "$limit" \
    "$([ "$measured" = "$limit" ] && echo holds || echo MISSED)"
}

configure
build
measure "build again" 0/0 true
measure "unrelated header touched" 0/0 touch_file include/crm/unrelated.hpp
measure "transitive header touched" 1/0 touch_file include/crm/address.hpp
measure "schema touched" 1/0 touch_file schemas/session.json
