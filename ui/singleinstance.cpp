// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "singleinstance.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalServer>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int patienceMs = 1000;   // a window that hangs does not keep the next from opening
constexpr qint64 longestCall = 64 * 1024;

} // namespace

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_path(dataFolder + u"/window.socket"_s)
{
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::passOn(const QStringList &arguments) const
{
    QLocalSocket socket;
    socket.connectToServer(m_path);
    if (!socket.waitForConnected(patienceMs))
        return false;
    socket.write(QJsonDocument(QJsonArray::fromStringList(arguments)).toJson(QJsonDocument::Compact) + '\n');
    return socket.waitForReadyRead(patienceMs) && socket.readAll() == "taken\n";
}

bool SingleInstance::listen()
{
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server->nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        }
    });
    if (m_server->listen(m_path))
        return true;
    // Left behind by a crash: nobody answers there, or passOn() had been heard.
    QLocalServer::removeServer(m_path);
    return m_server->listen(m_path);
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > longestCall)
            socket->abort();
        return;
    }
    QStringList arguments;
    const QJsonArray said = QJsonDocument::fromJson(socket->readLine(longestCall)).array();
    for (const QJsonValue &argument : said)
        arguments << argument.toString();
    socket->write("taken\n");
    socket->flush();
    emit called(arguments);
}

} // namespace greenroom
