# Outputs that a page shows: each stands behind a line `$ command`, up to the end of its fence.

# block PAGE MARKER: what the page shows behind the marker.
block() { awk -v marker="$2" 'found && /^```$/ { exit } found { print } index($0, marker) { found = 1 }' "$1"; }

# replace PAGE MARKER FILE: shows the file there instead.
replace() {
  local whole
  whole=$(mktemp)
  awk -v marker="$2" -v text="$3" '
    skip && /^```$/ { skip = 0 }
    !skip { print }
    index($0, marker) && !skip { while ((getline line < text) > 0) print line; skip = 1 }' "$1" > "$whole"
  cat "$whole" > "$1"
  rm "$whole"
}

# compare UPDATE PAGE MARKER FILE: fails with the difference, or with UPDATE=yes writes the page.
compare() {
  if [ "$1" = yes ]; then replace "$2" "$3" "$4"; else block "$2" "$3" | diff -u - "$4"; fi
}
