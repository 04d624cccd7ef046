// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/css.h"

#include <QHash>
#include <QRegularExpression>
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

// Names that XPath takes as they are; others (escaped ones, xlink:href) are compared as text.
bool isPlainName(const QString &name)
{
    static const QRegularExpression plain(u"^[A-Za-z_][A-Za-z0-9_-]*$"_s);
    return plain.match(name).hasMatch();
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
    QString escaped();
    QString text();
    QString complex(const QString &start);
    QString compound(QString *element);
    QString attribute();
    QString pseudo(const QString &element);
    QString structural(const QString &what, const QString &sibling);
    QString nth(const QString &position);
    QString oneOf();
    QString relative();
    QString argument();
    void open()
    {
        if (!take(u'('))
            fail(u"“(” is missing"_s);
        skipSpace();
    }
    void close()
    {
        skipSpace();
        if (!take(u')'))
            fail(u"“)” is missing"_s);
    }

    const QString m_text;
    qsizetype m_at = 0;
    QString m_error;
};

// After a backslash: up to six hexadecimal digits and one space, or the character itself (CSS Syntax §4.3.7).
QString Translator::escaped()
{
    static const QRegularExpression hex(u"\\G([0-9A-Fa-f]{1,6})\\s?"_s);
    const auto match = hex.match(m_text, m_at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    if (match.hasMatch()) {
        m_at = match.capturedEnd();
        const char32_t code = match.captured(1).toUInt(nullptr, 16);
        return QString::fromUcs4(&code, 1);
    }
    return atEnd() ? QString() : QString(m_text.at(m_at++));
}

QString Translator::name()
{
    QString result;
    while (!atEnd() && (isNameStart(peek()) || peek().isDigit())) {
        if (take(u'\\'))
            result += escaped();
        else
            result += m_text.at(m_at++);
    }
    if (result.isEmpty())
        fail(u"a name is missing"_s);
    return result;
}

QString Translator::text()
{
    const QChar quote = m_text.at(m_at++);
    QString result;
    while (!atEnd() && peek() != quote) {
        if (take(u'\\'))
            result += escaped();
        else
            result += m_text.at(m_at++);
    }
    if (!take(quote))
        fail(u"a text is not closed"_s);
    return result;
}

Result<QString> Translator::group()
{
    QStringList paths;
    do {
        paths.append(complex(u"/descendant::"_s));
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
            path += u"/descendant::"_s;   // not “//”, which visits every node's children one by one
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
        if (!isPlainName(*element)) {
            conditions += u"[name() = %1]"_s.arg(literal(*element));
            *element = u"*"_s;
        }
        any = true;
    }
    if (peek() == u'|') {
        fail(u"namespaces are not supported: a page declares none"_s);
        return {};
    }
    while (!atEnd() && m_error.isEmpty()) {
        if (take(u'#'))
            conditions += u"[@id = %1]"_s.arg(literal(name()));
        else if (take(u'.'))
            conditions += u"[has-class(%1)]"_s.arg(literal(name()));
        else if (take(u'['))
            conditions += attribute();
        else if (take(u':'))
            conditions += pseudo(*element);
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
    const QString bare = name().toLower();
    const QString attributeName = isPlainName(bare) ? u'@' + bare : u"@*[name() = %1]"_s.arg(literal(bare));
    skipSpace();
    if (take(u']'))
        return u'[' + attributeName + u']';
    static const QString operations = u"=~|^$*"_s;
    const QChar operation = peek();
    if (operation.isNull() || !operations.contains(operation) || (operation == u'|' && m_at + 1 < m_text.size() && m_text.at(m_at + 1) != u'=')) {
        fail(u"an attribute is compared with =, ~=, |=, ^=, $= or *="_s);
        return {};
    }
    ++m_at;
    if (operation != u'=' && !take(u'=')) {
        fail(u"“=” is missing"_s);
        return {};
    }
    skipSpace();
    QString value = peek() == u'"' || peek() == u'\'' ? text() : name();
    skipSpace();
    QString left = attributeName;
    if (peek() == u'i' || peek() == u'I') {
        ++m_at;
        left = lowered(left);
        value = value.toLower();
        skipSpace();
    } else if (take(u's') || take(u'S')) {
        skipSpace();   // as it is written, which is how attributes are compared anyway
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
    return u"[contains(%1, %2)]"_s.arg(left, right);
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
    if (formula.contains("of"_L1)) {
        fail(u"“of” inside a place is not supported"_s);
        return {};
    }
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
    if (!ok) {
        fail(u"“%1” is no place"_s.arg(formula));
        return {};
    }
    if (a == 0)
        return u"[%1 = %2]"_s.arg(position).arg(b);
    return a > 0 ? u"[%1 >= %2 and (%1 - %2) mod %3 = 0]"_s.arg(position).arg(b).arg(a)
                 : u"[%1 <= %2 and (%2 - %1) mod %3 = 0]"_s.arg(position).arg(b).arg(-a);
}

// first-, last-, only- and nth- among the siblings that `sibling` names; empty when it is none of these.
QString Translator::structural(const QString &what, const QString &sibling)
{
    const QString before = u"count(preceding-sibling::%1)"_s.arg(sibling);
    const QString after = u"count(following-sibling::%1)"_s.arg(sibling);
    if (what == "first"_L1)
        return u"[%1 = 0]"_s.arg(before);
    if (what == "last"_L1)
        return u"[%1 = 0]"_s.arg(after);
    if (what == "only"_L1)
        return u"[%1 = 0 and %2 = 0]"_s.arg(before, after);
    if (what == "nth"_L1)
        return nth(u"(%1 + 1)"_s.arg(before));
    if (what == "nth-last"_L1)
        return nth(u"(%1 + 1)"_s.arg(after));
    return {};
}

// “(a, .b)” as a condition on the element itself.
QString Translator::oneOf()
{
    QStringList conditions;
    open();
    do {
        skipSpace();
        QString element;
        const QString more = compound(&element);
        conditions.append(u"self::"_s + element + more);
        skipSpace();
        if (m_error.isEmpty() && peek() != u',' && peek() != u')')
            fail(u"only simple selectors are supported here, without combinators"_s);
    } while (m_error.isEmpty() && take(u','));
    close();
    return conditions.join(u" or "_s);
}

// “(> img, + p, b)”: what must be found from the element on.
QString Translator::relative()
{
    QStringList paths;
    open();
    do {
        skipSpace();
        const QString start = take(u'>') ? u"./"_s
            : take(u'+')                 ? u"following-sibling::*[1]/self::"_s
            : take(u'~')                 ? u"following-sibling::"_s
                                         : u".//"_s;
        paths.append(complex(start));
    } while (m_error.isEmpty() && take(u','));
    close();
    return paths.join(u" | "_s);
}

QString Translator::pseudo(const QString &element)
{
    const qsizetype start = m_at;
    if (take(u':')) {
        fail(u"pseudo-elements are not part of a page's text"_s);
        return {};
    }
    const QString what = name().toLower();
    if (what.endsWith("-child"_L1)) {
        if (const QString condition = structural(what.chopped(6), u"*"_s); !condition.isEmpty() || !m_error.isEmpty())
            return condition;
    }
    if (what.endsWith("-of-type"_L1)) {
        if (element == "*"_L1) {
            fail(u"“:%1” needs the name of an element before it"_s.arg(what));
            return {};
        }
        if (const QString condition = structural(what.chopped(8), element); !condition.isEmpty() || !m_error.isEmpty())
            return condition;
    }
    if (what == "not"_L1)
        return u"[not(%1)]"_s.arg(oneOf());
    if (what == "is"_L1 || what == "where"_L1)
        return u'[' + oneOf() + u']';
    if (what == "has"_L1)
        return u'[' + relative() + u']';
    if (what == "contains"_L1) {
        open();
        const QString wanted = peek() == u'"' || peek() == u'\'' ? text() : name();
        close();
        return u"[contains(., %1)]"_s.arg(literal(wanted));
    }
    static const QHash<QString, QString> plain { { u"empty"_s, u"[not(node())]"_s }, { u"root"_s, u"[not(parent::*)]"_s },
                                                 { u"checked"_s, u"[@checked or @selected]"_s }, { u"disabled"_s, u"[@disabled]"_s },
                                                 { u"enabled"_s, u"[not(@disabled)]"_s }, { u"link"_s, u"[@href]"_s }, { u"any-link"_s, u"[@href]"_s } };
    if (const QString condition = plain.value(what); !condition.isEmpty())
        return condition;
    m_at = start;
    fail(u"“:%1” is not supported; there are first-, last-, only-, nth- and nth-last-child and -of-type, empty, root, checked, disabled, "
         "enabled, link, not(), is(), where(), has(), contains()"_s.arg(what));
    return {};
}

} // namespace

Result<QString> cssToXPath(const QString &selector)
{
    return Translator(selector).group();
}

} // namespace greenroom
