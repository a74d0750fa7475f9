#!/bin/sh
# Builds firmware/'s plain C with its tests on this computer, with every compiler at hand, sanitized and optimised, warnings as errors,
# and runs them; checks the ESP32-S3's part against stand-ins for ESP-IDF's headers. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=${EDGEAD_BUILD:-$root/build}/firmware-tests
warnings="-Wall -Wextra -Wconversion -Wshadow -Werror"
flags="-std=c11 $warnings -ffp-contract=off -I$root/native-kernels/include -I$root/native-kernels/src
    -DEAD_VECTORS_DIR=\"$root/tests/vectors\" -DEAD_FIRMWARE_VECTORS=\"$root/tests/firmware/vectors\""
passed=0
failed=0
variants=0

# The kernels' portable C; operators for this processor are not needed to test the camera's rules.
kernels=$(find "$root"/native-kernels/src -name '*.c' -not -path '*/ops/*/*')
firmware=$(find "$root"/firmware -name '*.c' -not -path '*/esp32s3/*' -not -path '*/host/*' -not -name ecdsa.c)
fakes="$root/tests/firmware/fake_board.c $root/tests/firmware/fake_flash.c $root/tests/native/harness/test.c"

mbedtls=
if echo '#include <mbedtls/ecdsa.h>
int main(void) { mbedtls_ecp_group g; mbedtls_ecp_group_init(&g); return 0; }' | gcc -x c - -o /dev/null -lmbedcrypto 2>/dev/null; then
    mbedtls=yes
else
    echo "-- no mbedTLS (Debian: libmbedtls-dev): the signature check is not tested"
fi

# can NAME COMPILER FLAGS: is the compiler there, and can it link with these flags?
can() {
    command -v "$2" >/dev/null || { echo "-- $1: no $2, skipped"; return 1; }
    mkdir -p "$build/$1"
    echo 'int main(void) { return 0; }' | "$2" $3 -x c - -o "$build/$1/probe" 2>/dev/null && return 0
    echo "-- $1: $2 has no sanitizer libraries (Debian: libclang-rt-dev), skipped"
    return 1
}

# count FILE: adds what the closing line says; false when there is none.
count() {
    counts=$(expr "$(tail -n 1 "$1")" : '\([0-9]* passed, [0-9]* failed\)$') || return 1
    passed=$((passed + ${counts%% *}))
    counts=${counts#*, }
    failed=$((failed + ${counts%% *}))
}

# library NAME COMPILER FLAGS: kernels and firmware, built once for all tests of a variant.
library() {
    rm -rf "$build/$1/objects" "$build/$1/library.a"
    mkdir -p "$build/$1/objects"
    for source in $kernels $firmware $fakes; do
        object=$build/$1/objects/$(echo "${source#"$root"/}" | tr / -).o
        "$2" $flags $3 -c "$source" -o "$object" || return 1
    done
    ar rcs "$build/$1/library.a" "$build/$1"/objects/*.o
}

# test NAME COMPILER FLAGS TEST MORE: builds one test with its variant's library, and runs it.
run_test() {
    log=$build/$1/$4.log
    if ! "$2" $flags $3 "$root/tests/firmware/$4.c" $5 "$build/$1/library.a" -o "$build/$1/$4" -lm $6 >"$log" 2>&1; then
        head -n 20 "$log"
        echo "   $4: does not build, see $log"
        failed=$((failed + 1))
        return
    fi
    "$build/$1/$4" >"$log" 2>&1
    status=$?
    if ! count "$log"; then # a crash or a sanitizer's report
        cat "$log"
        echo "   $4: ended with status $status before its closing line"
        failed=$((failed + 1))
        return
    fi
    sed '$d' "$log"
    echo "   $4: $(tail -n 1 "$log")"
}

# variant NAME COMPILER FLAGS
variant() {
    can "$1" "$2" "$3" || return
    echo "-- $1"
    variants=$((variants + 1))
    for header in "$root"/firmware/boards/*/board.h; do # generated: does C accept them?
        if "$2" -std=c11 -Wall -Wextra -Werror -fsyntax-only -x c "$header"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
    done
    library "$1" "$2" "$3" || { echo "   the firmware does not build"; failed=$((failed + 1)); return; }
    for name in line store camera worker device golden; do
        run_test "$1" "$2" "$3" ${name}_test "" ""
    done
    [ -z "$mbedtls" ] || run_test "$1" "$2" "$3" ecdsa_test "$root/firmware/store/ecdsa.c" -lmbedcrypto
}

# Real threads: the thread sanitizer instead of the address sanitizer.
threads() {
    can "$1" "$2" "$3" || return
    echo "-- $1"
    library "$1" "$2" "$3" || { failed=$((failed + 1)); return; }
    run_test "$1" "$2" "$3" host_test "$(echo "$root"/firmware/host/*.c)" -pthread
}

# The ESP32-S3's part for every board: syntax, types and warnings, against our own declarations of what it uses. Nothing is linked or run.
check_chip() {
    command -v "$1" >/dev/null || return
    echo "-- esp32s3, $1, checked only"
    for board in "$root"/firmware/boards/*/; do
        for source in "$root"/firmware/esp32s3/*.c; do
            if "$1" -std=gnu17 $warnings -fsyntax-only -DESP_PLATFORM -DEAD_SIGNED -DCONFIG_SPIRAM_MODE_OCT -I"$root/tests/firmware/stubs" \
                -I"$root/tests/firmware/vectors" -I"$board" -I"$root/native-kernels/include" "$source"; then
                passed=$((passed + 1))
            else
                failed=$((failed + 1))
            fi
        done
    done
}

variant gcc-sanitized gcc "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
variant clang-sanitized clang "-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all"
variant gcc gcc -O2
variant clang clang -O2
threads gcc-threads gcc "-O1 -g -fsanitize=thread"
check_chip gcc
check_chip clang
[ "$variants" -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
