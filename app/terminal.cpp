// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include "archive/exporters/exportmasking.h"
#include "core/platformlog.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>

#include <utility>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int previewLength = 160;

QString preview(const QByteArray &body, qint64 size)
{
    const QString text = oneLine(QString::fromUtf8(body.left(previewLength * 4)).simplified().left(previewLength));
    return size > previewLength ? text + u"… (%1 bytes)"_s.arg(size) : text;
}

// "HH:mm:ss.zzz "; the second's text is kept, for thousands of lines share it.
QString clock(qint64 at)
{
    static qint64 second = -1;
    static QString words;
    if (std::exchange(second, at / 1000) != at / 1000)
        words = QDateTime::fromMSecsSinceEpoch(at).toString(u"HH:mm:ss."_s);
    return words + u"%1 "_s.arg(at % 1000, 3, 10, QLatin1Char('0'));
}

QString shortId(const QString &id)
{
    return id.left(12);
}

QString placeOf(const Notice &notice)
{
    if (notice.file.isEmpty())
        return {};
    QString place = notice.file;
    if (notice.line > 0)
        place += u":%1:%2"_s.arg(notice.line).arg(notice.column);
    return place + u": "_s;
}

// What Lambda itself writes around a call, tabs and all; nothing in it steers the terminal.
QString platformText(const Event &event)
{
    QString text;
    const QList<FunctionLogged> lines = logLines(event.payload);
    for (const FunctionLogged &line : lines) {
        if (line.level == "PLATFORM"_L1)
            text += clock(event.at) + u"log        "_s + line.text + u'\n';
    }
    for (QChar &c : text) {
        if (c != u'\t' && c != u'\n' && !c.isPrint() && !c.isSurrogate())
            c = u'·';
    }
    return text;
}

} // namespace

Output &standardOut()
{
    static Output *const out = [] {
        auto *made = new Output(STDOUT_FILENO, qApp);
        QObject::connect(made, &Output::dropped, made, [](qint64 lines) {
            printError(u"%1 lines were not printed: nobody read them in time."_s.arg(lines));
        });
        return made;
    }();
    return *out;
}

Output &standardError()
{
    static Output *const error = new Output(STDERR_FILENO, qApp);
    return *error;
}

void printOut(const QString &text)
{
    standardOut().write(text.toUtf8());
}

void printError(const QString &sentence)
{
    standardError().write(sentence.toUtf8() + '\n');
}

bool outIsTerminal()
{
    return standardOut().isTerminal();
}

QString coloured(const QString &text, const char *code)
{
    static const bool colours = outIsTerminal() && qEnvironmentVariableIsEmpty("NO_COLOR");
    return colours ? u"\x1b[%1m%2\x1b[0m"_s.arg(QLatin1StringView(code), text) : text;
}

QString durationText(double ms)
{
    if (ms < 1000)
        return QString::number(qRound(ms)) + u" ms"_s;
    if (ms < 60'000)
        return QString::number(ms / 1000, 'f', 2) + u" s"_s;
    return u"%1:%2"_s.arg(int(ms / 60'000)).arg(int(ms / 1000) % 60, 2, 10, QLatin1Char('0'));
}

QString lineFor(const Event &event)
{
    return std::visit(Overloaded {
        [](const ProjectOpened &e) {
            return u"project    %1 (%2), stage %3, %4 routes"_s.arg(e.name, e.format, e.stage).arg(e.routes.size());
        },
        [](const ListeningChanged &e) {
            return e.state == "listening"_L1 ? u"listening  %1"_s.arg(e.wsUrl) : u"%1  %2 %3"_s.arg(e.state, e.name, e.error);
        },
        [](const GuestsInvited &e) {
            const QString until = e.validUntil == 0 ? u"anybody who can reach it"_s
                                                    : u"until "_s + QDateTime::fromMSecsSinceEpoch(e.validUntil).toString(u"yyyy-MM-dd HH:mm"_s);
            return u"guests     %1 “%2”, %3"_s.arg(e.url, e.title, until);
        },
        [](const ConnectRefused &e) {
            return u"refused    %1 %2 %3"_s.arg(QString::number(e.status), e.reason, e.remedy.isEmpty() ? e.detail.left(200) : e.remedy);
        },
        [](const ConnectionOpened &e) {
            return u"open       %1 from %2%3"_s.arg(shortId(e.connectionId), e.sourceIp.isEmpty() ? Masking::maskedUrl(e.url) : e.sourceIp,
                                                   e.subprotocol.isEmpty() ? QString() : u" ("_s + e.subprotocol + u')');
        },
        [](const ConnectionClosed &e) {
            return u"closed     %1 %2 %3 by %4"_s.arg(shortId(e.connectionId), QString::number(e.code), e.reason, e.closedBy);
        },
        [](const MessageReceived &e) {
            return u"received   %1 %2%3"_s.arg(shortId(e.connectionId), e.routeKey.isEmpty() ? QString() : u'[' + e.routeKey + u"] "_s,
                                              preview(e.body, e.size));
        },
        [](const MessageSent &e) { return u"sent       %1 %2"_s.arg(shortId(e.connectionId), preview(e.body, e.size)); },
        [](const TrafficCounted &e) {
            return u"counted    %1 received, %2 sent"_s.arg(e.received).arg(e.sent);
        },
        [](const IntegrationInvoked &) { return QString(); },
        [](const IntegrationAnswered &e) {
            const QString who = e.function.isEmpty() ? e.routeKey : e.function;
            return e.outcome == "ok"_L1
                ? u"answered   %1 %2"_s.arg(who, durationText(e.durationMs))
                : u"failed     %1 %2 %3 %4"_s.arg(who, durationText(e.durationMs), e.errorType, e.errorMessage);
        },
        [](const FunctionStarted &e) { return u"started    %1, process %2, %3"_s.arg(e.function).arg(e.pid).arg(e.reason); },
        [](const FunctionLogged &e) {
            return e.level == "PLATFORM"_L1 ? QString() : u"log        %1 %2 %3"_s.arg(e.function, e.level, preview(e.text.toUtf8(), e.text.size()));
        },
        [](const FunctionStopped &e) { return u"stopped    %1, process %2, %3"_s.arg(e.function).arg(e.pid).arg(e.reason); },
        [](const Notice &e) {
            return u"%1%2 %3"_s.arg(placeOf(e), e.text, e.remedy).trimmed();
        },
        [](const RunStarted &e) { return u"run        %1 “%2” started"_s.arg(QString::number(e.number), e.suiteName); },
        [](const RunFinished &e) { return u"run        %1"_s.arg(e.sentence); },
        [](const TestFinished &e) { return e.final ? u"test       %1 %2 %3"_s.arg(e.state, e.testId, e.reason) : QString(); },
        [](const auto &) { return QString(); },
    }, event.payload);
}

QString oneLine(const QString &text)
{
    QString line = text.trimmed();
    for (QChar &c : line) {
        if (c.isSpace())
            c = u' ';
        else if (!c.isPrint() && !c.isSurrogate())
            c = u'·';
    }
    return line;
}

bool isTold(const Notice &notice)
{
    return notice.severity != "info"_L1 || notice.area != "project"_L1;
}

void Terminal::learnCredentials(const QString &connection, const Payload &payload)
{
    // They come with the handshake: in the call of its authoriser, in that of $connect, and in the connection's own
    // event. Whichever is first has all of them.
    const auto *call = std::get_if<IntegrationInvoked>(&payload);
    const bool isHandshake = std::holds_alternative<ConnectionOpened>(payload)
        || (call && (call->integration == "AUTHORIZER"_L1 || call->routeKey == "$connect"_L1));
    if (isHandshake && !m_credentials.contains(connection)) {
        if (const Masking found = credentialsIn(payload); !found.isEmpty())
            m_credentials.insert(connection, found);
    }
    // What is over may still be spoken of for a while.
    if (std::holds_alternative<ConnectionClosed>(payload) || std::holds_alternative<ConnectRefused>(payload)) {
        if (const auto known = m_credentials.constFind(connection); known != m_credentials.constEnd()) {
            m_earlier.insert(connection, new Masking(*known));
            m_credentials.erase(known);
        }
    }
}

const Masking *Terminal::credentialsOf(const Payload &payload)
{
    const QString connection = std::visit([](const auto &e) {
        if constexpr (requires { e.connectionId; })
            return e.connectionId;
        else
            return QString();
    }, payload);
    if (connection.isEmpty())
        return nullptr;
    learnCredentials(connection, payload);
    const auto known = m_credentials.constFind(connection);
    return known != m_credentials.constEnd() ? &*known : m_earlier.object(connection);
}

void Terminal::print(const QList<Event> &batch)
{
    const bool isDeaf = standardOut().isDeaf();
    QString out;
    for (const Event &recorded : batch) {
        const Masking *credentials = credentialsOf(recorded.payload);
        const Event hidden = credentials ? Event { recorded.sequence, recorded.at, credentials->apply(recorded.payload) } : Event();
        const Event &event = credentials ? hidden : recorded;
        if (const auto *notice = std::get_if<Notice>(&event.payload); notice && isTold(*notice))
            printError(oneLine(lineFor(event)));
        if (isDeaf)
            continue;
        if (m_format == Format::Json) {
            out += QString::fromUtf8(QJsonDocument(toJson({ event.sequence, event.at, Masking::masked(event.payload) }))
                                         .toJson(QJsonDocument::Compact)) + u'\n';
            continue;
        }
        out += platformText(event);
        const QString line = oneLine(lineFor(event));
        if (!line.isEmpty() && !std::holds_alternative<Notice>(event.payload))
            out += clock(event.at) + line + u'\n';
    }
    if (!out.isEmpty())
        printOut(out);
}

} // namespace greenroom
