// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toast.h"

#include "widgets/paint.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int widest = 436;
constexpr int wordsFrom = 38;

} // namespace

Toast::Toast(const Theme &theme, QWidget *stage)
    : QWidget(stage)
    , m_theme(theme)
{
    hide();
    m_leave.setSingleShot(true);
    m_leave.setInterval(8000);
    connect(&m_leave, &QTimer::timeout, this, &QWidget::hide);
    stage->installEventFilter(this);
}

void Toast::say(const QString &severity, const QString &sentence, const QString &more)
{
    m_symbol = severity == "info"_L1 ? u"info"_s : u"problems"_s;
    m_sentence = sentence;
    m_more = more;
    setAccessibleName(sentence + u' ' + more);
    place();
    show();
    raise();
    m_leave.start();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    update();
}

void Toast::place()
{
    const int wide = qMin(widest, parentWidget()->width() - 48);
    const QRect words(0, 0, wide - wordsFrom - 12, 400);
    const int first = QFontMetrics(m_theme.font(Theme::TypeLevel::BodyBold)).boundingRect(words, Qt::TextWordWrap, m_sentence).height();
    const int second = m_more.isEmpty() ? 0 : QFontMetrics(m_theme.font(Theme::TypeLevel::Body)).boundingRect(words, Qt::TextWordWrap, m_more).height();
    resize(wide, first + second + 22);
    const int x = parentWidget()->width() - wide - 24;
    const int lowest = parentWidget()->height() - height() - 16;
    for (int y = lowest; y >= 16; y -= 8) {
        if (!covers({ x, y, wide, height() }))
            return move(x, y);
    }
    move(x, lowest);
}

// Is there a button under it, or a row that carries some?
bool Toast::covers(const QRect &area) const
{
    const QList<QWidget *> widgets = parentWidget()->findChildren<QWidget *>();
    return std::any_of(widgets.begin(), widgets.end(), [&](const QWidget *widget) {
        const bool pressed = qobject_cast<const QAbstractButton *>(widget) || widget->property("hasButtons").toBool();
        return pressed && widget->isVisible() && area.intersects({ widget->mapTo(parentWidget(), QPoint()), widget->size() });
    });
}

void Toast::stepAside()
{
    if (isVisible())
        place();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgTip), {}, 6);
    paintSymbol(&painter, m_theme, QRect(12, 10, 16, 18), m_symbol, m_ink);
    painter.setPen(m_theme.color(Token::TTip));
    QRect words(wordsFrom, 10, width() - wordsFrom - 12, height() - 20);
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    QRect used;
    painter.drawText(words, Qt::TextWordWrap, m_sentence, &used);
    words.setTop(used.bottom() + 1);
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.drawText(words, Qt::TextWordWrap, m_more);
}

void Toast::mousePressEvent(QMouseEvent *)
{
    hide();
}

} // namespace greenroom
