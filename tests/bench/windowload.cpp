// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The real window on a real engine under a stream of events: how long did the interface ever stand still?
//   windowload [--rate 2000] [--seconds 60]

#include "engine.h"
#include "mainwindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

constexpr int eventsPerExchange = 5;
constexpr int connections = 20;

QString connectionId(int number)
{
    return u"PJqB0fHsqRcC%1="_s.arg(number % connections, 3, 10, QLatin1Char('0'));
}

void openConnections(Journal &journal)
{
    for (int i = 0; i < connections; ++i) {
        ConnectionOpened opened;
        opened.connectionId = connectionId(i);
        opened.side = u"hosted"_s;
        journal.record(opened);
    }
}

// What a busy hosted API produces: a message, its invocation, a log line, the answer.
void recordExchange(Journal &journal, int number)
{
    const QString connection = connectionId(number);
    const QString request = u"R%1="_s.arg(number, 14, 10, QLatin1Char('0'));
    const QByteArray body = R"({"action":"say","room":"r1","text":"message )" + QByteArray::number(number) + "\"}";

    MessageReceived received;
    received.connectionId = connection;
    received.opcode = u"text"_s;
    received.size = body.size();
    received.body = body;
    received.routeKey = u"say"_s;
    received.requestId = request;
    journal.record(received);

    IntegrationInvoked invoked;
    invoked.requestId = request;
    invoked.connectionId = connection;
    invoked.routeKey = u"say"_s;
    invoked.integration = u"AWS_PROXY"_s;
    invoked.function = u"say"_s;
    journal.record(invoked);

    FunctionLogged logged;
    logged.function = u"say"_s;
    logged.requestId = request;
    logged.level = u"INFO"_s;
    logged.text = u"said in r1"_s;
    journal.record(logged);

    IntegrationAnswered answered;
    answered.requestId = request;
    answered.connectionId = connection;
    answered.routeKey = u"say"_s;
    answered.function = u"say"_s;
    answered.outcome = number % 50 == 0 ? u"error"_s : u"ok"_s;
    answered.durationMs = 3.5;
    answered.handlerMs = 2.5;
    journal.record(answered);

    MessageSent sent;
    sent.connectionId = connection;
    sent.opcode = u"text"_s;
    sent.size = body.size();
    sent.body = body;
    sent.requestId = request;
    journal.record(sent);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    app.setApplicationName(u"greenroom-bench"_s);
    QCommandLineParser parser;
    parser.addOptions({ { u"rate"_s, u"events a second"_s, u"n"_s, u"2000"_s },
                        { u"seconds"_s, u"how long"_s, u"s"_s, u"60"_s },
                        { u"place"_s, u"place to show"_s, u"id"_s, u"connections"_s } });
    parser.process(app);
    const int rate = parser.value(u"rate"_s).toInt();
    const int seconds = parser.value(u"seconds"_s).toInt();

    const QTemporaryDir folder;
    Engine engine({ .dataFolder = folder.path() });
    MainWindow window(engine);
    window.resize(1440, 900);
    window.show();

    QList<double> gaps;
    QElapsedTimer beat;
    QTimer pulse;
    pulse.setTimerType(Qt::PreciseTimer);
    QObject::connect(&pulse, &QTimer::timeout, &app, [&] {
        gaps.append(double(beat.nsecsElapsed()) / 1e6);
        beat.start();
    });

    std::atomic<int> produced = 0;
    std::jthread producer;
    openConnections(engine.journal());
    QTimer::singleShot(1000, &app, [&] {
        // The busiest place: one connection's messages, followed.
        window.showPlace(parser.value(u"place"_s), connectionId(0));
        beat.start();
        pulse.start(5);
        producer = std::jthread([&, exchanges = rate * seconds / eventsPerExchange](std::stop_token stop) {
            const auto start = std::chrono::steady_clock::now();
            for (int i = 0; i < exchanges && !stop.stop_requested(); ++i) {
                recordExchange(engine.journal(), i);
                produced += eventsPerExchange;
                std::this_thread::sleep_until(start
                                              + std::chrono::microseconds(qint64(i) * 1'000'000 * eventsPerExchange / rate));
            }
        });
    });
    qint64 arrived = 0;
    quint64 last = 0;
    bool ordered = true;
    QObject::connect(&engine.journal(), &Journal::appended, &app, [&](const QList<Event> &batch) {
        for (const Event &event : batch) {
            ordered = ordered && (last == 0 || event.sequence == last + 1);
            last = event.sequence;
        }
        arrived += batch.size();
    }, Qt::QueuedConnection);
    QTimer::singleShot((seconds + 3) * 1000, &app, &QApplication::quit);
    app.exec();

    std::sort(gaps.begin(), gaps.end());
    if (gaps.isEmpty())
        return 1;
    std::printf("\nthe window under %d events a second for %d s (%d events, %lld arrived, %s)\n"
                "  worst event-loop gap %.1f ms, p99 %.1f ms (bar: no stall over 100 ms)\n",
                rate, seconds, produced.load(), static_cast<long long>(arrived), ordered ? "in order" : "OUT OF ORDER",
                gaps.last(), gaps.at(gaps.size() * 99 / 100));
    return 0;
}
