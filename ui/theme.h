// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QPixmap>
#include <QString>

#include <memory>

namespace greenroom {

class Symbols;

// The design tokens (colours, type, sizes) as values, the only place with colour literals. Delegates and
// paint code ask by token name: theme.color(Token::BgStage). Changing the variant repaints at once.
enum class Token {
    BgChrome, BgStage, BgPanel, BgHeader, BgControl, BgInput, BgWell, BgHover, BgPress, BgSelect,
    BgSelectOff, BgTip, Line, LineStrong, LineControl,
    T1, T2, T3, TLink, TOn, TTip,
    Accent, AccentHover, AccentText, AccentSoft, Focus, FocusSoft,
    StQueued, StRunning, StPassed, StFailed, StFlaky, StTimedOut, StError, StSkipped, StStopped, StKnown,
    BarPassed, BarFailed, BarFlaky, BarRunning, BarQueued, BarError,
    TintPassed, TintFailed, TintFlaky, TintRunning, TintError,
    DirOut, DirIn, JsKey, JsStr, JsNum, JsLit, JsPun,
    DiffAdd, DiffDel, DiffAddStrong, DiffDelStrong,
    RemoteA, RemoteB, RemoteLine, RemoteText, RemoteFill,
    Ch1, Ch2, Ch3, Ch4, ChGrid, ChFill, Range, RangeLine, Now, Hatch,
    Count
};

class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Variant { Light, Dark, HighContrast };
    enum class TypeLevel { Title, Body, BodyMedium, BodyBold, Note, Small, Mono, MonoBold, Figure, FigureSmall, Greeting };

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    Variant variant() const { return m_variant; }
    void setVariant(Variant variant);          // applies palette, style and style sheet to qApp
    bool isDark() const { return m_variant != Variant::Light; }

    QColor color(Token token) const { return color(token, m_variant); }
    static QColor color(Token token, Variant variant);
    static QString tokenName(Token token);     // "bg-stage"
    QFont font(TypeLevel level) const;
    // How high a row of a list is, in pixels.
    enum class Density { Compact = 20, Normal = 24, Roomy = 32 };
    Density density() const { return m_density; }
    void setDensity(Density density);
    int rowHeight() const { return int(m_density); }
    // Reduced: nothing turns; what runs changes twice a second.
    bool hasReducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced);
    int runningTurn(qint64 now) const;         // of the running mark, in degrees

    // A symbol of resources/icons, tinted, crisp at the device ratio; cached.
    // An invalid colour leaves it as drawn (the application's own mark).
    QPixmap symbol(const QString &name, int size, const QColor &color, qreal ratio) const;
    // The same as an icon whose disabled and selected colours come by themselves.
    QIcon icon(const QString &name, Token token = Token::T2) const;

    // A test state ("passed", "timedOut" …): its mark's symbol name, colour, bar colour, tint and word.
    static QString markName(const QString &state);
    QColor stateColor(const QString &state) const;
    QColor barColor(const QString &state) const;
    QColor tintColor(const QString &state) const;
    static QString stateWord(const QString &state);

signals:
    void changed();

private:
    QPalette palette() const;
    QString styleSheet() const;

    Variant m_variant = Variant::Light;
    Density m_density = Density::Normal;
    bool m_reducedMotion = false;
    std::unique_ptr<Symbols> m_symbols;
    bool m_styled = false;
};

} // namespace greenroom
