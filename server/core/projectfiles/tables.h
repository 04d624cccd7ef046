// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/yaml.h"

namespace greenroom {

bool isTableType(const QString &type);

// What CreateTable takes for a table resource whose functions are worked out. Without capacity, streams and
// encryption: locally nobody meters, and local DynamoDBs do not know them all.
TableSpec tableOf(const QString &type, const QString &name, const yaml::Node &properties, const Place &place);

} // namespace greenroom
