// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "staged.h"

#include "core/resources.h"
#include "engine.h"
#include "mainwindow.h"
#include "panes/costpane.h"
#include "settings.h"
#include "widgets/costparts.h"
#include "widgets/listcard.h"
#include "workspace.h"

#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// What it would cost, of traffic in a real archive, and the deployments beside it.
class TestCostPane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void nothingIsPriced();
    void theSumsAgree();
    void assumptionsAreControls();
    void deploymentsAreThoseElsewhere();

private:
    void talk(int messages);

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
    CostPane *m_pane = nullptr;
};

void TestCostPane::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->path() });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->path(), m_data->filePath(u"settings.ini"_s));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_pane = m_window->findChild<CostPane *>();
}

void TestCostPane::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestCostPane::talk(int messages)
{
    Stage stage;
    stage.project().opens(u"a1F="_s, u"alice"_s);
    for (int i = 0; i < messages; ++i)
        stage.says(u"a1F="_s, "{\"action\":\"say\"}", i % 4 == 0 ? u"start"_s : u"say"_s, 4).receives(u"a1F="_s, "{\"type\":\"said\"}");
    for (const Event &event : stage.take()) {
        m_engine->journal().record(event.payload);
        if (std::holds_alternative<ConnectionOpened>(event.payload))
            QTest::qSleep(1100);   // a rate needs a span of a second
    }
}

void TestCostPane::nothingIsPriced()
{
    m_window->showPlace(u"cloud"_s);
    QTest::qWait(50);
    QVERIFY(m_pane->cost().sums.total.isEmpty());
    QVERIFY(!m_window->findChild<BreakEvenChart *>()->isVisible());
}

void TestCostPane::theSumsAgree()
{
    talk(40);
    m_window->showPlace(u"cloud"_s, u"cost"_s);
    QTRY_COMPARE(m_pane->cost().sums.total.messagesIn, 40);
    QTRY_VERIFY(m_window->findChild<BreakEvenChart *>()->isVisible());
    const Cost &cost = m_pane->cost();
    double routes = 0, kinds = 0;
    for (const CostRow &route : cost.routes)
        routes += route.month.value_or(0);
    for (const CostRow &kind : cost.kinds)
        kinds += kind.month.value_or(0);
    QVERIFY(cost.total.month && *cost.total.month > 0);
    QVERIFY(qAbs(routes - *cost.total.month) < 1e-6 * *cost.total.month);
    QVERIFY(qAbs(kinds - *cost.total.month) < 1e-6 * *cost.total.month);
    QStringList shown;
    for (const AmountCard *card : m_window->findChildren<AmountCard *>())
        shown << card->amount();
    QCOMPARE(shown.size(), 4);
    QVERIFY(shown.contains(moneyText(cost.total.month)));
    QVERIFY(shown.contains(moneyText(cost.serverMonth)));
}

void TestCostPane::assumptionsAreControls()
{
    talk(40);
    m_window->showPlace(u"cloud"_s, u"cost"_s);
    QTRY_COMPARE(m_pane->cost().sums.total.messagesIn, 40);
    QCOMPARE(m_pane->cost().settings.hoursAMonth, 88.0);
    const double before = *m_pane->cost().total.month;
    for (QSpinBox *box : m_window->findChildren<QSpinBox *>()) {
        if (box->accessibleName() == "Hours a day"_L1)
            box->setValue(8);
    }
    QCOMPARE(m_pane->cost().settings.hoursAMonth, 176.0);
    QVERIFY(*m_pane->cost().total.month > 1.5 * before);
}

void TestCostPane::deploymentsAreThoseElsewhere()
{
    Settings &settings = m_window->workspace().settings;
    settings.addRecent(u"/srv/shop/serverless.yml"_s, u"shop"_s);
    settings.addRecent(u"ws://127.0.0.1:3001/local"_s, u"local"_s);
    settings.addRecent(u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s, u"shop, prod"_s);
    m_window->showPlace(u"cloud"_s, u"deployments"_s);
    QList<CardLineButton *> lines;
    for (CardLineButton *line : m_window->findChildren<CardLineButton *>()) {
        if (line->isVisible())
            lines << line;
    }
    QCOMPARE(lines.size(), 1);
    lines.first()->click();
    QCOMPARE(m_window->place(), u"client"_s);
    QVERIFY(m_window->windowTitle().contains(u"REMOTE prod"_s));
}

QTEST_MAIN(TestCostPane)
#include "tst_costpane.moc"
