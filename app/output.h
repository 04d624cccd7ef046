// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

class QSocketNotifier;

namespace greenroom {

// A standard stream that never makes the program wait: what a slow reader does not take is kept, up to a
// limit where one is set; beyond it whole lines are counted instead of kept. A reader that left makes it
// deaf, and the program goes on.
class Output : public QObject
{
    Q_OBJECT

public:
    explicit Output(int descriptor, QObject *parent = nullptr);
    ~Output() override;

    void write(const QByteArray &lines);
    // How many bytes may wait; 0: all of them.
    void setLimit(qsizetype bytes) { m_limit = bytes; }
    // Nobody can read it (/dev/null, a closed pipe): formatting can be spared.
    bool isDeaf() const { return m_deaf; }
    bool isTerminal() const { return m_terminal; }
    int columns() const;
    // Writes what still waits, for at most this long; negative: until it is written or the reader leaves.
    void drain(int milliseconds);

signals:
    // Lines that nobody read in time, since the last such signal; told when there is room again.
    void dropped(qint64 lines);

private:
    void flush();
    qint64 writeSome(const char *bytes, qsizetype size);

    int m_descriptor;
    int m_own = -1;            // our own non-blocking description of the same pipe or terminal
    bool m_deaf = false;
    bool m_terminal = false;
    bool m_isSocket = false;
    bool m_mayBlock = false;   // neither a file, nor non-blocking by ourselves
    qsizetype m_limit = 0;
    qint64 m_dropped = 0;
    QByteArray m_waiting;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace greenroom
