// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

namespace greenroom {

// A JSON string of what is already UTF-8, with its quotes (RFC 8259 §7). For the two hot paths, events for handlers
// and events for the disk: QJsonValue would carry every text to UTF-16 and back.
QByteArray jsonString(const QByteArray &utf8);
void appendJsonString(QByteArray &out, QByteArrayView utf8);
void appendJsonString(QByteArray &out, QStringView text);

} // namespace greenroom
