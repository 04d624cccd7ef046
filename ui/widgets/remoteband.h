// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStringList>
#include <QWidget>

namespace greenroom {

// The hatched band over everything that reaches another machine: cloud, word, and where, each on a plain
// ground so that no stripe runs behind small words.
class RemoteBand : public QWidget
{
    Q_OBJECT

public:
    explicit RemoteBand(const Theme &theme, QWidget *parent = nullptr);
    void setPlaces(const QStringList &places);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QStringList m_places;
};

} // namespace greenroom
