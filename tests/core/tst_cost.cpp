// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the recorded traffic would cost: contract §10, rule by rule.
#include "core/cost.h"
#include "core/resources.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 start = 1'700'000'000'000;

// The journal of one host, as its gateway would write it.
class Story
{
public:
    Story &at(qint64 ms) { m_at = start + ms; return *this; }
    Story &add(Payload payload)
    {
        events.append({ quint64(events.size() + 1), m_at, std::move(payload) });
        return *this;
    }
    Story &project(const QString &region = u"us-east-1"_s, int memoryMb = 0)
    {
        ProjectOpened opened;
        opened.apiId = u"api"_s;
        opened.region = region;
        if (memoryMb > 0)
            opened.functions = { QJsonObject { { u"name"_s, u"say"_s }, { u"memoryMb"_s, memoryMb } } };
        return add(opened);
    }
    Story &listening(int port, const QString &apiId = u"api"_s, const QString &state = u"listening"_s)
    {
        ListeningChanged changed;
        changed.apiId = apiId;
        changed.state = state;
        changed.port = port;
        changed.wsUrl = u"ws://127.0.0.1:%1/dev"_s.arg(port);
        return add(changed);
    }
    Story &open(const QString &id = u"c1"_s, const QString &apiId = u"api"_s)
    {
        ConnectionOpened opened;
        opened.apiId = apiId;
        opened.connectionId = id;
        opened.side = u"hosted"_s;
        return add(opened);
    }
    Story &client(const QString &id, const QString &url, const QString &runId = {})
    {
        ConnectionOpened opened;
        opened.connectionId = id;
        opened.side = u"client"_s;
        opened.url = url;
        opened.runId = runId;
        return add(opened);
    }
    Story &close(const QString &id = u"c1"_s)
    {
        ConnectionClosed closed;
        closed.connectionId = id;
        return add(closed);
    }
    Story &receive(qint64 size, const QString &route = u"say"_s, const QString &id = u"c1"_s, const QString &opcode = u"text"_s)
    {
        MessageReceived received;
        received.connectionId = id;
        received.opcode = opcode;
        received.size = size;
        received.routeKey = route;
        return add(received);
    }
    Story &send(qint64 size, const QString &origin, const QString &route = {}, const QString &id = u"c1"_s, const QString &opcode = u"text"_s)
    {
        MessageSent sent;
        sent.connectionId = id;
        sent.opcode = opcode;
        sent.size = size;
        sent.origin = origin;
        sent.routeKey = route;
        return add(sent);
    }
    Story &invoke(const QString &requestId, const QString &route = u"say"_s, const QString &integration = u"AWS_PROXY"_s,
                  const QString &id = u"c1"_s)
    {
        IntegrationInvoked invoked;
        invoked.apiId = u"api"_s;
        invoked.requestId = requestId;
        invoked.connectionId = id;
        invoked.routeKey = route;
        invoked.integration = integration;
        invoked.function = integration == "MOCK"_L1 || integration == "HTTP_PROXY"_L1 ? QString() : u"say"_s;
        return add(invoked);
    }
    Story &answer(const QString &requestId, int billedMs, int memoryMb = 1024, const std::function<void(IntegrationAnswered &)> &more = {})
    {
        IntegrationAnswered answered;
        answered.requestId = requestId;
        answered.connectionId = u"c1"_s;
        answered.routeKey = u"say"_s;
        answered.function = u"say"_s;
        answered.outcome = u"ok"_s;
        answered.billedMs = billedMs;
        answered.memoryMb = memoryMb;
        answered.lambdaRequestId = u"uuid-"_s + requestId;
        if (more)
            more(answered);
        return add(answered);
    }
    Story &report(const QString &requestId, const QString &duration, int billedMs, const QString &more = {})
    {
        FunctionLogged logged;
        logged.function = u"say"_s;
        logged.requestId = requestId;
        logged.connectionId = u"c1"_s;
        logged.level = u"PLATFORM"_s;
        logged.text = u"REPORT RequestId: uuid-%1\tDuration: %2 ms\tBilled Duration: %3 ms\tMemory Size: 1024 MB\tMax Memory Used: 74 MB\t%4"_s
                          .arg(requestId, duration).arg(billedMs).arg(more);
        return add(logged);
    }

    UsageSums sums(const UsageSpan &span = {}, qint64 now = 0) const
    {
        UsageMeter meter(span);
        for (const Event &event : events)
            meter.take(event);
        return meter.sums(start + now);
    }

    QList<Event> events;

private:
    qint64 m_at = start;
};

Story story() { return {}; }

PriceList virginia() { return *builtinPrices(u"us-east-1"_s); }

UsageSums measured(const Usage &usage)
{
    UsageSums sums;
    sums.total = usage;
    sums.routes.insert(u"say"_s, usage);
    sums.connections.append({ u"c1"_s, {}, start, false, usage });
    sums.from = start;
    sums.until = start + qint64(hoursInMonth * 3'600'000);   // a whole month
    return sums;
}

double kind(const Cost &cost, const QString &name)
{
    for (const CostRow &row : cost.kinds) {
        if (row.name == name)
            return row.measured.value_or(-1);
    }
    return -2;
}

} // namespace

class TstCost : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void messageUnits_data();
    void messageUnits();
    void startedMinutes_data();
    void startedMinutes();
    void counted_data();
    void counted();
    void spans_data();
    void spans();
    void workedExample();
    void tiersAndFreeAmounts_data();
    void tiersAndFreeAmounts();
    void sumsAgree();
    void liveIsAsFromDisk();
    void deadLaunchesEnd();
    void builtInPricesSayDateAndSource();
    void unknownPricesAreSaid();
    void ownFileWins();
    void wrongFiles_data();
    void wrongFiles();
    void monthAndServer();
    void moneyTexts_data();
    void moneyTexts();
};

void TstCost::messageUnits_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<qint64>("units");
    QTest::newRow("an empty message is one") << 0LL << 1LL;
    QTest::newRow("a byte is one") << 1LL << 1LL;
    QTest::newRow("32 KB are one") << 32'768LL << 1LL;
    QTest::newRow("a byte more is two") << 32'769LL << 2LL;
    QTest::newRow("33 KB are two") << 33LL * 1024 << 2LL;
    QTest::newRow("128 KB are four") << 131'072LL << 4LL;
}

void TstCost::messageUnits()
{
    QFETCH(qint64, bytes);
    QFETCH(qint64, units);
    QCOMPARE(greenroom::messageUnits(bytes), units);
    const UsageSums sums = story().open().receive(bytes).send(bytes, u"response"_s, u"say"_s).sums();
    QCOMPARE(sums.total.unitsIn, units);
    QCOMPARE(sums.total.unitsOut, units);
}

void TstCost::startedMinutes_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<qint64>("minutes");
    QTest::newRow("no time is one") << 0LL << 1LL;
    QTest::newRow("a moment is one") << 1LL << 1LL;
    QTest::newRow("a minute is one") << 60'000LL << 1LL;
    QTest::newRow("a moment more is two") << 60'001LL << 2LL;
    QTest::newRow("two hours are 120") << 7'200'000LL << 120LL;
}

void TstCost::startedMinutes()
{
    QFETCH(qint64, ms);
    QFETCH(qint64, minutes);
    QCOMPARE(greenroom::startedMinutes(ms), minutes);
    // Rounded for each connection, not for their sum.
    const UsageSums closed = story().open(u"a"_s).open(u"b"_s).at(ms).close(u"a"_s).close(u"b"_s).sums();
    QCOMPARE(closed.total.minutes, 2 * minutes);
    QCOMPARE(story().open().sums({}, ms).total.minutes, minutes);   // what is open ends now
}

void TstCost::counted_data()
{
    QTest::addColumn<QList<Event>>("events");
    QTest::addColumn<Usage>("usage");
    QTest::addColumn<QString>("route");   // where it is booked
    const auto row = [](const char *name, const Story &story, Usage usage, const QString &route = u"say"_s) {
        QTest::newRow(name) << story.events << usage << route;
    };
    Usage one;
    one.messagesOut = one.unitsOut = 1;
    one.bytesOut = 10;
    row("a route response is a message out", story().send(10, u"response"_s, u"say"_s), one);
    row("an error frame is a message", story().send(10, u"error"_s, u"say"_s), one);
    row("an error frame without a route is a message", story().send(10, u"error"_s), one, QLatin1StringView(otherRow));
    row("a post is a message", story().send(10, u"post"_s), one, QLatin1StringView(postsRow));
    row("a binary message is one", story().send(10, u"response"_s, u"say"_s, u"c1"_s, u"binary"_s), one);
    for (const char *opcode : { "ping", "pong", "close" }) {
        row(qPrintable(u"a %1 is no message"_s.arg(QLatin1StringView(opcode))),
            story().receive(10, u"say"_s, u"c1"_s, QLatin1StringView(opcode)).send(10, u"person"_s, {}, u"c1"_s, QLatin1StringView(opcode)), {}, {});
    }
    Usage in;
    in.messagesIn = in.unitsIn = 1;
    row("a message no route takes is one", story().receive(10, {}), in, QLatin1StringView(otherRow));
    Usage call;
    call.calls = 1;
    call.billedMs = 12;
    call.megabyteMs = 12 * 1024;
    row("$connect is a call, no message", story().invoke(u"r"_s, u"$connect"_s).answer(u"r"_s, 12), call, u"$connect"_s);
    row("$disconnect is a call, no message", story().invoke(u"r"_s, u"$disconnect"_s).answer(u"r"_s, 12), call, u"$disconnect"_s);
    row("a warm call", story().invoke(u"r"_s).answer(u"r"_s, 12), call);
    row("a call whose beginning was forgotten", story().answer(u"r"_s, 12), call);
    row("a REPORT line and its answer are one bill", story().invoke(u"r"_s).report(u"r"_s, u"11.20"_s, 12).answer(u"r"_s, 12), call);
    row("an answer and its REPORT line are one bill", story().invoke(u"r"_s).answer(u"r"_s, 12).report(u"r"_s, u"11.20"_s, 12), call);
    row("an authoriser is a call of no route", story().invoke(u"r"_s, {}, u"AUTHORIZER"_s).answer(u"r"_s, 12), call, QLatin1StringView(otherRow));
    row("a function called by its name is a call of no route", story().invoke(u"r"_s, {}, u"INVOKE"_s).answer(u"r"_s, 12), call, QLatin1StringView(otherRow));
    row("a call nobody announced is told by its REPORT line", story().report(u"r"_s, u"11.20"_s, 12), call, QLatin1StringView(otherRow));
    row("what a function prints is no bill", story().add([] {
            FunctionLogged logged;
            logged.level = u"INFO"_s;
            logged.text = u"REPORT RequestId: x\tBilled Duration: 9 ms\tMemory Size: 128 MB\t"_s;
            return logged;
        }()), {}, {});
    Usage cold = call;
    cold.billedMs = 600'477;
    cold.megabyteMs = 600'477LL * 1024;
    row("init is billed: 600000.00 + 476.75 are 600477", story().invoke(u"r"_s).answer(u"r"_s, 0, 1024, [](IntegrationAnswered &answered) {
            answered.handlerMs = 600'000.00;
            answered.initMs = 476.75;
        }), cold);
    row("init is billed, by the REPORT line", story().invoke(u"r"_s).report(u"r"_s, u"600000.00"_s, 600'477, u"Init Duration: 476.75 ms\t"_s), cold);
    Usage late = call;
    late.billedMs = 29'000;
    late.megabyteMs = 29'000LL * 1024;
    late.lateCalls = 1;
    const auto gaveUp = [](IntegrationAnswered &answered) {
        answered.outcome = u"timeout"_s;
        answered.durationMs = 29'000;
        answered.lambdaRequestId.clear();
    };
    row("a late call is billed for the time we waited", story().invoke(u"r"_s).answer(u"r"_s, 0, 1024, gaveUp), late);
    Usage known = late;
    known.lateCalls = 0;
    known.billedMs = 31'000;
    known.megabyteMs = 31'000LL * 1024;
    row("a late call is billed in full once it reports", story().invoke(u"r"_s).answer(u"r"_s, 0, 1024, gaveUp).report(u"r"_s, u"31000.00"_s, 31'000), known);
    Usage assumed = call;
    assumed.megabyteMs = 12 * unknownMemoryMb;
    assumed.assumedMemory = 1;
    row("memory nobody said is assumed, and told", story().invoke(u"r"_s).answer(u"r"_s, 12, 0), assumed);
    Usage configured = call;
    configured.megabyteMs = 12 * 256;
    row("memory as the project says", story().project(u"us-east-1"_s, 256).invoke(u"r"_s).answer(u"r"_s, 12, 0), configured);
    Usage builtin = assumed;
    builtin.billedMs = 3;
    builtin.megabyteMs = 3 * unknownMemoryMb;
    row("a built-in handler is a function of the time measured", story().invoke(u"r"_s, u"say"_s, u"BUILTIN"_s)
            .answer(u"r"_s, 0, 0, [](IntegrationAnswered &answered) { answered.durationMs = 2.2; }), builtin);
    row("MOCK calls no function", story().invoke(u"r"_s, u"say"_s, u"MOCK"_s).answer(u"r"_s, 0, 0), {}, {});
    row("HTTP_PROXY calls no function", story().invoke(u"r"_s, u"say"_s, u"HTTP_PROXY"_s).answer(u"r"_s, 0, 0), {}, {});
    Usage suite;
    suite.suiteCalls = 1;
    row("a suite behind a route is not priced, and told", story().invoke(u"r"_s, u"say"_s, u"TEST_SUITE"_s).answer(u"r"_s, 0, 0), suite);
    Usage sums;
    sums.messagesIn = sums.unitsIn = 1000;
    sums.messagesOut = 10;
    sums.unitsOut = 31;
    sums.bytesOut = 1'000'000;
    sums.countedMessages = 1010;
    row("counted traffic is a lower bound, and told", story().add([] {
            TrafficCounted counted;
            counted.apiId = u"api"_s;
            counted.received = 1000;
            counted.receivedBytes = 10'000;
            counted.sent = 10;
            counted.sentBytes = 1'000'000;
            return counted;
        }()), sums, QLatin1StringView(countedRow));
}

void TstCost::counted()
{
    QFETCH(QList<Event>, events);
    QFETCH(Usage, usage);
    QFETCH(QString, route);
    UsageMeter meter;
    for (const Event &event : events)
        meter.take(event);
    const UsageSums sums = meter.sums(start);
    QCOMPARE(sums.total.messagesIn, usage.messagesIn);
    QCOMPARE(sums.total.messagesOut, usage.messagesOut);
    QCOMPARE(sums.total.calls, usage.calls);
    QCOMPARE(sums.total.billedMs, usage.billedMs);
    QCOMPARE(sums.total.megabyteMs, usage.megabyteMs);
    QVERIFY(sums.total == usage);
    QCOMPARE(sums.routes.keys(), route.isEmpty() ? QStringList() : QStringList { route });
}

void TstCost::spans_data()
{
    QTest::addColumn<QList<Event>>("events");
    QTest::addColumn<QString>("runId");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("until");
    QTest::addColumn<qint64>("in");
    QTest::addColumn<qint64>("out");
    QTest::addColumn<qint64>("minutes");
    QTest::addColumn<qint64>("calls");
    const auto row = [](const char *name, const Story &story, const QString &runId, qint64 from, qint64 until, qint64 in,
                        qint64 out, qint64 minutes, qint64 calls) {
        QTest::newRow(name) << story.events << runId << from << until << in << out << minutes << calls;
    };
    Story hosted;
    hosted.listening(3001).open().receive(1).client(u"client-1"_s, u"ws://localhost:3001/dev"_s, u"run"_s)
        .send(1, u"step"_s, {}, u"client-1"_s).at(30'000).close().close(u"client-1"_s);
    row("what we host is counted on the host's side only", hosted, {}, 0, 0, 1, 0, 1, 0);
    row("a run is what the hosts it spoke to did", hosted, u"run"_s, 0, 0, 1, 0, 1, 0);
    row("another run spoke to nobody", hosted, u"other"_s, 0, 0, 0, 0, 0, 0);
    Story remote;
    remote.client(u"client-1"_s, u"wss://abc.execute-api.us-east-1.amazonaws.com/dev"_s, u"run"_s).send(40'000, u"step"_s, {}, u"client-1"_s)
        .receive(1, {}, u"client-1"_s).receive(1, {}, u"client-1"_s).at(61'000).close(u"client-1"_s);
    row("elsewhere our client's side is all we see", remote, u"run"_s, 0, 0, 2, 2, 2, 0);
    row("a port somebody had before is not our host", story().listening(3001).listening(3001, u"api"_s, u"stopped"_s).at(60'000)
            .client(u"client-1"_s, u"ws://127.0.0.1:3001/"_s).send(1, u"step"_s, {}, u"client-1"_s).close(u"client-1"_s), {}, 0, 0, 1, 0, 1, 0);
    row("another machine's port of the same number is not our host", story().listening(3001)
            .client(u"client-1"_s, u"ws://192.0.2.1:3001/"_s).send(1, u"step"_s, {}, u"client-1"_s).close(u"client-1"_s), {}, 0, 0, 1, 0, 1, 0);
    Story long_;
    long_.open().receive(1).at(600'000).receive(1).at(1'200'000).receive(1).close();
    row("before the span is context", long_, {}, start + 500'000, 0, 2, 0, 12, 0);
    row("after the span is not counted", long_, {}, start + 1, start + 660'001, 1, 0, 11, 0);
    row("who left before the span is not counted", long_, {}, start + 2'000'000, 0, 0, 0, 0, 0);
    row("the end of a connection belongs to its beginning", story().open().at(1000).close().at(1001)
            .invoke(u"r"_s, u"$disconnect"_s).answer(u"r"_s, 5), {}, start, start + 1000, 0, 0, 1, 1);
    row("a call that ends later belongs to its beginning", story().open().invoke(u"r"_s).at(2000).answer(u"r"_s, 5),
        {}, start, start + 1000, 0, 0, 1, 1);
    row("a call that began before is not counted", story().invoke(u"r"_s).at(2000).answer(u"r"_s, 5), {}, start + 1000, start + 3000, 0, 0, 0, 0);
}

void TstCost::spans()
{
    QFETCH(QList<Event>, events);
    QFETCH(QString, runId);
    QFETCH(qint64, from);
    QFETCH(qint64, until);
    QFETCH(qint64, in);
    QFETCH(qint64, out);
    QFETCH(qint64, minutes);
    QFETCH(qint64, calls);
    UsageMeter meter({ from, until, runId });
    for (const Event &event : events)
        meter.take(event);
    const UsageSums sums = meter.sums(start + 1000);
    QCOMPARE(sums.total.unitsIn, in);
    QCOMPARE(sums.total.unitsOut, out);
    QCOMPARE(sums.total.minutes, minutes);
    QCOMPARE(sums.total.calls, calls);
    QCOMPARE(sums.total.billedMs, calls * 5);
}

void TstCost::workedExample()
{
    // 1,000 users, 12 hours a day for 30 days.
    Usage usage;
    usage.minutes = 1000LL * 12 * 60 * 30;
    usage.unitsIn = usage.messagesIn = 6'000'000;
    usage.unitsOut = usage.messagesOut = 12'000'000;
    QCOMPARE(usage.minutes, 21'600'000);
    const Cost cost = costOf(measured(usage), virginia(), {});
    QCOMPARE(kind(cost, u"Connection minutes"_s), 5.40);
    QCOMPARE(kind(cost, u"Messages from clients"_s) + kind(cost, u"Messages to clients"_s), 18.00);
    QCOMPARE(*cost.total.measured, 23.40);
    QCOMPARE(*cost.total.month, 23.40);
    QCOMPARE(moneyText(cost.serverMonth), u"$12.26"_s);
}

void TstCost::tiersAndFreeAmounts_data()
{
    QTest::addColumn<int>("item");
    QTest::addColumn<double>("quantity");
    QTest::addColumn<int>("freeTier");
    QTest::addColumn<double>("amount");
    const auto row = [](const char *name, Item item, double quantity, FreeTier tier, double amount) {
        QTest::newRow(name) << int(item) << quantity << int(tier) << amount;
    };
    row("a million messages", Item::Messages, 1e6, FreeTier::Off, 1.00);
    row("the edge: a billion", Item::Messages, 1e9, FreeTier::Off, 1000.00);
    row("beyond the edge a million is 0.80", Item::Messages, 1.001e9, FreeTier::Off, 1000.80);
    row("two billion", Item::Messages, 2e9, FreeTier::Off, 1800.00);
    row("every account's allowances have no messages", Item::Messages, 1e6, FreeTier::Ever, 1.00);
    row("a million messages are free in the first year", Item::Messages, 1e6, FreeTier::FirstYear, 0.00);
    row("one more than free", Item::Messages, 2e6, FreeTier::FirstYear, 1.00);
    row("free messages count towards the tiers", Item::Messages, 2e9, FreeTier::FirstYear, 1799.00);
    row("750,000 minutes are free in the first year", Item::ConnectionMinutes, 750'000, FreeTier::FirstYear, 0.00);
    row("minutes beyond", Item::ConnectionMinutes, 1'750'000, FreeTier::FirstYear, 0.25);
    row("a million calls", Item::LambdaRequests, 1e6, FreeTier::Off, 0.20);
    row("a million calls are free for ever", Item::LambdaRequests, 1e6, FreeTier::Ever, 0.00);
    row("GB-seconds, x86", Item::GbSecondsX86, 1e6, FreeTier::Off, 16.6667);
    row("GB-seconds, Arm", Item::GbSecondsArm, 1e6, FreeTier::Off, 13.3334);
    row("400,000 GB-seconds are free for ever", Item::GbSecondsX86, 1.4e6, FreeTier::Ever, 16.6667);
    row("nothing costs nothing", Item::Messages, 0, FreeTier::Off, 0.00);
}

void TstCost::tiersAndFreeAmounts()
{
    QFETCH(int, item);
    QFETCH(double, quantity);
    QFETCH(int, freeTier);
    QFETCH(double, amount);
    const double cost = virginia().figure(Item(item)).cost(quantity, FreeTier(freeTier));
    QVERIFY2(std::abs(cost - amount) < 1e-9, qPrintable(QString::number(cost, 'f', 9)));
}

void TstCost::sumsAgree()
{
    QRandomGenerator random(20261124);
    Story told;
    told.project().listening(3001);
    const QStringList routes { u"say"_s, u"join"_s, u"$default"_s };
    for (int i = 0; i < 2000; ++i) {
        const QString id = u"c%1"_s.arg(i % 37);
        const QString route = routes.at(int(random.bounded(3u)));
        told.at(i * 997LL);
        if (i < 37)
            told.open(id);
        told.receive(random.bounded(131'072), route, id).invoke(u"r%1"_s.arg(i), route, u"AWS_PROXY"_s, id)
            .answer(u"r%1"_s.arg(i), int(random.bounded(1u, 3000u)), 512).send(random.bounded(131'072), u"response"_s, route, id)
            .send(100, u"post"_s, {}, id);
        if (i >= 2000 - 20)
            told.close(id);
    }
    CostSettings settings;
    settings.freeTier = FreeTier::FirstYear;   // spread evenly, so the sums must still agree
    settings.hoursAMonth = 88;
    const Cost cost = costOf(told.sums({}, 2'000'000), virginia(), settings);
    QCOMPARE(cost.sums.connections.size(), 37);
    Usage byRoute, byConnection;
    double amounts[3] = {}, months[3] = {};
    for (const CostRow &row : cost.routes)
        byRoute += row.usage;
    for (const CostRow &row : cost.connections)
        byConnection += row.usage;
    const QList<CostRow> *tables[] = { &cost.kinds, &cost.routes, &cost.connections };
    for (int i = 0; i < 3; ++i) {
        for (const CostRow &row : *tables[i]) {
            amounts[i] += *row.measured;
            months[i] += *row.month;
        }
    }
    QVERIFY(byRoute == cost.sums.total);
    QVERIFY(byConnection == cost.sums.total);
    QCOMPARE(cost.sums.total.calls, 2000);
    QVERIFY(*cost.total.month > 0.1);
    for (int i = 0; i < 3; ++i) {
        QVERIFY2(std::abs(amounts[i] - *cost.total.measured) < 1e-9, qPrintable(QString::number(i)));
        QVERIFY2(std::abs(months[i] - *cost.total.month) < 1e-9, qPrintable(QString::number(i)));
    }
}

void TstCost::liveIsAsFromDisk()
{
    const Story told = story().open().receive(40'000).invoke(u"r"_s).at(500).answer(u"r"_s, 400).at(90'000).send(1, u"post"_s).close();
    UsageMeter live;
    for (const Event &event : told.events) {
        live.take(event);
        (void)live.sums(event.at);   // asking changes nothing
    }
    const UsageSums sums = live.sums(start + 1'000'000);
    QVERIFY(sums.total == told.sums({}, 5'000'000).total);
    QCOMPARE(sums.total.minutes, 2);
    QCOMPARE(sums.until, start + 90'000);
    // The same facts by way of their form on disk.
    UsageMeter disk;
    for (const Event &event : told.events)
        disk.take(*eventFromJson(toJson(event)));
    QVERIFY(disk.sums(start + 1'000'000).total == sums.total);
}

void TstCost::deadLaunchesEnd()
{
    UsageMeter meter;
    const Story first = story().open(u"dead"_s).at(50'000).receive(1, u"say"_s, u"dead"_s);
    for (const Event &event : first.events)
        meter.take(event);
    meter.endLaunch(start + 55'000);
    meter.take(story().open(u"alive"_s).events.first());
    meter.endLaunch(std::nullopt);   // its program lives
    const UsageSums sums = meter.sums(start + 3'600'000);
    QCOMPARE(sums.total.minutes, 1 + 60);
}

void TstCost::builtInPricesSayDateAndSource()
{
    QCOMPARE(regionsWithPrices(), QStringList({ u"eu-west-1"_s, u"us-east-1"_s }));
    for (const QString &region : regionsWithPrices()) {
        const Result<PriceList> list = builtinPrices(region);
        QVERIFY2(list, list ? "" : qPrintable(list.error().text));
        QCOMPARE(list->region, region);
        for (const Figure &figure : list->figures)
            QVERIFY(!figure.isKnown() || (!figure.date.isEmpty() && !figure.source.isEmpty()));
    }
    for (const Figure &figure : virginia().figures)
        QVERIFY(figure.isKnown());
    QCOMPARE(virginia().servers.size(), 5);
    QCOMPARE(virginia().server(u"t3.medium"_s)->hourly, 0.0416);
}

void TstCost::unknownPricesAreSaid()
{
    Usage usage;
    usage.unitsIn = usage.calls = 1'000'000;
    usage.megabyteMs = 1024LL * 1000 * 1'000'000;
    const Cost ireland = costOf(measured(usage), *builtinPrices(u"eu-west-1"_s), {});
    QVERIFY(!ireland.total.measured);
    QVERIFY(!ireland.total.month);
    QCOMPARE(kind(ireland, u"Function time"_s), 16.6667);   // known there
    QCOMPARE(kind(ireland, u"Messages from clients"_s), -1.0);
    QVERIFY2(ireland.notes.first().contains("No price is known for messages, calls of functions in eu-west-1"_L1), qPrintable(ireland.notes.first()));
    QVERIFY(!ireland.server());
    QVERIFY(ireland.toJson().value("amount"_L1).isNull());
    const Cost nowhere = costOf(measured(usage), *builtinPrices(u"mars-north-1"_s), {});
    QVERIFY(!nowhere.total.measured);
    // What is not used need not be known.
    Usage compute;
    compute.megabyteMs = 1024LL * 1000 * 1'000'000;
    QCOMPARE(*costOf(measured(compute), *builtinPrices(u"eu-west-1"_s), {}).total.measured, 16.6667);
}

void TstCost::ownFileWins()
{
    const Result<PriceList> own = readPrices("region: eu-west-1\nfigures:\n  messages:\n    per: 1000000\n    tiers:\n      - price: 1.14\n"
                                             "    date: 2026-11-24\n    source: the console\n"
                                             "servers:\n  t4g.small: { hourly: 0.0184, about: two cores, date: 2026-11, source: the console }\n",
                                             u"own.yaml"_s);
    QVERIFY2(own, own ? "" : qPrintable(own.error().text));
    PriceList list = *builtinPrices(u"eu-west-1"_s);
    list.overlay(*own);
    Usage usage;
    usage.unitsOut = 1'000'000;
    const Cost cost = costOf(measured(usage), list, {});
    QCOMPARE(*cost.total.measured, 1.14);
    QCOMPARE(*cost.serverMonth, 0.0184 * 730);
    QCOMPARE(list.figure(Item::GbSecondsArm).tiers.first().price, 0.0000133334);
    QCOMPARE(cost.toJson()["prices"_L1]["messages"_L1]["source"_L1].toString(), u"the console"_s);
}

void TstCost::wrongFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const QByteArray head = "region: x\nfigures:\n  messages:\n";
    QTest::newRow("no YAML") << QByteArray("region: [") << u"own.yaml:"_s;
    QTest::newRow("no mapping") << QByteArray("- 1") << u"a price list is a mapping"_s;
    QTest::newRow("no region") << QByteArray("currency: USD") << u"“region” is missing"_s;
    QTest::newRow("another currency") << QByteArray("region: x\ncurrency: EUR") << u"own.yaml:2:11: prices are in USD, not “EUR”"_s;
    QTest::newRow("an unknown figure") << QByteArray("region: x\nfigures:\n  mesages: {}") << u"own.yaml:3:3: there is no “mesages”; did you mean “messages”?"_s;
    QTest::newRow("no date") << head + "    per: 1\n    tiers: [{ price: 1 }]\n    source: s" << u"“date” is missing"_s;
    QTest::newRow("no source") << head + "    per: 1\n    tiers: [{ price: 1 }]\n    date: 2026-01" << u"“source” is missing"_s;
    QTest::newRow("a date that is none") << head + "    per: 1\n    tiers: [{ price: 1 }]\n    date: last May\n    source: s" << u"“date” is when"_s;
    QTest::newRow("a price that is none") << head + "    per: 1\n    tiers: [{ price: cheap }]\n    date: 2026-01\n    source: s" << u"not “cheap”"_s;
    QTest::newRow("a negative price") << head + "    per: 1\n    tiers: [{ price: -1 }]\n    date: 2026-01\n    source: s" << u"“price” is a number from 0"_s;
    QTest::newRow("per nothing") << head + "    per: 0\n    tiers: [{ price: 1 }]\n    date: 2026-01\n    source: s" << u"more than 0"_s;
    QTest::newRow("no tiers") << head + "    per: 1\n    tiers: []\n    date: 2026-01\n    source: s" << u"at least one price"_s;
    QTest::newRow("tiers without an edge") << head + "    per: 1\n    tiers: [{ price: 1 }, { price: 2 }]\n    date: 2026-01\n    source: s" << u"every tier but the last"_s;
    QTest::newRow("a last tier with an edge") << head + "    per: 1\n    tiers: [{ upTo: 5, price: 1 }]\n    date: 2026-01\n    source: s" << u"every tier but the last"_s;
    QTest::newRow("tiers in disorder") << head + "    per: 1\n    tiers: [{ upTo: 5, price: 1 }, { upTo: 4, price: 1 }, { price: 1 }]\n    date: 2026-01\n    source: s" << u"in the order"_s;
    QTest::newRow("free for a while") << head + "    per: 1\n    tiers: [{ price: 1 }]\n    free: { amount: 1, for: a while }\n    date: 2026-01\n    source: s" << u"ever or first-year"_s;
}

void TstCost::wrongFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const Result<PriceList> list = readPrices(text, u"own.yaml"_s);
    QVERIFY(!list);
    QVERIFY2(list.error().text.contains(says), qPrintable(list.error().text));
}

void TstCost::monthAndServer()
{
    // A tenth of an hour: 3,600 messages, ten a second.
    UsageSums sums = measured([] { Usage usage; usage.unitsIn = 3600; return usage; }());
    sums.until = sums.from + 360'000;
    Cost cost = costOf(sums, virginia(), {});
    QCOMPARE(cost.messagesASecond, 10.0);
    QCOMPARE(*cost.total.measured, 0.0036);
    QVERIFY(std::abs(*cost.total.month - 26.28) < 1e-9);   // 26.28 million
    QVERIFY(std::abs(*cost.equalAtMessagesASecond - 10 * 12.264 / 26.28) < 1e-6);
    CostSettings office;
    office.hoursAMonth = 88;
    office.server = u"t3.micro"_s;
    cost = costOf(sums, virginia(), office);
    QVERIFY(std::abs(*cost.total.month - 26.28 * 88 / 730) < 1e-9);
    QVERIFY(std::abs(*cost.serverMonth - 7.592) < 1e-9);
    // At the rate where both are equal, both are equal: also where an allowance bends the line.
    office.freeTier = FreeTier::FirstYear;
    cost = costOf(sums, virginia(), office);
    sums.total.unitsIn = qint64(*cost.equalAtMessagesASecond * 360);
    QVERIFY(std::abs(*costOf(sums, virginia(), office).total.month - *cost.serverMonth) < 0.01);
    // A moment says nothing about a month.
    sums.until = sums.from + 500;
    cost = costOf(sums, virginia(), {});
    QVERIFY(cost.total.measured && !cost.total.month && !cost.equalAtMessagesASecond);
    QVERIFY(cost.notes.last().contains("Too little"_L1));
}

void TstCost::moneyTexts_data()
{
    QTest::addColumn<Money>("money");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << Money(0.0) << u"$0.00"_s;
    QTest::newRow("hardly anything") << Money(0.00002) << u"under $0.0001"_s;
    QTest::newRow("little") << Money(0.0033) << u"$0.0033"_s;
    QTest::newRow("a dollar") << Money(0.99999) << u"$1.00"_s;
    QTest::newRow("some") << Money(50.17) << u"$50.17"_s;
    QTest::newRow("much") << Money(1204.0) << u"$1,204.00"_s;
    QTest::newRow("not known") << Money() << u"not known"_s;
}

void TstCost::moneyTexts()
{
    QFETCH(Money, money);
    QFETCH(QString, text);
    QCOMPARE(moneyText(money), text);
}

QTEST_GUILESS_MAIN(TstCost)
#include "tst_cost.moc"
