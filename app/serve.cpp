// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "options.h"
#include "signals.h"
#include "terminal.h"

#include "core/projectsettings.h"
#include "core/suite.h"
#include "engine.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype mostWaiting = 8 * 1024 * 1024;   // of lines for a reader that stands still

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Hosts a serverless WebSocket project as API Gateway and Lambda would.\n\n"
        "  greenroom serve                      the built-in demo on port 3001\n"
        "  greenroom serve shop/serverless.yml --stage dev --port 0\n"
        "  greenroom serve --suite checks.greenroom.yaml\n"
        "  greenroom serve --guest 8h           a page on which guests press Start; prints its link\n\n"
        "Prints “ready WS-URL HTTP-URL” when it can accept, then one line per event."_s);
    parser.addPositionalArgument(u"PROJECT"_s, u"A folder or project file; builtin:demo (the default) or builtin:echo."_s, u"[PROJECT]"_s);
    parser.addOptions({
        { u"host"_s, u"Address to listen on."_s, u"ADDRESS"_s, u"localhost"_s },
        { u"port"_s, u"Port; 0 takes a free one."_s, u"PORT"_s, u"3001"_s },
        { u"stage"_s, u"Stage; the file's own if not given."_s, u"NAME"_s },
        { u"suite"_s, u"Test suite to put behind a route “start”; may be repeated."_s, u"FILE"_s },
        { u"guest"_s, u"Let guests start the first suite with a “blind” block from a page, and print its link: valid for a time like "
                      "8h or 30m, or “open” for everybody who can reach this host."_s, u"TIME"_s },
        { u"env-file"_s, u"File of NAME=value lines for ${env:…} and functions; may be repeated."_s, u"FILE"_s },
        { u"quotas"_s, u"aws, off, or key=value,… over AWS's numbers: %1."_s.arg(Quotas::keys().join(u", "_s)), u"QUOTAS"_s, u"aws"_s },
        { u"serial"_s, u"One message at a time per connection, for debugging."_s },
        { u"faults"_s, u"Trouble on demand: a YAML list of { at: 5s, connection: any, do: cut }; “help” prints its form."_s, u"FILE"_s },
        { u"record"_s, u"What of the traffic is kept on disk: all, meta or off."_s, u"WHAT"_s, u"all"_s },
        { u"archive-limit"_s, u"How large the archive may grow; the oldest traffic and logs go first."_s, u"SIZE"_s, u"512MiB"_s },
        { u"allow-origin"_s, u"Origin of a web page that may connect; may be repeated."_s, u"ORIGIN"_s },
        { u"allow-host"_s, u"Host name under which this host may be reached; may be repeated."_s, u"HOST"_s },
        { u"settings"_s, u"Settings instead of greenroom.project.yaml beside the project."_s, u"FILE"_s },
        { u"template"_s, u"Which project file of a folder that holds several."_s, u"FILE"_s },
        { u"format"_s, u"Lines as text or json."_s, u"FORMAT"_s, u"text"_s },
        dataDirOption(),
    });
}

// --guest 8h, --guest open
bool readGuests(const QCommandLineParser &parser, HostRequest &request)
{
    const QString given = parser.value(u"guest"_s);
    request.guests = parser.isSet(u"guest"_s);
    if (!request.guests || given == "open"_L1)
        return true;
    request.guestsMs = parseDuration(given).value_or(0);
    if (request.guestsMs == 0)
        printError(u"--guest takes a time like 8h or 30m, or open, not “%1”."_s.arg(given));
    return request.guestsMs > 0;
}

bool readFaultsOption(const QCommandLineParser &parser, HostRequest &request)
{
    if (!parser.isSet(u"faults"_s))
        return true;
    const FaultsReading reading = readFaults(parser.value(u"faults"_s));
    for (const Problem &problem : reading.problems)
        printError(toLine(problem));
    request.faults = reading.faults;
    return reading.problems.isEmpty();
}

std::optional<HostRequest> hostRequest(const QCommandLineParser &parser)
{
    HostRequest request;
    request.project = parser.positionalArguments().value(0, u"builtin:demo"_s);
    bool isNumber = false;
    const uint port = parser.value(u"port"_s).toUInt(&isNumber);
    if (!isNumber || port > 65535) {
        printError(u"--port takes 0 to 65535, not “%1”."_s.arg(parser.value(u"port"_s)));
        return std::nullopt;
    }
    if (const Result<Quotas> quotas = Quotas::parse(parser.value(u"quotas"_s)); !quotas) {
        printError(quotas.error().text);
        return std::nullopt;
    }
    // As API Gateway takes them; another could not be reached, and would break the line “ready”.
    static const QRegularExpression stageName(u"\\A[A-Za-z0-9_$-]{1,128}\\z"_s);
    if (const QString stage = parser.value(u"stage"_s); parser.isSet(u"stage"_s) && !stageName.match(stage).hasMatch()) {
        printError(u"--stage takes letters, digits, “-” and “_”, not “%1”."_s.arg(stage));
        return std::nullopt;
    }
    if (!request.project.startsWith("builtin:"_L1) && !QFileInfo::exists(request.project)) {
        printError(u"There is no project %1."_s.arg(request.project));
        return std::nullopt;
    }
    const struct { QString option; bool (*holds)(const QString &); QString wanted; } shapes[] = {
        { u"allow-origin"_s, &isOrigin, u"an origin like https://example.org or http://localhost:8080"_s },
        { u"allow-host"_s, &isHostName, u"a host like example.org or example.org:3001"_s },
    };
    for (const auto &[option, holds, wanted] : shapes) {
        const QStringList values = parser.values(option);
        for (const QString &value : values) {
            if (!holds(value)) {
                printError(u"--%1 takes %2, not “%3”."_s.arg(option, wanted, value));
                return std::nullopt;
            }
        }
    }
    for (const QString &option : { u"env-file"_s, u"settings"_s }) {
        const QStringList files = parser.values(option);
        for (const QString &file : files) {
            if (!QFileInfo(file).isFile()) {
                printError(u"--%1: there is no file %2."_s.arg(option, file));
                return std::nullopt;
            }
        }
    }
    const QStringList suites = parser.values(u"suite"_s);
    for (const QString &suite : suites) {
        if (!QFileInfo(suite).isFile()) {
            printError(u"There is no suite %1."_s.arg(suite));
            return std::nullopt;
        }
        request.suites.append(QFileInfo(suite).absoluteFilePath());
    }
    if (!readGuests(parser, request))
        return std::nullopt;
    if (!readFaultsOption(parser, request))
        return std::nullopt;
    request.serial = parser.isSet(u"serial"_s);
    request.host = parser.value(u"host"_s);
    request.port = int(port);
    request.quotas = parser.value(u"quotas"_s);
    request.options.stage = parser.value(u"stage"_s);
    request.options.envFiles = parser.values(u"env-file"_s);
    request.options.settingsFile = parser.value(u"settings"_s);
    request.options.templateFile = parser.value(u"template"_s);
    request.allowedOrigins = parser.values(u"allow-origin"_s);
    request.allowedHosts = parser.values(u"allow-host"_s);
    return request;
}

} // namespace

int serveCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const std::optional<int> code = parseOptions(parser, u"serve"_s, arguments))
        return *code;
    if (parser.value(u"faults"_s) == "help"_L1) {
        printOut(faultsHelp());
        return ExitGood;
    }
    if (parser.positionalArguments().size() > 1) {
        printError(u"“serve” hosts one project; %1 were given."_s.arg(parser.positionalArguments().size()));
        return ExitWrongCall;
    }
    const QString format = parser.value(u"format"_s);
    if (format != "text"_L1 && format != "json"_L1) {
        printError(u"--format takes text or json, not “%1”."_s.arg(format));
        return ExitWrongCall;
    }
    std::optional<HostRequest> request = hostRequest(parser);
    const std::optional<Recording> recording = recordingOf(parser.value(u"record"_s));
    const std::optional<qint64> archiveLimit = archiveLimitOf(parser.value(u"archive-limit"_s));
    if (!request || !recording || !archiveLimit)
        return ExitWrongCall;
    const std::optional<QString> folder = openDataFolder(parser);
    if (!folder)
        return ExitNotReady;
    request->dataFolder = *folder;

    const Signals signalsOfOurs;
    QObject::connect(&signalsOfOurs, &Signals::stopRequested, qApp, [] { QCoreApplication::quit(); });
    Terminal terminal(format == "json"_L1 ? Terminal::Format::Json : Terminal::Format::Text);
    standardOut().setLimit(mostWaiting);
    int code = ExitGood;
    QSet<QString> ready;       // APIs; each of a project's has one line of its own
    bool wrongFile = false;
    {
        Engine engine({ .dataFolder = *folder, .recording = *recording, .archiveLimit = *archiveLimit });
        QObject::connect(&engine.journal(), &Journal::appended, qApp, [&](const QList<Event> &batch) {
            QString failed;
            for (const Event &event : batch) {
                const auto *notice = std::get_if<Notice>(&event.payload);
                wrongFile = wrongFile || (notice && notice->area == "project"_L1 && notice->severity == "error"_L1);
                if (notice && !isTold(*notice))
                    printError(oneLine(lineFor(event)));   // what is not hosted is said by name
                const auto *listening = std::get_if<ListeningChanged>(&event.payload);
                if (listening && listening->state == "listening"_L1 && !ready.contains(listening->apiId)) {
                    ready.insert(listening->apiId);
                    printOut(u"ready %1 %2\n"_s.arg(listening->wsUrl, listening->httpUrl));
                }
                if (listening && listening->state == "failed"_L1)
                    failed = listening->error;
            }
            terminal.print(batch);   // the causes first
            if (failed.isEmpty())
                return;
            printError(failed);
            code = wrongFile && ready.isEmpty() ? ExitWrongCall : ExitNotReady;
            QCoreApplication::quit();
        }, Qt::QueuedConnection);
        engine.host(*request);
        QCoreApplication::exec();
    }
    // What the shutdown itself recorded (closed, stopped) is still on its way to us.
    QCoreApplication::processEvents();
    return code;
}

} // namespace greenroom
