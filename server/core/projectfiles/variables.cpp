// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/variables.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 40;

yaml::Node textNode(const QString &text, const Place &place)
{
    yaml::Node node;
    node.kind = yaml::Node::Kind::Text;
    node.text = text;
    node.place = place;
    return node;
}

// The first innermost "${…}" of a text: start and end (after the brace); -1 when there is none.
std::pair<qsizetype, qsizetype> innermost(const QString &text)
{
    const qsizetype end = text.indexOf(u'}');
    qsizetype close = end;
    while (close >= 0) {
        const qsizetype start = text.lastIndexOf("${"_L1, close);
        if (start >= 0)
            return { start, close + 1 };
        close = text.indexOf(u'}', close + 1);
    }
    return { -1, -1 };
}

// "${AWS::Region}" and logical names belong to CloudFormation.
bool isForCloudFormation(const QString &expression)
{
    return !expression.isEmpty() && expression.front().isUpper() && !expression.contains(u',')
        && (expression.startsWith("AWS::"_L1) || !expression.contains(u':') || expression.contains("::"_L1));
}

} // namespace

ServerlessVariables::ServerlessVariables(const yaml::Node &root, const QString &folder, const ProjectOptions &options,
                                         const QMap<QString, QString> &values, Problems &problems)
    : m_root(root)
    , m_folder(folder)
    , m_options(options)
    , m_values(values)
    , m_problems(problems)
    , m_instanceId(QUuid::createUuid().toString(QUuid::WithoutBraces).left(8))
{
    loadEnvFiles(options);
}

void ServerlessVariables::loadEnvFiles(const ProjectOptions &options)
{
    QStringList files { m_folder + u"/.env"_s };
    if (!options.stage.isEmpty())
        files.append(m_folder + u"/.env."_s + options.stage);
    for (const QString &name : files + options.envFiles) {
        QFile file(name);
        if (!file.open(QFile::ReadOnly)) {
            if (options.envFiles.contains(name))
                m_problems.append({ Problem::Severity::Error, u"The file %1 cannot be read: %2."_s.arg(name, file.errorString()),
                                    u"Check --env-file."_s, { name, 0, 0 } });
            continue;
        }
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &raw : lines) {
            QByteArray line = raw.trimmed();
            if (line.startsWith("export "))
                line = line.mid(7);
            const qsizetype equals = line.indexOf('=');
            if (line.startsWith('#') || equals <= 0)
                continue;
            QByteArray value = line.mid(equals + 1).trimmed();
            if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
                value = value.mid(1, value.size() - 2);
            m_env.insert(QString::fromUtf8(line.left(equals).trimmed()), QString::fromUtf8(value));
        }
    }
    const QProcessEnvironment system = QProcessEnvironment::systemEnvironment();
    const QStringList names = system.keys();
    for (const QString &name : names)
        m_env.insert(name, system.value(name));
}

QString ServerlessVariables::stage()
{
    if (!m_options.stage.isEmpty())
        return m_options.stage;
    const QString stage = resolve(m_root[u"provider"_s][u"stage"_s]).toText();
    return stage.isEmpty() ? u"dev"_s : stage;
}

yaml::Node ServerlessVariables::resolve(const yaml::Node &node, int depth)
{
    if (node.isText())
        return node.text.contains("${"_L1) ? resolveText(node, depth) : node;
    yaml::Node copy = node;
    for (yaml::Node &item : copy.items)
        item = resolve(item, depth);
    return copy;
}

yaml::Node ServerlessVariables::resolveText(const yaml::Node &node, int depth)
{
    static constexpr char16_t kept = u'\x01';   // stands for "${" of what is left alone
    yaml::Node result = node;
    for (int round = 0; round < 200; ++round) {
        const auto [start, end] = innermost(result.text);
        if (start < 0)
            break;
        const QString expression = result.text.mid(start + 2, end - start - 3).trimmed();
        if (isForCloudFormation(expression)) {
            result.text.replace(start, 2, QChar(kept));
            result.text.replace(end - 2, 1, u"\x02"_s);
            continue;
        }
        const std::optional<yaml::Node> value = depth < maxDepth ? lookUp(expression, node, depth) : std::nullopt;
        if (value && start == 0 && end == result.text.size()) {
            yaml::Node whole = *value;
            if (!whole.isText() || !whole.text.contains("${"_L1))
                return whole;
            result = whole;
            continue;
        }
        result.text.replace(start, end - start, value ? value->toText() : QString());
    }
    result.text.replace(QChar(kept), "${"_L1);
    result.text.replace(u'\x02', u'}');
    return result;
}

std::optional<yaml::Node> ServerlessVariables::lookUp(const QString &expression, const yaml::Node &at, int depth)
{
    // "source, fallback, …": the first that is there; a quoted text is itself.
    QStringList parts;
    QString part;
    QChar quote;
    for (const QChar c : expression) {
        if (!quote.isNull()) {
            if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u',') {
            parts.append(std::exchange(part, {}).trimmed());
            continue;
        }
        part += c;
    }
    parts.append(part.trimmed());
    bool known = true;
    for (const QString &candidate : std::as_const(parts)) {
        if (candidate.size() >= 2 && (candidate.front() == u'\'' || candidate.front() == u'"')
            && candidate.back() == candidate.front())
            return textNode(candidate.mid(1, candidate.size() - 2), at.place);
        std::optional<yaml::Node> found = source(candidate, at, depth, &known);
        if (found)
            return found;
    }
    m_problems.append({ Problem::Severity::Warning,
                        known ? u"The variable ${%1} has no value here; an empty text is used."_s.arg(expression)
                              : u"The variable ${%1} cannot be resolved here; an empty text is used."_s.arg(expression),
                        known ? u"Set it, or give a fallback after a comma."_s
                              : u"Give its value in greenroom.project.yaml under “values”."_s,
                        at.place });
    return std::nullopt;
}

std::optional<yaml::Node> ServerlessVariables::source(const QString &expression, const yaml::Node &at, int depth,
                                                      bool *known)
{
    const auto given = m_values.constFind(expression);
    if (given != m_values.constEnd())
        return textNode(*given, at.place);
    const QString provider = expression.section(u':', 0, 0);
    const QString key = expression.section(u':', 1);
    const auto fromMap = [&](const QMap<QString, QString> &map) -> std::optional<yaml::Node> {
        const auto value = map.constFind(key);
        return value == map.constEnd() ? std::nullopt : std::optional(textNode(*value, at.place));
    };
    if (provider == "self"_L1) {
        if (m_underWay.contains(key)) {
            m_problems.append({ Problem::Severity::Warning, u"The variable ${self:%1} refers to itself."_s.arg(key),
                                u"Write its value out."_s, at.place });
            return textNode({}, at.place);
        }
        const std::optional<yaml::Node> found = descend(m_root, key);
        if (!found)
            return std::nullopt;
        m_underWay.insert(key);
        const yaml::Node resolved = resolve(*found, depth + 1);
        m_underWay.remove(key);
        return resolved;
    }
    if (provider == "env"_L1)
        return fromMap(m_env);
    if (provider == "opt"_L1) {
        if (key == "stage"_L1)
            return m_options.stage.isEmpty() ? std::nullopt : std::optional(textNode(m_options.stage, at.place));
        return fromMap(m_options.params);
    }
    if (provider == "sls"_L1) {
        if (key == "stage"_L1) {
            if (m_underWay.contains(u"sls:stage"_s))
                return textNode(u"dev"_s, at.place);
            m_underWay.insert(u"sls:stage"_s);
            const QString name = stage();
            m_underWay.remove(u"sls:stage"_s);
            return textNode(name, at.place);
        }
        if (key == "instanceId"_L1)
            return textNode(m_instanceId, at.place);
        return std::nullopt;
    }
    if (provider == "param"_L1) {
        for (const QString &path : { u"params.%1.%2"_s.arg(stage(), key), u"params.default.%1"_s.arg(key),
                                     u"stages.%1.params.%2"_s.arg(stage(), key), u"stages.default.params.%1"_s.arg(key) }) {
            if (const std::optional<yaml::Node> found = descend(m_root, path))
                return resolve(*found, depth + 1);
        }
        return std::nullopt;
    }
    if (provider.startsWith("file("_L1))
        return fromFile(expression, at, depth);
    if (expression.startsWith("strToBool("_L1) && expression.endsWith(u')')) {
        yaml::Node node = textNode(expression.mid(10, expression.size() - 11), at.place);
        node.kind = yaml::Node::Kind::Boolean;
        node.text = node.text == "true"_L1 || node.text == "1"_L1 ? u"true"_s : u"false"_s;
        return node;
    }
    if (expression == "aws:region"_L1)
        return textNode(m_options.params.value(u"region"_s, resolve(m_root[u"provider"_s][u"region"_s]).toText(u"us-east-1"_s)), at.place);
    if (expression == "aws:accountId"_L1)
        return textNode(Api().accountId, at.place);
    *known = false;
    return std::nullopt;
}

std::optional<yaml::Node> ServerlessVariables::fromFile(const QString &expression, const yaml::Node &at, int depth)
{
    const qsizetype close = expression.indexOf(u')');
    const QString name = expression.mid(5, close - 5).trimmed();
    const QString path = QDir::cleanPath(QDir(m_folder).absoluteFilePath(name));
    if (!m_fileCache.contains(path)) {
        if (path.endsWith(".js"_L1) || path.endsWith(".ts"_L1) || path.endsWith(".cjs"_L1)) {
            m_problems.append({ Problem::Severity::Warning, u"${file(%1)} is code, which is not run here."_s.arg(name),
                                u"Give its value in greenroom.project.yaml under “values”."_s, at.place });
            return std::nullopt;
        }
        if (!QFile::exists(path))
            return std::nullopt;
        const yaml::Reading reading = yaml::readFile(path);
        m_problems += reading.problems;
        m_files.append(path);
        m_fileCache.insert(path, reading.root);
    }
    const yaml::Node root = m_fileCache.value(path);
    const QString key = expression.mid(close + 1).startsWith(u':') ? expression.mid(close + 2) : QString();
    const std::optional<yaml::Node> found = descend(root, key);
    return found ? std::optional(resolve(*found, depth + 1)) : std::nullopt;
}

std::optional<yaml::Node> ServerlessVariables::descend(const yaml::Node &node, const QString &path)
{
    yaml::Node current = node;
    const QStringList steps = path.split(u'.', Qt::SkipEmptyParts);
    for (const QString &step : steps) {
        bool isIndex = false;
        const int index = step.toInt(&isIndex);
        if (current.isMapping() && current.contains(step))
            current = yaml::Node(current[step]);
        else if (current.isSequence() && isIndex && index >= 0 && index < current.items.size())
            current = yaml::Node(current.items.at(index));
        else
            return std::nullopt;
    }
    return current;
}

} // namespace greenroom
