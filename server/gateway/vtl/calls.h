// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/vtl/template.h"

namespace greenroom::vtl {

constexpr qsizetype outputLimit = 10 * 1024 * 1024;   // (R) characters a template, or one text in it, may grow to

// A method of a text, a number, a list or a map: those of Java's that templates use (methods.cpp).
Result<Value> callMethod(const Value &target, const QString &name, const QList<Value> &arguments);
// A property: a map's entry, or a method without arguments under its short name.
Value propertyOf(const Value &target, const QString &name);

// $input.… and $util.… (tools.cpp)
Result<Value> callInput(const Variables &variables, const QString &name, const QList<Value> &arguments);
Result<Value> callUtil(const QString &name, const QList<Value> &arguments);

} // namespace greenroom::vtl
