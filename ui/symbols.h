// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QHash>
#include <QIconEngine>

#include <memory>

class QSvgRenderer;

namespace greenroom {

// Paints resources/icons at any size in any colour; each file is read once and each result kept.
class Symbols
{
public:
    Symbols();
    ~Symbols();
    Q_DISABLE_COPY_MOVE(Symbols)

    // Logical size; the pixmap carries the device ratio. An invalid colour leaves the drawing as it is.
    QPixmap pixmap(const QString &name, int size, const QColor &color, qreal ratio);

    static QStringList names();

private:
    QSvgRenderer *renderer(const QString &name);

    QHash<QString, std::shared_ptr<QSvgRenderer>> m_renderers;
    QHash<QString, QPixmap> m_pixmaps;
};

// A symbol as an icon: asks the theme for its colour at the moment of painting, so a change of theme
// needs no new icons.
class SymbolEngine : public QIconEngine
{
public:
    SymbolEngine(const Theme &theme, QString name, Token token);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine *clone() const override;

private:
    QColor colorFor(QIcon::Mode mode) const;

    const Theme &m_theme;
    QString m_name;
    Token m_token;
};

} // namespace greenroom
