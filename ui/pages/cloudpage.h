// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

namespace greenroom {

// Deployments come in a later version; until then the page says where to connect to one today.
class CloudPage : public Page
{
    Q_OBJECT

public:
    CloudPage(Workspace &workspace, QWidget *parent);
};

} // namespace greenroom
