// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QObject>
#include <QThread>

#include <utility>

namespace greenroom {

// All the threading we write: an object, its thread, and post(command).
// The object is built on the caller's thread, moved once, used only through post(), and dies on its
// own thread. ~Worker makes the program's only blocking wait: T::close() runs after all that was posted.
template <class T>
class Worker
{
public:
    template <class... Args>
    explicit Worker(const QString &name, QAbstractEventDispatcher *dispatcher, Args &&...args)
        : m_object(new T(std::forward<Args>(args)...))
    {
        m_thread.setObjectName(name);
        if (dispatcher)
            m_thread.setEventDispatcher(dispatcher);   // before start(), or it is ignored
        m_object->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_object, &QObject::deleteLater);
        m_thread.start();
    }

    ~Worker()
    {
        QMetaObject::invokeMethod(m_object, [this] { m_object->close(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    Q_DISABLE_COPY_MOVE(Worker)

    // Moves an object that is a member elsewhere (the Journal) onto this thread.
    void adopt(QObject &companion) { companion.moveToThread(&m_thread); }

    template <class Command>
    void post(Command command)
    {
        QMetaObject::invokeMethod(
            m_object,
            [object = m_object, command = std::move(command)]() mutable { command(*object); },
            Qt::QueuedConnection);
    }

    // For connecting signals while wiring; never for calling.
    T *object() const { return m_object; }

private:
    QThread m_thread;
    T *m_object;
};

} // namespace greenroom
