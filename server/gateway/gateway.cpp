// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gateway.h"

namespace greenroom {

Gateway::Gateway(Journal &journal, QObject *parent) : QObject(parent), m_journal(journal) {}
Gateway::~Gateway() = default;
void Gateway::open(const HostRequest &) {}
void Gateway::listen(const HostRequest &) {}
void Gateway::stop(const QString &) {}
void Gateway::post(const QString &, const QByteArray &) {}
void Gateway::closeConnection(const QString &) {}
void Gateway::invoke(const QString &, const QString &, const QString &, const QByteArray &) {}
void Gateway::fixDemo() {}
void Gateway::onAppended(const QList<Event> &) {}
void Gateway::close() {}

} // namespace greenroom
