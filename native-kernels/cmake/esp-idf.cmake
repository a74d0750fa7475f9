# The kernels as a component of ESP-IDF; included by CMakeLists.txt with its lists of sources.
idf_build_get_property(ead_idf_target IDF_TARGET)
set(ead_idf_sources ${EAD_SOURCES})
if(ead_idf_target STREQUAL "esp32s3")
  list(APPEND ead_idf_sources ${EAD_ESP32S3_SOURCES})
endif()

# While ESP-IDF collects what components require, this command returns from here.
idf_component_register(SRCS ${ead_idf_sources} INCLUDE_DIRS include)

if(ead_idf_target STREQUAL "esp32s3")
  target_compile_definitions(${COMPONENT_LIB} PRIVATE EAD_TARGET_OPS=ead_ops_esp32s3)
endif()
# By source, behind the options of the project, which are mostly for size. No fused multiply-add: scores are the same bits everywhere.
set_source_files_properties(${ead_idf_sources} PROPERTIES COMPILE_OPTIONS "-O3;-ffp-contract=off")
