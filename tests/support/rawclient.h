// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>
#include <QUrl>
#include <QtEndian>

// A socket that sends what it is told, byte for byte: heads no library would write, frames of exact sizes,
// half a message, a cut line. Reads with the tester's own hands, so that a slow reader can be played too.
class RawClient
{
public:
    struct Frame
    {
        int opcode = -1;
        bool fin = false;
        QByteArray payload;
        int code() const { return payload.size() < 2 ? 1005 : qFromBigEndian<quint16>(payload.constData()); }
        QByteArray reason() const { return payload.mid(2); }
    };

    // url: ws://, http://, wss:// or https://. A secure one trusts `authorityFile` alone; with none, whom the
    // system trusts.
    explicit RawClient(const QString &url, const QString &authorityFile = {})
        : m_url(url)
    {
        socket.setReadBufferSize(0);
        const bool secure = m_url.scheme() == QLatin1String("wss") || m_url.scheme() == QLatin1String("https");
        if (secure) {
            QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
            if (!authorityFile.isEmpty())
                tls.setCaCertificates(QSslCertificate::fromPath(authorityFile));
            socket.setSslConfiguration(tls);
            socket.connectToHostEncrypted(m_url.host(), quint16(m_url.port(443)));
            open = socket.waitForEncrypted(8000);
        } else {
            socket.connectToHost(m_url.host(), quint16(m_url.port(80)));
            open = socket.waitForConnected(8000);
        }
    }

    // --- bytes ---
    void write(const QByteArray &bytes)
    {
        socket.write(bytes);
        socket.flush();
    }
    // Everything until the peer closes, or the time is over.
    QByteArray readToEnd(int ms = 15'000)
    {
        waitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; }, ms);
        return take();
    }
    bool isClosed(int ms = 15'000)
    {
        return waitFor([this] { return socket.state() == QAbstractSocket::UnconnectedState; }, ms);
    }

    // --- HTTP ---
    QByteArray head(const QByteArray &more = {}, const QByteArray &path = {}) const
    {
        return "GET " + (path.isEmpty() ? m_url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) : path)
            + " HTTP/1.1\r\nHost: " + m_url.authority().toLatin1() + "\r\n" + more;
    }
    static QByteArray upgradeHeaders()
    {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    }
    // Sends a whole head and returns the answer's status; the head as text is in answerHead.
    int request(const QByteArray &text)
    {
        write(text);
        return readAnswer();
    }
    int readAnswer(int ms = 15'000)
    {
        qsizetype end = -1;
        waitFor([this, &end] {
            fill();
            end = m_buffer.indexOf("\r\n\r\n");
            return end >= 0 || socket.state() == QAbstractSocket::UnconnectedState;
        }, ms);
        if (end < 0)
            return 0;
        answerHead = m_buffer.left(end + 4);
        m_buffer.remove(0, end + 4);
        return answerHead.split(' ').value(1).toInt();
    }
    QByteArray header(const QByteArray &name) const
    {
        const QList<QByteArray> lines = answerHead.split('\n');
        for (const QByteArray &line : lines) {
            if (line.left(line.indexOf(':')).compare(name, Qt::CaseInsensitive) == 0)
                return line.mid(line.indexOf(':') + 1).trimmed();
        }
        return {};
    }
    QByteArray readBody(int ms = 15'000)
    {
        const qsizetype size = header("Content-Length").toLongLong();
        waitFor([this, size] { fill(); return m_buffer.size() >= size; }, ms);
        const QByteArray body = m_buffer.left(size);
        m_buffer.remove(0, size);
        return body;
    }
    int upgrade(const QByteArray &more = {}) { return request(head(upgradeHeaders() + more + "\r\n")); }

    // --- frames (masked, as a client's must be) ---
    static QByteArray frame(int opcode, const QByteArray &payload, bool fin = true)
    {
        QByteArray bytes;
        bytes += char((fin ? 0x80 : 0) | opcode);
        if (payload.size() < 126) {
            bytes += char(0x80 | payload.size());
        } else if (payload.size() < 65'536) {
            bytes += char(0x80 | 126);
            bytes += char(payload.size() >> 8);
            bytes += char(payload.size() & 0xff);
        } else {
            char size[8];
            qToBigEndian(quint64(payload.size()), size);
            bytes += char(0x80 | 127);
            bytes.append(size, 8);
        }
        static constexpr char mask[4] = { 0x12, 0x34, 0x56, 0x78 };
        bytes.append(mask, 4);
        for (qsizetype i = 0; i < payload.size(); ++i)
            bytes += char(payload.at(i) ^ mask[i % 4]);
        return bytes;
    }
    void send(int opcode, const QByteArray &payload, bool fin = true) { write(frame(opcode, payload, fin)); }
    void sendText(const QByteArray &text) { send(1, text); }
    void sendClose(int code, const QByteArray &why = {})
    {
        QByteArray payload(2, '\0');
        qToBigEndian(quint16(code), payload.data());
        send(8, payload + why);
    }

    // The next frame; opcode -1 when none came.
    Frame next(int ms = 15'000)
    {
        Frame frame;
        waitFor([this, &frame] {
            fill();
            return parse(&frame) || socket.state() == QAbstractSocket::UnconnectedState;
        }, ms);
        return frame;
    }
    // The next whole text message, however many frames it has; null when something else came.
    QByteArray text(int ms = 15'000)
    {
        QByteArray message("");
        for (;;) {
            const Frame frame = next(ms);
            if (frame.opcode != 1 && frame.opcode != 0)
                return {};
            message += frame.payload;
            if (frame.fin)
                return message;
        }
    }
    QByteArray ask(const QByteArray &message)
    {
        sendText(message);
        return text();
    }
    // Passes over data frames until the close frame; 1006 when the line was cut without one.
    int closeCode(int ms = 15'000)
    {
        for (;;) {
            const Frame frame = next(ms);
            if (frame.opcode == 8) {
                reason = frame.reason();
                return frame.code();
            }
            if (frame.opcode < 0)
                return socket.state() == QAbstractSocket::UnconnectedState ? 1006 : -1;
        }
    }

    // Waits with the event loop running.
    template <class Condition>
    static bool waitFor(Condition condition, int ms)
    {
        const QDeadlineTimer deadline(ms);
        while (!condition()) {
            if (deadline.hasExpired())
                return false;
            QTest::qWait(1);
        }
        return true;
    }

    QSslSocket socket;
    QByteArray answerHead;
    QByteArray reason;
    bool open = false;

private:
    void fill() { m_buffer += socket.readAll(); }
    QByteArray take()
    {
        fill();
        return std::exchange(m_buffer, {});
    }
    bool parse(Frame *frame)
    {
        const auto *data = reinterpret_cast<const uchar *>(m_buffer.constData());
        if (m_buffer.size() < 2)
            return false;
        quint64 size = data[1] & 0x7f;
        qsizetype head = 2;
        if (size == 126) {
            if (m_buffer.size() < 4)
                return false;
            size = qFromBigEndian<quint16>(data + 2);
            head = 4;
        } else if (size == 127) {
            if (m_buffer.size() < 10)
                return false;
            size = qFromBigEndian<quint64>(data + 2);
            head = 10;
        }
        if (quint64(m_buffer.size()) < quint64(head) + size)
            return false;
        *frame = { data[0] & 0x0f, bool(data[0] & 0x80), m_buffer.mid(head, qsizetype(size)) };
        m_buffer.remove(0, head + qsizetype(size));
        return true;
    }

    QUrl m_url;
    QByteArray m_buffer;
};
