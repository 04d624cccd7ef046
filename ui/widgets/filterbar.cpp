// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filterbar.h"

#include "theme.h"
#include "widgets/elided.h"
#include "widgets/filterline.h"
#include "widgets/filterproxy.h"
#include "widgets/link.h"
#include "widgets/segments.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int leastLine = 160;
constexpr int mostLine = 420;

} // namespace

FilterBar::FilterBar(const Theme &theme, FilterProxy &proxy, const QString &name, const QString &examples, QWidget *parent)
    : QWidget(parent)
    , m_proxy(proxy)
    , m_line(new FilterLine(theme, proxy.fields()))
    , m_mode(new Segments(theme, Segments::Choice::One))
    , m_wrong(new Elided(theme, Theme::TypeLevel::Body, Token::StFlaky))
    , m_meant(new Link(theme, {}))
    , m_layout(new QHBoxLayout(this))
{
    m_line->setAccessibleName(name);
    m_line->setPlaceholderText(examples);
    m_line->setMinimumWidth(leastLine);
    m_line->setMaximumWidth(mostLine);
    m_mode->add(u"hide"_s, tr("Hide"))->setToolTip(tr("Hide what does not match"));
    m_mode->add(u"highlight"_s, tr("Highlight"))->setToolTip(tr("Show everything and mark what matches"));
    m_meant->setAccessibleName(tr("Use what was probably meant"));
    m_wrong->hide();
    m_meant->hide();
    setFixedHeight(39);   // with the line below, 40
    m_layout->setContentsMargins(16, 0, 16, 0);
    m_layout->setSpacing(8);
    m_layout->addWidget(m_line, 3);
    m_layout->addWidget(m_mode);
    m_layout->addWidget(m_wrong, 2);
    m_layout->addWidget(m_meant);
    m_layout->addStretch();
    connect(m_line, &FilterLine::filterChanged, this, &FilterBar::apply);
    connect(m_mode, &Segments::changed, this, [this] {
        m_proxy.setMode(m_mode->isChosen(u"highlight"_s) ? FilterProxy::Mode::Highlight : FilterProxy::Mode::Hide);
        emit changed();
    });
    connect(m_meant, &Link::clicked, this, [this] { m_line->setText(m_line->filter().suggestion()); });
}

// What cannot be read filters nothing: the list never matches nothing in silence.
void FilterBar::apply(const Filter &filter)
{
    m_wrong->setText(filter.error());
    m_wrong->setVisible(!filter.isValid());
    m_meant->setText(filter.suggestion().isEmpty() ? QString() : tr("Use %1").arg(filter.suggestion()));
    m_meant->setVisible(!filter.suggestion().isEmpty());
    m_meant->updateGeometry();
    m_proxy.setFilter(filter);
    emit changed();
}

void FilterBar::clear()
{
    m_line->clear();
}

void FilterBar::addRight(QWidget *widget)
{
    m_layout->addWidget(widget);
}

} // namespace greenroom
