// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <functional>

// The one filter language of all lists: words, field:value, field:a,b, -not, "quoted words", /regex/,
// size:>1kB and took:<50ms. Pure: text in, a value out.
namespace greenroom {

struct FilterTerm
{
    enum class Kind { Contains, Regex, Above, Below };

    QString field;        // empty: every text of the row
    Kind kind = Kind::Contains;
    bool negative = false;
    QStringList words;    // one of them must be there
    QRegularExpression regex;
    double number = 0;    // milliseconds or bytes
};

class Filter
{
public:
    // What a row says for a field ("" for all its text); numbers are milliseconds or bytes.
    using Lookup = std::function<QVariant(const QString &field)>;

    Filter() = default;
    // `fields` are the names the list knows; a wrong one is an error with the nearest.
    static Filter parse(const QString &text, const QStringList &fields);

    bool isEmpty() const { return m_terms.isEmpty(); }
    bool isValid() const { return m_error.isEmpty(); }
    QString error() const { return m_error; }          // There is no field "stauts"; did you mean "status"?
    QString suggestion() const { return m_suggestion; } // the text put right, if known
    const QList<FilterTerm> &terms() const { return m_terms; }

    // An unreadable filter lets everything through.
    bool matches(const Lookup &row) const;

private:
    QList<FilterTerm> m_terms;
    QString m_error;
    QString m_suggestion;
};

} // namespace greenroom
