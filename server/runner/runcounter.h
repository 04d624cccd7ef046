// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace greenroom {

// The next run's number in a data folder, what people say: "run 142". Safe with several processes.
int nextRunNumber(const QString &dataFolder);

} // namespace greenroom
