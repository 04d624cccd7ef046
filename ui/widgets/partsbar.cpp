// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/partsbar.h"

#include "widgets/paint.h"
#include "words.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

QList<CallPart> partsOf(const IntegrationAnswered &answer)
{
    QList<CallPart> parts;
    double at = 0;
    const auto add = [&](const QString &name, double length) {
        parts << CallPart { name, at, at + qMax(0.0, length) };
        at += qMax(0.0, length);
    };
    // What the function did not use of the call's time is our own work, told with the answer.
    const double rest = answer.durationMs - answer.queueMs - answer.initMs - answer.handlerMs;
    add(PartsBar::tr("queue"), answer.queueMs);
    add(PartsBar::tr("start"), answer.initMs);
    add(PartsBar::tr("function"), answer.handlerMs);
    add(PartsBar::tr("answer"), qMax(answer.answerMs, rest));
    return parts;
}

PartsBar::PartsBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(34);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PartsBar::setAnswer(const IntegrationAnswered &answer)
{
    m_answer = answer;
    QStringList words;
    for (const CallPart &part : partsOf(answer))
        words << part.name + u' ' + durationText(part.length());
    setAccessibleName(words.join(u", "_s));
    setToolTip(words.join(u" · "_s));
    update();
}

void PartsBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QList<CallPart> parts = partsOf(m_answer);
    const bool failed = m_answer.outcome != "ok"_L1;
    double total = 0;
    int visible = 0;
    for (const CallPart &part : parts) {
        total += part.length();
        visible += part.length() > 0 ? 1 : 0;
    }
    if (total <= 0)
        return;
    // Every part is at least 6 px wide; the rest is shared by time.
    const double share = (width() - 6.0 * visible - (visible - 1)) / total;
    painter.setPen(Qt::NoPen);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    double x = 0;
    int wordsEnd = 0;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const CallPart &part = parts[i];
        if (part.length() <= 0)
            continue;
        const double wide = 6 + part.length() * share;
        const bool function = i == 2;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(i == 0 ? Token::BarQueued : function && failed ? Token::BarFailed : Token::BarRunning));
        painter.drawRoundedRect(QRectF(x, 0, wide, 14), 2, 2);
        const QString words = part.name + u' ' + durationText(part.length());
        const int room = painter.fontMetrics().horizontalAdvance(words);
        int at = function ? int(x + (wide - room) / 2) : int(x);
        at = qBound(wordsEnd, at, qMax(0, width() - room));
        if (at >= wordsEnd && at + room <= width()) {
            painter.setPen(m_theme.color(Token::T3));
            painter.drawText(QRect(at, 17, room + 1, 16), Qt::AlignVCenter | Qt::TextSingleLine, words);
            wordsEnd = at + room + 8;
        }
        x += wide + 1;
    }
}

} // namespace greenroom
