// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/connection.h"

#include <QDateTime>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int closeHandshakeMs = 2000;      // a client that does not take or answer our close frame is cut
constexpr qint64 pongsWaiting = 64 * 1024;  // beyond, the older ping stays unanswered (RFC 6455 §5.5.3 allows it)

// $disconnect's texts are the IANA names (R); nobody observed others.
QString nameOf(int code)
{
    switch (code) {
    case 1002: return u"Protocol error"_s;
    case 1007: return u"Invalid frame payload data"_s;
    case 1009: return u"Message Too Big"_s;
    default: return {};
    }
}

} // namespace

Connection::Connection(ConnectionFacts facts, std::unique_ptr<Transport> transport, const Quotas &quotas,
                       ConnectionOwner &owner, QObject *parent)
    : QObject(parent)
    , lastActiveAt(QDateTime::currentMSecsSinceEpoch())
    , m_owner(owner)
    , m_facts(std::move(facts))
    , m_transport(std::move(transport))
    , m_frameBytes(quotas.frameBytes)
    , m_pingsKeepAlive(quotas.pingsKeepAlive)
{
    m_transport->setOwner(this);
    m_reader.setLimits(quotas.frameBytes, quotas.messageBytes);
}

void Connection::onBytes(const QByteArray &bytes)
{
    m_reader.feed(bytes);
    while (m_transport) {
        const std::optional<FrameReader::Item> item = m_reader.next();
        if (!item)
            break;
        take(*item);
    }
}

void Connection::onLost()
{
    end({}, 1006, {}, u"network"_s);
}

void Connection::take(const FrameReader::Item &item)
{
    switch (item.kind) {
    case FrameReader::Kind::Message:
        m_owner.onMessage(*this, item.payload, item.binary);
        return;
    case FrameReader::Kind::Ping:
        if (waitingBytes() < pongsWaiting)
            write(pongFrame(item.payload));
        [[fallthrough]];
    case FrameReader::Kind::Pong:
        if (m_pingsKeepAlive)
            lastActiveAt = QDateTime::currentMSecsSinceEpoch();
        return;
    case FrameReader::Kind::Close:
        end(closeFrame(item.code), item.code,
            item.code == 1005 ? u"Client-side close frame status not set"_s : QString::fromUtf8(item.payload), u"client"_s);
        return;
    case FrameReader::Kind::Violation:
        end(closeFrame(item.code), item.code, nameOf(item.code), u"server"_s);
        return;
    }
}

void Connection::write(const QByteArray &frames)
{
    if (isOpen())
        m_transport->write(frames);
}

void Connection::close(int code, const QString &reason, const QString &recordedReason)
{
    end(closeFrame(code, reason.toUtf8()), code, recordedReason.isEmpty() ? reason : recordedReason, u"server"_s);
}

void Connection::cut()
{
    if (m_transport)
        m_transport->cut();
}

void Connection::end(const QByteArray &last, int code, const QString &reason, const QString &closedBy)
{
    Transport *transport = m_transport.release();
    if (!transport)
        return;
    transport->closeAfter(last, closeHandshakeMs);
    // Later: whoever closes us is in the middle of using us.
    QMetaObject::invokeMethod(this, [this, code, reason, closedBy] { m_owner.onClosed(*this, code, reason, closedBy); },
                              Qt::QueuedConnection);
}

} // namespace greenroom
