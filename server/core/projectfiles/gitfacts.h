// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace greenroom {

// branch, sha1, commit or repository of the working copy around a folder, read from .git's own files; empty
// when there is none. Runs nothing.
QString gitFact(const QString &folder, const QString &fact);

} // namespace greenroom
