// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tabline.h"

#include "widgets/paint.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

class Tab : public QAbstractButton
{
public:
    Tab(const Theme &theme, const QString &words, QWidget *parent)
        : QAbstractButton(parent)
        , m_theme(theme)
    {
        setText(words);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setAccessibleName(words);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    void setCount(const QString &count)
    {
        m_count = count;
        updateGeometry();
        update();
    }

    void setBad(bool bad)
    {
        m_bad = bad;
        update();
    }
    void setSymbol(const QString &symbol)
    {
        m_symbol = symbol;
        updateGeometry();
    }

    QSize sizeHint() const override
    {
        const int words = lead() + QFontMetrics(m_theme.font(Theme::TypeLevel::BodyMedium)).horizontalAdvance(text());
        const int count = m_count.isEmpty() ? 0 : 6 + QFontMetrics(m_theme.font(Theme::TypeLevel::Small)).horizontalAdvance(m_count);
        return { words + count + 20, 32 };
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Token ink = isChecked() || underMouse() ? Token::T1 : Token::T2;
        if (!m_symbol.isEmpty())
            paintSymbol(&painter, m_theme, QRect(10, 0, 16, 31), m_symbol, ink, 16);
        painter.setFont(m_theme.font(Theme::TypeLevel::BodyMedium));
        painter.setPen(m_theme.color(ink));
        const int words = lead() + painter.fontMetrics().horizontalAdvance(text());
        painter.drawText(QRect(10 + lead(), 0, words - lead() + 1, 31), Qt::AlignVCenter | Qt::TextSingleLine, text());
        if (!m_count.isEmpty()) {
            QFont small = m_theme.font(Theme::TypeLevel::Small);
            small.setWeight(m_bad ? QFont::DemiBold : QFont::Medium);
            painter.setFont(small);
            painter.setPen(m_theme.color(m_bad ? Token::StFailed : Token::T3));
            painter.drawText(QRect(16 + words, 0, width(), 31), Qt::AlignVCenter | Qt::TextSingleLine, m_count);
        }
        if (isChecked())
            painter.fillRect(8, 30, width() - 16, 2, m_theme.color(Token::AccentText));
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(m_theme.color(Token::Focus), 2));
            painter.drawRoundedRect(QRectF(2, 3, width() - 4, 25), 5, 5);
        }
    }

private:
    int lead() const { return m_symbol.isEmpty() ? 0 : 22; }

    const Theme &m_theme;
    QString m_count;
    QString m_symbol;
    bool m_bad = false;
};

} // namespace

TabLine::TabLine(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_group(new QButtonGroup(this))
    , m_tabs(new QHBoxLayout)
    , m_right(new QHBoxLayout)
{
    setFixedHeight(32);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 16, 0);   // with the tab's own room the words stand at 16
    layout->setSpacing(0);
    m_tabs->setSpacing(2);
    m_right->setSpacing(8);
    layout->addLayout(m_tabs);
    layout->addStretch();
    layout->addLayout(m_right);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TabLine::add(const QString &id, const QString &text)
{
    auto *made = new Tab(m_theme, text, this);
    made->setObjectName(id);
    m_group->addButton(made);
    m_tabs->addWidget(made);
    if (m_group->buttons().size() == 1)
        made->setChecked(true);
    connect(made, &QAbstractButton::clicked, this, [this, id] { emit currentChanged(id); });
}

QAbstractButton *TabLine::tab(const QString &id) const
{
    for (QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == id)
            return button;
    }
    return nullptr;
}

void TabLine::setText(const QString &id, const QString &text)
{
    if (QAbstractButton *button = tab(id)) {
        button->setText(text);
        button->setAccessibleName(text);
        button->updateGeometry();
    }
}

void TabLine::setCount(const QString &id, const QString &count)
{
    if (QAbstractButton *button = tab(id))
        static_cast<Tab *>(button)->setCount(count);
}

void TabLine::setBad(const QString &id, bool bad)
{
    if (QAbstractButton *button = tab(id))
        static_cast<Tab *>(button)->setBad(bad);
}

void TabLine::setSymbol(const QString &id, const QString &symbol)
{
    if (QAbstractButton *button = tab(id))
        static_cast<Tab *>(button)->setSymbol(symbol);
}

void TabLine::setTabVisible(const QString &id, bool visible)
{
    if (QAbstractButton *button = tab(id))
        button->setVisible(visible);
}

void TabLine::setCurrent(const QString &id)
{
    QAbstractButton *button = tab(id);
    if (!button || button->isChecked())
        return;
    button->setChecked(true);
    emit currentChanged(id);
}

QString TabLine::current() const
{
    const QAbstractButton *button = m_group->checkedButton();
    return button ? button->objectName() : QString();
}

void TabLine::addToRight(QWidget *widget)
{
    m_right->addWidget(widget);
}

void TabLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Line));
}

} // namespace greenroom
