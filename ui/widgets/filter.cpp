// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filter.h"

#include "core/yaml.h"

#include <QCoreApplication>

#include <optional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Filter", text);
}

// The words of a filter, apart at blanks; quotes and slashes hold words together.
QStringList wordsOf(const QString &text)
{
    QStringList words;
    QString word;
    QChar inside;
    for (const QChar c : text) {
        if (inside.isNull() && c.isSpace()) {
            if (!word.isEmpty())
                words << word;
            word.clear();
            continue;
        }
        if (inside.isNull() && c == u'"')
            inside = c;
        else if (inside.isNull() && c == u'/' && (word.isEmpty() || word == u"-" || word.endsWith(u':')))
            inside = c;
        else if (c == inside)
            inside = {};
        word += c;
    }
    if (!word.isEmpty())
        words << word;
    return words;
}

// 1kB, 64, 50ms, 1.5s, 2min as bytes or milliseconds.
std::optional<double> amountOf(const QString &text)
{
    static const QRegularExpression shape(u"^([0-9]*\\.?[0-9]+)\\s*([a-zA-Z]*)$"_s);
    static const QHash<QString, double> units { { {}, 1 },           { u"b"_s, 1 },      { u"kb"_s, 1e3 },
                                                { u"mb"_s, 1e6 },    { u"gb"_s, 1e9 },   { u"ms"_s, 1 },
                                                { u"s"_s, 1000 },    { u"m"_s, 60000 },  { u"min"_s, 60000 },
                                                { u"h"_s, 3600000 }, { u"us"_s, 0.001 } };
    const QRegularExpressionMatch match = shape.match(text);
    const auto unit = units.constFind(match.captured(2).toLower());
    if (!match.hasMatch() || unit == units.constEnd())
        return {};
    return match.captured(1).toDouble() * *unit;
}

QString unquoted(QString text)
{
    if (text.startsWith(u'"'))
        text.remove(0, 1);
    if (text.endsWith(u'"'))
        text.chop(1);
    return text;
}

bool fits(const FilterTerm &term, const QVariant &value)
{
    switch (term.kind) {
    case FilterTerm::Kind::Above:
        return value.isValid() && value.toDouble() > term.number;
    case FilterTerm::Kind::Below:
        return value.isValid() && value.toDouble() >= 0 && value.toDouble() < term.number;
    case FilterTerm::Kind::Regex:
        return term.regex.match(value.toString()).hasMatch();
    case FilterTerm::Kind::Contains:
        break;
    }
    const QString text = value.toString();
    for (const QString &word : term.words) {
        if (text.contains(word, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// Fills the term from what stands after the field; an error sentence otherwise.
QString readValue(FilterTerm &term, const QString &value)
{
    if (value.startsWith(u'/')) {
        const bool closed = value.size() > 1 && value.endsWith(u'/');
        term.kind = FilterTerm::Kind::Regex;
        term.regex = QRegularExpression(value.mid(1, value.size() - (closed ? 2 : 1)),
                                        QRegularExpression::CaseInsensitiveOption);
        term.regex.optimize();
        if (!term.regex.isValid())
            return say(QT_TRANSLATE_NOOP("Filter", "“%1” is not a pattern: %2."))
                .arg(value, term.regex.errorString());
        return {};
    }
    if (value.startsWith(u'>') || value.startsWith(u'<')) {
        const std::optional<double> amount = amountOf(value.mid(1));
        if (!amount)
            return say(QT_TRANSLATE_NOOP("Filter", "“%1” is no amount. Write a time or a size: 50ms, 2s, 1kB."))
                .arg(value.mid(1));
        term.kind = value.startsWith(u'>') ? FilterTerm::Kind::Above : FilterTerm::Kind::Below;
        term.number = *amount;
        return {};
    }
    if (value.startsWith(u'"'))
        term.words = { unquoted(value) };
    else if (term.field.isEmpty())
        term.words = { value };
    else
        term.words = value.split(u',', Qt::SkipEmptyParts);
    return {};
}

} // namespace

Filter Filter::parse(const QString &text, const QStringList &fields)
{
    Filter filter;
    static const QRegularExpression named(u"^([A-Za-z][A-Za-z0-9_]*):(.*)$"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    const QStringList words = wordsOf(text);
    for (QString word : words) {
        FilterTerm term;
        const QString whole = word;
        if (word.size() > 1 && word.startsWith(u'-')) {
            term.negative = true;
            word.remove(0, 1);
        }
        const QRegularExpressionMatch match = named.match(word);
        if (match.hasMatch() && !match.captured(2).startsWith(u"//"_s)) {   // "ws://…" is a word
            term.field = match.captured(1).toLower();
            word = match.captured(2);
            if (!fields.contains(term.field)) {
                const QString near = yaml::nearest(term.field, fields);
                filter.m_error = near.isEmpty()
                    ? say(QT_TRANSLATE_NOOP("Filter", "There is no field “%1”. There are %2.")).arg(term.field, fields.join(u", "_s))
                    : say(QT_TRANSLATE_NOOP("Filter", "There is no field “%1”. Did you mean “%2”?")).arg(term.field, near);
                if (!near.isEmpty())
                    filter.m_suggestion = QString(text).replace(whole, QString(whole).replace(term.field + u':', near + u':'));
                return filter;
            }
            if (word.isEmpty())
                continue;   // still being written
        }
        filter.m_error = readValue(term, word);
        if (!filter.isValid())
            return filter;
        filter.m_terms << term;
    }
    return filter;
}

bool Filter::matches(const Lookup &row) const
{
    if (!isValid())
        return true;
    for (const FilterTerm &term : m_terms) {
        if (fits(term, row(term.field)) == term.negative)
            return false;
    }
    return true;
}

} // namespace greenroom
