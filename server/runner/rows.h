// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/suite.h"

#include <QJsonObject>

namespace greenroom {

// The rows of a list or a file (CSV with a head line, JSON list, YAML list), as ${row.…}.
Result<QList<QJsonObject>> readRows(const RowsSpec &rows);

} // namespace greenroom
