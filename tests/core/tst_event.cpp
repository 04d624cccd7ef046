// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/event.h"

#include <QJsonDocument>
#include <QMetaProperty>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstEvent : public QObject
{
    Q_OBJECT

private slots:
    void everyPayloadSurvivesJson();
    void bytesThatAreNoTextAreBase64();
    void textsOnDiskAreJson_data();
    void textsOnDiskAreJson();
    void unknownKindIsNothing();
    void idsAreFound();
};

namespace {

// Fills every property with something that is not its default.
template <class Gadget>
Gadget filled()
{
    Gadget gadget;
    const QMetaObject &meta = Gadget::staticMetaObject;
    for (int i = 0; i < meta.propertyCount(); ++i) {
        const QMetaProperty property = meta.property(i);
        QVariant value;
        switch (property.typeId()) {
        case QMetaType::QString: value = u"text %1"_s.arg(i); break;
        case QMetaType::QByteArray: value = QByteArray("bytes ") + QByteArray::number(i); break;
        case QMetaType::Int: value = i + 1; break;
        case QMetaType::LongLong: value = qint64(1'701'245'041'796) + i; break;
        case QMetaType::Double: value = i + 0.25; break;
        case QMetaType::Bool: value = true; break;
        case QMetaType::QJsonArray: value = QJsonArray { i, u"x"_s }; break;
        case QMetaType::QJsonObject: value = QJsonObject { { u"k"_s, i } }; break;
        default: qFatal("a payload property of a type the journal cannot keep: %s", property.name());
        }
        property.writeOnGadget(&gadget, value);
    }
    return gadget;
}

template <std::size_t... Indices>
QList<Payload> onePayloadOfEachKind(std::index_sequence<Indices...>)
{
    return { Payload(std::in_place_index<Indices>, filled<std::variant_alternative_t<Indices, Payload>>())... };
}

} // namespace

void TstEvent::everyPayloadSurvivesJson()
{
    const QList<Payload> payloads
        = onePayloadOfEachKind(std::make_index_sequence<std::variant_size_v<Payload>>());
    QStringList kinds;
    for (const Payload &payload : payloads) {
        const Event event { 7, 1'701'245'041'796, payload };
        const QByteArray text = QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact);
        const std::optional<Event> back = eventFromJson(QJsonDocument::fromJson(text).object());
        QVERIFY2(back, qPrintable(kindOf(payload)));
        QCOMPARE(back->sequence, event.sequence);
        QCOMPARE(back->at, event.at);
        QCOMPARE(kindOf(back->payload), kindOf(payload));
        QCOMPARE(payloadToJson(back->payload), payloadToJson(payload));
        const auto onDisk = [](const Payload &one) {
            return payloadFromJson(kindOf(one), QJsonDocument::fromJson(payloadToText(one)).object());
        };
        QCOMPARE(payloadToJson(*onDisk(payload)), payloadToJson(payload));
        // A payload that says nothing takes no room, and comes back saying nothing.
        const Payload empty = *payloadFromJson(kindOf(payload), {});
        QCOMPARE(payloadToText(empty), QByteArray("{}"));
        kinds.append(kindOf(payload));
    }
    kinds.removeDuplicates();
    QCOMPARE(kinds.size(), payloads.size());
}

void TstEvent::bytesThatAreNoTextAreBase64()
{
    MessageReceived message;
    message.body = QByteArray::fromHex("00ff80");
    const QJsonObject json = payloadToJson(message);
    QCOMPARE(json.value("body"_L1).toObject().value("base64"_L1).toString(), u"AP+A"_s);
    const std::optional<Payload> back = payloadFromJson(u"message.received"_s, json);
    QVERIFY(back);
    QCOMPARE(std::get<MessageReceived>(*back).body, message.body);
}

void TstEvent::textsOnDiskAreJson_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("quotes and backslashes") << QByteArray(R"({"a":"\\"})");
    QTest::newRow("control characters") << QByteArray("a\n\r\t\b\x01\x1f z", 10);
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("beyond ASCII") << QByteArray("s\xc3\xbc\xc3\x9f \xf0\x9f\x8e\xad");
    QTest::newRow("not UTF-8") << QByteArray::fromHex("00ff80");
    QTest::newRow("a lone surrogate in UTF-8") << QByteArray("\xed\xa0\x80");
    QTest::newRow("a byte order mark") << QByteArray("\xef\xbb\xbf{}");
}

void TstEvent::textsOnDiskAreJson()
{
    QFETCH(const QByteArray, body);
    MessageReceived message;
    message.body = body;
    const QByteArray text = payloadToText(message);
    QJsonParseError error;
    const QJsonObject json = QJsonDocument::fromJson(text, &error).object();
    QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
    QCOMPARE(std::get<MessageReceived>(*payloadFromJson(u"message.received"_s, json)).body, body);
    QCOMPARE(payloadToText(message, { "body" }), QByteArray("{}"));
}

void TstEvent::unknownKindIsNothing()
{
    QVERIFY(!payloadFromJson(u"connection.teleported"_s, {}));
    QVERIFY(!eventFromJson({}));
}

void TstEvent::idsAreFound()
{
    TestFinished finished;
    finished.runId = u"run-1"_s;
    QCOMPARE(runIdOf(finished), u"run-1"_s);
    QCOMPARE(connectionIdOf(finished), QString());
    MessageSent sent;
    sent.connectionId = u"c"_s;
    sent.requestId = u"r"_s;
    QCOMPARE(connectionIdOf(sent), u"c"_s);
    QCOMPARE(requestIdOf(sent), u"r"_s);
}

QTEST_GUILESS_MAIN(TstEvent)
#include "tst_event.moc"
