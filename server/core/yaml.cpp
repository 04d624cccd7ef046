// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/yaml.h"

#include "core/yamltext.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QtNumeric>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace greenroom::yaml {

namespace {

// Thrown through the library's parser and caught in read(): its only way to stop early.
struct Stop
{
    Problem problem;
};

Node::Kind plainKind(const QString &text)
{
    static const QRegularExpression null(u"^(|~|null|Null|NULL)$"_s);
    static const QRegularExpression boolean(u"^(true|True|TRUE|false|False|FALSE)$"_s);
    static const QRegularExpression integer(u"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"_s);
    static const QRegularExpression number(u"^([-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                                           "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN))$"_s);
    if (text.size() < 40) {
        if (null.match(text).hasMatch())
            return Node::Kind::Null;
        if (boolean.match(text).hasMatch())
            return Node::Kind::Boolean;
        if (integer.match(text).hasMatch())
            return Node::Kind::Integer;
        if (number.match(text).hasMatch())
            return Node::Kind::Number;
    }
    return Node::Kind::Text;
}

// Builds our tree from the library's events; counts what aliases expand to.
class Builder : public YAML::EventHandler
{
public:
    Builder(QString file, const Limits &limits)
        : m_file(std::move(file))
        , m_limits(limits)
    {
    }

    Node takeRoot() { return std::move(m_root); }
    Problems takeWarnings() { return std::move(m_warnings); }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        Node node;
        node.place = placeOf(mark);
        count(1, mark);
        finish(std::move(node), anchor);
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        if (anchor >= m_anchors.size() || !m_anchors[anchor].complete)
            throw Stop { { Problem::Severity::Error, u"An alias refers to itself or to nothing."_s,
                           u"Write the value out."_s, placeOf(mark) } };
        count(m_anchors[anchor].size, mark);
        finish(Node(m_anchors[anchor].node), YAML::NullAnchor);
    }

    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        Node node;
        node.place = placeOf(mark);
        node.text = QString::fromStdString(value);
        node.quoted = tag == "!";
        if (!node.quoted && tag != "?")
            node.tag = QString::fromStdString(tag);
        const bool isString = node.quoted || node.tag == "tag:yaml.org,2002:str"_L1;
        node.kind = isString || node.tag.startsWith(u'!') ? Node::Kind::Text : plainKind(node.text);
        if (node.tag.startsWith("tag:yaml.org"_L1))
            node.tag.clear();
        count(1, mark);
        finish(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Node::Kind::Sequence, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Node::Kind::Mapping, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        Node node;
        YAML::anchor_t anchor;
        int countBefore;
        QSet<QString> seen;
    };
    struct Anchored
    {
        Node node;
        int size = 0;
        bool complete = false;
    };

    Place placeOf(const YAML::Mark &mark) const { return { m_file, mark.line + 1, mark.column + 1 }; }

    void count(int nodes, const YAML::Mark &mark)
    {
        m_count += nodes;
        if (m_count > m_limits.nodes)
            throw Stop { { Problem::Severity::Error,
                           u"This file grows to more than %1 values."_s.arg(m_limits.nodes),
                           u"Aliases (*name) that repeat aliases are the usual cause; write the values out."_s,
                           placeOf(mark) } };
    }

    void open(Node::Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor)
    {
        if (int(m_open.size()) >= m_limits.depth)
            throw Stop { { Problem::Severity::Error,
                           u"Values are nested more than %1 deep here."_s.arg(m_limits.depth),
                           u"Flatten the file."_s, placeOf(mark) } };
        Node node;
        node.kind = kind;
        node.place = placeOf(mark);
        if (tag.size() > 1 && tag[0] == '!')
            node.tag = QString::fromStdString(tag);
        count(1, mark);
        if (anchor != YAML::NullAnchor && anchor >= m_anchors.size())
            m_anchors.resize(anchor + 1);
        m_open.push_back({ std::move(node), anchor, m_count, {} });
    }

    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        const int size = m_count - done.countBefore + 1;
        finish(std::move(done.node), done.anchor, size);
    }

    void finish(Node node, YAML::anchor_t anchor, int size = 1)
    {
        if (anchor != YAML::NullAnchor) {
            if (anchor >= m_anchors.size())
                m_anchors.resize(anchor + 1);
            m_anchors[anchor] = { node, size, true };
        }
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open &parent = m_open.back();
        if (parent.node.kind == Node::Kind::Mapping && parent.node.keys.size() == parent.node.items.size()) {
            if (!node.isScalar())
                throw Stop { { Problem::Severity::Error, u"A key is a list or a mapping here; keys are texts."_s,
                               u"Quote it if it begins with “[” or “{”."_s, node.place } };
            if (parent.seen.contains(node.text))
                onTwice(parent.node, node);
            parent.seen.insert(node.text);
            if (parent.node.keys.isEmpty())
                parent.node.place = node.place;
            parent.node.keys.append(std::move(node));
        } else {
            parent.node.items.append(std::move(node));
        }
    }

    void onTwice(Node &mapping, const Node &key)
    {
        const qsizetype first = mapping.indexOf(key.text);
        const QString text = u"The key “%1” stands here twice (first on line %2)"_s.arg(key.text).arg(mapping.keys.at(first).place.line);
        if (!m_limits.lastKeyWins)
            throw Stop { { Problem::Severity::Error, text + u'.', u"Keep one of them."_s, key.place } };
        m_warnings.append({ Problem::Severity::Warning, text + u"; the last one counts."_s, u"Keep one of them."_s, key.place });
        mapping.keys.removeAt(first);
        mapping.items.removeAt(first);
    }

    QString m_file;
    Limits m_limits;
    Problems m_warnings;
    Node m_root;
    std::vector<Open> m_open;
    std::vector<Anchored> m_anchors;
    int m_count = 0;
};

// `<<: *base` of YAML 1.1, which people still write: own keys win.
void mergeKeys(Node &node)
{
    for (Node &item : node.items)
        mergeKeys(item);
    const qsizetype merge = node.isMapping() ? node.indexOf(u"<<"_s) : -1;
    if (merge < 0)
        return;
    const Node base = node.items.at(merge);
    node.keys.removeAt(merge);
    node.items.removeAt(merge);
    QSet<QString> own;
    for (const Node &key : std::as_const(node.keys))
        own.insert(key.text);
    const QList<Node> sources = base.isSequence() ? base.items : QList<Node> { base };
    for (const Node &source : sources) {
        for (qsizetype i = 0; i < source.keys.size(); ++i) {
            if (own.contains(source.keys.at(i).text))
                continue;
            own.insert(source.keys.at(i).text);
            node.keys.append(source.keys.at(i));
            node.items.append(source.items.at(i));
        }
    }
}

Problem libraryProblem(const YAML::Exception &exception, const QByteArray &text, const QString &file)
{
    Place place { file, exception.mark.line + 1, exception.mark.column + 1 };
    const QList<QByteArray> lines = text.split('\n');
    // Tabs confuse the library a line late; look for the first one in an indentation up to there.
    for (qsizetype i = 0; i < std::min<qsizetype>(lines.size(), place.line + 1); ++i) {
        const QByteArray &line = lines.at(i);
        const qsizetype tab = line.indexOf('\t');
        if (tab >= 0 && line.left(tab).trimmed().isEmpty() && !line.trimmed().isEmpty())
            return { Problem::Severity::Error, u"A tab indents this line; YAML indents with spaces only."_s,
                     u"Replace the tab by spaces."_s, { file, int(i) + 1, int(tab) + 1 } };
    }
    return { Problem::Severity::Error, u"This is not YAML: %1."_s.arg(QString::fromStdString(exception.msg)),
             u"Look at the indentation and quotes just before this place."_s, place };
}

} // namespace

qsizetype Node::indexOf(const QString &key) const
{
    const auto found = std::find_if(keys.begin(), keys.end(), [&key](const Node &node) { return node.text == key; });
    return found == keys.end() ? -1 : found - keys.begin();
}

const Node &Node::operator[](const QString &key) const
{
    static const Node nothing;
    const qsizetype index = indexOf(key);
    return index < 0 || index >= items.size() ? nothing : items.at(index);
}

Place Node::keyPlace(const QString &key) const
{
    const qsizetype index = indexOf(key);
    return index < 0 ? place : keys.at(index).place;
}

QStringList Node::keyNames() const
{
    QStringList names;
    for (const Node &key : keys)
        names.append(key.text);
    return names;
}

bool Node::toBool(bool fallback) const
{
    return kind == Kind::Boolean ? text.startsWith(u't', Qt::CaseInsensitive) : fallback;
}

double Node::toNumber(double fallback) const
{
    if (kind == Kind::Integer && text.startsWith("0x"_L1))
        return double(text.mid(2).toLongLong(nullptr, 16));
    if (kind == Kind::Integer && text.startsWith("0o"_L1))
        return double(text.mid(2).toLongLong(nullptr, 8));
    if (kind == Kind::Number && text.endsWith("inf"_L1, Qt::CaseInsensitive))
        return text.startsWith(u'-') ? -qInf() : qInf();
    if (kind == Kind::Number && text.endsWith("nan"_L1, Qt::CaseInsensitive))
        return qQNaN();
    return kind == Kind::Integer || kind == Kind::Number ? text.toDouble() : fallback;
}

QString Node::toText(const QString &fallback) const
{
    return isNull() || !isScalar() ? fallback : text;
}

QJsonValue Node::toJson() const
{
    switch (kind) {
    case Kind::Null: return QJsonValue::Null;
    case Kind::Boolean: return toBool();
    case Kind::Integer: {
        bool fits = false;
        const qint64 whole = text.toLongLong(&fits);
        return fits ? QJsonValue(whole) : QJsonValue(toNumber());
    }
    case Kind::Number: return qIsFinite(toNumber()) ? QJsonValue(toNumber()) : QJsonValue(text);
    case Kind::Text: return text;
    case Kind::Sequence: {
        QJsonArray array;
        for (const Node &item : items)
            array.append(item.toJson());
        return array;
    }
    case Kind::Mapping: {
        QJsonObject object;
        for (qsizetype i = 0; i < keys.size() && i < items.size(); ++i)
            object.insert(keys.at(i).text, items.at(i).toJson());
        return object;
    }
    }
    return {};
}

Reading read(const QByteArray &bytes, const QString &file, const Limits &limits)
{
    if (bytes.size() > limits.bytes)
        return { {}, { tooLarge(bytes.size(), file, limits) } };
    const QByteArray text = withoutByteOrderMark(bytes);
    if (const std::optional<Problem> binary = notText(text, file))
        return { {}, { *binary } };
    if (const std::optional<Problem> deep = tooDeep(text, file, limits.depth))
        return { {}, { *deep } };
    Builder builder(file, limits);
    try {
        std::istringstream stream(text.toStdString());
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
    } catch (const Stop &stop) {
        return { {}, { stop.problem } };
    } catch (const YAML::Exception &exception) {
        return { {}, { libraryProblem(exception, text, file) } };
    }
    Reading reading { builder.takeRoot(), {}, builder.takeWarnings() };
    mergeKeys(reading.root);
    return reading;
}

Reading readFile(const QString &file, const Limits &limits)
{
    const auto cannot = [&file](const QString &why, const QString &remedy) {
        return Reading { {}, { { Problem::Severity::Error, u"This file cannot be read: %1."_s.arg(why), remedy, { file, 0, 0 } } } };
    };
    const QFileInfo info(file);
    // A pipe or a device would be waited for, or never end.
    if (info.exists() && !info.isFile())
        return cannot(info.isDir() ? u"it is a folder"_s : u"it is no ordinary file"_s, u"Name a file."_s);
    if (info.size() > limits.bytes)
        return { {}, { tooLarge(info.size(), file, limits) } };
    QFile source(file);
    if (!source.open(QFile::ReadOnly)) {
        const bool circle = info.isSymLink() && !info.exists();
        return cannot(circle ? u"its symbolic link leads nowhere, or in a circle"_s : source.errorString(),
                      circle ? u"Mend the link."_s : u"Check the path and its permissions."_s);
    }
    return read(source.read(limits.bytes + 1), file, limits);
}

} // namespace greenroom::yaml
