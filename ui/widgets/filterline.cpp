// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filterline.h"

#include "theme.h"
#include "widgets/paint.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace greenroom {

FilterLine::FilterLine(const Theme &theme, const QStringList &fields, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_fields(fields)
    , m_delay(new QTimer(this))
{
    setAccessibleName(tr("Filter"));
    setFrame(false);
    setStyleSheet(u"QLineEdit { background: transparent; border: none; }"_s);   // the field is painted below
    setFixedHeight(28);
    setTextMargins(28, 0, 8, 0);
    setPlaceholderText(tr("Filter"));
    m_delay->setSingleShot(true);
    m_delay->setInterval(120);   // a list is filtered when the word is written, not at each letter
    connect(m_delay, &QTimer::timeout, this, &FilterLine::read);
    connect(this, &QLineEdit::textChanged, this, [this] { m_delay->start(); });
    connect(this, &QLineEdit::returnPressed, this, &FilterLine::read);
    connect(&theme, &Theme::changed, this, &FilterLine::applyColors);
    applyColors();
}

void FilterLine::setFields(const QStringList &fields)
{
    m_fields = fields;
    read();
}

void FilterLine::applyColors()
{
    QPalette own = palette();
    own.setColor(QPalette::Text, m_theme.color(Token::T1));
    own.setColor(QPalette::PlaceholderText, m_theme.color(Token::T3));
    setPalette(own);
    update();
}

void FilterLine::read()
{
    m_delay->stop();
    m_filter = Filter::parse(text(), m_fields);
    setToolTip(m_filter.isValid() ? QString() : m_filter.error());
    setAccessibleDescription(m_filter.error());
    update();
    emit filterChanged(m_filter);
}

void FilterLine::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(this);
        const bool wrong = !m_filter.isValid();
        const QColor edge = m_theme.color(wrong ? Token::StFlaky : hasFocus() ? Token::Focus : Token::LineControl);
        paintBox(&painter, rect(), m_theme.color(Token::BgInput), edge, 6);
        if (wrong || hasFocus())
            paintBox(&painter, rect().adjusted(1, 1, -1, -1), {}, edge, 5);
        paintSymbol(&painter, m_theme, QRect(8, 0, 16, height()), u"filter"_s, Token::T3);
        paintTokens(painter);
    }
    QLineEdit::paintEvent(event);
}

// Behind the text: finished words (those with a blank after them, or all without focus) as tokens.
void FilterLine::paintTokens(QPainter &painter)
{
    static const QRegularExpression words(u"-?(?:[A-Za-z]+:)?(?:\"[^\"]*\"|/[^/]*/|[^\\s]+)"_s);
    const QFontMetrics metrics(font());
    // The text starts at the margin plus the 2 px a line edit keeps, as long as it is not scrolled.
    const int left = textMargins().left() + 2;
    if (metrics.horizontalAdvance(text()) > width() - left - 16)
        return;
    auto matches = words.globalMatch(text());
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool finished = match.capturedEnd() < text().size() || !hasFocus();
        if (!finished || !m_filter.isValid())
            continue;
        const int x = left + metrics.horizontalAdvance(text().left(match.capturedStart()));
        const int wide = metrics.horizontalAdvance(match.captured());
        const bool negative = match.captured().startsWith(u'-');
        paintBox(&painter, QRect(x - 3, (height() - 20) / 2, wide + 6, 20),
                 m_theme.color(negative ? Token::BgPress : Token::FocusSoft), {}, 4);
    }
}

void FilterLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QLineEdit::keyPressEvent(event);
    if (!text().isEmpty()) {
        clear();
        read();
    } else if (QWidget *next = nextInFocusChain()) {
        next->setFocus(Qt::OtherFocusReason);
    }
}

} // namespace greenroom
