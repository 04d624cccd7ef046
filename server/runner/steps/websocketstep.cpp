// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/websocketstep.h"

#include "runner/checks/check.h"
#include "runner/steps/awssign.h"
#include "runner/talk/talk.h"
#include "runner/testcontext.h"

#include <QDateTime>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

std::unique_ptr<Step> WebSocketStep::make()
{
    return std::make_unique<WebSocketStep>();
}

Problems WebSocketStep::validate(const StepSpec &spec)
{
    if (!spec.value.isMapping())
        return { { Problem::Severity::Error, u"a websocket step is a mapping"_s, u"with “as”, “connect” and “talk”"_s, spec.place } };
    Problems problems = unknownStepKeys(spec.value, { u"as"_s, u"connect"_s, u"talk"_s }, u"a websocket step"_s);
    const yaml::Node &connect = spec.value[u"connect"_s];
    problems += unknownStepKeys(connect, { u"url"_s, u"subprotocols"_s, u"headers"_s, u"sign"_s, u"within"_s, u"refused"_s, u"verify_tls"_s },
                                u"connect"_s);
    problems += unknownStepKeys(connect[u"refused"_s], { u"status"_s }, u"refused"_s);
    problems += validateSign(connect[u"sign"_s]);
    if (connect.isMapping() && !connect.contains(u"url"_s))
        problems.append({ Problem::Severity::Error, u"“connect” needs an address"_s, u"add “url: ws://…”"_s, connect.place });
    if (connect.isNull() && !spec.value.contains(u"as"_s))
        problems.append({ Problem::Severity::Error, u"this step neither opens a connection nor names one"_s,
                          u"add “connect”, or “as” to go on with an earlier one"_s, spec.place });
    problems += validateTalk(spec.value[u"talk"_s]);
    return problems;
}

QFuture<StepOutput> WebSocketStep::run(TestContext &context, const StepSpec &spec)
{
    QFuture<StepOutput> future = promised();
    m_context = &context;
    m_spec = spec;
    m_startedAt = QDateTime::currentMSecsSinceEpoch();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const auto late = std::exchange(m_late, nullptr);
        stopWaiting();
        if (late)
            late();
    });
    const QString name = spec.value[u"as"_s].toText(u"client"_s);
    const Result<yaml::Node> connectNode = context.variables.expand(spec.value[u"connect"_s]);
    if (!connectNode) {
        error(connectNode.error().text);
        return future;
    }
    if (connectNode->isMapping()) {
        connectClient(*connectNode, name);
        return future;
    }
    m_client = context.clients.value(name);
    if (!m_client) {
        error(u"there is no connection “%1” yet"_s.arg(name));
        return future;
    }
    onOpened({});
    return future;
}

void WebSocketStep::connectClient(const yaml::Node &connectNode, const QString &name)
{
    ClientRequest request;
    request.connectionId = u"client-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces).left(12);
    request.name = name;
    request.url = connectNode[u"url"_s].toText();
    request.verifyTls = connectNode[u"verify_tls"_s].toBool(true);
    for (const yaml::Node &subprotocol : connectNode[u"subprotocols"_s].items)
        request.subprotocols.append(subprotocol.toText());
    const yaml::Node &headers = connectNode[u"headers"_s];
    for (qsizetype i = 0; i < headers.keys.size(); ++i)
        request.headers.append({ headers.keys.at(i).text, headers.items.at(i).toText() });
    if (connectNode.contains(u"sign"_s)) {
        QUrl url(request.url);
        const Result<HeaderList> added = signAws(connectNode[u"sign"_s], {}, m_context->masking, &url);
        if (!added) {
            error(added.error().text);
            return;
        }
        request.url = url.toString(QUrl::FullyEncoded);
        for (const auto &[header, text] : *added)
            request.headers.append({ QString::fromLatin1(header), QString::fromLatin1(text) });
    }
    request.timeoutMs = parseDuration(connectNode[u"within"_s].toText(u"10s"_s)).value_or(10'000);
    m_client = std::make_shared<WsClient>(m_context->journal, m_context->masking, request, m_context->runId, m_context->testId);
    const yaml::Node refused = connectNode[u"refused"_s];
    connect(m_client.get(), &WsClient::opened, this, [this, refused, name] {
        // An earlier one of this name goes as every connection goes at the end of its test.
        if (const std::shared_ptr<WsClient> earlier = m_context->clients.value(name))
            m_context->clients.insert(u"%1 (%2)"_s.arg(name, earlier->id()), earlier);
        m_context->clients.insert(name, m_client);
        onOpened(refused);
    });
    connect(m_client.get(), &WsClient::refused, this, [this, refused] { onRefused(refused); });
    m_client->open();
}

void WebSocketStep::onOpened(const yaml::Node &refused)
{
    m_output.connections.append(m_client->id());
    if (refused.isMapping()) {
        m_client->close(1000, {});
        fail(u"the handshake was accepted, and was to be refused"_s, refused.place, u"refused with %1"_s.arg(refused[u"status"_s].toText(u"a status"_s)),
             u"101"_s);
        return;
    }
    connect(m_client.get(), &WsClient::received, this, [this] {
        // A copy: what it does may end the wait that holds it.
        if (const auto look = m_look; look && look())
            stopWaiting();
    });
    connect(m_client.get(), &WsClient::closed, this, [this] {
        const auto look = m_look;
        if (!look || look()) {
            stopWaiting();
            return;
        }
        if (m_closeIsFine)
            return;
        stopWaiting();
        fail(u"the connection was closed by the %1 with %2 %3 while waiting"_s.arg(m_client->closedBy()).arg(m_client->closeCode()).arg(m_client->closeReason()).simplified(),
             m_spec.place, u"an open connection"_s, u"closed with %1"_s.arg(m_client->closeCode()));
    });
    talk(m_spec.value[u"talk"_s].items, [this] { complete(); });
}

void WebSocketStep::onRefused(const yaml::Node &refused)
{
    m_output.status = m_client->refusedStatus();
    // No answer at all is no refusal.
    if (!refused.isMapping() || m_client->refusedStatus() == 0) {
        error(m_client->refusal());
        return;
    }
    CheckSpec check { u"status"_s, refused[u"status"_s], refused.place };
    if (check.value.isNull()) {
        complete();
        return;
    }
    const QList<CheckResult> results = evaluate(check, m_output);
    for (const CheckResult &result : results)
        m_output.checks.append(std::make_shared<CheckResult>(result));
    complete();
}

void WebSocketStep::talk(const QList<yaml::Node> &words, std::function<void()> after)
{
    m_levels.push_back({ words, 0, std::move(after) });
    // Not deeper and deeper into the stack: a talk of a thousand words is a loop.
    QMetaObject::invokeMethod(this, &WebSocketStep::runNext, Qt::QueuedConnection);
}

void WebSocketStep::next()
{
    QMetaObject::invokeMethod(this, &WebSocketStep::runNext, Qt::QueuedConnection);
}

void WebSocketStep::runNext()
{
    if (isFinished() || m_levels.empty())
        return;
    Level &level = m_levels.back();
    if (level.at >= level.words.size()) {
        const auto after = std::move(level.after);
        m_levels.pop_back();
        after();
        return;
    }
    const yaml::Node word = level.words.at(level.at++);
    const QString name = word.keyNames().value(0);
    const TalkWord *found = findTalkWord(name);
    if (!found) {
        error(u"there is no word “%1” in a talk"_s.arg(name));
        return;
    }
    // A talk inside a talk fills its variables when its own words run.
    if (name == "repeat"_L1) {
        found->run(*this, word.items.first(), word.keys.first().place);
        return;
    }
    const Result<yaml::Node> value = m_context->variables.expand(word.items.value(0));
    if (!value) {
        error(value.error().text);
        return;
    }
    found->run(*this, *value, word.keys.first().place);
}

void WebSocketStep::waitFor(int withinMs, std::function<bool()> look, std::function<void()> late, bool closeIsFine)
{
    m_closeIsFine = closeIsFine;
    if (look())
        return;
    if (m_client->isClosed() && !closeIsFine) {
        fail(u"the connection is closed (%1 %2, by the %3)"_s.arg(m_client->closeCode()).arg(m_client->closeReason(), m_client->closedBy()),
             m_spec.place, u"an open connection"_s, u"closed with %1"_s.arg(m_client->closeCode()));
        return;
    }
    m_look = std::move(look);
    m_late = std::move(late);
    m_timer.start(withinMs);
}

void WebSocketStep::stopWaiting()
{
    m_timer.stop();
    m_look = nullptr;
    m_late = nullptr;
}

bool WebSocketStep::judge(const yaml::Node &expect, const QList<TalkMessage> &messages)
{
    StepOutput seen;
    seen.messages = messages;
    // Who only listens waits for what another connection of the test sent.
    for (TalkMessage &message : seen.messages) {
        if (message.latencyMs < 0 && m_context->lastSendAt > 0 && message.at >= m_context->lastSendAt)
            message.latencyMs = double(message.at - m_context->lastSendAt);
    }
    seen.variables = &m_context->variables.values();
    bool held = true;
    for (const yaml::Node &item : expect.items) {
        const CheckSpec check { item.keyNames().value(0), item.items.value(0), item.place };
        const QList<CheckResult> results = evaluate(check, seen);
        for (const CheckResult &result : results) {
            m_output.checks.append(std::make_shared<CheckResult>(result));
            held = held && (result.state == CheckResult::State::Passed || result.soft);
        }
    }
    if (!held)
        complete();
    return held;
}

bool WebSocketStep::captureFrom(const yaml::Node &captures, const QList<TalkMessage> &messages)
{
    StepOutput seen;
    seen.messages = messages;
    for (const CaptureSpec &spec : capturesOf(captures)) {
        const Result<QJsonValue> found = capture(spec, seen);
        if (!found) {
            fail(found.error().text, spec.place);
            return false;
        }
        m_context->keep(spec, *found);
        m_output.captures.insert(spec.name, spec.secret ? QJsonValue(u"‹%1›"_s.arg(spec.name)) : *found);
    }
    return true;
}

void WebSocketStep::fail(const QString &sentence, const Place &place, const QString &wanted, const QString &got)
{
    auto result = std::make_shared<CheckResult>();
    result->subject = u"talk"_s;
    result->state = CheckResult::State::Failed;
    result->sentence = sentence;
    result->wanted = wanted;
    result->got = got.isEmpty() ? sentence : got;
    result->place = place;
    m_output.checks.append(result);
    complete();
}

void WebSocketStep::error(const QString &sentence)
{
    m_output.error = sentence;
    complete();
}

void WebSocketStep::complete()
{
    if (isFinished())
        return;
    stopWaiting();
    m_levels.clear();
    if (m_client)
        m_client->disconnect(this);
    m_output.durationMs = double(QDateTime::currentMSecsSinceEpoch() - m_startedAt);
    finish(std::move(m_output));
}

void WebSocketStep::cancel()
{
    if (isFinished())
        return;
    m_output.stopped = true;
    complete();
}

} // namespace greenroom
