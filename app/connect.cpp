// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "options.h"
#include "signals.h"
#include "terminal.h"

#include "core/masking.h"
#include "engine.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QHostAddress>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>
#include <QUrl>
#include <QUuid>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int closeMs = 1500;

// What the hosts of this data folder show as their authority: they are to be trusted on this machine.
QStringList localAuthorities(const QString &dataFolder)
{
    QStringList files;
    QDirIterator folders(dataFolder + u"/tls"_s, { u"authority.pem"_s }, QDir::Files, QDirIterator::Subdirectories);
    while (folders.hasNext())
        files.append(folders.next());
    return files;
}

// On a terminal a stranger's control characters must not steer it; elsewhere a message is what it is.
QString shown(const QByteArray &body)
{
    QString text = QString::fromUtf8(body);
    if (outIsTerminal()) {
        for (QChar &c : text) {
            if (!c.isPrint() && !c.isSurrogate() && c != u'\n' && c != u'\t')
                c = u'·';
        }
    }
    return text;
}

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

    // Kindly, and not for long: the other side may never answer.
    void close()
    {
        if (!m_stdin || std::exchange(m_closing, true)) {
            QCoreApplication::quit();
            return;
        }
        m_engine.closeClient(m_request.connectionId, 1000, {});
        QTimer::singleShot(closeMs, this, &QCoreApplication::quit);
    }

private:
    void onAppended(const QList<Event> &batch)
    {
        for (const Event &event : batch) {
            if (const auto *notice = std::get_if<Notice>(&event.payload); notice && notice->severity != "info"_L1)
                printError(lineFor(event));
            if (connectionIdOf(event.payload) != m_request.connectionId)
                continue;
            if (m_jsonLines)
                printOut(QString::fromUtf8(QJsonDocument(toJson({ event.sequence, event.at, Masking::masked(event.payload) })).toJson(QJsonDocument::Compact)) + u'\n');
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
                QString text = u"Not connected: "_s + refused.reason;
                if (!refused.remedy.isEmpty())
                    text += refused.status > 0 ? u" ("_s + refused.remedy + u')' : u". "_s + refused.remedy;
                printError(text);
                code = ExitNotReady;
                QCoreApplication::quit();
            },
            [this](const MessageReceived &message) {
                say(u"< %1"_s.arg(message.opcode == "binary"_L1 ? QString::fromLatin1(message.body.toHex(' ')) : shown(message.body)));
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
            if (!m_typed.isEmpty())
                send(QString::fromUtf8(std::exchange(m_typed, {})));
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
    bool m_closing = false;
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
    if (const QString host = QUrl(url).host(); host == "localhost"_L1 || QHostAddress(host).isLoopback())
        request.authorityFiles = localAuthorities(*folder);
    Engine engine({ .dataFolder = *folder });
    ConsoleSession session(engine, request, parser.values(u"send"_s), parser.isSet(u"jsonl"_s));
    const Signals signalsOfOurs;
    QObject::connect(&signalsOfOurs, &Signals::stopRequested, &session, [&session] { session.close(); });
    QCoreApplication::exec();
    return session.code;
}

} // namespace greenroom
