// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <utility>

namespace greenroom {

// What a hosted project is read from: its project files and settings, and the sources in its code folders (not
// what is installed or built there). Says once which of them changed when a save has settled.
class SourceWatch : public QObject
{
    Q_OBJECT

public:
    explicit SourceWatch(QObject *parent = nullptr);

    // Files may be missing yet; folders are searched for sources. What is there now counts as known.
    void watch(const QStringList &files, const QStringList &folders);
    bool isComplete() const { return m_complete; }

    // As many files as are watched; the rest of a larger project is not.
    static constexpr qsizetype mostFiles = 2000;

signals:
    void changed(const QStringList &files);

private:
    using Stamp = std::pair<qint64, qint64>;   // time of the last change, size

    void onSettled();
    QHash<QString, Stamp> scan();
    void search(const QString &folder, int depth, QHash<QString, Stamp> &found);
    void addToWatcher();

    QFileSystemWatcher m_watcher;
    QTimer m_settle;
    QStringList m_files;
    QStringList m_folders;
    QStringList m_searched;            // every folder below them that has been looked into
    QHash<QString, Stamp> m_known;
    bool m_complete = true;
};

// What an API is made of, for a watch.
QStringList filesOf(const QList<Api> &apis, const QStringList &more);
QStringList codeFoldersOf(const QList<Api> &apis);

} // namespace greenroom
