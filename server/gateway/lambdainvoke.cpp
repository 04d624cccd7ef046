// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambdainvoke.h"

#include "core/jsonstring.h"
#include "gateway/hostedapi.h"
#include "gateway/ids.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

#include <optional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr char functionsPath[] = "/2015-03-31/functions/";
constexpr char streamingPath[] = "/2021-11-15/functions/";
constexpr qint64 requestBytes = 6 * 1024 * 1024;        // L-quota: a synchronous call's payload
constexpr qint64 asynchronousBytes = 1024 * 1024;       // L-quota, since October 2025; 256 KB before

struct InvokeCall
{
    FunctionSpec function;
    QString invocationType;     // RequestResponse, Event, DryRun
    bool wantsLog = false;
    QByteArray payload;
    QByteArray clientContext;
};

HttpResponse answer(int status, const QByteArray &body = {})
{
    HttpResponse response = HttpResponse::json(status, body);
    response.headers.append(RequestHead::Header { "x-amzn-RequestId", newUuid().toLatin1() });
    return response;
}

// As Lambda words them: the exception's name in a header, who is at fault and why in the body.
HttpResponse refusal(int status, const QByteArray &type, const QString &message)
{
    HttpResponse response = answer(status, R"({"Type":"User","Message":)" + jsonString(message.toUtf8()) + ",\"message\":"
                                               + jsonString(message.toUtf8()) + '}');
    response.headers.append(RequestHead::Header { "x-amzn-ErrorType", type });
    return response;
}

QString arnOf(const Api &api, const QString &name)
{
    return u"arn:aws:lambda:%1:%2:function:%3"_s.arg(api.region, api.accountId, name);
}

// NAME, NAME:QUALIFIER, ACCOUNT:function:NAME… or a whole ARN, decoded once: the name and the qualifier.
struct FunctionName
{
    QString name;
    QString qualifier;
};

std::optional<FunctionName> parseName(const QString &text)
{
    static const QRegularExpression shape(
        u"\\A(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?\\d{12}:function:)?([A-Za-z0-9_-]{1,140})(?::(\\$LATEST|[A-Za-z0-9_-]{1,128}))?\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return FunctionName { match.captured(1), match.captured(2) };
}

const FunctionSpec *findFunction(const Api &api, const QString &name)
{
    for (const FunctionSpec &function : api.functions) {
        if (function.name == name)
            return &function;
    }
    return api.function(name);
}

QString validation(const QString &value, const QString &member, const QString &rule)
{
    return u"1 validation error detected: Value '%1' at '%2' failed to satisfy constraint: %3"_s.arg(value, member, rule);
}

bool isJson(const QByteArray &payload)
{
    QJsonParseError error;
    QJsonDocument::fromJson('[' + payload + ']', &error);
    return error.error == QJsonParseError::NoError;
}

// What the request asks for, or why it is refused.
struct Reading
{
    InvokeCall call;
    std::optional<HttpResponse> refused;
};

Reading read(const Api &api, const HttpRequest &request)
{
    const auto refuse = [](int status, const QByteArray &type, const QString &message) {
        return Reading { {}, refusal(status, type, message) };
    };
    const QByteArray path = request.head.path();
    const QByteArray encoded = path.mid(qsizetype(sizeof functionsPath) - 1).chopped(qsizetype(qstrlen("/invocations")));
    const QString text = QString::fromUtf8(QByteArray::fromPercentEncoding(encoded));
    const std::optional<FunctionName> name = parseName(text);
    if (!name)
        return refuse(400, "ValidationException", validation(text, u"functionName"_s, u"Member must satisfy regular expression pattern"_s));
    const QString asked = QUrlQuery(QString::fromLatin1(request.head.query())).queryItemValue(u"Qualifier"_s, QUrl::FullyDecoded);
    if (!asked.isEmpty() && !name->qualifier.isEmpty() && asked != name->qualifier)
        return refuse(400, "InvalidParameterValueException", u"The derived qualifier from the function name does not match the specified qualifier."_s);
    const FunctionSpec *function = findFunction(api, name->name);
    if (!function)
        return refuse(404, "ResourceNotFoundException", u"Function not found: "_s + arnOf(api, text.section(u":function:"_s, -1)));
    Reading reading;
    reading.call.function = *function;
    reading.call.payload = request.body.isEmpty() ? QByteArray("{}") : request.body;
    const QByteArray type = request.head.header("X-Amz-Invocation-Type");
    reading.call.invocationType = type.isEmpty() ? u"RequestResponse"_s : QString::fromUtf8(type);
    if (!QStringList { u"RequestResponse"_s, u"Event"_s, u"DryRun"_s }.contains(reading.call.invocationType))
        return refuse(400, "ValidationException", validation(reading.call.invocationType, u"invocationType"_s,
                                                             u"Member must satisfy enum value set: [Event, RequestResponse, DryRun]"_s));
    const bool isEvent = reading.call.invocationType == "Event"_L1;
    if (const qint64 limit = isEvent ? asynchronousBytes : requestBytes; request.body.size() > limit)
        return refuse(413, "RequestTooLargeException", u"%1 byte payload is too large for the %2 invocation type (limit %3 bytes)"_s
                                                           .arg(request.body.size()).arg(reading.call.invocationType).arg(limit));
    if (!isJson(reading.call.payload))
        return refuse(400, "InvalidRequestContentException", u"Could not parse request body into json: Could not parse payload into json"_s);
    reading.call.wantsLog = request.head.header("X-Amz-Log-Type").compare("Tail", Qt::CaseInsensitive) == 0;
    reading.call.clientContext = QByteArray::fromBase64(request.head.header("X-Amz-Client-Context"));
    return reading;
}

// A function's error as its caller sees it: what the runtime posted.
QByteArray errorPayload(const FunctionSpec &function, const IntegrationResponse &response)
{
    QJsonObject json { { u"errorType"_s, response.errorType }, { u"errorMessage"_s, response.errorMessage } };
    const bool isPython = function.runtime.startsWith("python"_L1);
    if (!response.stackTrace.isEmpty() || isPython)
        json.insert(isPython ? u"stackTrace"_s : u"trace"_s, QJsonArray::fromStringList(response.stackTrace));
    if (isPython)
        json.insert(u"requestId"_s, response.lambdaRequestId);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

HttpResponse answerOf(const InvokeCall &call, const IntegrationResponse &response, const QString &traceId)
{
    const bool isOk = response.outcome == IntegrationResponse::Outcome::Ok;
    HttpResponse http = answer(200, isOk ? response.result : errorPayload(call.function, response));
    http.headers += { { "X-Amz-Executed-Version", "$LATEST" }, { "X-Amzn-Trace-Id", "Root=" + traceId.toLatin1() + ";Sampled=0" } };
    if (!isOk)
        http.headers.append(RequestHead::Header { "X-Amz-Function-Error", "Unhandled" });
    if (call.wantsLog)
        http.headers.append(RequestHead::Header { "X-Amz-Log-Result", response.logTail.toBase64() });
    return http;
}

IntegrationAnswered answeredOf(const IntegrationInvoked &invoked, const IntegrationResponse &response, double durationMs)
{
    using Outcome = IntegrationResponse::Outcome;
    IntegrationAnswered answered;
    answered.requestId = invoked.requestId;
    answered.function = invoked.function;
    answered.outcome = response.outcome == Outcome::Ok ? u"ok"_s : u"error"_s;
    answered.errorType = response.errorType;
    answered.errorMessage = response.errorMessage;
    answered.stackTrace = QJsonArray::fromStringList(response.stackTrace);
    answered.result = response.result;
    answered.durationMs = durationMs;
    answered.queueMs = response.queueMs;
    answered.initMs = response.initMs;
    answered.handlerMs = response.handlerMs;
    answered.billedMs = response.billedMs;
    answered.memoryMb = response.memoryMb;
    answered.maxMemoryMb = response.maxMemoryMb;
    answered.cold = response.cold;
    answered.lambdaRequestId = response.lambdaRequestId;
    answered.instance = response.instance;
    return answered;
}

void invoke(HostedApi &api, const InvokeCall &call, const HttpRouter::Respond &respond)
{
    Invocation invocation;
    invocation.apiId = api.api().id;
    invocation.requestId = newRequestId();
    invocation.traceId = newTraceId();
    invocation.event = call.payload;
    invocation.clientContext = call.clientContext;
    invocation.wantsLog = call.wantsLog;
    IntegrationInvoked invoked;
    invoked.apiId = invocation.apiId;
    invoked.requestId = invocation.requestId;
    invoked.integration = u"INVOKE"_s;
    invoked.function = call.function.key;
    invoked.event = call.payload;
    Journal &journal = api.journal();
    journal.record(invoked);
    QElapsedTimer timer;
    timer.start();
    const bool waits = call.invocationType == "RequestResponse"_L1;
    api.functions().invoke(call.function.key, invocation)
        .then(&api, [=, &journal](const IntegrationResponse &response) {
            journal.record(answeredOf(invoked, response, double(timer.nsecsElapsed()) / 1e6));
            if (waits)
                respond(answerOf(call, response, invocation.traceId));
        })
        .onCanceled(&api, [=] {
            if (waits)
                respond(refusal(500, "ServiceException", u"The host is closing."_s));
        });
    if (!waits)
        respond(answer(202));
}

} // namespace

void addLambdaInvoke(HttpRouter &router, HostedApi &api)
{
    router.add(
        [](const HttpRequest &request) {
            return request.head.target.startsWith(functionsPath) || request.head.target.startsWith(streamingPath);
        },
        [&api](const HttpRequest &request, const HttpRouter::Respond &respond) {
            const QByteArray path = request.head.path();
            if (request.head.method != "POST" || !path.startsWith(functionsPath) || !path.endsWith("/invocations")) {
                respond(refusal(501, "UnknownOperationException",
                                u"Of Lambda's operations only Invoke is hosted: POST /2015-03-31/functions/NAME/invocations."_s));
                return;
            }
            if (SignatureRules rules = api.signatures(); rules.strict) {
                rules.service = "lambda";
                if (const SignatureVerdict verdict = checkSignature(request.head, request.body, rules); !verdict.isGood()) {
                    respond(refusal(403, verdict.errorType, verdict.message));
                    return;
                }
            }
            const Reading reading = read(api.api(), request);
            if (reading.refused)
                respond(*reading.refused);
            else if (reading.call.invocationType == "DryRun"_L1)
                respond(answer(204));
            else
                invoke(api, reading.call, respond);
        });
}

} // namespace greenroom
