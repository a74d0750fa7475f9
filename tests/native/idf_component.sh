#!/bin/sh
# The component of ESP-IDF and its example without ESP-IDF: idf_component.sh BUILD_FOLDER. Builds them as for two chips, checks sources,
# operators and options, and runs the example on this computer. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=$1
model=$root/tests/vectors/models/shifts.ead
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
runs() { "$build/$1/edgead_report" >"$build/$1.report" && cat "$build/$1.report" && grep -qx PASSED "$build/$1.report"; }
has_table() { [ "$(commands "$1" | grep -c -- '-DEAD_TARGET_OPS=ead_ops_esp32s3')" = "$2" ]; }

for chip in esp32s3 esp32c3; do
    of_chip $chip >"$build/$chip.expected"
    check "$chip: configures and builds" sh -c "IDF_PATH='$root/tests/native/idf' cmake -S '$root/native-kernels/examples/esp-idf' -B '$build/$chip' -DIDF_TARGET=$chip -DMODEL='$model' &&
        cmake --build '$build/$chip' -j 2"
    check "$chip: compiles exactly its sources" compiled $chip
    check "$chip: every source at -O3 behind the project's -Os" optimised $chip
    check "$chip: the example passes" runs $chip
done
check "esp32s3: its table is named in every source" has_table esp32s3 "$(wc -l <"$build/esp32s3.expected")"
check "esp32s3: runs its operators" "$build/esp32s3/user" esp32s3
check "esp32c3: no table" has_table esp32c3 0
check "esp32c3: runs reference C" "$build/esp32c3/user" reference
check "the example: the same verdict and fingerprint on both" sh -c "grep -h '^verdict' '$build/esp32s3.report' >'$build/verdict' && grep -qxf '$build/verdict' '$build/esp32c3.report'"
check "requirements: registers in script mode" sh -c "cmake -DKERNELS='$root/native-kernels' -P '$root/tests/native/idf/requirements.cmake' | grep registered"
check "idf_component.yml names the version of the library" grep -q "^version: \"$(sed -nE 's/^project.* VERSION ([0-9.]+) .*/\1/p' "$root/native-kernels/CMakeLists.txt")\"" "$root/native-kernels/idf_component.yml"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
