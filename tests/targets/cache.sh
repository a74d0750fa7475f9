#!/bin/sh
# What an ESP32-S3 waits for external memory while it judges a frame of 240x240 pixels RGB565: lines that its caches fetch, counted in the
# emulator with a model of the caches (cache_plugin.c): code and constants from flash, the frame from PSRAM, everything else in internal memory.
# cache.sh [TARGET] MODEL...; TARGET: esp32s3-windowed, as ESP-IDF builds, or esp32s3. Prints lines separated by tabs: model, bytes of a line of
# the data cache, where the density is read from, instructions, lines of code, of constants, of the frame, microseconds that each of these takes.
# Instruction cache 16 KB with lines of 32 bytes, data cache 32 KB, eight ways: ESP-IDF's defaults. Both are empty at first.
#
# Microseconds are an estimate for 240 MHz. Instructions: 1.15 cycles. A line from octal PSRAM at 80 MHz: 126, 174 cycles for 32, 64 bytes, as
# measured by others (github.com/project-x51/esp32-s3-memorycopy, issue 2: 403,334 and 278,493 cycles for 100 KB). From quad flash at 80 MHz,
# by its bus: 8 clocks of command, 6 of address, 6 of mode and dummy, 2 a byte, each 3 cycles, and 40 cycles of the cache's own.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
work=${EDGEAD_BUILD:-$root/build}/cache
. "$root/tests/targets/targets.sh"
name=esp32s3-windowed
case $1 in esp32s3*) name=$1 && shift ;; esac
target "$name"
absent=$(missing)
[ -z "$absent" ] || { echo "$name: no $absent" >&2; exit 1; }
mkdir -p "$work"
cc -O2 -shared -fPIC -o "$work/cache.so" "$here/cache_plugin.c" || exit 1
kernels "$name" >"$work/$name.log" 2>&1 || { echo "$name: does not build, see $work/$name.log" >&2; exit 1; }

address() { printf '%d' "0x$(${cc%gcc}nm "$work/$name/cache" | sed -nE "s/^([0-9a-f]+) . $1\$/\\1/p")"; }

for model in "$@"; do
    "$here/embed.sh" "$(dirname "$model")" "$(basename "$model")" >"$work/model.c"
    for how in "32 flash" "64 flash" "64 copies"; do
        line=${how% *} from=${how#* }
        program "$name" cache 400000 $([ "$from" = flash ] || echo -DCOPIES) "$here/cache_workload.c" "$work/model.c" >>"$work/$name.log" 2>&1 || {
            echo "$name: does not build, see $work/$name.log" >&2
            exit 1
        }
        frame=$(address camera_frame)
        spans="code=$((0x50000000)):$((0x60000000)),constants=$(address constants_start):$(address constants_end),frame=$frame:$((frame + 2 * 240 * 240))"
        $emulate "$work/$name/cache" -plugin "$work/cache.so,begin=$(address count_begin),end=$(address count_end),$spans,icache=16384:8:32,dcache=32768:8:$line" \
            2>&1 </dev/null | tr -d '\r' | awk -v OFS='\t' -v model="$(basename "$model" .ead)" -v line="$line" -v from="$from" '
            function flash(bytes) { return 3 * (20 + 2 * bytes) + 40 }
            function us(cycles) { return int(cycles / 240 + .5) }
            /^lines / { n++; print model, line, from, $2, $3, $4, $5, us($2 * 1.15), us($3 * flash(32)), us($4 * flash(line)), us($5 * (line == 64 ? 174 : 126)) }
            END { exit n != 1 }' || { echo "$name: $(basename "$model") was not counted" >&2; exit 1; }
    done
done
