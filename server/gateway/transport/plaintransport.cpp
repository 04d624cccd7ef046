// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/transport/plaintransport.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace greenroom {

namespace {

constexpr int pieceBytes = 64 * 1024;   // of one read; more waits for the next turn, so that neighbours get theirs
constexpr int piecesAtOnce = 64;        // of one write

bool isTransient(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

PlainTransport::PlainTransport(int descriptor, QByteArray first, WriteBatch &batch)
    : QSocketNotifier(descriptor, QSocketNotifier::Read)
    , m_batch(&batch)
    , m_first(std::move(first))
{
    if (!m_first.isEmpty())
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

PlainTransport::~PlainTransport()
{
    if (m_batched && m_batch)
        m_batch->remove(this);
    // Out of the event loop before the number is free for others.
    delete m_room;
    setEnabled(false);
    ::close(int(socket()));
}

bool PlainTransport::event(QEvent *event)
{
    if (event->type() == QEvent::User || event->type() == QEvent::SockAct) {
        read();
        return true;
    }
    return QSocketNotifier::event(event);
}

void PlainTransport::read()
{
    if (m_state == State::Open && !m_first.isEmpty()) {
        m_owner->onBytes(std::exchange(m_first, {}));
        return;
    }
    char piece[pieceBytes];
    const ssize_t size = ::recv(int(socket()), piece, sizeof piece, 0);
    if (size > 0) {
        if (m_state == State::Open)
            m_owner->onBytes(QByteArray(piece, size));
        return;
    }
    if (size < 0 && isTransient(errno))
        return;
    lose();
}

void PlainTransport::dropWaiting()
{
    m_out = {};
    m_outAt = 0;
    m_waiting = 0;
}

void PlainTransport::lose()
{
    const State before = std::exchange(m_state, State::Lost);
    if (before == State::Lost)
        return;
    setEnabled(false);
    if (m_room)
        m_room->setEnabled(false);
    dropWaiting();
    if (before == State::Closing)
        deleteLater();
    else
        m_owner->onLost();
}

void PlainTransport::cut()
{
    if (m_state == State::Open)
        lose();
}

void PlainTransport::write(const QByteArray &bytes)
{
    if (m_state != State::Open || bytes.isEmpty())
        return;
    m_out.append(bytes);
    m_waiting += bytes.size();
    if (!m_batched && m_batch && !(m_room && m_room->isEnabled())) {
        m_batched = true;
        m_batch->add(this);
    }
}

void PlainTransport::flush()
{
    if (std::exchange(m_batched, false) && m_batch)
        m_batch->remove(this);
    send();
}

void PlainTransport::send()
{
    while (m_waiting > 0 && m_state != State::Lost) {
        iovec pieces[piecesAtOnce];
        const int count = int(std::min<qsizetype>(m_out.size(), piecesAtOnce));
        for (int i = 0; i < count; ++i) {
            const QByteArray &bytes = m_out.at(i);
            const qsizetype from = i == 0 ? m_outAt : 0;
            pieces[i] = { const_cast<char *>(bytes.constData()) + from, std::size_t(bytes.size() - from) };
        }
        msghdr message {};
        message.msg_iov = pieces;
        message.msg_iovlen = std::size_t(count);
        const ssize_t size = ::sendmsg(int(socket()), &message, MSG_NOSIGNAL);
        if (size >= 0) {
            sent(size);
        } else if (errno != EINTR) {
            // A line that broke is told by the next read, with what the peer still said before.
            if (isTransient(errno))
                waitForRoom();
            else
                dropWaiting();
            break;
        }
    }
    if (m_waiting > 0)
        return;
    if (m_room)
        m_room->setEnabled(false);
    if (m_state == State::Closing)
        ::shutdown(int(socket()), SHUT_WR);
}

void PlainTransport::sent(qint64 size)
{
    m_waiting -= size;
    m_outAt += size;
    qsizetype done = 0;
    while (done < m_out.size() && m_outAt >= m_out.at(done).size())
        m_outAt -= m_out.at(done++).size();
    if (done == m_out.size())
        m_out = {};   // an idle connection keeps no list
    else
        m_out.remove(0, done);
}

void PlainTransport::waitForRoom()
{
    if (!m_room) {
        m_room = new QSocketNotifier(socket(), QSocketNotifier::Write, this);
        connect(m_room, &QSocketNotifier::activated, this, [this] { send(); });
    }
    m_room->setEnabled(true);
}

void PlainTransport::closeAfter(const QByteArray &last, int lingerMs)
{
    if (m_state == State::Lost) {
        deleteLater();
        return;
    }
    write(last);
    m_state = State::Closing;
    setParent(m_batch);
    m_first.clear();
    QTimer::singleShot(lingerMs, this, [this] { lose(); });
    flush();
}

} // namespace greenroom
