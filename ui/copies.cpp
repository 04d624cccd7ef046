// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copies.h"

#include "core/masking.h"
#include "models/connectionsmodel.h"
#include "widgets/jsonorder.h"
#include "words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString quoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString addressOf(const ConnectionRow &connection, const ListeningChanged &listening)
{
    // A hosted one knows only its path; the host knows where that is.
    const QString url = connection.opened.url;
    return Masking::maskedUrl(url.contains("://"_L1) ? url : listening.wsUrl);
}

QJsonObject frameJson(const FrameRow &frame)
{
    QJsonObject json { { u"number"_s, frame.number },
                       { u"at"_s, QDateTime::fromMSecsSinceEpoch(frame.at, Qt::UTC).toString(Qt::ISODateWithMs) },
                       { u"direction"_s, frame.isControl() ? u"control"_s : frame.toService ? u"out"_s : u"in"_s },
                       { u"opcode"_s, frame.opcode },
                       { u"bytes"_s, frame.size } };
    if (!frame.routeKey.isEmpty())
        json.insert(u"route"_s, frame.routeKey);
    if (!frame.function.isEmpty())
        json.insert(u"function"_s, frame.function);
    if (frame.tookMs >= 0)
        json.insert(u"tookMs"_s, frame.tookMs);
    if (frame.hasFailed())
        json.insert(u"failed"_s, frame.reason.isEmpty() ? frame.outcome : frame.reason);
    if (frame.body.isValidUtf8())
        json.insert(u"body"_s, QString::fromUtf8(frame.body));
    else
        json.insert(u"base64"_s, QString::fromLatin1(frame.body.toBase64()));
    return json;
}

QString compact(const QJsonObject &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString curl(const FrameRow &frame, const ConnectionRow &connection, const ListeningChanged &listening)
{
    if (!frame.toService && !connection.isClient() && !listening.httpUrl.isEmpty()) {
        // What the service sent, sent again.
        return u"curl -X POST %1/@connections/%2 --data-raw %3"_s.arg(
            listening.httpUrl, QString(connection.id()).replace(u'=', u"%3D"_s), quoted(QString::fromUtf8(frame.body)));
    }
    QString address = addressOf(connection, listening);
    address.replace(0, 2, u"http"_s);
    QString command = u"curl --include --no-buffer --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
                      " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: Z3JlZW5yb29tLWtleS0wMQ=='"_s;
    if (!connection.opened.subprotocol.isEmpty())
        command += u" -H "_s + quoted(u"Sec-WebSocket-Protocol: "_s + connection.opened.subprotocol);
    return command + u' ' + quoted(address);
}

QString wscat(const FrameRow &frame, const ConnectionRow &connection, const ListeningChanged &listening)
{
    QString command = u"wscat -c "_s + quoted(addressOf(connection, listening));
    if (!connection.opened.subprotocol.isEmpty())
        command += u" -s "_s + quoted(connection.opened.subprotocol);
    return frame.isControl() ? command : command + u" -x "_s + quoted(QString::fromUtf8(frame.body));
}

QString json(const FrameRow &frame, const ConnectionRow &, const ListeningChanged &)
{
    const QJsonDocument document = QJsonDocument::fromJson(frame.body);
    return QString::fromUtf8(document.isNull() ? frame.body : indentedJson(frame.body));
}

QString jsonLine(const FrameRow &frame, const ConnectionRow &, const ListeningChanged &)
{
    return compact(frameJson(frame));
}

QString markdown(const FrameRow &frame, const ConnectionRow &connection, const ListeningChanged &listening)
{
    QString text = QCoreApplication::translate("Copies", "**Message %1** %2, %3, %4, on %5")
                       .arg(countText(frame.number), frame.toService ? QCoreApplication::translate("Copies", "sent") : QCoreApplication::translate("Copies", "received"),
                            sizeText(frame.size), clockText(frame.at), connection.title());
    if (!frame.routeKey.isEmpty() && frame.toService)
        text += QCoreApplication::translate("Copies", ", route %1").arg(u'`' + frame.routeKey + u'`');
    text += u"\n\n```json\n"_s + json(frame, connection, listening) + u"\n```\n"_s;
    if (!frame.reason.isEmpty())
        text += u"\n"_s + QCoreApplication::translate("Copies", "Failed: %1").arg(frame.reason) + u'\n';
    return text;
}

QString step(const FrameRow &frame, const ConnectionRow &, const ListeningChanged &)
{
    return suiteStep({ frame });
}

QByteArray jsonLines(const QList<FrameRow> &frames, const ConnectionRow &)
{
    QByteArray lines;
    for (const FrameRow &frame : frames)
        lines += QJsonDocument(frameJson(frame)).toJson(QJsonDocument::Compact) + '\n';
    return lines;
}

QByteArray cell(QByteArray text)
{
    // A table program would take these for formulas.
    if (!text.isEmpty() && QByteArray("=+-@\t\r").contains(text.front()))
        text.prepend('\'');
    return '"' + text.replace('"', "\"\"") + '"';
}

QByteArray csv(const QList<FrameRow> &frames, const ConnectionRow &)
{
    QByteArray table = "number,at,direction,opcode,bytes,route,function,took_ms,outcome,body\r\n";
    for (const FrameRow &frame : frames) {
        const QByteArray body = frame.body.isValidUtf8() ? frame.body : frame.body.toBase64();
        table += QByteArrayList { QByteArray::number(frame.number),
                                  QDateTime::fromMSecsSinceEpoch(frame.at, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1(),
                                  frame.isControl() ? QByteArray("control") : frame.toService ? QByteArray("out") : QByteArray("in"),
                                  frame.opcode.toUtf8(), QByteArray::number(frame.size), cell(frame.routeKey.toUtf8()),
                                  cell(frame.function.toUtf8()), frame.tookMs < 0 ? QByteArray() : QByteArray::number(frame.tookMs),
                                  frame.outcome.toUtf8(), cell(body) }
                     .join(',')
            + "\r\n";
    }
    return table;
}

QJsonArray harHeaders(const QJsonObject &headers)
{
    QJsonArray list;
    const QJsonObject masked = Masking::maskedHeaders(headers);
    for (auto it = masked.begin(); it != masked.end(); ++it)
        list << QJsonObject { { u"name"_s, it.key() }, { u"value"_s, it->isArray() ? it->toArray().first().toString() : it->toString() } };
    return list;
}

// HTTP Archive 1.2 with the messages where browsers put them.
QByteArray har(const QList<FrameRow> &frames, const ConnectionRow &connection)
{
    QJsonArray messages;
    for (const FrameRow &frame : frames) {
        if (frame.isControl())
            continue;
        const bool text = frame.opcode == "text"_L1;
        messages << QJsonObject { { u"type"_s, frame.toService ? u"send"_s : u"receive"_s },
                                  { u"time"_s, double(frame.at) / 1000 },
                                  { u"opcode"_s, text ? 1 : 2 },
                                  { u"data"_s, text ? QString::fromUtf8(frame.body) : QString::fromLatin1(frame.body.toBase64()) } };
    }
    const ConnectionOpened &opened = connection.opened;
    const QJsonObject request { { u"method"_s, u"GET"_s },       { u"url"_s, Masking::maskedUrl(opened.url) },
                                { u"httpVersion"_s, u"HTTP/1.1"_s }, { u"headers"_s, harHeaders(opened.requestHeaders) },
                                { u"queryString"_s, QJsonArray() },  { u"cookies"_s, QJsonArray() },
                                { u"headersSize"_s, -1 },            { u"bodySize"_s, 0 } };
    const QJsonObject response { { u"status"_s, 101 },                { u"statusText"_s, u"Switching Protocols"_s },
                                 { u"httpVersion"_s, u"HTTP/1.1"_s }, { u"headers"_s, harHeaders(opened.responseHeaders) },
                                 { u"cookies"_s, QJsonArray() },      { u"redirectURL"_s, QString() },
                                 { u"headersSize"_s, -1 },            { u"bodySize"_s, 0 },
                                 { u"content"_s, QJsonObject { { u"size"_s, 0 }, { u"mimeType"_s, u"x-unknown"_s } } } };
    const qint64 end = frames.isEmpty() ? connection.openedAt : frames.last().at;
    const QJsonObject entry { { u"startedDateTime"_s, QDateTime::fromMSecsSinceEpoch(connection.openedAt, Qt::UTC).toString(Qt::ISODateWithMs) },
                              { u"time"_s, double(end - connection.openedAt) },
                              { u"request"_s, request },
                              { u"response"_s, response },
                              { u"cache"_s, QJsonObject() },
                              { u"timings"_s, QJsonObject { { u"send"_s, 0 }, { u"wait"_s, 0 }, { u"receive"_s, 0 } } },
                              { u"_resourceType"_s, u"websocket"_s },
                              { u"_webSocketMessages"_s, messages } };
    const QJsonObject log { { u"version"_s, u"1.2"_s },
                            { u"creator"_s, QJsonObject { { u"name"_s, u"Greenroom"_s }, { u"version"_s, QStringLiteral(GREENROOM_VERSION) } } },
                            { u"entries"_s, QJsonArray { entry } } };
    return QJsonDocument(QJsonObject { { u"log"_s, log } }).toJson();
}

QByteArray suite(const QList<FrameRow> &frames, const ConnectionRow &)
{
    return suiteStep(frames).toUtf8();
}

// JSON is YAML; a text is quoted as JSON quotes it.
QString asYaml(const QByteArray &body, bool *isJson)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    *isJson = document.isObject() || document.isArray();
    if (*isJson)
        return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
    const QByteArray list = QJsonDocument(QJsonArray { QString::fromUtf8(body) }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

} // namespace

QString suiteStep(const QList<FrameRow> &frames)
{
    QString text = u"- websocket:\n    connect: { url: \"${ws_url}\" }\n    talk:\n"_s;
    for (const FrameRow &frame : frames) {
        if (frame.isControl() || !frame.body.isValidUtf8())
            continue;
        bool isJson = false;
        const QString body = asYaml(frame.body, &isJson);
        if (frame.toService)
            text += u"      - send: { %1: %2 }\n"_s.arg(isJson ? u"json"_s : u"text"_s, body);
        else if (isJson && body.startsWith(u'{'))
            text += u"      - receive: { like: %1, within: 5s }\n"_s.arg(body);
        else
            text += u"      - receive:\n          within: 5s\n          expect:\n            - message: { equals: %1 }\n"_s.arg(body);
    }
    return text;
}

const QList<CopyKind> &copyKinds()
{
    static const QList<CopyKind> kinds {
        { "json", QT_TRANSLATE_NOOP("Copies", "JSON"), &json },
        { "jsonl", QT_TRANSLATE_NOOP("Copies", "JSON line"), &jsonLine },
        { "wscat", QT_TRANSLATE_NOOP("Copies", "wscat command"), &wscat },
        { "curl", QT_TRANSLATE_NOOP("Copies", "cURL command"), &curl },
        { "markdown", QT_TRANSLATE_NOOP("Copies", "Markdown"), &markdown },
        { "step", QT_TRANSLATE_NOOP("Copies", "Suite step"), &step },
    };
    return kinds;
}

const QList<SaveKind> &saveKinds()
{
    static const QList<SaveKind> kinds {
        { "har", QT_TRANSLATE_NOOP("Copies", "HAR, opens in browsers"), &har },
        { "jsonl", QT_TRANSLATE_NOOP("Copies", "JSON lines"), &jsonLines },
        { "csv", QT_TRANSLATE_NOOP("Copies", "CSV"), &csv },
        { "yaml", QT_TRANSLATE_NOOP("Copies", "Suite step"), &suite },
    };
    return kinds;
}

} // namespace greenroom
