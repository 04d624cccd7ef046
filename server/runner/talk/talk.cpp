// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/talk/talk.h"

#include "core/jsonpath.h"
#include "runner/checks/check.h"
#include "runner/steps/requestbody.h"
#include "runner/steps/websocketstep.h"
#include "runner/talk/receive.h"
#include "runner/testcontext.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonObject>

#include <memory>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

void send(WebSocketStep &step, const yaml::Node &value, const Place &)
{
    Message message;
    if (!value.isMapping()) {
        message.body = value.toText().toUtf8();
    } else if (value.contains(u"json"_s)) {
        message.body = jsonText(value[u"json"_s]);
    } else if (value.contains(u"text"_s)) {
        message.body = value[u"text"_s].toText().toUtf8();
    } else if (value.contains(u"hex"_s) || value.contains(u"base64"_s)) {
        message.opcode = Message::Opcode::Binary;
        message.body = value.contains(u"hex"_s) ? QByteArray::fromHex(value[u"hex"_s].toText().toLatin1())
                                                : QByteArray::fromBase64(value[u"base64"_s].toText().toLatin1());
    } else if (value.contains(u"file"_s)) {
        QFile file(QDir(step.context().baseFolder).absoluteFilePath(value[u"file"_s].toText()));
        if (!file.open(QFile::ReadOnly)) {
            step.error(u"the file %1 cannot be read: %2"_s.arg(file.fileName(), file.errorString()));
            return;
        }
        message.body = file.readAll();
    }
    if (step.client().isClosed()) {
        step.fail(u"nothing can be sent: the connection is closed (%1)"_s.arg(step.client().closeCode()), value.place);
        return;
    }
    step.client().send(message);
    step.context().lastSendAt = QDateTime::currentMSecsSinceEpoch();
    step.next();
}

void closed(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    step.waitFor(within(value), [&step, value, place] {
        if (!step.client().isClosed())
            return false;
        const yaml::Node code = value.isMapping() ? value[u"code"_s] : value;
        step.output().closeCode = step.client().closeCode();
        step.output().closeReason = step.client().closeReason();
        if (!code.isNull()) {
            const QList<CheckResult> results = evaluate({ u"close"_s, code, place }, step.output());
            for (const CheckResult &result : results) {
                if (result.state != CheckResult::State::Passed) {
                    step.fail(result.sentence, place, result.wanted, result.got);
                    return true;
                }
            }
        }
        step.next();
        return true;
    }, [&step, place] { step.fail(u"the other side did not close the connection"_s, place, u"closed"_s, u"still open"_s); }, true);
}

void ping(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    auto answered = std::make_shared<bool>(false);
    QObject::connect(&step.client(), &WsClient::pong, &step, [&step, answered] {
        if (!*answered) {
            *answered = true;
            emit step.client().received();
        }
    }, Qt::SingleShotConnection);
    step.client().ping();
    step.waitFor(within(value), [&step, answered] {
        if (*answered)
            step.next();
        return *answered;
    }, [&step, place] { step.fail(u"no pong came"_s, place, u"a pong"_s, u"nothing"_s); });
}

void wait(WebSocketStep &step, const yaml::Node &value, const Place &)
{
    step.waitFor(parseDuration(value.toText()).value_or(0), [] { return false; }, [&step] { step.next(); }, true);
}

void repeatOnce(WebSocketStep &step, const yaml::Node &value, int index, int times, int everyMs)
{
    if (index >= times) {
        step.next();
        return;
    }
    step.context().variables.setGroup(u"repeat"_s, { { u"index"_s, index }, { u"times"_s, times } });
    step.talk(value[u"talk"_s].items, [&step, value, index, times, everyMs] {
        const auto again = [&step, value, index, times, everyMs] { repeatOnce(step, value, index + 1, times, everyMs); };
        if (everyMs > 0 && index + 1 < times)
            step.waitFor(everyMs, [] { return false; }, again, true);
        else
            again();
    });
}

void repeat(WebSocketStep &step, const yaml::Node &value, const Place &)
{
    const Result<yaml::Node> times = step.context().variables.expand(value[u"times"_s]);
    if (!times) {
        step.error(times.error().text);
        return;
    }
    repeatOnce(step, value, 0, int(times->toText().toDouble()), parseDuration(value[u"every"_s].toText(u"0ms"_s)).value_or(0));
}

void close(WebSocketStep &step, const yaml::Node &value, const Place &)
{
    const int code = value.isMapping() ? int(value[u"code"_s].toNumber(1000)) : int(value.toNumber(1000));
    step.client().close(code, value[u"reason"_s].toText());
    step.waitFor(3000, [&step] {
        if (!step.client().isClosed())
            return false;
        step.next();
        return true;
    }, [&step] { step.next(); }, true);
}

// The table of what a talk may say.
constexpr TalkWord words[] = {
    { "send", &send, "json text hex base64 file" },
    { "receive", &receive, "like where within expect capture" },
    { "receive_until", &receiveUntil, "like where within count each increasing capture" },
    { "quiet", &quiet, "for like where" },
    { "closed", &closed, "code within" },
    { "ping", &ping, "within" },
    { "wait", &wait, nullptr },
    { "repeat", &repeat, "times every talk" },
    { "close", &close, "code reason" },
};

} // namespace

const TalkWord *findTalkWord(const QString &name)
{
    for (const TalkWord &word : words) {
        if (name == QLatin1StringView(word.name))
            return &word;
    }
    return nullptr;
}

QStringList talkWords()
{
    QStringList names;
    for (const TalkWord &word : words)
        names.append(QLatin1StringView(word.name));
    return names;
}

Problems validateTalk(const yaml::Node &talk)
{
    Problems problems;
    for (const yaml::Node &item : talk.items) {
        const QString name = item.keyNames().value(0);
        const TalkWord *word = findTalkWord(name);
        if (!word || item.keys.size() != 1) {
            const QString near = yaml::nearest(name, talkWords());
            problems.append({ Problem::Severity::Error,
                              item.keys.size() > 1 ? u"a line of a talk says one thing"_s : u"there is no word “%1” in a talk"_s.arg(name),
                              near.isEmpty() ? u"there are: %1"_s.arg(talkWords().join(u", "_s)) : u"did you mean “%1”?"_s.arg(near), item.place });
            continue;
        }
        const yaml::Node &value = item.items.first();
        if (word->keys && value.isMapping())
            problems += unknownStepKeys(value, QString::fromLatin1(word->keys).split(u' '), u"“%1”"_s.arg(name));
        for (const char *key : { "within", "for", "every" }) {
            const yaml::Node &duration = value[QLatin1StringView(key)];
            if (!duration.isNull() && !duration.toText().contains("${"_L1) && !parseDuration(duration.toText()))
                problems.append({ Problem::Severity::Error, u"“%1” is no duration"_s.arg(duration.toText()), u"for example 1.5s or 300ms"_s, duration.place });
        }
        problems += validateTalk(value[u"talk"_s]);
        if (const yaml::Node &path = value[u"increasing"_s]; !path.isNull()) {
            if (const auto read = jsonPath(path.toText(), {}); !read)
                problems.append({ Problem::Severity::Error, read.error().text, {}, path.place });
        }
        for (const char *key : { "expect", "where", "each" })
            problems += validateChecks(value[QLatin1StringView(key)]);
        capturesOf(value[u"capture"_s], &problems);
    }
    return problems;
}

} // namespace greenroom
