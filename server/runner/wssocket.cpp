// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/wssocket.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QSslSocket>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype answerLimit = 64 * 1024;
constexpr int lingerMs = 2000;   // a server that does not close its end after the close frames

QByteArray newKey()
{
    quint32 words[4];
    QRandomGenerator::global()->fillRange(words);
    return QByteArray(reinterpret_cast<const char *>(words), sizeof words).toBase64();
}

QByteArray acceptOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64();
}

// The values of a header, comma-separated lists taken apart.
QByteArrayList valuesOf(const QByteArrayList &lines, const char *name)
{
    QByteArrayList values;
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || line.left(colon).compare(name, Qt::CaseInsensitive) != 0)
            continue;
        const QByteArrayList parts = line.mid(colon + 1).split(',');
        for (const QByteArray &part : parts)
            values.append(part.trimmed());
    }
    return values;
}

bool hasToken(const QByteArrayList &values, const char *token)
{
    return std::any_of(values.begin(), values.end(), [token](const QByteArray &value) { return value.compare(token, Qt::CaseInsensitive) == 0; });
}

} // namespace

WsSocket::~WsSocket()
{
    letGo();
}

void WsSocket::open(const Opening &opening)
{
    m_opening = opening;
    m_state = State::Connecting;
    const bool secure = opening.url.scheme() == "wss"_L1;
    QSslSocket *tls = secure ? new QSslSocket(this) : nullptr;
    m_socket = secure ? tls : new QTcpSocket(this);
    m_socket->setProxy(opening.proxy);
    connect(m_socket, &QTcpSocket::readyRead, this, &WsSocket::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &WsSocket::onDisconnected);
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this] {
        if (m_state == State::Connecting)
            refuse(0, m_socket->errorString());
    });
    const quint16 port = quint16(opening.url.port(secure ? 443 : 80));
    if (tls) {
        tls->setSslConfiguration(opening.tls);
        connect(tls, &QSslSocket::encrypted, this, &WsSocket::onReady);
        tls->connectToHostEncrypted(opening.url.host(), port);
    } else {
        connect(m_socket, &QTcpSocket::connected, this, &WsSocket::onReady);
        m_socket->connectToHost(opening.url.host(), port);
    }
}

void WsSocket::onReady()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    const QUrl &url = m_opening.url;
    const auto isGiven = [this](const char *name) {
        return std::any_of(m_opening.headers.begin(), m_opening.headers.end(),
                           [name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    };
    QByteArray target = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority | QUrl::RemoveFragment);
    if (!target.startsWith('/'))
        target.prepend('/');
    m_key = newKey();
    QByteArray head = "GET " + target + " HTTP/1.1\r\n";
    if (!isGiven("Host")) {
        const QByteArray host = url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment).mid(2);
        head += "Host: " + host + "\r\n";
    }
    head += "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + m_key + "\r\nSec-WebSocket-Version: 13\r\n";
    if (!m_opening.subprotocols.isEmpty())
        head += "Sec-WebSocket-Protocol: " + m_opening.subprotocols.join(u", "_s).toUtf8() + "\r\n";
    if (!url.userInfo().isEmpty() && !isGiven("Authorization"))
        head += "Authorization: Basic " + url.userInfo(QUrl::FullyDecoded).toUtf8().toBase64() + "\r\n";
    for (const auto &[name, value] : std::as_const(m_opening.headers)) {
        if (!name.contains('\n') && !value.contains('\n') && !value.contains('\r'))
            head += name + ": " + value + "\r\n";
    }
    m_socket->write(head + "\r\n");
}

void WsSocket::onReadyRead()
{
    if (m_state == State::Connecting) {
        readAnswer();
        return;
    }
    if (m_state != State::Open && m_state != State::Closing)
        return;
    m_reader.feed(m_socket->readAll());
    while (m_state == State::Open || m_state == State::Closing) {
        const std::optional<FrameReader::Item> item = m_reader.next();
        if (!item)
            return;
        take(*item);
    }
}

void WsSocket::readAnswer()
{
    m_answer += m_socket->readAll();
    const qsizetype end = m_answer.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_answer.size() > answerLimit)
            refuse(0, u"the answer to the handshake has no end"_s);
        return;
    }
    const QByteArray rest = m_answer.mid(end + 4);
    const QByteArray head = m_answer.left(end);
    m_answer.clear();
    const int status = head.startsWith("HTTP/1.") ? head.mid(9, 3).toInt() : 0;
    if (status != 101) {
        refuse(status, status > 0 ? QString::fromUtf8(head.left(head.indexOf('\r')).mid(9)) : u"what answered speaks no HTTP"_s);
        return;
    }
    if (const QString wrong = judgeAnswer(head); !wrong.isEmpty()) {
        refuse(0, wrong);
        return;
    }
    m_state = State::Open;
    emit opened();
    if (m_state != State::Open || rest.isEmpty())
        return;
    m_reader.feed(rest);
    onReadyRead();
}

// RFC 6455 §4.1: what is wrong with a 101.
QString WsSocket::judgeAnswer(const QByteArray &head)
{
    QByteArrayList lines;
    const QByteArrayList raw = head.split('\n');
    for (const QByteArray &line : raw)
        lines.append(line.trimmed());
    if (!hasToken(valuesOf(lines, "Upgrade"), "websocket") || !hasToken(valuesOf(lines, "Connection"), "Upgrade"))
        return u"the answer to the handshake is no upgrade to WebSocket"_s;
    if (valuesOf(lines, "Sec-WebSocket-Accept") != QByteArrayList { acceptOf(m_key) })
        return u"the answer to the handshake does not match its key"_s;
    if (const QByteArrayList extensions = valuesOf(lines, "Sec-WebSocket-Extensions"); !extensions.join().isEmpty())
        return u"the server chose an extension that was not offered: %1"_s.arg(QString::fromUtf8(extensions.first()));
    const QByteArrayList subprotocols = valuesOf(lines, "Sec-WebSocket-Protocol");
    if (subprotocols.join().isEmpty())
        return {};
    m_subprotocol = QString::fromUtf8(subprotocols.first());
    if (subprotocols.size() > 1 || !m_opening.subprotocols.contains(m_subprotocol))
        return u"the server chose a sub-protocol that was not offered: %1"_s.arg(m_subprotocol);
    return {};
}

void WsSocket::take(const FrameReader::Item &item)
{
    switch (item.kind) {
    case FrameReader::Kind::Message:
        if (m_state == State::Open)
            emit received(item.payload, item.binary);
        break;
    case FrameReader::Kind::Ping:
        if (m_state == State::Open)
            send(10, item.payload);
        break;
    case FrameReader::Kind::Pong:
        if (m_sincePing.isValid())
            emit pong(m_sincePing.elapsed());
        m_sincePing.invalidate();
        break;
    case FrameReader::Kind::Close:
        if (m_state == State::Open) {
            m_code = item.code;
            m_reason = item.payload;
            send(8, closePayload(item.code, {}));
        }
        shut(m_code, m_reason);
        break;
    case FrameReader::Kind::Violation:
        if (m_state == State::Open)
            send(8, closePayload(item.code, {}));
        shut(item.code, {});
        break;
    }
}

void WsSocket::ping()
{
    m_sincePing.start();
    send(9, {});
}

void WsSocket::send(int opcode, const QByteArray &payload)
{
    if (m_state == State::Open)
        m_socket->write(clientFrame(opcode, payload));
}

void WsSocket::close(int code, const QByteArray &reason)
{
    if (m_state == State::Connecting) {
        abort();
        return;
    }
    if (m_state != State::Open)
        return;
    send(8, closePayload(code, reason));
    m_code = code;
    m_reason = reason;
    m_state = State::Closing;
    // A server that does not answer our close frame.
    QTimer::singleShot(lingerMs, this, [this] { shut(m_code, m_reason); });
}

// Both close frames are out, or one was enough: the server cuts the line (§7.1.1), or we do soon. What still
// comes is read and thrown away, else our own close frame could be lost with it.
void WsSocket::shut(int code, const QByteArray &reason)
{
    if (m_state != State::Open && m_state != State::Closing)
        return;
    m_state = State::Over;
    m_code = code;
    m_reason = reason;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->flush();
    connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->skip(socket->bytesAvailable()); });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(lingerMs, socket, &QObject::deleteLater);
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socket->deleteLater();
    emit closed(m_code, m_reason);
}

void WsSocket::abort()
{
    m_state = State::Over;
    letGo();
}

void WsSocket::refuse(int status, const QString &why)
{
    m_state = State::Over;
    letGo();
    emit refused(status, why);
}

void WsSocket::onDisconnected()
{
    if (m_state == State::Connecting) {
        refuse(0, u"the connection was closed before the handshake was answered"_s);
        return;
    }
    if (m_state == State::Closing) {
        shut(m_code, m_reason);
        return;
    }
    if (m_state == State::Open)
        shut(1006, {});
}

void WsSocket::letGo()
{
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
}

} // namespace greenroom
