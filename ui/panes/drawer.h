// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace greenroom {

class Button;
class LogPane;
class Segments;
class TabLine;
class TimelinePane;
struct Workspace;

// The lower drawer of a place: Timeline, Log, Frames, Problems with their counts; the chosen time, zoom and
// fold at the right. Folded, only its tabs are left. Remembers its height for each place.
class Drawer : public QWidget
{
    Q_OBJECT

public:
    static constexpr int tabsHeight = 32;
    static constexpr int firstHeight = 212;

    // `tabs` in the order of the place: what it is opened for comes first.
    Drawer(Workspace &workspace, const QString &place, const QStringList &tabs = { QStringLiteral("timeline"), QStringLiteral("log"), QStringLiteral("frames"), QStringLiteral("problems") },
           QWidget *parent = nullptr);
    ~Drawer() override;

    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }
    void showTab(const QString &id);
    // As it was at the first start.
    void reset();
    TimelinePane &timeline() { return *m_timeline; }
    QSize sizeHint() const override { return { 600, m_folded ? tabsHeight : m_height }; }

signals:
    void testChosen(const QString &testId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class TimeChip;

    QWidget *makeZoom();
    void showCurrent();
    void showCounts();
    void applyHeight();

    Workspace &m_workspace;
    QString m_place;
    TabLine *m_tabs;
    QStackedWidget *m_stack;
    TimelinePane *m_timeline;
    QWidget *m_log = nullptr;        // made when they are looked at first
    QWidget *m_frames = nullptr;
    QWidget *m_problems = nullptr;
    TimeChip *m_chip;
    QWidget *m_zoom;
    Button *m_fold;
    QTimer m_counts;
    int m_height = firstHeight;
    bool m_folded = false;
};

} // namespace greenroom
