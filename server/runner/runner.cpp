// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/runner.h"

namespace greenroom {

Runner::Runner(Journal &journal, QString dataFolder, QObject *parent)
    : QObject(parent), m_journal(journal), m_dataFolder(std::move(dataFolder)) {}
Runner::~Runner() = default;
void Runner::start(const RunRequest &) {}
void Runner::stop(const QString &, StopStrength) {}
void Runner::connectClient(const ClientRequest &) {}
void Runner::send(const QString &, const Message &) {}
void Runner::closeClient(const QString &, int, const QString &) {}
void Runner::close() {}

} // namespace greenroom
