// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace greenroom {

// JSON written again, letter for letter but for the room between the tokens: names keep the order in which
// they came, numbers their spelling. (QJsonDocument sorts names.) `json` must be valid.
QByteArray indentedJson(const QByteArray &json);
QByteArray compactJson(const QByteArray &json);

} // namespace greenroom
