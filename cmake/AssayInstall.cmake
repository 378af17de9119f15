# The installed binary finds its content in ../share/assay; see src/app/home.cpp.
include(GNUInstallDirs)
if(TARGET assay)
  install(TARGETS assay RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY controls templates evidence DESTINATION ${CMAKE_INSTALL_DATADIR}/assay)
