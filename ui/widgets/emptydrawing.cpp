// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/emptydrawing.h"

#include <QPainter>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Drawing
{
    QLatin1StringView name;
    const char *shapes;   // @ is the colour of what is well, ! of what asks for attention
};

constexpr Drawing drawings[] = {
    { "filter"_L1, R"(<rect x="10" y="20" width="140" height="32" rx="8"/><path d="M24 30h14l-5.5 6.5v6l-3-1.5v-4.5z"/><path d="M50 36h36" stroke="!" stroke-width="2"/>)" },
    { "server"_L1, R"(<rect x="48" y="8" width="64" height="24" rx="5"/><rect x="48" y="40" width="64" height="24" rx="5"/><circle cx="60" cy="20" r="2"/><circle cx="60" cy="52" r="2"/><path d="M74 20h26M74 52h26"/><path d="M112 20h20v32h-20M48 20H28v32h20" stroke-dasharray="2 5"/>)" },
    { "connect"_L1, R"(<path d="M52 14v10M68 14v10M44 24h32v10a16 16 0 0 1-32 0zM60 50v12"/><path d="M60 62h30" stroke-dasharray="2 5"/><rect x="96" y="26" width="28" height="28" rx="7"/><path d="M105 36v8M115 36v8"/>)" },
    { "folder"_L1, R"(<path d="M46 58V20a4 4 0 0 1 4-4h16l7 8h37a4 4 0 0 1 4 4v30a4 4 0 0 1-4 4H50a4 4 0 0 1-4-4z"/><path d="M60 38h28M60 48h18"/><path d="M24 62h12M124 62h12" stroke-dasharray="2 5"/>)" },
    { "message"_L1, R"(<rect x="60" y="10" width="82" height="20" rx="5"/><path d="M82 20h46M68 23l6-6M70 17h4v4"/><rect x="18" y="42" width="82" height="20" rx="5" stroke-dasharray="4 4"/><path d="M40 52h46M32 49l-6 6M30 55h-4v-4"/>)" },
    { "check"_L1, R"(<circle cx="80" cy="36" r="22"/><path d="M70 37l7 7 14-15" stroke="@" stroke-width="2"/><path d="M24 36h24M112 36h24" stroke-dasharray="2 5"/>)" },
    { "search"_L1, R"(<circle cx="74" cy="32" r="18"/><path d="M87 45l15 15M66 32h16"/>)" },
    { "history"_L1, R"(<path d="M20 62h120"/><rect x="28" y="22" width="12" height="40" rx="2"/><rect x="48" y="22" width="12" height="40" rx="2"/><rect x="68" y="38" width="12" height="24" rx="2"/><path d="M68 24h12" stroke="!" stroke-width="2"/><rect x="88" y="22" width="12" height="40" rx="2"/><rect x="108" y="22" width="12" height="40" rx="2" stroke-dasharray="3 4"/>)" },
    { "compare"_L1, R"(<rect x="30" y="10" width="42" height="52" rx="5"/><rect x="88" y="10" width="42" height="52" rx="5"/><path d="M40 24h22M40 36h22M40 48h14M98 24h22M98 48h14"/><path d="M98 36h22" stroke="!" stroke-width="2"/>)" },
    { "clock"_L1, R"(<circle cx="80" cy="36" r="22"/><path d="M80 23v13l9 6"/>)" },
    { "cost"_L1, R"(<path d="M28 62h104M28 62V10"/><path d="M28 62L132 14"/><path d="M28 40h104" stroke="!" stroke-width="2" stroke-dasharray="5 5"/><circle cx="76" cy="40" r="4"/>)" },
    { "cloud"_L1, R"(<path d="M60 54h42a13 13 0 0 0 1.500-26 20 20 0 0 0-38-3.500A15 15 0 0 0 60 54z"/><path d="M20 40h18M122 40h18" stroke-dasharray="2 5"/>)" },
    { "log"_L1, R"(<path d="M30 16h14M56 16h74M30 30h14M56 30h52M30 44h14M56 44h64M30 58h14M56 58h36"/>)" },
    { "rail-runs"_L1, R"(<circle cx="14" cy="14" r="6"/><path d="M32 14h70"/><rect x="118" y="10" width="36" height="8" rx="3"/><circle cx="14" cy="36" r="6"/><path d="M32 36h52"/><rect x="118" y="32" width="36" height="8" rx="3"/><circle cx="14" cy="58" r="6"/><path d="M32 58h62"/><rect x="118" y="54" width="36" height="8" rx="3"/>)" },
};

} // namespace

bool paintEmptyDrawing(QPainter *painter, const Theme &theme, const QRectF &area, const QString &name)
{
    for (const Drawing &drawing : drawings) {
        if (drawing.name != name)
            continue;
        QByteArray svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 72" fill="none" stroke=")"
            + theme.color(Token::LineControl).name().toLatin1() + R"(" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">)"
            + drawing.shapes + "</svg>";
        svg.replace("\"@\"", '"' + theme.color(Token::StPassed).name().toLatin1() + '"');
        svg.replace("\"!\"", '"' + theme.color(Token::StFlaky).name().toLatin1() + '"');
        QSvgRenderer(svg).render(painter, area);
        return true;
    }
    return false;
}

} // namespace greenroom
