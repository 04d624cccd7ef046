// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom-desktop: the window.

#include "core/datafolder.h"
#include "core/resources.h"
#include "engine.h"
#include "mainwindow.h"
#include "settings.h"
#include "singleinstance.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QTimer>

#include <cstdio>

using namespace greenroom;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"greenroom"_s);
    if (const double scale = Settings::scaleAtStart(); scale > 1 && !qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        qputenv("QT_SCALE_FACTOR", QByteArray::number(scale));
    QApplication app(argc, argv);
    app.setApplicationDisplayName(u"Greenroom"_s);
    app.setApplicationVersion(QLatin1StringView(GREENROOM_VERSION));
    app.setDesktopFileName(u"greenroom"_s);
    registerResources();

    QCommandLineParser parser;
    parser.addPositionalArgument(u"PATH|URL"_s, u"A project to open, or a ws:// or wss:// address to connect to."_s, u"[PATH|URL]"_s);
    parser.addOptions({ { u"data-dir"_s, u"Keep runs and traffic in this folder instead of the platform's."_s, u"DIR"_s },
                        { u"demo"_s, u"Start the built-in demo at once."_s } });
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(app);
    const Result<DataFolder> folder = DataFolder::open(parser.value(u"data-dir"_s));
    if (!folder) {
        std::fprintf(stderr, "%s\n", qPrintable(folder.error().text));
        return 3;
    }
    QString argument = parser.isSet(u"demo"_s) ? u"--demo"_s : parser.positionalArguments().value(0);
    if (QFileInfo::exists(argument))
        argument = QFileInfo(argument).absoluteFilePath();   // the window that is there stands elsewhere
    SingleInstance instance(folder->path());
    if (instance.passOn({ argument }))
        return 0;
    instance.listen();
    Engine engine({ .dataFolder = folder->path() });
    MainWindow window(engine, folder->path());
    window.show();
    QObject::connect(&instance, &SingleInstance::called, &window, [&window](const QStringList &arguments) {
        window.comeForward();
        if (!arguments.value(0).isEmpty())
            window.openArgument(arguments.value(0));
    });
    if (!argument.isEmpty())
        QTimer::singleShot(0, &window, [&window, argument] { window.openArgument(argument); });
    return app.exec();
}
