// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resources.h"

#include <QDir>

// Outside any namespace: the macro declares a function at global scope.
static void initialise()
{
    Q_INIT_RESOURCE(core);
}

namespace greenroom {

void registerResources()
{
    initialise();
}

} // namespace greenroom
