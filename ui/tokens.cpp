// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme.h"

#include <iterator>

namespace greenroom {

namespace {

// Every colour of the program, light · dark · high contrast, as 0xAARRGGBB. The contrast test computes
// 4.5 : 1 for text and 3 : 1 for marks from this table.
struct TokenRow
{
    Token token;
    const char *name;   // as in the design's tables
    QRgb value[3];
};

constexpr TokenRow rows[] = {
    { Token::BgChrome, "bg-chrome", { 0xFFF1F2F5, 0xFF15161A, 0xFF000000 } },
    { Token::BgStage, "bg-stage", { 0xFFFFFFFF, 0xFF1E1F22, 0xFF000000 } },
    { Token::BgPanel, "bg-panel", { 0xFFF8F9FB, 0xFF232529, 0xFF000000 } },
    { Token::BgHeader, "bg-header", { 0xFFF8F9FB, 0xFF222428, 0xFF000000 } },
    { Token::BgControl, "bg-control", { 0xFFFFFFFF, 0xFF2A2D32, 0xFF000000 } },
    { Token::BgInput, "bg-input", { 0xFFFFFFFF, 0xFF191A1D, 0xFF000000 } },
    { Token::BgWell, "bg-well", { 0xFFF4F5F8, 0xFF191A1D, 0xFF000000 } },
    { Token::BgHover, "bg-hover", { 0xFFEFF1F5, 0xFF26282D, 0xFF1F1F1F } },
    { Token::BgPress, "bg-press", { 0xFFE3E6EC, 0xFF33363C, 0xFF333333 } },
    { Token::BgSelect, "bg-select", { 0xFFDEE8FC, 0xFF27375A, 0xFF003A75 } },
    { Token::BgSelectOff, "bg-select-off", { 0xFFE9EBF0, 0xFF2C2F36, 0xFF262626 } },
    { Token::BgTip, "bg-tip", { 0xFF24262B, 0xFF3A3E46, 0xFF000000 } },
    { Token::Line, "line", { 0xFFE4E6EB, 0xFF2D3035, 0xFF8C8C8C } },
    { Token::LineStrong, "line-strong", { 0xFFD2D6DD, 0xFF3A3D44, 0xFFFFFFFF } },
    { Token::LineControl, "line-control", { 0xFFC9CED8, 0xFF43474F, 0xFFFFFFFF } },
    { Token::T1, "t1", { 0xFF1B1D22, 0xFFE3E5E9, 0xFFFFFFFF } },
    { Token::T2, "t2", { 0xFF4A505E, 0xFFABB0BA, 0xFFFFFFFF } },
    { Token::T3, "t3", { 0xFF656D84, 0xFF8A909F, 0xFFD6D6D6 } },
    { Token::TLink, "t-link", { 0xFF1F55C4, 0xFF86B0FF, 0xFF7FC8FF } },
    { Token::TOn, "t-on", { 0xFFFFFFFF, 0xFFFFFFFF, 0xFF000000 } },
    { Token::TTip, "t-tip", { 0xFFF4F5F7, 0xFFF1F2F4, 0xFFFFFFFF } },
    { Token::Accent, "accent", { 0xFF0D7660, 0xFF167A64, 0xFF3FF23F } },
    { Token::AccentHover, "accent-hover", { 0xFF0B6351, 0xFF1B8F75, 0xFF8CFF8C } },
    { Token::AccentText, "accent-text", { 0xFF0B6351, 0xFF6FE3C6, 0xFF3FF23F } },
    { Token::AccentSoft, "accent-soft", { 0xFFE3F3EF, 0xFF17332D, 0xFF000000 } },
    { Token::Focus, "focus", { 0xFF2F6AE0, 0xFF6C9CFF, 0xFFFFE600 } },
    { Token::FocusSoft, "focus-soft", { 0xFFDEE8FC, 0xFF27375A, 0xFF003A75 } },
    { Token::StQueued, "st-queued", { 0xFF656D84, 0xFF848998, 0xFFFFFFFF } },
    { Token::StRunning, "st-running", { 0xFF0A3581, 0xFFB1C6F1, 0xFFFFFFFF } },
    { Token::StPassed, "st-passed", { 0xFF0D8067, 0xFF40F9CC, 0xFFFFFFFF } },
    { Token::StFailed, "st-failed", { 0xFF7F180F, 0xFFF15330, 0xFFFFFFFF } },
    { Token::StFlaky, "st-flaky", { 0xFF866807, 0xFFF9D248, 0xFFFFFFFF } },
    { Token::StTimedOut, "st-timedout", { 0xFFB21DD7, 0xFFC65FF5, 0xFFFFFFFF } },
    { Token::StError, "st-error", { 0xFFB21DD7, 0xFFC65FF5, 0xFFFFFFFF } },
    { Token::StSkipped, "st-skipped", { 0xFF656D84, 0xFF848998, 0xFFFFFFFF } },
    { Token::StStopped, "st-stopped", { 0xFF656D84, 0xFF848998, 0xFFFFFFFF } },
    { Token::StKnown, "st-known", { 0xFF866807, 0xFFF9D248, 0xFFFFFFFF } },
    { Token::BarPassed, "bar-passed", { 0xFF5BB6A1, 0xFF2A9C82, 0xFFBDBDBD } },
    { Token::BarFailed, "bar-failed", { 0xFF7F180F, 0xFFF15330, 0xFFFFFFFF } },
    { Token::BarFlaky, "bar-flaky", { 0xFFC9A227, 0xFFD3AE2E, 0xFFFFE600 } },
    { Token::BarRunning, "bar-running", { 0xFFA9BCE4, 0xFF5671A8, 0xFF8C8C8C } },
    { Token::BarQueued, "bar-queued", { 0xFFD8DCE4, 0xFF3A3D44, 0xFF4D4D4D } },
    { Token::BarError, "bar-error", { 0xFFB21DD7, 0xFFC65FF5, 0xFFFFFFFF } },
    { Token::TintPassed, "tint-passed", { 0xFFE2F3EE, 0xFF1B302B, 0xFF000000 } },
    { Token::TintFailed, "tint-failed", { 0xFFFBEDEB, 0xFF2E1F1B, 0xFF000000 } },
    { Token::TintFlaky, "tint-flaky", { 0xFFFBF4DC, 0xFF322C19, 0xFF000000 } },
    { Token::TintRunning, "tint-running", { 0xFFE8EEFA, 0xFF232B3B, 0xFF000000 } },
    { Token::TintError, "tint-error", { 0xFFFBEFFE, 0xFF2F2237, 0xFF000000 } },
    { Token::DirOut, "dir-out", { 0xFF0A3581, 0xFFB1C6F1, 0xFFFFFFFF } },
    { Token::DirIn, "dir-in", { 0xFF0D8067, 0xFF40F9CC, 0xFFFFFFFF } },
    { Token::JsKey, "js-key", { 0xFF3E4A9C, 0xFFA9B5FF, 0xFFFFFFFF } },
    { Token::JsStr, "js-str", { 0xFF1C6E50, 0xFF8FD9B6, 0xFFFFFFFF } },
    { Token::JsNum, "js-num", { 0xFF93480B, 0xFFF0B27A, 0xFFFFFFFF } },
    { Token::JsLit, "js-lit", { 0xFF85329E, 0xFFD9A3EC, 0xFFFFFFFF } },
    { Token::JsPun, "js-pun", { 0xFF7A8194, 0xFF7D8391, 0xFFD6D6D6 } },
    { Token::DiffAdd, "diff-add", { 0xFFE3F5EC, 0xFF1B302B, 0xFF000000 } },
    { Token::DiffDel, "diff-del", { 0xFFFBE9E7, 0xFF2E1F1B, 0xFF000000 } },
    { Token::DiffAddStrong, "diff-add-strong", { 0xFFB9E5D2, 0xFF22594A, 0xFF004D00 } },
    { Token::DiffDelStrong, "diff-del-strong", { 0xFFF2C4BE, 0xFF6B2E22, 0xFF660000 } },
    { Token::RemoteA, "remote-a", { 0xFFFFF0DF, 0xFF2C2117, 0xFF000000 } },
    { Token::RemoteB, "remote-b", { 0xFFFBE1C3, 0xFF3A2A1A, 0xFF4D4D4D } },
    { Token::RemoteLine, "remote-line", { 0xFFE0A264, 0xFF8C5A28, 0xFFFFFFFF } },
    { Token::RemoteText, "remote-text", { 0xFF7A3D06, 0xFFFFC58C, 0xFFFFE600 } },
    { Token::RemoteFill, "remote-fill", { 0xFF9A4E0A, 0xFFA85A14, 0xFFFFE600 } },
    { Token::Ch1, "ch-1", { 0xFF2F6AE0, 0xFF6C9CFF, 0xFFFFFFFF } },
    { Token::Ch2, "ch-2", { 0xFF0D8067, 0xFF34C7A5, 0xFFFFFFFF } },
    { Token::Ch3, "ch-3", { 0xFFB7791F, 0xFFE0A84B, 0xFFFFE600 } },
    { Token::Ch4, "ch-4", { 0xFF8A4FB8, 0xFFB98AE8, 0xFF7FC8FF } },
    { Token::ChGrid, "ch-grid", { 0xFFECEEF2, 0xFF2A2D32, 0xFF4D4D4D } },
    { Token::ChFill, "ch-fill", { 0xFFE6EDFB, 0xFF232D44, 0xFF262626 } },
    { Token::Range, "range", { 0x1A2F6AE0, 0x216C9CFF, 0x2EFFE600 } },
    { Token::RangeLine, "range-line", { 0xFF2F6AE0, 0xFF6C9CFF, 0xFFFFE600 } },
    { Token::Now, "now", { 0xFFC23A2B, 0xFFFF7A66, 0xFFFFE600 } },
    { Token::Hatch, "hatch", { 0x8CFFFFFF, 0x57000000, 0x99000000 } },
};

static_assert(std::size(rows) == size_t(Token::Count));

constexpr bool inOrder()
{
    for (size_t i = 0; i < std::size(rows); ++i) {
        if (size_t(rows[i].token) != i)
            return false;
    }
    return true;
}

static_assert(inOrder(), "the rows stand in the order of the enumeration");

} // namespace

QColor Theme::color(Token token, Variant variant)
{
    return QColor::fromRgba(rows[size_t(token)].value[size_t(variant)]);
}

QString Theme::tokenName(Token token)
{
    return QString::fromLatin1(rows[size_t(token)].name);
}

} // namespace greenroom
