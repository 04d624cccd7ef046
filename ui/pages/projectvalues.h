// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace greenroom {

// Puts a value into `values:` of greenroom.project.yaml in the folder, which is made if it is not there.
// The rest of the file stays as it is, comments too.
Result<void> saveProjectValue(const QString &folder, const QString &variable, const QString &value);

// The file's text with the value in it. `variable` is "${ssm:/shop/topic}" or what stands inside.
QString withProjectValue(const QString &text, const QString &variable, const QString &value);

} // namespace greenroom
