// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a template (Velocity 1.7's grammar, as far as API Gateway's documentation uses it).

#include "gateway/vtl/template.h"

#include <QStringList>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom::vtl {

namespace {

constexpr qsizetype sourceLimit = 300 * 1024;   // DG-quota: mapping template
constexpr int depthLimit = 64;                  // (R) directives and expressions in one another

const QStringList refusedDirectives { u"macro"_s, u"parse"_s, u"include"_s, u"define"_s, u"evaluate"_s, u"return"_s };
const QStringList knownDirectives { u"set"_s, u"if"_s, u"elseif"_s, u"else"_s, u"end"_s, u"foreach"_s, u"break"_s, u"stop"_s };

struct Operator
{
    const char *sign;
    const char *name;
    int level;      // binds the tighter the higher
};

// Longer signs before their beginnings.
constexpr Operator operators[] = {
    { "||", "or", 0 }, { "or", "or", 0 }, { "&&", "and", 1 }, { "and", "and", 1 },
    { "==", "eq", 2 }, { "eq", "eq", 2 }, { "!=", "ne", 2 }, { "ne", "ne", 2 },
    { "<=", "le", 3 }, { "le", "le", 3 }, { ">=", "ge", 3 }, { "ge", "ge", 3 },
    { "<", "lt", 3 },  { "lt", "lt", 3 }, { ">", "gt", 3 },  { "gt", "gt", 3 },
    { "+", "+", 4 },   { "-", "-", 4 },   { "*", "*", 5 },   { "/", "/", 5 }, { "%", "%", 5 },
};
constexpr int unaryLevel = 6;

bool beginsName(QChar c)
{
    return (c.unicode() < 128 && c.isLetter()) || c == u'_';
}

bool continuesName(QChar c)
{
    return beginsName(c) || (c.unicode() < 128 && c.isDigit()) || c == u'-';
}

struct Failure
{
    qsizetype at;
    QString text;
};

class Parser
{
public:
    // offset: where a text in quotes begins in the whole.
    Parser(QString source, qsizetype offset = 0, int depth = 0)
        : m_source(std::move(source))
        , m_offset(offset)
        , m_depth(depth)
    {
    }

    std::vector<Node> all()
    {
        std::vector<Node> nodes = block();
        if (!m_ended.isEmpty())
            fail(u"#%1 stands without its #if or #foreach"_s.arg(m_ended));
        return nodes;
    }

private:
    [[noreturn]] void fail(const QString &text) const { throw Failure { m_at + m_offset, text }; }

    QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_source.size() ? m_source.at(m_at + ahead) : QChar(); }
    bool atEnd() const { return m_at >= m_source.size(); }
    bool looksAt(QLatin1StringView text) const { return QStringView(m_source).mid(m_at, text.size()) == text; }
    bool take(QLatin1StringView text)
    {
        if (!looksAt(text))
            return false;
        m_at += text.size();
        return true;
    }
    void skipSpace()
    {
        while (peek().isSpace())
            ++m_at;
    }
    void want(QLatin1StringView text)
    {
        skipSpace();
        if (!take(text))
            fail(atEnd() ? u"“%1” is missing at the end"_s.arg(text) : u"“%1” is wanted, not “%2”"_s.arg(text, peek()));
    }
    QString name()
    {
        if (!beginsName(peek()))
            fail(u"a name is missing"_s);
        const qsizetype start = m_at;
        while (continuesName(peek()))
            ++m_at;
        return m_source.mid(start, m_at - start);
    }
    // Velocity takes the rest of a line after a directive, if it is blank.
    void skipLineEnd()
    {
        qsizetype at = m_at;
        while (at < m_source.size() && (m_source.at(at) == u' ' || m_source.at(at) == u'\t'))
            ++at;
        if (at < m_source.size() && m_source.at(at) == u'\r')
            ++at;
        if (at < m_source.size() && m_source.at(at) == u'\n')
            m_at = at + 1;
    }

    class Deeper
    {
    public:
        explicit Deeper(Parser &parser) : m_parser(parser)
        {
            if (++m_parser.m_depth > depthLimit)
                m_parser.fail(u"more than %1 levels are in one another"_s.arg(depthLimit));
        }
        ~Deeper() { --m_parser.m_depth; }
        Q_DISABLE_COPY_MOVE(Deeper)

    private:
        Parser &m_parser;
    };

    // Up to the end, or an #end, #else or #elseif, which m_ended then names.
    std::vector<Node> block()
    {
        const Deeper deeper(*this);
        std::vector<Node> nodes;
        m_text.clear();
        m_ended.clear();
        while (!atEnd() && m_ended.isEmpty()) {
            const QChar c = peek();
            if (c == u'#')
                directive(nodes);
            else if (c == u'$')
                reference(nodes);
            else if (c == u'\\' && (peek(1) == u'$' || peek(1) == u'#'))
                escaped();
            else
                m_text += m_source.at(m_at++);
        }
        flush(nodes);
        return nodes;
    }

    void flush(std::vector<Node> &nodes)
    {
        if (m_text.isEmpty())
            return;
        Node node;
        node.text = std::exchange(m_text, {});
        nodes.push_back(std::move(node));
    }

    void escaped()
    {
        ++m_at;
        m_text += m_source.at(m_at++);
    }

    void directive(std::vector<Node> &nodes)
    {
        if (take("##"_L1)) {
            while (!atEnd() && peek() != u'\n')
                ++m_at;
            m_at += atEnd() ? 0 : 1;
            return;
        }
        if (looksAt("#*"_L1) || looksAt("#[["_L1)) {
            quotedBlock();
            return;
        }
        const qsizetype start = m_at++;
        const bool braced = take("{"_L1);
        QString word;
        while (peek().isLetter())
            word += m_source.at(m_at++);
        if (braced && !take("}"_L1))
            word.clear();
        if (refusedDirectives.contains(word)) {
            m_at = start;
            fail(u"#%1 is not part of a mapping template"_s.arg(word));
        }
        if (!knownDirectives.contains(word)) {
            m_text += m_source.mid(start, m_at - start);
            return;
        }
        flush(nodes);
        if (word == "end"_L1 || word == "else"_L1 || word == "elseif"_L1) {
            m_ended = word;
            if (word == "end"_L1)
                skipLineEnd();
            return;
        }
        nodes.push_back(directiveNode(word, start));
    }

    // #* a comment *#, #[[ text as it stands ]]#
    void quotedBlock()
    {
        const bool isText = looksAt("#[["_L1);
        const QString close = isText ? u"]]#"_s : u"*#"_s;
        const qsizetype begin = m_at + (isText ? 3 : 2);
        const qsizetype end = m_source.indexOf(close, begin);
        if (end < 0)
            fail(u"“%1” is missing at the end"_s.arg(close));
        if (isText)
            m_text += m_source.mid(begin, end - begin);
        m_at = end + close.size();
    }

    Node directiveNode(const QString &word, qsizetype start)
    {
        Node node;
        node.at = start + m_offset;
        if (word == "set"_L1)
            set(node);
        else if (word == "if"_L1)
            branches(node);
        else if (word == "foreach"_L1)
            loop(node);
        else
            node.kind = word == "break"_L1 ? Node::Kind::Break : Node::Kind::Stop;
        return node;
    }

    void set(Node &node)
    {
        node.kind = Node::Kind::Set;
        want("("_L1);
        skipSpace();
        if (peek() != u'$')
            fail(u"#set takes a reference first: #set($name = …)"_s);
        node.target = referenceExpression();
        want("="_L1);
        node.value = expression();
        want(")"_L1);
        skipLineEnd();
    }

    void branches(Node &node)
    {
        node.kind = Node::Kind::If;
        for (QString word = u"if"_s; word != "end"_L1; word = m_ended) {
            Branch branch;
            if (word == "else"_L1) {
                branch.condition.literal = true;
            } else {
                want("("_L1);
                branch.condition = expression();
                want(")"_L1);
                skipLineEnd();
            }
            branch.body = body(u"if"_s, node.at);
            node.branches.push_back(std::move(branch));
        }
        m_ended.clear();
    }

    void loop(Node &node)
    {
        node.kind = Node::Kind::Foreach;
        want("("_L1);
        want("$"_L1);
        const bool braced = take("{"_L1);
        node.text = name();
        if (braced)
            want("}"_L1);
        want("in"_L1);
        node.value = expression();
        want(")"_L1);
        skipLineEnd();
        node.body = body(u"foreach"_s, node.at);
        if (m_ended != "end"_L1)
            fail(u"#%1 does not belong to #foreach"_s.arg(m_ended));
        m_ended.clear();
    }

    std::vector<Node> body(const QString &word, qsizetype start)
    {
        std::vector<Node> nodes = block();
        if (m_ended.isEmpty())
            throw Failure { start, u"this #%1 has no #end"_s.arg(word) };
        return nodes;
    }

    bool looksAtReference() const
    {
        qsizetype ahead = 1;
        if (peek(ahead) == u'!')
            ++ahead;
        if (peek(ahead) == u'{')
            ++ahead;
        return beginsName(peek(ahead));
    }

    void reference(std::vector<Node> &nodes)
    {
        if (!looksAtReference()) {
            m_text += m_source.at(m_at++);
            return;
        }
        flush(nodes);
        Node node;
        node.kind = Node::Kind::Reference;
        node.at = m_at + m_offset;
        node.value = referenceExpression();
        nodes.push_back(std::move(node));
    }

    Expression referenceExpression()
    {
        const Deeper deeper(*this);
        Expression expression;
        expression.kind = Expression::Kind::Reference;
        expression.at = m_at + m_offset;
        if (!looksAtReference())
            fail(u"a name is missing after “$”"_s);
        ++m_at;
        take("!"_L1);
        const bool braced = take("{"_L1);
        expression.name = name();
        for (;;) {
            Step step;
            step.at = m_at + m_offset;
            if (peek() == u'.' && beginsName(peek(1))) {
                ++m_at;
                step.name = name();
                if (take("("_L1)) {
                    step.kind = Step::Kind::Call;
                    step.arguments = list(")"_L1);
                }
            } else if (take("["_L1)) {
                step.kind = Step::Kind::Index;
                step.arguments.push_back(this->expression());
                want("]"_L1);
            } else {
                break;
            }
            expression.steps.push_back(std::move(step));
        }
        if (braced)
            want("}"_L1);
        return expression;
    }

    std::vector<Expression> list(QLatin1StringView close)
    {
        std::vector<Expression> items;
        skipSpace();
        while (!take(close)) {
            if (!items.empty())
                want(","_L1);
            items.push_back(expression());
            skipSpace();
        }
        return items;
    }

    const Operator *operatorAt(int level)
    {
        skipSpace();
        for (const Operator &candidate : operators) {
            const QLatin1StringView sign(candidate.sign);
            const bool isWord = beginsName(QLatin1Char(sign.front()));
            if (!looksAt(sign) || (isWord && continuesName(peek(sign.size()))))
                continue;
            if (candidate.level != level)
                return nullptr;
            m_at += sign.size();
            return &candidate;
        }
        return nullptr;
    }

    Expression expression(int level = 0)
    {
        if (level == unaryLevel)
            return unary();
        Expression left = expression(level + 1);
        while (const Operator *found = operatorAt(level)) {
            if (left.kind != Expression::Kind::Binary || left.level != level) {
                Expression chain;
                chain.kind = Expression::Kind::Binary;
                chain.at = left.at;
                chain.level = level;
                chain.parts.push_back(std::move(left));
                left = std::move(chain);
            }
            left.operators.append(QLatin1StringView(found->name));
            left.parts.push_back(expression(level + 1));
        }
        left.level = -1;   // one in parentheses is not continued
        return left;
    }

    Expression unary()
    {
        skipSpace();
        const qsizetype start = m_at;
        const bool isWord = looksAt("not"_L1) && !continuesName(peek(3));
        if (!isWord && (peek() != u'!' || peek(1) == u'='))
            return primary();
        const Deeper deeper(*this);
        m_at += isWord ? 3 : 1;
        Expression expression;
        expression.kind = Expression::Kind::Not;
        expression.at = start + m_offset;
        expression.parts.push_back(unary());
        return expression;
    }

    Expression primary()
    {
        const Deeper deeper(*this);
        skipSpace();
        const QChar c = peek();
        if (c == u'$')
            return referenceExpression();
        if (c == u'\'' || c == u'"')
            return quoted();
        if (c.isDigit() || (c == u'-' && peek(1).isDigit()))
            return number();
        Expression expression;
        expression.at = m_at + m_offset;
        if (take("("_L1)) {
            expression = this->expression();
            want(")"_L1);
        } else if (take("["_L1)) {
            expression.kind = Expression::Kind::List;
            listOrRange(expression);
        } else if (take("{"_L1)) {
            expression.kind = Expression::Kind::Map;
            mapEntries(expression);
        } else if (beginsName(c)) {
            word(expression);
        } else {
            fail(atEnd() ? u"a value is missing at the end"_s : u"a value is wanted, not “%1”"_s.arg(c));
        }
        return expression;
    }

    void word(Expression &expression)
    {
        const QString text = name();
        if (text == "true"_L1 || text == "false"_L1) {
            expression.literal = text == "true"_L1;
        } else if (text != "null"_L1) {
            m_at -= text.size();
            fail(u"a value is wanted, not “%1”; texts stand in quotes"_s.arg(text));
        }
    }

    void listOrRange(Expression &expression)
    {
        skipSpace();
        if (take("]"_L1))
            return;
        expression.parts.push_back(this->expression());
        skipSpace();
        if (take(".."_L1)) {
            expression.kind = Expression::Kind::Range;
            expression.parts.push_back(this->expression());
            want("]"_L1);
            return;
        }
        if (take("]"_L1))
            return;
        want(","_L1);
        for (Expression &item : list("]"_L1))
            expression.parts.push_back(std::move(item));
    }

    void mapEntries(Expression &expression)
    {
        skipSpace();
        while (!take("}"_L1)) {
            if (!expression.parts.empty())
                want(","_L1);
            expression.parts.push_back(this->expression());
            want(":"_L1);
            expression.parts.push_back(this->expression());
            skipSpace();
        }
    }

    Expression number()
    {
        Expression expression;
        expression.at = m_at + m_offset;
        const qsizetype start = m_at;
        take("-"_L1);
        while (peek().isDigit())
            ++m_at;
        bool isWhole = true;
        if (peek() == u'.' && peek(1).isDigit()) {
            isWhole = false;
            ++m_at;
            while (peek().isDigit())
                ++m_at;
        }
        const QString digits = m_source.mid(start, m_at - start);
        const qint64 whole = digits.toLongLong(&isWhole);
        expression.literal = isWhole ? Value(whole) : Value(digits.toDouble());
        return expression;
    }

    // '…' as it stands; "…" with references in it. A doubled quote is one; \" too.
    Expression quoted()
    {
        Expression expression;
        expression.at = m_at + m_offset;
        const qsizetype start = m_at;
        const QChar quote = m_source.at(m_at++);
        QString text;
        for (;;) {
            if (atEnd()) {
                m_at = start;
                fail(u"a text is not closed"_s);
            }
            const QChar c = m_source.at(m_at++);
            if (c == quote && peek() == quote) {
                ++m_at;
            } else if (c == quote) {
                break;
            } else if (c == u'\\' && quote == u'"' && peek() == u'"' && !text.endsWith(u'\\')) {
                ++m_at;
                text += u'"';
                continue;
            }
            text += c;
        }
        if (quote == u'"' && (text.contains(u'$') || text.contains(u'#'))) {
            expression.kind = Expression::Kind::Interpolated;
            expression.pieces = Parser(text, start + 1 + m_offset, m_depth).all();
        } else {
            expression.literal = text;
        }
        return expression;
    }

    QString m_source;
    qsizetype m_offset;
    qsizetype m_at = 0;
    int m_depth;
    QString m_text;      // text not yet in a node
    QString m_ended;     // the directive that ended the block
};

} // namespace

Result<Template> Template::parse(const QString &source)
{
    Template result;
    result.m_source = source;
    if (source.size() > sourceLimit)
        return Error { 2, u"a mapping template has at most 300 KB"_s };
    try {
        result.m_nodes = Parser(source).all();
    } catch (const Failure &failure) {
        return Error { 2, u"%1: %2"_s.arg(result.place(failure.at), failure.text) };
    }
    return result;
}

QString Template::place(qsizetype at) const
{
    const QStringView before = QStringView(m_source).left(at);
    return u"line %1, column %2"_s.arg(before.count(u'\n') + 1).arg(at - (before.lastIndexOf(u'\n') + 1) + 1);
}

} // namespace greenroom::vtl
