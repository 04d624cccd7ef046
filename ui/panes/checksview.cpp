// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/checksview.h"

#include "models/runmodel.h"
#include "widgets/monolines.h"
#include "widgets/paint.h"
#include "words.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int left = 16;
constexpr int nameAt = 40;
constexpr int valueAt = 136;
constexpr int mostServer = 3;
constexpr int lineHeight = 20;

QString nameOf(const QJsonObject &check)
{
    return check.value("subject"_L1).toString();
}

} // namespace

ChecksView::ChecksView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Steps and what they looked at"));
    viewport()->setMouseTracking(true);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ChecksView::show(const RunAttempt *attempt, const PassedBefore &passed, const QList<LogRow> &server)
{
    m_lines.clear();
    m_server = server;
    if (attempt) {
        for (const StepFinished &step : attempt->steps)
            addStep(step, attempt->steps.size() > 1, passed);
    }
    QStringList said;
    for (const Line &line : std::as_const(m_lines))
        said << u"%1 %2 %3 %4"_s.arg(Theme::stateWord(line.state), line.name, line.value, line.got).simplified();
    setAccessibleDescription(said.join(u". "_s));
    updateBar();
    viewport()->update();
}

void ChecksView::addStep(const StepFinished &step, bool named, const PassedBefore &passed)
{
    const QString name = step.name.isEmpty() ? step.action : step.name;
    if (step.state == "skipped"_L1) {
        m_lines << Line { Line::Kind::Note, u"skipped"_s, tr("%1: not run").arg(name), {}, {}, {}, {}, {}, {}, 24 };
        return;
    }
    if (named)
        m_lines << Line { Line::Kind::Step, step.state, u"%1  %2"_s.arg(step.index + 1).arg(name), durationText(step.durationMs), {}, {}, {}, {}, {}, 24 };
    if (!step.error.isEmpty())
        m_lines << Line { Line::Kind::Block, step.state, name, step.error, {}, {}, {}, {}, {}, 32 };
    for (const bool wantsHeld : { false, true }) {
        for (const QJsonValue &value : step.checks) {
            const QJsonObject check = value.toObject();
            if ((check.value("state"_L1).toString() == "passed"_L1) != wantsHeld)
                continue;
            Line line;
            line.state = wantsHeld ? u"passed"_s : u"failed"_s;
            line.name = nameOf(check);
            line.value = check.value("selector"_L1).toString();
            if (wantsHeld) {
                line.value = (line.value + u"  "_s + check.value("wanted"_L1).toString()).trimmed();
            } else {
                line.kind = Line::Kind::Block;
                line.wanted = check.value("wanted"_L1).toString();
                line.got = check.value("got"_L1).toString();
                line.because = check.value("because"_L1).toString();
                line.passed = passed.got(check);
                line.passedRun = line.passed.isEmpty() ? QString() : tr("run %1").arg(passed.number);
                line.height = 24 + lineHeight * (2 + !line.because.isEmpty() + !line.passed.isEmpty()) + 10;
            }
            m_lines << line;
            if (!wantsHeld)
                m_lines << Line { Line::Kind::Gap, {}, {}, {}, {}, {}, {}, {}, {}, 4 };
        }
    }
}

int ChecksView::contentHeight() const
{
    int height = 8;
    for (const Line &line : m_lines)
        height += line.height;
    return height + (m_server.isEmpty() ? 0 : 16 + 34 + lineHeight * int(qMin<qsizetype>(m_server.size(), mostServer)) + 16);
}

void ChecksView::updateBar()
{
    verticalScrollBar()->setRange(0, qMax(0, contentHeight() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(24);
}

void ChecksView::resizeEvent(QResizeEvent *)
{
    updateBar();
}

void ChecksView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.color(Token::BgStage));
    int y = 8 - verticalScrollBar()->value();
    for (const Line &line : std::as_const(m_lines)) {
        const QRect box(0, y, viewport()->width(), line.height);
        if (line.kind == Line::Kind::Block)
            paintBlock(painter, line, box);
        else if (line.kind != Line::Kind::Gap)
            paintLine(painter, line, box);
        y += line.height;
    }
    m_open = {};
    if (!m_server.isEmpty())
        paintServer(painter, y + 12);
    if (m_lines.isEmpty() && m_server.isEmpty()) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(viewport()->rect().adjusted(left, 12, -left, 0), Qt::AlignTop | Qt::AlignHCenter, tr("Nothing was looked at yet."));
    }
}

void ChecksView::paintLine(QPainter &painter, const Line &line, const QRect &box) const
{
    paintMark(&painter, m_theme, QRect(left, box.top(), 16, box.height()), line.state);
    painter.setFont(m_theme.font(line.kind == Line::Kind::Step ? Theme::TypeLevel::BodyMedium : Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(line.kind == Line::Kind::Note ? Token::T3 : line.kind == Line::Kind::Step ? Token::T1 : Token::T2));
    const bool whole = line.kind != Line::Kind::Row;
    const QRect name(nameAt, box.top(), (whole ? box.width() - 16 : valueAt - 8) - nameAt, box.height());
    painter.drawText(name, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(line.name, Qt::ElideRight, name.width()));
    if (line.kind == Line::Kind::Step) {
        painter.setPen(m_theme.color(Token::T2));
        paintNumber(&painter, box.adjusted(0, 0, -16, 0), line.value);
    } else if (line.kind == Line::Kind::Row) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
        painter.setPen(m_theme.color(Token::T1));
        const QRect value(valueAt, box.top(), box.width() - valueAt - 12, box.height());
        painter.drawText(value, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(line.value, Qt::ElideRight, value.width()));
    }
}

void ChecksView::paintBlock(QPainter &painter, const Line &line, const QRect &box) const
{
    const QString state = line.state == "passed"_L1 ? u"failed"_s : line.state;
    paintBox(&painter, box.adjusted(4, 0, -4, 0), m_theme.tintColor(state), {}, 4);
    paintMark(&painter, m_theme, QRect(left, box.top(), 16, 24), state);
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    painter.setPen(m_theme.color(Token::T1));
    painter.drawText(QRect(nameAt, box.top(), valueAt - nameAt - 8, 24), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(line.name, Qt::ElideRight, valueAt - nameAt - 8));
    const int wide = box.width() - valueAt - 16;
    painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
    painter.drawText(QRect(valueAt, box.top(), wide, 24), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(line.value, Qt::ElideMiddle, wide));
    int y = box.top() + 26;
    const auto value = [&](const QString &word, const QString &text, bool bad, const QString &after = {}) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(nameAt, y, valueAt - nameAt, lineHeight), Qt::AlignVCenter, word);
        painter.setFont(m_theme.font(bad ? Theme::TypeLevel::MonoBold : Theme::TypeLevel::Mono));
        painter.setPen(bad ? m_theme.stateColor(state) : m_theme.color(Token::T1));
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, wide);
        painter.drawText(QRect(valueAt, y, wide, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine, shown);
        const int used = painter.fontMetrics().horizontalAdvance(shown) + 10;
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(valueAt + used, y, wide - used, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine, after);
        y += lineHeight;
    };
    if (line.wanted.isEmpty() && line.got.isEmpty())
        return;
    value(tr("wanted"), line.wanted, false);
    value(tr("got"), line.got, true);
    if (!line.passed.isEmpty())
        value(tr("last passed"), line.passed, false, line.passedRun);
    if (!line.because.isEmpty()) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(nameAt, y, box.width() - nameAt - 16, lineHeight), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(line.because, Qt::ElideRight, box.width() - nameAt - 16));
    }
}

void ChecksView::paintServer(QPainter &painter, int y)
{
    const int shown = int(qMin<qsizetype>(m_server.size(), mostServer));
    const QRect card(12, y, viewport()->width() - 24, 34 + lineHeight * shown + 8);
    paintBox(&painter, card, m_theme.color(Token::BgPanel), m_theme.color(Token::Line), 6);
    paintSymbol(&painter, m_theme, QRect(card.left() + 12, y + 4, 14, 28), u"server"_s, Token::T2, 14);
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    painter.setPen(m_theme.color(Token::T1));
    painter.drawText(QRect(card.left() + 34, y + 4, card.width(), 28), Qt::AlignVCenter, tr("Server at the same time"));
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(Token::TLink));
    const QString open = tr("Open");
    m_open = QRect(card.right() - 12 - painter.fontMetrics().horizontalAdvance(open), y + 4, painter.fontMetrics().horizontalAdvance(open) + 2, 28);
    painter.drawText(m_open, Qt::AlignVCenter, open);
    const int letter = QFontMetrics(m_theme.font(Theme::TypeLevel::Mono)).horizontalAdvance(u'0');
    for (int i = 0; i < shown; ++i) {
        const LogRow &row = m_server[i];
        QRect line(card.left() + 12, y + 32 + i * lineHeight, card.width() - 24, lineHeight);
        painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(line, Qt::AlignVCenter, clockText(row.at));
        line.setLeft(line.left() + 14 * letter);
        painter.setFont(m_theme.font(Theme::TypeLevel::MonoBold));
        painter.setPen(m_theme.color(levelColor(row.level)));
        painter.drawText(line, Qt::AlignVCenter, row.level);
        line.setLeft(line.left() + int(row.level.size() + 2) * letter);
        painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(row.text, Qt::ElideRight, line.width()));
    }
}

void ChecksView::mousePressEvent(QMouseEvent *event)
{
    if (m_open.contains(event->pos()))
        emit serverRequested();
}

void ChecksView::mouseMoveEvent(QMouseEvent *event)
{
    viewport()->setCursor(m_open.contains(event->pos()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

} // namespace greenroom
