// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlError>

namespace greenroom {

// How far a database is; a sentence when it is none, or when a newer Greenroom wrote it. Changes nothing.
Result<int> knownVersion(const QSqlDatabase &database);

// What to say of a file that cannot serve.
Error unusable(const QSqlDatabase &database, const QSqlError &why);

// Brings a database to the newest version: resources/sql/NNNN.sql in order, PRAGMA user_version says how far
// it is.
Result<void> migrate(QSqlDatabase &database);

// The version this program knows.
int newestSchema();

} // namespace greenroom
