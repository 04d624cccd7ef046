// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

// Answers each path with the bytes it was told, as they stand; remembers every request. /echo answers with the
// request itself.
class ScriptedServer : public QTcpServer
{
public:
    struct Answer
    {
        QByteArray bytes;
        bool closes = false;          // the connection, after the answer
    };

    ScriptedServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            ++connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            sockets.append(socket);
        });
    }

    QString url(const QString &path = QStringLiteral("/")) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path);
    }
    // "HTTP/1.1 200 OK" and so on, with a length.
    static Answer answerOf(const QByteArray &body, const QByteArray &status = "200 OK", const QByteArray &more = {})
    {
        return { "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\n" + more + "Content-Length: " + QByteArray::number(body.size())
                     + "\r\n\r\n" + body, false };
    }
    void say(const QByteArray &path, const QByteArray &body, const QByteArray &status = "200 OK", const QByteArray &more = {})
    {
        answers.insert(path, answerOf(body, status, more));
    }
    void dropIdle()
    {
        for (const QPointer<QTcpSocket> &socket : std::as_const(sockets)) {
            if (socket)
                socket->disconnectFromHost();
        }
    }

    QHash<QByteArray, Answer> answers;
    QHash<QByteArray, QList<Answer>> turns;   // before those: one each, in turn
    QList<QByteArray> requests;
    QList<QPointer<QTcpSocket>> sockets;
    int connections = 0;

private:
    void onReadyRead(QTcpSocket *socket)
    {
        QByteArray &waiting = m_waiting[socket];
        waiting += socket->readAll();
        const qsizetype end = waiting.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const qsizetype length = waiting.toLower().indexOf("content-length: ");
        if (length > 0 && length < end && waiting.size() - end - 4 < waiting.mid(length + 16, waiting.indexOf('\r', length) - length - 16).toInt())
            return;
        requests.append(waiting);
        const QByteArray path = waiting.split(' ').value(1);
        waiting.clear();
        if (path.startsWith("/echo")) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + QByteArray::number(requests.last().size()) + "\r\n\r\n"
                          + requests.last());
            return;
        }
        if (QList<Answer> &turn = turns[path]; !turn.isEmpty()) {
            socket->write(turn.takeFirst().bytes);
            return;
        }
        const Answer answer = answers.value(path, { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", false });
        socket->write(answer.bytes);
        if (answer.closes)
            socket->disconnectFromHost();
    }

    QHash<QTcpSocket *, QByteArray> m_waiting;
};
