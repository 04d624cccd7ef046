// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Letter
{
    char16_t letter;
    QLatin1StringView state;
};

constexpr Letter letters[] = {
    { u'P', "passed"_L1 }, { u'F', "failed"_L1 },  { u'~', "flaky"_L1 },   { u'T', "timedOut"_L1 },
    { u'!', "error"_L1 },  { u'-', "skipped"_L1 }, { u'S', "stopped"_L1 }, { u'K', "known"_L1 },
    { u'R', "running"_L1 }, { u'.', "queued"_L1 },
};

void fillBar(QPainter *painter, int x, int y, int width, int height, const QColor &color)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(x, y, width, height, 1, 1);
}

// One run in a strip: height and place carry the state, colour repeats it.
void paintTick(QPainter *painter, const Theme &theme, int x, int y, QChar letter)
{
    switch (letter.unicode()) {
    case u'P':
        return fillBar(painter, x, y + 7, 3, 6, theme.color(Token::BarPassed));
    case u'F':
        return fillBar(painter, x, y + 1, 3, 14, theme.color(Token::BarFailed));
    case u'~':
    case u'K':
        fillBar(painter, x, y + 3, 3, 4, theme.color(Token::BarFlaky));
        return fillBar(painter, x, y + 9, 3, 4, theme.color(Token::BarFlaky));
    case u'!':
    case u'E':
    case u'T':
        fillBar(painter, x, y + 1, 3, 9, theme.color(Token::BarError));
        return fillBar(painter, x, y + 12, 3, 3, theme.color(Token::BarError));
    case u'-':
    case u'S':
        return painter->fillRect(x, y + 10, 3, 2, theme.color(Token::StSkipped));
    case u'R':
        painter->setPen(theme.color(Token::StRunning));
        painter->setBrush(Qt::NoBrush);
        return painter->drawRect(QRectF(x + 0.5, y + 7.5, 2, 5));
    default: {
        QColor dot = theme.color(Token::T3);
        dot.setAlphaF(0.6F);
        painter->fillRect(x + 1, y + 12, 1, 1, dot);
    }
    }
}

qreal ratioOf(QPainter *painter)
{
    return painter->device()->devicePixelRatioF();
}

} // namespace

QChar stateLetter(const QString &state)
{
    for (const Letter &letter : letters) {
        if (letter.state == state)
            return letter.letter;
    }
    return u'.';
}

QString stateOfLetter(QChar wanted)
{
    for (const Letter &letter : letters) {
        if (wanted == letter.letter)
            return letter.state;
    }
    return u"queued"_s;
}

void paintStrip(QPainter *painter, const Theme &theme, const QRect &rect, const QString &history)
{
    const int ticks = qMin(30, (rect.width() + 1) / 4);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const int y = rect.y() + (rect.height() - 16) / 2;
    const int left = rect.right() + 1 - (ticks * 4 - 1);
    const auto shown = history.right(ticks);
    const auto missing = ticks - int(shown.size());
    for (int i = 0; i < ticks; ++i)
        paintTick(painter, theme, left + i * 4, y, i < missing ? QChar(u'.') : shown.at(i - missing));
    painter->restore();
}

void paintMark(QPainter *painter, const Theme &theme, const QRect &rect, const QString &state, bool selected,
               int size, int turn)
{
    const QRect box(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, size, size);
    const QString name = Theme::markName(state);
    if (selected && state != "queued"_L1 && state != "running"_L1 && state != "skipped"_L1) {
        // The outline is the same drawing, a pixel larger all round, in the text colour.
        const QPixmap ground = theme.symbol(name, size + 2, theme.color(Token::T1), ratioOf(painter));
        painter->drawPixmap(box.topLeft() - QPoint(1, 1), ground);
    }
    const QPixmap mark = theme.symbol(name, size, theme.stateColor(state), ratioOf(painter));
    if (turn == 0) {
        painter->drawPixmap(box.topLeft(), mark);
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->translate(QRectF(box).center());
    painter->rotate(turn);
    painter->drawPixmap(QPointF(-size / 2.0, -size / 2.0), mark);
    painter->restore();
}

void paintSymbol(QPainter *painter, const Theme &theme, const QRect &rect, const QString &name, Token token,
                 int size)
{
    const QPoint corner(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
    painter->drawPixmap(corner, theme.symbol(name, size, theme.color(token), ratioOf(painter)));
}

void paintProgress(QPainter *painter, const Theme &theme, const QRect &rect, const QList<Share> &shares,
                   double total, const QColor &rest, int radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(rect, radius, radius);
    painter->setClipPath(clip);
    painter->fillRect(rect, rest);
    int x = rect.left();
    for (const Share &share : shares) {
        if (share.amount <= 0 || total <= 0 || x > rect.right())
            continue;
        const int exact = int(std::lround(rect.width() * share.amount / total));
        const int width = qMin(qMax(4, exact), rect.right() + 1 - x);
        const QRect part(x, rect.top(), width, rect.height());
        painter->fillRect(part, share.color);
        if (share.hatched)
            painter->fillRect(part, hatchBrush(theme));
        x += width;
        if (x <= rect.right())
            painter->fillRect(x - 1, rect.top(), 1, rect.height(), theme.color(Token::BgStage));
    }
    painter->restore();
}

double tookFraction(double ms)
{
    // Five decades: a tenth of a millisecond to ten seconds.
    return ms <= 0 ? 0 : qBound(0.0, (std::log10(ms) + 1) / 5, 1.0);
}

void paintTookBar(QPainter *painter, const Theme &theme, const QRect &rect, double ms, bool slow)
{
    const int width = qMax(2, int(std::lround(44 * tookFraction(ms))));
    const QRect bar(rect.right() + 1 - width, rect.y() + (rect.height() - 6) / 2, width, 6);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(slow ? Token::BarFlaky : Token::BarRunning));
    painter->drawRoundedRect(bar, 2, 2);
    painter->restore();
}

void paintBar(QPainter *painter, const QRect &rect, double fraction, const QColor &bar, const QColor &track)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(track);
    painter->drawRoundedRect(rect, 3, 3);
    if (fraction > 0) {
        QRect part = rect;
        part.setWidth(qMax(rect.height(), int(std::lround(rect.width() * qMin(1.0, fraction)))));
        painter->setBrush(bar);
        painter->drawRoundedRect(part, 3, 3);
    }
    painter->restore();
}

void paintMiniBars(QPainter *painter, const Theme &theme, const QRect &rect, const QList<MiniBar> &bars,
                   double highest)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    int x = rect.left();
    const int base = rect.bottom();
    for (const MiniBar &bar : bars) {
        const int most = rect.height() - 2;
        const int height = bar.amount <= 0 || highest <= 0 ? 1 : qBound(2, int(std::lround(most * bar.amount / highest)), most);
        const Token token = bar.failed ? Token::BarFailed : bar.amount > 0 ? Token::BarRunning : Token::BarQueued;
        fillBar(painter, x, base - height, 3, height, theme.color(token));
        x += 4;
    }
    painter->restore();
}

int chipWidth(const Theme &theme, const ChipLook &chip)
{
    const bool drawing = chip.dot || !chip.state.isEmpty() || !chip.symbol.isEmpty();
    return 14 + QFontMetrics(theme.font(Theme::TypeLevel::Small)).horizontalAdvance(chip.text)
        + (drawing ? (chip.dot ? 12 : 16) : 0);
}

void paintChip(QPainter *painter, const Theme &theme, const QRect &rect, const ChipLook &chip)
{
    const bool fact = chip.state.isEmpty();
    const QRect box(rect.x(), rect.y() + (rect.height() - 20) / 2, rect.width(), 20);
    paintBox(painter, box, fact ? theme.color(Token::BgWell) : theme.tintColor(chip.state),
             fact ? theme.color(Token::Line) : theme.tintColor(chip.state), 4);
    const QColor ink = fact ? theme.color(Token::T2)
        : chip.state == "passed"_L1 ? theme.color(Token::AccentText) : theme.stateColor(chip.state);
    int x = box.x() + 7;
    if (chip.dot) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawEllipse(QRectF(x, box.y() + 6, 8, 8));
        painter->restore();
        x += 12;
    } else if (!chip.symbol.isEmpty()) {
        painter->drawPixmap(x, box.y() + 4, theme.symbol(chip.symbol, 12, ink, ratioOf(painter)));
        x += 16;
    } else if (!fact) {
        paintMark(painter, theme, QRect(x, box.y() + 4, 12, 12), chip.state, false, 12);
        x += 16;
    }
    painter->setFont(theme.font(Theme::TypeLevel::Small));
    painter->setPen(ink);
    painter->drawText(QRect(x, box.y(), box.right() - x, 20), Qt::AlignVCenter | Qt::AlignLeft, chip.text);
}

int keyWidth(const Theme &theme, const QString &key)
{
    return 12 + QFontMetrics(theme.font(Theme::TypeLevel::Small)).horizontalAdvance(key);
}

void paintKey(QPainter *painter, const Theme &theme, const QRect &rect, const QString &key)
{
    const QRect box(rect.x(), rect.y() + (rect.height() - 18) / 2, keyWidth(theme, key), 18);
    paintBox(painter, box, theme.color(Token::BgPanel), theme.color(Token::LineStrong), 4);
    painter->setFont(theme.font(Theme::TypeLevel::Small));
    painter->setPen(theme.color(Token::T3));
    painter->drawText(box, Qt::AlignCenter, key);
}

// Qt 6.4 cannot ask a font for its digits of equal width, so every digit gets a cell as wide as the zero.
int numberWidth(const QFontMetrics &metrics, const QString &text)
{
    const int digit = metrics.horizontalAdvance(u'0');
    int width = 0;
    for (const QChar c : text)
        width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    return width;
}

void paintNumber(QPainter *painter, const QRect &rect, const QString &text, Qt::Alignment alignment)
{
    const QFontMetrics metrics(painter->font());
    const int digit = metrics.horizontalAdvance(u'0');
    const int width = numberWidth(metrics, text);
    if (digit == metrics.horizontalAdvance(u'1') || width > rect.width()) {
        painter->drawText(rect, int(alignment) | Qt::TextSingleLine,
                          metrics.elidedText(text, Qt::ElideRight, rect.width()));
        return;
    }
    int x = rect.left();
    if (alignment.testFlag(Qt::AlignRight))
        x = rect.right() + 1 - width;
    else if (alignment.testFlag(Qt::AlignHCenter))
        x = rect.left() + (rect.width() - width) / 2;
    const int base = rect.y() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    for (const QChar c : text) {
        const int own = metrics.horizontalAdvance(c);
        const int cell = c.isDigit() ? digit : own;
        painter->drawText(x + (cell - own) / 2, base, QString(c));
        x += cell;
    }
}

void paintRow(QPainter *painter, const Theme &theme, const QRect &rect, bool selected, bool hovered,
              bool focusedView, bool firstColumn)
{
    if (selected) {
        painter->fillRect(rect, theme.color(focusedView ? Token::BgSelect : Token::BgSelectOff));
        if (firstColumn)
            painter->fillRect(rect.x(), rect.y(), 2, rect.height(),
                              theme.color(focusedView ? Token::Focus : Token::LineStrong));
    } else if (hovered) {
        painter->fillRect(rect, theme.color(Token::BgHover));
    }
}

QBrush hatchBrush(const Theme &theme)
{
    QImage tile(8, 8, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Hatch), 3, Qt::SolidLine, Qt::FlatCap));
    for (int x = -8; x <= 8; x += 8)
        painter.drawLine(QPointF(x - 2, 10), QPointF(x + 10, -2));
    return QBrush(tile);
}

QBrush remoteBrush(const Theme &theme)
{
    QImage tile(24, 24, QImage::Format_ARGB32_Premultiplied);
    tile.fill(theme.color(Token::RemoteA));
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::RemoteB), 8.5, Qt::SolidLine, Qt::FlatCap));
    for (int x = -24; x <= 24; x += 24)
        painter.drawLine(QPointF(x - 8, 32), QPointF(x + 32, -8));
    return QBrush(tile);
}

void paintBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &edge, qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(edge.isValid() ? QPen(edge) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

} // namespace greenroom
