// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QSplitter;
class QWidget;

namespace greenroom {

class Settings;

// How wide somebody made the last pane of a splitter, remembered for its place.
class PaneMemory : public QObject
{
    Q_OBJECT

public:
    PaneMemory(Settings &settings, const QString &place, QSplitter *splitter, int otherwise);

    int width() const;
    // The pane as wide as it was left, the rest for what is before it.
    void apply();
    void forget();

private:
    Settings &m_settings;
    QString m_name;
    QSplitter *m_splitter;
    int m_otherwise;
};

} // namespace greenroom
