// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/elided.h"

#include "widgets/pieces.h"

#include <QHelpEvent>
#include <QPainter>
#include <QTextDocumentFragment>
#include <QToolTip>

namespace greenroom {

namespace {

constexpr int least = 48;

} // namespace

Elided::Elided(const Theme &theme, Theme::TypeLevel level, Token color, Qt::TextElideMode mode, QWidget *parent)
    : QLabel(parent)
    , m_mode(mode)
{
    dress(this, theme, level, color);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void Elided::setElides(bool elides)
{
    m_elides = elides;
    updateGeometry();
}

QSize Elided::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    return m_elides ? QSize(qMin(least, whole.width()), whole.height()) : whole;
}

QString Elided::words() const
{
    const bool marked = textFormat() == Qt::RichText || (textFormat() == Qt::AutoText && Qt::mightBeRichText(text()));
    return marked ? QTextDocumentFragment::fromHtml(text()).toPlainText() : text();
}

void Elided::paintEvent(QPaintEvent *event)
{
    if (fits())
        return QLabel::paintEvent(event);
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     fontMetrics().elidedText(words(), m_mode, contentsRect().width()));
}

bool Elided::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !fits() && toolTip().isEmpty()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), words(), this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace greenroom
