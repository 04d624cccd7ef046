// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QList>
#include <QRect>

class QPainter;

// The small drawings that rows, heads and cards share. All take logical pixels and paint whole ones.
namespace greenroom {

// History as letters, oldest first: P passed, F failed, ~ flaky, T timed out, ! could not be judged,
// - skipped, S stopped, K known issue, R running; anything else is a dot: no result.
QChar stateLetter(const QString &state);
QString stateOfLetter(QChar letter);

// 30 ticks, 3 px and 1 px between: 119 × 16. `rect` is right-aligned to; a narrower one shows the latest.
void paintStrip(QPainter *painter, const Theme &theme, const QRect &rect, const QString &letters);
constexpr int stripWidth = 119;

// A mark of 16 px (or `size`) in the middle of `rect`; `turn` in degrees for the running one. On selected
// rows it gets the outline of rule 2.
void paintMark(QPainter *painter, const Theme &theme, const QRect &rect, const QString &state,
               bool selected = false, int size = 16, int turn = 0);
void paintSymbol(QPainter *painter, const Theme &theme, const QRect &rect, const QString &name, Token token,
                 int size = 16);

struct Share
{
    double amount = 0;
    QColor color;
    bool hatched = false;
};
// Parts of one bar with 1 px between; a part that is there is at least 4 px wide. Unfilled rest: `rest`.
void paintProgress(QPainter *painter, const Theme &theme, const QRect &rect, const QList<Share> &shares,
                   double total, const QColor &rest, int radius = 4);

// 44 × 6, logarithmic, beside a duration: right-aligned toward the number.
void paintTookBar(QPainter *painter, const Theme &theme, const QRect &rect, double ms, bool slow);
double tookFraction(double ms);   // 0.1 ms → 0, 10 s → 1

// A plain track with its part: 96 × 6 in running rows.
void paintBar(QPainter *painter, const QRect &rect, double fraction, const QColor &bar, const QColor &track);

// The last minute as bars of 3 px with 1 px between; negative amounts are failures' places.
struct MiniBar
{
    double amount = 0;
    bool failed = false;
};
void paintMiniBars(QPainter *painter, const Theme &theme, const QRect &rect, const QList<MiniBar> &bars,
                   double highest);

// 20 high, corners 4. With a state: tinted, 12 px mark. Without: a fact on bg-well with a line.
struct ChipLook
{
    QString text;
    QString state;    // tint and mark of a test's state; empty: a fact
    QString symbol;   // 12 px; instead of the mark
    bool dot = false; // a filled dot instead of a symbol
};
int chipWidth(const Theme &theme, const ChipLook &chip);
void paintChip(QPainter *painter, const Theme &theme, const QRect &rect, const ChipLook &chip);

// A key as "Ctrl K": returns the width it took (18 high).
int keyWidth(const Theme &theme, const QString &key);
void paintKey(QPainter *painter, const Theme &theme, const QRect &rect, const QString &key);

// Text with digits of equal width, right-aligned unless told otherwise.
void paintNumber(QPainter *painter, const QRect &rect, const QString &text,
                 Qt::Alignment alignment = Qt::AlignRight | Qt::AlignVCenter);
int numberWidth(const QFontMetrics &metrics, const QString &text);

// Row background and the 2 px of focus at the left; returns the colour words of `level` get there.
void paintRow(QPainter *painter, const Theme &theme, const QRect &rect, bool selected, bool hovered,
              bool focusedView, bool firstColumn);

// Diagonal stripes over retries and open bars, and the copper band of a remote place.
QBrush hatchBrush(const Theme &theme);
QBrush remoteBrush(const Theme &theme);

// A rounded rectangle with a 1 px edge that stays on whole pixels.
void paintBox(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &edge, qreal radius);

} // namespace greenroom
