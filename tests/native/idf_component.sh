#!/bin/sh
# The component of ESP-IDF without ESP-IDF: idf_component.sh BUILD_FOLDER. Builds it as for two chips and checks sources, operators and
# options. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=$1
passed=0 failed=0
rm -rf "$build" && mkdir -p "$build"

# check WHAT COMMAND... : one test
check() {
    what=$1
    shift
    if "$@" >"$build/check.log" 2>&1; then
        passed=$((passed + 1))
    else
        cat "$build/check.log"
        echo "   $what"
        failed=$((failed + 1))
    fi
}

# of_chip CHIP : the sources a chip's component must have, all but the operators of other processors
of_chip() {
    (cd "$root/native-kernels" && find src -name '*.c' -not -path 'src/ops/*/*' && if [ "$1" = esp32s3 ]; then ls src/ops/esp32s3/*.c; fi) | sort
}

# commands CHIP : every compiler call of the component, one a line
commands() { sed -nE 's/^ *"command": "(.*native-kernels\/src\/.*)",?$/\1/p' "$build/$1/compile_commands.json"; }

optimised() { [ -z "$(commands "$1" | grep -vE -- '-Os .*-O3 -ffp-contract=off')" ]; }
compiled() { commands "$1" | sed -E 's/.* -c .*native-kernels\/(src\/[^ ]*\.c)$/\1/' | sort | diff - "$build/$1.expected"; }
has_table() { [ "$(commands "$1" | grep -c -- '-DEAD_TARGET_OPS=ead_ops_esp32s3')" = "$2" ]; }

for chip in esp32s3 esp32c3; do
    of_chip $chip >"$build/$chip.expected"
    check "$chip: configures and builds" sh -c "cmake -S '$root/tests/native/idf' -B '$build/$chip' -DIDF_TARGET=$chip && cmake --build '$build/$chip' -j 2"
    check "$chip: compiles exactly its sources" compiled $chip
    check "$chip: every source at -O3 behind the project's -Os" optimised $chip
done
check "esp32s3: its table is named in every source" has_table esp32s3 "$(wc -l <"$build/esp32s3.expected")"
check "esp32s3: runs its operators" "$build/esp32s3/user" esp32s3
check "esp32c3: no table" has_table esp32c3 0
check "esp32c3: runs reference C" "$build/esp32c3/user" reference
check "requirements: registers in script mode" sh -c "cmake -DKERNELS='$root/native-kernels' -P '$root/tests/native/idf/requirements.cmake' | grep registered"
check "idf_component.yml names the version of the library" grep -q "^version: \"$(sed -nE 's/^project.* VERSION ([0-9.]+) .*/\1/p' "$root/native-kernels/CMakeLists.txt")\"" "$root/native-kernels/idf_component.yml"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
