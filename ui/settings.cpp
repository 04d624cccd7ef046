// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <QDateTime>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostRecents = 8;

const QStringList choiceWords { u"system"_s, u"light"_s, u"dark"_s, u"high-contrast"_s };

// Qt 6.4 has no colour scheme; a dark system gives light words on a dark ground.
bool systemIsDark()
{
    static const bool dark = [] {
        const QPalette palette = QGuiApplication::palette();   // before ours was set
        return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
    }();
    return dark;
}

} // namespace

Settings::Settings(const QString &file)
    : m_settings(file.isEmpty() ? QSettings().fileName() : file, file.isEmpty() ? QSettings::NativeFormat : QSettings::IniFormat)
{
    systemIsDark();
}

Settings::ThemeChoice Settings::themeChoice() const
{
    const qsizetype at = choiceWords.indexOf(text(u"theme"_s, u"system"_s));
    return at < 0 ? ThemeChoice::System : ThemeChoice(at);
}

void Settings::setThemeChoice(ThemeChoice choice)
{
    setText(u"theme"_s, choiceWords[int(choice)]);
}

Theme::Variant Settings::variant() const
{
    switch (themeChoice()) {
    case ThemeChoice::Light: return Theme::Variant::Light;
    case ThemeChoice::Dark: return Theme::Variant::Dark;
    case ThemeChoice::HighContrast: return Theme::Variant::HighContrast;
    case ThemeChoice::System: break;
    }
    return systemIsDark() ? Theme::Variant::Dark : Theme::Variant::Light;
}

Theme::Density Settings::density() const
{
    const int height = text(u"rows"_s).toInt();
    for (const Theme::Density known : { Theme::Density::Compact, Theme::Density::Roomy }) {
        if (height == int(known))
            return known;
    }
    return Theme::Density::Normal;
}

void Settings::setDensity(Theme::Density density)
{
    setText(u"rows"_s, QString::number(int(density)));
}

// A file written by hand or by a later version may say anything.
double Settings::scale() const
{
    return std::clamp(text(u"scale"_s, u"1"_s).toDouble(), 1.0, 2.0);
}

double Settings::scaleAtStart()
{
    return std::clamp(QSettings().value(u"scale"_s, u"1"_s).toString().toDouble(), 1.0, 2.0);
}

void Settings::setScale(double scale)
{
    setText(u"scale"_s, QString::number(scale));
}

QList<Settings::Recent> Settings::recents() const
{
    QList<Recent> recents;
    const QVariantList stored = m_settings.value(u"recents"_s).toList();
    for (const QVariant &value : stored) {
        const QVariantMap map = value.toMap();
        recents << Recent { map[u"path"_s].toString(), map[u"name"_s].toString(), map[u"at"_s].toLongLong() };
    }
    return recents;
}

void Settings::addRecent(const QString &path, const QString &name)
{
    QVariantList stored { QVariantMap { { u"path"_s, path }, { u"name"_s, name },
                                        { u"at"_s, QDateTime::currentMSecsSinceEpoch() } } };
    const QList<Recent> before = recents();
    for (const Recent &recent : before) {
        if (recent.path != path && stored.size() < mostRecents)
            stored << QVariantMap { { u"path"_s, recent.path }, { u"name"_s, recent.name }, { u"at"_s, recent.at } };
    }
    m_settings.setValue(u"recents"_s, stored);
}

bool Settings::isTrusted(const QString &folder) const
{
    return folder.startsWith(u"builtin:"_s)
        || m_settings.value(u"trusted"_s).toStringList().contains(QFileInfo(folder).absoluteFilePath());
}

void Settings::trust(const QString &folder)
{
    QStringList trusted = m_settings.value(u"trusted"_s).toStringList();
    trusted << QFileInfo(folder).absoluteFilePath();
    trusted.removeDuplicates();
    m_settings.setValue(u"trusted"_s, trusted);
}

QByteArray Settings::state(const QString &name) const
{
    return m_settings.value(u"state/"_s + name).toByteArray();
}

void Settings::setState(const QString &name, const QByteArray &state)
{
    m_settings.setValue(u"state/"_s + name, state);
}

QString Settings::text(const QString &name, const QString &otherwise) const
{
    return m_settings.value(name, otherwise).toString();
}

void Settings::setText(const QString &name, const QString &value)
{
    m_settings.setValue(name, value);
}

} // namespace greenroom
