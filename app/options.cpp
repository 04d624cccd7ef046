// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include "command.h"
#include "terminal.h"

#include "core/datafolder.h"
#include "core/yaml.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

std::optional<int> parseOptions(QCommandLineParser &parser, const QString &command, const QStringList &arguments)
{
    const QCommandLineOption help({ u"h"_s, u"help"_s }, u"Say what this command takes."_s);
    parser.addOption(help);
    if (!parser.parse(QStringList { u"greenroom "_s + command } + arguments)) {
        QString text = parser.errorText();
        const QStringList unknown = parser.unknownOptionNames();
        if (!unknown.isEmpty()) {
            const QStringList known = parser.helpText().split(QRegularExpression(u"[^-a-z]+"_s)).filter(u"--"_s);
            const QString near = yaml::nearest(u"--"_s + unknown.first(), known);
            if (!near.isEmpty())
                text += u" Did you mean “%1”?"_s.arg(near);
        }
        printError(text + u" “greenroom %1 --help” says what it takes."_s.arg(command));
        return ExitWrongCall;
    }
    if (parser.isSet(help)) {
        QString text = parser.helpText();   // which knows nothing of commands
        printOut(text.replace(text.indexOf(u'['), 0, command + u' '));
        return ExitGood;
    }
    return std::nullopt;
}

std::optional<QString> openDataFolder(const QCommandLineParser &parser)
{
    const Result<DataFolder> folder = DataFolder::open(parser.value(u"data-dir"_s));
    if (!folder) {
        printError(folder.error().text);
        return std::nullopt;
    }
    return folder->path();
}

std::optional<Recording> recordingOf(const QString &text)
{
    if (text == "all"_L1)
        return Recording::All;
    if (text == "meta"_L1)
        return Recording::Meta;
    if (text == "off"_L1)
        return Recording::Off;
    printError(u"--record takes all, meta or off, not “%1”."_s.arg(text));
    return std::nullopt;
}

std::optional<qint64> archiveLimitOf(const QString &text)
{
    constexpr qint64 least = 1;   // MiB: the tables alone take some
    static const QRegularExpression form(u"^(\\d{1,6})\\s*(MiB|GiB)$"_s, QRegularExpression::CaseInsensitiveOption);
    if (const auto match = form.match(text.trimmed()); match.hasMatch()) {
        const qint64 mebibytes = match.captured(1).toLongLong() * (match.captured(2).startsWith(u'g', Qt::CaseInsensitive) ? 1024 : 1);
        if (mebibytes >= least)
            return mebibytes * 1024 * 1024;
    }
    printError(u"--archive-limit takes a size like 512MiB or 2GiB, not “%1”."_s.arg(text));
    return std::nullopt;
}

QCommandLineOption dataDirOption()
{
    return { u"data-dir"_s, u"Keep runs and traffic in this folder instead of the platform's."_s, u"DIR"_s };
}

} // namespace greenroom
