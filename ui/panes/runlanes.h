// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/barlanes.h"

namespace greenroom {

class RunModel;
struct Workspace;

// A lane for each worker: every attempt a bar, tries before the last hatched and joined by the wait.
class WorkerLanes : public BarLanes
{
public:
    explicit WorkerLanes(Workspace &workspace) : m_workspace(workspace) {}
    void rebuild();   // from the run as it is now

private:
    Workspace &m_workspace;
};

// The host's side of the same time. Each asks its model for what is in sight, pixel by pixel at most.
class MessagesLane : public LaneProvider
{
public:
    explicit MessagesLane(const Workspace &workspace) : m_workspace(workspace) {}
    int laneCount() const override { return 1; }
    QString laneName(int lane) const override;
    int laneHeight() const override { return 19; }
    bool isSeparated() const override { return true; }
    void paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const override;
    TimeHit hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const override;

private:
    const Workspace &m_workspace;
};

class FunctionsLane : public LaneProvider
{
public:
    explicit FunctionsLane(const Workspace &workspace) : m_workspace(workspace) {}
    int laneCount() const override { return 1; }
    QString laneName(int lane) const override;
    int laneHeight() const override { return 19; }
    void paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const override;
    TimeHit hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const override;

private:
    const Workspace &m_workspace;
};

class LogLane : public LaneProvider
{
public:
    LogLane(const Workspace &workspace, bool optional) : m_workspace(workspace), m_optional(optional) {}
    int laneCount() const override { return 1; }
    QString laneName(int lane) const override;
    int laneHeight() const override { return 19; }
    bool isOptional() const override { return m_optional; }
    void paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const override;
    TimeHit hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const override;

private:
    const Workspace &m_workspace;
    bool m_optional;
};

} // namespace greenroom
