// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/check.h"
#include "core/jsonstring.h"
#include "runner/checks/words.h"

#include <QCache>
#include <QDate>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

const SubjectWord *findSubject(const QString &name)
{
    for (const SubjectWord &word : subjectTable()) {
        if (name == QLatin1StringView(word.name))
            return &word;
    }
    return nullptr;
}

const OperatorWord *findOperator(const QString &name)
{
    for (const OperatorWord &word : operatorTable()) {
        if (name == QLatin1StringView(word.name))
            return &word;
    }
    return nullptr;
}

yaml::Node longForm(const SubjectWord &subject, const yaml::Node &value)
{
    if (value.isMapping() || !subject.shorthand)
        return value;
    yaml::Node mapping;
    mapping.kind = yaml::Node::Kind::Mapping;
    mapping.place = value.place;
    yaml::Node key;
    key.kind = yaml::Node::Kind::Text;
    key.text = QLatin1StringView(subject.shorthand);
    key.place = value.place;
    mapping.keys = { key };
    mapping.items = { value };
    return mapping;
}

namespace {

// Why this operand of matches and not_matches cannot be used; empty when it can.
QString wrongPattern(const QString &operation, const yaml::Node &operand)
{
    if (operation != "matches"_L1 && operation != "not_matches"_L1)
        return {};
    const QRegularExpression pattern(operand.toText());
    return pattern.isValid() ? QString()
                             : u"“%1” is no regular expression: %2 at %3"_s.arg(pattern.pattern(), pattern.errorString()).arg(pattern.patternErrorOffset());
}

Result<QJsonValue> converted(const QJsonValue &value, const QString &as, bool trim)
{
    QJsonValue result = value;
    if (trim && result.isString())
        result = result.toString().trimmed();
    if (as.isEmpty())
        return result;
    const QString text = result.isString() ? result.toString().trimmed() : shown(result);
    bool ok = true;
    if (as == "text"_L1)
        return QJsonValue(text);
    if (as == "number"_L1 || as == "integer"_L1) {
        const double number = text.toDouble(&ok);
        if (ok && (as == "number"_L1 || number == double(qint64(number))))
            return QJsonValue(number);
    } else if (as == "boolean"_L1) {
        if (text == "true"_L1 || text == "false"_L1)
            return QJsonValue(text == "true"_L1);
    } else if (as == "date"_L1) {
        if (QDate::fromString(text.left(10), Qt::ISODate).isValid())
            return QJsonValue(text);
    } else if (as == "json"_L1) {
        const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
        if (!document.isNull())
            return document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    }
    return Error { 0, u"“%1” is no %2"_s.arg(text.left(80), as) };
}

CheckResult begin(const CheckSpec &check, const SubjectWord &subject, const yaml::Node &value)
{
    CheckResult result;
    result.subject = check.subject;
    result.selector = subject.selector ? value[QLatin1StringView(subject.selector)].toText() : QString();
    result.soft = value[u"soft"_s].toBool();
    result.because = value[u"because"_s].toText();
    result.place = check.place;
    return result;
}

void conclude(CheckResult &result, bool held)
{
    result.state = held ? CheckResult::State::Passed : CheckResult::State::Failed;
    const QString what = result.selector.isEmpty() ? result.subject : result.subject + u' ' + result.selector;
    result.sentence = u"%1: wanted %2, got %3"_s.arg(what, result.wanted, result.got);
    if (!result.where.isEmpty())
        result.sentence += u" · "_s + result.where;
}

// Operators that must hold for every match; the first three that fail are named.
CheckResult judgeEach(CheckResult result, const Found &found, const yaml::Node &each)
{
    QStringList wanted;
    QStringList failures;
    QString unknown;
    int failed = 0;
    int judged = 0;
    for (const QJsonValue &value : found.all) {
        const Result<QJsonValue> as = converted(value, each[u"as"_s].toText(), each[u"trim"_s].toBool());
        if (!as) {
            if (++failed <= 3)
                failures.append(as.error().text);
            continue;
        }
        Found single;
        single.value = *as;
        single.all = { *as };
        for (qsizetype i = 0; i < each.keys.size(); ++i) {
            const OperatorWord *word = findOperator(each.keys.at(i).text);
            if (!word) {
                unknown = unknown.isEmpty() && !modifierWords().contains(each.keys.at(i).text) ? each.keys.at(i).text : unknown;
                continue;
            }
            ++judged;
            Verdict verdict = word->compare(single, each.items.at(i).toJson(), each);
            if (!wanted.contains(verdict.wanted))
                wanted.append(verdict.wanted);
            if (verdict.held == each[u"not"_s].toBool() && ++failed <= 3)
                failures.append(verdict.got);
        }
    }
    result.operation = u"each"_s;
    if (found.all.isEmpty()) {
        // Nothing found is never a silent pass.
        result.wanted = u"at least one match"_s;
        result.got = found.hint.isEmpty() ? u"nothing matched"_s : u"nothing matched (%1)"_s.arg(found.hint);
        conclude(result, false);
        return result;
    }
    if (!unknown.isEmpty() || (judged == 0 && failed == 0)) {
        result.state = CheckResult::State::Error;
        result.got = unknown.isEmpty() ? u"“each” has no operator"_s : u"there is no operator “%1”"_s.arg(unknown);
        result.sentence = result.got;
        return result;
    }
    result.wanted = u"each %1"_s.arg(wanted.join(u", "_s));
    result.got = failed == 0 ? u"%1 that do"_s.arg(found.all.size())
                             : u"%1 of %2 that do not: %3"_s.arg(failed).arg(found.all.size()).arg(failures.join(u" | "_s));
    conclude(result, failed == 0);
    return result;
}

// By way of a text that is read: a QJsonObject filled value by value makes a container of each text first. A run of
// many rows says the same of most of them, and that is read once.
QJsonObject toJson(const CheckResult &result)
{
    static constexpr const char *states[] = { "passed", "failed", "error", "notRun" };
    static thread_local QCache<QByteArray, QJsonObject> known(500);
    QByteArray text;
    text.reserve(512);
    const auto add = [&text](const char *key, const QString &value) {
        text += key;
        appendJsonString(text, value.toUtf8());
    };
    // By name: what is read in order needs no sorting.
    add("{\"because\":", result.because);
    add(",\"got\":", result.got);
    text += ",\"line\":" + QByteArray::number(result.place.line);
    add(",\"operator\":", result.operation);
    add(",\"selector\":", result.selector);
    add(",\"sentence\":", result.sentence);
    text += result.soft ? ",\"soft\":true,\"state\":\"" : ",\"soft\":false,\"state\":\"";
    text += states[int(result.state)];
    add("\",\"subject\":", result.subject);
    add(",\"wanted\":", result.wanted);
    add(",\"where\":", result.where);
    text += '}';
    if (const QJsonObject *found = known.object(text))
        return *found;
    auto *fresh = new QJsonObject(QJsonDocument::fromJson(text).object());
    const QJsonObject json = *fresh;
    known.insert(text, fresh);
    return json;
}

} // namespace

QJsonArray toJson(const QList<std::shared_ptr<CheckResult>> &results)
{
    QJsonArray list;
    for (const std::shared_ptr<CheckResult> &result : results)
        list.append(toJson(*result));
    return list;
}

QList<CheckResult> evaluate(const CheckSpec &check, const StepOutput &output)
{
    const SubjectWord *subject = findSubject(check.subject);
    if (!subject)
        return {};
    if (check.subject == "schema"_L1)
        return { judgeSchema(check, output) };
    const yaml::Node value = longForm(*subject, check.value);
    const CheckResult base = begin(check, *subject, value);
    const auto error = [&base](const QString &text) {
        CheckResult result = base;
        result.state = CheckResult::State::Error;
        result.sentence = text;
        result.got = text;
        return QList<CheckResult> { result };
    };
    Result<Found> found = subject->find(output, value);
    if (!found)
        return error(found.error().text);
    found->where = found->where.isEmpty() ? base.where : found->where;

    QList<CheckResult> results;
    for (qsizetype i = 0; i < value.keys.size() && i < value.items.size(); ++i) {
        const QString &name = value.keys.at(i).text;
        CheckResult result = base;
        result.operation = name;
        result.where = found->where;
        if (name == "each"_L1) {
            results.append(judgeEach(result, *found, value.items.at(i)));
            continue;
        }
        const OperatorWord *word = findOperator(name);
        if (!word) {
            const bool known = modifierWords().contains(name) || captureWords().contains(name)
                || (subject->selector && name == QLatin1StringView(subject->selector));
            if (!known)
                return error(u"there is no operator “%1”"_s.arg(name));
            continue;
        }
        if (const QString mistake = wrongPattern(name, value.items.at(i)); !mistake.isEmpty()) {
            result.state = CheckResult::State::Error;
            result.sentence = mistake;
            result.got = mistake;
            results.append(result);
            continue;
        }
        if (found->missing && !word->takesMissing) {
            result.wanted = word->compare({}, value.items.at(i).toJson(), value).wanted;
            result.got = found->hint.isEmpty() ? u"nothing matched"_s : u"nothing matched (%1)"_s.arg(found->hint);
            conclude(result, false);
            results.append(result);
            continue;
        }
        Found judged = *found;
        if (!judged.missing) {
            const Result<QJsonValue> as = converted(judged.value, value[u"as"_s].toText(), value[u"trim"_s].toBool());
            if (!as) {
                result.wanted = value[u"as"_s].toText();
                result.got = as.error().text;
                conclude(result, false);
                results.append(result);
                continue;
            }
            judged.value = *as;
        }
        Verdict verdict = word->compare(judged, value.items.at(i).toJson(), value);
        const bool negated = value[u"not"_s].toBool();
        result.wanted = negated ? u"not "_s + verdict.wanted : verdict.wanted;
        result.got = verdict.got;
        conclude(result, verdict.held != negated);
        results.append(result);
    }
    if (results.isEmpty()) {
        // A subject alone asks whether it is there.
        CheckResult result = base;
        result.operation = u"exists"_s;
        result.wanted = u"is there"_s;
        result.got = found->missing ? u"nothing"_s : shown(found->value);
        conclude(result, !found->missing);
        results.append(result);
    }
    return results;
}

} // namespace greenroom
