// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonValue>
#include <QList>
#include <QString>

namespace greenroom {

// JSONPath (RFC 9535): children, wildcards, indexes, slices, descendants, unions and filters with
// comparisons, existence and logic. Function extensions are refused by name.
Result<QList<QJsonValue>> jsonPath(const QString &query, const QJsonValue &root);

// True when the query can match at most one value (a singular query, §2.3.5.1).
bool isSingularPath(const QString &query);

} // namespace greenroom
