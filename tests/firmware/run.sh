#!/bin/sh
# Builds firmware/'s plain C with its tests on this computer, with every compiler at hand, sanitized and optimised, warnings as errors,
# and runs them. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=${EDGEAD_BUILD:-$root/build}/firmware-tests
flags="-std=c11 -Wall -Wextra -Werror -ffp-contract=off -I$root/native-kernels/include -I$root/native-kernels/src"
passed=0
failed=0
variants=0

# The kernels' portable C; operators for this processor are not needed to test the camera's rules.
kernels=$(find "$root"/native-kernels/src -name '*.c' -not -path '*/ops/*/*')
firmware=$(find "$root"/firmware -name '*.c')

# variant NAME COMPILER FLAGS
variant() {
    command -v "$2" >/dev/null || { echo "-- $1: no $2, skipped"; return; }
    mkdir -p "$build/$1"
    if ! echo 'int main(void) { return 0; }' | "$2" $3 -x c - -o "$build/$1/probe" 2>/dev/null; then
        echo "-- $1: $2 has no sanitizer libraries (Debian: libclang-rt-dev), skipped"
        return
    fi
    echo "-- $1"
    variants=$((variants + 1))
    for header in "$root"/firmware/boards/*/board.h; do # generated: does C accept them?
        if "$2" -std=c11 -Wall -Wextra -Werror -fsyntax-only -x c "$header"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done
    for test in "$root"/tests/firmware/*_test.c; do
        name=$(basename "$test" .c)
        log=$build/$1/$name.log
        if ! "$2" $flags $3 -DEAD_VECTORS_DIR="\"$root/tests/vectors\"" "$test" "$root/tests/firmware/fake_flash.c" \
            "$root/tests/native/harness/test.c" $firmware $kernels -o "$build/$1/$name" -lm >"$log" 2>&1; then
            head -n 20 "$log"
            echo "   $name: does not build, see $log"
            failed=$((failed + 1))
            continue
        fi
        "$build/$1/$name" >"$log" 2>&1
        status=$?
        counts=$(expr "$(tail -n 1 "$log")" : '\([0-9]* passed, [0-9]* failed\)$')
        if [ -z "$counts" ]; then # a crash or a sanitizer's report
            cat "$log"
            echo "   $name: ended with status $status before its closing line"
            failed=$((failed + 1))
            continue
        fi
        sed '$d' "$log"
        echo "   $name: $counts"
        passed=$((passed + ${counts%% *}))
        counts=${counts#*, }
        failed=$((failed + ${counts%% *}))
    done
}

variant gcc-sanitized gcc "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
variant clang-sanitized clang "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
variant gcc gcc -O2
variant clang clang -O2
[ "$variants" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
