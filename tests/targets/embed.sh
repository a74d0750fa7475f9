#!/bin/sh
# embed.sh FOLDER FILE... : C on standard output with the files as target_files, named by their paths below the folder.
folder=$1
shift
echo '#include "target.h"'
n=0
for file in "$@"; do
    echo "static const uint8_t f$n[] __attribute__((aligned(16))) = {"
    od -An -v -tu1 -w32 "$folder/$file" | sed 's/ *\([0-9][0-9]*\)/\1,/g'
    echo '};'
    n=$((n + 1))
done
echo 'const target_embedded target_files[] = {'
n=0
for file in "$@"; do
    echo "    {\"$file\", f$n, sizeof f$n},"
    n=$((n + 1))
done
echo '    {0}};'
