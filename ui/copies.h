// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/framesmodel.h"

#include <QByteArray>
#include <QList>

namespace greenroom {

struct ConnectionRow;
struct ListeningChanged;

// What a message or a talk can be copied or saved as. Credentials in headers and addresses are hidden in
// all of them.
struct CopyKind
{
    const char *id;      // "curl"
    const char *title;   // QT_TRANSLATE_NOOP("Copies", …)
    QString (*make)(const FrameRow &frame, const ConnectionRow &connection, const ListeningChanged &listening);
};
const QList<CopyKind> &copyKinds();   // the table

struct SaveKind
{
    const char *id;      // the suffix: "har"
    const char *title;
    QByteArray (*make)(const QList<FrameRow> &frames, const ConnectionRow &connection);
};
const QList<SaveKind> &saveKinds();   // the table

// The steps of a talk as a suite says them: what was sent and, as `like`, what came back.
QString suiteStep(const QList<FrameRow> &frames);

} // namespace greenroom
