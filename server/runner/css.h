// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace greenroom {

// A CSS selector (Selectors Level 3 and :not(), :has(), :contains() of a text) as an XPath 1.0 expression.
// What is not understood is an error with its position.
Result<QString> cssToXPath(const QString &selector);

} // namespace greenroom
