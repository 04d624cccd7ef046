// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <utility>

namespace greenroom {

// Many deadlines on one timer. Nearly all are called off long before they come, which costs no timer here: ten
// thousand calls a second with 29 s each would otherwise leave 290,000 timers, and what they hold, behind.
class Deadlines : public QObject
{
    Q_OBJECT

public:
    using Key = std::pair<qint64, quint64>;   // when, in ms since this began; which

    explicit Deadlines(QObject *parent = nullptr);

    Key add(int ms, std::function<void()> late);
    // Forgets it; one that has come already is no mistake.
    void callOff(const Key &key) { m_pending.erase(key); }

private:
    void onTimeout();
    void arm();

    std::map<Key, std::function<void()>> m_pending;
    QElapsedTimer m_clock;
    QTimer m_timer;
    qint64 m_armedFor = -1;
    quint64 m_last = 0;
};

} // namespace greenroom
