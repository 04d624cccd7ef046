// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/diffview.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype mostChanged = 8;   // a page that is another altogether says little line by line

bool isOfWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_';
}

// Where two lines begin and end to differ, by whole words: 49.90 became 0, not “49.9” nothing.
void markChange(DiffView::Line &before, DiffView::Line &now)
{
    const qsizetype shorter = std::min(before.text.size(), now.text.size());
    qsizetype head = 0;
    while (head < shorter && before.text[head] == now.text[head])
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && before.text[before.text.size() - 1 - tail] == now.text[now.text.size() - 1 - tail])
        ++tail;
    while (head > 0 && isOfWord(before.text[head - 1]))
        --head;
    while (tail > 0 && isOfWord(before.text[before.text.size() - tail]))
        --tail;
    before.from = now.from = int(head);
    before.length = int(before.text.size() - head - tail);
    now.length = int(now.text.size() - head - tail);
}

} // namespace

QList<DiffView::Line> differenceOf(const QString &before, const QString &now, int around)
{
    const QStringList old = before.split(u'\n');
    const QStringList fresh = now.split(u'\n');
    const qsizetype shorter = std::min(old.size(), fresh.size());
    qsizetype head = 0;
    while (head < shorter && old[head] == fresh[head])
        ++head;
    if (head == old.size() && head == fresh.size())
        return {};
    qsizetype tail = 0;
    while (tail < shorter - head && old[old.size() - 1 - tail] == fresh[fresh.size() - 1 - tail])
        ++tail;
    QList<DiffView::Line> lines;
    for (qsizetype i = std::max<qsizetype>(0, head - around); i < head; ++i)
        lines << DiffView::Line { int(i + 1), u' ', fresh[i] };
    const qsizetype gone = std::min(old.size() - tail - head, mostChanged);
    const qsizetype come = std::min(fresh.size() - tail - head, mostChanged);
    const qsizetype first = lines.size();
    for (qsizetype i = 0; i < gone; ++i)
        lines << DiffView::Line { int(head + i + 1), u'-', old[head + i] };
    for (qsizetype i = 0; i < come; ++i)
        lines << DiffView::Line { int(head + i + 1), u'+', fresh[head + i] };
    for (qsizetype i = 0; i < std::min(gone, come); ++i)
        markChange(lines[first + i], lines[first + gone + i]);
    for (qsizetype i = fresh.size() - tail; i < std::min<qsizetype>(fresh.size(), fresh.size() - tail + around); ++i)
        lines << DiffView::Line { int(i + 1), u' ', fresh[i] };
    return lines;
}

DiffView::DiffView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("What is different"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DiffView::setTexts(const QString &before, const QString &now)
{
    m_lines = before.isEmpty() || now.isEmpty() ? QList<Line>() : differenceOf(before, now);
    setFixedHeight(sizeHint().height());
    update();
}

void DiffView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
    const QFontMetrics metrics = painter.fontMetrics();
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        const QRect row(1, 4 + int(i) * lineHeight, width() - 2, lineHeight);
        const bool gone = line.kind == u'-';
        if (line.kind != u' ')
            painter.fillRect(row, m_theme.color(gone ? Token::DiffDel : Token::DiffAdd));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(row.left(), row.top(), 36, lineHeight), Qt::AlignRight | Qt::AlignVCenter, QString::number(line.number));
        painter.setPen(m_theme.color(gone ? Token::StFailed : Token::AccentText));
        painter.drawText(QRect(row.left() + 46, row.top(), 14, lineHeight), Qt::AlignVCenter, QString(line.kind));
        const int from = row.left() + 62;
        if (line.length > 0) {
            const int x = from + metrics.horizontalAdvance(line.text.left(line.from));
            painter.fillRect(QRect(x, row.top() + 1, metrics.horizontalAdvance(line.text.mid(line.from, line.length)), lineHeight - 2),
                             m_theme.color(gone ? Token::DiffDelStrong : Token::DiffAddStrong));
        }
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(from, row.top(), width() - from - 12, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(line.text, Qt::ElideRight, width() - from - 12));
    }
}

} // namespace greenroom
