// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The file behind --faults: a list of faults, each with its time.

#include "gateway/faults.h"

#include "core/suite.h"
#include "core/yaml.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostInvocations = 1'000'000;

QStringList kindNames()
{
    QStringList names;
    for (const FaultKind &kind : faultKinds())
        names.append(QLatin1StringView(kind.name));
    return names;
}

// One entry; what is wrong with it is told with its place.
class FaultReader
{
public:
    explicit FaultReader(Problems &problems)
        : m_problems(problems)
    {
    }

    bool read(const yaml::Node &node, Fault &fault);

private:
    void wrong(const QString &text, const QString &remedy, const Place &place)
    {
        m_problems.append({ Problem::Severity::Error, text, remedy, place });
        m_isGood = false;
    }
    void duration(const yaml::Node &value, int &ms);
    void readKey(const QString &key, const yaml::Node &value, Fault &fault);
    void needs(const yaml::Node &node, const char *key, const QString &example);

    Problems &m_problems;
    bool m_isGood = true;
};

void FaultReader::duration(const yaml::Node &value, int &ms)
{
    const std::optional<int> read = value.isScalar() && !value.isNull() ? parseDuration(value.toText()) : std::nullopt;
    if (read)
        ms = *read;
    else
        wrong(u"“%1” is no time."_s.arg(value.toText()), u"Write 500ms, 5s, 2m or 1h."_s, value.place);
}

void FaultReader::readKey(const QString &key, const yaml::Node &value, Fault &fault)
{
    bool isNumber = false;
    const double number = value.toText().toDouble(&isNumber);
    if (key == "at"_L1) {
        duration(value, fault.atMs);
    } else if (key == "every"_L1) {
        duration(value, fault.everyMs);
        if (fault.everyMs == 0)
            wrong(u"“every” cannot be nothing."_s, u"Write “every: 10s”, or leave it out."_s, value.place);
    } else if (key == "for"_L1) {
        duration(value, fault.forMs);
    } else if (key == "by"_L1) {
        duration(value, fault.byMs);
    } else if (key == "connection"_L1) {
        fault.connection = value.toText();
    } else if (key == "function"_L1) {
        fault.function = value.toText();
    } else if (key == "share"_L1) {
        fault.share = number;
        if (!isNumber || number <= 0 || number > 1)
            wrong(u"“share” is more than 0 and at most 1, not “%1”."_s.arg(value.toText()), u"A tenth is 0.1."_s, value.place);
    } else if (key == "next"_L1) {
        fault.next = int(std::clamp(number, 0.0, double(mostInvocations)));
        if (!isNumber || number != fault.next || fault.next < 1)
            wrong(u"“next” is a number of invocations from 1 on, not “%1”."_s.arg(value.toText()), u"Write “next: 3”."_s, value.place);
    }
}

void FaultReader::needs(const yaml::Node &node, const char *key, const QString &example)
{
    if (!node.contains(QLatin1StringView(key)))
        wrong(u"This fault needs “%1”."_s.arg(QLatin1StringView(key)), u"For example “%1”."_s.arg(example), node.place);
}

bool FaultReader::read(const yaml::Node &node, Fault &fault)
{
    fault.place = node.place;
    if (!node.isMapping()) {
        wrong(u"A fault is a mapping."_s, u"Write “- { at: 5s, connection: any, do: cut }”."_s, node.place);
        return false;
    }
    const QString name = node[u"do"_s].toText();
    const QList<FaultKind> &kinds = faultKinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&name](const FaultKind &known) { return name == QLatin1StringView(known.name); });
    if (kind == kinds.end()) {
        const QString near = yaml::nearest(name, kindNames());
        wrong(name.isEmpty() ? u"This fault does not say what to do."_s : u"There is no fault “%1”."_s.arg(name),
              near.isEmpty() ? u"“do” is one of: %1."_s.arg(kindNames().join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near),
              name.isEmpty() ? node.place : node[u"do"_s].place);
        return false;
    }
    fault.kind = kind->kind;
    const QStringList known = QStringList { u"at"_s, u"every"_s, u"do"_s } + QString(QLatin1StringView(kind->keys)).split(u", "_s);
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
        const yaml::Node &key = node.keys.at(i);
        if (known.contains(key.text)) {
            readKey(key.text, node.items.at(i), fault);
            continue;
        }
        const QString near = yaml::nearest(key.text, known);
        wrong(u"The fault “%1” takes no “%2”."_s.arg(name, key.text),
              near.isEmpty() ? u"It takes: %1."_s.arg(known.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near), key.place);
    }
    if (fault.kind == Fault::Kind::Latency)
        needs(node, "by", u"by: 200ms"_s);
    if (fault.kind == Fault::Kind::Loss)
        needs(node, "share", u"share: 0.1"_s);
    if (kind->meansConnections && fault.connection.isEmpty())
        fault.connection = u"any"_s;
    return m_isGood;
}

} // namespace

FaultsReading readFaults(const QString &file)
{
    const yaml::Reading reading = yaml::readFile(file, yaml::projectLimits);
    FaultsReading result { {}, reading.problems };
    if (!reading.problems.isEmpty())
        return result;
    if (!reading.root.isSequence()) {
        result.problems.append({ Problem::Severity::Error, u"Faults are a list."_s,
                                 u"Begin each with “- ”, for example “- { at: 5s, connection: any, do: cut }”."_s,
                                 reading.root.isNull() ? Place { file, 1, 1 } : reading.root.place });
        return result;
    }
    for (const yaml::Node &item : reading.root.items) {
        Fault fault;
        if (FaultReader(result.problems).read(item, fault))
            result.faults.append(fault);
    }
    return result;
}

QString faultsHelp()
{
    QString help = u"A YAML list, for example\n"
                   "  - { at: 5s, connection: any, do: cut }\n"
                   "  - { at: 10s, do: latency, by: 200ms, for: 30s }\n"
                   "at: when, after “ready”; every: again and again; connection: any (the oldest, and the default), newest, all or an id;\n"
                   "for: how long, until the host stops if not given. do is one of:\n"_s;
    for (const FaultKind &kind : faultKinds())
        help += u"  %1 %2 (%3)\n"_s.arg(QLatin1StringView(kind.name), -8).arg(QString::fromUtf8(kind.what), QLatin1StringView(kind.keys));
    return help;
}

} // namespace greenroom
