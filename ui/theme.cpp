// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme.h"

#include "style.h"
#include "symbols.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A test's states in words and marks; "queued" comes first because unknown words fall back to it.
struct StateLook
{
    QLatin1StringView state;
    QLatin1StringView mark;
    const char *word;
    Token color;
    Token bar;
    Token tint;
};

constexpr StateLook looks[] = {
    { "queued"_L1, "mark-queued"_L1, QT_TRANSLATE_NOOP("State", "Waiting"), Token::StQueued, Token::BarQueued, Token::BgWell },
    { "running"_L1, "mark-running"_L1, QT_TRANSLATE_NOOP("State", "Running"), Token::StRunning, Token::BarRunning, Token::TintRunning },
    { "passed"_L1, "mark-passed"_L1, QT_TRANSLATE_NOOP("State", "Passed"), Token::StPassed, Token::BarPassed, Token::TintPassed },
    { "failed"_L1, "mark-failed"_L1, QT_TRANSLATE_NOOP("State", "Failed"), Token::StFailed, Token::BarFailed, Token::TintFailed },
    { "flaky"_L1, "mark-flaky"_L1, QT_TRANSLATE_NOOP("State", "Flaky"), Token::StFlaky, Token::BarFlaky, Token::TintFlaky },
    { "timedOut"_L1, "mark-timedout"_L1, QT_TRANSLATE_NOOP("State", "Timed out"), Token::StTimedOut, Token::BarError, Token::TintError },
    { "error"_L1, "mark-error"_L1, QT_TRANSLATE_NOOP("State", "Could not be judged"), Token::StError, Token::BarError, Token::TintError },
    { "skipped"_L1, "mark-skipped"_L1, QT_TRANSLATE_NOOP("State", "Skipped"), Token::StSkipped, Token::BarQueued, Token::BgWell },
    { "stopped"_L1, "mark-stopped"_L1, QT_TRANSLATE_NOOP("State", "Stopped"), Token::StStopped, Token::BarQueued, Token::BgWell },
    { "known"_L1, "mark-known"_L1, QT_TRANSLATE_NOOP("State", "Known issue"), Token::StKnown, Token::BarFlaky, Token::TintFlaky },
};

const StateLook &lookOf(const QString &state)
{
    for (const StateLook &look : looks) {
        if (look.state == state)
            return look;
    }
    return looks[0];
}

QString firstFamily(const QStringList &wanted, QFontDatabase::SystemFont fallback)
{
    const QStringList present = QFontDatabase::families();
    for (const QString &family : wanted) {
        if (present.contains(family))
            return family;
    }
    return QFontDatabase::systemFont(fallback).family();
}

const QString &textFamily()
{
    static const QString family = firstFamily({ u"Inter"_s, u"Segoe UI"_s, u"SF Pro Text"_s, u"Cantarell"_s,
                                                u"Noto Sans"_s, u"DejaVu Sans"_s },
                                              QFontDatabase::GeneralFont);
    return family;
}

const QString &monoFamily()
{
    static const QString family = firstFamily({ u"JetBrains Mono"_s, u"Cascadia Mono"_s, u"SF Mono"_s,
                                                u"Noto Sans Mono"_s, u"DejaVu Sans Mono"_s },
                                              QFontDatabase::FixedFont);
    return family;
}

QFont makeFont(const QString &family, int pixels, QFont::Weight weight, qreal spacing = 0)
{
    QFont font(family);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    if (spacing != 0)
        font.setLetterSpacing(QFont::AbsoluteSpacing, spacing * pixels);
    return font;
}

QFont monoFont(QFont::Weight weight)
{
    QFont font = makeFont(monoFamily(), 12, weight);
    // Ligatures would turn "!=" into another sign; the code must read as it was sent.
    font.setStyleStrategy(QFont::PreferNoShaping);
    font.setFixedPitch(true);
    return font;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_symbols(std::make_unique<Symbols>())
{
}

Theme::~Theme() = default;

void Theme::setVariant(Variant variant)
{
    m_variant = variant;
    if (!m_styled) {
        m_styled = true;
        QApplication::setStyle(new Style(*this));
        QApplication::setFont(font(TypeLevel::Body));
    }
    QApplication::setPalette(palette());
    qApp->setStyleSheet(styleSheet());
    emit changed();
}

void Theme::setDensity(Density density)
{
    if (std::exchange(m_density, density) != density)
        emit changed();
}

void Theme::setReducedMotion(bool reduced)
{
    if (std::exchange(m_reducedMotion, reduced) != reduced)
        emit changed();
}

int Theme::runningTurn(qint64 now) const
{
    return m_reducedMotion ? int(now / 500 % 2) * 180 : int(now % 1500 * 360 / 1500);
}

QFont Theme::font(TypeLevel level) const
{
    switch (level) {
    case TypeLevel::Title: return makeFont(textFamily(), 18, QFont::DemiBold, -0.01);
    case TypeLevel::Body: return makeFont(textFamily(), 13, QFont::Normal);
    case TypeLevel::BodyMedium: return makeFont(textFamily(), 13, QFont::Medium);
    case TypeLevel::BodyBold: return makeFont(textFamily(), 13, QFont::DemiBold);
    case TypeLevel::Note: return makeFont(textFamily(), 12, QFont::Normal);
    case TypeLevel::Small: return makeFont(textFamily(), 11, QFont::Medium);
    case TypeLevel::Mono: return monoFont(QFont::Normal);
    case TypeLevel::MonoBold: return monoFont(QFont::DemiBold);
    case TypeLevel::Figure: return makeFont(textFamily(), 28, QFont::DemiBold, -0.02);
    case TypeLevel::FigureSmall: return makeFont(textFamily(), 15, QFont::DemiBold);
    case TypeLevel::Greeting: return makeFont(textFamily(), 22, QFont::DemiBold, -0.015);
    }
    return {};
}

QPixmap Theme::symbol(const QString &name, int size, const QColor &color, qreal ratio) const
{
    return m_symbols->pixmap(name, size, color, ratio);
}

QIcon Theme::icon(const QString &name, Token token) const
{
    return QIcon(new SymbolEngine(*this, name, token));
}

QString Theme::markName(const QString &state)
{
    return lookOf(state).mark;
}

QColor Theme::stateColor(const QString &state) const
{
    return color(lookOf(state).color);
}

QColor Theme::barColor(const QString &state) const
{
    return color(lookOf(state).bar);
}

QColor Theme::tintColor(const QString &state) const
{
    return color(lookOf(state).tint);
}

QString Theme::stateWord(const QString &state)
{
    return QCoreApplication::translate("State", lookOf(state).word);
}

QPalette Theme::palette() const
{
    QPalette palette;
    palette.setColor(QPalette::Window, color(Token::BgChrome));
    palette.setColor(QPalette::WindowText, color(Token::T1));
    palette.setColor(QPalette::Base, color(Token::BgStage));
    palette.setColor(QPalette::AlternateBase, color(Token::BgPanel));
    palette.setColor(QPalette::Text, color(Token::T1));
    palette.setColor(QPalette::PlaceholderText, color(Token::T3));
    palette.setColor(QPalette::Button, color(Token::BgControl));
    palette.setColor(QPalette::ButtonText, color(Token::T1));
    palette.setColor(QPalette::BrightText, color(Token::TOn));
    palette.setColor(QPalette::Highlight, color(Token::BgSelect));
    palette.setColor(QPalette::HighlightedText, color(Token::T1));
    palette.setColor(QPalette::Inactive, QPalette::Highlight, color(Token::BgSelectOff));
    palette.setColor(QPalette::Link, color(Token::TLink));
    palette.setColor(QPalette::LinkVisited, color(Token::TLink));
    palette.setColor(QPalette::ToolTipBase, color(Token::BgTip));
    palette.setColor(QPalette::ToolTipText, color(Token::TTip));
    palette.setColor(QPalette::Light, color(Token::BgHover));
    palette.setColor(QPalette::Midlight, color(Token::Line));
    palette.setColor(QPalette::Mid, color(Token::LineStrong));
    palette.setColor(QPalette::Dark, color(Token::LineControl));
    palette.setColor(QPalette::Shadow, color(Token::LineStrong));
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, color(Token::T3));
    return palette;
}

// What Fusion would have to be taught at length: scroll bars, menus, tips and heads.
QString Theme::styleSheet() const
{
    QString sheet = uR"(
QToolTip { background: @bg-tip; color: @t-tip; border: 1px solid @bg-tip; padding: 4px 6px; }
QMenu { background: @bg-stage; color: @t1; border: 1px solid @line-strong; padding: 4px; }
QMenu::item { height: 24px; padding: 0 24px 0 8px; border-radius: 4px; }
QMenu::item:selected { background: @bg-select; }
QMenu::item:disabled { color: @t3; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @line; margin: 4px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; } QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @line-control; border-radius: 3px; margin: 2px; min-width: 28px; min-height: 28px; }
QScrollBar::handle:hover { background: @t3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QHeaderView { background: @bg-header; border: none; }
QHeaderView::section { background: @bg-header; color: @t3; border: none; border-bottom: 1px solid @line; height: 23px; padding: 0 8px; font-size: 11px; font-weight: 500; }
QHeaderView::section:first { padding-left: 16px; } QHeaderView::section:last { padding-right: 16px; } QHeaderView::section:only-one { padding: 0 16px; }
QPlainTextEdit[field="true"] { background: @bg-input; border: 1px solid @line-control; border-radius: 6px; padding: 4px; }
QPlainTextEdit[field="true"]:focus { border: 1px solid @focus; }
QSpinBox { background: @bg-input; color: @t1; border: 1px solid @line-control; border-radius: 6px; padding: 0 8px; }
QSpinBox:focus { border: 1px solid @focus; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QTableCornerButton::section, QAbstractScrollArea::corner { background: @bg-stage; border: none; }
QAbstractItemView { background: @bg-stage; border: none; outline: none; selection-background-color: @bg-select; selection-color: @t1; }
)"_s;
    for (int i = int(Token::Count) - 1; i >= 0; --i) {
        const auto token = Token(i);
        sheet.replace(u'@' + tokenName(token) + u';', color(token).name() + u';');
        sheet.replace(u'@' + tokenName(token) + u' ', color(token).name() + u' ');
    }
    return sheet;
}

} // namespace greenroom
