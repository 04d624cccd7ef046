// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QSettings>
#include <QStringList>

namespace greenroom {

// What is remembered between launches, with names and types.
class Settings
{
public:
    // Under the platform's place for settings, or in a file (tests).
    explicit Settings(const QString &file = {});

    enum class ThemeChoice { System, Light, Dark, HighContrast };
    ThemeChoice themeChoice() const;
    void setThemeChoice(ThemeChoice choice);
    Theme::Variant variant() const;            // the choice, or what the system says now

    Theme::Density density() const;
    void setDensity(Theme::Density density);
    bool hasReducedMotion() const { return text(QStringLiteral("motion")) == QLatin1String("reduced"); }
    void setReducedMotion(bool reduced) { setText(QStringLiteral("motion"), reduced ? QStringLiteral("reduced") : QStringLiteral("full")); }
    // Of everything in the window; it holds from the next start.
    double scale() const;
    static double scaleAtStart();   // before there is an application
    void setScale(double scale);

    struct Recent
    {
        QString path;      // of a project or suite, or a wss:// address
        QString name;
        qint64 at = 0;     // ms since the epoch
    };
    QList<Recent> recents() const;
    void addRecent(const QString &path, const QString &name);

    // Starting a project's functions runs its code; a folder is asked about once.
    bool isTrusted(const QString &folder) const;
    void trust(const QString &folder);

    QByteArray state(const QString &name) const;             // geometry, splitters, columns
    void setState(const QString &name, const QByteArray &state);
    QString text(const QString &name, const QString &otherwise = {}) const;
    void setText(const QString &name, const QString &value);

private:
    QSettings m_settings;
};

} // namespace greenroom
