// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonValue>
#include <QStringList>

#include <memory>

namespace valijson {
class Schema;
}

namespace greenroom {

// A JSON Schema that was read once. Copies share it.
class JsonSchema
{
public:
    enum class Draft { Four, Seven };   // models of an API; schemas of a suite

    static Result<JsonSchema> read(const QJsonValue &schema, Draft draft);

    // What does not fit, the innermost first, at most three; none: it fits.
    QStringList complaints(const QJsonValue &document) const;

private:
    std::shared_ptr<const valijson::Schema> m_schema;
};

} // namespace greenroom
