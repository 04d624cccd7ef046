// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "symbols.h"
#include "theme.h"

#include <QDir>
#include <QTest>

#include <cmath>

using namespace greenroom;
using namespace Qt::StringLiterals;

static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerIcons(); }
    void contrast_data();
    void contrast();
    void everySymbolIsDrawn();
    void tokensAreNamedOnce();
    void stateLooks_data();
    void stateLooks();
    void changingRepaintsAtOnce();
};

namespace {

// WCAG 2: relative luminance and contrast.
double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrastOf(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

struct Pair
{
    Token ink;
    QList<Token> grounds;
    double least;
};

QList<Pair> pairs()
{
    const QList<Token> surfaces { Token::BgChrome, Token::BgStage, Token::BgPanel, Token::BgHeader, Token::BgInput };
    const QList<Token> marks { Token::BgStage, Token::BgPanel };
    return {
        { Token::T1, surfaces + QList { Token::BgSelect, Token::BgSelectOff, Token::BgHover, Token::BgWell, Token::BgControl }, 4.5 },
        { Token::T2, surfaces + QList { Token::BgSelect, Token::BgWell, Token::TintFailed }, 4.5 },
        { Token::T3, surfaces, 4.5 },
        { Token::TLink, { Token::BgStage, Token::BgPanel }, 4.5 },
        { Token::TOn, { Token::Accent, Token::RemoteFill }, 4.5 },
        { Token::TTip, { Token::BgTip }, 4.5 },
        { Token::AccentText, { Token::BgStage, Token::BgPanel, Token::TintPassed }, 4.5 },
        { Token::StFailed, { Token::BgStage, Token::TintFailed }, 4.5 },
        { Token::RemoteText, { Token::RemoteA }, 4.5 },
        { Token::JsKey, { Token::BgStage }, 4.5 },
        { Token::JsStr, { Token::BgStage }, 4.5 },
        { Token::JsNum, { Token::BgStage }, 4.5 },
        { Token::JsLit, { Token::BgStage }, 4.5 },
        { Token::StQueued, marks, 3 },
        { Token::StRunning, marks, 3 },
        { Token::StPassed, marks, 3 },
        { Token::StFlaky, marks, 3 },
        { Token::StTimedOut, marks, 3 },
        { Token::StError, marks, 3 },
        { Token::Focus, marks, 3 },
        { Token::DirIn, marks, 3 },
        { Token::DirOut, marks, 3 },
    };
}

} // namespace

void TestTheme::contrast_data()
{
    QTest::addColumn<int>("variant");
    QTest::addColumn<int>("ink");
    QTest::addColumn<int>("ground");
    QTest::addColumn<double>("least");
    static const char *const names[] = { "light", "dark", "high contrast" };
    for (int variant = 0; variant < 3; ++variant) {
        const QList<Pair> all = pairs();
        for (const Pair &pair : all) {
            for (const Token ground : pair.grounds) {
                QTest::addRow("%s: %s on %s", names[variant], qPrintable(Theme::tokenName(pair.ink)), qPrintable(Theme::tokenName(ground)))
                    << variant << int(pair.ink) << int(ground) << pair.least;
            }
        }
    }
}

void TestTheme::contrast()
{
    QFETCH(int, variant);
    QFETCH(int, ink);
    QFETCH(int, ground);
    QFETCH(double, least);
    const auto theme = Theme::Variant(variant);
    const double measured = contrastOf(Theme::color(Token(ink), theme), Theme::color(Token(ground), theme));
    QVERIFY2(measured >= least, qPrintable(u"%1 : 1"_s.arg(measured, 0, 'f', 2)));
}

void TestTheme::everySymbolIsDrawn()
{
    Theme theme;
    const QStringList names = Symbols::names();
    QVERIFY(names.size() > 80);
    for (const QString &name : names) {
        const QImage image = theme.symbol(name, 16, QColor(Qt::black), 2).toImage();
        QCOMPARE(image.size(), QSize(32, 32));
        int drawn = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                drawn += image.pixelColor(x, y).alpha() > 40;
        }
        QVERIFY2(drawn > 10, qPrintable(name));
    }
}

void TestTheme::tokensAreNamedOnce()
{
    QSet<QString> names;
    for (int i = 0; i < int(Token::Count); ++i)
        names.insert(Theme::tokenName(Token(i)));
    QCOMPARE(names.size(), qsizetype(Token::Count));
}

void TestTheme::stateLooks_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("word");
    QTest::newRow("queued") << u"queued"_s << u"Waiting"_s;
    QTest::newRow("running") << u"running"_s << u"Running"_s;
    QTest::newRow("passed") << u"passed"_s << u"Passed"_s;
    QTest::newRow("failed") << u"failed"_s << u"Failed"_s;
    QTest::newRow("flaky") << u"flaky"_s << u"Flaky"_s;
    QTest::newRow("timed out") << u"timedOut"_s << u"Timed out"_s;
    QTest::newRow("error") << u"error"_s << u"Could not be judged"_s;
    QTest::newRow("skipped") << u"skipped"_s << u"Skipped"_s;
    QTest::newRow("stopped") << u"stopped"_s << u"Stopped"_s;
    QTest::newRow("known issue") << u"known"_s << u"Known issue"_s;
}

void TestTheme::stateLooks()
{
    QFETCH(QString, state);
    QTEST(Theme::stateWord(state), "word");
    QVERIFY(Symbols::names().contains(Theme::markName(state)));
}

void TestTheme::changingRepaintsAtOnce()
{
    Theme theme;
    theme.setVariant(Theme::Variant::Light);
    const QIcon icon = theme.icon(u"search"_s, Token::T1);
    const QColor ground = qApp->palette().color(QPalette::Base);
    const QImage light = icon.pixmap(16).toImage();
    theme.setVariant(Theme::Variant::Dark);
    QVERIFY(qApp->palette().color(QPalette::Base) != ground);
    QVERIFY2(icon.pixmap(16).toImage() != light, "the same icon takes the new colour");
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
