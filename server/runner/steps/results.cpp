// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/results.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QJsonObject childTest(const QString &event, const QString &name, const QString &message, double ms = 0)
{
    return { { u"event"_s, event }, { u"name"_s, name.isEmpty() ? u"(no name)"_s : name }, { u"message"_s, message }, { u"ms"_s, ms } };
}

// One object a line: {"event":"start|pass|fail|skip|log|progress","name":…,"message":…,"ms":…}.
ChildResults readNdjson(const QByteArray &printed)
{
    ChildResults results;
    const QList<QByteArray> lines = printed.split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QString event = object.value("event"_L1).toString();
        if (event == "pass"_L1 || event == "fail"_L1 || event == "skip"_L1)
            results.tests.append(childTest(event, object.value("name"_L1).toString(), object.value("message"_L1).toString(), object.value("ms"_L1).toDouble()));
        else if (event == "log"_L1)
            results.logs.append(object.value("message"_L1).toString());
        else if (event != "start"_L1 && event != "progress"_L1 && !line.trimmed().isEmpty())
            results.logs.append(QString::fromUtf8(line).trimmed());
    }
    return results;
}

// Test Anything Protocol, versions 12 to 14; subtests are indented and summed up by their own line.
class TapReader
{
public:
    ChildResults read(const QByteArray &printed)
    {
        const QStringList lines = QString::fromUtf8(printed).split(u'\n');
        for (const QString &line : lines) {
            if (line.startsWith("Bail out!"_L1)) {
                m_results.error = u"the program bailed out: %1"_s.arg(line.mid(9).trimmed());
                return m_results;
            }
            readLine(line);
        }
        if (m_plan >= 0 && m_plan != m_results.tests.size())
            m_results.error = u"%1 tests were planned, and %2 are told"_s.arg(m_plan).arg(m_results.tests.size());
        return m_results;
    }

private:
    void readLine(const QString &line)
    {
        static const QRegularExpression plan(u"^1\\.\\.(\\d+)"_s);
        static const QRegularExpression test(u"^(not )?ok\\b\\s*(\\d*)\\s*(?:- )?(.*?)\\s*(?:(?<!\\\\)#\\s*(SKIP|TODO)\\S*\\s*(.*))?$"_s,
                                             QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression message(u"^\\s+message:\\s*[\"']?(.*?)[\"']?\\s*$"_s);
        if (m_inDetails) {
            if (const auto match = message.match(line); match.hasMatch() && !m_results.tests.isEmpty())
                tell(match.captured(1));
            m_inDetails = line.trimmed() != "..."_L1;
        } else if (line.trimmed() == "---"_L1 && line.startsWith(u' ')) {
            m_inDetails = true;
        } else if (const auto planned = plan.match(line); planned.hasMatch()) {
            m_plan = planned.captured(1).toInt();
        } else if (const auto match = test.match(line); match.hasMatch()) {
            // Skipped, or known not to work yet: neither counts against it.
            const bool excused = !match.captured(4).isEmpty();
            const QString name = match.captured(3).isEmpty() ? match.captured(2) : match.captured(3);
            m_results.tests.append(childTest(excused ? u"skip"_s : match.captured(1).isEmpty() ? u"pass"_s : u"fail"_s, name, match.captured(5)));
        } else if (!line.trimmed().isEmpty() && !line.startsWith("TAP version"_L1)) {
            m_results.logs.append(line.startsWith("# "_L1) ? line.mid(2) : line);
        }
    }
    void tell(const QString &text)
    {
        QJsonObject last = m_results.tests.last().toObject();
        last.insert("message"_L1, text);
        m_results.tests.replace(m_results.tests.size() - 1, last);
    }

    ChildResults m_results;
    qsizetype m_plan = -1;
    bool m_inDetails = false;
};

QString attribute(xmlNodePtr node, const char *name)
{
    xmlChar *value = xmlGetProp(node, reinterpret_cast<const xmlChar *>(name));
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(value));
    xmlFree(value);
    return text;
}

bool isNamed(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && xmlStrcmp(node->name, reinterpret_cast<const xmlChar *>(name)) == 0;
}

QJsonObject junitTest(xmlNodePtr node)
{
    QString event = u"pass"_s;
    QString message;
    for (xmlNodePtr child = node->children; child; child = child->next) {
        const bool bad = isNamed(child, "failure") || isNamed(child, "error");
        if (!bad && !isNamed(child, "skipped"))
            continue;
        event = bad ? u"fail"_s : u"skip"_s;
        message = attribute(child, "message");
        if (message.isEmpty()) {
            xmlChar *content = xmlNodeGetContent(child);
            message = QString::fromUtf8(reinterpret_cast<const char *>(content)).trimmed().section(u'\n', 0, 0);
            xmlFree(content);
        }
        break;
    }
    const QString owner = attribute(node, "classname");
    return childTest(event, owner.isEmpty() ? attribute(node, "name") : owner + u'.' + attribute(node, "name"), message, attribute(node, "time").toDouble() * 1000);
}

ChildResults readJunit(const QByteArray &printed)
{
    const qsizetype start = std::max<qsizetype>(0, printed.indexOf('<'));
    const QByteArray text = printed.mid(start);
    // No network, no entities: the text comes from a program, and is read as what it says.
    const std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)> document(
        xmlReadMemory(text.constData(), int(text.size()), nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING), &xmlFreeDoc);
    ChildResults results;
    if (!document) {
        results.error = u"the program printed no JUnit XML"_s;
        return results;
    }
    QList<xmlNodePtr> open { xmlDocGetRootElement(document.get()) };
    while (!open.isEmpty()) {
        xmlNodePtr node = open.takeFirst();
        if (isNamed(node, "testcase")) {
            results.tests.append(junitTest(node));
            continue;
        }
        QList<xmlNodePtr> children;
        for (xmlNodePtr child = node->children; child; child = child->next) {
            if (child->type == XML_ELEMENT_NODE)
                children.append(child);
        }
        open = children + open;
    }
    return results;
}

} // namespace

QStringList resultFormats()
{
    return { u"ndjson"_s, u"tap"_s, u"junit"_s };
}

ChildResults readResults(const QString &format, const QByteArray &printed)
{
    ChildResults results = format == "tap"_L1 ? TapReader().read(printed) : format == "junit"_L1 ? readJunit(printed) : readNdjson(printed);
    if (results.tests.isEmpty() && results.error.isEmpty())
        results.error = u"the program told no result (results: %1)"_s.arg(format);
    return results;
}

} // namespace greenroom
