// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Where variables come from, one method a source (contract §11.1).

#include "core/projectfiles/gitfacts.h"
#include "core/projectfiles/variables.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

yaml::Node textNode(const QString &text, const Place &place)
{
    yaml::Node node;
    node.kind = yaml::Node::Kind::Text;
    node.text = text;
    node.place = place;
    return node;
}

std::optional<yaml::Node> fromMap(const QMap<QString, QString> &map, const QString &key, const Place &place)
{
    const auto value = map.constFind(key);
    return value == map.constEnd() ? std::nullopt : std::optional(textNode(*value, place));
}

} // namespace

// The table of sources. What the cloud alone knows is in it too: so that it is named rightly.
const ServerlessVariables::Source ServerlessVariables::sources[] = {
    { "self", &ServerlessVariables::fromSelf },
    { "env", &ServerlessVariables::fromEnv },
    { "opt", &ServerlessVariables::fromOpt },
    { "sls", &ServerlessVariables::fromSls },
    { "param", &ServerlessVariables::fromParam },
    { "file", &ServerlessVariables::fromFile },
    { "strToBool", &ServerlessVariables::fromStrToBool },
    { "git", &ServerlessVariables::fromGit },
    { "aws", &ServerlessVariables::fromAws },
    { "ssm", &ServerlessVariables::fromCloud },
    { "s3", &ServerlessVariables::fromCloud },
    { "cf", &ServerlessVariables::fromCloud },
    { "vault", &ServerlessVariables::fromCloud },
    { "terraform", &ServerlessVariables::fromCloud },
    { "doppler", &ServerlessVariables::fromCloud },
    { "output", &ServerlessVariables::fromCloud },
};

ServerlessVariables::Found ServerlessVariables::source(const QString &expression, const yaml::Node &at, int depth)
{
    if (const std::optional<QString> given = m_settings.value(expression)) {
        yaml::Node node;
        node.kind = yaml::Node::Kind::Text;
        node.text = *given;
        node.place = at.place;
        return node;
    }
    static const QRegularExpression ends(u"[:(.]"_s);
    const QString name = expression.left(expression.indexOf(ends));
    QStringList known;
    for (const Source &source : sources) {
        known.append(QLatin1StringView(source.name));
        if (name == QLatin1StringView(source.name))
            return (this->*source.read)({ expression, expression.section(u':', 1), at, depth });
    }
    const QString near = yaml::nearest(name, known);
    m_why = u"cannot be resolved here: there is no source “%1”"_s.arg(name);
    m_remedy = (near.isEmpty() ? QString() : u"Did you mean “%1:”? "_s.arg(near))
        + u"Its value can be given in greenroom.project.yaml under “values”."_s;
    return std::nullopt;
}

// Works a value out once; the way back to itself is a circle, which is said.
ServerlessVariables::Found ServerlessVariables::resolvedOnce(const QString &key, const Found &found, const Asked &asked)
{
    if (!found)
        return std::nullopt;
    if (const auto known = m_resolved.constFind(key); known != m_resolved.constEnd())
        return *known;
    if (m_underWay.contains(key)) {
        problem(Problem::Severity::Warning, u"The variable ${%1} refers to itself; an empty text is used."_s.arg(asked.expression),
                u"Write its value out."_s, asked.at.place);
        return textNode({}, asked.at.place);
    }
    m_underWay.insert(key);
    const yaml::Node value = resolve(*found, asked.depth + 1);
    m_underWay.remove(key);
    m_resolved.insert(key, value);
    return value;
}

ServerlessVariables::Found ServerlessVariables::fromSelf(const Asked &asked)
{
    // A way that leads through a variable (custom: ${file(x.yml)}) is resolved step by step.
    QStringList steps = asked.key.split(u'.', Qt::SkipEmptyParts);
    yaml::Node current = m_root;
    QString walked;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Found next = descend(current, steps.at(i));
        if (!next)
            return std::nullopt;
        walked += u'.' + steps.at(i);
        const bool isVariable = next->isText() && next->text.contains("${"_L1) && i + 1 < steps.size();
        const Found value = isVariable ? resolvedOnce(u"self:"_s + walked, next, asked) : next;
        current = *value;
    }
    return resolvedOnce(u"self:"_s + walked, current, asked);
}

ServerlessVariables::Found ServerlessVariables::fromEnv(const Asked &asked)
{
    return fromMap(m_env, asked.key, asked.at.place);
}

ServerlessVariables::Found ServerlessVariables::fromOpt(const Asked &asked)
{
    if (asked.key == "stage"_L1 && !m_options.stage.isEmpty())
        return textNode(m_options.stage, asked.at.place);
    return fromMap(m_options.params, asked.key, asked.at.place);
}

ServerlessVariables::Found ServerlessVariables::fromSls(const Asked &asked)
{
    if (asked.key == "instanceId"_L1)
        return textNode(m_instanceId, asked.at.place);
    if (asked.key != "stage"_L1)
        return std::nullopt;
    if (m_underWay.contains(u"sls:stage"_s))
        return textNode(u"dev"_s, asked.at.place);
    m_underWay.insert(u"sls:stage"_s);
    const QString name = stage();
    m_underWay.remove(u"sls:stage"_s);
    return textNode(name, asked.at.place);
}

ServerlessVariables::Found ServerlessVariables::fromParam(const Asked &asked)
{
    const QString name = stage();
    for (const QStringList &path : { QStringList { u"params"_s, name, asked.key }, { u"params"_s, u"default"_s, asked.key },
                                     { u"stages"_s, name, u"params"_s, asked.key }, { u"stages"_s, u"default"_s, u"params"_s, asked.key } }) {
        yaml::Node at = m_root;
        for (const QString &step : path)
            at = yaml::Node(at[step]);
        if (!at.isNull())
            return resolvedOnce(path.join(u'.'), at, asked);
    }
    return std::nullopt;
}

ServerlessVariables::Found ServerlessVariables::fromStrToBool(const Asked &asked)
{
    const QString text = asked.expression.section(u'(', 1).section(u')', 0, 0).trimmed().toLower().remove(u'\'').remove(u'"');
    if (text != "true"_L1 && text != "1"_L1 && text != "false"_L1 && text != "0"_L1) {
        m_why = u"is neither true nor false"_s;
        return std::nullopt;
    }
    yaml::Node node = textNode(text == "true"_L1 || text == "1"_L1 ? u"true"_s : u"false"_s, asked.at.place);
    node.kind = yaml::Node::Kind::Boolean;
    return node;
}

ServerlessVariables::Found ServerlessVariables::fromGit(const Asked &asked)
{
    const QString value = gitFact(m_folder, asked.key);
    if (!value.isEmpty())
        return textNode(value, asked.at.place);
    m_why = u"is not known of this folder (git:branch, git:sha1, git:commit and git:repository are)"_s;
    return std::nullopt;
}

ServerlessVariables::Found ServerlessVariables::fromAws(const Asked &asked)
{
    if (asked.key == "region"_L1)
        return textNode(resolve(m_root[u"provider"_s][u"region"_s]).toText(u"us-east-1"_s), asked.at.place);
    if (asked.key != "accountId"_L1)
        return fromCloud(asked);
    const QString account = Api().accountId;
    problem(Problem::Severity::Info, u"“%1” is used for ${aws:accountId}."_s.arg(account),
            u"Another one is given in greenroom.project.yaml under “values: { 'aws:accountId': … }”."_s, asked.at.place);
    return textNode(account, asked.at.place);
}

ServerlessVariables::Found ServerlessVariables::fromCloud(const Asked &asked)
{
    m_why = u"cannot be resolved here: only the cloud knows it"_s;
    m_remedy = u"Give it in greenroom.project.yaml under “values: { '%1': … }”."_s.arg(asked.expression);
    return std::nullopt;
}

// The file's content: a mapping of YAML or JSON, else its text. Nothing when it cannot be had; m_why says why.
const yaml::Node *ServerlessVariables::rootOf(const QString &path, const QString &name, const Asked &asked)
{
    if (const auto known = m_fileCache.constFind(path); known != m_fileCache.constEnd())
        return &*known;
    static const QStringList code { u"js"_s, u"cjs"_s, u"mjs"_s, u"ts"_s, u"cts"_s, u"mts"_s };
    static const QStringList structured { u"yml"_s, u"yaml"_s, u"json"_s };
    const QFileInfo info(path);
    if (code.contains(info.suffix())) {
        m_why = u"is code, which is not run here"_s;
        m_remedy = u"Give its value in greenroom.project.yaml under “values: { '%1': … }”."_s.arg(asked.expression);
        return nullptr;
    }
    if (!info.exists() && !info.isSymLink()) {
        m_why = u"names the file %1, which is missing"_s.arg(name);
        return nullptr;
    }
    m_files.append(path);
    if (info.isFile() && !structured.contains(info.suffix()) && info.size() <= yaml::projectLimits.bytes) {
        QFile file(path);
        if (file.open(QFile::ReadOnly))
            return &*m_fileCache.insert(path, textNode(QString::fromUtf8(file.readAll()), { path, 1, 1 }));
    }
    const yaml::Reading reading = yaml::readFile(path, yaml::projectLimits);
    for (const Problem &found : reading.problems)
        problem(found.severity, found.text, found.remedy, found.place);
    return &*m_fileCache.insert(path, reading.root);
}

ServerlessVariables::Found ServerlessVariables::fromFile(const Asked &asked)
{
    const qsizetype close = asked.expression.indexOf(u')');
    if (close < 0)
        return std::nullopt;
    QString name = asked.expression.mid(5, close - 5).trimmed();
    if (name.startsWith("~/"_L1))
        name.replace(0, 1, QDir::homePath());
    const QString path = QDir::cleanPath(QDir(m_folder).absoluteFilePath(name));
    const yaml::Node *root = rootOf(path, name, asked);
    if (!root)
        return std::nullopt;
    const QString key = asked.expression.mid(close + 1).startsWith(u':') ? asked.expression.mid(close + 2) : QString();
    Found found = descend(*root, key);
    if (!found)
        m_why = u"asks for “%1”, which is not in the file %2"_s.arg(key, name);
    // An empty or broken file was told about; it stands for an empty text.
    if (found && found->isNull())
        found = textNode({}, asked.at.place);
    return resolvedOnce(u"file:"_s + path + u':' + key, found, asked);
}

ServerlessVariables::Found ServerlessVariables::descend(const yaml::Node &node, const QString &path)
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
