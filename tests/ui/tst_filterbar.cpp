// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "staged.h"

#include "models/connectionsmodel.h"
#include "models/logmodel.h"
#include "models/noticesmodel.h"
#include "models/runsmodel.h"
#include "theme.h"
#include "widgets/elided.h"
#include "widgets/filterbar.h"
#include "widgets/filterline.h"
#include "widgets/link.h"
#include "widgets/segments.h"

#include <QAbstractButton>
#include <QTest>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// The filter of every list says the same language the same way.
class TestFilterBar : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void itHidesOrSaysWhyNot_data();
    void itHidesOrSaysWhyNot();
    void whatWasMeantIsOneClickAway();
    void highlightHidesNothing();
    void itHoldsForWhatComes();
    void everyListHasOne_data();
    void everyListHasOne();

private:
    void write(const QString &text);

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<LogModel> m_log;
    std::unique_ptr<FilterProxy> m_proxy;
    std::unique_ptr<FilterBar> m_bar;
    Stage m_stage;
};

void TestFilterBar::init()
{
    m_theme = std::make_unique<Theme>();
    m_log = std::make_unique<LogModel>();
    m_proxy = std::make_unique<FilterProxy>(m_log.get());
    m_bar = std::make_unique<FilterBar>(*m_theme, *m_proxy, u"Filter lines"_s, u"level:warn"_s);
    m_bar->resize(900, 39);
    m_bar->show();
    m_stage = Stage();
    m_stage.logs(u"a1F="_s, u"r1"_s, u"INFO"_s, u"start for suite null"_s).logs(u"a1F="_s, u"r1"_s, u"WARN"_s, u"price service timed out"_s).logs(u"a1F="_s, u"r1"_s, u"INFO"_s, u"200 for /o/AB-12"_s);
    m_log->fold(m_stage.take());
    QCOMPARE(m_proxy->rowCount(), 3);
}

void TestFilterBar::cleanup()
{
    m_bar.reset();
    m_proxy.reset();
    m_log.reset();
    m_theme.reset();
}

void TestFilterBar::write(const QString &text)
{
    m_bar->line().setText(text);
    QTest::keyClick(&m_bar->line(), Qt::Key_Return);   // now, not when the pause after a letter is over
}

void TestFilterBar::itHidesOrSaysWhyNot_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("a word") << u"price"_s << 1 << QString();
    QTest::newRow("a field") << u"level:warn"_s << 1 << QString();
    QTest::newRow("not") << u"-level:warn"_s << 2 << QString();
    QTest::newRow("quoted") << u"\"timed out\""_s << 1 << QString();
    QTest::newRow("a pattern") << u"/AB-[0-9]+/"_s << 1 << QString();
    QTest::newRow("nothing matches") << u"nowhere"_s << 0 << QString();
    QTest::newRow("an unknown field hides nothing") << u"levle:warn"_s << 3 << u"There is no field “levle”. Did you mean “level”?"_s;
    QTest::newRow("a field still being written") << u"level:"_s << 3 << QString();
}

void TestFilterBar::itHidesOrSaysWhyNot()
{
    QFETCH(QString, text);
    QFETCH(int, rows);
    QFETCH(QString, sentence);
    write(text);
    QCOMPARE(m_proxy->rowCount(), rows);
    const auto *wrong = m_bar->findChild<Elided *>();
    QCOMPARE(wrong->isVisible(), !sentence.isEmpty());
    QCOMPARE(wrong->text(), sentence);
    m_bar->clear();
    QTRY_COMPARE(m_proxy->rowCount(), 3);
    QTRY_VERIFY(!wrong->isVisible());
}

void TestFilterBar::whatWasMeantIsOneClickAway()
{
    write(u"levle:warn price"_s);
    auto *meant = m_bar->findChild<Link *>();
    QVERIFY(meant->isVisible());
    meant->click();
    QTRY_COMPARE(m_proxy->rowCount(), 1);
    QCOMPARE(m_bar->line().text(), u"level:warn price"_s);
    QTRY_VERIFY(!meant->isVisible());
}

void TestFilterBar::highlightHidesNothing()
{
    write(u"price"_s);
    QCOMPARE(m_proxy->rowCount(), 1);
    m_bar->findChild<QAbstractButton *>(u"highlight"_s)->click();
    QCOMPARE(m_proxy->rowCount(), 3);
    QStringList found;
    for (int row = 0; row < 3; ++row)
        found << m_proxy->index(row, 0).data(FilterProxy::MatchRole).toString();
    QCOMPARE(found, QStringList({ u"false"_s, u"true"_s, u"false"_s }));
}

void TestFilterBar::itHoldsForWhatComes()
{
    write(u"level:warn"_s);
    m_stage.logs(u"a1F="_s, u"r2"_s, u"INFO"_s, u"start"_s).logs(u"a1F="_s, u"r2"_s, u"WARN"_s, u"slow"_s);
    m_log->fold(m_stage.take());
    QCOMPARE(m_log->rowCount(), 5);
    QCOMPARE(m_proxy->rowCount(), 2);
}

void TestFilterBar::everyListHasOne_data()
{
    QTest::addColumn<int>("list");
    QTest::newRow("connections") << 0;
    QTest::newRow("log") << 1;
    QTest::newRow("problems") << 2;
    QTest::newRow("runs") << 3;
}

void TestFilterBar::everyListHasOne()
{
    QFETCH(int, list);
    const std::unique_ptr<QAbstractItemModel> models[] = { std::make_unique<ConnectionsModel>(), std::make_unique<LogModel>(), std::make_unique<NoticesModel>(), std::make_unique<RunsModel>() };
    FilterProxy proxy(models[list].get());
    QVERIFY(proxy.fields().size() > 2);
    FilterBar bar(*m_theme, proxy, u"Filter"_s, {});
    bar.line().setText(u"nosuchfield:x"_s);
    QTest::keyClick(&bar.line(), Qt::Key_Return);
    QVERIFY(!bar.line().filter().isValid());
}

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
