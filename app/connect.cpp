// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "options.h"
#include "signals.h"
#include "terminal.h"

#include "engine.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QUuid>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// One console connection on the terminal: what is typed is sent, what arrives is printed.
class ConsoleSession : public QObject
{
public:
    ConsoleSession(Engine &engine, ClientRequest request, QStringList toSend, bool jsonLines)
        : m_engine(engine)
        , m_request(std::move(request))
        , m_toSend(std::move(toSend))
        , m_jsonLines(jsonLines)
    {
        connect(&engine.journal(), &Journal::appended, this, &ConsoleSession::onAppended, Qt::QueuedConnection);
        engine.connectClient(m_request);
    }

    int code = ExitGood;

    void close() { m_engine.closeClient(m_request.connectionId, 1000, {}); }

private:
    void onAppended(const QList<Event> &batch)
    {
        for (const Event &event : batch) {
            if (connectionIdOf(event.payload) != m_request.connectionId)
                continue;
            if (m_jsonLines)
                printOut(QString::fromUtf8(QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact)) + u'\n');
            handle(event);
        }
    }

    void handle(const Event &event)
    {
        std::visit(Overloaded {
            [this](const ConnectionOpened &opened) {
                say(u"open %1"_s.arg(opened.subprotocol));
                for (const QString &text : std::as_const(m_toSend))
                    send(text);
                m_stdin = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
                connect(m_stdin.get(), &QSocketNotifier::activated, this, &ConsoleSession::onTyped);
            },
            [this](const ConnectRefused &refused) {
                printError(u"Refused: %1 %2 %3"_s.arg(refused.status > 0 ? QString::number(refused.status) : QString(), refused.reason, refused.remedy).simplified());
                code = ExitNotReady;
                QCoreApplication::quit();
            },
            [this](const MessageReceived &message) {
                say(u"< %1"_s.arg(QString::fromUtf8(message.opcode == "binary"_L1 ? message.body.toHex(' ') : message.body)));
            },
            [this](const MessageSent &message) { say(u"> %1"_s.arg(QString::fromUtf8(message.body))); },
            [this](const ConnectionClosed &closed) {
                say(u"closed %1 %2 by %3"_s.arg(QString::number(closed.code), closed.reason, closed.closedBy));
                QCoreApplication::quit();
            },
            [](const auto &) {},
        }, event.payload);
    }

    void onTyped()
    {
        char buffer[65536];
        const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (count <= 0) {
            m_stdin->setEnabled(false);
            if (::isatty(STDIN_FILENO))
                close();
            return;
        }
        m_typed += QByteArray(buffer, qsizetype(count));
        for (qsizetype end = 0; (end = m_typed.indexOf('\n')) >= 0;) {
            const QByteArray line = m_typed.left(end);
            m_typed.remove(0, end + 1);
            if (!line.isEmpty())
                send(QString::fromUtf8(line));
        }
    }

    void send(const QString &text) { m_engine.sendFromClient(m_request.connectionId, { Message::Opcode::Text, text.toUtf8() }); }

    void say(const QString &line) const
    {
        if (!m_jsonLines)
            printOut(line + u'\n');
    }

    Engine &m_engine;
    ClientRequest m_request;
    QStringList m_toSend;
    bool m_jsonLines;
    std::unique_ptr<QSocketNotifier> m_stdin;
    QByteArray m_typed;
};

} // namespace

int connectCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Connects to any ws:// or wss:// address, a deployment on AWS among them. What is "
                                     "typed is sent, a line a message; what arrives is printed.\n\n"
                                     "  greenroom connect wss://abc123.execute-api.eu-west-1.amazonaws.com/dev\n"
                                     "  greenroom connect ws://127.0.0.1:3001/dev --send '{\"action\":\"whoami\"}' --jsonl"_s);
    parser.addPositionalArgument(u"URL"_s, u"ws:// or wss://"_s);
    parser.addOptions({ { u"header"_s, u"“Name: value” for the handshake; may be repeated."_s, u"H"_s },
                        { u"subprotocol"_s, u"Subprotocol to offer; may be repeated."_s, u"P"_s },
                        { u"send"_s, u"Message to send once open; may be repeated."_s, u"TEXT"_s },
                        { u"jsonl"_s, u"Print events as JSON lines."_s },
                        dataDirOption() });
    if (const std::optional<int> code = parseOptions(parser, u"connect"_s, arguments))
        return *code;
    const QString url = parser.positionalArguments().value(0);
    if (parser.positionalArguments().size() != 1 || !(url.startsWith("ws://"_L1) || url.startsWith("wss://"_L1))) {
        printError(u"“connect” takes one address that begins with ws:// or wss://."_s);
        return ExitWrongCall;
    }
    ClientRequest request;
    request.connectionId = u"client-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces).left(8);
    request.url = url;
    request.subprotocols = parser.values(u"subprotocol"_s);
    const QStringList headers = parser.values(u"header"_s);
    for (const QString &header : headers) {
        const qsizetype colon = header.indexOf(u':');
        if (colon <= 0) {
            printError(u"--header takes “Name: value”, not “%1”."_s.arg(header));
            return ExitWrongCall;
        }
        request.headers.append({ header.left(colon).trimmed(), header.mid(colon + 1).trimmed() });
    }
    const std::optional<QString> folder = openDataFolder(parser);
    if (!folder)
        return ExitNotReady;
    Engine engine({ .dataFolder = *folder });
    ConsoleSession session(engine, request, parser.values(u"send"_s), parser.isSet(u"jsonl"_s));
    const Signals signalsOfOurs;
    QObject::connect(&signalsOfOurs, &Signals::stopRequested, &session, [&session] { session.close(); });
    QCoreApplication::exec();
    return session.code;
}

} // namespace greenroom
