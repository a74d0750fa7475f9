# cmake -DKERNELS=FOLDER -P requirements.cmake : ESP-IDF's first reading of a component, in script mode, where registering returns.
macro(idf_component_register)
  message(STATUS "registered")
  return()
endmacro()

function(idf_build_get_property variable property)
  set(${variable} esp32s3 PARENT_SCOPE)
endfunction()

include(${KERNELS}/CMakeLists.txt)
