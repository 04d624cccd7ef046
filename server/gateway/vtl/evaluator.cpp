// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Renders a template. What was not found prints nothing, as API Gateway's templates do.

#include "gateway/vtl/calls.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace greenroom::vtl {

namespace {

constexpr int loopLimit = 1000;          // API Gateway's quota: turns of one #foreach; the rest is left out
constexpr qint64 workLimit = 500'000;    // (R) nodes and calls of one rendering, and kilobytes written

struct Failure
{
    qsizetype at;
    QString text;
};

enum class Flow { On, Break, Stop };

class Renderer
{
public:
    explicit Renderer(const Variables &variables)
        : m_variables(variables)
    {
        m_names.insert(u"context"_s, variables.context);
        m_names.insert(u"stageVariables"_s, variables.stageVariables);
    }

    Flow run(const std::vector<Node> &nodes, QString &out)
    {
        for (const Node &node : nodes) {
            const Flow flow = run(node, out);
            if (flow != Flow::On)
                return flow;
        }
        return Flow::On;
    }

private:
    void spend(qint64 work, qsizetype at)
    {
        m_work += work;
        if (m_work > workLimit)
            throw Failure { at, u"the template does too much work"_s };
    }

    void write(const QString &text, QString &out, qsizetype at)
    {
        spend(1 + text.size() / 1024, at);
        if (out.size() + text.size() > outputLimit)
            throw Failure { at, u"the template writes more than %1 MB"_s.arg(outputLimit / 1'048'576) };
        out += text;
    }

    Flow run(const Node &node, QString &out)
    {
        spend(1, node.at);
        switch (node.kind) {
        case Node::Kind::Text: write(node.text, out, node.at); return Flow::On;
        case Node::Kind::Reference: write(value(node.value).text(), out, node.at); return Flow::On;
        case Node::Kind::Set: set(node); return Flow::On;
        case Node::Kind::If: return branch(node, out);
        case Node::Kind::Foreach: return loop(node, out);
        case Node::Kind::Break: return Flow::Break;
        case Node::Kind::Stop: return Flow::Stop;
        }
        return Flow::On;
    }

    Flow branch(const Node &node, QString &out)
    {
        for (const Branch &candidate : node.branches) {
            if (value(candidate.condition).isTrue())
                return run(candidate.body, out);
        }
        return Flow::On;
    }

    Flow loop(const Node &node, QString &out)
    {
        const QList<Value> items = itemsOf(value(node.value));
        const Value outer = m_names.value(u"foreach"_s);
        const Value shadowed = m_names.value(node.text);
        const qsizetype turns = std::min<qsizetype>(items.size(), loopLimit);
        Flow flow = Flow::On;
        for (qsizetype i = 0; i < turns && flow == Flow::On; ++i) {
            auto state = std::make_shared<Map>();
            state->entries = { { u"index"_s, qint64(i) }, { u"count"_s, qint64(i + 1) }, { u"hasNext"_s, i + 1 < turns },
                               { u"first"_s, i == 0 }, { u"last"_s, i + 1 == turns }, { u"parent"_s, outer } };
            m_names.insert(u"foreach"_s, state);
            m_names.insert(u"velocityCount"_s, Value(qint64(i + 1)));
            m_names.insert(node.text, items.at(i));
            flow = run(node.body, out);
        }
        m_names.insert(u"foreach"_s, outer);
        m_names.insert(node.text, shadowed);
        return flow == Flow::Stop ? flow : Flow::On;
    }

    static QList<Value> itemsOf(const Value &value)
    {
        if (const List *list = value.list())
            return list->items;
        QList<Value> items;
        if (const Map *map = value.map()) {
            for (const auto &entry : map->entries)
                items.append(entry.second);
        }
        return items;
    }

    // Velocity's own rule: null changes nothing.
    void set(const Node &node)
    {
        const Value result = value(node.value);
        if (result.isNull())
            return;
        const Expression &target = node.target;
        if (target.steps.empty()) {
            m_names.insert(target.name, result);
            return;
        }
        const Value owner = followed(target, target.steps.size() - 1);
        const Step &last = target.steps.back();
        const Value index = last.kind == Step::Kind::Index ? value(last.arguments.front()) : Value(last.name);
        if (last.kind != Step::Kind::Call && owner.map())
            owner.map()->set(index.text(), result);
        else if (last.kind == Step::Kind::Index && owner.list() && index.whole() >= 0 && index.whole() < owner.list()->items.size())
            owner.list()->items[index.whole()] = result;
        else
            throw Failure { last.at, u"there is nothing to set “%1” in"_s.arg(index.text()) };
    }

    Value value(const Expression &expression)
    {
        spend(1, expression.at);
        switch (expression.kind) {
        case Expression::Kind::Literal: return expression.literal;
        case Expression::Kind::Interpolated: return interpolated(expression);
        case Expression::Kind::List: return listOf(expression);
        case Expression::Kind::Map: return mapOf(expression);
        case Expression::Kind::Range: return range(expression);
        case Expression::Kind::Reference: return followed(expression, expression.steps.size());
        case Expression::Kind::Not: return !value(expression.parts.front()).isTrue();
        case Expression::Kind::Binary: return chain(expression);
        }
        return {};
    }

    Value interpolated(const Expression &expression)
    {
        QString text;
        run(expression.pieces, text);
        return text;
    }

    Value listOf(const Expression &expression)
    {
        auto list = std::make_shared<List>();
        for (const Expression &item : expression.parts)
            list->items.append(value(item));
        return list;
    }

    Value mapOf(const Expression &expression)
    {
        auto map = std::make_shared<Map>();
        for (std::size_t i = 0; i + 1 < expression.parts.size(); i += 2) {
            const QString key = value(expression.parts[i]).text();
            map->set(key, value(expression.parts[i + 1]));
        }
        return map;
    }

    Value range(const Expression &expression)
    {
        const qint64 first = value(expression.parts[0]).whole();
        const qint64 last = value(expression.parts[1]).whole();
        const double size = std::fabs(double(last) - double(first));
        spend(size > double(workLimit) ? workLimit + 1 : qint64(size), expression.at);
        auto list = std::make_shared<List>();
        for (qint64 i = first; first <= last ? i <= last : i >= last; i += first <= last ? 1 : -1)
            list->items.append(Value(i));
        return list;
    }

    Value followed(const Expression &expression, std::size_t count)
    {
        std::size_t begin = 0;
        Value current;
        const bool isTool = expression.name == "input"_L1 || expression.name == "util"_L1;
        if (isTool && count > 0) {
            const Step &step = expression.steps.front();
            const QList<Value> arguments = argumentsOf(step);
            spend(100, step.at);
            current = checked(expression.name == "input"_L1 ? callInput(m_variables, step.name, arguments) : callUtil(step.name, arguments), step.at);
            begin = 1;
        } else if (!isTool) {
            current = m_names.value(expression.name);
        }
        for (std::size_t i = begin; i < count && !current.isNull(); ++i)
            current = stepped(current, expression.steps[i]);
        return current;
    }

    QList<Value> argumentsOf(const Step &step)
    {
        QList<Value> arguments;
        for (const Expression &argument : step.arguments)
            arguments.append(value(argument));
        return arguments;
    }

    Value stepped(const Value &owner, const Step &step)
    {
        if (step.kind == Step::Kind::Property)
            return propertyOf(owner, step.name);
        if (step.kind == Step::Kind::Call) {
            const bool searches = step.name.startsWith("replace"_L1) || step.name == "matches"_L1 || step.name == "split"_L1;
            spend(searches ? 200 : 1, step.at);
            return checked(callMethod(owner, step.name, argumentsOf(step)), step.at);
        }
        const Value index = value(step.arguments.front());
        if (owner.map())
            return propertyOf(owner, index.text());
        const List *list = owner.list();
        const qint64 at = index.whole() < 0 && list ? list->items.size() + index.whole() : index.whole();
        return list && at >= 0 && at < list->items.size() ? list->items.at(at) : Value();
    }

    static Value checked(const Result<Value> &result, qsizetype at)
    {
        if (!result)
            throw Failure { at, result.error().text };
        return *result;
    }

    Value chain(const Expression &expression)
    {
        Value left = value(expression.parts.front());
        for (qsizetype i = 0; i < expression.operators.size(); ++i) {
            const QString &sign = expression.operators.at(i);
            const Expression &right = expression.parts[std::size_t(i) + 1];
            if (sign == "or"_L1)
                left = left.isTrue() || value(right).isTrue();
            else if (sign == "and"_L1)
                left = left.isTrue() && value(right).isTrue();
            else
                left = combined(left, sign, value(right), expression.at);
        }
        return left;
    }

    Value combined(const Value &left, const QString &sign, const Value &right, qsizetype at)
    {
        if (sign == "eq"_L1)
            return left == right;
        if (sign == "ne"_L1)
            return !(left == right);
        const bool numbers = left.isNumber() && right.isNumber();
        if (sign == "+"_L1 && !numbers) {
            QString text = left.text();
            write(right.text(), text, at);
            return text;
        }
        if (!numbers)
            return sign.size() == 2 ? Value(false) : Value();   // Velocity notes it in its log, and goes on
        if (sign.size() == 2)
            return compared(left.number(), sign, right.number());
        return left.isWhole() && right.isWhole() ? wholeSum(left.whole(), sign, right.whole()) : realSum(left.number(), sign, right.number());
    }

    static bool compared(double left, const QString &sign, double right)
    {
        return sign == "lt"_L1 ? left < right : sign == "le"_L1 ? left <= right : sign == "gt"_L1 ? left > right : left >= right;
    }

    // Wraps around as Java's does.
    static Value wholeSum(qint64 left, const QString &sign, qint64 right)
    {
        const auto a = quint64(left);
        const auto b = quint64(right);
        if (sign == "+"_L1)
            return qint64(a + b);
        if (sign == "-"_L1)
            return qint64(a - b);
        if (sign == "*"_L1)
            return qint64(a * b);
        if (right == 0 || (right == -1 && left == std::numeric_limits<qint64>::min()))
            return {};
        return sign == "/"_L1 ? left / right : left % right;
    }

    static Value realSum(double left, const QString &sign, double right)
    {
        if (sign == "+"_L1)
            return left + right;
        if (sign == "-"_L1)
            return left - right;
        if (sign == "*"_L1)
            return left * right;
        if (right == 0)
            return {};
        return sign == "/"_L1 ? left / right : std::fmod(left, right);
    }

    const Variables &m_variables;
    QHash<QString, Value> m_names;
    qint64 m_work = 0;
};

} // namespace

Result<QString> render(const Template &source, const Variables &variables)
{
    QString out;
    try {
        Renderer(variables).run(source.nodes(), out);
    } catch (const Failure &failure) {
        return Error { 2, u"%1: %2"_s.arg(source.place(failure.at), failure.text) };
    }
    return out;
}

} // namespace greenroom::vtl
