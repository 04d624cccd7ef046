// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace greenroom {

// NAME=value lines as dotenv reads them: comments, “export”, three kinds of quotes, \n in double ones, values
// over several lines, $NAME and ${NAME} of lines above and of `known`.
QMap<QString, QString> readEnvText(const QByteArray &text, const QMap<QString, QString> &known = {});

// The files of --env-file, the last one wins; one that cannot be read is a problem.
QMap<QString, QString> readEnvFiles(const QStringList &files, Problems &problems);

} // namespace greenroom
