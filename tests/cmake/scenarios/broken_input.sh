# Mistakes in inputs: the build stops with the diagnostic, and no file is written.
cp "$source_dir/include/crm/contact.hpp" "$work/contact.hpp"
configure

step "an entity without a key"
sed -i 's/partita::partition_key<std::string>/std::string/' "$source_dir/include/crm/contact.hpp"
build_fails
expect_output "contact.hpp:11:" "error: " "[missing-partition-key]"
expect_runs 1
expect_compiled
[ -z "$(find "$build_dir/entities_partita" -type f)" ] || fail "files were written"

step "build again: the same, from a new run"
build_fails
expect_output "[missing-partition-key]"
expect_runs 1

step "mended"
cp "$work/contact.hpp" "$source_dir/include/crm/contact.hpp"
build
run app
cp -Rp "$build_dir/entities_partita" "$work/before"

step "a header that is not C++: clang's own message; what was generated before stays as it was"
sed -i 's/^struct Contact {/struct Contact { strng oops;/' "$source_dir/include/crm/contact.hpp"
build_fails
expect_output "error: unknown type name 'strng'"
expect_compiled
diff -r "$work/before" "$build_dir/entities_partita" || fail "generated files changed"
cp "$work/contact.hpp" "$source_dir/include/crm/contact.hpp"

step "a schema that is cut off"
head -c 60 "$source_dir/schemas/session.json" >"$work/session.json"
cp "$work/session.json" "$source_dir/schemas/session.json"
build_fails
expect_output "session.json:4:" "[malformed-json]"
diff -r "$work/before" "$build_dir/entities_partita" || fail "generated files changed"
