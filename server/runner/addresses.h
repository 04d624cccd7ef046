// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QUrl>

namespace greenroom {

// Addresses where clouds hand out credentials: tests may not ask there.
bool isMetadataAddress(const QHostAddress &address);
bool isMetadataService(const QUrl &url);

// This machine: never asked for by way of a proxy.
bool isLoopback(const QUrl &url);

} // namespace greenroom
