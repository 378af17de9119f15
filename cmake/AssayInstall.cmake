# The installed program finds its controls, templates and sample in ../share/assay (find_home in src/app/setting.cpp).
include(GNUInstallDirs)
# Whoever installs has a umask of their own, and everybody must be able to read what was installed.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# Installing and packing need the program only; without this, cpack builds every test first.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

if(TARGET assay)
  install(TARGETS assay RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  # Manual pages and completions come from the program itself, so that they cannot differ from it.
  set(ASSAY_PAGES ${CMAKE_BINARY_DIR}/pages)
  install(CODE "
    file(MAKE_DIRECTORY ${ASSAY_PAGES}/completions)
    execute_process(COMMAND $<TARGET_FILE:assay> man --out ${ASSAY_PAGES}/man OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND $<TARGET_FILE:assay> completion bash OUTPUT_FILE ${ASSAY_PAGES}/completions/assay COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND $<TARGET_FILE:assay> completion zsh OUTPUT_FILE ${ASSAY_PAGES}/completions/_assay COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND $<TARGET_FILE:assay> completion fish OUTPUT_FILE ${ASSAY_PAGES}/completions/assay.fish COMMAND_ERROR_IS_FATAL ANY)")
  install(DIRECTORY ${ASSAY_PAGES}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  install(FILES ${ASSAY_PAGES}/completions/assay DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${ASSAY_PAGES}/completions/_assay DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  install(FILES ${ASSAY_PAGES}/completions/assay.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
install(DIRECTORY controls templates evidence DESTINATION ${CMAKE_INSTALL_DATADIR}/assay
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
  PATTERN ".*" EXCLUDE PATTERN "*~" EXCLUDE)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ FILES_MATCHING PATTERN "*.md")
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CPACK_PACKAGE_NAME assay)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "Assay maintainers")
set(CPACK_PACKAGE_CONTACT "Assay maintainers <maintainers@assay.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audits an IT service organisation against written controls")
set(CPACK_PACKAGE_DESCRIPTION "Assay judges requirements of ISO/IEC 20000-1, the DoD Enterprise Service Management Framework
and the NIST Risk Management Framework from an organisation's own registers, ticket
exports and evidence, offline and on one machine, and proves every determination down
to the row and the file it came from. A sample organisation is included.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Shared libraries are found by dpkg-shlibdeps; the zone files are opened by name.
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
