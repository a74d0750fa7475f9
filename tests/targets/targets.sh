# The targets that are emulated here, for run.sh and count.sh. Set before sourcing: root, work (a folder for what is built).
#
# targets, counted: their names. target NAME sets: cc, flags, table (its operators; empty: reference C), ops (folder below src/ops), start,
# link, packages (Debian's names of what it needs), tests, plugin (the counter for its emulator) and the function-like variable emulate (a command that takes a program).
#
# esp32s3 needs what no Debian package has: GCC for the processor as xtensa-esp32s3-elf-gcc, and a qemu-system-xtensa whose sim machine knows
# its core with the vector instructions. Where both are found on PATH it is tested like the others; it has no part in CI.

targets="wasm wasm-plain cortex-m4 cortex-m4-plain cortex-m4-aligned cortex-m7 cortex-m55 cortex-m55-plain rv32 xtensa esp32s3 esp32s3-windowed esp32s3-plain"
counted="wasm wasm-plain cortex-m4 cortex-m4-plain cortex-m7 cortex-m55 rv32 xtensa esp32s3 esp32s3-plain" # worth counting: one name per code
here=$root/tests/targets

target() {
    table= ops= link= tests="operators tables streaming" plugin=count.so
    case $1 in
    wasm*)
        packages="clang lld nodejs" needs="clang wasm-ld node" start=wasm.c cc=clang
        flags="--target=wasm32 -mbulk-memory" emulate="node $here/start/wasm.mjs"
        link="-nostdlib -Wl,--no-entry,--export=main,--export-if-defined=frame,-z,stack-size=262144" ;;
    cortex-m*)
        packages="gcc-arm-none-eabi qemu-system-arm" needs="arm-none-eabi-gcc qemu-system-arm" start=cortex_m.c cc=arm-none-eabi-gcc
        link="-nostdlib -T $here/start/cortex_m.ld -lgcc"
        emulate="qemu-system-arm -nographic -monitor none -serial null -semihosting-config enable=on,target=native" ;;
    rv32)
        packages="gcc-riscv64-unknown-elf qemu-system-misc" needs="riscv64-unknown-elf-gcc qemu-system-riscv32" start="riscv.c bare.c"
        cc=riscv64-unknown-elf-gcc flags="-march=rv32imac -misa-spec=2.2 -mabi=ilp32 -msmall-data-limit=0"
        link="-nostdlib -T $here/start/flat.ld -Wl,--defsym=TARGET_CODE=0x80000000,--defsym=TARGET_RAM=0x80400000 -lgcc"
        emulate="qemu-system-riscv32 -M virt -bios none -nographic -monitor none -serial stdio" ;;
    xtensa)
        packages="gcc-xtensa-lx106 qemu-system-misc" needs="xtensa-lx106-elf-gcc qemu-system-xtensa" start="xtensa.c xtensa_support.c bare.c"
        cc=xtensa-lx106-elf-gcc flags="-mlongcalls -mtext-section-literals"
        link="-nostdlib -T $here/start/flat.ld -Wl,--defsym=TARGET_CODE=0x50000000,--defsym=TARGET_RAM=0x60000000 -lgcc"
        emulate="qemu-system-xtensa -M sim -cpu lx106 -m 128M -nographic -monitor none -serial stdio -semihosting" ;;
    esac
    case $1 in
    esp32s3*)
        packages= needs="xtensa-esp32s3-elf-gcc qemu-system-xtensa" start="xtensa.c xtensa_support.c bare.c" plugin=count4.so
        cc=xtensa-esp32s3-elf-gcc flags="-mabi=call0 -mlongcalls -mtext-section-literals -DTARGET_COPROCESSORS"
        link="-nostdlib -T $here/start/flat.ld -Wl,--defsym=TARGET_CODE=0x50000000,--defsym=TARGET_RAM=0x60000000 -lgcc"
        emulate="qemu-system-xtensa -M sim -cpu esp32s3 -m 128M -nographic -monitor none -serial stdio -semihosting" ;;
    esac
    case $1 in
    esp32s3-windowed) # the ABI of ESP-IDF; what of the compiler's library is for call0 stands in xtensa_support.c
        flags="-mabi=windowed -mlongcalls -mtext-section-literals -DTARGET_COPROCESSORS -DTARGET_NO_DOUBLE" link=$(echo "$link" | sed 's/ -lgcc//') ;;
    esac
    case $1 in
    esp32s3 | esp32s3-windowed) table=ead_ops_esp32s3 ops=esp32s3 tests="$tests density frame esp32s3 pie pie_wide" ;;
    wasm) table=ead_ops_wasm ops=wasm flags="$flags -msimd128" tests="$tests density" ;;
    cortex-m4*) link="$link -Wl,--defsym=TARGET_RAM=0x20000000" flags="-mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16" emulate="$emulate -M mps2-an386" ;;
    cortex-m7*) link="$link -Wl,--defsym=TARGET_RAM=0x20000000" flags="-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-d16" emulate="$emulate -M mps2-an500" ;;
    cortex-m55*) link="$link -Wl,--defsym=TARGET_RAM=0x21000000" flags="-mcpu=cortex-m55 -mthumb -mfloat-abi=hard" emulate="$emulate -M mps3-an547" ;;
    esac
    case $1 in
    cortex-m4 | cortex-m7) table=ead_ops_cortexm ops=cortexm ;;
    cortex-m55) table=ead_ops_mve ops=mve ;;
    cortex-m4-aligned) flags="$flags -mno-unaligned-access -DTARGET_TRAP_UNALIGNED" ;;
    esac
    case $1 in wasm*) ;; *) emulate="$emulate -kernel" ;; esac
}

# missing : the commands a target needs and this machine lacks
missing() {
    for command in $needs; do command -v "$command" >/dev/null || printf '%s ' "$command"; done
    case $cc in xtensa-esp32s3-*) qemu-system-xtensa -M sim -cpu help 2>/dev/null | grep -qw esp32s3 || printf 'qemu-system-xtensa with its core ' ;; esac
}

# kernels NAME : compiles the library for the target into $work/NAME/kernels, with the builtin copies of a hosted C
kernels() {
    mkdir -p "$work/$1/kernels"
    sources=$(cd "$root/native-kernels/src" && ls density/*.c frame/*.c model/*.c stream/*.c ops/*.c ${ops:+ops/$ops/*.c})
    for source in $sources; do
        echo "$root/native-kernels/src/$source $work/$1/kernels/$(echo "$source" | tr / _).o"
    done | xargs -P 2 -L 1 sh -c "$(compiler) -Wall -Wextra -Wconversion -Wshadow -Werror -fbuiltin -c \$0 -o \$1"
}

compiler() {
    echo "$cc -std=gnu11 -O3 -ffreestanding -ffp-contract=off -ffunction-sections -fdata-sections $flags ${table:+-DEAD_TARGET_OPS=$table} -I$here/libc -I$here -I$root/native-kernels/include -I$root/native-kernels/src -I$root/tests/native -DEAD_VECTORS_DIR='\"vectors\"'"
}

# program NAME PROGRAM HEAP SOURCE... : links sources with kernels, start-up and C library to $work/NAME/PROGRAM
program() {
    name=$1 output=$work/$1/$2 heap=$3
    shift 3
    eval "$(compiler) -DTARGET_HEAP=$heap $(for s in "$@" "$here"/libc/*.c $(for s in $start; do echo "$here/start/$s"; done); do printf '%s ' "$s"; done) $work/$name/kernels/*.o $link -Wl,--gc-sections -o $output"
}
