#!/bin/sh
# What models take on the emulated targets, part by part: whole frame, head, every layer, for every table of operators that a target has.
# model.sh "TARGET..." MODEL... ; no targets: all that are worth counting. Prints lines separated by tabs: target, model, then what
# native-kernels/bench/count.c prints, instructions counted in QEMU (microseconds in node for WebAssembly); and once per target
# `target, -, code, bytes`. BENCH_BEST=1: only each target's fastest table, and first `target, -, conversion, size, channels, instructions` of
# a camera frame of 240x240 pixels RGB565 for every size of input. PICTURE=file.ppm (P6, 8 bits, no comments): frames and features are this
# picture's; else they are random, which is far from every component of a mixture. A target whose tools are not installed is named on standard error.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
work=${EDGEAD_BUILD:-$root/build}/models
. "$root/tests/targets/targets.sh"
wanted=${1:-$counted}
shift
mkdir -p "$work"
cc -O2 -shared -fPIC -o "$work/count.so" "$here/count_plugin.c" && cc -O2 -shared -fPIC -DPLUGIN_VERSION=4 -o "$work/count4.so" "$here/count_plugin.c" || exit 1

address() { printf '%d' "0x$(${cc%gcc}nm "$work/$name/$1" | sed -nE "s/^([0-9a-f]+) . $2\$/\\1/p")"; }

# counting PROGRAM : what makes the emulator count between its count_begin and count_end
counting() { printf '%s' "-plugin $work/$plugin,begin=$(address "$1" count_begin),end=$(address "$1" count_end)"; }

# conversions NAME
conversions() {
    echo '#include "target.h"
const target_embedded target_files[] = {{0}};' >"$work/files.c"
    program "$1" conversion 3000 -DEVERY_SIZE "$here/frame_workload.c" "$work/files.c" >>"$work/$1.log" 2>&1 || return
    $emulate "$work/$name/conversion" $(counting conversion) 2>&1 </dev/null | tr -d '\r' |
        awk -v OFS='\t' -v target="$name" '/^count / { last = $2; next } /^conversion/ { print target, "-", $1, $2, $3, last; n++ } END { exit !n }'
}

# build NAME MODEL SOURCE : links the program that measures this model; memory for a large one and the widest rows
build() {
    cp "$2" "$work/$1/$(basename "$2")" && cp "${PICTURE:-/dev/null}" "$work/$1/picture.ppm" &&
        "$here/embed.sh" "$work/$1" "$(basename "$2")" ${PICTURE:+picture.ppm} >"$work/$1/model.c" || return
    program "$1" count 1500000 ${BENCH_BEST:+-DBENCH_BEST} "-I$root/native-kernels/bench" "$root/native-kernels/bench/count.c" "$root/native-kernels/bench/$3" \
        "$root/native-kernels/bench/parts.c" "$work/$1/model.c" >>"$work/$1.log" 2>&1
}

for name in $wanted; do
    target "$name"
    absent=$(missing)
    if [ -n "$absent" ]; then
        echo "$name: no $absent${packages:+(Debian: apt-get install $packages)}, skipped" >&2
        continue
    fi
    kernels "$name" >"$work/$name.log" 2>&1 || {
        echo "$name: does not build, see $work/$name.log" >&2
        exit 1
    }
    case $name in
    wasm*) code=$(node "$here/start/wasm_code.mjs" "$work/$name"/kernels/*.o) ;;
    *) code=$(${cc%gcc}size "$work/$name"/kernels/*.o | awk 'NR > 1 { n += $1 } END { print n }') ;;
    esac
    printf '%s\t-\tcode\t%d\n' "$name" "$code"
    if [ -n "$BENCH_BEST" ] && ! conversions "$name"; then
        echo "$name: conversion was not counted, see $work/$name.log" >&2
        exit 1
    fi
    for model in "$@"; do
        case $name in wasm*) measure=measure_time.c ;; *) measure=measure_count.c ;; esac
        build "$name" "$model" $measure || {
            echo "$name: does not build, see $work/$name.log" >&2
            exit 1
        }
        with=
        case $name in
        wasm*) ;;
        *) with=$(counting count) ;;
        esac
        # The plugin says `count` before the program says what was counted.
        $emulate "$work/$name/count" $with 2>&1 </dev/null | tr -d '\r' >"$work/$name/printed" || true
        awk -F'\t' -v OFS='\t' -v target="$name" -v model="$(basename "$model" .ead)" \
            '/^count / { last = substr($0, 7); next } NF < 3 { print > "/dev/stderr"; bad = 1; next } { sub(/^#$/, last, $3); print target, model, $0 }
             END { exit bad || NR == 0 }' "$work/$name/printed" || {
            echo "$name: $(basename "$model") was not measured" >&2
            exit 1
        }
    done
done
