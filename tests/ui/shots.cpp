// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the real window over the real demo: greenroom_shots FOLDER [--all|--run] [--record FILE]
// Starts the demo, runs it twice and grabs the six screens in light and dark at 1440 px; with --all also
// the first start, a run under way, why it failed, the palette, the other places, and everything at 1000 px;
// with --run only what belongs to a run. --record writes the journal's events of all that as JSON lines.

#include "actions.h"
#include "core/resources.h"
#include "engine.h"
#include "mainwindow.h"
#include "menus.h"
#include "models/framesmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "palette.h"
#include "settings.h"
#include "theme.h"
#include "workspace.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

struct Picture
{
    const char *name;
    const char *place;
    bool isScreen;   // one of the six of the README
};

constexpr Picture pictures[] = {
    { "home", "home", true },     { "project", "projects", true },  { "run", "runs", true },
    { "connections", "connections", true }, { "invocation", "projects", true }, { "history", "history", true },
    { "client", "client", false }, { "cloud", "cloud", false },  { "settings", "settings", false },
};

class Photographer
{
public:
    Photographer(MainWindow &window, QDir folder)
        : m_window(window)
        , m_folder(std::move(folder))
    {
    }

    void take(const QString &name)
    {
        QTest::qWait(120);   // a batch and a repaint
        m_window.grab().save(m_folder.filePath(name + u".png"_s));
        std::printf("%s.png\n", qPrintable(name));
    }

    void takeAll(const QString &suffix, QSize size, bool all)
    {
        m_window.resize(size);
        for (const Picture &picture : pictures) {
            if (!picture.isScreen && !all)
                continue;
            const bool dashboard = QLatin1StringView(picture.name) == "project"_L1;   // not the call that was looked at last
            m_window.showPlace(QLatin1StringView(picture.place), dashboard ? u"dashboard"_s : QString());
            if (QLatin1StringView(picture.name) == "invocation"_L1)
                m_window.workspace().actions.showInvocation(slowCall());
            if (QLatin1StringView(picture.name) == "run"_L1)
                m_window.showPlace(u"runs"_s, u"test/"_s + m_window.workspace().run.problemIds().value(0));
            if (QLatin1StringView(picture.place) == "connections"_L1)
                chooseMessage();
            take(QLatin1StringView(picture.name) + suffix);
        }
    }

    // The call behind the failed check.
    QString slowCall() const
    {
        const FramesModel &frames = m_window.workspace().frames;
        for (int row = 0; row < frames.rowCount(); ++row) {
            if (frames.row(row).routeKey == "price"_L1 && frames.row(row).tookMs > 2000)
                return frames.row(row).requestId;
        }
        return {};
    }

    // Somebody's talk with the service, and its first message.
    void chooseMessage()
    {
        const FramesModel &frames = m_window.workspace().frames;
        for (int row = 0; row < frames.rowCount(); ++row) {
            if (frames.row(row).routeKey == "price"_L1 && frames.row(row).tookMs > 2000) {
                m_window.showPlace(u"connections"_s, frames.row(row).connectionId);
                break;
            }
        }
        QTest::qWait(200);
        const QList<QTableView *> tables = m_window.findChildren<QTableView *>();
        for (QTableView *table : tables) {
            if (table->isVisible() && table->accessibleName() == "Messages"_L1)
                table->selectRow(1);   // after its opening
        }
    }

private:
    MainWindow &m_window;
    QDir m_folder;
};

// What the journal said, for tests/data/recorded.
class Recorder : public QObject
{
public:
    Recorder(Journal &journal, const QString &path)
        : m_file(path)
    {
        if (!path.isEmpty() && m_file.open(QIODevice::WriteOnly)) {
            connect(&journal, &Journal::appended, this, [this](const QList<Event> &batch) {
                for (const Event &event : batch)
                    m_file.write(QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact) + '\n');
            }, Qt::QueuedConnection);
        }
    }

private:
    QFile m_file;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    app.setApplicationName(u"greenroom"_s);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "greenroom_shots FOLDER [--record FILE]\n");
        return 2;
    }
    registerResources();
    QDir().mkpath(arguments[1]);
    QTemporaryDir data;
    QDir(data.path()).mkdir(u"data"_s);
    Engine engine({ .dataFolder = data.filePath(u"data"_s) });
    MainWindow window(engine, data.filePath(u"data"_s), data.filePath(u"settings.ini"_s));
    Workspace &workspace = window.workspace();
    const qsizetype record = arguments.indexOf(u"--record"_s);
    Recorder recorder(engine.journal(), record > 0 ? arguments.value(record + 1) : QString());
    window.show();
    Photographer camera(window, QDir(arguments[1]));

    const bool runOnly = arguments.contains(u"--run"_s);
    const bool all = runOnly || arguments.contains(u"--all"_s);
    workspace.theme.setVariant(Theme::Variant::Light);
    window.resize(1440, 900);
    if (all)
        camera.take(u"first-start-light"_s);

    workspace.actions.startDemo();
    const auto summary = [&workspace]() -> const RunSummary & { return workspace.run.summary(); };
    if (!QTest::qWaitFor([&] { return summary().problems() > 0 && summary().isRunning(); }, 60000)) {
        std::fprintf(stderr, "The demo's run did not come to its problem.\n");
        return 1;
    }
    window.showPlace(u"runs"_s);
    for (const auto variant : { Theme::Variant::Light, Theme::Variant::Dark }) {
        if (!all)
            break;
        workspace.theme.setVariant(variant);
        const QString name = variant == Theme::Variant::Light ? u"-light"_s : u"-dark"_s;
        camera.take(u"live"_s + name);
        if (variant == Theme::Variant::Light) {
            window.resize(1000, 700);
            camera.take(u"live-compact"_s);
            window.resize(1600, 900);
            camera.take(u"live-wide"_s);
            window.resize(1440, 900);
            window.menus().action(u"palette"_s)->trigger();
            window.commandPalette().field().setText(u"re"_s);
            camera.take(u"palette-light"_s);
            window.commandPalette().hide();
        }
    }
    if (!QTest::qWaitFor([&] { return !summary().state.isEmpty() && !summary().isRunning(); }, 120000)) {
        std::fprintf(stderr, "The demo's run did not end.\n");
        return 1;
    }
    // A second run, so that history and strips have something to say.
    workspace.actions.runAgain();
    if (!QTest::qWaitFor([&] { return summary().isRunning(); }, 10000)
        || !QTest::qWaitFor([&] { return !summary().isRunning(); }, 120000)) {
        std::fprintf(stderr, "The second run did not end.\n");
        return 1;
    }

    for (const auto variant : { Theme::Variant::Light, Theme::Variant::Dark }) {
        if (!all)
            break;
        workspace.theme.setVariant(variant);
        const QString name = variant == Theme::Variant::Light ? u"-light"_s : u"-dark"_s;
        const QStringList problems = workspace.run.problemIds();
        window.showPlace(u"runs"_s, u"why/"_s + problems.value(0));
        camera.take(u"failure"_s + name);
        window.showPlace(u"runs"_s, u"test/"_s + problems.value(0));
        camera.take(u"run"_s + name);
        window.menus().action(u"tab.log"_s)->trigger();
        camera.take(u"drawer-log"_s + name);
        window.menus().action(u"tab.frames"_s)->trigger();
        camera.take(u"drawer-frames"_s + name);
        window.menus().action(u"tab.timeline"_s)->trigger();
    }
    for (const auto variant : { Theme::Variant::Light, Theme::Variant::Dark }) {
        if (runOnly)
            break;
        workspace.theme.setVariant(variant);
        const QString name = variant == Theme::Variant::Light ? u"-light"_s : u"-dark"_s;
        camera.takeAll(name, { 1440, 900 }, all);
        if (all)
            camera.takeAll(name + u"-1000"_s, { 1000, 700 }, all);
    }
    return 0;
}
