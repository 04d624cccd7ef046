// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A connection with 100,000 messages of 1 kB in the real window: how quick are scrolling and filtering, and
// what do they cost in memory?
//   windowframes [--frames 100000]

#include "engine.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "models/framelist.h"
#include "models/framesmodel.h"
#include "widgets/filterline.h"
#include "workspace.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

const QString connection = u"PJqB0fHsqRcC000="_s;

double residentMb()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    return -1;
}

void settle(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

void feedFrames(JournalFeed &feed, int count)
{
    QList<Event> batch;
    ConnectionOpened opened;
    opened.connectionId = connection;
    opened.side = u"hosted"_s;
    batch << Event { 1, 1'700'000'000'000, opened };
    for (int i = 0; i < count; ++i) {
        MessageReceived message;
        message.connectionId = connection;
        message.opcode = u"text"_s;
        message.body = R"({"action":"say","seq":)" + QByteArray::number(i) + (i % 50 == 0 ? R"(,"text":"places please")" : "") + R"(,"filler":")" + QByteArray(940, 'x') + "\"}";
        message.size = message.body.size();
        message.routeKey = i % 7 ? u"say"_s : u"history"_s;
        message.requestId = u"R%1="_s.arg(i, 14, 10, QLatin1Char('0'));
        batch << Event { quint64(i) + 2, 1'700'000'000'000 + i * 4, message };
        if (batch.size() == 2000) {
            feed.feed(batch);
            batch.clear();
        }
    }
    feed.feed(batch);
}

double scroll(QTableView &table, int steps)
{
    QScrollBar *bar = table.verticalScrollBar();
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < steps; ++i) {
        bar->setValue(int(qint64(bar->maximum()) * i / steps));
        table.viewport()->repaint();
    }
    return 1000.0 * steps / double(qMax<qint64>(1, clock.elapsed()));
}

void filter(FilterLine &line, const FrameList &list, const QString &text)
{
    line.setText(text);
    QElapsedTimer clock;
    clock.start();
    emit line.returnPressed();
    const qint64 first = clock.elapsed();
    const int there = list.rowCount();
    while (list.isSearching())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    std::printf("  filter %-28s first %d rows after %lld ms, all %d after %lld ms (bar: first screenful under 100 ms)\n",
                qPrintable(u'"' + text + u'"'), there, first, list.frameCount(), clock.elapsed());
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    app.setApplicationName(u"greenroom-bench"_s);
    QCommandLineParser parser;
    parser.addOptions({ { u"frames"_s, u"messages of 1 kB"_s, u"n"_s, u"100000"_s } });
    parser.process(app);
    const QTemporaryDir folder;
    Engine engine({ .dataFolder = folder.path() });
    MainWindow window(engine);
    window.resize(1440, 900);
    window.show();
    settle(500);
    const double before = residentMb();
    const int frames = parser.value(u"frames"_s).toInt();
    feedFrames(window.feed(), frames);
    window.showPlace(u"connections"_s, connection);
    settle(500);
    QTableView *table = nullptr;
    FilterLine *line = nullptr;
    for (QTableView *view : window.findChildren<QTableView *>())
        table = view->isVisible() && qobject_cast<FrameList *>(view->model()) ? view : table;
    for (FilterLine *other : window.findChildren<FilterLine *>())
        line = other->isVisible() ? other : line;
    if (!table || !line) {
        std::fprintf(stderr, "There is no list of messages to look at.\n");
        return 1;
    }
    const auto *list = qobject_cast<FrameList *>(table->model());
    std::printf("\na connection with %d messages of 1 kB in the window\n", frames);
    std::printf("  memory %.0f MB, of it for the messages %.0f MB (bar: 300 MB in all)\n", residentMb(), residentMb() - before);
    std::printf("  scrolling %.0f pictures a second (bar: 50)\n", scroll(*table, 300));
    for (const char *text : { "places", "/places\\s+pl/", "route:history", "size:>1kB", "nowhere to be found" })
        filter(*line, *list, QLatin1StringView(text));
    return 0;
}
