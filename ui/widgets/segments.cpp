// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/segments.h"

#include "widgets/paint.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

class Segment : public QAbstractButton
{
public:
    Segment(const Theme &theme, const QString &words, QString symbol, Token ink, QWidget *parent)
        : QAbstractButton(parent)
        , m_theme(theme)
        , m_symbol(std::move(symbol))
        , m_ink(ink)
    {
        setText(words);
        setAccessibleName(words);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    void setSmall(bool small)
    {
        m_small = small;
        updateGeometry();
    }

    QSize sizeHint() const override
    {
        const int words = QFontMetrics(wordFont()).horizontalAdvance(text());
        return { words + 20 + (m_symbol.isEmpty() ? 0 : 20), m_small ? 24 : 28 };
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QWidget *box = parentWidget();
        const bool first = x() == 0;
        const bool last = geometry().right() == box->width() - 1;
        // The box's rounded edge; each paints its part of it.
        painter.save();
        painter.setClipRect(rect());
        const QColor fill = m_theme.color(isChecked() ? Token::BgSelect : isDown() ? Token::BgPress : underMouse() && isEnabled() ? Token::BgHover : Token::BgControl);
        paintBox(&painter, rect().adjusted(first ? 0 : -8, 0, last ? 0 : 8, 0), fill, m_theme.color(Token::LineControl), 6);
        painter.restore();
        if (!first)
            painter.fillRect(0, 1, 1, height() - 2, m_theme.color(Token::LineControl));
        int left = 10;
        if (!m_symbol.isEmpty()) {
            paintSymbol(&painter, m_theme, QRect(left, 0, 14, height()), m_symbol, isChecked() ? m_ink : Token::T3, 14);
            left += 20;
        }
        painter.setFont(wordFont());
        painter.setPen(m_theme.color(!isEnabled() ? Token::T3 : isChecked() ? Token::T1 : Token::T2));
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::TextSingleLine, text());
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(m_theme.color(Token::Focus), 2));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        }
    }

private:
    QFont wordFont() const
    {
        QFont font = m_theme.font(Theme::TypeLevel::BodyMedium);
        if (m_small)
            font.setPixelSize(12);
        return font;
    }

    const Theme &m_theme;
    QString m_symbol;
    Token m_ink;
    bool m_small = false;
};

} // namespace

Segments::Segments(const Theme &theme, Choice choice, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    m_group->setExclusive(choice == Choice::One);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QAbstractButton *Segments::add(const QString &id, const QString &text, const QString &symbol, Token ink)
{
    auto *segment = new Segment(m_theme, text, symbol, ink, this);
    segment->setObjectName(id);
    segment->setSmall(m_small);
    m_group->addButton(segment);
    m_layout->addWidget(segment);
    if (m_group->exclusive() && m_group->buttons().size() == 1)
        segment->setChecked(true);
    connect(segment, &QAbstractButton::clicked, this, &Segments::changed);
    return segment;
}

void Segments::setSmall(bool small)
{
    m_small = small;
    for (QAbstractButton *button : m_group->buttons())
        static_cast<Segment *>(button)->setSmall(small);
}

void Segments::setChosen(const QString &id, bool chosen)
{
    for (QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == id)
            button->setChecked(chosen);
    }
}

bool Segments::isChosen(const QString &id) const
{
    for (const QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == id)
            return button->isChecked();
    }
    return false;
}

QString Segments::chosen() const
{
    for (const QAbstractButton *button : m_group->buttons()) {
        if (button->isChecked())
            return button->objectName();
    }
    return {};
}

} // namespace greenroom
