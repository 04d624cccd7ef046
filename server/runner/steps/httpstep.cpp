// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/httpstep.h"

#include "core/jsonstring.h"
#include "runner/steps/awssign.h"
#include "runner/steps/requestbody.h"
#include "runner/testcontext.h"

#include <QJsonDocument>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList methods { u"get"_s, u"head"_s, u"post"_s, u"put"_s, u"patch"_s, u"delete"_s, u"options"_s };
const QStringList others { u"query"_s, u"headers"_s, u"auth"_s, u"follow_redirects"_s, u"verify_tls"_s, u"timeout"_s, u"sign"_s };
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

// The last of several of one name is shown.
void appendHeaders(QByteArray &text, const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    const auto add = [&text](const QByteArray &bytes) {
        appendJsonString(text, bytes.isValidUtf8() ? bytes : QString::fromUtf8(bytes).toUtf8());
    };
    char separator = '{';
    for (const auto &[name, value] : headers) {
        text += std::exchange(separator, ',');
        add(name);
        text += ':';
        add(value);
    }
    text += headers.isEmpty() ? "{}" : "}";
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
    Problems problems = unknownStepKeys(spec.value, methods + bodyWords() + others, u"an http step"_s);
    int count = 0;
    int bodyCount = 0;
    for (const yaml::Node &key : spec.value.keys) {
        count += methods.contains(key.text) ? 1 : 0;
        bodyCount += bodyWords().contains(key.text) ? 1 : 0;
    }
    problems += unknownStepKeys(spec.value[u"auth"_s], { u"user"_s, u"password"_s, u"bearer"_s }, u"auth"_s);
    problems += validateSign(spec.value[u"sign"_s]);
    problems += validateMultipart(spec.value[u"multipart"_s]);
    if (count != 1)
        problems.append({ Problem::Severity::Error, u"an http step has one method"_s, u"for example “http: { get: /x }”"_s, spec.place });
    if (bodyCount > 1)
        problems.append({ Problem::Severity::Error, u"an http step has one body"_s, u"one of: %1"_s.arg(bodyWords().join(u", "_s)), spec.place });
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
            items.addQueryItem(QString::fromLatin1(QUrl::toPercentEncoding(query.keys.at(i).text)), QString::fromLatin1(QUrl::toPercentEncoding(query.items.at(i).toText())));
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
    const Result<RequestBody> body = requestBodyOf(value, context.baseFolder);
    if (!body)
        return body.error();
    call.body = body->bytes;
    if (!body->type.isEmpty() && !hasHeader(call, "Content-Type"))
        call.headers.append(std::pair<QByteArray, QByteArray> { "Content-Type", body->type });
    if (!value.contains(u"sign"_s))
        return call;
    // Last: what is signed is what is sent.
    AwsRequest request;
    request.method = call.method;
    request.body = call.body;
    for (const auto &[name, text] : std::as_const(call.headers)) {
        if (name.compare("Content-Type", Qt::CaseInsensitive) == 0)
            request.contentType = text;
    }
    const Result<HeaderList> added = signAws(value[u"sign"_s], request, context.masking, &call.url);
    if (!added)
        return added.error();
    call.headers += *added;
    return call;
}

bool HttpStep::hasHeader(const HttpCall &call, const char *name)
{
    return std::any_of(call.headers.begin(), call.headers.end(),
                       [name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

// As a text that is read again: a QJsonObject filled value by value makes a container of each text first. The bodies
// are long, and put in as they are.
QJsonObject HttpStep::exchangeOf(const HttpCall &call, const StepOutput &output)
{
    QByteArray text;
    text.reserve(2048);
    text += "{\"request\":{\"headers\":";
    appendHeaders(text, call.headers);
    text += ",\"method\":" + jsonString(call.method) + ",\"url\":" + jsonString(call.url.toString().toUtf8());
    text += "},\"response\":{\"headers\":";
    appendHeaders(text, output.headers);
    text += ",\"size\":" + QByteArray::number(output.body.size()) + ",\"status\":" + QByteArray::number(output.status.value_or(0))
        + ",\"url\":" + jsonString(output.url.toUtf8()) + "}}";
    QJsonObject exchange = QJsonDocument::fromJson(text).object();
    const auto addBody = [&exchange](QLatin1StringView side, const QByteArray &body) {
        QJsonObject object = exchange.value(side).toObject();
        object.insert("body"_L1, QString::fromUtf8(body.left(shownBody)));
        exchange.insert(side, object);
    };
    addBody("request"_L1, call.body);
    addBody("response"_L1, output.body);
    return exchange;
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
