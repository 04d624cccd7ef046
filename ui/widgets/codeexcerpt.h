// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sourceplace.h"
#include "theme.h"

#include <QStringList>
#include <QWidget>

namespace greenroom {

// A few lines of a file around a place, with the guilty one tinted and the guilty word underlined.
class CodeExcerpt : public QWidget
{
    Q_OBJECT

public:
    explicit CodeExcerpt(const Theme &theme, QWidget *parent = nullptr);

    // False when the file cannot be read or has no such line.
    bool show(const QString &file, const SourcePlace &place);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QStringList m_lines;
    int m_first = 0;     // number of the first line
    int m_hot = 0;
    int m_column = 0;
};

} // namespace greenroom
