// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTcpSocket>

#include <memory>

namespace greenroom {

class PlainTransport;

// Who takes a transport's bytes and is told of its end.
class TransportOwner
{
public:
    virtual void onBytes(const QByteArray &bytes) = 0;
    // The peer ended, or the line broke: nothing comes any more. Not after closeAfter().
    virtual void onLost() = 0;

protected:
    ~TransportOwner() = default;
};

// The bytes of one hosted connection after its handshake. Lives on the gateway thread; its owner may call
// anything from within onBytes() and onLost(), save deleting it.
class Transport
{
public:
    virtual ~Transport() = default;

    virtual void setOwner(TransportOwner *owner) = 0;
    virtual bool isOpen() const = 0;
    // What the kernel did not take yet.
    virtual qint64 waitingBytes() const = 0;
    // Leaves at the end of the event loop's turn, together with what others have to send.
    virtual void write(const QByteArray &bytes) = 0;
    // Now, instead.
    virtual void flush() = 0;
    // Sends these last bytes, ends our side, waits at most lingerMs for the peer's end and deletes itself.
    virtual void closeAfter(const QByteArray &last, int lingerMs) = 0;
    // Drops the line without a word; the owner is told as if the network had.
    virtual void cut() = 0;
};

// The transports that have something to send. Those waited for by several clients are written in one go: their
// clients wake less often. One for each API.
class WriteBatch : public QObject
{
public:
    explicit WriteBatch(QObject *parent = nullptr);

    void add(PlainTransport *transport);
    void remove(PlainTransport *transport);

protected:
    bool event(QEvent *event) override;

private:
    QList<PlainTransport *> m_transports;   // null: gone meanwhile
    bool m_posted = false;
};

// Takes the socket, whose handshake's head was read: what else it holds is the owner's first bytes. A plain one
// goes on without QTcpSocket, which asks the kernel for the number of bytes before each read, switches a notifier
// on and off around each write, and costs 4 KiB while idle. Null: this process may have no more descriptors, and the
// line is cut.
std::unique_ptr<Transport> makeTransport(QTcpSocket *socket, WriteBatch &batch);

} // namespace greenroom
