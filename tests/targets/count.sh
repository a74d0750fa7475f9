#!/bin/sh
# Instructions per layer of the default network on the emulated targets, once more with exact multipliers (lines `exact`), of the first layer of a grey model
# (lines `grey`) and of frame conversion for usual cameras, counted in QEMU; for WebAssembly the median time of all layers in node; bytes of code. count.sh [TARGET...] prints lines of tab-separated `target, layer, instructions` (or `us`, `code bytes`).
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
work=${EDGEAD_BUILD:-$root/build}/counts
. "$root/tests/targets/targets.sh"
mkdir -p "$work"
cc -O2 -shared -fPIC -o "$work/count.so" "$here/count_plugin.c" && cc -O2 -shared -fPIC -DPLUGIN_VERSION=4 -o "$work/count4.so" "$here/count_plugin.c" || exit 1
echo '#include "target.h"
const target_embedded target_files[] = {{0}};' >"$work/files.c"

address() { printf '%d' "0x$(${cc%gcc}nm "$work/$name/$1" | sed -nE "s/^([0-9a-f]+) . $2\$/\\1/p")"; }

for name in ${*:-$counted}; do
    target "$name"
    absent=$(missing)
    if [ -n "$absent" ]; then
        echo "$name: no $absent${packages:+(Debian: apt-get install $packages)}, skipped" >&2
        continue
    fi
    kernels "$name" >"$work/$name.log" 2>&1 && program "$name" workload 300000 "$here/workload.c" "$root"/tests/native/harness/block.c \
        "$root"/tests/native/harness/layers.c "$root"/tests/native/harness/test.c "$work/files.c" >>"$work/$name.log" 2>&1 &&
        program "$name" frame_workload 3000 "$here/frame_workload.c" "$work/files.c" >>"$work/$name.log" 2>&1 || {
        echo "$name: does not build, see $work/$name.log" >&2
        exit 1
    }
    case $name in
    wasm*)
        $emulate "$work/$name/workload" frame | sed -nE "s/^median (.*)/$name\tus\t\1/p"
        printf '%s\tcode bytes\t%d\n' "$name" "$(wc -c <"$work/$name/workload")"
        continue ;;
    esac
    # The plugin says `count` before the program says what it was.
    for program in workload frame_workload; do
        $emulate "$work/$name/$program" -plugin "$work/$plugin,begin=$(address $program count_begin),end=$(address $program count_end)" 2>&1 </dev/null |
            tr -d '\r' | awk -v OFS='\t' -v target="$name" '/^count/ { last = $2 } /^frame/ { print target, $0, last }
                /^grey/ { print target, $0, last } /^exact/ { e += last; print target, $0, last } /^layer/ { sub(/layer /, ""); n += last; print target, $0, last }
                END { if (n) print target, "all", n; if (e) print target, "exact backbone", e }'
    done
    printf '%s\tcode bytes\t%d\n' "$name" "$(${cc%gcc}size "$work/$name"/kernels/*.o | awk 'NR > 1 { n += $1 } END { print n }')"
done
