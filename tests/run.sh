# Runs the test suites for ./edgead test, which sources this file and has set: root, dotnet, say, have, build.
# Every suite prints one line; the last line of all adds them up: "N passed, N failed, N skipped".
# A suite that cannot be built or does not say what it ran counts as one failure.

total_passed=0 total_failed=0 total_skipped=0

# Seconds that one suite may take, three times what the slowest needs. One that hangs is ended and counts as failed; the others still run.
suite_limit=${EDGEAD_SUITE_LIMIT:-1500}

# limited COMMAND... : ends it, and what it started, when a suite's time is over; without coreutils it runs as long as it likes
if have timeout; then limited() { timeout -k 10 "$suite_limit" "$@"; }; else limited() { "$@"; }; fi

# tally NAME PASSED FAILED SKIPPED SECONDS
tally() {
    printf '%-28s %6d passed %4d failed %4d skipped   %4d s\n' "$1" "$2" "$3" "$4" "$5"
    total_passed=$((total_passed + $2)) total_failed=$((total_failed + $3)) total_skipped=$((total_skipped + $4))
}

# broken NAME LOG SECONDS EXIT_CODE : the suite did not run to its end
broken() {
    if [ "$4" = 124 ] || [ "$4" = 137 ]; then
        say "suite $1 was ended after $suite_limit s (EDGEAD_SUITE_LIMIT); the end of $2:"
    else
        say "suite $1 did not run; the end of $2:"
    fi
    tail -n 25 "$2" >&2
    tally "$1" 0 1 0 "$3"
}

# sum FILE PATTERN : adds up the numbers that an extended sed pattern captures, one per line; empty when it matches nowhere
sum() { sed -nE "s/$2/\\1/p" "$1" | awk '{ n += $1; seen = 1 } END { if (seen) print n }'; }

# c_suite NAME : the C tests in tests/NAME with every compiler at hand; the last line of their script is "N passed, N failed"
c_suite() {
    local log="$root/build/test-$1.log" start=$SECONDS code last
    limited sh "$root/tests/$1/run.sh" >"$log" 2>&1
    code=$?
    last=$(tail -n 1 "$log" | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed.*/\1 \2/p')
    # A compiler or an emulator that is not there, or a compiler without sanitizers, is a skipped variant.
    finish "$1" "$log" "$code" "${last% *}" "${last#* }" "$(grep -c '^-- .* skipped$' "$log")" $((SECONDS - start))
}

# dotnet_suite PROJECT : an xUnit project, which is a program of its own
dotnet_suite() {
    local project=$1 name log start=$SECONDS code program torch
    name=$(basename "$(dirname "$project")")
    log="$root/build/test-$name.log"
    torch=false # only these tests run on libtorch
    [ "$name" = EdgeAD.Training.Tests ] && torch=true
    if ! build "$project" "$log" "-p:WithTorch=$torch"; then
        tally "$name" 0 1 0 $((SECONDS - start))
        return
    fi
    program=$(ls -t "$(dirname "$project")"/bin/Release/net10.0/"$(basename "$project" .csproj)".dll 2>/dev/null | head -n 1)
    # A test that takes two minutes is named in the log, so that the log of a suite that hung says where.
    limited "$dotnet" "${program:-$name.dll}" -noColor -noLogo -longRunning 120 >"$log" 2>&1
    code=$?
    local all errors
    all=$(sum "$log" '.* Total: ([0-9]+), Errors.*')
    errors=$(sum "$log" '.* Errors: ([0-9]+),.*')
    failed=$(sum "$log" '.* Failed: ([0-9]+),.*')
    skipped=$(sum "$log" '.* Skipped: ([0-9]+),.*')
    if [ -n "$all" ]; then
        failed=$((failed + errors))
        all=$((all + errors - failed - skipped - $(sum "$log" '.* Not Run: ([0-9]+),.*')))
    fi
    finish "$name" "$log" "$code" "$all" "${failed:-}" "${skipped:-}" $((SECONDS - start))
}

# finish NAME LOG EXIT_CODE PASSED FAILED SKIPPED SECONDS
finish() {
    if [ -z "$4" ] || [ "$4$5${6:-0}" = 000 ] || { [ "$3" != 0 ] && [ "${5:-0}" = 0 ]; }; then
        broken "$1" "$2" "$7" "$3" # no summary, nothing run, or a crash after the summary
        return
    fi
    if [ "${5:-0}" != 0 ]; then
        say "failures in $1 (whole log: $2):"
        tail -n 80 "$2" >&2
    fi
    tally "$1" "$4" "${5:-0}" "${6:-0}" "$7"
}

# wanted NAME SUITE... : true when no suites were named or this one is
wanted() {
    local name=$1 suite
    shift
    [ $# = 0 ] && return
    for suite in "$@"; do [ "$suite" = "$name" ] && return; done
    return 1
}

run_tests() {
    local project name known=" native targets firmware "
    for project in "$root"/tests/*.Tests/*.csproj; do known="$known$(basename "$(dirname "$project")") "; done
    for name in "$@"; do
        case $known in *" $name "*) ;; *) say "error: there is no suite '$name'. Suites:$known"; return 2 ;; esac
    done
    mkdir -p "$root/build"
    for name in native targets firmware; do
        if wanted "$name" "$@"; then c_suite "$name"; fi
    done
    for project in "$root"/tests/*.Tests/*.csproj; do
        if wanted "$(basename "$(dirname "$project")")" "$@"; then dotnet_suite "$project"; fi
    done
    printf '%d passed, %d failed, %d skipped\n' "$total_passed" "$total_failed" "$total_skipped"
    [ "$total_failed" = 0 ]
}
