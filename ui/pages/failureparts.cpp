// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/failureparts.h"

#include "widgets/paint.h"
#include "words.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

ValueCard::ValueCard(const Theme &theme, const QString &title, bool wrong, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(title)
    , m_wrong(wrong)
{
    setFixedHeight(84);
    setMinimumWidth(120);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ValueCard::setValue(const QString &value, const QString &foot)
{
    m_value = value;
    m_foot = foot;
    setAccessibleName(u"%1: %2 %3"_s.arg(m_title, value, foot));
    setToolTip(value);
    update();
}

void ValueCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(m_wrong ? Token::TintFailed : Token::BgPanel), m_theme.color(m_wrong ? Token::StFailed : Token::Line), 6);
    const QRect area = rect().adjusted(16, 12, -16, -10);
    QFont head = m_theme.font(Theme::TypeLevel::Small);
    head.setWeight(QFont::DemiBold);
    painter.setFont(head);
    painter.setPen(m_theme.color(m_wrong ? Token::StFailed : Token::T3));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignTop, m_title);
    QFont value = m_theme.font(m_wrong ? Theme::TypeLevel::MonoBold : Theme::TypeLevel::Mono);
    value.setPixelSize(18);
    painter.setFont(value);
    painter.setPen(m_theme.color(m_wrong ? Token::StFailed : m_value.isEmpty() ? Token::T3 : Token::T1));
    painter.drawText(QRect(area.left(), area.top() + 18, area.width(), 28), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_value.isEmpty() ? u"–"_s : m_value, Qt::ElideRight, area.width()));
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(m_wrong ? Token::T2 : Token::T3));
    painter.drawText(QRect(area.left(), area.top() + 46, area.width(), 16), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_foot, Qt::ElideRight, area.width()));
}

StepList::StepList(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("Steps"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StepList::setSteps(const QList<StepFinished> &steps)
{
    m_steps = steps;
    setFixedHeight(sizeHint().height());
    update();
}

QSize StepList::sizeHint() const
{
    return { 320, lay(nullptr) };
}

int StepList::lay(QPainter *painter) const
{
    int y = 0;
    for (const StepFinished &step : m_steps) {
        const bool skipped = step.state == "skipped"_L1;
        const bool failed = step.state != "passed"_L1 && !skipped;
        if (painter) {
            const QRect row(0, y, width(), 32);
            if (failed)
                paintRow(painter, m_theme, row, true, false, true, true);
            paintMark(painter, m_theme, QRect(16, y, 16, 32), step.state, failed);
            painter->setFont(m_theme.font(Theme::TypeLevel::Body));
            painter->setPen(m_theme.color(failed ? Token::T2 : Token::T3));
            painter->drawText(QRect(40, y, 16, 32), Qt::AlignVCenter, QString::number(step.index + 1));
            const QString time = skipped ? tr("not run") : durationText(step.durationMs);
            painter->setPen(m_theme.color(Token::T2));
            paintNumber(painter, row.adjusted(0, 0, -16, 0), time);
            painter->setFont(m_theme.font(failed ? Theme::TypeLevel::BodyMedium : Theme::TypeLevel::Body));
            painter->setPen(m_theme.color(Token::T1));
            const int wide = width() - 56 - 90;
            painter->drawText(QRect(56, y, wide, 32), Qt::AlignVCenter | Qt::TextSingleLine,
                              painter->fontMetrics().elidedText(step.name.isEmpty() ? step.action : step.name, Qt::ElideRight, wide));
        }
        y += 32;
        for (const bool wantsHeld : { false, true }) {
            for (const QJsonValue &value : step.checks) {
                const QJsonObject check = value.toObject();
                const bool held = check["state"_L1].toString() == "passed"_L1;
                if (held != wantsHeld)
                    continue;
                if (painter) {
                    paintMark(painter, m_theme, QRect(40, y, 16, 24), held ? u"passed"_s : u"failed"_s);
                    painter->setFont(m_theme.font(held ? Theme::TypeLevel::Body : Theme::TypeLevel::BodyBold));
                    painter->setPen(m_theme.color(Token::T1));
                    const QString name = (check["subject"_L1].toString() + u' ' + check["selector"_L1].toString()).trimmed();
                    painter->drawText(QRect(64, y, 112, 24), Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(name, Qt::ElideMiddle, 112));
                    painter->setFont(m_theme.font(Theme::TypeLevel::Mono));
                    painter->setPen(m_theme.color(Token::T2));
                    const QString text = held ? check["wanted"_L1].toString() : check["got"_L1].toString();
                    painter->drawText(QRect(184, y, width() - 200, 24), Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(text, Qt::ElideRight, width() - 200));
                }
                y += 24;
            }
        }
    }
    return y;
}

void StepList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    lay(&painter);
}

Card::Card(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgPanel), m_theme.color(Token::Line), 6);
}

Strip::Strip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedSize(stripWidth, 16);
    setAccessibleName(tr("Last 30 runs"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Strip::setLetters(const QString &letters)
{
    m_letters = letters;
    update();
}

void Strip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintStrip(&painter, m_theme, rect(), m_letters);
}

} // namespace greenroom
