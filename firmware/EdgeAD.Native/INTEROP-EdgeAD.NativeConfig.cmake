# How nanoFramework's build (nf-interpreter) finds this library:
#
#   -DNF_INTEROP_ASSEMBLIES=EdgeAD.Native -DINTEROP-EdgeAD.Native_DIR=<this folder>
#   -DEAD_BOARD=xiao-esp32s3-sense          a folder of firmware/boards; `host` on a PC
#   -DEAD_KEYS=<folder>                     holds keys.h, as `edgead keys key.pem > keys.h` prints it; without it unsigned models are taken
#
# It gives EdgeAD.Native_SOURCES and EdgeAD.Native_INCLUDE_DIRS, as the modules of nf-interpreter do.

get_filename_component(EAD_FIRMWARE "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
get_filename_component(EAD_KERNELS "${CMAKE_CURRENT_LIST_DIR}/../../native-kernels" ABSOLUTE)
set(EAD_BOARD "host" CACHE STRING "Board: a folder of firmware/boards, or host")

# The table comes first: the build looks for its checksum in the first file that has one.
set(EdgeAD.Native_SOURCES "${CMAKE_CURRENT_LIST_DIR}/edgead_native.cpp")
file(GLOB EAD_PARTS CONFIGURE_DEPENDS
  "${EAD_FIRMWARE}/*.c" "${EAD_FIRMWARE}/calls/*.c" "${EAD_FIRMWARE}/camera/*.c" "${EAD_FIRMWARE}/engine/*.c"
  "${EAD_FIRMWARE}/line/*.c" "${EAD_FIRMWARE}/store/*.c")
file(GLOB EAD_KERNEL_SOURCES CONFIGURE_DEPENDS
  "${EAD_KERNELS}/src/density/*.c" "${EAD_KERNELS}/src/frame/*.c" "${EAD_KERNELS}/src/model/*.c" "${EAD_KERNELS}/src/ops/*.c"
  "${EAD_KERNELS}/src/stream/*.c")

set(EdgeAD.Native_INCLUDE_DIRS "${EAD_KERNELS}/include" "${EAD_FIRMWARE}")
set(EAD_DEFINITIONS "")
set(EAD_KERNEL_DEFINITIONS "")
if(EAD_BOARD STREQUAL "host")
  list(FILTER EAD_PARTS EXCLUDE REGEX "/store/ecdsa\\.c$") # PCs need not have mbedTLS; models go unsigned there
  file(GLOB EAD_HOST CONFIGURE_DEPENDS "${EAD_FIRMWARE}/host/*.c")
  list(APPEND EAD_PARTS ${EAD_HOST})
else()
  if(NOT EXISTS "${EAD_FIRMWARE}/boards/${EAD_BOARD}/board.h")
    message(FATAL_ERROR "EAD_BOARD=${EAD_BOARD}: there is no firmware/boards/${EAD_BOARD}; `edgead boards` lists the boards")
  endif()
  file(GLOB EAD_CHIP CONFIGURE_DEPENDS "${EAD_FIRMWARE}/esp32s3/*.c")
  list(APPEND EAD_PARTS ${EAD_CHIP})
  file(GLOB EAD_VECTOR_OPERATORS CONFIGURE_DEPENDS "${EAD_KERNELS}/src/ops/esp32s3/*.c") # every board is an ESP32-S3
  list(APPEND EAD_KERNEL_SOURCES ${EAD_VECTOR_OPERATORS})
  list(APPEND EAD_KERNEL_DEFINITIONS "EAD_TARGET_OPS=ead_ops_esp32s3")
  if(IDF_PATH_CMAKED AND NOT EXISTS "${IDF_PATH_CMAKED}/components/esp32-camera/CMakeLists.txt")
    message(FATAL_ERROR "${IDF_PATH_CMAKED}/components has no esp32-camera: firmware/README.md says how it is added")
  endif()
  if(IDF_PATH_CMAKED)
    list(APPEND EdgeAD.Native_INCLUDE_DIRS "${IDF_PATH_CMAKED}/components/esp32-camera/driver/include"
      "${IDF_PATH_CMAKED}/components/esp32-camera/conversions/include")
  endif()
  list(APPEND EdgeAD.Native_INCLUDE_DIRS "${EAD_FIRMWARE}/boards/${EAD_BOARD}")
  if(EAD_KEYS)
    list(APPEND EdgeAD.Native_INCLUDE_DIRS "${EAD_KEYS}")
    list(APPEND EAD_DEFINITIONS "EAD_SIGNED=1")
  else()
    message(WARNING "EAD_KEYS is not set: this firmware takes unsigned models")
  endif()
endif()
list(APPEND EdgeAD.Native_SOURCES ${EAD_PARTS} ${EAD_KERNEL_SOURCES})

# nanoFramework builds with -Os; the kernels are worth -O3. No contraction to fused multiply-add: golden vectors ask for the same bits everywhere.
set_source_files_properties(${EAD_KERNEL_SOURCES} PROPERTIES COMPILE_OPTIONS "-O3;-ffp-contract=off" COMPILE_DEFINITIONS "${EAD_KERNEL_DEFINITIONS}")
set_source_files_properties(${EAD_PARTS} PROPERTIES COMPILE_OPTIONS "-ffp-contract=off" COMPILE_DEFINITIONS "${EAD_DEFINITIONS}")
