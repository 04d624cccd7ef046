// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/sourcewatch.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int settleMs = 120;      // editors write, rename and write again
constexpr int deepest = 12;

// Code and what code reads. Whatever else a handler writes beside itself reloads nothing.
bool isSource(const QFileInfo &file)
{
    static const QStringList suffixes { u"js"_s, u"mjs"_s, u"cjs"_s, u"ts"_s, u"mts"_s, u"cts"_s,
                                        u"json"_s, u"py"_s, u"sh"_s };
    return suffixes.contains(file.suffix()) || file.fileName() == "bootstrap"_L1;
}

bool isInstalledOrBuilt(const QString &folder)
{
    static const QStringList names { u"node_modules"_s, u"__pycache__"_s, u"venv"_s };
    return folder.startsWith(u'.') || names.contains(folder);
}

} // namespace

SourceWatch::SourceWatch(QObject *parent)
    : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    connect(&m_settle, &QTimer::timeout, this, &SourceWatch::onSettled);
    const auto touched = [this] { m_settle.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, touched);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, touched);
}

void SourceWatch::watch(const QStringList &files, const QStringList &folders)
{
    m_files = files;
    m_folders = folders;
    m_known = scan();
    addToWatcher();
}

QHash<QString, SourceWatch::Stamp> SourceWatch::scan()
{
    QHash<QString, Stamp> found;
    m_complete = true;
    m_searched.clear();
    for (const QString &file : std::as_const(m_files)) {
        const QFileInfo info(file);
        if (info.isFile())
            found.insert(file, { info.lastModified().toMSecsSinceEpoch(), info.size() });
    }
    for (const QString &folder : std::as_const(m_folders))
        search(folder, 0, found);
    return found;
}

void SourceWatch::search(const QString &folder, int depth, QHash<QString, Stamp> &found)
{
    if (depth > deepest || m_searched.contains(folder))
        return;
    m_searched.append(folder);
    const QFileInfoList entries = QDir(folder).entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
    for (const QFileInfo &entry : entries) {
        if (entry.isDir() && !entry.isSymLink() && !isInstalledOrBuilt(entry.fileName()))
            search(entry.absoluteFilePath(), depth + 1, found);
        if (!entry.isFile() || !isSource(entry))
            continue;
        if (found.size() >= mostFiles) {
            m_complete = false;
            return;
        }
        found.insert(entry.absoluteFilePath(), { entry.lastModified().toMSecsSinceEpoch(), entry.size() });
    }
}

// Files for what is written in place, folders for what is renamed over, added or removed.
void SourceWatch::addToWatcher()
{
    QStringList paths = m_known.keys() + m_searched;
    for (const QString &file : std::as_const(m_files))
        paths.append(QFileInfo(file).absolutePath());
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    const QSet<QString> already(watched.begin(), watched.end());
    paths.removeIf([&already](const QString &path) { return already.contains(path); });
    paths.removeDuplicates();
    if (!paths.isEmpty())
        m_watcher.addPaths(paths);
}

void SourceWatch::onSettled()
{
    const QHash<QString, Stamp> now = scan();
    QStringList files;
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (!m_known.contains(it.key()) || m_known.value(it.key()) != *it)
            files.append(it.key());
    }
    for (auto it = m_known.begin(); it != m_known.end(); ++it) {
        if (!now.contains(it.key()))
            files.append(it.key());
    }
    m_known = now;
    addToWatcher();
    files.sort();
    if (!files.isEmpty())
        emit changed(files);
}

QStringList filesOf(const QList<Api> &apis, const QStringList &more)
{
    QStringList files;
    for (const QString &file : more)
        files.append(QFileInfo(file).absoluteFilePath());
    for (const Api &api : apis) {
        files += api.watchedFiles;
        const QDir folder(api.folder);
        for (const QString &name : { u"greenroom.project.yaml"_s, u".env"_s, u".env."_s + api.stage })
            files.append(folder.absoluteFilePath(name));
    }
    files.removeDuplicates();
    return files;
}

QStringList codeFoldersOf(const QList<Api> &apis)
{
    QStringList folders;
    for (const Api &api : apis) {
        for (const FunctionSpec &function : api.functions) {
            if (function.inlineCode.isEmpty())
                folders.append(function.codeFolder);
            folders += function.layers;
        }
    }
    folders.removeDuplicates();
    folders.removeAll(QString());
    return folders;
}

} // namespace greenroom
