// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/vtl/value.h"

#include <QStringList>

#include <vector>

// API Gateway's mapping templates (contract §4.3): Velocity's #set #if #elseif #else #foreach #break #stop, references
// with properties, methods and indexes, expressions, comments. #macro, #parse, #include, #define and #evaluate
// are refused by name.

namespace greenroom::vtl {

struct Node;
struct Expression;

// What follows a reference's name: .name, .name(…) or [index].
struct Step
{
    enum class Kind { Property, Call, Index };

    Kind kind = Kind::Property;
    QString name;
    std::vector<Expression> arguments;
    qsizetype at = 0;
};

struct Expression
{
    enum class Kind { Literal, Interpolated, List, Map, Range, Reference, Not, Binary };

    Kind kind = Kind::Literal;
    Value literal;
    QString name;                     // of a reference
    QStringList operators;            // of a chain a + b - c, between its parts
    int level = -1;                   // of the chain's operators, while it is read
    std::vector<Expression> parts;    // operands, items, keys and values in turn
    std::vector<Step> steps;          // of a reference
    std::vector<Node> pieces;         // of a text in double quotes
    qsizetype at = 0;
};

struct Branch;

struct Node
{
    enum class Kind { Text, Reference, Set, If, Foreach, Break, Stop };

    Kind kind = Kind::Text;
    QString text;                     // the text; the loop's variable
    Expression target;                // of #set
    Expression value;                 // a reference, #set's right side, what #foreach goes through
    std::vector<Node> body;           // of #foreach
    std::vector<Branch> branches;     // of #if
    qsizetype at = 0;
};

// #else has a literal true.
struct Branch
{
    Expression condition;
    std::vector<Node> body;
};

// A template that was read. An error names line and column, counted from 1.
class Template
{
public:
    static Result<Template> parse(const QString &source);

    const std::vector<Node> &nodes() const { return m_nodes; }
    // "line 3, column 5"
    QString place(qsizetype at) const;

private:
    QString m_source;
    std::vector<Node> m_nodes;
};

// What a template may ask, beside what it sets itself.
struct Variables
{
    QByteArray body;                  // $input.body
    Value params;                     // $input.params(): path, querystring, header
    Value context;                    // $context
    Value stageVariables;             // $stageVariables
};

// An error is a sentence with its place. Bombs end as errors: see the limits in evaluator.cpp.
Result<QString> render(const Template &source, const Variables &variables);

} // namespace greenroom::vtl
