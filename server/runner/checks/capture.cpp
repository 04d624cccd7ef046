// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

Error nothingFound(const CaptureSpec &spec, const QString &hint)
{
    return { 0, u"the capture “%1” found nothing%2"_s.arg(spec.name, hint.isEmpty() ? QString() : u" ("_s + hint + u')') };
}

} // namespace

Result<QJsonValue> capture(const CaptureSpec &spec, const StepOutput &output)
{
    const SubjectWord *subject = findSubject(spec.subject);
    if (!subject)
        return Error { 2, u"there is nothing called “%1” to capture from"_s.arg(spec.subject) };
    const yaml::Node value = longForm(*subject, spec.value);
    // messages: count — a bare word says what to take.
    const QString take = spec.value.isMapping() ? value[u"take"_s].toText() : spec.value.toText();
    QJsonArray all;
    QStringList html;
    QList<const StepOutput *> pages { &output };
    for (const StepOutput &followed : output.followed)
        pages.append(&followed);
    for (const StepOutput *page : pages) {
        const Result<Found> found = subject->find(*page, value);
        if (!found)
            return found.error();
        if (found->missing && pages.size() == 1 && take != "count"_L1)
            return nothingFound(spec, found->hint);
        for (const QJsonValue &match : found->all)
            all.append(match);
        html += found->html;
    }
    if (take == "count"_L1)
        return QJsonValue(all.size());
    if (all.isEmpty())
        return nothingFound(spec, {});
    if (take == "html"_L1)
        all = QJsonArray::fromStringList(html);
    return value[u"all"_s].toBool() ? QJsonValue(all) : all.first();
}

QList<CaptureSpec> capturesOf(const yaml::Node &node, Problems *problems)
{
    QList<CaptureSpec> captures;
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
        yaml::Node value = node.items.at(i);
        CaptureSpec spec;
        spec.name = node.keys.at(i).text;
        spec.place = node.keys.at(i).place;
        if (const qsizetype secret = value.indexOf(u"secret"_s); secret >= 0) {
            spec.secret = value.items.at(secret).toBool();
            value.keys.removeAt(secret);
            value.items.removeAt(secret);
        }
        if (value.keys.size() != 1) {
            if (problems)
                problems->append({ Problem::Severity::Error, u"the capture “%1” takes from one thing"_s.arg(spec.name),
                                   u"for example “%1: { json: { path: $.id } }”"_s.arg(spec.name), spec.place });
            continue;
        }
        spec.subject = value.keys.first().text;
        spec.value = value.items.first();
        if (problems)
            *problems += validateCapture(spec);
        captures.append(spec);
    }
    return captures;
}

} // namespace greenroom
