#!/bin/sh
# E4: lines that a user writes for seven entities. Blank lines and comments don't count; everything else does, includes
# and braces too. The tool checks the entities first.
#
# usage: count.sh PARTITA_TOOL
set -eu
cd "$(dirname "$0")"
"$1" check entities.hpp -- -std=c++20 -I../../runtime/include

count() { cat "$@" | grep -vcE '^[[:space:]]*(//.*)?$'; }
crm=../../examples/crm
lines=$(count entities.hpp)
printf '\nE4: lines that a user writes\n'
printf '  %-58s %12d\n' "seven entities in one header" "$lines"
printf '  %-58s %12d\n' "... without the lines that the plain structs would have" "$(grep -c 'partita' entities.hpp)"
printf '  %-58s %12d\n' "the four entities of examples/crm, a file each" \
  "$(count $crm/include/crm/contact.hpp $crm/include/crm/workflow.hpp $crm/schemas/session.json $crm/schemas/webhook.json)"
printf '  %-3s %-58s %9d  target <= %-8d %s\n' E4 "lines for 7 entities (1,050 by hand)" "$lines" 105 \
  "$([ "$lines" -le 105 ] && echo holds || echo MISSED)"
