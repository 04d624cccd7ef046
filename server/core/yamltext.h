// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/yaml.h"

#include <optional>

// What is judged about a YAML file's bytes before the library sees them.

namespace greenroom::yaml {

Problem tooLarge(qint64 bytes, const QString &file, const Limits &limits);
QByteArray withoutByteOrderMark(const QByteArray &bytes);
std::optional<Problem> notText(const QByteArray &text, const QString &file);
std::optional<Problem> tooDeep(const QByteArray &text, const QString &file, int depth);

} // namespace greenroom::yaml
