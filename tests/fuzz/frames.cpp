// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as a stranger sends them: at once and byte by byte it is the same.
#include "core/framereader.h"

#include <cstdlib>

using namespace greenroom;

namespace {

QByteArray told(FrameReader &reader)
{
    QByteArray all;
    while (const std::optional<FrameReader::Item> item = reader.next()) {
        if (item->payload.size() > 131'072)
            std::abort();   // beyond the limit, and taken
        all += char('0' + int(item->kind));
        all += QByteArray::number(item->code) + item->payload;
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    for (const FrameReader::Side side : { FrameReader::Side::Server, FrameReader::Side::Client }) {
        FrameReader whole(side);
        whole.setLimits(32'768, 131'072);
        whole.feed(bytes);
        const QByteArray wanted = told(whole);
        FrameReader slow(side);
        slow.setLimits(32'768, 131'072);
        QByteArray got;
        for (qsizetype at = 0; at < bytes.size(); at += 3) {
            slow.feed(bytes.mid(at, 3));
            got += told(slow);
        }
        if (got != wanted)
            std::abort();
    }
    return 0;
}
