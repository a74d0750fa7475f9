#!/bin/sh
# Builds the libFuzzer targets with clang, makes their first inputs from tests/vectors/models and runs each for some seconds.
#
#   tests/native/fuzz/run.sh [SECONDS]      default 600; the inputs that were found stay in build/fuzz/corpus-*
#
# First it breaks one rule of its own: a check that fails must end a fuzzer, or it would find nothing.
#
# Ends with status 1 when one finds something (the input lies in build/fuzz), with 77 where clang or its libraries are missing.
root=$(cd "$(dirname "$0")/../../.." && pwd) || exit 1
build=${EDGEAD_BUILD:-$root/build}/fuzz
seconds=${1:-600}
mkdir -p "$build"
if ! echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n ? 0 : 0; }' |
    clang -fsanitize=fuzzer,address,undefined -x c - -o "$build/probe" 2>/dev/null; then
    echo "no clang with libFuzzer (Debian: clang libclang-rt-14-dev)"
    exit 77
fi
{ cmake -S "$root/native-kernels" -B "$build" -DCMAKE_C_COMPILER=clang -DCMAKE_C_FLAGS=-Werror -DEAD_TESTS=ON -DEAD_SANITIZE=ON -DEAD_FUZZ=ON &&
    cmake --build "$build" -j 2 --target loader_fuzz push_rows_fuzz; } >"$build/build.log" 2>&1 || {
    tail -n 20 "$build/build.log"
    exit 1
}

printf '#include "harness/test.h"\nint main(int n, char **v) { (void)v; CHECK_EQUAL(n, 2); return 0; }\n' >"$build/check.c"
clang -I"$root/tests/native" -o "$build/check" "$build/check.c" "$root/tests/native/fuzz/aborts.c" || exit 1
if ! "$build/check" 2 2>/dev/null || "$build/check" 2>/dev/null; then
    echo "checks do not end a fuzzer"
    exit 1
fi

mkdir -p "$build/corpus-loader" "$build/corpus-push_rows"
for model in "$root"/tests/vectors/models/*.ead; do
    cp "$model" "$build/corpus-loader"
    { cat "$model"; head -c 48 /dev/zero; } >"$build/corpus-push_rows/$(basename "$model")"
done
cd "$build" || exit 1
for target in loader push_rows; do
    tests/${target}_fuzz -max_len=16384 -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -print_final_stats=1 "corpus-$target" >"$target.log" 2>&1 || {
        tail -n 40 "$target.log"
        echo "$target: found something after $(sed -nE 's/^stat::number_of_executed_units: //p' "$target.log") inputs"
        exit 1
    }
    echo "$target: $(sed -nE 's/^stat::number_of_executed_units: *//p' "$target.log") inputs in $seconds s, $(grep -c . "$target.log") lines of log," \
        "coverage $(sed -nE 's/.* cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*/\1 edges, \2 features, \3 inputs kept/p' "$target.log" | tail -n 1), nothing found"
done
