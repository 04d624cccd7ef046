// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "symbols.h"

#include <QDir>
#include <QPainter>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace greenroom {

Symbols::Symbols() = default;
Symbols::~Symbols() = default;

QPixmap Symbols::pixmap(const QString &name, int size, const QColor &color, qreal ratio)
{
    const QString key = name + u'/' + QString::number(size) + u'/' + QString::number(ratio) + u'/'
        + (color.isValid() ? QString::number(color.rgba(), 16) : QString());
    const auto known = m_pixmaps.constFind(key);
    if (known != m_pixmaps.constEnd())
        return *known;

    const int device = qMax(1, qRound(size * ratio));
    QPixmap pixmap(device, device);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    if (QSvgRenderer *svg = renderer(name))
        svg->render(&painter, QRectF(0, 0, device, device));
    if (color.isValid()) {
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
    }
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return *m_pixmaps.insert(key, pixmap);
}

QStringList Symbols::names()
{
    QStringList names;
    const QStringList files = QDir(u":/icons"_s).entryList({ u"*.svg"_s });
    for (const QString &file : files)
        names << file.chopped(4);
    return names;
}

QSvgRenderer *Symbols::renderer(const QString &name)
{
    auto known = m_renderers.constFind(name);
    if (known == m_renderers.constEnd()) {
        auto svg = std::make_shared<QSvgRenderer>(u":/icons/"_s + name + u".svg"_s);
        known = m_renderers.insert(name, svg);
    }
    return (*known)->isValid() ? known->get() : nullptr;
}

SymbolEngine::SymbolEngine(const Theme &theme, QString name, Token token)
    : m_theme(theme)
    , m_name(std::move(name))
    , m_token(token)
{
}

void SymbolEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State)
{
    const int size = qMin(rect.width(), rect.height());
    const QPoint corner(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
    painter->drawPixmap(corner, m_theme.symbol(m_name, size, colorFor(mode),
                                               painter->device()->devicePixelRatioF()));
}

QPixmap SymbolEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1);
}

QPixmap SymbolEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale)
{
    // Qt asks with the size in device pixels here.
    const int device = qMin(size.width(), size.height());
    return m_theme.symbol(m_name, qRound(device / scale), colorFor(mode), scale);
}

QIconEngine *SymbolEngine::clone() const
{
    return new SymbolEngine(m_theme, m_name, m_token);
}

QColor SymbolEngine::colorFor(QIcon::Mode mode) const
{
    switch (mode) {
    case QIcon::Disabled: {
        QColor color = m_theme.color(Token::T3);
        color.setAlphaF(0.55F);
        return color;
    }
    case QIcon::Selected:
        return m_theme.color(Token::T1);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return m_theme.color(m_token);
}

} // namespace greenroom
