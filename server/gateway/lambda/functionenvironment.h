// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "gateway/lambda/functionpool.h"

#include <QProcessEnvironment>

namespace greenroom {

struct FunctionProgram;

// Built, not inherited (contract §8.3), with the way back to us and every AWS_ENDPOINT_URL* of the host's.
QProcessEnvironment functionEnvironment(const FunctionSpec &function, const Api &api, const FunctionHost &host,
                                        const FunctionProgram &program, const QString &runtimeApi, const QString &instance);

// What stands in the environment of one instance and whatever it starts, and nowhere else: the 32 hexadecimal
// digits of its log stream.
QByteArray environmentMark(const QString &instance);

} // namespace greenroom
