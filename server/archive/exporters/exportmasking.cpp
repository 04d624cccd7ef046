// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/exporters/exportmasking.h"

#include <QJsonDocument>
#include <QUrl>
#include <QUrlQuery>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int shortest = 8;      // a cookie "dark" must not hide the word everywhere
constexpr int mostOfOne = 100;   // of one test or connection

class Secrets
{
public:
    void add(const QString &value)
    {
        if (value.size() < shortest || value.startsWith(u"‹"_s) || m_count >= mostOfOne)
            return;
        m_masking.add(u"hidden"_s, value);
        ++m_count;
    }
    const Masking &masking() const { return m_masking; }

private:
    Masking m_masking;
    int m_count = 0;
};

// "Bearer abc" is abc, too; "a=1; sid=xyz; Path=/" is xyz, too.
void addParts(const QString &header, const QString &value, Secrets &secrets)
{
    secrets.add(value);
    if (header.contains("cookie"_L1, Qt::CaseInsensitive)) {
        // Of a Set-Cookie the first pair is the cookie; the rest says where it goes.
        const QStringList pairs = header.startsWith("set"_L1, Qt::CaseInsensitive) ? value.split(u';').mid(0, 1) : value.split(u';');
        for (const QString &pair : pairs)
            secrets.add(pair.section(u'=', 1).trimmed());
    } else {
        secrets.add(value.section(u' ', 1).trimmed());
    }
}

void collectUrl(const QString &url, Secrets &secrets)
{
    const qsizetype question = url.indexOf(u'?');
    if (question < 0)
        return;
    const auto items = QUrlQuery(url.mid(question + 1).section(u'#', 0, 0)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (Masking::isSecretParameter(name))
            secrets.add(value);
    }
}

void collect(const QString &key, const QJsonValue &value, Secrets &secrets)
{
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            collect(key, item, secrets);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            collect(it.key(), *it, secrets);
    } else if (const QString text = value.toString(); !text.isEmpty()) {
        if (Masking::isSecretHeader(key))
            addParts(key, text, secrets);
        else if (Masking::isSecretParameter(key))
            secrets.add(text);
        else if (key == "url"_L1 || key == "path"_L1 || key == "target"_L1 || text.contains("://"_L1))
            collectUrl(text, secrets);
        else if (key == "event"_L1)   // what a handler received, as text
            collect({}, QJsonDocument::fromJson(text.toUtf8()).object(), secrets);
    }
}

// Whose values an event's are: its test's or its connection's.
QString scopeOf(const QJsonObject &json)
{
    const QString test = json.value("testId"_L1).toString();
    return test.isEmpty() ? json.value("connectionId"_L1).toString() : u"test "_s + test;
}

} // namespace

QList<Event> maskedForExport(const QList<Event> &run)
{
    QHash<QString, Secrets> scopes;
    Secrets whole;   // for what belongs to no test: the run's own sentences
    QHash<QString, QString> testOf;   // of a connection
    QList<QJsonObject> jsons;
    for (const Event &event : run) {
        const QJsonObject json = payloadToJson(event.payload);
        if (std::holds_alternative<ConnectionOpened>(event.payload) && !json.value("testId"_L1).toString().isEmpty())
            testOf.insert(json.value("connectionId"_L1).toString(), scopeOf(json));
        const QString scope = testOf.value(json.value("connectionId"_L1).toString(), scopeOf(json));
        collect({}, json, scopes[scope]);
        collect({}, json, whole);
        jsons.append(json);
    }
    QList<Event> masked;
    masked.reserve(run.size());
    for (qsizetype i = 0; i < run.size(); ++i) {
        const Payload &payload = run.at(i).payload;
        const QString scope = testOf.value(jsons.at(i).value("connectionId"_L1).toString(), scopeOf(jsons.at(i)));
        Event event = run.at(i);
        const Masking &values = scope.isEmpty() ? whole.masking() : scopes[scope].masking();
        if (!values.isEmpty()) {
            const QJsonObject json = values.apply(QJsonValue(jsons.at(i))).toObject();
            event.payload = payloadFromJson(kindOf(payload), json).value_or(payload);
        }
        event.payload = Masking::masked(event.payload);
        masked.append(std::move(event));
    }
    return masked;
}

Masking credentialsIn(const Payload &payload)
{
    Secrets secrets;
    collect({}, payloadToJson(payload), secrets);
    return secrets.masking();
}

} // namespace greenroom
