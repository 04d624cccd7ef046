// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is saved takes effect for the next invocation, on connections that stay open; a broken save changes nothing.

#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

#include <functional>

using namespace Qt::StringLiterals;

namespace {

const QByteArray service = R"(service: saved
provider: { name: aws, runtime: nodejs18.x, stage: dev, timeout: 5 }
functions:
  say:
    handler: src/say.handler
    events: [{ websocket: { route: $default, routeResponseSelectionExpression: $default } }]
)";
const QByteArray say = "const { word } = require('./word');\nexports.handler = async (event) => {\n"
                       "  if (event.body === 'slow') await new Promise((resolve) => setTimeout(resolve, 1500));\n"
                       "  return { statusCode: 200, body: word + (process.env.MOOD || '') };\n};\n";

} // namespace

class TstReload : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
            QSKIP("Node.js is not installed: apt-get install nodejs.");
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        save(u"serverless.yml"_s, service);
        save(u"src/say.js"_s, say);
        save(u"src/word.js"_s, "exports.word = 'first';\n");
    }
    void takesEffect_data();
    void takesEffect();
    void aBrokenSaveChangesNothing_data();
    void aBrokenSaveChangesNothing();
    void routesComeAndGo();
    void anApiComesAndGoes();
    void whatIsUnderWayEnds();
    void somethingElseReloadsNothing();

private:
    void save(const QString &name, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(m_folder->filePath(name)).path());
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    static bool says(Serving &host, const QString &text, int ms = 10'000)
    {
        return !host.waitForEvent(u"notice"_s, [&text](const QJsonObject &event) {
            return event.value("text"_L1).toString().contains(text);
        }, ms).isEmpty();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

using Save = std::function<void(const QDir &folder)>;
Q_DECLARE_METATYPE(Save)

namespace {

Save writes(const QString &name, const QByteArray &text)
{
    return [name, text](const QDir &folder) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    };
}

} // namespace

void TstReload::takesEffect_data()
{
    QTest::addColumn<Save>("change");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("the handler's file") << writes(u"src/say.js"_s, QByteArray(say).replace("body: word", "body: 'new ' + word")) << QByteArray("new first");
    QTest::newRow("a file it requires") << writes(u"src/word.js"_s, "exports.word = 'second';\n") << QByteArray("second");
    QTest::newRow("renamed over, as editors save") << Save([](const QDir &folder) {
        QSaveFile file(folder.filePath(u"src/word.js"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("exports.word = 'third';\n");
        QVERIFY(file.commit());
    }) << QByteArray("third");
    QTest::newRow("a folder in place of the file") << Save([](const QDir &folder) {
        QDir().mkpath(folder.filePath(u"src/word"_s));
        writes(u"src/word/index.js"_s, "exports.word = 'fourth';\n")(folder);
        QVERIFY(QFile::remove(folder.filePath(u"src/word.js"_s)));
    }) << QByteArray("fourth");
    QTest::newRow("the project file: an environment")
        << writes(u"serverless.yml"_s, service + "    environment: { MOOD: ' and well' }\n") << QByteArray("first and well");
    QTest::newRow("settings that were not there") << writes(u"greenroom.project.yaml"_s, "environment: { MOOD: ' at home' }\n") << QByteArray("first at home");
    QTest::newRow("another handler") << Save([](const QDir &folder) {
        writes(u"src/other.mjs"_s, "export const handler = async () => ({ statusCode: 200, body: 'other' });\n")(folder);
        writes(u"serverless.yml"_s, QByteArray(service).replace("src/say.", "src/other."))(folder);
    }) << QByteArray("other");
    if (!QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QTest::newRow("another language") << Save([](const QDir &folder) {
            writes(u"src/say.py"_s, "def handler(event, context):\n    return {'statusCode': 200, 'body': 'python'}\n")(folder);
            writes(u"serverless.yml"_s, QByteArray(service).replace("nodejs18.x", "python3.12"))(folder);
        }) << QByteArray("python");
}

void TstReload::takesEffect()
{
    QFETCH(Save, change);
    QFETCH(QByteArray, answer);
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("?"), "first");
    change(QDir(m_folder->path()));
    QVERIFY2(says(host, u"The new version of “saved” serves from now on."_s), host.output.constData());
    QCOMPARE(client.ask("?"), answer);
    RawClient newcomer(host.wsUrl);
    QCOMPARE(newcomer.upgrade(), 101);
    QCOMPARE(newcomer.ask("?"), answer);
}

void TstReload::aBrokenSaveChangesNothing_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("broken");
    QTest::addColumn<QByteArray>("mended");
    QTest::addColumn<QString>("why");
    QTest::newRow("a handler that is no JavaScript") << u"src/say.js"_s << QByteArray("exports.handler = async ( => {};\n")
        << QByteArray("exports.handler = async () => ({ statusCode: 200, body: 'mended' });\n") << u"The new version of “say” cannot be loaded"_s;
    QTest::newRow("a module that is not there") << u"src/say.js"_s << QByteArray("require('./nowhere');\n")
        << QByteArray("exports.handler = async () => ({ statusCode: 200, body: 'mended' });\n") << u"The new version of “say” cannot be loaded"_s;
    QTest::newRow("a project file that is no YAML") << u"serverless.yml"_s << QByteArray("service: [\n")
        << service + "    environment: { MOOD: ' mended' }\n" << u"This save is broken"_s;
    QTest::newRow("a handler that is missing") << u"serverless.yml"_s << QByteArray(service).replace("src/say.", "src/sya.")
        << service + "    environment: { MOOD: ' mended' }\n" << u"This save is broken"_s;
    QTest::newRow("an empty project file") << u"serverless.yml"_s << QByteArray("")
        << service + "    environment: { MOOD: ' mended' }\n" << u"This save is broken"_s;
}

void TstReload::aBrokenSaveChangesNothing()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, broken);
    QFETCH(QByteArray, mended);
    QFETCH(QString, why);
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("?"), "first");
    save(file, broken);
    QVERIFY2(says(host, why), host.output.constData());
    QCOMPARE(client.ask("?"), "first");
    save(file, mended);
    QVERIFY2(says(host, u"serves from now on"_s), host.output.constData());
    QVERIFY(client.ask("?").endsWith("mended"));
}

void TstReload::routesComeAndGo()
{
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"hello\"}"), "first");
    save(u"src/hello.js"_s, "exports.handler = async () => ({ statusCode: 200, body: 'hello' });\n");
    const QByteArray hello = "  hello:\n    handler: src/hello.handler\n    events: [{ websocket: { route: hello, routeResponseSelectionExpression: $default } }]\n";
    save(u"serverless.yml"_s, service + hello);
    QVERIFY2(says(host, u"Routes added: hello."_s), host.output.constData());
    QCOMPARE(client.ask("{\"action\":\"hello\"}"), "hello");
    QCOMPARE(client.ask("?"), "first");
    save(u"serverless.yml"_s, QByteArray(service).replace("$default, routeR", "other, routeR") + hello);
    QVERIFY2(says(host, u"Routes added: other. Routes removed: $default."_s), host.output.constData());
    QVERIFY(client.ask("?").contains("Forbidden"));
    const QJsonObject opened = host.waitForEvent(u"project.opened"_s, [](const QJsonObject &event) {
        return event.value("routes"_L1).toArray().size() == 2 && event.value("routes"_L1).toArray().first().toObject().value("routeKey"_L1) == "other"_L1;
    });
    QVERIFY(!opened.isEmpty());
}

// Of a template with several: one is added on a port of its own, and stops when it is taken out.
void TstReload::anApiComesAndGoes()
{
    const auto api = [](const QByteArray &id) {
        return "  " + id + ": { Type: AWS::Serverless::WebSocketApi, Properties: { RouteSelectionExpression: $request.body.a, StageName: "
            + id.toLower() + ", Routes: { $default: { FunctionArn: !GetAtt F.Arn, RouteResponseSelectionExpression: $default } } } }\n";
    };
    const QByteArray head = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
                            "  F: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs18.x, CodeUri: src, Handler: say.handler } }\n";
    QVERIFY(QFile::remove(m_folder->filePath(u"serverless.yml"_s)));
    save(u"template.yaml"_s, head + api("One"));
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    save(u"template.yaml"_s, head + api("One") + api("Two"));
    const QJsonObject second = host.waitForEvent(u"listening.changed"_s, [](const QJsonObject &event) {
        return event.value("state"_L1) == "listening"_L1 && event.value("stage"_L1) == "two"_L1;
    });
    QVERIFY2(!second.isEmpty(), host.output.constData());
    RawClient client(second.value("wsUrl"_L1).toString());
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("?"), "first");
    save(u"template.yaml"_s, head + api("One"));
    QCOMPARE(client.closeCode(), 1001);
    RawClient other(host.wsUrl);
    QCOMPARE(other.upgrade(), 101);
    QCOMPARE(other.ask("?"), "first");
}

void TstReload::whatIsUnderWayEnds()
{
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("slow");
    QVERIFY(!host.waitForEvent(u"integration.invoked"_s, [](const QJsonObject &) { return true; }).isEmpty());
    save(u"src/word.js"_s, "exports.word = 'second';\n");
    QVERIFY2(says(host, u"serves from now on"_s), host.output.constData());
    QCOMPARE(client.ask("?"), "second");
    QCOMPARE(client.text(), "first");
    // The old version's children are gone after that.
    QVERIFY(!host.waitForEvent(u"function.stopped"_s, [](const QJsonObject &event) { return event.value("reason"_L1) == "reload"_L1; }).isEmpty());
}

void TstReload::somethingElseReloadsNothing()
{
    Serving host(m_folder->path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.output.constData());
    save(u"notes.txt"_s, "nothing\n");
    save(u"node_modules/thing/index.js"_s, "nothing\n");
    save(u".git/index.json"_s, "nothing\n");
    save(u"src/word.js"_s, "exports.word = 'second';\n");
    QVERIFY2(says(host, u"serves from now on"_s), host.output.constData());
    QStringList saved;
    const QList<QJsonObject> notices = host.events(u"notice"_s);
    for (const QJsonObject &event : notices) {
        if (event.value("text"_L1).toString().startsWith("Saved: "_L1))
            saved.append(event.value("text"_L1).toString());
    }
    QCOMPARE(saved, QStringList { u"Saved: word.js."_s });
}

QTEST_GUILESS_MAIN(TstReload)
#include "tst_reload.moc"
