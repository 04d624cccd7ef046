// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace greenroom {

// The folder both programs share: the platform's data location, or what --data-dir says. Created readable
// by its owner only. Several processes may use it at once.
class DataFolder
{
public:
    static Result<DataFolder> open(const QString &path = {});

    QString path() const { return m_path; }
    QString file(const QString &name) const { return m_path + QLatin1Char('/') + name; }

private:
    explicit DataFolder(QString path) : m_path(std::move(path)) {}

    QString m_path;
};

} // namespace greenroom
