// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runmodel.h"

#include <vector>

namespace greenroom {

struct RunModel::Item
{
    Node *node = nullptr;
    bool reason = false;
};

// A row and the rows below it: its children, each followed by its reason line if it has one.
struct RunModel::Node
{
    RunTest test;
    Node *parent = nullptr;
    int row = 0;                      // among the parent's items
    bool showsReason = false;
    std::vector<std::unique_ptr<Node>> children;
    std::vector<Item> items;
};

} // namespace greenroom
