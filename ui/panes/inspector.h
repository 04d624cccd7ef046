// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace greenroom {

class Button;
class Chip;
class Composer;
class Elided;
class FrameDetails;
class FramesView;
class Link;
class PaneMemory;
class RefusedPane;
class RemoteBand;
class TrafficStrip;
struct ConnectionRow;
struct Workspace;

// One connection, whole: who and how it is, its messages, the chosen one with what it caused, the composer
// and how busy it is. Connections and Client share it.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    // `trail` is the place one came from: "Connections", a link back; empty: none.
    Inspector(Workspace &workspace, const QString &trail, QWidget *parent = nullptr);

    void setConnection(const QString &connectionId);
    const QString &connection() const { return m_connection; }
    FramesView &frames() { return *m_frames; }
    Composer &composer() { return *m_composer; }
    // Is this the address of another machine?
    static bool isRemote(const QString &url);
    // What people call it: stage and region of a deployed API, else the host. Empty: this computer.
    static QStringList placesOf(const QString &url);
    QStringList remotePlaces() const;

signals:
    void backRequested();
    void chosen(const QString &connectionId);                          // another, by the menu of the name
    void openRequested(const QString &place, const QString &path);
    void tryRequested(const QString &url);                             // a refused address, again or otherwise

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QWidget *makeHead(const QString &trail);
    QMenu *makeCloseMenu();
    QMenu *makeSaveMenu();
    void fillNames();
    const ConnectionRow *row() const;
    void fitDetails();
    void showHead();
    void showTraffic();
    void close(int code, const QString &reason);
    void closeCustom();
    void cut();
    void save(int kind);
    void saveAsTest();

    Workspace &m_workspace;
    QString m_connection;
    RemoteBand *m_band;
    QStackedWidget *m_stack;
    RefusedPane *m_refused;
    QWidget *m_tools;
    Link *m_back;
    QLabel *m_slash;
    Button *m_name;
    QMenu *m_names;
    Elided *m_id;
    Chip *m_state;
    Chip *m_protocol;
    Chip *m_tls;
    Elided *m_facts;
    Button *m_pause;
    Button *m_save;
    Button *m_close;
    QSplitter *m_split;
    PaneMemory *m_memory;
    QWidget *m_toolsLine;
    bool m_isNarrow = false;
    FramesView *m_frames;
    FrameDetails *m_details;
    Composer *m_composer;
    TrafficStrip *m_traffic;
    QTimer m_tick;
};

} // namespace greenroom
