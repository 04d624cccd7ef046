// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/talk/receive.h"

#include "core/jsonpath.h"
#include "runner/checks/check.h"
#include "runner/checks/words.h"
#include "runner/steps/websocketstep.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QJsonValue jsonOf(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    return document.isObject() ? QJsonValue(document.object()) : document.isArray() ? QJsonValue(document.array()) : QJsonValue();
}

// `like` and `where` of a receive: both must hold.
bool fits(const TalkMessage &message, const yaml::Node &value)
{
    const yaml::Node &like = value[u"like"_s];
    if (!like.isNull()) {
        const QJsonValue wanted = like.toJson();
        const bool held = wanted.isObject() || wanted.isArray() ? isLike(jsonOf(message.body), wanted)
                                                                : QString::fromUtf8(message.body) == like.toText();
        if (!held)
            return false;
    }
    StepOutput seen;
    seen.messages = { message };
    for (const yaml::Node &item : value[u"where"_s].items) {
        const QList<CheckResult> results = evaluate({ item.keyNames().value(0), item.items.value(0), item.place }, seen);
        if (!std::all_of(results.begin(), results.end(), [](const CheckResult &r) { return r.state == CheckResult::State::Passed; }))
            return false;
    }
    return true;
}

QString pattern(const yaml::Node &value)
{
    if (!value[u"like"_s].isNull())
        return u"a message like %1"_s.arg(shown(value[u"like"_s].toJson()));
    return value.contains(u"where"_s) ? u"a message that fits"_s : u"a message"_s;
}

// Where a message is not like the pattern: "n: wanted 6, got 5".
void addDifferences(const QString &path, const QJsonValue &have, const QJsonValue &wanted, QStringList &differences)
{
    if (isLike(have, wanted))
        return;
    if (!wanted.isObject() || !have.isObject()) {
        differences.append(u"%1: wanted %2, got %3"_s.arg(path.isEmpty() ? u"the message"_s : path, shown(wanted), shown(have)));
        return;
    }
    const QJsonObject members = wanted.toObject();
    for (auto it = members.begin(); it != members.end(); ++it)
        addDifferences(path.isEmpty() ? it.key() : path + u'.' + it.key(), have.toObject().value(it.key()), *it, differences);
}

QStringList differencesOf(const TalkMessage &message, const yaml::Node &value)
{
    QStringList differences;
    const yaml::Node &like = value[u"like"_s];
    if (like.isMapping() || like.isSequence())
        addDifferences({}, jsonOf(message.body), like.toJson(), differences);
    else if (!like.isNull() && QString::fromUtf8(message.body) != like.toText())
        differences.append(u"wanted “%1”"_s.arg(like.toText()));
    StepOutput seen;
    seen.messages = { message };
    for (const yaml::Node &item : value[u"where"_s].items) {
        const QList<CheckResult> results = evaluate({ item.keyNames().value(0), item.items.value(0), item.place }, seen);
        for (const CheckResult &result : results) {
            if (result.state != CheckResult::State::Passed)
                differences.append(result.sentence);
        }
    }
    return differences;
}

// The three nearest messages with their differences, and how many others there are.
QString nearestMessages(const QList<TalkMessage> &inbox, const yaml::Node &value)
{
    if (inbox.isEmpty())
        return u"nothing came"_s;
    struct Near
    {
        TalkMessage message;
        QStringList differences;
    };
    QList<Near> sorted;
    for (const TalkMessage &message : inbox)
        sorted.append({ message, differencesOf(message, value) });
    // One difference in a member is nearer than a message of another shape, which differs as a whole.
    const auto distance = [](const Near &near) {
        const bool whole = near.differences.size() == 1 && near.differences.first().startsWith("the message:"_L1);
        const auto missing = std::count_if(near.differences.begin(), near.differences.end(), [](const QString &text) { return text.endsWith("got nothing"_L1); });
        return whole ? 1'000'000 : int(near.differences.size() * 2 + missing);
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&distance](const Near &a, const Near &b) { return distance(a) < distance(b); });
    QStringList lines;
    for (const Near &near : sorted.mid(0, 3))
        lines.append(u"%1 (%2)"_s.arg(QString::fromUtf8(near.message.body.left(200)), near.differences.join(u", "_s)));
    QString text = u"the nearest of %1 messages: %2"_s.arg(inbox.size()).arg(lines.join(u" | "_s));
    if (inbox.size() > 3)
        text += u" | and %1 others"_s.arg(inbox.size() - 3);
    return text;
}

bool isCounted(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    if (!value.contains(u"count"_s))
        return true;
    yaml::Node check;
    check.kind = yaml::Node::Kind::Mapping;
    check.keys = { value.keys.at(value.indexOf(u"count"_s)) };
    check.items = { value[u"count"_s] };
    const QList<CheckResult> results = evaluate({ u"messages"_s, check, place }, step.output());
    for (const CheckResult &result : results) {
        if (result.state != CheckResult::State::Passed) {
            step.fail(result.sentence, place, result.wanted, result.got);
            return false;
        }
    }
    return true;
}

bool isIncreasing(WebSocketStep &step, const QString &path, const Place &place)
{
    if (path.isEmpty())
        return true;
    double last = -std::numeric_limits<double>::infinity();
    for (const TalkMessage &message : std::as_const(step.output().messages)) {
        const Result<QList<QJsonValue>> found = jsonPath(path, jsonOf(message.body));
        const QJsonValue number = found && !found->isEmpty() ? found->first() : QJsonValue(QJsonValue::Undefined);
        if (!number.isDouble() || number.toDouble() <= last) {
            step.fail(u"%1 does not increase: %2 after %3"_s.arg(path, shown(number)).arg(last), place, u"increasing %1"_s.arg(path), shown(number));
            return false;
        }
        last = number.toDouble();
    }
    return true;
}

} // namespace

int within(const yaml::Node &value, int fallback)
{
    return value[u"within"_s].isNull() ? fallback : parseDuration(value[u"within"_s].toText()).value_or(fallback);
}

void receive(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    const int limit = within(value);
    const auto look = [&step, value] {
        QList<TalkMessage> &inbox = step.client().inbox;
        const auto found = std::find_if(inbox.begin(), inbox.end(), [&value](const TalkMessage &message) { return fits(message, value); });
        if (found == inbox.end())
            return false;
        const QList<TalkMessage> taken { *found };
        inbox.erase(found);
        step.output().messages = taken;
        if (step.judge(value[u"expect"_s], taken) && step.captureFrom(value[u"capture"_s], taken))
            step.next();
        return true;
    };
    step.waitFor(limit, look, [&step, value, place, limit] {
        step.fail(u"%1 did not come within %2 ms; %3"_s.arg(pattern(value)).arg(limit).arg(nearestMessages(step.client().inbox, value)), place,
                  pattern(value), nearestMessages(step.client().inbox, value));
    });
}

void receiveUntil(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    const int limit = within(value, 30'000);
    const auto look = [&step, value, place] {
        QList<TalkMessage> &inbox = step.client().inbox;
        const auto found = std::find_if(inbox.begin(), inbox.end(), [&value](const TalkMessage &message) { return fits(message, value); });
        if (found == inbox.end())
            return false;
        const QList<TalkMessage> taken(inbox.begin(), found + 1);
        inbox.erase(inbox.begin(), found + 1);
        step.output().messages = taken;
        for (const TalkMessage &message : taken) {
            if (!step.judge(value[u"each"_s], { message }))
                return true;
        }
        if (!isCounted(step, value, place) || !isIncreasing(step, value[u"increasing"_s].toText(), place))
            return true;
        if (step.captureFrom(value[u"capture"_s], taken))
            step.next();
        return true;
    };
    step.waitFor(limit, look, [&step, value, place, limit] {
        step.fail(u"%1 did not come within %2 ms; %3"_s.arg(pattern(value)).arg(limit).arg(nearestMessages(step.client().inbox, value)), place,
                  pattern(value), nearestMessages(step.client().inbox, value));
    });
}

void quiet(WebSocketStep &step, const yaml::Node &value, const Place &place)
{
    const int duration = parseDuration(value[u"for"_s].toText(u"1s"_s)).value_or(1000);
    step.waitFor(duration, [&step, value, place] {
        for (const TalkMessage &message : std::as_const(step.client().inbox)) {
            if (fits(message, value)) {
                step.fail(u"%1 came, and it was to be quiet: %2"_s.arg(pattern(value), QString::fromUtf8(message.body.left(200))), place,
                          u"no such message"_s, QString::fromUtf8(message.body.left(200)));
                return true;
            }
        }
        return false;
    }, [&step] { step.next(); });
}

} // namespace greenroom
