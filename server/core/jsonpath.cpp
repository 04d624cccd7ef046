// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonpath.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Parses and evaluates in one go: queries are short, and the places of mistakes come for free.
class Query
{
public:
    Query(QString text, const QJsonValue &root)
        : m_text(std::move(text))
        , m_root(root)
    {
    }

    Result<QList<QJsonValue>> run()
    {
        if (!take(u'$'))
            fail(u"it begins with “$”"_s);
        QList<QJsonValue> nodes = segments({ m_root });
        skipSpace();
        if (m_error.isEmpty() && m_at < m_text.size())
            fail(u"“%1” is not expected"_s.arg(peek()));
        if (!m_error.isEmpty())
            return Error { 2, m_error };
        return nodes;
    }

private:
    using Nodes = QList<QJsonValue>;

    QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar(); }
    bool take(QChar c)
    {
        if (peek() != c || c.isNull())
            return false;
        ++m_at;
        return true;
    }
    bool take(const char *word)
    {
        const QLatin1StringView view(word);
        if (QStringView(m_text).mid(m_at, view.size()) != view)
            return false;
        m_at += view.size();
        return true;
    }
    void skipSpace()
    {
        while (peek().isSpace())
            ++m_at;
    }
    void fail(const QString &why)
    {
        if (m_error.isEmpty())
            m_error = u"the JSONPath “%1” cannot be read at column %2: %3"_s.arg(m_text).arg(m_at + 1).arg(why);
        m_at = m_text.size();
    }

    QString memberName()
    {
        QString name;
        while (peek().isLetterOrNumber() || peek() == u'_' || peek().unicode() > 127)
            name += m_text.at(m_at++);
        if (name.isEmpty())
            fail(u"a name is missing"_s);
        return name;
    }

    QString quotedText()
    {
        const QChar quote = m_text.at(m_at++);
        QString text;
        while (m_at < m_text.size() && peek() != quote) {
            if (take(u'\\')) {
                const QChar c = peek();
                ++m_at;
                if (c == u'u') {
                    text += QChar(m_text.mid(m_at, 4).toUShort(nullptr, 16));
                    m_at += 4;
                } else {
                    text += c == u'n' ? u'\n' : c == u't' ? u'\t' : c == u'r' ? u'\r' : c == u'b' ? u'\b' : c == u'f' ? u'\f' : c;
                }
                continue;
            }
            text += m_text.at(m_at++);
        }
        if (!take(quote))
            fail(u"a text is not closed"_s);
        return text;
    }

    std::optional<qint64> integer()
    {
        const qsizetype start = m_at;
        take(u'-');
        while (peek().isDigit())
            ++m_at;
        bool ok = false;
        const qint64 number = m_text.mid(start, m_at - start).toLongLong(&ok);
        if (!ok)
            m_at = start;
        return ok ? std::optional(number) : std::nullopt;
    }

    static void descend(const QJsonValue &node, Nodes &all)
    {
        all.append(node);
        for (const QJsonValue &child : children(node))
            descend(child, all);
    }
    static Nodes children(const QJsonValue &node)
    {
        Nodes nodes;
        if (node.isArray()) {
            for (const QJsonValue &item : node.toArray())
                nodes.append(item);
        } else if (node.isObject()) {
            const QJsonObject object = node.toObject();
            for (const QJsonValue &item : object)
                nodes.append(item);
        }
        return nodes;
    }

    Nodes segments(Nodes nodes)
    {
        for (;;) {
            const qsizetype before = m_at;
            skipSpace();
            if (take("..")) {
                Nodes all;
                for (const QJsonValue &node : std::as_const(nodes))
                    descend(node, all);
                nodes = all;
                if (peek() != u'[') {
                    nodes = shorthand(nodes);
                    continue;
                }
            } else if (take(u'.')) {
                nodes = shorthand(nodes);
                continue;
            }
            if (!take(u'[')) {
                m_at = before;
                return nodes;
            }
            nodes = bracket(nodes);
        }
    }

    Nodes shorthand(const Nodes &nodes)
    {
        Nodes found;
        if (take(u'*')) {
            for (const QJsonValue &node : nodes)
                found += children(node);
            return found;
        }
        const QString name = memberName();
        for (const QJsonValue &node : nodes) {
            if (node.isObject() && node.toObject().contains(name))
                found.append(node.toObject().value(name));
        }
        return found;
    }

    Nodes bracket(const Nodes &nodes)
    {
        QList<Nodes> perNode(nodes.size());
        do {
            skipSpace();
            const qsizetype start = m_at;
            qsizetype end = start;
            for (qsizetype i = 0; i < nodes.size() || i == 0; ++i) {
                m_at = start;
                const Nodes found = selector(i < nodes.size() ? nodes.at(i) : QJsonValue());
                if (i < nodes.size())
                    perNode[i] += found;
                end = m_at;
                if (!m_error.isEmpty())
                    return {};
            }
            m_at = end;
            skipSpace();
        } while (take(u','));
        if (!take(u']'))
            fail(u"“]” is missing"_s);
        Nodes found;
        for (const Nodes &one : std::as_const(perNode))
            found += one;
        return found;
    }

    Nodes selector(const QJsonValue &node)
    {
        if (peek() == u'\'' || peek() == u'"') {
            const QString name = quotedText();
            return node.isObject() && node.toObject().contains(name) ? Nodes { node.toObject().value(name) } : Nodes {};
        }
        if (take(u'*'))
            return children(node);
        if (take(u'?'))
            return filter(node);
        return indexOrSlice(node);
    }

    Nodes indexOrSlice(const QJsonValue &node)
    {
        const std::optional<qint64> first = integer();
        skipSpace();
        const QJsonArray array = node.toArray();
        if (peek() != u':') {
            if (!first) {
                fail(u"a name in quotes, an index, a slice, * or ? is missing"_s);
                return {};
            }
            const qint64 index = *first < 0 ? array.size() + *first : *first;
            return index >= 0 && index < array.size() ? Nodes { array.at(index) } : Nodes {};
        }
        take(u':');
        skipSpace();
        const std::optional<qint64> last = integer();
        skipSpace();
        qint64 step = 1;
        if (take(u':')) {
            skipSpace();
            step = integer().value_or(1);
        }
        Nodes found;
        const qint64 size = array.size();
        const auto normal = [size](qint64 i) { return i < 0 ? size + i : i; };
        if (step > 0) {
            const qint64 lower = std::clamp<qint64>(normal(first.value_or(0)), 0, size);
            const qint64 upper = std::clamp<qint64>(normal(last.value_or(size)), 0, size);
            for (qint64 i = lower; i < upper; i += step)
                found.append(array.at(i));
        } else if (step < 0) {
            const qint64 upper = std::clamp<qint64>(first ? normal(*first) : size - 1, -1, size - 1);
            const qint64 lower = std::clamp<qint64>(last ? normal(*last) : -1, -1, size - 1);
            for (qint64 i = upper; i > lower; i += step)
                found.append(array.at(i));
        }
        return found;
    }

    Nodes filter(const QJsonValue &node)
    {
        Nodes found;
        const qsizetype start = m_at;
        const Nodes candidates = children(node);
        // Read once even when there is nothing to filter, so that mistakes are told.
        for (qsizetype i = 0; i < candidates.size() || i == 0; ++i) {
            m_at = start;
            const QJsonValue current = i < candidates.size() ? candidates.at(i) : QJsonValue();
            const bool holds = disjunction(current);
            if (i < candidates.size() && holds)
                found.append(current);
            if (!m_error.isEmpty())
                return {};
        }
        return found;
    }

    bool disjunction(const QJsonValue &current)
    {
        bool holds = conjunction(current);
        for (skipSpace(); take("||"); skipSpace())
            holds = conjunction(current) || holds;
        return holds;
    }
    bool conjunction(const QJsonValue &current)
    {
        bool holds = basic(current);
        for (skipSpace(); take("&&"); skipSpace())
            holds = basic(current) && holds;
        return holds;
    }
    bool basic(const QJsonValue &current)
    {
        skipSpace();
        if (peek() == u'!' && peek(1) != u'=') {
            ++m_at;
            return !basic(current);
        }
        if (take(u'(')) {
            const bool holds = disjunction(current);
            skipSpace();
            if (!take(u')'))
                fail(u"“)” is missing"_s);
            return holds;
        }
        m_logical = false;
        const Nodes left = operand(current);
        const bool logical = std::exchange(m_logical, false);
        skipSpace();
        for (const char *operation : { "==", "!=", "<=", ">=", "<", ">" }) {
            if (take(operation)) {
                skipSpace();
                const Nodes right = operand(current);
                if (logical || std::exchange(m_logical, false))
                    fail(u"match() and search() are true or false by themselves and are not compared"_s);
                return compare(left, QLatin1StringView(operation), right);
            }
        }
        return !left.isEmpty();
    }

    // A query relative to the current node or the root, or a literal.
    Nodes operand(const QJsonValue &current)
    {
        if (take(u'@'))
            return segments({ current });
        if (take(u'$'))
            return segments({ m_root });
        if (peek() == u'\'' || peek() == u'"')
            return { quotedText() };
        static const QRegularExpression function(u"([a-z][a-z_0-9]*)\\("_s);
        const auto called = function.match(m_text, m_at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (called.hasMatch()) {
            m_at = called.capturedEnd();
            return call(called.captured(1), current);
        }
        if (take("true"))
            return { true };
        if (take("false"))
            return { false };
        if (take("null"))
            return { QJsonValue(QJsonValue::Null) };
        const qsizetype start = m_at;
        while (peek().isDigit() || peek() == u'-' || peek() == u'+' || peek() == u'.' || peek() == u'e' || peek() == u'E')
            ++m_at;
        bool ok = false;
        const double number = m_text.mid(start, m_at - start).toDouble(&ok);
        if (ok)
            return { number };
        fail(u"a value or a path is missing"_s);
        return {};
    }

    // The functions of RFC 9535 §2.4. A logical one is a node or none.
    Nodes call(const QString &function, const QJsonValue &current)
    {
        const bool two = function == "match"_L1 || function == "search"_L1;
        if (!two && function != "length"_L1 && function != "count"_L1 && function != "value"_L1) {
            fail(u"there is no function “%1”; there are length, count, match, search, value"_s.arg(function));
            return {};
        }
        skipSpace();
        const bool isPath = peek() == u'@' || peek() == u'$';
        const Nodes first = operand(current);
        Nodes second;
        skipSpace();
        if (two && !take(u','))
            fail(u"%1() takes a text and a pattern"_s.arg(function));
        if (two) {
            skipSpace();
            second = operand(current);
            skipSpace();
        }
        if (!take(u')'))
            fail(u"“)” is missing"_s);
        m_logical = two;
        if (two)
            return isMatch(first, second, function == "match"_L1) ? Nodes { true } : Nodes {};
        if (function == "length"_L1)
            return lengthOf(first);
        if (!isPath)
            fail(u"%1() takes a path"_s.arg(function));
        if (function == "count"_L1)
            return { double(first.size()) };
        return first.size() == 1 ? first : Nodes {};
    }

    static Nodes lengthOf(const Nodes &nodes)
    {
        if (nodes.size() != 1)
            return {};
        const QJsonValue &value = nodes.first();
        if (value.isString())
            return { double(value.toString().toUcs4().size()) };
        if (value.isArray())
            return { double(value.toArray().size()) };
        return value.isObject() ? Nodes { double(value.toObject().size()) } : Nodes {};
    }

    static bool isMatch(const Nodes &text, const Nodes &pattern, bool whole)
    {
        if (text.size() != 1 || pattern.size() != 1 || !text.first().isString() || !pattern.first().isString())
            return false;
        const QString expression = pattern.first().toString();
        return QRegularExpression(whole ? QRegularExpression::anchoredPattern(expression) : expression, QRegularExpression::UseUnicodePropertiesOption)
            .match(text.first().toString()).hasMatch();
    }

    static bool compare(const Nodes &left, QLatin1StringView operation, const Nodes &right)
    {
        const bool equal = left.isEmpty() || right.isEmpty() ? left.isEmpty() && right.isEmpty() : left.first() == right.first();
        if (operation == "=="_L1)
            return equal;
        if (operation == "!="_L1)
            return !equal;
        if (left.isEmpty() || right.isEmpty())
            return equal && operation.endsWith(u'=');
        const QJsonValue &a = left.first();
        const QJsonValue &b = right.first();
        int order = 2;
        if (a.isDouble() && b.isDouble())
            order = a.toDouble() < b.toDouble() ? -1 : a.toDouble() > b.toDouble() ? 1 : 0;
        else if (a.isString() && b.isString())
            order = QString::compare(a.toString(), b.toString());
        if (order == 2)
            return equal && operation.endsWith(u'=');
        return operation == "<"_L1 ? order < 0 : operation == "<="_L1 ? order <= 0 : operation == ">"_L1 ? order > 0 : order >= 0;
    }

    QString m_text;
    QJsonValue m_root;
    qsizetype m_at = 0;
    bool m_logical = false;      // the last operand was match() or search()
    QString m_error;
};

} // namespace

Result<QList<QJsonValue>> jsonPath(const QString &query, const QJsonValue &root)
{
    return Query(query, root).run();
}

bool isSingularPath(const QString &query)
{
    return !query.contains(u'*') && !query.contains(u'?') && !query.contains(".."_L1) && !query.contains(u':')
        && !query.contains(u',');
}

} // namespace greenroom
