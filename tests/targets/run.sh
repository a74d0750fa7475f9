#!/bin/sh
# The C tests on every emulated target, its own instruction set included: operators against their vectors, every table against
# reference C on random layers, whole models and random chunks of rows against the bytes that a PC gives.
# run.sh [TARGET...]; the last line is `N passed, N failed`. A target whose tools are not installed is skipped.
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
work=${EDGEAD_BUILD:-$root/build}/targets
. "$root/tests/targets/targets.sh"
passed=0 failed=0
mkdir -p "$work"
models=$(cd "$root/tests/vectors" && ls models/*.ead)
# Each program has the files it reads: together they do not fit into the code memory of a Cortex-M55.
for test in operators tables streaming density frame esp32s3 pie pie_wide; do
    case $test in
    operators) files=operators.bin ;;
    tables) files=$models ;;
    streaming) files="maps.bin $models" ;;
    density) files=density.bin ;;
    frame) files=frame.bin ;;
    *) files= ;;
    esac
    "$here/embed.sh" "$root/tests/vectors" $files >"$work/files_$test.c"
done

# one NAME TEST : runs a test program and adds up its closing line
one() {
    log=$work/$1/$2.log
    timeout 300 $emulate "$work/$1/$2" >"$log" 2>&1 </dev/null
    status=$?
    counts=$(tail -n 1 "$log" | tr -d '\r' | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p')
    if [ -z "$counts" ] || { [ "$status" != 0 ] && [ "${counts#* }" = 0 ]; }; then
        tail -n 20 "$log"
        echo "   $1 $2: ended with status $status before its closing line"
        failed=$((failed + 1))
        return
    fi
    [ "${counts#* }" = 0 ] || sed '$d' "$log"
    echo "   $1 $2: ${counts% *} passed, ${counts#* } failed"
    passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
}

for name in ${*:-$targets}; do
    target "$name"
    absent=$(missing)
    if [ -n "$absent" ]; then
        echo "-- $name: no $absent${packages:+(Debian: apt-get install $packages)}, skipped"
        continue
    fi
    echo "-- $name"
    if ! kernels "$name" >"$work/$name.log" 2>&1; then
        grep -E 'error|Error' "$work/$name.log" | head -n 20
        echo "-- $name: does not build, see $work/$name.log"
        failed=$((failed + 1))
        continue
    fi
    for test in $tests; do
        # 3 MB: a convolution of 300 to 300 channels with its rows
        if program "$name" $test 3000000 -DEAD_ROUNDS=60 "$root/tests/native/${test}_test.c" "$root"/tests/native/harness/*.c "$work/files_$test.c" \
            >>"$work/$name.log" 2>&1; then
            one "$name" $test
        else
            tail -n 5 "$work/$name.log"
            failed=$((failed + 1))
        fi
    done
done

# The example for C users, against what its README says it prints.
if [ -z "$*" ] || [ "$*" = cortex-m4 ]; then
    target cortex-m4
    absent=$(missing)
    if [ -n "$absent" ]; then
        echo "-- example cortex-m: no $absent(Debian: apt-get install $packages), skipped"
    else
        echo "-- example cortex-m"
        readme=$root/native-kernels/examples/cortex-m/README.md
        timeout 300 make -s -C "$root/native-kernels/examples/cortex-m" BUILD="$work/example" run 2>&1 </dev/null | tr -d '\r' >"$work/example.log"
        sed -nE 's/^    ((model|memory|golden|verdict).*)/\1/p' "$readme" >"$work/example.expected"
        grep -E '^(model|memory|golden|verdict)' "$work/example.log" >"$work/example.printed"
        if grep -qx PASSED "$work/example.log" && [ -s "$work/example.expected" ] && diff "$work/example.expected" "$work/example.printed"; then
            passed=$((passed + 1))
        else
            tail -n 20 "$work/example.log"
            failed=$((failed + 1))
        fi
    fi
fi

# Instructions and code bytes of every target that was counted may not grow by more than 3 % over budget.tsv.
renew='tests/targets/count.sh | grep -P "\t(all|code bytes|frame RGB565 240x240)\t" >tests/targets/budget.tsv'
echo "-- budget"
"$here/count.sh" ${*:-$counted} >"$work/counts.tsv" 2>"$work/counts.log" || {
    cat "$work/counts.log"
    failed=$((failed + 1))
}
awk -F'\t' -v counted=" $counted " 'NR == FNR { budget[$1 FS $2] = $3; next } $2 == "all" || $2 == "code bytes" || $2 == "frame RGB565 240x240" {
    if (!index(counted, " " $1 " ")) next
    if (!(($1 FS $2) in budget)) { print "   " $1 ", " $2 ": " $3 ", no budget"; over++ }
    else if ($3 > budget[$1 FS $2] * 1.03) { print "   " $1 ", " $2 ": " $3 ", budget " budget[$1 FS $2]; over++ }
    else within++
} END { printf "%d %d\n", within, over }' "$here/budget.tsv" "$work/counts.tsv" >"$work/budget.log"
sed '$d' "$work/budget.log"
counts=$(tail -n 1 "$work/budget.log")
passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
[ "${counts#* }" = 0 ] || printf '   win it back, or say why in the commit that renews the budget: %s\n' "$renew"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
