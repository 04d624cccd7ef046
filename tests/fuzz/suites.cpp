// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Suite files, with the words of the runner's tables.
#include "core/suite.h"

using namespace greenroom;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    static const SuiteWords words { { QStringLiteral("http"), QStringLiteral("page"), QStringLiteral("websocket"), QStringLiteral("wait"),
                                      QStringLiteral("command"), QStringLiteral("use"), QStringLiteral("set") },
                                    { QStringLiteral("status"), QStringLiteral("json"), QStringLiteral("css"), QStringLiteral("text"),
                                      QStringLiteral("close") } };
    (void)readSuite(QByteArray(reinterpret_cast<const char *>(data), qsizetype(size)), QStringLiteral("/nowhere/a.greenroom.yaml"), words);
    return 0;
}
