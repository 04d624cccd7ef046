# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the page for guests in TARGET and writes RESOURCE, a source file that carries it. npm fetches what the lock
# file names when it is not there yet; whatever goes wrong, RESOURCE is written, if with nothing in it.

# Says why there is no page, and writes the resource without it.
function(give_up why)
    message(WARNING "The page for guests was not built: ${why}. /guest says so; the next build tries again.")
    file(WRITE ${TARGET}/guest.qrc "<RCC/>\n")
    execute_process(COMMAND ${RCC} --name guest -o ${RESOURCE} ${TARGET}/guest.qrc)
    file(REMOVE ${TARGET}/page.stamp)
endfunction()

if(NOT NPM OR NOT NODE)
    give_up("npm and Node.js are not there")
    return()
endif()

foreach(source IN LISTS SOURCES)
    get_filename_component(folder ${source} DIRECTORY)
    file(COPY ${SOURCE}/${source} DESTINATION ${TARGET}/${folder})
endforeach()
file(COPY ${ICONS} DESTINATION ${TARGET}/src/icons)
configure_file(${APP_ICON} ${TARGET}/public/icon.svg COPYONLY)

# What is installed is what the lock file says.
file(SHA256 ${SOURCE}/package-lock.json wanted)
set(installed "")
if(EXISTS ${TARGET}/node_modules/installed.sha256)
    file(READ ${TARGET}/node_modules/installed.sha256 installed)
endif()
if(NOT installed STREQUAL wanted)
    execute_process(
        COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund
        WORKING_DIRECTORY ${TARGET} RESULT_VARIABLE failed OUTPUT_FILE ${TARGET}/npm.log ERROR_FILE ${TARGET}/npm.log)
    if(failed)
        give_up("npm could not install its packages, see ${TARGET}/npm.log")
        return()
    endif()
    file(WRITE ${TARGET}/node_modules/installed.sha256 ${wanted})
endif()

execute_process(
    COMMAND ${NODE} node_modules/vite/bin/vite.js build --logLevel warn
    WORKING_DIRECTORY ${TARGET} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(failed)
    # A mistake in ui/web is a mistake; only what is missing here is forgiven.
    message(FATAL_ERROR "The page for guests could not be built:\n${said}")
endif()

file(GLOB_RECURSE files RELATIVE ${TARGET}/dist ${TARGET}/dist/*)
set(qrc "<RCC><qresource prefix=\"/guest\">\n")
foreach(file IN LISTS files)
    string(APPEND qrc "<file alias=\"${file}\">dist/${file}</file>\n")
endforeach()
file(WRITE ${TARGET}/guest.qrc "${qrc}</qresource></RCC>\n")
execute_process(COMMAND ${RCC} --name guest -o ${RESOURCE} ${TARGET}/guest.qrc COMMAND_ERROR_IS_FATAL ANY)
file(TOUCH ${TARGET}/page.stamp)
