// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/suite.h"

#include <QByteArray>

namespace greenroom {

// The one body of an http step: `json`, `form`, `text`, `file` or `multipart`.
struct RequestBody
{
    QByteArray type;         // Content-Type; empty: there is no body
    QByteArray bytes;
};

Result<RequestBody> requestBodyOf(const yaml::Node &step, const QString &baseFolder);
// Value as compact JSON text, whatever its kind.
QByteArray jsonText(const yaml::Node &value);
QStringList bodyWords();
Problems validateMultipart(const yaml::Node &parts);

} // namespace greenroom
