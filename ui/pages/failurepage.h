// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/barlanes.h"
#include "panes/runlanes.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace greenroom {

class Button;
class Card;
class Chip;
class DiffView;
class EarlierRuns;
class MonoLines;
class Segments;
class StepList;
class Strip;
class TestDetails;
class TimeAxisView;
class ValueCard;
struct RunAttempt;
struct RunTest;

// Why did it fail: wanted, got and the last good value; what is different to then; what the server did at
// the same time; its log with the guilty line tinted. This order is fixed. Actions stand at the foot.
class FailurePage : public QWidget
{
    Q_OBJECT

public:
    FailurePage(Workspace &workspace, EarlierRuns &earlier, QWidget *parent = nullptr);

    void show(const QString &testId);
    const QString &testId() const { return m_testId; }

signals:
    void backRequested();
    void problemRequested(bool forward);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeBar();
    QWidget *makeHead();
    QWidget *makeLeft();
    QWidget *makeReason();
    QWidget *makeServer();
    QWidget *makeFoot();
    void showHead(const RunTest &test, const RunAttempt &attempt);
    void showLeft(const RunTest &test, const RunAttempt &attempt);
    void showCards(const RunTest &test, const RunAttempt &attempt);
    void showServer(const RunTest &test, const RunAttempt &attempt);

    Workspace &m_workspace;
    EarlierRuns &m_earlier;
    QString m_testId;
    int m_try = 0;
    QLabel *m_crumbs, *m_place, *m_title, *m_sentence, *m_passedWhen;
    QHBoxLayout *m_triesPlace;
    Segments *m_tries = nullptr;
    Strip *m_strip;
    StepList *m_steps;
    QLabel *m_elsewhere, *m_surroundings;
    TestDetails *m_tabs;
    ValueCard *m_wanted, *m_got, *m_passed;
    Card *m_diffCard;
    QLabel *m_diffTitle;
    DiffView *m_diff;
    Card *m_serverCard;
    QLabel *m_call;
    Chip *m_took;
    Button *m_invocation;
    TimeAxisView *m_axis;
    BarLanes m_lanes;
    LogLane m_logLane;
    MonoLines *m_log;
    Card *m_logCard;
    Button *m_open;
    QString m_requestId;
};

} // namespace greenroom
