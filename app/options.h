// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archive.h"
#include "core/result.h"

#include <QCommandLineParser>

#include <optional>

namespace greenroom {

// Parses a command's options: help goes to stdout and means exit 0; a mistake is a sentence on stderr and
// exit 2. An exit code here means: end with it.
std::optional<int> parseOptions(QCommandLineParser &parser, const QString &command, const QStringList &arguments);

// The data folder of --data-dir or the platform's; nothing after an error was told.
std::optional<QString> openDataFolder(const QCommandLineParser &parser);

std::optional<Recording> recordingOf(const QString &text);
// "512MiB", "2GiB"; bytes.
std::optional<qint64> archiveLimitOf(const QString &text);

QCommandLineOption dataDirOption();

} // namespace greenroom
