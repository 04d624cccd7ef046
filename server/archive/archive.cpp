// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archive.h"

namespace greenroom {

Archive::Archive(Journal &journal, QString dataFolder, Recording recording, QObject *parent)
    : QObject(parent), m_journal(journal), m_dataFolder(std::move(dataFolder)), m_recording(recording) {}
Archive::~Archive() = default;
void Archive::open() {}
void Archive::append(const QList<Event> &) {}
void Archive::runs(int, QPromise<QList<RunRecord>>) {}
void Archive::eventsOfRun(const QString &, QPromise<QList<Event>>) {}
void Archive::historyOfTests(const QString &, QPromise<QHash<QString, QString>>) {}
void Archive::exportRun(const QString &, const QString &, QPromise<Result<QByteArray>>) {}
void Archive::close() {}

} // namespace greenroom
