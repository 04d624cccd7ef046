// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/monolines.h"

#include "widgets/paint.h"
#include "words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace greenroom {

MonoLines::MonoLines(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Lines"));
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void MonoLines::setLines(const QList<MonoLine> &lines, const QString &empty)
{
    m_lines = lines;
    m_empty = empty;
    updateBar();
    viewport()->update();
}

QString MonoLines::text() const
{
    QStringList text;
    for (const MonoLine &line : m_lines)
        text << u"%1 %2 %3"_s.arg(line.at > 0 ? clockText(line.at) : QString(), line.word, line.text).trimmed();
    return text.join(u'\n');
}

void MonoLines::updateBar()
{
    verticalScrollBar()->setRange(0, qMax(0, wantedHeight() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_height);
}

void MonoLines::resizeEvent(QResizeEvent *)
{
    updateBar();
}

void MonoLines::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.color(m_ground));
    if (m_lines.isEmpty()) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(viewport()->rect().adjusted(m_margin, 12, -m_margin, -8), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_empty);
        return;
    }
    const QFont mono = m_theme.font(Theme::TypeLevel::Mono);
    const QFont bold = m_theme.font(Theme::TypeLevel::MonoBold);
    const int letter = QFontMetrics(mono).horizontalAdvance(u'0');
    qsizetype widest = 0;
    for (const MonoLine &line : m_lines)
        widest = qMax(widest, qMin<qsizetype>(line.word.size(), 14));
    const int first = verticalScrollBar()->value() / m_height;
    for (int i = first; i < m_lines.size(); ++i) {
        const MonoLine &line = m_lines[i];
        QRect row(0, m_top + i * m_height - verticalScrollBar()->value(), viewport()->width(), m_height);
        if (row.top() > viewport()->height())
            break;
        if (line.tint != Token::Count)
            painter.fillRect(row, m_theme.color(line.tint));
        row.adjust(m_margin, 0, -m_margin, 0);
        painter.setFont(mono);
        painter.setPen(m_theme.color(line.tint != Token::Count ? Token::T2 : Token::T3));
        if (line.at > 0) {
            painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine, clockText(line.at));
            row.setLeft(row.left() + 14 * letter);
        }
        painter.setFont(line.wordColor == Token::T3 ? mono : bold);
        painter.setPen(m_theme.color(line.wordColor));
        painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine, line.word.left(14));
        row.setLeft(row.left() + int(widest + 2 * (widest > 0)) * letter);
        painter.setFont(mono);
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(row, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(line.text.left(1000), Qt::ElideRight, row.width()));
    }
}

void MonoLines::mousePressEvent(QMouseEvent *event)
{
    const int at = (event->pos().y() + verticalScrollBar()->value() - m_top) / m_height;
    if (at >= 0 && at < m_lines.size() && !m_lines[at].id.isEmpty())
        emit chosen(m_lines[at].id);
}

void MonoLines::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        QGuiApplication::clipboard()->setText(text());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

Token levelColor(const QString &level)
{
    if (level == "WARN"_L1)
        return Token::StFlaky;
    return level == "ERROR"_L1 ? Token::StFailed : Token::T3;
}

} // namespace greenroom
