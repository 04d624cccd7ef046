// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

#include "core/jsonpath.h"
#include "runner/html.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

Found one(const QJsonValue &value, const QString &where = {})
{
    Found found;
    found.value = value;
    found.all = { value };
    found.where = where;
    return found;
}

Found nothing(const QString &hint)
{
    Found found;
    found.missing = true;
    found.hint = hint;
    return found;
}

template <class Value>
Result<Found> optionalValue(const std::optional<Value> &value, const char *what)
{
    if (value)
        return one(QJsonValue(*value));
    return Error { 2, u"this step has no %1 to look at"_s.arg(QLatin1StringView(what)) };
}

Result<Found> status(const StepOutput &output, const yaml::Node &) { return optionalValue(output.status, "status"); }
Result<Found> exitCode(const StepOutput &output, const yaml::Node &) { return optionalValue(output.exit, "exit"); }
Result<Found> closeCode(const StepOutput &output, const yaml::Node &) { return optionalValue(output.closeCode, "close"); }
Result<Found> url(const StepOutput &output, const yaml::Node &) { return one(output.url); }
Result<Found> body(const StepOutput &output, const yaml::Node &) { return one(QString::fromUtf8(output.body)); }
Result<Found> size(const StepOutput &output, const yaml::Node &) { return one(output.body.size()); }
Result<Found> duration(const StepOutput &output, const yaml::Node &) { return one(output.durationMs); }
Result<Found> standardOutput(const StepOutput &output, const yaml::Node &) { return one(QString::fromUtf8(output.standardOutput)); }
Result<Found> standardError(const StepOutput &output, const yaml::Node &) { return one(QString::fromUtf8(output.standardError)); }

Result<Found> header(const StepOutput &output, const yaml::Node &selector)
{
    Found found;
    found.missing = true;
    for (const auto &[name, value] : output.headers) {
        if (name.compare(selector[u"name"_s].toText().toLatin1(), Qt::CaseInsensitive) == 0)
            found.all.append(QString::fromUtf8(value));
    }
    if (found.all.isEmpty()) {
        QStringList names;
        for (const auto &[name, value] : output.headers)
            names.append(QString::fromLatin1(name));
        return nothing(u"the answer has: %1"_s.arg(names.join(u", "_s)));
    }
    found.missing = false;
    found.value = found.all.first();
    return found;
}

Result<Found> cookie(const StepOutput &output, const yaml::Node &selector)
{
    QStringList names;
    for (const auto &[name, value] : output.cookies) {
        if (name == selector[u"name"_s].toText())
            return one(value);
        names.append(name);
    }
    return nothing(u"the cookies are: %1"_s.arg(names.join(u", "_s)));
}

HtmlPage *pageOf(const StepOutput &output)
{
    // Parsed on first use, and only where something asks.
    auto &page = const_cast<std::shared_ptr<HtmlPage> &>(output.page);
    if (!page)
        page = std::make_shared<HtmlPage>(output.body);
    return page.get();
}

Result<Found> title(const StepOutput &output, const yaml::Node &)
{
    const QString text = pageOf(output)->title();
    return text.isEmpty() ? nothing(u"the page has no title"_s) : one(text);
}

Found fromMatches(const QList<HtmlPage::Match> &matches, const QString &hint, HtmlPage::Take take)
{
    Found found;
    found.missing = matches.isEmpty();
    found.hint = hint;
    found.all.reserve(matches.size());
    for (const HtmlPage::Match &match : matches) {
        found.all.append(match.text);
        if (take == HtmlPage::Take::Html)
            found.html.append(match.html);
    }
    if (!matches.isEmpty()) {
        found.value = matches.first().text;
        if (matches.first().line > 0)
            found.where = u"line %1 of the page"_s.arg(matches.first().line);
    }
    return found;
}

// take: attr:x — the attribute of each match that has it.
Found taken(const QList<HtmlPage::Match> &matches, Found found, const yaml::Node &selector)
{
    const QString take = selector[u"take"_s].toText();
    if (!take.startsWith("attr:"_L1))
        return found;
    found.all = {};
    for (const HtmlPage::Match &match : matches) {
        for (const auto &[name, value] : match.attributes) {
            if (name == take.mid(5))
                found.all.append(value);
        }
    }
    found.missing = found.all.isEmpty();
    found.value = found.all.isEmpty() ? QJsonValue() : found.all.first();
    return found;
}

HtmlPage::Take takeOf(const yaml::Node &selector)
{
    const QString take = selector[u"take"_s].toText();
    return take == "html"_L1 ? HtmlPage::Take::Html : take.startsWith("attr:"_L1) ? HtmlPage::Take::Attributes : HtmlPage::Take::Text;
}

Result<Found> css(const StepOutput &output, const yaml::Node &selector)
{
    const QString select = selector[u"select"_s].toText();
    const HtmlPage::Take take = takeOf(selector);
    const Result<QList<HtmlPage::Match>> matches = pageOf(output)->css(select, take);
    if (!matches)
        return matches.error();
    QString hint;
    static const QRegularExpression lastClass(u"\\.([A-Za-z0-9_-]+)[^.]*$"_s);
    if (const auto match = lastClass.match(select); matches->isEmpty() && match.hasMatch())
        hint = u"the page has %1 elements with class “%2”"_s.arg(pageOf(output)->countOfClass(match.captured(1))).arg(match.captured(1));
    return taken(*matches, fromMatches(*matches, hint, take), selector);
}

Result<Found> xpath(const StepOutput &output, const yaml::Node &selector)
{
    const HtmlPage::Take take = takeOf(selector);
    const Result<QList<HtmlPage::Match>> matches = pageOf(output)->xpath(selector[u"path"_s].toText(), take);
    if (!matches)
        return matches.error();
    return taken(*matches, fromMatches(*matches, {}, take), selector);
}

Result<Found> jsonIn(const QByteArray &text, const yaml::Node &selector)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    QJsonValue root = document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    if (error.error != QJsonParseError::NoError) {
        const QJsonDocument wrapped = QJsonDocument::fromJson('[' + text + ']', &error);
        if (error.error != QJsonParseError::NoError || wrapped.array().size() != 1)
            return nothing(u"the text is not JSON: %1"_s.arg(error.errorString()));
        root = wrapped.array().first();
    }
    const QString path = selector[u"path"_s].toText(u"$"_s);
    const Result<QList<QJsonValue>> values = jsonPath(path, root);
    if (!values)
        return values.error();
    Found found;
    found.missing = values->isEmpty();
    if (root.isObject())
        found.hint = u"the object has: %1"_s.arg(root.toObject().keys().join(u", "_s));
    for (const QJsonValue &value : *values)
        found.all.append(value);
    if (!values->isEmpty())
        found.value = values->first();
    return found;
}

Result<Found> json(const StepOutput &output, const yaml::Node &selector)
{
    if (!output.messages.isEmpty())
        return jsonIn(output.messages.last().body, selector);
    return jsonIn(output.exit ? output.standardOutput : output.body, selector);
}

Result<Found> regex(const StepOutput &output, const yaml::Node &selector)
{
    const QRegularExpression pattern(selector[u"pattern"_s].toText(), QRegularExpression::MultilineOption);
    if (!pattern.isValid())
        return Error { 2, u"“%1” is no regular expression: %2"_s.arg(pattern.pattern(), pattern.errorString()) };
    const QString text = QString::fromUtf8(!output.messages.isEmpty() ? output.messages.last().body
                                               : output.exit          ? output.standardOutput
                                                                      : output.body);
    int group = pattern.captureCount() > 0 ? 1 : 0;
    if (const QString take = selector[u"take"_s].toText(); take.startsWith("group:"_L1))
        group = take.mid(6).toInt();
    Found found;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext())
        found.all.append(matches.next().captured(group));
    found.missing = found.all.isEmpty();
    if (!found.missing)
        found.value = found.all.first();
    return found;
}

Result<Found> message(const StepOutput &output, const yaml::Node &)
{
    if (output.messages.isEmpty())
        return nothing(u"no message was received"_s);
    return one(QString::fromUtf8(output.messages.last().body));
}

Result<Found> messages(const StepOutput &output, const yaml::Node &)
{
    Found found;
    for (const TalkMessage &received : output.messages)
        found.all.append(QString::fromUtf8(received.body));
    found.value = toArray(found.all);
    return found;
}

Result<Found> latency(const StepOutput &output, const yaml::Node &)
{
    if (output.messages.isEmpty() || output.messages.last().latencyMs < 0)
        return nothing(u"nothing was sent on this connection before"_s);
    return one(output.messages.last().latencyMs);
}

Result<Found> variable(const StepOutput &output, const yaml::Node &selector)
{
    const QString name = selector[u"name"_s].toText();
    if (!output.variables || !output.variables->contains(name))
        return nothing(u"there is no variable “%1”"_s.arg(name));
    return one(output.variables->value(name));
}

Result<Found> tls(const StepOutput &output, const yaml::Node &selector)
{
    if (output.tlsVersion.isEmpty())
        return Error { 2, u"this answer did not come over TLS"_s };
    return selector.contains(u"version"_s) ? one(output.tlsVersion) : one(output.tlsDaysLeft.value_or(0));
}

Result<Found> schema(const StepOutput &, const yaml::Node &)
{
    return Error { 2, u"a schema is judged as a whole"_s };
}

} // namespace

// The table of subjects: what is looked at.
const QList<SubjectWord> &subjectTable()
{
    static const QList<SubjectWord> table {
        { "status", &status, nullptr, "equals" },
        { "header", &header, "name", nullptr },
        { "cookie", &cookie, "name", nullptr },
        { "title", &title, nullptr, "equals" },
        { "url", &url, nullptr, "equals" },
        { "body", &body, nullptr, "equals" },
        { "size", &size, nullptr, nullptr },
        { "duration", &duration, nullptr, nullptr },
        { "tls", &tls, "version", nullptr },
        { "json", &json, "path", nullptr },
        { "xpath", &xpath, "path", nullptr },
        { "css", &css, "select", nullptr },
        { "regex", &regex, "pattern", nullptr },
        { "schema", &schema, nullptr, "equals" },
        { "exit", &exitCode, nullptr, "equals" },
        { "stdout", &standardOutput, nullptr, "equals" },
        { "stderr", &standardError, nullptr, "equals" },
        { "message", &message, nullptr, "equals" },
        { "messages", &messages, nullptr, nullptr },
        { "latency", &latency, nullptr, nullptr },
        { "close", &closeCode, nullptr, "equals" },
        { "var", &variable, "name", nullptr },
    };
    return table;
}

} // namespace greenroom
