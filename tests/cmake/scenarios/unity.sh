# All sources of a target in one translation unit, two headers sharing a nested type.
sed -e 's/Contact/Company/; s/"contacts"/"companies"/' "$source_dir/include/crm/contact.hpp" | write include/crm/company.hpp
sed -i 's,HEADERS ,&include/crm/company.hpp ,; s,^add_executable,set_target_properties(entities PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)\n&,' \
  "$source_dir/CMakeLists.txt"
configure
build
run app
expect_runs 1
expect_compiled unity_0_cxx.cxx main.cpp
