// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping templates: the first line is the message, the rest the template.
#include "gateway/vtl/template.h"

#include <cstdlib>

using namespace greenroom;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype end = bytes.indexOf('\n');
    const Result<vtl::Template> read = vtl::Template::parse(QString::fromUtf8(bytes.mid(end + 1)));
    if (!read)
        return 0;
    vtl::Variables variables;
    variables.body = bytes.left(end < 0 ? 0 : end);
    const Result<QString> text = vtl::render(*read, variables);
    if (text && text->size() > 32 * 1024 * 1024)
        std::abort();   // a bomb went off
    return 0;
}
