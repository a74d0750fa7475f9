#!/bin/sh
# Whether models give the same bytes on emulated targets as on this machine, feature map by feature map: a frame of 240x240 pixels RGB565
# through every table of operators that a target has, against plain C here. hash.sh "TARGET..." MODEL...; prints lines separated by tabs:
# target, model, table, parts that are the same, parts that differ; the parts that differ on standard error.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
work=${EDGEAD_BUILD:-$root/build}/hashes
. "$root/tests/targets/targets.sh"
wanted=$1 wrong=0
shift
mkdir -p "$work/pc"
for model in "$@"; do
    "$here/embed.sh" "$(dirname "$model")" "$(basename "$model")" >"$work/model.c"
    cc -std=gnu11 -O2 -ffp-contract=off -w -I"$here" -I"$root/native-kernels/include" -I"$root/native-kernels/src" "$here/hash.c" "$work/model.c" \
        "$root"/native-kernels/src/density/*.c "$root"/native-kernels/src/frame/*.c "$root"/native-kernels/src/model/*.c "$root"/native-kernels/src/ops/*.c \
        "$root"/native-kernels/src/stream/*.c -o "$work/pc/hash" && "$work/pc/hash" >"$work/pc/printed" || exit 1
    for name in $wanted; do
        target "$name"
        absent=$(missing)
        if [ -n "$absent" ]; then
            echo "$name: no $absent${packages:+(Debian: apt-get install $packages)}, skipped" >&2
            continue
        fi
        kernels "$name" >"$work/$name.log" 2>&1 && program "$name" hash 4000000 "$here/hash.c" "$work/model.c" >>"$work/$name.log" 2>&1 || {
            echo "$name: does not build, see $work/$name.log" >&2
            exit 1
        }
        $emulate "$work/$name/hash" </dev/null 2>&1 | tr -d '\r' >"$work/$name/printed"
        awk -F'\t' -v OFS='\t' -v target="$name" -v model="$(basename "$model" .ead)" 'NR == FNR { wanted[$2] = $3; parts++; next }
            !($1 in same) { same[$1] = 0; order[++tables] = $1 }
            wanted[$2] == $3 { same[$1]++; next } { differ[$1]++; print target, model, $0, "not " wanted[$2] > "/dev/stderr" }
            END { for (i = 1; i <= tables; i++) { t = order[i]; print target, model, t, same[t], differ[t] + 0; if (same[t] != parts || differ[t]) bad = 1 } exit bad || !tables }' \
            "$work/pc/printed" "$work/$name/printed" || wrong=1
    done
done
exit $wrong
