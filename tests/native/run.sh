#!/bin/sh
# Builds the kernels and their tests with every compiler at hand, sanitized and optimised, warnings as errors; runs all and checks
# that the golden data is what its generator makes. Last line: `N passed, N failed`.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
build=${EDGEAD_BUILD:-$root/build}/native-tests
jobs=$( (nproc || sysctl -n hw.ncpu || echo 2) 2>/dev/null | head -n 1)
passed=0
failed=0
variants=

command -v cmake >/dev/null || { echo "cmake is missing: apt-get install cmake gcc make"; echo "0 passed, 1 failed"; exit 1; }

# compile NAME COMPILER SANITIZE [CMAKE_OPTION]
compile() {
    command -v "$2" >/dev/null || { echo "-- $1: no $2, skipped"; return; }
    mkdir -p "$build/$1"
    if [ "$3" = ON ] && ! echo 'int main(void) { return 0; }' | "$2" -fsanitize=address,undefined -x c - -o "$build/$1/probe" 2>/dev/null; then
        echo "-- $1: $2 has no sanitizer libraries (Debian: libclang-rt-dev), skipped"
        return
    fi
    log=$build/$1/build.log
    if { cmake -S "$root/native-kernels" -B "$build/$1" -DCMAKE_C_COMPILER="$2" -DCMAKE_C_FLAGS=-Werror -DEAD_TESTS=ON -DEAD_SANITIZE="$3" $4 &&
        cmake --build "$build/$1" -j "$jobs"; } >"$log" 2>&1; then
        variants="$variants $1"
    else
        grep -E 'error|Error' "$log" | head -n 20
        echo "-- $1: does not build, see $log"
        failed=$((failed + 1))
    fi
}

# count TEST: adds up the closing line of its log
count() {
    log=$1.log
    status=$(cat "$1.status")
    counts=$(expr "$(tail -n 1 "$log")" : '\([0-9]* passed, [0-9]* failed\)$')
    if [ -z "$counts" ]; then # a crash or a sanitizer's report
        cat "$log"
        echo "   $(basename "$1"): ended with status $status before its closing line"
        failed=$((failed + 1))
        return
    fi
    sed '$d' "$log"
    echo "   $(basename "$1"): $counts"
    passed=$((passed + ${counts%% *}))
    counts=${counts#*, }
    failed=$((failed + ${counts%% *}))
    if [ "$status" -ne 0 ] && [ "${counts%% *}" -eq 0 ]; then
        echo "   $(basename "$1"): ended with status $status"
        failed=$((failed + 1))
    fi
}

compile gcc-sanitized gcc ON
compile gcc gcc OFF
compile clang-sanitized clang ON
compile clang clang OFF
compile esp32s3-model gcc ON -DEAD_ESP32S3_MODEL=ON
[ -n "$variants" ] || failed=$((failed + 1))

# The longest (hostile) first, as many at a time as there are processors. Through the C model of the ESP32-S3's vector instructions
# only what depends on the operators.
tests_of() {
    case $1 in
    esp32s3-model) echo esp32s3 pie pie_wide tables nets operators frame streaming density ;;
    *) echo hostile tables nets streaming timing operators frame density exp_log sha256 api refusals ;;
    esac
}
for variant in $variants; do
    for name in $(tests_of "$variant"); do echo "$build/$variant/tests/${name}_test"; done
done | xargs -P "$jobs" -I TEST sh -c 'TEST >TEST.log 2>&1; echo $? >TEST.status'

for variant in $variants; do
    echo "-- $variant"
    for name in $(tests_of "$variant"); do count "$build/$variant/tests/${name}_test"; done
done

# A C user's project that knows no more than the installed package.
package=$build/package
user='cmake_minimum_required(VERSION 3.20)
project(user LANGUAGES C)
find_package(edgead 0.1 REQUIRED)
add_executable(user user.c)
target_link_libraries(user PRIVATE edgead::edgead)'
echo "-- installed package"
rm -rf "$package" && mkdir -p "$package/user"
echo "$user" >"$package/user/CMakeLists.txt"
printf '#include <edgead/edgead.h>\nint main(void) { return ead_version() == EAD_API_VERSION ? 0 : 1; }\n' >"$package/user/user.c"
if { cmake -S "$root/native-kernels" -B "$package/build" && cmake --build "$package/build" -j "$jobs" --target edgead edgead_kernels &&
    cmake --install "$package/build" --prefix "$package/prefix" &&
    cmake -S "$package/user" -B "$package/user/build" -DCMAKE_PREFIX_PATH="$package/prefix" && cmake --build "$package/user/build" &&
    "$package/user/build/user"; } >"$package.log" 2>&1; then
    passed=$((passed + 1))
else
    echo "   does not build or run, see $package.log"
    failed=$((failed + 1))
fi

echo "-- C of the README"
{
    awk '/^```/ { on = $0 == "```c"; next } on && /^#/' "$root/native-kernels/README.md"
    echo 'extern const void *model, *rows; extern void *memory; extern size_t model_size; extern uint32_t count; extern int rows_arrive(void);'
    echo 'int main(void) {'
    awk '/^```/ { on = $0 == "```c"; next } on && !/^#/' "$root/native-kernels/README.md"
    echo 'return (int)result.reject; }'
} >"$build/readme.c"
if grep -q ead_finish "$build/readme.c" && cc -std=c11 -Wall -Wextra -Werror -fsyntax-only "-I$root/native-kernels/include" "$build/readme.c"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
fi

echo "-- component of ESP-IDF"
sh "$root/tests/native/idf_component.sh" "$build/idf" >"$build/idf.log" 2>&1
counts=$(tail -n 1 "$build/idf.log" | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p')
[ "${counts#* }" = 0 ] || cat "$build/idf.log"
counts=${counts:-0 1}
passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))

if command -v python3 >/dev/null; then
    echo "-- random whole networks of up to 300 channels (vectors/generate.py --nets makes others)"
    mkdir -p "$build/nets"
    rm -f "$build"/nets/*.ead
    python3 "$root/tests/vectors/generate.py" --nets 1 4 "$build/nets" || failed=$((failed + 1))
    for variant in $variants; do
        test=$build/$variant/tests/nets_test
        "$test" "$build"/nets/*.ead >"$test.log" 2>&1
        echo $? >"$test.status"
        count "$test"
    done
fi

echo "-- fuzzing, 10 s each (fuzz/run.sh goes on for longer)"
EDGEAD_BUILD=$build sh "$root/tests/native/fuzz/run.sh" 10
case $? in
0) passed=$((passed + 1)) ;;
77) echo "   skipped" ;;
*) failed=$((failed + 1)) ;;
esac

if command -v python3 >/dev/null; then
    echo "-- golden data against its generator"
    if python3 "$root/tests/vectors/generate.py" --check; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
else
    echo "-- golden data against its generator: no python3, skipped"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
