// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/refusedpane.h"

#include "models/connectionsmodel.h"
#include "widgets/pieces.h"
#include "words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int drawingHeight = 72;

} // namespace

QString otherScheme(const ConnectionRow &connection)
{
    const QString url = connection.opened.url;
    const QString why = connection.refused.reason;
    const bool tls = why.contains("SSL"_L1, Qt::CaseInsensitive) || why.contains("TLS"_L1) || why.contains("certificate"_L1);
    if (url.startsWith("wss://"_L1) && tls)
        return u"ws"_s + url.mid(3);
    // A server that only speaks TLS hangs up on a plain hello.
    if (url.startsWith("ws://"_L1) && connection.refused.status == 0 && why.contains("closed"_L1))
        return u"wss"_s + url.mid(2);
    return {};
}

RefusedPane::RefusedPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    m_head = makeLabel(theme, Theme::TypeLevel::FigureSmall, Token::T1, tr("The connection was refused."));
    m_why = makeLabel(theme, Theme::TypeLevel::Body, Token::T1);
    m_remedy = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_main = makeMainButton(theme, {}, tr("Try again"));
    m_copy = makeButton(theme, u"copy"_s, tr("Copy details"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_main);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(4);
    layout->addStretch(3);
    layout->addSpacing(drawingHeight);
    for (QLabel *label : { m_head, m_why, m_remedy }) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setMaximumWidth(560);
        auto *middle = new QHBoxLayout;
        middle->addStretch(1);
        middle->addWidget(label, 6);
        middle->addStretch(1);
        layout->addLayout(middle);
    }
    layout->addSpacing(12);
    layout->addLayout(buttons);
    layout->addStretch(4);
    connect(m_copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_details); });
    connect(m_main, &Button::clicked, this, [this] {
        if (!m_requestId.isEmpty())
            emit invocationRequested(m_requestId);
        else
            emit tryRequested(m_url);
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString RefusedPane::sentence() const
{
    return m_why->text();
}

QString RefusedPane::details(const ConnectionRow &connection) const
{
    const ConnectRefused &refused = connection.refused;
    QStringList lines { tr("%1 from %2: refused with %3").arg(refused.path, refused.sourceIp.isEmpty() ? tr("this computer") : refused.sourceIp).arg(refused.status),
                        refused.reason };
    if (!refused.detail.isEmpty())
        lines << refused.detail;
    if (!refused.remedy.isEmpty() && refused.remedy != refused.detail)
        lines << refused.remedy;
    if (!refused.origin.isEmpty())
        lines << tr("Origin %1").arg(refused.origin);
    return lines.join(u'\n');
}

void RefusedPane::show(const ConnectionRow &connection, bool hasInvocation)
{
    const ConnectRefused &refused = connection.refused;
    m_head->setText(refused.status > 0 ? tr("The connection was refused with %1.").arg(refused.status) : tr("The connection was refused."));
    QString why = refused.reason;
    if (!why.isEmpty())
        why = why.at(0).toUpper() + why.mid(1);
    if (!refused.detail.isEmpty() && refused.detail != refused.remedy && !why.contains(refused.detail))
        why += u"\n"_s + refused.detail;
    m_why->setText(why);
    QString remedy = refused.remedy;
    if (connection.isClient() && refused.status > 0 && !remedy.isEmpty())
        remedy = tr("With API Gateway that means: %1.").arg(remedy);
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    m_details = details(connection);
    m_requestId = hasInvocation ? refused.requestId : QString();
    m_url = connection.isClient() ? otherScheme(connection) : QString();
    if (hasInvocation)
        m_main->setText(tr("Open the invocation"));
    else if (!m_url.isEmpty())
        m_main->setText(tr("Try %1 instead").arg(m_url.section(u"//"_s, 0, 0) + u"//"_s));
    else if (connection.isClient())
        m_main->setText(tr("Try again"));
    if (connection.isClient() && m_url.isEmpty())
        m_url = connection.opened.url;
    m_main->setVisible(hasInvocation || !m_url.isEmpty());
    m_main->updateGeometry();
    update();
}

// A plug that finds no socket.
void RefusedPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int middle = width() / 2;
    const int top = m_head->mapTo(this, QPoint()).y() - drawingHeight;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::LineControl), 1.5, Qt::SolidLine, Qt::RoundCap));
    const QPointF at(middle - 44, top + 16);
    painter.drawLine(at + QPointF(8, -10), at + QPointF(8, 0));
    painter.drawLine(at + QPointF(24, -10), at + QPointF(24, 0));
    painter.drawPolyline(QPolygonF { at, at + QPointF(32, 0) });
    painter.drawLine(at, at + QPointF(0, 10));
    painter.drawLine(at + QPointF(32, 0), at + QPointF(32, 10));
    painter.drawArc(QRectF(at.x(), at.y() - 6, 32, 32), 180 * 16, 180 * 16);
    painter.drawLine(at + QPointF(16, 26), at + QPointF(16, 38));
    painter.setPen(QPen(m_theme.color(Token::StFailed), 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(middle + 10, top + 14), QPointF(middle + 36, top + 40));
    painter.drawLine(QPointF(middle + 36, top + 14), QPointF(middle + 10, top + 40));
}

} // namespace greenroom
