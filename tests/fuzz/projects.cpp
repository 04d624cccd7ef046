// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Project files of every format. A template somebody downloaded may be anything.
#include "core/projectfiles/projectfiles.h"

using namespace greenroom;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QString file = QStringLiteral("/nowhere/serverless.yml");
    const yaml::Reading reading = yaml::read(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)), file, yaml::projectLimits);
    if (!reading.problems.isEmpty() || !reading.root.isMapping())
        return 0;
    for (const auto read : { &readServerless, &readSam, &readCloudFormation })
        (void)read(reading.root, file, {});
    return 0;
}
