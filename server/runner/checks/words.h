// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/checks/check.h"

// The two tables behind the checks, and what they share.

namespace greenroom {

struct SubjectWord
{
    const char *name;
    Subject find;
    const char *selector;      // the key that says where to look: "select", "path", "name", "pattern"; or null
    const char *shorthand;     // operator of a bare value: "equals" for status: 200; or null when there is none
};

struct OperatorWord
{
    const char *name;
    Operator compare;
    bool takesMissing;         // exists, empty and count judge a missing value; all others fail on it
};

const QList<SubjectWord> &subjectTable();
const QList<OperatorWord> &operatorTable();

const SubjectWord *findSubject(const QString &name);
const OperatorWord *findOperator(const QString &name);
// A bare value is the short form of one operator: "status: 200".
yaml::Node longForm(const SubjectWord &subject, const yaml::Node &value);

// `schema` is a check of its own: it names no operator (schema.cpp).
CheckResult judgeSchema(const CheckSpec &check, const StepOutput &output);
Problems validateSchema(const yaml::Node &value);

// Every key given must be there and equal, others are ignored.
bool isLike(const QJsonValue &have, const QJsonValue &wanted);

// The matches as one value.
QJsonArray toArray(const QList<QJsonValue> &values);

// A value as people read it in wanted and got: texts as they are, else compact JSON, cut at 300 characters.
QString shown(const QJsonValue &value);

} // namespace greenroom
