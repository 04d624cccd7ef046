// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/detailspage.h"

#include "widgets/detached.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

DetailsPage::DetailsPage(const Theme &theme, QWidget *place, QSplitter *splitter, QWidget *details)
    : Ground(theme, Token::BgStage, place)
    , m_splitter(splitter)
    , m_details(details)
{
    hide();
    auto *back = new Button(theme, Button::Kind::Flat, u"chevron-left"_s, tr("Back"));
    connect(back, &Button::clicked, m_details, &QWidget::hide);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 5);
    bar->addWidget(back);
    bar->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    place->installEventFilter(this);
    details->installEventFilter(this);
}

bool DetailsPage::holdsDetails() const
{
    return m_details->parentWidget() == this;
}

bool DetailsPage::eventFilter(QObject *watched, QEvent *event)
{
    const bool shown = event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent;
    if ((watched == m_details && shown) || (watched == parentWidget() && event->type() == QEvent::Resize))
        QMetaObject::invokeMethod(this, &DetailsPage::settle, Qt::QueuedConnection);   // nobody changes parents amid an event
    return Ground::eventFilter(watched, event);
}

void DetailsPage::settle()
{
    if (Detached::of(m_details))
        return;
    const bool wanted = !m_details->isHidden() && parentWidget()->width() < narrowAt;
    if (wanted && !holdsDetails()) {
        layout()->addWidget(m_details);
        m_details->show();
    } else if (!wanted && holdsDetails()) {
        const bool hidden = m_details->isHidden();
        m_splitter->addWidget(m_details);
        m_details->setVisible(!hidden);
    }
    setGeometry(parentWidget()->rect());
    setVisible(wanted);
    raise();
}

} // namespace greenroom
