// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The groups 1 to 7, 9 and 10 of the Autobahn test suite as rows of our own, with its numbers: the same cases against
// builtin:echo and against our client, which echoes here too. 12 and 13 (compression) do not apply: never negotiated.

#include "runner/wssocket.h"
#include "support/serving.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QtEndian>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

struct Piece
{
    int opcode = 1;
    QByteArray payload;
    bool final = true;
    int reserved = 0;
};

struct Case
{
    QByteArray name;
    QList<Piece> pieces;
    QList<Piece> wanted;      // messages and pongs, in order
    int code = 0;             // of the close frame that follows by itself; 0: it stays open
    qsizetype chop = 0;       // octets per write; 0: all at once
};

QByteArray frameOf(const Piece &piece, bool masked)
{
    QByteArray bytes;
    const int mask = masked ? 0x80 : 0;
    const qsizetype size = piece.payload.size();
    bytes += char((piece.final ? 0x80 : 0) | piece.reserved << 4 | piece.opcode);
    if (size < 126) {
        bytes += char(mask | int(size));
    } else if (size < 65'536) {
        bytes += char(mask | 126);
        bytes += char(size >> 8);
        bytes += char(size & 0xff);
    } else {
        char length[8];
        qToBigEndian(quint64(size), length);
        bytes += char(mask | 127);
        bytes.append(length, 8);
    }
    if (!masked)
        return bytes + piece.payload;
    static constexpr char key[4] = { 0x12, 0x34, 0x56, 0x78 };
    bytes.append(key, 4);
    const qsizetype begin = bytes.size();
    bytes += piece.payload;
    for (qsizetype i = 0; i < size; ++i)
        bytes[begin + i] = char(bytes.at(begin + i) ^ key[i % 4]);
    return bytes;
}

Piece text(const QByteArray &payload, bool final = true, int reserved = 0) { return { 1, payload, final, reserved }; }
Piece more(const QByteArray &payload, bool final = true) { return { 0, payload, final, 0 }; }
Piece ping(const QByteArray &payload = {}) { return { 9, payload, true, 0 }; }
Piece pong(const QByteArray &payload = {}) { return { 10, payload, true, 0 }; }
Piece closing(int code, const QByteArray &reason = {})
{
    char number[2];
    qToBigEndian(quint16(code), number);
    return { 8, QByteArray(number, 2) + reason, true, 0 };
}
QList<Piece> fragments(int opcode, const QByteArray &payload, qsizetype size)
{
    QList<Piece> pieces;
    for (qsizetype at = 0; at < payload.size(); at += size)
        pieces.append({ at == 0 ? opcode : 0, payload.mid(at, size), at + size >= payload.size(), 0 });
    return pieces;
}

void addFraming(QList<Case> &cases)
{
    const int sizes[] = { 0, 125, 126, 127, 128, 65'535, 65'536, 65'536 };
    for (int i = 0; i < 8; ++i) {
        const QByteArray number = QByteArray::number(i + 1);
        const qsizetype chop = i == 7 ? 997 : 0;
        const QByteArray payload(sizes[i], i % 2 == 0 ? '*' : 'x');
        cases.append({ "1.1." + number, { text(payload) }, { text(payload) }, 0, chop });
        const Piece binary { 2, QByteArray(sizes[i], '\xfe'), true, 0 };
        cases.append({ "1.2." + number, { binary }, { binary }, 0, chop });
    }
    const QByteArray bytes = QByteArray::fromHex("00fffefdfcfb00ff");
    const QByteArray full(125, '\xfe');
    cases += {
        { "2.1", { ping() }, { pong() } },
        { "2.2", { ping("Hello, world!") }, { pong("Hello, world!") } },
        { "2.3", { ping(bytes) }, { pong(bytes) } },
        { "2.4", { ping(full) }, { pong(full) } },
        { "2.5", { ping(full + '\xfe') }, {}, 1002 },
        { "2.6", { ping(full) }, { pong(full) }, 0, 1 },
        { "2.7", { pong() }, {} },
        { "2.8", { pong("unsolicited pong payload") }, {} },
        { "2.9", { pong("unsolicited pong payload"), ping("ping payload") }, { pong("ping payload") } },
    };
    Case many { "2.10", {}, {} };
    for (int i = 0; i < 10; ++i) {
        many.pieces.append(ping("payload-" + QByteArray::number(i)));
        many.wanted.append(pong("payload-" + QByteArray::number(i)));
    }
    cases.append(many);
    many.name = "2.11";
    many.chop = 1;
    cases.append(many);
}

void addReserved(QList<Case> &cases)
{
    const Piece hello = text("Hello, world!");
    const Piece second = text("Hello, world!", true, 2);
    cases += {
        { "3.1", { text("Hello, world!", true, 4) }, {}, 1002 },
        { "3.2", { hello, second, ping() }, { hello }, 1002 },
        { "3.3", { hello, text("Hello, world!", true, 3), ping() }, { hello }, 1002, 19 },
        { "3.4", { hello, text("Hello, world!", true, 4), ping() }, { hello }, 1002, 1 },
        { "3.5", { { 2, QByteArray(8, '\xff'), true, 5 } }, {}, 1002 },
        { "3.6", { { 9, "Hello, world!", true, 6 } }, {}, 1002 },
        { "3.7", { { 8, {}, true, 7 } }, {}, 1002 },
    };
    for (int i = 0; i < 5; ++i) {
        const QByteArray number = QByteArray::number(i + 1);
        for (const auto &[group, opcode] : { std::pair { QByteArray("4.1."), 3 + i }, std::pair { QByteArray("4.2."), 11 + i } }) {
            const Piece reserved { opcode, i % 2 == 0 ? QByteArray() : QByteArray("reserved opcode payload"), true, 0 };
            if (i < 2)
                cases.append({ group + number, { reserved }, {}, 1002 });
            else
                cases.append({ group + number, { hello, reserved, ping() }, { hello }, 1002, i == 4 ? 1 : 0 });
        }
    }
}

void addFragments(QList<Case> &cases)
{
    const Piece whole = text("fragment1fragment2");
    const Piece first = text("fragment1", false);
    const Piece last = more("fragment2");
    cases += {
        { "5.1", { { 9, "fragment1", false, 0 }, last }, {}, 1002 },
        { "5.2", { { 10, "fragment1", false, 0 }, last }, {}, 1002 },
        { "5.3", { first, last }, { whole } },
        { "5.4", { first, last }, { whole }, 0, 15 },
        { "5.5", { first, last }, { whole }, 0, 1 },
        { "5.6", { first, ping("ping payload"), last }, { pong("ping payload"), whole } },
        { "5.7", { first, ping("ping payload"), last }, { pong("ping payload"), whole }, 0, 15 },
        { "5.8", { first, ping("ping payload"), last }, { pong("ping payload"), whole }, 0, 1 },
        { "5.9", { more("non-continuation payload"), text("Hello, world!") }, {}, 1002 },
        { "5.10", { more("non-continuation payload"), text("Hello, world!") }, {}, 1002, 30 },
        { "5.11", { more("non-continuation payload"), text("Hello, world!") }, {}, 1002, 1 },
        { "5.12", { more("non-continuation payload", false), text("Hello, world!") }, {}, 1002 },
        { "5.13", { more("non-continuation payload", false), text("Hello, world!") }, {}, 1002, 30 },
        { "5.14", { more("non-continuation payload", false), text("Hello, world!") }, {}, 1002, 1 },
        { "5.15", { first, last, more("fragment3", false), text("fragment4") }, { whole }, 1002 },
        { "5.16", { more("fragment1", false), text("fragment2", false), last }, {}, 1002 },
        { "5.17", { more("fragment1"), text("fragment2", false), last }, {}, 1002 },
        { "5.18", { first, text("fragment2") }, {}, 1002 },
    };
    const QList<Piece> five { text("fragment1", false), more("fragment2", false), ping("pongme 1!"), more("fragment3", false), more("fragment4", false),
                              ping("pongme 2!"), more("fragment5") };
    const QList<Piece> heard { pong("pongme 1!"), pong("pongme 2!"), text("fragment1fragment2fragment3fragment4fragment5") };
    cases.append({ "5.19", five, heard });
    cases.append({ "5.20", five, heard, 0, 17 });
}

// The lines of Markus Kuhn's stress test, as the suite groups them.
void addUtf8(QList<Case> &cases)
{
    const QByteArray greek = QByteArray::fromHex("48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121");
    const QByteArray kosme = QByteArray::fromHex("cebae1bdb9cf83cebcceb5");
    const QByteArray surrogate = QByteArray::fromHex("eda080");
    cases += {
        { "6.1.1", { text({}) }, { text({}) } },
        { "6.1.2", { text({}, false), more({}, false), more({}) }, { text({}) } },
        { "6.1.3", { text({}, false), more("middle frame payload", false), more({}) }, { text("middle frame payload") } },
        { "6.2.1", { text(greek) }, { text(greek) } },
        { "6.2.2", { text(greek.left(12), false), more(greek.mid(12)) }, { text(greek) } },
        { "6.2.3", fragments(1, greek, 1), { text(greek) } },
        { "6.2.4", fragments(1, kosme, 1), { text(kosme) } },
        { "6.3.1", { text(kosme + surrogate + "edited") }, {}, 1007 },
        { "6.3.2", fragments(1, kosme + surrogate + "edited", 1), {}, 1007 },
        { "6.4.1", { text(kosme, false), more(QByteArray::fromHex("f4908080"), false), more("edited") }, {}, 1007 },
        { "6.4.2", { text(kosme + '\xf4', false), more("\x90", false), more("\x80\x80""edited") }, {}, 1007 },
        { "6.4.3", { text(kosme + QByteArray::fromHex("f4908080") + "edited") }, {}, 1007, 15 },
        { "6.4.4", { text(kosme + QByteArray::fromHex("f4908080") + "edited") }, {}, 1007, 1 },
    };
    const std::tuple<const char *, const char *, bool> vectors[] = {
        { "6.5.1", "68656c6c6f24776f726c64", true }, { "6.5.2", "68656c6c6fc2a2776f726c64", true }, { "6.5.3", "68656c6c6fe282ac776f726c64", true },
        { "6.5.4", "68656c6c6ff0a4ada2776f726c64", true }, { "6.5.5", "cebae1bdb9cf83cebcceb5", true },
        { "6.6.1", "ce", false }, { "6.6.2", "ceba", true }, { "6.6.3", "cebae1", false }, { "6.6.4", "cebae1bd", false }, { "6.6.5", "cebae1bdb9", true },
        { "6.6.6", "cebae1bdb9cf", false }, { "6.6.7", "cebae1bdb9cf83", true }, { "6.6.8", "cebae1bdb9cf83ce", false }, { "6.6.9", "cebae1bdb9cf83cebc", true },
        { "6.6.10", "cebae1bdb9cf83cebcce", false }, { "6.6.11", "cebae1bdb9cf83cebcceb5", true },
        { "6.7.1", "00", true }, { "6.7.2", "c280", true }, { "6.7.3", "e0a080", true }, { "6.7.4", "f0908080", true },
        { "6.8.1", "f888808080", false }, { "6.8.2", "fc8480808080", false },
        { "6.9.1", "7f", true }, { "6.9.2", "dfbf", true }, { "6.9.3", "efbfbf", true }, { "6.9.4", "f48fbfbf", true },
        { "6.10.1", "f7bfbfbf", false }, { "6.10.2", "fbbfbfbfbf", false }, { "6.10.3", "fdbfbfbfbfbf", false },
        { "6.11.1", "ed9fbf", true }, { "6.11.2", "ee8080", true }, { "6.11.3", "efbfbd", true }, { "6.11.4", "f48fbfbf", true }, { "6.11.5", "f4908080", false },
        { "6.12.1", "80", false }, { "6.12.2", "bf", false }, { "6.12.3", "80bf", false }, { "6.12.4", "80bf80", false }, { "6.12.5", "80bf80bf", false },
        { "6.12.6", "80bf80bf80", false }, { "6.12.7", "80bf80bf80bf", false }, { "6.12.8", "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", false },
        { "6.13.1", "c020c120c220c320c420c520c620c720c820c920ca20cb20cc20cd20ce20cf20", false }, { "6.13.2", "e020e120e220e320e420e520e620e720", false },
        { "6.13.3", "f020f120f220f320f420f520f620f720", false }, { "6.13.4", "f820f920fa20fb20", false }, { "6.13.5", "fc20fd20", false },
        { "6.14.1", "c0", false }, { "6.14.2", "e080", false }, { "6.14.3", "f08080", false }, { "6.14.4", "f8808080", false }, { "6.14.5", "fc80808080", false },
        { "6.14.6", "df", false }, { "6.14.7", "efbf", false }, { "6.14.8", "f7bfbf", false }, { "6.14.9", "fbbfbfbf", false }, { "6.14.10", "fdbfbfbfbf", false },
        { "6.15.1", "c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf", false },
        { "6.16.1", "fe", false }, { "6.16.2", "ff", false }, { "6.16.3", "fefeffff", false },
        { "6.17.1", "c0af", false }, { "6.17.2", "e080af", false }, { "6.17.3", "f08080af", false }, { "6.17.4", "f8808080af", false }, { "6.17.5", "fc80808080af", false },
        { "6.18.1", "c1bf", false }, { "6.18.2", "e09fbf", false }, { "6.18.3", "f08fbfbf", false }, { "6.18.4", "f887bfbfbf", false }, { "6.18.5", "fc83bfbfbfbf", false },
        { "6.19.1", "c080", false }, { "6.19.2", "e08080", false }, { "6.19.3", "f0808080", false }, { "6.19.4", "f880808080", false }, { "6.19.5", "fc8080808080", false },
        { "6.20.1", "eda080", false }, { "6.20.2", "edadbf", false }, { "6.20.3", "edae80", false }, { "6.20.4", "edafbf", false }, { "6.20.5", "edb080", false },
        { "6.20.6", "edbe80", false }, { "6.20.7", "edbfbf", false },
        { "6.21.1", "eda080edb080", false }, { "6.21.2", "eda080edbfbf", false }, { "6.21.3", "edadbfedb080", false }, { "6.21.4", "edadbfedbfbf", false },
        { "6.21.5", "edae80edb080", false }, { "6.21.6", "edae80edbfbf", false }, { "6.21.7", "edafbfedb080", false }, { "6.21.8", "edafbfedbfbf", false },
        { "6.23.1", "efbfb9", true }, { "6.23.2", "efbfba", true }, { "6.23.3", "efbfbb", true }, { "6.23.4", "efbfbc", true }, { "6.23.5", "efbfbd", true },
        { "6.23.6", "efbfbe", true }, { "6.23.7", "efbfbf", true },
    };
    for (const auto &[name, hex, good] : vectors) {
        const QByteArray bytes = QByteArray::fromHex(hex);
        cases.append({ name, { text(bytes) }, good ? QList<Piece> { text(bytes) } : QList<Piece>(), good ? 0 : 1007 });
    }
    // U+FFFE and U+FFFF of every plane are no characters, and legal.
    int number = 1;
    for (char32_t plane = 0; plane <= 16; ++plane) {
        for (const char32_t low : { 0xfffeu, 0xffffu }) {
            const char32_t character = plane << 16 | low;
            const QByteArray bytes = QString::fromUcs4(&character, 1).toUtf8();
            cases.append({ "6.22." + QByteArray::number(number++), { text(bytes) }, { text(bytes) } });
        }
    }
}

void addClosing(QList<Case> &cases)
{
    const Piece hello = text("Hello World!");
    const QByteArray large(256 * 1024, 'B');
    cases += {
        { "7.1.1", { hello, closing(1000) }, { hello }, 1000 },
        { "7.1.2", { closing(1000), closing(1000) }, {}, 1000 },
        { "7.1.3", { closing(1000), ping() }, {}, 1000 },
        { "7.1.4", { closing(1000), hello }, {}, 1000 },
        { "7.1.5", { text("fragment1", false), closing(1000), more("fragment2") }, {}, 1000 },
        { "7.1.6", { text(large), hello, closing(1000), ping() }, { text(large), hello }, 1000 },
        { "7.3.1", { { 8, {}, true, 0 } }, {}, 1005 },
        { "7.3.2", { { 8, "a", true, 0 } }, {}, 1002 },
        { "7.3.3", { closing(1000) }, {}, 1000 },
        { "7.3.4", { closing(1000, "Hello World!") }, {}, 1000 },
        { "7.3.5", { closing(1000, QByteArray(123, '*')) }, {}, 1000 },
        { "7.3.6", { closing(1000, QByteArray(124, '*')) }, {}, 1002 },
        { "7.5.1", { closing(1000, QByteArray::fromHex("cebae1bdb9cf83cebcceb5eda080656469746564")) }, {}, 1007 },
    };
    int number = 1;
    for (const int code : { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999 })
        cases.append({ "7.7." + QByteArray::number(number++), { closing(code) }, {}, code });
    number = 1;
    for (const int code : { 0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999 })
        cases.append({ "7.9." + QByteArray::number(number++), { closing(code) }, {}, 1002 });
    cases.append({ "7.13.1", { closing(5000) }, {}, 1002 });
    cases.append({ "7.13.2", { closing(65'535) }, {}, 1002 });
}

void addLimits(QList<Case> &cases)
{
    const int kilo = 1024;
    int number = 1;
    for (const int size : { 64 * kilo, 256 * kilo, 1024 * kilo, 4096 * kilo, 8192 * kilo, 16'384 * kilo }) {
        const QByteArray n = QByteArray::number(number++);
        const QByteArray payload(size, '*');
        cases.append({ "9.1." + n, { text(payload) }, { text(payload) } });
        cases.append({ "9.2." + n, { { 2, payload, true, 0 } }, { { 2, payload, true, 0 } } });
    }
    const QByteArray four(4096 * kilo, '*');
    number = 1;
    for (const int size : { 64, 256, kilo, 4 * kilo, 16 * kilo, 64 * kilo, 256 * kilo, kilo * kilo, 4 * kilo * kilo }) {
        const QByteArray n = QByteArray::number(number++);
        cases.append({ "9.3." + n, fragments(1, four, size), { text(four) } });
        cases.append({ "9.4." + n, fragments(2, four, size), { { 2, four, true, 0 } } });
    }
    const QByteArray one(kilo * kilo, '*');
    number = 1;
    for (const int chop : { 64, 128, 256, 512, 1024, 2048 }) {
        const QByteArray n = QByteArray::number(number++);
        cases.append({ "9.5." + n, { text(one) }, { text(one) }, 0, chop });
        cases.append({ "9.6." + n, { { 2, one, true, 0 } }, { { 2, one, true, 0 } }, 0, chop });
    }
    number = 1;
    for (const int size : { 0, 16, 64, 256, 1024, 4096 }) {
        const QByteArray n = QByteArray::number(number++);
        for (const auto &[group, opcode] : { std::pair { QByteArray("9.7."), 1 }, std::pair { QByteArray("9.8."), 2 } }) {
            Case thousand { group + n, {}, {} };
            for (int i = 0; i < 1000; ++i)
                thousand.pieces.append({ opcode, QByteArray(size, '*'), true, 0 });
            thousand.wanted = thousand.pieces;
            cases.append(thousand);
        }
    }
    const QByteArray full(65'536, '*');
    cases.append({ "10.1.1", fragments(1, full, 1300), { text(full) } });
}

const QList<Case> &allCases()
{
    static const QList<Case> all = [] {
        QList<Case> cases;
        addFraming(cases);
        addReserved(cases);
        addFragments(cases);
        addUtf8(cases);
        addClosing(cases);
        addLimits(cases);
        return cases;
    }();
    return all;
}

template <class Condition>
bool waitFor(Condition condition, int ms = 30'000)
{
    const QDeadlineTimer deadline(ms);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QTest::qWait(0);
    }
    return true;
}

// The suite's end of a connection, after the handshake.
class Peer
{
public:
    Peer(QTcpSocket &socket, bool masks)
        : m_socket(socket)
        , m_masks(masks)
    {
    }

    void send(const QList<Piece> &pieces, qsizetype chop)
    {
        QByteArray bytes;
        for (const Piece &piece : pieces)
            bytes += frameOf(piece, m_masks);
        for (qsizetype at = 0; at < bytes.size(); at += chop > 0 ? chop : bytes.size()) {
            m_socket.write(bytes.mid(at, chop > 0 ? chop : -1));
            if (chop > 0)
                m_socket.flush();
        }
    }
    // The next whole message or control frame; opcode -1: the line is cut, or nothing came.
    Piece next()
    {
        Piece message { -1, {}, true, 0 };
        for (;;) {
            Piece frame;
            if (!waitFor([&] { return read(frame) || m_socket.state() != QAbstractSocket::ConnectedState; }) || frame.opcode < 0)
                return { -1, {}, true, 0 };
            if (frame.opcode >= 8)
                return frame;
            if (frame.opcode != 0)
                message = { frame.opcode, {}, true, 0 };
            message.payload += frame.payload;
            if (frame.final)
                return message;
        }
    }

private:
    bool read(Piece &frame)
    {
        frame.opcode = -1;
        m_buffer += m_socket.readAll();
        const auto *data = reinterpret_cast<const uchar *>(m_buffer.constData()) + m_at;
        const qsizetype left = m_buffer.size() - m_at;
        if (left < 2)
            return false;
        quint64 size = data[1] & 0x7f;
        qsizetype head = 2;
        if (size == 126) {
            head = 4;
            size = left < head ? 0 : qFromBigEndian<quint16>(data + 2);
        } else if (size == 127) {
            head = 10;
            size = left < head ? 0 : qFromBigEndian<quint64>(data + 2);
        }
        const bool masked = data[1] & 0x80;
        const qsizetype whole = head + (masked ? 4 : 0) + qsizetype(size);
        if (left < head || left < whole)
            return false;
        QByteArray payload = m_buffer.mid(m_at + whole - qsizetype(size), qsizetype(size));
        if (masked) {
            for (qsizetype i = 0; i < payload.size(); ++i)
                payload[i] = char(payload.at(i) ^ char(data[head + i % 4]));
        }
        frame = { data[0] & 0x0f, payload, bool(data[0] & 0x80), (data[0] >> 4) & 7 };
        // One side masks, the other never does.
        if (masked == m_masks)
            frame.opcode = -2;
        m_at += whole;
        if (m_at == m_buffer.size() || m_at > 1024 * 1024) {
            m_buffer.remove(0, m_at);
            m_at = 0;
        }
        return true;
    }

    QTcpSocket &m_socket;
    bool m_masks;
    QByteArray m_buffer;
    qsizetype m_at = 0;
};

int codeOf(const Piece &close)
{
    return close.payload.isEmpty() ? 1005 : close.payload.size() < 2 ? -1 : qFromBigEndian<quint16>(close.payload.constData());
}

} // namespace

class TstAutobahn : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void server_data() { addRows(); }
    void server();
    void client_data() { addRows(); }
    void client();

private:
    static void addRows()
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < allCases().size(); ++i)
            QTest::newRow(allCases().at(i).name.constData()) << int(i);
    }
    static void play(Peer &peer, const Case &asked);

    std::unique_ptr<Serving> m_host;
};

void TstAutobahn::initTestCase()
{
    m_host = std::make_unique<Serving>(u"builtin:echo"_s);
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstAutobahn::play(Peer &peer, const Case &asked)
{
    peer.send(asked.pieces, asked.chop);
    for (const Piece &wanted : asked.wanted) {
        const Piece got = peer.next();
        QCOMPARE(got.opcode, wanted.opcode);
        QVERIFY2(got.payload == wanted.payload, got.payload.left(100).toHex().constData());
    }
    if (asked.code == 0)
        peer.send({ closing(1000) }, 0);
    const Piece last = peer.next();
    QCOMPARE(last.opcode, 8);
    QCOMPARE(codeOf(last), asked.code == 0 ? 1000 : asked.code);
}

void TstAutobahn::server()
{
    QFETCH(int, index);
    const QUrl url(m_host->wsUrl);
    QTcpSocket socket;
    socket.connectToHost(url.host(), quint16(url.port()));
    QVERIFY(socket.waitForConnected(5000));
    socket.write("GET " + url.path().toLatin1() + " HTTP/1.1\r\nHost: " + url.authority().toLatin1() + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QByteArray head;
    QVERIFY(waitFor([&] { return socket.canReadLine() && (head = socket.readLine()) == "\r\n"; }));
    Peer peer(socket, true);
    play(peer, allCases().at(index));
    // The server cuts the line.
    if (!QTest::currentTestFailed())
        QVERIFY(waitFor([&] { socket.readAll(); return socket.state() == QAbstractSocket::UnconnectedState; }));
}

void TstAutobahn::client()
{
    QFETCH(int, index);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    greenroom::WsSocket client;
    connect(&client, &greenroom::WsSocket::received, &client, [&client](const QByteArray &body, bool binary) {
        binary ? client.sendBinary(body) : client.sendText(body);
    });
    bool closed = false;
    connect(&client, &greenroom::WsSocket::closed, &client, [&closed] { closed = true; });
    client.open({ .url = QUrl(u"ws://127.0.0.1:%1/runCase?case=1"_s.arg(server.serverPort())), .headers = {}, .subprotocols = {},
                  .tls = {}, .proxy = QNetworkProxy::NoProxy });
    QVERIFY(waitFor([&] { return server.hasPendingConnections(); }));
    const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
    QByteArray key;
    QByteArray line;
    QVERIFY(waitFor([&] {
        while (socket->canReadLine()) {
            line = socket->readLine().trimmed();
            if (line.isEmpty())
                return true;
            if (line.startsWith("Sec-WebSocket-Key: "))
                key = line.mid(19);
        }
        return false;
    }));
    socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                  + QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64() + "\r\n\r\n");
    Peer peer(*socket, false);
    play(peer, allCases().at(index));
    if (!QTest::currentTestFailed())
        QVERIFY(waitFor([&] { return closed; }));
}

QTEST_GUILESS_MAIN(TstAutobahn)
#include "tst_autobahn.moc"
