// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/codeexcerpt.h"

#include "widgets/paint.h"

#include <QFile>
#include <QPainter>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int around = 2;
constexpr int lineHeight = 20;
constexpr qint64 mostBytes = 4 * 1024 * 1024;

// Words, texts and numbers of JavaScript and Python, well enough for five lines.
Token tokenOf(const QString &word)
{
    static const QStringList keywords = u"const let var function return if else for while of in new await async throw try catch finally import from export "
                                        "default class extends this null undefined true false def None True False lambda with as raise except pass not and or is yield typeof"_s.split(u' ');
    if (word.startsWith(u'"') || word.startsWith(u'\'') || word.startsWith(u'`'))
        return Token::JsStr;
    if (word.at(0).isDigit())
        return Token::JsNum;
    return keywords.contains(word) ? Token::JsLit : Token::T1;
}

} // namespace

CodeExcerpt::CodeExcerpt(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

bool CodeExcerpt::show(const QString &file, const SourcePlace &place)
{
    m_lines.clear();
    QFile source(file);
    if (!file.isEmpty() && place.line > 0 && source.open(QIODevice::ReadOnly)) {
        const QStringList all = QString::fromUtf8(source.read(mostBytes)).split(u'\n');
        if (place.line <= all.size()) {
            m_first = qMax(1, place.line - around);
            m_lines = all.mid(m_first - 1, place.line + around - m_first + 1);
        }
    }
    m_hot = place.line;
    m_column = place.column;
    setVisible(!m_lines.isEmpty());
    setAccessibleName(m_lines.value(m_hot - m_first).trimmed());
    setFixedHeight(sizeHint().height());
    update();
    return !m_lines.isEmpty();
}

QSize CodeExcerpt::sizeHint() const
{
    return { 200, int(m_lines.size()) * lineHeight + 12 };
}

void CodeExcerpt::paintEvent(QPaintEvent *)
{
    static const QRegularExpression words(u"\"[^\"]*\"|'[^']*'|`[^`]*`|[A-Za-z_$][\\w$]*|\\d[\\w.]*"_s);
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgWell), m_theme.color(Token::Line), 6);
    painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
    const QFontMetrics metrics = painter.fontMetrics();
    for (int i = 0; i < m_lines.size(); ++i) {
        const QRect row(1, 6 + i * lineHeight, width() - 2, lineHeight);
        const bool hot = m_first + i == m_hot;
        if (hot)
            painter.fillRect(row, m_theme.color(Token::TintFailed));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(row.x(), row.y(), 32, lineHeight), Qt::AlignRight | Qt::AlignVCenter, QString::number(m_first + i));
        if (hot) {
            painter.setPen(m_theme.color(Token::StFailed));
            painter.drawText(QRect(row.x() + 44, row.y(), 14, lineHeight), Qt::AlignVCenter, u"›"_s);
        }
        const QString text = QString(m_lines[i]).replace(u'\t', u"    "_s).left(400);
        const int left = row.x() + 58;
        painter.setClipRect(row.adjusted(0, 0, -8, 0));
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(left, row.y(), 8000, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine, text);
        auto found = words.globalMatch(text);
        while (found.hasNext()) {
            const QRegularExpressionMatch match = found.next();
            const int x = left + metrics.horizontalAdvance(text.left(match.capturedStart()));
            if (const Token token = tokenOf(match.captured()); token != Token::T1) {
                painter.setPen(m_theme.color(token));
                painter.drawText(QRect(x, row.y(), 8000, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine, match.captured());
            }
            if (hot && m_column > 0 && match.capturedStart() <= m_column - 1 && match.capturedEnd() >= m_column)
                painter.fillRect(x, row.bottom() - 1, metrics.horizontalAdvance(match.captured()), 2, m_theme.color(Token::StFailed));
        }
        painter.setClipping(false);
    }
}

} // namespace greenroom
