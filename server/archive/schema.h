// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>

namespace greenroom {

// Brings a database to the newest version: resources/sql/NNNN.sql in order, PRAGMA user_version says how far
// it is. A database of a newer version is refused with a sentence.
Result<void> migrate(QSqlDatabase &database);

// The version this program knows.
int newestSchema();

} // namespace greenroom
