# What scenarios are made of. Each works in a directory of its own, with the user's project in project/.
source_dir=$work/project
build_dir=$work/build
log=$work/log
: >"$log.runs"
: >"$log.compiled"

# The tool and the compiler, behind programs that count what runs.
tool=$work/partita
cat >"$tool" <<END
#!/bin/sh
echo run >>'$log.runs'
exec '$prefix/bin/partita' "\$@"
END
cat >"$work/launcher" <<END
#!/bin/sh
for argument; do case \$argument in *.cpp|*.cxx) basename "\$argument" >>'$log.compiled';; esac; done
exec $(command -v ccache || true) "\$@"
END
chmod +x "$tool" "$work/launcher"

fail() {
  echo "FAILED: $*" >&2
  echo "--- output of the last command:" >&2
  cat "$log" >&2 || true
  exit 1
}

step() {
  echo "== $*"
  : >"$log.runs"
  : >"$log.compiled"
}

# Writes a file of the project from standard input, later than everything before.
write() {
  mkdir -p "$(dirname "$source_dir/$1")"
  sleep 0.02
  cat >"$source_dir/$1"
}

touch_file() {
  sleep 0.02
  touch "$source_dir/$1"
}

# project/CMakeLists.txt, with what every project begins with.
write_cmakelists() {
  { printf 'cmake_minimum_required(VERSION 3.25)\nproject(scenario LANGUAGES CXX)\nfind_package(Partita REQUIRED)\n'; cat; } |
    write CMakeLists.txt
}

try_configure() {
  "$CMAKE" -S "$source_dir" -B "$build_dir" -G "$generator" "-DCMAKE_PREFIX_PATH=$prefix" -DCMAKE_BUILD_TYPE=Debug \
    "-DCMAKE_CXX_FLAGS_DEBUG=-O0" "-DCMAKE_CXX_COMPILER_LAUNCHER=$work/launcher" "$@" >"$log" 2>&1
}
configure() { try_configure "-DPARTITA_GENERATOR=$tool" "$@" || fail "the project does not configure"; }
configure_fails() { try_configure "-DPARTITA_GENERATOR=$tool" "$@" && fail "the project configures"; true; }
build() { "$CMAKE" --build "$build_dir" "$@" >"$log" 2>&1 || fail "the project does not build"; }
build_fails() { "$CMAKE" --build "$build_dir" "$@" >"$log" 2>&1 && fail "the project builds"; true; }
run() { "$build_dir/$1" >"$log" 2>&1 || fail "$1 fails"; }

expect_runs() {
  local runs
  runs=$(wc -l <"$log.runs")
  [ "$runs" -eq "$1" ] || fail "the tool ran $runs times, not $1"
}

# expect_compiled FILE...: these source files and no others, in any order.
expect_compiled() {
  local expected compiled
  expected=$(for file; do echo "$file"; done | sort)
  compiled=$(sort "$log.compiled")
  [ "$compiled" = "$expected" ] || fail "compiled [$(echo $compiled)], expected [$(echo $expected)]"
}

expect_file() { [ -f "$build_dir/$1" ] || fail "there is no $1"; }
expect_no_file() { [ ! -e "$build_dir/$1" ] || fail "there is a $1"; }

# expect_output TEXT...: in the output of the last command, line ends and indentation aside.
expect_output() {
  local output text
  output=$(tr -s ' \n' ' ' <"$log")
  for text; do
    case $output in *"$text"*) ;; *) fail "the output lacks: $text" ;; esac
  done
}

# All generated files below a target's directory, on one line.
expect_generated() {
  local target=$1 expected generated
  shift
  expected=$(for file; do echo "$file"; done | sort)
  generated=$(cd "$build_dir/${target}_partita" && find . -type f | sed 's,^\./,,' | sort)
  [ "$generated" = "$expected" ] || fail "generated [$(echo $generated)], expected [$(echo $expected)]"
}
