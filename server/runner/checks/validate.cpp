// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

#include "core/jsonpath.h"
#include "runner/css.h"
#include "runner/html.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

// What can be known of a check before the run. A word nobody knows would be a check that cannot fail.

namespace greenroom {

namespace {

const QStringList modifiers { u"as"_s, u"trim"_s, u"ignore_case"_s, u"not"_s, u"soft"_s, u"because"_s };
const QStringList captureKeys { u"take"_s, u"all"_s };
const QStringList numberOperators { u"equals"_s, u"not_equals"_s, u"min"_s, u"max"_s, u"in"_s };
const QStringList eachModifiers { u"as"_s, u"trim"_s, u"ignore_case"_s, u"not"_s };
const QStringList conversions { u"text"_s, u"number"_s, u"integer"_s, u"boolean"_s, u"date"_s, u"json"_s };
const QStringList types { u"text"_s, u"string"_s, u"number"_s, u"integer"_s, u"boolean"_s, u"list"_s, u"array"_s, u"object"_s, u"null"_s };

Problem problem(const QString &text, const QString &remedy, const Place &place)
{
    return { Problem::Severity::Error, text, remedy, place };
}

QString remedyFor(const QString &word, const QStringList &known)
{
    const QString near = yaml::nearest(word, known);
    return near.isEmpty() ? u"there are: %1"_s.arg(known.join(u", "_s)) : u"did you mean “%1”?"_s.arg(near);
}

bool isKnownLater(const yaml::Node &node)
{
    return node.isText() && node.text.contains("${"_L1);
}

Problems validateOperators(const yaml::Node &mapping, const QStringList &known);

Problems oneOf(const yaml::Node &value, const QString &key, const QStringList &known)
{
    if (isKnownLater(value) || known.contains(value.toText()))
        return {};
    return { problem(u"“%1” is nothing that “%2” takes"_s.arg(value.toText(), key), remedyFor(value.toText(), known), value.place) };
}

Problems validatePattern(const yaml::Node &value)
{
    const QRegularExpression pattern(value.toText());
    if (isKnownLater(value) || pattern.isValid())
        return {};
    return { problem(u"“%1” is no regular expression: %2 at %3"_s.arg(pattern.pattern(), pattern.errorString()).arg(pattern.patternErrorOffset()), {},
                     value.place) };
}

// min and max take what can be ordered.
Problems validateLimit(const yaml::Node &value, const QString &key)
{
    static const QRegularExpression date(u"^\\d{4}-\\d{2}-\\d{2}"_s);
    bool number = false;
    value.toText().toDouble(&number);
    if (isKnownLater(value) || number || parseDuration(value.toText()) || parseSize(value.toText()) || date.match(value.toText()).hasMatch())
        return {};
    return { problem(u"“%1” of “%2” is no number, duration, size or date"_s.arg(value.toText(), key), u"for example 3, 1.5s, 20kB or 2027-03-31"_s,
                     value.place) };
}

Problems validateOperand(const QString &key, const yaml::Node &value)
{
    static const QStringList booleans { u"exists"_s, u"empty"_s, u"not"_s, u"soft"_s, u"trim"_s, u"ignore_case"_s, u"all"_s };
    if (booleans.contains(key)) {
        if (value.kind == yaml::Node::Kind::Boolean || isKnownLater(value))
            return {};
        return { problem(u"“%1” is true or false, not “%2”"_s.arg(key, value.toText()), {}, value.place) };
    }
    if (key == "as"_L1)
        return oneOf(value, key, conversions);
    if (key == "type"_L1)
        return oneOf(value, key, types);
    if (key == "matches"_L1 || key == "not_matches"_L1)
        return validatePattern(value);
    if (key == "min"_L1 || key == "max"_L1)
        return validateLimit(value, key);
    if (key == "each"_L1) {
        if (!value.isMapping() || value.keys.isEmpty())
            return { problem(u"“each” takes operators"_s, u"for example “each: { matches: '^\\d+$' }”"_s, value.place) };
        return validateOperators(value, operatorWords() + eachModifiers);
    }
    if ((key == "count"_L1 || key == "length"_L1) && value.isMapping())
        return value.keys.isEmpty() ? Problems { problem(u"“%1” is a number or operators"_s.arg(key), {}, value.place) }
                                    : validateOperators(value, numberOperators);
    return {};
}

Problems validateOperators(const yaml::Node &mapping, const QStringList &known)
{
    Problems problems;
    for (qsizetype i = 0; i < mapping.keys.size() && i < mapping.items.size(); ++i) {
        const yaml::Node &key = mapping.keys.at(i);
        if (known.contains(key.text))
            problems += validateOperand(key.text, mapping.items.at(i));
        else
            problems.append(problem(u"there is no check “%1”"_s.arg(key.text), remedyFor(key.text, known), key.place));
    }
    return problems;
}

// Selectors, paths and patterns are read once before anything runs.
Problems validateSelector(const SubjectWord &subject, const yaml::Node &value)
{
    const QLatin1StringView name(subject.name);
    const yaml::Node &where = value[QLatin1StringView(subject.selector)];
    if (isKnownLater(where))
        return {};
    const auto told = [&where](const auto &result) {
        return result ? Problems {} : Problems { problem(result.error().text, {}, where.place) };
    };
    if (name == "css"_L1)
        return told(cssToXPath(where.toText()));
    if (name == "xpath"_L1)
        return told(HtmlPage::checkXPath(where.toText()));
    if (name == "json"_L1)
        return told(jsonPath(where.toText(), {}));
    return name == "regex"_L1 ? validatePattern(where) : Problems {};
}

Problems validateKeys(const SubjectWord &subject, const yaml::Node &value, const QStringList &more)
{
    QStringList known = operatorWords() + more;
    if (subject.selector)
        known.prepend(QLatin1StringView(subject.selector));
    Problems problems = validateOperators(value, known);
    if (!subject.selector || QLatin1StringView(subject.selector) == "version"_L1)
        return problems;
    if (value.contains(QLatin1StringView(subject.selector)))
        return problems + validateSelector(subject, value);
    problems.append(problem(u"“%1” needs “%2”"_s.arg(QLatin1StringView(subject.name), QLatin1StringView(subject.selector)),
                            u"it says where to look"_s, value.place));
    return problems;
}

Problems validateTake(const CaptureSpec &capture, const yaml::Node &take)
{
    const QString word = take.toText();
    const bool page = capture.subject == "css"_L1 || capture.subject == "xpath"_L1;
    if (word.isEmpty() || isKnownLater(take) || word == "count"_L1 || word == "text"_L1 || (page && word == "html"_L1)
        || (page && word.startsWith("attr:"_L1) && word.size() > 5))
        return {};
    if (capture.subject == "regex"_L1 && word.startsWith("group:"_L1)) {
        const int groups = QRegularExpression(capture.value[u"pattern"_s].toText()).captureCount();
        bool ok = false;
        const int group = word.mid(6).toInt(&ok);
        if (ok && group >= 0 && group <= groups)
            return {};
        return { problem(u"the pattern has %1 groups, and none is “%2”"_s.arg(groups).arg(word.mid(6)), {}, take.place) };
    }
    const QString all = page ? u"text, html, attr:NAME, count"_s : capture.subject == "regex"_L1 ? u"text, group:NUMBER, count"_s : u"text, count"_s;
    return { problem(u"“%1” cannot be taken from “%2”"_s.arg(word, capture.subject), u"there are: %1"_s.arg(all), take.place) };
}

Problem unknownSubject(const QString &name, const Place &place)
{
    return problem(u"there is no check “%1”"_s.arg(name), remedyFor(name, subjectWords()), place);
}

} // namespace

Problems validateCheck(const CheckSpec &check)
{
    const SubjectWord *subject = findSubject(check.subject);
    if (!subject)
        return { unknownSubject(check.subject, check.place) };
    if (!check.value.isMapping() && !subject->shorthand)
        return { problem(u"“%1” needs an operator"_s.arg(check.subject), u"for example “%1: { max: 2s }”"_s.arg(check.subject), check.place) };
    if (check.subject == "schema"_L1)
        return isKnownLater(check.value) ? Problems {} : validateSchema(check.value);
    if (!check.value.isMapping())
        return {};
    return validateKeys(*subject, check.value, modifiers);
}

Problems validateChecks(const yaml::Node &list)
{
    Problems problems;
    if (!list.isNull() && !list.isSequence())
        return { problem(u"checks are a list, each a line that begins with “- ”"_s, {}, list.place) };
    for (const yaml::Node &item : list.items) {
        if (item.keys.size() == 1)
            problems += validateCheck({ item.keys.first().text, item.items.first(), item.keys.first().place });
        else
            problems.append(problem(u"a check looks at one thing"_s, u"write each as a line of its own, for example “- status: 200”"_s, item.place));
    }
    return problems;
}

Problems validateCapture(const CaptureSpec &capture)
{
    const SubjectWord *subject = findSubject(capture.subject);
    if (!subject)
        return { unknownSubject(capture.subject, capture.place) };
    if (capture.subject == "schema"_L1)
        return { problem(u"there is nothing to capture from a schema"_s, {}, capture.place) };
    if (capture.value.isMapping())
        return validateKeys(*subject, capture.value, modifiers + captureKeys) + validateTake(capture, capture.value[u"take"_s]);
    if (subject->selector && QLatin1StringView(subject->selector) != "version"_L1)
        return { problem(u"“%1” needs “%2”"_s.arg(capture.subject, QLatin1StringView(subject->selector)), u"it says where to look"_s, capture.value.place) };
    return validateTake(capture, capture.value);
}

QStringList subjectWords()
{
    QStringList words;
    for (const SubjectWord &word : subjectTable())
        words.append(QLatin1StringView(word.name));
    return words;
}

QStringList operatorWords()
{
    QStringList words { u"each"_s };
    for (const OperatorWord &word : operatorTable())
        words.append(QLatin1StringView(word.name));
    return words;
}

QStringList modifierWords()
{
    return modifiers;
}

QStringList captureWords()
{
    return captureKeys;
}

} // namespace greenroom
