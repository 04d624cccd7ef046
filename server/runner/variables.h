// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/suite.h"

#include <QHash>
#include <QJsonObject>

namespace greenroom {

// ${name}, ${row.x}, ${with.x}, ${env.X}, ${secret.X}, ${host.x}, ${run.id}, ${test.id} and the functions
// uuid(), now(), now('unix'), random(1,10), repeat('x',10), base64(x), sha256(x). $${ is a literal ${. A value
// that is only ${x} keeps its type. Later layers win.
class Variables
{
public:
    void set(const QString &name, const QJsonValue &value) { m_values.insert(name, value); }
    void set(const QMap<QString, yaml::Node> &values);
    void setGroup(const QString &group, const QJsonObject &values) { m_values.insert(group, values); }
    void addSecret(const QString &name, const QString &value) { m_secrets.insert(name, value); }
    bool contains(const QString &name) const;
    const QJsonObject &values() const { return m_values; }

    // A copy with every variable filled in, places kept; an unknown name is an error with its place.
    Result<yaml::Node> expand(const yaml::Node &node) const;
    Result<QString> expand(const QString &text, const Place &place) const;
    // Of a step: its action and name. Checks and captures are filled in after it ran: what it captured counts.
    Result<StepSpec> expand(const StepSpec &step) const;

private:
    Result<QJsonValue> evaluate(const QString &expression, const Place &place, int depth) const;
    Result<QJsonValue> call(const QString &function, const QString &arguments, const Place &place, int depth) const;
    Result<QJsonValue> expandText(const QString &text, const Place &place, int depth) const;

    QJsonObject m_values;
    QHash<QString, QString> m_secrets;
};

} // namespace greenroom
