// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom cost: what the recorded traffic would cost on AWS.

#include "command.h"
#include "options.h"
#include "terminal.h"

#include "core/cost.h"
#include "core/datafolder.h"
#include "core/yaml.h"
#include "engine.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostConnections = 20;   // shown; all of them with --json

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"What the traffic recorded in the data folder would cost on AWS: messages, connection minutes, "
                                     "function calls and their time, by kind, route and connection, and for a month.\n\n"
                                     "  greenroom cost --run 142 --json cost.json\n\n"
                                     "Prices are public list prices, each with its date and source (see --json). A file prices.yaml in the "
                                     "data folder wins over them, and --prices over both."_s);
    parser.addOptions({ { u"run"_s, u"Only what hosts did for this run, by its number."_s, u"N"_s },
                        { u"since"_s, u"Only since then: 30m, 12h, 7d ago, or 2026-11-24T18:00."_s, u"TIME"_s },
                        { u"prices"_s, u"A price list of your own."_s, u"FILE"_s },
                        { u"region"_s, u"Price as in this region; the project's if not given."_s, u"REGION"_s },
                        { u"free-tier"_s, u"Free allowances: off, ever (every account's), first-year."_s, u"WHICH"_s, u"off"_s },
                        { u"architecture"_s, u"Of the functions: x86_64 or arm64."_s, u"A"_s, u"x86_64"_s },
                        { u"hours"_s, u"Hours of such load in a month."_s, u"H"_s, QString::number(hoursInMonth) },
                        { u"server"_s, u"The always-on server to compare with."_s, u"NAME"_s, CostSettings().server },
                        { u"json"_s, u"Write JSON; - for stdout."_s, u"FILE"_s },
                        dataDirOption() });
}

std::optional<UsageQuestion> questionOf(const QCommandLineParser &parser)
{
    UsageQuestion question;
    if (parser.isSet(u"run"_s) && parser.isSet(u"since"_s)) {
        printError(u"--run and --since exclude each other."_s);
        return std::nullopt;
    }
    if (parser.isSet(u"run"_s)) {
        question.run = parser.value(u"run"_s).toInt();
        if (question.run < 1) {
            printError(u"--run takes the number of a run, not “%1”."_s.arg(parser.value(u"run"_s)));
            return std::nullopt;
        }
    }
    if (parser.isSet(u"since"_s)) {
        const QString text = parser.value(u"since"_s);
        const QMap<QChar, qint64> units { { u'm', 60'000 }, { u'h', 3'600'000 }, { u'd', 86'400'000 } };
        bool isNumber = false;
        const double ago = text.chopped(1).toDouble(&isNumber) * double(units.value(text.isEmpty() ? u' ' : text.back()));
        const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
        question.since = isNumber && ago > 0 ? QDateTime::currentMSecsSinceEpoch() - qint64(ago) : time.toMSecsSinceEpoch();
        if (!(isNumber && ago > 0) && !time.isValid()) {
            printError(u"--since takes 30m, 12h, 7d or a time as 2026-11-24T18:00, not “%1”."_s.arg(text));
            return std::nullopt;
        }
    }
    return question;
}

std::optional<CostSettings> settingsOf(const QCommandLineParser &parser)
{
    CostSettings settings;
    const QString freeTier = parser.value(u"free-tier"_s);
    const QStringList freeTiers { u"off"_s, u"ever"_s, u"first-year"_s };
    if (!freeTiers.contains(freeTier)) {
        printError(u"--free-tier takes %1, not “%2”."_s.arg(freeTiers.join(u", "_s), freeTier));
        return std::nullopt;
    }
    settings.freeTier = FreeTier(freeTiers.indexOf(freeTier));
    const QString architecture = parser.value(u"architecture"_s);
    if (architecture != "x86_64"_L1 && architecture != "arm64"_L1) {
        printError(u"--architecture takes x86_64 or arm64, not “%1”."_s.arg(architecture));
        return std::nullopt;
    }
    settings.isArm = architecture == "arm64"_L1;
    settings.hoursAMonth = parser.value(u"hours"_s).toDouble();
    if (!(settings.hoursAMonth > 0 && settings.hoursAMonth <= 744)) {
        printError(u"--hours takes a number up to 744, the hours of a month, not “%1”."_s.arg(parser.value(u"hours"_s)));
        return std::nullopt;
    }
    settings.server = parser.value(u"server"_s);
    return settings;
}

// The region's list with what the user's own files say differently. Nothing after an error was told.
std::optional<PriceList> pricesFor(const QCommandLineParser &parser, const QString &folder, const UsageSums &sums)
{
    QList<PriceList> own;
    QStringList files { folder + u"/prices.yaml"_s };
    if (!QFileInfo::exists(files.first()))
        files.clear();
    if (parser.isSet(u"prices"_s))
        files.append(parser.value(u"prices"_s));
    for (const QString &file : std::as_const(files)) {
        const Result<PriceList> list = readPricesFile(file);
        if (!list) {
            printError(list.error().text);
            return std::nullopt;
        }
        own.append(*list);
    }
    QString region = parser.value(u"region"_s);
    if (region.isEmpty() && parser.isSet(u"prices"_s))
        region = own.last().region;
    if (region.isEmpty() && sums.regions.size() > 1) {
        printError(u"The traffic is of several regions: %1. Say which to price it by, with --region."_s.arg(sums.regions.join(u", "_s)));
        return std::nullopt;
    }
    if (region.isEmpty())
        region = sums.regions.isEmpty() ? u"us-east-1"_s : sums.regions.first();
    Result<PriceList> prices = builtinPrices(region);
    if (!prices) {
        printError(prices.error().text);
        return std::nullopt;
    }
    for (const PriceList &list : std::as_const(own)) {
        if (list.region == region)
            prices->overlay(list);
        else if (parser.isSet(u"prices"_s) && &list == &own.last())
            printError(u"%1 is of %2; the prices shown are of %3."_s.arg(parser.value(u"prices"_s), list.region, region));
    }
    return *prices;
}

bool isServerKnown(const QCommandLineParser &parser, const Cost &cost)
{
    if (cost.server() || !parser.isSet(u"server"_s))
        return true;
    QStringList names;
    for (const ServerPrice &server : cost.prices.servers)
        names.append(server.name);
    const QString near = yaml::nearest(cost.settings.server, names);
    printError(names.isEmpty() ? u"No server's price is known in %1."_s.arg(cost.prices.region)
               : near.isEmpty() ? u"There is no price of a server “%1”; there are %2."_s.arg(cost.settings.server, names.join(u", "_s))
                                : u"There is no price of a server “%1”; did you mean “%2”?"_s.arg(cost.settings.server, near));
    return false;
}

QString number(double value)
{
    const bool isWhole = value == double(qint64(value));
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(value, 'f', isWhole ? 0 : value < 1 ? 6 : 2);
}

// Columns as wide as their widest cell; all but the first stand at the right.
class Table
{
public:
    void add(const QStringList &cells)
    {
        m_rows.append(cells);
        m_widths.resize(std::max(m_widths.size(), cells.size()));
        for (qsizetype i = 0; i < cells.size(); ++i)
            m_widths[i] = std::max(m_widths.at(i), cells.at(i).size());
    }
    QString text() const
    {
        QString text;
        for (const QStringList &row : m_rows) {
            for (qsizetype i = 0; i < row.size(); ++i)
                text += i == 0 ? u"  "_s + row.at(i).leftJustified(m_widths.at(i)) : u"  "_s + row.at(i).rightJustified(m_widths.at(i));
            text += u'\n';
        }
        return text + u'\n';
    }

private:
    QList<QStringList> m_rows;
    QList<qsizetype> m_widths;
};

QStringList usageCells(const QString &name, const CostRow &row)
{
    const Usage &usage = row.usage;
    return { name, number(double(usage.unitsIn)), number(double(usage.unitsOut)), number(double(usage.minutes)),
             number(double(usage.calls)), durationText(double(usage.billedMs)), moneyText(row.measured), moneyText(row.month) };
}

QString headOf(const Cost &cost, const UsageQuestion &question)
{
    QStringList dates;
    for (int item = 0; item < itemCount; ++item) {
        const Figure &figure = cost.prices.figure(Item(item));
        if (Item(item) != Item::DataOut && figure.isKnown() && figure.date != "undated"_L1)
            dates.append(figure.date);
    }
    std::sort(dates.begin(), dates.end());
    const QString what = question.run > 0 ? u"Run %1"_s.arg(question.run) : question.since > 0 ? u"Since then"_s : u"All that was recorded"_s;
    const QString begin = QDateTime::fromMSecsSinceEpoch(cost.sums.from).toString(u"yyyy-MM-dd HH:mm:ss"_s);
    QString head = u"%1: %2 from %3, priced as in %4"_s
                       .arg(what, durationText(double(cost.sums.until - cost.sums.from)), begin, cost.prices.region);
    if (!dates.isEmpty())
        head += u" (list prices read %1)"_s.arg(dates.first() == dates.last() ? dates.first() : dates.first() + u" to "_s + dates.last());
    return head + u"\n\n"_s;
}

QString serverText(const Cost &cost)
{
    const ServerPrice *server = cost.server();
    if (!server)
        return u"No server to compare with: its price is not known in %1.\n"_s.arg(cost.prices.region);
    QString text = u"A small server all month (%1, %2): %3."_s.arg(server->name, server->about, moneyText(cost.serverMonth));
    if (cost.equalAtMessagesASecond)
        text += u" Below %1 messages a second such load is cheaper without it; this was %2."_s
                    .arg(number(*cost.equalAtMessagesASecond), number(cost.messagesASecond));
    return text + u'\n';
}

QString textOf(const Cost &cost, const UsageQuestion &question)
{
    const QString here = question.run > 0 ? u"This run"_s : u"Measured"_s;
    const QString month = u"A month, %1 h"_s.arg(number(cost.settings.hoursAMonth));
    Table kinds;
    kinds.add({ u"Kind"_s, u"Quantity"_s, u"of"_s, here, month });
    for (const CostRow &row : cost.kinds)
        kinds.add({ row.name, number(row.quantity), row.detail, moneyText(row.measured), moneyText(row.month) });
    kinds.add({ u"All"_s, {}, {}, moneyText(cost.total.measured), moneyText(cost.total.month) });

    const auto headed = [&](const QString &first) {
        Table table;
        table.add({ first, u"In"_s, u"Out"_s, u"Minutes"_s, u"Calls"_s, u"Billed"_s, here, month });
        return table;
    };
    Table routes = headed(u"Route"_s);
    for (const CostRow &row : cost.routes)
        routes.add(usageCells(row.name, row));
    routes.add(usageCells(u"All routes"_s, cost.total));

    Table connections = headed(u"Connection"_s);
    QList<CostRow> rows = cost.connections;
    std::stable_sort(rows.begin(), rows.end(), [](const CostRow &a, const CostRow &b) { return a.measured.value_or(0) > b.measured.value_or(0); });
    for (const CostRow &row : std::as_const(rows).first(std::min<qsizetype>(rows.size(), mostConnections)))
        connections.add(usageCells(row.name.isEmpty() ? u"(none)"_s : row.name, row));
    QString text = headOf(cost, question) + kinds.text() + routes.text() + connections.text();
    if (rows.size() > mostConnections)
        text += u"  … and %1 more connections; all of them with --json.\n\n"_s.arg(rows.size() - mostConnections);
    text += serverText(cost);
    for (const QString &note : cost.notes)
        text += note + u'\n';
    return text;
}

bool writeJson(const Cost &cost, const UsageQuestion &question, const QString &file)
{
    QJsonObject json = cost.toJson();
    if (question.run > 0)
        json.insert(u"run"_s, question.run);
    const QByteArray bytes = QJsonDocument(json).toJson();
    if (file == "-"_L1) {
        printOut(QString::fromUtf8(bytes));
        return true;
    }
    QFile out(file);
    if (out.open(QFile::WriteOnly) && out.write(bytes) == bytes.size() && out.flush())
        return true;
    printError(u"%1 could not be written: %2."_s.arg(file, out.errorString()));
    return false;
}

Result<UsageSums> ask(const QString &folder, const UsageQuestion &question)
{
    if (!QFileInfo::exists(folder + u"/archive.sqlite"_s))
        return Error { ExitNotReady, u"Nothing was recorded in %1 yet."_s.arg(folder) };
    Engine engine(EngineOptions { .dataFolder = folder });
    QFuture<Result<UsageSums>> answer = engine.usage(question);
    answer.waitForFinished();
    return answer.result();
}

} // namespace

int costCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const std::optional<int> code = parseOptions(parser, u"cost"_s, arguments))
        return *code;
    if (!parser.positionalArguments().isEmpty()) {
        printError(u"“cost” takes no “%1”; the data folder is said with --data-dir."_s.arg(parser.positionalArguments().first()));
        return ExitWrongCall;
    }
    const std::optional<UsageQuestion> question = questionOf(parser);
    const std::optional<CostSettings> settings = settingsOf(parser);
    if (!question || !settings)
        return ExitWrongCall;
    const std::optional<QString> folder = openDataFolder(parser);
    if (!folder)
        return ExitNotReady;
    const Result<UsageSums> sums = ask(*folder, *question);
    if (!sums) {
        printError(sums.error().text);
        return sums.error().code;
    }
    const std::optional<PriceList> prices = pricesFor(parser, *folder, *sums);
    if (!prices)
        return ExitWrongCall;
    const Cost cost = costOf(*sums, *prices, *settings);
    if (!isServerKnown(parser, cost))
        return ExitWrongCall;
    if (parser.isSet(u"json"_s) && !writeJson(cost, *question, parser.value(u"json"_s)))
        return ExitNotReady;
    if (sums->total.isEmpty() && parser.value(u"json"_s) != "-"_L1)
        printOut(u"Nothing that AWS would bill was recorded%1.\n"_s.arg(question->run > 0 ? u" for run %1"_s.arg(question->run) : QString()));
    else if (parser.value(u"json"_s) != "-"_L1)
        printOut(textOf(cost, *question));
    if (!cost.total.measured) {
        printError(u"%1 Give it with --prices FILE, or say --region us-east-1 to price it as if there."_s.arg(cost.notes.first()));
        return ExitNotReady;
    }
    return ExitGood;
}

} // namespace greenroom
