// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/httpstep.h"

#include "runner/testcontext.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList methods { u"get"_s, u"head"_s, u"post"_s, u"put"_s, u"patch"_s, u"delete"_s, u"options"_s };
const QStringList bodies { u"json"_s, u"form"_s, u"text"_s, u"file"_s };
const QStringList others { u"query"_s, u"headers"_s, u"auth"_s, u"follow_redirects"_s, u"verify_tls"_s, u"timeout"_s };
const QStringList laterKeys { u"multipart"_s, u"sign"_s };
constexpr qsizetype shownBody = 64 * 1024;

void addHeaders(HttpCall &call, const yaml::Node &headers)
{
    for (qsizetype i = 0; i < headers.keys.size() && i < headers.items.size(); ++i) {
        const QByteArray name = headers.keys.at(i).text.toUtf8();
        const QString value = headers.items.at(i).toText();
        call.headers.removeIf([&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
        if (!value.isEmpty())
            call.headers.append({ name, value.toUtf8() });
    }
}

bool hasHeader(const HttpCall &call, const char *name)
{
    for (const auto &header : call.headers) {
        if (header.first.compare(name, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QByteArray formOf(const yaml::Node &form)
{
    QByteArrayList pairs;
    for (qsizetype i = 0; i < form.keys.size(); ++i)
        pairs.append(QUrl::toPercentEncoding(form.keys.at(i).text) + '=' + QUrl::toPercentEncoding(form.items.at(i).toText()));
    return pairs.join('&');
}

} // namespace

Problems unknownStepKeys(const yaml::Node &node, const QStringList &known, const QString &what)
{
    Problems problems;
    for (const yaml::Node &key : node.keys) {
        if (known.contains(key.text))
            continue;
        const QString near = yaml::nearest(key.text, known);
        problems.append({ Problem::Severity::Error, u"there is no key “%1” in %2"_s.arg(key.text, what),
                          near.isEmpty() ? u"it takes: %1"_s.arg(known.join(u", "_s)) : u"did you mean “%1”?"_s.arg(near), key.place });
    }
    return problems;
}

std::unique_ptr<Step> HttpStep::make()
{
    return std::make_unique<HttpStep>();
}

Problems HttpStep::validate(const StepSpec &spec)
{
    Problems problems = unknownStepKeys(spec.value, methods + bodies + others + laterKeys, u"an http step"_s);
    int count = 0;
    int bodyCount = 0;
    for (const yaml::Node &key : spec.value.keys) {
        count += methods.contains(key.text) ? 1 : 0;
        bodyCount += bodies.contains(key.text) ? 1 : 0;
        if (laterKeys.contains(key.text))
            problems.append({ Problem::Severity::Error, u"“%1” is not supported in this version"_s.arg(key.text), {}, key.place });
    }
    if (count != 1)
        problems.append({ Problem::Severity::Error, u"an http step has one method"_s, u"for example “http: { get: /x }”"_s, spec.place });
    if (bodyCount > 1)
        problems.append({ Problem::Severity::Error, u"an http step has one body"_s, u"one of: %1"_s.arg(bodies.join(u", "_s)), spec.place });
    return problems;
}

Result<HttpCall> HttpStep::callFor(const yaml::Node &value, const TestContext &context)
{
    HttpCall call;
    addHeaders(call, context.httpDefaults[u"headers"_s]);
    call.verifyTls = context.httpDefaults[u"verify_tls"_s].toBool(true);
    QString target = value.isMapping() ? QString() : value.toText();
    for (const QString &method : methods) {
        if (value.contains(method)) {
            call.method = method.toUpper().toLatin1();
            target = value[method].toText();
        }
    }
    if (value.contains(u"url"_s))
        target = value[u"url"_s].toText();
    call.url = QUrl(target);
    if (call.url.isRelative()) {
        if (context.baseUrl.isEmpty())
            return Error { 2, u"“%1” is relative, and no variable base_url says where it starts"_s.arg(target) };
        call.url = QUrl(context.baseUrl.endsWith(u'/') || target.startsWith(u'/') ? context.baseUrl : context.baseUrl + u'/').resolved(QUrl(target));
    }
    const yaml::Node &query = value[u"query"_s];
    if (query.isMapping()) {
        QUrlQuery items(call.url);
        for (qsizetype i = 0; i < query.keys.size(); ++i)
            items.addQueryItem(query.keys.at(i).text, QString::fromLatin1(QUrl::toPercentEncoding(query.items.at(i).toText())));
        call.url.setQuery(items);
    }
    addHeaders(call, value[u"headers"_s]);
    if (value.contains(u"verify_tls"_s))
        call.verifyTls = value[u"verify_tls"_s].toBool(true);
    call.followRedirects = value[u"follow_redirects"_s].toBool(true);
    const yaml::Node &auth = value[u"auth"_s];
    if (auth.contains(u"bearer"_s))
        call.headers.append(std::pair<QByteArray, QByteArray> { "Authorization", "Bearer " + auth[u"bearer"_s].toText().toUtf8() });
    else if (auth.contains(u"user"_s))
        call.headers.append(std::pair<QByteArray, QByteArray> { "Authorization",
                              "Basic " + (auth[u"user"_s].toText() + u':' + auth[u"password"_s].toText()).toUtf8().toBase64() });
    const char *type = nullptr;
    if (value.contains(u"json"_s)) {
        const QJsonValue json = value[u"json"_s].toJson();
        QByteArray text = QJsonDocument(QJsonArray { json }).toJson(QJsonDocument::Compact);
        call.body = text.mid(1, text.size() - 2);
        type = "application/json";
    } else if (value.contains(u"form"_s)) {
        call.body = formOf(value[u"form"_s]);
        type = "application/x-www-form-urlencoded";
    } else if (value.contains(u"text"_s)) {
        call.body = value[u"text"_s].toText().toUtf8();
        type = "text/plain; charset=utf-8";
    } else if (value.contains(u"file"_s)) {
        QFile file(QDir(context.baseFolder).absoluteFilePath(value[u"file"_s].toText()));
        if (!file.open(QFile::ReadOnly))
            return Error { 2, u"the file %1 cannot be read: %2"_s.arg(file.fileName(), file.errorString()) };
        call.body = file.readAll();
        type = "application/octet-stream";
    }
    if (type && !hasHeader(call, "Content-Type"))
        call.headers.append(std::pair<QByteArray, QByteArray> { "Content-Type", type });
    return call;
}

QJsonObject HttpStep::exchangeOf(const HttpCall &call, const StepOutput &output)
{
    QJsonObject requestHeaders;
    for (const auto &[name, value] : call.headers)
        requestHeaders.insert(QString::fromUtf8(name), QString::fromUtf8(value));
    QJsonObject responseHeaders;
    for (const auto &[name, value] : output.headers)
        responseHeaders.insert(QString::fromUtf8(name), QString::fromUtf8(value));
    return { { u"request"_s, QJsonObject { { u"method"_s, QString::fromLatin1(call.method) }, { u"url"_s, call.url.toString() },
                                           { u"headers"_s, requestHeaders }, { u"body"_s, QString::fromUtf8(call.body.left(shownBody)) } } },
             { u"response"_s, QJsonObject { { u"status"_s, output.status.value_or(0) }, { u"url"_s, output.url },
                                            { u"headers"_s, responseHeaders }, { u"size"_s, output.body.size() },
                                            { u"body"_s, QString::fromUtf8(output.body.left(shownBody)) } } } };
}

QFuture<StepOutput> HttpStep::run(TestContext &context, const StepSpec &spec)
{
    QFuture<StepOutput> future = promised();
    const Result<HttpCall> call = callFor(spec.value, context);
    if (!call) {
        finishWithError(call.error().text);
        return future;
    }
    m_exchange = HttpExchange::start(context.http, context.cookies.get(), *call, [this, request = *call](StepOutput output) {
        output.exchange = exchangeOf(request, output);
        finish(std::move(output));
    }, this);
    return future;
}

void HttpStep::cancel()
{
    if (m_exchange)
        m_exchange->cancel();
}

} // namespace greenroom
