// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/suite.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

namespace greenroom {

// ${name}, ${row.x}, ${with.x}, ${env.X}, ${secret.X}, ${host.x}, ${run.id}, ${test.id} and the functions
// uuid(), now(), now('unix'), random(1,10), repeat('x',10), base64(x), sha256(x). $${ is a literal ${. A value
// that is only ${x} keeps its type. Later layers win. What comes from outside the suite's own text (captures,
// rows that were found or read from a file) is taken as it stands: a page cannot ask for ${env.TOKEN}.
class Variables
{
public:
    enum class Origin { Suite, Outside };

    void set(const QString &name, const QJsonValue &value, Origin origin = Origin::Suite);
    void set(const QMap<QString, yaml::Node> &values);
    void setGroup(const QString &group, const QJsonObject &values, Origin origin = Origin::Outside) { set(group, values, origin); }
    void addSecret(const QString &name, const QString &value) { m_secrets.insert(name, value); }
    // It is there, and neither false nor empty: what `if` asks.
    bool holds(const QString &name) const;
    const QJsonObject &values() const { return m_values; }

    // A copy with every variable filled in, places kept; an unknown name is an error with its place.
    Result<yaml::Node> expand(const yaml::Node &node) const;
    Result<QString> expand(const QString &text, const Place &place) const;
    // Of a step: its action and name. Checks and captures are filled in after it ran: what it captured counts.
    Result<StepSpec> expand(const StepSpec &step) const;

    static QStringList functionWords();
    // The variables and calls a text mentions, as they stand between ${ and }.
    static QStringList mentioned(const QString &text);

private:
    Result<QJsonValue> evaluate(const QString &expression, const Place &place, int depth) const;
    Result<QJsonValue> call(const QString &function, const QString &arguments, const Place &place, int depth) const;
    Result<QJsonValue> expandValue(const QJsonValue &value, const Place &place, int depth) const;
    Result<QJsonValue> expandText(const QString &text, const Place &place, int depth) const;

    QJsonObject m_values;
    QSet<QString> m_outside;     // names whose values are not looked into
    QHash<QString, QString> m_secrets;
};

} // namespace greenroom
