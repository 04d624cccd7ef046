// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panememory.h"

#include "settings.h"

#include <QSplitter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int least = 320;
constexpr int most = 1200;   // a settings file may say anything

} // namespace

PaneMemory::PaneMemory(Settings &settings, const QString &place, QSplitter *splitter, int otherwise)
    : QObject(splitter)
    , m_settings(settings)
    , m_name(u"details/"_s + place)
    , m_splitter(splitter)
    , m_otherwise(otherwise)
{
    // Only what a person dragged.
    connect(splitter, &QSplitter::splitterMoved, this, [this] {
        m_settings.setText(m_name, QString::number(m_splitter->sizes().last()));
    });
    splitter->setSizes({ 900, width() });
}

int PaneMemory::width() const
{
    const int remembered = m_settings.text(m_name).toInt();
    return remembered > 0 ? std::clamp(remembered, least, most) : m_otherwise;
}

void PaneMemory::apply()
{
    const int whole = m_splitter->width() - m_splitter->handleWidth();
    m_splitter->setSizes({ std::max(whole - width(), 1), width() });
}

void PaneMemory::forget()
{
    m_settings.setText(m_name, {});
    apply();
}

} // namespace greenroom
