// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"

#include "core/resources.h"
#include "engine.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "page.h"
#include "settings.h"
#include "theme.h"
#include "workspace.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void everyPlaceHasAKey();
    void nothingIsWithoutAName();
    void everyPlaceIsPainted_data();
    void everyPlaceIsPainted();
    void aFolderIsAskedAboutOnce();
    void recentsAreKept();

private:
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestWindow::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->path() });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->path(), m_data->filePath(u"settings.ini"_s));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestWindow::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestWindow::everyPlaceHasAKey()
{
    const QList<PageKind> &kinds = pageKinds();
    QCOMPARE(kinds.size(), 8);   // seven places and settings
    for (int i = 0; i < 7; ++i) {
        QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(m_window->place(), QString::fromLatin1(kinds[i].id));
    }
    QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(m_window->place(), u"settings"_s);
}

// Whatever takes the focus says to a screen reader what it is.
void TestWindow::nothingIsWithoutAName()
{
    m_window->feed().feed(demoRecording());
    const QList<QWidget *> widgets = m_window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool matters = button || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractItemView *>(widget)
            || qobject_cast<const QPlainTextEdit *>(widget);
        if (!matters || qstrcmp(widget->metaObject()->className(), "QTableCornerButton") == 0)
            continue;
        const QString name = widget->accessibleName().isEmpty() && button ? button->text() : widget->accessibleName();
        QVERIFY2(!name.isEmpty(), qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u" in "_s
                                             + QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
    }
}

void TestWindow::everyPlaceIsPainted_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("variant");
    for (const PageKind &kind : pageKinds()) {
        QTest::addRow("%s, light", kind.id) << QString::fromLatin1(kind.id) << int(Theme::Variant::Light);
        QTest::addRow("%s, dark", kind.id) << QString::fromLatin1(kind.id) << int(Theme::Variant::Dark);
    }
}

// The stage has the stage's colour and something stands on it, wide and narrow, full and empty.
void TestWindow::everyPlaceIsPainted()
{
    QFETCH(QString, place);
    QFETCH(int, variant);
    Theme &theme = m_window->workspace().theme;
    theme.setVariant(Theme::Variant(variant));
    m_window->showPlace(place);
    for (const bool full : { false, true }) {
        if (full)
            m_window->feed().feed(demoRecording());
        for (const QSize size : { QSize(1440, 900), QSize(1000, 700) }) {
            m_window->resize(size);
            QVERIFY2(m_window->width() <= size.width(), "fits the narrow screen");
            const QImage image = m_window->grab().toImage();
            QHash<QRgb, int> colors;
            for (int y = 60; y < image.height() - 40; y += 3) {
                for (int x = 90; x < image.width() - 12; x += 3)
                    ++colors[image.pixel(x, y)];
            }
            const int stage = colors.value(theme.color(Token::BgStage).rgb()) + colors.value(theme.color(Token::BgPanel).rgb());
            QVERIFY2(stage > 1000, "the ground of the stage");
            QVERIFY2(colors.size() > 5, "words or drawings");
        }
    }
}

void TestWindow::aFolderIsAskedAboutOnce()
{
    Settings &settings = m_window->workspace().settings;
    QVERIFY(settings.isTrusted(u"builtin:demo"_s));
    QVERIFY(!settings.isTrusted(m_data->path()));
    settings.trust(m_data->path());
    QVERIFY(settings.isTrusted(m_data->path()));
    QVERIFY(!settings.isTrusted(m_data->path() + u"/sub"_s));
}

void TestWindow::recentsAreKept()
{
    Settings &settings = m_window->workspace().settings;
    for (int i = 0; i < 12; ++i)
        settings.addRecent(u"/p/%1"_s.arg(i), u"p%1"_s.arg(i));
    settings.addRecent(u"/p/7"_s, u"p7"_s);
    const QList<Settings::Recent> recents = settings.recents();
    QCOMPARE(recents.size(), 8);
    QCOMPARE(recents.first().path, u"/p/7"_s);
    QCOMPARE(recents[1].path, u"/p/11"_s);
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
