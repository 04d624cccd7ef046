// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Request heads as a stranger sends them: whole, in two halves, and as an opening handshake.
#include "gateway/http/requesthead.h"

#include <cstdlib>

using namespace greenroom;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    static const Quotas quotas;
    const HeadParse whole = parseRequestHead(bytes, quotas);
    if (whole.state == HeadParse::State::Complete) {
        // A head that was taken is one head: its bytes are all there, and no more of them makes it another.
        if (whole.size <= 0 || whole.size > bytes.size() || whole.head.headers.size() > quotas.headCount)
            std::abort();
        const HeadParse alone = parseRequestHead(bytes.left(whole.size), quotas);
        if (alone.state != HeadParse::State::Complete || alone.size != whole.size || alone.head.target != whole.head.target)
            std::abort();
        // Both lengths, or two of them, would let a second request hide in the first one's body.
        if (whole.head.isChunked() && whole.head.has("Content-Length"))
            std::abort();
        if (whole.head.all("Content-Length").size() > 1)
            std::abort();
        (void)whole.head.path();
        (void)whole.head.query();
        (void)whole.head.keepAlive();
        if (whole.head.isUpgrade())
            (void)checkUpgrade(whole.head);
    } else if (whole.state == HeadParse::State::Refused && (whole.status < 400 || whole.status > 599)) {
        std::abort();
    }
    return 0;
}
