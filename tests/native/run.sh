#!/bin/sh
# Builds the kernels and their tests with every compiler at hand, sanitized and optimised, warnings as errors; runs all and checks
# that the golden data is what its generator makes. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=${EDGEAD_BUILD:-$root/build}/native-tests
jobs=$( (nproc || sysctl -n hw.ncpu || echo 2) 2>/dev/null | head -n 1)
passed=0
failed=0

command -v cmake >/dev/null || { echo "cmake is missing: apt-get install cmake gcc make"; echo "0 passed, 1 failed"; exit 1; }

# variant NAME COMPILER SANITIZE
variant() {
    command -v "$2" >/dev/null || { echo "-- $1: no $2, skipped"; return; }
    mkdir -p "$build/$1"
    if [ "$3" = ON ] && ! echo 'int main(void) { return 0; }' | "$2" -fsanitize=address,undefined -x c - -o "$build/$1/probe" 2>/dev/null; then
        echo "-- $1: $2 has no sanitizer libraries (Debian: libclang-rt-dev), skipped"
        return
    fi
    echo "-- $1"
    log=$build/$1/build.log
    if ! { cmake -S "$root/native-kernels" -B "$build/$1" -DCMAKE_C_COMPILER="$2" -DCMAKE_C_FLAGS=-Werror -DEAD_TESTS=ON -DEAD_SANITIZE="$3" &&
        cmake --build "$build/$1" -j "$jobs"; } >"$log" 2>&1; then
        grep -E 'error|Error' "$log" | head -n 20
        echo "does not build: $log"
        failed=$((failed + 1))
        return
    fi
    for test in "$build/$1"/tests/*_test; do
        "$test" >"$test.log" 2>&1
        status=$?
        last=$(tail -n 1 "$test.log")
        counts=$(expr "$last" : '\([0-9]* passed, [0-9]* failed\)$')
        if [ -z "$counts" ]; then # a crash or a sanitizer's report
            cat "$test.log"
            echo "$(basename "$test"): ended with status $status before its closing line"
            failed=$((failed + 1))
            continue
        fi
        sed '$d' "$test.log"
        echo "   $(basename "$test"): $counts"
        passed=$((passed + ${counts%% *}))
        counts=${counts#*, }
        failed=$((failed + ${counts%% *}))
        if [ "$status" -ne 0 ] && [ "${counts%% *}" -eq 0 ]; then
            echo "$(basename "$test"): ended with status $status"
            failed=$((failed + 1))
        fi
    done
}

variant gcc-sanitized gcc ON
variant gcc gcc OFF
variant clang-sanitized clang ON
variant clang clang OFF

if command -v python3 >/dev/null; then
    echo "-- golden data against its generator"
    if python3 "$root/tests/vectors/generate.py" --check; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
else
    echo "-- golden data against its generator: no python3, skipped"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
