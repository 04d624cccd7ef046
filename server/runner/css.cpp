// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/css.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// XPath 1.0 has no escapes: a text with both quotes is put together.
QString literal(const QString &text)
{
    if (!text.contains(u'\''))
        return u'\'' + text + u'\'';
    if (!text.contains(u'"'))
        return u'"' + text + u'"';
    QStringList parts;
    for (const QString &part : text.split(u'\''))
        parts.append(u'\'' + part + u'\'');
    return u"concat("_s + parts.join(u", \"'\", "_s) + u')';
}

// Letters of an expression in lower case; XPath 1.0 translates.
QString lowered(const QString &expression)
{
    return u"translate(%1, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"_s.arg(expression);
}

bool isNameStart(QChar c)
{
    return c.isLetter() || c == u'_' || c == u'-' || c == u'\\' || c.unicode() > 127;
}

class Translator
{
public:
    explicit Translator(const QString &text) : m_text(text) {}

    Result<QString> group();

private:
    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    bool atEnd() const { return m_at >= m_text.size(); }
    void skipSpace()
    {
        while (!atEnd() && peek().isSpace())
            ++m_at;
    }
    bool take(QChar c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    void fail(const QString &why)
    {
        if (m_error.isEmpty())
            m_error = u"the selector “%1” cannot be read at column %2: %3"_s.arg(m_text).arg(m_at + 1).arg(why);
    }
    QString name();
    QString complex(const QString &start);
    QString compound(QString *element);
    QString attribute();
    QString pseudo();
    QString nth(const QString &position);
    QString argument();

    const QString m_text;
    qsizetype m_at = 0;
    QString m_error;
};

QString Translator::name()
{
    QString result;
    while (!atEnd() && (isNameStart(peek()) || peek().isDigit())) {
        if (take(u'\\')) {
            if (!atEnd())
                result += m_text.at(m_at++);
            continue;
        }
        result += m_text.at(m_at++);
    }
    if (result.isEmpty())
        fail(u"a name is missing"_s);
    return result;
}

Result<QString> Translator::group()
{
    QStringList paths;
    do {
        paths.append(complex(u"//"_s));
        skipSpace();
    } while (m_error.isEmpty() && take(u','));
    if (m_error.isEmpty() && !atEnd())
        fail(u"“%1” is not expected"_s.arg(peek()));
    if (!m_error.isEmpty())
        return Error { 2, m_error };
    return paths.join(u" | "_s);
}

QString Translator::complex(const QString &start)
{
    QString path = start;
    skipSpace();
    for (;;) {
        QString element;
        const QString conditions = compound(&element);
        if (!m_error.isEmpty())
            return {};
        path += element + conditions;
        const bool spaced = peek().isSpace();
        skipSpace();
        if (atEnd() || peek() == u',' || peek() == u')')
            return path;
        if (take(u'>'))
            path += u'/';
        else if (take(u'+'))
            path += u"/following-sibling::*[1]/self::"_s;
        else if (take(u'~'))
            path += u"/following-sibling::"_s;
        else if (spaced)
            path += u"//"_s;
        else {
            fail(u"“%1” is not expected"_s.arg(peek()));
            return {};
        }
        skipSpace();
    }
}

QString Translator::compound(QString *element)
{
    *element = u"*"_s;
    QString conditions;
    bool any = false;
    if (take(u'*')) {
        any = true;
    } else if (isNameStart(peek())) {
        *element = name().toLower();
        any = true;
    }
    while (!atEnd() && m_error.isEmpty()) {
        if (take(u'#'))
            conditions += u"[@id = %1]"_s.arg(literal(name()));
        else if (take(u'.'))
            conditions += u"[contains(concat(' ', normalize-space(@class), ' '), %1)]"_s.arg(literal(u' ' + name() + u' '));
        else if (take(u'['))
            conditions += attribute();
        else if (take(u':'))
            conditions += pseudo();
        else
            break;
        any = true;
    }
    if (!any)
        fail(atEnd() ? u"it ends too early"_s : u"“%1” is not expected"_s.arg(peek()));
    return conditions;
}

QString Translator::attribute()
{
    skipSpace();
    const QString attributeName = u'@' + name().toLower();
    skipSpace();
    if (take(u']'))
        return u'[' + attributeName + u']';
    QChar operation = peek();
    if (operation != u'=')
        ++m_at;
    if (!take(u'=')) {
        fail(u"an attribute is compared with =, ~=, |=, ^=, $= or *="_s);
        return {};
    }
    skipSpace();
    QString value;
    if (peek() == u'"' || peek() == u'\'') {
        const QChar quote = m_text.at(m_at++);
        while (!atEnd() && peek() != quote)
            value += m_text.at(m_at++);
        if (!take(quote))
            fail(u"a text is not closed"_s);
    } else {
        value = name();
    }
    skipSpace();
    QString left = attributeName;
    if (peek() == u'i' || peek() == u'I') {
        ++m_at;
        left = lowered(left);
        value = value.toLower();
        skipSpace();
    }
    if (!take(u']'))
        fail(u"“]” is missing"_s);
    const QString right = literal(value);
    if (operation == u'=')
        return u"[%1 = %2]"_s.arg(left, right);
    if (value.isEmpty())
        return u"[false()]"_s;
    if (operation == u'~')
        return u"[contains(concat(' ', normalize-space(%1), ' '), %2)]"_s.arg(left, literal(u' ' + value + u' '));
    if (operation == u'|')
        return u"[%1 = %2 or starts-with(%1, %3)]"_s.arg(left, right, literal(value + u'-'));
    if (operation == u'^')
        return u"[starts-with(%1, %2)]"_s.arg(left, right);
    if (operation == u'$')
        return u"[substring(%1, string-length(%1) - %2) = %3]"_s.arg(left, QString::number(value.size() - 1), right);
    if (operation == u'*')
        return u"[contains(%1, %2)]"_s.arg(left, right);
    fail(u"there is no attribute operator “%1=”"_s.arg(operation));
    return {};
}

QString Translator::argument()
{
    if (!take(u'(')) {
        fail(u"“(” is missing"_s);
        return {};
    }
    QString text;
    for (int depth = 1; !atEnd(); ++m_at) {
        depth += peek() == u'(' ? 1 : peek() == u')' ? -1 : 0;
        if (depth == 0)
            break;
        text += peek();
    }
    if (!take(u')'))
        fail(u"“)” is missing"_s);
    return text.trimmed();
}

// an+b of `position`, an XPath expression for the 1-based place.
QString Translator::nth(const QString &position)
{
    QString formula = argument().toLower().remove(u' ');
    if (formula == "odd"_L1)
        formula = u"2n+1"_s;
    if (formula == "even"_L1)
        formula = u"2n"_s;
    const qsizetype n = formula.indexOf(u'n');
    bool ok = true;
    if (n < 0) {
        const int place = formula.toInt(&ok);
        if (!ok)
            fail(u"“%1” is no place"_s.arg(formula));
        return u"[%1 = %2]"_s.arg(position).arg(place);
    }
    const QString factor = formula.left(n);
    const int a = factor.isEmpty() || factor == "+"_L1 ? 1 : factor == "-"_L1 ? -1 : factor.toInt(&ok);
    const int b = formula.size() > n + 1 ? formula.mid(n + 1).toInt(&ok) : 0;
    if (!ok || a == 0) {
        fail(u"“%1” is no place"_s.arg(formula));
        return {};
    }
    return a > 0 ? u"[%1 >= %2 and (%1 - %2) mod %3 = 0]"_s.arg(position).arg(b).arg(a)
                 : u"[%1 <= %2 and (%2 - %1) mod %3 = 0]"_s.arg(position).arg(b).arg(-a);
}

QString Translator::pseudo()
{
    take(u':');
    const QString what = name().toLower();
    const QString before = u"count(preceding-sibling::*)"_s;
    const QString after = u"count(following-sibling::*)"_s;
    if (what == "first-child"_L1)
        return u"[%1 = 0]"_s.arg(before);
    if (what == "last-child"_L1)
        return u"[%1 = 0]"_s.arg(after);
    if (what == "only-child"_L1)
        return u"[%1 = 0 and %2 = 0]"_s.arg(before, after);
    if (what == "nth-child"_L1)
        return nth(u"(%1 + 1)"_s.arg(before));
    if (what == "nth-last-child"_L1)
        return nth(u"(%1 + 1)"_s.arg(after));
    if (what == "empty"_L1)
        return u"[not(node())]"_s;
    if (what == "root"_L1)
        return u"[not(parent::*)]"_s;
    if (what == "checked"_L1)
        return u"[@checked or @selected]"_s;
    if (what == "disabled"_L1)
        return u"[@disabled]"_s;
    if (what == "contains"_L1) {
        QString text = argument();
        if (text.size() >= 2 && (text.front() == u'"' || text.front() == u'\'') && text.back() == text.front())
            text = text.mid(1, text.size() - 2);
        return u"[contains(., %1)]"_s.arg(literal(text));
    }
    if (what == "not"_L1) {
        Translator inner(argument());
        QString element;
        const QString conditions = inner.compound(&element);
        if (!inner.m_error.isEmpty() || !inner.atEnd())
            fail(u":not() takes one simple selector"_s);
        return u"[not(self::%1%2)]"_s.arg(element, conditions);
    }
    if (what == "has"_L1) {
        Translator inner(argument());
        const QString path = inner.complex(u".//"_s);
        if (!inner.m_error.isEmpty())
            fail(inner.m_error);
        return u'[' + path + u']';
    }
    fail(u"“:%1” is not supported; there are first-child, last-child, only-child, nth-child(), nth-last-child(), empty, "
         "root, checked, disabled, not(), has(), contains()"_s.arg(what));
    return {};
}

} // namespace

Result<QString> cssToXPath(const QString &selector)
{
    return Translator(selector).group();
}

} // namespace greenroom
