// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What recording costs: archiveload [calls]. Records that many calls of a handler that answers by its route response
// (four events each) as a host would, in batches of a hundred calls, and prints the CPU time one call takes.
#include "archive/archive.h"
#include "core/resources.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <ctime>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

constexpr int callsInABatch = 100;   // what ten milliseconds bring at ten thousand calls a second

const QByteArray body = R"({"action":"echo","text":"0123456789012345678901234567890123456789"})";
const QByteArray lambdaEvent
    = R"({"requestContext":{"apiId":"f4gcwv4rqv","connectedAt":1795400841969,"connectionId":"IGOrrtZ9TJECkH0=","domainName":)"
      R"("127.0.0.1:3001","eventType":"MESSAGE","extendedRequestId":"IGOrrcy95NJFU4c=","identity":{"sourceIp":"127.0.0.1"},)"
      R"("messageDirection":"IN","messageId":"IGOrrYVBzrZCkH0=","requestId":"IGOrrcy95NJFU4c=","requestTime":)"
      R"("23/Nov/2026:02:27:21 +0000","requestTimeEpoch":1795400841970,"routeKey":"echo","stage":"dev"},"body":)"
      R"("{\"action\":\"echo\",\"text\":\"0123456789012345678901234567890123456789\"}","isBase64Encoded":false})";

void recordCall(Journal &journal, int number)
{
    const QString connection = u"IGOrrtZ9TJECkH%1="_s.arg(number % 10);
    const QString request = u"IGOrrcy%1="_s.arg(number, 8, 10, QLatin1Char('0'));
    MessageReceived received;
    received.connectionId = connection;
    received.messageId = u"IGOrrYV%1="_s.arg(number, 8, 10, QLatin1Char('0'));
    received.opcode = u"text"_s;
    received.size = body.size();
    received.body = body;
    received.routeKey = u"echo"_s;
    received.requestId = request;
    journal.record(received);
    IntegrationInvoked invoked;
    invoked.apiId = u"f4gcwv4rqv"_s;
    invoked.requestId = request;
    invoked.connectionId = connection;
    invoked.routeKey = u"echo"_s;
    invoked.integration = u"AWS_PROXY"_s;
    invoked.function = u"echo"_s;
    invoked.event = lambdaEvent;
    journal.record(invoked);
    MessageSent sent;
    sent.connectionId = connection;
    sent.opcode = u"text"_s;
    sent.size = body.size();
    sent.body = body;
    sent.origin = u"response"_s;
    sent.routeKey = u"echo"_s;
    sent.requestId = request;
    journal.record(sent);
    IntegrationAnswered answered;
    answered.requestId = request;
    answered.connectionId = connection;
    answered.routeKey = u"echo"_s;
    answered.function = u"echo"_s;
    answered.outcome = u"ok"_s;
    answered.statusCode = 200;
    answered.result = R"({"statusCode":200,"body":"{\"action\":\"echo\",\"text\":\"0123456789012345678901234567890123456789\"}"})";
    answered.clientGot = body;
    answered.durationMs = 0.283548 + number * 0.000017;
    answered.queueMs = 0.001873;
    answered.handlerMs = 0.181234 + number * 0.000013;
    answered.answerMs = answered.durationMs - answered.queueMs - answered.handlerMs;
    answered.billedMs = 1;
    answered.memoryMb = 1024;
    answered.maxMemoryMb = 61.37890625;
    answered.lambdaRequestId = u"8f5a3c1e-4f0a-4b53-9d0c-%1"_s.arg(number, 12, 10, QLatin1Char('0'));
    answered.instance = u"echo-1"_s;
    journal.record(answered);
}

double cpuSeconds()
{
    timespec time = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    registerResources();
    const int calls = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const QTemporaryDir folder;
    Journal journal;
    Archive archive(journal, folder.path(), Recording::All);
    QObject::connect(&journal, &Journal::appended, &archive, &Archive::append);
    archive.open();
    double used = 0;
    for (int call = 0; call < calls; call += callsInABatch) {
        for (int i = 0; i < callsInABatch; ++i)
            recordCall(journal, call + i);
        const double before = cpuSeconds();
        journal.flush();
        used += cpuSeconds() - before;
    }
    archive.close();
    std::printf("{\"calls\":%d,\"microsecondsPerCall\":%.2f}\n", calls, used * 1e6 / calls);
    return 0;
}
