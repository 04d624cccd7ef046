// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

namespace greenroom {

// All runs, newest first; a click opens one from disk as it looked live.
class HistoryPage : public Page
{
    Q_OBJECT

public:
    HistoryPage(Workspace &workspace, QWidget *parent);
};

} // namespace greenroom
